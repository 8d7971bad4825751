"""The members of staff by name, for pages on which one of them is chosen."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from kortisto.register.access.models import User


def everybodys_names() -> Mapping[UUID, str]:
    """Return the names of all members of staff, by id, in the order of their names."""
    return dict(User.objects.order_by("display_name", "id").values_list("pk", "display_name"))
