"""A CSV file on the disk, row by row: of a file of any length only one row is in memory.

It is read twice: once to learn its encoding, separator and shape and that its quotation marks match, then for its rows.
What is learnt says also where rows begin, here and there, so that rows in the midst of it are read without those before
them. The rules of one row are those of `reading`.
"""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import BinaryIO, NamedTuple

from kortisto.register.parties.importing import reading
from kortisto.register.parties.importing.reading import Line, RefusedLine, Shape, UnreadableFileError

MOST_COLUMNS = 500
"""A table of more is no list of customers, and its header alone would fill pages."""
_BLOCK = 1 << 20
_STEP = 1 << 16
"""Bytes of lines that are taken at once; the first of them may be marked."""
_MOST_MARKS = 512
"""So many places of a file are marked; of a longer one they lie farther apart."""
_BOMS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
ENCODINGS = ("utf-8", "utf-16", "cp1252", "mac_roman", "cp850", "iso-8859-1", "iso-8859-15")
"""What a user may say of a file whose encoding was guessed wrongly."""


class Mark(NamedTuple):
    """Where a row begins: after so many rows that are not blank, the header among them, and lines of the table."""

    rows: int
    lines: int
    offset: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """What was learnt by reading a file through, so that it need not be read through each time that it is opened.

    `written`, `spaced`, `hinted` and `marks` are of CSV files, `sheets` of workbooks, `pictures` of vCards.
    """

    sha256: str
    columns: tuple[str, ...]
    rows: int
    pictures: int = 0
    sheets: tuple[str, ...] = ()
    written: int = 0
    spaced: bool = False
    hinted: bool = False
    marks: tuple[Mark, ...] = ()


