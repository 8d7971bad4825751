"""Holds that people open over a subject: opened, reviewed, ended. Each is one of the declaration's, within its limits.

A hold stops the erasure of what it reaches, and never a restriction. When it ends, by hand or by its maximum, what had
been waiting goes by itself: the worker is asked to sweep that subject.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from django.db import transaction

from kortisto.declaration.civil_time import civil_day, end_after
from kortisto.declaration.compiled import HoldPlan
from kortisto.declaration.conditions import ancestry
from kortisto.declaration.words import Basis
from kortisto.privacy.retention import rules
from kortisto.privacy.retention.enums import PURPOSE, SubjectKind
from kortisto.privacy.retention.models import Hold
from kortisto.privacy.retention.subject import ask_to_sweep, columns_of, lock, whose
from kortisto.register.access import current
from kortisto.register.audit.enums import Door
from kortisto.register.audit.operations import open_access
from kortisto.register.audit.values import Access, Actor


class HoldProblem(StrEnum):
    """Why a hold cannot be opened, postponed or ended."""

    UNKNOWN = "unknown"  # the declaration has no such hold
    NOT_YOURS = "not yours"  # the declaration gives it to other roles
    NO_REASON = "no reason"
    NO_REVIEW = "no review"  # a hold without a day of review cannot be set
    REVIEW_PAST = "review past"  # that day has to lie ahead
    REVIEW_LATE = "review late"  # later than the declaration lets it be; `latest` says which day is the last
    OUTSIDE = "outside"  # an item that the hold does not reach
    OPEN_ALREADY = "open already"  # the same stands over the same data
    ENDED = "ended"


class HoldRefusedError(ValueError):
    """The declaration does not allow it. `latest`: the last day that could have been named, for REVIEW_LATE."""

    def __init__(self, problem: HoldProblem, latest: date | None = None) -> None:
        super().__init__(problem.value if latest is None else f"{problem.value}: {latest} at the latest")
        self.problem = problem
        self.latest = latest


class HoldNotFoundError(LookupError):
    """There is no such hold."""


@transaction.atomic
def open_hold(
    *,
    kind: SubjectKind,
    subject: UUID,
    hold: str,
    reason: str,
    review_on: date | None,
    items: Collection[str] = (),
    by: Access,
    at: datetime,
) -> UUID:
    """Open a hold over a subject, for some items or (empty) all that the declaration lets it reach; return its id.

    Raises HoldRefusedError and NoSuchSubjectError.
    """
    plan = _plan(hold, by)
    reason = reason.strip()
    if plan.node.reason_needed and not reason:
        raise HoldRefusedError(HoldProblem.NO_REASON)
    day = _review_day(review_on, plan, opened=at, at=at)
    concerned = sorted(set(items))
    if any(not _reaches(plan, item) for item in concerned):
        raise HoldRefusedError(HoldProblem.OUTSIDE)
    lock(kind, subject)
    of_it = columns_of(kind, subject)
    if Hold.objects.filter(**of_it, hold=hold, ended_at=None, items=concerned).exists():
        raise HoldRefusedError(HoldProblem.OPEN_ALREADY)
    row = Hold.objects.create(
        **of_it, hold=hold, items=concerned, reason=reason, opened_at=at, opened_by=by.actor.id, review_on=day
    )
    _record(by, "hold.open", kind, subject)
    return row.id


@transaction.atomic
def postpone_review(*, hold_id: UUID, review_on: date | None, reason: str, by: Access, at: datetime) -> None:
    """Keep that somebody has asked whether a hold is still needed, that it is, and when it is asked again.

    Raises HoldRefusedError and HoldNotFoundError.
    """
    row, plan = _open_row(hold_id, by)
    if not reason.strip():
        raise HoldRefusedError(HoldProblem.NO_REASON)
    row.review_on = _review_day(review_on, plan, opened=row.opened_at, at=at)
    row.review_reason, row.reviewed_at, row.reviewed_by = reason.strip(), at, by.actor.id
    row.save(update_fields=["review_on", "review_reason", "reviewed_at", "reviewed_by"])
    _record(by, "hold.postpone", *whose(row.person_id, row.organisation_id))


@transaction.atomic
def end_hold(*, hold_id: UUID, reason: str, by: Access, at: datetime) -> None:
    """End a hold; what had been waiting for it goes by itself. Raises HoldRefusedError and HoldNotFoundError."""
    row, _plan_of_it = _open_row(hold_id, by)
    if not reason.strip():
        raise HoldRefusedError(HoldProblem.NO_REASON)
    _end(row, at=at, by=by.actor.id, reason=reason.strip())
    _record(by, "hold.end", *whose(row.person_id, row.organisation_id))


def end_holds_at_their_maximum(*, by: Actor, at: datetime, channel: Door) -> int:
    """End the holds whose maximum is over, each in a transaction of its own; return how many.

    For the rules they have ended anyway: this says so in the list, and lets go what waited for them.
    """
    with open_access(by=by, purpose=PURPOSE, basis=Basis.LEGAL_OBLIGATION, at=at, channel=channel) as access:
        found = [row.id for row in Hold.objects.filter(ended_at=None) if _is_over(row, at)]
        access.record("hold.look_over")
    ended = 0
    for hold_id in found:
        with open_access(by=by, purpose=PURPOSE, basis=Basis.LEGAL_OBLIGATION, at=at, channel=channel) as access:
            row = Hold.objects.select_for_update().filter(pk=hold_id, ended_at=None).first()
            over = _maximum(row) if row is not None else None
            if row is None or over is None or over > at:  # ended by hand in between
                access.record("hold.look_over")
                continue
            _end(row, at=over, by=None, reason="")
            _record(access, "hold.expire", *whose(row.person_id, row.organisation_id))
            ended += 1
    return ended


def _plan(hold: str, by: Access) -> HoldPlan:
    plan = current.compiled().holds.get(hold)
    if plan is None:
        raise HoldRefusedError(HoldProblem.UNKNOWN)
    if not rules.may_open(by.actor, plan):
        raise HoldRefusedError(HoldProblem.NOT_YOURS)
    return plan


def _open_row(hold_id: UUID, by: Access) -> tuple[Hold, HoldPlan]:
    row = Hold.objects.select_for_update().filter(pk=hold_id).first()
    if row is None:
        raise HoldNotFoundError(hold_id)
    plan = _plan(row.hold, by)
    if row.ended_at is not None:
        raise HoldRefusedError(HoldProblem.ENDED)
    return row, plan


def _review_day(review_on: date | None, plan: HoldPlan, *, opened: datetime, at: datetime) -> date:
    if review_on is None:
        raise HoldRefusedError(HoldProblem.NO_REVIEW)
    if review_on <= civil_day(at):
        raise HoldRefusedError(HoldProblem.REVIEW_PAST)
    latest = rules.latest_review(plan, opened=opened, at=at)
    if review_on > latest:
        raise HoldRefusedError(HoldProblem.REVIEW_LATE, latest)
    return review_on


def _reaches(plan: HoldPlan, item: str) -> bool:
    """Return whether a hold can concern an item: it lies under one that the hold reaches, or is one."""
    reach = set(plan.node.reach.items)
    return item in current.compiled().leaves and (not reach or not reach.isdisjoint(ancestry(item)))


def _maximum(row: Hold) -> datetime | None:
    """Return when the maximum of a hold is over; None where the declaration has none."""
    plan = current.compiled().holds.get(row.hold)
    most = plan.node.at_most if plan is not None else None
    return None if most is None or most.permanent else end_after(row.opened_at, most)


def _is_over(row: Hold, at: datetime) -> bool:
    over = _maximum(row)
    return over is not None and over <= at


def _end(row: Hold, *, at: datetime, by: UUID | None, reason: str) -> None:
    row.ended_at, row.ended_by, row.end_reason = at, by, reason
    row.save(update_fields=["ended_at", "ended_by", "end_reason"])
    ask_to_sweep(*whose(row.person_id, row.organisation_id))


def _record(by: Access, action: str, kind: SubjectKind, subject: UUID) -> None:
    people = [subject] if kind is SubjectKind.PERSON else []
    by.record(action, object_kind=kind, object_id=subject, subjects=people)
