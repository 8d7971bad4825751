"""Whether the doors of this database may open: it belongs to the ledger that is here, and lacks nothing of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db import connection

from kortisto.lib.chained_files import BrokenChainError
from kortisto.register.ledger.book import Contents, Notice, book, contents
from kortisto.register.ledger.enums import Fate
from kortisto.register.ledger.models import KnownEntry, Standing
from kortisto.register.ledger.values import Entry
from kortisto.register.ledger.writing import say, settle

BEGUN, DROPPED, LOST, RESTORED = "begun", "dropped", "lost", "restored"
"""Notices."""


class Obstacle(StrEnum):
    """What keeps the doors shut."""

    NO_LEDGER = "no ledger"  # the one that this database belongs to is not here
    BROKEN = "broken"  # it was cut or changed
    BEHIND = "behind"  # the database does not know of everything that was done: replay


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What was found: None where the doors may open. `detail` says it more closely; `lacking`: entries to replay."""

    obstacle: Obstacle | None = None
    detail: str = ""
    lacking: int = 0


def begin(*, at: datetime) -> None:
    """Bind a database that belongs to no ledger yet to the one that is here, which is begun if there is none.

    Raises LedgerRefusedError, BrokenChainError, OSError.
    """
    if Standing.objects.exists():
        return
    file = book()
    if not file.exists():
        say(what=BEGUN, at=at)
    Standing.objects.get_or_create(id=1, defaults={"ledger": file.verifier().name})


def begin_anew(*, reason: str, at: datetime, aside: str) -> str:
    """Begin a new ledger in the place of one that is lost, and bind the database to it; return the lost one's name.

    What is left of the old one is kept beside it, in a folder of the name `aside`. Raises LedgerRefusedError, OSError.
    """
    row = Standing.objects.first()
    lost = row.ledger if row else ""
    folder = book().folder
    if folder.exists():
        folder.rename(folder.with_name(aside))
    say(what=BEGUN, at=at)
    say(what=LOST, at=at, ledger=lost, reason=reason)
    name = book().verifier().name
    KnownEntry.objects.all().delete()
    Standing.objects.update_or_create(id=1, defaults={"ledger": name, "restored": False})
    return lost


def restores() -> list[Notice]:
    """Return what the ledger says of restores, oldest first. Raises BrokenChainError, OSError."""
    return [one for one in contents().notices if one.what == RESTORED]


def look() -> Found:
    """Compare the database with the ledger. Raises what the database raises."""
    row = Standing.objects.first()
    if row is None:
        return Found()
    known = dict(KnownEntry.objects.values_list("id", "at"))  # first: what comes meanwhile is in the ledger before
    try:
        found = _contents_of(row.ledger)
    except (BrokenChainError, OSError) as error:
        return Found(obstacle=Obstacle.BROKEN, detail=str(error))
    if found is None:
        return Found(obstacle=Obstacle.NO_LEDGER, detail=row.ledger)
    strange = _strange(known, found)
    if strange:
        return Found(obstacle=Obstacle.BROKEN, detail=f"the database knows of {strange} entries that it has not")
    missing = len(lacking(found, opened=row.restored))
    if missing or row.restored:
        return Found(obstacle=Obstacle.BEHIND, lacking=missing)
    return Found()


def _contents_of(ledger: str) -> Contents | None:
    """Return what stands in the ledger of that name; None where it is not here."""
    file = book()
    return contents() if file.exists() and file.verifier().name == ledger else None


def look_and_settle(*, at: datetime) -> Found:
    """As `look`; where nothing is in the way, entries whose writer was killed are settled, too."""
    found = look()
    if found.obstacle is None and Standing.objects.exists():
        settle(at=at)
    return found


def open_doors() -> None:
    """Take away the mark of a restore: the database was compared with the ledger, and lacks nothing."""
    Standing.objects.update(restored=False)


def lacking(found: Contents, *, opened: bool) -> list[Entry]:
    """Return the entries that were done and this database does not know of, oldest first.

    `opened`: with those of which nobody knows whether they were done. In a restored database that can no longer be
    found out; elsewhere their transaction has simply not ended, or was rolled back.
    """
    fates = {Fate.DONE, Fate.OPEN} if opened else {Fate.DONE}
    wanted = [entry for entry in found.entries.values() if found.fate(entry.id) in fates]
    known = set(_known([entry.id for entry in wanted]))
    return [entry for entry in wanted if entry.id not in known]


def _known(ids: list[UUID]) -> list[UUID]:
    if not ids:
        return []
    with connection.cursor() as cursor:
        cursor.execute("select id from ledger_known_entry where id = any(%s::uuid[])", [ids])
        return [id_ for (id_,) in cursor.fetchall()]


def _strange(known: Mapping[UUID, datetime], found: Contents) -> int:
    """Return how many entries the database knows of that the ledger never had, or has lost: it is an older copy.

    What the ledger has dropped the database may still know.
    """
    dropped = max((datetime.fromisoformat(str(one.content["until"])) for one in found.notices if one.what == DROPPED),
                  default=None)  # fmt: skip
    return sum(id_ not in found.entries and (dropped is None or at > dropped) for id_, at in known.items())
