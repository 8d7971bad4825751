"""Who reads the log stands in the log: every page of it, and every file, leaves its own line first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from kortisto.register.audit.enums import Door, Outcome
from kortisto.register.audit.models import AuditEvent
from kortisto.register.audit.operations import record
from kortisto.register.audit.queries import LoggedEvent, view_of
from kortisto.register.audit.values import Actor

OVERSIGHT = "oversight"
"""Why the log is read: the duty to watch over use (Article 5(2), 24 and 39). No purpose of a declaration."""
READ, EXPORT = "audit.read", "audit.export"
ITEM = "log.access"
PAGE = 50
_PORTION = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which lines: about a person or organisation, by a member of staff, with a key for programs, from a time and up
    to, not including, one.
    """

    about: UUID | None = None
    actor: UUID | None = None
    token: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None
    action: str = ""
    denied: bool = False


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page ends: the next one goes on with what is older."""

    at: datetime
    id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class LogPage:
    """Lines of the log, newest first; `next` is empty on the last page."""

    lines: tuple[LoggedEvent, ...]
    next: Cursor | None


def read_log(
    *, wanted: Wanted, by: Actor, at: datetime, channel: Door, after: Cursor | None = None, request_id: str = ""
) -> LogPage:
    """Return a page of the log, and record that it was read."""
    _tell(READ, wanted, by=by, at=at, channel=channel, request_id=request_id)
    lines = [view_of(line) for line in _ordered(wanted, after)[: PAGE + 1]]
    shown = tuple(lines[:PAGE])
    last = shown[-1] if len(lines) > PAGE else None
    return LogPage(lines=shown, next=Cursor(last.happened_at, last.id) if last else None)


def export_log(
    *, wanted: Wanted, by: Actor, at: datetime, channel: Door, request_id: str = ""
) -> Iterator[LoggedEvent]:
    """Record that the log is exported; then return its lines, newest first, which may be read when that is committed.

    What is written after `at` is left out, this line too: a file has an end.
    """
    _tell(EXPORT, wanted, by=by, at=at, channel=channel, request_id=request_id)
    return _lines(wanted, before=at)


def _lines(wanted: Wanted, *, before: datetime) -> Iterator[LoggedEvent]:
    after: Cursor | None = None
    while portion := list(_ordered(wanted, after).filter(happened_at__lt=before)[:_PORTION]):
        yield from map(view_of, portion)
        after = Cursor(portion[-1].happened_at, portion[-1].id)


def _tell(action: str, wanted: Wanted, *, by: Actor, at: datetime, channel: Door, request_id: str) -> None:
    record(
        by=by,
        action=action,
        at=at,
        channel=channel,
        purpose=OVERSIGHT,
        object_kind="audit_log",
        subjects=[wanted.about] if wanted.about else [],
        items=[ITEM],
        request_id=request_id,
    )


def _ordered(wanted: Wanted, after: Cursor | None) -> QuerySet[AuditEvent]:
    lines = AuditEvent.objects.order_by("-happened_at", "-id")
    if wanted.about:
        lines = lines.filter(Q(subjects__contains=[wanted.about]) | Q(object_id=wanted.about))
    if wanted.actor:
        lines = lines.filter(actor_id=wanted.actor)
    if wanted.token:
        lines = lines.filter(token_id=wanted.token)
    if wanted.since:
        lines = lines.filter(happened_at__gte=wanted.since)
    if wanted.until:
        lines = lines.filter(happened_at__lt=wanted.until)
    if wanted.action:
        lines = lines.filter(action=wanted.action)
    if wanted.denied:
        lines = lines.filter(outcome=Outcome.DENIED.value)
    if after:
        older = Q(happened_at__lt=after.at) | Q(happened_at=after.at, id__lt=after.id)
        # The first condition repeats what the second says, in the form that an index understands.
        lines = lines.filter(Q(happened_at__lte=after.at) & older)
    return lines
