"""An import that changed people who were there is taken back: values too, but not what people have done since."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import OperationalError
from pytest_django import Settings

from kortisto.register.access.models import User
from kortisto.register.audit.enums import Door
from kortisto.register.audit.models import AuditEvent
from kortisto.register.audit.values import Actor
from kortisto.register.parties import operations as parties
from kortisto.register.parties.enums import PartyKind, UndoState, UploadState
from kortisto.register.parties.importing.choices import Duplicates, MatchBy, Policy
from kortisto.register.parties.importing.meaning import Target
from kortisto.register.parties.models import (
    Batch,
    Change,
    Organisation,
    OrganisationAddress,
    Person,
    PersonEmail,
    Represents,
    Upload,
)  # fmt: skip
from kortisto.register.parties.operations import undoing, uploads
from kortisto.register.parties.queries import imports
from tests.register.conftest import NOW, ORIGIN, entered
from tests.register.parties.importing.test_uploads import JOB, account, bring, choose, imported, run, start, undo
from tests.register.wider import widened

pytestmark = pytest.mark.integration

HEADER = "Yritys;Etunimi;Sukunimi;Tehtävänimike;Sähköposti;Katuosoite;Kaupunki\n"
FIRST = HEADER + "Kukka Oy;Aino;Hehku;Ostaja;aino@kukka.example;Vanha katu 1;Turku\n"
NEWER = HEADER + "Kukka Oy;Aino;Hehku;Toimitusjohtaja;johtaja@kukka.example;Uusi katu 2;Salo\n"
CHANGING: dict[str, Any] = {
    "duplicates": Duplicates.UPDATE,
    "policies": dict.fromkeys((Target.TITLE, Target.PERSON_EMAIL, Target.STREET), Policy.ALWAYS),
}
LATER = NOW + timedelta(minutes=30)


@pytest.fixture(autouse=True)
def history(declaration_of_tests: None, settings: Settings, tmp_path: Path) -> None:
    """A declaration that lists the history of changes."""
    settings.KORTISTO_DECLARATION = str(widened(Path(settings.KORTISTO_DECLARATION), tmp_path))
    settings.DATA = tmp_path


@pytest.fixture
def alice(db: None) -> Actor:
    return account()


@pytest.fixture
def aino(alice: Actor) -> Actor:
    """Aino Hehku of Kukka Oy is there, by an import of her own."""
    imported(FIRST, alice)
    return alice


def everything() -> dict[str, list[str]]:
    """What stands in the register of people, but for ids and times."""
    with entered() as by:
        by.record("test.look")
        return {
            "people": sorted(one.name for one in Person.objects.all()),
            "titles": sorted(Represents.objects.values_list("title", flat=True)),
            "emails": sorted(PersonEmail.objects.values_list("value", flat=True)),
            "addresses": [f"{one.lines}, {one.city}" for one in OrganisationAddress.objects.order_by("lines")],
            "organisations": sorted(Organisation.objects.values_list("registered_name", flat=True)),
        }


def batch_of(upload: Upload) -> UUID:
    assert upload.batch_id is not None
    return upload.batch_id


def test_changed_values_are_given_back_with_their_origins(aino: Actor) -> None:
    before = everything()
    with entered() as by:
        by.record("test.look")
        origins = [(one.batch_id, one.collected_at) for one in OrganisationAddress.objects.all()]
    second = imported(NEWER, aino, **CHANGING, collected_on=date(2026, 11, 21))
    assert everything() == {
        **before, "titles": ["Toimitusjohtaja"], "emails": ["aino@kukka.example", "johtaja@kukka.example"],
        "addresses": ["Uusi katu 2, Salo"],
    }  # fmt: skip
    view = undo(batch_of(second), aino)
    assert everything() == before
    assert (view.counts["undone_restored"], view.counts["undone_kept"], view.kept) == (3, 0, [])
    with entered() as by:
        by.record("test.look")
        assert [(one.batch_id, one.collected_at) for one in OrganisationAddress.objects.all()] == origins
        role = Represents.objects.get()
        assert role.origins["title"]["batch"] == str(role.batch_id) != str(second.batch_id)
    lines = AuditEvent.objects.filter(action="import.restore")
    assert [sorted(one.items) for one in lines] == [["organisation.contact.address", "person.title"]]
    assert lines[0].subjects == [role.person_id]


def test_what_a_person_has_changed_since_stays_and_is_said(aino: Actor) -> None:
    second = imported(NEWER, aino, **CHANGING)
    with entered() as by:
        by.record("test.look")
        role = Represents.objects.get()
        parties.edit_representation(
            representation_id=role.id, changes={"title": "Johtaja"}, origin=ORIGIN, by=by, at=LATER
        )
    view = undo(batch_of(second), aino)
    assert everything()["titles"] == ["Johtaja"]
    assert everything()["addresses"] == ["Vanha katu 1, Turku"]
    assert (view.counts["undone_restored"], view.counts["undone_kept"]) == (2, 1)
    assert view.kept == [{"table": "Person", "id": str(role.person_id), "why": "changed", "field": "title"}]


@pytest.mark.parametrize("order", [(2, 1), (1, 2)])
def test_two_imports_over_each_other_are_undone_in_any_order(aino: Actor, order: tuple[int, int]) -> None:
    before = everything()
    again = NEWER.replace("Toimitusjohtaja", "Hallituksen jäsen").replace("Uusi katu 2", "Uudempi katu 3")
    batches = {1: batch_of(imported(NEWER, aino, **CHANGING)), 2: batch_of(imported(again, aino, **CHANGING))}
    views = [undo(batches[which], aino, NOW + timedelta(hours=turn)) for turn, which in enumerate(order, 1)]
    if order == (2, 1):
        assert everything() == before
        assert [view.counts["undone_kept"] for view in views] == [0, 0]
    else:  # the second has gone on with what the first changed: what it found there is what it gives back
        assert views[0].counts["undone_kept"] == 2
        assert everything()["titles"] == ["Toimitusjohtaja"]


def test_a_row_that_an_import_changed_twice_is_as_it_was(aino: Actor) -> None:
    before = everything()
    twice = NEWER + NEWER.removeprefix(HEADER).replace("Toimitusjohtaja", "Johtaja").replace("Uusi katu", "Joku katu")
    second = imported(twice, aino, **CHANGING)
    assert everything()["titles"] == ["Johtaja"]
    undo(batch_of(second), aino)
    assert everything() == before


def test_people_who_have_got_notes_and_orders_since_stay(alice: Actor) -> None:
    upload = imported(HEADER + "".join(f"Yritys {n} Oy;Aino;Hehku{n};;a{n}@kukka.example;;\n" for n in range(3)), alice)
    with entered() as by:
        by.record("test.look")
        noted, ordering = (
            Person.objects.get(last_name="Hehku0"),
            Organisation.objects.get(registered_name="Yritys 1 Oy"),
        )
        parties.add_note(
            text="Soitti.", written_on=date(2026, 11, 22), person_id=noted.id, origin=ORIGIN, by=by, at=LATER
        )
        parties.add_order(
            reference="T1", placed_on=date(2026, 11, 20), organisation_id=ordering.id, origin=ORIGIN, by=by, at=LATER
        )
    view = undo(batch_of(upload), alice)
    assert everything() == {
        "people": ["Aino Hehku0"], "titles": [""], "emails": ["a0@kukka.example"], "addresses": [],
        "organisations": ["Yritys 0 Oy", "Yritys 1 Oy"],
    }  # fmt: skip
    assert (view.counts["undone_people"], view.counts["undone_organisations"]) == (2, 1)
    assert [(one["table"], one["why"]) for one in view.kept] == [
        ("Person", "used"), ("Organisation", "used"), ("Organisation", "used"),
    ]  # fmt: skip


@pytest.mark.parametrize("stays", ["old", "new"])
def test_what_was_merged_with_somebody_since_stays(aino: Actor, stays: str) -> None:
    second = imported(HEADER + "Lehti Oy;Aini;Hehku;;aini@lehti.example;;\n", aino)
    with entered() as by:
        by.record("test.look")
        old, new = (Person.objects.get(first_name=name).id for name in ("Aino", "Aini"))
        survivor, absorbed = (old, new) if stays == "old" else (new, old)
        parties.merge(kind=PartyKind.PERSON, survivor=survivor, absorbed=absorbed, by=by, at=LATER)
    merged = everything()
    view = undo(batch_of(second), aino)
    assert everything()["people"] == ["Aino Hehku" if stays == "old" else "Aini Hehku"]
    assert everything()["emails"] == merged["emails"] == ["aini@lehti.example", "aino@kukka.example"]
    assert {(one["id"], one["why"]) for one in view.kept if one["table"] == "Person"} == {(str(survivor), "merged")}


def test_a_value_of_somebody_who_was_merged_away_since_is_named(aino: Actor) -> None:
    imported(HEADER + "Lehti Oy;Aini;Hehku;;aini@lehti.example;;\n", aino)
    with entered() as by:
        by.record("test.look")
        old, other = (Person.objects.get(first_name=name).id for name in ("Aino", "Aini"))
    renamed = HEADER + "Kukka Oy;Aina;Hehku;;aino@kukka.example;;\n"
    names = {Target.FIRST_NAME: Policy.ALWAYS}
    second = imported(renamed, aino, duplicates=Duplicates.UPDATE, match_by=MatchBy.EMAIL, policies=names)
    with entered() as by:
        parties.merge(kind=PartyKind.PERSON, survivor=other, absorbed=old, by=by, at=LATER)
    view = undo(batch_of(second), aino)
    assert view.kept == [{"table": "Person", "id": str(other), "why": "merged", "field": "first_name"}]


def test_whoever_is_edited_while_an_import_waits_for_answers_stays(aino: Actor) -> None:
    upload_id = bring(NEWER + "Uusi Oy;Venla;Malli;;venla@uusi.example;;\n", aino)
    choose(upload_id, aino, duplicates=Duplicates.ASK)
    batch = start(upload_id, aino)
    run(upload_id)
    with entered() as by:
        by.record("test.look")
        venla = Person.objects.get(first_name="Venla")
        parties.edit_person(person_id=venla.id, changes={"first_name": "Venni"}, origin=ORIGIN, by=by, at=LATER)
    uploads.cancel_upload(upload_id=upload_id, by=aino, at=LATER + timedelta(minutes=5), channel=Door.WEB)
    view = undo(batch, aino)
    assert everything()["people"] == ["Aino Hehku", "Venni Malli"]
    assert [(one["table"], one["why"]) for one in view.kept] == [("Person", "changed"), ("Organisation", "used")]


def test_without_a_history_values_stay_and_nothing_that_was_there_is_removed(alice: Actor, settings: Settings) -> None:
    settings.KORTISTO_DECLARATION = str(Path(__file__).parents[2] / "samples" / "register.yaml")
    imported(FIRST, alice)
    second = imported(NEWER, alice, **CHANGING)
    view = undo(batch_of(second), alice)
    assert everything() == {
        "people": ["Aino Hehku"], "titles": ["Toimitusjohtaja"], "emails": ["aino@kukka.example"],
        "addresses": ["Uusi katu 2, Salo"], "organisations": ["Kukka Oy"],
    }  # fmt: skip
    assert [(one["table"], one["why"]) for one in view.kept] == [("Organisation", "changed")]
    with entered() as by:
        by.record("test.look")
        assert not Change.objects.exists()


# --- portion by portion ----------------------------------------------------------------------------------------------


def ticking(stop_after: int) -> Iterator[datetime]:
    for second in range(stop_after):
        yield LATER + timedelta(seconds=second)
    raise OperationalError("the database is gone")


def begin(batch: UUID, by: Actor) -> None:
    undoing.start_undo(batch_id=batch, purpose="crm", by=by, at=LATER, channel=Door.WEB, defer=False)


@pytest.mark.parametrize("portions", [0, 1, 3, 6])
def test_undoing_that_was_killed_goes_on_where_it_was(
    aino: Actor, portions: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(undoing, "PORTION", 1)
    before = everything()
    second = imported(NEWER + "Uusi Oy;Venla;Malli;;venla@uusi.example;;\nUusi Oy;Eino;Malli;;;;\n", aino, **CHANGING)
    begin(batch_of(second), aino)
    clock = ticking(portions)
    with pytest.raises(OperationalError):
        undoing.run_undo(batch_id=batch_of(second), by=JOB, at=LATER, clock=lambda: next(clock), channel=Door.JOBS)
    assert Batch.objects.get(id=batch_of(second)).undo_state == UndoState.RUNNING
    undoing.run_undo(
        batch_id=batch_of(second), by=JOB, at=LATER, clock=lambda: LATER + timedelta(hours=1), channel=Door.JOBS
    )
    assert everything() == before
    batch = Batch.objects.get(id=batch_of(second))
    assert (batch.undo_state, batch.undo["done"], batch.undo["total"]) == (UndoState.DONE, 6, 6)
    assert batch.counts["undone_people"] == 2
    assert batch.counts["undone_restored"] == 3
    undoing.run_undo(batch_id=batch.id, by=JOB, at=LATER, clock=lambda: LATER, channel=Door.JOBS)
    assert everything() == before


def test_who_may_no_longer_undo_stops_it_and_somebody_else_goes_on(aino: Actor) -> None:
    second = imported(NEWER, aino, **CHANGING)
    begin(batch_of(second), aino)
    with pytest.raises(undoing.UndoneAlreadyError):
        begin(batch_of(second), aino)
    assert aino.id is not None
    User.objects.filter(id=aino.id).update(role="sales")
    undoing.run_undo(batch_id=batch_of(second), by=JOB, at=LATER, clock=lambda: LATER, channel=Door.JOBS)
    batch = Batch.objects.get(id=batch_of(second))
    assert (batch.undo_state, batch.undo["failure"], batch.undone_at) == (UndoState.FAILED, "denied", None)
    assert everything()["titles"] == ["Toimitusjohtaja"]
    assert Upload.objects.get(id=second.id).state == UploadState.UNDONE
    User.objects.filter(id=aino.id).update(role="main_user")
    begin(batch_of(second), aino)
    undoing.run_undo(batch_id=batch_of(second), by=JOB, at=LATER, clock=lambda: LATER, channel=Door.JOBS)
    assert everything()["titles"] == ["Ostaja"]


def test_an_import_that_goes_on_is_not_undone(alice: Actor) -> None:
    upload_id = bring(FIRST, alice)
    choose(upload_id, alice)
    batch = start(upload_id, alice)
    with pytest.raises(undoing.StillRunningError):
        begin(batch, alice)


def test_a_stalled_undo_is_found(aino: Actor) -> None:
    second = imported(NEWER, aino, **CHANGING)
    begin(batch_of(second), aino)
    assert imports.stalled_undos(at=LATER + timedelta(minutes=1), patience=timedelta(minutes=2)) == ()
    assert imports.stalled_undos(at=LATER + timedelta(minutes=3), patience=timedelta(minutes=2)) == (second.batch_id,)
