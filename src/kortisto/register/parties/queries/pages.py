"""Everything about one party, for its page."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import DateField

from kortisto.declaration.words import Operation
from kortisto.register.audit.values import Access
from kortisto.register.parties.enums import PartyKind
from kortisto.register.parties.models import Organisation, Person
from kortisto.register.parties.queries import around, parts
from kortisto.register.parties.rows import item_of
from kortisto.register.parties.values import OrganisationPage, Party, PersonPage
from kortisto.register.statements.frozen import Frozen

ACTIVITIES_SHOWN = 50

CHANGES_SHOWN = 20
MEMBERS_SHOWN = 100

_PERSON_FIELDS = ("first_name", "last_name", "prefix", "language", "informed_on", "non_disclosure_until")
_ORGANISATION_FIELDS = (
    "registered_name", "trade_name", "business_id", "vat_id", "einvoice_address", "einvoice_operator",
    "industry_code", "size_class", "external_reference",
)  # fmt: skip


_PERSON = Frozen(lambda id_: Person.objects.filter(id=id_), UUID)


class PartyNotFoundError(LookupError):
    """No such party, or the transaction may not see it: who asks cannot tell which."""


def person_page(*, person_id: UUID, by: Access, activities: int = ACTIVITIES_SHOWN, changes: int = 0) -> PersonPage:
    """Return a person with everything that the access grants. `activities`, `changes`: how many, newest first.

    Raises PartyNotFoundError.
    """
    reading = parts.Reading(by)
    by.require(Operation.READ)
    person: Person | None = next(iter(_PERSON.objects(person_id)), None)
    if person is None:
        by.record("person.read", object_kind=PartyKind.PERSON, object_id=person_id)
        raise PartyNotFoundError(person_id)
    owner = Party(kind=PartyKind.PERSON, id=person_id)
    fields = _fields(person, _PERSON_FIELDS, reading)
    shown, more = reading.activities(owner, activities)
    page = PersonPage(
        id=person_id,
        name=_joined(fields["prefix"], fields["first_name"], fields["last_name"]),
        **fields,
        origins=parts.field_origins(person, fields),
        own=around.own_values(reading, owner),
        customerships=around.customerships(reading, person_id),
        guardianships=around.guardianships(reading, person_id),
        represents=reading.representations(owner),
        contact_points=reading.contact_points(owner),
        addresses=reading.addresses(owner),
        activities=shown,
        more_activities=more,
        changes=around.changes(reading, owner, changes),
        withheld=frozenset(reading.withheld),
    )
    by.record(
        "person.read",
        object_kind=PartyKind.PERSON,
        object_id=person_id,
        subjects=[person_id, *around.others(page, person_id)],
        items=reading.shown,
    )
    return page


def organisation_page(
    *, organisation_id: UUID, by: Access, activities: int = ACTIVITIES_SHOWN, changes: int = 0
) -> OrganisationPage:
    """Return an organisation with everything that the access grants, and who represents it.

    Raises PartyNotFoundError.
    """
    reading = parts.Reading(by)
    by.require(Operation.READ)
    organisation = Organisation.objects.select_related("parent").filter(id=organisation_id).first()
    if organisation is None:
        by.record("organisation.read", object_kind=PartyKind.ORGANISATION, object_id=organisation_id)
        raise PartyNotFoundError(organisation_id)
    owner = Party(kind=PartyKind.ORGANISATION, id=organisation_id)
    fields = _fields(organisation, _ORGANISATION_FIELDS, reading)
    represented_by = reading.representations(owner)
    shown, more = reading.activities(owner, activities)
    parent = organisation.parent if reading.grants("organisation.name") else None
    page = OrganisationPage(
        id=organisation_id,
        name=fields["trade_name"] or fields["registered_name"],
        **fields,
        sole_trader=organisation.sole_trader,
        parent_id=parent.id if parent else None,
        parent_name=parent.name if parent else "",
        members=around.members(reading, organisation_id, MEMBERS_SHOWN),
        former_names=around.former_names(reading, organisation_id),
        origins=parts.field_origins(organisation, fields),
        own=around.own_values(reading, owner),
        relationships=reading.relationships(organisation_id),
        represented_by=represented_by,
        contact_points=reading.contact_points(owner),
        addresses=reading.addresses(owner),
        activities=shown,
        more_activities=more,
        changes=around.changes(reading, owner, changes),
        withheld=frozenset(reading.withheld),
    )
    people = [row.person_id for row in represented_by] + [row.person_id for row in shown if row.person_id]
    by.record(
        "organisation.read",
        object_kind=PartyKind.ORGANISATION,
        object_id=organisation_id,
        subjects=[organisation_id, *people],
        items=reading.shown,
    )
    return page


def _fields(row: Person | Organisation, names: tuple[str, ...], reading: parts.Reading) -> dict[str, Any]:
    return {
        name: (getattr(row, name) or _nothing(row, name))
        if reading.grants(item_of(type(row), name))
        else _nothing(row, name)
        for name in names
    }


def _joined(*words: str) -> str:
    return " ".join(filter(None, words))


def _nothing(row: Person | Organisation, name: str) -> Any:
    """What stands for a field that is not shown: nothing of its kind."""
    return None if isinstance(row._meta.get_field(name), DateField) else ""
