"""Where data come from: every row knows its source, time, basis, version of the declaration, and import."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models
from django.db.models.deletion import Collector

from kortisto.declaration.holdings import Column, Erasure, Link, Technical, holds
from kortisto.declaration.words import Basis, CascadeKind
from kortisto.lib.ids import uuid7
from kortisto.register.parties.enums import UndoState


def cascade_first(collector: Collector, field: Any, rows: Any, using: str) -> None:  # noqa: ARG001 (Django's hook)
    """Delete what hangs on a row before the row, also where the key may be null.

    Django itself trusts that the database looks at the end of the transaction; behind the door it looks at once. Needed
    by tables whose deletion is listened to, or on which others hang; the rest Django deletes first anyway.
    """
    collector.collect(rows, source=field.remote_field.model, source_attr=field.name, fail_on_restricted=False)


def finnish_day(field: str) -> models.Func:
    """The Finnish civil day of an instant, as constraints compare it with a day."""
    day = models.DateField()
    return models.Func(field, template="(%(expressions)s at time zone 'Europe/Helsinki')::date", output_field=day)


def one_of(field: str, words: Iterable[str]) -> models.CheckConstraint:
    """The column holds one of these words. The name of the constraint says so: it is what an error message shows."""
    return models.CheckConstraint(
        condition=models.Q(**{f"{field}__in": list(words)}), name=f"%(app_label)s_%(class)s_{field}_known"
    )


class Nameless(models.Model):
    """A row that is shown by its id: its text gets into logs and error reports, which hold nobody's data."""

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.label_lower} {self.pk}"


BASIS_KNOWN = one_of("basis", (basis.value for basis in Basis))


@holds(
    subject=None,
    columns={
        "id": Technical(why="id of the import, which its rows carry"),
        "file_name": Technical(why="name of the file as the operator's computer calls it"),
        "sha256": Technical(why="recognises a file that was imported before"),
        "register": Technical(why="id of the register"),
        "source": Technical(why="source that the operator stated"),
        "collected_at": Technical(why="time of collection that the operator stated"),
        "basis": Technical(why="legal basis that the operator stated"),
        "declaration": Technical(why="version of the declaration in force"),
        "imported_at": Technical(why="when it was imported"),
        "imported_by": Technical(why="id of the member of staff who imported it"),
        "counts": Technical(why="how many rows became what; numbers only"),
        "purpose": Technical(why="purpose that the operator stated"),
        "undone_at": Technical(why="when the import was undone"),
        "undone_by": Technical(why="id of the member of staff who undid it"),
        "kept": Technical(why="what stayed when it was undone, and why: ids and words, no values"),
        "undo_state": Technical(why="how far undoing is"),
        "undo": Technical(why="where undoing goes on, and its numbers"),
        "undo_moved_at": Technical(why="when undoing last went on"),
    },
)
class Batch(Nameless):
    """One import: which file, on whose word, and what became of its rows."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    register = models.CharField(max_length=100)
    source = models.CharField(max_length=200)
    collected_at = models.DateTimeField()
    basis = models.CharField(max_length=50)
    declaration = models.CharField(max_length=100)
    imported_at = models.DateTimeField()
    imported_by = models.UUIDField(null=True)
    counts = models.JSONField(default=dict)
    purpose = models.CharField(max_length=200, blank=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.UUIDField(null=True)
    kept = models.JSONField(default=list)
    undo_state = models.CharField(max_length=20, blank=True)
    undo = models.JSONField(default=dict)
    undo_moved_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "parties_batch"
        indexes = [
            models.Index(fields=["sha256"], name="parties_batch_sha256"),
            models.Index(fields=["imported_at"], name="parties_batch_imported_at"),
        ]
        constraints = [
            BASIS_KNOWN,
            one_of("undo_state", ["", *UndoState.values]),
            models.CheckConstraint(condition=models.Q(sha256__regex=r"^[0-9a-f]{64}$"), name="parties_batch_sha256"),
            models.CheckConstraint(condition=~models.Q(source=""), name="parties_batch_has_source"),
            models.CheckConstraint(condition=~models.Q(declaration=""), name="parties_batch_has_declaration"),
        ]


class Provenance(Nameless):
    """The origin of a row (GDPR Articles 5(2), 14(2)(f) and 15(1)(g)).

    `source`: id of a source of the declaration. `declaration`: the notice and version under which the row was
    collected, `ivt 1.0`. `changed_at`: the last change by anybody, null while the row is as collected.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    source = models.CharField(max_length=200)
    collected_at = models.DateTimeField()
    basis = models.CharField(max_length=50)
    declaration = models.CharField(max_length=100)
    batch = models.ForeignKey(Batch, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    changed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            BASIS_KNOWN,
            models.CheckConstraint(condition=~models.Q(source=""), name="%(app_label)s_%(class)s_has_source"),
            models.CheckConstraint(condition=~models.Q(declaration=""), name="%(app_label)s_%(class)s_has_declaration"),
        ]


class FieldProvenance(Provenance):
    """A row of several data, which may come from different sources.

    `origins` holds the origin of each field that differs from the row's own, by field name:
    `{"language": {"source": ..., "collected_at": ISO 8601, "basis": ..., "declaration": ..., "batch": id or null}}`.
    """

    origins = models.JSONField(default=dict, blank=True)

    class Meta(Provenance.Meta):
        abstract = True


PROVENANCE: Mapping[str, Column | Link | Technical] = {
    "id": Technical(why="id of the row"),
    "source": Technical(why="origin of the row, told with it; goes with the row"),
    "collected_at": Technical(why="time of collection, the clock item.collected of the row; goes with the row"),
    "basis": Technical(why="legal basis of the collection, told with the row"),
    "declaration": Technical(why="version of the declaration at collection, told with the row"),
    "batch": Link(relation="batch.rows", cascade=CascadeKind.CUT),
    "changed_at": Column(item="log.processing", clock="item.updated", feeds=("log.written",), erase=Erasure.CLEAR),
}
"""The classification of the columns of `Provenance`, for the `columns` of each model."""

FIELD_PROVENANCE: Mapping[str, Column | Link | Technical] = {
    **PROVENANCE,
    "origins": Technical(why="origins of single fields: sources and times, no values"),
}
"""The classification of the columns of `FieldProvenance`."""
