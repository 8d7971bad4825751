"""What the ledger says of anonymised data, merged people, withdrawals and bans is true again of a restored database."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from pytest_django import Settings

from kortisto.privacy.retention.enums import RestrictionGround, SubjectKind
from kortisto.privacy.retention.models import Remnant, Restriction
from kortisto.privacy.retention.operations import erase, lift_restriction, look_after_restrictions, restrict
from kortisto.privacy.retention.operations.replaying import replay
from kortisto.register.audit.enums import Door
from kortisto.register.audit.values import Access
from kortisto.register.ledger import standing, writing
from kortisto.register.ledger.book import book, contents
from kortisto.register.ledger.entering import enter_ban, enter_end_of_ban, enter_withdrawal
from kortisto.register.ledger.enums import Act, Fate, Reason, Why
from kortisto.register.ledger.expiring import expire
from kortisto.register.ledger.models import KnownEntry
from kortisto.register.ledger.models import Standing as StandingRow
from kortisto.register.ledger.recognising import EMAIL, recognise
from kortisto.register.ledger.replayers import NoReplayerError, forget_replayer, replays
from kortisto.register.ledger.standing import Obstacle
from kortisto.register.ledger.values import Affected, Entry, line_of_entry, line_of_mark
from kortisto.register.parties import operations as parties
from kortisto.register.parties.enums import ActivityKind, PartyKind
from kortisto.register.parties.models import Activity, Organisation, Person, PersonEmail, Represents
from tests.privacy.retention.test_anonymising import left, met, that_anonymises
from tests.privacy.retention.test_ledger import JOB, LATER, OFFICER, fates, looking, swept
from tests.register.banning import with_a_ban
from tests.register.conftest import ALICE, NOW, ORIGIN, entered

pytestmark = pytest.mark.integration

ADDRESS = "maija@esimerkki.example"


@pytest.fixture
def db(transactional_db: None) -> None:
    """What is entered is entered at the COMMIT: here the cast is committed."""


@pytest.fixture(autouse=True)
def ledger(db: None, tmp_path: Path, settings: Settings) -> None:
    settings.LEDGER_FOLDER = tmp_path / "ledger"
    standing.begin(at=NOW)


@pytest.fixture
def declared(settings: Settings, tmp_path: Path) -> None:
    settings.KORTISTO_DECLARATION = str(that_anonymises(tmp_path))


TABLES: tuple[type[Any], ...] = (Organisation, Person, Represents, PersonEmail, Activity)


def _rows() -> dict[type[Any], list[Any]]:
    with looking():
        return {model: list(model.objects.all()) for model in TABLES}


def _bring_back(rows: dict[type[Any], list[Any]]) -> None:
    """As a restore does: the rows are there again, and nothing is known of what was done since."""
    with looking():
        for model in reversed(TABLES):
            model.objects.all().delete()
        for model, found in rows.items():
            model.objects.bulk_create(found)
        Remnant._default_manager.all().delete()
        Restriction.objects.all().delete()
    KnownEntry.objects.all().delete()


def _replayed() -> None:
    assert standing.look().obstacle is Obstacle.BEHIND
    replay(by=JOB, at=LATER, channel=Door.CLI)
    assert standing.look().obstacle is None


# --- anonymised -----------------------------------------------------------------------------------------------------


def test_what_was_counted_among_others_is_counted_again(declared: None, esimerkki_oy: UUID) -> None:
    for number in range(1, 5):
        met(esimerkki_oy, number, ActivityKind.MEETING if number == 4 else ActivityKind.CALL)
    before = _rows()
    swept()
    counted = left()
    assert counted == [({"happened_on": "2026", "kind": "call"}, 3, 3)]
    assert [entry.act for entry in contents(fresh=True).entries.values()] == [Act.ANONYMISED, Act.ERASED]
    _bring_back(before)
    assert left() == []
    _replayed()
    assert left() == counted, "no count is lost, and none is of fewer people"
    with looking():
        assert not Person.objects.exists()
        assert not Activity.objects.exists()


def test_what_was_written_anew_for_an_organisation_is_again_without_the_person(
    declared: None, esimerkki_oy: UUID
) -> None:
    person = met(esimerkki_oy, 5, alone=False)
    before = _rows()
    [old] = before[Activity]
    erase(kind=SubjectKind.PERSON, subject=person, by=ALICE, at=NOW + timedelta(days=1), channel=Door.WEB)
    [entry] = contents(fresh=True).entries.values()
    assert (entry.act, entry.subjects[0].renewed) == (Act.ANONYMISED, (f"Activity:{old.pk}",))
    _bring_back(before)
    _replayed()
    with looking():
        assert not Person.objects.exists()
        new = Activity.objects.get()
    assert new.pk != old.pk
    assert (new.person_id, new.organisation_id, new.reference) == (None, esimerkki_oy, "")


def _called_of_both(maija: UUID, esimerkki_oy: UUID) -> None:
    with entered() as by:
        parties.add_activity(
            kind=ActivityKind.CALL, happened_on=NOW.date(), person_id=maija, organisation_id=esimerkki_oy,
            origin=ORIGIN, by=by, at=NOW,
        )  # fmt: skip


def test_what_stays_with_an_organisation_is_cut_loose_again(maija: UUID, esimerkki_oy: UUID) -> None:
    """The organisation's own history must not go with the person."""
    _called_of_both(maija, esimerkki_oy)
    before = _rows()
    erase(kind=SubjectKind.PERSON, subject=maija, by=ALICE, at=NOW + timedelta(days=1), channel=Door.WEB)
    [entry] = contents(fresh=True).entries.values()
    assert (entry.act, len(entry.subjects[0].cut)) == (Act.ERASED, 1)
    _bring_back(before)
    _replayed()
    with looking():
        assert not Person.objects.exists()
        left_ = Activity.objects.get()
    assert (left_.person_id, left_.organisation_id) == (None, esimerkki_oy)


