"""What a new version makes due at once is counted together as it is counted subject by subject."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import settings as often
from hypothesis import strategies as st
from pytest_django import Settings

from kortisto.declaration.civil_time import civil_day
from kortisto.declaration.endings import DueKind, Endings
from kortisto.declaration.loader import load
from kortisto.declaration.model import Declaration
from kortisto.declaration.promises import in_succession
from kortisto.declaration.standing import Standing
from kortisto.declaration.subjects import SubjectState
from kortisto.declaration.vocabulary.clocks import CLOCKS as WORDS
from kortisto.privacy.retention.compiling import changes
from kortisto.privacy.retention.compiling.comparing import Comparing, Possible, end_of, key
from kortisto.privacy.retention.compiling.dates import Point, of_day, of_instant
from kortisto.privacy.retention.compiling.endings import Combination
from kortisto.privacy.retention.compiling.windows import ClockColumns, Columns
from kortisto.privacy.retention.enums import PURPOSE
from kortisto.privacy.retention.models import Agenda
from kortisto.privacy.retention.operations import settle
from kortisto.privacy.retention.queries.adopting import Preview, preview
from kortisto.register.audit.enums import ActorKind, Door
from kortisto.register.audit.operations import open_access
from kortisto.register.audit.values import Actor
from tests.declaration.test_against_oracle import CLOCKS, instants, successions, without_ties
from tests.privacy.retention.test_compiled_against_kernel import MANY, OWN, PARTS, of_subject, subjects
from tests.privacy.retention.test_compiled_tables import crowd  # noqa: F401 - a fixture
from tests.register.conftest import NOW

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

JOB = Actor(kind=ActorKind.JOB)
NOTICES = Path(__file__).resolve().parents[3] / "notices"
LATER = NOW + timedelta(days=365 * 4)


def changed(notice: str, folder: Path, before: str, after: str) -> Declaration:
    """Return a notice with something else in all its files; with one use only, where nothing is named."""
    for file in NOTICES.glob("*.yaml"):
        (folder / file.name).write_text(re.sub(before or "$^", after, file.read_text("utf-8")), "utf-8")
    declaration = load(folder / f"{notice}.yaml").declaration
    assert declaration
    if before:
        return declaration
    uses = list(declaration.processing.items())
    return replace(declaration, processing=dict(one for place, one in enumerate(uses) if not place))


def previewed(new: Declaration, at: datetime) -> Preview:
    with open_access(by=JOB, purpose=PURPOSE, at=NOW, channel=Door.JOBS) as access:
        return preview(new=new, access=access, at=at)


@pytest.mark.parametrize(
    ("notice", "before", "after", "few"),
    [
        ("asiakasrekisteri", r"\b\d+ years\b", "1 year", 0),
        ("asiakasrekisteri", "", "", 1000),
        ("ivt", r"\b\d+ years\b", "30 months", 1000),
    ],
)
def test_all_together_as_each_alone(  # noqa: PLR0917 - what is changed, and how it is asked
    crowd: None,  # noqa: F811
    settings: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    notice: str,
    before: str,
    after: str,
    few: int,
) -> None:
    monkeypatch.setattr(changes, "_FEW", few)
    settings.KORTISTO_DECLARATION = str(NOTICES / f"{notice}.yaml")
    settle(by=JOB, at=NOW, channel=Door.JOBS, whole=True)
    new = changed(notice, tmp_path, before, after)
    together = [previewed(new, at) for at in (NOW, LATER)]
    with open_access(by=JOB, purpose=PURPOSE, at=NOW, channel=Door.JOBS) as access:
        access.record("test.look")
        Agenda.objects.update(special=True)
    alone = [previewed(new, at) for at in (NOW, LATER)]
    for one, other in zip(together, alone, strict=True):
        assert one.falls_due == other.falls_due
        assert (one.touched, one.tell, one.looked_at) == (other.touched, other.tell, other.looked_at)
    assert sum(one.data for one in together) > 1


# --- for whatever rules and histories there are ---


def columns(year_end: str) -> Columns:
    """As the tables of a register: what is of the row and what of the subject go by different names."""

    def clock(name: str) -> ClockColumns | None:
        if name in OWN:
            column = f't."own_{OWN.index(name)}"'
            point = of_day(column) if name == OWN[0] else of_instant(column)
            running = f"({column} is null)" if WORDS[name].may_go_on else "false"
            return ClockColumns(point, point, running)
        if name not in CLOCKS:
            return None
        at = CLOCKS.index(name)
        return ClockColumns(
            Point(f"w.first_at_{at}", f"w.first_day_{at}"),
            Point(f"w.last_at_{at}", f"w.last_day_{at}"),
            f"w.running_{at}",
        )

    return Columns(of_instant('t."born"'), clock, year_end, version='t."version"')


OF_THE_SUBJECT = {f"{part}_{at}": kind for at in range(len(CLOCKS)) for part, kind in PARTS.items()}
OF_THE_ROW = {"born": "timestamptz", "own_0": "date", "own_1": "timestamptz", "version": "text"}


def asked(answer: str, possible: Possible, subject: list[Any], row: list[Any]) -> tuple[str | None, bool]:
    """What PostgreSQL says of one row, and whether it says of the subject that anything can fall due."""
    some = " or ".join(possible.conditions) or "false"
    parts = (
        ", ".join(f"%s::{kind} as {name}" for name, kind in names.items()) for names in (OF_THE_SUBJECT, OF_THE_ROW)
    )
    of_subject, of_row = parts
    question = f"select {answer}, {some} from (select 1 as combination, {of_subject}) w, (select {of_row}) t"  # noqa: S608 - no input
    with connection.cursor() as cursor:
        cursor.execute(question, [*subject, *row])
        found: tuple[str | None, bool] = cursor.fetchone()
    return found


@given(successions(), subjects, instants, st.booleans(), st.integers(0, 2))
@often(MANY, max_examples=80)
def test_each_datum_falls_due_by_the_same_rule(
    versions: tuple[Declaration, ...], subject: SubjectState, at: datetime, own: bool, under: int
) -> None:
    """`under`: the version that the data were collected under, the last one unknown."""
    compiled = [without_ties(one) for one in versions]
    if len(compiled) < 2:
        return
    old, new = in_succession(compiled[:-1]), in_succession(compiled)
    version = f"{versions[-1].register.id} {under}"
    at = end_of(civil_day(at))
    data = [replace(one, declaration=version, collected=min(one.collected, at)) for one in subject.data]
    subject = replace(subject, data=tuple(data if own else (replace(one, clocks={}) for one in data)))
    combination = Combination(tuple(subject.states), tuple(subject.earlier), subject.phase or "")
    comparing = Comparing(old, new, combination, at)
    before, after = (Endings(Standing(one, subject, at)) for one in (old, new))
    groups = Standing(new, subject, at).all_groups()
    clocks = [value for values in of_subject(subject.clocks).values() for value in values]
    where = columns(new.year_end) if own else replace(columns(new.year_end), clock=_of_subject_alone(new.year_end))
    for datum in subject.data:
        possible = Possible()
        assert comparing.can_say(datum.item)
        answer = comparing.answer(datum.item, where, number=1, possible=possible)
        held = [datum.clocks[clock].last if own and datum.clocks[clock].struck else None for clock in OWN]
        said, some = asked(answer, possible, clocks, [datum.collected, *held, version])
        expected = after.of(datum)
        falls_due = expected.is_due(at) and not before.of(datum).is_due(at)
        assert (said is not None) == falls_due, answer
        assert some or not falls_due, "whom nothing can befall is not looked at"
        if said is not None:
            rule, action, is_held = key(said)
            assert (action, is_held) == (expected.action.kind, bool(expected.blocked_by or not groups))
            ends = [
                (civil_day(one.until) if one.until else date.max, one.plan.rule.ref) for one in expected.justifications
            ]
            if expected.kind is DueKind.UNJUSTIFIED:
                assert rule == expected.rule
            else:
                assert rule in {ref for end, ref in ends if end == max(ends)[0]}


def _of_subject_alone(year_end: str) -> Any:
    whole = columns(year_end).clock
    return lambda name: whole(name) if name in CLOCKS else None
