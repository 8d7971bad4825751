"""Elevated access ("break glass"): a role is borrowed for one purpose, for a reason and a limited time."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from kortisto.declaration.words import Operation
from kortisto.register.access import rules
from kortisto.register.access.models import Elevation
from kortisto.register.access.operations.door import DeniedError
from kortisto.register.access.rulebook import rulebook
from kortisto.register.access.rules import id_of
from kortisto.register.audit import operations as audit
from kortisto.register.audit.enums import Door
from kortisto.register.audit.values import Actor

ELEVATION = "elevation"


class CannotBorrowError(ValueError):
    """The role cannot be borrowed for this purpose, or not for so long, or no reason was given."""


@transaction.atomic
def elevate(
    *, role: str, purpose: str, reason: str, minutes: int, by: Actor, at: datetime, request_id: str = ""
) -> UUID:
    """Borrow a role that may read for the purpose, at most as long as roles.yaml allows. Returns the elevation's id.

    What is done under it is logged as such, and those who may `elevations.oversee` are told.
    Raises NotPermittedError, DeniedError (the undertaking is not signed), CannotBorrowError.
    """
    rules.require(by=by, permission="elevate", at=at, request_id=request_id)
    if rules.must_sign(by):
        raise DeniedError(
            by=by, purpose=purpose, operation=Operation.READ, at=at, channel=Door.WEB, request_id=request_id,
            no_undertaking=True,
        )  # fmt: skip
    book = rulebook()
    possible = role in book.elevation_roles and purpose in rules.purposes_for(role=role, operation=Operation.READ)
    if not possible or not reason.strip() or not 0 < minutes <= book.elevation_minutes:
        raise CannotBorrowError
    elevation = Elevation.objects.create(
        user_id=id_of(by),
        role=role,
        purpose=purpose,
        reason=reason.strip(),
        started_at=at,
        ends_at=at + timedelta(minutes=minutes),
    )
    audit.record(
        by=by, action="elevation.open", at=at, channel=Door.WEB, purpose=purpose, object_kind=ELEVATION,
        object_id=elevation.id, items=[role], request_id=request_id,
    )  # fmt: skip
    return elevation.id


@transaction.atomic
def end_elevation(*, elevation_id: UUID, by: Actor, at: datetime, request_id: str = "") -> None:
    """End an elevated access before its time: one's own, or anybody's with the permission to oversee them.

    Raises Elevation.DoesNotExist, also for one that has ended or that the actor need not know of.
    """
    running = Elevation.objects.select_for_update().filter(ended_at__isnull=True, ends_at__gt=at)
    if not rules.may(by, "elevations.oversee"):
        running = running.filter(user_id=id_of(by))
    elevation = running.get(id=elevation_id)
    elevation.ended_at, elevation.ended_by = at, by.id
    elevation.save(update_fields=["ended_at", "ended_by"])
    audit.record(
        by=by, action="elevation.end", at=at, channel=Door.WEB, purpose=elevation.purpose, object_kind=ELEVATION,
        object_id=elevation_id, request_id=request_id,
    )  # fmt: skip


@transaction.atomic
def see_elevations(*, by: Actor, at: datetime, request_id: str = "") -> int:
    """Say that one has seen the elevated accesses of others that nobody has seen yet. Returns how many.

    That the officer was told stands in the log from then on. Raises NotPermittedError.
    """
    rules.require(by=by, permission="elevations.oversee", at=at, request_id=request_id)
    unseen = Elevation.objects.select_for_update().filter(seen_at__isnull=True).exclude(user_id=id_of(by))
    for elevation in unseen:
        elevation.seen_at, elevation.seen_by = at, id_of(by)
        elevation.save(update_fields=["seen_at", "seen_by"])
        audit.record(
            by=by, action="elevation.see", at=at, channel=Door.WEB, purpose=elevation.purpose, object_kind=ELEVATION,
            object_id=elevation.id, request_id=request_id,
        )  # fmt: skip
    return len(unseen)
