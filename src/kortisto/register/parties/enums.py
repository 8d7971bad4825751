"""The kinds of parties, contact points, relationships and activities."""

from __future__ import annotations

from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PartyKind(StrEnum):
    PERSON = "person"
    ORGANISATION = "organisation"


class ContactKind(TextChoices):
    EMAIL = "email", _("E-mail")
    PHONE = "phone", _("Telephone")
    WEB = "web", _("Website")


class ContactUse(TextChoices):
    WORK = "work", _("Work")
    PRIVATE = "private", _("Private")
    BILLING = "billing", _("Billing")


class AddressUse(TextChoices):
    VISITING = "visiting", _("Visiting address")
    POSTAL = "postal", _("Postal address")
    BILLING = "billing", _("Billing address")


class RelationshipKind(TextChoices):
    """What an organisation is to us. `CUSTOMER` has a table of its own, since its end is a clock of its own."""

    CUSTOMER = "customer", _("Customer")
    PROSPECT = "prospect", _("Prospect")
    SUPPLIER = "supplier", _("Supplier")
    PARTNER = "partner", _("Partner")
    RESELLER = "reseller", _("Reseller")


class ActivityKind(TextChoices):
    """What happened. `ORDER` and `NOTE` have tables of their own, since they are items of their own."""

    ORDER = "order", _("Order")
    NOTE = "note", _("Note")
    MEETING = "meeting", _("Meeting")
    CALL = "call", _("Call")
    SALE = "sale", _("Sales event")
    OTHER = "other", _("Other event")


class Language(TextChoices):
    """The language in which a person wants to be served."""

    FINNISH = "fi", _("Finnish")
    SWEDISH = "sv", _("Swedish")
    ENGLISH = "en", _("English")
