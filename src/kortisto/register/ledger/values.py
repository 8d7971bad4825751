"""An entry of the ledger, and how it is written: one line of JSON, without names."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from kortisto.lib.ids import uuid7
from kortisto.register.ledger.enums import Act, Reason, Why

ENTRY, OUTCOME, MARK, DROP, NOTICE = "entry", "outcome", "mark", "drop", "notice"
"""Kinds of lines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Affected:
    """One subject of an entry. `also`: ids of parties that had been merged into it, under which a backup knows it.

    `whole`: the subject itself went; else `rows` says what did, by record (`PersonEmail:` and its key): all of the row
    where the tuple is empty, or only those columns. `cut`: rows that stay with an organisation and have lost their tie
    to the subject; `renewed`: those written anew instead, with nothing of the subject; `counted`: rows that went and of
    which these columns were counted among those of others.
    """

    id: UUID
    also: tuple[UUID, ...] = ()
    whole: bool = False
    rows: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    cut: tuple[str, ...] = ()
    renewed: tuple[str, ...] = ()
    counted: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Something that was done with some subjects of a kind in one transaction.

    `detail`: what a package needs to do its own acts again, such as the id of a restriction; random ids and words of
    the declaration, never a value.
    """

    act: Act
    at: datetime
    kind: str
    subjects: tuple[Affected, ...]
    reason: Reason
    declaration: str
    detail: Mapping[str, str] = field(default_factory=dict)
    id: UUID = field(default_factory=uuid7)

    def ids(self) -> tuple[UUID, ...]:
        """Return every id under which a database may know the subjects."""
        return tuple(dict.fromkeys(one for subject in self.subjects for one in (subject.id, *subject.also)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Keyed hashes by which somebody is recognised, as long as an objection's suppression says.

    `objection`: id in the declaration; `start`: when its period begins.
    """

    entry: UUID
    why: Why
    objection: str
    hashes: tuple[str, ...]
    start: datetime


def written(kind: str, **content: object) -> str:
    """Return a line. The salt keeps the hash that outlives the line from telling anything of it."""
    return json.dumps({"kind": kind, **content, "salt": secrets.token_hex(8)}, separators=(",", ":"), default=str)


def line_of_entry(entry: Entry) -> str:
    """Return the line of an entry."""
    return written(
        ENTRY,
        id=entry.id, act=entry.act, at=entry.at.isoformat(), of=entry.kind, reason=entry.reason,
        declaration=entry.declaration, detail=dict(entry.detail),
        subjects=[
            {
                "id": str(one.id),
                **({"also": [str(id_) for id_ in one.also]} if one.also else {}),
                **({"whole": True} if one.whole else {}),
                **({"rows": {record: list(columns) for record, columns in one.rows.items()}} if one.rows else {}),
                **({"cut": list(one.cut)} if one.cut else {}),
                **({"renewed": list(one.renewed)} if one.renewed else {}),
                **({"counted": {record: list(names) for record, names in one.counted.items()}} if one.counted else {}),
            }
            for one in entry.subjects
        ],
    )  # fmt: skip


def entry_of(line: Mapping[str, object]) -> Entry:
    """Return the entry of a line that was read. Raises KeyError, TypeError, ValueError."""
    subjects = line["subjects"]
    if not isinstance(subjects, list):
        raise TypeError("subjects")
    detail = line["detail"]
    return Entry(
        id=UUID(str(line["id"])), act=Act(str(line["act"])), at=datetime.fromisoformat(str(line["at"])),
        kind=str(line["of"]), reason=Reason(str(line["reason"])), declaration=str(line["declaration"]),
        detail=detail if isinstance(detail, dict) else {},
        subjects=tuple(
            Affected(
                id=UUID(one["id"]),
                also=tuple(UUID(id_) for id_ in one.get("also", ())),
                whole=bool(one.get("whole")),
                rows={record: tuple(columns) for record, columns in one.get("rows", {}).items()},
                cut=tuple(one.get("cut", ())),
                renewed=tuple(one.get("renewed", ())),
                counted={record: tuple(names) for record, names in one.get("counted", {}).items()},
            )
            for one in subjects
        ),
    )  # fmt: skip


def line_of_mark(mark: Mark) -> str:
    """Return the line of a mark."""
    return written(
        MARK,
        entry=mark.entry, why=mark.why, objection=mark.objection, hashes=list(mark.hashes),
        start=mark.start.isoformat(),
    )  # fmt: skip


def mark_of(line: Mapping[str, object]) -> Mark:
    """Return the mark of a line that was read. Raises KeyError, ValueError."""
    hashes = line["hashes"]
    return Mark(
        entry=UUID(str(line["entry"])), why=Why(str(line["why"])), objection=str(line["objection"]),
        hashes=tuple(hashes) if isinstance(hashes, Sequence) else (), start=datetime.fromisoformat(str(line["start"])),
    )  # fmt: skip
