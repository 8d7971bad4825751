"""What a clock has said lives on when its row is erased in its time, as two days and nothing else.

A period is counted from what happened, not from what is still recorded of it: an order that had to go after three years
was the last activity all the same. What somebody takes out by hand as a mistake, or with an import, is not remembered.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any, cast
from uuid import UUID

from django.db import connection
from django.db.models import Model, QuerySet

from kortisto.declaration.civil_time import Moment, civil_day
from kortisto.declaration.holdings import Column, Holding, follows_erasure, registry
from kortisto.lib.ids import uuid7
from kortisto.privacy.retention.enums import SubjectKind
from kortisto.privacy.retention.models import RememberedClock
from kortisto.register.statements.frozen import Frozen

_OF_ONE_ROW = frozenset({"item", "log"})
"""Owners of clocks that tell of their own row alone."""

_Days = dict[tuple[SubjectKind, UUID, str], list[date]]


def remember(holding: Holding, keys: Collection[object]) -> None:
    """Keep the days of the clocks of rows that are about to be erased while their subject stays.

    A row of a person who acts for an organisation tells of both: what it says of organisations is kept for those too.
    """
    columns = {name: one for name, one in holding.columns.items() if isinstance(one, Column) and one.clocks}
    if not columns or (holding.subject is None and holding.organisation is None):
        return
    owners = (holding.subject or "pk", holding.organisation or "pk")
    rows = cast("type[Model]", holding.model)._default_manager.filter(pk__in=keys).values_list(*owners, *columns)
    days: _Days = {}
    for person, organisation, *moments in rows:
        for column, moment in zip(columns.values(), moments, strict=True):
            if moment is not None:
                whose = (person if holding.subject else None, organisation if holding.organisation else None)
                _strike(days, column, moment, *whose)
    _write(days)


def remembered(ids: Collection[UUID]) -> tuple[Frozen, tuple[list[UUID]]]:
    """Return the question for what is remembered of people and organisations: subject, clock, first and last day."""
    return _REMEMBERED, (list(ids),)


def _build(ids: list[UUID]) -> QuerySet[Model, Any]:
    rows = RememberedClock.objects.filter(subject__any_of=ids)
    return rows.values_list("subject", "clock", "first_on", "last_on")


_REMEMBERED = Frozen(_build, list)


@follows_erasure
def forget(model: type, keys: Collection[object], columns: Collection[str] | None = None) -> None:
    """Erase what is remembered of subjects that are erased, with them."""
    if columns is None and any(one.model is model and "" in {one.subject, one.organisation} for one in registry()):
        RememberedClock.objects.filter(subject__in=[key for key in keys if isinstance(key, UUID)]).delete()


def _strike(days: _Days, column: Column, moment: Moment, person: UUID | None, organisation: UUID | None) -> None:
    for clock in column.clocks:
        for kind, subject in _whose(clock, person, organisation):
            days.setdefault((kind, subject, clock), []).append(civil_day(moment))


def _whose(clock: str, person: UUID | None, organisation: UUID | None) -> Iterator[tuple[SubjectKind, UUID]]:
    """Yield for whom a clock of a row counts, as when the row itself is read (see `walking`)."""
    owner = clock.partition(".")[0]
    if owner in _OF_ONE_ROW:
        return
    if person is not None:
        yield SubjectKind.PERSON, person
    if organisation is not None and owner != "person" and (person is None or owner == "organisation"):
        yield SubjectKind.ORGANISATION, organisation


def _write(days: _Days) -> None:
    if not days:
        return
    lines = [(uuid7(), kind, subject, clock, min(on), max(on)) for (kind, subject, clock), on in sorted(days.items())]
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into retention_remembered_clock as r (id, kind, subject, clock, first_on, last_on) "
            "select * from unnest(%s::uuid[], %s::text[], %s::uuid[], %s::text[], %s::date[], %s::date[]) "
            "on conflict (subject, clock) do update set first_on = least(r.first_on, excluded.first_on), "
            "last_on = greatest(r.last_on, excluded.last_on)",
            [list(column) for column in zip(*lines, strict=True)],
        )
