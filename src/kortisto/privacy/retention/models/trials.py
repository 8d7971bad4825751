"""Trials: what a sweep would do, asked for from a page and worked out by the worker; its numbers stay."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from kortisto.declaration.holdings import Technical, holds
from kortisto.lib.ids import uuid7
from kortisto.privacy.retention.enums import TRIED, SubjectKind, TrialState


@holds(
    subject=None,
    columns={
        "id": Technical(why="number of the trial"),
        "state": Technical(why="how far it is"),
        "declaration": Technical(why="register and version of the notice whose rules it tries"),
        "evaluated_at": Technical(why="the moment at which periods are compared"),
        "asked_at": Technical(why="when it was asked for"),
        "asked_by": Technical(why="id of the member of staff who asked; null: an operator"),
        "started_at": Technical(why="when it began"),
        "moved_at": Technical(why="when it last went on"),
        "finished_at": Technical(why="when it was over"),
        "worker": Technical(why="which worker does it: drawn anew each time it is taken on"),
        "total": Technical(why="how many subjects there were to look at"),
        "looked_at": Technical(why="how many it has looked at"),
        "counts": Technical(why="what would go and what would stay, in numbers by table, item, rule and reason"),
    },
)
class Trial(models.Model):
    """One trial of a sweep: asked for, under way, over. Everything that it did was taken back."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    state = models.CharField(max_length=20, default=TrialState.ASKED)
    declaration = models.CharField(max_length=100)
    evaluated_at = models.DateTimeField()
    asked_at = models.DateTimeField()
    asked_by = models.UUIDField(null=True)
    started_at = models.DateTimeField(null=True)
    moved_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    worker = models.UUIDField(null=True)
    total = models.PositiveIntegerField(default=0)
    looked_at = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)

    class Meta:
        db_table = "retention_trial"
        indexes = [models.Index(fields=["asked_at", "id"], name="retention_trial_order")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=[one.value for one in TrialState]), name="retention_trial_state"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=sorted(TRIED), finished_at__isnull=False)
                | (~models.Q(state__in=sorted(TRIED)) & models.Q(finished_at__isnull=True)),
                name="retention_trial_over_has_end",
            ),
            # One at a time: each does, and takes back, the work of a sweep.
            models.UniqueConstraint(
                models.Value(1, output_field=models.SmallIntegerField()),
                condition=~models.Q(state__in=sorted(TRIED)),
                name="retention_trial_one_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


@holds(
    subject=None,
    columns={
        "id": Technical(why="id of the row"),
        "trial": Technical(why="the trial that found it; the rows of a trial go when the next one is asked for"),
        "kind": Technical(why="person or organisation"),
        "subject": Technical(why="id of one whose data would go; no name and none of the data"),
        "whole": Technical(why="whether nothing of it would stay"),
        "items": Technical(why="words of the vocabulary: which kinds of data would go; none of their contents"),
        "rules": Technical(why="by which rules of the notice"),
    },
)
class TrialSample(models.Model):
    """One of a few of whom something would go, as an example."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    trial = models.ForeignKey(Trial, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    subject = models.UUIDField()
    whole = models.BooleanField()
    items = ArrayField(models.CharField(max_length=60))
    rules = ArrayField(models.CharField(max_length=120))

    class Meta:
        db_table = "retention_trial_sample"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=[one.value for one in SubjectKind]), name="retention_trial_sample_kind"
            )
        ]

    def __str__(self) -> str:
        return str(self.id)
