"""Changes of people and of whom they represent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from kortisto.declaration.civil_time import civil_day
from kortisto.declaration.words import Operation
from kortisto.register.audit.values import Access, NotGrantedError
from kortisto.register.parties.bulk import insert_rows
from kortisto.register.parties.editing import apply_changes
from kortisto.register.parties.enums import PartyKind
from kortisto.register.parties.models import Person, Represents
from kortisto.register.parties.operations.own_values import write_own_values
from kortisto.register.parties.operations.removing import remove_mistake
from kortisto.register.parties.rows import (
    filled,
    items_of,
    names_of,
    new_person,
    origin_columns,
    person_sort_key,
    refresh_listing,
    write_person_words,
)
from kortisto.register.parties.values import Origin, Party, PersonChanges, RepresentationChanges

REPRESENTATION = "representation"


@transaction.atomic
def add_person(
    *,
    first_name: str,
    last_name: str,
    origin: Origin,
    by: Access,
    at: datetime,
    prefix: str = "",
    language: str = "",
    informed_on: date | None = None,
    non_disclosure_until: date | None = None,
    own: Mapping[str, str] | None = None,
) -> UUID:
    """Add a person and return the id. One of the names may be empty, not both (IntegrityError).

    `own`: values of the declaration's own items. Raises NotOwnItemError, ValueError for an own value.
    """
    person = new_person(
        first_name=first_name,
        last_name=last_name,
        prefix=prefix,
        language=language,
        informed_on=informed_on,
        non_disclosure_until=non_disclosure_until,
    )
    id_: UUID = person["id"]
    items = items_of(
        Person, filled({field: value for field, value in person.items() if field not in {"id", "sort_key"}})
    )
    by.require(Operation.COLLECT, items)
    insert_rows(Person, [person], origin_columns(origin))
    write_person_words([person])
    owner = Party(kind=PartyKind.PERSON, id=id_)
    items = (*items, *write_own_values(owner=owner, values=own or {}, origin=origin, by=by, at=at))
    by.record("person.add", at=at, object_kind=PartyKind.PERSON, object_id=id_, subjects=[id_], items=items)
    return id_


@transaction.atomic
def edit_person(
    *,
    person_id: UUID,
    changes: PersonChanges,
    origin: Origin,
    by: Access,
    at: datetime,
    expected: PersonChanges | None = None,
    own: Mapping[str, str] | None = None,
    own_expected: Mapping[str, str] | None = None,
) -> bool:
    """Change fields, each of which gets the new origin; return whether any differed.

    `expected`, `own_expected`: what the editor saw in the fields. Raises Person.DoesNotExist, ChangedMeanwhileError,
    NotOwnItemError, ValueError for an own value.
    """
    person = Person.objects.select_for_update().get(id=person_id)
    owner = Party(kind=PartyKind.PERSON, id=person_id)
    stripped = {field: value.strip() if isinstance(value, str) else value for field, value in changes.items()}
    if "non_disclosure_until" in stripped:
        _may_lift(person, stripped["non_disclosure_until"], by, at)
    changed = apply_changes(person, stripped, origin=origin, by=by, at=at, expected=expected)
    if "non_disclosure_until" in changed:
        refresh_listing(person_id)
    if {"first_name", "last_name"}.intersection(changed):
        person.sort_key = person_sort_key(first_name=person.first_name, last_name=person.last_name)
        person.save(update_fields=["sort_key"])
        write_person_words([names_of(person)], anew=True)
    items = [
        *items_of(Person, changed),
        *write_own_values(owner=owner, values=own or {}, origin=origin, by=by, at=at, expected=own_expected),
    ]
    if items:
        by.record(
            "person.edit",
            at=at,
            object_kind=PartyKind.PERSON,
            object_id=person_id,
            subjects=[person_id],
            items=items,
        )
    return bool(items)


@transaction.atomic
def add_representation(
    *,
    person_id: UUID,
    organisation_id: UUID,
    origin: Origin,
    by: Access,
    at: datetime,
    title: str = "",
    role: str = "",
    started_on: date | None = None,
    ended_on: date | None = None,
) -> UUID:
    """Let a person act for an organisation. Raises IntegrityError where they do already."""
    values: dict[str, Any] = {
        "title": title.strip(),
        "role": role,
        "started_on": started_on,
        "ended_on": ended_on,
    }
    items = ("person.represents", *items_of(Represents, filled({"title": values["title"]})))
    by.require(Operation.COLLECT, items)
    row = Represents(person_id=person_id, organisation_id=organisation_id, **values, **origin_columns(origin))
    row.save(force_insert=True)
    by.record(
        "representation.add", at=at, object_kind=REPRESENTATION, object_id=row.id, subjects=[person_id], items=items
    )
    return row.id


@transaction.atomic
def edit_representation(
    *,
    representation_id: UUID,
    changes: RepresentationChanges,
    origin: Origin,
    by: Access,
    at: datetime,
    expected: RepresentationChanges | None = None,
) -> bool:
    """Change title, role, start or end; return whether anything differed.

    Raises Represents.DoesNotExist, ChangedMeanwhileError, IntegrityError for an end before the start.
    """
    row = Represents.objects.select_for_update().get(id=representation_id)
    changed = apply_changes(row, changes, origin=origin, by=by, at=at, expected=expected)
    if changed:
        by.record(
            "representation.edit",
            at=at,
            object_kind=REPRESENTATION,
            object_id=row.id,
            subjects=[row.person_id],
            items=items_of(Represents, changed),
        )
    return bool(changed)


@transaction.atomic
def end_representation(*, representation_id: UUID, ended_on: date, by: Access, at: datetime) -> None:
    """End a representation on a day. Raises Represents.DoesNotExist, IntegrityError for a day before its start."""
    row = Represents.objects.select_for_update().get(id=representation_id)
    apply_changes(row, {"ended_on": ended_on}, by=by, at=at)
    by.record(
        "representation.end",
        at=at,
        object_kind=REPRESENTATION,
        object_id=row.id,
        subjects=[row.person_id],
        items=items_of(Represents, ["ended_on"]),
    )


@transaction.atomic
def remove_representation(*, representation_id: UUID, by: Access, at: datetime) -> UUID:
    """Take away that somebody acts for an organisation, which was never so; return by what it can be put back.

    Raises Represents.DoesNotExist.
    """
    row = Represents.objects.select_for_update().get(id=representation_id)
    filled_in = ["role", *(["title"] if row.title else [])]
    return remove_mistake(row=row, kind=REPRESENTATION, items=items_of(Represents, filled_in), by=by, at=at)


def _may_lift(person: Person, until: Any, by: Access, at: datetime) -> None:
    """Raise NotGrantedError where somebody from whom the address is hidden would shorten what hides it."""
    now = person.non_disclosure_until
    if by.veiled and now is not None and now >= civil_day(at) and (until is None or until < now):
        raise NotGrantedError(by, Operation.CHANGE, "person.nondisclosure")
