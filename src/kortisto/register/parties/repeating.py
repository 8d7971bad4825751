"""What comes again: on which day, and at which time of the clock on the wall."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

from kortisto.declaration.civil_time import HELSINKI, add_to_day
from kortisto.declaration.periods import Period, Unit
from kortisto.register.parties.enums import Repeat

_STEPS: Mapping[Repeat, tuple[int, Unit]] = {
    Repeat.DAILY: (1, Unit.DAY),
    Repeat.WEEKLY: (1, Unit.WEEK),
    Repeat.FORTNIGHTLY: (2, Unit.WEEK),
    Repeat.MONTHLY: (1, Unit.MONTH),
    Repeat.QUARTERLY: (3, Unit.MONTH),
    Repeat.YEARLY: (1, Unit.YEAR),
}
_DAYS = {Unit.DAY: 1, Unit.WEEK: 7, Unit.MONTH: 31, Unit.YEAR: 366}
_SHORTEST_MONTH = 28


def next_day(repeats: Repeat, *, first: date, after: date) -> date:
    """Return the first day of a series, that began on `first`, after a day.

    Counted from the first day, not from the last: of the 31st, February has the 28th and March the 31st again.
    """
    amount, unit = _STEPS[repeats]
    times = max(1, (after - first).days // (amount * _DAYS[unit]))  # never too many: the longest month and year count
    while (found := add_to_day(first, Period(times * amount, unit))) <= after:
        times += 1
    return found


def same_time(moment: datetime, *, days: int) -> datetime:
    """Return an instant so many Finnish days later, at the same time of the clock on the wall."""
    local = moment.astimezone(HELSINKI)
    return datetime.combine(local.date() + timedelta(days=days), local.time(), HELSINKI).astimezone(UTC)


def rule(repeats: Repeat, *, first: date) -> dict[str, object]:
    """Return the rule of a series for a calendar (RFC 5545, 3.3.10).

    By itself MONTHLY leaves out the months that lack the day; here their last day stands in, as in `next_day`.
    """
    amount, unit = _STEPS[repeats]
    frequency = {Unit.DAY: "DAILY", Unit.WEEK: "WEEKLY", Unit.MONTH: "MONTHLY", Unit.YEAR: "YEARLY"}[unit]
    found: dict[str, object] = {"FREQ": frequency, "INTERVAL": amount}
    leap_day = unit is Unit.YEAR and (first.month, first.day) == (2, 29)
    if leap_day or (unit is Unit.MONTH and first.day > _SHORTEST_MONTH):
        found |= {"BYMONTHDAY": list(range(_SHORTEST_MONTH, first.day + 1)), "BYSETPOS": -1}
    if leap_day:
        found["BYMONTH"] = 2
    return found
