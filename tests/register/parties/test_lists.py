"""Lists of people and of organisations: filters, order, pages, and what an access may not see."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kortisto.declaration.civil_time import civil_day
from kortisto.declaration.words import Operation
from kortisto.register.audit import queries as log
from kortisto.register.audit.enums import Door
from kortisto.register.audit.operations import open_access
from kortisto.register.audit.values import NotGrantedError
from kortisto.register.parties import operations as parties
from kortisto.register.parties.enums import AddressUse, ContactKind, PartyKind, RelationshipKind
from kortisto.register.parties.listing import COLUMN_ITEMS, Filters, ListColumn, ListPage, Order
from kortisto.register.parties.models import Activity, PersonListing
from kortisto.register.parties.queries import chosen_ids, list_page, lists, rows_of
from kortisto.register.parties.queries.results import results
from kortisto.register.parties.queries.search import BadCursorError
from kortisto.register.parties.values import Party
from tests.register.conftest import BOB, NOW, ORIGIN, entered

pytestmark = pytest.mark.integration

P, O = PartyKind.PERSON, PartyKind.ORGANISATION  # noqa: E741 (short names of the two kinds)


def add(
    first: str, last: str, *, city: str = "", active: date | None = None, language: str = "", email: str = ""
) -> UUID:
    with entered() as by:
        id_ = parties.add_person(first_name=first, last_name=last, language=language, origin=ORIGIN, by=by, at=NOW)
        owner = Party(kind=P, id=id_)
        if city:
            parties.add_address(owner=owner, city=city, origin=ORIGIN, by=by, at=NOW)
        if active:
            parties.add_order(reference=id_.hex, placed_on=active, person_id=id_, origin=ORIGIN, by=by, at=NOW)
        if email:
            parties.add_contact_point(owner=owner, kind=ContactKind.EMAIL, value=email, origin=ORIGIN, by=by, at=NOW)
    return id_


def listed(kind: PartyKind = P, **options: Any) -> ListPage:
    purpose = options.pop("purpose", "crm")
    with entered(Operation.READ, purpose=purpose) as by:
        return list_page(by=by, kind=kind, **options)


def names(page: ListPage) -> list[str]:
    return [row.name for row in page.rows]


@pytest.fixture
def four(db: None) -> dict[str, UUID]:
    return {
        "Aho": add("Anna", "Aho", city="Åbo", active=date(2026, 3, 1), language="sv", email="anna@esimerkki.example"),
        "Öberg": add("Örjan", "Öberg", city="ÄÄNEKOSKI", active=date(2025, 3, 1)),
        "Äijälä": add("Pekka", "Äijälä", city="Vaasa", language="fi"),
        "Zorro": add("Don", "Zorro", active=date(2026, 11, 2), email="don@esimerkki.example"),
    }


@pytest.mark.parametrize(
    ("order", "descending", "expected"),
    [
        (Order.NAME, False, ["Aho", "Zorro", "Äijälä", "Öberg"]),
        (Order.NAME, True, ["Öberg", "Äijälä", "Zorro", "Aho"]),
        (Order.CITY, False, ["Zorro", "Äijälä", "Aho", "Öberg"]),
        (Order.ACTIVITY, True, ["Zorro", "Aho", "Öberg", "Äijälä"]),
        (Order.ACTIVITY, False, ["Äijälä", "Öberg", "Aho", "Zorro"]),
        (Order.ADDED, False, ["Aho", "Öberg", "Äijälä", "Zorro"]),
    ],
)
@pytest.mark.parametrize("limit", [1, 3, 50])
def test_every_order_is_the_same_forwards_and_backwards_on_pages_of_any_size(
    four: dict[str, UUID], order: Order, *, descending: bool, expected: list[str], limit: int
) -> None:
    options: dict[str, Any] = {"order": order, "descending": descending, "limit": limit}
    page = listed(**options)
    assert page.before is None
    seen, backwards = names(page), list[str]()
    while page.after:
        page = listed(**options, after=page.after)
        seen += names(page)
    while page.before:
        page = listed(**options, before=page.before)
        backwards = names(page) + backwards

    assert [name.split()[-1] for name in seen] == expected
    assert backwards == seen[: len(backwards)]
    assert page.after is not None or limit == 50


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"text": "zor"}, ["Zorro"]),
        ({"text": "zorr0o"}, []),
        ({"city": "åb"}, ["Aho"]),
        ({"city": "aane"}, ["Öberg"]),
        ({"language": "fi"}, ["Äijälä"]),
        ({"has_email": True}, ["Aho", "Zorro"]),
        ({"has_email": False}, ["Äijälä", "Öberg"]),
        ({"active_from": date(2026, 3, 1)}, ["Aho", "Zorro"]),
        ({"active_to": date(2026, 3, 1)}, ["Aho", "Öberg"]),
        ({"idle_since": date(2026, 3, 1)}, ["Äijälä", "Öberg"]),
        ({"idle_since": date(2026, 3, 2)}, ["Aho", "Äijälä", "Öberg"]),
        ({"task_due_to": date(2999, 1, 1)}, []),
        ({"tag": UUID(int=7)}, []),
        ({"added_from": date(2000, 1, 1), "has_email": True, "language": "sv"}, ["Aho"]),
        ({"added_from": date(2999, 1, 1)}, []),
        ({"changed_from": date(2000, 1, 1), "text": "don"}, ["Zorro"]),
        ({"source": "subject", "city": "vaasa"}, ["Äijälä"]),
        ({"source": "nobody"}, []),
        ({"relation": RelationshipKind.CUSTOMER}, []),
        ({"organisation": UUID(int=7)}, []),
    ],
)
def test_filters(four: dict[str, UUID], filters: dict[str, Any], expected: list[str]) -> None:
    page = listed(filters=Filters(**filters))

    assert [name.split()[-1] for name in names(page)] == expected
    assert (page.count, page.counted) == (len(expected), True)


def test_people_are_filtered_by_whom_they_represent_and_what_that_is_to_us(maija: UUID, esimerkki_oy: UUID) -> None:
    add("Onni", "Toinen")

    assert names(listed(filters=Filters(organisation=esimerkki_oy))) == ["Maija Esimerkki"]
    assert names(listed(filters=Filters(relation=RelationshipKind.CUSTOMER))) == ["Maija Esimerkki"]
    assert names(listed(filters=Filters(relation=RelationshipKind.SUPPLIER))) == []
    assert names(listed(O, filters=Filters(relation=RelationshipKind.CUSTOMER))) == ["Esimerkki Oy"]


def company(name: str, *relations: RelationshipKind, city: str = "") -> UUID:
    with entered() as by:
        id_ = parties.add_organisation(registered_name=name, origin=ORIGIN, by=by, at=NOW)
        for kind in relations:
            parties.add_relationship(organisation_id=id_, kind=kind, origin=ORIGIN, by=by, at=NOW)
        if city:
            parties.add_address(owner=Party(kind=O, id=id_), city=city, origin=ORIGIN, by=by, at=NOW)
    return id_


def works_for(person: UUID, *organisations: UUID, until: date | None = None) -> None:
    with entered() as by:
        for id_ in organisations:
            parties.add_representation(
                person_id=person, organisation_id=id_, ended_on=until, origin=ORIGIN, by=by, at=NOW
            )


def buys(person: UUID, until: date | None = None) -> None:
    with entered() as by:
        parties.add_customership(
            person_id=person, started_on=date(2020, 1, 1), ended_on=until, origin=ORIGIN, by=by, at=NOW
        )


@pytest.fixture
def around_town(db: None) -> None:
    """People who live, buy and work in two cities, each in another way."""
    customer, supplier = RelationshipKind.CUSTOMER, RelationshipKind.SUPPLIER
    buyers, sellers = company("Ostajat Oy", customer, city="Tampere"), company("Myyjät Oy", supplier, city="Tampere")
    far, past = company("Kaukana Oy", customer, city="Oulu"), date(2025, 1, 1)
    buys(add("Asuu", "Ja Ostaa", city="Tampere"))
    buys(add("Osti", "Ennen", city="Tampere"), until=past)
    buys(add("Ostaa", "Muualla", city="Oulu"))
    add("Vain", "Asuu", city="Tampere")
    works_for(add("Työ", "Siellä"), buyers)
    works_for(add("Työ", "Ennen"), buyers, until=past)
    works_for(add("Työ", "Kaukana", city="Tampere"), far)
    works_for(add("Kaksi", "Työtä"), sellers, far)
    buys(add("Myy", "Siellä Ja Ostaa", city="Oulu"))
    works_for(add("Myy", "Siellä"), sellers)


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (
            {"relation": RelationshipKind.CUSTOMER, "city": "tampere"},
            {"Asuu Ja Ostaa", "Työ Siellä", "Työ Kaukana"},
        ),
        (
            {"relation": RelationshipKind.CUSTOMER},
            {"Asuu Ja Ostaa", "Ostaa Muualla", "Työ Siellä", "Työ Kaukana", "Kaksi Työtä", "Myy Siellä Ja Ostaa"},
        ),
        (
            {"city": "Tamp"},
            {"Asuu Ja Ostaa", "Osti Ennen", "Vain Asuu", "Työ Siellä", "Työ Kaukana", "Kaksi Työtä", "Myy Siellä"},
        ),
        ({"relation": RelationshipKind.SUPPLIER, "city": "tampere"}, {"Kaksi Työtä", "Myy Siellä"}),
        ({"relation": RelationshipKind.SUPPLIER, "city": "oulu"}, set()),
        ({"relation": RelationshipKind.PARTNER}, set()),
    ],
)
@pytest.mark.parametrize("few", [0, 5000], ids=["asked row by row", "looked up"])
def test_customers_of_a_city_live_there_or_work_for_one_there(
    around_town: None, monkeypatch: pytest.MonkeyPatch, filters: dict[str, Any], expected: set[str], few: int
) -> None:
    monkeypatch.setattr(lists, "FEW", few)
    wanted = Filters(**filters)

    page = listed(filters=wanted)
    with entered(Operation.READ) as by:
        ids = chosen_ids(by=by, kind=P, filters=wanted)

    assert set(names(page)) == expected
    assert set(ids) == {row.id for row in page.rows}
    assert set(names(listed(filters=Filters(**filters, added_from=date(2000, 1, 1))))) == expected
    assert (page.count == len(expected)) or few < len(expected)


def test_a_purpose_that_shows_no_addresses_finds_nobody_by_the_city_of_whom_they_represent(
    around_town: None,
) -> None:
    with pytest.raises(NotGrantedError):
        listed(filters=Filters(city="tampere"), purpose="mailing")


@pytest.mark.parametrize(("ahead", "counts"), [(365, True), (1, True), (0, False), (-1, False)])
def test_what_ends_on_a_day_to_come_still_counts(db: None, ahead: int, *, counts: bool) -> None:
    last, begun = NOW.date() + timedelta(days=ahead), date(2020, 1, 1)
    with entered() as by:
        company = parties.add_organisation(registered_name="Määräaika Oy", origin=ORIGIN, by=by, at=NOW)
        parties.add_relationship(
            organisation_id=company, kind=RelationshipKind.CUSTOMER, started_on=begun, ended_on=last, origin=ORIGIN,
            by=by, at=NOW,
        )  # fmt: skip
        person = parties.add_person(first_name="Maisa", last_name="Määräaika", origin=ORIGIN, by=by, at=NOW)
        parties.add_representation(
            person_id=person, organisation_id=company, title="Ostaja", started_on=begun, ended_on=last, origin=ORIGIN,
            by=by, at=NOW,
        )  # fmt: skip
        owner = Party(kind=P, id=person)
        parties.add_contact_point(
            owner=owner, kind=ContactKind.EMAIL, value="maisa@keksitty.example", valid_to=last, origin=ORIGIN, by=by,
            at=NOW,
        )  # fmt: skip
        parties.add_address(owner=owner, city="ESPOO", valid_to=last, origin=ORIGIN, by=by, at=NOW)
    cells = listed(columns=tuple(COLUMN_ITEMS[P])).rows[0].cells
    found = [cells[one] for one in (ListColumn.REPRESENTS, ListColumn.TITLE, ListColumn.EMAIL, ListColumn.CITY)]
    customers = Filters(relation=RelationshipKind.CUSTOMER)

    assert found == (["Määräaika Oy", "Ostaja", "maisa@keksitty.example", "ESPOO"] if counts else [None] * 4)
    assert listed(O, columns=[ListColumn.RELATION]).rows[0].cells[ListColumn.RELATION] == (
        "customer" if counts else None
    )
    for kind, filters in (
        (P, customers), (O, customers), (P, Filters(city="espoo")), (P, Filters(has_email=True)),
        (P, Filters(organisation=company)),
    ):  # fmt: skip
        assert bool(listed(kind, filters=filters).rows) is counts
    with entered(Operation.READ) as by:
        (hit,) = results(by=by, text="maisa").people
    assert hit.detail == ("Määräaika Oy" if counts else "")


def test_every_column_of_both_kinds(maija: UUID, esimerkki_oy: UUID) -> None:
    with entered() as by:
        parties.add_address(owner=Party(kind=O, id=esimerkki_oy), city="VAASA", origin=ORIGIN, by=by, at=NOW)
    person = listed(columns=tuple(COLUMN_ITEMS[P])).rows[0].cells
    organisation = listed(O, columns=tuple(COLUMN_ITEMS[O])).rows[0].cells

    assert person[ListColumn.REPRESENTS] == "Esimerkki Oy"
    assert person[ListColumn.SOURCE] == "subject"
    assert person[ListColumn.ACTIVITY] is None
    assert organisation[ListColumn.RELATION] == "customer"
    assert organisation[ListColumn.BUSINESS_ID] == "2077474-0"
    assert organisation[ListColumn.CITY] == "VAASA"
    assert isinstance(organisation[ListColumn.ADDED], date)


def test_what_the_access_does_not_cover_neither_shows_nor_sorts_nor_filters(four: dict[str, UUID]) -> None:
    assert len(listed(purpose="mailing", columns=[ListColumn.EMAIL]).rows) == 4
    for refused in (
        {"columns": [ListColumn.PHONE]},
        {"filters": Filters(city="vaasa")},
        {"filters": Filters(active_from=date(2026, 1, 1))},
        {"order": Order.CITY},
        {"order": Order.ACTIVITY},
    ):
        with pytest.raises(NotGrantedError):
            listed(purpose="mailing", **refused)


def test_the_last_activity_follows_whatever_is_added_changed_and_removed(maija: UUID) -> None:
    def last() -> date:
        with entered() as by:
            by.record("person.read")
            return PersonListing.objects.get(person=maija).last_activity_on

    with entered() as by:
        for day in (3, 9):
            parties.add_order(
                reference=f"T{day}", placed_on=date(2026, 5, day), person_id=maija, origin=ORIGIN, by=by, at=NOW
            )
        Activity.objects.create(
            person_id=maija, kind="call", happened_on=date(2026, 6, 1), source="x", collected_at=NOW, basis="contract",
            declaration="x 1",
        )  # fmt: skip
    assert last() == date(2026, 6, 1)
    with entered() as by:
        by.record("person.edit")
        Activity.objects.update(happened_on=date(2026, 5, 20))
    assert last() == date(2026, 5, 20)
    with entered() as by:
        by.record("person.edit")
        Activity.objects.all().delete()
    assert last() == date(2026, 5, 9)


@pytest.mark.parametrize("cursor", ["x", "AAAA", "é", "WyJhIl0", "W10", "W1siYSJdLCJhIl0", "////", "W" * 5000])
@pytest.mark.parametrize("order", list(Order))
def test_a_cursor_that_is_none_is_refused(db: None, cursor: str, order: Order) -> None:
    with pytest.raises(BadCursorError):
        listed(after=cursor, order=order)


def test_a_page_is_one_line_with_its_people(four: dict[str, UUID]) -> None:
    listed(limit=2, columns=[ListColumn.EMAIL])

    line = log.events()[0]
    assert (line.action, set(line.subjects)) == ("person.list", {four["Aho"], four["Zorro"]})
    assert line.items == ("person.contact.email", "person.name")


@pytest.mark.parametrize("people", [1, 3])
def test_a_page_takes_the_same_few_queries_however_long(db: None, people: int) -> None:
    for number in range(people):
        add("Onni", f"Keksitty {number}", city="Vaasa", email=f"o{number}@esimerkki.example")
    with CaptureQueriesContext(connection) as captured:
        listed(columns=tuple(COLUMN_ITEMS[P]), filters=Filters(city="v"))

    assert len(captured) == 6  # savepoint, header, page, count, line of the log, release


def test_the_whole_result_and_the_lines_of_a_selection(four: dict[str, UUID]) -> None:
    with entered(Operation.READ) as by:
        ids = chosen_ids(by=by, kind=P, filters=Filters(has_email=True))
        lines = list(rows_of(by=by, kind=P, ids=[ids[1], UUID(int=9), ids[0]], columns=[ListColumn.CITY], portion=2))

    assert ids == (four["Aho"], four["Zorro"])
    assert [(line.name, line.cells[ListColumn.CITY]) for line in lines] == [("Don Zorro", None), ("Anna Aho", "Åbo")]


def by_city(kind: PartyKind = P, *, at: datetime = NOW) -> list[tuple[str, str]]:
    """The first names of the list, with the city that it shows."""
    with entered(Operation.READ, at=at) as by:
        page = list_page(by=by, kind=kind, order=Order.CITY, columns=(ListColumn.CITY,))
    return [(row.name.split()[0], row.cells[ListColumn.CITY] or "") for row in page.rows]


def moves(owner: Party, *, on: date) -> None:
    """Add an address with a planned end, and the one where its owner is found afterwards."""
    with entered() as by:
        for use, city, last in ((AddressUse.POSTAL, "Åbo", on), (AddressUse.VISITING, "Espoo", None)):
            parties.add_address(owner=owner, use=use, city=city, valid_to=last, origin=ORIGIN, by=by, at=NOW)


def days_are_followed(at: datetime) -> int:
    with open_access(by=BOB, purpose="upkeep", at=at, channel=Door.JOBS) as by:
        by.record("removed.forget")
        return parties.follow_days(by=by, at=at)


@pytest.mark.parametrize("kind", [P, O])
def test_an_address_with_a_planned_end_counts_in_the_order_until_that_day(esimerkki_oy: UUID, kind: PartyKind) -> None:
    with entered() as by:
        stays = parties.add_organisation(registered_name="Kotkan Oy", origin=ORIGIN, by=by, at=NOW)
        parties.add_address(owner=Party(kind=O, id=stays), city="Kotka", origin=ORIGIN, by=by, at=NOW)
    add("Kotkan", "Aho", city="Kotka")
    moving = add("Esimerkki", "Muuttaja") if kind is P else esimerkki_oy
    moves(Party(kind=kind, id=moving), on=civil_day(NOW) + timedelta(days=1))
    assert by_city(kind) == [("Kotkan", "Kotka"), ("Esimerkki", "Åbo")]

    later = NOW + timedelta(days=1)
    assert [days_are_followed(NOW), days_are_followed(later), days_are_followed(later)] == [0, 1, 0]
    assert by_city(kind, at=later) == [("Esimerkki", "Espoo"), ("Kotkan", "Kotka")]


def test_what_has_ended_is_not_in_the_order(db: None) -> None:
    moves(Party(kind=P, id=add("Muu", "Muuttaja")), on=civil_day(NOW))
    add("Anna", "Aho", city="Kotka")

    assert by_city() == [("Muu", "Espoo"), ("Anna", "Kotka")]


def test_whose_address_ended_is_named_in_the_log(db: None) -> None:
    moving = add("Muu", "Muuttaja")
    moves(Party(kind=P, id=moving), on=civil_day(NOW) + timedelta(days=1))
    days_are_followed(NOW + timedelta(days=1))

    (line,) = [one for one in log.events() if one.action == "list.follow"]
    assert (line.subjects, line.items) == ((moving,), ("person.contact.address",))
