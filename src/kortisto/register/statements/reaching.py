"""How far an erasure reaches: every row that goes with what goes, and every row that loses its tie to it.

What the plan of one party shows and what is then carried out are the same set of rows, found here once: rows that hang
on others as their keys say, whoever has put them there, and rows that only repeat what goes. No table is named.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, cast

from django.db import models
from django.db.models import signals

from kortisto.declaration.holdings import Holding, Link, Technical, holding_of, registry, repeats_of, tell_followers
from kortisto.declaration.words import CascadeKind
from kortisto.register.statements.frozen import Frozen, rows_of_all

Rows = dict[type[models.Model], dict[object, None]]
"""Keys by table, each once, in the order in which they were found."""


@dataclass(frozen=True, slots=True)
class Tie:
    """A column by which rows of one table hang on rows of another. `goes_along`: they go with them; else it is emptied.

    `whose`: the column of the table that says whose data its rows are, where there is one that is about people.
    """

    model: type[models.Model]
    column: str
    goes_along: bool
    whose: str
    question: Frozen


@dataclass(slots=True)
class Reach:
    """The rows that go, those of them that nobody has decided on but that go along, and the ties that are cut.

    `own`: rows with a decision of their own. `along`: rows that hang on those, by the tie that takes them along, or
    None for what only repeats them. `cut`: rows that lose a tie. `others`: people who are none of the subjects and of
    whom a row goes along.
    """

    own: Rows = field(default_factory=dict)
    along: dict[tuple[type[models.Model], Tie | None], dict[object, None]] = field(default_factory=dict)
    cut: dict[Tie, dict[object, None]] = field(default_factory=dict)
    others: dict[object, None] = field(default_factory=dict)

    def rows(self) -> Rows:
        """Return every row that goes."""
        found: Rows = {model: dict(keys) for model, keys in self.own.items()}
        for (model, _tie), keys in self.along.items():
            found.setdefault(model, {}).update(keys)
        return found

    def files(self) -> list[str]:
        """Return the names of the files that go with the rows."""
        return [
            name
            for model, keys in self.rows().items()
            for column in file_columns(model)
            for name in model._default_manager.filter(pk__any_of=list(keys)).values_list(column, flat=True)
            if name
        ]

    def carry_out(self) -> Counter[str]:
        """Cut the ties and erase the rows; return how many went of each table.

        Whoever follows erasures is told before; whoever listens to rows that are erased, after. Raises IntegrityError
        where a key refuses, and the ProtectedError of Django is one.
        """
        for tie, keys in self.cut.items():
            tie.model._default_manager.filter(pk__any_of=list(keys)).update(**{tie.column: None})
        rows, gone = self.rows(), Counter[str]()
        for model in in_order(rows):
            keys_of_table = list(rows[model])
            tell_followers(model, keys_of_table)
            going: Any = model._default_manager.filter(pk__any_of=keys_of_table)
            # Django's own way reads every row, and all that might hang on it, before it erases it.
            heard = signals.pre_delete.has_listeners(model) or signals.post_delete.has_listeners(model)
            number = going.delete()[0] if heard else going._raw_delete(going.db)  # noqa: SLF001 (what Django does itself where it can)
            if number:
                gone[model.__name__] += number
        return gone


def reach_of(
    own: Mapping[type[models.Model], Collection[object]],
    emptied: Iterable[tuple[type[models.Model], Collection[object], Collection[str]]] = (),
    subjects: Collection[object] = (),
    loose: Mapping[tuple[type[models.Model], str], Collection[object]] | None = None,
) -> Reach:
    """Return how far it reaches when rows go (`own`) and columns of others are emptied (`emptied`).

    `loose`: rows that lose their tie by this column and stay, whatever their key would do.
    """
    return _Search(own, frozenset(subjects), loose or {}).all([
        one for model, keys, columns in emptied for one in repeats_of(model, keys, columns)
    ])  # fmt: skip


class _Search:
    """Follows ties and repetitions from the rows that go, step by step, until no further row is found."""

    def __init__(
        self,
        own: Mapping[type[models.Model], Collection[object]],
        subjects: frozenset[object],
        loose: Mapping[tuple[type[models.Model], str], Collection[object]],
    ) -> None:
        self._reach = Reach(own={model: dict.fromkeys(keys) for model, keys in own.items() if keys})
        self._loose = {place: frozenset(keys) for place, keys in loose.items()}
        for place, keys in loose.items():
            self._reach.cut[tie_at(*place)] = dict.fromkeys(keys)
        self._subjects = subjects
        self._known: dict[type[models.Model], set[object]] = defaultdict(set)
        self._found: dict[type[models.Model], list[object]] = {}
        for model, keys in self._reach.own.items():
            self._known[model].update(keys)

    def all(self, repeats: Iterable[tuple[type, Collection[object]]]) -> Reach:
        """Return the whole. `repeats`: rows that repeat something besides."""
        fresh = {model: list(keys) for model, keys in self._reach.own.items()}
        further = list(repeats)
        while fresh or further:
            self._found = {}
            self._follow(fresh)
            further += [one for model, keys in fresh.items() for one in repeats_of(model, keys)]
            for table, keys in further:
                for key in keys:
                    self._along(table, None, key)
            fresh, further = self._found, []
        cut = self._reach.cut
        staying = {tie: [key for key in keys if key not in self._known[tie.model]] for tie, keys in cut.items()}
        self._reach.cut = {tie: dict.fromkeys(keys) for tie, keys in staying.items() if keys}
        return self._reach

    def _follow(self, fresh: Mapping[type[models.Model], list[object]]) -> None:
        asked = [(tie, keys) for model, keys in fresh.items() for tie in ties_to(model)]
        answers = rows_of_all([(tie.question, (keys,)) for tie, keys in asked])
        for (tie, _), rows in zip(asked, answers, strict=True):
            loose = self._loose.get((tie.model, tie.column), frozenset())
            for key, whose in rows:
                if key in loose:
                    continue
                if not tie.goes_along:
                    self._reach.cut.setdefault(tie, {})[key] = None
                elif self._along(tie.model, tie, key) and tie.whose and whose and whose not in self._subjects:
                    self._reach.others[whose] = None

    def _along(self, table: type[models.Model], tie: Tie | None, key: object) -> bool:
        if key in self._known[table]:
            return False
        self._known[table].add(key)
        self._found.setdefault(table, []).append(key)
        self._reach.along.setdefault((table, tie), {})[key] = None
        return True


def in_order(tables: Iterable[type[models.Model]]) -> list[type[models.Model]]:
    """Return tables so that none comes before one that hangs on it."""
    left, ordered = list(tables), []
    while left:
        waiting = {model for model in left for tie in ties_to(model) if tie.model in left and tie.model is not model}
        free = [model for model in left if model not in waiting] or left[:1]
        ordered += free
        left = [model for model in left if model not in free]
    return ordered


@cache
def ties_to(model: type[models.Model]) -> tuple[Tie, ...]:
    """Return every column of any table by which rows go with rows of a table, or lose their tie to them.

    What a key protects is none of them: the database refuses, and that is the outcome.
    """
    found = []
    for relation in model._meta.get_fields(include_hidden=True):
        if not isinstance(relation, models.ManyToOneRel) or relation.field.model._meta.proxy:
            continue
        table, column = relation.field.model, relation.field.name
        holding = holding_of(table)
        if not _moves(relation.on_delete, holding.columns.get(column) if holding else None):
            continue
        whose = holding.subject if holding and holding.subject not in {None, "", column} else ""
        goes_along = relation.on_delete is not models.SET_NULL
        found.append(Tie(table, column, goes_along, whose or "", _question(table, column, whose or "pk")))
    return tuple(found)


def tie_at(model: type[models.Model], column: str) -> Tie:
    """Return the tie that a column of a table is."""
    target = model._meta.get_field(column).related_model
    return next(tie for tie in ties_to(cast("Any", target)) if (tie.model, tie.column) == (model, column))


def _moves(on_delete: object, column: object) -> bool:
    """Return whether something happens to a row when what it hangs on goes; what Django leaves to the database, too."""
    if on_delete is models.DO_NOTHING:
        return isinstance(column, Link) and column.cascade is CascadeKind.CASCADE
    return on_delete not in {models.PROTECT, models.RESTRICT}


def file_columns(model: type) -> tuple[str, ...]:
    """Return the columns of a table that name files."""
    holding = holding_of(model)
    columns: Mapping[str, Any] = holding.columns if holding else {}
    return tuple(name for name, column in columns.items() if isinstance(column, Technical) and column.file)


def holdings_of_files() -> list[Holding]:
    """Return the holdings whose rows have files."""
    return [holding for holding in registry() if file_columns(holding.model)]


def _question(table: type[models.Model], column: str, whose: str) -> Frozen:
    def build(keys: list[object]) -> models.QuerySet[models.Model, Any]:
        found = table._default_manager.filter(**{f"{column}__any_of": keys})
        return found.order_by("pk").values_list("pk", whose)

    return Frozen(build, list)
