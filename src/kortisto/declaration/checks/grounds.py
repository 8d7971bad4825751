"""Whether legal bases are what their texts say, and carry what rests on them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kortisto.declaration.checks.citations import cites_law
from kortisto.declaration.checks.registry import Context, Finding, check, names
from kortisto.declaration.compiled import RowPlan
from kortisto.declaration.model import LANGUAGES, LegalBasis
from kortisto.declaration.problems import Severity
from kortisto.declaration.vocabulary.items import ITEMS, Nature
from kortisto.declaration.words import ArticleNine, Basis, BasisDetail, EvidenceKind

# What each basis is called, by language: stems in regular expressions, so that inflected forms are found too.
_CALLED: dict[Basis, str] = {
    Basis.CONSENT: r"suostumu\w*|samtyck\w*|consent\w*",
    Basis.CONTRACT: (
        r"\w*sopimu\w*(?: täytäntöönpan\w*)?|\w*avtal\w*|contract\w*|agreement\w*"
        r"|(?:fullgöra\w*|performance) (?:av|of)"
    ),
    Basis.LEGAL_OBLIGATION: (
        r"(?:lakisäätei\w+|laissa säädet\w+|rekisterinpitäjän lakisääte\w+) velvoi\w+|lakisäätei\w+ velvollisuu\w+"
        r"|(?:rättslig\w*|lagstadga\w*|lagenlig\w*) (?:förpliktelse\w*|skyldighet\w*)"
        r"|(?:legal|statutory) (?:obligation\w*|dut\w+)"
    ),
    Basis.VITAL_INTEREST: r"elintärke\w+ e[td]u\w*|(?:vitala?|grundläggande) intress\w*|vital interest\w*",
    Basis.PUBLIC_TASK: (
        r"ylei\w+ e[td]u\w*|julki\w+ valla\w*|allmän\w* intress\w*|myndighetsutövning\w*|public (?:interest|task)\w*"
        r"|official authority"
    ),
    Basis.LEGITIMATE_INTEREST: (
        r"oikeut\w+ e[td]u\w*|berättiga\w* intress\w*|intresseavvägning\w*|legitimate interest\w*"
    ),
}
# Words that say only that a basis is being named.
_SAYING_SO = re.compile(
    r"\b(?:käsittely\w*|peruste\w*|oikeusperuste\w*|perustu\w*|on|ovat|ja|tai|henkilö\w*|tieto\w*|rekisteröidyn|asiakkaan"
    r"|behandling\w*|grund\w*|rättslig\w*|är|av|den|det|på|och|eller|personuppgift\w*|kunden\w*|registrerades?"
    r"|processing|basis|bases|legal|ground\w*|is|are|of|the|a|an|on|and|or|for|data|customer\w*|subject\w*|personal)\b",
    re.IGNORECASE,
)
_DETAILS: dict[BasisDetail, Basis] = {
    BasisDetail.PERFORMANCE: Basis.CONTRACT,
    BasisDetail.BEFORE_CONTRACT: Basis.CONTRACT,
    BasisDetail.THIRD_PARTY: Basis.LEGITIMATE_INTEREST,
    BasisDetail.OFFICIAL_AUTHORITY: Basis.PUBLIC_TASK,
}


@check("K405")
def basis_text_against_code(context: Context) -> Iterator[Finding]:
    """The text of a legal basis must name the basis that its code names, in every language.

    A source notice says “legitimate interest: contract”; no program can enforce both. A text that consists of the
    name of another basis, an interest stated for a basis that is no legitimate interest, a contract stated for a basis
    that is no contract, and a detail that belongs to another basis are found. A text that explains an interest may well
    mention contracts.
    """
    for basis in context.declaration.bases.values():
        found = _contradiction(basis)
        if found:
            yield Finding(basis, offending=found, details={"basis": str(basis.basis)})


def _contradiction(basis: LegalBasis) -> str:
    if basis.detail is not None and _DETAILS[basis.detail] is not basis.basis:
        return str(basis.detail)
    if basis.interest is not None and basis.basis is not Basis.LEGITIMATE_INTEREST:
        return basis.interest.en
    if basis.contract is not None and basis.basis is not Basis.CONTRACT:
        return basis.contract.en
    for text in (basis.interest, basis.text):
        for language in LANGUAGES if text is not None else ():
            words = text.in_language(language) if text is not None else ""
            if any(_only_names(words, other, basis.basis) for other in Basis if other is not basis.basis):
                return words
    return ""


def _only_names(text: str, other: Basis, own: Basis) -> bool:
    """Return whether a text names another basis and, that and the naming of the own one apart, says nothing else."""
    called = re.compile(rf"\b(?:{_CALLED[other]})(?!\w)", re.IGNORECASE)
    if not called.search(text):
        return False
    rest = called.sub(" ", re.sub(rf"\b(?:{_CALLED[own]})(?!\w)", " ", text, flags=re.IGNORECASE))
    return not re.search(r"\w", _SAYING_SO.sub(" ", rest))


# --- special categories, offences, personal identity codes -----------------------------------------------------------

_NEEDS_STATUTE = frozenset(
    {
        ArticleNine.EMPLOYMENT, ArticleNine.PUBLIC_INTEREST, ArticleNine.CARE, ArticleNine.PUBLIC_HEALTH,
        ArticleNine.ARCHIVING, ArticleNine.OFFENCES_BY_LAW,
    }
)  # fmt: skip
_GUARDED = frozenset({Nature.SPECIAL, Nature.CRIMINAL, Nature.NATIONAL_ID})
_DPV_OF_OWN: dict[str, Nature] = {
    **{word.dpv: word.nature for word in ITEMS.values() if word.nature in {Nature.SPECIAL, Nature.CRIMINAL}},
    **{
        f"pd:{term}": Nature.SPECIAL
        for term in (
            "MedicalHealth", "MentalHealth", "PhysicalHealth", "HealthRecord",
            "HealthHistory", "Disability",
            "Religion", "ReligiousBelief", "PhilosophicalBelief", "PoliticalAffiliation", "PoliticalOpinion",
            "Ethnicity", "Race",
            "EthnicOrigin", "Genetic", "Biometric", "SexualHistory", "SexualPreference", "Sexual",
            "TradeUnionMembership", "Prescription", "DrugTestResult",
        )
    },
    "pd:Criminal": Nature.CRIMINAL,
    "pd:CriminalCharge": Nature.CRIMINAL,
    "pd:CriminalConviction": Nature.CRIMINAL,
    "pd:CriminalPardon": Nature.CRIMINAL,
}  # fmt: skip
_NAMES_OF_OWN: dict[Nature, re.Pattern[str]] = {
    Nature.SPECIAL: re.compile(
        r"\b(?:terveydentila|terveystie|diagnoos|sairau|uskonno|uskonto|vakaumu|poliittis\w* mielip|ammattilii"
        r"|ihonväri|etni|seksuaali|vammai|lääkity|sexuell|hudfärg|medicinering|funktionsned"
        r"|hälsotillstånd|hälsouppgif|sjukdom|religi|fackför|health (?:data|status)|diagnos|illness|trade union"
        r"|skin colou?r|ethnic|sexual|disab|medication|medical)",
        re.IGNORECASE,
    ),
    Nature.CRIMINAL: re.compile(r"\b(?:rikos|rikok|rikosrek|brott|criminal|offence|conviction)", re.IGNORECASE),
    Nature.NATIONAL_ID: re.compile(
        r"\b(?:henkilötunnu|hetu\b|personbeteckning|personnummer|(?:personal|national) identity (?:code|number))",
        re.IGNORECASE,
    ),
}


@check("K407")
def special_category_without_condition(context: Context) -> Iterator[Finding]:
    """Health, beliefs, offences and personal identity codes need more than a legal basis, on every row that uses them.

    Special categories need a condition of Article 9(2), with the statute where the condition lives in a statute, and
    with a consent marked explicit where it is explicit consent. Data on offences need a statute or a legal claim
    (Article 10, tietosuojalaki 1050/2018 7 §); the personal identity code consent or a statute (29 §). Items of one's
    own are recognised by their DPV term and by their name.
    """
    for row, items in context.rows.values():
        found: dict[Nature, list[str]] = {}
        for item in items:
            nature = _nature(context, item)
            if nature in _GUARDED and not _carried(nature, row):
                found.setdefault(nature, []).append(item)
        for nature, lacking in found.items():
            yield Finding(row.node, nature.name.lower(), row.node.id, details={"items": names(lacking)})


def _nature(context: Context, item: str) -> Nature:
    word = ITEMS.get(item)
    if word is not None:
        return word.nature
    own = context.declaration.items.get(item)
    if own is None or own.name is None:
        return Nature.PLAIN
    by_term = _DPV_OF_OWN.get(own.own_dpv or "")
    if by_term is not None:
        return by_term
    texts = (own.name, own.examples) if own.examples is not None else (own.name,)
    written = " ".join(text.in_language(language) for text in texts for language in LANGUAGES)
    return next((nature for nature, named in _NAMES_OF_OWN.items() if named.search(written)), Nature.PLAIN)


def _carried(nature: Nature, row: RowPlan) -> bool:
    basis = row.basis
    if nature is Nature.NATIONAL_ID:
        return basis.basis is Basis.CONSENT or cites_law(basis.statutes)
    condition = basis.condition
    if condition is None or (condition in _NEEDS_STATUTE and not cites_law(basis.statutes)):
        return False
    if nature is Nature.CRIMINAL:
        return condition in {ArticleNine.OFFENCES_BY_LAW, ArticleNine.LEGAL_CLAIMS}
    if condition is ArticleNine.EXPLICIT_CONSENT:
        return basis.basis is Basis.CONSENT and any(consent.explicit for consent in row.consents)
    return condition is not ArticleNine.OFFENCES_BY_LAW


@check("K426")
def basis_that_says_too_little(context: Context) -> Iterator[Finding]:
    """A legitimate interest must be stated and weighed; a legal obligation must be cited.

    Article 13(1)(d) demands the interest itself, Article 6(3) a law for a legal obligation or a public task. A missing
    balancing test is a warning: the test may lie elsewhere, but nobody can find it from here.
    """
    for basis in context.declaration.bases.values():
        if basis.basis is Basis.LEGITIMATE_INTEREST:
            if basis.interest is None:
                yield Finding(basis, "interest", basis.id)
            test = context.declaration.evidence.get(basis.balancing or "")
            if test is None or test.kind is not EvidenceKind.BALANCING_TEST:
                yield Finding(basis, "balancing", basis.id, severity=Severity.WARNING)
        elif basis.basis in {Basis.LEGAL_OBLIGATION, Basis.PUBLIC_TASK} and not cites_law(basis.statutes):
            yield Finding(basis, "statute", basis.id)
