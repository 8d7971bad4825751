"""Walks over the registry of holdings to learn what is known of a subject: which data, since when, and its clocks.

No table is named here. Every model has said beside its own columns whose data its rows are, which column holds which
item, and which column is which clock. A subject is a person, or an organisation with what belongs to no person.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any, cast
from uuid import UUID

from django.db.models import Model, QuerySet

from kortisto.declaration.circumstances import Circumstances, circumstances_of
from kortisto.declaration.civil_time import civil_day
from kortisto.declaration.holdings import Column, Erasure, Holding, Link, facts_of, registry
from kortisto.declaration.subjects import Datum, SubjectState
from kortisto.declaration.vocabulary.clocks import CLOCKS
from kortisto.declaration.vocabulary.items import is_under
from kortisto.declaration.windows import Clocks, ClockState
from kortisto.declaration.words import CascadeKind
from kortisto.privacy.retention.enums import SubjectKind
from kortisto.privacy.retention.remembering import remembered
from kortisto.register.access import current
from kortisto.register.statements.frozen import Frozen, rows_of_all

REPRESENTS = "organisation.represents"
"""The relation whose rows say which person acts for which organisation."""

_PLACING = {
    SubjectKind.PERSON: frozenset({"person.represents", "person.customership"}),
    SubjectKind.ORGANISATION: frozenset({"organisation.relationship"}),
}
"""The relations whose rows say what a subject is to us."""

LEFT = "contact.ended"
"""The clock of the column that says until when."""

_OF_THE_SUBJECT = ("person", "organisation")
"""Owners of clocks that count over all rows of the subject, never for one row alone."""


@dataclass(frozen=True, slots=True, order=True)
class Origin:
    """When a datum was collected, from which source, under which version of the notice (empty: as its subject); the
    later is the greater.
    """

    collected: datetime
    source: str
    declaration: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row that holds data of a subject: its table, its key, and the items that it really has."""

    holding: Holding
    pk: Any
    items: Mapping[str, tuple[str, ...]]  # item: columns that hold it
    origins: Mapping[str, Origin]  # of each item
    clocks: Clocks
    alone: bool  # it is of nobody else

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
            running = running or CLOCKS[clock].may_go_on
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
    has_dependants: bool = False  # rows of people would go with this organisation


def root_of(kind: SubjectKind) -> Holding:
    """Return the holding whose rows are the subjects themselves."""
    return next(one for one in registry() if _path(one, kind) == "")


def objects(holding: Holding) -> QuerySet[Model]:
    """Return every row of a table."""
    return cast("type[Model]", holding.model)._default_manager.all()


def subject_ids(kind: SubjectKind) -> Iterator[UUID]:
    """Yield the id of every subject of a kind, in the order of their keys."""
    yield from objects(root_of(kind)).order_by("pk").values_list("pk", flat=True).iterator(chunk_size=2000)


def learn(kind: SubjectKind, ids: Collection[UUID], *, locked: bool = False) -> Mapping[UUID, Known]:
    """Return what is known of some subjects; ids that do not exist are left out. All tables are asked in one message.

    `locked`: nobody changes what was read until the transaction ends. Locking a subject and what it represents keeps
    new rows from being hung on them; locking their rows keeps those as they are.
    """
    gathered: dict[UUID, _Gathered] = {id_: _Gathered() for id_ in ids}
    if locked:
        _lock(kind, ids)
    represented: _Represented
    if kind is SubjectKind.PERSON:
        represented = _represented(ids)
        if locked:
            _lock(SubjectKind.ORGANISATION, {one for found in represented.values() for one in found})
    else:
        represented = {id_: {id_: None} for id_ in ids}
    tables = [_Table(one, kind) for one in registry() if _path(one, kind) is not None and one.collected is not None]
    organisations = list({one for some in represented.values() for one in some})
    tellers = _told_of_organisations() if organisations else []
    found = rows_of_all([
        *((table.question(locked=locked), (list(gathered),)) for table in tables),
        *((teller.question, (organisations,)) for teller in tellers),
        remembered({*ids, *organisations}),
    ])  # fmt: skip
    for table, rows in zip(tables, found[: len(tables)], strict=True):
        table.gather(rows, gathered)
    told = zip(tellers, found[len(tables) : -1], strict=True)
    moments = (moment for teller, rows in told for moment in teller.moments(rows))
    _strike_of_organisations(kind, gathered, represented, moments)
    _strike_remembered(gathered, represented, found[-1])
    dependants = _with_dependants(ids) if kind is SubjectKind.ORGANISATION else frozenset()
    facts, told_of = facts_of(ids), circumstances_of(ids)
    whose = root_of(kind)
    known = {}
    for id_, one in gathered.items():
        if not one.rows:
            continue
        root = next((row for row in one.rows if row.holding is whose), None)
        fact, told_of_it = facts.get(id_), told_of.get(id_, Circumstances())
        state = SubjectState(
            states=fact.states if fact else frozenset(),
            earlier=fact.earlier if fact else frozenset(),
            phase=fact.phase if fact else None,
            clocks=one.states(),
            data=tuple(_data(one.rows, root)),
            consents=told_of_it.consents,
            objections=told_of_it.objections,
            holds=told_of_it.holds,
            restricted=told_of_it.restricted,
            erasure=told_of_it.erasure,
            reaches=told_of_it.reaches,
            confirmed=told_of_it.confirmed,
            kept=told_of_it.kept,
            invoked=told_of_it.invoked,
        )
        known[id_] = Known(id_, kind, state, {row.record: row for row in one.rows}, id_ in dependants)
    return known


