"""Whom a relation and a city find among people: as they are themselves, and by the organisations that they represent.

A customer is who has a customer relationship of their own, and who represents an organisation that has one. In a city
is who has an address there, and who represents an organisation that has one. Where both are asked for, the organisation
that brings somebody to the city must itself be what is asked for: nobody stands in the list of Turku's customers for a
supplier in Turku and a customer in Oulu.

Few of them are looked up before the list, which then reads their rows alone; where they are many the list is read in
its order, each row asked whether it belongs, and a page is full soon.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from kortisto.declaration.words import Operation
from kortisto.lib.text_keys import PREFIX_END, fold
from kortisto.register.audit.values import Access
from kortisto.register.parties.enums import RelationshipKind
from kortisto.register.parties.listing import CITY_OF_EMPLOYER, CITY_OF_PERSON, RELATION_OF_EMPLOYER, RELATION_OF_PERSON

FEW = 2000
"""So many are looked up before the list: their rows are read and sorted in some ten milliseconds."""

Question = tuple[str, tuple[Any, ...]]
"""A piece of SQL and the values of its parameters."""


@dataclass(frozen=True, slots=True)
class Belonging:
    """The ways in which somebody can belong. `ids`: a question for ids of people; `asks`: a condition on `t.id`."""

    ids: Question
    asks: Question


def belonging(*, by: Access, relation: RelationshipKind | None, city: str, today: date) -> Belonging | None:
    """Return how to find people by relation and city; None where neither is asked for.

    Only the ways that the access covers are gone: what cannot be seen cannot be sorted out by.
    """
    if relation is None and not city.strip():
        return None
    ways = _ways(_Asked(by, relation, city, f"date '{today.isoformat()}'"))
    values = tuple(value for way in ways for value in way.values)
    ids = " union all ".join(f"select {way.person} {way.rows}" for way in ways)
    # With OFFSET 0 each row is asked by itself: else the planner may ask all rows of the table first, for a page of 50.
    asks = " or ".join(f"exists (select {way.rows} and {way.person} = t.id offset 0)" for way in ways)
    nobody = "select null::uuid limit 0"
    return Belonging(ids=(ids or nobody, values), asks=(f"({asks or 'false'})", values))


@dataclass(frozen=True, slots=True)
class _Way:
    """One way in which somebody belongs. `rows`: from and where, `person`: the column that says who."""

    person: str
    rows: str
    values: tuple[Any, ...]


class _Asked:
    """What is asked for, in SQL, and what of it the access covers."""

    def __init__(self, by: Access, relation: RelationshipKind | None, city: str, today: str) -> None:
        self._relation = relation
        self._today = today
        self.relation, self.city = relation is not None, bool(city.strip())
        prefix = fold(city.strip())
        self.prefix = (prefix, prefix + PREFIX_END)
        self.customer = relation is RelationshipKind.CUSTOMER
        self.kind = () if relation is None or self.customer else (relation.value,)

        def covers(items: Sequence[str]) -> bool:
            return all(by.grants(Operation.READ, item) for item in items)

        self.own_city, self.city_of_employer = covers(CITY_OF_PERSON), covers(CITY_OF_EMPLOYER)
        self.own_relation = self.customer and covers(RELATION_OF_PERSON)
        self.relation_of_employer = covers(RELATION_OF_EMPLOYER)

    @property
    def there(self) -> str:
        return f"{self.open('a.valid_to')} and a.city_key >= %s and a.city_key < %s"

    @property
    def represents(self) -> str:
        return self.open("r.ended_on")

    @property
    def buys(self) -> str:
        return self.open("b.ended_on")

    @property
    def is_that(self) -> str:
        """What is represented is to us what is asked for."""
        table = "parties_customership" if self.customer else "parties_business_relation"
        kind = "" if self.customer else " and o.kind = %s"
        rows = f"{table} o where o.organisation_id = r.organisation_id and {self.open('o.ended_on')}{kind}"
        return f"exists (select from {rows})"

    def open(self, last_day: str) -> str:
        return f"({last_day} is null or {last_day} > {self._today})"


def _ways(asked: _Asked) -> list[_Way]:
    if not asked.city:
        return _by_relation(asked)
    return _by_city_and_relation(asked) if asked.relation else _by_city(asked)


def _by_relation(asked: _Asked) -> list[_Way]:
    ways = []
    if asked.own_relation:
        ways.append(_Way("b.person_id", f"from {_OWN} b where {asked.buys}", ()))
    if asked.relation_of_employer:
        ways.append(_Way("r.person_id", f"from {_WORK} r where {asked.represents} and {asked.is_that}", asked.kind))
    return ways


def _by_city(asked: _Asked) -> list[_Way]:
    ways = []
    if asked.own_city:
        ways.append(_Way("a.person_id", f"from {_HOME} a where {asked.there}", asked.prefix))
    if asked.city_of_employer:
        rows = f"from {_OFFICE} a join {_WORK} r on r.organisation_id = a.organisation_id"
        ways.append(_Way("r.person_id", f"{rows} where {asked.there} and {asked.represents}", asked.prefix))
    return ways


def _by_city_and_relation(asked: _Asked) -> list[_Way]:
    ways, values = [], (*asked.prefix, *asked.kind)
    represents = f"where {asked.there} and {asked.represents} and {asked.is_that}"
    if asked.own_city and asked.own_relation:
        rows = f"from {_HOME} a join {_OWN} b on b.person_id = a.person_id where {asked.there} and {asked.buys}"
        ways.append(_Way("a.person_id", rows, asked.prefix))
    if asked.own_city and asked.relation_of_employer:
        rows = f"from {_HOME} a join {_WORK} r on r.person_id = a.person_id {represents}"
        ways.append(_Way("a.person_id", rows, values))
    if asked.city_of_employer and asked.relation_of_employer:
        rows = f"from {_OFFICE} a join {_WORK} r on r.organisation_id = a.organisation_id {represents}"
        ways.append(_Way("r.person_id", rows, values))
    return ways


_HOME, _OFFICE = "parties_person_address", "parties_organisation_address"
_OWN, _WORK = "parties_consumer_customership", "parties_represents"
