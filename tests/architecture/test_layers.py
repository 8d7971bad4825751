"""The contracts of .importlinter hold, and each of them catches what it is there for."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.integration

ROOT = Path(__file__).resolve().parents[2]


def lint(root: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-logo", "--no-cache"],
        cwd=root, env={**os.environ, "PYTHONPATH": str(root / "src")}, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_our_imports_keep_the_contracts() -> None:
    done = lint(ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture
def skeleton(tmp_path: Path) -> Path:
    """The packages alone, without their code, under the contracts of the project."""
    shutil.copy(ROOT / ".importlinter", tmp_path)
    for path in (ROOT / "src").rglob("__init__.py"):
        below = path.relative_to(ROOT)
        if len(below.parts) <= 5 and "migrations" not in below.parts:
            (tmp_path / below).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / below).write_text("", "utf-8")
    return tmp_path


def test_the_skeleton_keeps_the_contracts(skeleton: Path) -> None:
    done = lint(skeleton)
    assert done.returncode == 0, done.stdout + done.stderr


VIOLATIONS = {
    "Groups import downwards only": {
        "privacy/retention/operations.py": "import kortisto.business.sales",
    },
    "Groups import downwards only (a new folder)": {"helpers/__init__.py": ""},
    "Doors do not know each other": {"interfaces/web/a.py": "import kortisto.interfaces.api"},
    "Order inside business": {"business/sales/a.py": "import kortisto.business.marketing"},
    "Order inside privacy": {"privacy/consents/a.py": "import kortisto.privacy.requests"},
    "Order inside register": {"register/audit/a.py": "import kortisto.register.parties"},
    "Order inside a package": {
        "register/parties/queries.py": "import kortisto.register.parties.operations",
        "register/parties/operations.py": "",
    },
    "Doors never import models": {
        "interfaces/web/a.py": "import kortisto.register.parties.models",
        "register/parties/models.py": "",
    },
    "The declaration and lib run without Django": {"declaration/a.py": "import django"},
    "No two sibling modules import each other in a circle": {
        "declaration/a.py": "import kortisto.declaration.b",
        "declaration/b.py": "import kortisto.declaration.a",
    },
}


@pytest.mark.parametrize("contract", VIOLATIONS)
def test_a_planted_violation_is_caught(skeleton: Path, contract: str) -> None:
    for path, text in VIOLATIONS[contract].items():
        file = skeleton / "src" / "kortisto" / path
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, "utf-8")
    done = lint(skeleton)
    assert done.returncode == 1
    assert f"{contract.partition(' (')[0]} BROKEN" in done.stdout


def test_every_package_says_what_it_is() -> None:
    packages = [path.parent for path in (ROOT / "src" / "kortisto").glob("*/__init__.py")]
    packages += [path.parent for group in ("interfaces", "business", "privacy", "register") for path in (
        ROOT / "src" / "kortisto" / group).glob("*/__init__.py")]  # fmt: skip
    for package in packages:
        assert (package / "__init__.py").read_text("utf-8").startswith('"""'), package
        readme = (package / "README.md").read_text("utf-8").splitlines()
        assert 3 <= len(readme) <= 10, f"{package}/README.md has {len(readme)} lines; 10 at most"
