"""vCards as Outlook, Google, Apple and telephones write them: versions 2.1, 3.0 (RFC 2426) and 4.0 (RFC 6350).

A tolerant reader of our own: it takes a card at a time from a file of any length, passes over pictures without keeping
them, and goes on after a card that is broken. Each card becomes a row, so that all that follows is as for a table.
"""

from __future__ import annotations

import hashlib
import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path

from kortisto.register.parties.importing.csv_files import Survey, _examined
from kortisto.register.parties.importing.reading import Line, RefusedLine, UnreadableFileError

LONGEST_LINE = 200_000
"""Bytes of one property with its folded lines; pictures are longer, and are not kept."""
MOST_PROPERTIES = 500
_PICTURES = frozenset({"PHOTO", "LOGO", "SOUND", "KEY"})
_ADDRESS = ("street", "city", "region", "postal code", "country")
_ADR_PLACES = (2, 3, 4, 5, 6)  # after post office box and extended address
FIXED = ("FN", "N last", "N first", "N prefix", "ORG", "TITLE")
_MAYBE = (
    "EMAIL", "EMAIL 2", "EMAIL home", "TEL", "TEL cell", "TEL home", "TEL fax",
    *(f"ADR {part}" for part in _ADDRESS), *(f"ADR home {part}" for part in _ADDRESS),
    "URL", "LANG", "BDAY", "ANNIVERSARY", "GENDER", "NICKNAME", "ROLE", "CATEGORIES", "NOTE",
)  # fmt: skip
_SHOWN_AS_THEY_ARE = frozenset({"TITLE", "BDAY", "ANNIVERSARY", "GENDER", "NICKNAME", "ROLE", "CATEGORIES", "NOTE"})
_QUOTATION_MARK, _COLON = b'":'
_NAME = re.compile(rb"(?:[\w-]+\.)?([A-Za-z][\w-]*)", re.ASCII)
_PARAMETER = re.compile(r';\s*([\w-]+)(?:\s*=\s*((?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*))?', re.ASCII)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


@dataclass(slots=True)
class Card:
    """One card: its number in the file, its values by column, and how many pictures were passed over."""

    number: int
    values: dict[str, str] = field(default_factory=dict)
    raw: list[bytes] = field(default_factory=list)
    pictures: int = 0
    broken: bool = False


class CardFile:
    """An opened file of vCards; iterating gives a row of each card, as often as asked for."""

    kind = "vcard"
    separator = sheet = ""
    sheets: tuple[str, ...] = ()

    def __init__(self, path: Path, *, encoding: str = "", known: Survey | None = None) -> None:
        self._path = path
        if known is not None:
            self.sha256, self.encoding, self.columns = known.sha256, encoding, known.columns
            self.rows, self.pictures = known.rows, known.pictures
            return
        try:
            self.sha256, self.encoding = _examined(path, encoding)
        except UnreadableFileError as error:
            if error.code != "binary":
                raise
            # A NUL or bytes of a picture in one card make no file unreadable.
            with path.open("rb") as raw:
                self.sha256, self.encoding = hashlib.file_digest(raw, "sha256").hexdigest(), "utf-8"
        self.rows = self.pictures = 0
        found: set[str] = set()
        for card in self.cards():
            self.rows += 1
            self.pictures += card.pictures
            found.update(card.values)
        if not self.rows:
            raise UnreadableFileError("empty")
        self.columns = tuple(one for one in (*FIXED, *_MAYBE) if one in found or one in FIXED)

    def __iter__(self) -> Iterator[Line | RefusedLine]:
        for card in self.cards():
            fields = tuple(card.values.get(column, "") for column in self.columns)
            if card.broken or not any(fields):
                yield RefusedLine(card.number, fields, "card")
            else:
                yield Line(card.number, fields)

    @property
    def stride(self) -> int:
        """Return how many rows there are: one is found by reading those before it."""
        return self.rows

    def beginning_at(self, place: int) -> Iterator[Line | RefusedLine]:
        """Yield the rows from this place on, the first row being 0."""
        yield from islice(self, place, None)

    def cards(self, *, keep_raw: bool = False) -> Iterator[Card]:  # noqa: C901 (a card within a card, one without end)
        """Yield the cards; `keep_raw` with their lines as they stand in the file, without pictures."""
        card: Card | None = None
        count = depth = properties = 0
        for line in _properties(_lines(self._path, self.encoding)):
            head = line[:20].strip().upper().replace(b" ", b"")
            if head == b"BEGIN:VCARD":
                if card is None:
                    count, depth, properties = count + 1, 0, 0
                    card = Card(count)
                elif depth == 0 and properties == 0:
                    continue
                else:
                    depth += 1  # the card of an agent within a card, or a card without its end
            elif head == b"END:VCARD" and card is not None:
                if depth:
                    depth -= 1
                    continue
                if keep_raw:
                    card.raw = [b"BEGIN:VCARD", *card.raw, b"END:VCARD"]
                yield card
                card = None
            elif card is not None and not depth:
                properties += 1
                if properties > MOST_PROPERTIES:
                    card.broken = True
                    continue
                _take(card, line, self.encoding, keep_raw=keep_raw)
        if card is not None:  # the end is missing: what there is of the card is shown as broken
            card.broken = True
            yield card


