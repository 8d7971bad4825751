"""What programs write where they tell what somebody is to us, and whether they have forbidden direct marketing."""

from __future__ import annotations

from kortisto.register.parties.enums import RelationshipKind
from kortisto.register.parties.importing.meaning import folded

NOT_TOLD = ""
"""A stage that says nothing of what they are: the operator's choice for the file holds."""

_K = RelationshipKind
_STAGES: dict[str, RelationshipKind | str] = {
    word: kind
    for kind, words in {
        _K.CUSTOMER: "customer evangelist client asiakas kund customerdirect customerchannel nykyinenasiakas",
        _K.PROSPECT: "subscriber lead marketingqualifiedlead salesqualifiedlead opportunity prospect liidi "
        "mahdollisuus tilaaja prenumerant mojlighet asiakasehdokas potentiaalinenasiakas potentiellkund mql sql",
        _K.PARTNER: "partner channelpartnerreseller technologypartner kumppani yhteistyokumppani",
        _K.SUPPLIER: "supplier vendor toimittaja leverantor",
        _K.RESELLER: "reseller distributor jalleenmyyja aterforsaljare",
    }.items()
    for word in words.split()
} | dict.fromkeys(("other", "muu", "ovriga", "annan"), NOT_TOLD)

_WORDS_OF_A_BAN = (
    "yes true 1 x y t on kylla ja k j sant tosi unsubscribed optedout optout donotemail donotcall noconsent "
    "nonmarketingcontact kielto kielletty forbud bounced"
)
_WORDS_OF_NONE = (
    "no false 0 n f off ei e nej epatosi falskt subscribed optedin optin marketingcontact sallittu tillatet archived"
)
_FORBIDDEN, _ALLOWED = frozenset(_WORDS_OF_A_BAN.split()), frozenset(_WORDS_OF_NONE.split())


def stage(text: str) -> RelationshipKind | str | None:
    """Return what a stage says somebody is to us; NOT_TOLD for one that says nothing of it, None for one not known."""
    return _STAGES.get(folded(text))


def ban(text: str) -> bool | None:
    """Return whether a cell says that direct marketing is forbidden; None where that is not understood.

    A contact that HubSpot does not count among its marketing contacts, and one that has given Pipedrive no consent, get
    no marketing there: here neither.
    """
    word = folded(text)
    return True if word in _FORBIDDEN else False if word in _ALLOWED else None
