"""Tasks that come again: on which day, at which time, one at a time, and what a calendar is told of them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any
from uuid import UUID

import pytest
from dateutil.rrule import rrulestr  # type: ignore[import-untyped]
from django.db import IntegrityError, transaction
from icalendar import vRecur

from kortisto.register.parties import operations as parties
from kortisto.register.parties.enums import Repeat
from kortisto.register.parties.models import Task
from kortisto.register.parties.repeating import next_day, rule, same_time
from tests.register.conftest import NOW, ORIGIN, entered
from tests.register.parties.test_timeline import user

FIRST_DAYS = [date(2026, 1, 31), date(2024, 2, 29), date(2026, 11, 30), date(2026, 3, 15), date(2026, 12, 31)]


@pytest.mark.unit
@pytest.mark.parametrize(
    ("repeats", "first", "after", "expected"),
    [
        (Repeat.DAILY, date(2026, 11, 22), date(2026, 11, 22), date(2026, 11, 23)),
        (Repeat.WEEKLY, date(2026, 11, 2), date(2026, 11, 18), date(2026, 11, 23)),
        (Repeat.FORTNIGHTLY, date(2026, 11, 2), date(2026, 11, 3), date(2026, 11, 16)),
        (Repeat.MONTHLY, date(2026, 1, 31), date(2026, 1, 31), date(2026, 2, 28)),
        (Repeat.MONTHLY, date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31)),
        (Repeat.QUARTERLY, date(2025, 11, 30), date(2025, 11, 30), date(2026, 2, 28)),
        (Repeat.YEARLY, date(2024, 2, 29), date(2026, 2, 28), date(2027, 2, 28)),
        (Repeat.YEARLY, date(2024, 2, 29), date(2027, 2, 28), date(2028, 2, 29)),
    ],
)
def test_the_next_day(repeats: Repeat, first: date, after: date, expected: date) -> None:
    assert next_day(repeats, first=first, after=after) == expected


@pytest.mark.unit
@pytest.mark.parametrize("first", FIRST_DAYS)
@pytest.mark.parametrize("repeats", [one for one in Repeat if one])
def test_a_calendar_shows_the_days_on_which_the_task_comes(repeats: Repeat, first: date) -> None:
    ours, day = [first], first
    while len(ours) < 20:
        day = next_day(repeats, first=first, after=day)
        ours.append(day)
    start = datetime(first.year, first.month, first.day, tzinfo=UTC)
    written = vRecur(rule(repeats, first=first)).to_ical().decode()  # type: ignore[no-untyped-call]
    read = rrulestr(written, dtstart=start)

    assert [one.date() for one in islice(read, 20)] == ours


@pytest.mark.unit
def test_the_clock_on_the_wall_counts_and_not_the_sun() -> None:
    before = datetime(2026, 10, 19, 6, 0, tzinfo=UTC)  # nine o'clock, summer time
    assert same_time(before, days=7) == datetime(2026, 10, 26, 7, 0, tzinfo=UTC)


def add(title: str = "Soita", due: date = date(2026, 11, 16), **more: Any) -> UUID:
    with entered() as by:
        return parties.add_task(
            title=title, due_on=due, assigned_to=user(), repeats=Repeat.WEEKLY, origin=ORIGIN, by=by, at=NOW, **more
        )


def tick(task: UUID, *, done: bool = True, at: datetime = NOW) -> date | None:
    with entered() as by:
        return parties.tick_task(task_id=task, done=done, by=by, at=at)


def rows() -> list[tuple[date, bool]]:
    with entered() as by:
        by.record("test.look")
        return [(one.due_on, one.done_at is not None) for one in Task.objects.order_by("due_on")]


@pytest.mark.integration
@pytest.mark.django_db
def test_doing_it_makes_the_next_once_and_not_doing_it_takes_that_away() -> None:
    task = add()
    assert tick(task, at=NOW) == date(2026, 11, 23)  # NOW is the 22nd: what was missed is not made up for
    assert tick(task, at=NOW) == date(2026, 11, 23)
    assert rows() == [(date(2026, 11, 16), True), (date(2026, 11, 23), False)]
    assert tick(task, done=False) is None
    assert rows() == [(date(2026, 11, 16), False)]
    tick(task)
    with entered() as by:
        following = Task.objects.get(follows=task)
        parties.edit_task(task_id=following.id, changes={"title": "Soita ja kysy"}, origin=ORIGIN, by=by, at=NOW)
    tick(task, done=False)
    tick(task)
    assert rows() == [(date(2026, 11, 16), True), (date(2026, 11, 23), False)]
    assert tick(following.id, at=NOW + timedelta(days=1)) == date(2026, 11, 30)


@pytest.mark.integration
@pytest.mark.django_db
def test_the_next_has_the_same_words_time_and_origin_and_a_reminder_of_its_own() -> None:
    task = add(due_at=datetime(2026, 10, 19, 6, 0, tzinfo=UTC), remind_at=datetime(2026, 10, 18, 6, 0, tzinfo=UTC))
    tick(task, at=datetime(2026, 10, 19, 12, 0, tzinfo=UTC))
    with entered() as by:
        by.record("test.look")
        first, second = Task.objects.order_by("due_on")
    assert second.due_at == datetime(2026, 10, 26, 7, 0, tzinfo=UTC)
    assert second.remind_at == datetime(2026, 10, 25, 7, 0, tzinfo=UTC)
    assert second.reminded_at is None
    # Collected when the first was: a task that goes on for years does not keep its own words for ever.
    for column in ("title", "assigned_to_id", "source", "collected_at", "basis", "declaration", "repeats_from"):
        assert getattr(second, column) == getattr(first, column), column


@pytest.mark.integration
@pytest.mark.django_db
def test_another_day_or_rhythm_begins_the_series_anew_and_other_changes_do_not() -> None:
    task = add(due=date(2026, 11, 30))
    for changes, expected in (
        ({"repeats": Repeat.MONTHLY, "due_on": date(2027, 1, 31)}, date(2027, 1, 31)),
        ({"title": "Soita taas", "repeats": Repeat.MONTHLY, "due_on": date(2027, 1, 31)}, date(2027, 1, 31)),
        ({"repeats": Repeat.NONE}, None),
    ):
        with entered() as by:
            parties.edit_task(task_id=task, changes=changes, origin=ORIGIN, by=by, at=NOW)  # type: ignore[arg-type]
            assert Task.objects.get().repeats_from == expected
    assert tick(task) is None
    assert len(rows()) == 1


@pytest.mark.integration
@pytest.mark.django_db
def test_the_database_keeps_what_repeats_and_from_when_together() -> None:
    task = add()
    for wrong in ({"repeats_from": None}, {"repeats": ""}, {"repeats": "hourly"}, {"repeats_from": date(2027, 1, 1)}):
        with entered() as by:
            by.record("test.try")
            with pytest.raises(IntegrityError), transaction.atomic():
                Task.objects.filter(id=task).update(**wrong)
