"""What a place in a declaration expects, in words: the names of shapes and of kinds of references."""

from __future__ import annotations

from collections.abc import Mapping

from kortisto.declaration.model import Text

EXPECTATIONS: Mapping[str, Text] = {
    "value": Text("arvo", "ett värde", "a value"),
    "text": Text("teksti", "en text", "a text"),
    "yes or no": Text("yes tai no", "yes eller no", "yes or no"),
    "whole number": Text("kokonaisluku", "ett heltal", "a whole number"),
    "date": Text("päivämäärä (2026-12-31)", "ett datum (2026-12-31)", "a date (2026-12-31)"),
    "period": Text("ajanjakso (10 years)", "en tidsperiod (10 years)", "a period (10 years)"),
    "text in fi, sv and en": Text("teksti kolmella kielellä (fi, sv, en)", "en text på tre språk (fi, sv, en)",
                                  "a text in three languages (fi, sv, en)"),
    "e-mail address": Text("sähköpostiosoite", "en e-postadress", "an e-mail address"),
    "telephone number": Text("puhelinnumero", "ett telefonnummer", "a telephone number"),
    "web address": Text("verkko-osoite (https://...)", "en webbadress (https://...)", "a web address (https://...)"),
    "business id (y-tunnus) with its check digit": Text(
        "Y-tunnus tarkistusmerkkeineen", "ett FO-nummer med rätt kontrollsiffra", "a business ID with its check digit"),
    "country code of two letters": Text("maan kaksikirjaiminen tunnus (FI)", "en landskod med två bokstäver (FI)",
                                        "a country code of two letters (FI)"),
    "language code": Text("kielen tunnus (fi)", "en språkkod (fi)", "a language code (fi)"),
    "month and day, 12-31": Text("kuukausi ja päivä (12-31)", "månad och dag (12-31)", "month and day (12-31)"),
    "recipients or sources": Text("recipients tai sources", "recipients eller sources", "recipients or sources"),
    "ids and what they say": Text("tunnuksia ja niiden sisältö", "beteckningar med innehåll", "ids and what they say"),
    "clock": Text("kello (customership.ended)", "en klocka (customership.ended)", "a clock (customership.ended)"),
    "state": Text("tila (customer contact)", "ett tillstånd (customer contact)", "a state (customer contact)"),
    "action": Text("toimenpide (delete)", "en åtgärd (delete)", "an action (delete)"),
    "party": Text("osapuoli osiosta parties", "en part ur avsnittet parties", "a party from the section parties"),
    "purpose": Text("käyttötarkoitus osiosta purposes", "ett ändamål ur avsnittet purposes",
                    "a purpose from the section purposes"),
    "kind of purpose": Text("käyttötarkoituksen laji sanastosta", "ett slag av ändamål ur ordlistan",
                            "a kind of purpose from the vocabulary"),
    "basis": Text("oikeusperuste osiosta bases", "en rättslig grund ur avsnittet bases",
                  "a legal basis from the section bases"),
    "group": Text("ryhmä osiosta subject groups", "en grupp ur avsnittet subject groups",
                  "a group from the section subject groups"),
    "item": Text("tieto osiosta items", "en uppgift ur avsnittet items", "an item from the section items"),
    "item word": Text("tiedon nimi sanastosta, tai oma nimi, jonka alku on ”own.”",
                      "namnet på en uppgift ur ordlistan, eller ett eget namn som börjar med ”own.”",
                      "an item from the vocabulary, or one of your own that begins with “own.”"),
    "place": Text("säilytyspaikka kohdasta places", "en förvaringsplats under places", "a place of the register"),
    "processing": Text("käsittelyrivi osiosta processing", "en rad ur avsnittet processing",
                       "a row from the section processing"),
    "recipient": Text("vastaanottaja osiosta recipients", "en mottagare ur avsnittet recipients",
                      "a recipient from the section recipients"),
    "hold": Text("pidäke osiosta holds", "ett hinder ur avsnittet holds", "a hold from the section holds"),
    "consent": Text("suostumus osiosta consents", "ett samtycke ur avsnittet consents",
                    "a consent from the section consents"),
    "measure": Text("toimenpide osiosta measures", "en åtgärd ur avsnittet measures",
                    "a measure from the section measures"),
    "measure word": Text("suojatoimenpiteen nimi sanastosta", "namnet på en skyddsåtgärd ur ordlistan",
                         "a measure of the vocabulary"),
    "evidence": Text("asiakirja osiosta evidence", "ett dokument ur avsnittet evidence",
                     "a document from the section evidence"),
    "role": Text("rooli osiosta roles", "en roll ur avsnittet roles", "a role from the section roles"),
    "role or party": Text("rooli osiosta roles tai osapuoli osiosta parties",
                          "en roll ur avsnittet roles eller en part ur avsnittet parties",
                          "a role from the section roles or a party of the section parties"),
    "invoker": Text("rooli, osapuoli tai jokin sanoista “the person”, “court or authority” ja “the system”",
                    "en roll, en part eller ett av orden “the person”, “court or authority” och “the system”",
                    "a role, a party or one of “the person”, “court or authority” and “the system”"),
    "relation": Text("yhteyden nimi sanastosta", "namnet på en relation ur ordlistan", "a relation of the vocabulary"),
    "heading": Text("otsikko sanastosta", "en rubrik ur ordlistan", "a heading of the vocabulary"),
    "adequacy decision": Text("tietosuojan riittävyyttä koskeva päätös luettelosta",
                              "ett beslut om adekvat skyddsnivå ur förteckningen", "an adequacy decision of the list"),
}  # fmt: skip
"""By the word that the reader of declarations uses."""

_LIST_OF = "list of "
_LIST = Text("luettelo, jossa jokainen kohta on ", "en lista där varje punkt är ", "a list in which each entry is ")
_STRUCTURE = Text("avaimia ja arvoja", "nycklar och värden", "keys and values")
_ONE_OF = Text("jokin sanoista ", "något av orden ", "one of ")


def expectation(expected: str, language: str) -> str:
    """Return what is expected, in words of a language."""
    if expected.startswith(_LIST_OF):
        return _LIST.in_language(language) + expectation(expected.removeprefix(_LIST_OF), language)
    known = EXPECTATIONS.get(expected)
    if known is not None:
        return known.in_language(language)
    if expected[:1].isupper():  # the name of a class of the model
        return _STRUCTURE.in_language(language)
    return _ONE_OF.in_language(language) + expected
