"""Opens a file by what it is, whatever its name says, and says in one word why it cannot."""

from __future__ import annotations

import mmap
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from kortisto.register.parties.importing.cards import CardFile
from kortisto.register.parties.importing.csv_files import CsvFile, Survey
from kortisto.register.parties.importing.reading import Line, RefusedLine, UnreadableFileError
from kortisto.register.parties.importing.sheets import SheetFile

LARGEST = 2_000_000_000
"""Bytes of a CSV file or of vCards, which are read row by row."""
LARGEST_BOOK = 100_000_000
"""Bytes of a workbook, which is unpacked and read whole."""
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # old Excel, and the envelope of workbooks with a password
_OTHERS = {
    b"%PDF": "PDF", b"\x89PNG": "PNG", b"\xff\xd8\xff": "JPEG", b"GIF8": "GIF", b"Rar!": "RAR", b"7z\xbc\xaf": "7z",
    b"\x1f\x8b": "GZIP", b"SQLite": "SQLite",
}  # fmt: skip


class OpenedFile(Protocol):
    """A file as rows; `kind`: csv, xlsx or vcard; `rows` and `pictures`: how many (pictures are passed over).

    `stride`: so many rows are read as quickly as is gone to a row by its place; all, where there is no way but reading.
    """

    kind: str
    columns: tuple[str, ...]
    encoding: str
    separator: str
    sheet: str
    sheets: tuple[str, ...]
    sha256: str
    rows: int
    pictures: int

    @property
    def stride(self) -> int: ...

    def __iter__(self) -> Iterator[Line | RefusedLine]: ...

    def beginning_at(self, place: int) -> Iterator[Line | RefusedLine]:
        """Yield the rows from this place on, the first row being 0."""


def open_file(path: Path, *, encoding: str = "", separator: str = "", sheet: str = "") -> OpenedFile:
    """Open a CSV file, a workbook or a file of vCards; empty means: find it out. Raises UnreadableFileError."""
    size = path.stat().st_size
    with path.open("rb") as raw:
        start = raw.read(4096)
    if not start.strip():
        raise UnreadableFileError("empty")
    if start.startswith(_OLE):
        raise UnreadableFileError("password" if _has_password(path) else "old excel")
    if start.startswith(_ZIP):
        _at_most(size, LARGEST_BOOK)
        return SheetFile(path, sheet=sheet)
    for mark, name in _OTHERS.items():
        if start.startswith(mark):
            raise UnreadableFileError("other type", name)
    _at_most(size, LARGEST)
    words = start.replace(b"\0", b"").removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").lstrip().upper()
    if words.startswith((b"<!DOCTYPE HTML", b"<HTML", b"<TABLE", b"<?XML")):
        raise UnreadableFileError("other type", "HTML" if not words.startswith(b"<?XML") else "XML")
    if words.startswith((b"{", b"[{")) and b":" in words[:200] and b'"' in words[:200]:
        raise UnreadableFileError("other type", "JSON")
    if words.startswith(b"BEGIN:VCARD"):
        return CardFile(path, encoding=encoding)
    return CsvFile(path, encoding=encoding, separator=separator)


def open_again(path: Path, kind: str, *, encoding: str, separator: str, sheet: str, known: Survey) -> OpenedFile:
    """Open a file that was opened before, untouched since. Raises UnreadableFileError, FileNotFoundError."""
    path.stat()  # a file that has gone is told at once
    match kind:
        case CardFile.kind:
            return CardFile(path, encoding=encoding, known=known)
        case SheetFile.kind:
            return SheetFile(path, sheet=sheet, known=known)
    return CsvFile(path, encoding=encoding, separator=separator, known=known)


def _at_most(size: int, most: int) -> None:
    if size > most:
        raise UnreadableFileError("large", f"{size:,}")


def _has_password(path: Path) -> bool:
    """Return whether the envelope holds an encrypted workbook ([MS-OFFCRYPTO] 2.3.4: the stream EncryptedPackage)."""
    with path.open("rb") as raw, mmap.mmap(raw.fileno(), 0, access=mmap.ACCESS_READ) as whole:
        return whole.find("EncryptedPackage".encode("utf-16-le")) >= 0
