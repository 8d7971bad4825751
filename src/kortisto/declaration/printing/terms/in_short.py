"""Words of the summary that opens a notice: what a person needs to know before reading on."""

from __future__ import annotations

from collections.abc import Mapping

from kortisto.declaration.model import Text as T  # noqa: N817 - a table of texts reads better with a short name
from kortisto.declaration.words import Right

SENTENCES: Mapping[str, T] = {
    "short.title": T("Lyhyesti", "I korthet", "In short"),
    "short.who": T("Rekisterinpitäjä", "Personuppgiftsansvarig", "Controller"),
    "short.whose": T("Kenen tietoja", "Vems uppgifter", "Whose data"),
    "short.why": T("Mihin tietoja käytetään", "Vad uppgifterna används till", "What the data are used for"),
    "short.basis": T("Millä perusteella", "På vilken grund", "On what basis"),
    "short.how_long": T("Kuinka kauan", "Hur länge", "How long"),
    "short.to_whom": T("Kenelle tietoja annetaan", "Vem som får uppgifter", "Who receives data"),
    "short.rights": T("Oikeudet", "Rättigheter", "Your rights"),
    "short.contact": T("Yhteydenotot ja pyynnöt", "Frågor och begäranden", "Questions and requests"),
    "short.list": T("{words}.", "{words}.", "{words}."),
    "short.keep_longest": T("Pisin varsinainen aika (enintään {period}): {names}.",
                            "Längsta ordinarie tid (högst {period}): {names}.",
                            "Longest regular period (at most {period}): {names}."),
    "short.keep_for_ever": T("Pysyvästi: {names}.", "Permanent: {names}.", "Permanently: {names}."),
    "short.keep_more": T(
        "Kaikki ajat, niiden alkaminen ja poikkeukset ovat kohdassa {number}.",
        "Alla tider, när de börjar och undantagen finns i punkt {number}.",
        "All periods, when they begin, and the exceptions are in section {number}.",
    ),
    "short.nobody": T("Tietoja ei luovuteta.", "Uppgifter lämnas inte ut.", "Data are not disclosed."),
    "short.transfers": T("Siirto EU:n tai ETA:n ulkopuolelle: {countries}.",
                         "Överföring utanför EU eller EES: {countries}.",
                         "Transfer outside the EU or the EEA: {countries}."),
    "short.no_transfers": T("Tietoja ei siirretä EU:n tai ETA:n ulkopuolelle.",
                            "Uppgifter överförs inte utanför EU eller EES.",
                            "Data are not transferred outside the EU or the EEA."),
    "short.may": T("Rekisteröity voi {rights}.", "Den registrerade har rätt att {rights}.", "You may {rights}."),
    "short.depends": T(
        "Oikeudet riippuvat käsittelyn perusteesta (kohta {number}).",
        "Rättigheterna beror på grunden för behandlingen (punkt {number}).",
        "Which rights apply depends on the basis of the processing (section {number}).",
    ),
    "short.no_marketing": T(
        "Suoramarkkinoinnin voi kieltää milloin tahansa ilman perusteluja.",
        "Direktmarknadsföring kan förbjudas när som helst utan motivering.",
        "Direct marketing can be refused at any time without giving reasons.",
    ),
    "short.answer": T(
        "Vastaus annetaan viimeistään {period} kuluessa.",
        "Svar ges senast inom {period}.",
        "You are answered within {period}.",
    ),
}  # fmt: skip

