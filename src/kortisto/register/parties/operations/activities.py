"""What happened with people and organisations is written down."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from kortisto.declaration.words import Operation
from kortisto.register.audit.values import Access
from kortisto.register.parties.enums import ActivityKind
from kortisto.register.parties.models import Activity, Note, Order
from kortisto.register.parties.rows import items_of, origin_columns
from kortisto.register.parties.values import Origin


@transaction.atomic
def add_order(
    *,
    reference: str,
    placed_on: date,
    origin: Origin,
    by: Access,
    at: datetime,
    organisation_id: UUID | None = None,
    person_id: UUID | None = None,
) -> UUID:
    """Note an order; its date is also the last activity of who placed it.

    Raises IntegrityError where an order with this reference came from this source before, or nobody is named.
    """
    items = items_of(Order, ["placed_on"])
    by.require(Operation.COLLECT, items)
    row = Order(
        reference=reference.strip(),
        placed_on=placed_on,
        organisation_id=organisation_id,
        person_id=person_id,
        **origin_columns(origin),
    )
    row.save(force_insert=True)
    _record(ActivityKind.ORDER, row, items, by, at)
    return row.id


@transaction.atomic
def add_activity(
    *,
    kind: ActivityKind,
    happened_on: date,
    origin: Origin,
    by: Access,
    at: datetime,
    organisation_id: UUID | None = None,
    person_id: UUID | None = None,
    reference: str = "",
) -> UUID:
    """Note a meeting, call or other event. Raises ValueError for orders and notes, which have their own operations."""
    if kind in {ActivityKind.ORDER, ActivityKind.NOTE}:
        raise ValueError(f"{kind.value}: use add_{kind.value}")
    items = items_of(Activity, ["happened_on"])
    by.require(Operation.COLLECT, items)
    row = Activity(
        kind=kind.value,
        reference=reference.strip(),
        happened_on=happened_on,
        organisation_id=organisation_id,
        person_id=person_id,
        **origin_columns(origin),
    )
    row.save(force_insert=True)
    _record(ActivityKind.OTHER, row, items, by, at)
    return row.id


@transaction.atomic
def add_note(
    *,
    text: str,
    written_on: date,
    origin: Origin,
    by: Access,
    at: datetime,
    organisation_id: UUID | None = None,
    person_id: UUID | None = None,
) -> UUID:
    """Write a short note, of at most 2,000 characters. Raises IntegrityError when it is empty or about nobody."""
    items = items_of(Note, ["text"])
    by.require(Operation.COLLECT, items)
    row = Note(
        text=text.strip(),
        written_on=written_on,
        organisation_id=organisation_id,
        person_id=person_id,
        **origin_columns(origin),
    )
    row.save(force_insert=True)
    _record(ActivityKind.NOTE, row, items, by, at)
    return row.id


def _record(kind: ActivityKind, row: Order | Activity | Note, items: Iterable[str], by: Access, at: datetime) -> None:
    name = "activity" if kind is ActivityKind.OTHER else kind.value
    by.record(f"{name}.add", at=at, object_kind=name, object_id=row.id, subjects=[row.person_id], items=items)
