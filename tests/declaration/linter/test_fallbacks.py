"""A fallback must give a date whatever is not known, and whatever goes on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kortisto.declaration.linter import lint
from kortisto.declaration.loader import load
from kortisto.declaration.model import ClockChoice, ClockPick, Fallback, Selector
from kortisto.declaration.periods import parse_period
from kortisto.declaration.words import Mode

pytestmark = pytest.mark.unit

IVT = Path(__file__).resolve().parents[3] / "notices/ivt.yaml"


def choice(mode: Mode, *clocks: str) -> Selector:
    return ClockChoice(mode=mode, of=tuple(ClockPick(clock=clock) for clock in clocks))


def codes(start: Selector) -> set[str]:
    declaration = load(IVT).declaration
    assert declaration is not None
    rule = declaration.retention["customer_data"]
    changed = replace(rule, if_unknown=Fallback(keep=parse_period("10 years"), start=start))
    return {
        problem.code
        for problem in lint(
            replace(declaration, retention={**declaration.retention, rule.id: changed}), date(2026, 11, 22)
        )
    }


@pytest.mark.parametrize(
    "start",
    [
        ClockPick(clock="item.collected"),
        choice(Mode.LATER_OF, "person.last_activity", "organisation.last_activity", "item.collected"),
        choice(Mode.LATER_OF, "form.submitted", "item.collected"),
        choice(Mode.EARLIER_OF, "contact.ended", "item.collected"),
    ],
)
def test_a_fallback_that_gives_a_date_for_every_datum_is_accepted(start: Selector) -> None:
    assert codes(start) == set()


@pytest.mark.parametrize(
    "start",
    [
        ClockPick(clock="person.last_activity"),
        choice(Mode.LATER_OF, "person.last_activity", "organisation.last_activity"),
        choice(Mode.LATER_OF, "contact.ended", "item.collected"),
        choice(Mode.ALL, "person.last_activity", "item.collected"),
    ],
)
def test_a_fallback_that_may_never_give_a_date_is_refused(start: Selector) -> None:
    assert codes(start) == {"K403"}


def test_a_fallback_without_an_end_is_refused_even_where_the_clock_surely_strikes() -> None:
    declaration = load(IVT).declaration
    assert declaration is not None
    rule = declaration.retention["customer_data"]
    endless = Fallback(keep=parse_period("permanent"), start=ClockPick(clock="item.collected"))
    changed = replace(rule, start=ClockPick(clock="profile.formed"), if_unknown=endless)
    found = lint(replace(declaration, retention={**declaration.retention, rule.id: changed}), date(2026, 11, 22))
    assert "K403" in {problem.code for problem in found}
