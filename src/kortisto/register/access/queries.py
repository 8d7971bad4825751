"""What pages tell about the members of staff."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from uuid import UUID

from kortisto.register.access.models import User


def names_of(users: Collection[UUID]) -> Mapping[UUID, str]:
    """Return the names to show of users, by id; ids that are unknown are left out."""
    return dict(User.objects.filter(pk__in=users).values_list("pk", "display_name"))


def there_are_users() -> bool:
    """Return whether anybody can log in: false only before the first start."""
    return User.objects.exists()
