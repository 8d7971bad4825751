"""The browsers in which somebody is logged in: begun, seen, ended."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.contrib.sessions.models import Session
from django.db import transaction

from kortisto.register.access.models import StaffSession, User
from kortisto.register.access.rules import id_of
from kortisto.register.access.throttling import network
from kortisto.register.audit import operations as audit
from kortisto.register.audit.enums import Door
from kortisto.register.audit.values import Actor

SESSION = "session"


@transaction.atomic
def begin_session(*, session_key: str, method: str, address: str, browser: str, by: Actor, at: datetime) -> None:
    """Keep that somebody is logged in, and where from: the network, not the very address.

    Rows of sessions that have run out meanwhile are removed.
    """
    User.objects.filter(id=id_of(by)).update(last_login=at)
    rows = StaffSession.objects.filter(user_id=id_of(by))
    living = Session.objects.filter(session_key__in=rows.values("session_key"), expire_date__gt=at)
    rows.exclude(session_key__in=living.values("session_key")).delete()
    StaffSession.objects.update_or_create(
        session_key=session_key,
        defaults={
            "user_id": id_of(by),
            "method": method,
            "address": network(address),
            "browser": browser[:200],
            "started_at": at,
            "seen_at": at,
        },
    )


def see_session(*, session_key: str, by: Actor, at: datetime) -> None:
    """Keep that the session is in use."""
    StaffSession.objects.filter(session_key=session_key, user_id=id_of(by)).update(seen_at=at)


def renew_session(*, old_key: str, session_key: str, by: Actor, at: datetime) -> None:
    """Keep that a session goes on under a new key."""
    StaffSession.objects.filter(session_key=old_key, user_id=id_of(by)).update(session_key=session_key, seen_at=at)


@transaction.atomic
def end_session(*, session_id: UUID, by: Actor, at: datetime, request_id: str = "") -> None:
    """End one of one's own sessions. Raises StaffSession.DoesNotExist, also for somebody else's."""
    row = StaffSession.objects.get(id=session_id, user_id=id_of(by))
    _end([row.session_key])
    audit.record(
        by=by, action="session.end", at=at, channel=Door.WEB, object_kind=SESSION, object_id=session_id,
        request_id=request_id,
    )  # fmt: skip


@transaction.atomic
def end_sessions_of(*, user_id: UUID, by: Actor, at: datetime, but: str = "", request_id: str = "") -> int:
    """End every session of a user, but the one with this key. Returns how many. The caller has asked for leave."""
    keys = list(
        StaffSession.objects.filter(user_id=user_id).exclude(session_key=but).values_list("session_key", flat=True)
    )
    if keys:
        _end(keys)
        audit.record(
            by=by, action="session.end_all", at=at, channel=Door.WEB, object_kind="user", object_id=user_id,
            request_id=request_id,
        )  # fmt: skip
    return len(keys)


@transaction.atomic
def expire_session(*, session_key: str, by: Actor, at: datetime, request_id: str = "") -> None:
    """Keep that a session ended by itself: it was idle, or open, for too long."""
    _end([session_key])
    audit.record(
        by=by, action="session.expire", at=at, channel=Door.WEB, object_kind="user", object_id=by.id,
        request_id=request_id,
    )  # fmt: skip


def _end(keys: list[str]) -> None:
    Session.objects.filter(session_key__in=keys).delete()
    StaffSession.objects.filter(session_key__in=keys).delete()
