"""A workbook of Excel (XLSX, ECMA-376), row by row, with values as they are written in its cells.

A workbook is a zip archive of XML: a small file can unpack to what no machine holds, name a cell in the last row of the
last column, or repeat one long text in every cell. So everything is unpacked once, by portions, and counted, before a
library that builds the whole table opens it.
"""

from __future__ import annotations

import hashlib
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum

from kortisto.register.parties.importing import reading
from kortisto.register.parties.importing.csv_files import MOST_COLUMNS, Survey
from kortisto.register.parties.importing.reading import Line, RefusedLine, UnreadableFileError

MOST_UNPACKED = 1_000_000_000
"""Bytes of XML that a workbook may unpack to."""
MOST_CELLS = 12_000_000
"""Cells from the first to the last row and column in use: memory is taken for empty ones as well."""
MOST_TEXT = 1_000_000_000
"""Characters of all cells together."""
MOST_PARTS = 5_000
_RATIO = 500
_SUSPECT = 20_000_000  # bytes; a smaller part may be packed as tightly as it likes
_BLOCK = 1 << 18
_CELL = re.compile(rb"""\br\s*=\s*["']([A-Z]{1,4})([0-9]{1,8})["']""")
_HIDDEN = re.compile(rb"""\br\s*=\s*["'][^"'<>]*&""")
_FORBIDDEN = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_REPEATED = re.compile(rb"""\bt\s*=\s*["']s["'][^>]*>\s*<(?:\w+:)?v>([0-9]{1,9})<""")
_TEXTS = re.compile(rb"<(?:\w+:)?si\b(.*?)</(?:\w+:)?si>", re.DOTALL)
_LOCAL_HEADER = struct.Struct("<4s5H3I2H")
_OVERLAP = 200


class SheetFile:
    """An opened workbook of which one sheet is read; iterating gives its rows, as often as asked for."""

    kind = "xlsx"
    encoding = separator = ""
    pictures = 0

    def __init__(self, path: Path, *, sheet: str = "", known: Survey | None = None) -> None:
        self._path = path
        if known is None:
            with path.open("rb") as raw:
                self.sha256 = hashlib.file_digest(raw, "sha256").hexdigest()
            _look_inside(path)
        else:
            self.sha256 = known.sha256
        try:
            book = CalamineWorkbook.from_path(str(path))
        except (CalamineError, OSError) as error:
            raise UnreadableFileError("damaged") from error
        self.sheets = tuple(one.name for one in book.sheets_metadata if one.typ is SheetTypeEnum.WorkSheet)
        if not self.sheets:
            raise UnreadableFileError("no sheet")
        if sheet and sheet not in self.sheets:
            raise UnreadableFileError("sheet", ", ".join(self.sheets)[:200])
        self.sheet = sheet or self.sheets[0]
        try:
            self._sheet = book.get_sheet_by_name(self.sheet)
        except CalamineError as error:
            raise UnreadableFileError("damaged") from error
        self.columns, self.rows = (known.columns, known.rows) if known else self._survey()

    def __iter__(self) -> Iterator[Line | RefusedLine]:
        rows = self._numbered()
        next(rows)
        width = len(self.columns)
        for number, row in rows:
            if any(row[width:]):
                yield RefusedLine(number, row, "ragged")
            else:
                yield Line(number, tuple(reading._value(cell) for cell in row[:width]))  # noqa: SLF001

    @property
    def stride(self) -> int:
        """Return how many rows there are: one is found by reading those before it."""
        return self.rows

    def beginning_at(self, place: int) -> Iterator[Line | RefusedLine]:
        """Yield the rows from this place on, the first row being 0."""
        yield from islice(self, place, None)

    def _survey(self) -> tuple[tuple[str, ...], int]:
        rows = self._numbered()
        _, header = next(rows, (0, ()))
        if not header:
            raise UnreadableFileError("empty")
        if len(header) > MOST_COLUMNS:
            raise UnreadableFileError("many columns", f"{len(header):,}")
        columns = reading._columns(header)  # noqa: SLF001 (one package of rules)
        count = sum(1 for _ in rows)
        if not count:
            raise UnreadableFileError("header only")
        return columns, count

    def _numbered(self) -> Iterator[tuple[int, tuple[str, ...]]]:
        first = (self._sheet.start or (0, 0))[0] + 1
        for number, row in enumerate(self._sheet.iter_rows(), start=first):
            cells = tuple(written(cell) for cell in row)
            if any(cells):
                yield number, cells


