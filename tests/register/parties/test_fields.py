"""The wider fields of parties: own items, history, consumers, guardians, groups, former names, sole traders."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import cast
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction
from pytest_django import Settings

from kortisto.declaration.holdings import facts_of
from kortisto.declaration.words import Operation
from kortisto.privacy.retention.operations import sweep
from kortisto.register.audit import queries as log
from kortisto.register.audit.enums import ActorKind, Door
from kortisto.register.audit.values import Actor, NotGrantedError
from kortisto.register.parties import operations as parties
from kortisto.register.parties.editing import ChangedMeanwhileError
from kortisto.register.parties.enums import NameKind, PartyKind, RelationshipKind
from kortisto.register.parties.models import (
    Change,
    ConsumerCustomership,
    Guardianship,
    Organisation,
    OrganisationFormerName,
    OwnValue,
    Person,
    Represents,
)
from kortisto.register.parties.operations.organisations import GroupCycleError, IdentifierError
from kortisto.register.parties.own_items import NotOwnItemError, own_field, own_fields, stored
from kortisto.register.parties.queries import person_page, search
from kortisto.register.parties.values import OrganisationChanges, Party
from tests.register.conftest import BOB, NOW, ORIGIN, entered
from tests.register.wider import widened

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

LATER = NOW + timedelta(days=30)
TOLD = replace(ORIGIN, collected_at=LATER)
JOB = Actor(kind=ActorKind.JOB)


@pytest.fixture
def wider(declaration_of_tests: None, settings: Settings, tmp_path: Path) -> None:
    settings.KORTISTO_DECLARATION = str(widened(Path(settings.KORTISTO_DECLARATION), tmp_path))


def swept(at: datetime) -> None:
    sweep(by=JOB, at=at, now=at, channel=Door.JOBS)


# --- history -------------------------------------------------------------------------------------------------------


def test_a_change_keeps_what_stood_there_and_who_changed_it(wider: None, maija: UUID) -> None:
    with entered() as by:
        parties.edit_person(
            person_id=maija, changes={"last_name": "Uusi", "language": "fi"}, origin=TOLD, by=by, at=LATER
        )
        change = Change.objects.get()

    assert (change.person_id, change.organisation_id, change.table) == (maija, None, "Person")
    assert (change.field, change.item, change.old, change.new) == ("last_name", "person.name.last", "Esimerkki", "Uusi")
    assert (change.changed_by, change.happened_at, change.source) == (BOB.id, LATER, "subject")


def test_what_hangs_on_a_person_has_its_history_with_the_person(wider: None, maija: UUID) -> None:
    with entered() as by:
        row = Represents.objects.get()
        parties.edit_representation(
            representation_id=row.id, changes={"title": "Ostaja", "role": "buyer"}, origin=TOLD, by=by, at=LATER
        )
        parties.end_representation(representation_id=row.id, ended_on=date(2026, 11, 30), by=by, at=LATER)
        found = {one.field: (one.old, one.new, one.item, one.person_id) for one in Change.objects.all()}

    assert found == {
        "title": ("Toimitusjohtaja", "Ostaja", "person.title", maija),
        "role": ("", "buyer", "person.represents", maija),
        "ended_on": ("", "2026-11-30", "person.represents", maija),
    }


def test_a_declaration_without_a_history_keeps_none(maija: UUID) -> None:
    with entered() as by:
        parties.edit_person(person_id=maija, changes={"last_name": "Uusi"}, origin=TOLD, by=by, at=LATER)
        assert not Change.objects.exists()


def test_the_history_goes_with_the_person(wider: None, maija: UUID) -> None:
    with entered() as by:
        parties.edit_person(person_id=maija, changes={"last_name": "Uusi"}, origin=TOLD, by=by, at=LATER)
        assert Change.objects.filter(person=maija).exists()
    swept(datetime(2031, 1, 1, tzinfo=UTC))

    with entered() as by:
        by.record("test")
        assert not Person.objects.filter(id=maija).exists()
        assert not Change.objects.exists()


def test_the_history_of_a_row_goes_with_the_row_though_the_person_stays(wider: None, maija: UUID) -> None:
    """A second, consumer's, relationship keeps the person; the history must not outlive what it tells of."""
    with entered() as by:
        owner = Party(kind=PartyKind.PERSON, id=maija)
        parties.set_own_values(owner=owner, values={"own.boiler": "Lämpö 1"}, origin=ORIGIN, by=by, at=NOW)
        parties.set_own_values(owner=owner, values={"own.boiler": "Lämpö 2"}, origin=ORIGIN, by=by, at=NOW)
        assert [(one.item, one.old) for one in Change.objects.all()] == [("own.boiler", "Lämpö 1")]
        parties.set_own_values(owner=owner, values={"own.boiler": ""}, origin=ORIGIN, by=by, at=NOW)

        assert not OwnValue.objects.exists()
        assert not Change.objects.exists()


