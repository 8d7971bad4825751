"""Who of the staff may watch over retention, open holds, and confirm that a need is over; what goes at once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from kortisto.declaration.civil_time import civil_day, end_after, last_day_before
from kortisto.declaration.compiled import Compiled, HoldPlan
from kortisto.declaration.model import Run
from kortisto.declaration.periods import AT_ONCE
from kortisto.register.access import current, rules
from kortisto.register.audit.enums import ActorKind
from kortisto.register.audit.values import Actor

OVERSEE, CERTIFICATES, SWEEP = "retention.oversee", "certificates.read", "retention.sweep"
ERASE = "retention.erase"
HOLDS = "holds.manage"
RESTRICT = "restrictions.manage"
"""Words of permissions.yaml: which roles have them stands in roles.yaml, and levels may hold them."""

SYSTEM = "the system"
"""The word of the declaration for what the program opens by itself."""


class AskedLaterError(ValueError):
    """The day on which a request is said to have arrived lies ahead."""


def require_not_later(asked_on: date | None, at: datetime) -> None:
    """Refuse a day of a request that lies ahead. Raises AskedLaterError."""
    if asked_on is not None and asked_on > civil_day(at):
        raise AskedLaterError(asked_on)


def may_oversee(actor: Actor) -> bool:
    """Return whether somebody may see of whom something is due."""
    return rules.may(actor, OVERSEE)


def may_read_certificates(actor: Actor) -> bool:
    """Return whether somebody may read certificates, which tell of nobody."""
    return rules.may(actor, CERTIFICATES)


def may_sweep(actor: Actor) -> bool:
    """Return whether somebody may have erased what is due, and cancel that."""
    return rules.may(actor, SWEEP)


def may_erase(actor: Actor) -> bool:
    """Return whether somebody may erase a person or an organisation before their time."""
    return rules.may(actor, ERASE)


def may_see_holds(actor: Actor) -> bool:
    """Return whether somebody may see the list of holds: to watch over them, or to look after those of their role."""
    return may_oversee(actor) or rules.may(actor, HOLDS)


def may_restrict(actor: Actor) -> bool:
    """Return whether somebody may restrict data, see whose are restricted, and lift that."""
    return rules.may(actor, RESTRICT)


def may_open(actor: Actor, plan: HoldPlan) -> bool:
    """Return whether somebody may open, postpone and end a hold: a role that the declaration names, and the permission.

    An operator at the command line has no role, and so opens none.
    """
    if actor.kind is ActorKind.JOB:
        return SYSTEM in plan.node.opened_by
    return rules.may(actor, HOLDS) and is_one_of(actor, plan.node.opened_by)


def is_one_of(actor: Actor, roles: Iterable[str]) -> bool:
    """Return whether one of the actor's roles is among these."""
    return not set(actor.roles or (actor.role,)).isdisjoint(roles)


def holds_to_open(actor: Actor) -> tuple[HoldPlan, ...]:
    """Return the holds of the declaration that somebody may open."""
    return tuple(plan for plan in current.compiled().holds.values() if may_open(actor, plan))


def holds_to_see(actor: Actor) -> frozenset[str]:
    """Return the ids of the holds that somebody may see in the list: all, or those that they may open."""
    if may_oversee(actor):
        return frozenset(current.compiled().holds)
    return frozenset(plan.node.id for plan in holds_to_open(actor))


def latest_review(plan: HoldPlan, *, opened: datetime, at: datetime) -> date:
    """Return the last day that may be named for the next review: within the rhythm, and within the maximum."""
    ends = [end_after(at, plan.node.review_every)]
    if plan.node.at_most is not None and not plan.node.at_most.permanent:
        ends.append(end_after(opened, plan.node.at_most))
    return last_day_before(min(ends))


def reviews_to_make(actor: Actor) -> frozenset[str]:
    """Return the ids of the rules under which the declaration has somebody's roles confirm that the need is over."""
    rules_ = current.compiled().declaration.retention.values()
    return frozenset(rule.id for rule in rules_ if rule.review is not None and is_one_of(actor, rule.review.by))


def reviews_to_see(actor: Actor) -> frozenset[str]:
    """Return the ids of the rules whose reviews somebody may see: all who watch over retention, else one's own."""
    if not may_oversee(actor):
        return reviews_to_make(actor)
    return frozenset(rule.id for rule in current.compiled().declaration.retention.values() if rule.review is not None)


def may_see_reviews(actor: Actor) -> bool:
    """Return whether somebody may see what waits for a review: whose turn it may be, or who watches over it."""
    return may_oversee(actor) or bool(reviews_to_make(actor))


def is_asked_for(actor: Actor, run: Run) -> bool:
    """Return whether a regular run of the declaration is work of one of the actor's roles."""
    return is_one_of(actor, run.by)


def may_do(actor: Actor, run: Run | None) -> bool:
    """Return whether somebody may record that a regular run was done: whose work it is, or who watches over it."""
    return may_oversee(actor) or (run is not None and is_asked_for(actor, run))


def may_see_regular_runs(actor: Actor) -> bool:
    """Return whether somebody may see which regular runs are due and were done; they tell of nobody."""
    runs = current.compiled().declaration.runs.values()
    return may_oversee(actor) or may_read_certificates(actor) or any(is_asked_for(actor, run) for run in runs)


def items_kept_at_once(compiled: Compiled) -> frozenset[str]:
    """Return the items that a rule keeps no longer than what they are needed for."""
    return frozenset(
        item
        for item, uses in compiled.holding.items()
        if any(plan.rule.at_most == AT_ONCE for use in uses for plan, _groups in use.rules_of(item, None))
    )
