"""A notice speaks with one voice: of the data subject in Finnish and Swedish, to the reader in English."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from kortisto.declaration.model import LANGUAGES, Declaration
from kortisto.declaration.printing import notice
from kortisto.declaration.printing.context import Context
from kortisto.declaration.printing.document import sentences_of
from kortisto.declaration.words import Basis
from tests.declaration.printing.notices import NAMES, declaration

pytestmark = pytest.mark.unit

SHIPPED = tuple(name for name in NAMES if name != "sample")
TO_A_READER = {
    "fi": re.compile(
        r"\b(sinä|sinun|sinua|sinulla|sinulle|sinulta|voit|olet|saat|haluat|käytät"
        r"|\w+(etosi|etojasi|uksesi|ustasi|uksellasi|keutesi|keuttasi|tietosi))\b",
        re.IGNORECASE,
    ),
    "sv": re.compile(r"\b(du|dig|din|ditt|dina)\b", re.IGNORECASE),
}


def said(one: Declaration, language: str) -> str:
    return " ".join(sentence.text for sentence in sentences_of(notice(one, language).sections))


@pytest.mark.parametrize("language", TO_A_READER)
@pytest.mark.parametrize("name", SHIPPED)
def test_finnish_and_swedish_speak_of_the_data_subject(name: str, language: str) -> None:
    assert TO_A_READER[language].findall(said(declaration(name), language)) == []


@pytest.mark.parametrize("name", SHIPPED)
def test_english_speaks_to_the_reader_of_their_own_doings(name: str) -> None:
    words = said(declaration(name), "en")
    assert "your last activity" in words
    assert re.findall(r"\b(?:of|that) the person\b(?! (?:responsible|who))|the person's", words) == []


def test_the_record_of_processing_speaks_of_the_person() -> None:
    assert Context(declaration("vtt"), "en").counted_from("person.last_activity") == (
        "from the last activity of the person"
    )


def test_a_notice_names_itself_as_its_title_does() -> None:
    of_vtt, of_futursoft = (said(declaration(name), "fi") for name in ("vtt", "futursoft"))
    assert "Tässä ilmoituksessa kerrotaan" in of_vtt
    assert "selost" not in of_vtt
    assert "Tässä selosteessa kerrotaan" in of_futursoft


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_may_be_objected_to_is_named_by_the_bases_in_use(language: str) -> None:
    one = declaration("futursoft")
    task = {"fi": "yleistä etua koskeva", "sv": "uppgift av allmänt intresse", "en": "task in the public interest"}
    assert task[language] not in said(one, language)
    ours = replace(one.bases["interest_business"], basis=Basis.PUBLIC_TASK)
    assert task[language] in said(replace(one, bases={**one.bases, "interest_business": ours}), language)


def test_a_fallback_below_the_minimum_says_that_no_minimum_applies() -> None:
    words = said(declaration("vtt"), "en")
    assert words.count("no minimum applies: at most 2 years from the collection of the data") == 2
    assert "If there is no such date or it is not known: at most 20 years" in words
