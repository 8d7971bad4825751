"""Writes the ledger: an entry is on the disk before the COMMIT of what it tells of, and what became of it after.

Killed before the COMMIT, the entry stays open, and the database, which was to keep its number in the same transaction,
does not know it: it was not done. Killed after it, the database knows it: it was done. So nobody is erased without an
entry, and an entry alone never says that somebody was (`settle`).
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from uuid import UUID

from django.db import OperationalError, connection, transaction

from kortisto.lib.chained_files import BrokenChainError
from kortisto.register.ledger import values
from kortisto.register.ledger.book import book, contents
from kortisto.register.ledger.enums import Fate
from kortisto.register.ledger.models import KnownEntry
from kortisto.register.ledger.values import Entry, Mark, line_of_entry, line_of_mark, written
from kortisto.register.statements.before_commit import BeforeCommit
from kortisto.register.statements.held import send_with_next

_log = logging.getLogger(__name__)

_IN_TURN = "select pg_advisory_xact_lock{}(hashtextextended('kortisto.ledger', 0))"

_again: ContextVar[tuple[UUID, datetime] | None] = ContextVar("again", default=None)
"""The entry that is being carried out again, which needs no new one."""


class LedgerRefusedError(OperationalError):
    """The ledger did not take an entry: nothing of what it was to tell of is done.

    An OperationalError, so that the transaction is rolled back, and nobody takes it for a fault of who asked.
    """


class _Note(BeforeCommit):
    """An entry on its way: written right before the COMMIT, and confirmed after it."""

    def __init__(self, entry: Entry, marks: Sequence[Mark]) -> None:
        self._entry, self._marks = entry, marks
        self.__qualname__ = "note"  # Django names it where it fails after the COMMIT

    def before(self) -> None:
        append([line_of_entry(self._entry), *map(line_of_mark, self._marks)])

    def __call__(self) -> None:
        append([_outcome(self._entry.id, Fate.DONE, self._entry.at)])


def note(*, entry: Entry, marks: Sequence[Mark] = ()) -> None:
    """Enter what this transaction does. Nothing is written where it is rolled back, or only simulated.

    The COMMIT raises LedgerRefusedError where the entry cannot be written, and then nothing was done.
    """
    if not connection.in_atomic_block:
        raise ValueError("an entry belongs to a transaction")
    again = _again.get()
    if again is not None:
        know(entries=[again])
        return
    # Shared among those who write; `settle` waits until they have ended, and then knows of each whether it was done.
    send_with_next(_IN_TURN.format("_shared"))
    know(entries=[(entry.id, entry.at)])
    transaction.on_commit(_Note(entry, marks), robust=True)


@contextmanager
def carrying_out_again(entry: Entry) -> Iterator[None]:
    """Within the block what is noted is that entry, done once more."""
    token = _again.set((entry.id, entry.at))
    try:
        yield
    finally:
        _again.reset(token)


def know(*, entries: Sequence[tuple[UUID, datetime]]) -> None:
    """Keep in the database that it has carried these out."""
    KnownEntry.objects.bulk_create((KnownEntry(id=id_, at=at) for id_, at in entries), ignore_conflicts=True)


def append(lines: Sequence[str]) -> None:
    """Add lines to the file. Raises LedgerRefusedError."""
    try:
        book().append(lines)
    except (OSError, BrokenChainError) as error:
        _log.error("the ledger refused an entry: %s", error)
        raise LedgerRefusedError(f"the ledger of erasures cannot be written: {error}") from error


def say(*, what: str, at: datetime, **content: object) -> None:
    """Enter a notice: something that the ledger says of itself or of the database. Raises LedgerRefusedError."""
    append([written(values.NOTICE, what=what, at=at.isoformat(), **content)])


def confirm(*, entry: UUID, fate: Fate, at: datetime) -> None:
    """Enter what became of an entry. Raises LedgerRefusedError."""
    append([_outcome(entry, fate, at)])


@transaction.atomic
def settle(*, at: datetime) -> int:
    """Enter what became of entries whose writer was killed; return of how many. Raises LedgerRefusedError.

    Only for a database that lacks nothing: an older one would not know what was done.
    """
    if not any(fate is Fate.OPEN for fate in contents().fates.values()):
        return 0
    with connection.cursor() as cursor:
        cursor.execute(_IN_TURN.format(""))  # whoever is about to do something has ended
    found = contents()
    still_open = [id_ for id_, fate in found.fates.items() if fate is Fate.OPEN and id_ in found.entries]
    known = set(KnownEntry.objects.filter(id__in=still_open).values_list("id", flat=True))
    if still_open:
        append([_outcome(id_, Fate.DONE if id_ in known else Fate.UNDONE, at) for id_ in still_open])
    return len(still_open)


def _outcome(entry: UUID, fate: Fate, at: datetime) -> str:
    return written(values.OUTCOME, of=entry, fate=fate, at=at.isoformat())
