"""The words that writers need: marks, navigation, and the small words that join lists."""

from __future__ import annotations

from collections.abc import Mapping

from kortisto.declaration.model import Text as T  # noqa: N817 - a table of texts reads better with a short name
from kortisto.declaration.words import Strength

SENTENCES: Mapping[str, T] = {
    "contents": T("Sisällys", "Innehåll", "Contents"),
    "skip": T("Siirry sisältöön", "Hoppa till innehållet", "Skip to content"),
    "page": T("Sivu", "Sida", "Page"),
    "page_of": T("/", "/", "/"),
    "unenforced": T("vain teksti, ei valvota", "bara text, övervakas inte", "text only, not enforced"),
    "ours": T("lisätty: {why}", "tillagt: {why}", "added: {why}"),
    "promises": T("lupaukset: {ids}", "löften: {ids}", "promises: {ids}"),
    "officer": T("Tietosuojavastaavan näkymä: ei julkaistavaksi", "Dataskyddsombudets vy: inte för publicering",
                 "Officer's view: not for publication"),
    "template": T(
        "LUONNOS – mallipohja. Tätä {this.partitive} ei saa julkaista ennen kuin avoimet kohdat on täytetty.",
        "UTKAST – mall. Denna beskrivning får inte publiceras förrän de öppna punkterna har fyllts i.",
        "DRAFT – template. This notice may not be published before the open points have been filled in.",
    ),
    "draft": T(
        "LUONNOS – tätä {this.partitive} ei saa julkaista ennen hyväksymistä.",
        "UTKAST – denna beskrivning får inte publiceras före godkännande.",
        "DRAFT – this notice may not be published before it is approved.",
    ),
    "blank": T("[täydennettävä: {what}]", "[fylls i: {what}]", "[to be filled in: {what}]"),
    "and": T("ja", "och", "and"),
    "or": T("tai", "eller", "or"),
    "officer.title": T("Lausumat, joita julkinen {this.nominative} ei näytä",
                       "Utsagor som den offentliga beskrivningen inte visar",
                       "Statements that the public notice does not show"),
    "officer.caption": T("Muut lausumat", "Övriga utsagor", "Other statements"),
    "officer.node": T("Solmu", "Nod", "Node"),
    "officer.reason": T("Syy tai lupaukset", "Skäl eller löften", "Reason or promises"),
    "fi": T("suomi", "finska", "Finnish"),
    "sv": T("ruotsi", "svenska", "Swedish"),
    "en": T("englanti", "engelska", "English"),
}  # fmt: skip

STRENGTH: Mapping[Strength, T] = {
    Strength.MAY: T("mahdollista", "möjligt", "may"),
    Strength.USUALLY: T("yleensä", "vanligen", "usually"),
    Strength.EXAMPLE: T("esimerkki", "exempel", "example"),
}