def _lines(path: Path, encoding: str) -> Iterator[bytes]:
    """Yield the lines without their ends; UTF-16 as UTF-8, so that all that follows is bytes."""
    if encoding.startswith("utf-16"):
        with path.open(encoding=encoding, newline=None) as text:
            for one in text:
                yield one.rstrip("\r\n").encode()
        return
    with path.open("rb") as raw:
        first = True
        while line := raw.readline(LONGEST_LINE):
            if first:
                line, first = line.removeprefix(b"\xef\xbb\xbf"), False
            yield from line.rstrip(b"\r\n").split(b"\r")


def _properties(lines: Iterator[bytes]) -> Iterator[bytes]:
    """Join folded lines: those that begin with a space, and in quoted-printable those that follow a `=`.

    What is longer than a property may be is cut: it is a picture, or nothing that a register keeps.
    """
    current: list[bytes] = []
    size = 0
    soft = False  # the line before ends in the = of quoted-printable
    for line in chain(lines, (b"",)):
        if current and (soft or line[:1] in {b" ", b"\t"}):
            size += len(line)
            if size <= LONGEST_LINE:
                current.append((b"\n" + line) if soft else line[1:])
        else:
            if current:
                yield b"".join(current)
            current, size = ([line], len(line)) if line.strip() else ([], 0)
        quoted = bool(current) and b"QUOTED-PRINTABLE" in current[0].upper().partition(b":")[0]
        soft = quoted and line.endswith(b"=")


def _take(card: Card, line: bytes, encoding: str, *, keep_raw: bool) -> None:
    matched = _NAME.match(line)
    if matched is None:
        return
    name = matched[1].decode("ascii").upper()
    if name in _PICTURES:
        card.pictures += 1
        return
    if keep_raw and name != "X-KORTISTO-REASON":
        card.raw.append(line)
    head, value = _parted(line[matched.end() :])
    parameters, types = _parameters(head.decode("ascii", "replace"))
    text = _decoded(value, parameters, encoding)
    if text is None:
        card.broken = True
        return
    _fill(card.values, name, text, types)


def _parted(rest: bytes) -> tuple[bytes, bytes]:
    """Part parameters from the value at the first colon that is not within quotation marks."""
    quoted = False
    for place, byte in enumerate(rest):
        if byte == _QUOTATION_MARK:
            quoted = not quoted
        elif byte == _COLON and not quoted:
            return rest[:place], rest[place + 1 :]
    return rest, b""


