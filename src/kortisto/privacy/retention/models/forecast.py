"""What will fall due on which day, counted at night: numbers, nothing about anybody."""

from __future__ import annotations

from django.db import models

from kortisto.declaration.holdings import Technical, holds


@holds(
    subject=None,
    columns={
        "id": Technical(why="number of the line"),
        "due_on": Technical(why="civil day on which the data should be gone"),
        "item": Technical(why="kind of datum"),
        "rule": Technical(why="rule of the notice that decides"),
        "action": Technical(why="what happens then"),
        "data": Technical(why="how many data; a number only"),
        "counted_at": Technical(why="when it was counted"),
        "declaration": Technical(why="version of the notice by which it was counted"),
    },
)
class Forecast(models.Model):
    """How many data of one kind fall due on one day by one rule, as things stood when they were counted."""

    due_on = models.DateField()
    item = models.CharField(max_length=100)
    rule = models.CharField(max_length=200)
    action = models.CharField(max_length=20)
    data = models.PositiveIntegerField()
    counted_at = models.DateTimeField()
    declaration = models.CharField(max_length=100)

    class Meta:
        db_table = "retention_forecast"
        constraints = [
            models.UniqueConstraint(fields=["due_on", "item", "rule", "action"], name="retention_forecast_once"),
        ]

    def __str__(self) -> str:
        return f"{self.due_on} {self.item}"