def test_an_entry_that_does_not_say_what_was_cut_takes_nothing_from_an_organisation(
    maija: UUID, esimerkki_oy: UUID
) -> None:
    _called_of_both(maija, esimerkki_oy)
    gone = Entry(
        act=Act.ERASED, at=NOW, kind="person", reason=Reason.USER, declaration="minimal 1.0",
        subjects=(Affected(id=maija, whole=True),),
    )  # fmt: skip
    book().append([line_of_entry(gone)])
    writing.confirm(entry=gone.id, fate=Fate.DONE, at=NOW)
    _replayed()
    with looking():
        assert not Person.objects.exists()
        assert Activity.objects.get().person_id is None


# --- restricted -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lifted", [False, True])
def test_all_who_were_one_when_it_was_restricted_are_restricted_again(maija: UUID, *, lifted: bool) -> None:
    """Merged since the backup, which knows two: both are hidden, and both are set free."""
    with entered() as by:
        twin = parties.add_person(first_name="Maja", last_name="Esimerkki", origin=ORIGIN, by=by, at=NOW)
    before = _rows()
    with entered() as by:
        parties.merge(
            kind=PartyKind.PERSON, survivor=maija, absorbed=twin, take=(), by=by, at=NOW + timedelta(minutes=1)
        )  # fmt: skip
    with look_after_restrictions(by=OFFICER, at=NOW, channel=Door.WEB) as access:
        id_ = restrict(
            kind=SubjectKind.PERSON, subject=maija, ground=RestrictionGround.ACCURACY, by=access, at=NOW
        )  # fmt: skip
        if lifted:
            lift_restriction(restriction_id=id_, reason="It was right.", told_on=NOW.date(), by=access, at=NOW)
    _bring_back(before)
    _replayed()
    with looking():
        found = {one.person_id: one.lifted_at is not None for one in Restriction.objects.all()}
    assert found == {maija: lifted, twin: lifted}


# --- withdrawn and banned -------------------------------------------------------------------------------------------


class Package:
    """Stands for a package that keeps consents and objections: what it knows is lost with the database."""

    def __init__(self) -> None:
        self.known: dict[tuple[UUID, str], str] = {}

    def withdraw(self, subject: UUID, consent: str, at: datetime) -> None:
        with transaction.atomic():
            self.known[subject, consent] = "withdrawn"
            enter_withdrawal(kind="person", subject=subject, consent=consent, at=at)

    def object(self, subject: UUID, objection: str, at: datetime) -> None:
        with transaction.atomic():
            self.known[subject, objection] = "banned"
            enter_ban(kind="person", subject=subject, objection=objection, at=at, identifiers_=[(EMAIL, ADDRESS)])

    def take_back(self, subject: UUID, objection: str, at: datetime) -> None:
        with transaction.atomic():
            self.known[subject, objection] = "unbanned"
            enter_end_of_ban(kind="person", subject=subject, objection=objection, at=at)

    def again(self, entry: Entry, _access: Access, _at: datetime) -> tuple[int, int]:
        for id_ in entry.ids():
            about = entry.detail.get("consent") or entry.detail["objection"]
            self.known[id_, about] = entry.act.value
        return 0, 0


@pytest.fixture
def package(settings: Settings, tmp_path: Path) -> Iterator[Package]:
    settings.KORTISTO_DECLARATION = str(with_a_ban(Path(settings.KORTISTO_DECLARATION), tmp_path))
    made = Package()
    again = replays(Act.WITHDRAWN, Act.BANNED, Act.UNBANNED)(made.again)
    yield made
    forget_replayer(again)


