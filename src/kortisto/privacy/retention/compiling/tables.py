"""The rows of holdings as SQL: what is asked of each datum of each subject, table by table.

Walks over the registry as `walking` does, and reads rows in the same way; no table is named. `who` is what is known of
the subjects (see `questions`): `subject`, `combination`, `version`, and their clocks by number.

A datum is asked for a row of a table at a time, and most of what is asked depends on the subject alone. Whatever names
no column of the row is worked out once for the subject (`Worked`): that is the difference between a question about
twenty million rows that takes seconds, and one that takes minutes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, cast

from django.db.models import CharField, DateTimeField, Field, FileField, Model, TextField

from kortisto.declaration.compiled import Compiled
from kortisto.declaration.holdings import Column, Erasure, Holding, registry
from kortisto.declaration.vocabulary.clocks import CLOCKS
from kortisto.declaration.vocabulary.items import is_under
from kortisto.privacy.retention.compiling.dates import Point, of_day, of_instant
from kortisto.privacy.retention.compiling.endings import names_row, text
from kortisto.privacy.retention.compiling.windows import FALSE, ClockColumns, Columns
from kortisto.privacy.retention.enums import SubjectKind
from kortisto.privacy.retention.marks import way

OF_THE_SUBJECT = ("person", "organisation")

Answer = Callable[[int, str, Columns], str]
"""Says of a datum of an item, for the subjects of a combination (its number), what is asked, as SQL."""


@dataclass(slots=True)
class Worked:
    """What is worked out once for each subject: expressions over `w`, by the name that stands for them."""

    names: dict[str, str] = field(default_factory=dict)

    def once(self, expression: str) -> str:
        """Return what stands for an expression: itself, where it names a column of the row, or nothing is to do."""
        if names_row(expression) or "w." not in expression:
            return expression
        return "w." + self.names.setdefault(expression, f"e{len(self.names)}")

    def columns(self) -> Iterator[str]:
        """Yield the columns of the question about the subjects."""
        yield from (f"{expression} as {name}" for expression, name in self.names.items())


@dataclass(frozen=True, slots=True)
class Subjects:
    """The subjects of one kind that are asked about.

    `clocks`: where their clocks stand in `who`, by name. `combinations`: their numbers. `answers`: what is asked; the
    first is null where there is nothing to say.
    """

    kind: SubjectKind
    clocks: Mapping[str, ClockColumns]
    combinations: Sequence[int]
    answers: Sequence[Answer]
    worked: Worked = field(default_factory=Worked)


@dataclass(frozen=True, slots=True)
class Line:
    """One item that the rows of a table may hold: the item and the answers of a row `t` of a subject `w`, as SQL.

    The first answer is null where the row does not hold it. `there`: the condition that it does, empty: always.
    """

    item: str
    answers: tuple[str, ...]
    there: str

    @property
    def shown(self) -> tuple[str, ...]:
        """Return the answers, the first only where the row holds the item."""
        first, *more = self.answers
        return (f"case when {self.there} then {first} end" if self.there else first, *more)


@dataclass(frozen=True, slots=True)
class Part:
    """One table: `rows` is what follows `select ...`, to the end of its condition."""

    rows: str
    lines: tuple[Line, ...]

    @property
    def named(self) -> str:
        """Return all that names columns: for whoever wants to know which."""
        return " ".join([self.rows, *(word for one in self.lines for word in (one.item, one.there, *one.answers))])

    def each(self) -> str:
        """Return the question for every datum: `subject`, `item`, and the answers as `a0`, `a1` ..."""
        columns = [self._by_line([one.item for one in self.lines])]
        columns += [self._by_line(some) for some in zip(*(one.shown for one in self.lines), strict=True)]
        named = ", ".join(f"{one} as {name}" for one, name in zip(columns, self._names("item"), strict=True))
        series = f"generate_series(1, {len(self.lines)}) x(n)"
        return f"select * from (select w.subject, {named} {self._among(series)}) d where a0 is not null"  # noqa: S608 - names of models

    def counted(self, answers: int = 2) -> str:
        """Return the question for how many data there are of each kind: `item`, the first answers, and `number`."""
        if len(self.lines[0].answers) > answers:
            return replace(
                self, lines=tuple(replace(one, answers=one.answers[:answers]) for one in self.lines)
            ).counted(answers)
        inner = {one: f"c{place}" for place, one in enumerate(dict.fromkeys(self._expressions()))}
        listed = ", ".join(f"{expression} as {name}" for expression, name in inner.items())
        columns = [self._by_line([inner[one.item] for one in self.lines])]
        columns += [
            self._by_line([inner[one] for one in some]) for some in zip(*(one.shown for one in self.lines), strict=True)
        ]
        named = ", ".join(f"{one} as {name}" for one, name in zip(columns, self._names("item"), strict=True))
        return (
            f"select * from (select {named}, g.number from (select {listed}, count(*) as number {self.rows} "  # noqa: S608 - as above
            f"group by {', '.join(inner.values())}) g cross join generate_series(1, {len(self.lines)}) x(n)) d "
            "where a0 is not null"
        )

    def least(self, *places: int) -> str:
        """Return the question for the least of each subject's answers at some places: `subject`, and these."""
        columns = ", ".join(f"min({self._least(place)}) as a{place}" for place in places)
        return f"select w.subject, {columns} {self.rows} group by w.subject"

    def _least(self, place: int) -> str:
        conditions: dict[str, list[str]] = defaultdict(list)
        for one in self.lines:
            conditions[one.answers[place]].append(one.there)
        found = [
            answer
            if "" in some or answer.startswith("null::")
            else f"case when {' or '.join(dict.fromkeys(some))} then {answer} end"
            for answer, some in conditions.items()
        ]
        return found[0] if len(found) == 1 else f"least({', '.join(found)})"

    def _expressions(self) -> Iterator[str]:
        for one in self.lines:
            yield one.item
            yield from one.shown

    def _names(self, first: str) -> list[str]:
        return [first, *(f"a{place}" for place in range(len(self.lines[0].answers)))]

    def _by_line(self, some: Sequence[str]) -> str:
        if len(set(some)) == 1:
            return some[0]
        return f"case x.n {' '.join(f'when {place} then {one}' for place, one in enumerate(some, 1))} end"

    def _among(self, series: str) -> str:
        before, where, after = self.rows.partition(" where true")
        return f"{before} cross join {series}{where}{after}"


