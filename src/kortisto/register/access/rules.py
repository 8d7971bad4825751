"""What a role may do, as the declaration says: nothing unless a processing row permits it."""

from __future__ import annotations

from dataclasses import dataclass

from kortisto.declaration.model import Ban
from kortisto.declaration.words import Basis, Operation
from kortisto.register.access import current
from kortisto.register.access.models import User
from kortisto.register.audit.enums import ActorKind
from kortisto.register.audit.values import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Permit:
    """Leave to do one operation for one purpose: on these (leaf) items, on these legal bases."""

    items: frozenset[str]
    bases: tuple[Basis, ...]


def actor_of(user: User) -> Actor:
    """Return the member of staff as the log knows them."""
    return Actor(kind=ActorKind.USER, id=user.id, role=user.role, undertaking=user.undertaking_version)


def permitted(*, role: str, purpose: str, operation: Operation) -> Permit | None:
    """Return what a role may do for a purpose whoever the person is, or None when no processing row permits anything.

    Whether a row is live for one person (consents, objections, windows) is asked of `declaration.decisions`.
    """
    declared = current.compiled()
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
