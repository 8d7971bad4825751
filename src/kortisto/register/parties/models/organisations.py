"""Organisations and what they are to us."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from kortisto.declaration.holdings import Column, Erasure, Link, Technical, holds
from kortisto.declaration.words import CascadeKind
from kortisto.register.parties.enums import NameKind, RelationshipKind, SizeClass
from kortisto.register.parties.models.provenance import (
    FIELD_PROVENANCE,
    PROVENANCE,
    FieldProvenance,
    Nameless,
    Provenance,
    one_of,
)

NAME = Column(item="organisation.name")
CUSTOMERSHIP = Column(item="organisation.customership")
REGISTER_DATA = Column(item="organisation.register_data", erase=Erasure.CLEAR)


@holds(
    subject=None,
    organisation="",
    source="source",
    collected="collected_at",
    origins="origins",
    columns={
        **FIELD_PROVENANCE,
        "registered_name": NAME,
        "trade_name": Column(item="organisation.name", erase=Erasure.CLEAR),
        "sort_key": NAME,
        "business_id": Column(item="organisation.business_id", erase=Erasure.CLEAR),
        "vat_id": Column(item="organisation.business_id", erase=Erasure.CLEAR),
        "einvoice_address": Column(item="billing.details", erase=Erasure.CLEAR),
        "einvoice_operator": Column(item="billing.details", erase=Erasure.CLEAR),
        "industry_code": REGISTER_DATA,
        "size_class": REGISTER_DATA,
        "external_reference": Column(item="organisation.customership", erase=Erasure.CLEAR),
        "sole_trader": Technical(why="tells whether the organisation's data are personal data"),
        "parent": Link(relation="organisation.parent", cascade=CascadeKind.CUT),
    },
)
class Organisation(FieldProvenance):
    """A company, association or authority. Of a sole trader every datum is personal data."""

    registered_name = models.CharField(max_length=300)
    trade_name = models.CharField(max_length=300, blank=True)
    sort_key = models.CharField(max_length=1000, db_collation="C")
    business_id = models.CharField(max_length=9, null=True, blank=True, db_collation="C")  # noqa: DJ001 (unique where it is known)
    vat_id = models.CharField(max_length=20, blank=True)
    einvoice_address = models.CharField(max_length=100, blank=True)
    einvoice_operator = models.CharField(max_length=35, blank=True)  # the intermediator's code: an OVT, a BIC
    industry_code = models.CharField(max_length=5, blank=True, db_collation="C")  # TOL 2008, digits only
    size_class = models.CharField(max_length=10, blank=True)
    external_reference = models.CharField(max_length=100, blank=True)  # its id in the system it was imported from
    sole_trader = models.BooleanField(default=False)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta(FieldProvenance.Meta):
        db_table = "parties_organisation"
        indexes = [
            models.Index(fields=["sort_key", "id"], name="parties_organisation_order"),
            models.Index(fields=["source", "external_reference"], name="parties_organisation_external"),
            models.Index(fields=["external_reference"], name="parties_organisation_reference"),
            models.Index(fields=["vat_id"], name="parties_organisation_vat_id", condition=~models.Q(vat_id="")),
        ]
        constraints = [
            *FieldProvenance.Meta.constraints,
            models.CheckConstraint(condition=~models.Q(registered_name=""), name="parties_organisation_named"),
            models.UniqueConstraint(fields=["business_id"], name="parties_organisation_business_id_once"),
            models.CheckConstraint(
                condition=models.Q(business_id__isnull=True) | models.Q(business_id__regex=r"^[0-9]{7}-[0-9]$"),
                name="parties_organisation_business_id_form",
            ),
            models.CheckConstraint(
                condition=models.Q(industry_code__regex=r"^([0-9]{2,5})?$"),
                name="parties_organisation_industry_code_form",
            ),
            one_of("size_class", ["", *SizeClass.values]),
            models.CheckConstraint(
                condition=models.Q(parent__isnull=True) | ~models.Q(parent=models.F("id")),
                name="parties_organisation_not_own_parent",
            ),
        ]

    @property
    def name(self) -> str:
        """The name by which it is known."""
        return self.trade_name or self.registered_name


@holds(
    subject=None,
    organisation="organisation",
    columns={
        "organisation": Technical(why="whose search keys they are; rewritten with the name and removed with the row"),
        "keys": NAME,
    },
)
class OrganisationSearchKeys(Nameless):
    """The folded words of an organisation's names, and keys by which mistyped ones are found: one row, one index.

    The database removes it when a name changes (migration 0007); `rows.write_organisation_words` writes it anew.
    """

    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, primary_key=True, related_name="+")
    keys = SearchVectorField()

    class Meta:
        db_table = "parties_organisation_search_keys"
        indexes = [GinIndex(fields=["keys"], name="parties_organisation_keys", gin_pending_list_limit=512)]


@holds(
    subject=None,
    organisation="organisation",
    source="source",
    collected="collected_at",
    columns={
        **PROVENANCE,
        "organisation": Link(relation="organisation.former_names", cascade=CascadeKind.CASCADE),
        "kind": NAME,
        "name": NAME,
        "used_from": NAME,
        "used_to": NAME,
    },
)
class OrganisationFormerName(Provenance):
    """A name that an organisation no longer has, and by which it is still found; null days are unknown."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20, default=NameKind.REGISTERED)
    name = models.CharField(max_length=300)
    used_from = models.DateField(null=True, blank=True)
    used_to = models.DateField(null=True, blank=True)

    class Meta(Provenance.Meta):
        db_table = "parties_organisation_former_name"
        constraints = [
            *Provenance.Meta.constraints,
            one_of("kind", NameKind.values),
            models.CheckConstraint(condition=~models.Q(name=""), name="parties_organisationformername_not_empty"),
            models.CheckConstraint(
                condition=models.Q(used_from__isnull=True)
                | models.Q(used_to__isnull=True)
                | models.Q(used_to__gte=models.F("used_from")),
                name="parties_organisationformername_ends_after_start",
            ),
        ]


