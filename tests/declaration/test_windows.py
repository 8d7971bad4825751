from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from kortisto.declaration.civil_time import HELSINKI, end_of_day
from kortisto.declaration.conditions import Situation
from kortisto.declaration.model import Reach, RetentionRule, Selector
from kortisto.declaration.windows import Clocks, ClockState, Ending, Struck, Window, window
from kortisto.declaration.words import Mode, Rounding
from tests.declaration.building import choice, clock, fallback, rule, unless

pytestmark = pytest.mark.unit

COLLECTED = date(2020, 1, 15)
BLINK = timedelta(microseconds=1)


def struck(*moments: date | datetime) -> ClockState:
    return ClockState(moments)


RUNNING = ClockState(running=True)


def of(a_rule: RetentionRule, clocks: Clocks | None = None, *, year_end: str = "12-31", **situation: object) -> Window:
    return window(
        a_rule,
        clocks or {},
        collected=COLLECTED,
        year_end=year_end,
        situation=replace(Situation(), **situation),  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    ("keep", "last"),
    [
        ("1 day", date(2024, 3, 1)),
        ("2 weeks", date(2024, 3, 14)),
        ("3 months", date(2024, 5, 29)),
        ("10 years", date(2034, 2, 28)),
    ],
)
def test_a_civil_window_is_open_through_its_last_day(keep: str, last: date) -> None:
    found = of(rule(keep, "customership.ended"), {"customership.ended": struck(date(2024, 2, 29))})
    assert found.last_day == last
    assert found.ends == end_of_day(last)
    assert found.is_open(end_of_day(last) - BLINK)
    assert not found.is_open(end_of_day(last))
    assert not found.is_open(end_of_day(last) + BLINK)


@pytest.mark.parametrize(("keep", "length"), [("24 hours", timedelta(hours=24)), ("30 minutes", timedelta(minutes=30))])
def test_an_elapsed_window_ends_to_the_instant(keep: str, length: timedelta) -> None:
    made = datetime(2026, 3, 28, 22, 15, tzinfo=UTC)
    found = of(rule(keep, "recording.made"), {"recording.made": struck(made)})
    assert found.ends == made + length
    assert found.is_open(made + length - BLINK)
    assert not found.is_open(made + length)


def test_first_and_last_of_a_clock() -> None:
    clocks = {"order.placed": struck(date(2021, 5, 1), date(2023, 5, 1), date(2022, 5, 1))}
    assert of(rule("1 year", "order.placed"), clocks).last_day == date(2024, 5, 1)
    assert of(rule("1 year", clock("order.placed", first=True)), clocks).last_day == date(2022, 5, 1)


def test_a_clock_whose_owner_goes_on_has_not_struck() -> None:
    going = {"contract.ended": ClockState((date(2021, 5, 1),), running=True)}
    last = of(rule("1 year", "contract.ended"), going)
    assert (last.ending, last.ends, last.reading.status) == (Ending.OPEN, None, Struck.RUNNING)
    assert of(rule("1 year", clock("contract.ended", first=True)), going).last_day == date(2022, 5, 1)


LATER = choice(Mode.LATER_OF, "person.last_activity", "contract.ended")
EARLIER = choice(Mode.EARLIER_OF, "person.last_activity", "contract.ended")
ALL = choice(Mode.ALL, "person.last_activity", "contract.ended")
ONE, OTHER = date(2021, 6, 1), date(2023, 6, 1)


@pytest.mark.parametrize(
    ("selector", "person", "contract", "answer"),
    [
        (LATER, struck(ONE), struck(OTHER), OTHER),
        (LATER, struck(OTHER), None, OTHER),
        (LATER, struck(ONE), RUNNING, Struck.RUNNING),
        (LATER, None, None, Struck.UNKNOWN),
        (LATER, None, RUNNING, Struck.RUNNING),
        (EARLIER, struck(ONE), struck(OTHER), ONE),
        (EARLIER, struck(ONE), RUNNING, ONE),
        (EARLIER, None, struck(OTHER), OTHER),
        (EARLIER, None, RUNNING, Struck.RUNNING),
        (EARLIER, None, None, Struck.UNKNOWN),
        (ALL, struck(ONE), struck(OTHER), OTHER),
        (ALL, struck(ONE), None, Struck.UNKNOWN),
        (ALL, struck(ONE), RUNNING, Struck.RUNNING),
        (ALL, None, RUNNING, Struck.RUNNING),
        (ALL, struck(ONE), ClockState(), Struck.UNKNOWN),
    ],
)
def test_choices_among_clocks(
    selector: Selector, person: ClockState | None, contract: ClockState | None, answer: date | Struck
) -> None:
    clocks = {"person.last_activity": person, "contract.ended": contract}
    found = of(rule("2 years", selector), {name: state for name, state in clocks.items() if state})
    if isinstance(answer, Struck):
        assert (found.reading.status, found.ends) == (answer, None)
    else:
        assert found.last_day == answer.replace(year=answer.year + 2)
        assert found.reading.moment == answer


