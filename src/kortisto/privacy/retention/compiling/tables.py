"""The rows of holdings as SQL: each datum of each subject with the day on which it is due.

Walks over the registry as `walking` does, and reads rows in the same way; no table is named. `who` is what is known of
the subjects (see `questions`): `subject`, `combination`, `version`, and their clocks by number.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

from django.db.models import DateTimeField, Field, Model

from kortisto.declaration.compiled import Compiled
from kortisto.declaration.holdings import Column, Erasure, Holding, registry
from kortisto.declaration.vocabulary.clocks import CLOCKS
from kortisto.declaration.vocabulary.items import is_under
from kortisto.privacy.retention.compiling.dates import Point, of_day, of_instant
from kortisto.privacy.retention.compiling.endings import Deciding, Ending, bound_from, text
from kortisto.privacy.retention.compiling.windows import FALSE, ClockColumns, Columns
from kortisto.privacy.retention.enums import SubjectKind
from kortisto.privacy.retention.marks import way

OF_THE_SUBJECT = ("person", "organisation")


@dataclass(frozen=True, slots=True)
class Subjects:
    """The subjects of one kind that are asked about.

    `clocks`: where their clocks stand in `who`, by name. `deciding`: by the number of their combination. `rules`: it is
    asked by which rule, too, which takes as long again; `reviews`: and when a review may be asked for.
    """

    kind: SubjectKind
    clocks: Mapping[str, ClockColumns]
    deciding: Mapping[int, Deciding]
    rules: bool = False
    reviews: bool = False


def data(compiled: Compiled, subjects: Subjects, items: Collection[str] | None = None) -> Iterator[str]:
    """Yield for each table a question for its data: `subject`, `item`, `due` (a day or infinity), `rule` and `review`.

    `items`: only these, leaves; None: all.
    """
    for holding in registry():
        path = holding.subject if subjects.kind is SubjectKind.PERSON else holding.organisation
        if path is not None and holding.collected is not None:
            yield from _Table(holding, compiled, subjects).questions(items)


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

    def questions(self, items: Collection[str] | None) -> Iterator[str]:
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
            lines = [self._line(text(item), names, item) for item, names in by_item.items()]
            yield self._question(lines, "")
        for column, names in named.items():
            yield self._named(column, names, items)

    def _question(self, lines: list[str], joins: str) -> str:
        path = self._holding.subject if self._subjects.kind is SubjectKind.PERSON else self._holding.organisation
        to_subject, whose = way(self._model, cast("str", path), "t")
        unowned = ""
        if self._subjects.kind is SubjectKind.ORGANISATION and self._holding.subject is not None:
            to_person, person = way(self._model, self._holding.subject, "t")
            to_subject += "" if to_person in to_subject else to_person
            unowned = f" and {person} is null"  # a person's datum belongs to the person
        return (
            f'select w.subject, x.item, x.due, x.rule, x.review from public."{self._model._meta.db_table}" t'  # noqa: S608 - names of models
            f"{to_subject} join who w on w.subject = {whose}{joins} "
            f"cross join lateral (values {', '.join(lines)}) x(item, due, rule, review) "
            f"where x.due is not null{unowned}"
        )

    def _line(self, shown: str, names: list[str], item: str) -> str:
        born, version = self._born(names)
        columns = self._columns(born, version)
        return self._values(shown, names, self._by_combination(item, columns, Ending.due_on),
                            self._by_combination(item, columns, self._rule),
                            self._by_combination(item, columns, self._review))  # fmt: skip

    def _rule(self, ending: Ending, columns: Columns) -> str:
        return ending.rule(columns) if self._subjects.rules else "null::text"

    def _review(self, ending: Ending, columns: Columns) -> str:
        return ending.asked_on(columns) if self._subjects.reviews else "null::date"

    def _named(self, column: str, names: list[str], items: Collection[str] | None) -> str:
        """The question for columns whose item stands in another one: by each item that the declaration knows."""
        word = self._column(column)
        known = sorted(set(self._compiled.holding) | set(self._compiled.leaves))
        pairs = [(one, leaf) for one in known for leaf in self._compiled.expand(one)]
        listed = ", ".join(f"({text(one)}, {text(leaf)})" for one, leaf in pairs)
        leaf = f"coalesce(n.leaf, {word})"
        columns = self._columns(*self._born(names))
        dues, refs, reviews = (
            self._by_item(sorted({leaf for _, leaf in pairs}), leaf, columns, of)
            for of in (Ending.due_on, self._rule, self._review)
        )
        if items is not None:
            wanted = ", ".join(map(text, sorted(items)))
            dues = f"case when {leaf} in ({wanted}) then {dues} end"
        return self._question(
            [self._values(leaf, names, dues, refs, reviews)],
            f" left join (values {listed}) n(word, leaf) on n.word = {word}",
        )

    def _by_item(self, known: list[str], leaf: str, columns: Columns, of: Callable[[Ending, Columns], str]) -> str:
        same: dict[str, list[str]] = defaultdict(list)
        for item in known:
            same[self._by_combination(item, columns, of)].append(item)
        whens = " ".join(f"when {leaf} in ({', '.join(map(text, some))}) then {one}" for one, some in same.items())
        return f"case {whens} else {self._by_combination('', columns, of)} end"

    def _by_combination(self, item: str, columns: Columns, of: Callable[[Ending, Columns], str]) -> str:
        same: dict[str, list[int]] = defaultdict(list)
        for number, deciding in self._subjects.deciding.items():
            ending = deciding.ending(item)
            if ending is None:
                raise ValueError(f"the combination {number} is decided about one by one")
            same[of(ending, columns)].append(number)
        if len(same) <= 1:
            return next(iter(same), "null")
        whens = (f"when w.combination in ({', '.join(map(str, those))}) then {one}" for one, those in same.items())
        return f"case {' '.join(whens)} end"

    def _values(self, shown: str, names: list[str], due: str, rule: str, review: str) -> str:
        there = " or ".join(self._is_there(name) for name in names)
        always = any(self._held[name].erase is not Erasure.CLEAR for name in names)
        return f"({shown}, {due if always else f'case when {there} then {due} end'}, {rule}, {review})"

    def _is_there(self, name: str) -> str:
        return f"coalesce({self._column(name)}::text, '') <> ''"

    def _columns(self, born: Point, version: str) -> Columns:
        def clock(name: str) -> ClockColumns | None:
            if name not in self._own:
                return self._subjects.clocks.get(name)
            point = self._point(self._own[name])
            running = f"({self._column(self._own[name])} is null)" if CLOCKS[name].may_go_on else FALSE
            return ClockColumns(point, point, running)

        return Columns(born, clock, self._compiled.year_end, bound_from(self._compiled, version, born.at))

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
        field = cast("Field[Any, Any]", self._model._meta.get_field(name))
        return f't."{field.column}"'


def _leaves(compiled: Compiled, item: str, holding: Holding) -> tuple[str, ...]:
    """As `walking` reads a column: the leaves under its item, none where the row holds some of them by themselves."""
    if any(other != item and is_under(other, item) for other in holding.items()):
        return ()
    return compiled.expand(item)
