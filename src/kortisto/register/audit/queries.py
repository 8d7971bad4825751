"""Reads the log, for whoever may see who has seen what."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Min

from kortisto.register.audit.enums import ActorKind, Door, Outcome
from kortisto.register.audit.models import AuditEvent, OutboxEvent, SignedCheckpoint, Verification
from kortisto.register.audit.range_check import Finding, FindingKind


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedEvent:
    """One line of the log. `network`: where it came from; `seq`: its place in the sealed log, None while it waits;
    `token_id`: the key with which a program acted.
    """

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
    network: str
    seq: int | None
    token_id: UUID | None = None


def events(*, subject: UUID | None = None, actor: UUID | None = None, limit: int = 100) -> tuple[LoggedEvent, ...]:
    """Return the newest lines, newest first; of one person's data or of one actor's deeds where that is asked."""
    lines = AuditEvent.objects.order_by("-happened_at", "-id")
    if subject is not None:
        lines = lines.filter(subjects__contains=[subject])
    if actor is not None:
        lines = lines.filter(actor_id=actor)
    return tuple(view_of(line) for line in lines[:limit])


def oldest_line() -> datetime | None:
    """Return when the oldest line was written; None when there is none."""
    found: datetime | None = AuditEvent.objects.aggregate(oldest=Min("recorded_at"))["oldest"]
    return found


def last_verified() -> datetime | None:
    """Return when the log was last checked as a whole."""
    return Verification.objects.order_by("-at").values_list("at", flat=True).first()


@dataclass(frozen=True, slots=True, kw_only=True)
class SealState:
    """How the seal stands. `waiting_since`: when the oldest line that waits was written; `found` is None before the
    first check of the whole log, and empty when the last one found nothing.
    """

    size: int
    signed_at: datetime | None
    waiting: int
    waiting_since: datetime | None
    verified_at: datetime | None
    verified_lines: int
    found: tuple[Finding, ...] | None


def seal_state() -> SealState:
    """Return how the seal stands, without checking anything."""
    checkpoint = SignedCheckpoint.objects.order_by("-size").first()
    waiting = OutboxEvent.objects.aggregate(lines=Count("id"), oldest=Min("recorded_at"))
    last = Verification.objects.order_by("-at").first()
    return SealState(
        size=checkpoint.size if checkpoint else 0,
        signed_at=checkpoint.made_at if checkpoint else None,
        waiting=waiting["lines"],
        waiting_since=waiting["oldest"],
        verified_at=last.at if last else None,
        verified_lines=last.lines if last else 0,
        found=tuple(map(_finding, last.findings)) if last else None,
    )


def _finding(kept: dict[str, Any]) -> Finding:
    return Finding(
        kind=FindingKind(kept["kind"]),
        first=kept["first"],
        last=kept["last"],
        event=UUID(kept["event"]) if kept["event"] else None,
        detail=kept["detail"],
    )


def last_change(*, object_kind: str, object_id: UUID) -> LoggedEvent | None:
    """Return the newest change of an object; None when nobody has changed it since it was added."""
    line = (
        AuditEvent.objects.filter(object_kind=object_kind, object_id=object_id, outcome=Outcome.DONE)
        .filter(action__regex=r"\.(edit|end)$")
        .order_by("-happened_at", "-id")
        .first()
    )
    return view_of(line) if line is not None else None


def view_of(line: AuditEvent) -> LoggedEvent:
    """Return a row of the log as it is shown."""
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
        network=line.network,
        seq=line.seq,
        token_id=line.token_id,
    )


def kinds_of_object(*, action: str, object_id: UUID) -> list[str]:
    """Return the object kinds of all lines with one action about one object: what such a line has to say stands there.

    The oldest first.
    """
    lines = AuditEvent.objects.filter(object_id=object_id, action=action, outcome=Outcome.DONE)
    return list(lines.order_by("happened_at", "id").values_list("object_kind", flat=True))


def kinds_by_object(*, action: str, among: Collection[UUID] | None = None) -> list[tuple[UUID, str]]:
    """Return (object, object kind) of all lines with one action. Reads the whole log, unless objects are named."""
    lines = AuditEvent.objects.filter(action=action, outcome=Outcome.DONE, object_id__isnull=False)
    if among is not None:
        lines = lines.filter(object_id__in=among)
    return [(id_, kind) for id_, kind in lines.values_list("object_id", "object_kind") if id_ is not None]
