"""Walks over the registry of holdings to learn what is known of a subject: which data, since when, and its clocks.

No table is named here. Every model has said beside its own columns whose data its rows are, which column holds which
item, and which column is which clock. A subject is a person, or an organisation with what belongs to no person.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

from django.db.models import Model, QuerySet

from kortisto.declaration.holdings import Column, Erasure, Holding, Link, facts_of, registry
from kortisto.declaration.subjects import Datum, SubjectState
from kortisto.declaration.vocabulary.items import is_under
from kortisto.declaration.windows import Clocks, ClockState
from kortisto.privacy.retention.enums import SubjectKind
from kortisto.register.access import current

REPRESENTS = "organisation.represents"
"""The relation whose rows say which person acts for which organisation."""

_OF_THE_SUBJECT = ("person", "organisation")
"""Owners of clocks that count over all rows of the subject, never for one row alone."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row that holds data of a subject: its table, its key, and the items that it really has."""

    holding: Holding
    pk: Any
    items: Mapping[str, tuple[str, ...]]  # item: columns that hold it
    collected: datetime
    source: str
    clocks: Clocks

    @property
    def record(self) -> str:
        """Return the name by which a datum points to this row."""
        return f"{self.holding.model.__name__}:{self.pk}"


@dataclass(slots=True)
class _Gathered:
    rows: list[Row] = field(default_factory=list)
    clocks: dict[str, tuple[list[date | datetime], bool]] = field(default_factory=dict)

    def strike(self, clock: str, moment: date | datetime | None) -> None:
        struck, running = self.clocks.get(clock, ([], False))
        if moment is None:
            running = True
        else:
            struck.append(moment)
        self.clocks[clock] = (struck, running)

    def states(self) -> Clocks:
        return {clock: ClockState(tuple(struck), running=running) for clock, (struck, running) in self.clocks.items()}


@dataclass(frozen=True, slots=True)
class Known:
    """A subject with the rows that its data stand in."""

    id: UUID
    kind: SubjectKind
    state: SubjectState
    rows: Mapping[str, Row]  # by record


def root_of(kind: SubjectKind) -> Holding:
    """Return the holding whose rows are the subjects themselves."""
    return next(one for one in registry() if _path(one, kind) == "")


def objects(holding: Holding) -> QuerySet[Model]:
    """Return every row of a table."""
    return cast("type[Model]", holding.model)._default_manager.all()


def subject_ids(kind: SubjectKind) -> Iterator[UUID]:
    """Yield the id of every subject of a kind, in the order of their keys."""
    yield from objects(root_of(kind)).order_by("pk").values_list("pk", flat=True).iterator(chunk_size=2000)


def learn(kind: SubjectKind, ids: Collection[UUID]) -> Mapping[UUID, Known]:
    """Return what is known of some subjects, with one query for each table; ids that do not exist are left out."""
    gathered: dict[UUID, _Gathered] = {id_: _Gathered() for id_ in ids}
    represented = _represented(ids) if kind is SubjectKind.PERSON else {id_: {id_} for id_ in ids}
    for holding in registry():
        if _path(holding, kind) is not None and holding.collected is not None:
            _gather_rows(holding, kind, gathered)
    _strike_of_organisations(kind, gathered, represented)
    facts = facts_of(ids)
    known = {}
    for id_, one in gathered.items():
        if not one.rows:
            continue
        told = facts.get(id_)
        state = SubjectState(
            states=told.states if told else frozenset(),
            earlier=told.earlier if told else frozenset(),
            phase=told.phase if told else None,
            clocks=one.states(),
            data=tuple(_data(one.rows)),
        )
        known[id_] = Known(id_, kind, state, {row.record: row for row in one.rows})
    return known


def link_to_subject(holding: Holding, kind: SubjectKind) -> Link | None:
    """Return the relation by which rows of a table hang on their subject; None for the subject's own row."""
    column = holding.columns.get(_path(holding, kind) or "")
    return column if isinstance(column, Link) else None


def _path(holding: Holding, kind: SubjectKind) -> str | None:
    return holding.subject if kind is SubjectKind.PERSON else holding.organisation


def _lookup(path: str) -> str:
    return path or "pk"


