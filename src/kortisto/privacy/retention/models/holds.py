"""What somebody has said that stops an erasure for a while."""

from __future__ import annotations

from typing import Any

from django.db import models

from kortisto.declaration.holdings import Column, Link, Technical, holds
from kortisto.declaration.words import CascadeKind
from kortisto.lib.ids import uuid7


class OfASubject(models.Model):
    """A row about one person or one organisation, which goes with it.

    The database itself removes it (migration 0006), whoever deletes the subject and by whichever way.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(
        "parties.Person", null=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+"
    )
    organisation = models.ForeignKey(
        "parties.Organisation", null=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+"
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=models.Q(person__isnull=False, organisation__isnull=True)
                | models.Q(person__isnull=True, organisation__isnull=False),
                name="%(app_label)s_%(class)s_one_subject",
            )
        ]

    def __str__(self) -> str:
        return f"{self._meta.label_lower} {self.pk}"


OF_A_SUBJECT: dict[str, Any] = {
    "id": Technical(why="id of the row"),
    "person": Link(relation="person.changes", cascade=CascadeKind.CASCADE),
    "organisation": Link(relation="organisation.changes", cascade=CascadeKind.CASCADE),
}
"""The classification of the columns of `OfASubject`."""


@holds(
    subject="person",
    organisation="organisation",
    trace=True,
    columns={
        **OF_A_SUBJECT,
        "hold": Technical(why="id of the hold in the declaration, which says what it reaches and when it ends"),
        "items": Technical(why="words of the vocabulary: which kinds of data it concerns; no values"),
        "reason": Column(item="rights.record"),
        "opened_at": Technical(why="since when it stands"),
        "opened_by": Technical(why="id of the member of staff who opened it"),
        "review_on": Technical(why="the day by which somebody asks whether it is still needed"),
        "reviewed_at": Technical(why="when somebody last asked that"),
        "reviewed_by": Technical(why="id of the member of staff who did"),
        "review_reason": Column(item="rights.record"),
        "ended_at": Technical(why="since when it no longer stands"),
        "ended_by": Technical(why="id of the member of staff who ended it; null: it ended by its maximum"),
        "end_reason": Column(item="rights.record"),
    },
)
class Hold(OfASubject):
    """A hold of the declaration, opened by somebody over one subject. It blocks the erasure, and never a restriction.

    `items`: what it concerns; empty: all that the declaration lets it reach. How long it may stand, and how often it is
    reviewed, stands in the declaration. There is none without a day on which it is reviewed.
    """

    hold = models.CharField(max_length=100)
    items = models.JSONField(default=list)
    reason = models.CharField(max_length=1000, blank=True)
    opened_at = models.DateTimeField()
    opened_by = models.UUIDField(null=True)
    review_on = models.DateField()
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.UUIDField(null=True)
    review_reason = models.CharField(max_length=1000, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)
    end_reason = models.CharField(max_length=1000, blank=True)

    class Meta(OfASubject.Meta):
        db_table = "retention_hold"
        indexes = [
            models.Index(fields=["review_on", "id"], name="retention_hold_review", condition=models.Q(ended_at=None)),
            models.Index(fields=["opened_at", "id"], name="retention_hold_opened"),
        ]
        constraints = [
            *OfASubject.Meta.constraints,
            models.CheckConstraint(condition=~models.Q(hold=""), name="retention_hold_names_one"),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True) | models.Q(ended_at__gte=models.F("opened_at")),
                name="retention_hold_ends_after_start",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=False) | models.Q(ended_by__isnull=True, end_reason=""),
                name="retention_hold_ended_whole",
            ),
        ]
