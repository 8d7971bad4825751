"""Parts a full name that a file gives in one column into first and last name."""

from __future__ import annotations

from typing import NamedTuple

# Words that begin a last name: of the nobility of Finland and Sweden, and of the names that people bring along.
_WRITTEN = """af av von van vom zu zum zur der den de del della delle degli di da das do dos du d' la las le les los lo
ter ten te op 't el al bin ibn ben bint abu san santa st. mac mc o'"""
_PREFIXES = frozenset(_WRITTEN.split())
_JOINING = frozenset({"y", "i", "e"})
"""Words that join two last names in Spanish, Catalan and Portuguese: Ana García y López."""
_SUFFIXES = frozenset({"jr", "jr.", "sr", "sr.", "junior", "senior", "ii", "iii", "iv", "nuorempi", "vanhempi"})


class FullName(NamedTuple):
    """A name in the two parts that the register keeps; either may be empty."""

    first: str
    last: str


def parted(name: str) -> FullName:
    """Part a full name: `Maria Anders`, `Hanna von Wright`, `Ana García y López`, `Esimerkki, Maija`.

    The last name is the last word, with the prefixes before it and a suffix after it; with a comma, what stands before
    the comma. A single word is a last name. Two last names without a hyphen cannot be told from a second first name:
    a file should give them in two columns.
    """
    before, comma, after = name.partition(",")
    words = name.replace(",", " ").split()
    if comma and before.strip() and after.strip() and after.strip().casefold() not in _SUFFIXES:
        return FullName(" ".join(after.replace(",", " ").split()), " ".join(before.split()))
    end = len(words)
    while end > 2 and words[end - 1].casefold() in _SUFFIXES:  # noqa: PLR2004 (a first and a last name stay)
        end -= 1
    start = max(end - 1, 0)
    while start > 0 and _belongs(words, start):
        start -= 1
    return FullName(" ".join(words[:start]), " ".join(words[start:]))


def _belongs(words: list[str], start: int) -> bool:
    """Return whether the word before the place belongs to the last name that begins there."""
    word = words[start - 1]
    if start == 1:  # the first word of all is a first name, unless it is written as no first name is
        return word.islower() and word in _PREFIXES
    joined = words[start] in _JOINING
    return joined or word in _JOINING or word.casefold() in _PREFIXES
