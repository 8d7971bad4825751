"""People, and whom they represent."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from kortisto.declaration.holdings import Column, Erasure, Link, Technical, holds
from kortisto.declaration.words import CascadeKind
from kortisto.register.parties.enums import Language, RepresentationRole
from kortisto.register.parties.models.organisations import Organisation
from kortisto.register.parties.models.provenance import (
    FIELD_PROVENANCE,
    PROVENANCE,
    FieldProvenance,
    Nameless,
    Provenance,
    one_of,
)


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
        "language": Column(item="person.language", erase=Erasure.CLEAR, anonymise=Erasure.KEEP),
        "informed_on": Column(item="person.informed", erase=Erasure.CLEAR),
        "non_disclosure_until": Column(item="person.nondisclosure", erase=Erasure.CLEAR),
        "sort_key": Column(item="person.name"),
    },
)
class Person(FieldProvenance):
    """A natural person: the data subject. `prefix` stands before the name (`Dr`, `von` belongs to the last name).

    `informed_on`: when the person was told of the processing (GDPR Articles 13 and 14). `non_disclosure_until`: the
    last day of a non-disclosure for personal safety (turvakielto, laki 661/2009 36 §).
    """

    first_name = models.CharField(max_length=200, blank=True)
    last_name = models.CharField(max_length=200, blank=True)
    prefix = models.CharField(max_length=50, blank=True)
    language = models.CharField(max_length=2, blank=True)
    informed_on = models.DateField(null=True, blank=True)
    non_disclosure_until = models.DateField(null=True, blank=True)
    sort_key = models.CharField(max_length=1300, db_collation="C")

    class Meta(FieldProvenance.Meta):
        db_table = "parties_person"
        indexes = [
            models.Index(fields=["sort_key", "id"], name="parties_person_order"),
            models.Index(
                fields=["non_disclosure_until"],
                name="parties_person_protected",
                condition=models.Q(non_disclosure_until__isnull=False),
            ),
        ]
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
        "role": Column(item="person.represents", anonymise=Erasure.KEEP),
        "started_on": Column(item="person.represents"),
        "ended_on": Column(item="person.represents", clock="contact.ended"),
    },
)
class Represents(FieldProvenance):
    """A person acts for an organisation from a day to a day; a null start is unknown, a null end is open."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=200, blank=True)
    role = models.CharField(max_length=20, blank=True)
    started_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)

    class Meta(FieldProvenance.Meta):
        db_table = "parties_represents"
        constraints = [
            *FieldProvenance.Meta.constraints,
            one_of("role", ["", *RepresentationRole.values]),
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


# "organisation.customership" means the customer relationship and its duration, whoever the customer is: a consumer's
# own relationship is the same datum as an organisation's, under the same heading of the notices.
_CUSTOMERSHIP = "organisation.customership"


@holds(
    subject="person",
    source="source",
    collected="collected_at",
    columns={
        **PROVENANCE,
        "person": Link(relation="person.customership", cascade=CascadeKind.CASCADE),
        "started_on": Column(item=_CUSTOMERSHIP, anonymise=Erasure.COARSEN),
        "ended_on": Column(item=_CUSTOMERSHIP, clock="customership.ended", anonymise=Erasure.COARSEN),
    },
)
class ConsumerCustomership(Provenance):
    """The time during which a person is our customer for themselves, and represents nobody in it."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    started_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)

    class Meta(Provenance.Meta):
        db_table = "parties_consumer_customership"
        constraints = [
            *Provenance.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(started_on__isnull=True)
                | models.Q(ended_on__isnull=True)
                | models.Q(ended_on__gte=models.F("started_on")),
                name="parties_consumercustomership_ends_after_start",
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(ended_on__isnull=True),
                name="parties_consumercustomership_one_open",
            ),
        ]


_GUARDIAN = Column(item="person.guardian")


@holds(
    subject="ward",
    source="source",
    collected="collected_at",
    columns={
        **PROVENANCE,
        "ward": Link(relation="person.guardians", cascade=CascadeKind.CASCADE),
        "guardian": Link(relation="person.wards", cascade=CascadeKind.CASCADE),
        "started_on": _GUARDIAN,
        "ended_on": _GUARDIAN,
    },
)
class Guardianship(Provenance):
    """A person is the guardian of another, from a day to a day. The datum is the ward's: it is kept for the ward."""

    ward = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    guardian = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    started_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)

    class Meta(Provenance.Meta):
        db_table = "parties_guardianship"
        constraints = [
            *Provenance.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(started_on__isnull=True)
                | models.Q(ended_on__isnull=True)
                | models.Q(ended_on__gte=models.F("started_on")),
                name="parties_guardianship_ends_after_start",
            ),
            models.CheckConstraint(
                condition=~models.Q(ward=models.F("guardian")), name="parties_guardianship_of_somebody_else"
            ),
            models.UniqueConstraint(
                fields=["ward", "guardian"],
                condition=models.Q(ended_on__isnull=True),
                name="parties_guardianship_one_open",
            ),
        ]
