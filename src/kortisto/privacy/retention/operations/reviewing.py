"""The review that a rule asks for before its data go: the need is over, or goes on until it is asked again."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from django.db import transaction

from kortisto.declaration.civil_time import civil_day
from kortisto.privacy.retention.enums import ReviewOutcome, SubjectKind
from kortisto.privacy.retention.models import AwaitedReview, Review
from kortisto.privacy.retention.queries.reviews import Awaiting, Place, awaiting
from kortisto.privacy.retention.rules import is_one_of
from kortisto.privacy.retention.subject import NoSuchSubjectError, ask_to_sweep, columns_of
from kortisto.privacy.retention.walking import objects, root_of
from kortisto.register.audit.enums import ActorKind
from kortisto.register.audit.values import Access

AT_ONCE = 500
"""So many are decided together, in one transaction: more would keep others waiting."""

_FEW = 20
"""For so many subjects the worker is asked at once to do what is due; more go with the sweep of the night."""


class ReviewProblem(StrEnum):
    """Why a finding cannot be kept."""

    NOT_DUE = "not due"  # the notice asks for no review of this now: its minimum still runs, or the data are gone
    NOT_YOURS = "not yours"  # the notice gives it to other roles
    NO_REASON = "no reason"
    NO_DAY = "no day"
    UNTIL_PAST = "until past"
    UNTIL_LATE = "until late"  # beyond the maximum, or the rhythm; `latest` says which day is the last
    TOO_MANY = "too many"


class ReviewRefusedError(ValueError):
    """The declaration does not allow it. `latest`: the last day that could have been named, for UNTIL_LATE."""

    def __init__(self, problem: ReviewProblem, latest: date | None = None) -> None:
        super().__init__(problem.value)
        self.problem = problem
        self.latest = latest


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What became of several: how many were decided, and how many were not, by why."""

    done: int
    left: dict[ReviewProblem, int]


def confirm_need_over(
    *, kind: SubjectKind, subject: UUID, rule: str, reason: str = "", by: Access, at: datetime
) -> None:
    """Keep that data are no longer needed under a rule; what nothing else keeps goes by itself.

    Raises ReviewRefusedError and NoSuchSubjectError.
    """
    _alone(confirm_many(places=[Place(kind, subject, rule)], reason=reason, by=by, at=at), kind, subject)


def keep_for_longer(
    *, kind: SubjectKind, subject: UUID, rule: str, reason: str, until: date | None, by: Access, at: datetime
) -> None:
    """Keep that data are still needed under a rule, why, and when that is asked again: never beyond the maximum.

    Raises ReviewRefusedError and NoSuchSubjectError.
    """
    place = Place(kind, subject, rule)
    _alone(keep_many(places=[place], reason=reason, until=until, by=by, at=at), kind, subject)


@transaction.atomic
def confirm_many(*, places: Collection[Place], reason: str = "", by: Access, at: datetime) -> Decided:
    """Keep of several that the need is over. What waits no more, or for others, is left as it is and counted.

    Raises ReviewRefusedError for more than `AT_ONCE`.
    """
    ready, left = _ready(places, by, at)
    _write([place for place, _ in ready], ReviewOutcome.CONFIRMED, None, reason.strip(), by, at)
    if len(ready) <= _FEW:
        for kind, subject in sorted({(place.kind, place.subject) for place, _ in ready}):
            ask_to_sweep(kind, subject)
    return Decided(done=len(ready), left=left)


@transaction.atomic
def keep_many(*, places: Collection[Place], reason: str, until: date | None, by: Access, at: datetime) -> Decided:
    """Keep of several that the need goes on, why, and when that is asked again; else as `confirm_many`.

    Raises ReviewRefusedError also when no reason or no day is given, and when the day is not possible for all.
    """
    if not reason.strip():
        raise ReviewRefusedError(ReviewProblem.NO_REASON)
    if until is None:
        raise ReviewRefusedError(ReviewProblem.NO_DAY)
    if until <= civil_day(at):
        raise ReviewRefusedError(ReviewProblem.UNTIL_PAST)
    ready, left = _ready(places, by, at)
    latest = min((one.latest for _, one in ready), default=until)
    if until > latest:
        raise ReviewRefusedError(ReviewProblem.UNTIL_LATE, latest)
    _write([place for place, _ in ready], ReviewOutcome.KEPT, until, reason.strip(), by, at)
    return Decided(done=len(ready), left=left)


def _alone(decided: Decided, kind: SubjectKind, subject: UUID) -> None:
    if decided.done:
        return
    if not objects(root_of(kind)).filter(pk=subject).exists():
        raise NoSuchSubjectError(subject)
    raise ReviewRefusedError(next(iter(decided.left)))


def _ready(
    places: Collection[Place], by: Access, at: datetime
) -> tuple[list[tuple[Place, Awaiting]], dict[ReviewProblem, int]]:
    """Lock the subjects, and return what waits of them by the rules and may be decided, and how many why not."""
    places = sorted(set(places))
    if len(places) > AT_ONCE:
        raise ReviewRefusedError(ReviewProblem.TOO_MANY)
    # Also of what is then left as it is, somebody has looked at whose it is.
    by.record("review.preview", subjects=sorted({one.subject for one in places if one.kind is SubjectKind.PERSON}))
    found: dict[Place, Awaiting] = {}
    for kind in SubjectKind:
        ids = sorted({one.subject for one in places if one.kind is kind})
        if ids:
            list(objects(root_of(kind)).filter(pk__in=ids).order_by("pk").select_for_update(no_key=True).values("pk"))
            for id_, waits in awaiting(kind, ids, at).items():
                found |= {Place(kind, id_, one.rule): one for one in waits}
    ready, left = [], dict[ReviewProblem, int]()
    for place in places:
        one = found.get(place)
        if one is not None and (by.actor.kind is not ActorKind.USER or is_one_of(by.actor, one.roles)):
            ready.append((place, one))
        else:
            why = ReviewProblem.NOT_DUE if one is None else ReviewProblem.NOT_YOURS
            left[why] = left.get(why, 0) + 1
    return ready, left


def _write(  # noqa: PLR0917 - the columns of the rows
    places: Sequence[Place], outcome: ReviewOutcome, until: date | None, reason: str, by: Access, at: datetime
) -> None:  # fmt: skip
    Review.objects.bulk_create(
        Review(
            **columns_of(one.kind, one.subject), rule=one.rule, outcome=outcome.value, until=until, reason=reason,
            reviewed_at=at, reviewed_by=by.actor.id,
        )
        for one in places
    )  # fmt: skip
    # The lists show it at once; the rest is settled with what the row has marked.
    AwaitedReview.objects.filter(pk__in=[(one.kind.value, one.subject, one.rule) for one in places]).delete()
    action = "review.confirm" if outcome is ReviewOutcome.CONFIRMED else "review.keep"
    for one in places:
        people = [one.subject] if one.kind is SubjectKind.PERSON else []
        by.record(action, object_kind=one.kind, object_id=one.subject, subjects=people)
