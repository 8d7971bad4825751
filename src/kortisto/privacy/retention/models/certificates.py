"""The proof of what a sweep did: counts and rules, nothing about anybody."""

from __future__ import annotations

from django.db import models

from kortisto.declaration.holdings import Technical, holds
from kortisto.lib.ids import uuid7


@holds(
    subject=None,
    columns={
        "id": Technical(why="number of the certificate"),
        "declaration": Technical(why="register and version of the notice whose rules were carried out"),
        "evaluated_at": Technical(why="the moment at which periods were compared"),
        "started_at": Technical(why="when the run began"),
        "finished_at": Technical(why="when it ended; null: it was interrupted, and what it counts was done"),
        "started_by": Technical(why="id of the member of staff who started it; null: an operator or the scheduled job"),
        "people": Technical(why="how many people were erased"),
        "organisations": Technical(why="how many organisations were erased"),
        "rows": Technical(why="how many rows went, by kind of table; numbers only"),
        "rules": Technical(why="how many data went by which rule; numbers only"),
        "held_back": Technical(why="how many data were due and stayed, by reason; numbers only"),
    },
)
class Certificate(models.Model):
    """One run of the sweep. It is written with the erasures themselves, so it never tells of what did not happen."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    declaration = models.CharField(max_length=100)
    evaluated_at = models.DateTimeField()
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    started_by = models.UUIDField(null=True)
    people = models.PositiveIntegerField(default=0)
    organisations = models.PositiveIntegerField(default=0)
    rows = models.JSONField(default=dict)
    rules = models.JSONField(default=dict)
    held_back = models.JSONField(default=dict)

    class Meta:
        db_table = "retention_certificate"
        indexes = [models.Index(fields=["started_at"], name="retention_certificate_started")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(finished_at__isnull=True) | models.Q(finished_at__gte=models.F("started_at")),
                name="retention_certificate_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
