"""When a sweep has to look at a subject again, worked out by the exact form from all that is known of it now.

A subject at whom a sweep could do nothing is left alone until something of it changes (a mark, see `marks`), until the
declaration changes, or until a day comes on which the answer can be another. Those days are: the ends of all windows
that are still open, and, where more than windows decides, every date that the subject's circumstances name, with the
periods counted from them. One day too many costs a look; none may be missing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import lru_cache

from kortisto import __version__
from kortisto.declaration.circumstances import Circumstances
from kortisto.declaration.civil_time import (
    Moment,
    civil_day,
    end_after,
    instant,
    last_day_before,
    opening,
    start_of_day,
)
from kortisto.declaration.compiled import Compiled
from kortisto.declaration.endings import Due, Endings
from kortisto.declaration.holdings import Facts
from kortisto.declaration.model import Selector, Unless
from kortisto.declaration.periods import Period
from kortisto.declaration.standing import Standing
from kortisto.declaration.subjects import SubjectState
from kortisto.declaration.windows import read
from kortisto.privacy.retention.planning import Plan, plan_of
from kortisto.privacy.retention.walking import Known
from kortisto.register.access import current


@dataclass(frozen=True, slots=True)
class Entry:
    """What the agenda says of one subject.

    `next_on`: the first day on which a sweep may find something to do; None: no such day is known. `special`:
    circumstances decide that stand beside clocks and states. `held_back`: how many data are due and stay, by reason.
    `review_on`: the first day on which other reviews may be asked for than now; `reviews`: those that wait now.
    """

    next_on: date | None
    states: tuple[str, ...]
    earlier: tuple[str, ...]
    phase: str
    special: bool
    held_back: Mapping[str, int] = field(default_factory=dict)
    review_on: date | None = None
    reviews: tuple[Waiting, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class Waiting:
    """A review that a subject waits for. `rule`: its id; `since`: from which day on; `last_day`: until when it stays
    at the latest; None: no end is known. `items`: of the data.
    """

    rule: str
    since: date
    last_day: date | None
    items: tuple[str, ...]


_FORM = 2
"""Of an entry: 2 says when reviews are asked for."""


@lru_cache(maxsize=8)
def fingerprint(compiled: Compiled) -> str:
    """Return by what it is known whether an entry was worked out by this declaration and this version of the rules."""
    versions = [one.declaration for one in (*compiled.before, compiled)]
    return hashlib.sha256(f"{__version__} {_FORM} {versions!r}".encode()).hexdigest()[:32]


def entry_of(known: Known, at: datetime) -> Entry:
    """Return when a sweep has to look at a subject again, as things stand at `at`."""
    state, compiled = known.state, current.compiled()
    standing = Standing(compiled, state, at)
    endings = Endings(standing)
    dues = [endings.of(datum) for datum in state.data]
    plan = plan_of(known, at, dues=dues)
    entry = entry_on(state, state, _next_day(standing, dues, plan, at), _held_back(plan))
    return replace(entry, review_on=_next_review(dues, at), reviews=waiting_of(dues, at))


def waiting_of(dues: Sequence[Due], at: datetime) -> tuple[Waiting, ...]:
    """Return the reviews that data of a subject wait for at a moment, one for each rule, the longest first."""
    rules = {rule.ref: rule.id for rule in current.compiled().declaration.retention.values()}
    found: dict[str, Waiting] = {}
    for one in dues:
        for review in one.reviews:
            if not review.is_due(at) or review.rule not in rules:
                continue
            rule, since = rules[review.rule], civil_day(review.first)
            last = last_day_before(review.until) if review.until is not None else None
            before = found.get(rule, Waiting(rule, since, last, ()))
            ends = [day for day in (before.last_day, last) if day is not None]
            items = tuple(sorted({*before.items, one.item}))
            found[rule] = Waiting(rule, min(before.since, since), min(ends, default=None), items)
    return tuple(sorted(found.values(), key=lambda one: (one.since, one.rule)))


def asks_for_reviews(compiled: Compiled) -> bool:
    """Return whether any rule has somebody confirm first that the need is over."""
    return any(rule.review is not None for rule in compiled.declaration.retention.values())


def entry_on(
    facts: Facts | SubjectState, told: Circumstances | SubjectState, day: date | None, held_back: Mapping[str, int]
) -> Entry:
    """Return the entry of a subject for a day."""
    return Entry(
        next_on=day,
        states=tuple(sorted(facts.states)),
        earlier=tuple(sorted(facts.earlier)),
        phase=facts.phase or "",
        special=is_special(told),
        held_back=held_back,
    )


HOLD = "hold "
"""Before the ref of a hold, where the agenda says how many data that hold keeps."""


def _held_back(plan: Plan) -> dict[str, int]:
    by_hold = {f"{HOLD}{ref}": number for ref, number in plan.holds.items()}
    return {str(reason): number for reason, number in sorted((plan.held_back | by_hold).items()) if number}


def is_special(state: Circumstances | SubjectState) -> bool:
    """Return whether more than clocks and states decides about a subject."""
    return bool(
        state.consents
        or state.objections
        or state.holds
        or state.restricted is not None
        or state.erasure is not None
        or state.confirmed
        or state.invoked
    )


def _next_day(standing: Standing, dues: Sequence[Due], plan: Plan, at: datetime) -> date | None:
    if plan.going:
        return min(civil_day(one.at or at) for one in plan.going)
    compiled, state = standing.compiled, standing.subject
    moments = [one.at for one in dues if one.at is not None]
    moments += bases_begin(compiled)
    # A hold that a state has opened keeps what is due; while nothing is, it decides nothing.
    if is_special(state) or (standing.holds and any(one.is_due(at) for one in dues)):
        moments += [bound for one in _circumstances(compiled, state) for bound in (opening(one), instant(one))]
        moments += _maxima_of_holds(dues)
    moments += _exceptions(compiled, state)
    return min((civil_day(moment) for moment in moments if moment > at), default=None)


def _next_review(dues: Sequence[Due], at: datetime) -> date | None:
    moments = (moment for one in dues for review in one.reviews for moment in (review.first, review.until))
    return min((civil_day(moment) for moment in moments if moment is not None and moment > at), default=None)


@lru_cache(maxsize=8)
def bases_begin(compiled: Compiled) -> list[datetime]:
    """Return when legal bases begin to hold: a row on one justifies nothing before."""
    rows = (row for one in (*compiled.before, compiled) for row in one.rows.values())
    return [start_of_day(day) for row in rows if (day := row.basis.valid_from) is not None]


def _circumstances(compiled: Compiled, state: SubjectState) -> Iterator[Moment]:
    """Yield every moment that is named, and the ends of the periods that are counted from one."""
    for hold in state.holds:
        yield hold.opened
        if hold.ended is not None:
            yield hold.ended
        plan = compiled.holds.get(hold.hold)
        yield from _end(hold.opened, plan.node.at_most if plan is not None else None)
    for name, consent in state.consents.items():
        yield consent.given
        if consent.withdrawn is not None:
            yield consent.withdrawn
        node = compiled.declaration.consents.get(name)
        yield from _end(consent.given, node.valid if node is not None else None)
    for objection in state.objections.values():
        yield objection.made
        if objection.lifted is not None:
            yield objection.lifted
    yield from (one for one in (state.restricted, state.erasure) if one is not None)
    yield from state.confirmed.values()
    for clock in state.clocks.values():  # one that strikes may end a hold
        yield from clock.struck


def _maxima_of_holds(dues: Sequence[Due]) -> Iterator[datetime]:
    """Yield when holds that a state has opened let go of what is due: their maximum counts from the end of the data."""
    for one in dues:
        for hold in one.blocked_by:
            if one.at is not None:
                yield from _end(one.at, hold.plan.node.at_most)


def _exceptions(compiled: Compiled, state: SubjectState) -> Iterator[datetime]:
    """Yield when exceptions with a clock of their own begin and cease to close a row."""
    for start, keep in _timed_exceptions(compiled):
        for datum in state.data:
            clocks = {**state.clocks, **datum.clocks}
            found = read(start, clocks, collected=datum.collected, year_end=compiled.year_end)
            if found.moment is not None:
                yield opening(found.moment)
                yield from _end(found.moment, keep)


@lru_cache(maxsize=8)
def _timed_exceptions(compiled: Compiled) -> tuple[tuple[Selector, Period | None], ...]:
    def flat(exceptions: Sequence[Unless]) -> Iterator[Unless]:
        for one in exceptions:
            yield one
            yield from flat(one.unless)

    rows = (row for one in (*compiled.before, compiled) for row in one.rows.values())
    every = (one for row in rows for one in flat(row.node.unless))
    return tuple((one.start, one.keep) for one in every if one.start is not None)


def _end(moment: Moment, period: Period | None) -> Iterator[datetime]:
    if period is not None and not period.permanent:
        yield end_after(moment, period)
