"""Checks the log and keeps what was found, so that the pages can say when it was last whole."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from kortisto.lib.signed_notes import Verifier
from kortisto.register.audit.enums import Door
from kortisto.register.audit.models import Verification
from kortisto.register.audit.operations import record
from kortisto.register.audit.range_check import Finding
from kortisto.register.audit.values import Actor
from kortisto.register.audit.verifying import Progress, Report, verify
from kortisto.register.audit.witnesses import Witness

VERIFIED = "audit.verify"


def check(
    *,
    by: Actor,
    at: datetime,
    channel: Door,
    verifier: Verifier,
    witnesses: Sequence[Witness] = (),
    processes: int = 1,
    progress: Progress | None = None,
    request_id: str = "",
) -> Report:
    """Verify the whole log, keep the outcome, and record that it was done. Raises as `verifying.verify`."""
    report = verify(at=at, verifier=verifier, witnesses=witnesses, processes=processes, progress=progress)
    Verification.objects.create(
        at=at, by=by.id, size=report.size, lines=report.lines, findings=[_kept(one) for one in report.findings]
    )
    record(by=by, action=VERIFIED, at=at, channel=channel, object_kind="audit_log", request_id=request_id)
    return report


def prepare_months(*, at: datetime, ahead: int = 2) -> None:
    """Make the partitions of this month and of the next ones, where they are missing."""
    with connection.cursor() as cursor:
        cursor.execute("select audit_prepare_months(%s, %s)", (at.date().replace(day=1), ahead))


def _kept(one: Finding) -> dict[str, Any]:
    return {
        "kind": one.kind.value, "first": one.first, "last": one.last, "event": str(one.event or ""),
        "detail": one.detail,
    }  # fmt: skip
