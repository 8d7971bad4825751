"""Reads the log, for whoever may see who has seen what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Min

from kortisto.register.audit.enums import ActorKind, Door, Outcome
from kortisto.register.audit.models import AuditEvent, Verification


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedEvent:
    """One line of the log."""

    id: UUID
    actor_id: UUID | None
    actor_kind: ActorKind
    actor_role: str
    happened_at: datetime
    purpose: str
    basis: str
    action: str
    object_kind: str
    object_id: UUID | None
    subjects: tuple[UUID, ...]
    items: tuple[str, ...]
    outcome: Outcome
    channel: Door
    request_id: str


def events(*, subject: UUID | None = None, actor: UUID | None = None, limit: int = 100) -> tuple[LoggedEvent, ...]:
    """Return the newest lines, newest first; of one person's data or of one actor's deeds where that is asked."""
    lines = AuditEvent.objects.order_by("-happened_at", "-id")
    if subject is not None:
        lines = lines.filter(subjects__contains=[subject])
    if actor is not None:
        lines = lines.filter(actor_id=actor)
    return tuple(_view(line) for line in lines[:limit])


def oldest_line() -> datetime | None:
    """Return when the oldest line was written; None when there is none."""
    found: datetime | None = AuditEvent.objects.aggregate(oldest=Min("recorded_at"))["oldest"]
    return found


def last_verified() -> datetime | None:
    """Return when the log was last checked as a whole."""
    return Verification.objects.order_by("-at").values_list("at", flat=True).first()


def last_change(*, object_kind: str, object_id: UUID) -> LoggedEvent | None:
    """Return the newest change of an object; None when nobody has changed it since it was added."""
    line = (
        AuditEvent.objects.filter(object_kind=object_kind, object_id=object_id, outcome=Outcome.DONE)
        .filter(action__regex=r"\.(edit|end)$")
        .order_by("-happened_at", "-id")
        .first()
    )
    return _view(line) if line is not None else None


def _view(line: AuditEvent) -> LoggedEvent:
    return LoggedEvent(
        id=line.id,
        actor_id=line.actor_id,
        actor_kind=ActorKind(line.actor_kind),
        actor_role=line.actor_role,
        happened_at=line.happened_at,
        purpose=line.purpose,
        basis=line.basis,
        action=line.action,
        object_kind=line.object_kind,
        object_id=line.object_id,
        subjects=tuple(line.subjects),
        items=tuple(line.items),
        outcome=Outcome(line.outcome),
        channel=Door(line.channel),
        request_id=line.request_id,
    )
