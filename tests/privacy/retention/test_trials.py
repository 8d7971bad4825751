"""Trials of a sweep: asked for, worked out by the worker and taken back, cancelled, begun anew; the numbers stay."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import OperationalError, connection
from procrastinate.contrib.django.models import ProcrastinateJob

from kortisto.interfaces.jobs import tasks
from kortisto.privacy.retention import operations, queries
from kortisto.privacy.retention.enums import SubjectKind, TrialState
from kortisto.privacy.retention.models import Certificate, Sweep, Trial, TrialSample
from kortisto.privacy.retention.operations import TrialIsOverError, TrialUnderWayError, simulating, trials
from kortisto.privacy.retention.queries import TrialView
from kortisto.register.access.rules import NotPermittedError
from kortisto.register.audit.enums import Door
from kortisto.register.audit.models import AuditEvent
from tests.privacy.retention.test_sweep_under_stress import JOB, LATER, add_people, left, looking, swept
from tests.register.conftest import ALICE, BOB

pytestmark = pytest.mark.integration


@pytest.fixture
def db(transactional_db: None) -> None:
    """What is written is committed, as in an installation."""


@pytest.fixture(autouse=True)
def small_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(simulating, "PORTION", 3)


def asked(at: datetime = LATER) -> UUID:
    return operations.ask_trial(by=ALICE, at=at, channel=Door.WEB)


def done(trial: UUID, at: datetime = LATER) -> TrialView:
    operations.run_trial(trial_id=trial, by=JOB, at=at, clock=lambda: at, channel=Door.JOBS)
    found = queries.trial_view(trial_id=trial)
    assert found is not None
    return found


def samples() -> list[UUID]:
    with looking():
        return list(TrialSample.objects.order_by("id").values_list("subject", flat=True))


def test_it_finds_what_a_sweep_then_does_and_keeps_nothing_but_the_numbers(db: None, esimerkki_oy: UUID) -> None:
    add_people(7, esimerkki_oy)
    trial = asked()
    [job] = ProcrastinateJob.objects.filter(task_name=trials.TRIAL)
    assert job.args == {"trial_id": str(trial)}
    assert job.task_name == tasks.trial.name
    found = done(trial)
    assert (found.state, found.total, found.looked_at, found.percent) == (TrialState.FINISHED, 8, 8, 100)
    assert (left(), Sweep.objects.count(), Certificate.objects.count()) == (7, 0, 0)
    with operations.oversee(by=JOB, at=LATER, channel=Door.JOBS) as access:
        shown = queries.tried_subjects(access=access, trial_id=trial)
    assert [one.kind for one in shown] == [SubjectKind.PERSON] * simulating.SAMPLES + [SubjectKind.ORGANISATION]
    assert shown[0].name.startswith("Keksitty")
    assert shown[0].items
    real = swept()
    assert (found.people, found.organisations) == (real.people, real.organisations) == (7, 1)
    assert (found.items, found.rules, found.rows, found.held_back) == (
        real.items, real.rules, real.rows, real.held_back,
    )  # fmt: skip
    assert samples() == [], "the examples go with those whom they name"
    assert {"trial.ask", "retention.simulate", "trial.end"} <= set(AuditEvent.objects.values_list("action", flat=True))


def test_one_at_a_time_and_the_next_takes_the_examples_of_the_last(db: None, esimerkki_oy: UUID) -> None:
    add_people(2, esimerkki_oy)
    first = asked()
    with pytest.raises(TrialUnderWayError) as refused:
        asked()
    assert refused.value.trial == first
    assert done(first).over
    assert len(samples()) == 3
    second = asked(LATER + timedelta(hours=1))
    assert samples() == []
    assert [one.id for one in queries.latest_trials()] == [second, first]


def test_it_is_cancelled_between_portions_and_says_how_far_it_came(
    db: None, esimerkki_oy: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_people(7, esimerkki_oy)
    trial, portions = asked(), []
    real = trials._count

    def counted(row: Trial, *further: object) -> None:
        portions.append(True)
        if len(portions) == 2:
            row.state = TrialState.CANCELLING
        real(row, *further)  # type: ignore[arg-type]

    monkeypatch.setattr(trials, "_count", counted)
    found = done(trial)
    assert (found.state, found.looked_at, found.people) == (TrialState.CANCELLED, 3, 3)
    assert left() == 7
    with pytest.raises(TrialIsOverError):
        operations.cancel_trial(trial_id=trial, by=ALICE, at=LATER, channel=Door.WEB)


def test_what_nobody_does_yet_or_any_more_is_cancelled_at_once(db: None) -> None:
    first = asked()
    operations.cancel_trial(trial_id=first, by=ALICE, at=LATER, channel=Door.WEB)
    assert done(first).state is TrialState.CANCELLED, "the job that waited finds nothing to do"
    second = asked()
    Trial.objects.filter(pk=second).update(state=TrialState.RUNNING)
    operations.cancel_trial(trial_id=second, by=ALICE, at=LATER, channel=Door.WEB)
    assert Trial.objects.get(pk=second).state == TrialState.CANCELLING, "somebody does it at this moment"
    later = LATER + timedelta(minutes=3)
    operations.cancel_trial(trial_id=second, by=ALICE, at=later, channel=Door.WEB)
    assert Trial.objects.get(pk=second).state == TrialState.CANCELLED


def test_killed_it_begins_anew_and_counts_nothing_twice(
    db: None, esimerkki_oy: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_people(4, esimerkki_oy)
    trial = asked()
    real, portions = simulating._Simulating.portion, []

    def cut(*arguments: object) -> object:
        portions.append(True)
        if len(portions) == 2:
            raise OperationalError("the database is away")
        return real(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(simulating._Simulating, "portion", cut)
    with pytest.raises(OperationalError):
        done(trial)
    assert Trial.objects.get(pk=trial).state == TrialState.ASKED
    found = done(trial)
    assert (found.state, found.looked_at, found.people) == (TrialState.FINISHED, 5, 4)
    Trial.objects.filter(pk=trial).update(looked_at=1)
    assert done(trial).looked_at == 1, "over is over"


def test_two_workers_do_not_write_over_each_other(
    db: None, esimerkki_oy: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_people(2, esimerkki_oy)
    trial = asked()
    real = simulating._Simulating.look_ahead

    def overtaken(self: object) -> None:
        Trial.objects.filter(pk=trial).update(worker=UUID(int=1))
        real(self)  # type: ignore[arg-type]

    monkeypatch.setattr(simulating._Simulating, "look_ahead", overtaken)
    found = done(trial)
    assert (found.state, found.looked_at) == (TrialState.RUNNING, 0)
    assert samples() == []


def test_only_who_may_sweep_may_try_and_cancel(db: None) -> None:
    trial = asked()
    for attempt in (
        lambda: operations.ask_trial(by=BOB, at=LATER, channel=Door.WEB),
        lambda: operations.cancel_trial(trial_id=trial, by=BOB, at=LATER, channel=Door.WEB),
    ):
        with pytest.raises(NotPermittedError):
            attempt()


def test_examples_are_read_only_by_whom_the_log_knows(db: None, esimerkki_oy: UUID) -> None:
    add_people(1, esimerkki_oy)
    done(asked())
    with connection.cursor() as cursor:
        cursor.execute("select * from retention_trial_sample")
        assert cursor.fetchall() == []
