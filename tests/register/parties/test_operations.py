"""Changes of parties: what they write, refuse and leave in the log."""

from __future__ import annotations

import inspect
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction

from kortisto.declaration.words import Basis, Operation
from kortisto.register.audit import queries as log
from kortisto.register.audit.values import NotGrantedError
from kortisto.register.parties import operations as parties
from kortisto.register.parties.enums import (
    ActivityKind,
    AddressUse,
    ContactKind,
    ContactUse,
    PartyKind,
    RelationshipKind,
)
from kortisto.register.parties.models import (
    BusinessRelation,
    Customership,
    Order,
    Organisation,
    Person,
    PersonEmail,
    PersonSearchKeys,
    Represents,
)
from kortisto.register.parties.models.contacts import POINTS
from kortisto.register.parties.operations.contacts import ADDRESSES
from kortisto.register.parties.operations.organisations import GroupCycleError
from kortisto.register.parties.values import Origin, Party
from tests.register.conftest import NOW, ORIGIN, entered

pytestmark = pytest.mark.integration

LATER = NOW + timedelta(days=30)
TOLD = replace(ORIGIN, source="staff", collected_at=LATER, basis=Basis.CONTRACT)
DAY = date(2026, 11, 22)


def last_line() -> tuple[str, tuple[UUID, ...], tuple[str, ...]]:
    line = log.events(limit=1)[0]
    return line.action, line.subjects, line.items


def test_every_operation_takes_named_arguments_an_access_and_the_time() -> None:
    for name in parties.__all__:
        if isinstance(getattr(parties, name), type):
            continue  # an error that operations raise
        parameters = inspect.signature(getattr(parties, name)).parameters
        assert {"by", "at"} <= parameters.keys(), name
        assert {parameter.kind for parameter in parameters.values()} == {inspect.Parameter.KEYWORD_ONLY}, name


# --- organisations -------------------------------------------------------------------------------------------------


def test_an_organisation_knows_its_origin(esimerkki_oy: UUID) -> None:
    with entered() as by:
        by.record("test")
        row = Organisation.objects.get(id=esimerkki_oy)

    assert (row.source, row.collected_at, row.basis) == ("subject", NOW, "legitimate interest")
    assert (row.declaration, row.batch_id, row.changed_at) == ("minimal 1.0", None, None)


@pytest.mark.parametrize("wrong", [{"business_id": "2077474-1"}, {"business_id": "x"}, {"vat_id": "FI20774741"}])
def test_a_wrong_check_digit_is_refused(db: None, wrong: dict[str, Any]) -> None:
    with entered() as by:
        by.record("test")
        with pytest.raises(ValueError, match="not a"):
            parties.add_organisation(registered_name="Väärä Oy", origin=ORIGIN, by=by, at=NOW, **wrong)


def test_identifiers_are_stored_in_one_form(db: None) -> None:
    with entered() as by:
        organisation = parties.add_organisation(
            registered_name=" Muoto Oy ", business_id="20774740", vat_id="fi 20774740", origin=ORIGIN, by=by, at=NOW
        )
        row = Organisation.objects.get(id=organisation)

    assert (row.registered_name, row.business_id, row.vat_id) == ("Muoto Oy", "2077474-0", "FI20774740")


def test_two_organisations_do_not_share_a_business_id_but_may_both_lack_one(esimerkki_oy: UUID) -> None:
    with entered() as by:
        for name in ("Ensimmäinen", "Toinen"):
            parties.add_organisation(registered_name=name, origin=ORIGIN, by=by, at=NOW)
        with pytest.raises(IntegrityError, match="business_id_once"), transaction.atomic():
            parties.add_organisation(registered_name="Kaksoinen", business_id="2077474-0", origin=ORIGIN, by=by, at=NOW)


