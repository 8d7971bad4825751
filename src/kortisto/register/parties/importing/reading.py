"""Reads a CSV file of any separator and encoding into rows, and says what it had to mend.

A row with more fields than the header is mended only where that is certain: programs that do not quote write
`24, place Kleber` as two fields, the second of which begins with a space, which no real field of the file does. Every
other ragged row is refused with its reason, never guessed. Quotation marks that do not match would swallow the rows
after them: such a file is refused whole.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

LARGEST = 50_000_000
"""Bytes. A file is read whole; a larger one is split by its owner."""

_SEPARATORS = ",;\t|"
_EMPTY = frozenset({"NULL", "\\N"})
"""What databases write for nothing."""
_HINT = re.compile(r"sep=([,;\t|])\r?\n", re.IGNORECASE)
"""The first line by which Excel names the separator."""
_GUARDED = re.compile(r"'[=+\-@\t\r]")
"""How spreadsheets and exports write a text that would otherwise be taken for a formula."""
_EIGHT_BITS = ("cp1252", "mac_roman", "cp850")
"""What Finnish files that are not Unicode are written in, the likeliest first (Latin 1 reads as Windows-1252)."""
_WITHIN_WORDS = frozenset("’‘'`´-–—·.&/@+_")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f]")
_MOST_CONTROLS = 0.005
"""The share of control characters above which a file is no text."""


class UnreadableFileError(ValueError):
    """The file is not a table.

    `code` says why: empty, large, binary, encoding, columns (`detail`: the columns there are), one column (`detail`:
    its name), quotes (`detail`: the row whose quotation marks do not match), field (`detail`: the row whose field is
    longer than 131,072 characters); of files that are opened (`opening`) also header only, many columns (`detail`: how
    many), surrogate, other type (`detail`: which), password, old excel, bomb, sheet (`detail`: the sheets there are),
    no sheet, damaged, card (`detail`: the number of the card).
    """

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code} {detail}".strip())
        self.code = code
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the file: its number there, as a spreadsheet counts, and its fields by column."""

    number: int
    fields: tuple[str, ...]
    mended: bool = False


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """A row that does not fit the header: as many fields as it has, and why (`ragged`)."""

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

    def __iter__(self) -> Iterator[Line | RefusedLine]:
        """Yield all rows, also the refused ones, in the order of the file."""
        rows: list[Line | RefusedLine] = [*self.lines, *self.refused]
        yield from sorted(rows, key=lambda row: row.number)

    @property
    def kind(self) -> str:
        """Return what an opened file says of itself."""
        return "csv"

    @property
    def mended(self) -> int:
        """Return how many rows were mended."""
        return sum(line.mended for line in self.lines)


def read_table(raw: bytes) -> Table:
    """Read the bytes of a CSV file. Every row that is not blank is a line or refused. Raises UnreadableFileError."""
    if len(raw) > LARGEST:
        raise UnreadableFileError("large", f"{len(raw):,}")
    text, encoding = _decoded(raw)
    if not text.strip():
        raise UnreadableFileError("empty")
    if "\0" in text or len(_CONTROLS.findall(text)) > _MOST_CONTROLS * len(text):
        raise UnreadableFileError("binary")
    hint = _HINT.match(text)
    separator = hint[1] if hint else _separator(text)
    rows = _rows(text, separator)
    numbered = [(number, row) for number, row in enumerate(rows, start=1) if any(field.strip() for field in row)]
    if hint:
        numbered = numbered[1:]
    if not numbered:
        raise UnreadableFileError("empty")
    columns = _columns(numbered[0][1])
    lines, refused = _fitted(columns, numbered, separator)
    return Table(columns, lines, refused, encoding, separator, hashlib.sha256(raw).hexdigest())


def guarded(field: str) -> str:
    """Return a field as it may stand in a file that people open in a spreadsheet; reading takes the guard off."""
    return f"'{field}" if _GUARDED.match(f"'{field}") else field


def _decoded(raw: bytes) -> tuple[str, str]:
    utf_16 = raw[:2] in {b"\xff\xfe", b"\xfe\xff"}
    try:
        return raw.decode("utf-16" if utf_16 else "utf-8-sig"), "utf-16" if utf_16 else "utf-8"
    except UnicodeDecodeError as error:
        if utf_16:
            raise UnreadableFileError("encoding") from error
    if b"\0" in raw:
        raise UnreadableFileError("binary")
    texts: dict[str, str] = {}
    for encoding in _EIGHT_BITS:
        try:
            texts[encoding] = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    best = min(texts, key=lambda encoding: _oddities(texts[encoding]))  # the first of equals
    return texts[best], best


