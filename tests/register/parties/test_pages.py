"""A party's page: everything the access grants, with the origin of each datum, in a fixed number of queries."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from pytest_django import DjangoAssertNumQueries

from kortisto.declaration.words import Basis, Operation
from kortisto.register.audit import queries as log
from kortisto.register.parties import operations as parties
from kortisto.register.parties.enums import ActivityKind, ContactKind, PartyKind, RelationshipKind
from kortisto.register.parties.models import PersonEmail
from kortisto.register.parties.queries import organisation_page, person_page
from kortisto.register.parties.queries.pages import PartyNotFoundError
from kortisto.register.parties.values import Origin, Party, PersonPage
from tests.register.conftest import NOW, ORIGIN, entered

pytestmark = pytest.mark.integration

LATER = NOW + timedelta(days=30)
TOLD = Origin(source="staff", collected_at=LATER, basis=Basis.CONTRACT, declaration="minimal 1.0")


def read_person(person: UUID, purpose: str = "crm", activities: int = 50) -> PersonPage:
    with entered(Operation.READ, purpose=purpose) as by:
        return person_page(person_id=person, by=by, activities=activities)


def happen(person: UUID | None, organisation: UUID | None, days: int = 3) -> None:
    with entered() as by:
        owners: dict[str, Any] = {
            "person_id": person,
            "organisation_id": organisation,
            "origin": ORIGIN,
            "by": by,
            "at": NOW,
        }
        for n in range(1, days + 1):
            day = date(2026, 1, n)
            parties.add_order(reference=f"o{n}-{uuid4()}", placed_on=day, **owners)
            parties.add_activity(kind=ActivityKind.CALL, happened_on=day, **owners)
            parties.add_note(text=f"n{n}", written_on=day, **owners)


def test_a_person_is_shown_with_the_origin_of_each_datum(maija: UUID, esimerkki_oy: UUID) -> None:
    with entered() as by:
        parties.edit_person(person_id=maija, changes={"language": "sv"}, origin=TOLD, by=by, at=LATER)

    page = read_person(maija)

    assert (page.name, page.first_name, page.last_name, page.language) == (
        "Maija Esimerkki",
        "Maija",
        "Esimerkki",
        "sv",
    )
    assert page.origins == {"first_name": ORIGIN, "last_name": ORIGIN, "language": TOLD}
    (role,) = page.represents
    assert (role.organisation_id, role.organisation_name, role.title) == (
        esimerkki_oy,
        "Esimerkki Oy",
        "Toimitusjohtaja",
    )
    assert role.origin == ORIGIN
    (point,) = page.contact_points
    assert (point.kind, point.item, point.value) == (
        ContactKind.EMAIL,
        "person.contact.email",
        "Maija.Esimerkki@esimerkki.example",
    )
    assert (point.origin, page.addresses, page.activities, page.withheld) == (ORIGIN, (), (), frozenset())


def test_what_is_shown_cannot_be_changed(maija: UUID) -> None:
    with pytest.raises(FrozenInstanceError):
        read_person(maija).last_name = "Malli"  # type: ignore[misc]


def test_what_happened_stands_newest_first_and_says_when_there_is_more(maija: UUID) -> None:
    happen(maija, None)

    page = read_person(maija, activities=4)
    kinds = [(activity.on.day, activity.kind) for activity in page.activities]

    assert [day for day, _ in kinds] == [3, 3, 3, 2]
    assert {kind for day, kind in kinds if day == 3} == {ActivityKind.ORDER, ActivityKind.CALL, ActivityKind.NOTE}
    assert page.more_activities
    assert not read_person(maija, activities=9).more_activities
    items = {activity.kind: activity.item for activity in page.activities}
    assert items[ActivityKind.NOTE] == "person.note"
    assert items[ActivityKind.ORDER] == "order.history"
    assert items[ActivityKind.CALL] == "person.activity"


def test_contact_points_in_use_stand_first(maija: UUID) -> None:
    owner = Party(kind=PartyKind.PERSON, id=maija)
    with entered() as by:
        old = PersonEmail.objects.get().id
        parties.end_contact_point(
            contact_point_id=old, owner=owner, kind=ContactKind.EMAIL, valid_to=date(2026, 1, 1), by=by, at=NOW
        )
        for kind, value in ((ContactKind.WEB, "esimerkki.example"), (ContactKind.PHONE, "0401234567")):
            parties.add_contact_point(owner=owner, kind=kind, value=value, origin=ORIGIN, by=by, at=NOW)

    kinds = [point.kind for point in read_person(maija).contact_points]

    assert kinds == [ContactKind.PHONE, ContactKind.WEB, ContactKind.EMAIL]


def test_a_purpose_shows_only_its_items_and_says_what_it_withholds(maija: UUID) -> None:
    happen(maija, None)

    page = read_person(maija, purpose="mailing")

    assert page.name == "Maija Esimerkki"
    assert [point.value for point in page.contact_points] == ["Maija.Esimerkki@esimerkki.example"]
    assert (page.language, page.activities, page.addresses) == ("", (), ())
    assert [role.title for role in page.represents] == [""]
    assert {"person.language", "person.title", "person.note", "order.history", "person.contact.phone"} <= page.withheld
    assert "language" not in page.origins
    line = log.events(limit=1)[0]
    assert line.subjects == (maija,)
    assert page.withheld.isdisjoint(line.items)
    assert "person.contact.email" in line.items


def test_an_organisation_is_shown_with_its_people(maija: UUID, esimerkki_oy: UUID) -> None:
    happen(maija, esimerkki_oy, days=1)
    owner = Party(kind=PartyKind.ORGANISATION, id=esimerkki_oy)
    with entered() as by:
        parent = parties.add_organisation(registered_name="Emo Oy", origin=ORIGIN, by=by, at=NOW)
        changes = {"parent_id": parent, "trade_name": "Mallikas"}
        parties.edit_organisation(organisation_id=esimerkki_oy, changes=changes, origin=TOLD, by=by, at=NOW)  # type: ignore[arg-type]
        parties.add_relationship(
            organisation_id=esimerkki_oy, kind=RelationshipKind.SUPPLIER, ended_on=date(2025, 1, 1), origin=TOLD,
            by=by, at=NOW,
        )  # fmt: skip
        parties.add_address(
            owner=owner, lines=["Katu 1", "2. krs"], city="Turku", country="FI", origin=ORIGIN, by=by, at=NOW
        )

    with entered(Operation.READ) as by:
        page = organisation_page(organisation_id=esimerkki_oy, by=by)

    assert (page.name, page.registered_name, page.business_id) == ("Mallikas", "Esimerkki Oy", "2077474-0")
    assert (page.parent_id, page.parent_name) == (parent, "Emo Oy")
    assert [person.person_name for person in page.represented_by] == ["Maija Esimerkki"]
    assert [(one.kind, one.ended_on) for one in page.relationships] == [
        (RelationshipKind.CUSTOMER, None),
        (RelationshipKind.SUPPLIER, date(2025, 1, 1)),
    ]
    assert [(address.lines, address.city) for address in page.addresses] == [(("Katu 1", "2. krs"), "Turku")]
    assert len(page.activities) == 3
    assert page.origins["trade_name"] == replace(TOLD)
    line = log.events(limit=1)[0]
    assert (line.action, line.object_id, line.subjects) == ("organisation.read", esimerkki_oy, (esimerkki_oy, maija))


@pytest.mark.parametrize("read", [person_page, organisation_page])
def test_a_party_that_is_not_there_is_told_and_logged(db: None, read: object) -> None:
    nobody = uuid4()
    argument = "person_id" if read is person_page else "organisation_id"
    with entered(Operation.READ) as by, pytest.raises(PartyNotFoundError):
        read(**{argument: nobody}, by=by)  # type: ignore[operator]

    line = log.events(limit=1)[0]
    assert (line.object_id, line.subjects) == (nobody, ())


@pytest.mark.parametrize("days", [1, 3])
def test_a_page_takes_the_same_few_queries_however_much_it_shows(
    maija: UUID, esimerkki_oy: UUID, django_assert_num_queries: DjangoAssertNumQueries, days: int
) -> None:
    happen(maija, esimerkki_oy, days)

    # savepoint, header, person, what happened, whom they represent, contact points, addresses, own customership,
    # line, release
    with django_assert_num_queries(10):
        read_person(maija)
    # the same without the last but two, and relationships, former names, the group
    with django_assert_num_queries(12), entered(Operation.READ) as by:
        organisation_page(organisation_id=esimerkki_oy, by=by)
