"""What the owner of the key has before them: tasks, meetings, reminders."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema

from kortisto.interfaces.api.answers import CHANGES, REFUSALS, json
from kortisto.interfaces.api.calls import call_of
from kortisto.interfaces.api.reviews import door
from kortisto.privacy.retention.queries.reviews import ReviewsWaiting, reviews_waiting
from kortisto.privacy.retention.rules import reviews_to_make
from kortisto.register.parties import operations, queries
from kortisto.register.parties.enums import ActivityKind, PartyKind, Repeat
from kortisto.register.parties.queries.day import Item

router = Router(tags=["the day"])


class Todo(Schema):
    """A task or a meeting. `name`: of whom it is about, empty where the key does not show it."""

    id: UUID
    kind: ActivityKind
    on: date
    at: datetime | None
    minutes: int | None
    title: str
    party_kind: PartyKind | None
    party_id: UUID | None
    name: str
    done_at: datetime | None
    cancelled: bool
    remind_at: datetime | None
    repeats: Repeat


class Confirmations(Schema):
    """How many reviews wait for the key's owner, and since when the first."""

    number: int
    since: date | None


class Day(Schema):
    """Each part in the order of time."""

    overdue: list[Todo]
    today: list[Todo]
    soon: list[Todo]
    done: list[Todo]
    confirmations: Confirmations


class Reminder(Schema):
    """A reminder with its task, where the key shows it."""

    id: UUID
    given_at: datetime
    read: bool
    task: Todo | None


class Reminders(Schema):
    items: list[Reminder]


@router.get("/day", response={200: Day, **REFUSALS}, summary="The day of the owner of the key")
def day(request: HttpRequest) -> HttpResponse:
    """What is overdue, what today brings, what comes within a week, what was done today."""
    call = call_of(request)
    with call.enter() as by:
        found = queries.day_of(user_id=call.owner, today=call.today, by=by)
    parts = {"overdue": found.overdue, "today": found.today, "soon": found.soon, "done": found.done}
    waiting = ReviewsWaiting(number=0, since=None)
    if reviews_to_make(call.by):
        with door(call) as access:
            waiting = reviews_waiting(access=access, at=call.at)
    shown = {name: [_shown(one) for one in part] for name, part in parts.items()}
    return json({**shown, "confirmations": {"number": waiting.number, "since": waiting.since}})


@router.get("/reminders", response={200: Reminders, **REFUSALS}, summary="The reminders of the owner of the key")
def reminders(request: HttpRequest) -> HttpResponse:
    """Newest first."""
    call = call_of(request)
    with call.enter() as by:
        found = queries.reminders_of(user_id=call.owner, by=by)
    return json(
        {
            "items": [
                {"id": one.id, "given_at": one.given_at, "read": one.read, "task": one.task and _shown(one.task)}
                for one in found
            ]
        }
    )


@router.post("/reminders/read", response={204: None, **CHANGES}, summary="Take all reminders off the list")
def read_reminders(request: HttpRequest) -> HttpResponse:
    """Of the owner of the key."""
    call = call_of(request)
    operations.read_reminders(by=call.by, at=call.at)
    return HttpResponse(status=204)


def _shown(one: Item) -> dict[str, Any]:
    return {
        "id": one.id,
        "kind": one.kind,
        "on": one.on,
        "at": one.at,
        "minutes": one.minutes,
        "title": one.title,
        "party_kind": one.party and one.party.kind,
        "party_id": one.party and one.party.id,
        "name": one.name,
        "done_at": one.done_at,
        "cancelled": one.cancelled,
        "remind_at": one.remind_at,
        "repeats": one.repeats,
    }
