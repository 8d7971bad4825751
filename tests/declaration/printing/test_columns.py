"""The columns of a printed table: wide where the text is, and never a row taller than it need be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kortisto.declaration.printing.columns import PARTS, height_of, widths

pytestmark = pytest.mark.unit

LETTERS = 104
CELLS = st.lists(st.text(st.sampled_from("aeiou lmn"), max_size=200), max_size=3)


def test_the_long_text_gets_the_room() -> None:
    rows = [[["Nimi"], ["Selitys " * 60], ["Ei"]], [["Puhelin"], ["Toinen selitys " * 30], ["Kyllä"]]]
    name, text, short = widths(rows, heads=["Tieto", "Selitys", "Onko"], letters=LETTERS)
    assert text > 2 * name
    assert text > 2 * short


def test_a_word_of_ordinary_length_is_not_broken() -> None:
    first, _second = widths([[["tietosuojaseloste"], ["x " * 400]]], heads=["a", "b"], letters=LETTERS)
    assert first * LETTERS / PARTS >= len("tietosuojaseloste")


@given(st.integers(1, 5).flatmap(lambda n: st.lists(st.lists(CELLS, min_size=n, max_size=n), min_size=1, max_size=6)))
def test_the_parts_fill_the_page_and_no_even_deal_is_shorter(rows: list[list[list[str]]]) -> None:
    count = len(rows[0])
    parts = widths(rows, heads=["Otsikko"] * count, letters=LETTERS)
    assert sum(parts) == PARTS
    assert min(parts) >= 1
    if PARTS % count == 0:
        even = [PARTS // count] * count
        assert sum(height_of(row, parts=parts, letters=LETTERS) for row in rows) <= sum(
            height_of(row, parts=even, letters=LETTERS) for row in rows
        )
