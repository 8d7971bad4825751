"""What was previewed is done with many parties at once, and taken back by whoever did it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from kortisto.register.audit.values import Access
from kortisto.register.parties.bulk_actions import BulkAction, Preview, preview
from kortisto.register.parties.bulk_undo import found_change
from kortisto.register.parties.enums import PartyKind
from kortisto.register.parties.models import ManyChanged
from kortisto.register.parties.values import Origin


@transaction.atomic
def run_action(
    *,
    action: BulkAction,
    kind: PartyKind,
    ids: Collection[UUID],
    choice: str,
    origin: Origin,
    by: Access,
    at: datetime,
) -> Preview:
    """Change everybody whom the action includes now, and return who they were. One line of the log names them all.

    It takes the place of the last change that the same member of staff could take back.

    Raises NotGrantedError, TooManyAtOnceError, and ValueError for a choice that is none.
    """
    if choice not in dict(action.choices()):
        raise ValueError(choice)
    found = preview(action=action, kind=kind, ids=ids, choice=choice, by=by)
    # What many get at once is collected at that moment, by which it is found again to be taken back.
    action.run(found.included, choice, origin=replace(origin, collected_at=at), by=by, at=at)
    by.record(
        f"{kind.value}.edit_many",
        at=at,
        object_kind=kind,
        subjects=found.included,
        items=[action.item],
    )
    return replace(found, undo=_remember(action, kind, choice, len(found.included), by=by, at=at))


@transaction.atomic
def undo_action(*, act: UUID, kind: PartyKind, by: Access, at: datetime) -> Preview:
    """Take back a change of many, as far as nobody has changed it since, and return of whom that was.

    Only the last one by whoever asks. Raises NotTheLastError, NotGrantedError.
    """
    change, action, back = found_change(act=act, kind=kind, by=by, locked=True)
    found = back.preview(change)
    given = tuple(back.run(change, found.included, by=by, at=at))
    change.undone_at = at
    change.save(update_fields=["undone_at"])
    by.record(
        f"{kind.value}.undo_many",
        at=at,
        object_kind=kind,
        subjects=given,
        items=[action.item],
    )
    return replace(found, included=given)


def _remember(action: BulkAction, kind: PartyKind, choice: str, count: int, *, by: Access, at: datetime) -> UUID | None:
    """Keep what was done, if it can be taken back; an earlier change of the same member of staff can be no longer."""
    if by.actor.id is None or not count:
        return None
    ManyChanged.objects.filter(made_by=by.actor.id).delete()
    if action.back is None or not action.back.possible():
        return None
    return ManyChanged.objects.create(
        made_by=by.actor.id, made_at=at, kind=kind.value, action=action.id, choice=choice, count=count
    ).act
