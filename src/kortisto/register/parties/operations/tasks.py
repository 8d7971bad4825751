"""Tasks of members of staff: written, changed, done, and brought to mind when it is time."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypedDict
from uuid import UUID

from django.db import transaction

from kortisto.declaration.civil_time import civil_day
from kortisto.declaration.words import Operation
from kortisto.register.access.operations import close_user
from kortisto.register.audit import operations as audit
from kortisto.register.audit.enums import Door
from kortisto.register.audit.values import Access, Actor
from kortisto.register.parties.calendar_secret import hash_of
from kortisto.register.parties.editing import apply_changes
from kortisto.register.parties.enums import Repeat
from kortisto.register.parties.models import ActivityStaff, CalendarAddress, ManyChanged, Reminder, Task
from kortisto.register.parties.repeating import next_day, same_time
from kortisto.register.parties.rows import items_of, origin_columns
from kortisto.register.parties.values import Origin

TASK = "task"


class TaskChanges(TypedDict, total=False):
    """The fields to change. `due_on` is the day of `due_at` where that is given."""

    title: str
    due_on: date
    due_at: datetime | None
    remind_at: datetime | None
    repeats: Repeat
    assigned_to_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A reminder that was given: to whom."""

    task_id: UUID
    user_id: UUID


@transaction.atomic
def add_task(
    *,
    title: str,
    assigned_to: UUID,
    origin: Origin,
    by: Access,
    at: datetime,
    due_on: date | None = None,
    due_at: datetime | None = None,
    remind_at: datetime | None = None,
    repeats: Repeat = Repeat.NONE,
    organisation_id: UUID | None = None,
    person_id: UUID | None = None,
) -> UUID:
    """Write down what is to be done, by whom and until when: on `due_on`, or by the instant `due_at`.

    It need not be about anybody. Raises ValueError without a day, IntegrityError without a title.
    """
    items = items_of(Task, ["title"])
    by.require(Operation.COLLECT, items)
    day = civil_day(due_at) if due_at is not None else due_on
    if day is None:
        raise ValueError("a task has a day")
    row = Task(
        title=title.strip(),
        assigned_to_id=assigned_to,
        due_on=day,
        due_at=due_at,
        remind_at=remind_at,
        repeats=repeats,
        repeats_from=day if repeats else None,
        organisation_id=organisation_id,
        person_id=person_id,
        **origin_columns(origin),
    )
    row.save(force_insert=True)
    by.record("task.add", at=at, object_kind=TASK, object_id=row.id, subjects=[person_id, organisation_id], items=items)
    return row.id


@transaction.atomic
def edit_task(
    *,
    task_id: UUID,
    changes: TaskChanges,
    origin: Origin,
    by: Access,
    at: datetime,
    expected: TaskChanges | None = None,
) -> bool:
    """Change a task; return whether anything differed. A new time of the reminder reminds anew.

    Another day or another rhythm begins the series anew.
    Raises Task.DoesNotExist, ChangedMeanwhileError.
    """
    items = items_of(Task, ["title"])
    by.require(Operation.CHANGE, items)
    row = Task.objects.select_for_update().get(id=task_id)
    given: dict[str, Any] = dict(changes)
    if given.get("due_at") is not None:
        given["due_on"] = civil_day(given["due_at"])
    if "title" in given:
        given["title"] = given["title"].strip()
    repeats, day = given.get("repeats", row.repeats), given.get("due_on", row.due_on)
    if (repeats, day) != (row.repeats, row.due_on):
        given["repeats_from"] = day if repeats else None
    reminded = row.remind_at
    if not apply_changes(row, given, origin=origin, by=by, at=at, expected=expected):
        return False
    if row.remind_at != reminded:
        row.reminded_at = None
    row.revision += 1
    row.save(update_fields=["reminded_at", "revision"])
    concerned = [row.person_id, row.organisation_id]
    by.record("task.edit", at=at, object_kind=TASK, object_id=row.id, subjects=concerned, items=items)
    return True


@transaction.atomic
def tick_task(*, task_id: UUID, done: bool, by: Access, at: datetime) -> date | None:
    """Say that a task is done, or is not after all; saying it twice changes nothing. Raises Task.DoesNotExist.

    Of what repeats the next is made, of which the day is returned; it goes again when this one is not done after all.
    """
    items = items_of(Task, ["title"])
    by.require(Operation.CHANGE, items)
    row = Task.objects.select_for_update().get(id=task_id)
    if (row.done_at is not None) is not done:
        apply_changes(row, {"done_at": at if done else None}, by=by, at=at)
        row.done_by = by.actor.id if done else None
        row.revision += 1
        row.save(update_fields=["done_by", "revision"])
        Reminder.objects.filter(task=row, read_at__isnull=True).update(read_at=at)
        if row.repeats and not done:
            _take_back_next(row, by, at)
    following = _next(row, at) if row.repeats and done else None
    concerned = [row.person_id, row.organisation_id]
    by.record("task.edit", at=at, object_kind=TASK, object_id=row.id, subjects=concerned, items=items)
    return following


