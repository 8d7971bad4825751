"""Passwords that guessers try first: those of known leaks, and those that are put together of what everybody knows.

Nothing is asked of another machine. Which signs a password is made of does not matter (NIST SP 800-63B, 3.1.1.2).
"""

from __future__ import annotations

import hashlib
import logging
import math
import os
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    MinimumLengthValidator,
    UserAttributeSimilarityValidator,
)
from django.core.exceptions import ValidationError
from django.utils.translation import get_language

from kortisto.declaration.model import Text as T  # noqa: N817 - texts read better with a short name

ENOUGH = 1e9
"""So many guesses at least: at the log-in, five in half an hour, that is for ever; at a stolen hash, some hours."""
LOOKED_AT = 100  # characters: what is longer is not weak for what stands behind
_COMMON, _OWN, _RUN, _AGAIN, _YEAR = 1e4, 10.0, 50.0, 10.0, 200.0
_LONGEST, _SHORTEST = 20, 3
_ROWS = ("qwertyuiopåsdfghjklöäzxcvbnm", "qwertyuiopasdfghjklzxcvbnm", "1234567890+", "abcdefghijklmnopqrstuvwxyzåäö")
_HERE = frozenset({
    "kortisto", "asiakasrekisteri", "rekisteri", "salasana", "lösenord", "tervetuloa", "välkommen", "asiakas", "kund",
    "kevät", "kesä", "syksy", "talvi", "vår", "sommar", "höst", "vinter", "suomi", "finland", "helsinki",
})  # fmt: skip

_SHORT = T(
    "Salasana on liian lyhyt: siinä on oltava vähintään {0} merkkiä.",
    "Lösenordet är för kort: det ska ha minst {0} tecken.",
    "This password is too short: it must have at least {0} characters.",
)
_LIKE_YOU = T(
    "Salasana muistuttaa liikaa nimeäsi tai sähköpostiosoitettasi.",
    "Lösenordet liknar för mycket ditt namn eller din e-postadress.",
    "This password is too much like your name or e-mail address.",
)
_GUESSABLE = T(
    "Tämä salasana on helppo arvata: se on koottu sanoista, riveistä tai toistosta, joita kokeillaan ensimmäisenä.",
    "Det här lösenordet är lätt att gissa: det består av ord, rader eller upprepningar som man prövar först.",
    "This password is easy to guess: it is made of words, rows or repetitions that are tried first.",
)
_LEAKED = T(
    "Tämä salasana on tietovuotojen luettelossa, jota arvaajat käyttävät. Valitse toinen.",
    "Det här lösenordet finns i en lista över läckta lösenord som gissare använder. Välj ett annat.",
    "This password stands in a list of leaked passwords that guessers use. Choose another one.",
)
_HINT = T(
    "Neljä sattumanvaraista sanaa on hyvä salasana.",
    "Fyra slumpvis valda ord är ett bra lösenord.",
    "Four words chosen by chance make a good password.",
)
_log = logging.getLogger(__name__)


def _said(text: T) -> str:
    language = (get_language() or "fi")[:2]
    return text.in_language(language if language in {"fi", "sv", "en"} else "fi")


class LengthValidator(MinimumLengthValidator):
    """Refuses what is too short, in our own words: Django's are not there in Finnish."""

    def get_error_message(self) -> str:
        """Return what is told."""
        return _said(_SHORT).format(self.min_length)

    def get_help_text(self) -> str:
        """Return nothing: the forms say it."""
        return ""


class LikenessValidator(UserAttributeSimilarityValidator):
    """Refuses what is like the user's own name or address, in our own words: Django's name a column."""

    def get_error_message(self) -> str:
        """Return what is told."""
        return _said(_LIKE_YOU)

    def get_help_text(self) -> str:
        """Return nothing: it is told when it happens."""
        return ""


