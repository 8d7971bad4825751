"""What happened with people and organisations is written down, corrected and moved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypedDict
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from kortisto.declaration.civil_time import civil_day
from kortisto.declaration.words import Operation
from kortisto.lib.ids import uuid7
from kortisto.register.audit.values import Access
from kortisto.register.parties.editing import apply_changes
from kortisto.register.parties.enums import HAPPENINGS, ActivityKind
from kortisto.register.parties.models import Activity, ActivityStaff, Note, Order, Represents
from kortisto.register.parties.rows import items_of, origin_columns
from kortisto.register.parties.saying import SAID, say, unsay
from kortisto.register.parties.values import Origin


class ActivityChanges(TypedDict, total=False):
    """The fields to change. `happened_on` is the day of `starts_at` where that is given; `text`: what was said."""

    kind: str
    happened_on: date
    starts_at: datetime | None
    minutes: int | None
    reference: str
    text: str


class NoteChanges(TypedDict, total=False):
    """The fields to change."""

    text: str
    written_on: date


class NobodyTookPartError(ValueError):
    """A meeting without anybody of the register is none of theirs."""


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
    by.record(
        "order.add", at=at, object_kind="order", object_id=row.id, subjects=[person_id, organisation_id], items=items
    )
    return row.id


@transaction.atomic
def add_activity(
    *,
    kind: ActivityKind,
    origin: Origin,
    by: Access,
    at: datetime,
    happened_on: date | None = None,
    starts_at: datetime | None = None,
    minutes: int | None = None,
    organisation_id: UUID | None = None,
    person_id: UUID | None = None,
    reference: str = "",
    text: str = "",
    people: Sequence[UUID] = (),
    staff: Collection[UUID] = (),
) -> UUID:
    """Note a meeting, a call or another event, past or to come; return the id of the first row.

    Either `happened_on` or `starts_at` is given. `people`: who took part besides `person_id`; each gets a row of their
    own, with the organisation that they represent. `staff`: ids of the members of staff. `text`: what was said, kept
    as notes are. Raises ValueError for orders, notes and tasks, which have their own operations, and IntegrityError
    when it is about nobody.
    """
    if kind not in HAPPENINGS:
        raise ValueError(f"{kind.value}: use add_{kind.value}")
    items = items_of(Activity, ["happened_on"])
    by.require(Operation.COLLECT, items)
    day = civil_day(starts_at) if starts_at is not None else happened_on
    others = [one for one in dict.fromkeys(people) if one != person_id]
    acts_for = _organisations_of(others, organisation_id)
    owners = [(person_id, organisation_id)] if person_id or organisation_id or not others else []
    owners += [(one, acts_for.get(one)) for one in others]
    together = uuid7() if len(owners) > 1 else None
    rows = [
        Activity(
            kind=kind.value,
            reference=reference.strip(),
            happened_on=day,
            starts_at=starts_at,
            minutes=minutes,
            together=together,
            written_by=by.actor.id,
            person_id=person,
            organisation_id=organisation,
            **origin_columns(origin),
        )
        for person, organisation in owners
    ]
    for row in rows:
        row.save(force_insert=True)
    _set_staff(rows, staff)
    if text.strip():
        say(rows, text, origin=origin, by=by, at=at)
        items += SAID
    by.record(
        "activity.add",
        at=at,
        object_kind="activity",
        object_id=rows[0].id,
        subjects=_concerned(rows),
        items=items,
    )
    return rows[0].id


@transaction.atomic
def edit_activity(
    *,
    activity_id: UUID,
    changes: ActivityChanges,
    origin: Origin,
    by: Access,
    at: datetime,
    expected: ActivityChanges | None = None,
    people: Sequence[UUID] | None = None,
    staff: Collection[UUID] | None = None,
) -> bool:
    """Correct or move an activity, for all who took part; return whether anything differed.

    `people` and `staff`: who took part, where that changes. Raises Activity.DoesNotExist, ChangedMeanwhileError,
    NobodyTookPartError.
    """
    items = items_of(Activity, ["happened_on"])
    by.require(Operation.CHANGE, items)
    rows = _locked(activity_id)
    given: dict[str, Any] = dict(changes)
    seen: dict[str, Any] | None = dict(expected) if expected is not None else None
    said, said_before = given.pop("text", None), seen.pop("text", None) if seen else None
    if given.get("starts_at") is not None:
        given["happened_on"] = civil_day(given["starts_at"])
    if rows[0].cancelled_at is not None:
        given.pop("happened_on", None)
    before = _concerned(rows)
    changed = bool([row for row in rows if apply_changes(row, given, origin=origin, by=by, at=at, expected=seen)])
    if people is not None:
        rows, moved = _set_people(rows, people, origin, by)
        changed = changed or moved
    if staff is not None:
        changed = _set_staff(rows, staff) or changed
    if say(rows, said, origin=origin, by=by, at=at, expected=said_before):
        changed = True
        items += SAID
        for row in rows:
            row.changed_at = at
    if not changed:
        return False
    for row in rows:
        row.revision += 1
        row.save(update_fields=["revision", "together", "changed_at"])
    concerned = [*before, *_concerned(rows)]
    by.record("activity.edit", at=at, object_kind="activity", object_id=activity_id, subjects=concerned, items=items)
    return True


@transaction.atomic
def cancel_activity(*, activity_id: UUID, by: Access, at: datetime, cancelled: bool = True) -> None:
    """Say that a meeting is not held, or is held after all. What is not held feeds no clock.

    Raises Activity.DoesNotExist, and IntegrityError for what has no time of day: it is removed instead.
    """
    items = items_of(Activity, ["happened_on"])
    by.require(Operation.CHANGE, items)
    rows = _locked(activity_id)
    for row in rows:
        day = None if cancelled or row.starts_at is None else civil_day(row.starts_at)
        apply_changes(row, {"cancelled_at": at if cancelled else None, "happened_on": day}, by=by, at=at)
        row.revision += 1
        row.save(update_fields=["revision"])
    by.record(
        "activity.edit",
        at=at,
        object_kind="activity",
        object_id=activity_id,
        subjects=_concerned(rows),
        items=items,
    )


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
        written_by=by.actor.id,
        organisation_id=organisation_id,
        person_id=person_id,
        **origin_columns(origin),
    )
    row.save(force_insert=True)
    by.record(
        "note.add", at=at, object_kind="note", object_id=row.id, subjects=[person_id, organisation_id], items=items
    )
    return row.id


@transaction.atomic
def edit_note(
    *,
    note_id: UUID,
    changes: NoteChanges,
    origin: Origin,
    by: Access,
    at: datetime,
    expected: NoteChanges | None = None,
) -> bool:
    """Correct a note; return whether anything differed. Raises Note.DoesNotExist, ChangedMeanwhileError."""
    items = items_of(Note, ["text"])
    by.require(Operation.CHANGE, items)
    row = Note.objects.select_for_update().get(id=note_id)
    given: dict[str, Any] = dict(changes)
    if "text" in given:
        given["text"] = given["text"].strip()
    if not apply_changes(row, given, origin=origin, by=by, at=at, expected=expected):
        return False
    concerned = [row.person_id, row.organisation_id]
    by.record("note.edit", at=at, object_kind="note", object_id=row.id, subjects=concerned, items=items)
    return True


def _locked(activity_id: UUID) -> list[Activity]:
    """The rows of an activity, one for each who took part; the one that was asked for first."""
    asked = Activity.objects.select_for_update().get(id=activity_id)
    others = Activity.objects.select_for_update().filter(together=asked.together).exclude(id=activity_id)
    return [asked, *(others.order_by("id") if asked.together else ())]


def _concerned(rows: Iterable[Activity]) -> list[UUID | None]:
    """Everybody whom the log names: people, and organisations, for a sole trader is one."""
    return [one for row in rows for one in (row.person_id, row.organisation_id)]


def _set_people(
    rows: list[Activity], people: Sequence[UUID], origin: Origin, by: Access
) -> tuple[list[Activity], bool]:
    """Make these the people who took part; return the rows as they are then, and whether anything differed."""
    wanted = dict.fromkeys(people)
    there = {row.person_id for row in rows if row.person_id}
    if there == set(wanted):
        return rows, False
    staying = [row for row in rows if row.person_id is None or row.person_id in wanted]
    leaving = [row for row in rows if row not in staying]
    new = [person for person in wanted if person not in there]
    if not staying and leaving and not new:
        first = next((row for row in leaving if row.organisation_id), None)
        if first is None:
            raise NobodyTookPartError
        first.person_id = None  # the organisation met us, whoever came
        first.save(update_fields=["person"])
        staying, leaving = [first], [row for row in leaving if row is not first]
    model = rows[0]
    acts_for = _organisations_of(new, next((row.organisation_id for row in rows if row.organisation_id), None))
    together = model.together or (uuid7() if len(staying) + len(new) > 1 else None)
    added = [
        Activity(
            kind=model.kind,
            reference=model.reference,
            happened_on=model.happened_on,
            starts_at=model.starts_at,
            minutes=model.minutes,
            cancelled_at=model.cancelled_at,
            revision=model.revision,
            written_by=by.actor.id,
            person_id=person,
            organisation_id=acts_for.get(person),
            **origin_columns(origin),
        )
        for person in new
    ]
    for row in staying + added:
        row.together = together
    for row in added:
        row.save(force_insert=True)
    colleagues = ActivityStaff.objects.filter(activity=model).values_list("user_id", flat=True)
    _set_staff(added, list(colleagues))
    unsay(leaving)
    for row in leaving:
        row.delete()
    return staying + added, True


def _set_staff(rows: Sequence[Activity], staff: Collection[UUID]) -> bool:
    """Make these the members of staff who took part in all rows; return whether anything differed."""
    wanted = {(row.id, user) for row in rows for user in staff}
    there = set(ActivityStaff.objects.filter(activity__in=rows).values_list("activity_id", "user_id"))
    if gone := there - wanted:
        ActivityStaff.objects.filter(activity__in=rows, user__in={user for _, user in gone}).delete()
    ActivityStaff.objects.bulk_create(
        ActivityStaff(activity_id=activity, user_id=user) for activity, user in sorted(wanted - there)
    )
    return wanted != there


def _organisations_of(people: Collection[UUID], preferred: UUID | None) -> Mapping[UUID, UUID]:
    """For whom each of the people took part: the organisation in question, or the only one that they represent."""
    found: dict[UUID, list[UUID]] = defaultdict(list)
    if people:
        roles = Represents.objects.filter(Q(ended_on__isnull=True), person__in=people)
        for person, organisation in roles.values_list("person_id", "organisation_id"):
            found[person].append(organisation)
    return {
        person: preferred if preferred in organisations else organisations[0]
        for person, organisations in found.items()
        if preferred in organisations or len(organisations) == 1
    }
