"""The members of staff and the keys of their programs by name, for pages on which one of them is chosen."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from kortisto.register.access.models import Token, User


def everybodys_names() -> Mapping[UUID, str]:
    """Return the names of all members of staff, by id, in the order of their names."""
    return dict(User.objects.order_by("display_name", "id").values_list("pk", "display_name"))


def everybodys_keys() -> Mapping[UUID, str]:
    """Return the names of all keys for programs, those that no longer work too, with their owners, by id."""
    keys = Token.objects.order_by("name", "user__display_name", "id")
    return {id_: f"{name} ({owner})" for id_, name, owner in keys.values_list("pk", "name", "user__display_name")}
