"""Names of parties by their ids, for pages that speak of people by id, as the log does."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from uuid import UUID

from kortisto.declaration.words import Operation
from kortisto.register.audit.values import Access
from kortisto.register.parties.enums import PartyKind
from kortisto.register.parties.models import Organisation, Person
from kortisto.register.parties.values import Party


def names_of(*, by: Access, ids: Collection[UUID]) -> Mapping[UUID, tuple[Party, str]]:
    """Return what the ids stand for, and its name; who is no longer in the register, or not to be seen, is left out."""
    by.require(Operation.READ)
    found: dict[UUID, tuple[Party, str]] = {}
    items = []
    if by.grants(Operation.READ, "person.name"):
        rows = Person.objects.filter(id__in=ids).values_list("id", "first_name", "last_name")
        people = {id_: f"{first} {last}".strip() for id_, first, last in rows}
        found |= {id_: (Party(kind=PartyKind.PERSON, id=id_), name) for id_, name in people.items()}
        items.append("person.name")
    if by.grants(Operation.READ, "organisation.name"):
        names = Organisation.objects.filter(id__in=ids)
        found |= {one.id: (Party(kind=PartyKind.ORGANISATION, id=one.id), one.name) for one in names}
        items.append("organisation.name")
    by.record("parties.names", object_kind="party", subjects=found, items=items)
    return found
