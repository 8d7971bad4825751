"""How one subject stands under a declaration: groups, windows, what has closed a row, which holds are open.

Shared by the questions of `decisions`, `endings` and `remainders`. A `Standing` is made for one question, then thrown
away.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache

from kortisto.declaration.civil_time import FIRST_DAY, Moment, end_after, end_of_day, instant, opening, start_of_day
from kortisto.declaration.closest_rules import RulePlan
from kortisto.declaration.compiled import Compiled, Group, RowPlan
from kortisto.declaration.conditions import Situation, ancestry, applying, may_apply
from kortisto.declaration.model import Action, Consent, Objection, Unless
from kortisto.declaration.open_holds import OpenHold, open_holds
from kortisto.declaration.subjects import Datum, SubjectState
from kortisto.declaration.windows import Clocks, ClockState, Struck, Window, later, read, window
from kortisto.declaration.words import Basis, Channel, Operation

BY_LAW = (Basis.LEGAL_OBLIGATION, Basis.PUBLIC_TASK)
"""Bases that erasure on request does not end (Article 17(3)(b))."""

_CONSENT_CLOCKS = ("consent.given", "consent.ended")
_OBJECTION_CLOCKS = ("objection.made", "objection.lifted")


class Reason(StrEnum):
    """Why an item is refused, the furthest from a permit first."""

    NO_USE = "no row names this purpose, role and operation"
    NO_ITEM = "no row for this use covers the item"
    GROUP = "the subject is not in a group of the row"
    PHASE = "the row is for another phase"
    NEVER_WITH = "collected for a purpose that is never combined with this one"
    NO_RULE = "no retention rule"
    BASIS_NOT_VALID = "the legal basis is not valid at the time"
    NO_CONSENT = "no consent"
    CONSENT_EXPIRED = "the consent has expired"
    CONSENT_WITHDRAWN = "the consent was withdrawn"
    OBJECTION = "the subject has objected"
    EXCEPTION = "an exception of the row applies"
    ERASED = "erased at the subject's request"
    NOT_YET = "not yet collected"
    CLOSED = "the window has closed"
    RESTRICTED = "processing is restricted"
    BANNED = "banned"


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """What closes a row. `at` None: there is no moment known at which the row was open. `action`: what it leads to."""

    reason: Reason
    ref: str
    at: datetime | None
    action: Action | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RowWindow:
    """The window of a datum under a row, by the rule for one of the subject's groups."""

    row: RowPlan
    group: Group
    plan: RulePlan
    window: Window


States = tuple[ClockState | None, ...]


@lru_cache(maxsize=65_536)
def _window_by_value(plan: RulePlan, collected: Moment, states: States, year_end: str) -> Window:
    clocks = {clock: state for clock, state in zip(plan.clocks, states, strict=True) if state is not None}
    return window(plan.rule, clocks, collected=collected, year_end=year_end)


@lru_cache(maxsize=65_536)
def _window_whenever_collected(plan: RulePlan, states: States, year_end: str) -> Window | None:
    """Return the window that all data of these clocks share, or None where it depends on when each was collected."""
    if plan.from_collection:
        return None
    found = _window_by_value(plan, FIRST_DAY, states, year_end)
    return None if plan.by_collection and found.fallback is not None else found


