"""From the bytes of a file to a tree of values with positions: YAML 1.2, strict subset.

PyYAML (libyaml) tokenises; what a plain scalar means is decided here by the YAML 1.2 core rules as far as this language
needs them, so that `no` and `on` stay words and a date stays text until a field asks for a date. Tags, anchors,
aliases, merge keys, duplicate keys, several documents and deep nesting are refused with a position.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from yaml.reader import Reader

from kortisto.declaration.model import Position
from kortisto.declaration.problems import ProblemList

try:
    from yaml import CSafeLoader as _Loader
except ImportError:  # a PyYAML built without libyaml: slower, same events
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]

LARGEST_FILE = 1_000_000
"""Bytes. The largest real declaration is a fifteenth of this; more is not a declaration."""

DEEPEST = 24
"""Levels of nesting."""


@dataclass(frozen=True, slots=True)
class Scalar:
    """A single value as written. `plain` is false when it was quoted: then it is text whatever it looks like."""

    text: str
    plain: bool
    position: Position

    @property
    def empty(self) -> bool:
        """True for a key with nothing behind it."""
        return self.plain and self.text in {"", "~", "null"}


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list of values."""

    values: tuple[Tree, ...]
    position: Position


@dataclass(frozen=True, slots=True)
class Mapping_:  # noqa: N801 - the trailing underscore keeps it apart from collections.abc.Mapping
    """Keys and values in the order of the file."""

    entries: dict[str, tuple[Position, Tree]]
    position: Position

    def get(self, key: str) -> Tree | None:
        """Return the value of a key, or None."""
        found = self.entries.get(key)
        return found[1] if found else None


Tree = Scalar | Sequence | Mapping_


class _Stop(Exception):  # noqa: N818 - control flow inside this module
    """Reading cannot go on."""


def read_tree(path: Path, problems: ProblemList, *, shown_as: str | None = None) -> Mapping_ | None:
    """Read one file. Returns None when there is no tree to go on with; the reasons are then in `problems`."""
    name = shown_as or str(path)
    start = Position(name, 1, 1)
    try:
        with path.open("rb") as file:  # never more than that, whatever the file says of its size: it may be a device
            raw = file.read(LARGEST_FILE + 1)
            size = max(os.fstat(file.fileno()).st_size, len(raw))
    except (OSError, ValueError) as error:  # ValueError: a name with a null character
        problems.add("K101", start, name, reason=getattr(error, "strerror", None) or type(error).__name__)
        return None
    if size > LARGEST_FILE:
        problems.add("K102", start, path.name, size=size, most=LARGEST_FILE)
        return None
    return parse_tree(raw, name, problems)


def parse_tree(  # noqa: PLR0911 - one return for each way in which a file can be unreadable
    raw: bytes, name: str, problems: ProblemList
) -> Mapping_ | None:
    """Parse the bytes of a file; see `read_tree`."""
    start = Position(name, 1, 1)
    if len(raw) > LARGEST_FILE:
        problems.add("K102", start, name, size=len(raw), most=LARGEST_FILE)
        return None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        column = error.start - (raw.rfind(b"\n", 0, error.start) + 1) + 1
        problems.add("K103", Position(name, line, column), repr(raw[error.start : error.start + 4])[2:-1])
        return None
    reader = _Reader(name, problems)
    try:
        tree = reader.document(text)
    except _Stop:
        return None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        position = reader.position(mark) if mark else start
        problems.add(
            "K104", position, line_of(text, position.line).strip(), reason=error.problem or error.context or ""
        )
        return None
    except yaml.YAMLError:  # a character that YAML does not allow; the parser's own offset counts bytes, or characters
        refused = Reader.NON_PRINTABLE.search(text)
        before = _BREAK.split(text[: refused.start() if refused else 0])
        shown = f"U+{ord(refused[0]):04X}" if refused else ""
        problems.add("K105", Position(name, len(before), len(before[-1]) + 1), shown)
        return None
    if isinstance(tree, Mapping_):
        return tree
    problems.add("K106", tree.position if tree else start, tree.text if isinstance(tree, Scalar) else "")
    return None


_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")


def line_of(text: str, line: int) -> str:
    """Return a line of a file, counted from 1 as positions count: YAML knows more line breaks than one."""
    lines = _BREAK.split(text)
    return lines[line - 1] if 0 < line <= len(lines) else ""


class _Reader:
    """Builds the tree from parser events, one file at a time."""

    def __init__(self, name: str, problems: ProblemList) -> None:
        self._name = name
        self._problems = problems
        self._events: Any = iter(())

    def position(self, mark: Any) -> Position:
        return Position(self._name, mark.line + 1, mark.column + 1)

    def document(self, text: str) -> Tree | None:
        self._events = yaml.parse(text, Loader=_Loader)
        tree: Tree | None = None
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                if tree is not None:
                    self._problems.add("K107", self.position(event.start_mark))
                    raise _Stop
                tree = self._value(next(self._events), 0)
        return tree

    def _value(self, event: Any, depth: int) -> Tree:
        position = self.position(event.start_mark)
        if depth > DEEPEST:
            self._problems.add("K108", position, most=DEEPEST)
            raise _Stop
        if isinstance(event, yaml.AliasEvent):
            self._problems.add("K109", position, f"*{event.anchor}")
            return Scalar("", plain=True, position=position)
        if event.anchor is not None:
            self._problems.add("K109", position, f"&{event.anchor}")
        if event.tag is not None:
            self._problems.add("K110", position, event.tag)
        if isinstance(event, yaml.ScalarEvent):
            return Scalar(event.value, plain=not event.style, position=position)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(position, depth)
        return self._mapping(position, depth)

    def _sequence(self, position: Position, depth: int) -> Sequence:
        values = []
        for event in self._events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            values.append(self._value(event, depth + 1))
        return Sequence(tuple(values), position)

    def _mapping(self, position: Position, depth: int) -> Mapping_:
        entries: dict[str, tuple[Position, Tree]] = {}
        for event in self._events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            key_position = self.position(event.start_mark)
            key = self._value(event, depth + 1)
            value = self._value(next(self._events), depth + 1)
            if not isinstance(key, Scalar):
                self._problems.add("K111", key_position)
            elif key.plain and key.text == "<<":
                self._problems.add("K109", key_position, "<<")
            elif key.text in entries:
                self._problems.add("K112", key_position, key.text, first=entries[key.text][0].line)
            else:
                entries[key.text] = (key_position, value)
        return Mapping_(entries, position)
