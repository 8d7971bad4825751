"""What a rule keeps no longer than its purpose (`keep: at once`) does not wait for the night.

Sensitive data are destroyed immediately when what they were needed for is over, where the notice says so. A look every
few minutes finds who holds such data and of whom something has fallen due; who that is goes the way of the sweep.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterator
from contextlib import suppress
from datetime import datetime
from typing import cast
from uuid import UUID

from django.db.models import Model, QuerySet

from kortisto.declaration.civil_time import civil_day
from kortisto.declaration.holdings import Column, Holding, registry
from kortisto.declaration.words import Basis
from kortisto.lib.batches import batched
from kortisto.privacy.retention.enums import PURPOSE, SubjectKind
from kortisto.privacy.retention.models import Agenda
from kortisto.privacy.retention.operations.settling import settle
from kortisto.privacy.retention.operations.single import sweep_subject
from kortisto.privacy.retention.planning import plan_of
from kortisto.privacy.retention.queries import PORTION
from kortisto.privacy.retention.rules import items_kept_at_once
from kortisto.privacy.retention.stuck import concerns_all
from kortisto.privacy.retention.walking import learn
from kortisto.register.access import current
from kortisto.register.audit.enums import Door
from kortisto.register.audit.operations import UnrecordedAccessError, open_access
from kortisto.register.audit.values import Actor

_MOST = 500
"""Subjects at whom one look looks: more than so many are for the sweep of the night."""
_log = logging.getLogger(__name__)


def sweep_what_goes_at_once(*, by: Actor, at: datetime, channel: Door) -> int:
    """Erase what is due of those of whom an item that is kept at once has fallen due; return of how many.

    Costs nothing where no rule of the notice says so. Who cannot be erased is left to the sweep of the night, which
    sets them aside and shows them.
    """
    items = items_kept_at_once(current.compiled())
    if not items:
        return 0
    settle(by=by, at=at, channel=channel)
    done = 0
    for kind in SubjectKind:
        for subject in _due(kind, items, by=by, at=at, channel=channel):
            try:
                done += sweep_subject(kind=kind, subject=subject, by=by, at=at, channel=channel) is not None
            except Exception as error:
                if concerns_all(error):
                    raise
                _log.warning("data that go at once could not be erased", extra={"error": type(error).__name__})
    return done


def _due(kind: SubjectKind, items: Collection[str], *, by: Actor, at: datetime, channel: Door) -> list[UUID]:
    """Return the subjects of whom one of these items goes at this moment.

    The look leaves no line in the log, which one every few minutes would bury: what it finds is erased with lines.
    """
    found: list[UUID] = []
    with (
        suppress(UnrecordedAccessError),
        open_access(by=by, purpose=PURPOSE, basis=Basis.LEGAL_OBLIGATION, at=at, channel=channel),
    ):
        holders = sorted({id_ for rows in _rows(kind, items) for id_ in _whose(kind, rows, at)})
        for portion in batched(holders[:_MOST], PORTION):
            plans = (plan_of(one, at) for one in learn(kind, portion).values())
            found += [plan.known.id for plan in plans if any(one.item in items for one in plan.going)]
    return found


def _rows(kind: SubjectKind, items: Collection[str]) -> Iterator[tuple[Holding, QuerySet[Model]]]:
    """Yield the rows of each table that may hold one of these items."""
    for holding in registry():
        if _path(holding, kind) is None or holding.collected is None:
            continue
        rows = cast("type[Model]", holding.model)._default_manager.all()
        columns = [one for one in holding.columns.values() if isinstance(one, Column)]
        if any(one.item in items for one in columns):
            yield holding, rows
            continue
        for name in {one.named_by for one in columns if one.named_by}:
            yield holding, rows.filter(**{f"{name}__in": sorted(items)})


def _whose(kind: SubjectKind, rows: tuple[Holding, QuerySet[Model]], at: datetime) -> Iterator[UUID]:
    holding, found = rows
    path = _path(holding, kind) or "pk"
    due = Agenda.objects.filter(kind=kind.value, next_on__lte=civil_day(at)).values("subject")
    yield from found.filter(**{f"{path}__in": due}).values_list(path, flat=True).distinct()


def _path(holding: Holding, kind: SubjectKind) -> str | None:
    return holding.subject if kind is SubjectKind.PERSON else holding.organisation