def test_a_changed_field_has_its_own_origin_and_the_others_keep_theirs(esimerkki_oy: UUID) -> None:
    with entered() as by:
        changed = parties.edit_organisation(
            organisation_id=esimerkki_oy,
            changes={"trade_name": "Mallikas", "registered_name": "Esimerkki Oy"},
            origin=TOLD,
            by=by,
            at=LATER,
        )
        row = Organisation.objects.get(id=esimerkki_oy)

    assert changed
    assert (row.source, row.changed_at, row.sort_key) == ("subject", LATER, "mallikas")
    assert row.origins == {
        "trade_name": {
            "source": "staff",
            "collected_at": LATER.isoformat(),
            "basis": "contract",
            "declaration": "minimal 1.0",
            "batch": None,
        }
    }
    assert last_line() == ("organisation.edit", (row.id,), ("organisation.name",))


def test_an_edit_that_changes_nothing_leaves_no_line(esimerkki_oy: UUID) -> None:
    with entered() as by:
        by.record("test")
        changed = parties.edit_organisation(
            organisation_id=esimerkki_oy, changes={"registered_name": "Esimerkki Oy"}, origin=TOLD, by=by, at=LATER
        )

    assert not changed
    assert last_line()[0] == "test"


def test_a_parent_can_be_set_and_taken_away(esimerkki_oy: UUID) -> None:
    with entered() as by:
        parent = parties.add_organisation(registered_name="Emo Oy", origin=ORIGIN, by=by, at=NOW)
        for parent_id in (parent, None):
            parties.edit_organisation(
                organisation_id=esimerkki_oy, changes={"parent_id": parent_id}, origin=TOLD, by=by, at=NOW
            )
            assert Organisation.objects.get(id=esimerkki_oy).parent_id == parent_id
        with pytest.raises(GroupCycleError):
            parties.edit_organisation(
                organisation_id=esimerkki_oy, changes={"parent_id": esimerkki_oy}, origin=TOLD, by=by, at=NOW
            )


@pytest.mark.parametrize(
    ("kind", "model"), [(RelationshipKind.CUSTOMER, Customership), (RelationshipKind.SUPPLIER, BusinessRelation)]
)
def test_a_relationship_is_open_once_and_ends_after_it_began(db: None, kind: RelationshipKind, model: Any) -> None:
    with entered() as by:
        company = parties.add_organisation(registered_name="Oy", origin=ORIGIN, by=by, at=NOW)
        first = parties.add_relationship(
            organisation_id=company, kind=kind, started_on=DAY, origin=ORIGIN, by=by, at=NOW
        )
        with pytest.raises(IntegrityError, match="one_open"), transaction.atomic():
            parties.add_relationship(organisation_id=company, kind=kind, origin=ORIGIN, by=by, at=NOW)
        with pytest.raises(IntegrityError, match="ends_after_start"), transaction.atomic():
            parties.end_relationship(relationship_id=first, kind=kind, ended_on=DAY - timedelta(days=1), by=by, at=NOW)
        parties.end_relationship(relationship_id=first, kind=kind, ended_on=DAY, by=by, at=LATER)
        again = parties.add_relationship(organisation_id=company, kind=kind, origin=ORIGIN, by=by, at=NOW)

        assert {(row.id, row.ended_on) for row in model.objects.all()} == {(first, DAY), (again, None)}


# --- people --------------------------------------------------------------------------------------------------------


def test_adding_a_person_leaves_a_line_with_the_items_that_were_given(db: None) -> None:
    with entered() as by:
        person = parties.add_person(first_name=" Maija ", last_name="Esimerkki", origin=ORIGIN, by=by, at=LATER)

    assert last_line() == ("person.add", (person,), ("person.name.first", "person.name.last"))
    assert log.events()[0].happened_at == LATER


def test_a_person_has_at_least_one_name(db: None) -> None:
    with entered() as by:
        parties.add_person(first_name="Cher", last_name="", origin=ORIGIN, by=by, at=NOW)
        with pytest.raises(IntegrityError, match="person_named"), transaction.atomic():
            parties.add_person(first_name=" ", last_name="", origin=ORIGIN, by=by, at=NOW)