def test_withdrawals_and_bans_are_done_again_by_the_package_that_keeps_them(package: Package, maija: UUID) -> None:
    before = _rows()
    package.withdraw(maija, "newsletter", NOW)
    package.object(maija, "marketing", NOW)
    known = dict(package.known)
    package.known.clear()
    _bring_back(before)
    _replayed()
    assert package.known == known == {(maija, "newsletter"): "withdrawn", (maija, "marketing"): "banned"}
    _bring_back(before)
    package.take_back(maija, "marketing", NOW + timedelta(days=1))
    _bring_back(before)
    _replayed()
    assert package.known[maija, "marketing"] == "unbanned", "in the order in which they were made"


def test_without_the_package_nothing_opens(package: Package, maija: UUID) -> None:
    before = _rows()
    package.withdraw(maija, "newsletter", NOW)
    _bring_back(before)
    forget_replayer(package.again)
    with pytest.raises(NoReplayerError, match="withdrawn"):
        replay(by=JOB, at=LATER, channel=Door.CLI)
    assert standing.look().obstacle is Obstacle.BEHIND


def test_two_packages_cannot_do_the_same_again(package: Package) -> None:
    with pytest.raises(ValueError, match="somebody else"):
        replays(Act.BANNED)(lambda _entry, _access, _at: (0, 0))


def test_what_is_rolled_back_bans_nobody(package: Package, maija: UUID) -> None:
    with transaction.atomic():
        package.object(maija, "marketing", NOW)
        transaction.set_rollback(True)
    assert fates() == []
    assert recognise(identifiers_=[(EMAIL, ADDRESS)], at=NOW) == ()


def test_the_banned_are_recognised_until_the_ban_is_taken_back(package: Package, maija: UUID) -> None:
    package.object(maija, "marketing", NOW)
    [found] = recognise(identifiers_=[(EMAIL, ADDRESS)], at=NOW)
    assert (found.why, found.objection) == (Why.BANNED, "marketing")
    package.take_back(maija, "marketing", NOW + timedelta(days=1))
    assert recognise(identifiers_=[(EMAIL, ADDRESS)], at=NOW) == ()
    hashes = contents(fresh=True).marks[0][1].hashes
    assert expire(at=NOW + timedelta(days=2)) == 1
    assert hashes[0].encode() not in b"".join(path.read_bytes() for path in book().folder.iterdir())
    assert recognise(identifiers_=[(EMAIL, ADDRESS)], at=NOW) == ()
    assert standing.look().obstacle is None


def test_somebody_whom_the_register_does_not_know_is_banned_by_the_ledger_alone(package: Package) -> None:
    with transaction.atomic():
        enter_ban(kind="person", subject=None, objection="marketing", at=NOW, identifiers_=[(EMAIL, ADDRESS)])
    assert [one.why for one in recognise(identifiers_=[(EMAIL, ADDRESS)], at=NOW)] == [Why.BANNED]
    KnownEntry.objects.all().delete()
    _replayed()
    assert package.known == {}
    with transaction.atomic():
        ended = enter_end_of_ban(
            kind="person", subject=None, objection="marketing", at=NOW, identifiers_=[(EMAIL, ADDRESS.upper())]
        )
    assert ended == 1
    assert recognise(identifiers_=[(EMAIL, ADDRESS)], at=NOW) == ()


@pytest.mark.parametrize("ends", [False, True])
def test_where_nobody_knows_whether_it_was_done_the_protection_stays(
    package: Package, maija: UUID, *, ends: bool
) -> None:
    """Killed between entry and COMMIT, and an older database in its place: a ban is made, and none is ended."""
    package.object(maija, "marketing", NOW)
    if ends:
        package.take_back(maija, "marketing", NOW)
    entries = [*contents(fresh=True).entries.values()]
    lines = [line_of_entry(entry) for entry in entries]
    marks = [line_of_mark(mark) for _, mark in contents().marks]
    for path in book().folder.glob("*"):
        if path.name != "recognition-key":
            path.unlink()
    KnownEntry.objects.all().delete()
    StandingRow.objects.all().delete()
    package.known.clear()
    book().append([lines[0], *marks])
    if ends:
        book().append([lines[1]])
        writing.confirm(entry=entries[0].id, fate=Fate.DONE, at=NOW)
    standing.begin(at=NOW)
    StandingRow.objects.update(restored=True)
    replay(by=JOB, at=LATER, channel=Door.CLI)
    assert package.known == {(maija, "marketing"): "banned"}
    assert [one.why for one in recognise(identifiers_=[(EMAIL, ADDRESS)], at=NOW)] == [Why.BANNED]
    assert fates() == ([Fate.DONE, Fate.UNDONE] if ends else [Fate.DONE])
