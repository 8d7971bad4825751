"""How alike two parties are: a score of 0 to 100 and the reasons for it. Knows no database.

People are few words and many namesakes, so a like name alone never makes a pair: something else has to agree as well,
an address, a number or an employer. Organisations are named once in the country, so a like name is nearly enough.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import JaroWinkler
from rapidfuzz.fuzz import ratio

from kortisto.lib.text_keys import search_words, spelled_one_way
from kortisto.register.parties.enums import LikenessReason, PartyKind

WORTH_ASKING = 70
"""From this score on a pair is shown to somebody."""

WORTH_A_WARNING = 40
"""From this score on, a like name, somebody who is about to add a party is told: they know more than a score does."""

# fmt: off
_COMPANY_FORMS = frozenset((
    "oy", "oyj", "ab", "abp", "ky", "ay", "ry", "rf", "rs", "tmi", "oyab", "osk", "osuuskunta", "ltd", "limited", "inc",
    "llc", "gmbh", "ag", "as", "a", "s", "aps", "sa", "bv", "plc", "ou",
))
_PUBLIC_MAIL = frozenset((
    "gmail.com", "hotmail.com", "outlook.com", "live.com", "live.fi", "icloud.com", "yahoo.com", "luukku.com",
    "kolumbus.fi", "elisanet.fi", "suomi24.fi", "pp.inet.fi", "welho.com", "saunalahti.fi", "netti.fi", "jippii.fi",
    "mbnet.fi",
))
"""Domains of mail that say nothing about an employer."""
# fmt: on

_ALIKE_WORD = 0.9
"""From this Jaro-Winkler likeness on two words are spellings of one name: Mäkelä, Makkela; not Virta, Virtanen."""
_LIKE_NAME = 86
"""From this likeness of 100 on two names of organisations are spellings of one."""
_NUMBER = re.compile(r"\d+")
_HABITUAL = 0.94
"""The likeness of names that only a habit of spelling divides, however unlike their letters: Christer, Krister."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """What is compared of one party. All texts in the form in which they are compared (`normalised`, folded)."""

    name: tuple[str, ...]  # folded words, of people first and last names
    given: tuple[str, ...] = ()  # of those the words of first names
    emails: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()  # folded cities
    organisations: frozenset[object] = frozenset()  # ids of whom a person represents
    identifiers: frozenset[str] = frozenset()  # business and VAT ids


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """The score of a pair, and what agrees, the weightiest first."""

    score: int
    reasons: tuple[LikenessReason, ...]


def people(one: Traits, other: Traits) -> Likeness:
    """Return how likely two people are one."""
    name = _names_of_people(one.name, other.name)
    reasons: list[LikenessReason] = []
    score = 0
    if name >= 95:  # noqa: PLR2004 (of 100)
        reasons.append(LikenessReason.NAME if sorted(one.name) == sorted(other.name) else LikenessReason.LIKE_NAME)
        score = 50
    elif name >= 75:  # noqa: PLR2004
        reasons.append(LikenessReason.LIKE_NAME)
        score = 40
    if one.emails & other.emails:
        reasons.insert(0, LikenessReason.EMAIL)
        # A shared box (info@, toimisto@) is many people's: without a like name it says little.
        score += 48 if score else 30
        if score == 30 and _is_name(one.given) and one.given == other.given:  # noqa: PLR2004 (names differ)
            # Whoever has married keeps the address and the first name; a couple with one address does not share that.
            reasons.append(LikenessReason.GIVEN_NAME)
            score = 72
    if one.phones & other.phones:
        reasons.append(LikenessReason.PHONE)
        score += 35 if score >= 40 else 15  # noqa: PLR2004 (a switchboard is many people's)
    if one.organisations & other.organisations:
        reasons.append(LikenessReason.EMPLOYER)
        score += 32 if score >= 40 else 0  # noqa: PLR2004
    elif not one.emails & other.emails and _domains(one.emails) & _domains(other.emails):
        reasons.append(LikenessReason.MAIL_DOMAIN)
        score += 25 if score >= 40 else 0  # noqa: PLR2004
    if one.places & other.places:
        reasons.append(LikenessReason.PLACE)
        score += 8 if score >= 40 else 0  # noqa: PLR2004
    return Likeness(score=min(score, 100), reasons=tuple(reasons))


def _is_name(words: Collection[str]) -> bool:
    return any(len(word) > 1 for word in words)


def organisations(one: Traits, other: Traits) -> Likeness:
    """Return how likely two organisations are one. Different identifiers make them two, whatever else agrees."""
    if one.identifiers and other.identifiers and not one.identifiers & other.identifiers:
        return Likeness(score=0, reasons=())
    reasons: list[LikenessReason] = []
    score = 0
    if one.identifiers & other.identifiers:
        reasons.append(LikenessReason.IDENTIFIER)
        score = 95
    names = _key(one.name), _key(other.name)
    name = ratio(*names)
    # Kuusikatu 12 and Kuusikatu 14 are two: then more has to agree than the town.
    same_numbers = _numbers(names[0]) == _numbers(names[1])
    if name >= 98 and same_numbers:  # noqa: PLR2004
        reasons.append(LikenessReason.NAME)
        score += 75
    elif name >= _LIKE_NAME:
        reasons.append(LikenessReason.LIKE_NAME)
        score += 58 if same_numbers else 40
    for reason, agrees, weight in (
        (LikenessReason.EMAIL, one.emails & other.emails, 20),
        (LikenessReason.PHONE, one.phones & other.phones, 20),
        (LikenessReason.MAIL_DOMAIN, _domains(one.emails) & _domains(other.emails), 14),
        (LikenessReason.PLACE, one.places & other.places, 12),
    ):
        if agrees and not (reason is LikenessReason.MAIL_DOMAIN and LikenessReason.EMAIL in reasons):
            reasons.append(reason)
            score += weight
    return Likeness(score=min(score, 100), reasons=tuple(reasons))


def of(kind: PartyKind) -> Callable[[Traits, Traits], Likeness]:
    """Return how parties of a kind are compared: the same when one is added as when all are searched."""
    return people if kind is PartyKind.PERSON else organisations


def name_key(*texts: str) -> str:
    """Return the folded words of a name in alphabetical order without company forms: the same of `Oy X Ab` and `X`."""
    return _key(search_words(*texts))


def alike_names(one: str, other: str) -> bool:
    """Return whether the names of two organisations, as `name_key` gives them, are worth a comparison of the rest."""
    return bool(ratio(one, other, score_cutoff=_LIKE_NAME)) and _numbers(one) == _numbers(other)


def _key(words: Collection[str]) -> str:
    return " ".join(sorted(_without_form(words)))


def _numbers(name: str) -> list[str]:
    return sorted(_NUMBER.findall(name))


def _without_form(words: Collection[str]) -> list[str]:
    kept = [word for word in words if word not in _COMPANY_FORMS]
    return kept or list(words)


def _names_of_people(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    """Return 0 to 100: each word of the shorter name has its like in the other; an initial counts half."""
    short, long = sorted((one, other), key=len)
    if not short:
        return 0
    left = list(long)
    total = 0.0
    for word in short:
        best = max(left, key=lambda candidate: _word_likeness(word, candidate), default="")
        likeness = _word_likeness(word, best) if best else 0.0
        if likeness:
            left.remove(best)
        total += likeness
    # A name of one word against one of two (only the family name was typed) is half a likeness at best.
    return 100 * total / max(len(short), min(len(long), 2))


@lru_cache(maxsize=1 << 16)
def _word_likeness(one: str, other: str) -> float:
    if one == other:
        return 1.0
    if len(one) == 1 or len(other) == 1:
        return 0.6 if one[:1] == other[:1] else 0.0
    likeness = float(JaroWinkler.similarity(one, other))
    if likeness < _HABITUAL and spelled_one_way(one) == spelled_one_way(other):
        return _HABITUAL
    # One short name is easily near another: `Eero` and `Eeva` are two people.
    return likeness if likeness >= _ALIKE_WORD and abs(len(one) - len(other)) <= 2 else 0.0  # noqa: PLR2004


def _domains(emails: Collection[str]) -> set[str]:
    return {domain for email in emails if (domain := email.rpartition("@")[2]) not in _PUBLIC_MAIL}
