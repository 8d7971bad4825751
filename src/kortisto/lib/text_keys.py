"""Keys made of names: one to sort by in Finnish order, and words to search by that forgive accents and case.

The database is used without collations of its own (an embedded server has none), so both keys are compared as bytes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import lru_cache

from rapidfuzz.distance import DamerauLevenshtein

# Finnish and Swedish alphabetical order ends ... x y z å ä ö; foreign letters stand beside their nearest relative.
_AFTER_Z = {"å": "z~1", "ä": "z~2", "æ": "z~2", "ö": "z~3", "ø": "z~3", "õ": "z~3"}
# Letters that Unicode does not decompose into a base letter and a mark.
_PLAIN = {
    "æ": "ae", "ø": "o", "œ": "oe", "ß": "ss", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ħ": "h", "ı": "i", "ŋ": "n",
}  # fmt: skip

# The same name is spelled in these ways: Christer and Krister, Wirtanen and Virtanen, Sophia and Sofia.
_HABITS = (("ph", "f"), ("th", "t"), ("ck", "k"), ("ch", "k"), ("qu", "kv"), ("w", "v"), ("c", "k"), ("q", "k"),
           ("x", "ks"), ("z", "s"), ("j", "i"), ("y", "i"))  # fmt: skip
_SHORTEST_FORGIVEN = 4
_LONG = 8  # letters from which on two typing errors are forgiven
_FORGIVEN_LETTERS = 8

_WORD = re.compile(r"[^\W_]+")

TYPO_MARK = "~"
"""Stands before the keys of `typo_keys` where they lie beside words."""
PREFIX_END = "\U0010ffff"
"""Greater than every character: `word <= key < word + PREFIX_END` are the keys that begin with the word."""


def sort_key(*parts: str) -> str:
    """Return the key by which names stand in Finnish order: å, ä and ö last, other accents ignored, ü as y."""
    return "\x01".join([_letters(part).translate(_SORTED) for part in parts])


def fold(text: str) -> str:
    """Return the text in lower case without accents, so that `Mäkelä` is found by `makela`."""
    return _letters(text).translate(_PLAINLY)


def search_words(*texts: str) -> list[str]:
    """Return the distinct folded words of the texts, in order; a word is a run of letters and digits.

    A hyphenated or dotted word is searched by each of its parts: `Virtanen-Korhonen` by either name.
    """
    words: dict[str, None] = {}
    for text in texts:
        words.update(dict.fromkeys(_WORD.findall(fold(text))))
    return list(words)


def _letters(text: str) -> str:
    spaced = " ".join(text.split())
    return spaced.lower() if spaced.isascii() else unicodedata.normalize("NFC", spaced).casefold()


@lru_cache(maxsize=2_000)
def _sorted_letter(letter: str) -> str:
    if letter in _AFTER_Z:
        return _AFTER_Z[letter]
    return "y" if letter == "ü" else _plain_letter(letter)


@lru_cache(maxsize=2_000)
def _plain_letter(letter: str) -> str:
    if letter in _PLAIN:
        return _PLAIN[letter]
    parts = unicodedata.normalize(
        "NFKD", letter
    ).casefold()  # a letter of mathematics has no case until it is taken apart
    return "".join(_PLAIN.get(part, part) for part in parts if not unicodedata.combining(part))


class _Each(dict[int, str]):
    """What becomes of each letter, as `str.translate` asks; of those beyond Latin 1 by the function."""

    def __init__(self, form: Callable[[str], str]) -> None:
        super().__init__((code, form(chr(code))) for code in range(256))
        self._form = form

    def __missing__(self, code: int) -> str:
        return self._form(chr(code))


_SORTED, _PLAINLY = _Each(_sorted_letter), _Each(_plain_letter)


def spelled_one_way(word: str) -> str:
    """Return a folded word without habits of spelling: the same of Christer and Krister, of Wirtanen and Virtanen."""
    for habit, one in _HABITS:
        word = word.replace(habit, one)
    return "".join(letter for at, letter in enumerate(word) if at == 0 or word[at - 1] != letter)


def typo_keys(word: str) -> list[str]:
    """Return keys of which two spellings share at least one when a typing error or a habit of spelling divides them.

    `word` is folded. Of its first letters, spelled in one way, each leaves out one: a wrong, missing, doubled or
    swapped letter leaves a key in common. Short words have none: too many would be alike.
    """
    if len(word) < _SHORTEST_FORGIVEN or not word.isalpha():
        return []
    stem = spelled_one_way(word)[:_FORGIVEN_LETTERS]
    return list(dict.fromkeys([stem, *(stem[:at] + stem[at + 1 :] for at in range(len(stem)))]))


@lru_cache(maxsize=20_000)
def _keys_of(word: str) -> str:
    """Return a word and its keys of typing errors: of ten thousand people many share a first name."""
    keys = (word, *(f"{TYPO_MARK}{key}" for key in typo_keys(word)))
    return "'" + "' '".join(keys) + "'"  # letters and digits only: there is nothing to escape


def search_keys(*names: str) -> str:
    """Return the search keys of names as PostgreSQL reads a `tsvector`: every word, and its keys of typing errors."""
    return " ".join([_keys_of(word) for word in search_words(*names)])


@lru_cache(maxsize=20_000)
def similarity(typed: str, word: str) -> float:
    """Return from 0 to 1 how like what was typed is to a word, or to its beginning where it is longer.

    Of a hundred people who are found many share a first name.
    """
    beginning = word[: max(len(typed), _SHORTEST_FORGIVEN)]
    return max(
        DamerauLevenshtein.normalized_similarity(typed, word),
        DamerauLevenshtein.normalized_similarity(typed, beginning),
    )


def nearest(typed: str, words: Iterable[str]) -> str | None:
    """Return the word that was meant by one with a typing error; None where none is near, or it is too short to tell.

    Of a long word two errors are forgiven, else one; of several as near the first.
    """
    if len(typed) < _SHORTEST_FORGIVEN:
        return None
    most = 2 if len(typed) >= _LONG else 1
    found = [(DamerauLevenshtein.distance(typed, word, score_cutoff=most), word) for word in words]
    distance, word = min(found, default=(most + 1, ""))
    return word if distance <= most else None
