"""Counts what will fall due on which day, for the calendar, which then reads nobody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime

from django.db import transaction

from kortisto.declaration.civil_time import civil_day
from kortisto.declaration.endings import due
from kortisto.declaration.words import Basis
from kortisto.lib.batches import batched
from kortisto.privacy.retention.enums import PURPOSE, SubjectKind
from kortisto.privacy.retention.models import Forecast
from kortisto.privacy.retention.queries import PORTION
from kortisto.privacy.retention.walking import learn, subject_ids
from kortisto.register.access import current
from kortisto.register.audit.enums import Door
from kortisto.register.audit.operations import open_access
from kortisto.register.audit.values import Actor

FORECAST = "forecast"
"""The task that counts, by name."""
_AT_ONCE = 20 * PORTION
"""Subjects that are read in one transaction, which is one line in the log."""


def forecast(*, by: Actor, at: datetime, channel: Door, progress: Callable[[int], None] | None = None) -> int:
    """Count anew what falls due on which day; return how many data have a day. The old numbers stay until the end."""
    counted: Counter[tuple[date, str, str, str]] = Counter()
    looked_at = 0
    for kind in SubjectKind:
        with _reading(by, at, channel):
            ids = list(subject_ids(kind))
        for some in batched(ids, _AT_ONCE):
            with _reading(by, at, channel):
                for portion in batched(some, PORTION):
                    for known in learn(kind, portion).values():
                        counted.update(
                            (civil_day(one.at), one.item, one.rule, one.action.kind.value)
                            for one in due(current.compiled(), subject=known.state)
                            if one.at is not None
                        )
                    looked_at += len(portion)
                    if progress is not None:
                        progress(looked_at)
    version = current.version()
    rows = [
        Forecast(due_on=day, item=item, rule=rule, action=action, data=number, counted_at=at, declaration=version)
        for (day, item, rule, action), number in sorted(counted.items())
    ]
    with transaction.atomic():
        Forecast.objects.all().delete()
        Forecast.objects.bulk_create(rows, batch_size=5000)
    return counted.total()


@contextmanager
def _reading(by: Actor, at: datetime, channel: Door) -> Iterator[None]:
    """The door for counting; its line in the log names nobody, because nobody is shown to anybody."""
    basis = Basis.LEGAL_OBLIGATION
    with open_access(by=by, purpose=PURPOSE, basis=basis, at=at, channel=channel) as access:
        yield
        access.record("retention.forecast")
