"""Who the register is about: organisations, people, how they are reached and what happened with them."""

from kortisto.register.parties.models.activities import Activity, Note, Order
from kortisto.register.parties.models.changes import Change
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

__all__ = [
    "Activity",
    "Batch",
    "BusinessRelation",
    "Change",
    "ConsumerCustomership",
    "Customership",
    "Guardianship",
    "Note",
    "Order",
    "Organisation",
    "OrganisationAddress",
    "OrganisationEmail",
    "OrganisationFormerName",
    "OrganisationPhone",
    "OrganisationSearchKeys",
    "OrganisationWebsite",
    "OwnValue",
    "Person",
    "PersonAddress",
    "PersonEmail",
    "PersonPhone",
    "PersonSearchKeys",
    "PersonWebsite",
    "Provenance",
    "Represents",
    "Upload",
    "UploadRow",
]
