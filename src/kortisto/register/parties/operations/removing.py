"""Taking something away, putting it back for a while, and letting it go for good."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.core import serializers
from django.db import IntegrityError, transaction
from django.db.models import Model

from kortisto.declaration.circumstances import circumstances_of
from kortisto.declaration.conditions import ancestry
from kortisto.declaration.words import Operation
from kortisto.lib.ids import uuid7
from kortisto.register.access import current
from kortisto.register.audit.values import Access
from kortisto.register.parties.enums import PartyKind
from kortisto.register.parties.history import forget, history_of, owner_of
from kortisto.register.parties.models import (
    Activity,
    ActivityStaff,
    Attachment,
    Note,
    OrganisationFormerName,
    Removed,
    Task,
)
from kortisto.register.parties.models.provenance import FIELD_PROVENANCE
from kortisto.register.parties.rows import filled, items_of, names_of, write_organisation_words
from kortisto.register.parties.values import Party

REMOVABLE: Mapping[str, tuple[type[Model], str]] = {
    "note": (Note, "text"),
    "activity": (Activity, "happened_on"),
    "task": (Task, "title"),
    "file": (Attachment, "name"),
}
"""What stands on a timeline and can be removed, by word: its table, and a column of its item."""


class TooLateError(LookupError):
    """It cannot be put back any more: the time is over, or it is not there, or another removed it."""


class StandsAgainError(ValueError):
    """It cannot be put back: the same stands there again, or what it hung on is gone."""


class HeldError(ValueError):
    """It cannot be removed, not even as a mistake: a hold is open that keeps it from going."""


@transaction.atomic
def remove(*, kind: str, row_id: UUID, by: Access, at: datetime) -> UUID:
    """Take a note, an activity, a task or a file away, and return by what it can be put back.

    An activity goes for all who took part. From now on nothing counts it: clocks are those of what is left.
    Raises the model's DoesNotExist, HeldError.
    """
    model, column = REMOVABLE[kind]
    items = items_of(model, [column])
    by.require(Operation.CHANGE, items)
    rows: list[Any] = [model._default_manager.select_for_update().get(pk=row_id)]
    if isinstance(rows[0], Activity) and rows[0].together:
        rows += Activity.objects.select_for_update().filter(together=rows[0].together).exclude(pk=row_id)
    parts = {row.pk: _parts_of(row) for row in rows}
    if kind == "activity" and any(isinstance(part, Note) for some in parts.values() for part in some):
        items += items_of(Note, ["text"])
    act = _put_away(kind, [(row, parts[row.pk]) for row in rows], items, by, at)
    subjects = [one for row in rows for one in (row.person_id, row.organisation_id)]
    by.record(f"{kind}.remove", at=at, object_kind=kind, object_id=row_id, subjects=subjects, items=items)
    return act


def remove_mistake(*, row: Any, kind: str, items: Iterable[str], by: Access, at: datetime) -> UUID:
    """Take a datum away that was never true, and return by what it can be put back: called within a transaction.

    `row` is locked; `kind`: its word in the log, which says that something was removed, not what it said. Raises
    HeldError.
    """
    items = tuple(items)
    by.require(Operation.CHANGE, items)
    act = _put_away(kind, [(row, [])], items, by, at)
    owner = _whose(row)
    by.record(f"{kind}.remove", at=at, object_kind=owner.kind, object_id=owner.id, subjects=_subjects(row), items=items)
    return act


@transaction.atomic
def restore(*, act: UUID, by: Access, at: datetime) -> Party | None:
    """Put back what was removed; return whose page it stands on, None where it is about nobody.

    Raises TooLateError, StandsAgainError.
    """
    since = at - timedelta(seconds=settings.UNDO_SECONDS)
    by.require(Operation.CHANGE)
    found = list(Removed.objects.select_for_update().filter(act=act, removed_by=by.actor.id, removed_at__gt=since))
    if not found:
        by.record("removed.restore", at=at, object_kind="removed", object_id=act)
        raise TooLateError
    back = [[part.object for part in serializers.deserialize("python", one.rows)] for one in found]
    first = back[0][0]
    known = REMOVABLE.get(found[0].kind)
    items = items_of(type(first), [known[1]] if known else _said_in(first))
    by.require(Operation.CHANGE, items)
    for one, rows in zip(found, back, strict=True):
        _put_back(one, rows)
    subjects: list[UUID | None]
    if known:
        object_kind, object_id = found[0].kind, first.pk
        subjects = [one for row in found for one in (row.person_id, row.organisation_id)]
    else:
        owner = _whose(first)
        object_kind, object_id, subjects = owner.kind.value, owner.id, _subjects(first)
    action = f"{found[0].kind}.restore"
    by.record(action, at=at, object_kind=object_kind, object_id=object_id, subjects=subjects, items=items)
    return _owner(found[0])


def _said_in(row: Any) -> list[str]:
    """Return the fields of a row that carry a datum, and not only its origin."""
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    return [name for name in filled(values) if name not in FIELD_PROVENANCE]


def _put_back(one: Removed, rows: Iterable[Any]) -> None:
    """Write the rows that lie there, and take them out of where they lay. Raises StandsAgainError."""
    try:
        with transaction.atomic():
            for row in rows:
                # Whose it was may have become one with another in the meantime.
                for column in ("person_id", "ward_id"):
                    if getattr(row, column, None) is not None:
                        setattr(row, column, one.person_id)
                if getattr(row, "guardian_id", None) is not None:
                    row.guardian_id = one.guardian_id
                if getattr(row, "organisation_id", None) is not None:
                    row.organisation_id = one.organisation_id
                row.save(force_insert=True)
                _find_by_names_left(row)
    except IntegrityError as error:
        raise StandsAgainError from error
    one.kept = True  # type: ignore[attr-defined] # the file is that of the row again
    one.delete()


@transaction.atomic
def forget_removed(*, by: Access, at: datetime) -> int:
    """Let go for good what was removed too long ago to be put back; return how many rows."""
    before = at - timedelta(seconds=settings.UNDO_SECONDS)
    gone = list(Removed.objects.select_for_update(skip_locked=True).filter(removed_at__lte=before))
    for one in gone:
        for row in one.rows:  # what a merge has kept of it goes with it
            forget(apps.get_model(row["model"]), [row["pk"]])
        one.delete()
    if gone:
        concerned = [one for row in gone for one in (row.person_id, row.organisation_id)]
        by.record("removed.forget", at=at, object_kind="removed", subjects=concerned)
    return len(gone)


def _put_away(
    kind: str, rows: Iterable[tuple[Any, list[Any]]], items: Collection[str], by: Access, at: datetime
) -> UUID:
    """Move rows, with what is part of them and with their history, to where nothing finds them. Raises HeldError."""
    rows = list(rows)
    owners = {key for row, _parts in rows for key in (*owner_of(row), getattr(row, "organisation_id", None)) if key}
    if _is_held(owners, items):
        raise HeldError
    act = uuid7()
    for row, parts in rows:
        history = [*history_of(row), *(old for part in parts if isinstance(part, Note) for old in history_of(part))]
        person, organisation = owner_of(row)
        Removed.objects.create(
            act=act,
            kind=kind,
            person_id=person,
            organisation_id=getattr(row, "organisation_id", None) or organisation,
            guardian_id=getattr(row, "guardian_id", None),
            rows=_kept([row, *parts, *history]),
            stored_as=getattr(row, "stored_as", ""),
            removed_at=at,
            removed_by=by.actor.id,
        )
        for part in [*history, *parts]:
            part.delete()
        row.kept = True  # its file stays while it can be put back
        row.delete()
        _find_by_names_left(row)
    return act


def _is_held(owners: Collection[UUID], items: Collection[str]) -> bool:
    """Return whether somebody has opened a hold that keeps one of the items of these parties from being erased.

    Removing is no way around a hold: what a claim is about is kept as it was.
    """
    plans = current.compiled().holds
    for told in circumstances_of(owners).values():
        for hold in told.holds:
            plan = plans.get(hold.hold)
            if hold.ended is not None or plan is None or plan.node.requests_only:
                continue
            if any(_reaches(plan.node.reach.items, item) and _reaches(hold.items, item) for item in items):
                return True
    return False


def _reaches(reach: Collection[str], item: str) -> bool:
    return not reach or not set(reach).isdisjoint(ancestry(item))


def _find_by_names_left(row: Any) -> None:
    """An organisation is found by the names that it had, as long as they stand there."""
    if isinstance(row, OrganisationFormerName):
        write_organisation_words([names_of(row.organisation)], anew=True)


def _parts_of(row: Model) -> list[Any]:
    if not isinstance(row, Activity):
        return []
    return [*ActivityStaff.objects.filter(activity=row), *Note.objects.select_for_update().filter(activity=row)]


def _whose(row: Any) -> Party:
    person, organisation = owner_of(row)
    if person is not None:
        return Party(kind=PartyKind.PERSON, id=person)
    assert organisation is not None  # noqa: S101 (its table demands an owner)
    return Party(kind=PartyKind.ORGANISATION, id=organisation)


def _subjects(row: Any) -> list[UUID | None]:
    guardian = getattr(row, "guardian_id", None)
    return [_whose(row).id, *([guardian] if guardian else [])]


def _kept(rows: list[Model]) -> list[dict[str, Any]]:
    plain = serializers.serialize("python", rows)
    kept: list[dict[str, Any]] = json.loads(json.dumps(plain, default=_as_text))
    return kept


def _as_text(value: object) -> str:
    # To the microsecond: Django's own encoder cuts that off, and what is put back is what was taken.
    return value.isoformat() if isinstance(value, date) else str(value)


def _owner(one: Removed) -> Party | None:
    if one.person_id:
        return Party(kind=PartyKind.PERSON, id=one.person_id)
    return Party(kind=PartyKind.ORGANISATION, id=one.organisation_id) if one.organisation_id else None
