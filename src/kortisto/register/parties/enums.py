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


class Between(StrEnum):
    """What stands between a party and us, or between two parties."""

    REPRESENTATION = "representation"
    RELATIONSHIP = "relationship"
    CUSTOMERSHIP = "customership"
    GUARDIANSHIP = "guardianship"


class ActivityKind(TextChoices):
    """What stands on a timeline. `ORDER`, `NOTE` and `TASK` have tables of their own; the others are activities."""

    ORDER = "order", pgettext_lazy("activity", "Order")
    NOTE = "note", pgettext_lazy("activity", "Note")
    TASK = "task", pgettext_lazy("activity", "Task")
    MEETING = "meeting", pgettext_lazy("activity", "Meeting")
    CALL = "call", pgettext_lazy("activity", "Call")
    SALE = "sale", pgettext_lazy("activity", "Sales event")
    OTHER = "other", pgettext_lazy("activity", "Other event")


HAPPENINGS = tuple(
    kind for kind in ActivityKind if kind not in {ActivityKind.ORDER, ActivityKind.NOTE, ActivityKind.TASK}
)
"""The kinds of activities: what happened with somebody, and counts as such."""


class TagColour(TextChoices):
    """The palette of tags; the style sheet gives each a pair of colours that meets the contrast of WCAG 2.2 AA."""

    GREY = "grey", pgettext_lazy("colour", "Grey")
    BLUE = "blue", pgettext_lazy("colour", "Blue")
    GREEN = "green", pgettext_lazy("colour", "Green")
    YELLOW = "yellow", pgettext_lazy("colour", "Yellow")
    ORANGE = "orange", pgettext_lazy("colour", "Orange")
    RED = "red", pgettext_lazy("colour", "Red")
    PURPLE = "purple", pgettext_lazy("colour", "Purple")


class Repeat(TextChoices):
    """How often a task comes again."""

    NONE = "", pgettext_lazy("task", "Does not repeat")
    DAILY = "daily", pgettext_lazy("task", "Every day")
    WEEKLY = "weekly", pgettext_lazy("task", "Every week")
    FORTNIGHTLY = "fortnightly", pgettext_lazy("task", "Every second week")
    MONTHLY = "monthly", pgettext_lazy("task", "Every month")
    QUARTERLY = "quarterly", pgettext_lazy("task", "Every three months")
    YEARLY = "yearly", pgettext_lazy("task", "Every year")


class Scan(TextChoices):
    """What a scanner for malicious software said of a file."""

    NOT_SCANNED = "not scanned", pgettext_lazy("file", "Not scanned")
    CLEAN = "clean", pgettext_lazy("file", "Scanned, nothing found")


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


class UndoState(TextChoices):
    """How far an import is on its way out again."""

    RUNNING = "running", pgettext_lazy("import", "Being undone")
    FAILED = "failed", pgettext_lazy("import", "Undoing was stopped by a fault")
    DONE = "done", pgettext_lazy("import", "Undone")


class LikenessReason(TextChoices):
    """What agrees between two parties that may be one."""

    IDENTIFIER = "identifier", pgettext_lazy("duplicate", "Same business ID")
    EMAIL = "email", pgettext_lazy("duplicate", "Same e-mail address")
    PHONE = "phone", pgettext_lazy("duplicate", "Same telephone number")
    NAME = "name", pgettext_lazy("duplicate", "Same name")
    LIKE_NAME = "like_name", pgettext_lazy("duplicate", "Similar name")
    GIVEN_NAME = "given_name", pgettext_lazy("duplicate", "Same first name")
    EMPLOYER = "employer", pgettext_lazy("duplicate", "Same organisation")
    MAIL_DOMAIN = "mail_domain", pgettext_lazy("duplicate", "Same mail domain")
    PLACE = "place", pgettext_lazy("duplicate", "Same city")


class MergeStepKind(StrEnum):
    """What merging did with one column of one row."""

    MOVED = "moved"  # the row hangs on the party that stays
    REMOVED = "removed"  # the row said what another row of the party that stays says already
    CHANGED = "changed"  # a field of the party that stays got the other's value
    ABSORBED = "absorbed"  # a field of the party that went
    ADDED = "added"  # a row that the merge made


class ExportFormat(TextChoices):
    """What a list is exported as."""

    CSV = "csv", pgettext_lazy("export", "CSV, for spreadsheets and other programs")
    XLSX = "xlsx", pgettext_lazy("export", "XLSX, for Excel and LibreOffice")
    VCARD_4 = "vcard4", pgettext_lazy("export", "vCard 4.0, for address books")
    VCARD_3 = "vcard3", pgettext_lazy("export", "vCard 3.0, for older address books")
    JSON = "json", pgettext_lazy("export", "JSON, for programs")

    @property
    def ending(self) -> str:
        """Return how the name of such a file ends."""
        return "vcf" if self in {ExportFormat.VCARD_4, ExportFormat.VCARD_3} else str(self.value)
