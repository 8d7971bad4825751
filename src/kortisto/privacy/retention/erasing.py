"""Carries plans out: all that goes of a subject goes in one transaction, with what hangs on it and what repeats it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Model

from kortisto.declaration.holdings import Holding, tell_followers
from kortisto.privacy.retention.anonymising import (
    Left,
    contributions_of,
    count_among_others,
    left_by,
    written_anew,
)
from kortisto.privacy.retention.ledgering import enter_erasure
from kortisto.privacy.retention.planning import Plan, emptied_by, reach_of_plans
from kortisto.privacy.retention.remembering import remember
from kortisto.register.ledger.enums import Reason


@dataclass(slots=True)
class Done:
    """What was done to some subjects.

    `others`: people who were none of them and of whom a row went along. `holds`: how many data each hold of the
    declaration keeps, by its ref. `anonymised`: how many rows live on without anybody, by table: written anew for their
    other owner, or counted among those of others.
    """

    subjects: list[UUID] = field(default_factory=list)
    touched: list[UUID] = field(default_factory=list)
    others: list[UUID] = field(default_factory=list)
    items: Counter[str] = field(default_factory=Counter)
    rows: Counter[str] = field(default_factory=Counter)
    rules: Counter[str] = field(default_factory=Counter)
    held_back: Counter[str] = field(default_factory=Counter)
    holds: Counter[str] = field(default_factory=Counter)
    anonymised: Counter[str] = field(default_factory=Counter)


def carry_out(
    plans: Sequence[Plan], *, at: datetime, reason: Reason = Reason.RULE, left: Sequence[Left] | None = None
) -> Done:
    """Erase what goes of some subjects, all of it or nothing, and count it. Raises whatever stops it.

    Whoever calls it sets a subject aside that cannot be erased, and goes on with the others. `at`: now, as
    the ledger has it. `left`: what is counted among the rows of others, where that is known already; else as the
    declaration says.
    """
    done = Done()
    for plan in plans:
        done.held_back += plan.held_back
        done.holds += plan.holds
    _erase([plan for plan in plans if plan.delete or plan.clear or plan.cut or plan.renew], done, at, reason, left)
    return done


def _erase(plans: Sequence[Plan], done: Done, at: datetime, reason: Reason, kept: Sequence[Left] | None) -> None:
    """Erase what goes of some subjects, all or nothing, and count it."""
    kept = left_by(plans) if kept is None else kept
    with transaction.atomic():
        enter_erasure(plans, kept, at=at, reason=reason)
        reach = reach_of_plans(plans)  # before anything is emptied: what repeats it is found by what stands there
        for (model, columns), keys in emptied_by(plans).items():
            model._default_manager.filter(pk__in=keys).update(**{name: _empty(model, name) for name in columns})
            tell_followers(model, keys, columns)
        for holding, keys in _rows_of(plans).items():
            remember(holding, keys)
        left, anew = contributions_of(kept), written_anew(plans)
        rows = reach.carry_out()
        for model, made in anew.items():
            model._default_manager.bulk_create(made)
            done.anonymised[model.__name__] += len(made)
        done.anonymised += count_among_others(left)
    done.rows += rows
    done.others += [UUID(str(one)) for one in reach.others]
    for plan in plans:
        done.rules += Counter(one.rule for one in plan.going)
        done.items += Counter(one.item for one in plan.going)
        done.touched.append(plan.known.id)
        if plan.whole:
            done.subjects.append(plan.known.id)


def _rows_of(plans: Sequence[Plan]) -> dict[Holding, list[object]]:
    rows: dict[Holding, list[object]] = {}
    for plan in plans:
        for row in (*plan.delete, *plan.cut, *plan.renew):  # what is cut loose tells no longer of the subject either
            rows.setdefault(row.holding, []).append(row.pk)
    return rows


def _empty(model: type[Model], name: str) -> object:
    return None if model._meta.get_field(name).null else ""