def test_a_new_name_is_found_and_the_old_one_is_not(maija: UUID) -> None:
    with entered() as by:
        parties.edit_person(person_id=maija, changes={"last_name": "Malli"}, origin=TOLD, by=by, at=LATER)
        keys = str(PersonSearchKeys.objects.values_list("keys", flat=True).get())
        row = Person.objects.get(id=maija)

    assert {"'maija'", "'malli'"} <= set(keys.split())
    assert "esim" not in keys
    assert row.sort_key == "malli\x01maija"
    assert row.origins.keys() == {"last_name"}
    assert last_line() == ("person.edit", (maija,), ("person.name.last",))


def test_a_person_acts_once_for_an_organisation_and_may_come_back(maija: UUID, esimerkki_oy: UUID) -> None:
    with entered() as by:
        first = Represents.objects.get()
        with pytest.raises(IntegrityError, match="one_open"), transaction.atomic():
            parties.add_representation(person_id=maija, organisation_id=esimerkki_oy, origin=ORIGIN, by=by, at=NOW)
        parties.end_representation(representation_id=first.id, ended_on=DAY, by=by, at=LATER)
        parties.add_representation(person_id=maija, organisation_id=esimerkki_oy, origin=ORIGIN, by=by, at=NOW)

        first.refresh_from_db()
        assert (first.ended_on, first.changed_at) == (DAY, LATER)
    assert "representation.end" in [line.action for line in log.events(subject=maija)]


def test_a_title_is_corrected_with_its_origin(maija: UUID) -> None:
    with entered() as by:
        row = Represents.objects.get()
        parties.edit_representation(representation_id=row.id, changes={"title": "Ostaja"}, origin=TOLD, by=by, at=LATER)
        row.refresh_from_db()

    assert (row.title, row.origins["title"]["source"]) == ("Ostaja", "staff")
    assert last_line() == ("representation.edit", (maija,), ("person.title",))


@pytest.fixture
def both(maija: UUID, esimerkki_oy: UUID) -> dict[PartyKind, Party]:
    ids = {PartyKind.PERSON: maija, PartyKind.ORGANISATION: esimerkki_oy}
    return {kind: Party(kind=kind, id=party) for kind, party in ids.items()}


# --- contact points ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "value", "normalised"),
    [
        (ContactKind.EMAIL, " Eka.Toka@Esimerkki.Example ", "eka.toka@esimerkki.example"),
        (ContactKind.PHONE, "040-123 4567", "+358401234567"),
        (ContactKind.PHONE, "(5) 555-4729", "55554729"),
        (ContactKind.WEB, "WWW.Esimerkki.example/Polku", "https://www.esimerkki.example/Polku"),
    ],
)
@pytest.mark.parametrize("owner_kind", PartyKind)
def test_contact_points_keep_what_was_given_and_one_form_to_compare(
    both: dict[PartyKind, Party], owner_kind: PartyKind, kind: ContactKind, value: str, normalised: str
) -> None:
    owner = both[owner_kind]
    with entered() as by:
        point = parties.add_contact_point(owner=owner, kind=kind, value=value, origin=ORIGIN, by=by, at=NOW)
        with pytest.raises(IntegrityError, match="once"), transaction.atomic():
            parties.add_contact_point(owner=owner, kind=kind, value=value, origin=ORIGIN, by=by, at=NOW)
        row = POINTS[owner_kind, kind].objects.get(id=point)

    assert (row.value, row.normalised, row.use) == (value.strip(), normalised, "work")
    assert last_line()[2] == (f"{owner_kind.value}.contact.{kind.value}",)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (ContactKind.EMAIL, "maija"),
        (ContactKind.EMAIL, "a b@c.fi"),
        (ContactKind.PHONE, "ei ole"),
        (ContactKind.WEB, "x"),
        (ContactKind.WEB, "javascript:alert(1)"),
    ],
)
def test_what_is_no_contact_point_is_refused(maija: UUID, kind: ContactKind, value: str) -> None:
    with entered() as by:
        by.record("test")
        with pytest.raises(ValueError, match="not a"):
            parties.add_contact_point(
                owner=Party(kind=PartyKind.PERSON, id=maija), kind=kind, value=value, origin=ORIGIN, by=by, at=NOW
            )


