"""Carries plans out: all that goes of a subject goes in one transaction, with what only repeats it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import cast
from uuid import UUID

from django.db import transaction
from django.db.models import Model

from kortisto.declaration.holdings import Holding, tell_followers
from kortisto.privacy.retention.planning import Plan
from kortisto.privacy.retention.walking import objects


@dataclass(slots=True)
class Done:
    """What was done to some subjects. `holds`: how many data each hold of the declaration keeps, by its ref."""

    subjects: list[UUID] = field(default_factory=list)
    touched: list[UUID] = field(default_factory=list)
    items: Counter[str] = field(default_factory=Counter)
    rows: Counter[str] = field(default_factory=Counter)
    rules: Counter[str] = field(default_factory=Counter)
    held_back: Counter[str] = field(default_factory=Counter)
    holds: Counter[str] = field(default_factory=Counter)


def carry_out(plans: Sequence[Plan]) -> Done:
    """Erase what goes of some subjects, all of it or nothing, and count it. Raises whatever stops it.

    Whoever calls it sets a subject aside that cannot be erased, and goes on with the others.
    """
    done = Done()
    for plan in plans:
        done.held_back += plan.held_back
        done.holds += plan.holds
    _erase([plan for plan in plans if plan.going], done)
    return done


def _erase(plans: Sequence[Plan], done: Done) -> None:
    """Erase what goes of some subjects, all or nothing, and count it."""
    rows: Counter[str] = Counter()
    clear: dict[tuple[Holding, tuple[str, ...]], list[object]] = {}
    delete: dict[Holding, list[object]] = {}
    roots: dict[Holding, list[object]] = {}
    for plan in plans:
        for row, columns in plan.clear:
            clear.setdefault((row.holding, columns), []).append(row.pk)
        for row in plan.delete:
            (roots if plan.is_root(row) else delete).setdefault(row.holding, []).append(row.pk)
    with transaction.atomic():
        for (holding, columns), keys in clear.items():
            model = cast("type[Model]", holding.model)
            objects(holding).filter(pk__in=keys).update(**{name: _empty(model, name) for name in columns})
            tell_followers(holding.model, keys, columns)
        # The subjects' own rows last: what hangs on them has its own decision and its own count.
        for holding, keys in [*delete.items(), *roots.items()]:
            tell_followers(holding.model, keys)
            _, by_model = objects(holding).filter(pk__in=keys).delete()
            rows.update({label.rpartition(".")[2]: number for label, number in by_model.items()})
    done.rows += rows
    for plan in plans:
        done.rules += Counter(one.rule for one in plan.going)
        done.items += Counter(one.item for one in plan.going)
        done.touched.append(plan.known.id)
        if any(plan.is_root(row) for row in plan.delete):
            done.subjects.append(plan.known.id)


def _empty(model: type[Model], name: str) -> object:
    return None if model._meta.get_field(name).null else ""
