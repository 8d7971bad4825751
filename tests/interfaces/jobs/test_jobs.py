"""The worker's tasks and their schedule, run by a real worker against the database."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection, connections
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.retry import BaseRetryStrategy, RetryStrategy
from pytest_django import Settings

from kortisto.interfaces import web
from kortisto.interfaces.jobs import schedule, tasks
from kortisto.interfaces.jobs.again import Again
from kortisto.interfaces.jobs.failures import failures
from kortisto.lib.backup_names import name_of
from kortisto.privacy.retention.queries import certificates

pytestmark = pytest.mark.integration

WINTER, SUMMER = datetime(2026, 1, 15, 12, tzinfo=UTC), datetime(2026, 7, 15, 12, tzinfo=UTC)


def nightly(last_run: datetime | None = None) -> schedule.Nightly:
    return schedule.Nightly(task=tasks.sweep, at=time(3), last_run=lambda: last_run)


def work() -> None:
    """Do all that is in the queue, in this process, as the runtime role, and return."""
    with app.replace_connector(app.connector.get_worker_connector()) as worker:  # type: ignore[attr-defined]
        worker.run_worker(wait=False, install_signal_handlers=False, listen_notify=False, delete_jobs="successful")
    for one in connections.all():
        one.close()


@pytest.fixture
def queue(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An empty queue. The worker's thread does not keep its connection, which would outlive the test."""
    monkeypatch.setitem(connections.settings["default"], "CONN_MAX_AGE", 0)
    yield
    with connection.cursor() as cursor:
        cursor.execute("delete from procrastinate_periodic_defers")
        cursor.execute("delete from procrastinate_events")
        cursor.execute("delete from procrastinate_jobs")
        cursor.execute("delete from procrastinate_workers")


# --- the schedule ----------------------------------------------------------------------------------------------------


def test_every_periodic_job_stands_in_the_schedule() -> None:
    assert schedule.__name__ in app.import_paths
    assert {task.name for task, _ in _periodic()} == {
        "tick",
        "resume",
        "resume imports",
        "resume sweeps",
        "every_five_minutes",
    }
    assert [(one.task.name, one.at) for one in schedule.SCHEDULE] == [
        ("ask_regular_runs", time(1)), ("end_restrictions", time(2)), ("sweep", time(3)), ("forecast", time(4)),
        ("look_after_log", time(5)), ("remind_of_restrictions", time(7)),
    ]  # fmt: skip
    assert tasks.sweep.name in app.tasks


def _periodic() -> list[tuple[Any, str]]:
    return [
        (one.task, one.cron) for one in app.periodic_registry.periodic_tasks.values() if "builtin" not in one.task.name
    ]


@pytest.mark.parametrize(("day", "hour"), [(WINTER, 1), (SUMMER, 0)])
def test_three_o_clock_is_finnish_time(day: datetime, hour: int) -> None:
    hours = [hour for hour in range(24) if nightly().is_at(day.replace(hour=hour))]
    assert hours == [hour]


@pytest.mark.parametrize("day", [datetime(2026, 3, 29, tzinfo=UTC), datetime(2026, 10, 25, tzinfo=UTC)])
def test_once_in_the_nights_when_clocks_change(day: datetime) -> None:
    start = day - timedelta(hours=12)
    assert sum(nightly().is_at(start + timedelta(hours=hour)) for hour in range(36)) == 1


def test_a_night_that_was_slept_through_is_made_up_for() -> None:
    born, now = WINTER - timedelta(hours=72), WINTER
    due = now.replace(hour=1)
    assert nightly(None).was_missed(now=now, born=born)
    assert nightly(due - timedelta(hours=1)).was_missed(now=now, born=born)
    assert not nightly(due + timedelta(seconds=2)).was_missed(now=now, born=born)
    assert not nightly(None).was_missed(now=now, born=due + timedelta(hours=1))  # made after that night
    assert not nightly(due - timedelta(hours=20)).was_missed(now=due - timedelta(minutes=1), born=born)


def test_the_tick_starts_what_runs_at_that_hour(queue: None) -> None:
    schedule.tick(timestamp=int(WINTER.timestamp()))
    assert not ProcrastinateJob.objects.exists()
    schedule.tick(timestamp=int(WINTER.replace(hour=1).timestamp()))
    schedule.tick(timestamp=int(WINTER.replace(hour=1).timestamp()))  # waits already: not twice
    assert [job.task_name for job in ProcrastinateJob.objects.all()] == ["sweep"]


