"""What is compared of parties, read for many at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from kortisto.declaration.words import Operation
from kortisto.lib.text_keys import fold, search_words
from kortisto.register.audit.values import Access
from kortisto.register.parties.enums import PartyKind
from kortisto.register.parties.likeness import Traits


def traits_of(kind: PartyKind, ids: Collection[UUID], by: Access) -> Mapping[UUID, Traits]:
    """Return what is compared of the parties, asked for in one statement: only what the access may read."""
    columns = [
        sql if item is None or by.grants(Operation.READ, f"{kind.value}.{item}") else "null"
        for item, sql in _COLUMNS[kind]
    ]
    statement = f"select id, {', '.join(columns)} from parties_{kind.value} party where id = any(%s::uuid[])"  # noqa: S608 (ours)
    with connection.cursor() as cursor:
        cursor.execute(statement, [list(ids)])
        make = _person if kind is PartyKind.PERSON else _organisation
        return {row[0]: make(*row[1:]) for row in cursor}


def identifier_of(business_id: str | None, vat_id: str) -> str:
    """Return the number by which an organisation is known; the VAT number FI12345678 is the business ID 1234567-8."""
    if business_id or not vat_id.startswith("FI"):
        return business_id or vat_id
    return f"{vat_id[2:9]}-{vat_id[9:]}"


def _hanging(table: str, owner: str, column: str) -> str:
    return f"array(select {column} from {table} where {owner} = party.id)"  # noqa: S608 (names of our own tables)


_COLUMNS: Mapping[PartyKind, Sequence[tuple[str | None, str]]] = {
    PartyKind.PERSON: (
        (None, "first_name"),
        (None, "last_name"),
        ("contact.email", _hanging("parties_person_email", "person_id", "normalised")),
        ("contact.phone", _hanging("parties_person_phone", "person_id", "normalised")),
        ("contact.address", _hanging("parties_person_address", "person_id", "city")),
        ("represents", _hanging("parties_represents", "person_id", "organisation_id")),
    ),
    PartyKind.ORGANISATION: (
        (None, "coalesce(nullif(registered_name, ''), trade_name)"),
        ("contact.email", _hanging("parties_organisation_email", "organisation_id", "normalised")),
        ("contact.phone", _hanging("parties_organisation_phone", "organisation_id", "normalised")),
        ("contact.address", _hanging("parties_organisation_address", "organisation_id", "city")),
        ("business_id", "array[business_id, vat_id]"),
    ),
}
"""What is asked for, each column with the item that the access must be allowed to read."""


def _person(first_name: str, last_name: str, *hanging: Sequence[Any] | None) -> Traits:
    emails, phones, cities, organisations = (values or () for values in hanging)
    return Traits(
        name=tuple(search_words(first_name, last_name)),
        given=tuple(search_words(first_name)),
        emails=frozenset(emails),
        phones=frozenset(phones),
        places=_places(cities),
        organisations=frozenset(organisations),
    )


def _organisation(name: str, *hanging: Sequence[Any] | None) -> Traits:
    emails, phones, cities, numbers = (values or () for values in hanging)
    return Traits(
        name=tuple(search_words(name)),
        emails=frozenset(emails),
        phones=frozenset(phones),
        places=_places(cities),
        identifiers=frozenset(filter(None, [identifier_of(*numbers)] if numbers else ())),
    )


def _places(cities: Collection[str]) -> frozenset[str]:
    return frozenset(fold(city) for city in cities if city)
