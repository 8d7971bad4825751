"""Regular runs of the declaration: which are due, which were done, and whether the records are those that were made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from kortisto.declaration.civil_time import civil_day
from kortisto.declaration.model import Run, Text
from kortisto.declaration.periods import Period
from kortisto.declaration.words import RunKind
from kortisto.privacy.retention import rules
from kortisto.privacy.retention.models import RegularRun
from kortisto.privacy.retention.regular import DONE, digest_of_record, object_kind_of_record
from kortisto.register.access import current
from kortisto.register.audit import queries as log
from kortisto.register.audit.values import Actor

DONE_SHOWN = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class RunDue:
    """A run of the declaration and its next date. `id`: of the record; None while it has not been asked for.

    `late`: by how many days; `roles`: ids of those who do it; `may_do`: whether the one who asks may record it;
    `last_done`, `last_proof`: when it was done last, and where it says what shows that.
    """

    id: UUID | None
    run: str
    kind: RunKind
    every: Period
    roles: tuple[str, ...]
    text: Text | None
    due_on: date | None
    late: int
    last_done: date | None
    last_proof: str
    may_do: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RunDone:
    """A record that a run was done. `late`: by how many days; `genuine`: it is the one whose hash stands in the log."""

    id: UUID
    run: str
    kind: RunKind
    due_on: date
    done_at: datetime
    done_by: UUID | None
    late: int
    note: str
    proof: str
    genuine: bool


def regular_runs(*, by: Actor, at: datetime) -> tuple[RunDue, ...]:
    """Return every run of the declaration with its next date, the most urgent first."""
    rows = {row.run: row for row in RegularRun.objects.filter(done_at__isnull=True)}
    done = RegularRun.objects.filter(done_at__isnull=False).order_by("run", "-done_at", "-id").distinct("run")
    last = {row.run: row for row in done}
    today = civil_day(at)
    found = [
        _due(run, rows.get(run.id), last.get(run.id), by, today) for run in current.compiled().declaration.runs.values()
    ]
    return tuple(sorted(found, key=lambda one: (one.due_on or date.max, one.run)))


def regular_run(*, record_id: UUID, by: Actor, at: datetime) -> RunDue | None:
    """Return a run that is to be done; None when there is no such one, or it was done."""
    return next((one for one in regular_runs(by=by, at=at) if one.id == record_id), None)


def regular_runs_done(*, limit: int = DONE_SHOWN) -> tuple[RunDone, ...]:
    """Return what was done, the latest first, each compared with its line in the log."""
    rows = list(RegularRun.objects.filter(done_at__isnull=False).order_by("-done_at", "-id")[:limit])
    told: dict[UUID, set[str]] = {}
    for object_id, kind in log.kinds_by_object(action=DONE, among=[row.id for row in rows]):
        told.setdefault(object_id, set()).add(kind)
    return tuple(
        RunDone(
            id=row.id, run=row.run, kind=RunKind(row.kind), due_on=row.due_on, done_at=row.done_at,
            done_by=row.done_by, late=max((civil_day(row.done_at) - row.due_on).days, 0), note=row.note,
            proof=row.proof, genuine=told.get(row.id) == {object_kind_of_record(digest_of_record(row))},
        )
        for row in rows if row.done_at is not None
    )  # fmt: skip


def regular_runs_waiting(*, by: Actor, at: datetime) -> int:
    """Return how many runs are due that the one who asks is to do, by its roles."""
    mine = [run.id for run in current.compiled().declaration.runs.values() if rules.is_asked_for(by, run)]
    if not mine:
        return 0
    return RegularRun.objects.filter(done_at__isnull=True, due_on__lte=civil_day(at), run__in=mine).count()


def _due(run: Run, row: RegularRun | None, last: RegularRun | None, by: Actor, today: date) -> RunDue:
    return RunDue(
        id=row.id if row is not None else None,
        run=run.id,
        kind=run.kind,
        every=run.every,
        roles=run.by,
        text=run.text,
        due_on=row.due_on if row is not None else None,
        late=max((today - row.due_on).days, 0) if row is not None else 0,
        last_done=civil_day(last.done_at) if last is not None and last.done_at is not None else None,
        last_proof=last.proof if last is not None else "",
        may_do=row is not None and run.kind is not RunKind.PURGE and rules.may_do(by, run),
    )
