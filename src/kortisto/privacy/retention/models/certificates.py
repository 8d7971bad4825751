"""The proof of what a sweep did: counts and rules, nothing about anybody."""

from __future__ import annotations

from django.db import models

from kortisto.declaration.holdings import Technical, holds
from kortisto.lib.ids import uuid7


@holds(
    subject=None,
    columns={
        "id": Technical(why="number of the certificate, and of the sweep that it is of"),
        "declaration": Technical(why="register and version of the notice whose rules were carried out"),
        "started_at": Technical(why="when the run began"),
        "finished_at": Technical(why="when it ended"),
        "outcome": Technical(why="finished, cancelled or closed before its end"),
        "people": Technical(why="how many people were erased"),
        "organisations": Technical(why="how many organisations were erased"),
        "document": Technical(why="the certificate itself: numbers, rules and hashes, no datum of anybody"),
    },
)
class Certificate(models.Model):
    """What one sweep did, written once when it is over; the database lets nobody change or remove it (migration 0004).

    `document` is canonical JSON, whose SHA-256 stands in the log (`certifying`); the other columns repeat from it what
    lists are sorted by, and are compared with it.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    declaration = models.CharField(max_length=100)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField()
    outcome = models.CharField(max_length=20)
    people = models.PositiveIntegerField(default=0)
    organisations = models.PositiveIntegerField(default=0)
    document = models.TextField()

    class Meta:
        db_table = "retention_certificate"
        indexes = [models.Index(fields=["started_at", "id"], name="retention_certificate_order")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(finished_at__gte=models.F("started_at")),
                name="retention_certificate_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
