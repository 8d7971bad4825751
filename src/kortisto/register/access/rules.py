"""What somebody may do: with people's data as the declaration says, in the program as `roles.yaml` says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404

from kortisto.declaration.compiled import Compiled
from kortisto.declaration.model import Ban
from kortisto.declaration.words import Basis, Operation
from kortisto.register.access import current
from kortisto.register.access.models import User
from kortisto.register.access.rulebook import rulebook
from kortisto.register.audit.enums import ActorKind, Door
from kortisto.register.audit.values import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Permit:
    """Leave to do one operation for one purpose: on these (leaf) items, on these legal bases."""

    items: frozenset[str]
    bases: tuple[Basis, ...]


class NotPermittedError(Http404):
    """The actor lacks a permission. Doors answer 404: what one may not do in the program one need not know of."""

    def __init__(self, *, by: Actor, permission: str, at: datetime, channel: Door, request_id: str = "") -> None:
        super().__init__(f"{by.role or by.kind.value} lacks the permission {permission}")
        self.by = by
        self.permission = permission
        self.at = at
        self.channel = channel
        self.request_id = request_id


def may(actor: Actor, permission: str) -> bool:
    """Return whether the actor has a permission of `permissions.yaml`. Raises KeyError for a word that is none.

    An operator at the command line and the program's own jobs have all of them: they have the machine.
    """
    rulebook().known(permission)
    if actor.kind in {ActorKind.COMMAND, ActorKind.JOB}:
        return True
    return actor.kind is ActorKind.USER and permission in permissions_of(actor)


def permissions_of(actor: Actor) -> frozenset[str]:
    """Return the permissions of the actor: those that came with it (a level, a token), else those of its role."""
    return permissions_of_role(actor.role) if actor.permissions is None else actor.permissions


def permissions_of_role(role: str) -> frozenset[str]:
    """Return what roles.yaml gives a role. The role that grants access has the main user's, whatever its id."""
    known = rulebook().roles
    if not is_role(role):
        return frozenset()
    name = "main_user" if role == main_role() else role
    return frozenset(known[name].may) if name in known else frozenset()


def require(*, by: Actor, permission: str, at: datetime, channel: Door = Door.WEB, request_id: str = "") -> None:
    """Raise NotPermittedError unless the actor has the permission; the middleware records it."""
    if not may(by, permission):
        raise NotPermittedError(by=by, permission=permission, at=at, channel=channel, request_id=request_id)


def actor_of(user: User) -> Actor:
    """Return the member of staff as the log knows them, with the roles and permissions of their level if they have one.

    Permissions that are reserved to a role, or that permissions.yaml has lost, come with no level.
    """
    level = user.level
    return staff_actor(
        user.id, user.role, user.undertaking_version, level.roles if level else None, level.permissions if level else ()
    )


def staff_actor(
    user_id: UUID, role: str, undertaking: str, level_roles: Sequence[str] | None, level_permissions: Sequence[str]
) -> Actor:
    """Return what `actor_of` does, of what the row of the user says and that of their level; None for no level."""
    roles: tuple[str, ...]
    if level_roles is None:
        roles, permissions = (role,), permissions_of_role(role)
    else:
        roles = tuple(one for one in level_roles if is_role(one)) or (role,)
        permissions = frozenset(level_permissions) & grantable()
    return Actor(
        kind=ActorKind.USER, id=user_id, role=roles[0], undertaking=undertaking, roles=roles, permissions=permissions
    )


def id_of(actor: Actor) -> UUID:
    """Return the id of the member of staff who acts. Raises ValueError for who is none."""
    if actor.id is None:
        raise ValueError("a member of staff does this")
    return actor.id


def grantable() -> frozenset[str]:
    """Return the permissions that a level may hold: those that are reserved to no role."""
    return frozenset(one.id for one in rulebook().permissions.values() if not one.only)


def demands_second_step(user: User) -> bool:
    """Return whether the user has to log in in two steps: by their level, or over https by a role of theirs."""
    if user.level is not None and user.level.second_step:
        return True
    named = rulebook().second_step
    roles = user.level.roles if user.level else [user.role]
    return settings.TLS and any(("main_user" if role == main_role() else role) in named for role in roles)


