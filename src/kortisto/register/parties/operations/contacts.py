"""Changes of contact points and addresses."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from kortisto.declaration.words import Operation
from kortisto.lib import identifiers
from kortisto.register.audit.values import Access
from kortisto.register.parties.editing import apply_changes
from kortisto.register.parties.enums import AddressUse, ContactKind, ContactUse, PartyKind
from kortisto.register.parties.models import OrganisationAddress, PersonAddress
from kortisto.register.parties.models.contacts import POINTS
from kortisto.register.parties.operations.removing import remove_mistake
from kortisto.register.parties.recognised import Ground, require_ground
from kortisto.register.parties.rows import items_of, origin_columns
from kortisto.register.parties.values import AddressChanges, ContactPointChanges, Origin, Party

ADDRESSES: dict[PartyKind, type[PersonAddress | OrganisationAddress]] = {
    PartyKind.PERSON: PersonAddress,
    PartyKind.ORGANISATION: OrganisationAddress,
}


@transaction.atomic
def add_contact_point(
    *,
    owner: Party,
    kind: ContactKind,
    value: str,
    origin: Origin,
    by: Access,
    at: datetime,
    use: ContactUse = ContactUse.WORK,
    valid_from: date | None = None,
    valid_to: date | None = None,
    region: str = identifiers.HOME_REGION,
    ground: Ground | None = None,
) -> UUID:
    """Add an e-mail address, telephone number or website.

    `region`: the country whose telephone numbers these are where no country code is given, ISO 3166-1 alpha-2; empty
    where unknown. `ground`: why a person may have it who is recognised as somebody that asked to be erased. Raises
    ValueError for a value that is none, IntegrityError where the owner has it already, WasErasedError.
    """
    model = POINTS[owner.kind, kind]
    items = items_of(model, ["value"])
    by.require(Operation.COLLECT, items)
    normalised = _normalised(kind, value, region)
    require_ground(owner=owner, kind=kind, value=normalised, ground=ground, by=by, at=at)
    row = model(
        **{f"{owner.kind.value}_id": owner.id},
        use=use.value,
        value=value.strip(),
        normalised=normalised,
        valid_from=valid_from,
        valid_to=valid_to,
        **origin_columns(origin),
    )
    row.save(force_insert=True)
    _record("contact_point.add", owner, items, by, at)
    return row.id


@transaction.atomic
def edit_contact_point(
    *,
    contact_point_id: UUID,
    owner: Party,
    kind: ContactKind,
    changes: ContactPointChanges,
    origin: Origin,
    by: Access,
    at: datetime,
    expected: ContactPointChanges | None = None,
    region: str = identifiers.HOME_REGION,
    ground: Ground | None = None,
) -> bool:
    """Correct a contact point, which then has the new origin; return whether anything differed.

    Raises like `add_contact_point`, DoesNotExist, ChangedMeanwhileError.
    """
    row = _own(POINTS[owner.kind, kind], contact_point_id, owner)
    wanted: dict[str, Any] = dict(changes)
    if "value" in wanted:
        wanted["value"] = wanted["value"].strip()
    changed = apply_changes(row, wanted, origin=origin, by=by, at=at, expected=expected)
    if "value" in changed:
        before, row.normalised = row.normalised, _normalised(kind, row.value, region)
        if row.normalised != before:
            require_ground(owner=owner, kind=kind, value=row.normalised, ground=ground, by=by, at=at)
        row.save(update_fields=["normalised"])
    if changed:
        _record("contact_point.edit", owner, items_of(type(row), changed), by, at)
    return bool(changed)


@transaction.atomic
def end_contact_point(
    *, contact_point_id: UUID, owner: Party, kind: ContactKind, valid_to: date, by: Access, at: datetime
) -> None:
    """A contact point is no longer in use after a day. Raises DoesNotExist, IntegrityError for a day too early."""
    apply_changes(_own(POINTS[owner.kind, kind], contact_point_id, owner), {"valid_to": valid_to}, by=by, at=at)
    _record("contact_point.end", owner, items_of(POINTS[owner.kind, kind], ["valid_to"]), by, at)


@transaction.atomic
def remove_contact_point(*, contact_point_id: UUID, owner: Party, kind: ContactKind, by: Access, at: datetime) -> UUID:
    """Take away a contact point that was never theirs; return by what it can be put back. Raises DoesNotExist."""
    row = _own(POINTS[owner.kind, kind], contact_point_id, owner)
    return remove_mistake(row=row, kind="contact_point", items=items_of(type(row), ["value"]), by=by, at=at)


@transaction.atomic
def add_address(
    *,
    owner: Party,
    origin: Origin,
    by: Access,
    at: datetime,
    lines: Iterable[str] = (),
    postal_code: str = "",
    city: str = "",
    region: str = "",
    country: str = "",
    use: AddressUse = AddressUse.POSTAL,
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> UUID:
    """Add a postal address. `country`: ISO 3166-1 alpha-2, empty where unknown. Raises IntegrityError when empty."""
    model = ADDRESSES[owner.kind]
    items = items_of(model, ["lines"])
    by.require(Operation.COLLECT, items)
    row = model(
        **{f"{owner.kind.value}_id": owner.id},
        **_address(lines, postal_code, city, region, country),
        use=use.value,
        valid_from=valid_from,
        valid_to=valid_to,
        **origin_columns(origin),
    )
    row.save(force_insert=True)
    _record("address.add", owner, items, by, at)
    return row.id


@transaction.atomic
def edit_address(
    *,
    address_id: UUID,
    owner: Party,
    changes: AddressChanges,
    origin: Origin,
    by: Access,
    at: datetime,
    expected: AddressChanges | None = None,
) -> bool:
    """Correct an address, which then has the new origin; return whether anything differed.

    Raises DoesNotExist, ChangedMeanwhileError, IntegrityError when empty.
    """
    row = _own(ADDRESSES[owner.kind], address_id, owner)
    wanted: dict[str, Any] = {
        field: value.strip() if isinstance(value, str) else value for field, value in changes.items()
    }
    if "lines" in wanted:
        wanted["lines"] = _lines(wanted["lines"].splitlines())
    if "country" in wanted:
        wanted["country"] = wanted["country"].upper()
    changed = apply_changes(row, wanted, origin=origin, by=by, at=at, expected=expected)
    if changed:
        _record("address.edit", owner, items_of(type(row), changed), by, at)
    return bool(changed)


@transaction.atomic
def end_address(*, address_id: UUID, owner: Party, valid_to: date, by: Access, at: datetime) -> None:
    """An address is no longer in use after a day. Raises DoesNotExist, IntegrityError for a day too early."""
    apply_changes(_own(ADDRESSES[owner.kind], address_id, owner), {"valid_to": valid_to}, by=by, at=at)
    _record("address.end", owner, items_of(ADDRESSES[owner.kind], ["valid_to"]), by, at)


@transaction.atomic
def remove_address(*, address_id: UUID, owner: Party, by: Access, at: datetime) -> UUID:
    """Take away an address that was never theirs; return by what it can be put back. Raises DoesNotExist."""
    row = _own(ADDRESSES[owner.kind], address_id, owner)
    return remove_mistake(row=row, kind="address", items=items_of(type(row), ["lines"]), by=by, at=at)


def _normalised(kind: ContactKind, value: str, region: str) -> str:
    match kind:
        case ContactKind.EMAIL:
            return identifiers.email(value)
        case ContactKind.PHONE:
            return identifiers.full_phone(value, region)
        case ContactKind.WEB:
            return identifiers.web(value)


def _own(model: type[Any], row_id: UUID, owner: Party) -> Any:
    """Return the row, locked, if it is the owner's: an id out of somebody else's page finds nothing."""
    return model.objects.select_for_update().get(id=row_id, **{f"{owner.kind.value}_id": owner.id})


def _address(lines: Iterable[str], postal_code: str, city: str, region: str, country: str) -> dict[str, str]:
    return {
        "lines": _lines(lines),
        "postal_code": postal_code.strip(),
        "city": city.strip(),
        "region": region.strip(),
        "country": country.strip().upper(),
    }


def _lines(lines: Iterable[str]) -> str:
    return "\n".join(filter(None, (line.strip() for line in lines)))


def _record(action: str, owner: Party, items: Iterable[str], by: Access, at: datetime) -> None:
    by.record(action, at=at, object_kind=owner.kind, object_id=owner.id, subjects=[owner.id], items=items)