# --- own items -----------------------------------------------------------------------------------------------------


def test_own_items_are_fields_only_where_the_declaration_types_them(wider: None) -> None:
    assert [field.item for field in own_fields(PartyKind.PERSON)] == ["own.boiler", "own.warm_since"]
    assert [field.item for field in own_fields(PartyKind.ORGANISATION)] == ["own.level", "own.seats"]


def test_own_values_are_added_with_a_party_and_changed(wider: None, db: None) -> None:
    with entered() as by:
        id_ = parties.add_organisation(
            registered_name="Kenttä Oy",
            own={"own.level": "Kulta", "own.seats": "1 200,5"},
            origin=ORIGIN,
            by=by,
            at=NOW,
        )
        values = dict(OwnValue.objects.values_list("item", "value"))
        changed = parties.edit_organisation(
            organisation_id=id_, changes={}, own={"own.level": "basic"}, own_expected={"own.level": "gold"},
            origin=TOLD, by=by, at=LATER,
        )  # fmt: skip
        row = OwnValue.objects.get(item="own.level")

    assert values == {"own.level": "gold", "own.seats": "1200.5"}
    assert changed
    assert (row.value, row.collected_at) == ("basic", LATER)
    assert "own.level" in log.events(limit=1)[0].items


def test_an_own_value_that_somebody_else_changed_is_not_overwritten(wider: None, esimerkki_oy: UUID) -> None:
    owner = Party(kind=PartyKind.ORGANISATION, id=esimerkki_oy)
    with entered() as by:
        parties.set_own_values(owner=owner, values={"own.seats": "5"}, origin=ORIGIN, by=by, at=NOW)
        with pytest.raises(ChangedMeanwhileError) as caught:
            parties.set_own_values(
                owner=owner, values={"own.seats": "7"}, expected={"own.seats": ""}, origin=ORIGIN, by=by, at=NOW
            )

    [one] = caught.value.overtaken
    assert (one.field, one.before, one.theirs, one.yours) == ("own.seats", "", "5", "7")


@pytest.mark.parametrize("item", ["own.shelf", "own.unknown", "own.boiler", "person.name"])
def test_what_is_no_field_of_such_a_party_is_refused(wider: None, esimerkki_oy: UUID, item: str) -> None:
    owner = Party(kind=PartyKind.ORGANISATION, id=esimerkki_oy)
    with entered() as by:
        by.record("test")
        with pytest.raises(NotOwnItemError):
            parties.set_own_values(owner=owner, values={item: "x"}, origin=ORIGIN, by=by, at=NOW)


def test_a_declaration_without_own_items_stores_none(esimerkki_oy: UUID) -> None:
    owner = Party(kind=PartyKind.ORGANISATION, id=esimerkki_oy)
    with entered() as by:
        by.record("test")
        with pytest.raises(NotOwnItemError):
            parties.set_own_values(owner=owner, values={"own.seats": "1"}, origin=ORIGIN, by=by, at=NOW)


