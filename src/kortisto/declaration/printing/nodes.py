"""Walks over a declaration: its nodes, and the plain values that one node states by itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from kortisto.declaration.model import Declaration, Node, Position

_ABOUT_THE_NODE = frozenset({"id", "section", "promises", "ours", "position"})


def nodes_of(declaration: Declaration) -> Iterator[Node]:
    """Yield every node in the order of the file, a nested one after the node that it stands in."""
    for field in fields(declaration):
        yield from _nodes(getattr(declaration, field.name))


def _nodes(value: Any) -> Iterator[Node]:
    if isinstance(value, Mapping):
        for one in value.values():
            yield from _nodes(one)
    elif isinstance(value, tuple):
        for one in value:
            yield from _nodes(one)
    elif is_dataclass(value) and not isinstance(value, (type, Position)):
        if isinstance(value, Node):
            yield value
        for field in fields(value):
            yield from _nodes(getattr(value, field.name))


def values_of(node: Node) -> Iterator[tuple[str, Any]]:
    """Yield each plain value that a node states, with the name of its field; nested nodes state their own."""
    for field in fields(node):
        if field.name not in _ABOUT_THE_NODE:
            yield from _values(field.name, getattr(node, field.name))


def _values(name: str, value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Node):
        return
    if isinstance(value, tuple):
        for one in value:
            yield from _values(name, one)
    else:
        yield name, value
        if is_dataclass(value) and not isinstance(value, type):
            for field in fields(value):
                yield from _values(field.name, getattr(value, field.name))
