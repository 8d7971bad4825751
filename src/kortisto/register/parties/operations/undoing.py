"""Undoes an import: takes away what it made and gives back what it changed, unless somebody has gone on with it since.

What somebody has changed since, or has hung something on, stays as it is and is listed; so is a value that was changed
once more. Nothing that people have done after the import is lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models, transaction
from django.db.models import Q

from kortisto.declaration.holdings import Link, holding_of
from kortisto.declaration.words import Basis, Operation
from kortisto.lib.batches import batched
from kortisto.register.access import rules as access_rules
from kortisto.register.audit.values import Access
from kortisto.register.parties.editing import apply_changes
from kortisto.register.parties.enums import UploadState
from kortisto.register.parties.intake.keeping import remove_files
from kortisto.register.parties.intake.naming import rewrite_names
from kortisto.register.parties.models import Batch, Change, Organisation, Person, Upload
from kortisto.register.parties.operations.imports import BATCH
from kortisto.register.parties.rows import items_of
from kortisto.register.parties.values import Origin

PORTION = 2_000
MOST_LISTED = 1_000
"""Of what stays so much is kept for the page; the numbers are of all."""


class UndoneAlreadyError(RuntimeError):
    """The import was undone before."""


class StillRunningError(RuntimeError):
    """The import is being brought in: cancel it first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone:
    """What was taken away, given back, and kept since somebody has gone on with it."""

    people: int
    organisations: int
    restored: int
    kept: int


@transaction.atomic
def undo_batch(*, batch_id: UUID, by: Access, at: datetime) -> Undone:
    """Undo an import, all of it in one transaction. `by` is an access to change.

    Raises Batch.DoesNotExist, UndoneAlreadyError, StillRunningError, NotPermittedError, NotGrantedError.
    """
    access_rules.require(by=by.actor, permission="import.undo", at=at, channel=by.channel, request_id=by.request_id)
    by.require(Operation.CHANGE)
    batch = Batch.objects.select_for_update().get(id=batch_id)
    if batch.undone_at is not None:
        raise UndoneAlreadyError(str(batch_id))
    upload = Upload.objects.select_for_update().filter(batch=batch).first()
    if upload is not None and upload.state in {UploadState.RUNNING, UploadState.ASKING}:
        raise StillRunningError(str(batch_id))
    # What the import itself changed it changed until it ended; what carries a later time somebody else has changed.
    undoing = _Undoing(batch, by, at, until=upload.moved_at if upload else batch.imported_at)
    undoing.restore()
    undoing.remove()
    batch.undone_at, batch.undone_by, batch.kept = at, by.actor.id, undoing.kept[:MOST_LISTED]
    batch.counts = {**batch.counts, "undone_kept": len(undoing.kept), "undone_restored": undoing.restored}
    batch.save()
    if upload is not None:
        upload.state = UploadState.UNDONE
        upload.save(update_fields=["state"])
        transaction.on_commit(lambda: remove_files(upload.id))
    by.record("batch.undo", at=at, object_kind=BATCH, object_id=batch_id)
    return Undone(
        people=undoing.removed[Person],
        organisations=undoing.removed[Organisation],
        restored=undoing.restored,
        kept=len(undoing.kept),
    )


