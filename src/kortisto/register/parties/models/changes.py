"""What stood in a field before it was changed: the history, a holding like any other."""

from __future__ import annotations

from django.db import models

from kortisto.declaration.holdings import Column, Erasure, Link, Technical, holds
from kortisto.declaration.words import CascadeKind
from kortisto.lib.ids import uuid7
from kortisto.register.parties.models.organisations import Organisation
from kortisto.register.parties.models.people import Person
from kortisto.register.parties.models.provenance import Nameless

HISTORY = "log.changes"
_VALUE = Column(item="", named_by="item", erase=Erasure.CLEAR)


@holds(
    subject="person",
    organisation="organisation",
    source="source",
    collected="happened_at",
    trace=True,
    columns={
        "id": Technical(why="id of the row"),
        "person": Link(relation="person.changes", cascade=CascadeKind.CASCADE),
        "organisation": Link(relation="organisation.changes", cascade=CascadeKind.CASCADE),
        "happened_at": Column(item=HISTORY, clock="log.written"),
        "changed_by": Technical(why="id of the member of staff who changed it"),
        "source": Technical(why="source of the new value, told with it; goes with the row"),
        "batch": Technical(why="id of the import that changed it"),
        "table": Technical(why="which table the field is in"),
        "row": Technical(why="id of the row that the field is in; the history goes with it"),
        "field": Technical(why="name of the field"),
        "item": Technical(why="word of the vocabulary for what the field holds, by which the values are kept"),
        "origin_before": Technical(why="origin of the old value: source and time, no value"),
        "old": _VALUE,
        "new": _VALUE,
    },
)
class Change(Nameless):
    """One field of one row was changed: what stood there, what stands there since, who did it and when.

    `origin_before`: the origin of the old value, in the form of `FieldProvenance.origins`. Texts are kept as they were,
    days as ISO 8601, a switch as `yes` or empty, another row as its id. The values are data of the item that they
    belong to: they end with it, and go at once when it is erased (see `history`).
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    happened_at = models.DateTimeField()
    changed_by = models.UUIDField(null=True, blank=True)
    source = models.CharField(max_length=200, blank=True)
    batch = models.UUIDField(null=True, blank=True)
    table = models.CharField(max_length=50)
    row = models.UUIDField()
    field = models.CharField(max_length=100)
    item = models.CharField(max_length=100)
    origin_before = models.JSONField(null=True, blank=True)
    old = models.TextField(blank=True)
    new = models.TextField(blank=True)

    class Meta:
        db_table = "parties_change"
        indexes = [
            models.Index(fields=["row", "field"], name="parties_change_row"),
            models.Index(fields=["batch"], name="parties_change_batch", condition=models.Q(batch__isnull=False)),
            models.Index(fields=["happened_at"], name="parties_change_happened_at"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(person__isnull=False, organisation__isnull=True)
                | models.Q(person__isnull=True, organisation__isnull=False),
                name="parties_change_has_one_owner",
            ),
            models.CheckConstraint(condition=~models.Q(item=""), name="parties_change_has_item"),
        ]


@holds(
    subject=None,
    columns={
        "made_by": Technical(why="id of the member of staff whose last change of many this is"),
        "act": Technical(why="id of the change, by which it is taken back"),
        "made_at": Technical(why="when it was made; its rows and their history are of the same moment"),
        "kind": Technical(why="kind of party that was changed"),
        "action": Technical(why="word of what was done"),
        "choice": Technical(why="what was set: a code, or the id of a tag; it tells of nobody"),
        "count": Technical(why="how many were changed"),
        "undone_at": Technical(why="when it was taken back"),
    },
)
class ManyChanged(Nameless):
    """The last change of many at once by each member of staff, so that it can be taken back.

    Whom it concerned is not kept here: that is told by the history of changes and by the rows that it made.
    """

    made_by = models.UUIDField(primary_key=True)
    act = models.UUIDField(default=uuid7, unique=True)
    made_at = models.DateTimeField()
    kind = models.CharField(max_length=20)
    action = models.CharField(max_length=50)
    choice = models.CharField(max_length=100)
    count = models.PositiveIntegerField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "parties_many_changed"
