"""Who the register is about: organisations, people, how they are reached and what happened with them."""

from kortisto.register.parties.models.activities import Activity, ActivityStaff, Note, Order
from kortisto.register.parties.models.attachments import Attachment, Removed
from kortisto.register.parties.models.changes import Change, ManyChanged
from kortisto.register.parties.models.contacts import (
    OrganisationAddress,
    OrganisationEmail,
    OrganisationPhone,
    OrganisationWebsite,
    PersonAddress,
    PersonEmail,
    PersonPhone,
    PersonWebsite,
)
from kortisto.register.parties.models.imports import Upload, UploadRow
from kortisto.register.parties.models.labels import Group, Membership, Tag, Tagging
from kortisto.register.parties.models.listing import OrganisationListing, PersonListing, SavedView
from kortisto.register.parties.models.merging import DuplicatePair, DuplicateScan, Merge, MergeStep
from kortisto.register.parties.models.objections import Objection
from kortisto.register.parties.models.organisations import (
    BusinessRelation,
    Customership,
    Organisation,
    OrganisationFormerName,
    OrganisationSearchKeys,
)
from kortisto.register.parties.models.own_values import OwnValue
from kortisto.register.parties.models.people import (
    ConsumerCustomership,
    Guardianship,
    Person,
    PersonSearchKeys,
    Represents,
)
from kortisto.register.parties.models.provenance import Batch, Provenance
from kortisto.register.parties.models.tasks import CalendarAddress, Reminder, Task

__all__ = [
    "Activity",
    "ActivityStaff",
    "Attachment",
    "Batch",
    "BusinessRelation",
    "CalendarAddress",
    "Change",
    "ConsumerCustomership",
    "Customership",
    "DuplicatePair",
    "DuplicateScan",
    "Group",
    "Guardianship",
    "ManyChanged",
    "Membership",
    "Merge",
    "MergeStep",
    "Note",
    "Objection",
    "Order",
    "Organisation",
    "OrganisationAddress",
    "OrganisationEmail",
    "OrganisationFormerName",
    "OrganisationListing",
    "OrganisationPhone",
    "OrganisationSearchKeys",
    "OrganisationWebsite",
    "OwnValue",
    "Person",
    "PersonAddress",
    "PersonEmail",
    "PersonListing",
    "PersonPhone",
    "PersonSearchKeys",
    "PersonWebsite",
    "Provenance",
    "Reminder",
    "Removed",
    "Represents",
    "SavedView",
    "Tag",
    "Tagging",
    "Task",
    "Upload",
    "UploadRow",
]
