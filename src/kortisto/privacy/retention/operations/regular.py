"""Regular runs that the declaration promises: asked for on their dates, and recorded when they are done."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from kortisto.declaration.civil_time import civil_day
from kortisto.declaration.model import Run
from kortisto.declaration.words import RunKind
from kortisto.privacy.retention import rules
from kortisto.privacy.retention.models import RegularRun
from kortisto.privacy.retention.regular import digest_of_record, next_date, object_kind_of_record
from kortisto.register.access import current
from kortisto.register.access.rules import NotPermittedError
from kortisto.register.audit import operations as audit
from kortisto.register.audit.enums import Door
from kortisto.register.audit.values import Actor

RUN = "regular_run"


class DoneAlreadyError(RuntimeError):
    """Somebody has recorded it as done meanwhile."""


@transaction.atomic
def ask_regular_runs(*, by: Actor, at: datetime, channel: Door) -> int:
    """Put the next date of each run of the declaration on the list; return how many were put there, moved or taken off.

    A run that was never done is counted from the day on which it is first asked for. Where the notice has changed its
    period, the date moves; where it has dropped the run, the date goes. What was done stays.
    """
    declared = current.compiled().declaration.runs
    there = {row.run: row for row in RegularRun.objects.select_for_update().filter(done_at__isnull=True)}
    changed = 0
    for run in declared.values():
        row = there.get(run.id)
        counted_from = row.counted_from if row is not None else civil_day(at)
        due_on = next_date(counted_from, run)
        if due_on is None:
            continue
        if row is None:
            changed += _open(run, _last_done(run) or counted_from, at)
        elif (row.due_on, row.kind) != (due_on, run.kind):
            row.due_on, row.kind, row.declaration = due_on, run.kind, current.version()
            row.save(update_fields=["due_on", "kind", "declaration"])
            changed += 1
    gone = [row.pk for id_, row in there.items() if id_ not in declared]
    if gone:
        RegularRun.objects.filter(pk__in=gone).delete()
    changed += len(gone)
    if changed:
        audit.record(by=by, action="regular_run.ask", at=at, channel=channel, object_kind=RUN)
    return changed


@transaction.atomic
def record_regular_run(
    *, record_id: UUID, note: str, proof: str = "", by: Actor, at: datetime, channel: Door, request_id: str = ""
) -> None:
    """Record that a run was done, and put its next date on the list.

    Raises RegularRun.DoesNotExist, NotPermittedError, DoneAlreadyError, and ValueError for an empty note.
    """
    row = RegularRun.objects.select_for_update().get(pk=record_id)
    run = current.compiled().declaration.runs.get(row.run)
    if not rules.may_do(by, run):
        raise NotPermittedError(by=by, permission=rules.OVERSEE, at=at, channel=channel, request_id=request_id)
    if row.done_at is not None:
        raise DoneAlreadyError(str(record_id))
    if not note.strip():
        raise ValueError("a record says what was done")
    _done(row, note=note.strip(), proof=proof.strip(), by=by, at=at, channel=channel, request_id=request_id)


def record_purges(*, proof: str, by: Actor, at: datetime, channel: Door) -> None:
    """Record for every purge of the declaration that a sweep has done it; within the transaction of its end."""
    for run in current.compiled().declaration.runs.values():
        if run.kind is not RunKind.PURGE:
            continue
        if not RegularRun.objects.filter(run=run.id, done_at__isnull=True).exists():
            _open(run, civil_day(at), at)
        row = RegularRun.objects.select_for_update().filter(run=run.id, done_at__isnull=True).first()
        if row is not None:
            _done(row, note="", proof=proof, by=by, at=at, channel=channel, request_id="")


def _done(row: RegularRun, *, note: str, proof: str, by: Actor, at: datetime, channel: Door, request_id: str) -> None:
    row.done_at, row.done_by, row.note, row.proof = at, by.id, note, proof
    row.declaration = current.version()
    row.save(update_fields=["done_at", "done_by", "note", "proof", "declaration"])
    row.refresh_from_db()  # as the database keeps it: that is what is hashed
    audit.record(
        by=by, action="regular_run.done", at=at, channel=channel, object_id=row.id, request_id=request_id,
        object_kind=object_kind_of_record(digest_of_record(row)),
    )  # fmt: skip
    run = current.compiled().declaration.runs.get(row.run)
    if run is not None:
        _open(run, civil_day(at), at)


def _open(run: Run, counted_from: date, at: datetime) -> bool:
    due_on = next_date(counted_from, run)
    if due_on is None:
        return False
    RegularRun.objects.create(
        run=run.id, kind=run.kind, counted_from=counted_from, due_on=due_on, asked_at=at, declaration=current.version()
    )
    return True


def _last_done(run: Run) -> date | None:
    """The day on which it was done last, for a run that the notice had dropped and names again."""
    done = RegularRun.objects.filter(run=run.id, done_at__isnull=False).order_by("-done_at", "-id")
    moment = done.values_list("done_at", flat=True).first()
    return civil_day(moment) if moment is not None else None
