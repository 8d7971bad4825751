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
    OrganisationSearchWord,
)
from kortisto.register.parties.models.people import Person, PersonSearchWord, Represents
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
    "OrganisationSearchWord",
    "OrganisationWebsite",
    "Person",
    "PersonAddress",
    "PersonEmail",
    "PersonPhone",
    "PersonSearchWord",
    "PersonWebsite",
    "Provenance",
    "Represents",
]
