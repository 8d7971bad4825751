"""Subjects that could not be erased: set aside with a reason that names no value, tried again by every sweep."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import DatabaseError, DataError, IntegrityError, InterfaceError, OperationalError
from django.db.models import F

from kortisto.declaration.holdings import follows_erasure
from kortisto.privacy.retention.enums import StuckReason, SubjectKind
from kortisto.privacy.retention.models import Stuck, TrialSample
from kortisto.privacy.retention.walking import root_of
from kortisto.register.audit.operations import LogRefusedError

_OF_ALL = ("08", "53", "57P", "58", "XX", "40")
"""Classes of SQLSTATE that say that something is in the way of everybody: connection, resources, shutdown, the system;
a transaction that has to be begun anew.
"""


def concerns_all(error: Exception) -> bool:
    """Return whether an error says nothing about one subject: the database is away, its disk full, the log closed."""
    if isinstance(error, (LogRefusedError, InterfaceError)):
        return True
    state = getattr(error.__cause__, "sqlstate", None)
    return isinstance(error, OperationalError) and (state is None or state.startswith(_OF_ALL))


def reason_of(error: Exception) -> tuple[StuckReason, str]:
    """Return why a subject is stuck, and where: names of tables and of kinds of errors, nothing that was stored."""
    if isinstance(error, DatabaseError):
        said = getattr(error.__cause__, "diag", None)
        place = getattr(said, "constraint_name", None) or getattr(said, "table_name", None) or type(error).__name__
        reason = StuckReason.DATABASE
        if isinstance(error, DataError):
            reason = StuckReason.VALUE
        elif isinstance(error, OperationalError) and not isinstance(error, IntegrityError):
            reason = StuckReason.BUSY
        return reason, place[:100]
    place = type(error).__name__[:100]
    if isinstance(error, OSError):
        return StuckReason.FILE, place
    if isinstance(error, (ValueError, TypeError, LookupError, ArithmeticError, AttributeError, ValidationError)):
        return StuckReason.VALUE, place
    return StuckReason.OTHER, place


def set_aside(kind: SubjectKind, subject: UUID, error: Exception, *, at: datetime, sweep: UUID) -> StuckReason:
    """Note that a subject could not be erased; return why. Within the transaction of the portion."""
    reason, place = reason_of(error)
    tried = Stuck.objects.filter(kind=kind, subject=subject)
    if not tried.update(last_at=at, times=F("times") + 1, reason=reason, place=place, sweep=sweep):
        Stuck.objects.create(
            kind=kind, subject=subject, first_at=at, last_at=at, reason=reason, place=place, sweep=sweep
        )
    return reason


def not_tried_by(kind: SubjectKind, sweep: UUID, limit: int) -> list[UUID]:
    """Return subjects that are stuck and that this sweep has not tried yet, in the order of their ids."""
    waiting = Stuck.objects.filter(kind=kind).exclude(sweep=sweep).order_by("subject")
    return list(waiting.values_list("subject", flat=True)[:limit])


def let_go(kind: SubjectKind, subjects: Collection[UUID]) -> None:
    """Take subjects off the list: what was due of them has gone, or nothing is due any more."""
    Stuck.objects.filter(kind=kind, subject__in=subjects).delete()


@follows_erasure
def _goes_with_its_subject(model: type, keys: Collection[object], columns: Collection[str] | None) -> None:
    """Whoever erases a subject, by whatever way, takes it off the list, and off the examples of the last trial."""
    if columns is None:
        for kind in SubjectKind:
            if root_of(kind).model is model:
                gone = [key for key in keys if isinstance(key, UUID)]
                let_go(kind, gone)
                TrialSample.objects.filter(kind=kind, subject__in=gone).delete()