def link_to_subject(holding: Holding, kind: SubjectKind) -> Link | None:
    """Return the relation by which rows of a table hang on their subject; None for the subject's own row."""
    column = holding.columns.get(_path(holding, kind) or "")
    return column if isinstance(column, Link) else None


def places_subject(holding: Holding, kind: SubjectKind) -> bool:
    """Return whether the rows of a table say what their subject is to us, on which the periods of its data depend."""
    link = link_to_subject(holding, kind)
    return link is not None and link.relation in _PLACING[kind]


def _path(holding: Holding, kind: SubjectKind) -> str | None:
    return holding.subject if kind is SubjectKind.PERSON else holding.organisation


def _lookup(path: str) -> str:
    return path or "pk"


_Represented = Mapping[UUID, Mapping[UUID, date | None]]
"""By person, the organisations that it represents (None) or has represented, until when."""


def _represented(people: Collection[UUID]) -> _Represented:
    found: dict[UUID, dict[UUID, date | None]] = defaultdict(dict)
    for holding in registry():
        if says_who_represents(holding) and holding.subject and holding.organisation:
            ends = [name for name, one in holding.columns.items() if isinstance(one, Column) and one.clock == LEFT]
            wanted = (holding.subject, holding.organisation, *ends)
            pairs = _rows_of(holding.model, holding.subject, wanted).rows(list(people))
            for person, organisation, *ended in pairs:
                until = ended[0] if ended else None
                before = found[person].get(organisation, until)
                found[person][organisation] = None if until is None or before is None else max(until, before)
    return found


def representatives(organisations: Collection[UUID]) -> set[UUID]:
    """Return the people who represent some organisations, or have represented them."""
    found: set[UUID] = set()
    for holding in registry() if organisations else ():
        if says_who_represents(holding):
            subject, organisation = cast("str", holding.subject), cast("str", holding.organisation)
            found.update(row[0] for row in _rows_of(holding.model, organisation, (subject,)).rows(list(organisations)))
    return found


def says_who_represents(holding: Holding) -> bool:
    links = {column.relation for column in holding.columns.values() if isinstance(column, Link)}
    return REPRESENTS in links and bool(holding.subject) and bool(holding.organisation)


def _lock(kind: SubjectKind, ids: Collection[UUID]) -> None:
    """Lock subjects, in the order of their keys, so that two runs wait for each other rather than for ever."""
    rows = objects(root_of(kind)).filter(pk__in=ids).order_by("pk").select_for_update()
    for _ in rows.values_list("pk").iterator():
        pass


def _with_dependants(organisations: Collection[UUID]) -> frozenset[UUID]:
    """Return the organisations on which data of people hang that would go with them."""
    found: set[UUID] = set()
    for holding in registry():
        link = link_to_subject(holding, SubjectKind.ORGANISATION)
        if holding.subject and holding.collected and link is not None and link.cascade is CascadeKind.CASCADE:
            path = cast("str", holding.organisation)
            rows = _rows_of(holding.model, path, (path,), among=holding.subject).rows(list(organisations))
            found.update(row[0] for row in rows)
    return frozenset(found)


