"""The kinds of parties, contact points, relationships and activities."""

from __future__ import annotations

from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class PartyKind(StrEnum):
    PERSON = "person"
    ORGANISATION = "organisation"


class ContactKind(TextChoices):
    EMAIL = "email", pgettext_lazy("contact point", "E-mail")
    PHONE = "phone", pgettext_lazy("contact point", "Telephone")
    WEB = "web", pgettext_lazy("contact point", "Website")


class ContactUse(TextChoices):
    WORK = "work", pgettext_lazy("use of a contact point", "Work")
    PRIVATE = "private", pgettext_lazy("use of a contact point", "Private")
    BILLING = "billing", pgettext_lazy("use of a contact point", "Billing")


class AddressUse(TextChoices):
    VISITING = "visiting", pgettext_lazy("address", "Visiting address")
    POSTAL = "postal", pgettext_lazy("address", "Postal address")
    BILLING = "billing", pgettext_lazy("address", "Billing address")


class RelationshipKind(TextChoices):
    """What an organisation is to us. `CUSTOMER` has a table of its own, since its end is a clock of its own."""

    CUSTOMER = "customer", pgettext_lazy("relationship", "Customer")
    PROSPECT = "prospect", pgettext_lazy("relationship", "Prospect")
    SUPPLIER = "supplier", pgettext_lazy("relationship", "Supplier")
    PARTNER = "partner", pgettext_lazy("relationship", "Partner")
    RESELLER = "reseller", pgettext_lazy("relationship", "Reseller")


class ActivityKind(TextChoices):
    """What happened. `ORDER` and `NOTE` have tables of their own, since they are items of their own."""

    ORDER = "order", pgettext_lazy("activity", "Order")
    NOTE = "note", pgettext_lazy("activity", "Note")
    MEETING = "meeting", pgettext_lazy("activity", "Meeting")
    CALL = "call", pgettext_lazy("activity", "Call")
    SALE = "sale", pgettext_lazy("activity", "Sales event")
    OTHER = "other", pgettext_lazy("activity", "Other event")


class Language(TextChoices):
    """The language in which a person wants to be served."""

    FINNISH = "fi", pgettext_lazy("language", "Finnish")
    SWEDISH = "sv", pgettext_lazy("language", "Swedish")
    ENGLISH = "en", pgettext_lazy("language", "English")


class SizeClass(TextChoices):
    """The size of an enterprise by its staff (recommendation 2003/361/EC, article 2)."""

    MICRO = "micro", pgettext_lazy("size", "Micro: fewer than 10 people")
    SMALL = "small", pgettext_lazy("size", "Small: 10 to 49 people")
    MEDIUM = "medium", pgettext_lazy("size", "Medium-sized: 50 to 249 people")
    LARGE = "large", pgettext_lazy("size", "Large: 250 people or more")


class NameKind(TextChoices):
    """Which of an organisation's names a former name was."""

    REGISTERED = "registered", pgettext_lazy("name", "Registered name")
    TRADE = "trade", pgettext_lazy("name", "Trade name")


class RepresentationRole(TextChoices):
    """As what a person acts for an organisation; the title is what the organisation calls it."""

    CONTACT = "contact", pgettext_lazy("role", "Contact person")
    DECISION_MAKER = "decision maker", pgettext_lazy("role", "Decision maker")
    BUYER = "buyer", pgettext_lazy("role", "Buyer")
    BILLING = "billing", pgettext_lazy("role", "Contact for billing")
    TECHNICAL = "technical", pgettext_lazy("role", "Technical contact")


class UploadState(TextChoices):
    """How far a file is on its way in."""

    NEW = "new", pgettext_lazy("import", "Not imported yet")
    RUNNING = "running", pgettext_lazy("import", "Being imported")
    ASKING = "asking", pgettext_lazy("import", "Waits for your answers")
    DONE = "done", pgettext_lazy("import", "Imported")
    CANCELLED = "cancelled", pgettext_lazy("import", "Cancelled")
    FAILED = "failed", pgettext_lazy("import", "Stopped by a fault")
    UNDONE = "undone", pgettext_lazy("import", "Undone")
