"""Which version of the notice is in force: what was adopted, for all processes, and never two at once."""

from __future__ import annotations

import json
import os
import signal
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, connections, transaction
from django.test import Client
from pytest_django import Settings

from kortisto.config.database import adopt_first
from kortisto.declaration.loader import CannotLoadError, sources
from kortisto.register.access import current
from kortisto.register.access.adopting import (
    ChangedMeanwhileError,
    NotYetError,
    OtherRegisterError,
    VersionNotHigherError,
    digest_of,
)
from kortisto.register.access.models import AdoptedNotice
from kortisto.register.access.operations import notices
from kortisto.register.access.queries.notices import FileState, adopted, file_state, versions
from kortisto.register.access.rules import NotPermittedError
from kortisto.register.audit import operations as audit
from kortisto.register.audit.enums import ActorKind, Door
from kortisto.register.audit.models import OutboxEvent
from kortisto.register.audit.values import Actor
from tests.register.conftest import ALICE, BOB

pytestmark = pytest.mark.integration

OPERATOR = Actor(kind=ActorKind.COMMAND)
AT = datetime(2027, 1, 10, 9, 0, tzinfo=UTC)
NOTICES = Path(__file__).parents[3] / "notices"
TEXT = (Path(__file__).parents[2] / "declaration" / "samples" / "minimal.yaml").read_text("utf-8")
Files = tuple[tuple[str, str], ...]


@pytest.fixture
def in_use(db: None, settings: Settings, tmp_path: Path) -> Iterator[Path]:
    """An installation whose notice is the file that is returned, adopted at the first start."""
    yield from started(settings, tmp_path)


@pytest.fixture
def in_use_by_others(transactional_db: None, settings: Settings, tmp_path: Path) -> Iterator[Path]:
    """The same, and other processes see it."""
    yield from started(settings, tmp_path)


def started(settings: Settings, tmp_path: Path) -> Iterator[Path]:
    file = tmp_path / "notice.yaml"
    file.write_text(TEXT, encoding="utf-8")
    settings.KORTISTO_DECLARATION = str(file)
    settings.KORTISTO_NOTICE_SECONDS = 0.0
    current.look_again()
    adopt_first(at=AT)
    yield file
    current.look_again()


def written(version: str = "1.1", **changes: str) -> Files:
    text = TEXT.replace('version: "1.0"', f'version: "{version}"')
    for before, after in changes.items():
        text = text.replace(before, after)
    return (("notice.yaml", text),)


def put_into_force(files: Files, *, by: Actor = OPERATOR, at: datetime = AT, instead_of: int | None = None) -> int:
    number = notices.adopt(files=files, by=by, at=at, channel=Door.CLI, instead_of=instead_of)
    current.look_again()
    return number


def test_the_first_start_adopts_the_file(in_use: Path) -> None:
    (only,) = versions()
    assert (only.number, only.register, only.version, only.in_force) == (1, "minimal", "1.0", True)
    assert only.digest == sha256(TEXT.encode()).hexdigest()
    assert current.version() == "minimal 1.0"
    adopt_first(at=AT)
    assert len(versions()) == 1


def test_a_file_that_was_edited_is_not_in_force(in_use: Path) -> None:
    assert file_state() is FileState.SAME
    in_use.write_text(written()[0][1], encoding="utf-8")
    assert file_state() is FileState.DIFFERS
    current.look_again()
    assert current.version() == "minimal 1.0"
    in_use.write_text("kortisto: 1\nregister: {", encoding="utf-8")
    assert file_state() is FileState.UNREADABLE


def test_a_new_version_is_in_force_and_bound_by_the_old_one(in_use: Path) -> None:
    assert put_into_force(written(), by=ALICE) == 2
    assert current.version() == "minimal 1.1"
    assert [one.version for one in current.compiled().before] == ["minimal 1.0"]
    new, old = versions()
    assert (new.adopted_by, new.adopted_at, new.in_force, old.in_force) == (ALICE.id, AT, True, False)
    kept = adopted(number=1)
    assert kept is not None
    assert kept.files == (("notice.yaml", TEXT),)
    line = OutboxEvent.objects.get(action="notice.adopt", actor_id=ALICE.id)
    assert (line.items, line.object_id) == (["minimal 1.1"], AdoptedNotice.objects.get(number=2).id)


