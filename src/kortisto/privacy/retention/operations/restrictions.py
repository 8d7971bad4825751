"""Restricting a subject (Article 18), by hand or by a rule of the notice, and lifting it again."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from django.db import transaction

from kortisto.declaration.civil_time import civil_day
from kortisto.declaration.decisions import due
from kortisto.declaration.words import ActionKind, Basis
from kortisto.privacy.retention import rules
from kortisto.privacy.retention.enums import ARTICLE_18, PURPOSE, RestrictionGround, SubjectKind
from kortisto.privacy.retention.models import Restriction
from kortisto.privacy.retention.planning import readers
from kortisto.privacy.retention.restricting_again import enter_lifting, enter_restriction
from kortisto.privacy.retention.subject import columns_of, lock, whose
from kortisto.privacy.retention.walking import Known
from kortisto.register.access import current
from kortisto.register.access.rules import NotPermittedError
from kortisto.register.audit.enums import Door
from kortisto.register.audit.operations import open_access
from kortisto.register.audit.values import Access, Actor
from kortisto.register.ledger.enums import Reason


class RestrictionProblem(StrEnum):
    """Why a subject cannot be restricted, or a restriction not be lifted."""

    RESTRICTED_ALREADY = "restricted already"
    PURPOSE = "purpose"  # no purpose of the declaration
    UNTIL_PAST = "until past"
    NO_REASON = "no reason"
    NOT_TOLD = "not told"  # the person is told before it is lifted (Article 18(3))
    LIFTED = "lifted"
    ERASED = "erased"  # what stays after an erasure serves nothing else any more


class RestrictionRefusedError(ValueError):
    """The law or the declaration does not allow it."""

    def __init__(self, problem: RestrictionProblem) -> None:
        super().__init__(problem.value)
        self.problem = problem


class RestrictionNotFoundError(LookupError):
    """There is no such restriction."""


@transaction.atomic
def restrict(
    *,
    kind: SubjectKind,
    subject: UUID,
    ground: RestrictionGround,
    purposes: Collection[str] = (),
    until: date | None = None,
    by: Access,
    at: datetime,
) -> UUID:
    """Hide a subject from all purposes but these, and those under them; return the id of the restriction.

    `until`: its last day. It ends by itself after that day where the person has been told by then (Article 18(3), see
    `tell_of_lifting`); where not, it goes on and waits for somebody. Raises RestrictionRefusedError,
    NoSuchSubjectError, NotPermittedError.
    """
    _require(by)
    compiled = current.compiled()
    if not set(purposes) <= compiled.declaration.purposes.keys():
        raise RestrictionRefusedError(RestrictionProblem.PURPOSE)
    if until is not None and until <= civil_day(at):
        raise RestrictionRefusedError(RestrictionProblem.UNTIL_PAST)
    lock(kind, subject)
    standing = Restriction.objects.filter(**columns_of(kind, subject), lifted_at=None)
    if standing.exclude(ground=RestrictionGround.ERASED.value).exists():
        raise RestrictionRefusedError(RestrictionProblem.RESTRICTED_ALREADY)
    row = Restriction.objects.create(
        **columns_of(kind, subject), ground=ground.value, purposes=readers(purposes), since=at,
        restricted_by=by.actor.id, until=until,
    )  # fmt: skip
    enter_restriction(row, Reason.REQUEST)
    _record(by, "restriction.begin", kind, subject)
    return row.id


@transaction.atomic
def tell_of_lifting(*, restriction_id: UUID, told_on: date, by: Access, at: datetime) -> None:
    """Record that the person was told that the restriction will be lifted (Article 18(3)). It stands until then.

    Raises RestrictionRefusedError, RestrictionNotFoundError, NotPermittedError.
    """
    _require(by)
    row = _standing(restriction_id)
    if told_on > civil_day(at):
        raise RestrictionRefusedError(RestrictionProblem.NOT_TOLD)
    row.told_on = told_on
    row.save(update_fields=["told_on"])
    _record(by, "restriction.tell", *whose(row.person_id, row.organisation_id))


@transaction.atomic
def lift_restriction(
    *, restriction_id: UUID, reason: str, told_on: date | None = None, by: Access, at: datetime
) -> None:
    """End a restriction, once the person has been told that it ends (Article 18(3)).

    `told_on`: when the person was told; without it, what was recorded before. Raises RestrictionRefusedError,
    RestrictionNotFoundError, NotPermittedError.
    """
    _require(by)
    row = _standing(restriction_id)
    if not reason.strip():
        raise RestrictionRefusedError(RestrictionProblem.NO_REASON)
    told_on = told_on or row.told_on
    if told_on is None or told_on > civil_day(at):
        raise RestrictionRefusedError(RestrictionProblem.NOT_TOLD)
    _lift(row, reason=reason.strip(), told_on=told_on, by=by, at=at)


def end_restrictions_on_their_day(*, by: Actor, at: datetime, channel: Door) -> int:
    """Lift those whose last day is over and whose subject was told; return how many. The others wait for somebody."""
    with (
        transaction.atomic(),
        open_access(by=by, purpose=PURPOSE, basis=Basis.LEGAL_OBLIGATION, at=at, channel=channel) as access,
    ):
        rows = Restriction.objects.select_for_update().filter(
            lifted_at=None, until__lt=civil_day(at), told_on__isnull=False, ground__in=[one.value for one in ARTICLE_18]
        )
        over = list(rows.order_by("pk"))
        for row in over:
            _lift(row, reason="", told_on=row.told_on, by=access, at=at)
        access.record("restriction.end")
    return len(over)


def _standing(restriction_id: UUID) -> Restriction:
    """Return a restriction that can be lifted, locked."""
    row = Restriction.objects.select_for_update().filter(pk=restriction_id).first()
    if row is None:
        raise RestrictionNotFoundError(restriction_id)
    if row.ground == RestrictionGround.ERASED.value:
        raise RestrictionRefusedError(RestrictionProblem.ERASED)
    if row.lifted_at is not None:
        raise RestrictionRefusedError(RestrictionProblem.LIFTED)
    return row


def _lift(row: Restriction, *, reason: str, told_on: date | None, by: Access, at: datetime) -> None:
    row.lifted_at, row.lifted_by, row.lift_reason, row.told_on = at, by.actor.id, reason, told_on
    row.save(update_fields=["lifted_at", "lifted_by", "lift_reason", "told_on"])
    enter_lifting(row)
    _record(by, "restriction.lift", *whose(row.person_id, row.organisation_id))


def restrict_by_rules(*, known: Collection[Known], by: Access, at: datetime, now: datetime) -> list[UUID]:
    """Restrict the subjects all of whose data have come to the end of their time by rules that say so.

    Who holds a datum whose time still runs, or that is to be erased, is not hidden: that datum is still in use, or goes
    first. Who is restricted already stays so. Returns whom it has restricted.
    """
    found = []
    for one in known:
        if one.state.restricted is not None or not one.state.data:
            continue
        ended = due(current.compiled(), subject=one.state, at=at)
        actions = [fallen.action for fallen in ended]
        if len(ended) < len(one.state.data) or any(action.kind is not ActionKind.RESTRICT for action in actions):
            continue
        readable = set.intersection(*(set(action.readable_for) for action in actions))
        row = Restriction.objects.create(
            **columns_of(one.kind, one.id), ground=RestrictionGround.RULE.value, rule=ended[0].action_rule,
            purposes=readers(readable), since=now,
        )  # fmt: skip
        enter_restriction(row, Reason.RULE)
        _record(by, "restriction.begin", one.kind, one.id)
        found.append(one.id)
    return found


def _require(by: Access) -> None:
    if not rules.may_restrict(by.actor):
        raise NotPermittedError(
            by=by.actor, permission=rules.RESTRICT, at=by.at, channel=by.channel, request_id=by.request_id
        )


def _record(by: Access, action: str, kind: SubjectKind, subject: UUID) -> None:
    people = [subject] if kind is SubjectKind.PERSON else []
    by.record(action, object_kind=kind, object_id=subject, subjects=people)