def test_the_clock_is_rounded_before_the_period_is_added() -> None:
    paid = {"invoice.dated": struck(date(2026, 4, 30))}
    six = rule("6 years", clock("invoice.dated", to_end_of=Rounding.YEAR_OF_FINANCIAL_YEAR))
    assert of(six, paid, year_end="04-30").last_day == date(2032, 12, 31)
    assert of(six, {"invoice.dated": struck(date(2026, 5, 1))}, year_end="04-30").last_day == date(2033, 12, 31)
    ten = rule("10 years", clock("invoice.dated", to_end_of=Rounding.FINANCIAL_YEAR))
    assert of(ten, paid, year_end="04-30").last_day == date(2036, 4, 30)


def test_the_end_is_rounded_too() -> None:
    monthly = rule("3 months", "chat.ended", round_end=Rounding.MONTH)
    found = of(monthly, {"chat.ended": struck(datetime(2026, 1, 31, 23, 30, tzinfo=HELSINKI))})
    assert found.last_day == date(2026, 4, 30)


def test_the_trace_tells_clock_date_and_rounding() -> None:
    selector = choice(Mode.LATER_OF, "person.last_activity", clock("contract.ended", to_end_of=Rounding.MONTH))
    found = of(
        rule("1 year", selector, round_end=Rounding.YEAR),
        {"person.last_activity": struck(ONE), "contract.ended": struck(OTHER)},
    )
    assert found.reading.clock == "contract.ended"
    assert [part.read for part in found.reading.of] == [ONE, OTHER]
    assert found.reading.of[1].moment == date(2023, 6, 30)
    assert found.reading.of[1].rounding is Rounding.MONTH
    assert found.round_end is Rounding.YEAR


def test_the_fallback_counts_while_the_clock_is_unknown_or_running() -> None:
    kept = rule("2 years", "customership.ended", if_unknown=fallback("10 years"))
    for clocks, why in (({}, Struck.UNKNOWN), ({"customership.ended": RUNNING}, Struck.RUNNING)):
        found = of(kept, clocks)
        assert found.last_day == date(2030, 1, 15)
        assert found.reading.status is why
        assert found.fallback is not None
        assert found.fallback.clock == "item.collected"
    assert of(kept, {"customership.ended": struck(ONE)}).fallback is None


def test_without_a_fallback_the_end_is_unknown() -> None:
    found = of(rule("2 years", "customership.ended"))
    assert (found.ending, found.ends, found.last_day) == (Ending.OPEN, None, None)


def test_permanent() -> None:
    found = of(rule("permanent", "item.collected", at_least="1 year"))
    assert (found.ending, found.ends) == (Ending.PERMANENT, None)
    assert found.may_end == end_of_day(date(2021, 1, 15))


def test_the_minimum_tells_when_a_review_may_end_it() -> None:
    found = of(rule("15 years", "person.last_activity", at_least="10 years"), {"person.last_activity": struck(ONE)})
    assert found.may_end == end_of_day(date(2031, 6, 1))
    assert found.last_day == date(2036, 6, 1)


def test_the_minimum_yields_to_the_maximum_unless_a_law_demands_it() -> None:
    short = rule("1 month", "item.collected", at_least="30 days")
    in_february = window(short, {}, collected=date(2026, 2, 1), year_end="12-31")
    assert in_february.may_end == in_february.ends == end_of_day(date(2026, 3, 1))
    lawful = replace(short, law=("laki 1/2000 1 §",))
    assert window(lawful, {}, collected=date(2026, 2, 1), year_end="12-31").ends == end_of_day(date(2026, 3, 3))


CLAIM = unless("claim", when="claim pending", keep="3 years", start="claim.settled")


