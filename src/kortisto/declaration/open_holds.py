"""Which holds stand over a subject: opened by somebody, or by a state, and not yet ended."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from kortisto.declaration.civil_time import Moment, end_after, opening
from kortisto.declaration.compiled import Compiled, HoldPlan
from kortisto.declaration.conditions import ancestry
from kortisto.declaration.subjects import HoldState, SubjectState


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenHold:
    """A hold that stands. `opened` None: it opened by itself, by a state. `state`: the hold that somebody opened."""

    plan: HoldPlan
    opened: Moment | None
    state: HoldState | None = None

    def covers(self, item: str) -> bool:
        """Return whether the hold concerns an item."""
        above = ancestry(item)
        reach = self.plan.node.reach.items
        own = self.state.items if self.state is not None else frozenset()
        return (not reach or not set(reach).isdisjoint(above)) and (not own or not own.isdisjoint(above))


def open_holds(compiled: Compiled, subject: SubjectState, at: datetime | None) -> tuple[OpenHold, ...]:
    """Return the holds that stand at an instant; `at` None: those not known to have ended.

    A hold ends by hand, by one of its clocks striking after it was opened, or by its maximum; one that a state opened
    ends with the state, and keeps no datum longer past its end than the maximum (see `endings`).
    """
    return tuple(_standing(compiled, subject, at)) if compiled.holds else ()


def _standing(compiled: Compiled, subject: SubjectState, at: datetime | None) -> Iterator[OpenHold]:
    for state in subject.holds:
        plan = compiled.holds.get(state.hold)
        if plan is not None and not _over(plan, state, subject, at):
            yield OpenHold(plan=plan, opened=state.opened, state=state)
    # A state opens a hold whatever somebody opened before: that may be over, or concern a few items only.
    for plan in compiled.holds.values():
        if plan.opens is not None and plan.opens(subject.states):
            yield OpenHold(plan=plan, opened=None)


def _over(plan: HoldPlan, state: HoldState, subject: SubjectState, at: datetime | None) -> bool:
    start = opening(state.opened)
    if at is not None and at < start:
        return True
    ends = [] if state.ended is None else [opening(state.ended)]
    for clock in plan.node.ends:
        struck = subject.clocks.get(clock)
        if struck is not None and struck.struck and not struck.running:
            last = opening(struck.last)
            ends.extend([last] if last >= start else [])
    if plan.node.at_most is not None and at is not None and not plan.node.at_most.permanent:
        ends.append(end_after(state.opened, plan.node.at_most))
    return bool(ends) and (at is None or min(ends) <= at)
