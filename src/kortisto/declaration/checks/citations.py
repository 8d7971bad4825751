"""Whether a text cites a law, and which act."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

_ACT = re.compile(r"\b[0-9]{1,4}/[0-9]{4}\b|\b(?:19|20)[0-9]{2}/[0-9]{1,4}\b")
_ARTICLE = re.compile(r"\b(?:article|artikel|artikla|artiklan|art\.?)\s*[0-9]+|\b[0-9]+(?:\s*\([0-9]+\))?\s*artikla")

PROCEDURAL = frozenset({"1050/2018", "2016/679"})
"""Acts that limit rights by themselves, without a duty to process: tietosuojalaki and the regulation."""


def acts(citations: Iterable[str]) -> frozenset[str]:
    """Return the numbers of the acts that are cited, such as `1336/1997`."""
    return frozenset(match[0] for citation in citations for match in _ACT.finditer(citation))


_OLDEST = 1734
"""The year of the oldest code that is still in force in Finland."""


def cites_duty(citations: Iterable[str], *, by: date) -> bool:
    """Return whether any of the texts names an act that may be a duty to keep data, and was given by a day.

    The regulation and tietosuojalaki oblige to erase, not to keep; an article without its act names nothing.
    """
    return any(
        any(len(part) == len(str(_OLDEST)) and _OLDEST <= int(part) <= by.year for part in act.split("/"))
        for act in acts(citations) - PROCEDURAL
    )


def cites_law(citations: Iterable[str]) -> bool:
    """Return whether any of the texts names an act by its number, or an article. `the law` alone cites nothing."""
    return any(_ACT.search(citation) or _ARTICLE.search(citation.lower()) for citation in citations)
