"""Trials: how far one is, what it found, and a few examples of whom it would concern."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kortisto.declaration.model import Text
from kortisto.privacy.retention.enums import TRIED, StuckReason, SubjectKind, TrialState
from kortisto.privacy.retention.models import Trial, TrialSample
from kortisto.privacy.retention.queries.standing import names_of
from kortisto.privacy.retention.queries.sweeps import PATIENCE
from kortisto.register.access import current
from kortisto.register.audit.values import Access

SHOWN = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialView:
    """A trial as pages show it, with the numbers that it has found so far."""

    id: UUID
    state: TrialState
    declaration: str
    evaluated_at: datetime
    asked_at: datetime
    asked_by: UUID | None
    started_at: datetime | None
    moved_at: datetime
    finished_at: datetime | None
    total: int
    looked_at: int
    people: int
    organisations: int
    rows: Mapping[str, int]
    items: Mapping[str, int]
    rules: Mapping[str, int]
    held_back: Mapping[str, int]
    holds: Mapping[str, int]
    stuck: Mapping[StuckReason, int]

    @property
    def over(self) -> bool:
        """Return whether it has come to an end, its own or an earlier one."""
        return self.state in TRIED

    @property
    def percent(self) -> int:
        """Return how much of it is done."""
        return min(100 * self.looked_at // self.total, 100) if self.total else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TriedSubject:
    """One of whom something would go. `name`: empty for who is no longer in the register."""

    kind: SubjectKind
    id: UUID
    name: str
    whole: bool
    items: tuple[Text, ...]
    rules: tuple[str, ...]


def stands_still(trial: Trial, at: datetime) -> bool:
    """Return whether nobody moves a trial."""
    return trial.state not in TRIED and abs(at - trial.moved_at) > PATIENCE


def trial_view(*, trial_id: UUID) -> TrialView | None:
    """Return one trial as it stands; None when there is no such one."""
    found = Trial.objects.filter(pk=trial_id).first()
    return _view(found) if found is not None else None


def latest_trials(*, limit: int = SHOWN) -> tuple[TrialView, ...]:
    """Return the latest trials, newest first."""
    return tuple(_view(one) for one in Trial.objects.order_by("-asked_at", "-id")[:limit])


def tried_subjects(*, access: Access, trial_id: UUID) -> tuple[TriedSubject, ...]:
    """Return the examples of a trial, people first."""
    compiled = current.compiled()
    rows = list(TrialSample.objects.filter(trial_id=trial_id).order_by("-kind", "id"))
    names: dict[UUID, str] = {}
    for kind in SubjectKind:
        names |= names_of(kind, [row.subject for row in rows if row.kind == kind])
    people = [row.subject for row in rows if row.kind == SubjectKind.PERSON]
    access.record("trial.samples", subjects=people)
    return tuple(
        TriedSubject(
            kind=SubjectKind(row.kind), id=row.subject, name=names.get(row.subject, ""), whole=row.whole,
            items=tuple(compiled.name(item) for item in row.items), rules=tuple(row.rules),
        )
        for row in rows
    )  # fmt: skip


def _view(trial: Trial) -> TrialView:
    counts = trial.counts
    return TrialView(
        id=trial.id,
        state=TrialState(trial.state),
        declaration=trial.declaration,
        evaluated_at=trial.evaluated_at,
        asked_at=trial.asked_at,
        asked_by=trial.asked_by,
        started_at=trial.started_at,
        moved_at=trial.moved_at,
        finished_at=trial.finished_at,
        total=trial.total,
        looked_at=trial.looked_at,
        people=counts.get("people", 0),
        organisations=counts.get("organisations", 0),
        rows=counts.get("rows", {}),
        items=counts.get("items", {}),
        rules=counts.get("rules", {}),
        held_back=counts.get("held_back", {}),
        holds=counts.get("holds", {}),
        stuck={StuckReason(reason): number for reason, number in counts.get("stuck", {}).items()},
    )
