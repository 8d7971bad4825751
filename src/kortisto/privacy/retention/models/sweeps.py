"""Sweeps while they are under way, and the subjects that could not be erased."""

from __future__ import annotations

from django.db import models

from kortisto.declaration.holdings import Technical, holds
from kortisto.lib.ids import uuid7
from kortisto.privacy.retention.enums import OVER, Stage, StuckReason, SubjectKind, SweepState


@holds(
    subject=None,
    columns={
        "id": Technical(why="number of the sweep, and of its certificate"),
        "state": Technical(why="how far it is"),
        "closing": Technical(why="why it was closed before its end; a word"),
        "remarks": Technical(why="what its certificate has to say beside the numbers; words"),
        "declaration": Technical(why="register and version of the notice whose rules it carries out"),
        "evaluated_at": Technical(why="the moment at which periods are compared"),
        "asked_at": Technical(why="when it was asked for"),
        "asked_by": Technical(why="id of the member of staff who asked; null: the schedule or an operator"),
        "asked_by_kind": Technical(why="whether a user, the schedule or an operator asked"),
        "started_at": Technical(why="when it began"),
        "moved_at": Technical(why="when it last went on"),
        "finished_at": Technical(why="when it was over"),
        "worker": Technical(why="which worker does it: drawn anew each time it is taken on"),
        "resumed": Technical(why="how often it was gone on with after it had stood still"),
        "stage": Technical(why="whom it looks at"),
        "after_on": Technical(why="day of the agenda after which it goes on"),
        "after": Technical(why="id of the subject after which it goes on; the last of its portion"),
        "total": Technical(why="how many subjects there were to look at"),
        "looked_at": Technical(why="how many it has looked at"),
        "counts": Technical(why="what it has done so far, in numbers by table, item, rule and reason"),
    },
)
class Sweep(models.Model):
    """One sweep: asked for, under way, over. Each portion of its work is one transaction with the place it reached."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    state = models.CharField(max_length=20, default=SweepState.ASKED)
    closing = models.CharField(max_length=30, blank=True)
    remarks = models.JSONField(default=list)
    declaration = models.CharField(max_length=100)
    evaluated_at = models.DateTimeField()
    asked_at = models.DateTimeField()
    asked_by = models.UUIDField(null=True)
    asked_by_kind = models.CharField(max_length=20)
    started_at = models.DateTimeField(null=True)
    moved_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    worker = models.UUIDField(null=True)
    resumed = models.PositiveIntegerField(default=0)
    stage = models.CharField(max_length=30, default=Stage.PEOPLE)
    after_on = models.DateField(null=True)
    after = models.UUIDField(null=True)
    total = models.PositiveIntegerField(default=0)
    looked_at = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)

    class Meta:
        db_table = "retention_sweep"
        indexes = [models.Index(fields=["asked_at", "id"], name="retention_sweep_order")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=[one.value for one in SweepState]), name="retention_sweep_state"
            ),
            models.CheckConstraint(
                condition=models.Q(stage__in=[one.value for one in Stage]), name="retention_sweep_stage"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=sorted(OVER), finished_at__isnull=False)
                | (~models.Q(state__in=sorted(OVER)) & models.Q(finished_at__isnull=True)),
                name="retention_sweep_over_has_end",
            ),
            # One at a time: two would look at the same people twice.
            models.UniqueConstraint(
                models.Value(1, output_field=models.SmallIntegerField()),
                condition=~models.Q(state__in=sorted(OVER)),
                name="retention_sweep_one_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


@holds(
    subject=None,
    columns={
        "id": Technical(why="id of the row"),
        "kind": Technical(why="person or organisation"),
        "subject": Technical(why="id of whom a sweep could not erase; the row goes when it works, or with the subject"),
        "first_at": Technical(why="when it failed first"),
        "last_at": Technical(why="when it failed last"),
        "times": Technical(why="how often it failed"),
        "reason": Technical(why="why, as a word"),
        "place": Technical(why="table, rule of a table or kind of error; no value of anybody"),
        "sweep": Technical(why="the sweep that tried last"),
    },
)
class Stuck(models.Model):
    """A subject of whom something is due that could not be erased. Every sweep tries again."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=20)
    subject = models.UUIDField()
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    times = models.PositiveIntegerField(default=1)
    reason = models.CharField(max_length=20)
    place = models.CharField(max_length=100, blank=True)
    sweep = models.UUIDField()

    class Meta:
        db_table = "retention_stuck"
        indexes = [models.Index(fields=["sweep"], name="retention_stuck_sweep")]
        constraints = [
            models.UniqueConstraint(fields=["kind", "subject"], name="retention_stuck_once"),
            models.CheckConstraint(
                condition=models.Q(kind__in=[one.value for one in SubjectKind]), name="retention_stuck_kind"
            ),
            models.CheckConstraint(
                condition=models.Q(reason__in=[one.value for one in StuckReason]), name="retention_stuck_reason"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
