"""Drops from the ledger what it need not remember: entries that no backup can undo, and hashes whose period has ended.

How old a backup may become is declared (`lag` of the places that are backups). Without a declared age no entry is
dropped: some backup may still hold it. Every drop is an entry itself, and the chain still proves that nothing else
was touched.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime

from kortisto.declaration.civil_time import end_after
from kortisto.declaration.compiled import Compiled
from kortisto.declaration.periods import Period
from kortisto.declaration.words import PlaceKind
from kortisto.lib.chained_files import Chain
from kortisto.register.access import current
from kortisto.register.ledger import values
from kortisto.register.ledger.book import book, contents
from kortisto.register.ledger.models import KnownEntry
from kortisto.register.ledger.recognising import is_over
from kortisto.register.ledger.standing import DROPPED

_NEVER = datetime(1, 1, 1, tzinfo=UTC)


def age_of_backups(declared: Compiled) -> Period | None:
    """Return how old a backup may become by the declaration; None where it says nothing of that."""
    lags = [
        place.lag
        for place in declared.declaration.register.places
        if place.kind is PlaceKind.BACKUP and place.lag is not None
    ]
    longest = None
    for lag in lags:
        if longest is None or not longest.surely_longer_than(lag):
            longest = lag
    return longest


def expire(*, at: datetime, oldest_backup: datetime | None = None) -> int:
    """Drop what is over; return how many lines went. Raises BrokenChainError, OSError.

    `oldest_backup`: when the oldest backup that is known of was made: what it could bring back stays, however old.
    """
    declared = current.compiled()
    age = age_of_backups(declared)
    found = contents(fresh=True)
    over = {
        id_
        for id_, entry in found.entries.items()
        if age is not None
        and not age.permanent
        and end_after(entry.at, age) <= at
        and (oldest_backup is None or entry.at < oldest_backup)
    }
    lines = {number for id_ in over for number in found.lines_of.get(id_, ())}
    # Before the entry that ended a ban may go, which is never the night on which it was made.
    ended = found.ended_bans()
    lines |= {
        number for number, mark in found.marks if is_over(mark, declared, at) or (mark.entry, mark.objection) in ended
    }

    def say(going: Collection[int]) -> str:
        return values.written(
            values.DROP, what=DROPPED, at=at.isoformat(), declaration=current.version(),
            age=str(age) if age else "", lines=_ranges(going),
            until=max((found.entries[id_].at for id_ in over), default=_NEVER).isoformat(),
        )  # fmt: skip

    def chosen(_chain: Chain) -> Collection[int]:
        return lines

    dropped = book().drop(chosen, say) if lines else 0
    # After the ledger: killed in between, the database knows of entries that the ledger says were dropped.
    KnownEntry.objects.filter(id__in=over).delete()
    return dropped


def _ranges(numbers: Collection[int]) -> list[list[int]]:
    """Return numbers as ranges, first and last."""
    ranges: list[list[int]] = []
    for number in sorted(numbers):
        if ranges and ranges[-1][1] == number - 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    return ranges
