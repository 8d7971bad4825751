"""The street of an address that a program writes into one field as a whole, beside fields for its parts."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

_BREAK = re.compile(r"\s*[,\n]\s*")


def street_alone(street: str, *, others: Sequence[str], is_country: Callable[[str], bool]) -> str:
    """Return what of the field nothing else of the row says; all of it where that is not certain.

    It is cut at the first comma after which there stand the other parts of the row and nothing besides, each once.
    `others`: postal code, city and region as the row has them. `is_country`: whether a text means the row's country.
    """
    known = tuple(tuple(one.casefold().split()) for one in others if one)
    for found in _BREAK.finditer(street):
        pieces = [one for one in _BREAK.split(street[found.end() :]) if one]
        if pieces and is_country(pieces[-1]):
            pieces.pop()
        words = tuple(word for one in pieces for word in one.casefold().split())
        if found.start() and _says_only(words, known):
            return street[: found.start()]
    return street


def _says_only(words: tuple[str, ...], known: tuple[tuple[str, ...], ...]) -> bool:
    """Return whether the words are those of the known parts, each of them at most once, in any order."""
    if not words:
        return True
    return any(
        words[: len(one)] == one and _says_only(words[len(one) :], (*known[:place], *known[place + 1 :]))
        for place, one in enumerate(known)
    )
