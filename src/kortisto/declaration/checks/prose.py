"""Walks over everything that is written in a declaration for people to read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from kortisto.declaration.model import Declaration, Node, Position, Text

_SKIPPED = frozenset({"id", "section", "promises", "ours", "position", "file", "template"})

_Written = list[tuple[Node, Text | str]]

_last: tuple[Declaration, _Written] | None = None
"""What was walked over last: several checks ask the same declaration one after another."""

_names: dict[type, tuple[str, ...]] = {}
"""The fields of each class in which something may be written."""


def texts(declaration: Declaration) -> Iterator[tuple[Node, Text]]:
    """Yield every text in three languages, with the node that it stands in."""
    for node, value in _written(declaration):
        if isinstance(value, Text):
            yield node, value


def strings(declaration: Declaration) -> Iterator[tuple[Node, str]]:
    """Yield every written string: texts in each language, names, addresses, references."""
    for node, value in _written(declaration):
        if isinstance(value, Text):
            yield from ((node, words) for words in (value.fi, value.sv, value.en))
        elif type(value) is str:
            yield node, value


def _written(declaration: Declaration) -> _Written:
    global _last  # noqa: PLW0603 (replaced as a whole: a thread that comes between walks once more)
    last = _last
    if last is None or last[0] is not declaration:
        last = declaration, []
        _walk(declaration, declaration.register, last[1])
        _last = last
    return last[1]


def _walk(value: Any, node: Node, found: _Written) -> None:
    if isinstance(value, Text | str):
        found.append((node, value))
    else:
        inside = value if isinstance(value, Node) else node
        for part in _parts(value):
            _walk(part, inside, found)


def _parts(value: Any) -> Iterable[Any]:
    if isinstance(value, tuple):
        return value
    if isinstance(value, Mapping):
        return value.values()
    kind = type(value)
    if kind not in _names:
        known = is_dataclass(kind) and kind is not Position
        _names[kind] = tuple(one.name for one in fields(kind) if one.name not in _SKIPPED) if known else ()
    return [getattr(value, name) for name in _names[kind]]
