"""Which parties may be one, which were made one, and everything that is needed to part them again."""

from __future__ import annotations

from typing import Any

from django.db import models

from kortisto.declaration.holdings import Column, Link, Technical, holds
from kortisto.declaration.words import CascadeKind
from kortisto.lib.ids import uuid7
from kortisto.register.parties.enums import MergeStepKind, PartyKind
from kortisto.register.parties.models.organisations import Organisation
from kortisto.register.parties.models.people import Person
from kortisto.register.parties.models.provenance import Batch, Nameless, cascade_first, one_of

_VALUE = Column(item="", named_by="item")


class OfOneParty(Nameless):
    """A row about one party: the person, or else the organisation."""

    person = models.ForeignKey(Person, null=True, blank=True, on_delete=cascade_first, related_name="+")
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=cascade_first, related_name="+")

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=models.Q(person__isnull=False, organisation__isnull=True)
                | models.Q(person__isnull=True, organisation__isnull=False),
                name="%(app_label)s_%(class)s_has_one_owner",
            )
        ]


_OWNER: dict[str, Any] = {
    "person": Link(relation="person.changes", cascade=CascadeKind.CASCADE),
    "organisation": Link(relation="organisation.changes", cascade=CascadeKind.CASCADE),
}


@holds(
    subject="person",
    organisation="organisation",
    trace=True,
    columns={
        **_OWNER,
        "id": Technical(why="id of the merge, by which it is undone"),
        "absorbed": Technical(why="id that the other party had, under which it is still asked for"),
        "merged_at": Technical(why="when the two became one; goes with the one that stayed"),
        "merged_by": Technical(why="id of the member of staff who merged"),
        "undone_at": Technical(why="when the two were parted again"),
    },
)
class Merge(OfOneParty):
    """Two parties were found to be one: `person` or `organisation` stayed and took in what hung on `absorbed`.

    When the one that stayed goes into a third, its merges go with it: an old id leads to whoever stands for it now.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    absorbed = models.UUIDField()
    merged_at = models.DateTimeField()
    merged_by = models.UUIDField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta(OfOneParty.Meta):
        db_table = "parties_merge"
        indexes = [
            models.Index(fields=["merged_at", "id"], name="parties_merge_merged_at"),
            models.Index(fields=["absorbed"], name="parties_merge_absorbed"),
        ]


@holds(
    subject="person",
    organisation="organisation",
    collected="collected_at",
    trace=True,
    columns={
        **_OWNER,
        "id": Technical(why="order of the steps"),
        "collected_at": Technical(why="when the value was collected, from which its period counts"),
        "merge": Link(relation="merge.steps", cascade=CascadeKind.CASCADE),
        "happened_at": Technical(why="when it was done; goes with the value"),
        "kind": Technical(why="what was done with the row"),
        "table": Technical(why="which table the row is in"),
        "row": Technical(why="id of the row"),
        "field": Technical(why="name of the field"),
        "item": Technical(why="word of the vocabulary for what the field holds, by which the value is kept"),
        "value": _VALUE,
        "empty": Technical(why="whether the field was null"),
        "after": _VALUE,
    },
)
class MergeStep(OfOneParty):
    """What merging did with one column of one row; `value` is what stood there before, as JSON, `after` what since.

    No history of its own: a step is the datum itself, where it lies after the merge. It is kept as the item that it
    belongs to, since the datum was collected, and ends with it; then that much cannot be undone any more. Steps of one
    row that hold no datum are kept as what the row holds.
    """

    id = models.BigAutoField(primary_key=True)
    merge = models.ForeignKey(Merge, on_delete=cascade_first, related_name="+")
    happened_at = models.DateTimeField()
    collected_at = models.DateTimeField()
    kind = models.CharField(max_length=10)
    table = models.CharField(max_length=50)
    row = models.CharField(max_length=40)
    field = models.CharField(max_length=100)
    item = models.CharField(max_length=100)
    value = models.TextField(blank=True)
    empty = models.BooleanField(default=False)
    after = models.TextField(blank=True, default="")

    class Meta(OfOneParty.Meta):
        db_table = "parties_merge_step"
        indexes = [models.Index(fields=["table", "row"], name="parties_merge_step_row")]
        constraints = [
            *OfOneParty.Meta.constraints,
            one_of("kind", [kind.value for kind in MergeStepKind]),
            models.CheckConstraint(condition=~models.Q(item=""), name="parties_merge_step_has_item"),
        ]


_PAIR = Technical(why="which two parties may be one; goes with either")


@holds(
    subject="first_person",
    organisation="first_organisation",
    columns={
        "id": Technical(why="id of the pair"),
        "first_person": _PAIR,
        "second_person": _PAIR,
        "first_organisation": _PAIR,
        "second_organisation": _PAIR,
        "score": Technical(why="how alike the two are, worked out from their data and from nothing else"),
        "reasons": Technical(why="names of what agrees, no values"),
        "found_at": Technical(why="when the pair was found"),
        "dismissed_at": Technical(why="when somebody said that they are two"),
        "dismissed_by": Technical(why="id of the member of staff who said so"),
    },
)
class DuplicatePair(Nameless):
    """Two people, or two organisations, that may be one.

    Once dismissed, a pair is not asked about again, until one of the two changes so that more agrees than did then.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    first_person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    second_person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    first_organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    second_organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    score = models.PositiveSmallIntegerField()
    reasons = models.JSONField(default=list)
    found_at = models.DateTimeField()
    dismissed_at = models.DateTimeField(null=True, blank=True)
    dismissed_by = models.UUIDField(null=True, blank=True)

    class Meta:
        db_table = "parties_duplicate_pair"
        indexes = [models.Index(fields=["-score", "id"], name="parties_duplicate_pair_order")]
        constraints = [
            # The smaller id first, so that a pair is one row, whichever way round it was found.
            models.CheckConstraint(
                condition=models.Q(
                    first_person__isnull=False,
                    second_person__gt=models.F("first_person"),
                    first_organisation__isnull=True,
                    second_organisation__isnull=True,
                )
                | models.Q(
                    first_organisation__isnull=False,
                    second_organisation__gt=models.F("first_organisation"),
                    first_person__isnull=True,
                    second_person__isnull=True,
                ),
                name="parties_duplicate_pair_of_one_kind",
            ),
            models.UniqueConstraint(fields=["first_person", "second_person"], name="parties_duplicate_people_once"),
            models.UniqueConstraint(
                fields=["first_organisation", "second_organisation"], name="parties_duplicate_organisations_once"
            ),
        ]


