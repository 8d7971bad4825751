"""Changes of what organisations and people are to us, and of who is whose guardian."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from kortisto.declaration.words import Operation
from kortisto.register.audit.values import Access
from kortisto.register.parties.editing import apply_changes
from kortisto.register.parties.enums import PartyKind, RelationshipKind
from kortisto.register.parties.models import BusinessRelation, ConsumerCustomership, Customership, Guardianship
from kortisto.register.parties.operations.removing import remove_mistake
from kortisto.register.parties.rows import items_of, origin_columns
from kortisto.register.parties.values import Origin, PeriodChanges

_Relation = Customership | BusinessRelation


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
    model = _table_of(kind)
    items = items_of(model, ["started_on"])
    by.require(Operation.COLLECT, items)
    values: dict[str, Any] = {"started_on": started_on, "ended_on": ended_on, **origin_columns(origin)}
    if model is BusinessRelation:
        values["kind"] = kind.value
    row = model(organisation_id=organisation_id, **values)
    row.save(force_insert=True)
    _record("relationship.add", row, items, by, at)
    return row.id


@transaction.atomic
def edit_relationship(
    *,
    relationship_id: UUID,
    kind: RelationshipKind,
    changes: PeriodChanges,
    origin: Origin,
    by: Access,
    at: datetime,
    expected: PeriodChanges | None = None,
) -> bool:
    """Change from when and until when; return whether anything differed.

    Raises the model's DoesNotExist, ChangedMeanwhileError, IntegrityError for an end before its start.
    """
    row = _table_of(kind)._default_manager.select_for_update().get(id=relationship_id)
    changed = apply_changes(row, changes, origin=origin, by=by, at=at, expected=expected)
    if changed:
        _record("relationship.edit", row, items_of(type(row), changed), by, at)
    return bool(changed)


@transaction.atomic
def end_relationship(
    *, relationship_id: UUID, kind: RelationshipKind, ended_on: date, by: Access, at: datetime
) -> None:
    """End a relationship on a day. Raises the model's DoesNotExist, IntegrityError for a day before its start."""
    row = _table_of(kind)._default_manager.select_for_update().get(id=relationship_id)
    apply_changes(row, {"ended_on": ended_on}, by=by, at=at)
    _record("relationship.end", row, items_of(type(row), ["ended_on"]), by, at)


@transaction.atomic
def remove_relationship(*, relationship_id: UUID, kind: RelationshipKind, by: Access, at: datetime) -> UUID:
    """Take away a relationship that never was; return by what it can be put back. Raises the model's DoesNotExist."""
    row = _table_of(kind)._default_manager.select_for_update().get(id=relationship_id)
    return remove_mistake(row=row, kind="relationship", items=items_of(type(row), ["started_on"]), by=by, at=at)


@transaction.atomic
def add_customership(
    *,
    person_id: UUID,
    origin: Origin,
    by: Access,
    at: datetime,
    started_on: date | None = None,
    ended_on: date | None = None,
) -> UUID:
    """Say that a person is our customer for themselves. Raises IntegrityError where they are already."""
    items = items_of(ConsumerCustomership, ["started_on"])
    by.require(Operation.COLLECT, items)
    row = ConsumerCustomership(person_id=person_id, started_on=started_on, ended_on=ended_on, **origin_columns(origin))
    row.save(force_insert=True)
    _record_person("customership.add", row.person_id, items, by, at)
    return row.id


@transaction.atomic
def edit_customership(
    *,
    customership_id: UUID,
    changes: PeriodChanges,
    origin: Origin,
    by: Access,
    at: datetime,
    expected: PeriodChanges | None = None,
) -> bool:
    """Change from when and until when a person is a customer. Raises like `edit_relationship`."""
    row = ConsumerCustomership.objects.select_for_update().get(id=customership_id)
    changed = apply_changes(row, changes, origin=origin, by=by, at=at, expected=expected)
    if changed:
        _record_person("customership.edit", row.person_id, items_of(ConsumerCustomership, changed), by, at)
    return bool(changed)