@pytest.mark.parametrize(
    ("item", "of", "text"),
    [
        ("own.seats", PartyKind.ORGANISATION, "paljon"),
        ("own.seats", PartyKind.ORGANISATION, "1e999999999"),
        ("own.seats", PartyKind.ORGANISATION, "NaN"),
        ("own.level", PartyKind.ORGANISATION, "Hopea"),
        ("own.warm_since", PartyKind.PERSON, "31.2.2026"),
        ("own.boiler", PartyKind.PERSON, "x" * 301),
    ],
)
def test_values_of_another_type_are_refused(wider: None, item: str, of: PartyKind, text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        stored(own_field(item, of), text)


# --- what the declaration does not list ----------------------------------------------------------------------------


def test_an_item_that_the_declaration_does_not_list_is_refused(maija: UUID) -> None:
    with entered() as by:
        by.record("test")
        with pytest.raises(NotGrantedError):
            parties.edit_person(
                person_id=maija, changes={"informed_on": date(2026, 11, 22)}, origin=TOLD, by=by, at=LATER
            )
    with entered() as by:
        by.record("test")
        with pytest.raises(NotGrantedError):
            parties.add_guardianship(ward_id=maija, guardian_id=maija, origin=ORIGIN, by=by, at=NOW)


# --- people --------------------------------------------------------------------------------------------------------


def test_a_consumer_is_a_customer_and_goes_when_the_period_has_ended(wider: None, db: None) -> None:
    with entered() as by:
        kerttu = parties.add_person(first_name="Kerttu", last_name="Kuluttaja", origin=ORIGIN, by=by, at=NOW)
        row = parties.add_customership(person_id=kerttu, started_on=date(2020, 1, 1), origin=ORIGIN, by=by, at=NOW)
        assert facts_of([kerttu])[kerttu].states == {"consumer customer"}
        with pytest.raises(IntegrityError, match="one_open"), transaction.atomic():
            parties.add_customership(person_id=kerttu, origin=ORIGIN, by=by, at=NOW)
        parties.edit_customership(
            customership_id=row, changes={"started_on": date(2021, 1, 1)}, origin=TOLD, by=by, at=LATER
        )
        parties.end_customership(customership_id=row, ended_on=date(2026, 11, 22), by=by, at=LATER)
        assert facts_of([kerttu])[kerttu].earlier == {"consumer customer"}
        assert ConsumerCustomership.objects.get().started_on == date(2021, 1, 1)
    swept(datetime(2031, 1, 1, tzinfo=UTC))

    with entered() as by:
        by.record("test")
        assert not Person.objects.filter(id=kerttu).exists()


def test_a_guardian_is_kept_for_the_ward(wider: None, maija: UUID) -> None:
    with entered() as by:
        lapsi = parties.add_person(first_name="Liisa", last_name="Esimerkki", origin=ORIGIN, by=by, at=NOW)
        row = parties.add_guardianship(ward_id=lapsi, guardian_id=maija, origin=ORIGIN, by=by, at=NOW)
        assert "guardian" in facts_of([maija])[maija].states
        with pytest.raises(IntegrityError, match="somebody_else"), transaction.atomic():
            parties.add_guardianship(ward_id=lapsi, guardian_id=lapsi, origin=ORIGIN, by=by, at=NOW)
        parties.edit_guardianship(
            guardianship_id=row, changes={"started_on": date(2020, 1, 1)}, origin=TOLD, by=by, at=LATER
        )
        parties.end_guardianship(guardianship_id=row, ended_on=date(2026, 1, 1), by=by, at=NOW)
        assert Guardianship.objects.get().ended_on == date(2026, 1, 1)

    assert set(log.events(limit=1)[0].subjects) == {lapsi, maija}


# --- organisations -------------------------------------------------------------------------------------------------


def test_a_group_has_no_circle(db: None) -> None:
    with entered() as by:
        a, b, c = (
            parties.add_organisation(registered_name=name, origin=ORIGIN, by=by, at=NOW) for name in ("A", "B", "C")
        )
        for child, parent in ((b, a), (c, b)):
            parties.edit_organisation(
                organisation_id=child, changes={"parent_id": parent}, origin=ORIGIN, by=by, at=NOW
            )
        with pytest.raises(GroupCycleError):
            parties.edit_organisation(organisation_id=a, changes={"parent_id": c}, origin=ORIGIN, by=by, at=NOW)


def test_a_former_name_stays_and_finds_the_organisation(wider: None, esimerkki_oy: UUID) -> None:
    with entered() as by:
        parties.edit_organisation(
            organisation_id=esimerkki_oy, changes={"registered_name": "Uusnimi Oy"}, former_until=date(2026, 6, 30),
            origin=TOLD, by=by, at=LATER,
        )  # fmt: skip
        row = OrganisationFormerName.objects.get()
        older = parties.add_former_name(
            organisation_id=esimerkki_oy, name="Vanhanimi Ky", kind=NameKind.REGISTERED, origin=TOLD, by=by, at=LATER
        )
        found = {text: [hit.name for hit in search(by=by, text=text).hits] for text in ("esimerkki", "vanhanimi")}
        parties.remove_former_name(organisation_id=esimerkki_oy, name_id=older, by=by, at=LATER)
        gone = search(by=by, text="vanhanimi").hits

    assert (row.name, row.kind, row.used_to) == ("Esimerkki Oy", "registered", date(2026, 6, 30))
    assert found == {"esimerkki": ["Uusnimi Oy"], "vanhanimi": ["Uusnimi Oy"]}
    assert gone == ()


def test_a_corrected_name_is_no_former_name(wider: None, esimerkki_oy: UUID) -> None:
    with entered() as by:
        parties.edit_organisation(
            organisation_id=esimerkki_oy, changes={"registered_name": "Esimerkki Oyj"}, origin=TOLD, by=by, at=LATER
        )
        assert not OrganisationFormerName.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("business_id", "2077474-1"),
        ("vat_id", "FI20774741"),
        ("industry_code", "99999"),
        ("einvoice_address", "003720774741"),
        ("einvoice_address", "FI4950009420028731"),
    ],
)
def test_a_wrong_identifier_is_refused_by_its_field(esimerkki_oy: UUID, field: str, value: str) -> None:
    with entered() as by:
        by.record("test")
        with pytest.raises(IdentifierError) as caught:
            parties.edit_organisation(
                organisation_id=esimerkki_oy,
                changes=cast("OrganisationChanges", {field: value}),
                origin=TOLD,
                by=by,
                at=LATER,
            )
    assert caught.value.field == field


