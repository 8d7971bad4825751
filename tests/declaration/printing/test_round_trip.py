"""From the rendered notice the nodes, numbers and parties are read back and equal the declaration, in all languages."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kortisto.declaration.model import LANGUAGES
from kortisto.declaration.periods import Period, Unit
from kortisto.declaration.periods_in_words import Case, period_in_words
from kortisto.declaration.printing import html, markdown, notice
from kortisto.declaration.printing.read_back import (
    Stated,
    expected,
    from_html,
    from_markdown,
    numbers_in,
    party_names,
)
from tests.declaration.printing.notices import NAMES, declaration
from tests.declaration.printing.sample import sample

pytestmark = pytest.mark.unit


def read(name: str, language: str, form: str) -> dict[str, Stated]:
    document, names = notice(declaration(name), language), party_names(declaration(name), language)
    if form == "html":
        return from_html(html.write(document), language, names)
    return from_markdown(markdown.write(document), language, names)


@pytest.mark.parametrize("form", ["html", "markdown"])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_numbers_and_parties_equal_the_declaration(name: str, language: str, form: str) -> None:
    found, own = read(name, language, form), expected(declaration(name), language)
    printed = found.keys() & own.keys()
    assert {ref: found[ref].numbers for ref in printed} == {ref: own[ref].numbers for ref in printed}
    for ref in printed:
        assert own[ref].parties <= found[ref].parties, ref
    assert found.keys() - own.keys() == set()


@pytest.mark.parametrize("name", NAMES)
def test_languages_and_formats_agree(name: str) -> None:
    first = read(name, "fi", "html")
    for language in LANGUAGES:
        for form in ("html", "markdown"):
            other = read(name, language, form)
            assert other.keys() == first.keys()
            assert {ref: one.numbers for ref, one in other.items()} == {ref: one.numbers for ref, one in first.items()}


def test_a_slip_in_the_printing_is_found() -> None:
    page = html.write(notice(sample(), "fi")).replace("enintään 12 vuotta", "enintään 13 vuotta")
    found = from_html(page, "fi", party_names(sample(), "fi"))
    assert found["retention.care"].numbers != expected(sample(), "fi")["retention.care"].numbers


def test_a_language_that_says_another_number_is_found() -> None:
    rule = sample().retention["care"]
    assert rule.text is not None
    wrong = replace(rule, text=replace(rule.text, sv="Detta gäller i 5 år"))
    changed = replace(sample(), retention={**sample().retention, "care": wrong})
    numbers = {
        language: from_html(html.write(notice(changed, language)), language, {})["retention.care"].numbers
        for language in LANGUAGES
    }
    assert numbers["fi"] == numbers["en"] != numbers["sv"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("unit", list(Unit))
def test_every_form_of_a_period_is_read(language: str, unit: Unit) -> None:
    for amount in (1, 2, 30):
        for case in Case:
            words = period_in_words(Period(amount, unit), language, case)
            assert numbers_in(f"x {words} y", language) == {str(Period(amount, unit))}


def test_an_age_is_no_period() -> None:
    assert numbers_in("barn som inte har fyllt 13 år", "sv") == set()
