"""What goes of a subject now: whole rows, single columns, and why the rest stays.

One plan for every way of erasing: because a period is over, because the person asked for it, because somebody who may
decided so. A datum whose period still runs for any purpose, or on which a hold stands, is never part of a plan; a row
goes only when everything in it may go, and what other data hang on goes only when those go too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import cast

from django.db.models import Model

from kortisto.declaration.civil_time import Moment, opening
from kortisto.declaration.endings import Due, Endings
from kortisto.declaration.holdings import Column, Erasure, Link
from kortisto.declaration.standing import Standing
from kortisto.declaration.words import ActionKind, CascadeKind
from kortisto.privacy.retention.enums import HeldBack, SubjectKind
from kortisto.privacy.retention.relations import cascade_of, column_of, is_left_behind, is_made_anonymous
from kortisto.privacy.retention.walking import Known, Row, link_to_subject, places_subject
from kortisto.register.access import current
from kortisto.register.statements.reaching import Reach, reach_of


@dataclass(frozen=True, slots=True)
class Plan:
    """What goes of one subject: whole rows, single columns, and why the rest of what is due stays.

    `cut`: rows that are somebody else's too, and stay without the subject; `renew`: those that are written anew
    instead, with nothing of the subject in them. `why`: of each datum that is due and stays, by record and item, what
    holds it back. `held_back` counts these, and what is not due yet because it waits for a review.
    """

    known: Known
    delete: tuple[Row, ...]
    clear: tuple[tuple[Row, tuple[str, ...]], ...]
    going: tuple[Due, ...]
    held_back: Counter[str]
    holds: Counter[str] = field(default_factory=Counter)  # by ref of the hold, how many data it keeps
    cut: tuple[Row, ...] = ()
    renew: tuple[Row, ...] = ()
    why: Mapping[tuple[str, str], HeldBack] = field(default_factory=dict)

    def is_root(self, row: Row) -> bool:
        """Return whether a row is the subject itself."""
        return link_to_subject(row.holding, self.known.kind) is None

    @property
    def whole(self) -> bool:
        """Return whether the subject itself goes."""
        return any(self.is_root(row) for row in self.delete)


def asked(known: Known, since: Moment, at: Moment) -> Known:
    """Return a subject as it stands once an erasure is asked for: what only a law or a hold justifies then stays.

    It holds since it was asked for, or since one before it was, and reaches all that is there, also what is younger
    than `at` by a clock that was set back.
    """
    erasure = known.state.erasure if known.state.erasure is not None else since
    reaches = max([opening(at), *(opening(datum.collected) for datum in known.state.data)])
    return replace(known, state=replace(known.state, erasure=erasure, reaches=reaches))


def is_restricted_after(plan: Plan) -> bool:
    """Return whether what a plan of an erasure leaves is restricted.

    An organisation for which people act stays in sight: it stays because their data hang on it, and it has no right to
    be erased itself.
    """
    known = plan.known
    return not plan.whole and not (known.kind is SubjectKind.ORGANISATION and known.has_dependants)


def keepers_of(plan: Plan, at: datetime) -> frozenset[str]:
    """Return the purposes for which a plan leaves something: those that keep it, and those that a hold leaves open."""
    endings = Endings(Standing(current.compiled(), plan.known.state, at))
    gone = {(one.datum.record, one.item) for one in plan.going}
    found: set[str] = set()
    for datum in plan.known.state.data:
        if (datum.record, datum.item) not in gone:
            one = endings.of(datum)
            found.update(row.purpose for row in one.justifications if row.until is None or row.until > at)
            for hold in one.blocked_by:
                found |= hold.plan.leaves
    return frozenset(found)


def readers(purposes: Iterable[str]) -> list[str]:
    """Return the purposes and every purpose under them."""
    compiled = current.compiled()
    return sorted(one for one in compiled.declaration.purposes if not compiled.lineage(one).isdisjoint(purposes))


def plan_of(known: Known, at: datetime, *, dues: Iterable[Due] | None = None) -> Plan:
    """Decide what goes of a subject now. `dues`: what falls due of it and when, where that is known already."""
    holds: Counter[str] = Counter()
    why: dict[tuple[str, str], HeldBack] = {}
    allowed: dict[tuple[str, str], Due] = {}
    standing = Standing(current.compiled(), known.state, at)
    # Nothing justifies data of somebody who is nothing to us; but more likely nobody has said yet what they are. Where
    # the erasure was asked for, somebody has decided.
    unplaced = known.state.erasure is None and not standing.all_groups()
    dues = tuple(map(Endings(standing).of, known.state.data)) if dues is None else tuple(dues)
    for one in (one for one in dues if one.is_due(at)):
        key = one.datum.record or "", one.item
        if unplaced:
            why[key] = HeldBack.UNPLACED
        elif one.blocked_by:
            holds.update(hold.plan.node.ref for hold in one.blocked_by)
            why[key] = HeldBack.HOLD
        elif one.action.kind not in {ActionKind.DELETE, ActionKind.ANONYMISE}:
            why[key] = HeldBack.ACTION
        else:
            allowed[key] = one
    for key in [key for key in allowed if _something_counts_from(known.rows[key[0]], key[1], allowed)]:
        del allowed[key]
        why[key] = HeldBack.STILL_NEEDED
    free = {record for record, row in known.rows.items() if _is_free(row, allowed)}
    left_behind = {record for record, row in known.rows.items() if is_left_behind(row, known.kind)}
    whole = free - left_behind
    roots = {record for record, row in known.rows.items() if link_to_subject(row.holding, known.kind) is None}
    needed: set[tuple[str, str]] = set()
    if _must_stay(known, roots, whole | left_behind):
        # With the subject stays what says what it is to us: the periods of all that is left depend on that.
        placing = {record for record, row in known.rows.items() if places_subject(row.holding, known.kind)}
        kept = (roots | placing) & whole
        rows = [known.rows[record] for record in kept]
        needed = {(row.record, item) for row in rows for item in row.items if not _clearable(row, item)}
        whole -= kept
    delete = tuple(known.rows[record] for record in known.rows if record in whole)
    # What is left behind loses its tie when it is over for the subject, and at the latest when the subject goes.
    cut = left_behind if roots <= whole else left_behind & free
    clear = tuple(
        (row, columns)
        for record, row in known.rows.items()
        if record not in whole | cut and (columns := _columns_to_clear(row, allowed))
    )
    gone = {(row.record, item) for row in delete for item in row.items}
    gone |= {(record, item) for record in cut for item in known.rows[record].items}
    gone |= {(row.record, item) for row, _ in clear for item in row.items if _clearable(row, item)}
    going = tuple(one for key, one in allowed.items() if key in gone)
    why |= {key: HeldBack.STILL_NEEDED if key in needed else HeldBack.SHARED_ROW for key in allowed if key not in gone}
    why = {key: reason for key, reason in why.items() if key not in gone}
    held_back: Counter[str] = Counter(why.values())
    if waiting := sum(any(review.is_due(at) for review in one.reviews) for one in dues):
        held_back[HeldBack.REVIEW] = waiting
    renew = {record for record in cut if is_made_anonymous(known.rows[record], known.kind)}
    return Plan(
        known,
        delete,
        clear,
        going,
        held_back,
        holds,
        tuple(known.rows[one] for one in known.rows if one in cut - renew),
        tuple(known.rows[one] for one in known.rows if one in renew),
        why,
    )


def reach_of_plans(plans: Sequence[Plan]) -> Reach:
    """Return how far plans reach together: every row that goes, and every row that loses its tie to one."""
    own: dict[type[Model], list[object]] = {}
    for row in (row for plan in plans for row in (*plan.delete, *plan.renew)):
        own.setdefault(cast("type[Model]", row.holding.model), []).append(row.pk)
    emptied = [(model, keys, columns) for (model, columns), keys in emptied_by(plans).items()]
    loose: dict[tuple[type[Model], str], list[object]] = {}
    for plan in plans:
        for row in plan.cut:
            column = cast("str", column_of(row, plan.known.kind))
            loose.setdefault((cast("type[Model]", row.holding.model), column), []).append(row.pk)
    return reach_of(own, emptied, [plan.known.id for plan in plans], loose)


def emptied_by(plans: Iterable[Plan]) -> Mapping[tuple[type[Model], tuple[str, ...]], list[object]]:
    """Return which columns plans empty, and in which rows of which table."""
    found: dict[tuple[type[Model], tuple[str, ...]], list[object]] = {}
    for row, columns in ((row, columns) for plan in plans for row, columns in plan.clear):
        found.setdefault((cast("type[Model]", row.holding.model), columns), []).append(row.pk)
    return found


def _must_stay(known: Known, roots: set[str], whole: set[str]) -> bool:
    """Return whether a subject's own row has to stay: for what it holds, or for what hangs on it."""
    left = (row for record, row in known.rows.items() if record not in whole and not row.holding.trace)
    return known.has_dependants or not roots <= whole or any(_hangs_on_subject(row, known) for row in left)