def test_a_contact_point_is_corrected_and_ended_by_its_owner_only(maija: UUID, esimerkki_oy: UUID) -> None:
    owner = Party(kind=PartyKind.PERSON, id=maija)
    stranger = Party(kind=PartyKind.PERSON, id=uuid4())
    with entered() as by:
        row = PersonEmail.objects.get()
        with pytest.raises(PersonEmail.DoesNotExist):
            parties.end_contact_point(
                contact_point_id=row.id, owner=stranger, kind=ContactKind.EMAIL, valid_to=DAY, by=by, at=NOW
            )
        parties.edit_contact_point(
            contact_point_id=row.id,
            owner=owner,
            kind=ContactKind.EMAIL,
            changes={"value": "uusi@esimerkki.example", "use": ContactUse.PRIVATE},
            origin=TOLD,
            by=by,
            at=LATER,
        )
        parties.end_contact_point(
            contact_point_id=row.id, owner=owner, kind=ContactKind.EMAIL, valid_to=DAY, by=by, at=LATER
        )
        row.refresh_from_db()

    assert (row.normalised, row.use, row.valid_to) == ("uusi@esimerkki.example", "private", DAY)
    assert (row.source, row.collected_at, row.basis, row.changed_at) == ("staff", LATER, "contract", LATER)


@pytest.mark.parametrize("owner_kind", PartyKind)
def test_addresses_are_added_corrected_and_ended(both: dict[PartyKind, Party], owner_kind: PartyKind) -> None:
    owner = both[owner_kind]
    with entered() as by:
        address = parties.add_address(
            owner=owner, lines=["Esimerkkikatu 1", " "], postal_code="00100", city="Helsinki", country="fi",
            origin=ORIGIN, by=by, at=NOW,
        )  # fmt: skip
        parties.edit_address(
            address_id=address, owner=owner, origin=TOLD,
            changes={"lines": "PL 1", "postal_code": "", "city": "Espoo", "use": AddressUse.BILLING}, by=by, at=LATER,
        )  # fmt: skip
        parties.end_address(address_id=address, owner=owner, valid_to=DAY, by=by, at=LATER)
        row = ADDRESSES[owner_kind].objects.get(id=address)
        with pytest.raises(IntegrityError, match="not_empty"), transaction.atomic():
            parties.add_address(owner=owner, origin=ORIGIN, by=by, at=NOW)
        with pytest.raises(IntegrityError, match="country_form"), transaction.atomic():
            parties.add_address(owner=owner, city="Turku", country="X1", origin=ORIGIN, by=by, at=NOW)

    assert (row.lines, row.postal_code, row.city, row.use) == ("PL 1", "", "Espoo", "billing")
    assert (row.source, row.valid_to) == ("staff", DAY)
    assert last_line()[2] == (f"{owner_kind.value}.contact.address",)


# --- what happened -------------------------------------------------------------------------------------------------


def test_orders_activities_and_notes_are_kept_with_their_items(maija: UUID, esimerkki_oy: UUID) -> None:
    owners: dict[str, Any] = {"person_id": maija, "organisation_id": esimerkki_oy}
    with entered() as by:
        parties.add_order(reference="10248", placed_on=DAY, origin=ORIGIN, by=by, at=NOW, **owners)
        parties.add_activity(kind=ActivityKind.MEETING, happened_on=DAY, origin=ORIGIN, by=by, at=NOW, **owners)
        parties.add_note(text=" Soittaa maanantaina. ", written_on=DAY, origin=ORIGIN, by=by, at=NOW, **owners)

    lines = [(line.action, line.subjects, line.items) for line in reversed(log.events(limit=3))]
    assert lines == [
        ("order.add", (maija, esimerkki_oy), ("order.history",)),
        ("activity.add", (maija, esimerkki_oy), ("person.activity",)),
        ("note.add", (maija, esimerkki_oy), ("person.note",)),
    ]


