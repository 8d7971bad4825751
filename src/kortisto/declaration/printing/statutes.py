"""Articles and statutes as readers see them in each language.

A declaration cites a statute in Finnish with its number (`kirjanpitolaki 1336/1997 2:10`); the number finds its name in
the other languages. An unknown statute is printed as it was written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from kortisto.declaration.model import Text as T  # noqa: N817 - a table of texts reads better with a short name

STATUTES: Mapping[str, T] = {
    "1336/1997": T("kirjanpitolaki", "bokföringslagen", "Accounting Act"),
    "1050/2018": T("tietosuojalaki", "dataskyddslagen", "Data Protection Act"),
    "917/2014": T("laki sähköisen viestinnän palveluista", "lagen om tjänster inom elektronisk kommunikation",
                  "Act on Electronic Communications Services"),
    "1501/1993": T("arvonlisäverolaki", "mervärdesskattelagen", "Value Added Tax Act"),
    "1558/1995": T("laki verotusmenettelystä", "lagen om beskattningsförfarande", "Act on Assessment Procedure"),
    "768/2016": T("laki oma-aloitteisten verojen verotusmenettelystä",
                  "lagen om beskattningsförfarandet beträffande skatter på eget initiativ",
                  "Act on the Assessment Procedure for Self-Assessed Taxes"),
    "728/2003": T("laki velan vanhentumisesta", "lagen om preskription av skulder",
                  "Act on the Limitation of Debts"),
    "527/2007": T("luottotietolaki", "kreditupplysningslagen", "Credit Information Act"),
    "513/1999": T("laki saatavien perinnästä", "lagen om indrivning av fordringar", "Debt Collection Act"),
    "1141/2015": T("tilintarkastuslaki", "revisionslagen", "Auditing Act"),
    "38/1978": T("kuluttajansuojalaki", "konsumentskyddslagen", "Consumer Protection Act"),
    "659/1967": T("pakotelaki", "sanktionslagen", "Sanctions Act"),
    "444/2017": T("rahanpesulaki", "penningtvättslagen", "Anti-Money Laundering Act"),
    "500/2024": T("laki kaksikäyttötuotteiden vientivalvonnasta",
                  "lagen om kontroll av export av produkter med dubbla användningsområden",
                  "Act on the Control of Exports of Dual-Use Items"),
    "2021/821": T("EU:n kaksikäyttöasetus", "EU:s förordning om produkter med dubbla användningsområden",
                  "EU Dual-Use Regulation"),
    "624/2006": T("osakeyhtiölaki", "aktiebolagslagen", "Limited Liability Companies Act"),
    "633/1982": T("korkolaki", "räntelagen", "Interest Act"),
    "2016/679": T("yleinen tietosuoja-asetus", "allmänna dataskyddsförordningen",
                  "General Data Protection Regulation"),
    "269/2014": T("asetus Ukrainan tilanteeseen liittyvistä rajoittavista toimenpiteistä",
                  "förordningen om restriktiva åtgärder med anledning av situationen i Ukraina",
                  "Regulation on restrictive measures concerning Ukraine"),
    "833/2014": T("asetus Venäjää koskevista rajoittavista toimenpiteistä",
                  "förordningen om restriktiva åtgärder mot Ryssland",
                  "Regulation on restrictive measures against Russia"),
    "325/2013": T("laki varojen jäädyttämisestä terrorismin torjumiseksi",
                  "lagen om frysning av tillgångar i syfte att bekämpa terrorism",
                  "Act on the Freezing of Funds with a View to Combating Terrorism"),
    "872/2011": T("poliisilaki", "polislagen", "Police Act"),
    "805/2011": T("esitutkintalaki", "förundersökningslagen", "Criminal Investigation Act"),
    "806/2011": T("pakkokeinolaki", "tvångsmedelslagen", "Coercive Measures Act"),
    "4/1734": T("oikeudenkäymiskaari", "rättegångsbalken", "Code of Judicial Procedure"),
    "831/1994": T("arkistolaki", "arkivlagen", "Archives Act"),
    "1397/2016": T("laki julkisista hankinnoista", "lagen om offentlig upphandling", "Public Procurement Act"),
}  # fmt: skip
"""Names by number; the Swedish and English ones as the Ministry of Justice gives them."""

GDPR = "2016/679"

_CITED = re.compile(r"^(?P<name>[^\d(]*?)\s*(?P<eu>\(EU\)\s*)?(?P<number>\d{1,4}/\d{1,4})[,\s]*(?P<place>.*)$")
_CHAPTER_AND_SECTION = re.compile(r"(\d+):(\d+(?: [a-z](?![a-z]))?)(?: §)?")
_SECTION = re.compile(r"(\d+(?: [a-z](?![a-z]))?(?:[-–]\d+)?) §")
_CHAPTER = re.compile(r"(\d+) luku")
_LONG_ARTICLE = re.compile(r"(\d+) artikla(?:n)?(?: (\d+) (?:kohdan|kohta))?(?: ([a-z]) alakohta)?")
_ARTICLES = re.compile(r"\d+(?:[-–]\d+|(?:\(\d+\))?(?:\([a-z]\))?)")
_ARTICLE = re.compile(r"^(?P<article>\d+)(?:\((?P<paragraph>\d+)\))?(?:\((?P<letter>[a-z])\))?$")
_GROUND = re.compile(r"^A(?P<article>\d+)-(?P<paragraph>\d+)(?:-(?P<letter>[a-z]))?$")
_JOINT = {"fi": "ja", "sv": "och", "en": "and"}
_KINDS = {
    "laki": T("laki", "lag", "Act"),
    "asetus": T("asetus", "förordning", "Regulation"),
    "": T("asetus", "förordning", "Regulation"),
}


def statute(citation: str, language: str) -> str:
    """Return `kirjanpitolaki (1336/1997) 2 luku 10 §`, `bokföringslagen (1336/1997) 2 kap. 10 §` or the English.

    Of the General Data Protection Regulation only the Articles are given: a notice says once that Articles are its.
    """
    cited = _CITED.match(" ".join(citation.split()))
    if cited is None:
        return citation
    number, place = cited["number"], cited["place"].strip()
    if number == GDPR and place:
        return _articles(place, language)
    written = T(cited["name"], cited["name"], cited["name"])
    name = (STATUTES.get(number) or _KINDS.get(cited["name"], written)).in_language(language)
    eu = cited["eu"] is not None or number in {GDPR, "2021/821", "269/2014", "833/2014"}
    return f"{name} {f'(EU) {number}' if eu else f'({number})'} {_place(place, language)}".strip()


def _articles(place: str, language: str) -> str:
    short = _LONG_ARTICLE.sub(
        lambda m: m[1] + (f"({m[2]})" if m[2] else "") + (f"({m[3]})" if m[3] else ""), place
    )  # fmt: skip
    short = re.sub(r" artiklat?$", "", short)
    spoken = _ARTICLES.sub(lambda match: article(match[0], language), short)
    return re.sub(r"\bja\b", _JOINT[language], spoken)


def _place(place: str, language: str) -> str:
    chapter = {"fi": r"\1 luku", "sv": r"\1 kap.", "en": r"chapter \1"}[language]
    both = {"fi": r"\1 luku \2 §", "sv": r"\1 kap. \2 §", "en": r"chapter \1, section \2"}[language]
    spoken = _CHAPTER_AND_SECTION.sub(both, _CHAPTER.sub(chapter, place))
    if language == "en":
        spoken = _SECTION.sub(lambda m: f"section{'s' if '-' in m[1] or '–' in m[1] else ''} {m[1]}", spoken)
    return re.sub(r"\bja\b", _JOINT[language], re.sub(r"(\d)-(\d)", r"\1–\2", spoken))


def article(written: str, language: str) -> str:
    """Return `6 artiklan 1 kohdan b alakohta`, `artikel 6.1 b`, `Article 6(1)(b)` for `6(1)(b)`; also `13-14`."""
    if "-" in written or "–" in written:
        ends = written.replace("-", "–")
        return {"fi": f"{ends} artikla", "sv": f"artiklarna {ends}", "en": f"Articles {ends}"}[language]
    parts = _ARTICLE.match(written)
    if parts is None:
        return written
    return _article(parts["article"], parts["paragraph"], parts["letter"], language)


def article_of_ground(code: str, language: str) -> str | None:
    """Return the Article of a transfer ground coded as in DPV (`A46-2-c`), or None when the code is none."""
    parts = _GROUND.match(code)
    return _article(parts["article"], parts["paragraph"], parts["letter"], language) if parts else None


def _article(number: str, paragraph: str | None, letter: str | None, language: str) -> str:
    if language == "en":
        return f"Article {number}" + (f"({paragraph})" if paragraph else "") + (f"({letter})" if letter else "")
    if language == "sv":
        return f"artikel {number}" + (f".{paragraph}" if paragraph else "") + (f" {letter}" if letter else "")
    if letter and paragraph:
        return f"{number} artiklan {paragraph} kohdan {letter} alakohta"
    return f"{number} artiklan {paragraph} kohta" if paragraph else f"{number} artikla"
