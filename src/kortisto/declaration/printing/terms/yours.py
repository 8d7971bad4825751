"""How a notice names itself and the person it is about: in Finnish by the word of its title, in English as `you`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kortisto.declaration.model import Text as T  # noqa: N817 - a table of texts reads better with a short name


@dataclass(frozen=True, slots=True)
class NoticeWord:
    """The Finnish word for the notice in the cases that the generated sentences need."""

    nominative: str
    genitive: str
    partitive: str
    inessive: str

    @property
    def capital(self) -> str:
        """Return the word as it begins a sentence."""
        return self.nominative.capitalize()


_SELOSTE = NoticeWord("seloste", "selosteen", "selostetta", "selosteessa")
_ILMOITUS = NoticeWord("ilmoitus", "ilmoituksen", "ilmoitusta", "ilmoituksessa")


def notice_word(title: str) -> NoticeWord:
    """Return the word by which a notice with this Finnish title speaks of itself; `seloste` when it has neither."""
    return _ILMOITUS if "ilmoitus" in title.lower() else _SELOSTE


YOUR_CLOCKS: Mapping[str, T] = {
    "person.last_activity": T(
        "rekisteröidyn viimeisin aktiviteetti", "den registrerades senaste aktivitet", "your last activity"
    ),
    "organisation.last_activity": T(
        "rekisteröidyn edustaman organisaation viimeisin aktiviteetti",
        "den senaste aktiviteten hos den organisation som den registrerade företräder",
        "the last activity of the organisation you represent",
    ),
}
"""Names of clocks as a notice tells them; to others the person is simply a person."""

YOUR_STATES: Mapping[str, T] = {
    "form submitted": T(
        "rekisteröity on täyttänyt lomakkeen", "den registrerade har fyllt i ett formulär", "you have filled in a form"
    ),
    "logged in": T(
        "rekisteröity on kirjautunut palveluun", "den registrerade har loggat in i tjänsten", "you have logged in"
    ),
    "asked by the person": T(
        "rekisteröity on itse pyytänyt", "den registrerade har själv begärt det", "you have asked for it"
    ),
}
"""States as a notice tells them."""
