"""The last change of many at once of a member of staff, and what taking it back would mean now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from kortisto.declaration.words import Operation
from kortisto.register.audit.values import Access
from kortisto.register.parties.bulk_actions import Back, BulkAction, Preview, action_called
from kortisto.register.parties.enums import PartyKind
from kortisto.register.parties.models import ManyChanged


class NotTheLastError(LookupError):
    """It is not the last change of many by who asks, or it was taken back already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LastChange:
    """What somebody did last with many at once. `name`: of the action; `item`: what it changed, and would again."""

    act: UUID
    name: Any
    item: str
    made_at: datetime
    count: int


def last_change(*, kind: PartyKind, by: Access) -> LastChange | None:
    """Return what whoever asks did last with many of a kind, if it can be taken back. It tells of nobody.

    Whoever may not change its item any more cannot do so: that is asked by who shows it.
    """
    row = _theirs(by, kind).first()
    action = action_called(row.action, kind) if row else None
    if row is None or action is None:
        return None
    return LastChange(act=row.act, name=action.name, item=action.item, made_at=row.made_at, count=row.count)


def preview_undo(*, act: UUID, kind: PartyKind, by: Access) -> Preview:
    """Return of whom the change would be taken back. Raises NotTheLastError, NotGrantedError."""
    change, _action, back = found_change(act=act, kind=kind, by=by)
    by.record(f"{kind.value}.count", object_kind=kind)
    return back.preview(change)


def found_change(
    *, act: UUID, kind: PartyKind, by: Access, locked: bool = False
) -> tuple[ManyChanged, BulkAction, Back]:
    """Return a change with what was done and how it is taken back. Raises NotTheLastError, NotGrantedError."""
    rows = _theirs(by, kind).filter(act=act)
    change = (rows.select_for_update() if locked else rows).first()
    action = action_called(change.action, kind) if change else None
    if change is None or action is None or action.back is None:
        raise NotTheLastError(act)
    by.require(Operation.CHANGE, [action.item])
    return change, action, action.back


def _theirs(by: Access, kind: PartyKind) -> QuerySet[ManyChanged]:
    if by.actor.id is None:  # the program itself has no last change
        return ManyChanged.objects.none()
    return ManyChanged.objects.filter(made_by=by.actor.id, kind=kind.value, undone_at=None)
