"""Everything that happens by itself, and when. Times are Finnish civil time."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.conf import settings
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued, UniqueViolation
from procrastinate.jobs import Status
from procrastinate.tasks import Task

from kortisto.declaration.civil_time import HELSINKI, civil_day
from kortisto.interfaces.jobs import tasks
from kortisto.privacy.retention import operations
from kortisto.register.audit.enums import ActorKind, Door
from kortisto.register.audit.values import Actor
from kortisto.register.parties.intake.chosen import go_on_later, undo_later
from kortisto.register.parties.queries.imports import stalled_undos, stalled_uploads

PATIENCE = timedelta(minutes=2)
"""A portion of an import takes seconds: one that has not moved for so long has nobody who moves it."""


_NEVER_MISSED = datetime.max.replace(tzinfo=UTC)
"""When something last ran that is not caught up with: it comes the next day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Nightly:
    """A task that runs once in every civil day, at a time of the day. `last_run`: when it last began, if ever."""

    task: Task[..., Any, ...]
    at: time
    last_run: Callable[[], datetime | None]

    def moment_of_day(self, moment: datetime) -> datetime:
        """Return when it runs on the civil day of a moment, in UTC; an hour that clocks skip counts as the next."""
        return datetime.combine(civil_day(moment), self.at, HELSINKI).astimezone(UTC)

    def is_at(self, moment: datetime) -> bool:
        """Return whether it runs at this moment. Once a day, also when clocks go back and an hour comes twice."""
        return self.moment_of_day(moment) == moment

    def was_missed(self, *, now: datetime, born: datetime) -> bool:
        """Return whether it should have run today and has not, in an installation that was there already."""
        due = self.moment_of_day(now)
        last = self.last_run()
        return born < due <= now and (last is None or last < due)


def backups_at(hour: int | None) -> tuple[Nightly, ...]:
    """Return the task of the backup, where the settings name an hour for it."""
    return () if hour is None else (Nightly(task=tasks.back_up, at=time(hour), last_run=tasks.last_backup),)


SCHEDULE: tuple[Nightly, ...] = (
    # What the notice promises to do regularly is asked for.
    Nightly(task=tasks.ask_regular_runs, at=time(1), last_run=lambda: None),
    # Restrictions whose last day is over end, where the person was told.
    Nightly(task=tasks.end_restrictions, at=time(2), last_run=lambda: None),
    # What has fallen due is erased.
    Nightly(task=tasks.sweep, at=time(3), last_run=tasks.last_sweep),
    # What will fall due is counted for the calendar.
    Nightly(task=tasks.forecast, at=time(4), last_run=tasks.last_forecast),
    # The log loses what is over, and is checked as a whole.
    Nightly(task=tasks.look_after_log, at=time(5), last_run=tasks.last_check_of_log),
    # Of the other restrictions their officers are reminded; a start of the machine writes no second mail.
    Nightly(task=tasks.remind_of_restrictions, at=time(7), last_run=lambda: _NEVER_MISSED),
    *backups_at(settings.BACKUP_HOUR),
)


@app.periodic(cron="0 * * * *")
@app.task(name="tick", queueing_lock="tick")
def tick(timestamp: int, **_further: Any) -> None:
    """Start what runs at this hour. The queue's own calendar knows UTC only, hence a look every hour."""
    moment = datetime.fromtimestamp(timestamp, UTC)
    for nightly in SCHEDULE:
        if nightly.is_at(moment):
            start(nightly)


@app.periodic(cron="*/2 * * * *")
@app.task(name="resume", queueing_lock="resume")
async def resume(timestamp: int, **_further: Any) -> None:  # noqa: ARG001 (the queue passes it)
    """Start again what a worker that was killed had begun; where the same waits already, that is enough."""
    for job in await app.job_manager.get_stalled_jobs():
        try:
            await app.job_manager.retry_job(job)
        except UniqueViolation:
            await app.job_manager.finish_job(job, Status.ABORTED, delete_job=True)


@app.periodic(cron="*/2 * * * *")
@app.task(name="resume imports", queueing_lock="resume imports")
def resume_imports(timestamp: int, **_further: Any) -> None:
    """Go on with imports that stand still because their worker was killed; two at once do no harm."""
    _go_on_with_imports(datetime.fromtimestamp(timestamp, UTC), PATIENCE)


@app.periodic(cron="*/2 * * * *")
@app.task(name="resume sweeps", queueing_lock="resume sweeps")
def resume_sweeps(timestamp: int, **_further: Any) -> None:
    """Go on with a sweep that stands still because whoever did it was killed."""
    operations.wake_sweep(by=Actor(kind=ActorKind.JOB), at=datetime.fromtimestamp(timestamp, UTC), channel=Door.JOBS)


def _go_on_with_imports(now: datetime, patience: timedelta) -> None:
    for upload_id in stalled_uploads(at=now, patience=patience):
        go_on_later(upload_id=upload_id)
    for batch_id in stalled_undos(at=now, patience=patience):
        undo_later(batch_id=batch_id)


@app.periodic(cron="*/5 * * * *")
@app.task(name="every_five_minutes", queueing_lock="every_five_minutes")
def every_five_minutes(timestamp: int, **_further: Any) -> None:  # noqa: ARG001 (the queue passes it)
    """Start what must not wait for long: reminders, letting go, clocks of what was written, what goes at once."""
    for task in (tasks.remind, tasks.tidy, tasks.settle, tasks.sweep_what_goes_at_once):
        with suppress(AlreadyEnqueued):
            task.defer()


def catch_up(*, now: datetime, born: datetime) -> None:
    """Start what was missed while nothing ran, as on a machine that is switched off at night."""
    for nightly in SCHEDULE:
        # What the notice promises to do regularly is asked for at every start, also the first.
        if nightly.task is tasks.ask_regular_runs or nightly.was_missed(now=now, born=born):
            start(nightly)
    _go_on_with_imports(now, timedelta(0))
    operations.wake_sweep(by=Actor(kind=ActorKind.JOB), at=now, channel=Door.JOBS, patience=timedelta(0))


def start(nightly: Nightly) -> bool:
    """Put the task into the queue; False when it waits there already."""
    try:
        nightly.task.defer()
    except AlreadyEnqueued:
        return False
    return True
