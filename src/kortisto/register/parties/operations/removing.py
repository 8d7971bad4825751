"""Taking something away, putting it back for a while, and letting it go for good."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core import serializers
from django.db import transaction
from django.db.models import Model

from kortisto.declaration.words import Operation
from kortisto.lib.ids import uuid7
from kortisto.register.audit.values import Access
from kortisto.register.parties.enums import PartyKind
from kortisto.register.parties.history import forget
from kortisto.register.parties.models import Activity, ActivityStaff, Attachment, Note, Removed, Task
from kortisto.register.parties.rows import items_of
from kortisto.register.parties.values import Party

REMOVABLE: Mapping[str, tuple[type[Model], str]] = {
    "note": (Note, "text"),
    "activity": (Activity, "happened_on"),
    "task": (Task, "title"),
    "file": (Attachment, "name"),
}
"""What can be removed, by word: its table, and a column of its item."""


class TooLateError(LookupError):
    """It cannot be put back any more: the time is over, or it is not there, or another removed it."""


@transaction.atomic
def remove(*, kind: str, row_id: UUID, by: Access, at: datetime) -> UUID:
    """Take a note, an activity, a task or a file away, and return by what it can be put back.

    An activity goes for all who took part. From now on nothing counts it: clocks are those of what is left.
    Raises the model's DoesNotExist.
    """
    model, column = REMOVABLE[kind]
    items = items_of(model, [column])
    by.require(Operation.CHANGE, items)
    rows: list[Any] = [model._default_manager.select_for_update().get(pk=row_id)]
    if isinstance(rows[0], Activity) and rows[0].together:
        rows += Activity.objects.select_for_update().filter(together=rows[0].together).exclude(pk=row_id)
    act = uuid7()
    for row in rows:
        parts: list[Any] = [row]
        if isinstance(row, Activity):
            parts += ActivityStaff.objects.filter(activity=row)
        Removed.objects.create(
            act=act,
            kind=kind,
            person_id=row.person_id,
            organisation_id=row.organisation_id,
            rows=_kept(parts),
            stored_as=getattr(row, "stored_as", ""),
            removed_at=at,
            removed_by=by.actor.id,
        )
        row.kept = True  # its file stays while it can be put back
        row.delete()
    subjects = [row.person_id for row in rows]
    by.record(f"{kind}.remove", at=at, object_kind=kind, object_id=row_id, subjects=subjects, items=items)
    return act


@transaction.atomic
def restore(*, act: UUID, by: Access, at: datetime) -> Party | None:
    """Put back what was removed; return whose page it stands on, None where it is about nobody.

    Raises TooLateError.
    """
    since = at - timedelta(seconds=settings.UNDO_SECONDS)
    by.require(Operation.CHANGE)
    found = list(Removed.objects.select_for_update().filter(act=act, removed_by=by.actor.id, removed_at__gt=since))
    if not found:
        by.record("removed.restore", at=at, object_kind="removed", object_id=act)
        raise TooLateError
    model, column = REMOVABLE[found[0].kind]
    items = items_of(model, [column])
    by.require(Operation.CHANGE, items)
    for one in found:
        for part in serializers.deserialize("python", one.rows):
            row: Any = part.object
            if hasattr(row, "person_id"):
                # Whose it was may have become one with another in the meantime.
                row.person_id, row.organisation_id = one.person_id, one.organisation_id
            part.save()
        one.kept = True  # type: ignore[attr-defined] # the file is that of the row again
        one.delete()
    kind, row_id = found[0].kind, UUID(found[0].rows[0]["pk"])
    subjects = [one.person_id for one in found]
    by.record(f"{kind}.restore", at=at, object_kind=kind, object_id=row_id, subjects=subjects, items=items)
    return _owner(found[0])


@transaction.atomic
def forget_removed(*, by: Access, at: datetime) -> int:
    """Let go for good what was removed too long ago to be put back; return how many rows."""
    before = at - timedelta(seconds=settings.UNDO_SECONDS)
    gone = list(Removed.objects.select_for_update(skip_locked=True).filter(removed_at__lte=before))
    for one in gone:
        forget(REMOVABLE[one.kind][0], [UUID(one.rows[0]["pk"])])  # its history goes with it
        one.delete()
    if gone:
        by.record("removed.forget", at=at, object_kind="removed", subjects=[one.person_id for one in gone])
    return len(gone)


def _kept(rows: list[Model]) -> list[dict[str, Any]]:
    plain = serializers.serialize("python", rows)
    kept: list[dict[str, Any]] = json.loads(json.dumps(plain, default=_as_text))
    return kept


def _as_text(value: object) -> str:
    # To the microsecond: Django's own encoder cuts that off, and what is put back is what was taken.
    return value.isoformat() if isinstance(value, date) else str(value)


def _owner(one: Removed) -> Party | None:
    if one.person_id:
        return Party(kind=PartyKind.PERSON, id=one.person_id)
    return Party(kind=PartyKind.ORGANISATION, id=one.organisation_id) if one.organisation_id else None
