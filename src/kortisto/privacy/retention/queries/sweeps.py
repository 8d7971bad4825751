"""Sweeps under way, and who is stuck."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Max, Q

from kortisto.privacy.retention.enums import OVER, StuckReason, SubjectKind, SweepState
from kortisto.privacy.retention.models import Stuck, Sweep
from kortisto.privacy.retention.queries.standing import names_of
from kortisto.register.audit.values import Access

PATIENCE = timedelta(minutes=2)
"""A portion takes seconds: a sweep that has not moved for so long has nobody who does it."""

SHOWN = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepView:
    """A sweep as pages show it. `state`: interrupted also where it has stood still for a while."""

    id: UUID
    state: SweepState
    declaration: str
    evaluated_at: datetime
    asked_at: datetime
    asked_by: UUID | None
    asked_by_kind: str
    started_at: datetime | None
    moved_at: datetime
    finished_at: datetime | None
    resumed: int
    total: int
    looked_at: int
    people: int
    organisations: int
    stuck: int
    remarks: tuple[str, ...]

    @property
    def over(self) -> bool:
        """Return whether it has its certificate."""
        return self.state in OVER

    @property
    def percent(self) -> int:
        """Return how much of it is done."""
        return min(100 * self.looked_at // self.total, 100) if self.total else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepsPage:
    """A page of the list. `next`: where it goes on, empty at the end."""

    sweeps: tuple[SweepView, ...]
    next: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StuckView:
    """A subject that could not be erased. `place`: table, rule of a table or kind of error."""

    kind: SubjectKind
    subject: UUID
    name: str
    first_at: datetime
    last_at: datetime
    times: int
    reason: StuckReason
    place: str


def stands_still(sweep: Sweep, at: datetime, patience: timedelta = PATIENCE) -> bool:
    """Return whether nobody moves a sweep. Where the clock was set back it moved, by the clock, later than now."""
    return sweep.state not in OVER and abs(at - sweep.moved_at) > patience


def sweep_view(*, sweep_id: UUID, at: datetime) -> SweepView | None:
    """Return one sweep as it stands; None when there is no such one."""
    found = Sweep.objects.filter(pk=sweep_id).first()
    return _view(found, at) if found is not None else None


def sweep_under_way(*, at: datetime) -> SweepView | None:
    """Return the sweep that is not over; None when all are."""
    found = Sweep.objects.exclude(state__in=OVER).first()
    return _view(found, at) if found is not None else None


def sweeps_page(*, at: datetime, after: str = "", limit: int = SHOWN) -> SweepsPage:
    """Return a page of all sweeps, newest first. `after`: what the page before gave as `next`; else the beginning."""
    rows = Sweep.objects.order_by("-asked_at", "-id")
    asked_at, _tilde, id_ = after.partition("~")
    with suppress(ValueError):
        place = (datetime.fromisoformat(asked_at), UUID(id_))
        if place[0].tzinfo is not None:
            rows = rows.filter(Q(asked_at__lt=place[0]) | Q(asked_at=place[0], id__lt=place[1]))
    found = list(rows[: limit + 1])
    last = found[limit - 1] if len(found) > limit else None
    return SweepsPage(
        sweeps=tuple(_view(one, at) for one in found[:limit]),
        next=f"{last.asked_at.isoformat()}~{last.id}" if last is not None else "",
    )


def last_sweep_began() -> datetime | None:
    """Return when the last sweep began, whoever asked for it."""
    found: datetime | None = Sweep.objects.aggregate(last=Max("started_at"))["last"]
    return found


def stuck_subjects(*, access: Access, limit: int = 200) -> tuple[StuckView, ...]:
    """Return who could not be erased, those who have waited longest first."""
    rows = list(Stuck.objects.order_by("first_at", "id")[:limit])
    names: Mapping[UUID, str] = {}
    for kind in SubjectKind:
        names = {**names, **names_of(kind, [row.subject for row in rows if row.kind == kind])}
    people = [row.subject for row in rows if row.kind == SubjectKind.PERSON]
    access.record("retention.stuck", subjects=people)
    return tuple(
        StuckView(
            kind=SubjectKind(row.kind), subject=row.subject, name=names.get(row.subject, ""), first_at=row.first_at,
            last_at=row.last_at, times=row.times, reason=StuckReason(row.reason), place=row.place,
        )
        for row in rows
    )  # fmt: skip


def _view(sweep: Sweep, at: datetime) -> SweepView:
    state = SweepState(sweep.state)
    if state is SweepState.RUNNING and stands_still(sweep, at):
        state = SweepState.INTERRUPTED
    return SweepView(
        id=sweep.id,
        state=state,
        declaration=sweep.declaration,
        evaluated_at=sweep.evaluated_at,
        asked_at=sweep.asked_at,
        asked_by=sweep.asked_by,
        asked_by_kind=sweep.asked_by_kind,
        started_at=sweep.started_at,
        moved_at=sweep.moved_at,
        finished_at=sweep.finished_at,
        resumed=sweep.resumed,
        total=sweep.total,
        looked_at=sweep.looked_at,
        people=sweep.counts.get("people", 0),
        organisations=sweep.counts.get("organisations", 0),
        stuck=sweep.counts.get("stuck", 0),
        remarks=tuple(sweep.remarks),
    )
