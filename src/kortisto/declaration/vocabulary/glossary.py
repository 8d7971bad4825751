"""The words of the trade in three languages, with the provision that defines or uses each.

What the actions mean is fixed here once, copies and backups included: a declaration that says `delete` means this.
"""

from __future__ import annotations

from dataclasses import dataclass

from kortisto.declaration.model import Text


@dataclass(frozen=True, slots=True)
class Term:
    """One entry of the glossary; `meaning` only where the law leaves the reading open or the word is our own."""

    word: Text
    provision: str = ""
    dpv: str = ""
    meaning: str = ""


def _t(  # noqa: PLR0917 - a row of the table below
    fi: str, sv: str, en: str, provision: str = "", dpv: str = "", meaning: str = ""
) -> Term:
    return Term(Text(fi, sv, en), provision, dpv, meaning)


ROLES = (
    _t("rekisterinpitäjä", "personuppgiftsansvarig", "controller", "GDPR 4(7)", "DataController"),
    _t(
        "yhteisrekisterinpitäjät",
        "gemensamt personuppgiftsansvariga",
        "joint controllers",
        "GDPR 26",
        "JointDataControllers",
    ),
    _t("henkilötietojen käsittelijä", "personuppgiftsbiträde", "processor", "GDPR 4(8), 28", "DataProcessor"),
    _t("alikäsittelijä", "underbiträde", "sub-processor", "GDPR 28(4)", "DataSubProcessor"),
    _t("rekisteröity", "registrerad", "data subject", "GDPR 4(1)", "DataSubject"),
    _t("vastaanottaja", "mottagare", "recipient", "GDPR 4(9)", "Recipient"),
    _t("kolmas osapuoli", "tredje part", "third party", "GDPR 4(10)", "ThirdParty"),
    _t("tietosuojavastaava", "dataskyddsombud", "data protection officer", "GDPR 37-39", "DataProtectionOfficer"),
    _t(
        "tietosuojavaltuutettu",
        "dataombudsman",
        "Data Protection Ombudsman",
        "1050/2018 8 §",
        "DataProtectionAuthority",
    ),
    _t("valvontaviranomainen", "tillsynsmyndighet", "supervisory authority", "GDPR 51"),
    _t("pääkäyttäjä", "huvudanvändare", "main user", "", "", "The role that grants user accounts and access levels."),
    _t("yhteyshenkilö", "kontaktperson", "contact person", "", "", "A person who represents an organisation."),
)
CONCEPTS = (
    _t("henkilötieto", "personuppgift", "personal data", "GDPR 4(1)", "PersonalData"),
    _t("henkilötietoryhmä", "kategori av personuppgifter", "category of personal data", "GDPR 14(1)(d), 30(1)(c)"),
    _t(
        "erityiset henkilötietoryhmät",
        "särskilda kategorier av personuppgifter",
        "special categories of personal data",
        "GDPR 9",
        "SpecialCategoryPersonalData",
    ),
    _t("käsittely", "behandling", "processing", "GDPR 4(2)", "Processing"),
    _t("käsittelyn tarkoitus", "ändamål med behandlingen", "purpose of processing", "GDPR 5(1)(b)", "Purpose"),
    _t("oikeusperuste", "rättslig grund", "legal basis", "GDPR 6(1)", "LegalBasis"),
    _t("tasapainotesti", "intresseavvägning", "balancing test", "GDPR 6(1)(f)", "LegitimateInterestAssessment"),
    _t("tietosuojaseloste", "dataskyddsbeskrivning", "privacy notice", "GDPR 12-14", "PrivacyNotice"),
    _t("seloste käsittelytoimista", "register över behandling", "record of processing activities", "GDPR 30", "ROPA"),
    _t("säilytysaika", "förvaringstid", "retention period", "GDPR 5(1)(e), 13(2)(a)", "StorageDuration"),
    _t("tietolähde", "informationskälla", "source of data", "GDPR 14(2)(f)", "DataSource"),
    _t("luovutus", "utlämnande", "disclosure", "GDPR 4(2)", "Disclose"),
    _t(
        "siirto kolmanteen maahan",
        "överföring till tredjeland",
        "transfer to a third country",
        "GDPR 44-49",
        "CrossBorderTransfer",
    ),
    _t("riittävyyspäätös", "beslut om adekvat skyddsnivå", "adequacy decision", "GDPR 45"),
    _t("vakiosopimuslausekkeet", "standardavtalsklausuler", "standard contractual clauses", "GDPR 46(2)(c)"),
    _t("sitovat yrityssäännöt", "bindande företagsbestämmelser", "binding corporate rules", "GDPR 47"),
    _t("profilointi", "profilering", "profiling", "GDPR 4(4)", "Profiling"),
    _t("automaattinen päätöksenteko", "automatiserat beslutsfattande", "automated decision-making", "GDPR 22"),
    _t("vaikutustenarviointi", "konsekvensbedömning", "impact assessment", "GDPR 35", "DPIA"),
    _t("tietoturvaloukkaus", "personuppgiftsincident", "personal data breach", "GDPR 4(12), 33-34", "DataBreach"),
    _t("tietojenkäsittelysopimus", "personuppgiftsbiträdesavtal", "data processing agreement", "GDPR 28(3)"),
    _t("salassapitositoumus", "sekretessförbindelse", "confidentiality undertaking", "1050/2018 35 §", "NDA"),
    _t("henkilötunnus", "personbeteckning", "personal identity code", "1050/2018 29 §"),
    _t("turvakielto", "spärrmarkering", "non-disclosure for personal safety", "661/2009 36 §"),
    _t("Y-tunnus", "FO-nummer", "business ID", "244/2001"),
    _t("suoramarkkinointi", "direktmarknadsföring", "direct marketing", "917/2014 200-203 §", "DirectMarketing"),
    _t("suoramarkkinointikielto", "förbud mot direktmarknadsföring", "direct marketing ban", "GDPR 21(2)-(3)"),
    _t("eväste", "kaka", "cookie", "917/2014 205 §"),
    _t("tosite", "verifikation", "voucher", "1336/1997 2:10"),
    _t("tilikausi", "räkenskapsperiod", "financial period", "1336/1997 1:4"),
    _t("perintä", "indrivning", "debt collection", "513/1999"),
    _t("toiminimi", "firma", "trade name", "128/1979"),
    _t("elinkeinonharjoittaja", "näringsidkare", "trader", "38/1978 1:5"),
    _t("manuaalinen aineisto", "manuellt material", "manual (paper) material", "GDPR 2(1)"),
)
OURS = (
    _t(
        "tietosuojamäärittely",
        "deklaration",
        "declaration",
        meaning="One register's notice as a file: what the program enforces and what it prints.",
    ),
    _t("tietolaji", "uppgiftsslag", "item", meaning="A kind of datum that the software can hold."),
    _t(
        "tietosisältömerkintä",
        "innehållsanmärkning",
        "holding",
        "",
        "",
        "A table's statement of which column holds which item.",
    ),
    _t("kello", "klocka", "clock", meaning="An event from which a period is counted, and whose event it is."),
    _t("käyttöaika", "fönster", "window", meaning="The time during which one processing may use one datum."),
    _t("pidäte", "spärr", "hold", meaning="What blocks the end of a window: an open invoice, a claim, an order."),
    _t("poistoajo", "gallringskörning", "sweep", meaning="The run that carries out what has fallen due."),
    _t(
        "todistus poistosta",
        "raderingsintyg",
        "certificate of erasure",
        meaning="Rule, version, counts and what was held back, of one run; no personal data.",
    ),
    _t(
        "todistus epäämisestä",
        "intyg över vägran",
        "certificate of refusal",
        meaning="A numbered document with the reasons why a request was refused.",
    ),
)
ACTIONS = (
    _t(
        "poistaminen",
        "radering",
        "delete",
        "GDPR 17",
        "Delete",
        "The value is gone from every table, file and index at "
        "once, and from backups when the declared lag has passed; nothing that points to the person remains.",
    ),
    _t(
        "anonymisointi",
        "anonymisering",
        "anonymise",
        "GDPR recital 26",
        "Anonymise",
        "Only the items on the kept list remain, coarsened so that nobody can be told from them; it cannot be undone.",
    ),
    _t(
        "pseudonymisointi",
        "pseudonymisering",
        "pseudonymise",
        "GDPR 4(5)",
        "Pseudonymise",
        "Identifying values are replaced by a keyed code; the key is kept apart. Still personal data.",
    ),
    _t(
        "rajoittaminen",
        "begränsning",
        "restrict",
        "GDPR 18",
        "Restrict",
        "Stored, but readable only for the purposes that the rule or hold leaves.",
    ),
    _t(
        "koostaminen",
        "aggregering",
        "aggregate",
        "GDPR 89",
        "Anonymise",
        "Replaced by counts over groups large enough.",
    ),
    _t("arkistointi", "arkivering", "archive", "GDPR 89", "Store", "Moved to a place with its own rule, out of use."),
    _t(
        "palauttaminen",
        "återlämnande",
        "return",
        "GDPR 28(3)(g)",
        "Transfer",
        "Handed back to the controller, then deleted.",
    ),
)

GLOSSARY: dict[str, tuple[Term, ...]] = {
    "Roles": ROLES,
    "Concepts": CONCEPTS,
    "Words of our own": OURS,
    "Actions": ACTIONS,
}  # fmt: skip
"""By heading."""