@transaction.atomic
def end_customership(*, customership_id: UUID, ended_on: date, by: Access, at: datetime) -> None:
    """End a person's own customership on a day. Raises DoesNotExist, IntegrityError for a day before its start."""
    row = ConsumerCustomership.objects.select_for_update().get(id=customership_id)
    apply_changes(row, {"ended_on": ended_on}, by=by, at=at)
    _record_person("customership.end", row.person_id, items_of(ConsumerCustomership, ["ended_on"]), by, at)


@transaction.atomic
def remove_customership(*, customership_id: UUID, by: Access, at: datetime) -> UUID:
    """Take away a customership that never was; return by what it can be put back. Raises DoesNotExist."""
    row = ConsumerCustomership.objects.select_for_update().get(id=customership_id)
    return remove_mistake(row=row, kind="customership", items=items_of(type(row), ["started_on"]), by=by, at=at)


@transaction.atomic
def add_guardianship(
    *,
    ward_id: UUID,
    guardian_id: UUID,
    origin: Origin,
    by: Access,
    at: datetime,
    started_on: date | None = None,
    ended_on: date | None = None,
) -> UUID:
    """Say that a person is the guardian of another.

    Raises IntegrityError where that stands already, or both are the same person.
    """
    items = items_of(Guardianship, ["started_on"])
    by.require(Operation.COLLECT, items)
    row = Guardianship(
        ward_id=ward_id, guardian_id=guardian_id, started_on=started_on, ended_on=ended_on, **origin_columns(origin)
    )
    row.save(force_insert=True)
    _record_guardianship("guardianship.add", row, items, by, at)
    return row.id


@transaction.atomic
def edit_guardianship(
    *,
    guardianship_id: UUID,
    changes: PeriodChanges,
    origin: Origin,
    by: Access,
    at: datetime,
    expected: PeriodChanges | None = None,
) -> bool:
    """Change from when and until when. Raises like `edit_relationship`."""
    row = Guardianship.objects.select_for_update().get(id=guardianship_id)
    changed = apply_changes(row, changes, origin=origin, by=by, at=at, expected=expected)
    if changed:
        _record_guardianship("guardianship.edit", row, items_of(Guardianship, changed), by, at)
    return bool(changed)


@transaction.atomic
def end_guardianship(*, guardianship_id: UUID, ended_on: date, by: Access, at: datetime) -> None:
    """End a guardianship on a day. Raises DoesNotExist, IntegrityError for a day before its start."""
    row = Guardianship.objects.select_for_update().get(id=guardianship_id)
    apply_changes(row, {"ended_on": ended_on}, by=by, at=at)
    _record_guardianship("guardianship.end", row, items_of(Guardianship, ["ended_on"]), by, at)


@transaction.atomic
def remove_guardianship(*, guardianship_id: UUID, by: Access, at: datetime) -> UUID:
    """Take away a guardianship that never was; return by what it can be put back. Raises DoesNotExist."""
    row = Guardianship.objects.select_for_update().get(id=guardianship_id)
    return remove_mistake(row=row, kind="guardianship", items=items_of(type(row), ["started_on"]), by=by, at=at)


def _table_of(kind: RelationshipKind) -> type[_Relation]:
    return Customership if kind is RelationshipKind.CUSTOMER else BusinessRelation


def _record(action: str, row: _Relation, items: tuple[str, ...], by: Access, at: datetime) -> None:
    by.record(
        action,
        at=at,
        object_kind=PartyKind.ORGANISATION,
        object_id=row.organisation_id,
        subjects=[row.organisation_id],
        items=items,
    )


def _record_person(action: str, person_id: UUID, items: tuple[str, ...], by: Access, at: datetime) -> None:
    by.record(action, at=at, object_kind=PartyKind.PERSON, object_id=person_id, subjects=[person_id], items=items)


def _record_guardianship(action: str, row: Guardianship, items: tuple[str, ...], by: Access, at: datetime) -> None:
    by.record(
        action,
        at=at,
        object_kind=PartyKind.PERSON,
        object_id=row.ward_id,
        subjects=[row.ward_id, row.guardian_id],
        items=items,
    )
