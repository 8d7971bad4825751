"""Numbers over time, drawn by the server, and the same numbers as a table for who cannot see the drawing.

The part `web/parts/chart.html`, included with `chart`, shows what `bars` returns. All sizes are whole numbers in the
units of the drawing, because pages carry no style of their own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

WIDTH, HEIGHT = 640, 160
"""Of the drawing, without the names under it."""
_GAP = 4
_MOST_NAMED = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One number: where it stands in the drawing. `named`: whether there is room for its name under it."""

    name: str
    value: int
    x: int
    y: int
    width: int
    height: int
    middle: int
    named: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A drawing and its table. `top`: what its upper edge stands for; `heads`: of the table, names and numbers."""

    title: str
    heads: tuple[str, str]
    bars: tuple[Bar, ...]
    top: int
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def whole_height(self) -> int:
        """Return the height with the names under it."""
        return self.height + 22


def bars(title: str, numbers: Iterable[tuple[str, int]], *, heads: tuple[str, str]) -> Chart:
    """Draw numbers, none below zero, in their order. An empty chart has no bars."""
    known = list(numbers)
    if any(value < 0 for _name, value in known):
        raise ValueError("a bar is not below zero")
    top = _rounded_up(max((value for _name, value in known), default=0))
    step = WIDTH // max(len(known), 1)
    every = -(-len(known) // _MOST_NAMED)
    drawn = [
        Bar(
            name=name,
            value=value,
            x=place * step + _GAP // 2,
            y=HEIGHT - _height(value, top),
            width=max(min(step - _GAP, 72), 1),
            height=_height(value, top),
            middle=place * step + max(min(step - _GAP, 72), 1) // 2,
            named=place % every == 0,
        )
        for place, (name, value) in enumerate(known)
    ]
    return Chart(title=title, heads=heads, bars=tuple(drawn), top=top)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One number of a ranking, with the length of its bar."""

    name: str
    value: int
    width: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """Numbers of things with long names: a table whose rows carry bars. The part is `web/parts/ranking.html`."""

    title: str
    heads: tuple[str, str]
    rows: tuple[Row, ...]
    width: int = WIDTH


def ranking(title: str, numbers: Iterable[tuple[str, int]], *, heads: tuple[str, str]) -> Ranking:
    """Draw numbers, none below zero, in their order, beside their names."""
    known = list(numbers)
    if any(value < 0 for _name, value in known):
        raise ValueError("a bar is not below zero")
    top = max((value for _name, value in known), default=0)
    rows = (
        Row(name=name, value=value, width=max(round(value / top * WIDTH), 2) if value else 0) for name, value in known
    )
    return Ranking(title=title, heads=heads, rows=tuple(rows))


def _height(value: int, top: int) -> int:
    """A number that is there is seen, however small it is beside the others."""
    return max(round(value / top * HEIGHT), 2) if value else 0


def _rounded_up(value: int) -> int:
    """The next of 1, 2, 5, 10, 20, 50 ...: an edge that is easy to read."""
    unit = 1
    while True:
        for step in (1, 2, 5):
            if unit * step >= value:
                return unit * step
        unit *= 10
