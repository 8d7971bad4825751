"""What a list of people or organisations can show, filter and be sorted by, and which items that needs: values only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from kortisto.declaration.words import Operation
from kortisto.register.audit.values import Access
from kortisto.register.parties.enums import PartyKind, RelationshipKind


class ListColumn(StrEnum):
    """The columns of a list beside the name, in the order in which they are offered."""

    REPRESENTS = "represents"
    TITLE = "title"
    RELATION = "relation"
    BUSINESS_ID = "business_id"
    EMAIL = "email"
    PHONE = "phone"
    STREET = "street"
    POSTAL_CODE = "postal_code"
    CITY = "city"
    LANGUAGE = "language"
    REFERENCE = "reference"
    ACTIVITY = "activity"
    ADDED = "added"
    SOURCE = "source"


class Order(StrEnum):
    """What a list can be sorted by."""

    NAME = "name"
    CITY = "city"
    ACTIVITY = "activity"
    ADDED = "added"


class ContactColumn(StrEnum):
    """What a file of organisations may tell of their contact persons, beside the name."""

    TITLE = "title"
    EMAIL = "email"
    PHONE = "phone"


CONTACT_NEEDS = ("person.name", "person.represents")
"""Without these no contact person stands in a file."""
CONTACT_ITEMS = {
    ContactColumn.TITLE: "person.title",
    ContactColumn.EMAIL: "person.contact.email",
    ContactColumn.PHONE: "person.contact.phone",
}

_P, _O = PartyKind.PERSON, PartyKind.ORGANISATION

COLUMN_ITEMS: Mapping[PartyKind, Mapping[ListColumn, str]] = {
    _P: {
        ListColumn.REPRESENTS: "person.represents",
        ListColumn.TITLE: "person.title",
        ListColumn.EMAIL: "person.contact.email",
        ListColumn.PHONE: "person.contact.phone",
        ListColumn.STREET: "person.contact.address",
        ListColumn.POSTAL_CODE: "person.contact.address",
        ListColumn.CITY: "person.contact.address",
        ListColumn.LANGUAGE: "person.language",
        ListColumn.ACTIVITY: "person.activity",
        ListColumn.ADDED: "person.name",
        ListColumn.SOURCE: "person.name",
    },
    _O: {
        ListColumn.RELATION: "organisation.customership",
        ListColumn.BUSINESS_ID: "organisation.business_id",
        ListColumn.EMAIL: "organisation.contact.email",
        ListColumn.PHONE: "organisation.contact.phone",
        ListColumn.STREET: "organisation.contact.address",
        ListColumn.POSTAL_CODE: "organisation.contact.address",
        ListColumn.CITY: "organisation.contact.address",
        ListColumn.REFERENCE: "organisation.customership",
        ListColumn.ACTIVITY: "person.activity",
        ListColumn.ADDED: "organisation.name",
        ListColumn.SOURCE: "organisation.name",
    },
}
"""The columns that a list of a kind has, and the item that the access must cover for each."""

USUAL_COLUMNS: Mapping[PartyKind, tuple[ListColumn, ...]] = {
    _P: (ListColumn.REPRESENTS, ListColumn.TITLE, ListColumn.EMAIL, ListColumn.PHONE, ListColumn.ACTIVITY),
    _O: (ListColumn.RELATION, ListColumn.BUSINESS_ID, ListColumn.CITY, ListColumn.PHONE, ListColumn.ACTIVITY),
}
ORDER_ITEMS = {Order.CITY: "contact.address", Order.ACTIVITY: "person.activity"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Which parties a list shows; what is empty or None does not limit it.

    Days are civil days and both ends belong to the range. `idle_since`: no activity on that day or later, or none
    ever; `task_due_to`: with an open task that is due by then. `ids`: these parties only, a selection.
    """

    text: str = ""
    relation: RelationshipKind | None = None
    city: str = ""
    language: str = ""
    has_email: bool | None = None
    active_from: date | None = None
    active_to: date | None = None
    added_from: date | None = None
    changed_from: date | None = None
    source: str = ""
    organisation: UUID | None = None
    idle_since: date | None = None
    task_due_to: date | None = None
    tag: UUID | None = None
    group: UUID | None = None
    ids: tuple[UUID, ...] = ()

    def given(self) -> dict[str, Any]:
        """Return the filters that limit the list, by field name."""
        return {name: value for name in FILTER_NAMES if (value := getattr(self, name)) not in ("", None, ())}


FILTER_NAMES = (
    "text", "relation", "city", "language", "has_email", "active_from", "active_to", "added_from", "changed_from",
    "source", "organisation", "idle_since", "task_due_to", "tag", "group", "ids",
)  # fmt: skip

