"""What of a file may be taken in: only items that the declaration lets this access collect."""

from __future__ import annotations

from dataclasses import replace

from kortisto.declaration.words import Operation
from kortisto.register.audit.values import Access
from kortisto.register.parties.importing.meaning import Mapping_, Target, item_of


def permitted_mapping(*, columns: tuple[str, ...], mapping: Mapping_, by: Access) -> tuple[Mapping_, tuple[str, ...]]:
    """Return the mapping without the columns that may not be collected, and the names of those columns."""
    barred = tuple(
        column
        for column, target in zip(columns, mapping.targets, strict=True)
        if (item := item_of(target)) and not by.grants(Operation.COLLECT, item)
    )
    targets = tuple(
        Target.NOTHING if column in barred else target for column, target in zip(columns, mapping.targets, strict=True)
    )
    return replace(mapping, targets=targets), barred
