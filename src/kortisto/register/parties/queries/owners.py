"""Whose a datum is that programs name by its own id."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from kortisto.declaration.words import Operation
from kortisto.register.audit.values import Access
from kortisto.register.parties.enums import Between, PartyKind
from kortisto.register.parties.models import (
    BusinessRelation,
    ConsumerCustomership,
    Customership,
    Guardianship,
    Represents,
)
from kortisto.register.parties.queries.pages import PartyNotFoundError
from kortisto.register.parties.values import Party

_TABLES: Mapping[Between, tuple[tuple[Any, str, PartyKind], ...]] = {
    Between.REPRESENTATION: ((Represents, "person_id", PartyKind.PERSON),),
    Between.RELATIONSHIP: (
        (Customership, "organisation_id", PartyKind.ORGANISATION),
        (BusinessRelation, "organisation_id", PartyKind.ORGANISATION),
    ),
    Between.CUSTOMERSHIP: ((ConsumerCustomership, "person_id", PartyKind.PERSON),),
    Between.GUARDIANSHIP: ((Guardianship, "ward_id", PartyKind.PERSON),),
}


def owner_of(*, what: Between, row_id: UUID, by: Access) -> Party:
    """Return on whose page a relation stands first: a representation on the person's. Raises PartyNotFoundError."""
    by.require(Operation.READ)
    for model, column, kind in _TABLES[what]:
        found = model.objects.filter(id=row_id).values_list(column, flat=True).first()
        if found is not None:
            return Party(kind=kind, id=found)
    # Whose id was asked for and is not there stands in the log all the same.
    by.record("parties.names", object_kind="party", object_id=row_id)
    raise PartyNotFoundError(row_id)