class Standing:
    """One subject under one declaration, at an instant or (`at` None) as far as is known."""

    def __init__(self, compiled: Compiled, subject: SubjectState, at: datetime | None) -> None:
        self.compiled = compiled
        self.subject = subject
        self.at = at
        self.holds = open_holds(compiled, subject, at)
        self.facts = subject.states.union(hold.plan.node.kind.value for hold in self.holds)
        self._ever = subject.states | subject.earlier
        self._anywhere = Situation(facts=self.facts, ever=self._ever, invoked=subject.invoked)
        self._groups: tuple[str, ...] | None = None
        self._members: dict[RowPlan, tuple[Group, ...]] = {}
        self._plans: dict[RulePlan, RulePlan] = {}
        self._windows: dict[tuple[RowPlan, RulePlan, Moment | None], RowWindow] = {}

    # --- groups and windows ---

    def groups(self, row: RowPlan) -> tuple[Group, ...]:
        """Return the groups of a row that the subject is in, or was in."""
        found = self._members.get(row)
        if found is None:
            found = tuple(group for group in row.groups if self._is_in(group))
            self._members[row] = found
        return found

    def all_groups(self) -> tuple[str, ...]:
        """Return the groups of the declaration that the subject is in, or was in."""
        if self._groups is None:
            self._groups = tuple(group.id for group in self.compiled.groups.values() if self._is_in(group))
        return self._groups

    def _is_in(self, group: Group) -> bool:
        return group.member(self.subject.states) or group.member(self._ever)

    def in_phase(self, row: RowPlan) -> bool:
        """Return whether the row is for the phase that the subject's relationship is in."""
        return not row.node.phases or self.subject.phase in row.node.phases

    def window(self, row: RowPlan, datum: Datum) -> RowWindow | None:
        """Return the window of a datum under a row: the latest, where the subject is in several of its groups."""
        members = self.groups(row)
        best: RowWindow | None = None
        for rule, groups in row.rules_of(datum.item, datum.place):
            plan = self.in_force(rule)
            for group in groups:
                if group not in members:
                    continue
                found = self._window(row, plan, group, datum)
                if best is None or later(found.window) > later(best.window):
                    best = found
                if not plan.by_item:
                    break  # the window is the same for every group of the rule
        return best

    def in_force(self, plan: RulePlan) -> RulePlan:
        """Return the rule without its exceptions, where none of them can apply to this subject."""
        if plan.plain is None:
            return plan
        found = self._plans.get(plan)
        if found is None:
            found = plan if may_apply(plan.rule.unless, self._anywhere) else plan.plain
            self._plans[plan] = found
        return found

    def _window(self, row: RowPlan, plan: RulePlan, group: Group, datum: Datum) -> RowWindow:
        """Return one window, the same object for all data that share it."""
        if plan.by_situation and plan.by_item:
            return self._excepted(row, plan, group, datum)
        if not datum.clocks.keys().isdisjoint(plan.clocks):
            return self._shared(row, plan, group, datum)[0]
        found = self._windows.get((row, plan, None)) or self._windows.get((row, plan, datum.collected))
        if found is None:
            found, whenever = self._shared(row, plan, group, datum)
            self._windows[row, plan, None if whenever else datum.collected] = found
        return found

    def _shared(self, row: RowPlan, plan: RulePlan, group: Group, datum: Datum) -> tuple[RowWindow, bool]:
        """Return a window that many data share, and whether it is the same whenever the datum was collected."""
        if plan.by_situation:
            return self._excepted(row, plan, group, datum), False
        year_end = self.compiled.year_end
        states = tuple(self._clock(clock, row, datum) for clock in plan.clocks)
        whenever = _window_whenever_collected(plan, states, year_end)
        found = whenever or _window_by_value(plan, datum.collected, states, year_end)
        return RowWindow(row=row, group=group, plan=plan, window=found), whenever is not None

    def _excepted(self, row: RowPlan, plan: RulePlan, group: Group, datum: Datum) -> RowWindow:
        """Return the window by a rule with exceptions that may apply."""
        clocks = {clock: state for clock in plan.clocks if (state := self._clock(clock, row, datum)) is not None}
        situation = self.situation(row, group=group.id, item=datum.item, place=datum.place)
        year_end = self.compiled.year_end
        excepted = window(plan.rule, clocks, collected=datum.collected, year_end=year_end, situation=situation)
        return RowWindow(row=row, group=group, plan=plan, window=excepted)

    def situation(self, row: RowPlan, *, group: str | None, item: str, place: str | None = None) -> Situation:
        """Return the situation of an item under a row, for exceptions."""
        return Situation(
            facts=self.facts,
            ever=self._ever,
            invoked=self.subject.invoked,
            item=item,
            group=group,
            place=place,
            processing=row.node.id,
            purposes=row.lineage,
        )

    def _clock(self, clock: str, row: RowPlan, datum: Datum) -> ClockState | None:
        state = datum.clocks.get(clock) or self.subject.clocks.get(clock)
        if state is None and clock in _CONSENT_CLOCKS:
            return self._consent_clock(clock, row)
        if state is None and clock in _OBJECTION_CLOCKS:
            return self._objection_clock(clock, row)
        return state

    def _consent_clock(self, clock: str, row: RowPlan) -> ClockState | None:
        """The clocks of the row's own consents, read from the consents that the subject has given."""
        states = [(consent, state) for consent in row.consents if (state := self.subject.consents.get(consent.id))]
        if not states:
            return None
        if clock == "consent.given":
            return ClockState(tuple(state.given for _, state in states))
        ends = [self._consent_end(consent) for consent, _ in states]
        return ClockState(tuple(end for end in ends if end is not None), running=None in ends)

    def _objection_clock(self, clock: str, row: RowPlan) -> ClockState | None:
        states = [state for node in row.objections if (state := self.subject.objections.get(node.id))]
        if not states:
            return None
        if clock == "objection.made":
            return ClockState(tuple(state.made for state in states))
        lifted = tuple(state.lifted for state in states if state.lifted is not None)
        return ClockState(lifted, running=len(lifted) < len(states))

    # --- what closes a row ---

    def closing(
        self,
        row: RowPlan,
        datum: Datum,
        plan: RulePlan | None,
        *,
        operation: Operation | None = None,
        channel: Channel | None = None,
    ) -> Closing | None:
        """Return the first thing that closes a row for a datum; None when nothing does.

        `operation` None asks whether the row still justifies keeping the datum at all.
        """
        return min(
            self.closings(row, datum, plan, operation=operation, channel=channel), key=closed_since, default=None
        )

    def closings(
        self,
        row: RowPlan,
        datum: Datum,
        plan: RulePlan | None,
        *,
        operation: Operation | None = None,
        channel: Channel | None = None,
    ) -> Iterator[Closing]:
        """Yield everything that closes a row for a datum, as `closing`."""
        if row.closable:
            yield from self._by_basis(row)
            yield from self._by_consent(row, datum.item, channel)
            yield from self._by_objection(row, operation, channel)
            yield from self._by_exception(row, datum)
        if self.subject.erasure is not None:
            yield from self._by_erasure(row, datum, plan)

    def _by_basis(self, row: RowPlan) -> Iterator[Closing]:
        basis = row.basis
        if basis.valid_until is not None:
            yield Closing(reason=Reason.BASIS_NOT_VALID, ref=basis.ref, at=end_of_day(basis.valid_until))
        if basis.valid_from is not None and self.at is not None and self.at < start_of_day(basis.valid_from):
            yield Closing(reason=Reason.BASIS_NOT_VALID, ref=basis.ref, at=None)

    def _by_consent(self, row: RowPlan, item: str, channel: Channel | None) -> Iterator[Closing]:
        """A row on consent is open while any consent for it is; others close when one that names them is withdrawn."""
        closings: list[Closing] = []
        for consent in row.consents:
            if not _concerns(consent, item, channel):
                continue
            state = self.subject.consents.get(consent.id)
            if state is None or (self.at is not None and self.at < opening(state.given)):
                continue
            until = self._consent_end(consent)
            withdrawn = state.withdrawn is not None and until == opening(state.withdrawn)
            if until is not None and (withdrawn or row.basis.basis is Basis.CONSENT):
                reason = Reason.CONSENT_WITHDRAWN if withdrawn else Reason.CONSENT_EXPIRED
                closings.append(Closing(reason=reason, ref=consent.ref, at=until, action=consent.withdrawal.then))
            elif row.basis.basis is Basis.CONSENT:
                return
        if closings and row.basis.basis is Basis.CONSENT:
            yield max(closings, key=closed_since)
        elif closings:
            yield min(closings, key=closed_since)
        elif row.basis.basis is Basis.CONSENT:
            yield Closing(reason=Reason.NO_CONSENT, ref=row.node.ref, at=None)

    def _consent_end(self, consent: Consent) -> datetime | None:
        """Return when a consent that was given ended or will end; None when it has no end."""
        state = self.subject.consents[consent.id]
        ends = [] if state.withdrawn is None else [opening(state.withdrawn)]
        if consent.valid is not None and not consent.valid.permanent:
            ends.append(end_after(state.given, consent.valid))
        return min(ends, default=None)

    def _by_objection(self, row: RowPlan, operation: Operation | None, channel: Channel | None) -> Iterator[Closing]:
        banned: set[Channel] = set()
        all_since = instant(date.min)
        for objection in row.objections:
            state = self.subject.objections.get(objection.id)
            if state is None or self._lifted(state.lifted):
                continue
            if objection.operations and not _touches(objection, operation, row):
                continue
            channels = state.channels or frozenset(objection.channels)
            banned.update(channels)
            made = opening(state.made)
            all_since = max(all_since, made)
            if not channels or _meets(channels, operation, channel):
                yield Closing(reason=Reason.OBJECTION, ref=objection.ref, at=made)
            elif _all_channels(row, operation, banned):
                yield Closing(reason=Reason.OBJECTION, ref=objection.ref, at=all_since)

    def _lifted(self, lifted: Moment | None) -> bool:
        return lifted is not None and (self.at is None or opening(lifted) <= self.at)

    def _by_exception(self, row: RowPlan, datum: Datum) -> Iterator[Closing]:
        if not row.node.unless:
            return
        for group in self.groups(row):
            situation = self.situation(row, group=group.id, item=datum.item, place=datum.place)
            for exception in applying(row.node.unless, situation):
                if row.lineage.isdisjoint(exception.leaves) and self._runs(exception, datum):
                    yield Closing(reason=Reason.EXCEPTION, ref=exception.ref, at=None)

    def _runs(self, exception: Unless, datum: Datum) -> bool:
        """Return whether an exception's own clock, if it has one, is running at the time of the question."""
        if exception.start is None or self.at is None:
            return True
        clocks: Clocks = {**self.subject.clocks, **datum.clocks}
        found = read(exception.start, clocks, collected=datum.collected, year_end=self.compiled.year_end)
        if found.status is not Struck.STRUCK or found.moment is None:
            return found.status is Struck.RUNNING
        if self.at < opening(found.moment):
            return False
        return exception.keep is None or exception.keep.permanent or self.at < end_after(found.moment, exception.keep)

    def _by_erasure(self, row: RowPlan, datum: Datum, plan: RulePlan | None) -> Iterator[Closing]:
        asked = self.subject.erasure
        lawful = row.basis.basis in BY_LAW or (plan is not None and bool(plan.rule.law))
        if asked is None or lawful:
            return
        since, collected = opening(asked), opening(datum.collected)
        if collected <= since:
            yield Closing(reason=Reason.ERASED, ref="rights", at=since)
        elif self.subject.reaches is not None and collected <= opening(self.subject.reaches):
            # By a clock that was set back it was collected later than now, and is reached all the same.
            yield Closing(
                reason=Reason.ERASED, ref="rights", at=collected if self.at is None else min(collected, self.at)
            )

    # --- holds ---

    def holds_on(self, datum: Datum, *, asked: bool = False) -> tuple[OpenHold, ...]:
        """Return the open holds that keep a datum from being erased.

        `asked`: the person has asked for the erasure before the period is over; some holds answer only that.
        """
        return tuple(
            hold
            for hold in self.holds
            if (asked or not hold.plan.node.requests_only) and hold.covers(datum.item) and self._reaches(hold, datum)
        )

    def _reaches(self, hold: OpenHold, datum: Datum) -> bool:
        reach = hold.plan.node.reach
        if reach.places and datum.place not in reach.places:
            return False
        if reach.groups and set(reach.groups).isdisjoint(self.all_groups()):
            return False
        if not (reach.purposes or reach.processing):
            return True
        return any(
            (not reach.purposes or not row.lineage.isdisjoint(reach.purposes))
            and (not reach.processing or row.node.id in reach.processing)
            for row in self.compiled.holding.get(datum.item, ())
        )


def closed_since(closing: Closing) -> datetime:
    """Return since when a row is closed, to order closings by; what was never open comes first."""
    return closing.at or instant(date.min)


def _concerns(consent: Consent, item: str, channel: Channel | None) -> bool:
    return (not consent.items or not set(consent.items).isdisjoint(ancestry(item))) and (
        not consent.channels or channel is None or channel in consent.channels
    )


def _touches(objection: Objection, operation: Operation | None, row: RowPlan) -> bool:
    """Return whether an objection to some operations concerns this one; for keeping at all: every one of the row's."""
    if operation is None:
        return set(row.node.operations) <= set(objection.operations)
    return operation in objection.operations


def _meets(channels: frozenset[Channel], operation: Operation | None, channel: Channel | None) -> bool:
    """Return whether a ban on channels concerns this use. Contact that names no channel could be by any of them."""
    if channel is not None:
        return channel in channels
    return operation is Operation.CONTACT


def _all_channels(row: RowPlan, operation: Operation | None, banned: set[Channel]) -> bool:
    """Return whether every channel that can be banned for a row now is: then nothing is left to keep the data for."""
    return operation is None and banned >= {channel for node in row.objections for channel in node.channels}
