"""What an erasure leaves in the ledger: whose data and which rows, by random ids, and hashes where a ban goes on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from django.db.models import Model

from kortisto.declaration.civil_time import opening
from kortisto.declaration.holdings import former_ids
from kortisto.declaration.vocabulary.items import is_under
from kortisto.declaration.windows import ClockState, read
from kortisto.privacy.retention.enums import SubjectKind
from kortisto.privacy.retention.walking import Known
from kortisto.register.access import current
from kortisto.register.ledger.enums import Act, Reason, Why
from kortisto.register.ledger.recognising import ITEMS, marks_of, suppressions
from kortisto.register.ledger.values import Affected, Entry, Mark
from kortisto.register.ledger.writing import note

if TYPE_CHECKING:
    from kortisto.privacy.retention.planning import Plan

MADE = "objection.made"


def enter_erasure(plans: Sequence[Plan], *, at: datetime, reason: Reason) -> None:
    """Enter what plans erase, inside the transaction that does, before it does: hashes are made of what still stands.

    Nothing is written where the transaction is rolled back. The COMMIT raises LedgerRefusedError where the entry cannot
    be written. A subject that asked for its erasure is entered with that reason, whoever carries it out.
    """
    for kind in SubjectKind:
        for why in Reason:
            mine = [
                plan
                for plan in plans
                if plan.known.kind is kind and (plan.delete or plan.clear) and _reason(plan, reason) is why
            ]
            if mine:
                _enter(mine, kind, at=at, reason=why)


def _reason(plan: Plan, given: Reason) -> Reason:
    return Reason.REQUEST if plan.known.state.erasure is not None and given is Reason.RULE else given


def _enter(plans: Sequence[Plan], kind: SubjectKind, *, at: datetime, reason: Reason) -> None:
    before = former_ids([plan.known.id for plan in plans])
    entry = Entry(
        act=Act.ERASED, at=at, kind=kind, reason=reason, declaration=current.version(),
        subjects=tuple(_affected(plan, before.get(plan.known.id, ())) for plan in plans),
    )  # fmt: skip
    note(entry=entry, marks=_marks(entry, [plan for plan in plans if _is_whole(plan)], at))


def _affected(plan: Plan, also: Iterable[UUID]) -> Affected:
    if _is_whole(plan):
        return Affected(id=plan.known.id, also=tuple(also), whole=True)
    rows: dict[str, tuple[str, ...]] = {row.record: columns for row, columns in plan.clear}
    rows |= {row.record: () for row in plan.delete}
    return Affected(id=plan.known.id, also=tuple(also), rows=rows)


def _is_whole(plan: Plan) -> bool:
    return any(plan.is_root(row) for row in plan.delete)


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
