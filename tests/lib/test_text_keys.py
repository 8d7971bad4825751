from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kortisto.lib.text_keys import PREFIX_END, fold, search_words, sort_key

pytestmark = pytest.mark.unit


def test_names_stand_in_finnish_order() -> None:
    order = [
        "aalto", "Aho", "Éric", "Muller", "von Essen", "Yli", "Ünal", "Zorro",
        "Åberg", "Æbel", "Äijälä", "Øberg", "Öre",
    ]  # fmt: skip

    assert sorted(sorted(order), key=sort_key) == order


def test_a_shorter_last_name_stands_first_whatever_the_first_name() -> None:
    assert sort_key("Aho", "Zaida") < sort_key("Ahonen", "Aada")


@pytest.mark.parametrize(
    ("text", "folded"),
    [("Mäkelä", "makela"), ("ÅÄÖ", "aao"), ("Straße", "strasse"), ("Łódź", "lodz"), ("Æ", "ae"), ("a\u0308", "a")],
)
def test_accents_and_case_are_forgiven(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_words_are_runs_of_letters_and_digits() -> None:
    assert search_words("Virtanen-Korhonen", "O'Brien  3M Oy, Virtanen") == [
        "virtanen", "korhonen", "o", "brien", "3m", "oy",
    ]  # fmt: skip


@given(st.text(), st.text())
def test_a_word_found_is_a_word_searched_and_its_beginning_finds_it(text: str, more: str) -> None:
    for word in search_words(text):
        assert search_words(word) == [word]
        assert word <= word + fold(more) < word + PREFIX_END or PREFIX_END in more
