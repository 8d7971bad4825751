"""Changes of organisations and of what they are to us."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from kortisto.declaration.words import Operation
from kortisto.lib import identifiers
from kortisto.register.audit.values import Access
from kortisto.register.parties.bulk import insert_rows
from kortisto.register.parties.editing import apply_changes
from kortisto.register.parties.enums import PartyKind, RelationshipKind
from kortisto.register.parties.models import BusinessRelation, Customership, Organisation
from kortisto.register.parties.rows import (
    filled,
    items_of,
    names_of,
    new_organisation,
    organisation_sort_key,
    origin_columns,
    write_organisation_words,
)
from kortisto.register.parties.values import OrganisationChanges, Origin


@transaction.atomic
def add_organisation(
    *,
    registered_name: str,
    origin: Origin,
    by: Access,
    at: datetime,
    trade_name: str = "",
    business_id: str = "",
    vat_id: str = "",
    einvoice_address: str = "",
    external_reference: str = "",
    sole_trader: bool = False,
    parent_id: UUID | None = None,
) -> UUID:
    """Add an organisation and return its id. Raises ValueError for a business or VAT id with a wrong check digit."""
    values = _normalised(
        {
            "registered_name": registered_name,
            "trade_name": trade_name,
            "business_id": business_id,
            "vat_id": vat_id,
            "einvoice_address": einvoice_address,
            "external_reference": external_reference,
            "sole_trader": sole_trader,
            "parent_id": parent_id,
        }
    )
    items = items_of(Organisation, filled(values))
    by.require(Operation.COLLECT, items)
    organisation = new_organisation(**values)
    id_: UUID = organisation["id"]
    insert_rows(Organisation, [organisation], origin_columns(origin))
    write_organisation_words([organisation])
    by.record("organisation.add", at=at, object_kind=PartyKind.ORGANISATION, object_id=id_, items=items)
    return id_


@transaction.atomic
def edit_organisation(
    *,
    organisation_id: UUID,
    changes: OrganisationChanges,
    origin: Origin,
    by: Access,
    at: datetime,
    expected: OrganisationChanges | None = None,
) -> bool:
    """Change fields, each of which gets the new origin; return whether anything differed.

    `expected`: what the editor saw in the fields. Raises ValueError for a business or VAT id with a wrong check digit,
    Organisation.DoesNotExist, ChangedMeanwhileError.
    """
    organisation = Organisation.objects.select_for_update().get(id=organisation_id)
    normalised = _normalised(dict(changes))
    changed = apply_changes(organisation, normalised, origin=origin, by=by, at=at, expected=expected)
    if changed and {"registered_name", "trade_name"}.intersection(changed):
        organisation.sort_key = organisation_sort_key(
            registered_name=organisation.registered_name, trade_name=organisation.trade_name
        )
        organisation.save(update_fields=["sort_key"])
        write_organisation_words([names_of(organisation)], anew=True)
    if changed:
        by.record(
            "organisation.edit",
            at=at,
            object_kind=PartyKind.ORGANISATION,
            object_id=organisation_id,
            items=items_of(Organisation, changed),
        )
    return bool(changed)


@transaction.atomic
def add_relationship(
    *,
    organisation_id: UUID,
    kind: RelationshipKind,
    origin: Origin,
    by: Access,
    at: datetime,
    started_on: date | None = None,
    ended_on: date | None = None,
) -> UUID:
    """Say what an organisation is to us. Raises IntegrityError where an open relationship of the kind exists."""
    model = Customership if kind is RelationshipKind.CUSTOMER else BusinessRelation
    items = items_of(model, ["started_on"])
    by.require(Operation.COLLECT, items)
    values: dict[str, Any] = {"started_on": started_on, "ended_on": ended_on, **origin_columns(origin)}
    if model is BusinessRelation:
        values["kind"] = kind.value
    row = model(organisation_id=organisation_id, **values)
    row.save(force_insert=True)
    by.record("relationship.add", at=at, object_kind=PartyKind.ORGANISATION, object_id=organisation_id, items=items)
    return row.id


@transaction.atomic
def end_relationship(
    *, relationship_id: UUID, kind: RelationshipKind, ended_on: date, by: Access, at: datetime
) -> None:
    """End a relationship on a day. Raises the model's DoesNotExist, IntegrityError for a day before its start."""
    model = Customership if kind is RelationshipKind.CUSTOMER else BusinessRelation
    items = items_of(model, ["ended_on"])
    by.require(Operation.CHANGE, items)
    row = model._default_manager.select_for_update().get(id=relationship_id)
    row.ended_on, row.changed_at = ended_on, at
    row.save(update_fields=["ended_on", "changed_at"])
    by.record("relationship.end", at=at, object_kind=PartyKind.ORGANISATION, object_id=row.organisation_id, items=items)


def _normalised(values: dict[str, Any]) -> dict[str, Any]:
    """Trim texts, check the identifiers, and make an absent business id null, since many organisations have none."""
    result = {field: value.strip() if isinstance(value, str) else value for field, value in values.items()}
    if "business_id" in result:
        result["business_id"] = identifiers.business_id(result["business_id"]) if result["business_id"] else None
    if result.get("vat_id"):
        result["vat_id"] = identifiers.vat_id(result["vat_id"])
    return result
