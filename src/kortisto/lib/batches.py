"""Work in portions of bounded size."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

Value = TypeVar("Value")


def batched(values: Iterable[Value], size: int) -> Iterator[tuple[Value, ...]]:
    """Yield the values in tuples of at most `size`; the last may be shorter (itertools.batched of Python 3.12)."""
    remaining = iter(values)
    while portion := tuple(islice(remaining, size)):
        yield portion
