"""What is compared of parties, read for many at once; and pairs of them that may be worth comparing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from functools import partial
from uuid import UUID

from django.db import connection, models

from kortisto.declaration.words import Operation
from kortisto.lib.text_keys import fold, search_words
from kortisto.register.audit.values import Access
from kortisto.register.parties.enums import ContactKind, PartyKind
from kortisto.register.parties.likeness import Traits, name_key
from kortisto.register.parties.models import Organisation, OrganisationAddress, Person, PersonAddress, Represents
from kortisto.register.parties.models.contacts import POINTS

Pair = tuple[UUID, UUID]

_SHARED_BY_MANY = 12
"""A number or address that more parties have than this is a switchboard or a shared box: it pairs nobody."""


def traits_of(kind: PartyKind, ids: Collection[UUID], by: Access) -> Mapping[UUID, Traits]:
    """Return what is compared of the parties, with one query for each table: only what the access may read."""
    may = partial(_may_compare, by, kind)
    nothing: Mapping[UUID, set[str]] = {}
    names = _names(kind, ids)
    emails = _points(kind, ContactKind.EMAIL, ids) if may("contact.email") else nothing
    phones = _points(kind, ContactKind.PHONE, ids) if may("contact.phone") else nothing
    places = _places(kind, ids) if may("contact.address") else nothing
    employers: Mapping[UUID, set[object]] = {}
    if kind is PartyKind.PERSON and may("represents"):
        employers = _employers(ids)
    identifiers = _identifiers(ids) if kind is PartyKind.ORGANISATION and may("business_id") else nothing
    return {
        id_: Traits(
            name=words,
            given=given,
            emails=frozenset(emails.get(id_, ())),
            phones=frozenset(phones.get(id_, ())),
            places=frozenset(places.get(id_, ())),
            organisations=frozenset(employers.get(id_, ())),
            identifiers=frozenset(identifiers.get(id_, ())),
        )
        for id_, (words, given) in names.items()
    }


def portion_of(kind: PartyKind, *, after: UUID | None, size: int) -> list[UUID]:
    """Return the ids of the next parties, in the order of their ids."""
    model: type[models.Model] = Person if kind is PartyKind.PERSON else Organisation
    rows = model._default_manager.order_by("pk")
    if after is not None:
        rows = rows.filter(pk__gt=after)
    return list(rows.values_list("pk", flat=True)[:size])


def candidates(kind: PartyKind, *, first: UUID, last: UUID, by: Access) -> Iterator[Pair]:
    """Yield pairs worth comparing, of which the smaller id lies between two ids; a pair may come more than once.

    Two parties of which nothing is equal, no word, number, address or employer, are never compared: of a million people
    that would be half a million million pairs.
    """
    for item, statement in _PEOPLE if kind is PartyKind.PERSON else _ORGANISATIONS:
        if not _may_compare(by, kind, item):
            continue
        with connection.cursor() as cursor:
            cursor.execute(statement, {"first": first, "last": last, "many": _SHARED_BY_MANY})
            while rows := cursor.fetchmany(5000):
                yield from rows
    if kind is PartyKind.ORGANISATION:
        yield from _of_the_same_words(first, last)


def _of_the_same_words(first: UUID, last: UUID) -> Iterator[Pair]:
    """Yield organisations whose names have the same words in any order, with or without `Oy`: `Oy Lämpö Ab`, `Lämpö`.

    Organisations are so much fewer than people that their names fit into memory.
    """
    alike: dict[str, list[UUID]] = defaultdict(list)
    names = Organisation.objects.order_by("pk").values_list("pk", "registered_name", "trade_name")
    for id_, registered, trade in names.iterator(chunk_size=5000):
        alike[name_key(registered or trade)].append(id_)
    for members in alike.values():
        for place, one in enumerate(members):
            if first <= one <= last:
                yield from ((one, other) for other in members[place + 1 : place + _SHARED_BY_MANY])


def _sharing(table: str, owner: str, column: str) -> str:
    """Pairs whose rows of a table have the same value, unless it is shared by many."""
    return f"""
        select distinct one.{owner}, other.{owner}
        from {table} one
        join {table} other on other.{column} = one.{column} and other.{owner} > one.{owner}
        where one.{owner} between %(first)s and %(last)s
          and (
            select count(*)
            from (select 1 from {table} every where every.{column} = one.{column} limit %(many)s + 1) n
          ) <= %(many)s
    """  # noqa: S608 (names of our own tables and columns)


_PEOPLE = (
    ("contact.email", _sharing("parties_person_email", "person_id", "normalised")),
    ("contact.phone", _sharing("parties_person_phone", "person_id", "normalised")),
    # Namesakes: too many of one name are told apart by what they share besides.
    ("name", _sharing("parties_person", "id", "sort_key")),
    # Of one employer those whose names begin alike: a slip of the pen is seldom in the first letter.
    (
        "represents",
        """
    select distinct one.person_id, other.person_id
    from parties_represents one
    join parties_represents other on other.organisation_id = one.organisation_id and other.person_id > one.person_id
    join parties_person first on first.id = one.person_id
    join parties_person second on second.id = other.person_id
    where one.person_id between %(first)s and %(last)s and left(first.sort_key, 1) = left(second.sort_key, 1)
    """,
    ),
)
_ORGANISATIONS = (
    ("contact.email", _sharing("parties_organisation_email", "organisation_id", "normalised")),
    ("contact.phone", _sharing("parties_organisation_phone", "organisation_id", "normalised")),
    # Names that begin alike, and end within a slip of the pen: the index on the key to sort by serves.
    (
        "name",
        """
    select one.id, other.id
    from parties_organisation one
    join lateral (
        select id from parties_organisation near
        where near.sort_key >= left(one.sort_key, 6) and near.sort_key < left(one.sort_key, 6) || chr(1114111)
          and near.id > one.id
        limit 200
    ) other on true
    where one.id between %(first)s and %(last)s
    """,
    ),
)


def _may_compare(by: Access, kind: PartyKind, item: str) -> bool:
    return by.grants(Operation.READ, f"{kind.value}.{item}")


def _names(kind: PartyKind, ids: Collection[UUID]) -> dict[UUID, tuple[tuple[str, ...], tuple[str, ...]]]:
    """Return the words of the whole name, and of people those of the first name."""
    found: models.QuerySet[Person] | models.QuerySet[Organisation]
    if kind is PartyKind.PERSON:
        found = Person.objects.filter(id__in=ids)
        return {
            one.id: (tuple(search_words(one.first_name, one.last_name)), tuple(search_words(one.first_name)))
            for one in found
        }
    found = Organisation.objects.filter(id__in=ids)
    return {one.id: (tuple(search_words(one.registered_name or one.trade_name)), ()) for one in found}


def _points(kind: PartyKind, what: ContactKind, ids: Collection[UUID]) -> Mapping[UUID, set[str]]:
    found: dict[UUID, set[str]] = defaultdict(set)
    rows = POINTS[kind, what]._default_manager.filter(**{f"{kind.value}__in": ids})
    for owner, value in rows.values_list(f"{kind.value}_id", "normalised"):
        found[owner].add(value)
    return found


def _places(kind: PartyKind, ids: Collection[UUID]) -> Mapping[UUID, set[str]]:
    found: dict[UUID, set[str]] = defaultdict(set)
    model = PersonAddress if kind is PartyKind.PERSON else OrganisationAddress
    rows = model._default_manager.filter(**{f"{kind.value}__in": ids}).exclude(city="")
    for owner, city in rows.values_list(f"{kind.value}_id", "city"):
        found[owner].add(fold(city))
    return found


def _employers(ids: Collection[UUID]) -> Mapping[UUID, set[object]]:
    found: dict[UUID, set[object]] = defaultdict(set)
    for person, organisation in Represents.objects.filter(person__in=ids).values_list("person_id", "organisation_id"):
        found[person].add(organisation)
    return found


def _identifiers(ids: Collection[UUID]) -> Mapping[UUID, set[str]]:
    found: dict[UUID, set[str]] = defaultdict(set)
    rows = Organisation.objects.filter(id__in=ids).values_list("id", "business_id", "vat_id")
    for id_, business_id, vat_id in rows:
        if business_id:
            found[id_].add(business_id)
        elif vat_id:
            # FI12345678 is the business id 1234567-8.
            digits = vat_id.removeprefix("FI")
            found[id_].add(f"{digits[:7]}-{digits[7:]}" if vat_id.startswith("FI") else vat_id)
    return found
