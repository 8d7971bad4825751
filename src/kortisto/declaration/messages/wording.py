"""What a wording is: the texts of one code, in three languages, with places for the details of a problem."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from kortisto.declaration.model import Text

NOTHING = Text("", "", "")

_PLACE = re.compile(r"\{([a-z_]+|gdpr:[0-9()a-z]+)\}")
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

    def word(match: re.Match[str]) -> str:
        place = match[1]
        return provision(place[5:], language) if place.startswith("gdpr:") else details.get(place, "")

    return _PLACE.sub(word, text)


def places(text: str) -> frozenset[str]:
    """Return the names of the details that a text asks for."""
    return frozenset(match[1] for match in _PLACE.finditer(text) if not match[1].startswith("gdpr:"))


def provision(cited: str, language: str) -> str:
    """Return the name of a provision of the General Data Protection Regulation: `5(1)(e)` in words of a language."""
    match = _PROVISION.fullmatch(cited)
    if match is None:
        return cited
    article, paragraph, point = match["article"], match["paragraph"], match["point"]
    if language == "en":
        return f"Article {cited} GDPR"
    if language == "sv":
        return (
            f"artikel {article}"
            + (f".{paragraph}" if paragraph else "")
            + (f" {point}" if point else "")
            + (" i dataskyddsförordningen")
        )
    name = f"tietosuoja-asetuksen {article} "
    if point:
        return name + f"artiklan {paragraph} kohdan {point} alakohta"
    return name + (f"artiklan {paragraph} kohta" if paragraph else "artikla")
