"""Who the register is about: organisations, people, how they are reached and what happened with them."""

from kortisto.register.parties.models.activities import Activity, Note, Order
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
from kortisto.register.parties.models.organisations import (
    BusinessRelation,
    Customership,
    Organisation,
    OrganisationSearchKeys,
)
from kortisto.register.parties.models.people import Person, PersonSearchKeys, Represents
from kortisto.register.parties.models.provenance import Batch, Provenance

__all__ = [
    "Activity",
    "Batch",
    "BusinessRelation",
    "Customership",
    "Note",
    "Order",
    "Organisation",
    "OrganisationAddress",
    "OrganisationEmail",
    "OrganisationPhone",
    "OrganisationSearchKeys",
    "OrganisationWebsite",
    "Person",
    "PersonAddress",
    "PersonEmail",
    "PersonPhone",
    "PersonSearchKeys",
    "PersonWebsite",
    "Provenance",
    "Represents",
]
