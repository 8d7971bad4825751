"""What a role may do, and the levels that were composed of roles."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from kortisto.declaration.model import Text
from kortisto.declaration.words import Operation
from kortisto.register.access import current, rules
from kortisto.register.access.models import Level
from kortisto.register.access.rulebook import Permission, rulebook


@dataclass(frozen=True, slots=True, kw_only=True)
class PurposeOfRole:
    """What a role may do with people's data for one purpose, by processing rows of the declaration."""

    id: str
    name: Text
    operations: tuple[Operation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleDescription:
    """A role as the declaration and roles.yaml describe it. `text`: what it is for, if either says so."""

    id: str
    name: Text
    text: Text | None
    permissions: tuple[Permission, ...]
    purposes: tuple[PurposeOfRole, ...]
    grants_access: bool
    signs_undertaking: bool
    can_be_borrowed: bool
    two_steps: bool


def roles() -> tuple[RoleDescription, ...]:
    """Return every role of the declaration, in its order: what it may do, and for which purposes."""
    book = rulebook()
    declared = current.compiled().declaration
    described = []
    for role in declared.roles.values():
        note = book.roles.get(role.id)
        permissions = rules.permissions_of_role(role.id)
        described.append(
            RoleDescription(
                id=role.id,
                name=role.name,
                text=role.text or (note.text if note else None),
                permissions=tuple(one for id_, one in book.permissions.items() if id_ in permissions),
                purposes=_purposes_of(role.id),
                grants_access=role.id == rules.main_role(),
                signs_undertaking=role.confidentiality,
                can_be_borrowed=role.id in book.elevation_roles,
                two_steps=("main_user" if role.id == rules.main_role() else role.id) in book.second_step,
            )
        )
    return tuple(described)


def _purposes_of(role: str) -> tuple[PurposeOfRole, ...]:
    compiled = current.compiled()
    found = []
    for id_, purpose in compiled.declaration.purposes.items():
        operations = tuple(operation for operation in Operation if (id_, role, operation) in compiled.uses)
        if operations:
            found.append(PurposeOfRole(id=id_, name=purpose.name, operations=operations))
    return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelView:
    """A level as the main user composed it."""

    id: UUID
    name: str
    roles: tuple[str, ...]
    permissions: tuple[str, ...]
    second_step: bool


def levels() -> tuple[LevelView, ...]:
    """Return every level, by name."""
    return tuple(_level(level) for level in Level.objects.order_by("name"))


def level(*, level_id: UUID) -> LevelView | None:
    """Return one level; None when there is none."""
    found = Level.objects.filter(id=level_id).first()
    return _level(found) if found else None


def grantable_permissions() -> tuple[Permission, ...]:
    """Return the permissions that a level may hold."""
    grantable = rules.grantable()
    return tuple(one for id_, one in rulebook().permissions.items() if id_ in grantable)


def _level(row: Level) -> LevelView:
    return LevelView(
        id=row.id,
        name=row.name,
        roles=tuple(row.roles),
        permissions=tuple(row.permissions),
        second_step=row.second_step,
    )