def test_identifiers_are_stored_in_one_form(wider: None, esimerkki_oy: UUID) -> None:
    with entered() as by:
        parties.edit_organisation(
            organisation_id=esimerkki_oy,
            changes={
                "industry_code": "62.01 0",
                "einvoice_address": "0037 2077 4740 001",
                "einvoice_operator": "003721291126",
                "size_class": "small",
            },
            origin=TOLD,
            by=by,
            at=LATER,
        )
        row = Organisation.objects.get(id=esimerkki_oy)

    assert (row.industry_code, row.einvoice_address, row.size_class) == ("62010", "003720774740001", "small")


def test_the_log_names_organisations_of_which_a_sole_trader_is_a_person(esimerkki_oy: UUID) -> None:
    with entered() as by:
        trader = parties.add_organisation(
            registered_name="T:mi Keksitty", sole_trader=True, origin=ORIGIN, by=by, at=NOW
        )
        parties.add_relationship(organisation_id=trader, kind=RelationshipKind.CUSTOMER, origin=ORIGIN, by=by, at=NOW)

        search(by=by, text="keksitty")

    actions = [line.action for line in log.events(subject=trader)]
    assert actions == ["parties.search", "relationship.add", "organisation.add"]
    assert [line.action for line in log.events(subject=esimerkki_oy)] == ["relationship.add", "organisation.add"]


def test_a_relationship_is_changed_and_its_period_checked(wider: None, esimerkki_oy: UUID) -> None:
    with entered() as by:
        row = parties.add_relationship(
            organisation_id=esimerkki_oy, kind=RelationshipKind.PARTNER, origin=ORIGIN, by=by, at=NOW
        )
        parties.edit_relationship(
            relationship_id=row, kind=RelationshipKind.PARTNER, changes={"started_on": date(2026, 1, 1)},
            origin=TOLD, by=by, at=LATER,
        )  # fmt: skip
        with pytest.raises(IntegrityError, match="ends_after_start"), transaction.atomic():
            parties.edit_relationship(
                relationship_id=row, kind=RelationshipKind.PARTNER, changes={"ended_on": date(2025, 1, 1)},
                origin=TOLD, by=by, at=LATER,
            )  # fmt: skip
        assert Change.objects.get(organisation=esimerkki_oy).new == "2026-01-01"


def test_nobody_may_write_what_the_access_does_not_grant(wider: None, esimerkki_oy: UUID) -> None:
    owner = Party(kind=PartyKind.ORGANISATION, id=esimerkki_oy)
    with entered(Operation.READ) as by:
        by.record("test")
        with pytest.raises(NotGrantedError):
            parties.set_own_values(owner=owner, values={"own.seats": "5"}, origin=ORIGIN, by=by, at=NOW)


def test_values_whose_item_a_later_declaration_drops_are_not_shown_and_break_nothing(
    wider: None, settings: Settings, maija: UUID
) -> None:
    with entered() as by:
        owner = Party(kind=PartyKind.PERSON, id=maija)
        parties.set_own_values(owner=owner, values={"own.boiler": "Lämpö 1"}, origin=ORIGIN, by=by, at=NOW)
        parties.edit_person(person_id=maija, changes={"last_name": "Uusi"}, origin=TOLD, by=by, at=LATER)
    settings.KORTISTO_DECLARATION = str(Path(__file__).parents[1] / "samples" / "register.yaml")
    with entered() as by:
        page = person_page(person_id=maija, by=by, changes=10)
    assert (page.own, page.changes) == ((), ())
    swept(datetime(2031, 1, 1, tzinfo=UTC))
    with entered() as by:
        by.record("test")
        assert not Person.objects.filter(id=maija).exists()
        assert (OwnValue.objects.count(), Change.objects.count()) == (0, 0)
