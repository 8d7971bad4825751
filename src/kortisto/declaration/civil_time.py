"""Finnish civil time: days and moments, adding a period to a date, rounding up to the end of a month or a year.

A period of days or longer runs in whole civil days of Europe/Helsinki. The day of the event is not counted, and the
period is over at the end of its last day (Regulation 1182/71, Article 3(1) and (2)), so it ends, as an exclusive
bound, at the first instant of the next day. Minutes and hours are elapsed time. An event known only to the day is
taken at the end of that day, because it may have happened at its last moment.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from kortisto.declaration.periods import Period, Unit
from kortisto.declaration.words import Rounding

HELSINKI = ZoneInfo("Europe/Helsinki")

Moment = date | datetime
"""A civil day, or an aware instant."""

FIRST_DAY = date(1, 1, 3)
LAST_DAY = date(9999, 12, 29)
"""The calendar's ends: what would lie beyond them is cut here, so that no date overflows."""

_DECEMBER = 12
_ELAPSED = {Unit.MINUTE: timedelta(minutes=1), Unit.HOUR: timedelta(hours=1)}


@lru_cache(maxsize=65_536)
def start_of_day(day: date) -> datetime:
    """Return the first instant of a civil day, in UTC."""
    day = min(max(day, FIRST_DAY), LAST_DAY)
    return datetime(day.year, day.month, day.day, tzinfo=HELSINKI).astimezone(UTC)


@lru_cache(maxsize=65_536)
def end_of_day(day: date) -> datetime:
    """Return the first instant after a civil day, in UTC."""
    return start_of_day(min(day, LAST_DAY - timedelta(days=1)) + timedelta(days=1))


def civil_day(moment: Moment) -> date:
    """Return the civil day in Finland of a moment. Raises ValueError for a datetime without a time zone."""
    if not isinstance(moment, datetime):
        return moment
    if moment.tzinfo is None:
        raise ValueError(f"{moment!r} has no time zone: a moment without one is no moment")
    return moment.astimezone(HELSINKI).date()


def instant(moment: Moment) -> datetime:
    """Return the instant, in UTC, by which what happened at `moment` has surely happened: for a day, its end."""
    if not isinstance(moment, datetime):
        return end_of_day(moment)
    if moment.tzinfo is None:
        raise ValueError(f"{moment!r} has no time zone: a moment without one is no moment")
    return moment.astimezone(UTC)


def opening(moment: Moment) -> datetime:
    """Return the first instant, in UTC, that belongs to `moment`: for a day, its start."""
    return instant(moment) if isinstance(moment, datetime) else start_of_day(moment)


def last_day_before(end: datetime) -> date:
    """Return the last civil day that a window ending (exclusively) at `end` touches."""
    return civil_day(end - timedelta(microseconds=1))


def round_up(day: date, rounding: Rounding, year_end: str) -> date:
    """Return the last day of the period that `day` falls in. `year_end` is the controller's year end, `MM-DD`."""
    if rounding is Rounding.DAY:
        return day
    if rounding is Rounding.MONTH:
        return day.replace(day=monthrange(day.year, day.month)[1])
    if rounding is Rounding.YEAR:
        return date(day.year, 12, 31)
    closing = _financial_year_end(day.year, year_end)
    if day > closing and day.year < date.max.year:
        closing = _financial_year_end(day.year + 1, year_end)
    return closing if rounding is Rounding.FINANCIAL_YEAR else date(closing.year, 12, 31)


@lru_cache(maxsize=1_024)
def _financial_year_end(year: int, year_end: str) -> date:
    month, day = int(year_end[:2]), int(year_end[3:])
    # A year that ends with February ends on its last day, leap year or not.
    february_ends = month == 2 and day >= 28  # noqa: PLR2004 - the month of leap days
    last = monthrange(year, month)[1]
    return date(year, month, last if february_ends else min(day, last))


def add_to_day(day: date, period: Period) -> date:
    """Return the last day of a civil period counted from `day`; months clip to the month's last day.

    29 February plus a year is 28 February, 31 January plus a month the last of February. Raises ValueError for a
    permanent period or one of hours or minutes.
    """
    if period.unit in (Unit.DAY, Unit.WEEK):
        days = period.amount * (7 if period.unit is Unit.WEEK else 1)
        return LAST_DAY if (LAST_DAY - day).days < days else day + timedelta(days=days)
    if period.unit in (Unit.MONTH, Unit.YEAR):
        months = period.amount * (_DECEMBER if period.unit is Unit.YEAR else 1)
        year, month = divmod(day.year * _DECEMBER + day.month - 1 + months, _DECEMBER)
        if year > LAST_DAY.year:
            return LAST_DAY
        return min(LAST_DAY, date(year, month + 1, min(day.day, monthrange(year, month + 1)[1])))
    raise ValueError(f"{period} is not counted in civil days")


def end_after(
    moment: Moment, period: Period, *, round_end: Rounding | None = None, year_end: str = "12-31"
) -> datetime:
    """Return the exclusive end, in UTC, of a period counted from `moment`, rounded up to the end of `round_end`.

    `at once` ends with the moment itself. Raises ValueError for a permanent period.
    """
    if period.unit in _ELAPSED:
        start = instant(moment)
        latest = start_of_day(LAST_DAY)
        length = _ELAPSED[period.unit] * period.amount
        end = latest if latest - start < length else start + length
    elif period.amount == 0:
        end = instant(moment)
    else:
        last_day = add_to_day(civil_day(moment), period)
        return end_of_day(last_day if round_end is None else round_up(last_day, round_end, year_end))
    return end if round_end is None else end_of_day(round_up(last_day_before(end), round_end, year_end))
