"""What a record of a regular run says, its hash, and when the next one is due."""

from __future__ import annotations

from datetime import date

from kortisto.declaration.civil_time import add_to_day, civil_day, end_after, instant
from kortisto.declaration.model import Run
from kortisto.privacy.retention.certifying import canonical, digest_of
from kortisto.privacy.retention.models import RegularRun

DONE = "regular_run.done"
_KIND = "regular run sha256:"


def next_date(day: date, run: Run) -> date | None:
    """Return the last day on which a run that was done on a day is in time again; None when it never is."""
    if run.every.permanent:
        return None
    if run.every.civil:
        return add_to_day(day, run.every)
    return civil_day(end_after(instant(day), run.every))


def digest_of_record(record: RegularRun) -> str:
    """Return the SHA-256 of what a record says, in hexadecimal."""
    return digest_of(
        canonical(
            {
                "id": str(record.id),
                "run": record.run,
                "kind": record.kind,
                "due_on": record.due_on.isoformat(),
                "done_at": record.done_at.isoformat() if record.done_at else None,
                "done_by": str(record.done_by) if record.done_by else None,
                "note": record.note,
                "proof": record.proof,
                "declaration": record.declaration,
            }
        )
    )


def object_kind_of_record(digest: str) -> str:
    """Return what a line of the log says that it is about: the record of a regular run with this hash."""
    return f"{_KIND}{digest}"
