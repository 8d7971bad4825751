"""What falls due of everybody until when, by item and rule: for the preview of another declaration, and a calendar.

Set-wise where clocks and states decide, one by one where circumstances do. Counted by Finnish days: what falls due in
the course of a day belongs to that day. Both are as true as the last `settle`, and need the access header.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from kortisto.declaration.civil_time import civil_day
from kortisto.declaration.compiled import Compiled
from kortisto.declaration.endings import Due, DueKind, Endings
from kortisto.declaration.standing import Standing
from kortisto.lib.batches import batched
from kortisto.privacy.retention.compiling.questions import Question, asking, question
from kortisto.privacy.retention.enums import SubjectKind
from kortisto.privacy.retention.queries.standing import PORTION
from kortisto.privacy.retention.walking import learn


@dataclass(frozen=True, slots=True, order=True)
class Falling:
    """Data of one kind of subjects that are due by one rule (its ref), blocked or not. `number` of data."""

    kind: SubjectKind
    item: str
    rule: str
    number: int


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """How many data of an item fall due in a month, named by its first day; None: they were due before it all began."""

    month: date | None
    kind: SubjectKind
    item: str
    number: int


def falls_due(compiled: Compiled, at: datetime, *, items: Collection[str] | None = None) -> tuple[Falling, ...]:
    """Return what is due at the end of the day of `at` under a declaration, in force or not, by item and rule.

    `items`: only these leaves, which costs less where few tables hold them.
    """
    day = civil_day(at)
    found: Counter[tuple[SubjectKind, str, str]] = Counter()
    for kind in SubjectKind:
        asked = question(compiled, kind, at=at, items=items, rules=True)
        rows = _rows(
            asked, "select item, rule, sum(number)::bigint from data where due <= %s group by item, rule", [day]
        )
        found.update({(kind, item, rule): number for item, rule, number in rows})
        for one in _one_by_one(compiled, kind, asked, at):
            if (items is None or one.item in items) and one.at is not None and civil_day(one.at) <= day:
                found[kind, one.item, _rule(one)] += 1
    return tuple(sorted(Falling(*key, number) for key, number in found.items()))


def by_month(compiled: Compiled, *, at: datetime, until: date) -> tuple[Month, ...]:
    """Return how many data fall due in each month from the day of `at` to `until`, by item, as things stand now.

    What is due already is counted together, under no month.
    """
    today = civil_day(at)
    found: Counter[tuple[SubjectKind, date | None, str]] = Counter()
    for kind in SubjectKind:
        asked = question(compiled, kind, at=at)
        rows = _rows(
            asked,
            "select case when due > %s then date_trunc('month', due::timestamp)::date end, item, sum(number)::bigint "
            "from data where due <= %s group by 1, 2",
            [today, until],
        )
        found.update({(kind, month, item): number for month, item, number in rows})
        for one in _one_by_one(compiled, kind, asked, at):
            day = civil_day(one.at) if one.at is not None else date.max
            if day <= until:
                found[kind, day.replace(day=1) if day > today else None, one.item] += 1
    months = (Month(month, kind, item, number) for (kind, month, item), number in found.items())
    return tuple(sorted(months, key=lambda one: (one.month or date.min, one.kind, one.item)))


def by_day(compiled: Compiled, *, at: datetime) -> Counter[tuple[date, str, str]]:
    """Return how many data fall due on each day, by item and rule, as things stand now."""
    found: Counter[tuple[date, str, str]] = Counter()
    for kind in SubjectKind:
        asked = question(compiled, kind, at=at)
        rows = _rows(
            asked, "select due, item, rule, sum(number)::bigint from data where due <= %s group by 1, 2, 3", [date.max]
        )
        for day, item, rule, number in rows:
            found[day, item, rule or ""] += number
        for one in _one_by_one(compiled, kind, asked, at):
            if one.at is not None:
                found[civil_day(one.at), one.item, _rule(one)] += 1
    return found


def _rows(asked: Question, what: str, values: list[date]) -> list[tuple[Any, ...]]:
    with asking() as cursor:
        cursor.execute(asked.counted + what, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def _one_by_one(compiled: Compiled, kind: SubjectKind, asked: Question, at: datetime) -> Iterator[Due]:
    these = f"select a.subject from retention_agenda a where a.kind = %s and {asked.one_by_one}"  # noqa: S608 - no input
    with connection.cursor() as cursor:
        cursor.execute(these, (kind,))
        ids: list[UUID] = [subject for (subject,) in cursor.fetchall()]
    for portion in batched(ids, PORTION):
        for known in learn(kind, portion).values():
            endings = Endings(Standing(compiled, known.state, at))
            yield from (endings.of(datum) for datum in known.state.data)


def _rule(one: Due) -> str:
    if one.kind is DueKind.UNJUSTIFIED:
        return one.rule
    last = max(one.justifications, key=lambda row: (row.until is None, row.until))
    return last.plan.rule.ref
