"""What an erasure leaves in the ledger: whose data and which rows, by random ids, and hashes where a ban goes on."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import product
from typing import Any, cast
from uuid import UUID

from django.db.models import Model

from kortisto.declaration.civil_time import opening
from kortisto.declaration.holdings import former_ids
from kortisto.declaration.vocabulary.items import is_under
from kortisto.declaration.windows import ClockState, read
from kortisto.privacy.retention.anonymising import Left
from kortisto.privacy.retention.enums import SubjectKind
from kortisto.privacy.retention.planning import Plan
from kortisto.privacy.retention.relations import is_left_behind, is_made_anonymous
from kortisto.privacy.retention.walking import Known, Row
from kortisto.register.access import current
from kortisto.register.ledger.enums import Act, Reason, Why
from kortisto.register.ledger.recognising import ITEMS, marks_of, suppressions
from kortisto.register.ledger.values import Affected, Entry, Mark
from kortisto.register.ledger.writing import note

MADE = "objection.made"


_ALIKE = "alike "
"""Before the name of a table, in the detail of an entry: among how many people its rows were counted."""


def enter_erasure(plans: Sequence[Plan], left: Sequence[Left], *, at: datetime, reason: Reason) -> None:
    """Enter what plans erase, inside the transaction that does, before it does: hashes are made of what still stands.

    Nothing is written where the transaction is rolled back. The COMMIT raises LedgerRefusedError where the entry cannot
    be written. A subject that asked for its erasure is entered with that reason, whoever carries it out; one of whom
    something is `left` that is nobody's any more is entered as anonymised.
    """
    counted: dict[UUID, list[Left]] = defaultdict(list)
    for one in left:
        counted[one.subject].append(one)
    groups: dict[tuple[SubjectKind, Reason, Act], list[Plan]] = defaultdict(list)
    for plan in plans:
        act = Act.ANONYMISED if plan.renew or plan.known.id in counted else Act.ERASED
        groups[plan.known.kind, _reason(plan, reason), act].append(plan)
    for kind, why, act in product(SubjectKind, Reason, (Act.ANONYMISED, Act.ERASED)):
        if mine := groups.get((kind, why, act)):
            _enter(mine, counted, act, kind, at=at, reason=why)


def _reason(plan: Plan, given: Reason) -> Reason:
    return Reason.REQUEST if plan.known.state.erasure is not None and given is Reason.RULE else given


def _enter(
    plans: Sequence[Plan], counted: Mapping[UUID, Sequence[Left]], act: Act, kind: SubjectKind, *, at: datetime,
    reason: Reason,
) -> None:  # fmt: skip
    before = former_ids([plan.known.id for plan in plans])
    mine = [one for plan in plans for one in counted.get(plan.known.id, ())]
    entry = Entry(
        act=act, at=at, kind=kind, reason=reason, declaration=current.version(),
        subjects=tuple(
            _affected(plan, counted.get(plan.known.id, ()), before.get(plan.known.id, ())) for plan in plans
        ),
        detail={f"{_ALIKE}{_table(one.row)}": str(one.alike) for one in sorted(mine, key=lambda one: one.alike)},
    )  # fmt: skip
    note(entry=entry, marks=_marks(entry, [plan for plan in plans if plan.whole], at))


def _affected(plan: Plan, left: Sequence[Left], also: Iterable[UUID]) -> Affected:
    rows: dict[str, tuple[str, ...]] = {}
    if not plan.whole:
        rows = {row.record: columns for row, columns in plan.clear} | {row.record: () for row in plan.delete}
    return Affected(
        id=plan.known.id, also=tuple(also), whole=plan.whole, rows=rows,
        cut=tuple(row.record for row in plan.cut), renewed=tuple(row.record for row in plan.renew),
        counted={one.row.record: one.columns for one in left},
    )  # fmt: skip


def plan_again(known: Known, subject: Affected) -> Plan:
    """Return the plan that does again what an entry says of a subject.

    Of one that went as a whole everything goes, also what the entry does not know: what an organisation shares is cut
    loose or written anew then, as the declaration in force says of the relation.
    """
    there = known.rows.keys()
    told = {*subject.rows, *subject.cut, *subject.renewed, *subject.counted}
    unknown = [row for record, row in known.rows.items() if subject.whole and record not in told]
    shared = {row.record for row in unknown if is_left_behind(row, known.kind)}
    anew = {record for record in shared if is_made_anonymous(known.rows[record], known.kind)}
    renew = (anew | {*subject.renewed}) & there
    cut = (shared | {*subject.cut}) & there - renew
    emptied = {one for one, columns in subject.rows.items() if columns}
    gone = there - cut - renew if subject.whole else (subject.rows.keys() & there) - emptied
    return Plan(
        known,
        tuple(row for record, row in known.rows.items() if record in gone),
        tuple((known.rows[one], subject.rows[one]) for one in subject.rows if one in emptied & there),
        (),
        Counter(),
        cut=tuple(row for record, row in known.rows.items() if record in cut),
        renew=tuple(row for record, row in known.rows.items() if record in renew),
    )


def left_again(known: Known, subject: Affected, entry: Entry) -> list[Left]:
    """Return what an entry says was counted among the rows of others, as far as the rows are there."""
    return [
        Left(row, subject.id, columns, int(entry.detail[f"{_ALIKE}{_table(row)}"]))
        for record, columns in subject.counted.items()
        if (row := known.rows.get(record)) is not None
    ]


def _table(row: Row) -> str:
    return row.holding.model.__name__


# --- by what somebody will be recognised ----------------------------------------------------------------------------


def _marks(entry: Entry, plans: Sequence[Plan], at: datetime) -> list[Mark]:
    kept = suppressions(current.compiled())
    asked = [plan.known for plan in plans if any(id_ in kept for id_ in _standing(plan.known, at))]
    if not asked:
        return []
    values = identifiers_of(asked)
    why = Why.ERASED if entry.reason in {Reason.REQUEST, Reason.USER} else Why.BANNED
    return [
        mark
        for known in asked
        for mark in marks_of(
            entry=entry.id, why=why, objections=_standing(known, at), identifiers_=values.get(known.id, ())
        )
    ]


def _standing(known: Known, at: datetime) -> Mapping[str, datetime]:
    """Return the objections of a subject that stand, with the moment from which what they keep is kept."""
    declared = current.compiled()
    kept = suppressions(declared)
    found: dict[str, datetime] = {}
    for id_, state in known.state.objections.items():
        objection = kept.get(id_)
        if objection is None or objection.suppression is None or state.lifted is not None:
            continue
        clocks = {**known.state.clocks, MADE: ClockState((state.made,))}
        start = read(objection.suppression.start, clocks, collected=state.made, year_end=declared.year_end).moment
        found[id_] = opening(start) if start is not None else at
    return found


def identifiers_of(subjects: Sequence[Known]) -> Mapping[UUID, Sequence[tuple[str, str]]]:
    """Return the e-mail addresses and telephone numbers of subjects, as (item, value)."""
    found: dict[UUID, list[tuple[str, str]]] = defaultdict(list)
    wanted: dict[tuple[type, str, str], dict[Any, UUID]] = defaultdict(dict)
    for known in subjects:
        for row in known.rows.values():
            for item, columns in row.items.items():
                of = next((one for one in ITEMS if is_under(item, one)), None)
                for column in columns if of else ():
                    wanted[row.holding.model, column, cast("str", of)][row.pk] = known.id
    for (model, column, item), owners in wanted.items():
        rows = cast("type[Model]", model)._default_manager.filter(pk__in=owners)
        for pk, value in rows.values_list("pk", column):
            if isinstance(value, str) and value:
                found[owners[pk]].append((item, value))
    return found
