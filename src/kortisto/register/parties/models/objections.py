"""What people have forbidden: objections and bans that the declaration knows, by their ids there."""

from __future__ import annotations

from django.db import models

from kortisto.declaration.holdings import Column, Link, holds
from kortisto.declaration.words import CascadeKind
from kortisto.register.parties.models.people import Person
from kortisto.register.parties.models.provenance import PROVENANCE, Provenance

_BAN = Column(item="marketing.ban")


@holds(
    subject="person",
    source="source",
    collected="collected_at",
    columns={
        **PROVENANCE,
        "person": Link(relation="person.objections", cascade=CascadeKind.CASCADE),
        "objection": _BAN,
        "made_on": Column(item="marketing.ban", clock="objection.made"),
    },
)
class Objection(Provenance):
    """A person has forbidden a use of their data (GDPR Article 21). `objection`: its id in the declaration.

    `made_on`: the day on which it was made; where that is not known, the day on which it was told to us.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    objection = models.CharField(max_length=100)
    made_on = models.DateField()

    class Meta(Provenance.Meta):
        db_table = "parties_objection"
        constraints = [
            *Provenance.Meta.constraints,
            models.CheckConstraint(condition=~models.Q(objection=""), name="parties_objection_named"),
            models.UniqueConstraint(fields=["person", "objection"], name="parties_objection_once"),
        ]
