"""How much time is left, drawn: a line from the first datum to the last end, and a bar for each datum.

Everything is whole numbers in the units of a drawing, worked out here: templates carry no style of their own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

WIDTH = 320
"""Of the line, in units of its drawing; a place for half a year's name is left at either side."""
MARGIN = 12
BAR = 48
"""Length of the bar of one datum."""

_YEAR, _MONTH = 365.25, 30.44  # days
_MOST_YEARS_NAMED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """The data that end on one day. `radius` grows with their number, slowly."""

    x: int
    radius: int
    state: str
    day: date
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Lifeline:
    """The line: `start` where the first datum was collected, `today`, the ends, and the years that are named."""

    start: int
    today: int
    end: int
    dots: tuple[Dot, ...]
    years: tuple[tuple[int, int], ...]
    width: int = WIDTH


def lifeline(data: Iterable[tuple[date, date | None, str]], *, today: date) -> Lifeline | None:
    """Draw the data of a party: when each was collected, when it ends, and its state. None where no end is known."""
    known = list(data)
    ends = Counter((due_on, state) for _collected, due_on, state in known if due_on)
    if not ends:
        return None
    first = min(*(collected for collected, _due, _state in known), today)
    last = max(*(due_on for due_on, _state in ends), today)
    days = max((last - first).days, 1)

    def at(day: date) -> int:
        return MARGIN + round((day - first).days / days * (WIDTH - 2 * MARGIN))

    dots = [
        Dot(x=at(due_on), radius=min(3 + count.bit_length(), 8), state=state, day=due_on, count=count)
        for (due_on, state), count in sorted(ends.items())
    ]
    return Lifeline(start=at(first), today=at(today), end=at(last), dots=tuple(dots), years=_years(first, last, at))


def _years(first: date, last: date, at: Callable[[date], int]) -> tuple[tuple[int, int], ...]:
    """Where a few years begin, evenly apart."""
    step = max(1, -(-(last.year - first.year) // _MOST_YEARS_NAMED))
    named = [year for year in range(first.year + 1, last.year + 1) if (year - first.year) % step == 0]
    return tuple((at(date(year, 1, 1)), year) for year in named)


def elapsed(collected_on: date, due_on: date | None, *, today: date) -> int | None:
    """Return how much of its time has gone, in units of a bar; None when no end is known."""
    if due_on is None:
        return None
    whole = max((due_on - collected_on).days, 1)
    return max(1, min(BAR, round((today - collected_on).days / whole * BAR)))


def in_time(day: date, *, today: date) -> str:
    """Return in words how far off a day is, roughly: "in 3 years"."""
    days = (day - today).days
    if days >= 2 * _YEAR:
        years = int(days / _YEAR)
        return ngettext("in %(count)s year", "in %(count)s years", years) % {"count": years}
    if days >= 2 * _MONTH:
        months = int(days / _MONTH)
        return ngettext("in %(count)s month", "in %(count)s months", months) % {"count": months}
    if days > 0:
        return ngettext("in %(count)s day", "in %(count)s days", days) % {"count": days}
    return _("today")