def _next(row: Task, at: datetime) -> date:
    """Make the next of a series, unless it is there; return its day.

    What was missed is not made up for. Its origin stays that of the first: nothing new has been collected, so no period
    begins anew.
    """
    made = Task.objects.filter(follows=row.id).first()
    if made is not None:
        return made.due_on
    first = row.repeats_from or row.due_on
    day = next_day(Repeat(row.repeats), first=first, after=max(row.due_on, civil_day(at)))
    later = (day - row.due_on).days
    Task(
        title=row.title,
        assigned_to_id=row.assigned_to_id,
        due_on=day,
        due_at=same_time(row.due_at, days=later) if row.due_at else None,
        remind_at=same_time(row.remind_at, days=later) if row.remind_at else None,
        repeats=row.repeats,
        repeats_from=first,
        follows=row.id,
        organisation_id=row.organisation_id,
        person_id=row.person_id,
        **{column: getattr(row, column) for column in ("source", "collected_at", "basis", "declaration", "batch_id")},
    ).save(force_insert=True)
    return day


def _take_back_next(row: Task, by: Access, at: datetime) -> None:
    """Take away the next of a series; where somebody has worked on it, it carries the series on alone."""
    gone, _tables = Task.objects.filter(follows=row.id, revision=0, done_at__isnull=True).delete()
    if not gone and Task.objects.filter(follows=row.id).exists():
        apply_changes(row, {"repeats": "", "repeats_from": None}, by=by, at=at)


@transaction.atomic
def give_reminders(*, by: Access, at: datetime) -> tuple[Given, ...]:
    """Put what is to be brought to mind by now on the lists of those who do it, each once; return what was put there.

    Where nothing was, nothing is recorded: the door then closes with UnrecordedAccessError.
    Two workers at once do not remind twice: the rows are locked, and one of them passes over what the other has.
    """
    due = Task.objects.select_for_update(skip_locked=True, of=("self",)).filter(
        remind_at__lte=at, reminded_at__isnull=True, done_at__isnull=True
    )
    given: list[Given] = []
    subjects: list[UUID | None] = []
    for task in due.order_by("remind_at", "id"):
        Reminder.objects.create(task=task, user_id=task.assigned_to_id, given_at=at)
        task.reminded_at = at
        task.save(update_fields=["reminded_at"])
        given.append(Given(task_id=task.id, user_id=task.assigned_to_id))
        subjects += (task.person_id, task.organisation_id)
    if given:
        by.record("task.remind", at=at, object_kind=TASK, subjects=subjects, items=items_of(Task, ["title"]))
    return tuple(given)


def read_reminders(*, by: Actor, at: datetime) -> None:
    """Take all reminders off the list of a member of staff."""
    Reminder.objects.filter(user=by.id, read_at__isnull=True).update(read_at=at)


@transaction.atomic
def make_calendar_address(*, purpose: str, by: Actor, at: datetime, channel: Door) -> str:
    """Make a new secret address for somebody's calendar and return its secret, which nobody can look up again.

    An earlier one stops working. `purpose`: that for which the calendar reads.
    """
    if by.id is None:
        raise ValueError("a calendar is somebody's")
    secret = secrets.token_urlsafe(32)
    CalendarAddress.objects.update_or_create(
        user_id=by.id, defaults={"address_hash": hash_of(secret), "purpose": purpose, "made_at": at}
    )
    audit.record(by=by, action="calendar.make", at=at, channel=channel, object_kind="user", object_id=by.id)
    return secret


@transaction.atomic
def let_go_of_staff(*, users: Collection[UUID], heir: UUID, by: Access, at: datetime) -> None:
    """Take everything from accounts that are removed for good. Their tasks go to the heir, who is reminded of them."""
    for model in (Reminder, CalendarAddress, ActivityStaff):
        model._default_manager.filter(user_id__in=users).delete()
    ManyChanged.objects.filter(made_by__in=users).delete()
    subjects: list[UUID | None] = []
    tasks = Task.objects.select_for_update(of=("self",)).filter(assigned_to_id__in=users).order_by("id")
    for row in tasks:
        apply_changes(row, {"assigned_to_id": heir}, by=by, at=at)
        if row.done_at is None:
            row.reminded_at = None
        row.revision += 1
        row.save(update_fields=["reminded_at", "revision"])
        subjects += (row.person_id, row.organisation_id)
    if subjects:
        by.record("task.edit", at=at, object_kind=TASK, subjects=subjects, items=items_of(Task, ["title"]))


@transaction.atomic
def close_account(*, user_id: UUID, by: Actor, at: datetime, request_id: str = "") -> None:
    """Close the account of a member of staff, and with it the address under which their calendar is read.

    Raises what `access.operations.close_user` raises.
    """
    close_user(user_id=user_id, by=by, at=at, request_id=request_id)
    if CalendarAddress.objects.filter(user=user_id).delete()[0]:
        audit.record(by=by, action="calendar.off", at=at, channel=Door.WEB, object_kind="user", object_id=user_id)


@transaction.atomic
def switch_calendar_off(*, by: Actor, at: datetime, channel: Door) -> None:
    """Let the address of somebody's calendar lead nowhere."""
    CalendarAddress.objects.filter(user=by.id).delete()
    audit.record(by=by, action="calendar.off", at=at, channel=channel, object_kind="user", object_id=by.id)
