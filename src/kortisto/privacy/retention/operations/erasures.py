"""Erasing one subject, because somebody who may has decided so or because the person has asked for it.

The plan is made anew inside the transaction that carries it out, of rows that are locked: an import or a merge that was
quicker is seen, and one that comes later finds nobody. Done twice, the second time finds nothing left to do.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, OperationalError, connection, transaction

from kortisto.declaration.civil_time import civil_day
from kortisto.declaration.words import Basis, Operation
from kortisto.privacy.retention import rules
from kortisto.privacy.retention.enums import PURPOSE, Outcome, SubjectKind
from kortisto.privacy.retention.erasing import carry_out
from kortisto.privacy.retention.planning import asked, plan_of, reach_of_plans
from kortisto.privacy.retention.queries.erasure import ErasurePlan, shown
from kortisto.privacy.retention.remaining import keep_for_what_keeps_it
from kortisto.privacy.retention.walking import learn
from kortisto.register.access import rules as access_rules
from kortisto.register.access.operations import DeniedError
from kortisto.register.audit.enums import ActorKind, Door
from kortisto.register.audit.operations import open_access
from kortisto.register.audit.values import Access, Actor
from kortisto.register.ledger.enums import Reason

_IN_THE_WAY = frozenset({"40P01", "55P03"})
"""What PostgreSQL says when two wait for each other, or one has waited too long (Appendix A of its manual)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """How an erasure ended. `plan`: what was done, None where nothing was. `rows`: how many went, by table."""

    outcome: Outcome
    plan: ErasurePlan | None = None
    rows: Mapping[str, int] = field(default_factory=dict)


@contextmanager
def decide_on_erasure(*, by: Actor, at: datetime, channel: Door, request_id: str = "") -> Iterator[Access]:
    """Open the door for whoever may erase somebody before their time: to see what it would do, and to do it.

    Raises NotPermittedError, and DeniedError for who has yet to sign the undertaking.
    """
    access_rules.require(by=by, permission=rules.ERASE, at=at, channel=channel, request_id=request_id)
    if by.kind is ActorKind.USER and access_rules.must_sign(by):
        raise DeniedError(
            by=by, purpose=PURPOSE, operation=Operation.ERASE, at=at, channel=channel, request_id=request_id,
            no_undertaking=True,
        )  # fmt: skip
    basis = Basis.LEGAL_OBLIGATION
    with open_access(by=by, purpose=PURPOSE, basis=basis, at=at, channel=channel, request_id=request_id) as access:
        yield access


def erase(
    *,
    kind: SubjectKind,
    subject: UUID,
    by: Actor,
    at: datetime,
    channel: Door,
    request_id: str = "",
    asked_on: date | None = None,
    seen: str | None = None,
) -> Erased:
    """Erase a subject as far as law and holds let it; what stays, stays as the plan says, for what keeps it alone.

    `asked_on`: the day on which the request of the person arrived (Article 17); without it, somebody who may has
    decided so now. Whatever was collected until now is reached, also after that day. `seen`: the digest of the plan
    that was shown before; where it would be another by now, nothing is erased. Raises NotPermittedError, DeniedError,
    and rules.AskedLaterError for a day to come; every other end is an outcome.
    """
    rules.require_not_later(asked_on, at)
    try:
        # A savepoint of its own: what is taken back because somebody is in the way takes nothing else back.
        with (
            transaction.atomic(),
            decide_on_erasure(by=by, at=at, channel=channel, request_id=request_id) as access,
        ):
            return _erase(kind, subject, access, at=at, asked_on=asked_on, seen=seen)
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") in _IN_THE_WAY:
            return Erased(outcome=Outcome.BUSY)
        raise


def _erase(
    kind: SubjectKind,
    subject: UUID,
    access: Access,
    *,
    at: datetime,
    asked_on: date | None,
    seen: str | None,
) -> Erased:
    reason = Reason.REQUEST if asked_on is not None else Reason.USER
    with connection.cursor() as cursor:
        # What the database refuses it refuses at once, where it can still be taken back alone.
        cursor.execute("set constraints all immediate")
    person = (subject,) if kind is SubjectKind.PERSON else ()
    known = learn(kind, [subject], locked=True).get(subject)
    if known is None:
        access.record("erasure.do", object_kind=kind, object_id=subject, subjects=person)
        return Erased(outcome=Outcome.GONE)
    plan = plan_of(asked(known, asked_on or at, at), at)
    view = shown(known, plan, reach_of_plans([plan]), at, to=access.actor, asked_on=asked_on)
    if seen is not None and seen != view.digest:
        access.record("erasure.plan", object_kind=kind, object_id=subject, subjects=person)
        return Erased(outcome=Outcome.CHANGED)
    try:
        done = carry_out([plan], at=at, reason=reason)
    except IntegrityError:
        access.record("erasure.do", object_kind=kind, object_id=subject, subjects=person)
        return Erased(outcome=Outcome.REFUSED)
    keep_for_what_keeps_it(
        plan, asked_on=asked_on or civil_day(at), on_request=asked_on is not None, by=access, at=at, reason=reason
    )
    subjects = (*person, *done.others)
    access.record("erasure.do", object_kind=kind, object_id=subject, subjects=subjects, items=done.items)
    return Erased(outcome=Outcome.DONE if view.does_something else Outcome.NOTHING, plan=view, rows=dict(done.rows))