def is_main(user: User) -> bool:
    """Return whether the user grants access to others."""
    return user.level is None and user.role == main_role()


def main_users() -> QuerySet[User]:
    """Return those who can log in and `is_main`."""
    return User.objects.filter(role=main_role(), level__isnull=True, is_active=True)


def purposes_of(actor: Actor) -> tuple[str, ...]:
    """Return the purposes for which any role of the actor may read people's data, in the order of the declaration."""
    roles = actor.roles or (actor.role,)
    found = {purpose for role in roles for purpose in purposes_for(role=role, operation=Operation.READ)}
    return tuple(purpose for purpose in current.compiled().declaration.purposes if purpose in found)


def acting_for(actor: Actor, purpose: str) -> Actor:
    """Return the actor in the first of its roles that may read for this purpose; unchanged if none may."""
    for role in actor.roles:
        if purpose in purposes_for(role=role, operation=Operation.READ):
            return replace(actor, role=role)
    return actor


def must_sign(actor: Actor) -> bool:
    """Return whether the actor has yet to sign the undertaking, in the version in force, before seeing people."""
    roles = actor.roles or (actor.role,)
    return actor.undertaking != rulebook().undertaking.version and any(needs_undertaking(role) for role in roles)


def permitted(*, role: str, purpose: str, operation: Operation) -> Permit | None:
    """Return what a role may do for a purpose whoever the person is, or None when no processing row permits anything.

    Whether a row is live for one person (consents, objections, windows) is asked of `declaration.decisions`.
    """
    declared = current.compiled()
    known = _Permits.of(declared)
    if (role, purpose, operation) not in known:
        known[role, purpose, operation] = _permitted(declared, role, purpose, operation)
    return known[role, purpose, operation]


class _Permits:
    """What is permitted by the declaration that was asked last: it differs only from one version to the next."""

    _latest: tuple[Compiled, dict[tuple[str, str, Operation], Permit | None]] | None = None

    @classmethod
    def of(cls, declared: Compiled) -> dict[tuple[str, str, Operation], Permit | None]:
        latest = cls._latest
        if latest is None or latest[0] is not declared:
            latest = cls._latest = (declared, {})
        return latest[1]


def _permitted(declared: Compiled, role: str, purpose: str, operation: Operation) -> Permit | None:
    rows = declared.uses.get((purpose, role, operation), ())
    banned = {
        item
        for (item, banned_operation), bans in declared.bans.items()
        if banned_operation is operation and any(_always_applies(ban, declared.lineage(purpose)) for ban in bans)
    }
    if not rows or "" in banned:
        return None
    items = frozenset(item for row in rows for item in row.items) - banned
    bases = tuple(dict.fromkeys(row.basis.basis for row in rows))
    return Permit(items=items, bases=bases) if items else None


def purposes_for(*, role: str, operation: Operation) -> tuple[str, ...]:
    """Return the purposes for which a role may do an operation, in the order of the declaration."""
    declared = current.compiled()
    return tuple(purpose for purpose in declared.declaration.purposes if (purpose, role, operation) in declared.uses)


def needs_undertaking(role: str) -> bool:
    """Return whether the role may see people only after signing the confidentiality undertaking; unknown roles: yes."""
    node = current.compiled().declaration.roles.get(role)
    return node is None or node.confidentiality


def is_role(role: str) -> bool:
    """Return whether the declaration knows the role."""
    return role in current.compiled().declaration.roles


def main_role() -> str:
    """Return the role of who grants access to others; where the declaration marks none, its first role."""
    roles = current.compiled().declaration.roles
    return next((role.id for role in roles.values() if role.grants_access), next(iter(roles)))


def _always_applies(ban: Ban, lineage: frozenset[str]) -> bool:
    """True for a ban that depends neither on the person nor on the place, and has no exception."""
    reach = ban.reach
    depends = ban.by or ban.unless or reach.groups or reach.places or reach.processing
    return not depends and (not reach.purposes or not lineage.isdisjoint(reach.purposes))