def test_catching_up_starts_what_was_missed(queue: None) -> None:
    schedule.catch_up(now=WINTER, born=WINTER - timedelta(hours=72))
    assert [job.task_name for job in ProcrastinateJob.objects.all()] == [
        "ask_regular_runs", "end_restrictions", "sweep", "forecast", "look_after_log",
    ]  # fmt: skip
    with pytest.raises(AlreadyEnqueued):
        tasks.sweep.defer()


# --- the tasks -------------------------------------------------------------------------------------------------------


def test_the_sweep_runs_and_leaves_its_certificate(queue: None) -> None:
    assert tasks.last_sweep() is None
    tasks.sweep.defer()
    work()
    assert not ProcrastinateJob.objects.exists()  # done, and gone from the queue
    (certificate,) = certificates()
    assert certificate.finished_at is not None
    assert tasks.last_sweep() == certificate.started_at


def test_a_failing_job_is_tried_again_then_shown(queue: None) -> None:
    tried: list[int] = []

    @app.task(name="breaks", retry=RetryStrategy(max_attempts=2))
    def breaks(**_further: Any) -> None:
        tried.append(len(tried))
        raise LookupError("a value that must not be shown")

    try:
        breaks.defer()
        work()
    finally:
        del app.tasks["breaks"]
    assert len(tried) == 3
    (failure,) = failures()
    assert failure.task == "breaks"
    assert datetime.now(UTC) - failure.at < timedelta(minutes=5)


def test_what_a_killed_worker_had_begun_is_begun_again_once(queue: None) -> None:
    tasks.sweep.defer()
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into procrastinate_workers (last_heartbeat) values (now() - interval '1 hour') returning id"
        )
        (dead,) = cursor.fetchone()
        cursor.execute("update procrastinate_jobs set status = 'doing', worker_id = %s", [dead])
    tasks.sweep.defer()  # the same waits meanwhile: both cannot
    tasks.tidy.defer()
    with connection.cursor() as cursor:
        cursor.execute(
            "update procrastinate_jobs set status = 'doing', worker_id = %s where task_name = 'tidy'", [dead]
        )
    schedule.resume.configure(priority=1).defer(timestamp=0)
    work()
    assert not ProcrastinateJob.objects.exists()
    assert len(certificates()) == 1


def waits_of(again: BaseRetryStrategy | None, error: Exception) -> list[float]:
    """Seconds before each further attempt, until there is none."""
    job = ProcrastinateJob(attempts=0).procrastinate_job
    waits: list[float] = []
    assert isinstance(again, Again)
    while decision := again.get_retry_decision(exception=error, job=job.evolve(attempts=len(waits))):
        assert decision.retry_at is not None
        waits.append(round((decision.retry_at - datetime.now(UTC)).total_seconds()))
    return waits


def test_what_fails_by_itself_is_tried_three_times_more_and_then_kept() -> None:
    assert waits_of(tasks.AGAIN, LookupError()) == [8, 64, 512]


def test_what_passes_is_tried_for_two_days() -> None:
    waits = waits_of(tasks.AGAIN, OperationalError())
    assert waits[:4] == [2, 4, 8, 16]
    assert max(waits) == 300
    assert timedelta(days=1.9) < timedelta(seconds=sum(waits)) < timedelta(days=2.1)


def test_an_import_waits_for_space_on_the_disk() -> None:
    assert len(waits_of(tasks.import_upload.retry_strategy, OSError(28, "No space left on device"))) > 500


def test_a_backup_is_made_at_the_hour_of_the_settings_and_made_up_for(tmp_path: Path, settings: Settings) -> None:
    assert schedule.backups_at(None) == ()
    (backup,) = schedule.backups_at(4)
    settings.BACKUP_FOLDER = tmp_path
    now, born = WINTER.replace(hour=9), WINTER - timedelta(days=9)
    assert [hour for hour in range(24) if backup.is_at(WINTER.replace(hour=hour))] == [2], "Finnish time"
    assert backup.was_missed(now=now, born=born), "there is none"
    (tmp_path / name_of(now - timedelta(days=1))).touch()
    assert backup.was_missed(now=now, born=born), "the machine was off this night"
    (tmp_path / name_of(now - timedelta(hours=5))).touch()
    assert not backup.was_missed(now=now, born=born)


def test_the_page_says_when_the_sweep_runs() -> None:
    """Nobody has to start it: who thinks so is surprised in the morning."""
    (sweep,) = [one for one in schedule.SCHEDULE if one.task is tasks.sweep]
    page = Path(web.__file__).parent / "templates" / "web" / "staff" / "retention.html"
    assert sweep.at == time(3)
    assert "every night at three" in page.read_text("utf-8")
