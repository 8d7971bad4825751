"""The review that a rule asks for before its data go: the need is over, or goes on until it is asked again."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from django.db import transaction

from kortisto.declaration.civil_time import civil_day
from kortisto.privacy.retention.enums import ReviewOutcome, SubjectKind
from kortisto.privacy.retention.models import Review
from kortisto.privacy.retention.queries.reviews import Awaiting, awaiting
from kortisto.privacy.retention.rules import is_one_of
from kortisto.privacy.retention.subject import ask_to_sweep, columns_of, lock
from kortisto.register.audit.enums import ActorKind
from kortisto.register.audit.values import Access


class ReviewProblem(StrEnum):
    """Why a finding cannot be kept."""

    NOT_DUE = "not due"  # the notice asks for no review of this now: its minimum still runs, or the data are gone
    NOT_YOURS = "not yours"  # the notice gives it to other roles
    NO_REASON = "no reason"
    UNTIL_PAST = "until past"
    UNTIL_LATE = "until late"  # beyond the maximum, or the rhythm; `latest` says which day is the last


class ReviewRefusedError(ValueError):
    """The declaration does not allow it. `latest`: the last day that could have been named, for UNTIL_LATE."""

    def __init__(self, problem: ReviewProblem, latest: date | None = None) -> None:
        super().__init__(problem.value)
        self.problem = problem
        self.latest = latest


@transaction.atomic
def confirm_need_over(
    *, kind: SubjectKind, subject: UUID, rule: str, reason: str = "", by: Access, at: datetime
) -> None:
    """Keep that data are no longer needed under a rule; what nothing else keeps goes by itself.

    Raises ReviewRefusedError and NoSuchSubjectError.
    """
    lock(kind, subject)
    _waiting(kind, subject, rule, by, at)
    _write(kind, subject, rule, ReviewOutcome.CONFIRMED, None, reason.strip(), by, at)
    by.record("review.confirm", object_kind=kind, object_id=subject, subjects=_people(kind, subject))
    ask_to_sweep(kind, subject)


@transaction.atomic
def keep_for_longer(
    *, kind: SubjectKind, subject: UUID, rule: str, reason: str, until: date, by: Access, at: datetime
) -> None:
    """Keep that data are still needed under a rule, why, and when that is asked again: never beyond the maximum.

    Raises ReviewRefusedError and NoSuchSubjectError.
    """
    lock(kind, subject)
    one = _waiting(kind, subject, rule, by, at)
    if not reason.strip():
        raise ReviewRefusedError(ReviewProblem.NO_REASON)
    if until <= civil_day(at):
        raise ReviewRefusedError(ReviewProblem.UNTIL_PAST)
    if until > one.latest:
        raise ReviewRefusedError(ReviewProblem.UNTIL_LATE, one.latest)
    _write(kind, subject, rule, ReviewOutcome.KEPT, until, reason.strip(), by, at)
    by.record("review.keep", object_kind=kind, object_id=subject, subjects=_people(kind, subject))


def _waiting(kind: SubjectKind, subject: UUID, rule: str, by: Access, at: datetime) -> Awaiting:
    found = {one.rule: one for one in awaiting(kind, [subject], at).get(subject, ())}.get(rule)
    if found is None:
        raise ReviewRefusedError(ReviewProblem.NOT_DUE)
    if by.actor.kind is ActorKind.USER and not is_one_of(by.actor, found.roles):
        raise ReviewRefusedError(ReviewProblem.NOT_YOURS)
    return found


def _write(  # noqa: PLR0917 - the columns of the row
    kind: SubjectKind, subject: UUID, rule: str, outcome: ReviewOutcome, until: date | None, reason: str,
    by: Access, at: datetime,
) -> None:  # fmt: skip
    Review.objects.create(
        **columns_of(kind, subject), rule=rule, outcome=outcome.value, until=until, reason=reason, reviewed_at=at,
        reviewed_by=by.actor.id,
    )  # fmt: skip


def _people(kind: SubjectKind, subject: UUID) -> list[UUID]:
    return [subject] if kind is SubjectKind.PERSON else []
