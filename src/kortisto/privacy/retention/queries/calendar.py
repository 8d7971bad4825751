"""The calendar of what falls due: read from what was counted at night, so that no view of it reads anybody."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet, Sum

from kortisto.declaration.model import Text
from kortisto.privacy.retention.enums import Step
from kortisto.privacy.retention.models import Forecast
from kortisto.register.access import current

HORIZON = {Step.DAY: 31, Step.MONTH: 24, Step.YEAR: 25}
"""So many days, months or years are shown, the present one first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A number with what it is of: an item or a rule by its id, and its name in words where it has one."""

    id: str
    name: Text | None
    data: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """What falls due in the next days, months or years. `counted_at` None: it has not been counted yet.

    `periods`: the first day of each, with the number of data; `overdue`: what should be gone already, `later`: what
    comes after the last. `items` and `rules`: within what is shown, the most numerous first.
    """

    step: Step
    counted_at: datetime | None
    declaration: str
    periods: tuple[tuple[date, int], ...]
    overdue: int
    later: int
    items: tuple[Counted, ...]
    rules: tuple[Counted, ...]


def calendar(*, today: date, step: Step, item: str = "", rule: str = "") -> Calendar:
    """Return what falls due from a day on, of one item and by one rule where they are named."""
    last = Forecast.objects.order_by("-counted_at").values_list("counted_at", "declaration").first()
    chosen = _chosen(item, rule)
    starts = _starts(today, step)
    shown = chosen.filter(due_on__gte=today, due_on__lt=starts[-1])
    numbers = dict.fromkeys(starts[:-1], 0)
    for day, data in shown.values_list("due_on").annotate(data=Sum("data")):
        numbers[max(start for start in starts if start <= day)] += data
    declared = current.compiled()
    return Calendar(
        step=step,
        counted_at=last[0] if last else None,
        declaration=last[1] if last else "",
        periods=tuple(numbers.items()),
        overdue=_sum(chosen.filter(due_on__lt=today)),
        later=_sum(chosen.filter(due_on__gte=starts[-1])),
        items=tuple(Counted(id=id_, name=declared.name(id_), data=data) for id_, data in _most(shown, "item")),
        rules=tuple(Counted(id=id_, name=None, data=data) for id_, data in _most(shown, "rule")),
    )


def choices() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the items and the rules of which anything will fall due."""
    found = Forecast.objects.all()
    items = found.order_by("item").values_list("item", flat=True).distinct()
    return tuple(items), tuple(found.order_by("rule").values_list("rule", flat=True).distinct())


def lines(*, item: str = "", rule: str = "") -> Iterator[tuple[date, str, str, str, int]]:
    """Yield day, item, rule, action and number of data, in the order of days."""
    found = _chosen(item, rule).order_by("due_on", "item", "rule", "action")
    yield from found.values_list("due_on", "item", "rule", "action", "data").iterator(chunk_size=2000)


def last_forecast() -> datetime | None:
    """Return when it was last counted."""
    return Forecast.objects.order_by("-counted_at").values_list("counted_at", flat=True).first()


def _chosen(item: str, rule: str) -> QuerySet[Forecast]:
    found = Forecast.objects.all()
    if item:
        found = found.filter(item=item)
    return found.filter(rule=rule) if rule else found


def _starts(today: date, step: Step) -> Sequence[date]:
    """Return the first day of each period, and of the one after the last; the first begins today."""
    number = HORIZON[step]
    if step is Step.DAY:
        return [today + timedelta(days=place) for place in range(number + 1)]
    if step is Step.YEAR:
        return [today, *(date(today.year + place, 1, 1) for place in range(1, number + 1))]
    months = [today.year * 12 + today.month - 1 + place for place in range(1, number + 1)]
    return [today, *(date(month // 12, month % 12 + 1, 1) for month in months)]


def _most(found: QuerySet[Forecast], column: str) -> list[tuple[str, int]]:
    return [(id_, data) for id_, data in found.values_list(column).annotate(sum=Sum("data")).order_by("-sum", column)]


def _sum(found: QuerySet[Forecast]) -> int:
    return found.aggregate(data=Sum("data"))["data"] or 0
