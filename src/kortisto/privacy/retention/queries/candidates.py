"""Whom a sweep has to look at: read from the agenda by its index, so that it costs what is due."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from kortisto.declaration.civil_time import civil_day
from kortisto.privacy.retention.enums import SubjectKind

_PAGE = 5000


Place = tuple[date, UUID]
"""Where a candidate stands in the order in which they are looked at: the day on which it is due, and its id."""

FIRST: Place = (date.min, UUID(int=0))
"""Before every candidate."""


def candidates(kind: SubjectKind, at: datetime) -> Iterator[UUID]:
    """Yield the subjects of a kind of whom something may have fallen due by a moment, the longest due first.

    As of the last `settle`. Needs the access header, in the transaction of each step: pages are read one by one, and
    what is erased between two of them moves nobody.
    """
    after = FIRST
    while page := candidate_page(kind, at, after=after, limit=_PAGE):
        yield from (subject for _, subject in page)
        after = page[-1]


def candidate_page(kind: SubjectKind, at: datetime, *, after: Place, limit: int) -> list[Place]:
    """Return the candidates that stand next after a place; see `candidates`."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select next_on, subject from retention_agenda where kind = %s and next_on <= %s "
            "and (next_on, subject) > (%s, %s) order by next_on, subject limit %s",
            (kind, civil_day(at), *after, limit),
        )
        page: list[Place] = cursor.fetchall()
    return page


def number_of_candidates(kind: SubjectKind, at: datetime) -> int:
    """Return how many candidates there are; see `candidates`."""
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from retention_agenda where kind = %s and next_on <= %s", (kind, civil_day(at)))
        return int(cursor.fetchone()[0])


def held_back(kind: SubjectKind, at: datetime) -> Counter[str]:
    """Return how many data are due and stay, by reason, of the subjects at whom a sweep need not look.

    As of the last `settle`; needs the access header.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "select reason, sum(number::integer) from retention_agenda, jsonb_each_text(held_back) as h(reason, number)"
            " where kind = %s and held_back <> '{}' and (next_on is null or next_on > %s) group by reason",
            (kind, civil_day(at)),
        )
        return Counter({reason: int(number) for reason, number in cursor.fetchall()})
