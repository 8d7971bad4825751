"""How wide the columns of a printed table are: so that its rows together take the fewest lines."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from math import ceil

# The width of a page is dealt out in this many equal parts; a column gets whole ones.
PARTS = 20
_NARROWEST = 2
# What each line of a cell loses to the edges of the cell and to the word that did not fit any more.
_LOST = 5


def widths(rows: Sequence[Sequence[Sequence[str]]], *, heads: Sequence[str], letters: int) -> list[int]:
    """Return the parts of each column, together `PARTS`.

    `rows`: of cells, of paragraphs; `letters`: how many fit on one line of the whole width.
    """
    count = len(heads)
    if count < 2:  # noqa: PLR2004 (one column has it all)
        return [PARTS] * count
    longest = [
        max((len(word) for cell in (heads[i], *(" ".join(row[i]) for row in rows)) for word in cell.split()), default=1)
        for i in range(count)
    ]
    # A word of ordinary length stays whole; a longer one is hyphenated.
    least = [max(_NARROWEST, min(ceil(PARTS * length / letters), PARTS // count)) for length in longest]
    sizes = [[[len(paragraph) for paragraph in cell] for cell in row] for row in rows]

    @cache
    def lines(column: int, row: int, parts: int) -> int:
        return _lines(sizes[row][column], parts=parts, letters=letters)

    def height(deal: tuple[int, ...]) -> tuple[int, int]:
        total = sum(max(lines(i, row, parts) for i, parts in enumerate(deal)) for row in range(len(rows)))
        return total, max(deal)  # of equals the more even one

    best = min(_deals(count, least), key=height)
    return list(best)


def height_of(row: Sequence[Sequence[str]], *, parts: Sequence[int], letters: int) -> int:
    """Return about how many lines a row takes."""
    return max(
        (
            _lines([len(paragraph) for paragraph in cell], parts=share, letters=letters)
            for cell, share in zip(row, parts, strict=True)
        ),
        default=0,
    )


def _lines(paragraphs: Sequence[int], *, parts: int, letters: int) -> int:
    room = max(letters * parts / PARTS - _LOST, 1)
    return sum(max(1, ceil(size / room)) for size in paragraphs)


def _deals(count: int, least: Sequence[int]) -> list[tuple[int, ...]]:
    """Every way of dealing out the parts in which each column gets at least its least."""
    deals: list[tuple[int, ...]] = [()]
    for i in range(count - 1):
        rest = sum(least[i + 1 :])
        deals = [(*deal, n) for deal in deals for n in range(least[i], PARTS - sum(deal) - rest + 1)]
    return [(*deal, PARTS - sum(deal)) for deal in deals]
