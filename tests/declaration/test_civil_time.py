from datetime import UTC, date, datetime, timedelta

import pytest

from kortisto.declaration.civil_time import (
    HELSINKI,
    add_to_day,
    civil_day,
    end_after,
    end_of_day,
    instant,
    last_day_before,
    round_up,
    start_of_day,
)
from kortisto.declaration.periods import PERMANENT, parse_period
from kortisto.declaration.words import Rounding

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("day", "period", "last"),
    [
        (date(2024, 2, 29), "1 year", date(2025, 2, 28)),
        (date(2024, 2, 29), "4 years", date(2028, 2, 29)),
        (date(2026, 1, 31), "1 month", date(2026, 2, 28)),
        (date(2024, 1, 31), "1 month", date(2024, 2, 29)),
        (date(2026, 11, 30), "3 months", date(2027, 2, 28)),
        (date(2026, 12, 31), "1 day", date(2027, 1, 1)),
        (date(2026, 3, 28), "1 week", date(2026, 4, 4)),
        (date(9999, 12, 1), "999 years", date(9999, 12, 29)),
        (date(9999, 12, 1), "999 days", date(9999, 12, 29)),
    ],
)
def test_civil_periods_clip_to_the_calendar(day: date, period: str, last: date) -> None:
    assert add_to_day(day, parse_period(period)) == last


@pytest.mark.parametrize(
    ("rounding", "year_end", "day", "last"),
    [
        (Rounding.DAY, "12-31", date(2026, 5, 5), date(2026, 5, 5)),
        (Rounding.MONTH, "12-31", date(2024, 2, 1), date(2024, 2, 29)),
        (Rounding.YEAR, "04-30", date(2026, 1, 1), date(2026, 12, 31)),
        (Rounding.FINANCIAL_YEAR, "04-30", date(2026, 4, 30), date(2026, 4, 30)),
        (Rounding.FINANCIAL_YEAR, "04-30", date(2026, 5, 1), date(2027, 4, 30)),
        (Rounding.FINANCIAL_YEAR, "12-31", date(2026, 12, 31), date(2026, 12, 31)),
        (Rounding.FINANCIAL_YEAR, "02-28", date(2024, 2, 29), date(2024, 2, 29)),
        (Rounding.FINANCIAL_YEAR, "02-29", date(2025, 3, 1), date(2026, 2, 28)),
        (Rounding.YEAR_OF_FINANCIAL_YEAR, "04-30", date(2026, 4, 30), date(2026, 12, 31)),
        (Rounding.YEAR_OF_FINANCIAL_YEAR, "04-30", date(2026, 5, 1), date(2027, 12, 31)),
    ],
)
def test_rounding_up(rounding: Rounding, year_end: str, day: date, last: date) -> None:
    assert round_up(day, rounding, year_end) == last


def test_a_civil_day_begins_and_ends_at_midnight_in_finland() -> None:
    assert start_of_day(date(2026, 7, 1)) == datetime(2026, 6, 30, 21, tzinfo=UTC)
    assert end_of_day(date(2026, 1, 1)) == datetime(2026, 1, 1, 22, tzinfo=UTC)
    assert civil_day(datetime(2026, 1, 1, 22, tzinfo=UTC)) == date(2026, 1, 2)


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 11, 22), 24)]
)
def test_the_days_on_which_the_clock_is_moved_have_another_length(day: date, hours: int) -> None:
    assert end_of_day(day) - start_of_day(day) == timedelta(hours=hours)


@pytest.mark.parametrize("spoken", ["24 hours", "7 hours", "90 minutes"])
@pytest.mark.parametrize("night", [datetime(2026, 3, 29, 1, 30), datetime(2026, 10, 25, 1, 30)])  # noqa: DTZ001
def test_hours_and_minutes_are_elapsed_time_also_in_the_night_when_the_clock_is_moved(
    spoken: str, night: datetime
) -> None:
    period = parse_period(spoken)
    length = timedelta(**{f"{period.unit}s": period.amount})
    local = night.replace(tzinfo=HELSINKI)
    assert end_after(local, period) == local.astimezone(UTC) + length


def test_a_recording_made_the_evening_before_the_clock_goes_back_ends_an_hour_earlier_by_the_wall() -> None:
    made = datetime(2026, 10, 24, 20, 0, tzinfo=HELSINKI)
    assert end_after(made, parse_period("24 hours")).astimezone(HELSINKI).hour == 19


def test_at_once_is_the_moment_itself() -> None:
    moment = datetime(2026, 5, 5, 12, tzinfo=UTC)
    assert end_after(moment, parse_period("at once")) == moment
    assert end_after(date(2026, 5, 5), parse_period("at once")) == end_of_day(date(2026, 5, 5))
    rounded = end_after(moment, parse_period("at once"), round_end=Rounding.MONTH)
    assert last_day_before(rounded) == date(2026, 5, 31)


def test_the_end_is_rounded_after_the_period() -> None:
    assert last_day_before(
        end_after(date(2026, 5, 5), parse_period("3 months"), round_end=Rounding.FINANCIAL_YEAR, year_end="04-30")
    ) == date(2027, 4, 30)


def test_elapsed_time_is_cut_at_the_end_of_the_calendar() -> None:
    assert end_after(date(9999, 12, 31), parse_period("999 hours")) == start_of_day(date(9999, 12, 29))


def test_a_moment_without_a_time_zone_is_refused() -> None:
    naive = datetime(2026, 1, 1)  # noqa: DTZ001
    with pytest.raises(ValueError, match="time zone"):
        civil_day(naive)
    with pytest.raises(ValueError, match="time zone"):
        instant(naive)


def test_a_permanent_period_has_no_last_day() -> None:
    with pytest.raises(ValueError, match="not counted"):
        add_to_day(date(2026, 1, 1), PERMANENT)
