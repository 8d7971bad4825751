"""What is kept so that retention costs what is due: marks of what was touched, clocks, and when to look again.

All of it is worked out from the rows of the register and may be thrown away and made anew. None of these tables points
to a subject by a foreign key: they know people and organisations alike, by kind and id.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from kortisto.declaration.holdings import Technical, holds
from kortisto.privacy.retention.enums import SubjectKind

KINDS = [(kind.value, kind.value) for kind in SubjectKind]
_WHOSE = Technical(why="id of the person or organisation that the line is about; the line tells nothing more of it")
_KIND = Technical(why="whether the id is of a person or of an organisation")


@holds(
    subject=None,
    columns={
        "id": Technical(why="order in which lines are taken"),
        "kind": _KIND,
        "subject": _WHOSE,
        "wide": Technical(why="whether the people who act for the organisation are touched as well"),
    },
)
class Mark(models.Model):
    """A subject of whom a row was written or removed, by the very transaction that did so; taken away when settled.

    Nothing is unique but the number, which nobody chooses: writers never wait for one another.
    """

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=12, choices=KINDS)
    subject = models.UUIDField()
    wide = models.BooleanField(db_default=False)

    class Meta:
        db_table = "retention_mark"

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"


@holds(
    subject=None,
    columns={
        "pk": Technical(why="kind, subject and clock together"),
        "kind": _KIND,
        "subject": _WHOSE,
        "clock": Technical(why="word of the vocabulary of clocks"),
        "first_at": Technical(why="when it first struck, taken from the subject's own rows and gone with them"),
        "first_day": Technical(why="the same as a Finnish day"),
        "last_at": Technical(why="when it last struck, taken from the subject's own rows and gone with them"),
        "last_day": Technical(why="the same as a Finnish day"),
        "running": Technical(why="whether it is still to strike"),
    },
)
class Clock(models.Model):
    """One clock of one subject. What is known to the day has surely happened at the day's end: `*_at` says that."""

    pk = models.CompositePrimaryKey("kind", "subject", "clock")
    kind = models.CharField(max_length=12, choices=KINDS)
    subject = models.UUIDField()
    clock = models.CharField(max_length=60)
    first_at = models.DateTimeField(null=True)
    first_day = models.DateField(null=True)
    last_at = models.DateTimeField(null=True)
    last_day = models.DateField(null=True)
    running = models.BooleanField()

    class Meta:
        db_table = "retention_clock"

    def __str__(self) -> str:
        return f"{self.subject} {self.clock}"


@holds(
    subject=None,
    columns={
        "pk": Technical(why="kind and subject together"),
        "kind": _KIND,
        "subject": _WHOSE,
        "next_on": Technical(why="the first day on which something of the subject may fall due; null: none is known"),
        "states": Technical(why="words of the vocabulary of states, from the subject's own rows and gone with them"),
        "earlier": Technical(why="states that were true before"),
        "phase": Technical(why="phase of the relationship; empty: none is known"),
        "special": Technical(why="whether consents, objections, holds, reviews or requests bear on what falls due"),
        "held_back": Technical(why="how many data are due and stay, by reason; numbers only"),
        "review_on": Technical(why="the first day on which other reviews may be asked for; null: none is known"),
        "declaration": Technical(why="fingerprint of the declaration by which the line was worked out"),
    },
)
class Agenda(models.Model):
    """When to look at a subject again, and what its periods depend on beside its clocks."""

    pk = models.CompositePrimaryKey("kind", "subject")
    kind = models.CharField(max_length=12, choices=KINDS)
    subject = models.UUIDField()
    next_on = models.DateField(null=True)
    states = ArrayField(models.CharField(max_length=60), db_default=[])
    earlier = ArrayField(models.CharField(max_length=60), db_default=[])
    phase = models.CharField(max_length=60, db_default="")
    special = models.BooleanField(db_default=False)
    held_back = models.JSONField(db_default={})
    review_on = models.DateField(null=True)
    declaration = models.CharField(max_length=40)

    class Meta:
        db_table = "retention_agenda"
        indexes = [
            models.Index(fields=["kind", "next_on", "subject"], name="retention_agenda_next"),
            models.Index(fields=["declaration"], name="retention_agenda_declaration"),
            models.Index(
                fields=["kind"], name="retention_agenda_held_back", condition=~models.Q(held_back={}),
            ),
            models.Index(
                fields=["kind", "review_on"], name="retention_agenda_review",
                condition=models.Q(review_on__isnull=False),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.subject} {self.next_on}"


@holds(
    subject=None,
    columns={
        "pk": Technical(why="kind and subject together"),
        "kind": _KIND,
        "subject": _WHOSE,
        "next_on": Technical(why="what the agenda is to say, once it is written there"),
        "review_on": Technical(why="the same, of reviews"),
    },
)
class Draft(models.Model):
    """Lines of the agenda that were worked out for everybody at once, and wait to be written there in portions."""

    pk = models.CompositePrimaryKey("kind", "subject")
    kind = models.CharField(max_length=12, choices=KINDS)
    subject = models.UUIDField()
    next_on = models.DateField(null=True)
    review_on = models.DateField(null=True)

    class Meta:
        db_table = "retention_draft"

    def __str__(self) -> str:
        return f"{self.subject} {self.next_on}"
