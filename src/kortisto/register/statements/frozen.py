"""Querysets that are put together once and sent often.

Django puts the SQL of a queryset together anew for each evaluation, which takes longer than the database needs for
rows found by a key. What differs between two calls of a reader is mostly an id: `Frozen` keeps the SQL of a queryset
that was built with examples, and sends it with the values of each call. The queryset stays where the question is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import connection
from django.db.models import Field, ForeignObject, Lookup, QuerySet


class AnyOf(Lookup):
    """`column__any_of=[...]`: one of these, sent as one array: the statement is the same for any number of them.

    An empty array is sent too, and finds nothing.
    """

    lookup_name = "any_of"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """Return the condition and its values."""
        column, values = self.process_lhs(compiler, connection)
        kind = self.lhs.output_field.db_type(connection)
        return f"{column} = any(%s::{kind}[])", (*values, self.rhs)


Field.register_lookup(AnyOf)
ForeignObject.register_lookup(AnyOf)  # keys of other tables do not inherit the lookups of Field

_EXAMPLES: dict[type, Callable[[], Any]] = {
    UUID: uuid4,
    list: lambda: [uuid4()],
    str: lambda: uuid4().hex,
    date: lambda: datetime.fromtimestamp(uuid4().int % 2**31, UTC).date(),
    datetime: lambda: datetime.fromtimestamp(uuid4().int % 2**31, UTC),
}


class Frozen:
    """A question whose SQL is put together when it is first asked, and never again.

    `build` returns the queryset for values of the `kinds`: UUID, str, date, datetime, or list (for `any_of`). Each
    value has to come out in the statement as it went in, or building fails: what is made of a value is made before it
    is passed. Ask with `rows` a queryset of `values_list`, with `dicts` one of `values`, with `objects` one of models
    without `select_related` or `prefetch_related`.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Any]], *kinds: type) -> None:
        self._build = build
        self._kinds = kinds
        self._statement = ""
        self._parameters: tuple[Any, ...] = ()
        self._places: tuple[tuple[int, int], ...] = ()  # in the parameters, and which value stands there
        self._converters: tuple[tuple[int, list[Any], Any], ...] = ()
        self._model: Any = None
        self._names: tuple[str, ...] = ()

    def rows(self, *values: Any) -> Sequence[tuple[Any, ...]]:
        """Return the rows for these values."""
        with connection.cursor() as cursor:
            cursor.execute(*self.statement(*values))
            return self.read(cursor.fetchall())

    def dicts(self, *values: Any) -> list[dict[str, Any]]:
        """Return the rows for these values by the names that `values` gave them."""
        return [dict(zip(self._names, row, strict=True)) for row in self.rows(*values)]

    def objects(self, *values: Any) -> list[Any]:
        """Return the models for these values."""
        rows = self.rows(*values)
        return [self._model.from_db(connection.alias, self._names, row) for row in rows]

    def statement(self, *values: Any) -> tuple[str, list[Any]]:
        """Return the SQL and the values that stand in it."""
        if not self._statement:
            self._freeze()
        parameters = list(self._parameters)
        for place, which in self._places:
            parameters[place] = values[which]
        return self._statement, parameters

    def read(self, rows: list[tuple[Any, ...]]) -> Sequence[tuple[Any, ...]]:
        """Return rows from the database as Django's."""
        return [self._converted(row) for row in rows] if self._converters else rows

    def _freeze(self) -> None:
        examples = [_EXAMPLES[kind]() for kind in self._kinds]
        query = self._build(*examples).query
        compiler = query.get_compiler(connection=connection)
        statement, parameters = compiler.as_sql()
        self._places = tuple(
            (place, which)
            for place, parameter in enumerate(parameters)
            for which, example in enumerate(examples)
            if type(parameter) is type(example) and parameter == example
        )
        if {which for _, which in self._places} != set(range(len(examples))):
            raise ValueError("a value of the question does not stand in its statement as it was given")
        found = compiler.get_converters([column for column, _, _ in compiler.select])
        self._converters = tuple((place, list(convert), column) for place, (convert, column) in found.items())
        self._model = query.model
        selected = (query.combined_queries or (query,))[0].selected
        self._names = tuple(selected or [column.attname for column in self._model._meta.concrete_fields])
        self._parameters = tuple(parameters)
        self._statement = statement  # last: another thread then sees all of it

    def _converted(self, row: tuple[Any, ...]) -> tuple[Any, ...]:
        values = list(row)
        for place, convert, column in self._converters:
            for one in convert:
                values[place] = one(values[place], column, connection)
        return tuple(values)


def rows_of_all(questions: Sequence[tuple[Frozen, Sequence[Any]]]) -> list[Sequence[tuple[Any, ...]]]:
    """Return the rows of each question with its values. All go to the database in one message, in their order."""
    if not questions:
        return []
    asked = [question.statement(*values) for question, values in questions]
    with connection.cursor() as cursor:
        cursor.execute(";".join(statement for statement, _ in asked), [one for _, some in asked for one in some])
        results = []
        for place, (question, _) in enumerate(questions):
            cursor.set_result(place - len(questions))  # before them stand those of what travelled with them
            results.append(question.read(cursor.fetchall()))
    return results
