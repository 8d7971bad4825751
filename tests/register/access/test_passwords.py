"""Passwords that guessers try first are refused, and those of the list of leaks that lies on the machine."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as some
from pytest_django import Settings

from kortisto.register.access.models import User
from kortisto.register.access.passwords import guesses, is_in

pytestmark = pytest.mark.unit
MAIJA = User(email="maija.keksitty@esimerkki.example", display_name="Maija Keksitty")


@pytest.mark.parametrize(
    "password",
    [
        "passwordpassword",
        "Salasana12345678",
        "qwertyuiopasdfgh",
        "123456789012345",
        "aaaaaaaaaaaaaaaaaaaaaaaa",
        "Kortisto2026Kortisto2026",
        "tervetuloa!!!!!!",
        "abcdefghijklmnop",
        "maijakeksittymaija",
        "esimerkkiesimerkki1",
        "zxcvbnmzxcvbnmzxcvbnm",
        "Kesä2026Kesä2026",
        "iloveyouiloveyou",
    ],
)
def test_what_is_long_and_easy_is_refused(password: str) -> None:
    with pytest.raises(ValidationError) as refused:
        validate_password(password, MAIJA)
    assert refused.value.error_list


@pytest.mark.parametrize(
    "password",
    ["correct horse battery", "kolmetoista pientä kanaa", "Xq7!vT2#mZ9pLw4", "lumiaura hapero kitara 7",
     "tuuli nukkuu portaikossa"],
)  # fmt: skip
def test_what_is_long_and_not_easy_is_taken(password: str) -> None:
    validate_password(password, MAIJA)


@given(password=some.text(max_size=200))
def test_whatever_is_typed_is_weighed_and_saying_it_twice_hardly_helps(password: str) -> None:
    once, twice = guesses(password, set()), guesses(password + password, set())

    assert once > 0
    assert guesses(password, {password.casefold()}) <= once
    if 3 <= len(password.casefold()) <= 20:
        assert twice <= once * 10 * 1.01


@pytest.mark.parametrize(
    ("password", "reasons"),
    [
        ("salasanasalasana", ("helppo arvata", "lätt att gissa", "easy to guess")),
        (
            "kettu lumella",
            ("liian lyhyt: siinä on oltava vähintään 15", "för kort: det ska ha minst 15", "at least 15"),
        ),
        (MAIJA.email, ("muistuttaa liikaa nimeäsi", "liknar för mycket ditt namn", "too much like your name")),
    ],
)
def test_the_reason_is_told_in_three_languages(password: str, reasons: tuple[str, str, str]) -> None:
    for language, words in zip(("fi", "sv", "en"), reasons, strict=True):
        with translation.override(language), pytest.raises(ValidationError, match=words):
            validate_password(password, MAIJA)


@pytest.fixture(scope="module")
def leaks(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """A thousand passwords in the form in which the list is given out."""
    words = [f"vuotanut sana {number}" for number in range(1000)]
    file = tmp_path_factory.mktemp("leaks") / "list.txt"
    hashes = sorted(hashlib.sha1(word.encode(), usedforsecurity=False).hexdigest().upper() for word in words)
    file.write_text("\n".join(f"{one}:{number}" for number, one in enumerate(hashes)), encoding="ascii")
    return file, words


def test_each_leaked_password_is_found_and_no_other(leaks: tuple[Path, list[str]]) -> None:
    file, words = leaks

    assert all(is_in(file, word) for word in words)
    assert not any(is_in(file, f"{word} x") for word in words)


def test_a_leaked_password_is_refused(leaks: tuple[Path, list[str]], settings: Settings) -> None:
    validate_password("vuotanut sana 7 ", MAIJA)
    settings.KORTISTO_LEAKED_PASSWORDS = str(leaks[0])
    with pytest.raises(ValidationError) as refused:
        validate_password("vuotanut sana 7", MAIJA)
    assert [one.code for one in refused.value.error_list] == ["password_leaked"]
    validate_password("vuotanut sana 7 ", MAIJA)


def test_a_list_that_is_empty_or_away_refuses_nobody(tmp_path: Path, settings: Settings) -> None:
    empty = tmp_path / "empty"
    empty.touch()
    for place in (empty, tmp_path / "nowhere"):
        settings.KORTISTO_LEAKED_PASSWORDS = os.fspath(place)
        validate_password("vuotanut sana 7", MAIJA)
