"""Compares the lines of a part of the log with the hashes that seal them. Needs a connection only, so it runs anywhere.

What agrees is hashed as the database sends it, column by column, thousands of lines at a time. A part that does not
agree is looked at line by line, each written anew from its values (`lib.log_lines`); lines of an older format are, too.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from itertools import chain
from typing import Any
from uuid import UUID

import psycopg

from kortisto.lib.log_lines import MARK, entries_of
from kortisto.lib.merkle import HASH, HEIGHT, WIDTH, leaf_hash, root_of, split
from kortisto.register.audit.leaves import COLUMNS

PART = 128 * WIDTH
"""Lines that are compared at once."""


class FindingKind(StrEnum):
    """What is wrong."""

    CHANGED = "changed"  # a line is not what was sealed
    MISSING = "missing"  # lines that were sealed are gone
    INSERTED = "inserted"  # a line that was never sealed stands among the sealed ones
    MOVED = "moved"  # a line stands in another's place
    TRUNCATED = "truncated"  # the end of the log is gone: a witness has seen more
    REWRITTEN = "rewritten"  # the log is another than a witness has seen, or than was signed
    SEAL = "seal"  # the hashes do not fit together
    SIGNATURE = "signature"  # a checkpoint is not signed with the key of the log
    WITNESS = "witness"  # a witness cannot be read, or has seen nothing for long
    WAITING = "waiting"  # lines wait for their seal longer than they should


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What is wrong, and where: the places from `first` to `last` in the log, if it has a place; the line, if known."""

    kind: FindingKind
    first: int | None = None
    last: int | None = None
    event: UUID | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The places from `first` up to, not including, `end`; before `kept` lines may have been removed."""

    first: int
    end: int
    kept: int


_READ_TILES = """
    select index, hashes from audit_tile where level = %s and index >= %s and index < %s order by index
"""
# The values are numbers of our own: the statement that copies takes no parameters.
_COPY = f"""
    copy (
        select line.seq, {", ".join(f"line.{name}" for name in COLUMNS)} from audit_sealed line
        where line.seq >= {{first}} and line.seq < {{end}} order by line.seq
    ) to stdout (format binary)
"""  # noqa: S608 (see above)
_LINES = f"""
    select line.seq, {", ".join(f"line.{name}" for name in COLUMNS)} from audit_sealed line
    where line.seq >= %s and line.seq < %s order by line.seq, line.recorded_at, line.id
"""  # noqa: S608 (names of our own)
_ID = COLUMNS.index("id")
_LEAF = b"\x00" + MARK
# What a copy in binary sends: a head, then each row in a message of its own, at last two bytes. A row begins with the
# number of its columns (2 bytes), then comes the place with its length (4 and 8), then the columns that are sealed.
_HEAD, _END, _PLACE, _SEALED = 19, 2, 6, 14


def check(connection: psycopg.Connection[Any], part: Part) -> Iterator[Finding | int]:
    """Yield what is wrong in a part of the log, and after each piece of it the number of lines that were read."""
    for first in range(part.first - part.first % WIDTH, part.end, PART):
        end = min(first + PART, part.end)
        yield from _check_piece(connection, Part(first=max(first, part.first), end=end, kept=part.kept), first)


def check_in_process(conninfo: str, role: str, part: Part) -> tuple[list[Finding], int]:
    """Do `check` over a connection of its own; return what is wrong, and the number of lines."""
    findings, lines = [], 0
    with psycopg.connect(conninfo, autocommit=True, client_encoding="utf8") as connection:
        if role:
            connection.execute("select set_config('role', %s, false)", (role,))
        for one in check(connection, part):
            if isinstance(one, Finding):
                findings.append(one)
            else:
                lines += one
    return findings, lines


def _check_piece(connection: psycopg.Connection[Any], part: Part, tiles_from: int) -> Iterator[Finding | int]:
    hashes = _hashes(connection, 0, tiles_from, part.end)
    sealed = hashes[part.first - tiles_from :]
    if len(sealed) < part.end - part.first:
        known = part.first + len(sealed)
        yield Finding(kind=FindingKind.SEAL, first=known, last=part.end - 1)
    yield from _check_tiles(connection, hashes, tiles_from)
    found, places = _digests(connection, part)
    expected = struct.pack(f">{part.end - part.first}q", *range(part.first, part.end))
    if places != expected or found != b"".join(sealed):
        yield from _look_closely(connection, part, sealed)
    yield len(places) // 8


def _digests(connection: psycopg.Connection[Any], part: Part) -> tuple[bytes, bytes]:
    """Return the hashes of the lines as they are, in their order, and their places, eight bytes each."""
    found, places = bytearray(), bytearray()
    statement = _COPY.format(first=part.first, end=part.end).encode()
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        first = bytes(copy.read())[_HEAD:]
        for row in chain([first], copy):
            if len(row) > _END:
                places += row[_PLACE:_SEALED]
                found += sha256(_LEAF + row[_SEALED:]).digest()
    return bytes(found), bytes(places)


def _check_tiles(connection: psycopg.Connection[Any], hashes: list[bytes], start: int) -> Iterator[Finding]:
    """Compare the hashes of full tiles with the tile above, in which each of them stands as one."""
    full = [hashes[one : one + WIDTH] for one in range(0, len(hashes) - WIDTH + 1, WIDTH)]
    first = start >> HEIGHT
    above = _hashes(connection, 1, first, first + len(full))
    for number, tile in enumerate(full):
        if number >= len(above) or root_of(tile) != above[number]:
            place = start + number * WIDTH
            yield Finding(kind=FindingKind.SEAL, first=place, last=place + WIDTH - 1)


def _hashes(connection: psycopg.Connection[Any], level: int, first: int, end: int) -> list[bytes]:
    """Return the hashes of a level from a place on; what stands after a gap is not returned."""
    index = first >> HEIGHT
    found = bytearray()
    for number, hashes in connection.execute(_READ_TILES, (level, index, (end + WIDTH - 1) >> HEIGHT)):
        if number != index or len(found) % (WIDTH * HASH):
            break
        found += hashes
        index += 1
    skipped = first % WIDTH
    return split(bytes(found))[skipped : skipped + end - first]


def _look_closely(connection: psycopg.Connection[Any], part: Part, sealed: list[bytes]) -> Iterator[Finding]:
    places = {one: part.first + number for number, one in enumerate(sealed)}
    expected = part.first
    for place, row in _rows(connection, part):
        if place >= expected:
            yield from _gap(expected, place, part)
        taken, expected = place < expected, max(expected, place + 1)
        digests = [leaf_hash(entry) for entry in entries_of(row)]
        number = place - part.first
        if number < len(sealed) and sealed[number] in digests and not taken:
            continue
        from_place = next((places[one] for one in digests if one in places), None)
        if taken:
            kind = FindingKind.INSERTED
        elif from_place is not None:
            kind = FindingKind.MOVED
        else:
            kind = FindingKind.CHANGED
        detail = str(from_place) if kind is FindingKind.MOVED else ""
        yield Finding(kind=kind, first=place, last=place, event=row[_ID], detail=detail)
    yield from _gap(expected, part.end, part)


def _rows(connection: psycopg.Connection[Any], part: Part) -> Iterator[tuple[int, tuple[Any, ...]]]:
    for place, *row in connection.execute(_LINES, (part.first, part.end)).fetchall():
        yield place, tuple(row)


def _gap(first: int, end: int, part: Part) -> Iterator[Finding]:
    first = max(first, part.kept)
    if first < end:
        yield Finding(kind=FindingKind.MISSING, first=first, last=end - 1)