MAY: Mapping[Right, T] = {
    Right.ACCESS: T("pyytää tietonsa nähtäväkseen", "ta del av sina uppgifter", "see your data"),
    Right.RECTIFICATION: T("oikaisuttaa virheet", "få fel rättade", "have mistakes corrected"),
    Right.ERASURE: T("pyytää tietojensa poistamista", "begära radering", "ask for erasure"),
    Right.RESTRICTION: T("vaatia käsittelyn rajoittamista", "kräva begränsning av behandlingen",
                         "demand that processing be restricted"),
    Right.PORTABILITY: T("siirtää tietonsa toiselle rekisterinpitäjälle",
                         "överföra sina uppgifter till en annan personuppgiftsansvarig",
                         "take your data to another controller"),
    Right.OBJECTION: T("vastustaa käsittelyä", "invända mot behandlingen", "object to the processing"),
    Right.WITHDRAW_CONSENT: T("peruuttaa suostumuksensa", "återkalla sitt samtycke", "withdraw your consent"),
    Right.COMPLAINT: T("tehdä valituksen tietosuojavaltuutetulle", "lämna in klagomål till dataombudsmannen",
                       "complain to the Data Protection Ombudsman"),
}  # fmt: skip
"""What the person may do; the right to be informed is fulfilled by the notice, the rest is told in its own section."""

_CUSTOMERS = T("asiakassuhteiden hoitaminen", "skötsel av kundförhållanden", "managing customer relationships")
_CONTRACTS = T("sopimusten tekeminen ja täyttäminen", "ingående och fullgörande av avtal",
               "making and performing contracts")  # fmt: skip
_TARGETING = T("sisällön ja mainonnan kohdentaminen", "inriktning av innehåll och reklam",
               "choosing content and advertising")  # fmt: skip
_DEVELOPMENT = T("toiminnan kehittäminen", "utveckling av verksamheten", "developing operations")
_STATISTICS = T("tilastot ja verkkoanalytiikka", "statistik och webbanalys", "statistics and web analytics")
_MARKETING = T("markkinointi", "marknadsföring", "marketing")
_RESEARCH = T("markkina- ja mielipidetutkimus", "marknads- och opinionsundersökningar", "market and opinion research")
_SECURITY = T("tietoturva ja käytön valvonta", "säkerhet och tillsyn över användningen",
              "security and supervision of use")  # fmt: skip
_LAW = T("lakisääteiset velvollisuudet", "lagstadgade skyldigheter", "legal duties")

BROADLY: Mapping[str, T] = {
    "customer relationship": _CUSTOMERS,
    "register keeping": _CUSTOMERS,
    "orders": _CONTRACTS,
    "contracts": _CONTRACTS,
    "contract performance": _CONTRACTS,
    "delivery": T("palvelujen ja tuotteiden toimittaminen", "leverans av tjänster och produkter",
                  "delivering services and products"),
    "customer service": T("asiakaspalvelu", "kundtjänst", "customer service"),
    "incident notices": T("häiriöistä ilmoittaminen", "meddelanden om störningar", "notices of disruptions"),
    "suppliers": T("toimittaja- ja kumppanisuhteet", "leverantörs- och partnerförhållanden",
                   "supplier and partner relationships"),
    "receivables": T("laskutus ja saatavat", "fakturering och fordringar", "billing and receivables"),
    "accounting": T("kirjanpito", "bokföring", "bookkeeping"),
    "sales": T("myynti", "försäljning", "sales"),
    "marketing": _MARKETING,
    "partner marketing": T("kumppanien markkinointi", "partners marknadsföring", "partners' marketing"),
    "publication": T("tietojen julkaiseminen", "publicering av uppgifter", "publishing data"),
    "market research": _RESEARCH,
    "opinion research": _RESEARCH,
    "targeting": _TARGETING,
    "personalisation": _TARGETING,
    "profiling": _TARGETING,
    "development": _DEVELOPMENT,
    "service development": _DEVELOPMENT,
    "statistics": _STATISTICS,
    "site analytics": _STATISTICS,
    "legality checks": T("lain noudattamisen varmistaminen", "säkerställande av att lagen följs",
                         "making sure that the law is followed"),
    "credit checks": T("luottotietojen tarkistaminen", "kontroll av kreditupplysningar", "credit checks"),
    "access control": _SECURITY,
    "security": _SECURITY,
    "surveillance": _SECURITY,
    "statutory register": _LAW,
    "rights": _LAW,
    "claims": T("oikeudelliset vaatimukset", "rättsliga anspråk", "legal claims"),
}  # fmt: skip
"""What a kind of purpose is in plain words. A kind that is not here is told by the name of the purpose."""
