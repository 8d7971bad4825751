from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from kortisto.declaration.linter import CHECKS
from kortisto.declaration.messages import WORDINGS

ROOT = Path(__file__).resolve().parents[3]
PAGES = ROOT / "docs" / "checks"


@pytest.mark.integration
def test_the_pages_say_what_the_code_says() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / ".ci" / "print_checks.py"), "--check"],
        env={"PYTHONPATH": str(ROOT / "src"), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)


@pytest.mark.unit
def test_every_check_has_a_page_and_every_code_a_line() -> None:
    assert {path.stem for path in PAGES.glob("K*.md")} == set(CHECKS)
    index = (PAGES / "README.md").read_text("utf-8")
    assert all(code in index for code in WORDINGS)
