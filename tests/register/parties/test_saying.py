"""What was said in a call or a meeting stands in it, is a note in every other way, and knows who wrote it down."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from pytest_django import Settings

from kortisto.declaration.words import Operation
from kortisto.register.audit import queries as log
from kortisto.register.audit.values import NotGrantedError
from kortisto.register.parties import operations as parties
from kortisto.register.parties.editing import ChangedMeanwhileError
from kortisto.register.parties.enums import ActivityKind, PartyKind
from kortisto.register.parties.models import Activity, Change, Note, Person
from kortisto.register.parties.queries import entry, person_page, timeline
from kortisto.register.parties.queries.timeline import Entry
from kortisto.register.parties.values import Party
from tests.register.conftest import BOB, NOW, ORIGIN, entered
from tests.register.wider import widened

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

COMMON: dict[str, Any] = {"origin": ORIGIN, "at": NOW}
DAY = date(2026, 11, 20)
NARROW = "items: [person.name, person.contact.email, person.represents, organisation.name]\n    operations: [read]"


@pytest.fixture(autouse=True)
def wider(declaration_of_tests: None, settings: Settings, tmp_path: Path) -> None:
    settings.KORTISTO_DECLARATION = str(widened(Path(settings.KORTISTO_DECLARATION), tmp_path))


def call(person: UUID, text: str = "Lupasi vastata maanantaina.", **more: Any) -> UUID:
    with entered() as by:
        return parties.add_activity(
            kind=ActivityKind.CALL, happened_on=DAY, person_id=person, text=text, by=by, **COMMON, **more
        )


def onni() -> UUID:
    with entered() as by:
        return parties.add_person(first_name="Onni", last_name="Keksitty", by=by, **COMMON)


def lines(party: UUID, of: PartyKind = PartyKind.PERSON, purpose: str = "crm", **asked: Any) -> tuple[Entry, ...]:
    with entered(Operation.READ, purpose=purpose) as by:
        return timeline(party=Party(kind=of, id=party), by=by, **asked).entries


def edited(event: UUID, **changes: Any) -> bool:
    more = {name: changes.pop(name) for name in ("people", "expected") if name in changes}
    with entered() as by:
        by.record("test.edit")
        return parties.edit_activity(activity_id=event, changes=changes, by=by, **COMMON, **more)  # type: ignore[arg-type]


def notes() -> list[tuple[UUID | None, str]]:
    with entered() as by:
        by.record("test.rows")
        return list(Note.objects.order_by("id").values_list("person_id", "text"))


def test_what_was_said_stands_in_the_call_and_nowhere_else(maija: UUID, esimerkki_oy: UUID) -> None:
    event = call(maija, organisation_id=esimerkki_oy)

    for party, kind in ((maija, PartyKind.PERSON), (esimerkki_oy, PartyKind.ORGANISATION)):
        (one,) = lines(party, kind)
        assert (one.id, one.kind, one.text, one.author) == (event, "call", "Lupasi vastata maanantaina.", BOB.id)
        assert lines(party, kind, kind=ActivityKind.NOTE) == ()
        assert [one.text for one in lines(party, kind, kind=ActivityKind.CALL)] == ["Lupasi vastata maanantaina."]
    with entered(Operation.READ) as by:
        (view,) = person_page(person_id=maija, by=by).activities
        shown = entry(kind=ActivityKind.CALL, entry_id=event, by=by)
    assert (view.kind, view.text) == ("call", "Lupasi vastata maanantaina.")
    assert shown is not None
    assert shown.text == view.text
    assert {line.action: line.items for line in log.events()}["activity.add"] == ("person.activity", "person.note")


@pytest.mark.parametrize(
    ("granted", "expected"),
    [
        ("person.activity", [("call", "")]),
        ("person.note", [("note", "Lupasi vastata maanantaina.")]),
        ("person.activity, person.note", [("call", "Lupasi vastata maanantaina.")]),
    ],
)
def test_it_is_shown_where_the_notice_grants_notes(
    maija: UUID, settings: Settings, tmp_path: Path, granted: str, expected: list[tuple[str, str]]
) -> None:
    text = Path(settings.KORTISTO_DECLARATION).read_text("utf-8")
    assert NARROW in text
    (tmp_path / "granting.yaml").write_text(text.replace(NARROW, NARROW.replace("[", f"[{granted}, ", 1)), "utf-8")
    settings.KORTISTO_DECLARATION = str(tmp_path / "granting.yaml")
    event = call(maija)

    assert [(one.kind.value, one.text) for one in lines(maija, purpose="mailing")] == expected
    with entered(Operation.READ, purpose="mailing") as by:
        found = entry(kind=ActivityKind.CALL, entry_id=event, by=by)
        views = [(one.kind.value, one.text) for one in person_page(person_id=maija, by=by).activities]
    assert [("call", found.text)] == expected if found else granted == "person.note"
    assert views == expected
    read = next(line for line in log.events() if line.action == "timeline.read")
    assert ("person.note" in read.items) is ("note" in granted)


def test_it_is_corrected_emptied_and_written_later(maija: UUID) -> None:
    event = call(maija, "")
    assert notes() == []
    assert not edited(event, text="  ")
    assert edited(event, text=" Soittaa huomenna. ")
    (one,) = lines(maija)
    assert (one.text, one.changed_at) == ("Soittaa huomenna.", NOW)

    assert not edited(event, text="Soittaa huomenna.")
    with pytest.raises(ChangedMeanwhileError):
        edited(event, text="Kolmas", expected={"text": "Jotain muuta"})
    assert edited(event, text="Soittaa ylihuomenna.", expected={"text": "Soittaa huomenna."})
    with entered() as by:
        by.record("test.rows")
        assert Change.objects.filter(table="Note", old="Soittaa huomenna.").exists()

    assert edited(event, text="")
    assert (notes(), [one.text for one in lines(maija)]) == ([], [""])
    with entered() as by:
        by.record("test.rows")
        assert not Change.objects.filter(table="Note").exists()


def test_of_a_meeting_everybody_has_it_who_took_part(maija: UUID, esimerkki_oy: UUID) -> None:
    other, third = onni(), onni()
    event = call(maija, "Sovittiin huollosta.", people=[other])
    assert notes() == [(maija, "Sovittiin huollosta."), (other, "Sovittiin huollosta.")]

    assert edited(event, people=[maija, third])
    assert notes() == [(maija, "Sovittiin huollosta."), (third, "Sovittiin huollosta.")]
    assert edited(event, text="Sovittiin muusta.")
    assert [text for _person, text in notes()] == ["Sovittiin muusta."] * 2
    assert lines(other) == ()


def test_it_goes_with_the_person_where_the_call_stays_with_the_organisation(maija: UUID, esimerkki_oy: UUID) -> None:
    call(maija, organisation_id=esimerkki_oy)
    with entered() as by:
        by.record("test.delete")
        Person.objects.filter(id=maija).delete()
    assert [(one.kind.value, one.text) for one in lines(esimerkki_oy, PartyKind.ORGANISATION)] == [("call", "")]
    assert notes() == []


def test_it_stays_where_the_call_ends_before_notes_do(maija: UUID) -> None:
    event = call(maija)
    with entered() as by:
        by.record("test.delete")
        Activity.objects.filter(id=event).delete()
    assert [(one.kind.value, one.text) for one in lines(maija)] == [("note", "Lupasi vastata maanantaina.")]


def test_it_is_removed_and_put_back_with_the_call(maija: UUID) -> None:
    event = call(maija)
    edited(event, text="Lupasi vastata tiistaina.")
    before = lines(maija)
    with entered() as by:
        act = parties.remove(kind="activity", row_id=event, by=by, at=NOW)
    assert (lines(maija), notes()) == ((), [])
    assert next(line for line in log.events() if line.action == "activity.remove").items[-1] == "person.note"
    with entered() as by:
        by.record("test.rows")
        assert not Change.objects.filter(table="Note").exists()
        parties.restore(act=act, by=by, at=NOW + timedelta(minutes=1))
        assert Change.objects.filter(table="Note").exists()
    assert lines(maija) == before


def test_who_may_not_write_notes_writes_none_here(maija: UUID, settings: Settings, tmp_path: Path) -> None:
    text = Path(settings.KORTISTO_DECLARATION).read_text("utf-8")
    (tmp_path / "without.yaml").write_text(text.replace("person.activity, person.note,", "person.activity,"), "utf-8")
    settings.KORTISTO_DECLARATION = str(tmp_path / "without.yaml")
    with pytest.raises(NotGrantedError):
        call(maija)
    call(maija, "")
    assert [one.text for one in lines(maija)] == [""]


def test_a_note_and_a_call_know_who_wrote_them(maija: UUID) -> None:
    call(maija)
    with entered() as by:
        parties.add_note(text="Hei", written_on=DAY, person_id=maija, by=by, **COMMON)
        parties.add_order(reference="T-1", placed_on=DAY, person_id=maija, by=by, **COMMON)
    assert {one.kind.value: one.author for one in lines(maija)} == {"call": BOB.id, "note": BOB.id, "order": None}
