"""Sentences of a notice: cookies, automated decisions, profiling."""

from __future__ import annotations

from collections.abc import Mapping

from kortisto.declaration.model import Text as T  # noqa: N817 - a table of texts reads better with a short name

SENTENCES: Mapping[str, T] = {
    # --- cookies
    "cookies.none": T(
        "Rekisteriin ei kerätä tietoja evästeillä eikä muilla päätelaitteelle tallennettavilla tunnisteilla.",
        "Till registret samlas inga uppgifter in med kakor eller andra identifierare som lagras på "
        "terminalutrustningen.",
        "No data are collected into the register with cookies or other identifiers stored on your device.",
    ),
    "cookies.lead": T(
        "Muita kuin välttämättömiä evästeitä ja tunnisteita käytetään vain suostumuksella "
        "(laki sähköisen viestinnän palveluista 917/2014, 205 §).",
        "Andra kakor och identifierare än de nödvändiga används bara med samtycke (lagen om tjänster inom elektronisk "
        "kommunikation 917/2014, 205 §).",
        "Cookies and identifiers other than the strictly necessary ones are used only with consent (Act on Electronic "
        "Communications Services 917/2014, section 205).",
    ),
    "cookies.caption": T("Evästeet ja tunnisteet", "Kakor och identifierare", "Cookies and identifiers"),
    "cookies.cookie": T("Eväste tai tunniste", "Kaka eller identifierare", "Cookie or identifier"),
    "cookies.purpose": T("Tarkoitus ja luokka", "Ändamål och kategori", "Purpose and category"),
    "cookies.life": T("Voimassaolo", "Giltighetstid", "Lifetime"),
    "cookies.data": T("Tiedot ja osapuoli", "Uppgifter och part", "Data and party"),
    "cookie.purpose": T("{purpose}.", "{purpose}.", "{purpose}."),
    "cookie.class": T("Luokka: {what}.", "Kategori: {what}.", "Category: {what}."),
    "cookie.life": T("Enintään {period}.", "Högst {period}.", "At most {period}."),
    "cookie.session": T("Poistuu heti.", "Försvinner genast.", "Removed at once."),
    "cookie.permanent": T("Pysyvästi.", "Permanent.", "Permanently."),
    "cookie.items": T("Tiedot: {items}.", "Uppgifter: {items}.", "Data: {items}."),
    "cookie.party": T("Osapuoli: {party}.", "Part: {party}.", "Party: {party}."),
    "cookie.links": T(
        "Voidaan yhdistää rekisteröityyn, kun: {condition}.",
        "Kan kopplas till den registrerade när: {condition}.",
        "May be linked to you when: {condition}.",
    ),
    "cookie.web": T("Lisätietoja: {web}", "Mer information: {web}", "More information: {web}"),
    # --- automation
    "automation.no_decisions": T(
        "Henkilötietoja ei käytetä automaattisiin päätöksiin, joilla on rekisteröityä koskevia oikeusvaikutuksia tai "
        "jotka vaikuttavat häneen vastaavalla tavalla merkittävästi (22 artikla).",
        "Personuppgifter används inte för automatiserade beslut som har rättsliga följder för den registrerade eller "
        "på liknande sätt i betydande grad påverkar honom eller henne (artikel 22).",
        "Personal data are not used for automated decisions that have legal effects on you or similarly significantly "
        "affect you (Article 22).",
    ),
    "automation.decisions": T(
        "Rekisterissä tehdään automaattisia päätöksiä, joilla on rekisteröityä koskevia oikeusvaikutuksia tai jotka "
        "vaikuttavat häneen merkittävästi (22 artikla).",
        "Uppgifterna används för automatiserade beslut som har rättsliga följder för den registrerade eller i "
        "betydande grad påverkar honom eller henne (artikel 22).",
        "Automated decisions that have legal effects on you or significantly affect you are made (Article 22).",
    ),
    "automation.no_profiling": T(
        "Henkilötietoja ei käytetä profilointiin.",
        "Personuppgifter används inte för profilering.",
        "Personal data are not used for profiling.",
    ),
    "automation.profiling": T(
        "Henkilötietoja käytetään profilointiin.",
        "Personuppgifter används för profilering.",
        "Personal data are used for profiling.",
    ),
    "automation.logic": T("Logiikka", "Logiken", "Logic"),
    "automation.effect": T("Merkitys rekisteröidylle", "Betydelse för den registrerade", "What it means for you"),
    "automation.human": T("Ihmisen osallistuminen", "Mänsklig medverkan", "Human involvement"),
    "segments.caption": T(
        "Profiloinnissa muodostettavat tiedot", "Uppgifter som skapas genom profilering", "Data created by profiling"
    ),
    "segments.item": T("Tieto", "Uppgift", "Item"),
    "segments.from": T("Muodostetaan tiedoista", "Skapas ur", "Derived from"),
    "segments.why": T("Tarkoitus ja oikeusperuste", "Ändamål och rättslig grund", "Purpose and legal basis"),
}