def written(cell: Any) -> str:  # noqa: PLR0911 (one way out a type)
    """Return a cell as its reader sees it: whole numbers without a point, days as 2026-11-22."""
    match cell:
        case str():
            return cell
        case bool():
            return "TRUE" if cell else "FALSE"
        case float() if cell.is_integer() and abs(cell) < 1e15:  # noqa: PLR2004 (beyond it digits are lost)
            return str(int(cell))
        case datetime():
            return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "seconds")
        case date() | time():
            return cell.isoformat()
        case timedelta():
            return str(cell)
    return str(cell)


def _look_inside(path: Path) -> None:
    """Refuse what would not fit into memory, and what is damaged, before anything is built of it."""
    try:
        with zipfile.ZipFile(path) as archive, path.open("rb") as raw:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS:
                raise UnreadableFileError("bomb")
            names = {part.filename for part in parts}
            if not any(name.startswith("xl/") for name in names):
                raise UnreadableFileError("other type", "ZIP")
            left = MOST_UNPACKED
            longest: list[int] = []
            repeated: dict[int, int] = {}
            for part in parts:
                if part.flag_bits & 1:
                    raise UnreadableFileError("password")
                left -= _part(part, raw, left, longest, repeated)
    except (zipfile.BadZipFile, zlib.error, struct.error, OSError, NotImplementedError) as error:
        raise UnreadableFileError("damaged") from error
    if longest and sum(repeated.values()) * max(longest) > MOST_TEXT:
        total = sum(longest[place] * times for place, times in repeated.items() if place < len(longest))
        if total > MOST_TEXT:
            raise UnreadableFileError("bomb")


def _part(  # noqa: C901 (each portion is looked at for all that is refused)
    part: zipfile.ZipInfo, raw: Any, left: int, longest: list[int], repeated: dict[int, int]
) -> int:
    """Unpack one part and look at it by portions; return its bytes."""
    is_sheet = part.filename.startswith("xl/worksheets/") and part.filename.endswith(".xml")
    is_texts = part.filename.endswith("sharedStrings.xml")
    if _too_much(part.file_size, part, left):
        raise UnreadableFileError("bomb")  # it says so itself: what lies is found while it unpacks
    size = rows = columns = 0
    before = b""
    texts: list[bytes] = []
    for block in _unpacked(part, raw):
        size += len(block)
        if _too_much(size, part, left):
            raise UnreadableFileError("bomb")
        if not part.filename.endswith((".xml", ".rels")):
            continue
        window = before + block
        if _FORBIDDEN.search(window) or (
            is_sheet and (_HIDDEN.search(window) or window.startswith((b"\xff\xfe", b"\xfe\xff")))
        ):
            raise UnreadableFileError("bomb")
        if is_sheet:
            for letters, digits in set(_CELL.findall(window)):
                columns, rows = max(columns, _place(letters)), max(rows, int(digits))
            if rows * columns > MOST_CELLS:
                raise UnreadableFileError("bomb")
            for place in _REPEATED.findall(window):
                repeated[int(place)] = repeated.get(int(place), 0) + 1
        if is_texts:
            texts.append(block)
        before = window[-_OVERLAP:]
    if is_texts:
        longest.extend(len(text) for text in _TEXTS.findall(b"".join(texts)))
    return size


def _too_much(size: int, part: zipfile.ZipInfo, left: int) -> bool:
    return size > left or (size > _SUSPECT and size > _RATIO * max(part.compress_size, 1))


def _unpacked(part: zipfile.ZipInfo, raw: Any) -> Iterator[bytes]:
    """Yield what a part really unpacks to: the size that the archive states may be a lie."""
    raw.seek(part.header_offset)
    header = _LOCAL_HEADER.unpack(raw.read(_LOCAL_HEADER.size))
    raw.seek(header[-2] + header[-1], 1)
    if part.compress_type == zipfile.ZIP_STORED:
        remaining = part.compress_size
        while remaining and (block := raw.read(min(_BLOCK, remaining))):
            remaining -= len(block)
            yield block
        return
    if part.compress_type != zipfile.ZIP_DEFLATED:
        raise UnreadableFileError("damaged")
    unpack = zlib.decompressobj(-15)
    while not unpack.eof:
        packed = unpack.unconsumed_tail or raw.read(_BLOCK)
        if not packed:
            break
        yield unpack.decompress(packed, _BLOCK)


def _place(letters: bytes) -> int:
    place = 0
    for letter in letters:
        place = place * 26 + letter - 64
    return place
