"""Changing fields of a row: the one place where values are overwritten, with their origin and their history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kortisto.declaration.words import Operation
from kortisto.register.audit.values import Access
from kortisto.register.parties.history import record_changes
from kortisto.register.parties.models.provenance import FieldProvenance, Provenance
from kortisto.register.parties.rows import items_of, origin_as_json, stamp
from kortisto.register.parties.values import Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Overtaken:
    """A field that somebody else has changed: what the editor saw, what stands there now, what the editor wants."""

    field: str
    before: Any
    theirs: Any
    yours: Any


class ChangedMeanwhileError(Exception):
    """A field no longer holds what the editor saw: somebody else was quicker, and nothing is overwritten."""

    def __init__(self, overtaken: tuple[Overtaken, ...]) -> None:
        super().__init__(", ".join(one.field for one in overtaken))
        self.overtaken = overtaken


def apply_changes(
    row: Provenance,
    changes: Mapping[str, Any],
    *,
    by: Access,
    at: datetime,
    origin: Origin | None = None,
    expected: Mapping[str, Any] | None = None,
    by_import: bool = True,
) -> tuple[str, ...]:
    """Write the fields that differ, with their new origin and their history; return their names.

    `row` is locked; `expected`: what the editor saw in fields. `origin`: None where nothing was collected, as when a
    row is ended. A row of several data keeps the origin by field, any other takes it as a whole. Raises NotGrantedError
    and ChangedMeanwhileError. `by_import`: False where a value of an earlier import is given back, which did not do so.
    """
    by.require(Operation.CHANGE)
    changed = {field: value for field, value in changes.items() if getattr(row, field) != value}
    overtaken = tuple(
        Overtaken(field=field, before=seen, theirs=getattr(row, field), yours=changed[field])
        for field, seen in (expected or {}).items()
        if field in changed and _differs(getattr(row, field), seen)
    )
    if overtaken:
        raise ChangedMeanwhileError(overtaken)
    by.require(Operation.CHANGE, items_of(type(row), changed))
    if not changed:
        return ()
    before = {field: getattr(row, field) for field in changed}
    origins = {field: _origin_of(row, field) for field in changed}
    for field, value in changed.items():
        setattr(row, field, value)
    written = [row._meta.get_field(field).name for field in changed]
    row.changed_at = at
    written.append("changed_at")
    if origin is not None and isinstance(row, FieldProvenance):
        row.origins |= dict.fromkeys(changed, origin_as_json(origin))
        written.append("origins")
    elif origin is not None:
        written += stamp(row, origin, at)
    row.save(update_fields=dict.fromkeys(written))
    record_changes(row, before, by=by, at=at, origin=origin, origins_before=origins, by_import=by_import)
    return tuple(changed)


def _origin_of(row: Provenance, field: str) -> dict[str, str | None]:
    """Return the origin that a field has, in the form of `FieldProvenance.origins`."""
    own = row.origins.get(field) if isinstance(row, FieldProvenance) else None
    return own or {
        "source": row.source,
        "collected_at": row.collected_at.isoformat(),
        "basis": row.basis,
        "declaration": row.declaration,
        "batch": str(row.batch_id) if row.batch_id else None,
    }


def _differs(now: Any, seen: Any) -> bool:
    return (now if now is not None else "") != (seen if seen is not None else "")