class DatedRelationship(Provenance):
    """What an organisation is to us, from a day to a day; a null start is unknown, a null end is open."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    started_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)

    class Meta(Provenance.Meta):
        abstract = True
        constraints = [
            *Provenance.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(started_on__isnull=True)
                | models.Q(ended_on__isnull=True)
                | models.Q(ended_on__gte=models.F("started_on")),
                name="%(app_label)s_%(class)s_ends_after_start",
            ),
        ]


@holds(
    subject=None,
    organisation="organisation",
    source="source",
    collected="collected_at",
    columns={
        **PROVENANCE,
        "organisation": Link(relation="organisation.relationship", cascade=CascadeKind.CASCADE),
        "started_on": CUSTOMERSHIP,
        "ended_on": Column(item="organisation.customership", clock="customership.ended"),
    },
)
class Customership(DatedRelationship):
    """The time during which an organisation is our customer."""

    class Meta(DatedRelationship.Meta):
        db_table = "parties_customership"
        constraints = [
            *DatedRelationship.Meta.constraints,
            models.UniqueConstraint(
                fields=["organisation"],
                condition=models.Q(ended_on__isnull=True),
                name="parties_customership_one_open",
            ),
        ]


@holds(
    subject=None,
    organisation="organisation",
    source="source",
    collected="collected_at",
    columns={
        **PROVENANCE,
        "organisation": Link(relation="organisation.relationship", cascade=CascadeKind.CASCADE),
        "kind": CUSTOMERSHIP,
        "started_on": CUSTOMERSHIP,
        "ended_on": Column(item="organisation.customership", clock="relation.ended"),
    },
)
class BusinessRelation(DatedRelationship):
    """The time during which an organisation is our prospect, supplier, partner or reseller."""

    kind = models.CharField(max_length=20)

    class Meta(DatedRelationship.Meta):
        db_table = "parties_business_relation"
        constraints = [
            *DatedRelationship.Meta.constraints,
            one_of("kind", [kind for kind in RelationshipKind.values if kind != RelationshipKind.CUSTOMER]),
            models.UniqueConstraint(
                fields=["organisation", "kind"],
                condition=models.Q(ended_on__isnull=True),
                name="parties_business_relation_one_open",
            ),
        ]
