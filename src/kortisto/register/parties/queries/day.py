"""What a member of staff has before them: tasks, meetings, reminders; the same for their calendar."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from kortisto.declaration.civil_time import civil_day, end_of_day, start_of_day
from kortisto.declaration.words import Operation
from kortisto.register.audit.values import Access
from kortisto.register.parties.calendar_secret import hash_of
from kortisto.register.parties.enums import ActivityKind, PartyKind, Repeat
from kortisto.register.parties.models import Activity, ActivityStaff, CalendarAddress, Reminder, Task
from kortisto.register.parties.rows import item_of
from kortisto.register.parties.values import Party

DAYS_AHEAD = 7
"""How far "soon" reaches on the page of the day."""
CALENDAR_BACK, CALENDAR_AHEAD = 60, 400
"""Days that a calendar is given around today, so that a phone does not load years."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A task or a meeting. `name`: of whom it is about, empty where the access does not grant it.

    `repeats`: how often a task comes again, counted from `repeats_from`.
    `uid`: the same for as long as it exists; `revision` counts its changes.
    """

    id: UUID
    kind: ActivityKind
    uid: UUID
    on: date
    at: datetime | None
    minutes: int | None
    title: str
    party: Party | None
    name: str
    done_at: datetime | None
    cancelled: bool
    remind_at: datetime | None
    repeats: Repeat = Repeat.NONE
    repeats_from: date | None = None
    revision: int
    changed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """The day of a member of staff; each part in the order of time."""

    overdue: tuple[Item, ...]
    today: tuple[Item, ...]
    soon: tuple[Item, ...]
    done: tuple[Item, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderView:
    """A reminder with its task, where the access grants it."""

    id: UUID
    given_at: datetime
    read: bool
    task: Item | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressView:
    """Whose calendar reads, for which purpose, since when."""

    user_id: UUID
    purpose: str
    made_at: datetime


def day_of(*, user_id: UUID, today: date, by: Access) -> Day:
    """Return what somebody has to do: open tasks up to a week ahead, meetings of today, what they did today."""
    by.require(Operation.READ)
    start, end = start_of_day(today), end_of_day(today)
    last = today + timedelta(days=DAYS_AHEAD)
    tasks = Task.objects.filter(assigned_to=user_id)
    wanted = Q(done_at__isnull=True, due_on__lte=last) | Q(done_at__gte=start, done_at__lt=end)
    meetings = Activity.objects.filter(starts_at__gte=start, starts_at__lt=end_of_day(last), cancelled_at__isnull=True)
    items = _items(tasks.filter(wanted), meetings, user_id, by)
    _record("day.read", items, by)
    open_ = [one for one in items if one.done_at is None]
    return Day(
        overdue=tuple(one for one in open_ if one.on < today),
        today=tuple(one for one in open_ if one.on == today),
        soon=tuple(one for one in open_ if one.on > today),
        done=tuple(one for one in items if one.done_at is not None),
    )


def due_of(*, user_id: UUID, today: date, by: Access) -> tuple[int, int]:
    """Return how many open tasks of somebody are late, and how many are due today. Names nobody."""
    if not by.grants(Operation.READ, item_of(Task, "title")):
        return 0, 0
    found = Task.objects.filter(assigned_to=user_id, done_at__isnull=True, due_on__lte=today).aggregate(
        late=Count("id", filter=Q(due_on__lt=today)), today=Count("id", filter=Q(due_on=today))
    )
    return found["late"], found["today"]


def calendar_of(*, user_id: UUID, at: datetime, by: Access) -> tuple[Item, ...]:
    """Return somebody's meetings, cancelled ones too, and open tasks, from some weeks back to a year ahead."""
    by.require(Operation.READ)
    first, last = at - timedelta(days=CALENDAR_BACK), at + timedelta(days=CALENDAR_AHEAD)
    tasks = Task.objects.filter(assigned_to=user_id, done_at__isnull=True, due_on__range=(first.date(), last.date()))
    items = _items(tasks, Activity.objects.filter(starts_at__range=(first, last)), user_id, by)
    _record("calendar.read", items, by)
    return items


def task_of(*, task_id: UUID, by: Access) -> Item | None:
    """Return one task; None where there is none, or the access does not grant it."""
    by.require(Operation.READ)
    items = _items(Task.objects.filter(id=task_id), None, None, by)
    _record("task.read", items, by, object_id=task_id)
    return next(iter(items), None)


def reminders_of(*, user_id: UUID, by: Access, limit: int = 100) -> tuple[ReminderView, ...]:
    """Return the newest reminders of somebody, newest first."""
    by.require(Operation.READ)
    rows = list(Reminder.objects.filter(user=user_id).order_by("-given_at", "-id")[:limit])
    items = _items(Task.objects.filter(id__in=[row.task_id for row in rows]), None, None, by)
    _record("reminders.read", items, by)
    tasks = {one.id: one for one in items}
    return tuple(
        ReminderView(id=row.id, given_at=row.given_at, read=row.read_at is not None, task=tasks.get(row.task_id))
        for row in rows
    )


