"""Holds: what keeps data beyond the end of their time; opened, reviewed and ended."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import StringConstraints

from kortisto.declaration.words import Operation
from kortisto.interfaces.api.answers import CHANGES, REFUSALS, InLanguage, Language, Made, json, made
from kortisto.interfaces.api.around import Kind, party_of
from kortisto.interfaces.api.bodies import Body, Day, Why
from kortisto.interfaces.api.calls import Call, call_of
from kortisto.interfaces.api.once import once
from kortisto.interfaces.api.problems import ProblemError
from kortisto.privacy.retention import operations, rules
from kortisto.privacy.retention.enums import SubjectKind
from kortisto.privacy.retention.operations import HoldNotFoundError, HoldProblem, HoldRefusedError
from kortisto.privacy.retention.queries.holds import HoldFilter, HoldOrder, HoldView
from kortisto.privacy.retention.queries.holds import hold as one_hold
from kortisto.privacy.retention.queries.holds import holds as page_of_holds
from kortisto.privacy.retention.subject import NoSuchSubjectError
from kortisto.register.audit.enums import Door
from kortisto.register.audit.values import Access

router = Router(tags=["privacy"])
_SAID = {
    HoldProblem.UNKNOWN: ("body.hold", "The notice has no such hold."),
    HoldProblem.NOT_YOURS: ("body.hold", "The notice gives this hold to another role."),
    HoldProblem.NO_REASON: ("body.reason", "Say why."),
    HoldProblem.NO_REVIEW: ("body.review_on", "There is no hold without a day of review."),
    HoldProblem.REVIEW_PAST: ("body.review_on", "The day of the review has to lie ahead."),
    HoldProblem.REVIEW_LATE: ("body.review_on", "The notice wants it reviewed sooner."),
    HoldProblem.OUTSIDE: ("body.items", "This hold does not reach all of these items."),
    HoldProblem.OPEN_ALREADY: ("body.hold", "The same hold stands over the same data already."),
    HoldProblem.ENDED: ("", "This hold has ended already."),
}


class NewHold(Body):
    """A hold of the notice over a party; `items`: words of the vocabulary, none for all that the hold reaches."""

    hold: Annotated[str, StringConstraints(max_length=100)]
    reason: Why = ""
    review_on: Day
    items: list[Annotated[str, StringConstraints(max_length=100)]] = []


class Review(Body):
    """That a hold is still needed, why, and when it is asked again."""

    reason: Why
    review_on: Day


class End(Body):
    """Why a hold ends."""

    reason: Why


class HoldsAsked(InLanguage):
    """Which holds: by id in the notice, by role that may open them, only late or only ended ones; in which order."""

    hold: Annotated[str, StringConstraints(max_length=100)] = ""
    role: Annotated[str, StringConstraints(max_length=100)] = ""
    late: bool = False
    ended: bool = False
    order: HoldOrder = HoldOrder.REVIEW
    after: Annotated[str, StringConstraints(max_length=100)] = ""


class Hold(Schema):
    """A hold. `id` null: it stands by itself, by a state, and ends with it. `shown` false: the key may not see which
    hold it is, and nothing of it is told but that it stands. `late`: by how many days its review is late. `last_day`:
    the day with which its maximum is over.
    """

    id: UUID | None
    shown: bool
    kind: SubjectKind
    party: UUID
    party_name: str
    hold: str
    name: str
    items: list[str]
    reason: str
    opened_at: datetime | None
    opened_by: UUID | None
    review_on: date | None
    late: int
    ended_at: datetime | None
    end_reason: str
    last_day: date | None
    roles: list[str]


class Holds(Schema):
    """A page of holds; `next` is a cursor for `after`. `late`: how many of all are late for review."""

    items: list[Hold]
    next: str | None
    late: int


@router.get("/holds", response={200: Holds, **REFUSALS}, summary="What keeps data beyond the end of their time")
def holds(request: HttpRequest, asked: Query[HoldsAsked]) -> HttpResponse:
    """All for keys that watch over retention, else those that the roles of the key's owner open."""
    call = _permitted(request, Operation.READ)
    wanted = HoldFilter(hold=asked.hold, role=asked.role, late=asked.late, ended=asked.ended, order=asked.order)
    with _door(call) as access:
        page = page_of_holds(access=access, wanted=wanted, at=call.at, after=asked.after)
    items = [hold_in_words(one, asked.language) for one in page.holds]
    return json({"items": items, "next": page.next or None, "late": page.late})


