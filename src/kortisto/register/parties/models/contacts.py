"""How people and organisations are reached.

One table for each kind and owner, because each is an item of its own with a period of its own: one column, one item.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.db import models

from kortisto.declaration.holdings import Column, Erasure, Link, Technical, holds
from kortisto.declaration.words import CascadeKind
from kortisto.register.parties.enums import AddressUse, ContactKind, ContactUse, PartyKind
from kortisto.register.parties.models.organisations import Organisation
from kortisto.register.parties.models.people import Person
from kortisto.register.parties.models.provenance import PROVENANCE, Nameless, Provenance, one_of

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZÅÄÖÀÁÂÃÇÈÉÊËÌÍÎÏÑÒÓÔÕØÙÚÛÜÝŠŽåäöàáâãçèéêëìíîïñòóôõøùúûüýÿšž"
_FOLDED = "abcdefghijklmnopqrstuvwxyzaaoaaaaceeeeiiiinooooouuuuyszaaoaaaaceeeeiiiinooooouuuuyysz"


class ValidBetween(Provenance):
    """A contact point that is in use from a day to a day; a null start is unknown, a null end is open."""

    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta(Provenance.Meta):
        abstract = True
        constraints = [
            *Provenance.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(valid_from__isnull=True)
                | models.Q(valid_to__isnull=True)
                | models.Q(valid_to__gte=models.F("valid_from")),
                name="%(app_label)s_%(class)s_ends_after_start",
            ),
        ]


class ContactPoint(ValidBetween):
    """An e-mail address, telephone number or website: `value` as it was given, `normalised` as it is compared."""

    use = models.CharField(max_length=20, default=ContactUse.WORK)
    value = models.CharField(max_length=320)
    normalised = models.CharField(max_length=320, db_collation="C")

    class Meta(ValidBetween.Meta):
        abstract = True
        indexes = [models.Index(fields=["normalised"], name="%(class)s_value")]
        constraints = [
            *ValidBetween.Meta.constraints,
            one_of("use", ContactUse.values),
            models.CheckConstraint(
                condition=~models.Q(value="") & ~models.Q(normalised=""), name="%(app_label)s_%(class)s_not_empty"
            ),
        ]


class EmailAddress(ContactPoint):
    """An e-mail address. `domain`: what stands behind the @, by which colleagues are found."""

    domain = models.GeneratedField(
        expression=models.Func(
            models.F("normalised"), models.Value("@"), models.Value(2), function="split_part",
            output_field=models.CharField(max_length=320),
        ),
        output_field=models.CharField(max_length=320, db_collation="C"),
        db_persist=True,
    )  # fmt: skip

    class Meta(ContactPoint.Meta):
        abstract = True
        indexes = [*ContactPoint.Meta.indexes, models.Index(fields=["domain"], name="%(class)s_domain")]


class PostalAddress(ValidBetween):
    """A postal address. `lines`: street or box and what stands above it, one a line; `country`: ISO 3166-1 alpha-2."""

    use = models.CharField(max_length=20, default=AddressUse.POSTAL)
    lines = models.CharField(max_length=500, blank=True)
    postal_code = models.CharField(max_length=20, blank=True)
    city = models.CharField(max_length=200, blank=True)
    region = models.CharField(max_length=200, blank=True)
    country = models.CharField(max_length=2, blank=True)
    # Made by the database, so that no way of writing forgets it; both alphabets, since not every server knows å from Å.
    city_key = models.GeneratedField(
        expression=models.Func(
            models.F("city"), models.Value(_LETTERS), models.Value(_FOLDED), function="translate",
            output_field=models.CharField(max_length=200),
        ),
        output_field=models.CharField(max_length=200, db_collation="C"),
        db_persist=True,
    )  # fmt: skip

    class Meta(ValidBetween.Meta):
        abstract = True
        indexes = [models.Index(fields=["city_key"], name="%(class)s_city")]
        constraints = [
            *ValidBetween.Meta.constraints,
            one_of("use", AddressUse.values),
            models.CheckConstraint(
                condition=~models.Q(lines="") | ~models.Q(postal_code="") | ~models.Q(city=""),
                name="%(app_label)s_%(class)s_not_empty",
            ),
            models.CheckConstraint(
                condition=models.Q(country__regex=r"^([A-Z]{2})?$"), name="%(app_label)s_%(class)s_country_form"
            ),
        ]


class OfPerson(Nameless):
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    class Meta:
        abstract = True


class OfOrganisation(Nameless):
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")

    class Meta:
        abstract = True


_OWNER = {
    "person": Link(relation="person.contact_points", cascade=CascadeKind.CASCADE),
    "organisation": Link(relation="organisation.contact_points", cascade=CascadeKind.CASCADE),
}


def _columns(owner: str, item: str, *names: str) -> Mapping[str, Column | Link | Technical]:
    datum = Column(item=item)
    validity = {"valid_from": datum, "valid_to": datum}
    kept = {name: Column(item=item, anonymise=how) for name, how in _LEFT.items() if name in names}
    return {**PROVENANCE, owner: _OWNER[owner], "use": datum, **validity, **dict.fromkeys(names, datum), **kept}


_LEFT = {"postal_code": Erasure.COARSEN, "region": Erasure.KEEP, "country": Erasure.KEEP}
"""What anonymising can leave of an address where a declaration says that it keeps it: the region, no street."""


_POINT = ("value", "normalised")
_ADDRESS = ("lines", "postal_code", "city", "city_key", "region", "country")


@holds(
    subject="person",
    source="source",
    collected="collected_at",
    columns=_columns("person", "person.contact.email", *_POINT, "domain"),
)
class PersonEmail(EmailAddress, OfPerson):
    class Meta(EmailAddress.Meta):
        db_table = "parties_person_email"
        constraints = [
            *ContactPoint.Meta.constraints,
            models.UniqueConstraint(
                fields=["person", "normalised"],
                condition=models.Q(valid_to__isnull=True),
                name="parties_personemail_once",
            ),
        ]


@holds(
    subject="person",
    source="source",
    collected="collected_at",
    columns=_columns("person", "person.contact.phone", *_POINT),
)
class PersonPhone(ContactPoint, OfPerson):
    class Meta(ContactPoint.Meta):
        db_table = "parties_person_phone"
        constraints = [
            *ContactPoint.Meta.constraints,
            models.UniqueConstraint(
                fields=["person", "normalised"],
                condition=models.Q(valid_to__isnull=True),
                name="parties_personphone_once",
            ),
        ]


@holds(
    subject="person",
    source="source",
    collected="collected_at",
    columns=_columns("person", "person.contact.web", *_POINT),
)
class PersonWebsite(ContactPoint, OfPerson):
    class Meta(ContactPoint.Meta):
        db_table = "parties_person_website"
        constraints = [
            *ContactPoint.Meta.constraints,
            models.UniqueConstraint(
                fields=["person", "normalised"],
                condition=models.Q(valid_to__isnull=True),
                name="parties_personwebsite_once",
            ),
        ]


@holds(
    subject="person",
    source="source",
    collected="collected_at",
    columns=_columns("person", "person.contact.address", *_ADDRESS),
)
class PersonAddress(PostalAddress, OfPerson):
    class Meta(PostalAddress.Meta):
        db_table = "parties_person_address"


@holds(
    subject=None,
    organisation="organisation",
    source="source",
    collected="collected_at",
    columns=_columns("organisation", "organisation.contact.email", *_POINT, "domain"),
)
class OrganisationEmail(EmailAddress, OfOrganisation):
    class Meta(EmailAddress.Meta):
        db_table = "parties_organisation_email"
        constraints = [
            *ContactPoint.Meta.constraints,
            models.UniqueConstraint(
                fields=["organisation", "normalised"],
                condition=models.Q(valid_to__isnull=True),
                name="parties_organisationemail_once",
            ),
        ]


@holds(
    subject=None,
    organisation="organisation",
    source="source",
    collected="collected_at",
    columns=_columns("organisation", "organisation.contact.phone", *_POINT),
)
class OrganisationPhone(ContactPoint, OfOrganisation):
    class Meta(ContactPoint.Meta):
        db_table = "parties_organisation_phone"
        constraints = [
            *ContactPoint.Meta.constraints,
            models.UniqueConstraint(
                fields=["organisation", "normalised"],
                condition=models.Q(valid_to__isnull=True),
                name="parties_organisationphone_once",
            ),
        ]


@holds(
    subject=None,
    organisation="organisation",
    source="source",
    collected="collected_at",
    columns=_columns("organisation", "organisation.contact.web", *_POINT),
)
class OrganisationWebsite(ContactPoint, OfOrganisation):
    class Meta(ContactPoint.Meta):
        db_table = "parties_organisation_website"
        constraints = [
            *ContactPoint.Meta.constraints,
            models.UniqueConstraint(
                fields=["organisation", "normalised"],
                condition=models.Q(valid_to__isnull=True),
                name="parties_organisationwebsite_once",
            ),
        ]


@holds(
    subject=None,
    organisation="organisation",
    source="source",
    collected="collected_at",
    columns=_columns("organisation", "organisation.contact.address", *_ADDRESS),
)
class OrganisationAddress(PostalAddress, OfOrganisation):
    class Meta(PostalAddress.Meta):
        db_table = "parties_organisation_address"


Point = PersonEmail | PersonPhone | PersonWebsite | OrganisationEmail | OrganisationPhone | OrganisationWebsite

POINTS: Mapping[tuple[PartyKind, ContactKind], type[Point]] = {
    (PartyKind.PERSON, ContactKind.EMAIL): PersonEmail,
    (PartyKind.PERSON, ContactKind.PHONE): PersonPhone,
    (PartyKind.PERSON, ContactKind.WEB): PersonWebsite,
    (PartyKind.ORGANISATION, ContactKind.EMAIL): OrganisationEmail,
    (PartyKind.ORGANISATION, ContactKind.PHONE): OrganisationPhone,
    (PartyKind.ORGANISATION, ContactKind.WEB): OrganisationWebsite,
}
"""The table of each kind of contact point of each kind of party."""
