"""The window of one datum under one retention rule: until when it may be used, and from when it might go.

`[collected, end)`, where end = rounding(selector(clocks) + period). A clock that has not struck, or is not known,
leaves the rule's fallback maximum; a minimum only says from when a review may find the datum needless, and pushes the
end itself only where the rule cites a law. Exceptions that apply replace the end; of several the latest counts, because
a datum stays while anything justifies it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from enum import StrEnum

from kortisto.declaration.civil_time import (
    Moment,
    civil_day,
    end_after,
    instant,
    last_day_before,
    round_up,
)
from kortisto.declaration.conditions import NOWHERE, Situation, applying
from kortisto.declaration.model import ClockPick, RetentionRule, Selector, Unless
from kortisto.declaration.periods import Period
from kortisto.declaration.words import Mode, Rounding

COLLECTED = "item.collected"
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class ClockState:
    """What is known of one clock: when it has struck, and whether it is still to strike.

    `running`: the owner exists and the event has not happened: a contract in force, a customership that goes on. With
    several owners (contracts, invoices) `struck` holds the dates of those that ended, and one that goes on makes it
    run. Neither: not applicable, or unknown. Raises ValueError for a datetime without a time zone.
    """

    struck: tuple[Moment, ...] = ()
    running: bool = False

    def __post_init__(self) -> None:
        for moment in self.struck:
            if isinstance(moment, datetime):
                civil_day(moment)

    @property
    def first(self) -> Moment:
        """Return the first time that the clock has struck; ValueError when it has not."""
        return self.struck[0] if len(self.struck) == 1 else min(self.struck, key=instant)

    @property
    def last(self) -> Moment:
        """Return the last time that the clock has struck; ValueError when it has not."""
        return self.struck[0] if len(self.struck) == 1 else max(self.struck, key=instant)


Clocks = Mapping[str, ClockState]


class Struck(StrEnum):
    """How far a clock, or a choice among clocks, has come."""

    STRUCK = "struck"
    RUNNING = "running"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a selector read: the trace of a window.

    `moment` is what the period is counted from, `read` the same before rounding, both None unless struck; `clock` is
    the clock that decided, or the one that keeps the choice from striking.
    """

    status: Struck
    clock: str | None = None
    moment: Moment | None = None
    read: Moment | None = None
    rounding: Rounding | None = None
    mode: Mode | None = None
    of: tuple[Reading, ...] = ()

    @property
    def struck_at(self) -> datetime | None:
        """Return the instant of the event itself, before any rounding; of several that decide alike the last.

        An event that is known to the day has surely happened at its end. None unless it has struck.
        """
        if self.read is None:
            return None
        if not self.of:
            return instant(self.read)
        decided = instant(self.read)
        parts = (one for one in self.of if one.moment is not None and instant(one.moment) == decided)
        return max((struck for one in parts if (struck := one.struck_at) is not None), default=decided)