def _parameters(head: str) -> tuple[dict[str, str], set[str]]:
    """Return the parameters by name, and the types; in version 2.1 a type stands alone: `TEL;CELL:`."""
    named: dict[str, str] = {}
    types: set[str] = set()
    for name, value in _PARAMETER.findall(head):
        upper = name.upper()
        if upper == "TYPE":
            types.update(one.strip('" ').upper() for part in value.split(",") for one in part.strip('"').split(","))
        elif value:
            named[upper] = value.strip('"').upper()
        elif upper in {"QUOTED-PRINTABLE", "BASE64"}:
            named["ENCODING"] = upper
        else:
            types.add(upper)
    return named, types


def _decoded(value: bytes, parameters: dict[str, str], encoding: str) -> str | None:
    if parameters.get("ENCODING") in {"BASE64", "B"}:
        return ""  # a picture by another name, or a key: nothing that is read
    if parameters.get("ENCODING") in {"QUOTED-PRINTABLE", "QP"}:
        value = quopri.decodestring(value)
    charset = parameters.get("CHARSET", "")
    for one in (charset, "utf-8" if encoding.startswith("utf-16") else encoding, "utf-8", "cp1252"):
        try:
            return value.decode(one) if one else value.decode("utf-8")
        except (UnicodeDecodeError, LookupError):
            continue
    return None


def _fill(values: dict[str, str], name: str, text: str, types: set[str]) -> None:  # noqa: C901, PLR0912 (one arm a property)
    """Put a value into its column; the first of each kind, a second mail into the second column."""
    home = "HOME" in types and "WORK" not in types
    places: tuple[str, ...]
    match name:
        case "N":
            last, first, middle, prefix = (_split(text, ";") + [""] * 4)[:4]
            values.setdefault("N last", last)
            values.setdefault("N first", " ".join(filter(None, (first, middle))))
            values.setdefault("N prefix", prefix)
        case "FN":
            values.setdefault("FN", _plain(text))
        case "ORG":
            values.setdefault("ORG", next(iter(_split(text, ";")), ""))
        case "EMAIL":
            address = _plain(text).removeprefix("mailto:")
            places = ("EMAIL home", "EMAIL 2") if home else ("EMAIL", "EMAIL 2", "EMAIL home")
            _first_free(values, places, address)
        case "TEL":
            number = _plain(text).removeprefix("tel:").partition(";")[0]
            if types & {"FAX"}:
                places = ("TEL fax",)
            elif types & {"CELL", "IPHONE", "MOBILE"}:
                places = ("TEL cell", "TEL")
            else:
                places = ("TEL home", "TEL cell") if home else ("TEL", "TEL cell", "TEL home")
            _first_free(values, places, number)
        case "ADR":
            column = "ADR home" if home else "ADR"
            parts = _split(text, ";") + [""] * 7
            street = "\n".join(filter(None, (parts[0], parts[1], parts[2])))
            found = (street, *(parts[place] for place in _ADR_PLACES[1:]))
            if any(found) and not any(f"{column} {part}" in values for part in _ADDRESS):
                values.update({f"{column} {part}": one for part, one in zip(_ADDRESS, found, strict=True) if one})
        case "URL":
            values.setdefault("URL", _plain(text))
        case "LANG":
            values.setdefault("LANG", _plain(text))
        case _ if name in _SHOWN_AS_THEY_ARE:
            values.setdefault(name, _plain(text))
    for empty in [column for column, value in values.items() if not value]:
        del values[empty]


def _first_free(values: dict[str, str], places: tuple[str, ...], value: str) -> None:
    if value in values.values():
        return
    for place in places:
        if place not in values:
            values[place] = value
            return


def _split(text: str, separator: str) -> list[str]:
    """Split at separators that are not escaped (RFC 6350 section 3.4)."""
    parts, current, escaped = [], "", False
    for letter in text:
        if escaped:
            current, escaped = current + "\\" + letter, False
        elif letter == "\\":
            escaped = True
        elif letter == separator:
            parts.append(_plain(current))
            current = ""
        else:
            current += letter
    return [*parts, _plain(current)]


def _plain(text: str) -> str:
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], text).strip()
