"""Writes many rows of one table with one statement; `COPY` is closed to it, because the tables have row policies."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from django.db import connection, models
from django.db.models.fields import NOT_PROVIDED

Columns = dict[str, Any]
"""A row by the names of its columns (`person_id`, not `person`); what is not named has the default of the model."""


class _Column(NamedTuple):
    name: str
    default: Any
    array: str  # type of the array that carries the values
    cast: str  # what makes the column's type of an element, where assigning does not


_ARRAYS: Mapping[str, str] = {
    "UUIDField": "uuid",
    "BooleanField": "boolean",
    "DateField": "date",
    "DateTimeField": "timestamptz",
    "IntegerField": "integer",
    "PositiveIntegerField": "integer",
    "SmallIntegerField": "integer",
    "PositiveSmallIntegerField": "integer",
    "BigIntegerField": "bigint",
    "ForeignKey": "uuid",
    "OneToOneField": "uuid",
}


def insert_rows(model: type[models.Model], rows: Sequence[Columns], common: Columns | None = None) -> None:
    """Insert the rows in one statement. `common`: columns that are the same in all of them.

    Raises IntegrityError and DataError like any insert: then none of them is there.
    """
    if not rows:
        return
    shared = common or {}
    given = set().union(*rows)
    arrays, types, constants, names, values = [], [], [], [], []
    for column in _columns(model):
        if column.name in shared or column.name not in given:
            constants.append(_parameter(column, shared.get(column.name, column.default)))
            values.append(f"%s::{column.cast or column.array}")
        else:
            arrays.append(_array(column, [row.get(column.name, column.default) for row in rows]))
            types.append(column.array)
            values.append(f"c{len(arrays)}{f'::{column.cast}' if column.cast else ''}")
        names.append(f'"{column.name}"')
    unnested = ", ".join(f"%s::{type_}[]" for type_ in types)
    aliases = ", ".join(f"c{place}" for place in range(1, len(types) + 1))
    statement = (
        # Names of our own tables and columns: there is nothing to quote.
        f'insert into "{model._meta.db_table}" ({", ".join(names)}) '  # noqa: S608
        f"select {', '.join(values)} from unnest({unnested}) as given({aliases})"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [*constants, *arrays])


def update_rows(model: type[models.Model], rows: Sequence[Columns], names: Sequence[str]) -> None:
    """Set the named columns of the rows, which carry their `id`, in one statement."""
    if not rows:
        return
    known = {column.name: column for column in _columns(model)}
    chosen = [known["id"], *(known[name] for name in names)]
    arrays = [_array(column, [row[column.name] for row in rows]) for column in chosen]
    sets = ", ".join(f'"{one.name}" = given.c{place}{f"::{one.cast}" if one.cast else ""}'
                     for place, one in enumerate(chosen) if place)  # fmt: skip
    unnested = ", ".join(f"%s::{column.array}[]" for column in chosen)
    aliases = ", ".join(f"c{place}" for place in range(len(chosen)))
    statement = (
        f'update "{model._meta.db_table}" as kept set {sets} '  # noqa: S608 (as above)
        f"from unnest({unnested}) as given({aliases}) where kept.id = given.c0"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, arrays)


@cache
def _columns(model: type[models.Model]) -> tuple[_Column, ...]:
    found = []
    for field in model._meta.concrete_fields:
        kind = field.get_internal_type()
        if kind in {"AutoField", "BigAutoField"} or field.generated or field.db_default is not NOT_PROVIDED:
            continue
        default = None if field.primary_key else field.get_default()
        # Text first, and the column's own type by assignment: a cast would cut what is too long without a word.
        found.append(_Column(str(field.column), default, _ARRAYS.get(kind, "text"), _cast(kind)))
    return tuple(found)


def _cast(kind: str) -> str:
    return {"JSONField": "jsonb", "SearchVectorField": "tsvector"}.get(kind, "")


def _parameter(column: _Column, value: Any) -> Any:
    return json.dumps(value) if column.cast == "jsonb" else value


_NO_VALUE = "NULL"


def _array(column: _Column, values: list[Any]) -> str:
    """Return values as PostgreSQL writes an array: at once for all, since an element by itself costs three times that.

    A text with a NUL in it is refused with DataError by the driver, as in any statement.
    """
    match column.array:
        case "uuid":
            return f"{{{','.join([_NO_VALUE if value is None else value.hex for value in values])}}}"
        case "text" if column.cast != "jsonb" and all([type(value) is str for value in values]):  # noqa: C419 (a list is quicker)
            return _array_of_texts(values)
    return f"{{{','.join([_element(column, value) for value in values])}}}"


def _array_of_texts(values: list[str]) -> str:
    whole = _BETWEEN.join(values)
    if whole.count(_BETWEEN) != len(values) - 1:
        return whole  # with a NUL: refused
    return '{"' + whole.replace("\\", "\\\\").replace('"', '\\"').replace(_BETWEEN, '","') + '"}'


_BETWEEN = "\0"
"""Parts texts while they are made one: no text of the database can hold it."""


def _element(column: _Column, value: Any) -> str:
    if value is None and column.cast != "jsonb":
        return _NO_VALUE
    text = _parameter(column, value)
    if isinstance(text, date):
        text = text.isoformat()
    return '"' + str(text).replace("\\", "\\\\").replace('"', '\\"') + '"'
