"""What erasing one subject would do, before it is done: what goes, what stays and why, and what goes along.

The same rows that are then erased, found by the same code: what is shown is what happens.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import cast
from uuid import UUID

from django.db.models import Model

from kortisto.declaration.civil_time import civil_day
from kortisto.declaration.decisions import Due, Remainder, remainder
from kortisto.declaration.endings import DueKind, Endings, Justification
from kortisto.declaration.holdings import Column, Link, holding_of
from kortisto.declaration.letters import answer_letter
from kortisto.declaration.model import LegalBasis, Text
from kortisto.declaration.standing import BY_LAW, Standing
from kortisto.declaration.subjects import ErasureAsked
from kortisto.declaration.vocabulary.relations import RELATIONS
from kortisto.privacy.retention.enums import HeldBack, Repeating, Stays, SubjectKind
from kortisto.privacy.retention.planning import (
    Plan,
    asked,
    is_restricted_after,
    keepers_of,
    plan_of,
    reach_of_plans,
)
from kortisto.privacy.retention.queries.veiling import Veil
from kortisto.privacy.retention.walking import Known, Row, learn, objects, root_of
from kortisto.register.access import current
from kortisto.register.audit.values import Access, Actor
from kortisto.register.statements.reaching import Reach, Tie

_INDEX = Text("haku- ja luettelotiedot", "sök- och listuppgifter", "keys for search and lists")
_HISTORY = Text("muutoshistoria", "ändringshistorik", "history of changes")
_BESIDE = Text("ohjelman omat merkinnät", "programmets egna anteckningar", "notes of the program's own")

_HELD = {
    HeldBack.HOLD: Stays.HOLD,
    HeldBack.ACTION: Stays.ACTION,
    HeldBack.STILL_NEEDED: Stays.NEEDED,
    HeldBack.SHARED_ROW: Stays.SHARED_ROW,
    HeldBack.UNPLACED: Stays.UNPLACED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Goes:
    """Data of one item in one table that go, or are emptied in a row that stays. `number`: how many data."""

    item: str
    name: Text
    table: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Along:
    """Rows of one table that go with what goes, although nobody has decided on them. `number`: how many rows."""

    kind: Repeating
    name: Text
    table: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Loosened:
    """Rows of one table that stay, and lose their tie to the subject."""

    name: Text
    table: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """Data of one item that stay for one reason.

    `until`: the first day on which they go, as far as it is known. `laws`: references of the notice; `rule`: its node.
    """

    item: str
    name: Text
    number: int
    why: Stays
    until: date | None
    purposes: tuple[Text, ...] = ()
    laws: tuple[str, ...] = ()
    hold_ids: tuple[str, ...] = ()
    holds: tuple[Text, ...] = ()
    rule: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasurePlan:
    """What erasing a subject does.

    `anonymised`: rows that are written anew for their other owner, with nothing of the subject. `rows`: every row that
    goes, by table, also of those; `files`: how many files are destroyed. `whole`: nothing of the subject stays.
    `others`: how many other people have a row that goes along. `readers`: the purposes that alone use what stays from
    then on; None where nobody is kept from it. `restricted`: whether that is so already. `asked_on`: when the request
    of the person arrived; None: nobody has asked.
    """

    id: UUID
    kind: SubjectKind
    name: str
    at: datetime
    declaration: str
    whole: bool
    goes: tuple[Goes, ...]
    emptied: tuple[Goes, ...]
    along: tuple[Along, ...]
    loosened: tuple[Loosened, ...]
    anonymised: tuple[Loosened, ...]
    stays: tuple[Kept, ...]
    rows: Mapping[str, int]
    files: int
    others: int
    asked_on: date | None
    readers: tuple[Text, ...] | None
    restricted: bool
    remainder: Remainder = field(repr=False, compare=False)

    @property
    def does_something(self) -> bool:
        """Return whether anything goes."""
        return bool(self.rows or self.emptied or self.loosened) or (self.readers is not None and not self.restricted)

    @property
    def digest(self) -> str:
        """Return by what a plan is known again: the same rows, the same ends. Tells nothing of anybody."""
        told = (
            self.id,
            self.whole,
            self.goes,
            self.emptied,
            self.along,
            self.loosened,
            self.anonymised,
            self.stays,
            self.files,
            sorted(self.rows.items()),
        )
        return hashlib.sha256(repr(told).encode()).hexdigest()

    def letter(self, language: str) -> tuple[str, ...]:
        """Return the letter to the person in `fi`, `sv` or `en`, by paragraphs."""
        needed = [one for one in self.stays if one.why in {Stays.NEEDED, Stays.SHARED_ROW}]
        ends = {one.until for one in needed}
        until = next(iter(ends)) if len(ends) == 1 else None
        return answer_letter(
            self.remainder, language, still_needed=[one.item for one in needed], needed_until=until,
            asked_on=self.asked_on,
        )  # fmt: skip


def plan_of_erasure(
    *, access: Access, kind: SubjectKind, subject: UUID, at: datetime, asked_on: date | None = None
) -> ErasurePlan | None:
    """Return what erasing a subject would do; None when there is no such subject.

    `asked_on`: when the person asked for it; without it, now.
    """
    access.record("erasure.plan", object_kind=kind, object_id=subject, subjects=_person(kind, subject))
    known = learn(kind, [subject]).get(subject)
    if known is None:
        return None
    plan = plan_of(asked(known, asked_on or at, at), at)
    return shown(known, plan, reach_of_plans([plan]), at, to=access.actor, asked_on=asked_on)


def shown(
    before: Known, plan: Plan, reach: Reach, at: datetime, *, to: Actor, asked_on: date | None = None
) -> ErasurePlan:
    """Return a plan of one subject as pages show it. `before`: the subject as it stood when nothing was asked.

    `to`: of holds that they may not see they are told only that there is one.
    """
    known, veil = plan.known, Veil(to)
    rows = reach.rows()
    return ErasurePlan(
        id=known.id,
        kind=known.kind,
        name=_name(known),
        at=at,
        declaration=current.version(),
        whole=plan.whole,
        goes=tuple(_goes(Counter(
            (word, row.holding.model) for row in plan.delete for word in {_word(row, item) for item in row.items}
        ))),
        emptied=tuple(_goes(Counter(
            (word, row.holding.model)
            for row, columns in plan.clear
            for word in {_word(row, item) for item, names in row.items.items() if set(names) <= set(columns)}
        ))),
        along=tuple(_along(known.kind, reach)),
        loosened=tuple(
            Loosened(name=_name_of_tie(tie) or _BESIDE, table=tie.model.__name__, number=len(keys))
            for tie, keys in reach.cut.items()
        ),
        anonymised=tuple(
            Loosened(name=_name_of_items(model) or _BESIDE, table=model.__name__, number=number)
            for model, number in Counter(cast("type[Model]", row.holding.model) for row in plan.renew).items()
        ),
        stays=tuple(replace(one, holds=veil.names(one.hold_ids, one.holds), hold_ids=()) for one in _stays(plan, at)),
        rows={model.__name__: len(keys) for model, keys in rows.items()},
        files=len(reach.files()),
        others=len(reach.others),
        asked_on=asked_on,
        readers=_readers(plan, at),
        restricted=before.state.erasure is not None,
        remainder=remainder(current.compiled(), subject=before.state, event=ErasureAsked(), at=at),
    )  # fmt: skip


def _readers(plan: Plan, at: datetime) -> tuple[Text, ...] | None:
    """Return the purposes that go on using what stays, by name; None where it is not restricted to any."""
    if not is_restricted_after(plan):
        return None
    purposes = current.compiled().declaration.purposes
    return tuple(purposes[one].name for one in sorted(keepers_of(plan, at)) if one in purposes)


def _person(kind: SubjectKind, subject: UUID) -> tuple[UUID, ...]:
    return (subject,) if kind is SubjectKind.PERSON else ()


def _name(known: Known) -> str:
    row: Model | None = objects(root_of(known.kind)).filter(pk=known.id).first()
    return str(getattr(row, "name", "")) if row is not None else ""


def _word(row: Row, item: str) -> str:
    """Return the item under which a page names a datum.

    A column that holds all of several kinds of meetings is one datum for whoever reads, not one for each kind.
    """
    names = row.items[item]
    column = row.holding.columns[names[0]]
    shared = any(other != item and names[0] in columns for other, columns in row.items.items())
    return column.item if shared and isinstance(column, Column) and column.item else item


def _goes(numbers: Mapping[tuple[str, type], int]) -> Iterator[Goes]:
    for (item, model), number in numbers.items():
        yield Goes(item=item, name=current.compiled().name(item), table=model.__name__, number=number)


def _along(kind: SubjectKind, reach: Reach) -> Iterator[Along]:
    numbers: Counter[tuple[Repeating, Text, str]] = Counter()
    for (model, tie), keys in reach.along.items():
        what, name = _what_goes_along(kind, model, tie)
        numbers[what, name, model.__name__] += len(keys)
    for (what, name, table), number in sorted(numbers.items(), key=lambda one: list(Repeating).index(one[0][0])):
        yield Along(kind=what, name=name, table=table, number=number)


def _what_goes_along(kind: SubjectKind, model: type[Model], tie: Tie | None) -> tuple[Repeating, Text]:
    holding = holding_of(model)
    links = [one.relation for one in holding.columns.values() if isinstance(one, Link)] if holding else []
    if "merge.steps" in links:
        return Repeating.MERGE, RELATIONS["merge.steps"].name
    if tie is None:
        return Repeating.HISTORY, _HISTORY
    if model._meta.pk.name == tie.column:
        return Repeating.INDEX, _INDEX
    if holding is not None and holding.trace:
        return Repeating.HISTORY, RELATIONS[links[0]].name if links else RELATIONS[f"{kind}.changes"].name
    return Repeating.HANGING, _name_of_tie(tie) or _name_of_items(model) or _BESIDE


def _name_of_tie(tie: Tie) -> Text | None:
    holding = holding_of(tie.model)
    column = holding.columns.get(tie.column) if holding else None
    return RELATIONS[column.relation].name if isinstance(column, Link) else None


def _name_of_items(model: type[Model]) -> Text | None:
    holding = holding_of(model)
    items = [one.item for one in holding.columns.values() if isinstance(one, Column) and one.item] if holding else []
    return current.compiled().name(items[0]) if items else None


def _stays(plan: Plan, at: datetime) -> Iterator[Kept]:
    """Put data of one item that stay for the same reason together; what stays longest comes last."""
    endings = Endings(Standing(current.compiled(), plan.known.state, at))
    gone = {(one.datum.record, one.item) for one in plan.going}
    numbers: dict[tuple[object, ...], dict[str, Kept]] = defaultdict(dict)  # by row
    for datum in plan.known.state.data:
        record = datum.record or ""
        if (record, datum.item) not in gone:
            one = _kept(endings.of(datum), plan.why.get((record, datum.item)), at)
            word = _word(plan.known.rows[record], datum.item)
            numbers[word, one.why, one.until, one.purposes, one.laws, one.holds].setdefault(record, one)
    groups = [(str(key[0]), list(same.values())) for key, same in numbers.items()]
    until = _end_of_all([same[0] for _word, same in groups])
    groups = [(word, [replace(one, until=until) if one.why is Stays.NEEDED else one for one in same])
              for word, same in groups]  # fmt: skip
    groups.sort(key=lambda group: (group[1][0].until or date.max, list(Stays).index(group[1][0].why)))
    for word, same in groups:
        yield replace(same[0], item=word, name=current.compiled().name(word), number=len(same))


def _end_of_all(kept: Sequence[Kept]) -> date | None:
    """Return when the last of what stays goes, and what hangs on it with it; None where that is not known."""
    ends = [one.until for one in kept if one.why is not Stays.NEEDED]
    return None if not ends or None in ends else max(end for end in ends if end is not None)


def _kept(one: Due, held: HeldBack | None, at: datetime) -> Kept:
    compiled = current.compiled()
    live = [row for row in one.justifications if row.until is None or row.until > at]
    laws = tuple(dict.fromkeys(law for row in live for law in _laws(row)))
    if held is not None:
        why = _HELD[held]
    elif any(_by_law(row) for row in live):
        why = Stays.LAW
    else:
        why = Stays.PERIOD if one.kind is DueKind.DATED else Stays.KEPT
    return Kept(
        item=one.item,
        name=compiled.name(one.item),
        number=1,
        why=why,
        until=civil_day(one.at) if one.at is not None and held is None else None,
        purposes=tuple(dict.fromkeys(compiled.declaration.purposes[row.purpose].name for row in live)),
        laws=laws,
        hold_ids=tuple(hold.plan.node.id for hold in one.blocked_by),
        holds=tuple(hold.plan.node.name for hold in one.blocked_by),
        rule=one.rule,
    )


def _by_law(row: Justification) -> bool:
    return bool(row.plan.rule.law) or _basis(row).basis in BY_LAW


def _laws(row: Justification) -> tuple[str, ...]:
    return row.plan.rule.law or tuple(_basis(row).statutes)


def _basis(row: Justification) -> LegalBasis:
    return current.compiled().declaration.bases[row.basis.partition(".")[2]]
