"""A non-disclosure for personal safety: the address shows to nobody whose task does not need it, by no way at all."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connection
from pytest_django import Settings

from kortisto.privacy.retention.operations import sweep
from kortisto.register.audit.enums import ActorKind, Door
from kortisto.register.audit.values import Actor, NotGrantedError
from kortisto.register.parties import operations as parties
from kortisto.register.parties import queries
from kortisto.register.parties.enums import PartyKind, RelationshipKind
from kortisto.register.parties.listing import Filters, ListColumn
from kortisto.register.parties.models import Person, PersonAddress, PersonListing
from kortisto.register.parties.values import Party
from tests.register.conftest import ALICE, BOB, NOW, ORIGIN, entered
from tests.register.parties.test_no_audit_row_no_data import asked_for_each_row
from tests.register.wider import widened

pytestmark = pytest.mark.integration

ALLOWED = Actor(
    kind=ActorKind.USER,
    id=UUID(int=0xB),
    role="sales",
    undertaking="1",
    permissions=frozenset({"protected.read", "merge"}),
)


@pytest.fixture(autouse=True)
def wider(settings: Settings, tmp_path: Path, declaration_of_tests: None) -> None:
    settings.KORTISTO_DECLARATION = str(widened(Path(settings.KORTISTO_DECLARATION), tmp_path))


@pytest.fixture
def protected(transactional_db: None) -> UUID:
    """Maija, of an organisation that is a customer, with an address. Each access has a transaction of its own here."""
    with entered(by=ALLOWED) as by:
        company = parties.add_organisation(registered_name="Esimerkki Oy", origin=ORIGIN, by=by, at=NOW)
        parties.add_relationship(organisation_id=company, kind=RelationshipKind.CUSTOMER, origin=ORIGIN, by=by, at=NOW)
        maija = parties.add_person(first_name="Maija", last_name="Esimerkki", origin=ORIGIN, by=by, at=NOW)
        parties.add_representation(person_id=maija, organisation_id=company, origin=ORIGIN, by=by, at=NOW)
        address = parties.add_address(
            owner=Party(kind=PartyKind.PERSON, id=maija), lines=("Keksitty katu 1",), postal_code="00100",
            city="Helsinki", origin=ORIGIN, by=by, at=NOW,
        )  # fmt: skip
        parties.edit_address(
            owner=Party(kind=PartyKind.PERSON, id=maija), address_id=address, changes={"lines": "Keksitty katu 2"},
            origin=ORIGIN, by=by, at=NOW,
        )  # fmt: skip
        parties.edit_person(
            person_id=maija, changes={"non_disclosure_until": date(2099, 1, 1)}, origin=ORIGIN, by=by, at=NOW
        )
    return maija


def seen_by(actor: Actor, person: UUID) -> dict[str, bool]:
    """By each way, whether the address shows."""
    with entered(by=actor) as by:
        page = queries.person_page(person_id=person, by=by, changes=50)
        found = queries.search(by=by, text="Helsinki").hits
        listed = queries.list_page(by=by, kind=PartyKind.PERSON, filters=Filters(), columns=[ListColumn.CITY])
        in_city = queries.list_page(by=by, kind=PartyKind.PERSON, filters=Filters(city="Helsinki"), columns=[])
        exported = list(queries.rows_of(by=by, kind=PartyKind.PERSON, ids=[person], columns=[ListColumn.CITY]))
    return {
        "page": bool(page.addresses),
        "history": "Keksitty katu" in repr(page.changes),
        "search": bool(found),
        "list": "Helsinki" in repr(listed),
        "filter": bool(in_city.rows),
        "export": "Helsinki" in repr(exported),
    }


def test_the_address_shows_by_no_way_to_who_may_not_see_it(protected: UUID) -> None:
    assert seen_by(ALLOWED, protected) == dict.fromkeys(("page", "history", "search", "list", "filter", "export"), True)
    assert seen_by(BOB, protected) == dict.fromkeys(("page", "history", "search", "list", "filter", "export"), False)


def test_it_shows_again_when_the_day_has_passed(protected: UUID) -> None:
    with entered(by=ALLOWED) as by:
        parties.edit_person(
            person_id=protected, changes={"non_disclosure_until": date(2020, 1, 1)}, origin=ORIGIN, by=by, at=NOW
        )
    assert seen_by(BOB, protected)["page"]


def test_who_may_not_see_it_may_not_lift_it(protected: UUID) -> None:
    for until in (None, date(2027, 1, 1)):
        with entered() as by:
            by.record("test.try")
            with pytest.raises(NotGrantedError):
                parties.edit_person(
                    person_id=protected, changes={"non_disclosure_until": until}, origin=ORIGIN, by=by, at=NOW
                )
    with entered() as by:  # longer, and other fields, as ever
        parties.edit_person(
            person_id=protected, changes={"non_disclosure_until": date(2100, 1, 1), "language": "sv"}, origin=ORIGIN,
            by=by, at=NOW,
        )  # fmt: skip


def test_in_the_order_of_cities_the_protected_stand_nowhere(protected: UUID) -> None:
    with entered(by=ALLOWED) as by:
        by.record("test.look")
        assert PersonListing.objects.get(person=protected).city_order == ""
        parties.add_order(person_id=protected, placed_on=date(2026, 1, 5), reference="1", origin=ORIGIN, by=by, at=NOW)
        assert PersonListing.objects.get(person=protected).city_order == ""


def test_merging_needs_who_may_see_the_addresses(protected: UUID) -> None:
    with entered() as by:
        twin = parties.add_person(first_name="Maija", last_name="Esimerkki", origin=ORIGIN, by=by, at=NOW)
    for survivor, absorbed in ((protected, twin), (twin, protected)):
        with entered() as by:
            by.record("test.try")
            with pytest.raises(parties.CannotMergeError) as raised:
                parties.merge(kind=PartyKind.PERSON, survivor=survivor, absorbed=absorbed, by=by, at=NOW)
        assert raised.value.protected
    with entered(by=ALLOWED) as by:
        done = parties.merge(kind=PartyKind.PERSON, survivor=twin, absorbed=protected, by=by, at=NOW)
        assert PersonAddress.objects.get().person_id == twin
        assert PersonListing.objects.get(person=twin).city_order == ""
    with entered() as by:
        by.record("test.try")
        with pytest.raises(parties.CannotUndoError) as refused:
            parties.undo_merge(merge_id=done.id, by=by, at=NOW)
        assert refused.value.protected
        assert not PersonAddress.objects.exists()


def test_what_is_due_is_erased_whoever_may_see_it(protected: UUID) -> None:
    far = NOW + timedelta(days=365 * 40)
    sweep(by=Actor(kind=ActorKind.JOB), at=far, now=far, channel=Door.JOBS)
    with entered(by=ALICE) as by:
        by.record("test.look")
        assert not Person.objects.exists()


def test_the_veil_is_looked_at_once_for_a_statement(transactional_db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("explain select * from parties_person_address")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "InitPlan" in plan
    assert asked_for_each_row(plan) == set()
