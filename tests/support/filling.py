"""Fills every table that may hold something of a person, from the models themselves: a new one is filled by itself.

Every column that takes text, in whatever form, holds the marker; a column that a constraint binds to a form of its own
takes a value of that form. Where neither does, the test that asks says which column, and `BOUND` is where to say more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchVectorField
from django.db import connection, models

from kortisto.declaration.holdings import holding_of
from kortisto.lib.ids import uuid7
from kortisto.register.parties.models import DuplicatePair, Organisation, Person

MARKER = "Zqxmerkki"
WHEN = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)

BOUND: Mapping[str, Any] = {
    "OwnValue.item": "own.marker",
    "Change.item": "person.name.first",
    "MergeStep.item": "person.name.first",
    "MergeStep.kind": "changed",
    "Activity.kind": "call",
    "Activity.cancelled_at": None,
    "Task.due_at": None,
    "Task.repeats": "",
    "Task.repeats_from": None,
    "Task.follows": None,
    "Upload.batch": None,
    "Hold.ended_by": None,
    "Restriction.ground": "accuracy",
    "Restriction.rule": "",
    "Review.outcome": "kept",
    "Hold.end_reason": "",
}
"""Columns whose form a constraint, or another column, decides."""

UNIQUE = re.compile(r"zq[0-9]{4}x", re.IGNORECASE)
"""A marker that one column of one row alone holds; see `each_its_own`."""

_words: Iterator[str] | None = None

_DATES = frozenset({"ended_on", "valid_to", "ended_at", "undone_at", "dismissed_at"})


@contextmanager
def each_its_own(noise: str = "") -> Iterator[None]:
    """Write in every column of every row a marker of its own, with something after it where it has room."""
    global _words  # noqa: PLW0603 - for the time of a block
    _words = (f"Zq{number:04}x{noise}" for number in range(10_000))
    try:
        yield
    finally:
        _words = None


def _marker() -> str:
    return MARKER if _words is None else next(_words)


def models_of(root: type[models.Model]) -> Iterator[tuple[type[models.Model], str]]:
    """Yield every table with a column that points to a party of this kind, and to whatever hangs on those."""
    seen: dict[tuple[type[models.Model], str], None] = {}
    waiting = [root]
    while waiting:
        target = waiting.pop(0)
        for model in apps.get_models():
            for field in model._meta.concrete_fields:
                known = (model, field.name)
                if field.related_model is target and known not in seen and model not in {Person, Organisation}:
                    seen[known] = None
                    waiting.append(model)
    yield from seen


def fill(person: UUID, *, others: Mapping[type[models.Model], Any], skip: frozenset[str] = frozenset()) -> list[Any]:
    """Write a row with the marker for each column by which something can hang on a person; return the rows.

    `others`: what further columns point to, by table: another person, a user, a tag.
    """
    mark(Person, person)  # first: a name that changes takes the search keys along
    made: list[Any] = []
    here: dict[type[models.Model], Any] = {}
    waiting = [(model, column) for model, column in models_of(Person) if model.__name__ not in skip]
    while waiting:
        model, column = waiting.pop(0)
        target: Any = model._meta.get_field(column).related_model
        if model in here and target is not Person:
            continue  # hangs on the person itself, and has its row
        needed = [one.related_model for one in model._meta.concrete_fields if one.related_model and not one.null]
        if any(one not in here and one not in others for one in needed):
            waiting.append((model, column))
            continue
        tie = {column: person if target is Person else here[target]}
        if model is DuplicatePair:
            tie = dict(zip(("first_person", "second_person"), sorted([person, others[Person]]), strict=True))
            waiting = [one for one in waiting if one[0] is not DuplicatePair]
        row = _row(model, tie, {**others, **here})
        made.append(row)
        here.setdefault(model, row.pk)
    return made


def mark(model: type[models.Model], key: object) -> None:
    """Write the marker into every text of a row that is there."""
    texts = {
        field.name: _text(field, model)
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField) and f"{model.__name__}.{field.name}" not in BOUND
        and field.name not in {"language", "source", "basis"}
    }  # fmt: skip
    texts = {name: text for name, text in texts.items() if MARKER in text or UNIQUE.search(text)}
    model._default_manager.filter(pk=key).update(**texts)


def _row(model: type[models.Model], tie: Mapping[str, Any], others: Mapping[type[models.Model], Any]) -> Any:
    values: dict[str, Any] = {}
    for field in model._meta.concrete_fields:
        name = f"{model.__name__}.{field.name}"
        if field.name in tie:
            values[field.attname] = tie[field.name]
        elif name in BOUND:
            values[field.attname] = BOUND[name]
        elif isinstance(field, models.ForeignKey):
            values[field.attname] = _points_to(field, tie, others)
        elif not isinstance(field, models.AutoField | SearchVectorField):
            values[field.attname] = _value(field, model)
    words = [field for field in model._meta.concrete_fields if isinstance(field, SearchVectorField)]
    if words:
        columns: dict[str, Any] = {
            str(field.column): values[field.attname] for field in model._meta.concrete_fields if field.attname in values
        }
        names, marks = ", ".join([*columns, str(words[0].column)]), ", ".join(["%s"] * len(columns))
        with connection.cursor() as cursor:
            # Names of our own tables and columns: there is nothing to quote.
            key = next(iter(columns))
            cursor.execute(f"delete from {model._meta.db_table} where {key} = %s", [columns[key]])  # noqa: S608
            cursor.execute(
                f"insert into {model._meta.db_table} ({names}) values ({marks}, to_tsvector('simple', %s))",  # noqa: S608
                [*columns.values(), _marker()],
            )
        return model._default_manager.get(**values)
    if model._meta.pk.remote_field is not None:
        model._default_manager.filter(pk=values[model._meta.pk.attname]).delete()
    return model._default_manager.create(**values)


def _points_to(field: Any, tie: Mapping[str, Any], others: Mapping[type[models.Model], Any]) -> Any:
    if field.null and (tie or field.related_model not in others):
        return None
    return others.get(field.related_model)


def _value(field: Any, model: type[models.Model]) -> Any:  # noqa: C901, PLR0911 (one for each kind of column)
    match field:
        case models.UUIDField():
            return uuid7()
        case models.BooleanField():
            return False
        case models.DateTimeField():
            return None if field.null and field.name in _DATES else WHEN
        case models.DateField():
            return None if field.null and field.name in _DATES else date(2026, 11, 22)
        case models.TimeField():
            return time(9)
        case models.IntegerField():
            return 1
        case ArrayField():
            return [_marker()]
        case models.BinaryField():
            return _marker().encode()
        case models.JSONField():
            return _json(field)
        case models.CharField() | models.TextField():
            return _text(field, model)
    return None


def _json(field: Any) -> Any:
    if field.name == "origins":
        told = {"source": _marker(), "collected_at": WHEN.isoformat(), "basis": _marker(), "batch": None}
        return {"started_on": told}
    kept = {"model": _marker(), "pk": str(uuid7()), "fields": {"text": _marker()}}
    if field.name == "rows":
        return [kept]
    return [_marker()] if field.default is list else kept


def _text(field: Any, model: type[models.Model]) -> str:
    for constraint in model._meta.constraints:
        for name, value in _conditions(getattr(constraint, "condition", None)):
            if name == f"{field.name}__in":
                return next((str(word) for word in value if word), "")
            if name == f"{field.name}__regex":
                return _of_form(value)
    holding = holding_of(model)
    if _words is not None:
        return _marker()[: field.max_length]
    word = f"{MARKER}{re.sub('[^a-z]', '', field.name)}" if holding else MARKER
    return (word if len(word) <= (field.max_length or 10_000) else MARKER)[: field.max_length]


def _of_form(expression: str) -> str:
    for form in ("0" * 64, "1234567-1", ""):
        if re.search(expression, form):
            return form
    raise NotImplementedError(f"no value known for {expression}: say one in BOUND")


def _conditions(node: Any) -> Iterator[tuple[str, Any]]:
    for child in getattr(node, "children", ()):
        if isinstance(child, tuple):
            yield child
        else:
            yield from _conditions(child)
