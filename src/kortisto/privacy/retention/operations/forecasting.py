"""Counts what will fall due on which day, for the calendar, which then reads nobody."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from kortisto.declaration.compiled import Compiled
from kortisto.declaration.words import ActionKind, Basis
from kortisto.privacy.retention.enums import PURPOSE
from kortisto.privacy.retention.models import Forecast
from kortisto.privacy.retention.operations.settling import settle
from kortisto.privacy.retention.queries.falling_due import by_day
from kortisto.register.access import current
from kortisto.register.audit.enums import Door
from kortisto.register.audit.operations import open_access
from kortisto.register.audit.values import Actor

FORECAST = "forecast"
"""The task that counts, by name."""


def forecast(*, by: Actor, at: datetime, channel: Door) -> int:
    """Count anew what falls due on which day; return how many data have a day. The old numbers stay until the end.

    The line in the log names nobody, because nobody is shown to anybody.
    """
    settle(by=by, at=at, channel=channel)
    declared = current.compiled()
    with open_access(by=by, purpose=PURPOSE, basis=Basis.LEGAL_OBLIGATION, at=at, channel=channel) as access:
        access.record("retention.forecast")
        counted = by_day(declared, at=at)
    rows = [
        Forecast(
            due_on=day,
            item=item,
            rule=rule,
            action=_action(declared, rule).value,
            data=number,
            counted_at=at,
            declaration=declared.version,
        )
        for (day, item, rule), number in sorted(counted.items())
    ]
    with transaction.atomic():
        Forecast.objects.all().delete()
        Forecast.objects.bulk_create(rows, batch_size=5000)
    return counted.total()


def _action(declared: Compiled, rule: str) -> ActionKind:
    """Return what the rule says; of what none covers any longer nothing but deletion is left."""
    node = declared.declaration.retention.get(rule.removeprefix("retention."))
    return node.then.kind if node is not None else ActionKind.DELETE
