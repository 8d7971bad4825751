"""What was previewed is done with many parties at once."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from kortisto.register.audit.values import Access
from kortisto.register.parties.bulk_actions import BulkAction, Preview, preview
from kortisto.register.parties.enums import PartyKind
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

    Raises NotGrantedError, TooManyAtOnceError, and ValueError for a choice that is none.
    """
    if choice not in dict(action.choices()):
        raise ValueError(choice)
    found = preview(action=action, kind=kind, ids=ids, choice=choice, by=by)
    action.run(found.included, choice, origin=origin, by=by, at=at)
    by.record(
        f"{kind.value}.edit_many",
        at=at,
        object_kind=kind,
        subjects=found.included if kind is PartyKind.PERSON else (),
        items=[action.item],
    )
    return found