def _oddities(text: str) -> int:
    """Count what no word has and a wrong encoding makes: `HŠmŠlŠinen`, `H„m„l„inen`."""
    odd = 0
    for word in set(re.findall(r"\S*[^\x00-\x7f]\S*", text)):
        odd += sum(one.islower() and other.isupper() and not other.isascii() for one, other in pairwise(word))
        odd += sum(
            one.isalpha() and other.isalpha() and not (sign.isalnum() or sign.isascii() or sign in _WITHIN_WORDS)
            for one, sign, other in zip(word, word[1:], word[2:], strict=False)
        )
    return odd


def _separator(text: str) -> str:
    return max(_SEPARATORS, key=lambda separator: _width(text, separator))


def _width(text: str, separator: str) -> int:
    """Return how many columns the first row has with a separator."""
    try:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        return next((len(row) for row in rows if any(field.strip() for field in row)), 0)
    except csv.Error:
        return 0


def _rows(text: str, separator: str) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True):
            rows.append(tuple(row))  # noqa: PERF401 (how many were read before an error is its place)
    except csv.Error as error:
        code = "field" if "field limit" in str(error) else "quotes"
        raise UnreadableFileError(code, str(len(rows) + 1)) from error
    return rows


def _columns(header: tuple[str, ...]) -> tuple[str, ...]:
    columns = [name.strip() for name in header]
    while columns and not columns[-1]:
        columns.pop()  # a separator at the end of every row
    if len(columns) == 1:
        raise UnreadableFileError("one column", columns[0][:200])
    if len(set(columns)) < len(columns) or not all(columns):
        raise UnreadableFileError("columns", ", ".join(name or '""' for name in columns)[:200])
    return tuple(columns)


def _fitted(
    columns: Sequence[str], numbered: Sequence[tuple[int, tuple[str, ...]]], separator: str
) -> tuple[tuple[Line, ...], tuple[RefusedLine, ...]]:
    (_, header), *body = numbered
    # Where fields of whole rows begin with a space, or the header's do, that says nothing of a row with too many.
    spaced = any(_loose(row) for _, row in numbered if len(row) in {len(columns), len(header)})
    shape = Shape(len(columns), len(header), separator, spaced=spaced)
    fitted = [shape.fitted(number, row) for number, row in body]
    lines = tuple(one for one in fitted if isinstance(one, Line))
    return lines, tuple(one for one in fitted if isinstance(one, RefusedLine))


@dataclass(frozen=True, slots=True)
class Shape:
    """What whole rows of a file look like. `written`: fields of the header with nameless ones at its end."""

    width: int
    written: int
    separator: str
    spaced: bool  # fields of whole rows begin with a space

    def fitted(self, number: int, row: tuple[str, ...]) -> Line | RefusedLine:
        """Return the row as a line of the table; refused where it is not certain which fields are which."""
        width = self.width
        if len(row) == width:
            return Line(number, tuple(map(_value, row)))
        long = len(row) > self.written
        fields = _joined(row, self.separator) if long and not self.spaced else row
        doubtful = long and self.spaced and _loose(row)
        if doubtful or len(fields) < width or any(field.strip() for field in fields[width:]):
            return RefusedLine(number, row, "ragged")
        return Line(number, tuple(map(_value, fields[:width])), mended=len(fields) < len(row))


def _loose(row: tuple[str, ...]) -> list[int]:
    """Return the places of fields that begin with a space, and so may be the rest of the field before."""
    return [place for place, field in enumerate(row) if place and field.startswith(" ")]


def _joined(row: tuple[str, ...], separator: str) -> tuple[str, ...]:
    """Return the row with its split fields joined again."""
    loose = _loose(row)
    joined: list[str] = []
    for place, field in enumerate(row):
        if place in loose:
            joined[-1] += f"{separator}{field}"
        else:
            joined.append(field)
    return tuple(joined)


def _value(field: str) -> str:
    trimmed = field.strip()
    if _GUARDED.match(trimmed):
        trimmed = trimmed[1:]
    return "" if trimmed in _EMPTY else trimmed
