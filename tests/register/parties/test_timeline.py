"""What happens with parties: written, corrected, moved, cancelled, removed and put back; and what clocks say of it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from kortisto.declaration.words import Operation
from kortisto.privacy.retention.enums import SubjectKind
from kortisto.privacy.retention.walking import learn
from kortisto.register.access import operations as access
from kortisto.register.audit import queries as log
from kortisto.register.audit.values import NotGrantedError
from kortisto.register.parties import operations as parties
from kortisto.register.parties.editing import ChangedMeanwhileError
from kortisto.register.parties.enums import ActivityKind, PartyKind
from kortisto.register.parties.models import Activity, Note, Removed
from kortisto.register.parties.operations.activities import NobodyTookPartError
from kortisto.register.parties.operations.removing import TooLateError
from kortisto.register.parties.queries import entry, timeline
from kortisto.register.parties.queries.timeline import BadCursorError, TimelinePage
from kortisto.register.parties.values import Party
from tests.register.conftest import ALICE, NOW, ORIGIN, entered

pytestmark = pytest.mark.integration

COMMON: dict[str, Any] = {"origin": ORIGIN, "at": NOW}
TEN_O_CLOCK = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)  # in Finland, in winter


def user(name: str = "bob") -> UUID:
    made = access.add_user(
        email=f"{name}@staff.example", password="correct horse battery", role="sales", by=ALICE, at=NOW, undertaking="1"
    )
    return UUID(str(made.pk))


def new_person(first_name: str, organisation: UUID | None = None) -> UUID:
    with entered() as by:
        person = parties.add_person(first_name=first_name, last_name="Keksitty", by=by, **COMMON)
        if organisation:
            parties.add_representation(person_id=person, organisation_id=organisation, by=by, **COMMON)
    return person


def read(party: UUID, of: PartyKind = PartyKind.PERSON, purpose: str = "crm", **asked: Any) -> TimelinePage:
    with entered(Operation.READ, purpose=purpose) as by:
        return timeline(party=Party(kind=of, id=party), by=by, **asked)


def clocks(kind: SubjectKind, subject: UUID) -> dict[str, Any]:
    with entered() as by:
        found = learn(kind, [subject])[subject].state.clocks
        by.record("test.clocks")
    return {clock: max(state.struck) for clock, state in found.items() if state.struck}


# --- the list --------------------------------------------------------------------------------------------------------


def test_everything_stands_in_one_list_newest_first_and_can_be_filtered(maija: UUID) -> None:
    doer = user()
    with entered() as by:
        parties.add_order(reference="T-1", placed_on=date(2026, 1, 1), person_id=maija, by=by, **COMMON)
        parties.add_note(text="Soittaa huomenna.", written_on=date(2026, 1, 2), person_id=maija, by=by, **COMMON)
        parties.add_activity(kind=ActivityKind.CALL, happened_on=date(2026, 1, 3), person_id=maija, by=by, **COMMON)
        parties.add_task(
            title="Lähetä tarjous", assigned_to=doer, due_on=date(2026, 1, 4), person_id=maija, by=by, **COMMON
        )

    kinds = [one.kind for one in read(maija).entries]

    assert kinds == [ActivityKind.TASK, ActivityKind.CALL, ActivityKind.NOTE, ActivityKind.ORDER]
    for kind in kinds:
        assert [one.kind for one in read(maija, kind=kind).entries] == [kind]
    assert read(maija, kind=ActivityKind.SALE).entries == ()
    (task,) = read(maija, kind=ActivityKind.TASK).entries
    assert (task.text, task.staff, task.on) == ("Lähetä tarjous", (doer,), date(2026, 1, 4))


def test_pages_follow_each_other_and_lose_nothing(maija: UUID) -> None:
    with entered() as by:
        for n in range(12):
            parties.add_note(text=f"n{n}", written_on=date(2026, 1, 1 + n // 5), person_id=maija, by=by, **COMMON)
            parties.add_activity(
                kind=ActivityKind.CALL, happened_on=date(2026, 1, 1 + n // 5), person_id=maija, by=by, **COMMON
            )
    seen, before = [], ""
    while True:
        page = read(maija, limit=5, before=before)
        seen += [one.id for one in page.entries]
        if page.next is None:
            break
        before = page.next

    assert seen == [one.id for one in read(maija, limit=100).entries]
    assert len(set(seen)) == 24
    with pytest.raises(BadCursorError):
        read(maija, before="2026-01-01.x")


def test_an_organisation_shows_what_happened_with_its_people_while_they_represented_it(
    maija: UUID, esimerkki_oy: UUID
) -> None:
    left = new_person("Lea")
    with entered() as by:
        parties.add_representation(
            person_id=left, organisation_id=esimerkki_oy, ended_on=date(2026, 1, 31), by=by, **COMMON
        )
        for person, day in ((maija, date(2026, 3, 1)), (left, date(2026, 1, 31)), (left, date(2026, 2, 1))):
            parties.add_activity(kind=ActivityKind.CALL, happened_on=day, person_id=person, by=by, **COMMON)

    page = read(esimerkki_oy, PartyKind.ORGANISATION)

    assert [(one.on, one.people[0].name) for one in page.entries] == [
        (date(2026, 3, 1), "Maija Esimerkki"),
        (date(2026, 1, 31), "Lea Keksitty"),
    ]
    line = log.events(limit=1)[0]
    assert (line.action, set(line.subjects)) == ("timeline.read", {esimerkki_oy, maija, left})


def test_a_purpose_without_the_items_shows_nothing_of_them(maija: UUID) -> None:
    with entered() as by:
        parties.add_note(text="Salaisuus", written_on=date(2026, 1, 2), person_id=maija, by=by, **COMMON)
    assert read(maija, purpose="mailing").entries == ()
    assert log.events(limit=1)[0].items == ()
    with entered(Operation.READ, purpose="mailing") as by:
        assert entry(kind=ActivityKind.NOTE, entry_id=Note.objects.get().id, by=by) is None


@pytest.mark.parametrize("rows", [1, 4])
def test_a_timeline_takes_the_same_few_queries_however_long_it_is(
    maija: UUID, esimerkki_oy: UUID, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    others = [new_person(f"Onni{n}", esimerkki_oy) for n in range(rows)]
    doer = user()
    with entered() as by:
        for n in range(rows):
            owners: dict[str, Any] = {"person_id": maija, "organisation_id": esimerkki_oy, "by": by, **COMMON}
            parties.add_note(text=f"n{n}", written_on=date(2026, 1, 2), **owners)
            parties.add_task(title="t", assigned_to=doer, due_on=date(2026, 1, 2), **owners)
            parties.add_activity(
                kind=ActivityKind.MEETING, starts_at=TEN_O_CLOCK, people=others, staff=[doer], **owners
            )
            parties.add_activity(kind=ActivityKind.CALL, happened_on=date(2026, 1, 2), **owners)

    # savepoint, header, the list, who took part, names of the others, members of staff, line, release
    with django_assert_num_queries(7):  # a person's own name is with those who took part
        read(maija)
    with django_assert_num_queries(7):
        read(esimerkki_oy, PartyKind.ORGANISATION)


# --- meetings of several ---------------------------------------------------------------------------------------------


def test_a_meeting_of_several_is_one_and_stands_with_everybody(maija: UUID, esimerkki_oy: UUID) -> None:
    onni, private = new_person("Onni", esimerkki_oy), new_person("Pia")
    colleague = user()
    with entered() as by:
        parties.add_activity(
            kind=ActivityKind.MEETING, starts_at=TEN_O_CLOCK, minutes=60, person_id=maija, organisation_id=esimerkki_oy,
            people=[onni, private, maija], staff=[colleague], reference="Vuosihuolto", by=by, **COMMON,
        )  # fmt: skip

    for person, others in ((maija, {onni, private}), (onni, {maija, private}), (private, {maija, onni})):
        (one,) = read(person).entries
        assert {who.id for who in one.people} == others
        assert (one.on, one.at, one.minutes, one.staff) == (date(2026, 12, 1), TEN_O_CLOCK, 60, (colleague,))
    (one,) = read(esimerkki_oy, PartyKind.ORGANISATION).entries
    assert {who.id for who in one.people} == {maija, onni, private}
    rows = {row.person_id: row.organisation_id for row in _rows()}
    assert rows == {maija: esimerkki_oy, onni: esimerkki_oy, private: None}


def _rows() -> list[Activity]:
    with entered() as by:
        by.record("test.rows")
        return list(Activity.objects.order_by("id"))


def test_who_took_part_can_be_changed(maija: UUID, esimerkki_oy: UUID) -> None:
    onni, pia = new_person("Onni"), new_person("Pia")
    bob, cia = user("bob"), user("cia")
    with entered() as by:
        meeting = parties.add_activity(
            kind=ActivityKind.MEETING, starts_at=TEN_O_CLOCK, person_id=maija, organisation_id=esimerkki_oy,
            people=[onni], staff=[bob], by=by, **COMMON,
        )  # fmt: skip
        parties.edit_activity(activity_id=meeting, changes={}, people=[maija, pia], staff=[cia], by=by, **COMMON)

    assert read(onni).entries == ()
    (one,) = read(pia).entries
    assert ([who.id for who in one.people], one.staff) == ([maija], (cia,))
    with entered() as by:
        parties.edit_activity(activity_id=meeting, changes={}, people=[], by=by, **COMMON)
    assert read(maija).entries == ()
    assert len(read(esimerkki_oy, PartyKind.ORGANISATION).entries) == 1  # the organisation met us, whoever came


def test_a_meeting_with_nobody_is_refused(maija: UUID) -> None:
    with entered() as by:
        meeting = parties.add_activity(
            kind=ActivityKind.MEETING, starts_at=TEN_O_CLOCK, person_id=maija, by=by, **COMMON
        )
    with pytest.raises(NobodyTookPartError), entered() as by:
        parties.edit_activity(activity_id=meeting, changes={}, people=[], by=by, **COMMON)


# --- clocks ----------------------------------------------------------------------------------------------------------


def test_clocks_follow_an_activity_that_is_moved_cancelled_removed_and_put_back(
    maija: UUID, esimerkki_oy: UUID
) -> None:
    def both() -> tuple[Any, Any, Any]:
        of_person = clocks(SubjectKind.PERSON, maija)
        of_organisation = clocks(SubjectKind.ORGANISATION, esimerkki_oy)
        return (
            of_person.get("person.last_activity"),
            of_person.get("organisation.last_activity"),
            of_organisation.get("organisation.last_activity"),
        )

    with entered() as by:
        first = date(2020, 5, 5)
        parties.add_activity(
            kind=ActivityKind.CALL, happened_on=first, person_id=maija, organisation_id=esimerkki_oy, by=by, **COMMON
        )
        meeting = parties.add_activity(
            kind=ActivityKind.MEETING, starts_at=TEN_O_CLOCK, person_id=maija, organisation_id=esimerkki_oy, by=by,
            **COMMON,
        )  # fmt: skip
        parties.add_note(text="Ei tapahtuma", written_on=date(2029, 1, 1), person_id=maija, by=by, **COMMON)
    assert both() == (date(2026, 12, 1),) * 3

    with entered() as by:
        parties.edit_activity(
            activity_id=meeting, changes={"starts_at": TEN_O_CLOCK + timedelta(days=31)}, by=by, **COMMON
        )
    assert both() == (date(2027, 1, 1),) * 3

    with entered() as by:
        parties.cancel_activity(activity_id=meeting, by=by, at=NOW)
    assert both() == (first,) * 3
    with entered() as by:
        parties.cancel_activity(activity_id=meeting, cancelled=False, by=by, at=NOW)
        act = parties.remove(kind="activity", row_id=meeting, by=by, at=NOW)
    assert both() == (first,) * 3
    with entered() as by:
        parties.restore(act=act, by=by, at=NOW)
    assert both() == (date(2027, 1, 1),) * 3


def test_what_has_only_a_day_cannot_be_cancelled(maija: UUID) -> None:
    with entered() as by:
        call = parties.add_activity(
            kind=ActivityKind.CALL, happened_on=date(2026, 1, 1), person_id=maija, by=by, **COMMON
        )
    with pytest.raises(IntegrityError), transaction.atomic(), entered() as by:
        parties.cancel_activity(activity_id=call, by=by, at=NOW)


def test_the_day_is_the_finnish_one(maija: UUID) -> None:
    just_after_midnight = datetime(2026, 6, 30, 21, 30, tzinfo=UTC)  # 00.30 in summer time
    with entered() as by:
        parties.add_activity(kind=ActivityKind.MEETING, starts_at=just_after_midnight, person_id=maija, by=by, **COMMON)
    assert read(maija).entries[0].on == date(2026, 7, 1)


# --- corrections -----------------------------------------------------------------------------------------------------


def test_a_note_is_corrected_and_says_so(maija: UUID) -> None:
    with entered() as by:
        note = parties.add_note(text="Vanha", written_on=date(2026, 1, 1), person_id=maija, by=by, **COMMON)
        assert not parties.edit_note(note_id=note, changes={"text": " Vanha "}, by=by, **COMMON)
        assert parties.edit_note(note_id=note, changes={"text": "Uusi"}, expected={"text": "Vanha"}, by=by, **COMMON)
    (one,) = read(maija).entries
    assert (one.text, one.changed_at) == ("Uusi", NOW)
    assert "note.edit" in [line.action for line in log.events(subject=maija)]
    with pytest.raises(ChangedMeanwhileError), entered() as by:
        parties.edit_note(note_id=note, changes={"text": "Kolmas"}, expected={"text": "Vanha"}, by=by, **COMMON)
    assert read(maija).entries[0].text == "Uusi"


@pytest.mark.parametrize("kind", ["note", "activity", "task"])
def test_only_who_may_change_it_may_remove_it(maija: UUID, kind: str) -> None:
    with pytest.raises(NotGrantedError), entered(Operation.READ) as by:
        parties.remove(kind=kind, row_id=uuid4(), by=by, at=NOW)


# --- removed, and put back -------------------------------------------------------------------------------------------


def test_what_is_put_back_is_what_was_removed(maija: UUID, esimerkki_oy: UUID) -> None:
    onni, colleague = new_person("Onni", esimerkki_oy), user()
    with entered() as by:
        meeting = parties.add_activity(
            kind=ActivityKind.MEETING, starts_at=TEN_O_CLOCK, minutes=30, person_id=maija, people=[onni],
            staff=[colleague], reference="Ääkkösiä", by=by, **COMMON,
        )  # fmt: skip
    before = read(maija), read(onni)
    with entered() as by:
        act = parties.remove(kind="activity", row_id=meeting, by=by, at=NOW)
    assert (read(maija).entries, read(onni).entries) == ((), ())
    with entered() as by:
        assert parties.restore(act=act, by=by, at=NOW + timedelta(minutes=1)) == Party(kind=PartyKind.PERSON, id=maija)
    assert (read(maija), read(onni)) == before
    with entered() as by:
        by.record("test.rows")
        assert not Removed.objects.exists()


def test_it_is_put_back_only_by_who_removed_it_and_for_a_while(maija: UUID) -> None:
    with entered() as by:
        note = parties.add_note(text="Hei", written_on=date(2026, 1, 1), person_id=maija, by=by, **COMMON)
        act = parties.remove(kind="note", row_id=note, by=by, at=NOW)
    with entered(by=ALICE) as by, pytest.raises(TooLateError):
        parties.restore(act=act, by=by, at=NOW)
    with entered() as by, pytest.raises(TooLateError):
        parties.restore(act=act, by=by, at=NOW + timedelta(seconds=600))
    with entered() as by:
        assert parties.forget_removed(by=by, at=NOW + timedelta(seconds=599)) == 0
        assert parties.forget_removed(by=by, at=NOW + timedelta(seconds=600)) == 1
        assert not Removed.objects.exists()


def test_what_was_removed_goes_with_the_person(maija: UUID) -> None:
    from kortisto.register.parties.models import Person  # noqa: PLC0415 (the only test that deletes one by hand)

    with entered() as by:
        note = parties.add_note(text="Hei", written_on=date(2026, 1, 1), person_id=maija, by=by, **COMMON)
        act = parties.remove(kind="note", row_id=note, by=by, at=NOW)
        Person.objects.filter(id=maija).delete()
        assert not Removed.objects.exists()
    with entered() as by, pytest.raises(TooLateError):
        parties.restore(act=act, by=by, at=NOW)