FILTER_ITEMS: Mapping[PartyKind, Mapping[str, str]] = {
    _P: {
        "text": "person.name",
        "language": "person.language",
        "has_email": "person.contact.email",
        "active_from": "person.activity",
        "active_to": "person.activity",
        "added_from": "person.name",
        "changed_from": "person.name",
        "source": "person.name",
        "organisation": "person.represents",
        "idle_since": "person.activity",
        "task_due_to": "person.note",
        "tag": "person.tag",
        "group": "person.group",
        "ids": "person.name",
    },
    _O: {
        "text": "organisation.name",
        "relation": "organisation.customership",
        "city": "organisation.contact.address",
        "has_email": "organisation.contact.email",
        "active_from": "person.activity",
        "active_to": "person.activity",
        "added_from": "organisation.name",
        "changed_from": "organisation.name",
        "source": "organisation.name",
        "idle_since": "person.activity",
        "task_due_to": "person.note",
        "tag": "person.tag",
        "group": "person.group",
        "ids": "organisation.name",
    },
}
"""The filters of a list of a kind, and the item that the access must cover: one is not sorted out by what is hidden."""

RELATION_OF_PERSON = ("organisation.customership",)
RELATION_OF_EMPLOYER = ("person.represents", "organisation.customership")
CITY_OF_PERSON = ("person.contact.address",)
CITY_OF_EMPLOYER = ("person.represents", "organisation.contact.address")
FILTER_WAYS: Mapping[PartyKind, Mapping[str, tuple[tuple[str, ...], ...]]] = {
    _P: {
        "relation": (RELATION_OF_PERSON, RELATION_OF_EMPLOYER),
        "city": (CITY_OF_PERSON, CITY_OF_EMPLOYER),
    },
    _O: {},
}
"""Filters that find somebody in several ways, and the items of each way: one that is covered is enough, and is gone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactPerson:
    """Somebody who represents an organisation now. `parts`: first and last name; `cells`: texts, as stored."""

    id: UUID
    name: str
    parts: tuple[str, str]
    cells: Mapping[ContactColumn, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRow:
    """One line. `cells`: text, date or None by column, as stored. `parts`: first and last name, where asked for.

    `own`: the stored values of the declaration's own fields by item, where asked for; empty for none. `contacts`: of an
    organisation, where asked for.
    """

    id: UUID
    kind: PartyKind
    name: str
    cells: Mapping[ListColumn, Any]
    parts: tuple[str, str] = ("", "")
    own: Mapping[str, str] = field(default_factory=dict)
    contacts: tuple[ContactPerson, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage:
    """A page of a list. `before` and `after`: cursors of the pages around it, None where there is none.

    `count`: how many there are, or `COUNTED` and `counted` False where there are more than that. `cut`: the text is met
    by more than are looked through, so that it should be longer.
    """

    rows: tuple[ListRow, ...]
    columns: tuple[ListColumn, ...]
    before: str | None
    after: str | None
    count: int
    counted: bool
    cut: bool


def offered_columns(kind: PartyKind, by: Access) -> tuple[ListColumn, ...]:
    """Return the columns that the access may see."""
    return tuple(column for column, item in COLUMN_ITEMS[kind].items() if by.grants(Operation.READ, item))


def offers_contacts(kind: PartyKind, by: Access) -> bool:
    """Return whether a list of this kind may leave with the contact persons of each."""
    return kind is PartyKind.ORGANISATION and all(by.grants(Operation.READ, item) for item in CONTACT_NEEDS)


def contact_columns(by: Access) -> tuple[ContactColumn, ...]:
    """Return what of contact persons the access may see."""
    return tuple(column for column, item in CONTACT_ITEMS.items() if by.grants(Operation.READ, item))


def offered_filters(kind: PartyKind, by: Access) -> frozenset[str]:
    """Return the names of the filters that the access may use."""
    plain = {name for name, item in FILTER_ITEMS[kind].items() if by.grants(Operation.READ, item)}
    several = {
        name
        for name, ways in FILTER_WAYS[kind].items()
        if any(all(by.grants(Operation.READ, item) for item in way) for way in ways)
    }
    return frozenset(plain | several)


def items_of_filters(kind: PartyKind, filters: Filters, by: Access) -> list[str]:
    """Return the items that the access must cover for these filters."""
    items = [FILTER_ITEMS[kind][name] for name in filters.given() if name not in FILTER_WAYS[kind]]
    barred = filters.given().keys() & FILTER_WAYS[kind].keys() - offered_filters(kind, by)
    return items + [FILTER_WAYS[kind][name][0][0] for name in barred]


def offered_orders(kind: PartyKind, by: Access) -> tuple[Order, ...]:
    """Return what the access may sort by."""

    def item(order: Order) -> str:
        found = ORDER_ITEMS.get(order, f"{kind.value}.name")
        return f"{kind.value}.{found}" if order is Order.CITY else found

    return tuple(order for order in Order if by.grants(Operation.READ, item(order)))


def items_shown(kind: PartyKind, columns: Iterable[ListColumn]) -> list[str]:
    """Return the items that a list with these columns shows."""
    return [f"{kind.value}.name", *(COLUMN_ITEMS[kind][column] for column in columns)]