@pytest.mark.parametrize(
    ("files", "error"),
    [
        (written("1.0"), VersionNotHigherError),
        (written("0.9"), VersionNotHigherError),
        (written("1.1", **{"id: minimal": "id: other"}), OtherRegisterError),
        (written("1.1", **{"valid from: 2026-12-01": "valid from: 2027-01-11"}), NotYetError),
        ((("notice.yaml", "kortisto: 1"),), CannotLoadError),
        (written("1.1", **{"until": "since", "keep:": "kept:"}), CannotLoadError),
    ],
)
def test_what_cannot_be_adopted(in_use: Path, files: Files, error: type[Exception]) -> None:
    with pytest.raises(error):
        put_into_force(files)
    assert len(versions()) == 1


def test_ten_comes_after_nine(in_use: Path) -> None:
    put_into_force(written("1.9"))
    assert put_into_force(written("1.10")) == 3


def test_going_back_is_a_new_version(in_use: Path) -> None:
    put_into_force(written("1.1"))
    put_into_force(written("1.2"))
    with pytest.raises(VersionNotHigherError):
        put_into_force(written("1.1"))
    assert [one.version for one in versions()] == ["1.2", "1.1", "1.0"]


def test_only_who_may_adopts(in_use: Path) -> None:
    with pytest.raises(NotPermittedError):
        put_into_force(written(), by=BOB)


def test_what_was_compared_with_something_else_is_compared_again(in_use: Path) -> None:
    put_into_force(written("1.1"), instead_of=1)
    with pytest.raises(ChangedMeanwhileError):
        put_into_force(written("1.2"), instead_of=1)


@pytest.mark.parametrize("statement", ["update access_notice set version = '9'", "delete from access_notice"])
def test_the_program_can_change_no_version_that_was_adopted(in_use: Path, statement: str) -> None:
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_piece_of_work_stays_with_the_version_it_began_with(in_use_by_others: Path) -> None:
    def elsewhere() -> None:
        notices.adopt(files=written(), by=OPERATOR, at=AT, channel=Door.CLI)
        connections.close_all()

    with current.one_version():
        thread = threading.Thread(target=elsewhere)
        thread.start()
        thread.join()
        assert current.version() == "minimal 1.0"
    assert current.version() == "minimal 1.1"


def test_a_transaction_stays_with_the_version_it_began_with(in_use_by_others: Path) -> None:
    current.compiled()
    with transaction.atomic():
        other = connections["owner"]  # another process, as far as this transaction knows
        with other.cursor() as cursor:
            cursor.execute(
                "insert into access_notice select gen_random_uuid(), 2, register, '1.1', valid_from, %s, md5('a') ||"
                " md5('b'), adopted_at, null, 'command' from access_notice",
                [json.dumps(written())],
            )
        other.close()
        assert current.version() == "minimal 1.0"
    assert current.version() == "minimal 1.1"


def test_a_request_is_answered_by_the_version_in_force(in_use: Path, client: Client) -> None:
    assert "1.0" in client.get("/notice/").content.decode()
    put_into_force(written())
    assert "1.1" in client.get("/notice/").content.decode()


@pytest.mark.parametrize("moment", ["before the row", "after the row", "before the commit", "after the commit"])
def test_whoever_is_killed_leaves_the_old_or_the_new_in_force(in_use_by_others: Path, moment: str) -> None:
    connections.close_all()
    child = get_context("fork").Process(target=_adopt_until_killed, args=(moment,))
    child.start()
    child.join()
    assert child.exitcode == -signal.SIGKILL
    current.look_again()
    whole = moment == "after the commit"
    assert current.version() == ("minimal 1.1" if whole else "minimal 1.0")
    assert OutboxEvent.objects.filter(items=["minimal 1.1"]).exists() is whole
    assert len(versions()) == 1 + whole
    if not whole:
        assert put_into_force(written()) == 2  # nothing is in the way


def _adopt_until_killed(moment: str) -> None:
    def die(*_arguments: object, **_named: object) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    points: dict[str, tuple[object, str]] = {
        "before the row": (AdoptedNotice, "save"),
        "after the row": (audit, "record"),
        "before the commit": (connection, "_commit"),
    }
    if moment in points:
        place, name = points[moment]
        setattr(place, name, die)
    put_into_force(written())
    die()


def test_a_notice_on_a_template_is_kept_whole() -> None:
    files = sources(NOTICES / "ivt.yaml")
    assert [name for name, _ in files] == ["ivt.yaml", "asiakasrekisteri.yaml"]
    assert digest_of(files) != digest_of(files[:1])