def test_an_order_is_imported_once_and_belongs_to_somebody(esimerkki_oy: UUID) -> None:
    with entered() as by:
        order: dict[str, Any] = {"reference": "10248", "placed_on": DAY, "origin": ORIGIN, "by": by, "at": NOW}
        parties.add_order(organisation_id=esimerkki_oy, **order)
        with pytest.raises(IntegrityError, match="order_once"), transaction.atomic():
            parties.add_order(organisation_id=esimerkki_oy, **order)
        with pytest.raises(IntegrityError, match="has_owner"), transaction.atomic():
            parties.add_order(**{**order, "reference": "10249"})
        assert Order.objects.count() == 1


@pytest.mark.parametrize("kind", [ActivityKind.ORDER, ActivityKind.NOTE])
def test_orders_and_notes_have_operations_of_their_own(esimerkki_oy: UUID, kind: ActivityKind) -> None:
    with entered() as by:
        by.record("test")
        with pytest.raises(ValueError, match="add_"):
            parties.add_activity(kind=kind, happened_on=DAY, organisation_id=esimerkki_oy, origin=ORIGIN, by=by, at=NOW)


# --- imports -------------------------------------------------------------------------------------------------------


def test_rows_of_an_import_carry_it(db: None) -> None:
    with entered() as by:
        batch = parties.open_batch(
            file_name="customers.csv", sha256="0" * 64, register="minimal", source="subject", collected_at=NOW,
            basis=Basis.CONTRACT, declaration="minimal 1.0", by=by, at=NOW,
        )  # fmt: skip
        origin = replace(ORIGIN, batch=batch)
        person = parties.add_person(first_name="Maija", last_name="Esimerkki", origin=origin, by=by, at=NOW)
        parties.count_batch(batch_id=batch, counts={"people": 1}, by=by, at=NOW)
        row = Person.objects.select_related("batch").get(id=person)

    assert row.batch is not None
    assert (row.batch_id, row.batch.counts) == (batch, {"people": 1})


@pytest.mark.parametrize("wrong", [{"source": ""}, {"declaration": ""}])
def test_a_row_without_origin_is_refused(db: None, wrong: dict[str, str]) -> None:
    origin: Origin = replace(ORIGIN, **wrong)  # type: ignore[arg-type]
    with entered() as by:
        by.record("test")
        with pytest.raises(IntegrityError, match="has_"), transaction.atomic():
            parties.add_person(first_name="Maija", last_name="Esimerkki", origin=origin, by=by, at=NOW)


# --- leave ---------------------------------------------------------------------------------------------------------


def test_an_undeclared_item_is_not_written(db: None) -> None:
    with entered() as by:
        by.record("test")
        with pytest.raises(NotGrantedError, match=r"billing\.details"):
            parties.add_organisation(
                registered_name="Lasku Oy", einvoice_address="003720774740", origin=ORIGIN, by=by, at=NOW
            )
        assert Organisation.objects.count() == 0


def test_an_access_for_reading_writes_nothing(maija: UUID) -> None:
    with entered(Operation.READ) as by:
        by.record("test")
        with pytest.raises(NotGrantedError, match="collect"):
            parties.add_person(first_name="Matti", last_name="Malli", origin=ORIGIN, by=by, at=NOW)
        with pytest.raises(NotGrantedError, match="change"):
            parties.edit_person(person_id=maija, changes={"last_name": "Malli"}, origin=ORIGIN, by=by, at=NOW)
