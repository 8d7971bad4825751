"""What changes from one version of a declaration to the next, and what that does to the data that are there.

A shorter period holds at once, for all data. A longer one holds only for data collected after the new version came into
force, unless a law demands it: nobody's data stay longer than was said when they were given.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from enum import StrEnum

from kortisto.declaration.civil_time import start_of_day
from kortisto.declaration.compiled import Compiled, compile_declaration
from kortisto.declaration.endings import Due, DueKind, Endings
from kortisto.declaration.model import Declaration, Fallback, Node, Processing, RetentionRule
from kortisto.declaration.periods import Period
from kortisto.declaration.promises import binding, demanded_by_law, in_succession
from kortisto.declaration.standing import Standing
from kortisto.declaration.subjects import Datum, SubjectState
from kortisto.declaration.words import Operation


class Direction(StrEnum):
    """How a retention rule has changed for one use of one item."""

    SHORTER = "shorter"
    LONGER = "longer"
    OTHERWISE = "otherwise"  # another clock, rounding, exception ...: which it is depends on the dates


@dataclass(frozen=True, slots=True)
class PeriodChange:
    """A change of the time for which an item of a group is kept for a purpose. A rule None: there was, or is, none."""

    purpose: str
    item: str
    group: str
    old: RetentionRule | None
    new: RetentionRule | None
    direction: Direction


@dataclass(frozen=True, slots=True)
class SectionChange:
    """The nodes of one section that came, went, or say something else than before, by id."""

    section: str
    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Differences:
    """What differs between two versions. `must_be_told`: the groups whom a change concerns so that it must be told."""

    old: Compiled = field(compare=False, repr=False)
    new: Compiled = field(compare=False, repr=False)
    sections: Mapping[str, SectionChange]
    periods: tuple[PeriodChange, ...]
    must_be_told: tuple[str, ...]

    def added(self, section: str) -> tuple[str, ...]:
        """Return the ids that are new in a section."""
        return self.sections[section].added if section in self.sections else ()

    def removed(self, section: str) -> tuple[str, ...]:
        """Return the ids that are gone from a section."""
        return self.sections[section].removed if section in self.sections else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What a new version does to one datum.

    `before` and `declared`: its end by the old and by the new version; `after`: the end that holds. None: no end. The
    datum is `extended` only where a law demands it (`by_law`: the node that cites it); `given_under_new`: it was
    collected when the new version was in force, which therefore holds for it as it stands;
    `falls_due`: its time is up because of the new version.
    """

    subject: str
    datum: Datum
    before: datetime | None
    declared: datetime | None
    after: datetime | None
    by_law: str | None
    given_under_new: bool
    falls_due: bool
    due: Due

    @property
    def extended(self) -> bool:
        """Return whether a datum given under the old version stays longer than by that version."""
        longer = self.before is not None and (self.after is None or self.after > self.before)
        return longer and not self.given_under_new

    @property
    def capped(self) -> bool:
        """Return whether the new version would have kept the datum longer, and may not."""
        return self.after != self.declared


@dataclass(frozen=True, slots=True, kw_only=True)
class Effects:
    """The effects on all data. `tell`: the subjects who must be told of the change."""

    effects: tuple[Effect, ...]
    tell: tuple[str, ...]

    @property
    def due_now(self) -> tuple[Effect, ...]:
        """Return the data whose time is up because of the new version."""
        return tuple(effect for effect in self.effects if effect.falls_due)

    @property
    def extended_without_law(self) -> tuple[Effect, ...]:
        """Return the data kept longer than before without a legal duty: the proof is that there are none."""
        return tuple(effect for effect in self.effects if effect.extended and effect.by_law is None)


@dataclass(frozen=True, slots=True, kw_only=True)
class LostUse:
    """Items that could be used for a purpose under the old version, and under the new one by nobody."""

    purpose: str
    operation: Operation
    items: tuple[str, ...]


def lost_uses(old: Compiled, new: Compiled) -> tuple[LostUse, ...]:
    """Return what becomes unlawful to do with a new version, by purpose and operation."""
    before, after = _uses(old), _uses(new)
    return tuple(
        LostUse(purpose=purpose, operation=operation, items=tuple(sorted(lost)))
        for (purpose, operation), items in sorted(before.items())
        if (lost := items - after.get((purpose, operation), frozenset()))
    )


def _uses(compiled: Compiled) -> Mapping[tuple[str, Operation], frozenset[str]]:
    found: dict[tuple[str, Operation], frozenset[str]] = {}
    for row in compiled.rows.values():
        for operation in row.node.operations:
            use = row.node.purpose, operation
            found[use] = found.get(use, frozenset()) | row.items
    return found


def compare(old: Declaration, new: Declaration) -> Differences:
    """Compare two versions of a declaration, or a declaration with one that replaces it."""
    before, after = compile_declaration(old), compile_declaration(new)
    periods = tuple(_periods(before, after))
    sections = {change.section: change for change in _sections(old, new)}
    told = {change.group: None for change in periods if change.direction is not Direction.SHORTER and change.new}
    for row in _rows_to_tell_of(old, new, sections):
        told.update(dict.fromkeys(row.groups))
    return Differences(old=before, new=after, sections=sections, periods=periods, must_be_told=tuple(told))


