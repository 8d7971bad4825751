"""Reads a CSV file of any separator and encoding into rows, and says what it had to mend.

A row with more fields than the header is mended only where that is certain: programs that do not quote write
`24, place Kleber` as two fields, the second of which begins with a space, which no real field of the file does. Every
other ragged row is refused with its reason, never guessed.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass

from charset_normalizer import from_bytes

LARGEST = 50_000_000
"""Bytes. A file is read whole; a larger one is split by its owner."""

_SEPARATORS = ",;\t|"
_EMPTY = frozenset({"NULL", "\\N"})
"""What databases write for nothing."""


class UnreadableFileError(ValueError):
    """The file is not a table; `code` says why: empty, large, binary, columns, encoding."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code} {detail}".strip())
        self.code = code
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the file: its number there (the header is 1), and its fields by column."""

    number: int
    fields: tuple[str, ...]
    mended: bool = False


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """A row that does not fit the header: as many fields as it has, and why (`ragged`, `empty field marks`)."""

    number: int
    fields: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Table:
    """A file as rows. `sha256` recognises the file; `separator` and `encoding` are what was found."""

    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    refused: tuple[RefusedLine, ...]
    encoding: str
    separator: str
    sha256: str

    @property
    def mended(self) -> int:
        """Return how many rows were mended."""
        return sum(line.mended for line in self.lines)


def read_table(raw: bytes) -> Table:
    """Read the bytes of a CSV file. Raises UnreadableFileError."""
    if not raw.strip():
        raise UnreadableFileError("empty")
    if len(raw) > LARGEST:
        raise UnreadableFileError("large", f"{len(raw):,}")
    text, encoding = _decoded(raw)
    if "\0" in text:
        raise UnreadableFileError("binary")
    separator = _separator(text)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=False))
    except csv.Error as error:
        raise UnreadableFileError("columns", str(error)) from error
    numbered = [(number, tuple(row)) for number, row in enumerate(rows, start=1) if any(field.strip() for field in row)]
    (_, header), *body = numbered
    columns = tuple(name.strip() for name in header)
    if len(columns) < 2 or len(set(columns)) < len(columns) or not all(columns):  # noqa: PLR2004 (a table has two)
        raise UnreadableFileError("columns", ", ".join(columns)[:200])
    lines, refused = _fitted(columns, body)
    return Table(columns, lines, refused, encoding, separator, hashlib.sha256(raw).hexdigest())


def _decoded(raw: bytes) -> tuple[str, str]:
    for encoding in ("utf-8-sig", "utf-16" if raw[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8"):
        try:
            return raw.decode(encoding), encoding.removesuffix("-sig")
        except UnicodeDecodeError:
            continue
    # Finnish files that are not UTF-8 come from Windows; the detector is asked among what its users write.
    best = from_bytes(raw[:200_000], cp_isolation=["cp1252", "latin_1", "mac_roman", "cp850", "utf_16"]).best()
    encoding = best.encoding if best is not None else "cp1252"
    try:
        return raw.decode(encoding), encoding
    except UnicodeDecodeError as error:
        raise UnreadableFileError("encoding", encoding) from error


def _separator(text: str) -> str:
    header = text.lstrip("\r\n").splitlines()[0]
    return max(_SEPARATORS, key=header.count)


def _fitted(
    columns: Sequence[str], body: Sequence[tuple[int, tuple[str, ...]]]
) -> tuple[tuple[Line, ...], tuple[RefusedLine, ...]]:
    width = len(columns)
    spaced = any(field.startswith(" ") for _, row in body if len(row) == width for field in row)
    lines: list[Line] = []
    refused: list[RefusedLine] = []
    for number, row in body:
        mended = row if len(row) == width else _mended(row, width, spaced=spaced)
        if mended is None:
            refused.append(RefusedLine(number, row, "ragged"))
        else:
            lines.append(Line(number, tuple(map(_value, mended)), mended=mended is not row))
    return tuple(lines), tuple(refused)


def _mended(row: tuple[str, ...], width: int, *, spaced: bool) -> tuple[str, ...] | None:
    """Return the row with its split fields joined again; None when it is not certain which they are."""
    loose = [place for place, field in enumerate(row) if place and field.startswith(" ")]
    if spaced or len(row) - len(loose) != width:
        return None
    joined: list[str] = []
    for place, field in enumerate(row):
        if place in loose:
            joined[-1] += f",{field}"
        else:
            joined.append(field)
    return tuple(joined)


def _value(field: str) -> str:
    trimmed = field.strip()
    return "" if trimmed in _EMPTY else trimmed
