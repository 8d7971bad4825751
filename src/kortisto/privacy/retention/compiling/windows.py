"""The window of a datum under a rule as SQL: the first civil day on which it is closed. Mirrors `declaration.windows`.

Which exceptions apply is no matter of dates and was decided before; here they only change the day.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kortisto.declaration.model import ClockPick, RetentionRule, Selector, Unless
from kortisto.declaration.periods import Period
from kortisto.declaration.windows import COLLECTED
from kortisto.declaration.words import Mode
from kortisto.privacy.retention.compiling.dates import (
    NEVER,
    NOTHING,
    Point,
    earliest,
    latest,
    over_on,
    rounded,
)

FALSE = "false"


@dataclass(frozen=True, slots=True)
class ClockColumns:
    """Where a clock stands: when it struck first and last, and whether it runs. SQL; `running` is never null.

    `settled`: `last` is null already while the clock runs.
    """

    first: Point
    last: Point
    running: str = FALSE
    settled: bool = False


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the dates of a datum stand: when it was collected, and its clocks; None: a clock that nothing holds.

    `bound_from`: the place, among the versions before the one in force, of the first that binds it (SQL), worked out
    from `version`, the one that it was collected under. `once`: returns what stands for an expression that need not be
    worked out for each datum.
    """

    born: Point
    clock: Callable[[str], ClockColumns | None]
    year_end: str
    bound_from: str = "0"
    version: str = "''"
    once: Callable[[str], str] = str


@dataclass(frozen=True, slots=True)
class Applying:
    """An exception that applies, with those that apply inside it."""

    exception: Unless
    inner: tuple[Applying, ...] = ()


@dataclass(frozen=True, slots=True)
class _Reading:
    """`point` is null unless the selector has struck; `running`: an event is known that is still to come."""

    point: Point
    running: str = FALSE


def closed_on(rule: RetentionRule, exceptions: Sequence[Applying], columns: Columns) -> str:
    """Return the first day on which the window is closed; `infinity` where no end is known. Never null."""
    plain = _plain(rule, columns)
    if not exceptions:
        return plain
    replaced = [_excepted(one, rule, plain, columns) for one in exceptions]
    return f"coalesce({_greatest(replaced)}, {plain})"


def asked_on(rule: RetentionRule, exceptions: Sequence[Applying], columns: Columns) -> str:
    """Return a day on which a review may be asked for, null where the rule has none: never later than the first such.

    It says on whom to look; whether one is asked for then the exact form says.
    """
    if rule.review is None:
        return "null::date"
    rhythm = over_on(columns.born, rule.review.every, None, columns.year_end)
    if rule.at_least is None or rule.at_least.permanent:
        return rhythm
    point = _read(rule.start, columns).point
    least = over_on(point, rule.at_least, rule.round_end, columns.year_end)
    if not rule.law:
        # A minimum yields to the maximum, unless a law is what demands it.
        least = f"least({least}, {over_on(point, rule.at_most, rule.round_end, columns.year_end)})"
    least = f"coalesce({least}, {rhythm})"
    return f"least({least}, {rhythm})" if exceptions else least


def closed_by(
    rule: RetentionRule, exceptions: Sequence[Applying], columns: Columns, free: Callable[[str], bool]
) -> str:
    """Return a day on which the window is closed at the latest, worked out only from what is `free`: SQL that may be
    asked of a subject without any of its rows.
    """
    whole = closed_on(rule, exceptions, columns)
    if free(whole):
        return whole
    if exceptions or rule.at_most.permanent:
        return NEVER
    ends = _ends(rule, columns)
    return f"coalesce({ends[0]}, {NEVER})" if free(ends[0]) else NEVER


def _plain(rule: RetentionRule, columns: Columns) -> str:
    if rule.at_most.permanent:
        return NEVER
    return f"coalesce({', '.join(map(columns.once, _ends(rule, columns)))}, {NEVER})"


def _ends(rule: RetentionRule, columns: Columns) -> list[str]:
    """Return the days of which the first that is known counts: of the rule's clock, and of its fallback."""
    reading = _read(rule.start, columns)
    ends = [over_on(reading.point, rule.at_most, rule.round_end, columns.year_end)]
    if rule.law and rule.at_least is not None and not rule.at_least.permanent:
        least = over_on(reading.point, rule.at_least, rule.round_end, columns.year_end)
        ends = [f"greatest({ends[0]}, {least})"]
    if rule.if_unknown is not None:
        fallback = _read(rule.if_unknown.start, columns)
        ends.append(over_on(fallback.point, rule.if_unknown.keep, rule.round_end, columns.year_end))
    return ends


def _excepted(applying: Applying, rule: RetentionRule, plain: str, columns: Columns) -> str:
    """Return the day by an exception; null where its own clock is not known."""
    own = _own(applying.exception, rule, plain, columns)
    if not applying.inner:
        return own
    return f"coalesce({_greatest([_excepted(one, rule, plain, columns) for one in applying.inner])}, {own})"


def _own(exception: Unless, rule: RetentionRule, plain: str, columns: Columns) -> str:
    if exception.keep is None and exception.start is None:
        return NEVER
    keep: Period = rule.at_most if exception.keep is None else exception.keep
    reading = _read(exception.start or rule.start, columns)
    counted = over_on(reading.point, keep, rule.round_end, columns.year_end)
    if exception.extends:
        counted = f"case when {reading.point.day} is not null then greatest({plain}, {counted}) end"
    return counted if reading.running == FALSE else f"case when {reading.running} then {NEVER} else {counted} end"


def _read(selector: Selector, columns: Columns) -> _Reading:
    if isinstance(selector, ClockPick):
        found = _pick(selector, columns)
    else:
        found = _choose(selector.mode, [_read(part, columns) for part in selector.of])
    return _Reading(rounded(found.point, selector.to_end_of, columns.year_end), found.running)


def _pick(pick: ClockPick, columns: Columns) -> _Reading:
    if pick.clock == COLLECTED:
        return _Reading(columns.born)
    clock = columns.clock(pick.clock)
    if clock is None:
        return _Reading(NOTHING)
    if pick.first:
        return _Reading(clock.first, _and(clock.running, f"{clock.first.day} is null"))
    return _Reading(clock.last if clock.settled else _unless(clock.running, clock.last), clock.running)


def _choose(mode: Mode, of: Sequence[_Reading]) -> _Reading:
    running = _or([part.running for part in of])
    points = [part.point for part in of]
    if mode is Mode.EARLIER_OF:
        point = earliest(points)
        return _Reading(point, _and(running, f"{point.day} is null"))
    point = latest(points)
    if mode is Mode.ALL:
        point = point.only_if(" and ".join(f"{one.day} is not null" for one in points))
    return _Reading(_unless(running, point), running)


def _unless(condition: str, point: Point) -> Point:
    return point if condition == FALSE else point.only_if(f"not {condition}")


def _and(condition: str, other: str) -> str:
    return FALSE if condition == FALSE else f"({condition} and {other})"


def _or(conditions: Sequence[str]) -> str:
    found = [one for one in dict.fromkeys(conditions) if one != FALSE]
    return f"({' or '.join(found)})" if found else FALSE


def _greatest(expressions: Sequence[str]) -> str:
    return expressions[0] if len(expressions) == 1 else f"greatest({', '.join(expressions)})"
