"""Jobs that have failed for good, for whoever must know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max
from procrastinate.contrib.django.models import ProcrastinateEvent


@dataclass(frozen=True, slots=True)
class Failure:
    """The last failure of a task."""

    task: str
    at: datetime


def failures() -> tuple[Failure, ...]:
    """Return each task that has failed after all its attempts, with the last time; the newest first."""
    failed = ProcrastinateEvent.objects.filter(type="failed", job__status="failed")
    rows = failed.values("job__task_name").annotate(last=Max("at")).order_by("-last")
    return tuple(Failure(row["job__task_name"], row["last"]) for row in rows)
