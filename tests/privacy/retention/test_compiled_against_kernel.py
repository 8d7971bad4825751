"""What SQL says of many and what the declaration says of one are the same, for whatever rules and histories there are.

Declarations are drawn by the tests of the kernel; each datum is a row in PostgreSQL, which counts its day.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kortisto.declaration.civil_time import civil_day, end_after, instant
from kortisto.declaration.endings import DueKind, Endings
from kortisto.declaration.model import Declaration, RetentionRule, Review
from kortisto.declaration.periods import Period, Unit
from kortisto.declaration.promises import in_succession
from kortisto.declaration.standing import Standing
from kortisto.declaration.subjects import Datum, SubjectState
from kortisto.declaration.vocabulary.clocks import CLOCKS as WORDS
from kortisto.declaration.windows import Clocks, ClockState, window
from kortisto.privacy.retention.compiling.dates import Point, of_day, of_instant
from kortisto.privacy.retention.compiling.endings import Combination, Deciding, bound_from
from kortisto.privacy.retention.compiling.windows import ClockColumns, Columns, asked_on, closed_on
from tests.declaration.test_against_oracle import (
    CLOCKS,
    LEAVES,
    STATES,
    clock_maps,
    instants,
    rules,
    successions,
    without_ties,
)

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

OWN = ("contract.ended", "item.updated")
"""Clocks that the rows of the table hold themselves: one as a day, one as an instant."""

MANY = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[
        HealthCheck.filter_too_much, HealthCheck.too_slow, HealthCheck.function_scoped_fixture,
        HealthCheck.data_too_large,
    ],
)  # fmt: skip


def own_clock(clock: str, moment: date | datetime | None) -> ClockState:
    """As `walking` reads a column that is a clock."""
    return ClockState((moment,)) if moment else ClockState(running=WORDS[clock].may_go_on)


days = st.one_of(st.none(), st.dates(date(2015, 1, 1), date(2030, 12, 31)))
data = st.builds(
    Datum,
    item=st.sampled_from(LEAVES),
    collected=instants,
    clocks=st.builds(
        lambda ended, updated: {OWN[0]: own_clock(OWN[0], ended), OWN[1]: own_clock(OWN[1], updated)},
        days, st.one_of(st.none(), instants),
    ),
)  # fmt: skip
subjects = st.builds(
    SubjectState,
    states=st.frozensets(st.sampled_from(STATES)),
    earlier=st.frozensets(st.sampled_from(STATES), max_size=2),
    phase=st.sampled_from([None, "active"]),
    clocks=clock_maps,
    data=st.lists(data, min_size=1, max_size=3).map(tuple),
)


def of_subject(clocks: Clocks) -> Mapping[str, tuple[object, ...]]:
    """As the stored clocks of a subject: first and last instant and day, and whether it runs."""
    found = {}
    for clock in CLOCKS:
        state = clocks.get(clock, ClockState())
        both = (state.first, state.last) if state.struck else (None, None)
        struck = [value for one in both for value in ((instant(one), civil_day(one)) if one else (None, None))]
        found[clock] = (*struck, state.running)
    return found


def columns(year_end: str, *, own: bool) -> Columns:
    def clock(name: str) -> ClockColumns | None:
        if own and name in OWN:
            point = of_day("d.own_0") if name == OWN[0] else of_instant("d.own_1")
            running = f"(d.own_{OWN.index(name)} is null)" if WORDS[name].may_go_on else "false"
            return ClockColumns(point, point, running)
        if name not in CLOCKS:
            return None
        at = CLOCKS.index(name)
        return ClockColumns(
            Point(f"d.first_at_{at}", f"d.first_day_{at}"),
            Point(f"d.last_at_{at}", f"d.last_day_{at}"),
            f"d.running_{at}",
        )

    return Columns(of_instant("d.born"), clock, year_end)


PARTS = {
    "first_at": "timestamptz", "first_day": "date", "last_at": "timestamptz", "last_day": "date", "running": "boolean",
}  # fmt: skip
NEVER = date(9999, 12, 31)
FOREVER = datetime(9999, 1, 1, tzinfo=UTC)
HELD = (
    {"born": "timestamptz", "own_0": "date", "own_1": "timestamptz"}
    | {f"{part}_{at}": kind for at in range(len(CLOCKS)) for part, kind in PARTS.items()}
    | {"version": "text"}
)


def asked(day: str, more: str, values: list[Any]) -> tuple[date, str | None]:
    """What PostgreSQL says of one row."""
    row = ", ".join(f"%s::{kind} as {name}" for name, kind in HELD.items())
    question = f"select {day}, {more} from (select {row}) d"  # noqa: S608 - no input
    with connection.cursor() as cursor:
        cursor.execute(question.replace("infinity", str(NEVER)), values)
        found: tuple[date, str | None] = cursor.fetchone()
    return found


@given(rules("rule0"), clock_maps, instants, st.sampled_from(["12-31", "04-30", "02-28", "02-29", "06-30"]))
@settings(MANY, max_examples=150)
def test_each_window_closes_on_the_same_day(
    one: RetentionRule, clocks: dict[str, ClockState], collected: datetime, year_end: str
) -> None:
    plain = replace(one, unless=())
    day = closed_on(plain, (), columns(year_end, own=False))
    held = [value for values in of_subject(clocks).values() for value in values]
    found, _ = asked(day, "null", [collected, None, None, *held, None])
    ends = window(plain, clocks, collected=collected, year_end=year_end).ends
    assert found == (civil_day(ends) if ends is not None else NEVER), day


@given(rules("rule0"), clock_maps, instants)
@settings(MANY, max_examples=150)
def test_a_review_is_asked_for_on_the_same_day(
    one: RetentionRule, clocks: dict[str, ClockState], collected: datetime
) -> None:
    plain = replace(one, unless=(), review=Review(by=("officer",), every=Period(1, Unit.YEAR)))
    held = [value for values in of_subject(clocks).values() for value in values]
    found, _ = asked(asked_on(plain, (), columns("12-31", own=False)), "null", [collected, None, None, *held, None])
    least = window(plain, clocks, collected=collected, year_end="12-31").may_end
    assert found == civil_day(least or end_after(collected, Period(1, Unit.YEAR)))


@given(successions(), subjects, instants, st.booleans(), st.integers(0, 3))
@MANY
def test_each_datum_is_due_on_the_same_day_by_the_same_rule(
    versions: tuple[Declaration, ...], subject: SubjectState, at: datetime, own: bool, under: int
) -> None:
    """`under`: the version that the data were collected under; the first is the only one there is, the last unknown."""
    compiled = in_succession([without_ties(one) for one in versions]) if under else without_ties(versions[-1])
    version = f"{versions[-1].register.id} {under - 1}" if under else None
    told = [replace(one, declaration=version) for one in subject.data]
    subject = replace(subject, data=tuple(told if own else (replace(one, clocks={}) for one in told)))
    combination = Combination(tuple(subject.states), tuple(subject.earlier), subject.phase or "")
    deciding = Deciding(compiled, combination, at)
    endings = Endings(Standing(compiled, subject, at))
    clocks = [value for values in of_subject(subject.clocks).values() for value in values]
    where = replace(columns(compiled.year_end, own=own), bound_from=bound_from(compiled, "d.version", "d.born"))
    for datum in subject.data:
        ending = deciding.ending(datum.item)
        assert ending is not None
        held = [datum.clocks[clock].last if own and datum.clocks[clock].struck else None for clock in OWN]
        values = [datum.collected, *held, *clocks, version]
        day, rule = asked(ending.due_on(where), ending.rule(where), values)
        expected = endings.of(datum)
        _, review_on = asked(ending.due_on(where), f"{ending.asked_on(where)}::text", values)
        firsts = [str(civil_day(review.first)) for review in expected.reviews]
        assert all((review_on or str(NEVER)) <= first for first in firsts)
        assert day == (civil_day(expected.at) if expected.at is not None else NEVER)
        if expected.kind is DueKind.UNJUSTIFIED:
            assert rule == expected.rule
        elif not any(one.closing or one.window.promise for one in expected.justifications):
            # Where two end on one day, for they were cut there, either may be named.
            ends = [
                (civil_day(one.until) if one.until else date.max, one.plan.rule.ref) for one in expected.justifications
            ]
            best = {ref for end, ref in ends if end == max(ends)[0]}
            assert rule in best or len(best) > 1
