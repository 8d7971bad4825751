"""Regular runs that the declaration promises: when each is due, and that it was done."""

from __future__ import annotations

from django.db import models

from kortisto.declaration.holdings import Technical, holds
from kortisto.lib.ids import uuid7


@holds(
    subject=None,
    columns={
        "id": Technical(why="id of the record"),
        "run": Technical(why="id of the run in the declaration"),
        "kind": Technical(why="refresh, purge, review and so on"),
        "counted_from": Technical(why="the day from which its period is counted: when it was done, or first asked"),
        "due_on": Technical(why="the last day on which it is in time"),
        "asked_at": Technical(why="when it was put on the list"),
        "done_at": Technical(why="when it was recorded as done"),
        "done_by": Technical(why="id of the member of staff who recorded it; null: the program did it"),
        "note": Technical(why="what was done, in the words of who did it; the form asks to name nobody"),
        "proof": Technical(why="what shows that it was done: a certificate, a report, a place"),
        "declaration": Technical(why="register and version of the notice that asked for it"),
    },
)
class RegularRun(models.Model):
    """One time that a regular run is due, or was done. Once done, the database keeps it as it is (migration 0010)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    run = models.CharField(max_length=60)
    kind = models.CharField(max_length=30)
    counted_from = models.DateField()
    due_on = models.DateField()
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.UUIDField(null=True)
    note = models.TextField(blank=True)
    proof = models.CharField(max_length=300, blank=True)
    declaration = models.CharField(max_length=100)

    class Meta:
        db_table = "retention_regular_run"
        indexes = [
            models.Index(
                fields=["done_at", "id"], name="retention_regular_run_done", condition=models.Q(done_at__isnull=False)
            )
        ]
        constraints = [
            # Of each run one date is open: the next.
            models.UniqueConstraint(
                fields=["run"], condition=models.Q(done_at__isnull=True), name="retention_regular_run_next"
            ),
            models.CheckConstraint(
                condition=models.Q(due_on__gte=models.F("counted_from")), name="retention_regular_run_due_after"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.run} {self.due_on}"
