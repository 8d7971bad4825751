"""What a wording is: the texts of one code, in three languages, with places for the details of a problem."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from kortisto.declaration.model import Text

NOTHING = Text("", "", "")

_PLACE = re.compile(r"\{([a-z_]+)\}")
_CITATIONS = re.compile(r"\{gdpr:[^}]*\}(?:(?:, | ja | och | and | tai | eller | or )\{gdpr:[^}]*\})*")
_PROVISION = re.compile(r"(?P<article>[0-9]+)(?:\((?P<paragraph>[0-9]+)\))?(?:\((?P<point>[a-z])\))?")


@dataclass(frozen=True, slots=True)
class Wording:
    """The texts of one code.

    `title` names the problem in a list, `term` is the Finnish word for the matter. `what` says what is wrong, `why`
    which provision or decision is behind it (empty where none is), `instead` what to write. A problem whose details
    carry a `case` takes `what` and, where given, `instead` from `cases`.
    """

    title: Text
    what: Text
    instead: Text
    why: Text = NOTHING
    cases: Mapping[str, tuple[Text, Text | None]] = field(default_factory=dict)


def filled(text: str, details: Mapping[str, str], language: str) -> str:
    """Put the details into the places of a text; `{gdpr:5(1)(e)}` becomes the name of that provision."""
    named = _CITATIONS.sub(lambda match: _citations(match[0], language), text)
    if language != "en":
        named = named.replace("“", "”")  # Finnish and Swedish open and close a quotation with the same mark
    return _PLACE.sub(lambda match: details.get(match[1], ""), named)


def places(text: str) -> frozenset[str]:
    """Return the names of the details that a text asks for."""
    return frozenset(match[1] for match in _PLACE.finditer(text))


def provision(cited: str, language: str) -> str:
    """Return the name of a provision of the General Data Protection Regulation: `5(1)(e)` in words of a language."""
    return _citations(f"{{gdpr:{cited}}}", language)


def _citations(run: str, language: str) -> str:
    """Name provisions that stand side by side; the regulation is named once."""
    articles = re.sub(r"\{gdpr:([^}]*)\}", lambda match: _article(match[1], language), run)
    if language == "fi":
        return f"tietosuoja-asetuksen {articles}"
    return f"{articles} i dataskyddsförordningen" if language == "sv" else f"{articles} GDPR"


def _article(cited: str, language: str) -> str:
    match = _PROVISION.fullmatch(cited)
    if match is None:
        return cited
    article, paragraph, point = match["article"], match["paragraph"], match["point"]
    if language == "en":
        return f"Article {cited}"
    if language == "sv":
        return f"artikel {article}" + (f".{paragraph}" if paragraph else "") + (f" {point}" if point else "")
    if point:
        return f"{article} artiklan {paragraph} kohdan {point} alakohta"
    return f"{article} artiklan {paragraph} kohta" if paragraph else f"{article} artikla"
