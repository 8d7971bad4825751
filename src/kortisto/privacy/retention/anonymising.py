"""What may be left of data when nothing of the person is: counts of what several people have in common.

An anonymised row goes like any other, with its id, its origin, its history and its file; what its declaration keeps of
it is counted, coarsened, among rows of at least so many people that are alike in all that is left. Where fewer are,
their rarest values are cleared until enough are, or nothing is left to count. So nothing can be joined back: there is
no row of one person, no id, and no combination that only a few share. A declaration that names no number keeps nothing.

A row that is an organisation's too stays with it: written anew under a random id, without the person, the free texts
and the import that it came by, and with days in place of moments.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast
from uuid import UUID, uuid4

from django.db import models
from django.db.models.fields import NOT_PROVIDED

from kortisto.declaration.civil_time import civil_day, start_of_day
from kortisto.declaration.holdings import Column, Erasure, Holding, Link, Technical, holding_of
from kortisto.declaration.vocabulary.items import is_under
from kortisto.declaration.words import ActionKind, CascadeKind
from kortisto.privacy.retention.models import Remnant
from kortisto.privacy.retention.planning import Plan
from kortisto.privacy.retention.relations import column_of, declared
from kortisto.privacy.retention.walking import Row, link_to_subject

_FIRST = 2
"""So many characters of a text are left when it is coarsened: of a postal code, a part of the country."""
_OF_ITS_ORIGIN = frozenset({"source", "collected_at", "basis", "declaration"})
"""Columns that say on which word a row stands, which it still does where it is written anew."""

Values = tuple[tuple[str, str | None], ...]


@dataclass(frozen=True, slots=True)
class Contribution:
    """What is left of one row of one subject: values by column, to be counted where `alike` people agree in them."""

    table: str
    alike: int
    subject: UUID
    values: Values


@dataclass(frozen=True, slots=True)
class Left:
    """What may be left of a row of a subject that goes: these columns, where `alike` people agree in them."""

    row: Row
    subject: UUID
    columns: tuple[str, ...]
    alike: int


def left_by(plans: Sequence[Plan]) -> list[Left]:
    """Return what the declaration keeps of the rows that go."""
    found = []
    for plan in plans:
        actions = {(one.datum.record, one.item): one.action for one in plan.going}
        for row in plan.delete:
            keeps, alike = _kept_by_relation(row, plan)
            columns: list[str] = []
            for item, names in row.items.items():
                action = actions.get((row.record, item))
                if action is not None and action.kind is ActionKind.ANONYMISE and action.alike:
                    columns += _left(row.holding, names, item, action.keeps)
                    alike = max(alike, action.alike)
                columns += _left(row.holding, names, item, keeps)
            if columns and alike:
                found.append(Left(row, plan.known.id, tuple(dict.fromkeys(columns)), alike))
    return found


def contributions_of(left: Sequence[Left]) -> list[Contribution]:
    """Return what is to be left of rows as it stands in them now."""
    wanted: dict[tuple[type[models.Model], tuple[str, ...], int], dict[object, UUID]] = defaultdict(dict)
    for one in left:
        wanted[cast("type[models.Model]", one.row.holding.model), one.columns, one.alike][one.row.pk] = one.subject
    found = []
    for (model, names, alike), owners in wanted.items():
        for key, *values in model._default_manager.filter(pk__in=list(owners)).values_list("pk", *names):
            coarse = tuple(sorted((name, _coarse(model, name, at)) for name, at in zip(names, values, strict=True)))
            found.append(Contribution(model.__name__, alike, owners[key], coarse))
    return found


def count_among_others(contributions: Sequence[Contribution]) -> Counter[str]:
    """Count what is left among the rows of others; return how many rows of each table were counted."""
    counted: Counter[str] = Counter()
    for table in {one.table for one in contributions}:
        given = [one for one in contributions if one.table == table]
        there = {_key(one.values): one for one in Remnant._default_manager.select_for_update().filter(table=table)}
        for values, (people, rows) in grouped(given, frozenset(there)).items():
            known = there.get(values)
            if known is None:
                Remnant._default_manager.create(table=table, values=dict(values), people=len(people), rows=rows)
            else:
                known.people, known.rows = known.people + len(people), known.rows + rows
                known.save(update_fields=["people", "rows"])
            counted[table] += rows
    return counted


def grouped(given: Sequence[Contribution], there: frozenset[Values]) -> Mapping[Values, tuple[set[UUID], int]]:
    """Group rows so that each group is of enough people, or is one of those that are there already.

    Of a group that is too small the rarest value is cleared, until it is no longer too small or nothing is left of it.
    """
    least = max((one.alike for one in given), default=0)
    rare: dict[tuple[str, str | None], set[UUID]] = defaultdict(set)
    groups: dict[Values, tuple[set[UUID], int]] = {}
    for one in given:
        people, rows = groups.setdefault(one.values, (set(), 0))
        groups[one.values] = (people | {one.subject}, rows + 1)
        for place in one.values:
            rare[place].add(one.subject)
    while small := [one for one, (people, _) in groups.items() if len(people) < least and one not in there]:
        for values in small:
            people, rows = groups.pop(values)
            filled = [place for place in values if place[1] is not None]
            if not filled:
                continue
            rarest = min(filled, key=lambda place: (len(rare[place]), place))
            wider = tuple((name, None if (name, value) == rarest else value) for name, value in values)
            others, more = groups.get(wider, (set(), 0))
            groups[wider] = (others | people, more + rows)
    return groups


def written_anew(plans: Sequence[Plan]) -> Mapping[type[models.Model], list[models.Model]]:
    """Return rows, by table, that take the place of those that stay with an organisation. Nothing is written yet."""
    found: dict[type[models.Model], list[models.Model]] = defaultdict(list)
    for plan in plans:
        for row in plan.renew:
            model = cast("type[models.Model]", row.holding.model)
            old = model._default_manager.get(pk=row.pk)
            tie, columns = column_of(row, plan.known.kind), model._meta.concrete_fields
            found[model].append(model(**{field.attname: _anew(field, old, row.holding, tie) for field in columns}))
    return found


def _kept_by_relation(row: Row, plan: Plan) -> tuple[tuple[str, ...], int]:
    link = link_to_subject(row.holding, plan.known.kind)
    relation = declared(link) if link is not None else None
    if relation is None or relation.cascade is not CascadeKind.ANONYMISE:
        return (), 0
    return relation.keeps, relation.alike or 0


def _left(holding: Holding, names: Sequence[str], item: str, keeps: Sequence[str]) -> list[str]:
    """Return the columns of an item of which something may be left."""
    if not any(is_under(item, kept) for kept in keeps):
        return []
    columns = {name: holding.columns[name] for name in names}
    return [
        name for name, column in columns.items()
        if isinstance(column, Column) and column.anonymise in {Erasure.KEEP, Erasure.COARSEN}
    ]  # fmt: skip


def _coarse(model: type[models.Model], name: str, value: object) -> str | None:
    """Return a value as it is left: of a day the year, of a text that is to be coarser the first characters."""
    if value in (None, ""):
        return None
    holding = holding_of(model)
    column = holding.columns[name] if holding is not None else None
    if isinstance(column, Column) and column.anonymise is Erasure.COARSEN:
        return str(value.year) if isinstance(value, date) else str(value)[:_FIRST]
    return str(value)


def _key(values: Mapping[str, str | None]) -> Values:
    return tuple(sorted(values.items()))


def _anew(field: Any, old: models.Model, holding: Holding, tie: str | None) -> object:
    """Return what a column of a row that is written anew holds."""
    value = getattr(old, field.attname)
    column = holding.columns.get(field.name)
    if field.primary_key:
        return uuid4() if isinstance(field, models.UUIDField) else None
    if field.name == tie or (isinstance(column, Link) and column.relation == "batch.rows"):
        return None
    if isinstance(column, Technical) and field.name not in _OF_ITS_ORIGIN:
        return _empty(field, value)
    if isinstance(value, datetime):
        # The log of use knows to the microsecond who was entered when: by a moment a row could be joined to them. The
        # day is as much as periods count from.
        return None if field.name == "changed_at" else start_of_day(civil_day(value))
    if isinstance(column, Column) and column.anonymise is Erasure.CLEAR and (field.null or _is_text(field)):
        # Also of what is kept: nobody knows what stands in a free text, and how long somebody spoke is of one alone.
        return value if isinstance(value, date) else _empty(field, value)
    return value


def _is_text(field: Any) -> bool:
    return isinstance(field, models.CharField | models.TextField | models.JSONField)


def _empty(field: Any, value: object) -> object:
    if field.null:
        return None
    if field.default is not NOT_PROVIDED:
        return field.get_default()
    return "" if field.blank else value
