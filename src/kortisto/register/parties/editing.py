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


def apply_changes(
    row: FieldProvenance, changes: Mapping[str, Any], *, origin: Origin, by: Access, at: datetime
) -> tuple[str, ...]:
    """Write the fields that differ, with their new origin; return their names. Raises NotGrantedError."""
    by.require(Operation.CHANGE)
    changed = {field: value for field, value in changes.items() if getattr(row, field) != value}
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
