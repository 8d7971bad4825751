"""Levels: what the main user composes of roles and permissions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from kortisto.register.access import rules
from kortisto.register.access.models import Invitation, Level, User
from kortisto.register.access.operations.users import UnknownRoleError
from kortisto.register.audit import operations as audit
from kortisto.register.audit.enums import Door
from kortisto.register.audit.values import Actor

LEVEL = "level"


class NameInUseError(ValueError):
    """Another level has this name."""


class LevelInUseError(Exception):
    """Somebody has this level, or is invited to it."""


@transaction.atomic
def compose_level(
    *,
    name: str,
    roles: Sequence[str],
    permissions: Sequence[str],
    by: Actor,
    at: datetime,
    level_id: UUID | None = None,
    second_step: bool = False,
    request_id: str = "",
) -> UUID:
    """Compose a level, or compose one anew: what its users may do changes at once. Returns its id.

    `second_step`: its users have to log in in two steps.

    Raises NotPermittedError, UnknownRoleError (also for no role), ValueError (a permission that no level may hold, no
    name), NameInUseError, Level.DoesNotExist.
    """
    rules.require(by=by, permission="accounts.manage", at=at, request_id=request_id)
    if not roles or not all(rules.is_role(role) for role in roles):
        raise UnknownRoleError(", ".join(roles))
    if not set(permissions) <= rules.grantable() or not name.strip():
        raise ValueError("no name, or a permission that no level may hold")
    namesakes = Level.objects.filter(name__iexact=name.strip())
    if (namesakes.exclude(id=level_id) if level_id else namesakes).exists():
        raise NameInUseError(name)
    level = Level.objects.select_for_update().get(id=level_id) if level_id else Level(created_at=at, created_by=by.id)
    level.name, level.roles, level.permissions = name.strip(), list(roles), sorted(permissions)
    level.second_step = second_step
    level.save()
    User.objects.filter(level=level).update(role=level.roles[0])
    audit.record(
        by=by, action="level.compose", at=at, channel=Door.WEB, object_kind=LEVEL, object_id=level.id,
        items=[*level.roles, *level.permissions, *(["second step"] if second_step else [])], request_id=request_id,
    )  # fmt: skip
    return level.id


@transaction.atomic
def remove_level(*, level_id: UUID, by: Actor, at: datetime, request_id: str = "") -> None:
    """Remove a level that nobody has. Raises NotPermittedError, Level.DoesNotExist, LevelInUseError."""
    rules.require(by=by, permission="accounts.manage", at=at, request_id=request_id)
    level = Level.objects.select_for_update().get(id=level_id)
    if User.objects.filter(level=level).exists():
        raise LevelInUseError
    Invitation.objects.filter(level=level).update(level=None, ended_at=at)
    level.delete()
    audit.record(
        by=by, action="level.remove", at=at, channel=Door.WEB, object_kind=LEVEL, object_id=level_id,
        request_id=request_id,
    )  # fmt: skip
