"""The history of changes: written in one place, for every operation that changes a field, and gone with its datum."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from kortisto.declaration.holdings import Repeats, repeats_data
from kortisto.register.access import current
from kortisto.register.audit.values import Access
from kortisto.register.parties.many import listed, listed_texts
from kortisto.register.parties.models import Change, MergeStep, Organisation, OwnValue, Person
from kortisto.register.parties.models.changes import HISTORY
from kortisto.register.parties.models.provenance import Provenance
from kortisto.register.parties.rows import item_of
from kortisto.register.parties.values import Origin

_NAMES = {Person: "person.name", Organisation: "organisation.name"}
"""What a column that holds no item of its own (a switch, a link) is kept as long as: the name of its owner."""


def record_changes(
    row: Provenance,
    before: Mapping[str, Any],
    *,
    by: Access,
    at: datetime,
    origin: Origin | None = None,
    origins_before: Mapping[str, Any] | None = None,
    by_import: bool = True,
) -> None:
    """Keep what stood in the fields of a row before they were changed. `before`: field name and old value.

    Nothing is kept under a declaration that does not list the history of changes, nor of a row that is about nobody: a
    task of one's own. `origin` is that of the new values;
    None where a row was only ended. `origins_before`: those of the old values, by field. `by_import`: whether the
    import of the origin, if any, is what changed it.
    """
    if not before or not is_kept():
        return
    person, organisation = owner_of(row)
    if person is None and organisation is None:
        return
    item = row.item if isinstance(row, OwnValue) else ""
    whose = _NAMES[Organisation if person is None else Person]
    Change.objects.bulk_create(
        Change(
            person_id=person,
            organisation_id=organisation,
            happened_at=at,
            changed_by=by.actor.id,
            source=origin.source if origin else "",
            batch=origin.batch if origin and by_import else None,
            table=type(row).__name__,
            row=row.pk,
            field=field,
            item=item or item_of(type(row), field) or whose,
            origin_before=(origins_before or {}).get(field),
            old=as_text(old),
            new=as_text(getattr(row, field)),
        )
        for field, old in before.items()
    )


def is_kept() -> bool:
    """Return whether the declaration in force lists the history of changes."""
    return HISTORY in current.compiled().holding


def owner_of(row: Provenance) -> tuple[UUID | None, UUID | None]:
    """Return whose datum a row is: the person, or else the organisation. A row of both is the person's."""
    if isinstance(row, Person):
        return row.pk, None
    if isinstance(row, Organisation):
        return None, row.pk
    person: UUID | None = getattr(row, "person_id", None) or getattr(row, "ward_id", None)
    return (person, None) if person else (None, getattr(row, "organisation_id", None))


def as_text(value: Any) -> str:
    """Return a value as the history keeps it: see `Change`."""
    if value is None or value is False:
        return ""
    if value is True:
        return "yes"
    return value.isoformat() if isinstance(value, date) else str(value)


@repeats_data
def repeating(model: type, keys: Collection[object], columns: Collection[str] | None) -> Repeats:
    """Find the history of rows that are erased, or of columns that are emptied: what was erased may not be read there.

    The steps of a merge hold what stood in a row too, those of a row that the merge itself has taken away among them.
    """
    changes, steps = _repeating(model, keys, columns)
    return (
        (Change, list(changes.values_list("pk", flat=True))),
        (MergeStep, list(steps.values_list("pk", flat=True))),
    )


def history_of(row: Provenance) -> QuerySet[Change]:
    """Return what stood in the fields of a row before."""
    return Change.objects.filter(row=row.pk, table=type(row).__name__).order_by("id")


def forget(model: type, keys: Collection[object]) -> None:
    """Erase the history of erased rows."""
    for found in _repeating(model, keys, None):
        found.delete()


def _repeating(
    model: type, keys: Collection[object], columns: Collection[str] | None
) -> tuple[QuerySet[Change], QuerySet[MergeStep]]:
    # Rows with ids of another kind have no history.
    rows = [UUID(str(key)) for key in keys if not isinstance(key, int)]
    found = Change.objects.filter(row__in=listed(rows), table=model.__name__)
    texts = listed_texts([str(key) for key in keys])
    steps = MergeStep.objects.filter(row__in=texts, table=model._meta.label)  # type: ignore[attr-defined]
    if columns is not None:
        fields = [*columns, *(f"{column}_id" for column in columns)]
        found, steps = found.filter(field__in=fields), steps.filter(field__in=fields)
    return found, steps
