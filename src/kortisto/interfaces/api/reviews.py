"""Reviews: what waits for somebody to say whether it is still needed; confirmed as over, or kept for longer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field, StringConstraints

from kortisto.declaration.words import Operation
from kortisto.interfaces.api.answers import CHANGES, REFUSALS, InLanguage, Language, json
from kortisto.interfaces.api.bodies import Body, Day, Why
from kortisto.interfaces.api.calls import Call, call_of
from kortisto.interfaces.api.problems import ProblemError
from kortisto.privacy.retention import operations, rules
from kortisto.privacy.retention.enums import SubjectKind
from kortisto.privacy.retention.operations import AT_ONCE, Decided, ReviewProblem, ReviewRefusedError
from kortisto.privacy.retention.queries.reviews import Place, ReviewFilter, ReviewOrder, ReviewView
from kortisto.privacy.retention.queries.reviews import reviews as page_of_reviews
from kortisto.register.access import current
from kortisto.register.audit.enums import Door
from kortisto.register.audit.values import Access

router = Router(tags=["privacy"])
_SAID = {
    ReviewProblem.NO_REASON: ("body.reason", "Say why."),
    ReviewProblem.NO_DAY: ("body.until", "Nothing is kept without a day on which it is asked again."),
    ReviewProblem.UNTIL_PAST: ("body.until", "The day has to lie ahead."),
    ReviewProblem.UNTIL_LATE: ("body.until", "The notice wants it asked again sooner."),
    ReviewProblem.TOO_MANY: ("body.reviews", "These are too many at once."),
}
Word = Annotated[str, StringConstraints(max_length=100)]


class Which(Body):
    """What waits: of whom, under which rule of the notice."""

    kind: SubjectKind
    party: UUID
    rule: Annotated[str, StringConstraints(max_length=100, pattern=r"^[a-z0-9_]+$")]


Several = Annotated[list[Which], Field(min_length=1, max_length=AT_ONCE)]


class Over(Body):
    """That these are no longer needed; `reason` may be left empty."""

    reviews: Several
    reason: Why = ""


class Kept(Body):
    """That these are still needed, why, and when that is asked again."""

    reviews: Several
    reason: Why
    until: Day


class ReviewsAsked(InLanguage):
    """Which: by rule, by role, of people or of organisations, only those whose turn the key's owner has, only what is
    later than so many `days`; in which order.
    """

    rule: Word = ""
    role: Word = ""
    kind: SubjectKind | None = None
    mine: bool = False
    days: Annotated[int, Field(ge=0, le=100_000)] = 0
    order: ReviewOrder = ReviewOrder.LATE
    after: Annotated[str, StringConstraints(max_length=200)] = ""


class KeptBefore(Schema):
    """What the last review found: that the data were kept, why, when and by whom."""

    reason: str
    at: datetime
    by: UUID | None


class Review(Schema):
    """What waits. `late`: for how many days; `last_day`: until when the data stay at the latest, null while no end is
    known; `latest`: the last day that may be named for keeping; `may_decide`: whether the key's owner decides.
    """

    kind: SubjectKind
    party: UUID
    party_name: str
    rule: str
    name: str
    roles: list[str]
    items: list[str]
    since: date
    late: int
    last_day: date | None
    latest: date
    may_decide: bool
    before: KeptBefore | None


class Reviews(Schema):
    """A page of what waits; `next` is a cursor for `after`, `all` how many there are."""

    items: list[Review]
    next: str | None
    all: int


class Decisions(Schema):
    """How many were decided; `left`: how many were not, by why (`not due`: it waits no more; `not yours`)."""

    done: int
    left: dict[ReviewProblem, int]


@router.get("/reviews", response={200: Reviews, **REFUSALS}, summary="What waits for a confirmation")
def reviews(request: HttpRequest, asked: Query[ReviewsAsked]) -> HttpResponse:
    """All for keys that watch over retention, else what the notice gives to the roles of the key's owner."""
    call = call_of(request)
    if not rules.may_see_reviews(call.by):
        raise ProblemError(404, "not-found")
    call.needs(Operation.READ)
    wanted = ReviewFilter(
        rule=asked.rule, role=asked.role, kind=asked.kind, mine=asked.mine, days=asked.days, order=asked.order
    )
    with door(call) as access:
        page = page_of_reviews(access=access, wanted=wanted, at=call.at, after=asked.after)
    items = [review_in_words(one, asked.language) for one in page.reviews]
    return json({"items": items, "next": page.next or None, "all": page.all})


@router.post("/reviews/confirm", response={200: Decisions, **CHANGES}, summary="Confirm that data are no longer needed")
def confirm_reviews(request: HttpRequest, payload: Over) -> HttpResponse:
    """What nothing else keeps is erased: of a few shortly, of many with the next sweep. What waits no more is left."""
    call = _decides(request)
    with _refusals(), door(call) as access:
        done = operations.confirm_many(
            places=_places(payload.reviews), reason=payload.reason, by=access, at=call.at
        )  # fmt: skip
    return _answer(done)


@router.post("/reviews/keep", response={200: Decisions, **CHANGES}, summary="Keep data that are still needed")
def keep_reviews(request: HttpRequest, payload: Kept) -> HttpResponse:
    """Until a day that is possible for all of them. What waits no more is left."""
    call = _decides(request)
    with _refusals(), door(call) as access:
        done = operations.keep_many(
            places=_places(payload.reviews), reason=payload.reason, until=payload.until, by=access, at=call.at
        )
    return _answer(done)


def review_in_words(one: ReviewView, language: Language) -> dict[str, Any]:
    """Return what waits for an answer; why it was kept before is told to those whose turn it may be."""
    rule = current.compiled().declaration.retention[one.place.rule]
    before = one.before if one.may_make else None
    return {
        "kind": one.place.kind.value,
        "party": one.place.subject,
        "party_name": one.name,
        "rule": one.place.rule,
        "name": rule.name.in_language(language) if rule.name is not None else "",
        "roles": list(one.roles),
        "items": [item.in_language(language) for item in one.items],
        "since": one.since,
        "late": one.late,
        "last_day": one.last_day,
        "latest": one.latest,
        "may_decide": one.may_make,
        "before": {"reason": before.reason, "at": before.at, "by": before.by} if before is not None else None,
    }


@contextmanager
def door(call: Call) -> Iterator[Access]:
    """Open the door for reviews."""
    with operations.look_after_reviews(
        by=call.by, at=call.at, channel=Door.API, request_id=call.request_id
    ) as access:  # fmt: skip
        yield access


def _decides(request: HttpRequest) -> Call:
    call = call_of(request)
    if not rules.reviews_to_make(call.by):
        raise ProblemError(404, "not-found")
    call.needs(Operation.CHANGE)
    return call


def _places(sent: list[Which]) -> list[Place]:
    return [Place(one.kind, one.party, one.rule) for one in sent]


def _answer(done: Decided) -> HttpResponse:
    return json({"done": done.done, "left": {why.value: number for why, number in done.left.items()}})


@contextmanager
def _refusals() -> Iterator[None]:
    """Answer what the notice does not allow as a value that is not possible."""
    try:
        yield
    except ReviewRefusedError as refused:
        field, text = _SAID[refused.problem]
        detail = text if refused.latest is None else f"{text[:-1]}: on {refused.latest.isoformat()} at the latest."
        raise ProblemError(422, "invalid", detail, field=field) from refused