class _Table:
    """The rows of one holding that are of a subject of one kind: how they are asked for, and what they say."""

    def __init__(self, holding: Holding, kind: SubjectKind) -> None:
        self._holding, self._kind = holding, kind
        self._held = {name: column for name, column in holding.columns.items() if isinstance(column, Column)}
        self._named_by = {name: column.named_by for name, column in self._held.items() if column.named_by}
        self._other = holding.organisation if kind is SubjectKind.PERSON else holding.subject

    def question(self, *, locked: bool) -> Frozen:
        """Return the question for the rows of some subjects."""
        holding = self._holding
        path = _lookup(_path(holding, self._kind) or "")
        named = (holding.source, holding.declaration, holding.origins)
        origin = (cast("str", holding.collected), *(name or "pk" for name in named))
        wanted = ("pk", path, self._other or "pk", *origin, *self._held, *self._named_by.values())
        # A person's datum belongs to the person.
        unowned = holding.subject if self._kind is SubjectKind.ORGANISATION else None
        return _rows_of(holding.model, path, wanted, unowned=unowned or "", locked=locked)

    def gather(self, rows: Sequence[tuple[Any, ...]], gathered: Mapping[UUID, _Gathered]) -> None:
        """Note the rows of subjects, and strike their clocks."""
        holding, held = self._holding, self._held
        fixed = {name: _leaves(one.item, holding) for name, one in held.items() if not one.named_by} if rows else {}
        for pk, subject, whose, collected, source, declaration, origins, *values in rows:
            own = dict(zip(held, values[: len(held)], strict=True))
            words = dict(zip(self._named_by, values[len(held) :], strict=True))
            leaves = fixed | {name: current.compiled().expand(word) for name, word in words.items()}
            under = str(declaration) if holding.declaration else ""
            whole = Origin(collected, str(source) if holding.source else "", under)
            one = gathered[subject]
            row_clocks = self._strike(own, one)
            items = _items_of(own, held, leaves)
            own_origins = _own_origins(origins) if holding.origins else {}
            # Where the columns of one item came at different times, it is as young as the youngest of them.
            born = {item: max(own_origins.get(name, whole) for name in names) for item, names in items.items()}
            one.rows.append(Row(holding, pk, items, born, row_clocks, alone=not self._other or whose is None))

    def _strike(self, own: Mapping[str, Any], gathered: _Gathered) -> dict[str, ClockState]:
        """Strike the clocks of a subject; return those of the row alone."""
        row_clocks: dict[str, ClockState] = {}
        for name, column in self._held.items():
            for clock in column.clocks:
                if self._kind is SubjectKind.PERSON or not clock.startswith("person."):
                    gathered.strike(clock, own[name])
                if clock.partition(".")[0] not in _OF_THE_SUBJECT:
                    moment = own[name]
                    row_clocks[clock] = ClockState((moment,)) if moment else ClockState(running=CLOCKS[clock].may_go_on)
        return row_clocks


@cache
def _rows_of(
    model: type, path: str, wanted: tuple[str, ...], *, unowned: str = "", locked: bool = False, among: str = ""
) -> Frozen:
    """Return the question for columns of the rows whose `path` is one of some ids.

    `unowned`: only where this column is empty; `among`: only where this one is not.
    """

    def build(ids: list[UUID]) -> QuerySet[Model, Any]:
        rows = cast("type[Model]", model)._default_manager.filter(**{f"{path}__any_of": ids})
        if unowned:
            rows = rows.filter(**{f"{unowned}__isnull": True})
        if among:
            rows = rows.filter(**{f"{among}__isnull": False})
        if locked:
            rows = rows.order_by("pk").select_for_update(of=("self",))
        return rows.values_list(*wanted)

    return Frozen(build, list)


def _items_of(
    own: Mapping[str, Any], held: Mapping[str, Column], leaves: Mapping[str, tuple[str, ...]]
) -> Mapping[str, tuple[str, ...]]:
    """Return the items that a row really has, each with its columns."""
    items: dict[str, tuple[str, ...]] = {}
    for name, value in own.items():
        # An empty column that cannot leave its row is a datum too: that somebody acts for whom, since unknown when.
        if held[name].erase is not Erasure.CLEAR or value not in (None, ""):
            for item in leaves[name]:
                items[item] = (*items.get(item, ()), name)
    return items


