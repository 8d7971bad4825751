"""What is left of anonymised data: how many rows of how many people had the same few values. No row of anybody."""

from __future__ import annotations

from uuid import uuid4

from django.db import models

from kortisto.declaration.holdings import Technical, holds


@holds(
    subject=None,
    columns={
        "id": Technical(why="a random number, which tells neither when nor of whom"),
        "table": Technical(why="kind of the rows that are counted"),
        "values": Technical(why="what all of them have in common; of so many people as the notice demands, or more"),
        "people": Technical(why="of how many people the rows were; a number"),
        "rows": Technical(why="how many rows they were; a number"),
    },
)
class Remnant(models.Model):
    """Rows of several people that were alike in all that anonymising left of them.

    `values`: by column, as text; null where the value was too rare to be left.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    table = models.CharField(max_length=50)
    values = models.JSONField(default=dict)
    people = models.PositiveIntegerField()
    rows = models.PositiveIntegerField()

    class Meta:
        db_table = "retention_remnant"
        constraints = [
            models.UniqueConstraint(fields=["table", "values"], name="retention_remnant_once"),
            # One is no crowd: the least that a declaration can demand.
            models.CheckConstraint(condition=models.Q(people__gte=2), name="retention_remnant_of_several"),
            models.CheckConstraint(condition=models.Q(rows__gte=models.F("people")), name="retention_remnant_rows"),
        ]

    def __str__(self) -> str:
        return str(self.id)
