"""What an erasure leaves: restricted to the purposes that keep it, until it goes in its own time.

The erasure ends every ground but those of the law, and holds for a while. So what stays may serve those purposes alone
(Articles 5(1)(b) and 17(3)(b)). The database hides it from all others by the same policy as what is restricted under
Article 18, and when less keeps it, fewer see it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from kortisto.privacy.retention.enums import RestrictionGround, SubjectKind
from kortisto.privacy.retention.models import Erasure, Restriction
from kortisto.privacy.retention.planning import Plan, is_restricted_after, keepers_of, readers
from kortisto.privacy.retention.restricting_again import enter_restriction
from kortisto.privacy.retention.subject import columns_of
from kortisto.register.audit.values import Access
from kortisto.register.ledger.enums import Reason


def keep_for_what_keeps_it(
    plan: Plan, *, asked_on: date, on_request: bool, by: Access, at: datetime, reason: Reason
) -> UUID | None:
    """Restrict what an erasure has left, and remember since when it holds; return the id of a restriction that begins.

    None: nothing has stayed, or it is restricted already, or not restricted at all (see `is_restricted_after`).
    Within the transaction that erases.
    """
    if not is_restricted_after(plan):
        return None
    whose = columns_of(plan.known.kind, plan.known.id)
    kept, _new = Erasure.objects.get_or_create(
        **whose,
        defaults={"asked_on": asked_on, "on_request": on_request, "carried_out_at": at, "carried_out_by": by.actor.id},
    )
    if kept.carried_out_at != at:  # asked for again: the first request goes on holding, and reaches further
        kept.carried_out_at, kept.carried_out_by = at, by.actor.id
        kept.on_request = kept.on_request or on_request
        kept.save(update_fields=["carried_out_at", "carried_out_by", "on_request"])
    purposes = readers(keepers_of(plan, at))
    standing = Restriction.objects.filter(**whose, lifted_at=None, ground=RestrictionGround.ERASED.value)
    if standing.exists():
        standing.update(purposes=purposes)
        return None
    row = Restriction.objects.create(
        **whose, ground=RestrictionGround.ERASED.value, purposes=purposes, since=at, restricted_by=by.actor.id
    )
    enter_restriction(row, reason, erasure=kept)
    people = [plan.known.id] if plan.known.kind is SubjectKind.PERSON else []
    by.record("restriction.begin", object_kind=plan.known.kind, object_id=plan.known.id, subjects=people)
    return row.id


def narrow(plans: Iterable[Plan], *, at: datetime) -> None:
    """See that what earlier erasures left is seen only by what still keeps some of it, after plans were carried out."""
    after = {plan.known.id: plan for plan in plans if plan.known.state.erasure is not None and not plan.whole}
    if not after:
        return
    rows = Restriction.objects.filter(Q(person__in=after) | Q(organisation__in=after), lifted_at=None)
    for row in rows.filter(ground=RestrictionGround.ERASED.value):
        purposes = readers(keepers_of(after[row.person_id or row.organisation_id], at))  # type: ignore[index] # one is there
        if purposes != row.purposes:
            row.purposes = purposes
            row.save(update_fields=["purposes"])
