"""Pairs of parties that may be worth comparing: who shares a number, an address, a name or an employer.

Each statement returns groups, not pairs: a table is gone through once however many share a value, and the plan stays
good right after an import, when the database does not know yet what it holds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any
from uuid import UUID

from django.db import connection, models

from kortisto.declaration.words import Operation
from kortisto.register.audit.values import Access
from kortisto.register.parties.enums import PartyKind
from kortisto.register.parties.likeness import alike_names, name_key
from kortisto.register.parties.models import Organisation, Person
from kortisto.register.parties.queries.traits import identifier_of

Pair = tuple[UUID, UUID]

_SHARED_BY_MANY = 12
"""A number or address that more parties have than this is a switchboard or a shared box: it pairs nobody."""
_COLLEAGUES = 60
"""Of one employer so many whose names begin alike are compared each with each, and so many organisations of one number;
of more, those that stand near."""
_NEAR = 10
"""Names that stand so near each other in alphabetical order, from the front or from the back, are compared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Parties next to each other in the order of their ids, whose turn it is.

    `with_older`: each is compared with those of smaller ids, who came before; else with those of greater ids.
    """

    first: UUID
    last: UUID
    with_older: bool = False

    def pairs(self, members: Sequence[UUID]) -> Iterator[Pair]:
        """Yield the pairs of a group in which it is the turn of one of the two."""
        for one, other in combinations(members, 2):
            pair = (one, other) if one < other else (other, one)
            if self.first <= pair[self.with_older] <= self.last:
                yield pair


def portion_of(kind: PartyKind, *, after: UUID | None, size: int, batch: UUID | None = None) -> list[UUID]:
    """Return the ids of the next parties, in the order of their ids. `batch`: only of those that an import brought."""
    model: type[models.Model] = Person if kind is PartyKind.PERSON else Organisation
    rows = model._default_manager.order_by("pk")
    if after is not None:
        rows = rows.filter(pk__gt=after)
    if batch is not None:
        rows = rows.filter(batch=batch)
    return list(rows.values_list("pk", flat=True)[:size])


def candidates(kind: PartyKind, stretch: Stretch, *, by: Access) -> Iterator[Pair]:
    """Yield pairs worth comparing, the smaller id first; a pair may come more than once.

    Two parties of which nothing is equal, no word, number, address or employer, are never compared: of a million people
    that would be half a million million pairs.
    """
    for item, statement in _STATEMENTS[kind]:
        if not by.grants(Operation.READ, f"{kind.value}.{item}"):
            continue
        bounds: dict[str, Any] = {"first": stretch.first, "last": stretch.last, "many": _SHARED_BY_MANY}
        with connection.cursor() as cursor:
            cursor.execute(statement, bounds)
            while rows := cursor.fetchmany(1000):
                for (members,) in rows:
                    yield from _of_group(members, stretch)
    if kind is PartyKind.ORGANISATION:
        rows = _Register(may_know_numbers=by.grants(Operation.READ, "organisation.business_id"))
        yield from rows.pairs(stretch)


def _of_group(members: Sequence[UUID], stretch: Stretch) -> Iterator[Pair]:
    """Yield the pairs of a group in the order of its names, of which there are never many more than it has members."""
    if len(members) <= _COLLEAGUES:
        yield from stretch.pairs(members)
        return
    for place, one in enumerate(members):  # in the order of their names
        for other in members[place + 1 : place + 1 + _NEAR]:
            yield from stretch.pairs((one, other))


class _Register:
    """All organisations by name and number: so much fewer than people that these fit into memory."""

    def __init__(self, *, may_know_numbers: bool) -> None:
        self._names: list[tuple[str, UUID]] = []  # the words of the name, in alphabetical order and without `Oy`
        self._numbered: dict[str, list[int]] = defaultdict(list)  # places among the names
        rows = Organisation.objects.values_list("pk", "registered_name", "trade_name", "business_id", "vat_id")
        for id_, registered, trade, business_id, vat_id in rows.order_by().iterator(chunk_size=5000):
            self._names.append((name_key(registered or trade), id_))
            if may_know_numbers and (number := identifier_of(business_id, vat_id)):
                self._numbered[number].append(len(self._names) - 1)

    def pairs(self, stretch: Stretch) -> Iterator[Pair]:
        """Yield organisations of one number, and of like names, in any order of words: `Oy Lämpö Ab`, `Lämpö`.

        A slip of the pen leaves two names near each other in alphabetical order, read from the front or from behind.
        """
        for places in self._numbered.values():
            if len(places) == 1:
                continue
            members = [id_ for _name, id_ in sorted(self._names[place] for place in places)]
            yield from _of_group(members, stretch)
        yield from self._near(sorted(self._names), stretch)
        yield from self._near(sorted(self._names, key=lambda one: one[0][::-1]), stretch)

    @staticmethod
    def _near(names: Sequence[tuple[str, UUID]], stretch: Stretch) -> Iterator[Pair]:
        for place, (name, id_) in enumerate(names):
            if not stretch.first <= id_ <= stretch.last:
                continue
            for other, other_id in names[max(0, place - _NEAR) : place + 1 + _NEAR]:
                if other_id != id_ and alike_names(name, other):
                    yield from stretch.pairs((id_, other_id))


def _sharing(table: str, owner: str, column: str) -> str:
    """Groups whose rows of a table have the same value, of which one is in the stretch; not those of many."""
    return f"""
        select array_agg(distinct {owner})
        from {table}
        where {column} in (select {column} from {table} where {owner} between %(first)s and %(last)s)
        group by {column}
        having count(distinct {owner}) between 2 and %(many)s
    """  # noqa: S608 (names of our own tables and columns)


_STATEMENTS: dict[PartyKind, tuple[tuple[str, str], ...]] = {
    PartyKind.PERSON: (
        ("contact.email", _sharing("parties_person_email", "person_id", "normalised")),
        ("contact.phone", _sharing("parties_person_phone", "person_id", "normalised")),
        # Namesakes: too many of one name are told apart by what they share besides.
        ("name", _sharing("parties_person", "id", "sort_key")),
        # Of one employer those whose names begin alike: a slip of the pen is seldom in the first letter.
        (
            "represents",
            """
        with colleagues as (
            select distinct organisation_id, person.id, person.sort_key
            from parties_represents
            join parties_person person on person.id = person_id
            where organisation_id in (
                select organisation_id from parties_represents where person_id between %(first)s and %(last)s
            )
        )
        select array_agg(id order by sort_key, id)
        from colleagues
        group by organisation_id, left(sort_key, 1)
        having count(*) > 1 and bool_or(id between %(first)s and %(last)s)
        """,
        ),
    ),
    PartyKind.ORGANISATION: (
        ("contact.email", _sharing("parties_organisation_email", "organisation_id", "normalised")),
        ("contact.phone", _sharing("parties_organisation_phone", "organisation_id", "normalised")),
    ),
}
"""For each kind the items that bring parties together, with the statement that finds the groups."""
