"""What is installed is locked by hash, the same for running and developing, and says what it is for."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest

pytestmark = pytest.mark.unit

ROOT = Path(__file__).resolve().parents[2]
PIN = re.compile(r"^([a-z0-9][a-z0-9._-]*)==([^ ;]+)(?: ; [^\\]+)? \\$")
HASH = re.compile(r"^    --hash=sha256:[0-9a-f]{64}(?: \\)?$")
COMMENT = re.compile(r"^ *#")


def pins(lock: str) -> dict[str, str]:
    return {match[1]: match[2] for line in (ROOT / lock).read_text("utf-8").splitlines() if (match := PIN.match(line))}


@pytest.mark.parametrize("lock", ["requirements.txt", "requirements-dev.txt"])
def test_a_lock_holds_pins_and_hashes_and_no_addresses(lock: str) -> None:
    lines = (ROOT / lock).read_text("utf-8").splitlines()
    assert [line for line in lines if not (PIN.match(line) or HASH.match(line) or COMMENT.match(line))] == []
    for line, following in pairwise(lines):
        assert not PIN.match(line) or HASH.match(following), f"{line} has no hash"


def test_developers_run_what_users_run() -> None:
    runtime = pins("requirements.txt")
    assert len(runtime) > 20
    assert runtime.items() <= pins("requirements-dev.txt").items()


@pytest.mark.parametrize(
    ("wanted", "lock"), [("requirements.in", "requirements.txt"), ("requirements-dev.in", "requirements-dev.txt")]
)
def test_every_direct_dependency_is_locked_and_says_what_it_is_for(wanted: str, lock: str) -> None:
    for line in (ROOT / wanted).read_text("utf-8").splitlines():
        if not line.strip() or line.startswith(("#", "-r")):
            continue
        requirement, _, reason = line.partition("#")
        assert reason.strip(), f"{wanted}: {line} has no comment"
        name = re.split(r"[\[=<>!~; ]", requirement.strip(), maxsplit=1)[0].lower().replace("_", "-").replace(".", "-")
        assert name in pins(lock), f"{name} is not in {lock}: see docs/howto/update-dependencies.md"
