"""Gives back the values that an import changed, unless somebody has gone on with them since."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.apps import apps

from kortisto.register.audit.values import Access
from kortisto.register.parties.editing import apply_changes
from kortisto.register.parties.intake.naming import rewrite_names
from kortisto.register.parties.models import Change, Merge, Organisation, Person
from kortisto.register.parties.rows import items_of, origin_from_json


@dataclass(slots=True)
class Stays:
    """Something that undoing leaves: its table and id, the field, and why.

    `why`: changed (somebody has changed it since), used (something hangs on it since), merged (it was made one with
    another party since), untold (what stood there before is not kept).
    """

    table: str
    id: UUID
    why: str
    field: str = ""

    def as_json(self) -> dict[str, str]:
        """Return it as `Batch.kept` keeps it."""
        return {"table": self.table, "id": str(self.id), "why": self.why, "field": self.field}


@dataclass(slots=True)
class GivenBack:
    """What one portion of changes became."""

    restored: int = 0
    stays: list[Stays] = field(default_factory=list)


def give_back(changes: Sequence[Change], *, batch: UUID, by: Access, at: datetime) -> GivenBack:
    """Give back the values of these changes of an import, the latest first. Raises NotGrantedError."""
    done = GivenBack()
    rows = _locked(changes)
    own = _made_by(batch, [change.row for change in changes])
    survivors = _survivors(change.row for change in changes if (change.table, change.row) not in rows)
    renamed: dict[UUID, Any] = {}
    subjects: dict[UUID, None] = {}
    items: set[str] = set()
    for change in changes:
        row = rows.get((change.table, change.row))
        if row is None:
            if change.row in survivors:
                done.stays.append(Stays(change.table, survivors[change.row], "merged", change.field))
            continue  # erased since
        if row.id in own:
            continue  # the import made the row itself: it goes as a whole
        if str(getattr(row, change.field) or "") != change.new:
            done.stays.append(Stays(*_page_of(row), "changed", change.field))
            continue
        column = row._meta.get_field(change.field)
        value = column.to_python(change.old) if change.old else (None if column.null else "")
        changed = apply_changes(
            row, {change.field: value}, by=by, at=at, origin=origin_from_json(change.origin_before), by_import=False
        )
        if not changed:
            continue
        done.restored += 1
        items.update(items_of(type(row), changed))
        if change.person_id:
            subjects[change.person_id] = None
        if isinstance(row, Person | Organisation) and change.field.endswith("name"):
            renamed[row.id] = row
    rewrite_names(renamed.values())
    if done.restored:
        by.record(
            "import.restore", at=at, object_kind="batch", object_id=batch, subjects=list(subjects), items=sorted(items)
        )
    return done


def _locked(changes: Sequence[Change]) -> Mapping[tuple[str, UUID], Any]:
    """Return the rows of the changes by table and id, locked in the order of their ids."""
    found = {}
    for table in sorted({change.table for change in changes}):
        ids = {change.row for change in changes if change.table == table}
        model = apps.get_model("parties", table)
        for row in model._default_manager.select_for_update().filter(id__in=ids).order_by("id"):
            found[table, row.id] = row
    return found


def _survivors(gone: Iterable[UUID]) -> Mapping[UUID, UUID]:
    """Return into whom those were merged that are not there any more."""
    ids = set(gone)
    merges = Merge.objects.filter(absorbed__in=ids, undone_at=None) if ids else ()
    return {one.absorbed: cast("UUID", one.person_id or one.organisation_id) for one in merges}


def _page_of(row: Any) -> tuple[str, UUID]:
    """Return the table and id by which a row is listed: its own, or those of the party on whose page it stands."""
    if isinstance(row, Person | Organisation):
        return type(row).__name__, row.id
    if person := getattr(row, "person_id", None):
        return "Person", person
    return "Organisation", row.organisation_id


def _made_by(batch: UUID, rows: Sequence[UUID]) -> set[UUID]:
    """Return which of these rows the import made: what its first change of a row found was its own."""
    first = Change.objects.filter(batch=batch, row__in=rows).order_by("row", "id").distinct("row")
    return {change.row for change in first if (change.origin_before or {}).get("batch") == str(batch)}
