"""A backup is put back, and who was erased since is erased again before anything opens: by the commands themselves."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kortisto.config.backup.making import rotate
from kortisto.declaration.periods import parse_period
from kortisto.lib.backup_names import backups, name_of
from tests.support.ready import Ready
from tests.support.running import ROOT, environment, removed_afterwards

pytestmark = pytest.mark.integration

DECLARATION = str(ROOT / "tests" / "register" / "samples" / "register.yaml")
SECRET = "a secret of the tests, long enough"
PEOPLE = 50


def told(data: Path, **more: str) -> dict[str, str]:
    return environment(data, KORTISTO_DECLARATION=DECLARATION, KORTISTO_BACKUP_SECRET=SECRET, **more)


def kortisto(data: Path, *arguments: str, ends: int = 0, settings: Mapping[str, str] | None = None) -> str:
    """Run a command; return what it said."""
    done = subprocess.run(
        [str(ROOT / "kortisto"), *arguments], env=told(data, **(settings or {})), capture_output=True, text=True,
        check=False, timeout=300,
    )  # fmt: skip
    said = done.stdout + done.stderr
    assert done.returncode == ends, said
    return said


SCRIPT = """
import json, sys
from datetime import UTC, datetime
from kortisto.config import running

NOW, LATER = datetime(2026, 11, 22, 9, tzinfo=UTC), datetime(2029, 11, 22, 22, 30, tzinfo=UTC)

def engine():
    from kortisto.register.audit.enums import ActorKind, Door
    from kortisto.register.audit.operations import open_access
    from kortisto.register.audit.values import Actor
    return open_access(by=Actor(kind=ActorKind.JOB), purpose="retention", at=NOW, channel=Door.JOBS)

def add():
    from kortisto.declaration.words import Basis, Operation
    from kortisto.register.access.operations import enter
    from kortisto.register.audit.enums import ActorKind, Door
    from kortisto.register.audit.values import Actor
    from kortisto.register.parties import operations as parties
    from kortisto.register.parties.enums import RelationshipKind
    from kortisto.register.parties.values import Origin
    from uuid import UUID
    bob = Actor(kind=ActorKind.USER, id=UUID(int=0xB), role="sales", undertaking="1")
    origin = Origin(source="subject", collected_at=NOW, basis=Basis.LEGITIMATE_INTEREST, declaration="minimal 1.0")
    operations = (Operation.COLLECT, Operation.READ, Operation.CHANGE)
    with enter(by=bob, purpose="crm", at=NOW, channel=Door.WEB, operations=operations, request_id="r") as by:
        company = parties.add_organisation(registered_name="Esimerkki Oy", origin=origin, by=by, at=NOW)
        parties.add_relationship(
            organisation_id=company, kind=RelationshipKind.CUSTOMER, origin=origin, by=by, at=NOW)
        for number in range(50):
            person = parties.add_person(first_name="Keksitty", last_name=f"H{number}", origin=origin, by=by, at=NOW)
            parties.add_representation(person_id=person, organisation_id=company, origin=origin, by=by, at=NOW)

def erase():
    from kortisto.privacy.retention.operations import sweep
    from kortisto.register.audit.enums import ActorKind, Door
    from kortisto.register.audit.values import Actor
    sweep(by=Actor(kind=ActorKind.JOB), at=LATER, now=LATER, channel=Door.JOBS)

def back_up():
    from kortisto.interfaces.jobs import tasks
    tasks.back_up()

with running.installation(shut="shut" in sys.argv):
    from kortisto.register.parties.models import Person
    for name in sys.argv[1:]:
        {"add": add, "erase": erase, "back up": back_up}.get(name, lambda: None)()
    with engine() as access:
        access.record("test.look")
        print(json.dumps({"people": Person.objects.count()}))
"""


def people(data: Path, *does: str, **more: str) -> int:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, *does], env={**told(data, **more), "PYTHONPATH": str(ROOT / "src")},
        capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    return int(json.loads(done.stdout.splitlines()[-1])["people"])


@dataclass(frozen=True)
class Erased:
    """An installation of which a backup was made when fifty were there, who were erased afterwards."""

    data: Path
    backup: Path


@pytest.fixture(scope="module")
def erased(ready: Ready, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Erased]:
    folder = tmp_path_factory.mktemp("erased")
    folder.chmod(0o711)
    with removed_afterwards(folder / "data") as data:
        ready.tables(data)
        assert people(data, "add") == PEOPLE
        kortisto(data, "backup")
        assert people(data, "erase") == 0
        [backup] = backups(data / "backups")
        yield Erased(data, backup.file)


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Path]:
    tmp_path.chmod(0o711)
    with removed_afterwards(tmp_path / "data") as data:
        data.mkdir(mode=0o711)
        yield data


def test_the_backup_holds_no_ledger_and_no_secret_and_is_read_to_its_end(erased: Erased) -> None:
    assert "Whole" in kortisto(erased.data, "backup", "verify", str(erased.backup))
    assert erased.backup.name in kortisto(erased.data, "backup", "list")
    content = erased.backup.read_bytes()
    assert b"Keksitty" not in content
    assert erased.backup.stat().st_mode & 0o077 == 0


def test_whoever_was_erased_since_is_erased_again_before_anything_opens(erased: Erased, empty: Path) -> None:
    """Refused without the ledger and with a cut one; killed half-way it stays shut; then all fifty go again."""
    said = kortisto(empty, "restore", str(erased.backup), ends=1)
    assert "ledger of erasures of this database" in said
    shutil.copytree(erased.data / "ledger", empty / "ledger")
    lines = next((empty / "ledger").glob("lines-*"))
    whole = lines.read_bytes()
    lines.write_bytes(whole[: len(whole) // 2])
    assert "was cut or changed" in kortisto(empty, "restore", str(erased.backup), ends=1)
    lines.write_bytes(whole)
    _killed(empty, "read", "restore", str(erased.backup))
    assert "restore is under way" in kortisto(empty, "retention", "certificates", ends=1)
    assert "database is not whole" in kortisto(empty, "ledger", "replay", ends=1), "what is half is not gone on with"
    said = kortisto(empty, "restore", str(erased.backup))
    assert f"{PEOPLE} people" in said, "so many had come back, and are gone again"
    assert people(empty) == 0
    assert "holds data already" in kortisto(empty, "restore", str(erased.backup), ends=1)
    _killed(empty, "emptied", "restore", str(erased.backup), "--replace")
    assert "restore is under way" in kortisto(empty, "retention", "certificates", ends=1), "an empty one is no new one"


KILLED = """
import os, signal, sys
from kortisto.config.backup import database
empty, when = database.empty, sys.argv.pop(1)

