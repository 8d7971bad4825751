"""What pages tell about the members of staff."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from kortisto.declaration.model import Text
from kortisto.declaration.words import Operation
from kortisto.register.access import current, rules
from kortisto.register.access.models import User
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


def names_of(users: Collection[UUID]) -> Mapping[UUID, str]:
    """Return the names to show of users, by id; ids that are unknown are left out."""
    return dict(User.objects.filter(pk__in=users).values_list("pk", "display_name"))


def there_are_users() -> bool:
    """Return whether anybody can log in: false only before the first start."""
    return User.objects.exists()
