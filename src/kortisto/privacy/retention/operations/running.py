"""The life of a sweep: asked for, gone on with, cancelled, resumed. One at a time."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from kortisto.lib.jobs import ask_for
from kortisto.privacy.retention import rules
from kortisto.privacy.retention.enums import OVER, Remark, SweepState
from kortisto.privacy.retention.models import Sweep
from kortisto.privacy.retention.operations.sweeping import SWEEP, Clock, Progress, certify, run_sweep
from kortisto.privacy.retention.queries import CertificateView
from kortisto.privacy.retention.queries.sweeps import PATIENCE, stands_still
from kortisto.register.access import current
from kortisto.register.access.rules import require
from kortisto.register.audit import operations as audit
from kortisto.register.audit.enums import Door
from kortisto.register.audit.values import Actor


class SweepUnderWayError(RuntimeError):
    """Another sweep is not over yet: it is to be waited for, gone on with or cancelled. `sweep`: which."""

    def __init__(self, sweep: UUID) -> None:
        super().__init__(f"sweep {sweep} is under way")
        self.sweep = sweep


class SweepIsOverError(RuntimeError):
    """The sweep is over: it cannot be cancelled or gone on with any more."""


@transaction.atomic
def ask_sweep(
    *,
    by: Actor,
    at: datetime,
    channel: Door,
    evaluated_at: datetime | None = None,
    request_id: str = "",
    defer: bool = True,
) -> UUID:
    """Ask for a sweep of what has fallen due by `evaluated_at`, without it by now; return its number.

    `defer`: False has no job do it. Raises NotPermittedError, SweepUnderWayError, and ValueError when `evaluated_at`
    lies ahead: nothing is erased before its time.
    """
    require(by=by, permission=rules.SWEEP, at=at, channel=channel, request_id=request_id)
    if evaluated_at is not None and evaluated_at > at:
        raise ValueError("a sweep cannot erase what falls due later than now; simulate it instead")
    set_back = Sweep.objects.filter(finished_at__gt=at).exists()
    sweep = Sweep(
        declaration=current.version(), evaluated_at=evaluated_at or at, asked_at=at, asked_by=by.id,
        asked_by_kind=by.kind, moved_at=at, remarks=[Remark.CLOCK_SET_BACK] if set_back else [],
    )  # fmt: skip
    try:
        with transaction.atomic():
            sweep.save(force_insert=True)
    except IntegrityError as error:
        raise SweepUnderWayError(_open().id) from error
    audit.record(
        by=by, action="retention.ask", at=at, channel=channel, object_kind=SWEEP, object_id=sweep.id,
        request_id=request_id,
    )  # fmt: skip
    if defer:
        _have_done(sweep.id)
    return sweep.id


def sweep(
    *,
    by: Actor,
    at: datetime,
    now: datetime,
    channel: Door,
    progress: Progress | None = None,
    clock: Clock | None = None,
) -> CertificateView:
    """Erase here and now what had fallen due by `at`, and return the certificate.

    `now` is when the sweep begins; `clock` tells how time goes on, without it `now` stays. Raises what `ask_sweep` and
    `run_sweep` raise; SweepUnderWayError also when another worker has taken it on.
    """
    sweep_id = ask_sweep(by=by, at=now, evaluated_at=at, channel=channel, defer=False)
    done = run_sweep(
        sweep_id=sweep_id, by=by, at=now, clock=clock or (lambda: now), channel=channel, progress=progress
    )  # fmt: skip
    if done is None:
        raise SweepUnderWayError(sweep_id)
    return done


def sweep_tonight(*, by: Actor, at: datetime, clock: Clock, channel: Door) -> CertificateView | None:
    """Do what the night asks for: end the sweep that is not over, whoever asked for it, then sweep what is due by now.

    None when another worker has one in hand: two at once would look at the same people twice.
    """
    left = Sweep.objects.exclude(state__in=OVER).first()
    if left is not None and run_sweep(sweep_id=left.id, by=by, at=at, clock=clock, channel=channel) is None:
        return None
    begun = max(at, clock()) if left is not None else at
    try:
        return sweep(by=by, at=begun, now=begun, channel=channel, clock=clock)
    except SweepUnderWayError:
        return None


@transaction.atomic
def cancel_sweep(*, sweep_id: UUID, by: Actor, at: datetime, channel: Door, request_id: str = "") -> None:
    """Have a sweep end after its present portion; what it has erased is certified, and the rest stays due.

    Where nobody does it now it ends at once. Raises NotPermittedError, Sweep.DoesNotExist, SweepIsOverError.
    """
    require(by=by, permission=rules.SWEEP, at=at, channel=channel, request_id=request_id)
    found = _locked(sweep_id)
    audit.record(
        by=by, action="retention.cancel", at=at, channel=channel, object_kind=SWEEP, object_id=sweep_id,
        request_id=request_id,
    )  # fmt: skip
    if found.state in {SweepState.ASKED, SweepState.INTERRUPTED} or stands_still(found, at):
        found.worker = None
        certify(sweep=found, outcome=SweepState.CANCELLED, by=by, at=at, channel=channel)
    else:
        found.state = SweepState.CANCELLING
        found.save(update_fields=["state"])


@transaction.atomic
def resume_sweep(*, sweep_id: UUID, by: Actor, at: datetime, channel: Door, request_id: str = "") -> None:
    """Have a sweep gone on with that stands still. Raises NotPermittedError, Sweep.DoesNotExist, SweepIsOverError."""
    require(by=by, permission=rules.SWEEP, at=at, channel=channel, request_id=request_id)
    found = _locked(sweep_id)
    audit.record(
        by=by, action="retention.resume", at=at, channel=channel, object_kind=SWEEP, object_id=sweep_id,
        request_id=request_id,
    )  # fmt: skip
    if found.state == SweepState.RUNNING and stands_still(found, at):
        found.state = SweepState.INTERRUPTED
        found.save(update_fields=["state"])
    _have_done(sweep_id)


@transaction.atomic
def wake_sweep(*, by: Actor, at: datetime, channel: Door, patience: timedelta = PATIENCE) -> bool:
    """Have the sweep gone on with that has not moved for so long: whoever did it was killed. Return whether one is.

    It stands as interrupted until somebody has taken it on.
    """
    found = Sweep.objects.select_for_update(skip_locked=True).exclude(state__in=OVER).first()
    if found is None or not (found.state == SweepState.INTERRUPTED or stands_still(found, at, patience)):
        return False
    if found.state == SweepState.RUNNING:
        found.state = SweepState.INTERRUPTED
        found.save(update_fields=["state"])
        audit.record(
            by=by, action="retention.interrupt", at=at, channel=channel, object_kind=SWEEP, object_id=found.id
        )  # fmt: skip
    _have_done(found.id)
    return True


def _have_done(sweep_id: UUID) -> None:
    ask_for(SWEEP, once=SWEEP, sweep_id=str(sweep_id))


def _locked(sweep_id: UUID) -> Sweep:
    found = Sweep.objects.select_for_update().get(pk=sweep_id)
    if found.state in OVER:
        raise SweepIsOverError(str(sweep_id))
    return found


def _open() -> Sweep:
    return Sweep.objects.exclude(state__in=OVER).get()
