"""With the date moved forward year by year, nothing is there past its day, and nothing went before it."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from pytest_django import Settings

from kortisto.config import demo
from kortisto.config.demo.company import Shape
from kortisto.privacy.retention.operations import sweep
from kortisto.register.audit.enums import Door
from tests.privacy.retention.years.checker import HISTORY, Checker, Datum, Memory
from tests.privacy.retention.years.history import JOB, World, dumped
from tests.privacy.retention.years.paper import read

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

NOTICES = Path(__file__).parents[4] / "notices"
BEGINNING = 2026
YEARS = 25
DEMO = Shape(
    organisations=8, people=12, overdue=1, soon=1, ended=2, consumers=2, moved=1, twice=1, organisations_twice=1
)


def _told(data: dict[Datum, date | None]) -> str:
    return "\n".join(f"{datum}: until {until}" for datum, until in sorted(data.items())[:20])


@pytest.mark.parametrize("name", ["vtt", "futursoft", "asiakasrekisteri", "ivt", "vastuugroup"])
def test_no_datum_outlives_its_day_and_none_goes_before_it(name: str, settings: Settings) -> None:
    path = NOTICES / f"{name}.yaml"
    settings.KORTISTO_DECLARATION = str(path)
    notice = read(path)
    world = World(notice, random.Random(name))  # noqa: S311 (the same history each time)
    demo.load(at=_noon(BEGINNING - 1), shape=DEMO)
    gone, memory = 0, Memory()
    for year in range(BEGINNING, BEGINNING + YEARS):
        at = _noon(year)
        today = at.date()
        world.year(today, newcomers=1 if year < BEGINNING + 7 else year % 2)
        before = Checker(notice, dumped(at), memory).ends()
        sweep(by=JOB, at=at, now=at, channel=Door.JOBS)
        left = Checker(notice, dumped(at), memory)
        past, after = left.past(today), left.ends()
        assert not past, f"{year}: still there\n{_told(past)}"
        moved = {datum: until for datum, until in after.items() if until != before.get(datum, until)}
        assert not moved, f"{year}: the sweep itself has moved the end\n{_told(moved)}"
        # What a person did for an organisation stays with the organisation when the person goes: it is not gone.
        there = {replace(datum, owner="") for datum in after}
        early = {
            datum: until
            for datum, until in before.items()
            # The history of a subject goes with the subject at the latest.
            if replace(datum, owner="") not in there and datum.table != HISTORY and (until is None or until >= today)
        }
        assert not early, f"{year}: gone too early\n{_told(early)}"
        gone += len(before.keys() - after.keys())
    assert gone > 4


def _noon(year: int) -> datetime:
    return datetime.combine(date(year, 11, 23), time(12), tzinfo=UTC)
