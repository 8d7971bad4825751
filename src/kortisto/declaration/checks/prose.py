"""Walks over everything that is written in a declaration for people to read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from kortisto.declaration.model import Declaration, Node, Position, Text

_SKIPPED = frozenset({"id", "section", "promises", "ours", "position", "file", "template"})


def texts(declaration: Declaration) -> Iterator[tuple[Node, Text]]:
    """Yield every text in three languages, with the node that it stands in."""
    for node, value in _walk(declaration, declaration.register):
        if isinstance(value, Text):
            yield node, value


def strings(declaration: Declaration) -> Iterator[tuple[Node, str]]:
    """Yield every written string: texts in each language, names, addresses, references."""
    for node, value in _walk(declaration, declaration.register):
        if isinstance(value, Text):
            yield from ((node, words) for words in (value.fi, value.sv, value.en))
        elif type(value) is str:
            yield node, value


def _walk(value: Any, node: Node) -> Iterator[tuple[Node, Any]]:
    if isinstance(value, Text | str):
        yield node, value
    else:
        inside = value if isinstance(value, Node) else node
        for part in _parts(value):
            yield from _walk(part, inside)


def _parts(value: Any) -> Iterable[Any]:
    if isinstance(value, Position):
        return ()
    if is_dataclass(value):
        return (getattr(value, one.name) for one in fields(value) if one.name not in _SKIPPED)
    if isinstance(value, tuple):
        return value
    return value.values() if isinstance(value, Mapping) else ()
