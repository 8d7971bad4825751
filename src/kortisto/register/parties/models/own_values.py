"""Values of the items that a declaration adds of its own: the custom fields."""

from __future__ import annotations

from django.db import models

from kortisto.declaration.holdings import Column, Link, Technical, holds
from kortisto.declaration.words import CascadeKind
from kortisto.register.parties.models.organisations import Organisation
from kortisto.register.parties.models.people import Person
from kortisto.register.parties.models.provenance import PROVENANCE, Provenance


@holds(
    subject="person",
    organisation="organisation",
    source="source",
    collected="collected_at",
    columns={
        **PROVENANCE,
        "person": Link(relation="person.own_values", cascade=CascadeKind.CASCADE),
        "organisation": Link(relation="organisation.own_values", cascade=CascadeKind.CASCADE),
        "item": Technical(why="which item of the declaration the value is, by which it is kept"),
        "value": Column(item="", named_by="item"),
    },
)
class OwnValue(Provenance):
    """The value of an own item of the declaration, of a person or an organisation.

    `value` is in the one stored form of its type (`own_items`): a day as ISO 8601, a number with a point, `yes`.
    """

    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    item = models.CharField(max_length=100, db_collation="C")
    value = models.CharField(max_length=2000)

    class Meta(Provenance.Meta):
        db_table = "parties_own_value"
        constraints = [
            *Provenance.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(person__isnull=False, organisation__isnull=True)
                | models.Q(person__isnull=True, organisation__isnull=False),
                name="parties_ownvalue_has_one_owner",
            ),
            models.CheckConstraint(condition=models.Q(item__startswith="own."), name="parties_ownvalue_of_own_item"),
            models.CheckConstraint(condition=~models.Q(value=""), name="parties_ownvalue_not_empty"),
            models.UniqueConstraint(fields=["person", "item"], name="parties_ownvalue_once_a_person"),
            models.UniqueConstraint(fields=["organisation", "item"], name="parties_ownvalue_once_an_organisation"),
        ]