class CsvFile:
    """An opened CSV file; iterating gives its rows, as often as asked for.

    `encoding`, `separator`: what was found, unless told. `known`: of a file that was opened before and has lain
    untouched since, with its encoding and separator. Raises UnreadableFileError when it is made.
    """

    kind = "csv"
    sheet = ""
    sheets: tuple[str, ...] = ()
    pictures = 0

    def __init__(self, path: Path, *, encoding: str = "", separator: str = "", known: Survey | None = None) -> None:
        self._path = path
        if known is not None:
            self.sha256, self.encoding, self.separator = known.sha256, encoding, separator
            self.columns, self.rows, self._hinted = known.columns, known.rows, known.hinted
            self._shape = Shape(len(known.columns), known.written, separator, spaced=known.spaced)
            self._marks = known.marks
            return
        self.sha256, self.encoding = _examined(path, encoding)
        head = self._head()
        hint = reading._HINT.match(head)  # noqa: SLF001 (one package of rules, in two modules for their length)
        self._hinted = bool(hint)
        self.separator = separator or (hint[1] if hint else reading._separator(head))  # noqa: SLF001
        self.rows = 0
        self.columns, self._shape, self._marks = self._survey()

    @property
    def survey(self) -> Survey:
        """Return what was learnt, for opening the file once more."""
        return Survey(
            sha256=self.sha256, columns=self.columns, rows=self.rows, written=self._shape.written,
            spaced=self._shape.spaced, hinted=self._hinted, marks=self._marks,
        )  # fmt: skip

    def __iter__(self) -> Iterator[Line | RefusedLine]:
        rows = self._numbered()
        next(rows)  # the header
        for number, row in rows:
            yield self._shape.fitted(number, row)

    @property
    def stride(self) -> int:
        """Return how many rows lie between two that are marked."""
        return self.rows // (len(self._marks) + 1) + 1

    def beginning_at(self, place: int) -> Iterator[Line | RefusedLine]:
        """Yield the rows from this place on, the first row being 0, without reading all that lie before it."""
        nearest = bisect_right(self._marks, place, key=lambda mark: mark.rows - 1) - 1
        if nearest < 0:
            yield from islice(self, place, None)
            return
        mark = Mark(*self._marks[nearest])
        for number, row in islice(self._numbered(mark), place + 1 - mark.rows, None):
            yield self._shape.fitted(number, row)

    def _head(self) -> str:
        with self._path.open(encoding=_codec(self.encoding), newline="", errors="replace") as text:
            head = text.read(_BLOCK)
        if not head.strip():
            raise UnreadableFileError("empty")
        return head

    def _survey(self) -> tuple[tuple[str, ...], Shape, tuple[Mark, ...]]:
        marks = _Marks()
        rows = self._numbered(marks=marks)
        _, header = next(rows, (0, ()))
        if not header:
            raise UnreadableFileError("empty")
        if len(header) > MOST_COLUMNS:
            raise UnreadableFileError("many columns", f"{len(header):,}")
        columns = reading._columns(header)  # noqa: SLF001
        widths = {len(columns), len(header)}
        spaced = any(field.startswith(" ") for field in header[1:])
        for _, row in rows:
            self.rows += 1
            spaced = spaced or (len(row) in widths and any(field.startswith(" ") for field in row[1:]))
        if not self.rows:
            raise UnreadableFileError("header only")
        return columns, Shape(len(columns), len(header), self.separator, spaced=spaced), tuple(marks.found)

    def _numbered(
        self, start: Mark | None = None, *, marks: _Marks | None = None
    ) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Yield the rows that are not blank with their numbers, as a spreadsheet counts, the header first.

        `start`: from there on, without those before it. `marks`: is given where rows begin.
        """
        read, skipped = _Read(*(start or Mark(0, 0, 0))), start is not None or not self._hinted
        try:
            with self._path.open("rb") as raw:
                for row in csv.reader(_lines(raw, self.encoding, read, marks), delimiter=self.separator, strict=True):
                    read.lines += 1
                    if not any(row) or not any(field.strip() for field in row):
                        continue
                    if not skipped:
                        skipped = True
                        continue
                    read.rows += 1
                    yield read.lines, tuple(row)
        except csv.Error as error:
            code = "field" if "field limit" in str(error) else "quotes"
            raise UnreadableFileError(code, str(read.lines + 1)) from error


@dataclass(slots=True)
class _Read:
    """How much has been read: what a mark would say here, but for where the lines began that were taken last."""

    rows: int
    lines: int
    offset: int


@dataclass(slots=True)
class _Marks:
    """Places that are marked, at most _MOST_MARKS, evenly over the file."""

    found: list[Mark] = field(default_factory=list)
    every: int = 1
    passed: int = 0

    def add(self, mark: Mark) -> None:
        self.passed += 1
        if self.passed % self.every:
            return
        self.found.append(mark)
        if len(self.found) == _MOST_MARKS:
            del self.found[::2]
            self.every *= 2


def _lines(raw: BinaryIO, encoding: str, read: _Read, marks: _Marks | None) -> Iterator[str]:
    """Yield the lines of a file with their ends, as `open` does with `newline=""`."""
    if encoding.startswith("utf-16"):  # a line end is no single byte there
        text = io.TextIOWrapper(raw, encoding=encoding, newline="")
        try:
            yield from text
        finally:
            text.detach()  # who opened the file closes it
        return
    raw.seek(read.offset)
    codec = _codec(encoding) if read.offset == 0 else encoding
    before = read.lines
    for offset, block in _whole_lines(raw, read.offset):
        # Whether a row begins here: the lines before made rows, none of which goes on.
        if marks is not None and read.rows and read.lines != before:
            marks.add(Mark(read.rows, read.lines, offset))
        for line in io.StringIO(block.decode(codec), newline=""):
            before = read.lines
            yield line
        codec = encoding


def _whole_lines(raw: BinaryIO, offset: int) -> Iterator[tuple[int, bytes]]:
    """Yield blocks of whole lines with where they begin; a line that is longer than a block makes it longer."""
    size, rest = _STEP, b""
    while block := raw.read(size):
        block = rest + block
        cut = block.rfind(b"\n") + 1 or block.rfind(b"\r", 0, -1) + 1
        if cut:
            yield offset, block[:cut]
            offset, size, rest = offset + cut, _STEP, block[cut:]
        else:
            size, rest = size * 2, block
    if rest:
        yield offset, rest


def _codec(encoding: str) -> str:
    return "utf-8-sig" if encoding == "utf-8" else encoding


def _examined(path: Path, told: str) -> tuple[str, str]:
    """Return the digest of a file and its encoding, having read all of it once."""
    sha256 = hashlib.sha256()
    with path.open("rb") as raw:
        start = raw.read(_BLOCK)
        encoding = told or _BOMS.get(start[:2]) or _unmarked_utf_16(start) or "utf-8"
        raw.seek(0)
        decode = _Decoding(_codec(encoding))
        while block := raw.read(_BLOCK):
            sha256.update(block)
            decode.add(block)
    if decode.finished():
        return sha256.hexdigest(), encoding
    if told or encoding != "utf-8":
        raise UnreadableFileError("encoding")
    if _decodes(path, "utf-8", "surrogatepass"):
        raise UnreadableFileError("surrogate")
    return sha256.hexdigest(), _eight_bits(path, start)


class _Decoding:
    """Whether bytes are text of an encoding, told block by block; raises UnreadableFileError for what is no text."""

    def __init__(self, encoding: str) -> None:
        self._decoder = codecs.getincrementaldecoder(encoding)()
        self._length = self._controls = 0
        self._good = True

    def add(self, block: bytes) -> None:
        if not self._good:
            return
        try:
            text = self._decoder.decode(block)
        except UnicodeDecodeError:
            self._good = False
            return
        if "\0" in text:
            raise UnreadableFileError("binary")
        self._length += len(text)
        self._controls += len(reading._CONTROLS.findall(text))  # noqa: SLF001

    def finished(self) -> bool:
        try:
            self._decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            self._good = False
        if self._good and self._controls > reading._MOST_CONTROLS * self._length:  # noqa: SLF001
            raise UnreadableFileError("binary")
        return self._good


def _unmarked_utf_16(start: bytes) -> str:
    """Return the encoding of a text in UTF-16 without a mark: every other byte of its header is zero."""
    head = start[:200]
    if len(head) < 8 or b"\0" not in head:  # noqa: PLR2004 (too few bytes to tell)
        return ""
    if not any(head[0::2]):
        return "utf-16-be"
    return "" if any(head[1::2]) else "utf-16-le"


def _decodes(path: Path, encoding: str, errors: str = "strict") -> bool:
    try:
        with path.open(encoding=encoding, errors=errors, newline="") as text:
            while text.read(_BLOCK):
                pass
    except UnicodeDecodeError:
        return False
    return True


def _eight_bits(path: Path, start: bytes) -> str:
    """Return which encoding of eight bits makes words of the beginning and text of all."""
    found: dict[str, int] = {}
    for encoding in reading._EIGHT_BITS:  # noqa: SLF001
        try:
            text = start.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            raise UnreadableFileError("binary")
        if len(reading._CONTROLS.findall(text)) > reading._MOST_CONTROLS * len(text):  # noqa: SLF001
            raise UnreadableFileError("binary")
        found[encoding] = reading._oddities(text)  # noqa: SLF001
    for encoding in sorted(found, key=found.__getitem__):  # the first of equals
        if _decodes(path, encoding):
            return encoding
    raise UnreadableFileError("encoding")
