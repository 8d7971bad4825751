"""Periods as a declaration states them: a whole number of one unit, or for ever.

A period is a value, not code: it is written as `10 years` in a file under `notices/`, and the only arithmetic on it
is in `windows`. Units of a day and longer are counted in Finnish civil days; hours and minutes in elapsed time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class Unit(StrEnum):
    """The unit of a period, shortest first."""

    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


# Upper ends of what one unit may last, in minutes: only for ordering periods of unlike units, never for dates.
_LONGEST_MINUTES = {
    Unit.MINUTE: 1,
    Unit.HOUR: 60,
    Unit.DAY: 1_440,
    Unit.WEEK: 10_080,
    Unit.MONTH: 44_640,
    Unit.YEAR: 527_040,
}
_SHORTEST_MINUTES = {**_LONGEST_MINUTES, Unit.MONTH: 40_320, Unit.YEAR: 525_600}

MOST = 999
"""The largest amount of a unit that a declaration may state; more is a slip of the finger."""

_WRITTEN = re.compile(r"(?P<amount>[0-9]{1,3}) (?P<unit>minute|hour|day|week|month|year)s?")


@dataclass(frozen=True, slots=True)
class Period:
    """An amount of one unit. `unit is None` means permanent, and the amount is then 0."""

    amount: int
    unit: Unit | None

    @property
    def permanent(self) -> bool:
        """True when the period has no end."""
        return self.unit is None

    @property
    def civil(self) -> bool:
        """True when the period is counted in civil days rather than in elapsed time."""
        return self.unit not in {Unit.MINUTE, Unit.HOUR}

    def surely_longer_than(self, other: Period) -> bool:
        """True when this period is longer than the other from whatever date both are counted."""
        if self.unit is None or other.unit is None:
            return self.unit is None and other.unit is not None
        if self.unit is other.unit:
            return self.amount > other.amount
        return self._minutes(_SHORTEST_MINUTES) > other._minutes(_LONGEST_MINUTES)

    def _minutes(self, table: dict[Unit, int]) -> int:
        return 0 if self.unit is None else self.amount * table[self.unit]

    def __str__(self) -> str:
        """Return the period as it is written in a declaration."""
        if self.unit is None:
            return "permanent"
        if self.amount == 0:
            return "at once"
        return f"{self.amount} {self.unit}{'' if self.amount == 1 else 's'}"


PERMANENT = Period(0, None)
AT_ONCE = Period(0, Unit.DAY)


def parse_period(written: str) -> Period:
    """Read `10 years`, `3 months`, `24 hours`, `at once` or `permanent`.

    Raises ValueError when the text is none of these.
    """
    if written == "permanent":
        return PERMANENT
    if written == "at once":
        return AT_ONCE
    match = _WRITTEN.fullmatch(written)
    if match is None or int(match["amount"]) == 0:
        raise ValueError(written)
    return Period(int(match["amount"]), Unit(match["unit"]))
