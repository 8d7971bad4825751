"""What happens to each datum when nothing justifies it any longer: which action, when, by which rule, what blocks it.

A datum stays while any window is open, for whatever purpose, and while any hold stands. When the last window closes,
the strictest action of the rules that held for it falls due. Rows that are closed (consent withdrawn, objection,
another phase) justify nothing, except where the rule itself counts from that very end.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum

from kortisto.declaration.civil_time import FIRST_DAY, Moment, civil_day, end_after, opening, start_of_day
from kortisto.declaration.closest_rules import RulePlan
from kortisto.declaration.compiled import Compiled, RowPlan
from kortisto.declaration.explanations import Explanation, Value, clock_name, explain_window
from kortisto.declaration.model import Action
from kortisto.declaration.open_holds import OpenHold
from kortisto.declaration.periods import Period
from kortisto.declaration.promises import Promises
from kortisto.declaration.standing import Closing, Reason, RowWindow, Standing, closed_since
from kortisto.declaration.subjects import Datum, SubjectState
from kortisto.declaration.windows import Window
from kortisto.declaration.words import ActionKind

STRICTEST_FIRST = (
    ActionKind.DELETE,
    ActionKind.RETURN,
    ActionKind.ANONYMISE,
    ActionKind.AGGREGATE,
    ActionKind.PSEUDONYMISE,
    ActionKind.ARCHIVE,
    ActionKind.RESTRICT,
)
_RANK = {kind: place for place, kind in enumerate(STRICTEST_FIRST)}
_FOREVER = datetime.max.replace(tzinfo=UTC)

_COUNTED_FROM_THE_END_OF_CONSENT = {
    Reason.CONSENT_WITHDRAWN: "consent.ended",
    Reason.CONSENT_EXPIRED: "consent.ended",
    Reason.OBJECTION: "objection.made",
}


class DueKind(StrEnum):
    """What is known of when an action falls due."""

    DATED = "dated"
    PERMANENT = "permanent"
    OPEN = "open"  # a clock has not struck, and the rule has no fallback
    UNJUSTIFIED = "unjustified"  # no row of the declaration justifies the datum: due since it was collected


@dataclass(frozen=True, slots=True, kw_only=True)
class Justification:
    """One row that justifies keeping a datum: until when, by which rule, and what may have cut it short.

    `until` None: no end is known, or permanent. `confirmed`: a review found that the need is over. `begun`: under a
    rule with a review, the event that the window counts from; None: none is known.
    """

    row: str
    purpose: str
    basis: str
    plan: RulePlan
    window: Window
    until: datetime | None
    closing: Closing | None = None
    confirmed: bool = False
    begun: datetime | None = None

    @property
    def action(self) -> Action:
        """Return what follows when this row ends."""
        return (self.closing.action if self.closing is not None else None) or self.plan.rule.then


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewDue:
    """A review that a role must make: `first` at that time, and `every` so often until the end.

    `first` is never before the event that the window counts from: who finds the need over then is heard.
    """

    rule: str
    by: tuple[str, ...]
    first: datetime
    every: Period
    until: datetime | None

    def is_due(self, at: datetime) -> bool:
        """Return whether a review is called for at the time."""
        return self.first <= at and (self.until is None or at < self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """What falls due for one datum.

    `at`: when, None when permanent or open; `rule`: the node that decided when; `action_rule`: the one that decided
    what. `blocked_by`: holds that keep the action from being carried out (never a restriction). `undo`: for how long
    the action can be taken back. `kept`: by rule, on which day it is asked about again.
    """

    datum: Datum
    kind: DueKind
    at: datetime | None
    action: Action
    rule: str
    action_rule: str
    justifications: tuple[Justification, ...]
    blocked_by: tuple[OpenHold, ...] = ()
    undo: Period | None = None
    kept: Mapping[str, Moment] = field(default_factory=dict)
    compiled: Compiled = field(compare=False, repr=False)

    @property
    def item(self) -> str:
        """Return the item."""
        return self.datum.item

    def is_due(self, at: datetime) -> bool:
        """Return whether the last window has closed at the time."""
        return self.at is not None and self.at <= at

    def can_be_done(self, at: datetime) -> bool:
        """Return whether the action may be carried out at the time: due, and not blocked."""
        return self.is_due(at) and not self.blocked_by

    def next_step(self, at: datetime) -> tuple[date | None, Explanation]:
        """Return what happens to the datum next, seen from a moment, and on which civil day; None: none is known."""
        action = {"action": f"action.{self.action.kind.value}"}
        if self.is_due(at):
            return None, Explanation("next.hold" if self.blocked_by else "next.sweep", action, (self.action_rule,))
        first = min((one for one in self.reviews if one.first > at), key=lambda one: one.first, default=None)
        if first is not None and (self.at is None or first.first < self.at):
            day = civil_day(first.first)
            return day, Explanation("next.review", {"day": day}, (first.rule,))
        if self.at is None:
            return None, Explanation(f"next.{self.kind.value}", {}, (self.rule,))
        day = civil_day(self.at)
        return day, Explanation("next.action", {**action, "day": day}, (self.action_rule,))

    @property
    def reviews(self) -> tuple[ReviewDue, ...]:
        """Return the reviews that come before the end."""
        return tuple(_reviews(self.datum, self.justifications, self.kept))

    @property
    def explanation(self) -> Explanation:
        """Return why the datum is still here, until when, and what happens then."""
        return self.explained({})

    def explained(self, shared: dict[int, Explanation]) -> Explanation:
        """Return `explanation`. `shared`: the steps on rows that other data of the subject stand on too, by the id of
        the justification; filled here, and good for as long as what was asked about the subject is kept.
        """
        children = []
        for one in self.justifications:
            step = shared.get(id(one))
            if step is None:
                step = shared[id(one)] = self._stay(one)
            children.append(step)
        children += [_explain_hold(hold) for hold in self.blocked_by]
        children += [Explanation("review", {"first": review.first}, (review.rule,)) for review in self.reviews]
        parameters: dict[str, Value] = {
            "item": self.compiled.name(self.datum.item),
            "action": f"action.{self.action.kind.value}",
        }
        if self.at is not None:
            parameters["end"] = self.at
        return Explanation(f"due.{self.kind.value}", parameters, (self.rule, self.action_rule), tuple(children))

    def _stay(self, one: Justification) -> Explanation:
        return Explanation(
            f"stays.{'open' if one.until is None else 'until' if one.closing is None else 'cut'}",
            {"purpose": self._purpose_name(one.purpose), **({"end": one.until} if one.until is not None else {})},
            (one.row, one.basis) if one.closing is None else (one.row, one.closing.ref),
            tuple(_explain(one.window)),
        )

    def _purpose_name(self, purpose: str) -> Value:
        node = self.compiled.declaration.purposes.get(purpose)
        return node.name if node is not None else purpose


def due(compiled: Compiled, *, subject: SubjectState, at: datetime | None = None) -> tuple[Due, ...]:
    """Return what falls due for each datum of the subject, as far as is known.

    With `at`, only what has fallen due by then, blocked or not; what stands at that time decides.
    """
    endings = Endings(Standing(compiled, subject, at))
    found = tuple(endings.of(datum) for datum in subject.data)
    return found if at is None else tuple(one for one in found if one.is_due(at))


def _explain_hold(hold: OpenHold) -> Explanation:
    """Explain a hold: since when it stands, and what it waits for."""
    node, children = hold.plan.node, []
    if hold.opened is not None:
        children.append(Explanation("blocked.since", {"opened": civil_day(hold.opened)}))
    if node.ends:
        children.append(Explanation("blocked.until", {"clocks": tuple(clock_name(clock) for clock in node.ends)}))
    elif hold.opened is None:
        children.append(Explanation("blocked.by_state"))
    else:
        children.append(Explanation("blocked.by_hand"))
    if node.at_most is not None and not node.at_most.permanent:
        children.append(Explanation("blocked.at_most", {"most": node.at_most}))
    return Explanation("blocked", {"hold": node.name}, (node.ref,), tuple(children))


def _explain(window: Window) -> Iterator[Explanation]:
    """Explain a window, and what an earlier version said where that ends it."""
    promise = window.promise
    if promise is None or promise.window is not None:
        yield explain_window(window)
    if promise is not None:
        code = "promised" if promise.window is not None else "promised.nothing"
        yield Explanation(code, {"version": promise.version, "end": promise.until})


class Endings:
    """What falls due for each datum of one subject."""

    def __init__(self, standing: Standing) -> None:
        self._standing = standing
        self._shared: dict[RowWindow, Justification | None] = {}
        self._promises = Promises(standing, lambda earlier: Endings(earlier).justifications)

    def of(self, datum: Datum) -> Due:
        """Return what falls due for a datum."""
        standing = self._standing
        justifications = self.justifications(datum)
        if not justifications:
            return _unjustified(standing, datum)
        last = max(justifications, key=_until)
        strictest = min(justifications, key=_strictness)
        if last.until is not None:
            kind = DueKind.DATED
        else:
            kind = DueKind.PERMANENT if last.window.keep.permanent else DueKind.OPEN
        asked = _asked(standing, justifications)
        return Due(
            datum=datum,
            kind=kind,
            at=last.until,
            action=strictest.action,
            rule=_decider(last),
            action_rule=strictest.plan.rule.ref,
            justifications=justifications,
            blocked_by=_blocking(standing, datum, strictest.action, since=last.until, asked=asked),
            undo=strictest.plan.rule.undo,
            kept=standing.subject.kept,
            compiled=standing.compiled,
        )

    def justifications(self, datum: Datum) -> tuple[Justification, ...]:
        """Return the rows that justify, or justified until they were closed, that the register keeps the datum."""
        found: list[Justification] = []
        for row in self._standing.compiled.holding.get(datum.item, ()):
            if row.node.phases and not self._standing.in_phase(row):
                continue
            if datum.collected_for is not None and self._never_for(row, datum.collected_for):
                continue
            window = self.window(row, datum)
            if window is None:
                continue
            justification = self._justification(datum, window)
            if justification is not None:
                found.append(justification)
        return tuple(found)

    def window(self, row: RowPlan, datum: Datum) -> RowWindow | None:
        """Return the window of a datum under a row, which lasts no longer than was said when it was collected."""
        found = self._standing.window(row, datum)
        return self._promises.kept(found, datum) if found is not None and self._standing.compiled.before else found

    def _never_for(self, row: RowPlan, collected_for: str) -> bool:
        """Return whether a row may never use what was collected for a purpose: then it is no reason to keep it."""
        return self._standing.compiled.never_together(row.node.purpose, collected_for)

    def _justification(self, datum: Datum, found: RowWindow) -> Justification | None:
        """Return the justification by a row, worked out once for all data that share it."""
        subject = self._standing.subject
        if found.row.closable_by_item or subject.erasure is not None or subject.confirmed:
            return self._worked_out(datum, found)
        if found not in self._shared:
            self._shared[found] = self._worked_out(datum, found)
        return self._shared[found]

    def _worked_out(self, datum: Datum, found: RowWindow) -> Justification | None:
        standing, row, window, rule = self._standing, found.row, found.window, found.plan.rule
        closing = None
        if row.closable or standing.subject.erasure is not None:
            # What the rule counts from closes nothing: the rule says how long after that very end.
            closings = (
                one
                for one in standing.closings(row, datum, found.plan)
                if _COUNTED_FROM_THE_END_OF_CONSENT.get(one.reason) not in found.plan.counts_from
            )
            closing = min(closings, key=closed_since, default=None)
        until = window.ends
        if closing is not None:
            if closing.at is None:
                return None
            elif until is None or closing.at < until:
                until = closing.at
            else:
                closing = None
        begun = self._begun(datum, found) if rule.review is not None else None
        over = self._confirmed(datum, found, begun)
        ended_by_review = over is not None and (until is None or over < until)
        return Justification(
            row=row.ref,
            purpose=row.node.purpose,
            basis=row.basis.ref,
            plan=found.plan,
            window=window,
            until=over if ended_by_review else until,
            closing=None if ended_by_review else closing,
            confirmed=ended_by_review,
            begun=begun,
        )

    def _confirmed(self, datum: Datum, found: RowWindow, begun: datetime | None) -> datetime | None:
        """Return from when a review that found the need to be over lets the datum go: never before the minimum.

        A finding that is older than the event that the window counts from says nothing of what has come since.
        """
        rule, may_end = found.plan.rule, found.window.may_end
        confirmed = self._standing.subject.confirmed.get(rule.id)
        if confirmed is None or rule.review is None or (begun is not None and opening(confirmed) < begun):
            return None
        if rule.at_least is not None and may_end is None:
            return None  # a minimum whose clock has not struck is not over
        return max(opening(confirmed), may_end or opening(datum.collected))

    def _begun(self, datum: Datum, found: RowWindow) -> datetime | None:
        """Return the instant of the event that a window counts from, by the version in force; None: none is known."""
        if found.window.promise is not None:
            found = self._standing.window(found.row, datum) or found
        return found.window.counted_from.struck_at


def _until(one: Justification) -> datetime:
    return one.until or _FOREVER


def _strictness(one: Justification) -> tuple[int, datetime]:
    return _RANK[one.action.kind], _until(one)


def _decider(one: Justification) -> str:
    return one.window.ref if one.closing is None else one.closing.ref


def _asked(standing: Standing, justifications: tuple[Justification, ...]) -> bool:
    """Return whether the person asked for the erasure before the period would have been over."""
    at = standing.at
    return any(
        one.closing is not None and one.closing.reason is Reason.ERASED and (at is None or one.window.is_open(at))
        for one in justifications
    )


def _blocking(
    standing: Standing, datum: Datum, action: Action, *, since: datetime | None, asked: bool = False
) -> tuple[OpenHold, ...]:
    if not standing.holds or action.kind is ActionKind.RESTRICT:
        return ()
    return tuple(hold for hold in standing.holds_on(datum, asked=asked) if not _spent(hold, since, standing.at))


def _spent(hold: OpenHold, since: datetime | None, at: datetime | None) -> bool:
    """Return whether the maximum of a hold that a state opened is over.

    Nobody knows since when the state has been true, but what matters of the hold began when the datum fell due.
    """
    most = hold.plan.node.at_most
    if hold.opened is not None or most is None or most.permanent or since is None or at is None:
        return False
    return end_after(since, most) <= at


def _reviews(
    datum: Datum, justifications: tuple[Justification, ...], kept: Mapping[str, Moment]
) -> Iterator[ReviewDue]:
    seen: set[tuple[str, datetime]] = set()
    for one in justifications:
        review = one.plan.rule.review
        if review is None or one.confirmed:
            continue
        rule = one.plan.rule
        first = one.window.may_end or end_after(datum.collected, review.every)
        first = max(first, one.begun or first)
        if rule.id in kept:
            first = max(first, opening(kept[rule.id]))
        if (one.until is None or first < one.until) and (one.plan.rule.ref, first) not in seen:
            seen.add((one.plan.rule.ref, first))
            yield ReviewDue(rule=one.plan.rule.ref, by=review.by, first=first, every=review.every, until=one.until)


def _unjustified(standing: Standing, datum: Datum) -> Due:
    """A datum that nothing justifies is due at once, by the strictest of the rules that could have held for it."""
    rules = [
        plan.rule
        for row in standing.compiled.holding.get(datum.item, ())
        for (item, _, _), plan in row.rules.items()
        if item == datum.item
    ]
    strictest = min(rules, key=lambda rule: _RANK[rule.then.kind], default=None)
    action = strictest.then if strictest is not None else Action(kind=ActionKind.DELETE)
    ref = strictest.ref if strictest is not None else ""
    return Due(
        datum=datum,
        kind=DueKind.UNJUSTIFIED,
        at=max(opening(datum.collected), start_of_day(FIRST_DAY)),
        action=action,
        rule=ref,
        action_rule=ref,
        justifications=(),
        blocked_by=_blocking(standing, datum, action, since=None),
        undo=strictest.undo if strictest is not None else None,
        compiled=standing.compiled,
    )
