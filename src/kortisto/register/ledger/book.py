"""The file of the ledger and what stands in it, read once as long as it does not grow."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from uuid import UUID

from django.conf import settings

from kortisto.lib.chained_files import BrokenChainError, ChainedFile
from kortisto.lib.private_files import make_once
from kortisto.register.ledger import values
from kortisto.register.ledger.enums import Act, Fate
from kortisto.register.ledger.values import Entry, Mark

RECOGNITION_KEY = "recognition-key"
"""The key of the hashes: of its own, so that whoever holds the sessions' key can recognise nobody."""
_KEY_BYTES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something that the ledger says of itself or of the database: it began, a restore, a drop."""

    what: str
    at: datetime
    content: Mapping[str, object]

    @property
    def lost_lines(self) -> list[tuple[int, int, str]]:
        """Return, of a restore, how many lines the log had then, how many a witness had seen, and the root of those."""
        found = self.content.get("log")
        return [(int(there), int(seen), str(root)) for there, seen, root in found] if isinstance(found, list) else []


@dataclass(frozen=True, slots=True)
class Contents:
    """What stands in the ledger: entries by id in their order with what became of them, marks, and numbers of lines.

    `size`: how many lines there have ever been.
    """

    entries: Mapping[UUID, Entry]
    fates: Mapping[UUID, Fate]
    marks: tuple[tuple[int, Mark], ...]
    lines_of: Mapping[UUID, tuple[int, ...]]
    notices: tuple[Notice, ...]
    size: int

    def fate(self, entry: UUID) -> Fate:
        """Return what became of an entry; one that is not there any more was done."""
        return self.fates.get(entry, Fate.DONE)

    def ended_bans(self) -> frozenset[tuple[UUID, str]]:
        """Return the bans that were taken back: the entry that made somebody known, and the objection."""
        return frozenset(
            (UUID(ban), entry.detail["objection"])
            for entry in self.entries.values()
            if entry.act is Act.UNBANNED and self.fate(entry.id) is Fate.DONE
            for ban in entry.detail["bans"].split()
        )


def book() -> ChainedFile:
    """Return the file of this installation."""
    folder = Path(settings.LEDGER_FOLDER)
    copies = [Path(place) for place in settings.LEDGER_COPIES]
    return ChainedFile(folder, name="ledger", copies=copies, also=(RECOGNITION_KEY,))


def recognition_key() -> bytes:
    """Return the key of the hashes, made at its first use. Raises OSError."""
    file = Path(settings.LEDGER_FOLDER) / RECOGNITION_KEY
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    make_once(file, secrets.token_hex(_KEY_BYTES) + "\n")
    return bytes.fromhex(file.read_text("ascii").strip())


def contents(*, fresh: bool = False) -> Contents:
    """Return what stands in the ledger; checked whole when it has grown, or `fresh`. Raises BrokenChainError, OSError.

    Do not change what it returns.
    """
    file = book()
    if fresh:
        _read.cache_clear()
    return _read(str(file.folder), file.head().root)


@lru_cache(maxsize=2)
def _read(_folder: str, _root: bytes) -> Contents:
    chain = book().read()
    entries: dict[UUID, Entry] = {}
    fates: dict[UUID, Fate] = {}
    marks: list[tuple[int, Mark]] = []
    lines_of: dict[UUID, tuple[int, ...]] = {}
    notices: list[Notice] = []
    try:
        for number, text in chain.numbered():
            line = json.loads(text)
            match line["kind"]:
                case values.ENTRY:
                    entry = values.entry_of(line)
                    entries[entry.id] = entry
                    fates.setdefault(entry.id, Fate.OPEN)
                    lines_of[entry.id] = (*lines_of.get(entry.id, ()), number)
                case values.OUTCOME:
                    id_ = UUID(line["of"])
                    # What was done stays done: whoever doubted it has not known better.
                    if fates.get(id_) is not Fate.DONE:
                        fates[id_] = Fate(line["fate"])
                    lines_of[id_] = (*lines_of.get(id_, ()), number)
                case values.MARK:
                    marks.append((number, values.mark_of(line)))
                case _:
                    notices.append(
                        Notice(what=line.get("what", ""), at=datetime.fromisoformat(line["at"]), content=line)
                    )
    except (KeyError, TypeError, ValueError) as error:
        raise BrokenChainError(f"line {number} cannot be read: {error}") from error
    return Contents(entries, fates, tuple(marks), lines_of, tuple(notices), chain.first + len(chain.lines))
