"""Restrictions (Article 18): whose data may for the time being only be stored; set, told of and lifted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Annotated, Any, Literal
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
from kortisto.privacy.retention.enums import RestrictionGround, SubjectKind
from kortisto.privacy.retention.operations import (
    RestrictionNotFoundError,
    RestrictionProblem,
    RestrictionRefusedError,
)
from kortisto.privacy.retention.queries.restrictions import RestrictionView, Shown
from kortisto.privacy.retention.queries.restrictions import restriction as one_restriction
from kortisto.privacy.retention.queries.restrictions import restrictions as page_of_restrictions
from kortisto.privacy.retention.subject import NoSuchSubjectError
from kortisto.register.audit.enums import Door
from kortisto.register.audit.values import Access

router = Router(tags=["privacy"])
_SAID = {
    RestrictionProblem.RESTRICTED_ALREADY: ("", "The data are restricted already."),
    RestrictionProblem.PURPOSE: ("body.purposes", "The notice has no such purpose."),
    RestrictionProblem.UNTIL_PAST: ("body.until", "The last day has to lie ahead."),
    RestrictionProblem.NO_REASON: ("body.reason", "Say why it ends."),
    RestrictionProblem.NOT_TOLD: ("body.told_on", "Tell the person first, and say on which day (Article 18(3))."),
    RestrictionProblem.LIFTED: ("", "This restriction was lifted already."),
    RestrictionProblem.ERASED: ("", "The rest was erased: it ends by itself when what stayed is erased too."),
}


class NewRestriction(Body):
    """On which ground of Article 18(1); which purposes read the data all the same; its last day, if that is known."""

    ground: Literal["accuracy", "unlawful", "claim", "objection"]
    purposes: list[Annotated[str, StringConstraints(max_length=100)]] = []
    until: Day | None = None


class Told(Body):
    """The day on which the person was told that the restriction will be lifted."""

    told_on: Day


class Lift(Body):
    """Why it ends. `told_on`: when the person was told, where that was not recorded before."""

    reason: Why
    told_on: Day | None = None


class RestrictionsAsked(InLanguage):
    """Which: those in force, what stays after erasures, or those lifted. `after`: where the page goes on."""

    which: Shown = Shown.IN_FORCE
    after: Annotated[str, StringConstraints(max_length=100)] = ""


class Restriction(Schema):
    """A restriction. `purposes`: which read all the same. `late`: how many days ago it should have ended."""

    id: UUID
    kind: SubjectKind
    party: UUID
    party_name: str
    ground: RestrictionGround
    rule: str
    purposes: list[str]
    since: datetime
    until: date | None
    late: int
    told_on: date | None
    lifted_at: datetime | None
    lift_reason: str


class Restrictions(Schema):
    """A page of restrictions, the oldest first; `next` is a cursor for `after`."""

    items: list[Restriction]
    next: str | None


@router.get("/restrictions", response={200: Restrictions, **REFUSALS}, summary="Whose data are restricted")
def restrictions(request: HttpRequest, asked: Query[RestrictionsAsked]) -> HttpResponse:
    """Needs the permission `restrictions.manage`."""
    call = _permitted(request, Operation.READ)
    with _door(call) as access:
        page = page_of_restrictions(access=access, at=call.at, which=asked.which, after=asked.after)
    return json({"items": [_in_words(one, asked.language) for one in page.restrictions], "next": page.next or None})


@router.get("/restrictions/{uuid:restriction_id}", response={200: Restriction, **REFUSALS}, summary="One restriction")
def restriction(request: HttpRequest, restriction_id: UUID, asked: Query[InLanguage]) -> HttpResponse:
    """Needs the permission `restrictions.manage`."""
    call = _permitted(request, Operation.READ)
    with _door(call) as access:
        found = one_restriction(access=access, restriction_id=restriction_id, at=call.at)
    if found is None:
        raise ProblemError(404, "not-found")
    return json(_in_words(found, asked.language))


@router.post(
    "/{kind}/{uuid:party_id}/restrictions", response={201: Made, **CHANGES}, summary="Restrict the data of a party"
)
def restrict(request: HttpRequest, kind: Kind, party_id: UUID, payload: NewRestriction) -> HttpResponse:
    """From then on nobody finds them but the purposes that are named. Needs the permission `restrictions.manage`."""
    call = _permitted(request, Operation.CHANGE)
    party = party_of(kind, party_id)

    def begin() -> UUID:
        with _door(call) as access:
            return operations.restrict(
                kind=SubjectKind(party.kind.value), subject=party.id, ground=RestrictionGround(payload.ground),
                purposes=payload.purposes, until=payload.until, by=access, at=call.at,
            )  # fmt: skip

    with _refusals():
        id_ = once(request, call, begin)
    return made(id_, f"/api/v1/restrictions/{id_}")


@router.post(
    "/restrictions/{uuid:restriction_id}/told",
    response={204: None, **CHANGES},
    summary="Record that the person was told that a restriction will be lifted",
)
def tell(request: HttpRequest, restriction_id: UUID, payload: Told) -> HttpResponse:
    """One with a last day then ends by itself after it. Needs the permission `restrictions.manage`."""
    call = _permitted(request, Operation.CHANGE)
    with _refusals(), _door(call) as access:
        operations.tell_of_lifting(restriction_id=restriction_id, told_on=payload.told_on, by=access, at=call.at)
    return HttpResponse(status=204)


@router.post("/restrictions/{uuid:restriction_id}/lift", response={204: None, **CHANGES}, summary="Lift a restriction")
def lift(request: HttpRequest, restriction_id: UUID, payload: Lift) -> HttpResponse:
    """The person is told first. Needs the permission `restrictions.manage`."""
    call = _permitted(request, Operation.CHANGE)
    with _refusals(), _door(call) as access:
        operations.lift_restriction(
            restriction_id=restriction_id, reason=payload.reason, told_on=payload.told_on, by=access, at=call.at
        )
    return HttpResponse(status=204)


def _in_words(one: RestrictionView, language: Language) -> dict[str, Any]:
    return {
        "id": one.id,
        "kind": one.kind.value,
        "party": one.subject,
        "party_name": one.subject_name,
        "ground": one.ground.value,
        "rule": one.rule,
        "purposes": [purpose.in_language(language) for purpose in one.purposes],
        "since": one.since,
        "until": one.until,
        "late": one.late,
        "told_on": one.told_on,
        "lifted_at": one.lifted_at,
        "lift_reason": one.lift_reason,
    }


def _permitted(request: HttpRequest, operation: Operation) -> Call:
    call = call_of(request)
    if not rules.may_restrict(call.by):
        raise ProblemError(404, "not-found")
    call.needs(operation)
    return call


@contextmanager
def _door(call: Call) -> Iterator[Access]:
    with operations.look_after_restrictions(
        by=call.by, at=call.at, channel=Door.API, request_id=call.request_id
    ) as access:  # fmt: skip
        yield access


@contextmanager
def _refusals() -> Iterator[None]:
    """Answer what the law does not allow as a value that is not possible."""
    try:
        yield
    except (RestrictionNotFoundError, NoSuchSubjectError) as error:
        raise ProblemError(404, "not-found") from error
    except RestrictionRefusedError as refused:
        field, text = _SAID[refused.problem]
        raise ProblemError(422, "invalid", text, field=field) from refused