class Ending(StrEnum):
    """What kind of end a window has."""

    DATED = "dated"
    PERMANENT = "permanent"
    OPEN = "open"  # the clock has not struck and there is no fallback, or an exception keeps it open


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """What an older version said of a datum: until when it stays, by which window (None: it had no reason to stay)."""

    version: str
    until: datetime
    window: Window | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The window of a datum under a rule; it opens when the datum is collected.

    `ends`: exclusive end, UTC; None when permanent or open. `last_day`: the last civil day that it touches. `may_end`:
    from then on a review may find that the need is over; None without a minimum, or before its clock has struck.
    `ref` is the rule or the exception that decided; `instead_of` the rule that an exception replaced; `fallback` is
    what the end was counted from when the rule's own clock, in `reading`, gave nothing. `promise`: the earlier version
    of the notice whose shorter end binds, where one does (see `promises`).
    """

    ref: str
    ending: Ending
    ends: datetime | None
    last_day: date | None
    may_end: datetime | None
    keep: Period
    reading: Reading
    fallback: Reading | None = None
    instead_of: str | None = None
    round_end: Rounding | None = None
    promise: Promise | None = None

    def is_open(self, at: datetime) -> bool:
        """Return whether the window has not closed yet at an instant."""
        return self.ends is None or at < self.ends

    @property
    def counted_from(self) -> Reading:
        """Return the reading that the end was counted from."""
        return self.fallback or self.reading


def window(
    rule: RetentionRule,
    clocks: Clocks,
    *,
    collected: Moment,
    year_end: str,
    situation: Situation = NOWHERE,
) -> Window:
    """Return the window of a datum collected at `collected`. `year_end` is the controller's year end, `MM-DD`."""
    plain = _plain(rule, clocks, collected, year_end)
    if not rule.unless:
        return plain
    replacing = [
        replaced
        for exception in applying(rule.unless, situation)
        if (
            replaced := _excepted(
                exception, rule, plain, clocks=clocks, collected=collected, year_end=year_end, situation=situation
            )
        )
        is not None
    ]
    return max(replacing, key=later) if replacing else plain


def later(one: Window) -> tuple[bool, datetime]:
    """Order windows by their end; those without one come last."""
    return one.ends is None, one.ends or _LONG_AGO


def read(selector: Selector, clocks: Clocks, *, collected: Moment, year_end: str) -> Reading:
    """Read a selector: which date it gives, or why none."""
    if isinstance(selector, ClockPick):
        return _pick(selector, clocks, collected, year_end)
    of = tuple(read(part, clocks, collected=collected, year_end=year_end) for part in selector.of)
    status, decider = _choose(selector.mode, of)
    clock = decider.clock if decider is not None else None
    if status is not Struck.STRUCK or decider is None or decider.moment is None:
        return Reading(status=status, clock=clock, mode=selector.mode, of=of)
    return Reading(
        status=status,
        clock=clock,
        moment=_rounded(decider.moment, selector.to_end_of, year_end),
        read=decider.moment,
        rounding=selector.to_end_of,
        mode=selector.mode,
        of=of,
    )


def _pick(pick: ClockPick, clocks: Clocks, collected: Moment, year_end: str) -> Reading:
    if pick.clock == COLLECTED:
        moment = collected
    else:
        state = clocks.get(pick.clock)
        if state is not None and state.running and not (pick.first and state.struck):
            return Reading(status=Struck.RUNNING, clock=pick.clock)
        if state is None or not state.struck:
            return Reading(status=Struck.UNKNOWN, clock=pick.clock)
        moment = state.first if pick.first else state.last
    return Reading(
        status=Struck.STRUCK,
        clock=pick.clock,
        moment=_rounded(moment, pick.to_end_of, year_end),
        read=moment,
        rounding=pick.to_end_of,
    )


def _choose(mode: Mode, of: tuple[Reading, ...]) -> tuple[Struck, Reading | None]:
    """Return how far a choice has come, and the part that decided it."""
    known = [part for part in of if part.status is Struck.STRUCK]
    running = next((part for part in of if part.status is Struck.RUNNING), None)
    unknown = next((part for part in of if part.status is Struck.UNKNOWN), None)
    if mode is Mode.EARLIER_OF and known:
        return Struck.STRUCK, min(known, key=_by_moment)
    if running is not None:
        return Struck.RUNNING, running
    if not known or (mode is Mode.ALL and unknown is not None):
        return Struck.UNKNOWN, unknown
    return Struck.STRUCK, max(known, key=_by_moment)


def _by_moment(reading: Reading) -> datetime:
    if reading.moment is None:
        raise ValueError("only a reading that has struck has a moment")
    return instant(reading.moment)


def _rounded(moment: Moment, rounding: Rounding | None, year_end: str) -> Moment:
    return moment if rounding is None else round_up(civil_day(moment), rounding, year_end)