@router.get("/holds/{uuid:hold_id}", response={200: Hold, **REFUSALS}, summary="One hold")
def hold(request: HttpRequest, hold_id: UUID, asked: Query[InLanguage]) -> HttpResponse:
    """For keys that may see it in the list."""
    call = _permitted(request, Operation.READ)
    with _door(call) as access:
        found = one_hold(access=access, hold_id=hold_id, at=call.at)
    if found is None:
        raise ProblemError(404, "not-found")
    return json(hold_in_words(found, asked.language))


@router.post("/{kind}/{uuid:party_id}/holds", response={201: Made, **CHANGES}, summary="Stop the erasure of a party")
def add_hold(request: HttpRequest, kind: Kind, party_id: UUID, payload: NewHold) -> HttpResponse:
    """Needs the permission `holds.manage`, and a role to which the notice gives the hold."""
    call = _permitted(request, Operation.CHANGE)
    party = party_of(kind, party_id)

    def add() -> UUID:
        with _door(call) as access:
            return operations.open_hold(
                kind=SubjectKind(party.kind.value), subject=party.id, hold=payload.hold, reason=payload.reason,
                review_on=payload.review_on, items=payload.items, by=access, at=call.at,
            )  # fmt: skip

    with _refusals():
        id_ = once(request, call, add)
    return made(id_, f"/api/v1/holds/{id_}")


@router.post("/holds/{uuid:hold_id}/review", response={204: None, **CHANGES}, summary="Keep a hold for longer")
def review_hold(request: HttpRequest, hold_id: UUID, payload: Review) -> HttpResponse:
    """Needs the permission `holds.manage`, and a role to which the notice gives the hold."""
    call = _permitted(request, Operation.CHANGE)
    with _refusals(), _door(call) as access:
        operations.postpone_review(
            hold_id=hold_id, review_on=payload.review_on, reason=payload.reason, by=access, at=call.at
        )
    return HttpResponse(status=204)


@router.post("/holds/{uuid:hold_id}/end", response={204: None, **CHANGES}, summary="End a hold")
def end_hold(request: HttpRequest, hold_id: UUID, payload: End) -> HttpResponse:
    """What is due and nothing else keeps is erased shortly after. Needs the permission `holds.manage`."""
    call = _permitted(request, Operation.CHANGE)
    with _refusals(), _door(call) as access:
        operations.end_hold(hold_id=hold_id, reason=payload.reason, by=access, at=call.at)
    return HttpResponse(status=204)


def hold_in_words(one: HoldView, language: Language) -> dict[str, Any]:
    """Return a hold for an answer."""
    return {
        "id": one.id,
        "shown": not one.veiled,
        "kind": one.kind.value,
        "party": one.subject,
        "party_name": one.subject_name,
        "hold": one.hold,
        "name": one.name.in_language(language),
        "items": [item.in_language(language) for item in one.items],
        "reason": one.reason,
        "opened_at": one.opened_at,
        "opened_by": one.opened_by,
        "review_on": one.review_on,
        "late": one.late,
        "ended_at": one.ended_at,
        "end_reason": one.end_reason,
        "last_day": one.last_day,
        "roles": list(one.roles),
    }


def _permitted(request: HttpRequest, operation: Operation) -> Call:
    call = call_of(request)
    if not rules.may_see_holds(call.by):
        raise ProblemError(404, "not-found")
    call.needs(operation)
    return call


@contextmanager
def _door(call: Call) -> Iterator[Access]:
    with operations.look_after_holds(
        by=call.by, at=call.at, channel=Door.API, request_id=call.request_id
    ) as access:  # fmt: skip
        yield access


@contextmanager
def _refusals() -> Iterator[None]:
    """Answer what the notice does not allow as a value that is not possible."""
    try:
        yield
    except (HoldNotFoundError, NoSuchSubjectError) as error:
        raise ProblemError(404, "not-found") from error
    except HoldRefusedError as refused:
        field, text = _SAID[refused.problem]
        detail = text if refused.latest is None else f"{text[:-1]}: on {refused.latest.isoformat()} at the latest."
        raise ProblemError(422, "invalid", detail, field=field) from refused
