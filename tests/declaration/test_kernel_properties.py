"""What must hold of windows and decisions whatever the dates, the periods and the clocks."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kortisto.declaration.civil_time import HELSINKI, end_of_day, instant
from kortisto.declaration.compiled import compile_declaration
from kortisto.declaration.decisions import Reason, decide
from kortisto.declaration.endings import due
from kortisto.declaration.model import Ban, ClockChoice, ClockPick, Fallback, Reach, RetentionRule, Selector
from kortisto.declaration.periods import Period, Unit
from kortisto.declaration.subjects import Datum, HoldState, SubjectState
from kortisto.declaration.versions import compare, effects
from kortisto.declaration.windows import ClockState, Window, window
from kortisto.declaration.words import ActionKind, Mode, Operation, Rounding
from tests.declaration.building import REGISTER, action, declaration, purpose, row, rule

pytestmark = pytest.mark.unit

CLOCKS = ("person.last_activity", "organisation.last_activity", "contract.ended")
COLLECTED = date(2020, 2, 29)

days = st.dates(date(2000, 1, 1), date(2060, 12, 31))
instants = st.integers(0, 60 * 24 * 365 * 60).map(
    lambda minutes: datetime(2000, 1, 1, tzinfo=UTC) + timedelta(0, minutes * 60)
)
moments: st.SearchStrategy[date] = st.one_of(days, instants)
periods = st.builds(Period, st.integers(1, 60), st.sampled_from(list(Unit)))
civil_periods = periods.filter(lambda period: period.civil)
roundings = st.one_of(st.none(), st.sampled_from(list(Rounding)))
year_ends = st.sampled_from(["12-31", "04-30", "02-28", "06-30"])
picks = st.builds(ClockPick, clock=st.sampled_from(CLOCKS), first=st.booleans(), to_end_of=roundings)
selectors: st.SearchStrategy[Selector] = st.recursive(
    picks,
    lambda inner: st.builds(
        ClockChoice,
        mode=st.sampled_from([Mode.LATER_OF, Mode.EARLIER_OF, Mode.ALL]),
        of=st.lists(inner, min_size=1, max_size=3).map(tuple),
        to_end_of=roundings,
    ),
    max_leaves=4,
)


@st.composite
def rules(draw: st.DrawFn) -> RetentionRule:
    fallback = Fallback(keep=draw(periods), start=ClockPick(clock="item.collected"))
    return replace(
        rule("1 year", "item.collected"),
        at_most=draw(periods),
        start=draw(selectors),
        at_least=draw(st.one_of(st.none(), periods)),
        round_end=draw(roundings),
        if_unknown=draw(st.one_of(st.none(), st.just(fallback))),
    )


struck = st.dictionaries(
    st.sampled_from(CLOCKS), st.lists(moments, min_size=1, max_size=3).map(lambda found: ClockState(tuple(found)))
)


def of(a_rule: RetentionRule, clocks: dict[str, ClockState], year_end: str = "12-31") -> Window:
    return window(a_rule, clocks, collected=COLLECTED, year_end=year_end)


def not_later(one: Window, other: Window) -> bool:
    return other.ends is None or (one.ends is not None and one.ends <= other.ends)


@given(rules(), struck, st.sampled_from(CLOCKS), st.integers(0, 5_000), year_ends)
def test_a_window_never_ends_earlier_when_a_clock_strikes_later(
    a_rule: RetentionRule, clocks: dict[str, ClockState], clock: str, shift: int, year_end: str
) -> None:
    if clock not in clocks:
        return
    moved = tuple(moment + timedelta(days=shift) for moment in clocks[clock].struck)
    later = {**clocks, clock: ClockState(moved)}
    assert not_later(of(a_rule, clocks, year_end), of(a_rule, later, year_end))


@given(rules(), struck, year_ends)
def test_the_minimum_never_exceeds_the_maximum(
    a_rule: RetentionRule, clocks: dict[str, ClockState], year_end: str
) -> None:
    for lawful in ((), ("laki 1/2000",)):
        found = of(replace(a_rule, law=lawful), clocks, year_end)
        assert found.may_end is None or found.ends is None or found.may_end <= found.ends


@given(rules(), struck, year_ends)
def test_a_law_only_ever_lengthens(a_rule: RetentionRule, clocks: dict[str, ClockState], year_end: str) -> None:
    lawful = of(replace(a_rule, law=("laki 1/2000",)), clocks, year_end)
    assert not_later(of(a_rule, clocks, year_end), lawful)


@given(civil_periods, days)
def test_a_civil_window_ends_at_a_midnight_in_finland(period: Period, day: date) -> None:
    found = of(replace(rule("1 year", CLOCKS[0]), at_most=period), {CLOCKS[0]: ClockState((day,))})
    assert found.ends is not None
    assert found.last_day is not None
    assert found.ends == end_of_day(found.last_day)
    assert found.ends.astimezone(HELSINKI).hour == 0
    assert found.last_day > day


@given(st.builds(Period, st.integers(1, 600), st.sampled_from([Unit.MINUTE, Unit.HOUR])), moments)
def test_an_elapsed_window_lasts_exactly_its_period(period: Period, moment: date) -> None:
    found = of(replace(rule("1 year", CLOCKS[0]), at_most=period), {CLOCKS[0]: ClockState((moment,))})
    assert found.ends is not None
    assert period.unit is not None
    assert found.ends - instant(moment) == timedelta(**{f"{period.unit}s": period.amount})


@given(rules(), struck, st.integers(1, 60), year_ends)
def test_a_shorter_period_never_lengthens_a_window(
    a_rule: RetentionRule, clocks: dict[str, ClockState], less: int, year_end: str
) -> None:
    shorter = replace(a_rule, at_most=replace(a_rule.at_most, amount=max(1, a_rule.at_most.amount - less)))
    assert not_later(of(shorter, clocks, year_end), of(a_rule, clocks, year_end))


@given(rules(), struck, year_ends)
def test_every_window_tells_what_it_was_counted_from(
    a_rule: RetentionRule, clocks: dict[str, ClockState], year_end: str
) -> None:
    found = of(a_rule, clocks, year_end)
    if found.ends is not None:
        assert found.counted_from.moment is not None
        assert found.counted_from.clock in {*CLOCKS, "item.collected"}


# --- decisions -----------------------------------------------------------------------------------------------------

NOW = datetime(2026, 11, 22, tzinfo=UTC)
ITEMS = ("person.name.first", "person.contact.email", "person.note")
datum_sets = st.lists(st.builds(Datum, item=st.sampled_from(ITEMS), collected=days), max_size=4).map(tuple)
subjects = st.builds(
    SubjectState,
    states=st.frozensets(st.sampled_from(["customer contact", "patient", "minor"])),
    data=datum_sets,
    clocks=struck,
    restricted=st.one_of(st.none(), days),
    erasure=st.one_of(st.none(), days),
)
reaches = st.builds(
    Reach,
    items=st.sampled_from([(), ("person",), ("person.contact",), ("person.note",)]),
    purposes=st.sampled_from([(), ("service",), ("above",)]),
)


def kernel(**more: Any) -> Any:
    more.setdefault("purposes", (purpose("above"), purpose("service", under="above")))
    more.setdefault("processing", (row("serving", "above", items=("person",)),))
    return compile_declaration(declaration(**more))


@given(subjects, reaches, st.sampled_from(ITEMS), st.sampled_from(["service", "above"]))
def test_a_ban_always_wins(subject: SubjectState, reach: Reach, item: str, asked: str) -> None:
    kept = (rule("permanent", "item.collected"),)
    ban = Ban(id="ban", section="bans", operations=(Operation.READ,), reach=reach)
    question: dict[str, Any] = {
        "purpose": asked,
        "role": "service",
        "operation": Operation.READ,
        "items": [item],
        "subject": subject,
        "at": NOW,
    }
    banned = decide(kernel(retention=kept, bans=(ban,)), **question)
    lineage = {"service", "above"} if asked == "service" else {"above"}
    covered = (not reach.items or any(item == one or item.startswith(one + ".") for one in reach.items)) and (
        not reach.purposes or not lineage.isdisjoint(reach.purposes)
    )
    if covered:
        assert banned.refused == {item: Reason.BANNED}
    else:
        assert banned.refused == decide(kernel(retention=kept), **question).refused


@given(subjects, rules(), st.integers(1, 40))
def test_shortening_a_period_extends_nobodys_data(subject: SubjectState, a_rule: RetentionRule, less: int) -> None:
    old = declaration(processing=(row("serving", "service", items=("person",)),), retention=(a_rule,))
    shorter = replace(a_rule, at_most=replace(a_rule.at_most, amount=max(1, a_rule.at_most.amount - less)))
    register = replace(REGISTER, version="2", valid_from=date(2026, 11, 1))
    new = replace(old, register=register, retention={"rule": shorter})
    found = effects(compare(old, new), {"somebody": subject}, NOW)
    assert not any(effect.extended for effect in found.effects)


@given(subjects, rules(), rules())
def test_no_version_extends_what_was_collected_before_it_without_a_law(
    subject: SubjectState, before: RetentionRule, after: RetentionRule
) -> None:
    old = declaration(processing=(row("serving", "service", items=("person",)),), retention=(before,))
    register = replace(REGISTER, version="2", valid_from=date(2026, 11, 1))
    new = replace(old, register=register, retention={"rule": after})
    found = effects(compare(old, new), {"somebody": subject}, NOW)
    assert found.extended_without_law == ()


@given(subjects, rules(), rules())
def test_more_rows_never_let_a_datum_go_sooner(
    subject: SubjectState, one_rule: RetentionRule, other_rule: RetentionRule
) -> None:
    one = replace(one_rule, id="one", reach=Reach(purposes=("service",)))
    other = replace(other_rule, id="other", reach=Reach(purposes=("above",)))
    purposes = (purpose("above"), purpose("service"))
    first = row("first", "service", items=("person",))
    second = row("second", "above", items=("person",))
    few = due(kernel(purposes=purposes, processing=(first,), retention=(one,)), subject=subject)
    many = due(kernel(purposes=purposes, processing=(first, second), retention=(one, other)), subject=subject)
    for fewer, more in zip(few, many, strict=True):
        assert more.at is None or (fewer.at is not None and fewer.at <= more.at)


@given(subjects, st.sampled_from(list(ActionKind)), st.sampled_from(list(ActionKind)))
def test_the_action_is_the_strictest_of_those_that_held(
    subject: SubjectState, one: ActionKind, other: ActionKind
) -> None:
    retention = (
        rule("1 year", "item.collected", id="one", purposes=("service",), then=action(one)),
        rule("2 years", "item.collected", id="other", purposes=("above",), then=action(other)),
    )
    rows = (row("first", "service", items=("person",)), row("second", "above", items=("person",)))
    compiled = kernel(purposes=(purpose("above"), purpose("service")), processing=rows, retention=retention)
    for found in due(compiled, subject=replace(subject, holds=(HoldState(hold="none", opened=COLLECTED),))):
        if ActionKind.DELETE in (one, other):
            assert found.action.kind is ActionKind.DELETE
        assert found.action.kind in (one, other)