def _represented(people: Collection[UUID]) -> Mapping[UUID, set[UUID]]:
    """Return the organisations that each person represents or has represented."""
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for holding in registry():
        links = {column.relation for column in holding.columns.values() if isinstance(column, Link)}
        if REPRESENTS in links and holding.subject and holding.organisation:
            pairs = objects(holding).filter(**{f"{holding.subject}__in": people})
            for person, organisation in pairs.values_list(holding.subject, holding.organisation):
                found[person].add(organisation)
    return found


def _gather_rows(holding: Holding, kind: SubjectKind, gathered: Mapping[UUID, _Gathered]) -> None:
    path = _lookup(_path(holding, kind) or "")
    held = {name: column for name, column in holding.columns.items() if isinstance(column, Column)}
    leaves = {name: _leaves(column.item, holding) for name, column in held.items()}
    rows = objects(holding).filter(**{f"{path}__in": list(gathered)})
    if kind is SubjectKind.ORGANISATION and holding.subject:
        rows = rows.filter(**{f"{holding.subject}__isnull": True})  # a person's datum belongs to the person
    wanted = ["pk", path, cast("str", holding.collected), holding.source or "pk", *held]
    for pk, subject, collected, source, *values in rows.values_list(*wanted):
        own = dict(zip(held, values, strict=True))
        one = gathered[subject]
        row_clocks: dict[str, ClockState] = {}
        for name, column in held.items():
            for clock in column.clocks:
                if kind is SubjectKind.PERSON or not clock.startswith("person."):
                    one.strike(clock, own[name])
                if clock.partition(".")[0] not in _OF_THE_SUBJECT:
                    moment = own[name]
                    row_clocks[clock] = ClockState((moment,)) if moment else ClockState(running=True)
        items: dict[str, tuple[str, ...]] = {}
        for name, value in own.items():
            # An empty column that cannot leave its row is a datum too: that somebody acts for whom, since unknown when.
            if held[name].erase is not Erasure.CLEAR or value not in (None, ""):
                for item in leaves[name]:
                    items[item] = (*items.get(item, ()), name)
        one.rows.append(Row(holding, pk, items, collected, str(source) if holding.source else "", row_clocks))


def _leaves(item: str, holding: Holding) -> tuple[str, ...]:
    """Return the items that a column stands for: those under its own, where it has any.

    None where the same row holds some of those in columns of their own: then this column is made from them (the key
    that names are sorted by), and goes with its row.
    """
    if any(other != item and is_under(other, item) for other in holding.items()):
        return ()
    return current.compiled().expand(item)


def _strike_of_organisations(
    kind: SubjectKind, gathered: Mapping[UUID, _Gathered], represented: Mapping[UUID, set[UUID]]
) -> None:
    """Strike the clocks of organisations for the people who represent them, and of people's rows for organisations."""
    represents: dict[UUID, list[UUID]] = defaultdict(list)
    for subject, organisations in represented.items():
        for organisation in organisations:
            represents[organisation].append(subject)
    for organisation, person, clock, moment in _moments_of(represents):
        if kind is SubjectKind.ORGANISATION and person is None:
            continue  # its own row: struck with its data
        for subject in represents[organisation]:
            if kind is SubjectKind.ORGANISATION or person != subject:
                gathered[subject].strike(clock, moment)


def _moments_of(organisations: Collection[UUID]) -> Iterator[tuple[UUID, UUID | None, str, Any]]:
    """Yield (organisation, whose row it is or None, clock, moment) for the clocks that tell of organisations.

    Of a row that is some person's only the clocks of organisations count: when another contact person left is nothing
    to this one.
    """
    for holding in registry():
        held = {name: one for name, one in holding.columns.items() if isinstance(one, Column) and one.clocks}
        if holding.organisation is None or not held:
            continue
        path = _lookup(holding.organisation)
        rows = objects(holding).filter(**{f"{path}__in": list(organisations)})
        for organisation, owner, *moments in rows.values_list(path, holding.subject or "pk", *held):
            person = owner if holding.subject else None
            for column, moment in zip(held.values(), moments, strict=True):
                for clock in column.clocks:
                    whose = clock.partition(".")[0]
                    if whose == "organisation" or (person is None and whose != "person"):
                        yield organisation, person, clock, moment


def _data(rows: Sequence[Row]) -> Iterator[Datum]:
    for row in rows:
        for item in row.items:
            yield Datum(
                item=item, collected=row.collected, source=row.source or None, record=row.record, clocks=row.clocks
            )
