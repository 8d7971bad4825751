"""The life of a trial: a sweep that is done and taken back by the worker, asked for, cancelled, its numbers kept."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import DatabaseError, IntegrityError, transaction

from kortisto.declaration.words import Basis
from kortisto.lib.ids import uuid7
from kortisto.lib.jobs import ask_for
from kortisto.privacy.retention import rules
from kortisto.privacy.retention.enums import PURPOSE, TRIED, SubjectKind, TrialState
from kortisto.privacy.retention.models import Trial, TrialSample
from kortisto.privacy.retention.operations.simulating import Simulation, simulate_sweep
from kortisto.privacy.retention.queries.trials import stands_still
from kortisto.register.access import current
from kortisto.register.access.rules import require
from kortisto.register.audit import operations as audit
from kortisto.register.audit.enums import ActorKind, Door
from kortisto.register.audit.operations import open_access
from kortisto.register.audit.values import Actor

Clock = Callable[[], datetime]

TRIAL = "trial"
"""What the log calls a trial as an object, and the name of the task that does one."""


class TrialUnderWayError(RuntimeError):
    """Another trial is not over yet. `trial`: which."""

    def __init__(self, trial: UUID) -> None:
        super().__init__(f"trial {trial} is under way")
        self.trial = trial


class TrialIsOverError(RuntimeError):
    """The trial is over: it cannot be cancelled any more."""


class _StoppedError(Exception):
    """It is over, or another worker has taken it on."""


@transaction.atomic
def ask_trial(
    *, by: Actor, at: datetime, channel: Door, evaluated_at: datetime | None = None, request_id: str = ""
) -> UUID:
    """Ask the worker what a sweep of what has fallen due by `evaluated_at` (without it: by now) would do.

    That may lie ahead: nothing of it is kept. The examples of earlier trials go. Raises NotPermittedError and
    TrialUnderWayError.
    """
    require(by=by, permission=rules.SWEEP, at=at, channel=channel, request_id=request_id)
    trial = Trial(
        declaration=current.version(), evaluated_at=evaluated_at or at, asked_at=at, asked_by=by.id, moved_at=at
    )
    try:
        with transaction.atomic():
            trial.save(force_insert=True)
    except IntegrityError as error:
        raise TrialUnderWayError(Trial.objects.exclude(state__in=TRIED).get().id) from error
    with open_access(
        by=by, purpose=PURPOSE, basis=Basis.LEGAL_OBLIGATION, at=at, channel=channel, request_id=request_id
    ) as access:
        access.record("trial.ask", object_kind=TRIAL, object_id=trial.id)
        TrialSample.objects.all().delete()
    ask_for(TRIAL, trial_id=str(trial.id))
    return trial.id


@transaction.atomic
def cancel_trial(*, trial_id: UUID, by: Actor, at: datetime, channel: Door, request_id: str = "") -> None:
    """Have a trial end after its present portion; where nobody does it now, it ends at once. Its numbers so far stay.

    Raises NotPermittedError, Trial.DoesNotExist and TrialIsOverError.
    """
    require(by=by, permission=rules.SWEEP, at=at, channel=channel, request_id=request_id)
    found = Trial.objects.select_for_update().get(pk=trial_id)
    if found.state in TRIED:
        raise TrialIsOverError(str(trial_id))
    audit.record(
        by=by, action="trial.cancel", at=at, channel=channel, object_kind=TRIAL, object_id=trial_id,
        request_id=request_id,
    )  # fmt: skip
    if found.state == TrialState.ASKED or stands_still(found, at):
        found.state, found.worker, found.finished_at = TrialState.CANCELLED, None, at
    else:
        found.state = TrialState.CANCELLING
    found.save(update_fields=["state", "worker", "finished_at"])


def run_trial(*, trial_id: UUID, by: Actor, at: datetime, clock: Clock, channel: Door) -> None:
    """Do what was asked for. Run again after a kill it begins anew, as nothing of what it did was kept.

    Raises what concerns not one subject but all, as when the database goes away; it then waits for its turn again.
    """
    token = uuid7()
    with transaction.atomic():
        trial = Trial.objects.select_for_update().filter(pk=trial_id).first()
        if trial is None or trial.state in TRIED:
            return
        trial.worker, trial.moved_at, trial.started_at = token, at, trial.started_at or at
        if trial.state == TrialState.ASKED:
            trial.state = TrialState.RUNNING
        trial.save()
    actor = replace(by, id=trial.asked_by) if by.kind is ActorKind.JOB else by

    def told(found: Simulation) -> bool:
        with transaction.atomic():
            mine = _mine(trial_id, token)
            _count(mine, found, clock())
            mine.save()
            return mine.state != TrialState.CANCELLING

    try:
        found = simulate_sweep(by=actor, at=at, channel=channel, evaluated_at=trial.evaluated_at, told=told)
        _end(trial_id, token, found, by=actor, at=clock(), channel=channel)
    except _StoppedError:
        return
    except BaseException:
        with suppress(DatabaseError):
            left = Trial.objects.filter(pk=trial_id, worker=token, state=TrialState.RUNNING)
            left.update(state=TrialState.ASKED, worker=None)
        raise


@transaction.atomic
def _end(trial_id: UUID, token: UUID, found: Simulation, *, by: Actor, at: datetime, channel: Door) -> None:
    with open_access(by=by, purpose=PURPOSE, basis=Basis.LEGAL_OBLIGATION, at=at, channel=channel) as access:
        people = [one.id for one in found.samples if one.kind is SubjectKind.PERSON]
        access.record("trial.end", object_kind=TRIAL, object_id=trial_id, subjects=people)
        mine = _mine(trial_id, token)
        _count(mine, found, at)
        mine.state = TrialState.CANCELLED if mine.state == TrialState.CANCELLING else TrialState.FINISHED
        mine.finished_at, mine.worker = mine.moved_at, None
        mine.save()
        TrialSample.objects.bulk_create(
            TrialSample(
                trial=mine, kind=one.kind, subject=one.id, whole=one.whole, items=list(one.words),
                rules=list(one.rules),
            )
            for one in found.samples
        )  # fmt: skip


def _mine(trial_id: UUID, token: UUID) -> Trial:
    found = Trial.objects.select_for_update().get(pk=trial_id)
    if found.worker != token or found.state in TRIED:
        raise _StoppedError
    return found


def _count(trial: Trial, found: Simulation, at: datetime) -> None:
    trial.total, trial.looked_at, trial.moved_at = found.total, found.looked_at, at
    numbers = {name: dict(sorted(getattr(found, name).items())) for name in ("rows", "items", "rules", "held_back")}
    trial.counts = {
        "people": found.people,
        "organisations": found.organisations,
        **numbers,
        "holds": dict(sorted(found.holds.items())),
        "stuck": {reason.value: number for reason, number in found.stuck.items()},
    }
