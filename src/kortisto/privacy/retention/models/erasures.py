"""That somebody's data were erased as far as law and holds let it: since when nothing else keeps what stayed."""

from __future__ import annotations

from datetime import tzinfo
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models.functions import TruncDate

from kortisto.declaration.holdings import Technical, holds
from kortisto.privacy.retention.models.holds import OF_A_SUBJECT, OfASubject

_HERE: tzinfo = ZoneInfo("Europe/Helsinki")


@holds(
    subject="person",
    organisation="organisation",
    trace=True,
    columns={
        **OF_A_SUBJECT,
        "asked_on": Technical(why="the day on which the request for erasure arrived, or on which it was decided on"),
        "on_request": Technical(why="whether the person has asked; else somebody who may has decided so"),
        "carried_out_at": Technical(why="when it was carried out: what was collected until then has lost its ground"),
        "carried_out_by": Technical(why="id of the member of staff who did, and who entered the day; null: a command"),
    },
)
class Erasure(OfASubject):
    """An erasure that left something of its subject, which goes in its own time; the row goes with it."""

    asked_on = models.DateField()
    on_request = models.BooleanField()
    carried_out_at = models.DateTimeField()
    carried_out_by = models.UUIDField(null=True)

    class Meta(OfASubject.Meta):
        db_table = "retention_erasure"
        constraints = [
            *OfASubject.Meta.constraints,
            models.UniqueConstraint(fields=["person"], name="retention_erasure_person_once"),
            models.UniqueConstraint(fields=["organisation"], name="retention_erasure_organisation_once"),
            models.CheckConstraint(
                condition=models.Q(asked_on__lte=TruncDate("carried_out_at", tzinfo=_HERE)),
                name="retention_erasure_asked_before",
            ),
        ]
