"""The log of use, for keys with the permission to read it: a page at a time, as a file, and the state of its seal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Annotated, Any, cast
from uuid import UUID

import orjson
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from ninja import Query, Router, Schema
from pydantic import StringConstraints

from kortisto.interfaces.api.answers import CHANGES, REFUSALS, InLanguage, Language, json
from kortisto.interfaces.api.bodies import Moment
from kortisto.interfaces.api.calls import call_of
from kortisto.interfaces.api.choosing import YesOrNo
from kortisto.interfaces.api.describing import sends
from kortisto.interfaces.api.problems import ProblemError
from kortisto.lib.jobs import ask_for
from kortisto.register.access.queries.everybody import everybodys_names
from kortisto.register.audit import checking, reading, sealing
from kortisto.register.audit.enums import ActorKind, Door, Outcome
from kortisto.register.audit.finding_texts import sentence as finding_in_words
from kortisto.register.audit.queries import LoggedEvent, seal_state
from kortisto.register.audit.reading import Cursor, Wanted
from kortisto.register.audit.sentences import sentence

router = Router(tags=["the log"])
CHECKED_AT_ONCE = 100_000
"""A log of so many lines is checked while the caller waits: for a few seconds. A larger one is left to the worker."""
LINES = "application/x-ndjson"
Action = Annotated[str, StringConstraints(max_length=100, pattern=r"^[a-z_.]*$")]
Before = Annotated[
    str, StringConstraints(max_length=90, pattern=r"^[0-9]{4}-[0-9T:.Z-]+_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")
]


class LogFilters(Schema):
    """Which lines: about a party, by a member of staff, from a moment on and before one, of one kind, refused ones."""

    about: UUID | None = None
    user: UUID | None = None
    since: Moment | None = None
    until: Moment | None = None
    action: Action = ""
    denied: YesOrNo = False
    language: Language = "en"

    def wanted(self) -> Wanted:
        """Return what is asked of the log."""
        return Wanted(
            about=self.about,
            actor=self.user,
            since=self.since,
            until=self.until,
            action=self.action,
            denied=self.denied,
        )


class LogAsked(LogFilters):
    """And where a page goes on."""

    before: Before | None = None


class LogLine(Schema):
    """One line: who, when, from which network, for which purpose, what, whose data; never what stood there.

    `seq`: its place in the sealed log, null while it waits. `text`: the line as a sentence.
    """

    id: UUID
    happened_at: datetime
    text: str
    action: str
    outcome: Outcome
    actor_kind: ActorKind
    actor_id: UUID | None
    actor_role: str
    purpose: str
    basis: str
    object_kind: str
    object_id: UUID | None
    subjects: list[UUID]
    items: list[str]
    channel: Door
    request_id: str
    network: str
    seq: int | None


class LogPage(Schema):
    """Lines, newest first; `next` is a cursor for `before`."""

    items: list[LogLine]
    next: str | None


class Seal(Schema):
    """How the seal stands. `found` is null before the first check of the whole log, and empty when that was clean."""

    size: int
    signed_at: datetime | None
    waiting: int
    waiting_since: datetime | None
    verified_at: datetime | None
    verified_lines: int
    found: list[str] | None
    key: str


@router.get("/log", response={200: LogPage, **REFUSALS}, summary="The log, newest first")
def log(request: HttpRequest, asked: Query[LogAsked]) -> HttpResponse:
    """Needs the permission `log.read`. That it was read is a line of the log too."""
    call = call_of(request)
    call.require("log.read")
    page = reading.read_log(
        wanted=asked.wanted(), after=_cursor(asked.before), by=call.by, at=call.at, channel=Door.API,
        request_id=call.request_id,
    )  # fmt: skip
    names = everybodys_names()
    return json(
        {
            "items": [_line(one, names, asked.language) for one in page.lines],
            "next": _cursor_at(page.next) if page.next else None,
        }
    )


@router.get("/log/export", response={200: None, **REFUSALS}, summary="The log as a file", openapi_extra=sends(LINES))
def export(request: HttpRequest, asked: Query[LogFilters]) -> HttpResponse:
    """A line of JSON for each. Needs the permission `log.read`."""
    call = call_of(request)
    call.require("log.read")
    lines = reading.export_log(
        wanted=asked.wanted(), by=call.by, at=call.at, channel=Door.API, request_id=call.request_id
    )
    response = StreamingHttpResponse(_written(lines, asked.language), content_type=LINES)
    response.headers["Content-Disposition"] = f'attachment; filename="log-{call.today:%Y-%m-%d}.ndjson"'
    return cast("HttpResponse", response)  # the middleware knows both kinds of answers


@router.get("/log/seal", response={200: Seal, **REFUSALS}, summary="How the seal of the log stands")
def seal(request: HttpRequest, asked: Query[InLanguage]) -> HttpResponse:
    """Needs the permission `log.verify`."""
    call_of(request).require("log.verify")
    return json(_seal(asked.language))


@router.post("/log/check", response={200: Seal, 202: Seal, **CHANGES}, summary="Check the whole log")
def check(request: HttpRequest) -> HttpResponse:
    """Now, or by the worker where it is long (202). Needs the permission `log.verify`."""
    call = call_of(request)
    call.require("log.verify")
    if seal_state().size > CHECKED_AT_ONCE:
        ask_for("look_after_log", once="look_after_log")
        return json(_seal("en"), 202)
    checking.check(
        by=call.by, at=call.at, channel=Door.API, verifier=sealing.signer().verifier,
        witnesses=sealing.witnesses(), request_id=call.request_id,
    )  # fmt: skip
    return json(_seal("en"))


def _seal(language: Language) -> dict[str, Any]:
    state = seal_state()
    return {
        "size": state.size,
        "signed_at": state.signed_at,
        "waiting": state.waiting,
        "waiting_since": state.waiting_since,
        "verified_at": state.verified_at,
        "verified_lines": state.verified_lines,
        "found": None if state.found is None else [finding_in_words(one, language) for one in state.found],
        "key": str(sealing.signer().verifier),
    }


def _line(line: LoggedEvent, names: Any, language: Language) -> dict[str, Any]:
    denied = line.outcome is Outcome.DENIED
    who = names.get(line.actor_id) or line.actor_kind.value
    return {
        "id": line.id,
        "happened_at": line.happened_at,
        "text": sentence(action=line.action, denied=denied, who=who, language=language),
        "action": line.action,
        "outcome": line.outcome,
        "actor_kind": line.actor_kind,
        "actor_id": line.actor_id,
        "actor_role": line.actor_role,
        "purpose": line.purpose,
        "basis": line.basis,
        "object_kind": line.object_kind,
        "object_id": line.object_id,
        "subjects": list(line.subjects),
        "items": list(line.items),
        "channel": line.channel,
        "request_id": line.request_id,
        "network": line.network,
        "seq": line.seq,
    }


def _written(lines: Iterator[LoggedEvent], language: Language) -> Iterator[bytes]:
    names = everybodys_names()
    for line in lines:
        yield orjson.dumps(_line(line, names, language)) + b"\n"


def _cursor_at(cursor: Cursor) -> str:
    return f"{cursor.at.astimezone(UTC).isoformat().replace('+00:00', 'Z')}_{cursor.id}"


def _cursor(written: str | None) -> Cursor | None:
    if written is None:
        return None
    at, _separator, id_ = written.rpartition("_")
    try:
        cursor = Cursor(datetime.fromisoformat(at), UUID(id_))
    except ValueError:
        cursor = None
    if cursor is None or cursor.at.tzinfo is None:
        raise ProblemError(422, "invalid", "Send the cursor as it was given.", field="query.before")
    return cursor