def test_an_exception_with_its_own_clock_lengthens_the_window() -> None:
    kept = rule("1 year", "ticket.closed", unless=(CLAIM,))
    clocks = {"ticket.closed": struck(ONE), "claim.settled": struck(OTHER)}
    assert of(kept, clocks).last_day == date(2022, 6, 1)
    found = of(kept, clocks, facts=frozenset({"claim pending"}))
    assert (found.last_day, found.ref, found.instead_of) == (date(2026, 6, 1), CLAIM.ref, kept.ref)
    assert of(kept, {**clocks, "claim.settled": RUNNING}, facts=frozenset({"claim pending"})).ending is Ending.OPEN
    assert of(kept, {"ticket.closed": struck(ONE)}, facts=frozenset({"claim pending"})).ref == kept.ref


def test_an_exception_may_shorten_for_the_items_in_its_reach() -> None:
    short = unless("notes", keep="1 month", reach=Reach(items=("person.note",)))
    kept = rule("1 year", "ticket.closed", unless=(short,))
    clocks = {"ticket.closed": struck(ONE)}
    assert of(kept, clocks, item="person.note").last_day == date(2021, 7, 1)
    assert of(kept, clocks, item="person.contact").last_day == date(2022, 6, 1)
    assert of(kept, clocks).last_day == date(2022, 6, 1)


def test_an_exception_that_extends_never_ends_before_its_rule() -> None:
    longer = unless("terms", when="funder terms", keep="3 years", start="item.collected", extends=True)
    clocks = {"ticket.closed": struck(ONE)}
    terms = frozenset({"funder terms"})
    short = rule("1 month", "ticket.closed", unless=(longer,))
    long = rule("9 years", "ticket.closed", unless=(longer,))
    assert of(short, clocks, facts=terms).ref == longer.ref
    assert of(long, clocks, facts=terms) == of(long, clocks)
    shorter = rule("9 years", "ticket.closed", unless=(replace(longer, extends=False),))
    assert of(shorter, clocks, facts=terms).ref == longer.ref


def test_an_exception_that_somebody_must_invoke_waits_for_it() -> None:
    kept = rule("1 year", "ticket.closed", unless=(unless("asked", invoked_by=("legal",), keep="5 years"),))
    clocks = {"ticket.closed": struck(ONE)}
    assert of(kept, clocks).last_day == date(2022, 6, 1)
    assert of(kept, clocks, invoked=frozenset({"asked"})).last_day == date(2026, 6, 1)


def test_an_exception_without_a_clock_keeps_the_window_open_while_it_applies() -> None:
    kept = rule("1 year", "ticket.closed", unless=(unless("investigation", when="investigation running"),))
    clocks = {"ticket.closed": struck(ONE)}
    assert of(kept, clocks, facts=frozenset({"investigation running"})).ending is Ending.OPEN
    assert of(kept, clocks).ending is Ending.DATED


def test_exceptions_nest() -> None:
    dropped = unless("dropped", when="minor")
    shorter = unless("shorter", when="patient", keep="2 years")
    claim = replace(CLAIM, unless=(dropped, shorter))
    kept = rule("1 year", "ticket.closed", unless=(claim,))
    clocks = {"ticket.closed": struck(ONE), "claim.settled": struck(OTHER)}
    pending = frozenset({"claim pending"})
    assert of(kept, clocks, facts=pending).last_day == date(2026, 6, 1)
    assert of(kept, clocks, facts=pending | {"minor"}).last_day == date(2022, 6, 1)
    assert of(kept, clocks, facts=pending | {"patient"}).last_day == date(2023, 6, 1)


def test_of_several_exceptions_the_latest_end_counts() -> None:
    kept = rule(
        "1 year", "ticket.closed", unless=(unless("a", when="minor", keep="5 years"), unless("b", keep="2 years"))
    )
    clocks = {"ticket.closed": struck(ONE)}
    assert of(kept, clocks, facts=frozenset({"minor"})).last_day == date(2026, 6, 1)
    assert of(kept, clocks).last_day == date(2023, 6, 1)


def test_an_exception_that_only_extends_never_shortens() -> None:
    extending = replace(CLAIM, extends=True)
    kept = rule("10 years", "ticket.closed", unless=(extending,))
    pending = frozenset({"claim pending"})
    clocks = {"ticket.closed": struck(ONE), "claim.settled": struck(OTHER)}
    assert of(kept, clocks, facts=pending).last_day == date(2031, 6, 1)
    assert of(replace(kept, unless=(CLAIM,)), clocks, facts=pending).last_day == date(2026, 6, 1)
    late = {**clocks, "claim.settled": struck(date(2030, 6, 1))}
    assert of(kept, late, facts=pending).last_day == date(2033, 6, 1)
