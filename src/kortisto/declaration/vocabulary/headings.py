"""The headings of a printed notice, in the customary order, with the provision that each answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kortisto.declaration.model import Text


@dataclass(frozen=True, slots=True)
class Heading:
    """One heading. `answers` cites what Articles 13, 14 or other law demand under it."""

    id: str
    name: Text
    answers: str


_ROWS: tuple[tuple[str, str, str, str, str], ...] = (
    ("introduction", "Johdanto", "Inledning", "Introduction", "12(1)"),
    ("controller", "Rekisterinpitäjä ja yhteystiedot", "Personuppgiftsansvarig och kontaktuppgifter",
     "Controller and contact details", "13(1)(a)-(b)"),
    ("register", "Rekisterin nimi ja käsittelyn kohde", "Registrets namn och föremålet för behandlingen",
     "Name of the register and what it covers", "30(1)"),
    ("subjects", "Rekisteröidyt", "De registrerade", "Whose data we process", "30(1)(c)"),
    ("purposes", "Käsittelyn tarkoitukset ja oikeusperusteet", "Ändamål och rättsliga grunder",
     "Purposes and legal bases", "13(1)(c)-(d)"),
    ("consent", "Suostumus ja sen peruuttaminen", "Samtycke och hur det återkallas", "Consent and its withdrawal",
     "13(2)(c)"),
    ("items", "Käsiteltävät henkilötiedot", "Personuppgifter som behandlas", "Personal data we process",
     "14(1)(d)"),
    ("mandatory", "Velvollisuus antaa tietoja", "Skyldighet att lämna uppgifter",
     "Whether you must provide the data", "13(2)(e)"),
    ("sources", "Säännönmukaiset tietolähteet", "Regelmässiga uppgiftskällor", "Regular sources of data",
     "14(2)(f)"),
    ("recipients", "Tietojen vastaanottajat ja säännönmukaiset luovutukset",
     "Mottagare och regelmässiga utlämnanden", "Recipients and regular disclosures", "13(1)(e)"),
    ("transfers", "Tietojen siirto EU:n tai ETA:n ulkopuolelle", "Överföring av uppgifter utanför EU eller EES",
     "Transfers outside the EU or the EEA", "13(1)(f)"),
    ("retention", "Henkilötietojen säilytysajat", "Förvaringstider", "How long data are kept", "13(2)(a)"),
    ("cookies", "Evästeet ja muu tiedon tallentaminen päätelaitteelle",
     "Kakor och annan lagring på terminalutrustningen",
     "Cookies and other storage on your device", "917/2014 205 §"),
    ("automation", "Automaattinen päätöksenteko ja profilointi", "Automatiserat beslutsfattande och profilering",
     "Automated decisions and profiling", "13(2)(f)"),
    ("rights", "Rekisteröidyn oikeudet", "Den registrerades rättigheter", "Your rights", "13(2)(b)"),
    ("requests", "Oikeuksien käyttäminen", "Hur rättigheterna utövas", "How to exercise your rights", "12"),
    ("complaint", "Oikeus tehdä valitus valvontaviranomaiselle", "Rätt att lämna in klagomål till tillsynsmyndigheten",
     "Right to lodge a complaint with the supervisory authority", "13(2)(d)"),
    ("security", "Rekisterin suojauksen periaatteet", "Principer för skyddet av registret",
     "How the register is protected", "30(1)(g)"),
    ("security_paper", "Manuaalinen aineisto", "Manuellt material", "Manual material", "30(1)(g)"),
    ("security_electronic", "Sähköinen aineisto", "Elektroniskt material", "Electronic material", "30(1)(g)"),
    ("items_table", "Tietokohtainen erittely", "Specifikation per uppgift", "Each item in detail", "14"),
    ("changes", "Muutokset", "Ändringar i denna beskrivning", "Changes to this notice", "13(3)"),
    ("version", "Versio", "Version", "Version", "12(1)"),
)  # fmt: skip

HEADINGS: Mapping[str, Heading] = {id_: Heading(id_, Text(fi, sv, en), answers) for id_, fi, sv, en, answers in _ROWS}
"""Every heading, in the order in which a notice is printed."""