def killed(*given, **named):
    if when == "emptied":
        empty(*given, **named)
    os.kill(os.getpid(), signal.SIGKILL)

if when == "emptied":
    database.empty = killed
else:
    database.mark_restored = killed
from kortisto.interfaces.cli import main
main(sys.argv[1:])
"""


def _killed(data: Path, when: str, *arguments: str) -> None:
    """Run a command that is killed when the old database is `emptied`, or the backup `read` but not marked as that."""
    done = subprocess.run(
        [sys.executable, "-c", KILLED, when, *arguments], env={**told(data), "PYTHONPATH": str(ROOT / "src")},
        capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == -signal.SIGKILL, done.stdout + done.stderr


def test_the_worker_makes_backups_and_the_doctor_says_when_one_is_late(erased: Erased, tmp_path: Path) -> None:
    made = {"KORTISTO_BACKUPS": str(tmp_path / "backups"), "KORTISTO_BACKUP_HOUR": "4"}
    people(erased.data, "back up", **made)
    [backup] = backups(tmp_path / "backups")
    assert "Whole" in kortisto(erased.data, "backup", "verify", str(backup.file))
    said = kortisto(erased.data, "doctor", settings=made)
    assert "D702" not in said
    assert "D706" not in said
    backup.file.rename(backup.file.with_name(name_of(backup.made_at - timedelta(days=2))))
    assert "A backup is made every night at 4 o'clock" in kortisto(erased.data, "doctor", ends=1, settings=made)


def test_the_ledger_and_its_copies_are_checked(erased: Erased, tmp_path: Path) -> None:
    """By `ledger verify` and by the doctor: whole, with a copy that fell behind, and changed."""
    copy = tmp_path / "copy"
    shutil.copytree(erased.data / "ledger", copy)
    with_copy = {"KORTISTO_LEDGER_COPIES": str(copy)}
    said = kortisto(erased.data, "ledger", "verify", settings=with_copy)
    assert "The ledger of erasures is whole" in said
    assert "not up to date" not in said
    lines = next(copy.glob("lines-*"))
    whole = lines.read_bytes()
    lines.write_bytes(whole[:-20])
    assert f"The copy {copy} is not up to date" in kortisto(erased.data, "ledger", "verify", settings=with_copy)
    assert "D705" in kortisto(erased.data, "doctor", ends=1, settings=with_copy)
    original = next((erased.data / "ledger").glob("lines-*"))
    content = original.read_bytes()
    original.write_bytes(content.replace(b'"rule"', b'"user"', 1))
    try:
        assert "was cut or changed" in kortisto(erased.data, "ledger", "verify", ends=1)
        assert "D701" in kortisto(erased.data, "doctor", ends=1)
    finally:
        original.write_bytes(content)
    assert "is whole" in kortisto(erased.data, "ledger", "verify")


def test_somebody_who_has_lost_the_ledger_says_so_in_writing(erased: Erased, empty: Path) -> None:
    said = kortisto(empty, "restore", str(erased.backup), "--ledger-is-lost", "The disk burnt.", "--yes")
    assert "0 people" in said
    assert people(empty) == PEOPLE, "without the ledger they are back: nobody knows of them"
    assert b"The disk burnt." in next((empty / "ledger").glob("lines-*")).read_bytes()


@pytest.mark.unit
def test_backups_go_when_they_are_as_old_as_the_declaration_allows(tmp_path: Path) -> None:
    now = datetime(2026, 11, 22, 9, tzinfo=UTC)
    for days in (1, 29, 30, 31, 400):
        (tmp_path / name_of(now - timedelta(days=days))).touch()
    (tmp_path / "kortisto-notes.backup").touch()
    gone = rotate(tmp_path, age=parse_period("30 days"), at=now + timedelta(hours=20))
    assert [(now - one.made_at).days for one in gone] == [400, 31, 30]
    assert [(now - one.made_at).days for one in backups(tmp_path)] == [29, 1]
    assert rotate(tmp_path, age=None, at=now) == []
