"""What happened with a party, and what is to be done: the timeline, notes, events, orders and tasks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field, StrictBool, StrictInt

from kortisto.declaration.words import Operation
from kortisto.interfaces.api.answers import CHANGES, REFUSALS, VERSIONED, Made, Undoable, json, versioned
from kortisto.interfaces.api.around import Kind, party_of
from kortisto.interfaces.api.bodies import Body, Change, Day, Line100, Moment, Name, NoteText, SaidText, Sent
from kortisto.interfaces.api.calls import call_of
from kortisto.interfaces.api.choosing import Cursor
from kortisto.interfaces.api.describing import MATCHES
from kortisto.interfaces.api.doing import added, changed, done
from kortisto.interfaces.api.problems import ProblemError
from kortisto.register.audit.values import Access
from kortisto.register.parties import operations, queries
from kortisto.register.parties.enums import HAPPENINGS, ActivityKind, Repeat
from kortisto.register.parties.queries.pages import PartyNotFoundError
from kortisto.register.parties.queries.timeline import Entry
from kortisto.register.parties.values import Origin

router = Router(tags=["what happens"])
EventKind = Literal["meeting", "call", "sale", "other"]
Minutes = Annotated[StrictInt, Field(ge=1, le=1440)]
Title = Annotated[Name, Field(min_length=1)]
Several = Annotated[list[UUID], Field(max_length=100)]


class NewNote(Sent):
    text: NoteText
    written_on: Day


class NoteChange(Change):
    text: NoteText | None = None
    written_on: Day | None = None


class NewOrder(Sent):
    reference: Line100 = ""
    placed_on: Day


class NewEvent(Sent):
    """`happened_on`, or `starts_at` where the time of day is known. `people`, `staff`: who else took part.

    `text`: what was said, which is kept as notes are.
    """

    kind: EventKind
    happened_on: Day | None = None
    starts_at: Moment | None = None
    minutes: Minutes | None = None
    reference: Line100 = ""
    text: SaidText = ""
    people: Several = []
    staff: Several = []


class EventChange(Change):
    """`people`, `staff`: everybody who took part from now on. `text`: an empty one takes away what was said."""

    kind: EventKind | None = None
    happened_on: Day | None = None
    starts_at: Moment | None = None
    minutes: Minutes | None = None
    reference: Line100 | None = None
    text: SaidText | None = None
    people: Several | None = None
    staff: Several | None = None


class NewTask(Sent):
    """`due_on`, or `due_at` where the time of day counts. Without `assigned_to` its maker does it."""

    title: Title
    due_on: Day | None = None
    due_at: Moment | None = None
    remind_at: Moment | None = None
    repeats: Repeat = Repeat.NONE
    assigned_to: UUID | None = None


class TaskChange(Change):
    title: Title | None = None
    due_on: Day | None = None
    due_at: Moment | None = None
    remind_at: Moment | None = None
    repeats: Repeat | None = None
    assigned_to: UUID | None = None


class Cancelled(Body):
    cancelled: StrictBool


class Done(Body):
    done: StrictBool


class Participant(Schema):
    """Somebody of the register who took part; without a name where the key shows none."""

    id: UUID
    name: str


class Happening(Schema):
    """One line of a timeline.

    `text`: the words of a note, the title of a task, what was said in a meeting or a call. `at`: where the time is
    known. `author`: the user who wrote it down, where that is known.
    """

    id: UUID
    kind: ActivityKind
    on: date
    at: datetime | None = None
    minutes: int | None = None
    text: str = ""
    reference: str = ""
    cancelled: bool = False
    done_at: datetime | None = None
    person_id: UUID | None = None
    organisation_id: UUID | None = None
    people: list[Participant] = []
    staff: list[UUID] = []
    author: UUID | None = None
    source: str = ""
    collected_at: datetime | None = None


class TimelineAsked(Schema):
    """`kind`: of one kind only; `before`: the cursor of a page, for the next one."""

    kind: ActivityKind | None = None
    before: Cursor | None = None


class Timeline(Schema):
    """What happened with a party, newest first; `next` is a cursor for `before`."""

    items: list[Happening]
    next: str | None = None


@router.get("/{kind}/{uuid:party_id}/timeline", response={200: Timeline, **REFUSALS})
def timeline(request: HttpRequest, kind: Kind, party_id: UUID, asked: Query[TimelineAsked]) -> HttpResponse:
    """What happened with a party, newest first."""
    with call_of(request).enter() as by:
        page = queries.timeline(party=party_of(kind, party_id), by=by, kind=asked.kind, before=asked.before or "")
    return json({"items": [_shown(one) for one in page.entries], "next": page.next or None})


def _shown(one: Entry) -> dict[str, Any]:
    return {
        "id": one.id,
        "kind": one.kind.value,
        "on": one.on,
        "at": one.at,
        "minutes": one.minutes,
        "text": one.text,
        "reference": one.reference,
        "cancelled": one.cancelled,
        "done_at": one.done_at,
        "person_id": one.person_id,
        "organisation_id": one.organisation_id,
        "people": [{"id": who.id, "name": who.name} for who in one.people],
        "staff": list(one.staff),
        "author": one.author,
        "source": one.origin.source,
        "collected_at": one.origin.collected_at,
    }


# --- adding ----------------------------------------------------------------------------------------------------------


def _owners(kind: Kind, party_id: UUID) -> dict[str, Any]:
    party = party_of(kind, party_id)
    return {f"{party.kind.value}_id": party.id}


@router.post("/{kind}/{uuid:party_id}/notes", response={201: Made, **CHANGES})
def add_note(request: HttpRequest, kind: Kind, party_id: UUID, payload: NewNote) -> HttpResponse:
    """Write a note."""
    return added(
        request,
        payload,
        lambda by, origin: operations.add_note(
            **payload.values(), **_owners(kind, party_id), origin=origin, by=by, at=by.at
        ),
        "/notes/{}",
    )


@router.post("/{kind}/{uuid:party_id}/orders", response={201: Made, **CHANGES})
def add_order(request: HttpRequest, kind: Kind, party_id: UUID, payload: NewOrder) -> HttpResponse:
    """Keep that an order was placed."""
    return added(
        request,
        payload,
        lambda by, origin: operations.add_order(
            **payload.values(), **_owners(kind, party_id), origin=origin, by=by, at=by.at
        ),
    )


@router.post("/{kind}/{uuid:party_id}/events", response={201: Made, **CHANGES})
def add_event(request: HttpRequest, kind: Kind, party_id: UUID, payload: NewEvent) -> HttpResponse:
    """Keep a meeting, a call or another event, past or to come."""
    if (payload.happened_on is None) == (payload.starts_at is None):
        raise ProblemError(422, "invalid", "Either happened_on or starts_at.", field="happened_on")
    values = {**payload.values(), "kind": ActivityKind(payload.kind)}
    return added(
        request,
        payload,
        lambda by, origin: operations.add_activity(**values, **_owners(kind, party_id), origin=origin, by=by, at=by.at),
        "/events/{}",
    )


@router.post("/{kind}/{uuid:party_id}/tasks", response={201: Made, **CHANGES})
def add_task(request: HttpRequest, kind: Kind, party_id: UUID, payload: NewTask) -> HttpResponse:
    """Write down what is to be done about a party."""
    return _task_added(request, payload, _owners(kind, party_id))


@router.post("/tasks", response={201: Made, **CHANGES})
def add_own_task(request: HttpRequest, payload: NewTask) -> HttpResponse:
    """Write down what is to be done about nobody in particular."""
    return _task_added(request, payload, {})


def _task_added(request: HttpRequest, payload: NewTask, owners: dict[str, Any]) -> HttpResponse:
    if (payload.due_on is None) == (payload.due_at is None):
        raise ProblemError(422, "invalid", "Either due_on or due_at.", field="due_on")
    values = {**payload.values(), "assigned_to": payload.assigned_to or call_of(request).owner}
    return added(
        request,
        payload,
        lambda by, origin: operations.add_task(**values, **owners, origin=origin, by=by, at=by.at),
        "/tasks/{}",
    )


# --- one -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _What:
    """What is called so in addresses: its kinds, and its word for removing."""

    kinds: tuple[ActivityKind, ...]
    word: str


NOTE = _What((ActivityKind.NOTE,), "note")
EVENT = _What(HAPPENINGS, "activity")
TASK = _What((ActivityKind.TASK,), "task")


def _one(what: _What, entry_id: UUID, by: Access) -> dict[str, Any]:
    found = next((one for kind in what.kinds if (one := queries.entry(kind=kind, entry_id=entry_id, by=by))), None)
    if found is None:
        # The door lets a search for what is not there into the log when it is told so.
        raise PartyNotFoundError(entry_id)
    return _shown(found)


def _read(request: HttpRequest, what: _What, entry_id: UUID) -> HttpResponse:
    with call_of(request).enter() as by:
        found = _one(what, entry_id, by)
    return versioned(request, found)


def _change(
    request: HttpRequest, what: _What, entry_id: UUID, sent: Change, write: Callable[[Access, Origin], Any]
) -> HttpResponse:
    # What was said first is collected: who only changes what stands there may not.
    says = (Operation.COLLECT,) if what is EVENT and getattr(sent, "text", None) else ()
    return changed(request, sent, write, *says, seen=lambda by: _one(what, entry_id, by))


def removed(request: HttpRequest, word: str, entry_id: UUID) -> HttpResponse:
    """Take away what has this word (`operations.REMOVABLE`), and answer by what it can be put back."""
    call = call_of(request)
    with call.enter(Operation.READ, Operation.CHANGE) as by:
        act = operations.remove(kind=word, row_id=entry_id, by=by, at=call.at)
    return json({"undo": act})


def _given(sent: Change) -> Any:
    """The fields to change: null leaves alone what cannot be empty."""
    never_empty = {
        "text",
        "written_on",
        "kind",
        "reference",
        "title",
        "due_on",
        "happened_on",
        "assigned_to",
        "repeats",
    }
    return {name: value for name, value in sent.values().items() if value is not None or name not in never_empty}


@router.get("/notes/{uuid:note_id}", response={200: Happening, **VERSIONED})
def note(request: HttpRequest, note_id: UUID) -> HttpResponse:
    """One note."""
    return _read(request, NOTE, note_id)


@router.patch("/notes/{uuid:note_id}", response={204: None, **CHANGES}, openapi_extra=MATCHES)
def change_note(request: HttpRequest, note_id: UUID, payload: NoteChange) -> HttpResponse:
    """Correct it. `If-Match` takes the ETag of the note."""
    return _change(request, NOTE, note_id, payload, lambda by, origin: operations.edit_note(
        note_id=note_id, changes=_given(payload), origin=origin, by=by, at=by.at
    ))  # fmt: skip


@router.delete("/notes/{uuid:note_id}", response={200: Undoable, **CHANGES})
def remove_note(request: HttpRequest, note_id: UUID) -> HttpResponse:
    """Take it away; for a while it can be put back."""
    return removed(request, NOTE.word, note_id)


@router.get("/events/{uuid:event_id}", response={200: Happening, **VERSIONED})
def event(request: HttpRequest, event_id: UUID) -> HttpResponse:
    """One meeting, call or other event."""
    return _read(request, EVENT, event_id)


@router.patch("/events/{uuid:event_id}", response={204: None, **CHANGES}, openapi_extra=MATCHES)
def change_event(request: HttpRequest, event_id: UUID, payload: EventChange) -> HttpResponse:
    """Correct or move it, for all who took part. `If-Match` takes the ETag of the event."""
    changes = _given(payload)
    people, staff = changes.pop("people", None), changes.pop("staff", None)
    return _change(request, EVENT, event_id, payload, lambda by, origin: operations.edit_activity(
        activity_id=event_id, changes=changes, people=people, staff=staff, origin=origin, by=by, at=by.at
    ))  # fmt: skip


@router.put("/events/{uuid:event_id}/cancelled", response={204: None, **CHANGES})
def cancel_event(request: HttpRequest, event_id: UUID, payload: Cancelled) -> HttpResponse:
    """Say that a meeting is not held, or is held after all; what has no time of day is removed instead."""
    return done(
        request,
        lambda by: operations.cancel_activity(activity_id=event_id, cancelled=payload.cancelled, by=by, at=by.at),
    )


@router.delete("/events/{uuid:event_id}", response={200: Undoable, **CHANGES})
def remove_event(request: HttpRequest, event_id: UUID) -> HttpResponse:
    """Take it away for all who took part; for a while it can be put back."""
    return removed(request, EVENT.word, event_id)


@router.get("/tasks/{uuid:task_id}", response={200: Happening, **VERSIONED})
def task(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """One task; `staff` says who does it."""
    return _read(request, TASK, task_id)


@router.patch("/tasks/{uuid:task_id}", response={204: None, **CHANGES}, openapi_extra=MATCHES)
def change_task(request: HttpRequest, task_id: UUID, payload: TaskChange) -> HttpResponse:
    """Change it. `If-Match` takes the ETag of the task."""
    changes = _given(payload)
    if "assigned_to" in changes:
        changes["assigned_to_id"] = changes.pop("assigned_to")
    return _change(request, TASK, task_id, payload, lambda by, origin: operations.edit_task(
        task_id=task_id, changes=changes, origin=origin, by=by, at=by.at
    ))  # fmt: skip


@router.put("/tasks/{uuid:task_id}/done", response={204: None, **CHANGES})
def tick_task(request: HttpRequest, task_id: UUID, payload: Done) -> HttpResponse:
    """Say that it is done, or is not after all. Of what repeats the next is made."""
    return done(request, lambda by: operations.tick_task(task_id=task_id, done=payload.done, by=by, at=by.at))


@router.delete("/tasks/{uuid:task_id}", response={200: Undoable, **CHANGES})
def remove_task(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """Take it away; for a while it can be put back."""
    return removed(request, TASK.word, task_id)


@router.post("/removed/{uuid:undo}/undo", response={204: None, **CHANGES})
def put_back(request: HttpRequest, undo: UUID) -> HttpResponse:
    """Put back what was removed, by whoever removed it."""
    return done(request, lambda by: operations.restore(act=undo, by=by, at=by.at))
