"""When something last happened of which nothing else is kept any more."""

from __future__ import annotations

from django.db import models

from kortisto.declaration.holdings import Technical, holds
from kortisto.lib.ids import uuid7
from kortisto.privacy.retention.enums import SubjectKind
from kortisto.privacy.retention.models.clocks import KINDS


@holds(
    subject=None,
    columns={
        "id": Technical(why="id of the row"),
        "kind": Technical(why="whether the id is of a person or of an organisation"),
        "subject": Technical(why="id of the person or organisation; the line tells nothing more and goes with it"),
        "clock": Technical(why="word of the vocabulary of clocks"),
        "first_on": Technical(why="the first day on which it struck in rows that are erased; gone with the subject"),
        "last_on": Technical(why="the last such day, from which periods of what is left are counted"),
    },
)
class RememberedClock(models.Model):
    """The days of a clock whose rows were erased in their time, while other data of the subject are counted from them.

    Without it a period that runs from somebody's last activity would be counted from an earlier one as soon as the
    record of the last has gone, and what hangs on it would go too early.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=12, choices=KINDS)
    subject = models.UUIDField()
    clock = models.CharField(max_length=60)
    first_on = models.DateField()
    last_on = models.DateField()

    class Meta:
        db_table = "retention_remembered_clock"
        constraints = [
            models.UniqueConstraint(fields=["subject", "clock"], name="retention_remembered_clock_once"),
            models.CheckConstraint(
                condition=models.Q(last_on__gte=models.F("first_on")), name="retention_remembered_clock_in_order"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=[kind.value for kind in SubjectKind]),
                name="retention_remembered_clock_kind_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.clock}"