class _Undoing:
    """One import on its way out."""

    def __init__(self, batch: Batch, by: Access, at: datetime, *, until: datetime) -> None:
        self.batch, self.by, self.at, self.until = batch, by, at, until
        self.kept: list[dict[str, str]] = []
        self.restored = 0
        self.removed: dict[type[models.Model], int] = {Person: 0, Organisation: 0}

    # --- what it changed ---------------------------------------------------------------------------------------------

    def restore(self) -> None:
        changes = Change.objects.filter(batch=self.batch.id).order_by("-happened_at", "-id")
        renamed: dict[UUID, Any] = {}
        for change in changes.iterator(chunk_size=PORTION):
            model = _model(change.table)
            row = model._default_manager.select_for_update().filter(id=change.row).first()
            if row is None or row.batch_id == self.batch.id:
                continue  # erased since, or made by the import itself: it goes as a whole
            present = getattr(row, change.field)
            if str(present or "") != change.new:
                self._keep(change.table, change.row, "changed", field=change.field)
                continue
            value = change.old or (None if model._meta.get_field(change.field).null else "")
            origin = _origin(change.origin_before)
            apply_changes(row, {change.field: value}, by=self.by, at=self.at, origin=origin)
            self.by.record(
                "import.restore",
                at=self.at,
                object_kind=change.table.lower(),
                object_id=change.row,
                subjects=[change.person_id],
                items=items_of(model, [change.field]),
            )
            self.restored += 1
            if model in {Person, Organisation} and change.field.endswith("name"):
                renamed[row.id] = row
        rewrite_names(renamed.values())

    # --- what it made ------------------------------------------------------------------------------------------------

    def remove(self) -> None:
        people = self._in_use(Person, ())
        organisations = self._in_use(Organisation, people)
        for model in _with_batch():
            if model in {Person, Organisation}:
                continue
            made = model._default_manager.filter(batch=self.batch)
            for id_ in made.filter(changed_at__gt=self.until).values_list("id", flat=True):
                self._keep(model.__name__, id_, "changed")
            owned = Q()
            names = {field.name for field in model._meta.concrete_fields}
            if "person" in names:
                owned |= Q(person__in=people)
            if "organisation" in names:
                owned |= Q(organisation__in=organisations)
            going = made.exclude(changed_at__gt=self.until)
            if owned:
                # Whoever stays keeps what is known of them: half a person helps nobody.
                going = going.exclude(pk__in=made.filter(owned).values("pk"))
            going.delete()
        self._delete(Person, people)
        self._delete(Organisation, organisations)

    def _in_use(self, model: type[Any], kept_people: Iterable[UUID]) -> set[UUID]:
        """Return whom of this kind the import made and somebody has gone on with since."""
        made = model._default_manager.filter(batch=self.batch)
        changed = set(made.filter(changed_at__gt=self.until).values_list("id", flat=True))
        for id_ in changed:
            self._keep(model.__name__, id_, "changed")
        used: set[UUID] = set()
        for other, field in _hanging_on(model):
            rows = other._default_manager.filter(**{f"{field}__batch": self.batch})
            names = {one.name for one in other._meta.concrete_fields}
            if "batch" in names:
                rows = rows.exclude(Q(batch=self.batch) & (Q(changed_at=None) | Q(changed_at__lte=self.until)))
            used.update(rows.values_list(f"{field}_id", flat=True))
            if model is Organisation and "person" in names and kept_people:
                staying = other._default_manager.filter(
                    **{f"{field}__batch": self.batch, "person__in": list(kept_people)}
                )
                used.update(staying.values_list(f"{field}_id", flat=True))
        for id_ in used - changed:
            self._keep(model.__name__, id_, "used")
        return changed | used

    def _delete(self, model: type[Any], kept: Iterable[UUID]) -> None:
        ids = model._default_manager.filter(batch=self.batch).exclude(id__in=list(kept)).values_list("id", flat=True)
        for portion in batched(list(ids), PORTION):
            model._default_manager.filter(id__in=portion).delete()
            self.removed[model] += len(portion)
            self.by.record(
                "import.remove",
                at=self.at,
                object_kind=BATCH,
                object_id=self.batch.id,
                subjects=portion if model is Person else (),
                items=["person.name" if model is Person else "organisation.name"],
            )

    def _keep(self, table: str, id_: UUID, why: str, *, field: str = "") -> None:
        self.kept.append({"table": table, "id": str(id_), "why": why, "field": field})


def _with_batch() -> Iterator[type[Any]]:
    """Yield the tables whose rows say by which import they came."""
    for model in apps.get_models():
        names = {field.name for field in model._meta.concrete_fields}
        if {"batch", "changed_at", "source"} <= names and model is not Batch:
            yield model


def _hanging_on(model: type[models.Model]) -> Iterator[tuple[type[Any], str]]:
    """Yield the tables, of any package, whose rows are data that hang on this one: not its search keys or history."""
    for other in apps.get_models():
        holding = holding_of(other)
        if holding is None or other is Change:
            continue
        for field in other._meta.concrete_fields:
            if (
                field.related_model is model
                and other is not model
                and isinstance(holding.columns.get(field.name), Link)
            ):
                yield other, field.name


def _model(name: str) -> type[Any]:
    return apps.get_model("parties", name)


def _origin(kept: Any) -> Origin | None:
    if not kept:
        return None
    return Origin(
        source=kept["source"],
        collected_at=datetime.fromisoformat(kept["collected_at"]),
        basis=Basis(kept["basis"]),
        declaration=kept["declaration"],
        batch=UUID(kept["batch"]) if kept.get("batch") else None,
    )
