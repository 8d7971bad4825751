"""What of a file may be taken in: only items that the declaration lets this access collect."""

from __future__ import annotations

from dataclasses import replace

from kortisto.declaration.words import Operation
from kortisto.register.audit.values import Access
from kortisto.register.parties.bans import BAN_ITEM, purpose_of_bans
from kortisto.register.parties.importing.meaning import Mapping_, Meaning, Target, item_of
from kortisto.register.parties.stages import knows_prospects


def permitted_mapping(*, columns: tuple[str, ...], mapping: Mapping_, by: Access) -> tuple[Mapping_, tuple[str, ...]]:
    """Return the mapping without the columns that may not be collected, and the names of those columns."""
    barred = tuple(
        column for column, target in zip(columns, mapping.targets, strict=True) if not _may_be_taken(target, by)
    )
    targets = tuple(
        Target.NOTHING if column in barred else target for column, target in zip(columns, mapping.targets, strict=True)
    )
    return replace(mapping, targets=targets), barred


def _may_be_taken(target: Meaning, by: Access) -> bool:
    item = item_of(target)
    if target is Target.STAGE and not knows_prospects():
        return False
    if item == BAN_ITEM:
        return purpose_of_bans(role=by.actor.role, purpose=by.purpose) is not None
    return not item or by.grants(Operation.COLLECT, item)