def _own_origins(kept: Mapping[str, Mapping[str, str]]) -> Mapping[str, Origin]:
    return {
        name: Origin(datetime.fromisoformat(one["collected_at"]), one["source"], one.get("declaration", ""))
        for name, one in kept.items()
    }


def _leaves(item: str, holding: Holding) -> tuple[str, ...]:
    """Return the items that a column stands for: those under its own, where it has any.

    None where the same row holds some of those in columns of their own: then this column is made from them (the key
    that names are sorted by), and goes with its row.
    """
    if any(other != item and is_under(other, item) for other in holding.items()):
        return ()
    return current.compiled().expand(item)


_Moment = tuple[UUID, UUID | None, str, Any]
"""(organisation, whose row it is or None, clock, moment) of a clock that tells of organisations."""


def _strike_of_organisations(
    kind: SubjectKind, gathered: Mapping[UUID, _Gathered], represented: _Represented, moments: Iterable[_Moment]
) -> None:
    """Strike the clocks of organisations for the people who represent them, and of people's rows for organisations.

    What an organisation does after a person has left it is nothing to the person; that it still goes on is.
    """
    represents: dict[UUID, list[UUID]] = defaultdict(list)
    for subject, of_it in represented.items():
        for organisation in of_it:
            represents[organisation].append(subject)
    for organisation, person, clock, moment in moments:
        if kind is SubjectKind.ORGANISATION and person is None:
            continue  # its own row: struck with its data
        for subject in represents[organisation]:
            left = represented[subject][organisation]
            after = left is not None and moment is not None and civil_day(moment) > left
            if (kind is SubjectKind.ORGANISATION or person != subject) and (CLOCKS[clock].may_go_on or not after):
                gathered[subject].strike(clock, moment)


def _strike_remembered(
    gathered: Mapping[UUID, _Gathered], represented: _Represented, rows: Iterable[tuple[UUID, str, date, date]]
) -> None:
    """Strike the days that outlive their rows: a subject's own, and those of whom a person represents."""
    represents: dict[UUID, list[UUID]] = defaultdict(list)
    for subject, of_it in represented.items():
        for organisation in of_it:
            if organisation != subject:
                represents[organisation].append(subject)
    for whose, clock, *days in rows:
        if whose in gathered:
            for day in days:
                gathered[whose].strike(clock, day)
        for subject in represents[whose]:
            left = represented[subject][whose]
            for day in days:
                if left is None or day <= left or CLOCKS[clock].may_go_on:
                    gathered[subject].strike(clock, day)


@dataclass(frozen=True, slots=True)
class _Telling:
    """The rows of one holding that tell of organisations: how they are asked for, and what they say.

    Of a row that is some person's only the clocks of organisations count: when another contact person left is nothing
    to this one.
    """

    columns: tuple[Column, ...]
    owned: bool  # rows may be of a person
    question: Frozen

    def moments(self, rows: Iterable[tuple[Any, ...]]) -> Iterator[_Moment]:
        """Yield what the clocks say."""
        for organisation, owner, *moments in rows:
            person = owner if self.owned else None
            for column, moment in zip(self.columns, moments, strict=True):
                for clock in column.clocks:
                    whose = clock.partition(".")[0]
                    if whose == "organisation" or (person is None and whose != "person"):
                        yield organisation, person, clock, moment


def _told_of_organisations() -> list[_Telling]:
    found = []
    for holding in registry():
        columns = {name: one for name, one in holding.columns.items() if isinstance(one, Column) and one.clocks}
        told = {name: one for name, one in columns.items() if _tells_of_organisations(one)}
        if holding.organisation is not None and told:
            path = _lookup(holding.organisation)
            question = _rows_of(holding.model, path, (path, holding.subject or "pk", *told))
            found.append(_Telling(tuple(told.values()), bool(holding.subject), question))
    return found


def _tells_of_organisations(column: Column) -> bool:
    """Return whether a clock of the column can count for an organisation."""
    return any(clock.partition(".")[0] != "person" for clock in column.clocks)


def _data(rows: Sequence[Row], root: Row | None) -> Iterator[Datum]:
    """Yield the data of a subject. A row that does not say so was collected under the version that the subject was."""
    under = min(root.origins.values()).declaration if root is not None and root.origins else ""
    for row in rows:
        for item, origin in row.origins.items():
            yield Datum(
                item=item,
                collected=origin.collected,
                source=origin.source or None,
                record=row.record,
                clocks=row.clocks,
                declaration=origin.declaration or under or None,
            )
