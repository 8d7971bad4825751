"""The registry of holdings: what each stored table holds, said beside its own columns.

Every model is classified with `@holds`: whose data the rows are, which column holds which item of the vocabulary, which
column is which clock, what erasing and anonymising do with each column, and what each relation does. Retention,
erasure, access reports, export, merge and conformity walk over this registry and never name a table. Nothing here
imports Django: a model is any class.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from kortisto.declaration.words import CascadeKind

ModelType = TypeVar("ModelType", bound=type)


class Erasure(StrEnum):
    """What erasing, or anonymising, does with one column."""

    ROW = "row"  # goes with its row
    CLEAR = "clear"  # set to empty or null
    HASH = "hash"  # replaced by a keyed hash
    KEEP = "keep"  # not personal once the rest is gone
    COARSEN = "coarsen"  # replaced by a wider value: a date by its year, a postal code by its first digits


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column that holds a datum.

    `item`: word of the vocabulary; empty where each row says itself which item it holds, in the column `named_by`.
    `clock`: the clock that this column is, if it is one. `feeds`: further clocks that
    the same date sets; the date of an order is also the last activity of who placed it and of whom they represent.
    """

    item: str
    clock: str | None = None
    feeds: tuple[str, ...] = ()
    erase: Erasure = Erasure.ROW
    anonymise: Erasure = Erasure.CLEAR
    label: str | None = None
    named_by: str = ""

    @property
    def clocks(self) -> tuple[str, ...]:
        """Return every clock that this column sets."""
        return (self.clock, *self.feeds) if self.clock else self.feeds


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One relation to another table: `relation` is a word of the vocabulary of relations, `cascade` what it does."""

    relation: str
    cascade: CascadeKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Technical:
    """A column that holds no datum about anybody, with the reason why. `file`: names a file that goes with its row."""

    why: str
    file: bool = False


DECLARATION = "declaration"
"""The column of every row with an origin that says under which version of the notice it was collected: `ivt 1.0`."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Holding:
    """The classification of one model.

    `subject` is the path from a row to the person it is about (`person`, `represents__person`), `""` where the row is
    the person itself, and None where the table holds nothing about people; `organisation` likewise. `source` and
    `collected` name the columns with origin and collection time that stand for the whole row; `origins` the column that
    holds, by field name, `source` and `collected_at` (ISO 8601) of the fields that came otherwise. `trace`: the rows
    only tell of other data of the subject, and go with it at the latest, whatever their own period.
    """

    model: type
    subject: str | None
    organisation: str | None = None
    source: str | None = None
    collected: str | None = None
    origins: str | None = None
    trace: bool = False
    columns: Mapping[str, Column | Link | Technical]

    def items(self) -> frozenset[str]:
        """Return the items that this table always holds; those that its rows name themselves are not among them."""
        return frozenset(column.item for column in self.columns.values() if isinstance(column, Column) and column.item)

    @property
    def declaration(self) -> str | None:
        """Return the column that says under which version of the notice a row was collected; None: as its subject."""
        return DECLARATION if DECLARATION in self.columns else None


_registry: dict[type, Holding] = {}


def holds(
    *,
    subject: str | None,
    organisation: str | None = None,
    source: str | None = None,
    collected: str | None = None,
    origins: str | None = None,
    trace: bool = False,
    columns: Mapping[str, Column | Link | Technical],
) -> Callable[[ModelType], ModelType]:
    """Classify a model. `columns` has one entry for each field of the model, by field name."""

    def classify(model: ModelType) -> ModelType:
        _registry[model] = Holding(
            model=model,
            subject=subject,
            organisation=organisation,
            source=source,
            collected=collected,
            origins=origins,
            trace=trace,
            columns=columns,
        )
        return model

    return classify


def registry() -> Iterator[Holding]:
    """Yield every holding, in the order in which the models were defined."""
    yield from _registry.values()


def holding_of(model: type) -> Holding | None:
    """Return the classification of a model, or None when it has none."""
    return _registry.get(model)


# --- what goes with a datum ------------------------------------------------------------------------------------------

Repeats = Iterable[tuple[type, Collection[object]]]
"""Rows that only repeat data of other rows, by table and key."""

Repeater = Callable[[type, Collection[object], Collection[str] | None], Repeats]
"""Finds what only repeats data: of whole rows of a model, by key, or of some columns of them."""

Follower = Callable[[type, Collection[object], Collection[str] | None], None]
"""Does what has to be done when rows of a model are erased, or emptied in some columns."""

_repeaters: list[Repeater] = []
_followers: list[Follower] = []


def repeats_data(repeater: Repeater) -> Repeater:
    """Register who finds the rows that repeat data: a history of changes, steps of a merge.

    They are found before anything goes, so that a plan can name them, and go in the same transaction.
    """
    _repeaters.append(repeater)
    return repeater


def repeats_of(model: type, keys: Collection[object], columns: Collection[str] | None = None) -> Repeats:
    """Yield the rows that only repeat these rows of a model, or, where `columns` are named, what stands in those."""
    for repeater in _repeaters:
        yield from repeater(model, keys, columns)


def follows_erasure(follower: Follower) -> Follower:
    """Register what has to be done in the same transaction when data go: a key for sorting that was made of them."""
    _followers.append(follower)
    return follower


def tell_followers(model: type, keys: Collection[object], columns: Collection[str] | None = None) -> None:
    """Say that these rows of a model are erased, or, where `columns` are named, emptied in those."""
    for follower in _followers:
        follower(model, keys, columns)


# --- former ids ------------------------------------------------------------------------------------------------------

FormerIds = Callable[[Collection[UUID]], Mapping[UUID, Collection[UUID]]]
"""Tells under which ids some subjects were known before, because others were merged into them."""

_former_ids: list[FormerIds] = []


def tells_former_ids(source: FormerIds) -> FormerIds:
    """Register what knows of merges: an older copy of the data knows a subject under those ids, too."""
    _former_ids.append(source)
    return source


def former_ids(subjects: Collection[UUID]) -> Mapping[UUID, Collection[UUID]]:
    """Return the former ids of subjects that have any."""
    found: dict[UUID, set[UUID]] = {}
    for source in _former_ids:
        for subject, ids in source(subjects).items():
            found.setdefault(subject, set()).update(ids)
    return {subject: sorted(ids) for subject, ids in found.items()}


# --- states --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is true of one subject: words of the vocabulary of states, now and earlier, and the phase it is in."""

    states: frozenset[str] = frozenset()
    earlier: frozenset[str] = frozenset()
    phase: str | None = None


FactSource = Callable[[Collection[UUID]], Mapping[UUID, Facts]]
"""Tells the facts of some subjects, people or organisations, by id; says nothing of ids that it does not know."""

_fact_sources: list[FactSource] = []


def tells_facts(source: FactSource) -> FactSource:
    """Register a function that tells which states are true of subjects, so that walkers need not know their tables."""
    _fact_sources.append(source)
    return source


def facts_of(subjects: Collection[UUID]) -> Mapping[UUID, Facts]:
    """Return what all sources together tell of the subjects. The phase is that of the first source that has one."""
    known: dict[UUID, Facts] = {}
    for source in _fact_sources:
        for subject, told in source(subjects).items():
            before = known.get(subject, Facts())
            known[subject] = Facts(
                states=before.states | told.states,
                earlier=before.earlier | told.earlier,
                phase=before.phase or told.phase,
            )
    return known
