"""Moments and periods in PostgreSQL's own calendar arithmetic, in Finnish civil days (ADR 6).

A moment is a pair of SQL expressions: the instant by which it has surely happened, and its civil day; both are null
where nothing has struck. A period gives the first civil day on which a window is over. The calendars agree: 31 January
and a month is the last of February, here and in `declaration.civil_time`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kortisto.declaration.periods import Period, Unit
from kortisto.declaration.words import Rounding

ZONE = "'Europe/Helsinki'"
NEVER = "'infinity'::date"
_FEBRUARY, _LEAP = 2, 28


@dataclass(frozen=True, slots=True)
class Point:
    """A moment: `at` the instant (for a day, its end), `day` the civil day. SQL, null unless it has struck."""

    at: str
    day: str

    def only_if(self, condition: str) -> Point:
        """Return the same, null where a condition is not true."""
        return Point(f"case when {condition} then {self.at} end", f"case when {condition} then {self.day} end")


NOTHING = Point("null::timestamptz", "null::date")


def of_day(day: str) -> Point:
    """Return the moment of an event that is known to the day."""
    return Point(end_of(day), day)


def of_instant(at: str) -> Point:
    """Return the moment of an event that is known exactly."""
    return Point(at, day_of(at))


def day_of(at: str) -> str:
    """Return the Finnish day of an instant."""
    return f"({at} at time zone {ZONE})::date"


def end_of(day: str) -> str:
    """Return the first instant after a Finnish day."""
    return f"(({day} + 1)::timestamp at time zone {ZONE})"


def latest(points: Sequence[Point]) -> Point:
    """Return the latest of those that have struck; of two at the same instant the one named first."""
    return _chosen(points, ">", "greatest")


def earliest(points: Sequence[Point]) -> Point:
    """Return the earliest of those that have struck; of two at the same instant the one named first."""
    return _chosen(points, "<", "least")


def _chosen(points: Sequence[Point], beats: str, among: str) -> Point:
    found = points[0]
    for one in points[1:]:
        day = f"case when {found.at} is null or {one.at} {beats} {found.at} then {one.day} else {found.day} end"
        found = Point(f"{among}({found.at}, {one.at})", day)
    return found


def rounded(point: Point, rounding: Rounding | None, year_end: str) -> Point:
    """Return a moment rounded up to the end of a period."""
    return point if rounding is None else of_day(round_up(point.day, rounding, year_end))


def round_up(day: str, rounding: Rounding, year_end: str) -> str:
    """Return the last day of the period that a day falls in. `year_end`: `MM-DD`."""
    if rounding is Rounding.DAY:
        return day
    if rounding is Rounding.MONTH:
        month = f"extract(month from {day})::integer"
        return f"(make_date(extract(year from {day})::integer + {month} / 12, mod({month}, 12) + 1, 1) - 1)"
    year = f"extract(year from {day})::integer"
    if rounding is Rounding.YEAR:
        return f"make_date({year}, 12, 31)"
    this, following = _closing(year, year_end), _closing(f"{year} + 1", year_end)
    if rounding is Rounding.FINANCIAL_YEAR:
        return f"case when {day} > {this} then {following} else {this} end"
    return f"make_date({year} + case when {day} > {this} then 1 else 0 end, 12, 31)"


def _closing(year: str, year_end: str) -> str:
    month, day = int(year_end[:2]), int(year_end[3:])
    if month == _FEBRUARY and day >= _LEAP:  # a year that ends with February ends on its last day
        return f"(make_date({year}, 3, 1) - 1)"
    return f"make_date({year}, {month}, {day})"


def over_on(point: Point, period: Period, round_end: Rounding | None, year_end: str) -> str:
    """Return the civil day of the first instant after a period counted from a moment; null unless that has struck."""
    if period.permanent:
        return f"case when {point.day} is not null then {NEVER} end"
    if period.civil and period.amount:
        last = _last_day(point.day, period)
    else:
        end = point.at if not period.amount else f"({point.at} + interval '{period.amount} {period.unit}')"
        if round_end is None:
            return day_of(end)
        last = day_of(f"({end} - interval '1 microsecond')")
    return f"({last if round_end is None else round_up(last, round_end, year_end)} + 1)"


def _last_day(day: str, period: Period) -> str:
    if period.unit in {Unit.MONTH, Unit.YEAR}:
        return f"({day} + interval '{period.amount} {period.unit}')::date"
    return f"({day} + {period.amount}{' * 7' if period.unit is Unit.WEEK else ''})"
