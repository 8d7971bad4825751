"""The tasks of the worker: each reads the clock once and makes one call of a lower layer with that time."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string
from procrastinate.contrib.django import app

from kortisto.interfaces.jobs import reminding
from kortisto.interfaces.jobs.again import Again
from kortisto.lib.backup_names import backups
from kortisto.privacy.retention import log as keep_log
from kortisto.privacy.retention import operations, queries
from kortisto.privacy.retention.enums import SubjectKind
from kortisto.privacy.retention.operations.forecasting import FORECAST
from kortisto.privacy.retention.operations.forecasting import forecast as count_forecast
from kortisto.privacy.retention.queries import calendar
from kortisto.privacy.retention.subject import SWEEP_SUBJECT
from kortisto.register.audit import queries as log_queries
from kortisto.register.audit import sealing
from kortisto.register.audit.enums import ActorKind, Door
from kortisto.register.audit.values import Actor
from kortisto.register.ledger.expiring import expire
from kortisto.register.parties import operations as parties
from kortisto.register.parties.operations import trying
from kortisto.register.parties.operations.duplicates import COMPARE_IMPORT
from kortisto.register.parties.operations.running_uploads import run_upload
from kortisto.register.parties.operations.undoing import run_undo
from kortisto.register.parties.queries.imports import trial_of

AGAIN = Again()
"""A database that is restarted, a lock, a full disk pass in a while; what still fails then stays to be shown."""


@app.task(name="sweep", queueing_lock="sweep", retry=AGAIN)
def sweep(sweep_id: str = "", **_further: Any) -> None:
    """Do the sweep that somebody has asked for; without its number, what the night asks for.

    Run again, after a failure or a kill, it goes on with the next portion.
    """
    now = datetime.now(UTC)
    by, clock = Actor(kind=ActorKind.JOB), partial(datetime.now, UTC)
    if sweep_id:
        operations.run_sweep(sweep_id=UUID(sweep_id), by=by, at=now, clock=clock, channel=Door.JOBS)
    else:
        operations.end_holds_at_their_maximum(by=by, at=now, channel=Door.JOBS)
        operations.sweep_tonight(by=by, at=now, clock=clock, channel=Door.JOBS)


@app.task(name="trial", retry=AGAIN)
def trial(trial_id: str, **_further: Any) -> None:
    """Work out what a sweep would do, and take it back. Run again, after a failure or a kill, it begins anew."""
    clock = partial(datetime.now, UTC)
    operations.run_trial(
        trial_id=UUID(trial_id), by=Actor(kind=ActorKind.JOB), at=clock(), clock=clock, channel=Door.JOBS
    )


@app.task(name="settle", queueing_lock="settle", retry=AGAIN)
def settle(**_further: Any) -> None:
    """Bring the clocks of those up to date of whom something was written."""
    operations.settle(by=Actor(kind=ActorKind.JOB), at=datetime.now(UTC), channel=Door.JOBS)


@app.task(name=SWEEP_SUBJECT, retry=AGAIN)
def sweep_subject(kind: str, subject: str, **_further: Any) -> None:
    """Do what is due of one subject, once what stood in the way is gone."""
    operations.sweep_subject(
        kind=SubjectKind(kind), subject=UUID(subject), by=Actor(kind=ActorKind.JOB), at=datetime.now(UTC),
        channel=Door.JOBS,
    )  # fmt: skip


@app.task(name="sweep at once", queueing_lock="sweep at once", retry=AGAIN)
def sweep_what_goes_at_once(**_further: Any) -> None:
    """Erase what the notice keeps no longer than its purpose, as soon as that has ended."""
    operations.sweep_what_goes_at_once(by=Actor(kind=ActorKind.JOB), at=datetime.now(UTC), channel=Door.JOBS)


@app.task(name="ask_regular_runs", queueing_lock="ask_regular_runs", retry=AGAIN)
def ask_regular_runs(**_further: Any) -> None:
    """Put the dates of what the notice promises to do regularly on the list."""
    operations.ask_regular_runs(by=Actor(kind=ActorKind.JOB), at=datetime.now(UTC), channel=Door.JOBS)


@app.task(name="end_restrictions", queueing_lock="end_restrictions", retry=AGAIN)
def end_restrictions(**_further: Any) -> None:
    """Lift the restrictions whose last day is over and whose subject was told."""
    operations.end_restrictions_on_their_day(by=Actor(kind=ActorKind.JOB), at=datetime.now(UTC), channel=Door.JOBS)


@app.task(name="remind_of_restrictions", queueing_lock="remind_of_restrictions")
def remind_of_restrictions(**_further: Any) -> None:
    """Write to those who look after restrictions when some have passed their last day and nobody was told."""
    reminding.remind_of_restrictions(at=datetime.now(UTC))


@app.task(name="compare_parties", queueing_lock="compare_parties", retry=AGAIN)
def compare_parties(*, user: str, role: str, purpose: str, **_further: Any) -> None:
    """Look for duplicates, for the member of staff who asked for it and with what the role may read."""
    actor = Actor(kind=ActorKind.JOB, id=UUID(user), role=role)
    parties.run_scans(by=actor, purpose=purpose, at=datetime.now(UTC), channel=Door.JOBS)


@app.task(name="import", retry=Again(OSError))
def import_upload(upload_id: str, **_further: Any) -> None:
    """Bring the rows of a file in. Run again, after a failure or a kill, it goes on with the next row."""
    now = datetime.now(UTC)
    clock = partial(datetime.now, UTC)
    run_upload(upload_id=UUID(upload_id), by=Actor(kind=ActorKind.JOB), at=now, clock=clock, channel=Door.JOBS)


@app.task(name=trying.TASK, retry=Again(OSError))
def try_import(upload_id: str, **_further: Any) -> None:
    """Try a long file out. Run again, after a failure or a kill, it begins anew."""
    state = trial_of(upload_id=UUID(upload_id))
    if state is not None:
        by = Actor(kind=ActorKind.JOB)
        trying.run_trial(upload_id=UUID(upload_id), state=state, by=by, at=datetime.now(UTC), channel=Door.JOBS)


@app.task(name=COMPARE_IMPORT, retry=AGAIN)
def compare_import(batch_id: str, **_further: Any) -> None:
    """Compare those whom an import brought with all who came before. Run again, it goes on where it was."""
    by, at = Actor(kind=ActorKind.JOB), datetime.now(UTC)
    parties.run_scans_of_import(batch_id=UUID(batch_id), by=by, at=at, channel=Door.JOBS)


@app.task(name="undo import", retry=AGAIN)
def undo_import(batch_id: str, **_further: Any) -> None:
    """Take an import back. Run again, after a failure or a kill, it goes on with the next portion."""
    now = datetime.now(UTC)
    clock = partial(datetime.now, UTC)
    run_undo(batch_id=UUID(batch_id), by=Actor(kind=ActorKind.JOB), at=now, clock=clock, channel=Door.JOBS)


@app.task(name=FORECAST, queueing_lock=FORECAST, retry=AGAIN)
def forecast(**_further: Any) -> None:
    """Count for the calendar what will fall due; pages ask for it by name, too."""
    count_forecast(by=Actor(kind=ActorKind.JOB), at=datetime.now(UTC), channel=Door.JOBS)


def last_forecast() -> datetime | None:
    """Return when it was last counted what will fall due."""
    return calendar.last_forecast()


def last_sweep() -> datetime | None:
    """Return when the last sweep began, whoever began it."""
    return queries.last_sweep_began()


@app.task(name="look_after_log", queueing_lock="look_after_log", retry=AGAIN)
def look_after_log(**_further: Any) -> None:
    """Remove from the log, and from the ledger, what is over, and check the whole; pages ask for it by name, too."""
    keep_log.look_after_log(
        by=Actor(kind=ActorKind.JOB),
        at=datetime.now(UTC),
        channel=Door.JOBS,
        signer=sealing.signer(),
        witnesses=sealing.witnesses(),
    )
    kept = backups(Path(settings.BACKUP_FOLDER))
    expire(at=datetime.now(UTC), oldest_backup=kept[0].made_at if kept else None)


@app.task(name="back_up", queueing_lock="back_up", lock="back_up", retry=Again(OSError))
def back_up(**_further: Any) -> None:
    """Make the backup of the night, and let go those that have become too old."""
    import_string(settings.BACKUP_MAKER)(at=datetime.now(UTC))


def last_backup() -> datetime | None:
    """Return when the newest backup in the usual folder was made, whoever made it."""
    kept = backups(Path(settings.BACKUP_FOLDER))
    return kept[-1].made_at if kept else None


def last_check_of_log() -> datetime | None:
    """Return when the log was last checked, whoever asked for it."""
    return log_queries.last_verified()


@app.task(name="remind", queueing_lock="remind")
def remind(**_further: Any) -> None:
    """Give the reminders whose time has come."""
    reminding.remind(at=datetime.now(UTC))


@app.task(name="tidy", queueing_lock="tidy", retry=AGAIN)
def tidy(**_further: Any) -> None:
    """Let go what can no longer be put back or sent again, and destroy files without a row."""
    reminding.tidy(at=datetime.now(UTC))
