"""People, and whom they represent."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from kortisto.declaration.holdings import Column, Erasure, Link, Technical, holds
from kortisto.declaration.words import CascadeKind
from kortisto.register.parties.enums import Language
from kortisto.register.parties.models.organisations import Organisation
from kortisto.register.parties.models.provenance import FIELD_PROVENANCE, FieldProvenance, Nameless, one_of


@holds(
    subject="",
    source="source",
    collected="collected_at",
    origins="origins",
    columns={
        **FIELD_PROVENANCE,
        "first_name": Column(item="person.name.first"),
        "last_name": Column(item="person.name.last"),
        "prefix": Column(item="person.name.prefix", erase=Erasure.CLEAR),
        "language": Column(item="person.language", erase=Erasure.CLEAR),
        "sort_key": Column(item="person.name"),
    },
)
class Person(FieldProvenance):
    """A natural person: the data subject. `prefix` stands before the name (`Dr`, `von` belongs to the last name)."""

    first_name = models.CharField(max_length=200, blank=True)
    last_name = models.CharField(max_length=200, blank=True)
    prefix = models.CharField(max_length=50, blank=True)
    language = models.CharField(max_length=2, blank=True)
    sort_key = models.CharField(max_length=1300, db_collation="C")

    class Meta(FieldProvenance.Meta):
        db_table = "parties_person"
        indexes = [models.Index(fields=["sort_key", "id"], name="parties_person_order")]
        constraints = [
            *FieldProvenance.Meta.constraints,
            one_of("language", ["", *Language.values]),
            models.CheckConstraint(
                condition=~models.Q(first_name="") | ~models.Q(last_name=""), name="parties_person_named"
            ),
        ]

    @property
    def name(self) -> str:
        """The name as it is shown where there is little room: without prefix."""
        return f"{self.first_name} {self.last_name}".strip()


@holds(
    subject="person",
    columns={
        "person": Technical(why="whose search keys they are; rewritten with the name and removed with the row"),
        "keys": Column(item="person.name"),
    },
)
class PersonSearchKeys(Nameless):
    """The folded words of a person's name, and keys by which mistyped ones are found; see `OrganisationSearchKeys`."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, primary_key=True, related_name="+")
    keys = SearchVectorField()

    class Meta:
        db_table = "parties_person_search_keys"
        indexes = [GinIndex(fields=["keys"], name="parties_person_keys", gin_pending_list_limit=512)]


@holds(
    subject="person",
    organisation="organisation",
    source="source",
    collected="collected_at",
    origins="origins",
    columns={
        **FIELD_PROVENANCE,
        "person": Link(relation="person.represents", cascade=CascadeKind.CASCADE),
        "organisation": Link(relation="organisation.represents", cascade=CascadeKind.CASCADE),
        "title": Column(item="person.title", erase=Erasure.CLEAR),
        "started_on": Column(item="person.represents"),
        "ended_on": Column(item="person.represents", clock="contact.ended"),
    },
)
class Represents(FieldProvenance):
    """A person acts for an organisation from a day to a day; a null start is unknown, a null end is open."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=200, blank=True)
    started_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)

    class Meta(FieldProvenance.Meta):
        db_table = "parties_represents"
        constraints = [
            *FieldProvenance.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(started_on__isnull=True)
                | models.Q(ended_on__isnull=True)
                | models.Q(ended_on__gte=models.F("started_on")),
                name="parties_represents_ends_after_start",
            ),
            models.UniqueConstraint(
                fields=["person", "organisation"],
                condition=models.Q(ended_on__isnull=True),
                name="parties_represents_one_open",
            ),
        ]
