"""Two parties become one and two again: everything moves, nothing is lost, and what was is restored to the row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, cast
from uuid import UUID

import pytest
from django.db import models
from pytest_django import Settings

from kortisto.declaration.holdings import registry
from kortisto.declaration.words import Operation
from kortisto.privacy.retention.operations import sweep
from kortisto.register.audit import queries as log
from kortisto.register.audit.enums import ActorKind, Door
from kortisto.register.audit.values import Actor, NotGrantedError
from kortisto.register.parties import operations as parties
from kortisto.register.parties import queries
from kortisto.register.parties.enums import ActivityKind, ContactKind, LikenessReason, PartyKind, RelationshipKind
from kortisto.register.parties.models import (
    Change,
    DuplicatePair,
    DuplicateScan,
    Merge,
    MergeStep,
    Order,
    Organisation,
    Person,
    PersonEmail,
    PersonPhone,
    Represents,
)
from kortisto.register.parties.values import Party
from tests.register.conftest import BOB, NOW, ORIGIN, entered
from tests.register.wider import widened

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

LATER = NOW + timedelta(days=1)
OLDER = replace(ORIGIN, collected_at=NOW - timedelta(days=400))
NOT_COMPARED = {Change, Merge, MergeStep, DuplicatePair, DuplicateScan}


@pytest.fixture(autouse=True)
def wider(declaration_of_tests: None, settings: Settings, tmp_path: Path) -> None:
    settings.KORTISTO_DECLARATION = str(widened(Path(settings.KORTISTO_DECLARATION), tmp_path))


@pytest.fixture
def twin(maija: UUID, esimerkki_oy: UUID) -> UUID:
    """Maija once more: misspelt, of the same company and of another, with one address that both have."""
    with entered() as by:
        twin = parties.add_person(
            first_name="Maija", last_name="Esimerki", prefix="Dr", language="sv", origin=OLDER, by=by, at=NOW
        )
        other = parties.add_organisation(registered_name="Toinen Oy", origin=ORIGIN, by=by, at=NOW)
        for organisation in (esimerkki_oy, other):
            parties.add_representation(
                person_id=twin, organisation_id=organisation, title="Ostaja", origin=OLDER, by=by, at=NOW
            )
        for kind, value in (
            (ContactKind.EMAIL, "maija.esimerkki@esimerkki.example"),
            (ContactKind.EMAIL, "maija@toinen.example"),
            (ContactKind.PHONE, "+358 45 0000 001"),
        ):
            parties.add_contact_point(
                owner=Party(kind=PartyKind.PERSON, id=twin), kind=kind, value=value, origin=OLDER, by=by, at=NOW
            )
        parties.add_order(person_id=twin, placed_on=date(2026, 1, 5), reference="T-1", origin=OLDER, by=by, at=NOW)
        parties.add_activity(
            kind=ActivityKind.CALL, happened_on=date(2026, 2, 5), person_id=twin, origin=OLDER, by=by, at=NOW
        )
        parties.add_note(
            text="Soitti pumpusta.", written_on=date(2026, 2, 5), person_id=twin, origin=OLDER, by=by, at=NOW
        )
        parties.edit_person(person_id=twin, changes={"prefix": "TkT"}, origin=OLDER, by=by, at=NOW)
    return twin


def merged(survivor: UUID, absorbed: UUID, *take: str, kind: PartyKind = PartyKind.PERSON) -> parties.Merged:
    with entered() as by:
        return parties.merge(kind=kind, survivor=survivor, absorbed=absorbed, take=take, by=by, at=LATER)


def everything() -> Mapping[str, Any]:
    """Every row of every table about people, by table and key; without what merging itself writes."""
    with entered() as by:
        by.record("test.look")
        found = {}
        for holding in registry():
            model = cast("type[models.Model]", holding.model)
            if (holding.subject is None and holding.organisation is None) or model in NOT_COMPARED:
                continue
            for row in model._default_manager.values():
                found[f"{model.__name__}:{row.get('id', row.get('person_id', row.get('organisation_id')))}"] = {
                    name: value for name, value in row.items() if name != "changed_at"
                }
    return found


def test_everything_of_both_hangs_on_the_one_that_stays(maija: UUID, twin: UUID) -> None:
    done = merged(maija, twin)
    with entered() as by:
        page = queries.person_page(person_id=maija, by=by)
        gone = Person.objects.filter(pk=twin).exists()

    assert not gone
    assert {point.normalised for point in page.contact_points} == {
        "maija.esimerkki@esimerkki.example", "maija@toinen.example", "+358450000001",
    }  # fmt: skip
    assert {one.organisation_name for one in page.represents} == {"Esimerkki Oy", "Toinen Oy"}
    assert len(page.activities) == 3
    assert (page.first_name, page.last_name, page.language) == ("Maija", "Esimerkki", "fi")
    assert page.prefix == "TkT"  # it was empty on the one that stays
    assert done.removed == 2  # the address and the role that both had
    assert done.changed == ("prefix",)


def test_the_chosen_fields_are_taken_with_their_own_origin(maija: UUID, twin: UUID) -> None:
    merged(maija, twin, "language", "last_name")
    with entered() as by:
        by.record("test.look")
        kept = Person.objects.get(pk=maija)

    assert (kept.last_name, kept.language) == ("Esimerki", "sv")
    assert kept.origins["language"]["collected_at"] == OLDER.collected_at.isoformat()


def test_undoing_restores_every_row_as_it_was(maija: UUID, twin: UUID) -> None:
    before = everything()
    done = merged(maija, twin, "language", "last_name")
    assert everything() != before

    with entered() as by:
        parted = parties.undo_merge(merge_id=done.id, by=by, at=LATER)

    assert parted.not_restored == ()
    assert everything() == before


def test_what_was_added_since_stays_and_what_was_changed_since_is_not_overwritten(maija: UUID, twin: UUID) -> None:
    done = merged(maija, twin, "language")
    with entered() as by:
        parties.edit_person(
            person_id=maija, changes={"language": "en"}, origin=ORIGIN, by=by, at=LATER + timedelta(hours=1)
        )
        parties.add_order(person_id=maija, placed_on=date(2026, 3, 1), reference="M-9", origin=ORIGIN, by=by, at=LATER)
        parted = parties.undo_merge(merge_id=done.id, by=by, at=LATER + timedelta(hours=2))
        kept = Person.objects.get(pk=maija)
        order = Order.objects.get(reference="M-9")

    assert kept.language == "en"
    assert order.person_id == maija
    assert parted.not_restored == (("parties.Person", "language"),)


def test_a_merge_is_undone_once(maija: UUID, twin: UUID) -> None:
    done = merged(maija, twin)
    with entered() as by:
        parties.undo_merge(merge_id=done.id, by=by, at=LATER)
        with pytest.raises(parties.CannotUndoError):
            parties.undo_merge(merge_id=done.id, by=by, at=LATER)


def test_the_steps_are_gone_once_undone(maija: UUID, twin: UUID) -> None:
    done = merged(maija, twin)
    with entered() as by:
        assert MergeStep.objects.filter(merge=done.id).exists()
        parties.undo_merge(merge_id=done.id, by=by, at=LATER)
        assert not MergeStep.objects.exists()


def test_one_that_is_gone_or_the_same_cannot_be_merged(maija: UUID) -> None:
    with entered() as by:
        by.record("test.try")
        for other in (maija, UUID(int=5)):
            with pytest.raises(parties.CannotMergeError):
                parties.merge(kind=PartyKind.PERSON, survivor=maija, absorbed=other, by=by, at=LATER)


def test_who_may_not_change_names_may_not_merge(maija: UUID, twin: UUID) -> None:
    with entered(Operation.READ) as by:
        by.record("test.try")
        with pytest.raises(NotGrantedError):
            parties.merge(kind=PartyKind.PERSON, survivor=maija, absorbed=twin, by=by, at=LATER)


def test_erasing_the_one_that_stays_erases_what_the_merge_kept(maija: UUID, twin: UUID) -> None:
    merged(maija, twin)
    far = NOW + timedelta(days=365 * 40)
    sweep(by=Actor(kind=ActorKind.JOB), at=far, now=far, channel=Door.JOBS)
    with entered() as by:
        by.record("test.look")
        assert not Person.objects.exists()
        assert not Merge.objects.exists()
        assert not MergeStep.objects.exists()


def test_the_log_names_both_and_no_value(maija: UUID, twin: UUID) -> None:
    merged(maija, twin, "last_name")
    line = next(one for one in log.events() if one.action == "person.merge")

    assert set(line.subjects) == {maija, twin}
    assert "Esimerki" not in repr(line)


# --- organisations -------------------------------------------------------------------------------------------------


def test_organisations_merge_with_their_people_and_part_again(maija: UUID, esimerkki_oy: UUID) -> None:
    with entered() as by:
        double = parties.add_organisation(
            registered_name="Oy Esimerkki Ab",
            trade_name="Esimerkki",
            parent_id=esimerkki_oy,
            origin=OLDER,
            by=by,
            at=NOW,
        )
        parties.add_relationship(organisation_id=double, kind=RelationshipKind.SUPPLIER, origin=OLDER, by=by, at=NOW)
        onni = parties.add_person(first_name="Onni", last_name="Keksitty", origin=ORIGIN, by=by, at=NOW)
        parties.add_representation(person_id=onni, organisation_id=double, origin=ORIGIN, by=by, at=NOW)
    before = everything()
    done = merged(double, esimerkki_oy, kind=PartyKind.ORGANISATION)
    with entered() as by:
        by.record("test.look")
        kept = Organisation.objects.get()
        people = set(Represents.objects.values_list("person_id", flat=True))
        assert kept.pk == double
        assert kept.business_id == "2077474-0"  # moved, although it is unique
        assert kept.parent_id is None  # not its own parent
        assert people == {maija, onni}
        parties.undo_merge(merge_id=done.id, by=by, at=LATER)
    assert everything() == before


# --- finding -------------------------------------------------------------------------------------------------------


def scanned(kind: PartyKind = PartyKind.PERSON) -> queries.PairPage:
    with entered() as by:
        parties.begin_scan(kind=kind, by=by, at=LATER)
    parties.run_scans(by=BOB, purpose="crm", at=LATER, channel=Door.JOBS)
    with entered() as by:
        return queries.duplicate_pairs(by=by, kind=kind)


def test_a_misspelt_colleague_is_found_and_a_namesake_elsewhere_is_not(maija: UUID, twin: UUID) -> None:
    with entered() as by:
        parties.add_person(first_name="Maija", last_name="Esimerkki", origin=ORIGIN, by=by, at=NOW)
    page = scanned()

    assert [{one.first.id, one.second.id} for one in page.pairs] == [{maija, twin}]
    assert page.pairs[0].reasons[0] is LikenessReason.EMAIL


def test_a_dismissed_pair_is_not_asked_about_again(maija: UUID, twin: UUID) -> None:
    pair = scanned().pairs[0]
    with entered() as by:
        parties.dismiss_duplicate(pair_id=pair.id, by=by, at=LATER)
    assert scanned().pairs == ()


def test_a_pair_that_is_no_longer_alike_goes_with_the_next_scan(maija: UUID, twin: UUID) -> None:
    assert len(scanned().pairs) == 1
    with entered() as by:
        by.record("test.change")
        PersonEmail.objects.filter(person=twin).delete()
        PersonPhone.objects.filter(person=twin).delete()
        Represents.objects.filter(person=twin).delete()
    with entered() as by:
        parties.begin_scan(kind=PartyKind.PERSON, by=by, at=LATER + timedelta(hours=1))
    parties.run_scans(by=BOB, purpose="crm", at=LATER + timedelta(hours=1), channel=Door.JOBS)
    with entered() as by:
        assert queries.duplicate_pairs(by=by).pairs == ()


def test_a_merged_pair_is_gone(maija: UUID, twin: UUID) -> None:
    scanned()
    merged(maija, twin)
    with entered() as by:
        assert queries.duplicate_pairs(by=by).pairs == ()


def test_a_scan_goes_on_where_it_was_cut_off(maija: UUID, twin: UUID) -> None:
    with entered() as by:
        scan = parties.begin_scan(kind=PartyKind.PERSON, by=by, at=LATER)
        assert parties.scan_portion(scan_id=scan, by=by, at=LATER, size=1)
        with pytest.raises(parties.AlreadyScanningError):
            parties.begin_scan(kind=PartyKind.PERSON, by=by, at=LATER)
    parties.run_scans(by=BOB, purpose="crm", at=LATER, channel=Door.JOBS)
    with entered() as by:
        assert len(queries.duplicate_pairs(by=by).pairs) == 1
    (latest,) = queries.latest_scans(by=BOB)
    assert (latest.percent, latest.compared, latest.is_running) == (100, 1, False)


def test_a_cancelled_scan_does_nothing_more(maija: UUID, twin: UUID) -> None:
    with entered() as by:
        scan = parties.begin_scan(kind=PartyKind.PERSON, by=by, at=LATER)
        parties.cancel_scan(scan_id=scan, by=by, at=LATER)
    assert parties.run_scans(by=BOB, purpose="crm", at=LATER, channel=Door.JOBS) == 0


@pytest.mark.parametrize(
    ("name", "other", "found"),
    [
        ("Lämpö Oy", "Oy Lämpö Ab", True),
        ("Turun Lämpöpumppu Oy", "Turun Lämpopumppu Oy", True),
        ("Lampopumpun Huolto Oy", "Tampopumpun Huolto Oy", True),  # a slip in the first letter
        ("Kiinteistö Oy Koivu", "Kiinteistö Oy Mänty", False),
        ("Asunto Oy Kuusikatu 12", "Asunto Oy Kuusikatu 14", False),
        ("Asunto Oy Kuusikatu 12", "Kuusikatu 12 asunto", True),
    ],
)
def test_companies_of_one_name_are_found_whatever_form_and_order(db: None, name: str, other: str, found: bool) -> None:
    with entered() as by:
        for one in (name, other):
            organisation = parties.add_organisation(registered_name=one, origin=ORIGIN, by=by, at=NOW)
            parties.add_contact_point(
                owner=Party(kind=PartyKind.ORGANISATION, id=organisation),
                kind=ContactKind.PHONE,
                value="+358 45 0000 009",
                origin=ORIGIN,
                by=by,
                at=NOW,
            )
    assert bool(scanned(PartyKind.ORGANISATION).pairs) is found


def test_two_side_by_side_show_only_what_may_be_read(maija: UUID, twin: UUID) -> None:
    with entered() as by:
        found = queries.compare(kind=PartyKind.PERSON, first=maija, second=twin, by=by)
        with pytest.raises(queries.PairNotFoundError):
            queries.compare(kind=PartyKind.PERSON, first=maija, second=UUID(int=9), by=by)

    fields = {one.field: one for one in found.fields}
    assert fields["last_name"].differ
    assert not fields["first_name"].differ
    assert {one.item: (one.first, one.second) for one in found.hanging}["order.history"] == (0, 1)