def _plain(rule: RetentionRule, clocks: Clocks, collected: Moment, year_end: str) -> Window:
    """The window by the rule itself, without its exceptions."""
    reading = read(rule.start, clocks, collected=collected, year_end=year_end)
    if reading.status is Struck.STRUCK:
        return _counted(
            rule.ref,
            rule.at_most,
            reading,
            year_end=year_end,
            round_end=rule.round_end,
            at_least=rule.at_least,
            lawful=bool(rule.law),
        )
    if rule.at_most.permanent:
        return _endless(rule.ref, Ending.PERMANENT, rule.at_most, reading)
    if rule.if_unknown is not None:
        fallback = read(rule.if_unknown.start, clocks, collected=collected, year_end=year_end)
        if fallback.status is Struck.STRUCK:
            keep = rule.if_unknown.keep
            counted = _counted(rule.ref, keep, fallback, year_end=year_end, round_end=rule.round_end)
            return replace(counted, reading=reading, fallback=fallback)
    return _endless(rule.ref, Ending.OPEN, rule.at_most, reading)


def _counted(
    ref: str,
    keep: Period,
    reading: Reading,
    *,
    year_end: str,
    instead_of: str | None = None,
    round_end: Rounding | None = None,
    at_least: Period | None = None,
    lawful: bool = False,
) -> Window:
    """Count a period from a reading that has struck."""
    if reading.moment is None:
        raise ValueError("a period is counted from a clock that has struck")
    may_end = None
    if at_least is not None and not at_least.permanent:
        may_end = end_after(reading.moment, at_least, round_end=round_end, year_end=year_end)
    if keep.permanent:
        return _endless(ref, Ending.PERMANENT, keep, reading, may_end=may_end, instead_of=instead_of)
    ends = end_after(reading.moment, keep, round_end=round_end, year_end=year_end)
    if may_end is not None and may_end > ends:
        # A minimum yields to the maximum, unless a law is what demands it.
        ends, may_end = (may_end, may_end) if lawful else (ends, ends)
    return Window(
        ref=ref,
        ending=Ending.DATED,
        ends=ends,
        last_day=last_day_before(ends),
        may_end=may_end,
        keep=keep,
        reading=reading,
        instead_of=instead_of,
        round_end=round_end,
    )


def _endless(
    ref: str,
    ending: Ending,
    keep: Period,
    reading: Reading,
    *,
    may_end: datetime | None = None,
    instead_of: str | None = None,
) -> Window:
    return Window(
        ref=ref,
        ending=ending,
        ends=None,
        last_day=None,
        may_end=may_end,
        keep=keep,
        reading=reading,
        instead_of=instead_of,
    )


def _excepted(
    exception: Unless,
    rule: RetentionRule,
    plain: Window,
    *,
    clocks: Clocks,
    collected: Moment,
    year_end: str,
    situation: Situation,
) -> Window | None:
    """Return the window by an exception that applies; None where its own clock is not known, so that the rule holds.

    Without a clock and a period of its own it keeps the window open while it applies.
    """
    inner = [
        replaced
        for nested in applying(exception.unless, situation)
        if (
            replaced := _excepted(
                nested, rule, plain, clocks=clocks, collected=collected, year_end=year_end, situation=situation
            )
        )
        is not None
    ]
    if inner:
        return max(inner, key=later)
    if exception.keep is None and exception.start is None:
        return _endless(exception.ref, Ending.OPEN, rule.at_most, plain.reading, instead_of=rule.ref)
    keep = rule.at_most if exception.keep is None else exception.keep
    reading = read(exception.start or rule.start, clocks, collected=collected, year_end=year_end)
    if reading.status is Struck.UNKNOWN:
        return None
    if reading.status is Struck.RUNNING:
        return _endless(exception.ref, Ending.OPEN, keep, reading, instead_of=rule.ref)
    counted = _counted(exception.ref, keep, reading, year_end=year_end, instead_of=rule.ref, round_end=rule.round_end)
    return max(plain, counted, key=later) if exception.extends else counted
