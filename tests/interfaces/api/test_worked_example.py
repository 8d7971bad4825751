"""docs/howto/use-the-api.md is run as it stands, against a server on this machine."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kortisto.register.access import operations as access
from kortisto.register.access.rules import actor_of
from tests.interfaces.api.conftest import ALL
from tests.interfaces.web.conftest import make_user, make_world
from tests.interfaces.web.test_accessibility import site

__all__ = ["site"]
pytestmark = pytest.mark.integration

PAGE = Path(__file__).resolve().parents[3] / "docs" / "howto" / "use-the-api.md"


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE.read_text("utf-8"), re.DOTALL | re.MULTILINE)


@pytest.fixture
def environment(site: str) -> dict[str, str]:
    make_world()
    now = datetime.now(UTC)
    key = access.make_token(
        name="web shop", purpose="crm", operations=ALL, expires_at=now + timedelta(days=30),
        by=actor_of(make_user("alice", "main_user")), at=now,
    )  # fmt: skip
    return {"KORTISTO_URL": site, "KORTISTO_KEY": key.secret, "PATH": "/usr/local/bin:/usr/bin:/bin"}


def test_the_example_does_what_it_says(environment: dict[str, str]) -> None:
    program = "\n".join(blocks("py"))
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("for crm may")


def test_the_first_call_can_be_made_with_curl(environment: dict[str, str]) -> None:
    _, first_call = blocks("sh")
    done = subprocess.run(["sh", "-c", first_call], env=environment, capture_output=True, text=True, check=False)

    assert '"purpose":"crm"' in done.stdout, done.stderr