def effects(differences: Differences, subjects: Mapping[str, SubjectState], at: datetime) -> Effects:
    """Work out what the new version does to the data of the subjects, as of `at`."""
    found: list[Effect] = []
    tell: dict[str, None] = {}
    after = in_succession((*differences.old.before, differences.old, differences.new))
    for name, subject in subjects.items():
        old, new = Standing(differences.old, subject, at), Standing(differences.new, subject, at)
        before, declared, bound = Endings(old), Endings(new), Endings(Standing(after, subject, at))
        mine = [
            _effect(after, name, before=before.of(one), declared=declared.of(one), bound=bound.of(one), at=at)
            for one in subject.data
        ]
        found.extend(mine)
        groups = {*old.all_groups(), *new.all_groups()}
        if not groups.isdisjoint(differences.must_be_told) or any(effect.extended for effect in mine):
            tell[name] = None
    return Effects(effects=tuple(found), tell=tuple(tell))


def _effect(after: Compiled, subject: str, *, before: Due, declared: Due, bound: Due, at: datetime) -> Effect:
    """Return the effect on one datum: its end by the old version, by the new one alone, and as the old one binds it."""
    given_under_new = not binding(after, bound.datum)
    begins = start_of_day(after.declaration.register.valid_from)
    # What nothing justifies any longer may go from the day on which that is so, not since it was collected.
    begun = bound.kind is DueKind.UNJUSTIFIED and not given_under_new
    least = begins if before.at is None else min(before.at, begins)
    end = least if begun else bound.at
    up = end is not None and end <= at
    was_up = before.at is not None and before.at <= at
    return Effect(
        subject=subject,
        datum=bound.datum,
        before=before.at,
        declared=begins if begun else declared.at,
        after=end,
        by_law=_law(bound),
        given_under_new=given_under_new,
        falls_due=up and not was_up,
        due=bound,
    )


def _law(due: Due) -> str | None:
    """Return the node by which a law demands the last window, or None."""
    for one in due.justifications:
        if one.until == due.at and one.window.promise is None:
            basis = due.compiled.declaration.bases[one.basis.partition(".")[2]]
            demanding = demanded_by_law(one.plan, basis)
            if demanding is not None:
                return demanding
    return None


# --- comparing -----------------------------------------------------------------------------------------------------


def _sections(old: Declaration, new: Declaration) -> Iterator[SectionChange]:
    for part in fields(Declaration):
        before, after = getattr(old, part.name), getattr(new, part.name)
        if not isinstance(before, Mapping):
            continue
        changed = tuple(id_ for id_ in after if id_ in before and _said(before[id_]) != _said(after[id_]))
        added = tuple(id_ for id_ in after if id_ not in before)
        removed = tuple(id_ for id_ in before if id_ not in after)
        if added or removed or changed:
            yield SectionChange(part.name, added, removed, changed)


def _said(node: Node) -> object:
    """What a node says, without the promises that it carries and why it was added."""
    return tuple(
        getattr(node, part.name) for part in fields(node) if part.compare and part.name not in {"promises", "ours"}
    )


Use = tuple[str, str, str, str | None]


def _periods(old: Compiled, new: Compiled) -> Iterator[PeriodChange]:
    before, after = _rules(old), _rules(new)
    for use in sorted(before.keys() | after.keys(), key=str):
        was, is_ = before.get(use), after.get(use)
        if was is not None and is_ is not None and _said(was) == _said(is_):
            continue
        purpose, item, group, _ = use
        yield PeriodChange(purpose, item, group, was, is_, _direction(was, is_))


def _rules(compiled: Compiled) -> dict[Use, RetentionRule]:
    """The rule for each use; where several rows serve the same use, the longest."""
    found: dict[Use, RetentionRule] = {}
    for row, item, group, place, planned in compiled.entries():
        if item not in row.items:
            continue  # an item above leaves changes with them
        rule = compiled.declaration.retention[planned.id]  # as it is written
        use = (row.node.purpose, item, group, place)
        known = found.get(use)
        if known is None or rule.at_most.surely_longer_than(known.at_most):
            found[use] = rule
    return found


def _direction(was: RetentionRule | None, is_: RetentionRule | None) -> Direction:
    if was is None:
        return Direction.LONGER
    if is_ is None:
        return Direction.SHORTER
    if (was.start, was.round_end, was.unless) != (is_.start, is_.round_end, is_.unless):
        return Direction.OTHERWISE
    parts = {_compared(was.at_most, is_.at_most), _compared_fallbacks(was.if_unknown, is_.if_unknown)} - {None}
    return parts.pop() if len(parts) == 1 else Direction.OTHERWISE  # type: ignore[return-value] # None is taken out


def _compared(was: Period, is_: Period) -> Direction | None:
    """Return how a period has changed; None when it has not."""
    if was == is_:
        return None
    if was.surely_longer_than(is_):
        return Direction.SHORTER
    return Direction.LONGER if is_.surely_longer_than(was) else Direction.OTHERWISE


def _compared_fallbacks(was: Fallback | None, is_: Fallback | None) -> Direction | None:
    """Return how the maximum for unknown clocks has changed; None when it has not."""
    if was == is_:
        return None
    if was is None or is_ is None or was.start != is_.start:
        return Direction.OTHERWISE
    return _compared(was.keep, is_.keep)


def _rows_to_tell_of(old: Declaration, new: Declaration, sections: Mapping[str, SectionChange]) -> Iterator[Processing]:
    """The rows that people must hear of: a new purpose or basis, more items, a recipient (Articles 13(3), 14(4))."""
    recipients = sections["recipients"].added if "recipients" in sections else ()
    for row in new.processing.values():
        was = old.processing.get(row.id)
        if (
            was is None
            or was.purpose != row.purpose
            or was.basis != row.basis
            or not set(row.items) <= set(was.items)
            or any(row.purpose in new.recipients[recipient].purposes for recipient in recipients)
        ):
            yield row
