"""The ledger and the database agree whatever is killed, and a database that was put back is brought up to it."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path
from uuid import UUID

import pytest
from django.db import OperationalError, connections, transaction
from pytest_django import Settings

from kortisto.privacy.retention.enums import PURPOSE, RestrictionGround, SubjectKind
from kortisto.privacy.retention.models import Restriction
from kortisto.privacy.retention.operations import (
    lift_restriction,
    look_after_restrictions,
    restrict,
    simulate_sweep,
    sweep,
)
from kortisto.privacy.retention.operations.replaying import count_left, replay
from kortisto.register.audit.enums import ActorKind, Door
from kortisto.register.audit.operations import open_access
from kortisto.register.audit.values import Actor
from kortisto.register.ledger import standing, writing
from kortisto.register.ledger.book import book, contents
from kortisto.register.ledger.enums import Act, Fate, Reason
from kortisto.register.ledger.expiring import expire
from kortisto.register.ledger.models import KnownEntry
from kortisto.register.ledger.models import Standing as StandingRow
from kortisto.register.ledger.standing import Obstacle
from kortisto.register.parties import operations as parties
from kortisto.register.parties.enums import PartyKind
from kortisto.register.parties.models import Organisation, Person, PersonEmail
from tests.register.conftest import NOW, ORIGIN, entered

pytestmark = pytest.mark.integration

JOB = Actor(kind=ActorKind.JOB)
OFFICER = Actor(kind=ActorKind.USER, id=UUID(int=0xD), role="dpo", undertaking="1")
LATER = datetime(2029, 11, 22, 22, 30, tzinfo=UTC)


@pytest.fixture
def db(transactional_db: None) -> None:
    """What is entered is entered at the COMMIT: here the cast is committed."""


@pytest.fixture(autouse=True)
def ledger(db: None, tmp_path: Path, settings: Settings) -> Path:
    settings.LEDGER_FOLDER = tmp_path / "ledger"
    standing.begin(at=NOW)
    return tmp_path / "ledger"


@contextmanager
def looking() -> Iterator[None]:
    with open_access(by=JOB, purpose=PURPOSE, at=NOW, channel=Door.JOBS) as access:
        access.record("test.look")
        yield


def people() -> set[UUID]:
    with looking():
        return {one.id for one in Person.objects.all()}


def swept() -> None:
    sweep(by=JOB, at=LATER, now=LATER, channel=Door.JOBS)


def fates() -> list[Fate]:
    return [*contents(fresh=True).fates.values()]


def test_an_erasure_is_entered_without_a_name(maija: UUID, esimerkki_oy: UUID, ledger: Path) -> None:
    swept()
    first, second = contents().entries.values()
    assert (first.act, first.reason, first.kind, first.ids()) == (Act.ERASED, Reason.RULE, "person", (maija,))
    assert (second.kind, second.ids()) == ("organisation", (esimerkki_oy,))
    assert fates() == [Fate.DONE, Fate.DONE]
    written = b"".join(path.read_bytes() for path in ledger.iterdir()).lower()
    assert b"maija" not in written
    assert b"esimerkki" not in written


def test_a_simulation_enters_nothing(maija: UUID) -> None:
    simulate_sweep(by=JOB, at=NOW, evaluated_at=LATER, channel=Door.JOBS)
    assert fates() == []
    assert people() == {maija}


def test_what_is_rolled_back_is_not_entered(maija: UUID) -> None:
    with transaction.atomic():
        swept()
        transaction.set_rollback(True)
    assert fates() == []
    assert people() == {maija}


def test_nobody_is_erased_where_the_ledger_cannot_be_written(maija: UUID, ledger: Path) -> None:
    (ledger / "head").unlink()
    with pytest.raises(OperationalError, match="ledger"):
        swept()
    assert people() == {maija}


@pytest.mark.parametrize("where", ["before the entry", "after the entry", "after the COMMIT"])
def test_killed_at_any_point_the_ledger_and_the_database_agree(maija: UUID, where: str) -> None:
    connections.close_all()
    child = get_context("fork").Process(target=_sweep_until_killed, args=(where,))
    child.start()
    child.join(60)
    assert child.exitcode == -signal.SIGKILL
    there, entered_ = bool(people()), fates()
    assert there == (where != "after the COMMIT")
    assert entered_ == ([] if where == "before the entry" else [Fate.OPEN])
    assert standing.look_and_settle(at=LATER).obstacle is None, "the database lacks nothing"
    assert fates() == ([] if where == "before the entry" else [Fate.UNDONE if there else Fate.DONE])
    # An entry of what was rolled back does no harm, also where this database is taken for a restored one.
    StandingRow.objects.update(restored=True)
    replay(by=JOB, at=LATER, channel=Door.CLI)
    assert bool(people()) == there


def _sweep_until_killed(where: str) -> None:
    def kill(*_: object) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    real = writing.append
    calls = 0

    def append(lines: list[str]) -> None:
        nonlocal calls
        calls += 1
        if where == "before the entry" or (where == "after the COMMIT" and calls == 2):
            kill()
        real(lines)
        if where == "after the entry":
            kill()

    writing.append = append  # type: ignore[assignment]
    swept()


def test_an_entry_nobody_confirmed_is_decided_anew_in_a_restored_database(maija: UUID, ledger: Path) -> None:
    """The entry was made, the database died, and an older one stands in its place: due still, so it is erased."""
    connections.close_all()
    child = get_context("fork").Process(target=_sweep_until_killed, args=("after the entry",))
    child.start()
    child.join(60)
    StandingRow.objects.update(restored=True)
    assert standing.look() == standing.Found(obstacle=Obstacle.BEHIND, lacking=1)
    done = replay(by=JOB, at=LATER, channel=Door.CLI)
    assert (done.people, people()) == (1, set())
    assert fates() == [Fate.DONE]


# --- a database that was put back -----------------------------------------------------------------------------------


def _rows() -> dict[type, list[object]]:
    with looking():
        return {model: list(model.objects.all()) for model in (Organisation, Person, PersonEmail)}


def _bring_back(rows: dict[type, list[object]], *, restored: bool = True) -> None:
    """As a restore does: the rows are there again, and nothing is known of what was done since."""
    with open_access(by=JOB, purpose="crm", at=NOW, channel=Door.JOBS) as access:
        for model, found in rows.items():
            model.objects.bulk_create(found)  # type: ignore[attr-defined]
        access.record("test.restore")
    KnownEntry.objects.all().delete()
    if restored:
        StandingRow.objects.update(restored=True)


def test_fifty_who_were_erased_come_back_and_are_gone_again(esimerkki_oy: UUID) -> None:
    with entered() as by:
        for number in range(50):
            person = parties.add_person(first_name="Keksitty", last_name=f"H{number}", origin=ORIGIN, by=by, at=NOW)
            parties.add_representation(person_id=person, organisation_id=esimerkki_oy, origin=ORIGIN, by=by, at=NOW)
    before = _rows()
    swept()
    assert people() == set()
    _bring_back(before)
    assert sum(count_left(by=JOB, at=LATER, channel=Door.CLI).values()) == 51, "without a replay all are back"
    found = standing.look()
    assert (found.obstacle, found.lacking) == (Obstacle.BEHIND, 2)
    seen: list[tuple[int, int]] = []
    done = replay(by=JOB, at=LATER, channel=Door.CLI, progress=lambda *told: seen.append(told))
    assert (done.people, done.organisations, people()) == (50, 1, set())
    assert seen == [(1, 2), (2, 2)]
    assert standing.look().obstacle is None
    assert replay(by=JOB, at=LATER, channel=Door.CLI).people == 0, "repeated it finds nothing to do"


def test_a_database_put_back_by_hand_is_noticed_without_any_mark(maija: UUID) -> None:
    before = _rows()
    swept()
    _bring_back(before, restored=False)
    assert standing.look().obstacle is Obstacle.BEHIND


def test_a_replay_that_is_cut_off_goes_on(maija: UUID, esimerkki_oy: UUID) -> None:
    before = _rows()
    swept()
    _bring_back(before)

    def stop(number: int, _of: int) -> None:
        raise KeyboardInterrupt(number)

    with pytest.raises(KeyboardInterrupt):
        replay(by=JOB, at=LATER, channel=Door.CLI, progress=stop)
    assert standing.look() == standing.Found(obstacle=Obstacle.BEHIND, lacking=1)
    assert replay(by=JOB, at=LATER, channel=Door.CLI).organisations == 1
    assert standing.look().obstacle is None


def test_whoever_was_merged_into_an_erased_person_does_not_come_back(maija: UUID, esimerkki_oy: UUID) -> None:
    with entered() as by:
        twin = parties.add_person(first_name="Maja", last_name="Esimerkki", origin=ORIGIN, by=by, at=NOW)
    before = _rows()
    with entered() as by:
        parties.merge(
            kind=PartyKind.PERSON, survivor=maija, absorbed=twin, take=(), by=by, at=NOW + timedelta(minutes=1)
        )  # fmt: skip
    swept()
    _bring_back(before)
    assert people() == {maija, twin}
    replay(by=JOB, at=LATER, channel=Door.CLI)
    assert people() == set()


@pytest.mark.parametrize("lifted", [False, True])
def test_a_restriction_and_its_end_are_known_again(maija: UUID, *, lifted: bool) -> None:
    """Restricted, and perhaps set free, after the backup: a restored database has to learn it before it opens."""
    with look_after_restrictions(by=OFFICER, at=NOW, channel=Door.WEB) as access:
        id_ = restrict(
            kind=SubjectKind.PERSON, subject=maija, ground=RestrictionGround.ACCURACY, purposes=["mailing"], by=access,
            at=NOW,
        )  # fmt: skip
    if lifted:
        with look_after_restrictions(by=OFFICER, at=NOW, channel=Door.WEB) as access:
            lift_restriction(restriction_id=id_, reason="It was right.", told_on=NOW.date(), by=access, at=NOW)
    with looking():
        [before] = Restriction.objects.values()
    with looking():
        Restriction.objects.all().delete()
    KnownEntry.objects.all().delete()
    assert standing.look() == standing.Found(obstacle=Obstacle.BEHIND, lacking=2 if lifted else 1)
    replay(by=JOB, at=LATER, channel=Door.CLI)
    with looking():
        [again] = Restriction.objects.values()
    assert {**again, "lift_reason": ""} == {**before, "lift_reason": ""}, "but for the words, which no ledger holds"
    assert again["lift_reason"] == ""
    assert standing.look().obstacle is None


@pytest.mark.parametrize("attack", ["cut", "away", "another", "older"])
def test_a_database_without_its_ledger_does_not_open(maija: UUID, ledger: Path, attack: str) -> None:
    older = {path.name: path.read_bytes() for path in ledger.iterdir()}
    swept()
    if attack == "cut":
        file = next(ledger.glob("lines-*"))
        file.write_bytes(file.read_bytes()[:-40])
    elif attack == "older":
        for name, content in older.items():
            (ledger / name).write_bytes(content)
    else:
        for path in ledger.iterdir():
            path.unlink()
        if attack == "another":
            book().append(["{}"])
    found = standing.look()
    assert found.obstacle is (Obstacle.NO_LEDGER if attack in {"away", "another"} else Obstacle.BROKEN)


# --- what need not be remembered ------------------------------------------------------------------------------------


def test_entries_are_kept_as_long_as_a_backup_may_be_and_then_dropped_with_a_word(maija: UUID, ledger: Path) -> None:
    swept()
    month = timedelta(days=30)  # the declaration of the tests says 30 days
    assert expire(at=LATER + month - timedelta(hours=23)) == 0
    assert expire(at=LATER + month + timedelta(days=1), oldest_backup=LATER - timedelta(days=1)) == 0, "one is older"
    assert expire(at=LATER + month + timedelta(days=1)) == 4
    assert contents(fresh=True).entries == {}
    [*_, drop] = contents().notices
    assert (drop.what, drop.content["declaration"], drop.content["age"]) == ("dropped", "minimal 1.0", "30 days")
    assert not KnownEntry.objects.exists()
    assert str(maija).encode() not in b"".join(path.read_bytes() for path in ledger.iterdir())
    assert standing.look().obstacle is None
