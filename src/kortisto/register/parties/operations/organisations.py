"""Changes of organisations: their names, numbers and group."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from kortisto.declaration.words import Operation
from kortisto.lib import identifiers
from kortisto.register.audit.values import Access
from kortisto.register.parties.bulk import insert_rows
from kortisto.register.parties.editing import apply_changes
from kortisto.register.parties.enums import NameKind, PartyKind
from kortisto.register.parties.models import Organisation, OrganisationFormerName
from kortisto.register.parties.operations.own_values import write_own_values
from kortisto.register.parties.operations.removing import remove_mistake
from kortisto.register.parties.rows import (
    filled,
    items_of,
    names_of,
    new_organisation,
    organisation_sort_key,
    origin_columns,
    write_organisation_words,
)
from kortisto.register.parties.values import OrganisationChanges, Origin, Party


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
    einvoice_operator: str = "",
    industry_code: str = "",
    size_class: str = "",
    external_reference: str = "",
    sole_trader: bool = False,
    parent_id: UUID | None = None,
    own: Mapping[str, str] | None = None,
) -> UUID:
    """Add an organisation and return its id. `own`: values of the declaration's own items.

    Raises IdentifierError for an identifier that is none, NotOwnItemError, ValueError for an own value.
    """
    values = _normalised(
        {
            "registered_name": registered_name,
            "trade_name": trade_name,
            "business_id": business_id,
            "vat_id": vat_id,
            "einvoice_address": einvoice_address,
            "einvoice_operator": einvoice_operator,
            "industry_code": industry_code,
            "size_class": size_class,
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
    owner = Party(kind=PartyKind.ORGANISATION, id=id_)
    items = (*items, *write_own_values(owner=owner, values=own or {}, origin=origin, by=by, at=at))
    by.record(
        "organisation.add",
        at=at,
        object_kind=PartyKind.ORGANISATION,
        object_id=id_,
        subjects=[id_],
        items=items,
    )
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
    own: Mapping[str, str] | None = None,
    own_expected: Mapping[str, str] | None = None,
    former_until: date | None = None,
) -> bool:
    """Change fields, each of which gets the new origin; return whether anything differed.

    `expected`, `own_expected`: what the editor saw in the fields. `former_until`: the last day of a name that is
    changed here, which then stays as a former name; None where the name was only corrected. Raises IdentifierError,
    GroupCycleError, Organisation.DoesNotExist, ChangedMeanwhileError, NotOwnItemError, ValueError for an own value.
    """
    organisation = Organisation.objects.select_for_update().get(id=organisation_id)
    owner = Party(kind=PartyKind.ORGANISATION, id=organisation_id)
    normalised = _normalised(dict(changes))
    if normalised.get("parent_id"):
        _check_group(organisation_id, normalised["parent_id"])
    before = {field: str(getattr(organisation, field)) for field in _NAMES}
    changed = apply_changes(organisation, normalised, origin=origin, by=by, at=at, expected=expected)
    items = [
        *items_of(Organisation, changed),
        *write_own_values(owner=owner, values=own or {}, origin=origin, by=by, at=at, expected=own_expected),
    ]
    renamed = [field for field in _NAMES if field in changed]
    if renamed:
        if former_until is not None:
            for field in renamed:
                if before[field]:
                    _keep_name(organisation_id, _NAMES[field], before[field], origin=origin, used_to=former_until)
        organisation.sort_key = organisation_sort_key(
            registered_name=organisation.registered_name, trade_name=organisation.trade_name
        )
        organisation.save(update_fields=["sort_key"])
        write_organisation_words([names_of(organisation)], anew=True)
    if changed or items:
        by.record(
            "organisation.edit",
            at=at,
            object_kind=PartyKind.ORGANISATION,
            object_id=organisation_id,
            subjects=[organisation_id],
            items=items,
        )
    return bool(changed or items)


@transaction.atomic
def add_former_name(
    *,
    organisation_id: UUID,
    name: str,
    kind: NameKind,
    origin: Origin,
    by: Access,
    at: datetime,
    used_from: date | None = None,
    used_to: date | None = None,
) -> UUID:
    """Add a name that an organisation had earlier, by which it is then found too.

    Raises Organisation.DoesNotExist, IntegrityError for an empty name or an end before its start.
    """
    items = items_of(OrganisationFormerName, ["name"])
    by.require(Operation.COLLECT, items)
    organisation = Organisation.objects.select_for_update().get(id=organisation_id)
    row = _keep_name(organisation_id, kind, name.strip(), origin=origin, used_from=used_from, used_to=used_to)
    write_organisation_words([names_of(organisation)], anew=True)
    _record("organisation.former_name.add", organisation_id, items, by, at)
    return row.id


@transaction.atomic
def remove_former_name(*, organisation_id: UUID, name_id: UUID, by: Access, at: datetime) -> UUID:
    """Take a former name away, since it was never one; return by what it can be put back. Raises DoesNotExist."""
    row = OrganisationFormerName.objects.select_for_update().get(id=name_id, organisation=organisation_id)
    return remove_mistake(row=row, kind="former_name", items=items_of(OrganisationFormerName, ["name"]), by=by, at=at)


class IdentifierError(ValueError):
    """The text of a field is no identifier of its kind; `field` is its name."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field = field


class GroupCycleError(ValueError):
    """An organisation would be, by way of others, its own parent."""


_NAMES = {"registered_name": NameKind.REGISTERED, "trade_name": NameKind.TRADE}
_CHECKS: Mapping[str, Callable[[str], str]] = {
    "business_id": identifiers.business_id,
    "vat_id": identifiers.vat_id,
    "einvoice_address": identifiers.einvoice_address,
    "industry_code": identifiers.industry_code,
}


def _normalised(values: dict[str, Any]) -> dict[str, Any]:
    """Trim texts, check the identifiers, and make an absent business id null, since many organisations have none."""
    result = {field: value.strip() if isinstance(value, str) else value for field, value in values.items()}
    for field, check in _CHECKS.items():
        if result.get(field):
            try:
                result[field] = check(result[field])
            except ValueError as error:
                raise IdentifierError(field, str(error)) from error
    if result.get("business_id") == "":
        result["business_id"] = None
    return result


def _keep_name(
    organisation_id: UUID,
    kind: NameKind,
    name: str,
    *,
    origin: Origin,
    used_from: date | None = None,
    used_to: date | None = None,
) -> OrganisationFormerName:
    return OrganisationFormerName.objects.create(
        organisation_id=organisation_id,
        kind=kind.value,
        name=name,
        used_from=used_from,
        used_to=used_to,
        **origin_columns(origin),
    )


def _check_group(organisation_id: UUID, parent_id: UUID) -> None:
    """Walk up from the parent. One change of a group at a time: two at once could close a circle unseen."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('parties_organisation.parent'))")
    seen: set[UUID] = set()
    above: UUID | None = parent_id
    while above is not None and above not in seen:
        if above == organisation_id:
            raise GroupCycleError(str(organisation_id))
        seen.add(above)
        above = Organisation.objects.filter(id=above).values_list("parent_id", flat=True).first()


def _record(action: str, organisation_id: UUID, items: Iterable[str], by: Access, at: datetime) -> None:
    by.record(
        action,
        at=at,
        object_kind=PartyKind.ORGANISATION,
        object_id=organisation_id,
        subjects=[organisation_id],
        items=items,
    )