def _something_counts_from(row: Row, item: str, allowed: Mapping[tuple[str, str], Due]) -> bool:
    """Return whether the period of a datum that stays in the row is counted from the dates of this item.

    Without them it would be counted from another day, and end sooner or later than was said.
    """
    columns = [row.holding.columns[name] for name in row.items[item]]
    clocks = {clock for column in columns if isinstance(column, Column) for clock in column.clocks}
    return bool(clocks) and any(
        (row.record, other) not in allowed and not clocks.isdisjoint(plan.counts_from)
        for other in row.items
        for use in current.compiled().holding.get(other, ())
        for plan, _ in use.rules_of(other, None)
    )


def _is_free(row: Row, allowed: Mapping[tuple[str, str], Due]) -> bool:
    """Return whether the row may go: everything in it, or, where it only tells of other data, what it is itself."""
    if row.holding.trace and any((row.record, item) in allowed and not _clearable(row, item) for item in row.items):
        return True
    return bool(row.items) and all((row.record, item) in allowed for item in row.items)


def _columns_to_clear(row: Row, allowed: Mapping[tuple[str, str], Due]) -> tuple[str, ...]:
    """Return the columns that may be emptied in a row that stays."""
    items = [item for item in row.items if (row.record, item) in allowed and _clearable(row, item)]
    return tuple(dict.fromkeys(name for item in items for name in row.items[item]))


def _clearable(row: Row, item: str) -> bool:
    """Return whether the item can leave its row without the row."""
    columns = [row.holding.columns[name] for name in row.items[item]]
    return all(isinstance(column, Column) and column.erase is Erasure.CLEAR for column in columns)


def _hangs_on_subject(row: Row, known: Known) -> bool:
    """Return whether the row cannot do without its subject: it would go with it, or belong to nobody."""
    link = link_to_subject(row.holding, known.kind)
    return link is not None and not is_left_behind(row, known.kind) and (row.alone or _goes_with_it(link))


def _goes_with_it(link: Link) -> bool:
    return cascade_of(link) is CascadeKind.CASCADE or link.cascade is CascadeKind.CASCADE
