"""Saving and removing views of lists."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from django.db import transaction

from kortisto.declaration.words import Operation
from kortisto.lib.ids import uuid7
from kortisto.register.access import rules
from kortisto.register.audit.values import Access
from kortisto.register.parties.enums import PartyKind
from kortisto.register.parties.models import SavedView

VIEW = "view"


@transaction.atomic
def save_view(*, kind: PartyKind, name: str, query: str, by: Access, at: datetime, shared: bool = False) -> UUID:
    """Keep a list under a name and return its id; one of the same name and owner is replaced.

    Sharing takes the permission views.share: raises NotPermittedError. Raises ValueError for an actor who is nobody.
    """
    by.require(Operation.READ)
    if by.actor.id is None:
        raise ValueError("a view belongs to a member of staff")
    if shared:
        rules.require(by=by.actor, permission="views.share", at=at, channel=by.channel, request_id=by.request_id)
    # Who was searched for by name, or chosen one by one, would still stand here when they are erased.
    kept = urlencode([(name_, value) for name_, value in parse_qsl(query) if name_ not in {"q", "id"}])
    row, _made = SavedView.objects.update_or_create(
        owner=by.actor.id,
        kind=kind.value,
        name=name.strip(),
        defaults={"query": kept, "shared": shared},
        create_defaults={"id": uuid7(), "query": kept, "shared": shared, "created_at": at},
    )
    by.record("view.save", at=at, object_kind=VIEW, object_id=row.id)
    return row.id


@transaction.atomic
def remove_view(*, view_id: UUID, by: Access, at: datetime) -> None:
    """Remove a view of one's own. Raises SavedView.DoesNotExist, also for a view of somebody else."""
    by.require(Operation.READ)
    SavedView.objects.get(id=view_id, owner__in=[by.actor.id]).delete()
    by.record("view.remove", at=at, object_kind=VIEW, object_id=view_id)