class GuessableValidator:
    """Refuses what a guesser comes to soon, however long it is."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError for a password that is easy to guess."""
        own = f"{getattr(user, 'email', '')} {getattr(user, 'display_name', '')}".casefold()
        words = {word for word in own.replace("@", " ").replace(".", " ").split() if len(word) >= _SHORTEST}
        if guesses(password, words) < ENOUGH:
            raise ValidationError(_said(_GUESSABLE), code="password_guessable")

    def get_help_text(self) -> str:
        """Return what helps to find a good one."""
        return _said(_HINT)


class LeakedValidator:
    """Refuses passwords of a list of leaks that lies on this machine, if the settings name one."""

    def validate(self, password: str, user: Any = None) -> None:  # noqa: ARG002 (Django passes it)
        """Raise ValidationError for a password in the list."""
        if not settings.KORTISTO_LEAKED_PASSWORDS:
            return
        try:
            found = is_in(Path(settings.KORTISTO_LEAKED_PASSWORDS), password)
        except OSError as error:
            _log.error("the list of leaked passwords cannot be read: %s", error)
            return
        if found:
            raise ValidationError(_said(_LEAKED), code="password_leaked")

    def get_help_text(self) -> str:
        """Return nothing: that a leaked one is refused is told when it happens."""
        return ""


def guesses(password: str, own: set[str]) -> float:
    """Return about how many guesses it takes: the cheapest way to put the password together of known pieces.

    A piece is a common password, a word of one's own, a run on the keyboard or in the alphabet, a year, a repetition of
    a piece before, or a single character.
    """
    text = password.casefold()[:LOOKED_AT]
    common = _common()
    best = [0.0] + [math.inf] * len(text)
    for start in range(len(text)):
        for end in range(start + 1, min(len(text), start + _LONGEST) + 1):
            piece = text[start:end]
            cost = _cost(piece, text[:start], own, common)
            best[end] = min(best[end], best[start] + math.log10(cost)) if cost else best[end]
    return float(10 ** min(best[-1], 300.0))


def _cost(piece: str, before: str, own: set[str], common: frozenset[str]) -> float:
    if len(piece) == 1:
        return _AGAIN / 4 if before.endswith(piece) else 10.0 if piece.isdigit() else 30.0
    if len(piece) >= _SHORTEST and piece in before:
        return _AGAIN
    if piece in own:
        return _OWN
    if len(piece) >= _SHORTEST and _is_run(piece):
        return _RUN
    if len(piece) == 4 and piece[:2] in {"19", "20"} and piece.isdigit():  # noqa: PLR2004 (a year)
        return _YEAR
    return _COMMON if piece in common or piece in _HERE else 0.0


def _is_run(piece: str) -> bool:
    steps = {ord(other) - ord(one) for one, other in pairwise(piece)}
    return (len(steps) == 1 and steps <= {-1, 0, 1}) or any(piece in row or piece[::-1] in row for row in _ROWS)


@cache
def _common() -> frozenset[str]:
    """The twenty thousand that are chosen most often, of which those of less than fifteen characters serve as words."""
    return frozenset(word for word in CommonPasswordValidator().passwords if len(word) >= _SHORTEST)


def is_in(file: Path, password: str) -> bool:
    """Return whether a password is in a file of SHA-1 hashes, one a line, sorted, in the form `HASH:count`.

    That is the form in which the list of Have I Been Pwned can be had. Reads about thirty places of it, however large.
    Raises OSError.
    """
    wanted = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper().encode()
    with file.open("rb") as lines:
        low, high = 0, lines.seek(0, os.SEEK_END)
        while low < high:
            middle = (low + high) // 2
            lines.seek(middle)
            if middle:
                lines.readline()  # the rest of a line
            line = lines.readline()
            found = line[: len(wanted)].upper()
            if not line or found > wanted:
                high = middle
            elif found == wanted:
                return True
            else:
                low = middle + 1
        lines.seek(low)
        return lines.readline()[: len(wanted)].upper() == wanted
