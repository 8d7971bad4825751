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


def portion_of(kind: PartyKind, *, after: UUID | None, size: int, batch: UUID | None = None) -> list[UUID]:
    """Return the ids of the next parties, in the order of their ids. `batch`: only of those that an import brought."""
    model: type[models.Model] = Person if kind is PartyKind.PERSON else Organisation
    rows = model._default_manager.order_by("pk")
    if after is not None:
        rows = rows.filter(pk__gt=after)
    if batch is not None:
        rows = rows.filter(batch=batch)
    return list(rows.values_list("pk", flat=True)[:size])


def candidates(kind: PartyKind, *, first: UUID, last: UUID, by: Access, with_older: bool = False) -> Iterator[Pair]:
    """Yield pairs worth comparing, of which the smaller id lies between two ids; a pair may come more than once.

    `with_older`: of which the larger one does, which is who came later.

    Two parties of which nothing is equal, no word, number, address or employer, are never compared: of a million people
    that would be half a million million pairs.
    """
    for item, statement in _STATEMENTS[kind, with_older]:
        if not _may_compare(by, kind, item):
            continue
        with connection.cursor() as cursor:
            cursor.execute(statement, {"first": first, "last": last, "many": _SHARED_BY_MANY})
            while rows := cursor.fetchmany(5000):
                yield from rows
    if kind is PartyKind.ORGANISATION:
        yield from _of_the_same_words(first, last, with_older=with_older)


def _of_the_same_words(first: UUID, last: UUID, *, with_older: bool) -> Iterator[Pair]:
    """Yield organisations whose names have the same words in any order, with or without `Oy`: `Oy Lämpö Ab`, `Lämpö`.

    Organisations are so much fewer than people that their names fit into memory.
    """
    alike: dict[str, list[UUID]] = defaultdict(list)
    names = Organisation.objects.order_by("pk").values_list("pk", "registered_name", "trade_name")
    for id_, registered, trade in names.iterator(chunk_size=5000):
        alike[name_key(registered or trade)].append(id_)
    for members in alike.values():
        for place, one in enumerate(members):
            if not first <= one <= last:
                continue
            if with_older:
                yield from ((other, one) for other in members[max(0, place - _SHARED_BY_MANY + 1) : place])
            else:
                yield from ((one, other) for other in members[place + 1 : place + _SHARED_BY_MANY])


def _sharing(table: str, owner: str, column: str, side: str) -> str:
    """Pairs whose rows of a table have the same value, unless it is shared by many. `side`: whose id is looked at."""
    return f"""
        select distinct one.{owner}, other.{owner}
        from {table} one
        join {table} other on other.{column} = one.{column} and other.{owner} > one.{owner}
        where {side}.{owner} between %(first)s and %(last)s
          and (
            select count(*)
            from (select 1 from {table} every where every.{column} = one.{column} limit %(many)s + 1) n
          ) <= %(many)s
    """  # noqa: S608 (names of our own tables and columns)


def _of_people(side: str) -> tuple[tuple[str, str], ...]:
    """The statements, each with the item that it compares. `side`: `one`, the smaller id of a pair, or `other`."""
    return (
        ("contact.email", _sharing("parties_person_email", "person_id", "normalised", side)),
        ("contact.phone", _sharing("parties_person_phone", "person_id", "normalised", side)),
        # Namesakes: too many of one name are told apart by what they share besides.
        ("name", _sharing("parties_person", "id", "sort_key", side)),
        # Of one employer those whose names begin alike: a slip of the pen is seldom in the first letter.
        (
            "represents",
            f"""
        select distinct one.person_id, other.person_id
        from parties_represents one
        join parties_represents other on other.organisation_id = one.organisation_id and other.person_id > one.person_id
        join parties_person first on first.id = one.person_id
        join parties_person second on second.id = other.person_id
        where {side}.person_id between %(first)s and %(last)s and left(first.sort_key, 1) = left(second.sort_key, 1)
        """,  # noqa: S608 (one of two words of ours)
        ),
    )


def _of_organisations(side: str) -> tuple[tuple[str, str], ...]:
    later = ">" if side == "one" else "<"
    return (
        ("contact.email", _sharing("parties_organisation_email", "organisation_id", "normalised", side)),
        ("contact.phone", _sharing("parties_organisation_phone", "organisation_id", "normalised", side)),
        # Names that begin alike, and end within a slip of the pen: the index on the key to sort by serves.
        (
            "name",
            f"""
        select least(one.id, other.id), greatest(one.id, other.id)
        from parties_organisation one
        join lateral (
            select id from parties_organisation near
            where near.sort_key >= left(one.sort_key, 6) and near.sort_key < left(one.sort_key, 6) || chr(1114111)
              and near.id {later} one.id
            limit 200
        ) other on true
        where one.id between %(first)s and %(last)s
        """,  # noqa: S608 (one of two signs of ours)
        ),
    )


_STATEMENTS: Mapping[tuple[PartyKind, bool], tuple[tuple[str, str], ...]] = {
    (kind, with_older): make("other" if with_older else "one")
    for kind, make in ((PartyKind.PERSON, _of_people), (PartyKind.ORGANISATION, _of_organisations))
    for with_older in (False, True)
}


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
