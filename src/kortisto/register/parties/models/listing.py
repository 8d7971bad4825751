"""What lists are sorted by although it stands in other tables. The database keeps it (migration 0017), nobody else.

A table of its own: an order or an address that is added changes nothing in the row of the party itself.
"""

from __future__ import annotations

from datetime import date

from django.db import models

from kortisto.declaration.holdings import Column, Technical, holds
from kortisto.register.parties.models.organisations import Organisation
from kortisto.register.parties.models.people import Person
from kortisto.register.parties.models.provenance import Nameless

NEVER = date(1, 1, 1)
"""Stands for no activity, so that the column sorts in one direction and in the other."""
_WHOSE = "whose line it is; kept by the database and removed with the party"


class Listing(Nameless):
    """`city_order`: the city of the address that counts, as it sorts among bytes: `{`, `|` and `}` for å, ä and ö.

    `city_until`: the day on which that address counts no longer, so that the line has to be looked at again.
    """

    last_activity_on = models.DateField(default=NEVER, db_default=NEVER)
    city_order = models.CharField(max_length=200, default="", db_default="", db_collation="C")
    city_until = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True


@holds(
    subject="person",
    columns={
        "person": Technical(why=_WHOSE),
        "last_activity_on": Column(item="person.activity"),
        "city_order": Column(item="person.contact.address"),
        "city_until": Column(item="person.contact.address"),
    },
)
class PersonListing(Listing):
    person = models.OneToOneField(Person, on_delete=models.CASCADE, primary_key=True, related_name="+")

    class Meta(Listing.Meta):
        db_table = "parties_person_listing"
        indexes = [
            models.Index(fields=["last_activity_on", "person"], name="parties_person_by_activity"),
            models.Index(fields=["city_order", "person"], name="parties_person_by_city"),
            models.Index(
                fields=["city_until"],
                condition=models.Q(city_until__isnull=False),
                name="parties_person_city_ends",
            ),
        ]


@holds(
    subject=None,
    organisation="organisation",
    columns={
        "organisation": Technical(why=_WHOSE),
        "last_activity_on": Column(item="person.activity"),
        "city_order": Column(item="organisation.contact.address"),
        "city_until": Column(item="organisation.contact.address"),
    },
)
class OrganisationListing(Listing):
    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, primary_key=True, related_name="+")

    class Meta(Listing.Meta):
        db_table = "parties_organisation_listing"
        indexes = [
            models.Index(fields=["last_activity_on", "organisation"], name="parties_organisation_active"),
            models.Index(fields=["city_order", "organisation"], name="parties_organisation_by_city"),
            models.Index(
                fields=["city_until"],
                condition=models.Q(city_until__isnull=False),
                name="parties_organisation_city_ends",
            ),
        ]


@holds(
    subject=None,
    columns={
        "id": Technical(why="id of the view, by which it is addressed"),
        "owner": Technical(why="id of the member of staff whose view it is"),
        "kind": Technical(why="people or organisations"),
        "name": Technical(why="what its owner calls it"),
        "query": Technical(
            why="filters, columns and order as an address has them; the text searched for is never kept"
        ),
        "shared": Technical(why="whether others see it"),
        "created_at": Technical(why="when it was saved"),
    },
)
class SavedView(Nameless):
    """A list with its filters, columns and order under a name."""

    id = models.UUIDField(primary_key=True, editable=False)
    owner = models.UUIDField()
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=100)
    query = models.CharField(max_length=2000, blank=True)
    shared = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "parties_saved_view"
        indexes = [models.Index(fields=["owner"], name="parties_saved_view_owner")]
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="parties_saved_view_named"),
            models.CheckConstraint(
                condition=models.Q(kind__in=["person", "organisation"]), name="parties_saved_view_kind_known"
            ),
            models.UniqueConstraint(fields=["owner", "kind", "name"], name="parties_saved_view_once"),
        ]