def parts(compiled: Compiled, subjects: Subjects, items: Collection[str] | None = None) -> Iterator[Part]:
    """Yield the tables that hold data of the subjects. `items`: only these, leaves; None: all.

    `compiled`: by which declaration the columns stand for items.
    """
    for holding in registry():
        path = holding.subject if subjects.kind is SubjectKind.PERSON else holding.organisation
        if path is not None and holding.collected is not None:
            yield from _Table(holding, compiled, subjects).parts(items)


def all_items(compiled: Compiled, kind: SubjectKind) -> set[str]:
    """Return every item that a datum of a kind of subjects can have, as far as tables and declaration know."""
    found: set[str] = set()
    for holding in registry():
        path = holding.subject if kind is SubjectKind.PERSON else holding.organisation
        if path is not None and holding.collected is not None:
            for one in holding.columns.values():
                if isinstance(one, Column):
                    found.update(_leaves(compiled, one.item, holding) if not one.named_by else compiled.holding)
    return found


class _Table:
    """One holding, whose rows are `t`."""

    def __init__(self, holding: Holding, compiled: Compiled, subjects: Subjects) -> None:
        self._holding, self._compiled, self._subjects = holding, compiled, subjects
        self._model = cast("type[Model]", holding.model)
        self._held = {name: one for name, one in holding.columns.items() if isinstance(one, Column)}
        self._own = {
            clock: name
            for name, one in self._held.items()
            for clock in one.clocks
            if clock.partition(".")[0] not in OF_THE_SUBJECT
        }

    def parts(self, items: Collection[str] | None) -> Iterator[Part]:
        """Yield the question for what columns hold that have an item, and one for what rows name themselves."""
        by_item: dict[str, list[str]] = defaultdict(list)
        named: dict[str, list[str]] = defaultdict(list)
        for name, one in self._held.items():
            if one.named_by:
                named[one.named_by].append(name)
            for item in () if one.named_by else _leaves(self._compiled, one.item, self._holding):
                if items is None or item in items:
                    by_item[item].append(name)
        if by_item:
            yield Part(self._rows(""), tuple(self._line(item, names) for item, names in by_item.items()))
        for column, names in named.items():
            yield self._named(column, names, items)

    def _rows(self, joins: str) -> str:
        path = self._holding.subject if self._subjects.kind is SubjectKind.PERSON else self._holding.organisation
        to_subject, whose = way(self._model, cast("str", path), "t")
        unowned = ""
        if self._subjects.kind is SubjectKind.ORGANISATION and self._holding.subject is not None:
            to_person, person = way(self._model, self._holding.subject, "t")
            to_subject += "" if to_person in to_subject else to_person
            unowned = f" and {person} is null"  # a person's datum belongs to the person
        return (
            f'from public."{self._model._meta.db_table}" t{to_subject} join who w on w.subject = {whose}{joins}'
            f" where true{unowned}"
        )

    def _line(self, item: str, names: list[str]) -> Line:
        columns = self._columns(names)
        answers = tuple(self._by_combination(item, columns, one) for one in self._subjects.answers)
        return Line(text(item), answers, self._there(names))

    def _named(self, column: str, names: list[str], items: Collection[str] | None) -> Part:
        """The question for columns whose item stands in another one: by each item that the declaration knows."""
        word = self._column(column)
        known = sorted(set(self._compiled.holding) | set(self._compiled.leaves))
        pairs = [(one, leaf) for one in known for leaf in self._compiled.expand(one)]
        listed = ", ".join(f"({text(one)}, {text(leaf)})" for one, leaf in pairs)
        leaf = f"coalesce(n.leaf, {word})"
        columns = self._columns(names)
        leaves = sorted({leaf for _, leaf in pairs})
        answers = [self._by_item(leaves, leaf, columns, one) for one in self._subjects.answers]
        if items is not None:
            wanted = ", ".join(map(text, sorted(items)))
            answers[0] = f"case when {leaf} in ({wanted}) then {answers[0]} end"
        rows = self._rows(f" left join (values {listed}) n(word, leaf) on n.word = {word}")
        return Part(rows, (Line(leaf, tuple(answers), self._there(names)),))

    def _by_item(self, known: list[str], leaf: str, columns: Columns, of: Answer) -> str:
        same: dict[str, list[str]] = defaultdict(list)
        for item in known:
            same[self._by_combination(item, columns, of)].append(item)
        whens = " ".join(f"when {leaf} in ({', '.join(map(text, some))}) then {one}" for one, some in same.items())
        return f"case {whens} else {self._by_combination('', columns, of)} end"

    def _by_combination(self, item: str, columns: Columns, of: Answer) -> str:
        worked = self._subjects.worked
        whole = self._cases(item, columns, of)
        found = worked.once(whole)
        if found is whole and "w." in whole:  # parts of it may be the subject's alone
            return self._cases(item, replace(columns, once=worked.once), of)
        return found

    def _cases(self, item: str, columns: Columns, of: Answer) -> str:
        same: dict[str, list[int]] = defaultdict(list)
        for number in self._subjects.combinations:
            same[of(number, item, columns)].append(number)
        if len(same) <= 1:
            return next(iter(same), "null")
        whens = (f"when w.combination in ({', '.join(map(str, those))}) then {one}" for one, those in same.items())
        return f"case {' '.join(whens)} end"

    def _there(self, names: list[str]) -> str:
        if any(self._held[name].erase is not Erasure.CLEAR for name in names):
            return ""
        return " or ".join(self._is_there(name) for name in names)

    def _is_there(self, name: str) -> str:
        column = self._column(name)
        if isinstance(self._model._meta.get_field(name), CharField | TextField | FileField):
            return f"{column} <> ''"
        return f"{column} is not null"

    def _columns(self, names: list[str]) -> Columns:
        born, version = self._born(names)

        def clock(name: str) -> ClockColumns | None:
            if name not in self._own:
                return self._subjects.clocks.get(name)
            point = self._point(self._own[name])
            running = f"({self._column(self._own[name])} is null)" if CLOCKS[name].may_go_on else FALSE
            return ClockColumns(point, point, running)

        return Columns(born, clock, self._compiled.year_end, version=version)

    def _born(self, names: list[str]) -> tuple[Point, str]:
        """Return when an item was collected, and under which version: the youngest of its columns counts."""
        collected = cast("str", self._holding.collected)
        whole = self._point(collected)
        declared = self._column(self._holding.declaration) if self._holding.declaration else "''"
        version = f"coalesce(nullif({declared}, ''), w.version)"
        if not self._holding.origins:
            return whole, version
        kept = self._column(self._holding.origins)
        found = ("", "")
        for name in names:
            own = f"({kept} -> {text(name)})"
            at = f"coalesce(({own} ->> 'collected_at')::timestamptz, {whole.at})"
            said = f"coalesce(nullif({own} ->> 'declaration', ''), w.version)"
            under = f"case when {own} is null then {version} else {said} end"
            if not found[0]:
                found = (at, under)
            else:
                found = (f"greatest({found[0]}, {at})", f"case when {at} > {found[0]} then {under} else {found[1]} end")
        return of_instant(found[0]), found[1]

    def _point(self, name: str) -> Point:
        field = self._model._meta.get_field(name)
        column = self._column(name)
        return of_instant(column) if isinstance(field, DateTimeField) else of_day(column)

    def _column(self, name: str) -> str:
        column = cast("Field[Any, Any]", self._model._meta.get_field(name))
        return f't."{column.column}"'


def _leaves(compiled: Compiled, item: str, holding: Holding) -> tuple[str, ...]:
    """As `walking` reads a column: the leaves under its item, none where the row holds some of them by themselves."""
    if any(other != item and is_under(other, item) for other in holding.items()):
        return ()
    return compiled.expand(item)