def unread_reminders(*, user_id: UUID) -> int:
    """Return how many reminders wait for somebody: a number, which tells of nobody."""
    return Reminder.objects.filter(user=user_id, read_at__isnull=True).count()


def calendar_address(*, user_id: UUID) -> AddressView | None:
    """Return the address of somebody's calendar, without its secret; None where there is none."""
    return _address(CalendarAddress.objects.filter(user=user_id))


def calendar_by_secret(*, secret: str) -> AddressView | None:
    """Return whose calendar a secret address is; None for a wrong one."""
    return _address(CalendarAddress.objects.filter(address_hash=hash_of(secret)))


def _address(rows: QuerySet[CalendarAddress]) -> AddressView | None:
    found = rows.first()
    return None if found is None else AddressView(user_id=found.user_id, purpose=found.purpose, made_at=found.made_at)


_NAMES = ("person__first_name", "person__last_name", "organisation__trade_name", "organisation__registered_name")


def _items(
    tasks: QuerySet[Task], meetings: QuerySet[Activity] | None, user_id: UUID | None, by: Access
) -> tuple[Item, ...]:
    """The tasks and meetings that the access grants, in the order of time; a meeting of several once."""
    found: list[Item] = []
    if by.grants(Operation.READ, item_of(Task, "title")):
        found += [
            _task(row, by)
            for row in tasks.values(
                "id", "title", "due_on", "due_at", "remind_at", "done_at", "revision", "changed_at", "collected_at",
                "person_id", "organisation_id", "repeats", "repeats_from", *_NAMES,
            )
        ]  # fmt: skip
    if meetings is not None and by.grants(Operation.READ, item_of(Activity, "kind")):
        own = ActivityStaff.objects.filter(user=user_id).values("activity_id")
        together: dict[UUID, Item] = {}
        for row in meetings.filter(id__in=own).order_by("id").values(
            "id", "kind", "reference", "starts_at", "minutes", "cancelled_at", "together", "revision", "changed_at",
            "collected_at", "person_id", "organisation_id", *_NAMES,
        ):  # fmt: skip
            one = _meeting(row, by)
            together.setdefault(one.uid, one)
        found += together.values()
    return tuple(sorted(found, key=lambda one: (one.on, one.at is not None, one.at or start_of_day(one.on), one.id)))


def _task(row: dict[str, Any], by: Access) -> Item:
    return Item(
        id=row["id"],
        kind=ActivityKind.TASK,
        uid=row["id"],
        on=row["due_on"],
        at=row["due_at"],
        minutes=None,
        title=row["title"],
        party=_party(row),
        name=_name(row, by),
        done_at=row["done_at"],
        cancelled=False,
        remind_at=row["remind_at"],
        repeats=Repeat(row["repeats"]),
        repeats_from=row["repeats_from"],
        revision=row["revision"],
        changed_at=row["changed_at"] or row["collected_at"],
    )


def _meeting(row: dict[str, Any], by: Access) -> Item:
    return Item(
        id=row["id"],
        kind=ActivityKind(row["kind"]),
        uid=row["together"] or row["id"],
        on=civil_day(row["starts_at"]),
        at=row["starts_at"],
        minutes=row["minutes"],
        title=row["reference"],
        party=_party(row),
        name=_name(row, by),
        done_at=None,
        cancelled=row["cancelled_at"] is not None,
        remind_at=None,
        revision=row["revision"],
        changed_at=row["changed_at"] or row["collected_at"],
    )


def _party(row: dict[str, Any]) -> Party | None:
    if row["person_id"]:
        return Party(kind=PartyKind.PERSON, id=row["person_id"])
    return Party(kind=PartyKind.ORGANISATION, id=row["organisation_id"]) if row["organisation_id"] else None


def _name(row: dict[str, Any], by: Access) -> str:
    if row["person_id"]:
        named = by.grants(Operation.READ, "person.name")
        return f"{row['person__first_name']} {row['person__last_name']}".strip() if named else ""
    named = by.grants(Operation.READ, "organisation.name")
    return (row["organisation__trade_name"] or row["organisation__registered_name"] or "") if named else ""


def _record(action: str, items: Iterable[Item], by: Access, object_id: UUID | None = None) -> None:
    shown = list(items)
    concerned = [one.party.id for one in shown if one.party]
    people = [one.party.id for one in shown if one.party and one.party.kind is PartyKind.PERSON]
    kinds = {item_of(Task, "title") if one.kind is ActivityKind.TASK else item_of(Activity, "kind") for one in shown}
    kinds |= {"person.name"} if any(one.name and one.party and one.party.id in people for one in shown) else set()
    by.record(action, object_kind="task" if object_id else "day", object_id=object_id, subjects=concerned, items=kinds)
