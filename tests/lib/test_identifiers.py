from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kortisto.lib import identifiers

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("read", "text", "stored"),
    [
        (identifiers.business_id, "2077474-0", "2077474-0"),
        (identifiers.business_id, " 20774740 ", "2077474-0"),
        (identifiers.vat_id, "fi 2077474-0", "FI20774740"),
        (identifiers.email, " Maija@Esimerkki.Example ", "maija@esimerkki.example"),
        (identifiers.web, "HTTP://Esimerkki.Example/A/", "http://esimerkki.example/A"),
        (identifiers.web, "esimerkki.example", "https://esimerkki.example"),
    ],
)
def test_identifiers_have_one_form(read: Callable[[str], str], text: str, stored: str) -> None:
    assert read(text) == stored


@pytest.mark.parametrize(
    ("text", "region", "stored"),
    [
        ("040 123 4567", "FI", "+358401234567"),
        ("+358 40 1234567", "", "+358401234567"),
        ("358 40 1234567", "FI", "+358401234567"),
        ("358 (0)40 1234567", "FI", "+358401234567"),
        ("358401234567", "", "+358401234567"),
        ("(5) 555-4729", "FI", "55554729"),
        ("030-0074321", "DE", "+49300074321"),
        ("(171) 555-7788", "", "1715557788"),
        ("112", "FI", "112"),
        ("019 000 0807", "FI", "0190000807"),  # no plan has it, but it is one number in every writing
        ("+358 19 000 0807", "FI", "0190000807"),
        ("+358 (0)19 000 0807", "", "0190000807"),
        ("00358190000807", "SE", "0190000807"),
        ("358 19 000 0807", "FI", "0190000807"),
        ("358190000807", "", "358190000807"),  # of an unknown country, and of no Finnish plan
        ("358123456", "PL", "358123456"),  # begins as a Finnish number with its country code does
        ("+358 123 456", "PL", "0123456"),
    ],
)
def test_telephone_numbers_follow_the_plan_of_their_country(text: str, region: str, stored: str) -> None:
    assert identifiers.phone(text, region) == stored


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (identifiers.business_id, "2077474-1"),
        (identifiers.business_id, ""),
        (identifiers.vat_id, "FI20774741"),
        (identifiers.vat_id, "XX1"),
        (identifiers.email, "maija@esimerkki"),
        (identifiers.email, "mai\x00ja@esimerkki.example"),
        (identifiers.phone, "12"),
        (identifiers.web, "ftp://esimerkki.example"),
        (identifiers.web, "a b.example"),
    ],
)
def test_what_is_none_is_refused(read: Callable[[str], str], text: str) -> None:
    with pytest.raises(ValueError, match="not a"):
        read(text)


@pytest.mark.parametrize(
    "read", [identifiers.business_id, identifiers.vat_id, identifiers.email, identifiers.phone, identifiers.web]
)
@given(text=st.text())
def test_any_text_is_answered(read: Callable[[str], str], text: str) -> None:
    try:
        stored = read(text)
    except ValueError:
        return
    assert read(stored) == stored


@given(
    beginning=st.sampled_from(["0", "040", "050 ", "09-", "+358", "+358 ", "+358-50", "019", "0600", "00358", "+", ""]),
    rest=st.text(alphabet="0123456789 -", max_size=12),
    region=st.sampled_from(["FI", "SE", ""]),
)
def test_the_quick_way_of_finnish_numbers_is_that_of_all_numbers(beginning: str, rest: str, region: str) -> None:
    text = beginning + rest
    try:
        # A letter of another script stands for nothing in a number, and makes it go the long way.
        slow = identifiers.phone(f"\u2060{text}", region)
    except ValueError:
        slow = ""
    try:
        quick = identifiers.phone(text, region)
    except ValueError:
        quick = ""
    assert quick == slow


@pytest.mark.parametrize("text", ["040 123", "040123", "+358 40 123", "+1 23", "09 123", "010 123"])
def test_a_number_that_ends_before_it_is_one_is_too_short(text: str) -> None:
    with pytest.raises(identifiers.TooShortError):
        identifiers.full_phone(text)
    assert identifiers.phone(text)  # in an old file it is taken as it is


@pytest.mark.parametrize(
    "text", ["112", "116117", "75300", "020202", "040 1234", "09 1234", "040 123 4567", "0600 1234"]
)
def test_numbers_that_are_short_by_their_kind_are_whole(text: str) -> None:
    assert identifiers.full_phone(text) == identifiers.phone(text)