@holds(
    subject=None,
    columns={
        "id": Technical(why="id of the scan"),
        "kind": Technical(why="whether people or organisations are compared"),
        "started_at": Technical(why="when it began"),
        "started_by": Technical(why="id of the member of staff who began it; null when it began by itself"),
        "position": Technical(why="id up to which the parties have been compared: a scan that was cut off goes on"),
        "compared": Technical(why="how many pairs have been compared"),
        "found": Technical(why="how many of them are worth asking about"),
        "finished_at": Technical(why="when it ended"),
        "cancelled_at": Technical(why="when somebody stopped it"),
        "batch": Link(relation="batch.rows", cascade=CascadeKind.CASCADE),
    },
)
class DuplicateScan(Nameless):
    """One run over all people, or all organisations, in portions; with a `batch` over those whom an import brought."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=20)
    started_at = models.DateTimeField()
    started_by = models.UUIDField(null=True, blank=True)
    position = models.UUIDField(null=True, blank=True)
    compared = models.PositiveIntegerField(default=0)
    found = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    batch = models.ForeignKey(Batch, null=True, blank=True, on_delete=models.CASCADE, related_name="+")

    class Meta:
        db_table = "parties_duplicate_scan"
        indexes = [models.Index(fields=["-started_at"], name="parties_duplicate_scan_started")]
        constraints = [
            one_of("kind", [kind.value for kind in PartyKind]),
            models.UniqueConstraint(
                fields=["kind"],
                condition=models.Q(finished_at__isnull=True, cancelled_at__isnull=True, batch__isnull=True),
                name="parties_duplicate_scan_one_at_a_time",
            ),
            models.UniqueConstraint(fields=["batch", "kind"], name="parties_duplicate_scan_of_an_import_once"),
        ]
