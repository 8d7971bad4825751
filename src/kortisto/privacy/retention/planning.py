"""What goes of a subject now: whole rows, single columns, and why the rest of what is due stays.

A datum whose period still runs for any purpose, or on which a hold stands, is never part of a plan; a row goes only
when everything in it may go, and what other data hang on goes only when those go too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from kortisto.declaration.decisions import Due, due
from kortisto.declaration.holdings import Column, Erasure
from kortisto.declaration.standing import Standing
from kortisto.declaration.words import ActionKind, CascadeKind
from kortisto.privacy.retention.enums import HeldBack
from kortisto.privacy.retention.walking import Known, Row, link_to_subject, places_subject
from kortisto.register.access import current


@dataclass(frozen=True, slots=True)
class Plan:
    """What goes of one subject: whole rows, single columns, and why the rest of what is due stays."""

    known: Known
    delete: tuple[Row, ...]
    clear: tuple[tuple[Row, tuple[str, ...]], ...]
    going: tuple[Due, ...]
    held_back: Counter[str]
    holds: Counter[str] = field(default_factory=Counter)  # by ref of the hold, how many data it keeps

    def is_root(self, row: Row) -> bool:
        """Return whether a row is the subject itself."""
        return link_to_subject(row.holding, self.known.kind) is None


def plan_of(known: Known, at: datetime) -> Plan:
    """Decide what goes of a subject now."""
    held_back: Counter[str] = Counter()
    holds: Counter[str] = Counter()
    allowed: dict[tuple[str, str], Due] = {}
    # Nothing justifies data of somebody who is nothing to us; but more likely nobody has said yet what they are.
    unplaced = not Standing(current.compiled(), known.state, at).all_groups()
    for one in due(current.compiled(), subject=known.state, at=at):
        if unplaced:
            held_back[HeldBack.UNPLACED] += 1
        elif one.blocked_by:
            held_back[HeldBack.HOLD] += 1
            holds.update(hold.plan.node.ref for hold in one.blocked_by)
        elif one.action.kind is not ActionKind.DELETE:
            held_back[HeldBack.ACTION] += 1
        else:
            allowed[one.datum.record or "", one.item] = one
    counting = [key for key in allowed if _something_counts_from(known.rows[key[0]], key[1], allowed)]
    for key in counting:
        del allowed[key]
    whole = {record for record, row in known.rows.items() if _is_free(row, allowed)}
    roots = {record for record, row in known.rows.items() if link_to_subject(row.holding, known.kind) is None}
    if _must_stay(known, roots, whole):
        # With the subject stays what says what it is to us: the periods of all that is left depend on that.
        placing = {record for record, row in known.rows.items() if places_subject(row.holding, known.kind)}
        kept = (roots | placing) & whole
        needed = [(known.rows[record], item) for record in kept for item in known.rows[record].items]
        held_back[HeldBack.STILL_NEEDED] = sum(not _clearable(row, item) for row, item in needed)
        whole -= kept
    delete = tuple(known.rows[record] for record in known.rows if record in whole)
    clear = tuple(
        (row, columns)
        for record, row in known.rows.items()
        if record not in whole and (columns := _columns_to_clear(row, allowed))
    )
    gone = {(row.record, item) for row in delete for item in row.items}
    gone |= {(row.record, item) for row, _ in clear for item in row.items if _clearable(row, item)}
    going = tuple(one for key, one in allowed.items() if key in gone)
    held_back[HeldBack.SHARED_ROW] = len(allowed) - len(going) - held_back[HeldBack.STILL_NEEDED]
    held_back[HeldBack.STILL_NEEDED] += len(counting)
    return Plan(known, delete, clear, going, +held_back, holds)


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
    return tuple(name for item in items for name in row.items[item])


def _clearable(row: Row, item: str) -> bool:
    """Return whether the item can leave its row without the row."""
    columns = [row.holding.columns[name] for name in row.items[item]]
    return all(isinstance(column, Column) and column.erase is Erasure.CLEAR for column in columns)


def _hangs_on_subject(row: Row, known: Known) -> bool:
    """Return whether the row cannot do without its subject: it would go with it, or belong to nobody."""
    link = link_to_subject(row.holding, known.kind)
    return link is not None and (link.cascade is CascadeKind.CASCADE or row.alone)
