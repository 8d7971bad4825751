"""Changing single fields of a row of several data."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from kortisto.declaration.words import Operation
from kortisto.register.audit.values import Access
from kortisto.register.parties.models.provenance import FieldProvenance
from kortisto.register.parties.rows import items_of, origin_as_json
from kortisto.register.parties.values import Origin


class ChangedMeanwhileError(Exception):
    """A field no longer holds what the editor saw: somebody else was quicker, and nothing is overwritten."""


def apply_changes(
    row: FieldProvenance,
    changes: Mapping[str, Any],
    *,
    origin: Origin,
    by: Access,
    at: datetime,
    expected: Mapping[str, Any] | None = None,
) -> tuple[str, ...]:
    """Write the fields that differ, with their new origin; return their names.

    `row` is locked; `expected`: what the editor saw in fields. Raises NotGrantedError and ChangedMeanwhileError.
    """
    by.require(Operation.CHANGE)
    changed = {field: value for field, value in changes.items() if getattr(row, field) != value}
    overtaken = [field for field, seen in (expected or {}).items() if (getattr(row, field) or "") != (seen or "")]
    if not set(overtaken).isdisjoint(changed):
        raise ChangedMeanwhileError(", ".join(overtaken))
    by.require(Operation.CHANGE, items_of(type(row), changed))
    if not changed:
        return ()
    for field, value in changed.items():
        setattr(row, field, value)
        row.origins[field] = origin_as_json(origin)
    row.changed_at = at
    row.save(update_fields=[*(field.removesuffix("_id") if field == "parent_id" else field for field in changed),
                            "origins", "changed_at"])  # fmt: skip
    return tuple(changed)
