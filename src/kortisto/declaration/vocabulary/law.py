"""Dated facts of the law that checks and printed notices need; each says where it comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kortisto.declaration.model import Text
from kortisto.declaration.periods import Period, Unit
from kortisto.declaration.words import Basis, Right

# DPV 2.3, legal basis to rights mapping; Articles 7(3), 13 to 22 and 77. Article 14 applies to every basis in law.
RIGHTS_BY_BASIS: Mapping[Basis, tuple[Right, ...]] = {
    Basis.CONSENT: (
        Right.INFORMATION, Right.ACCESS, Right.RECTIFICATION, Right.ERASURE, Right.RESTRICTION, Right.PORTABILITY,
        Right.NO_AUTOMATED_DECISION, Right.WITHDRAW_CONSENT, Right.COMPLAINT,
    ),
    Basis.CONTRACT: (
        Right.INFORMATION, Right.ACCESS, Right.RECTIFICATION, Right.ERASURE, Right.RESTRICTION, Right.PORTABILITY,
        Right.NO_AUTOMATED_DECISION, Right.COMPLAINT,
    ),
    Basis.LEGAL_OBLIGATION: (
        Right.INFORMATION, Right.ACCESS, Right.RECTIFICATION, Right.RESTRICTION, Right.COMPLAINT,
    ),
    Basis.VITAL_INTEREST: (
        Right.INFORMATION, Right.ACCESS, Right.RECTIFICATION, Right.ERASURE, Right.RESTRICTION,
        Right.NO_AUTOMATED_DECISION, Right.COMPLAINT,
    ),
    Basis.PUBLIC_TASK: (
        Right.INFORMATION, Right.ACCESS, Right.RECTIFICATION, Right.RESTRICTION, Right.OBJECTION,
        Right.NO_AUTOMATED_DECISION, Right.COMPLAINT,
    ),
    Basis.LEGITIMATE_INTEREST: (
        Right.INFORMATION, Right.ACCESS, Right.RECTIFICATION, Right.ERASURE, Right.RESTRICTION, Right.OBJECTION,
        Right.NO_AUTOMATED_DECISION, Right.COMPLAINT,
    ),
}  # fmt: skip

ARTICLE_OF_RIGHT: Mapping[Right, str] = {
    Right.INFORMATION: "13-14",
    Right.ACCESS: "15",
    Right.RECTIFICATION: "16",
    Right.ERASURE: "17",
    Right.RESTRICTION: "18",
    Right.PORTABILITY: "20",
    Right.OBJECTION: "21",
    Right.NO_AUTOMATED_DECISION: "22",
    Right.WITHDRAW_CONSENT: "7(3)",
    Right.COMPLAINT: "77",
}

ARTICLE_OF_BASIS: Mapping[Basis, str] = {
    Basis.CONSENT: "6(1)(a)",
    Basis.CONTRACT: "6(1)(b)",
    Basis.LEGAL_OBLIGATION: "6(1)(c)",
    Basis.VITAL_INTEREST: "6(1)(d)",
    Basis.PUBLIC_TASK: "6(1)(e)",
    Basis.LEGITIMATE_INTEREST: "6(1)(f)",
}

EEA = frozenset(
    (
        "AT", "BE", "BG", "HR", "CY", "CZ", "DK", "EE", "FI", "FR",
        "DE", "GR", "HU", "IE", "IT", "LV", "LT", "LU", "MT", "NL",
        "PL", "PT", "RO", "SK", "SI", "ES", "SE", "IS", "LI", "NO",
    )
)  # fmt: skip
"""The EU 27 and Iceland, Liechtenstein and Norway, ISO 3166-1 alpha-2."""

ANSWER_WITHIN, MAY_EXTEND_BY = Period(1, Unit.MONTH), Period(2, Unit.MONTH)
"""How soon a request is answered, and by how much that may be extended (Article 12(3))."""

AGE_OF_CONSENT = 13
"""Tietosuojalaki 1050/2018 5 § (Article 8(1))."""


@dataclass(frozen=True, slots=True)
class AdequacyDecision:
    """A decision of the Commission under Article 45, and the interval in which it holds; both ends inclusive."""

    id: str
    countries: tuple[str, ...]
    reference: str
    valid_from: date
    valid_until: date | None = None
    only_certified: bool = False


ADEQUACY: Mapping[str, AdequacyDecision] = {
    decision.id: decision
    for decision in (
        AdequacyDecision("switzerland", ("CH",), "2000/518/EC", date(2000, 8, 25)),
        AdequacyDecision("canada", ("CA",), "2002/2/EC", date(2001, 12, 20), only_certified=True),
        AdequacyDecision("argentina", ("AR",), "2003/490/EC", date(2003, 6, 30)),
        AdequacyDecision("guernsey", ("GG",), "2003/821/EC", date(2003, 11, 21)),
        AdequacyDecision("isle of man", ("IM",), "2004/411/EC", date(2004, 4, 28)),
        AdequacyDecision("jersey", ("JE",), "2008/393/EC", date(2008, 5, 8)),
        AdequacyDecision("faroe islands", ("FO",), "2010/146/EU", date(2010, 3, 5)),
        AdequacyDecision("andorra", ("AD",), "2010/625/EU", date(2010, 10, 19)),
        AdequacyDecision("israel", ("IL",), "2011/61/EU", date(2011, 1, 31)),
        AdequacyDecision("uruguay", ("UY",), "2012/484/EU", date(2012, 8, 21)),
        AdequacyDecision("new zealand", ("NZ",), "2013/65/EU", date(2012, 12, 19)),
        AdequacyDecision("japan", ("JP",), "(EU) 2019/419", date(2019, 1, 23)),
        AdequacyDecision("united kingdom", ("GB",), "(EU) 2021/1772", date(2021, 6, 28)),
        AdequacyDecision("south korea", ("KR",), "(EU) 2022/254", date(2021, 12, 17)),
        AdequacyDecision("safe harbor", ("US",), "2000/520/EC", date(2000, 7, 26), date(2015, 10, 6),
                         only_certified=True),
        AdequacyDecision("privacy shield", ("US",), "(EU) 2016/1250", date(2016, 7, 12), date(2020, 7, 16),
                         only_certified=True),
        AdequacyDecision("data privacy framework", ("US",), "(EU) 2023/1795", date(2023, 7, 10),
                         only_certified=True),
    )
}  # fmt: skip
"""By id. Lapsed decisions stay in the list, so that a notice that rests on one is told so by name."""


@dataclass(frozen=True, slots=True)
class SupervisoryAuthority:
    """Where a complaint goes. `checked` is the date on which the data were last compared with the authority's page."""

    name: Text
    visiting: Text
    postal: Text
    phone: str
    email: str
    web: Text
    checked: date
    outdated: tuple[str, ...]  # data that notices still print, by which a stale one is recognised


OMBUDSMAN = SupervisoryAuthority(
    name=Text("Tietosuojavaltuutetun toimisto", "Dataombudsmannens byrå", "Office of the Data Protection Ombudsman"),
    visiting=Text(
        "Lintulahdenkuja 4, 00530 Helsinki", "Fågelviksgränden 4, 00530 Helsingfors",
        "Lintulahdenkuja 4, 00530 Helsinki, Finland",
    ),
    postal=Text("PL 800, 00531 Helsinki", "PB 800, 00531 Helsingfors", "P.O. Box 800, 00531 Helsinki, Finland"),
    phone="029 566 6700",
    email="tietosuoja@om.fi",
    web=Text(
        "https://tietosuoja.fi/yhteystiedot", "https://tietosuoja.fi/sv/kontaktuppgifter",
        "https://tietosuoja.fi/en/contact-information",
    ),
    checked=date(2026, 11, 22),
    outdated=("Ratapihantie 9", "00521 Helsinki", "Bangårdsvägen 9", "00521 Helsingfors"),
)  # fmt: skip
"""Tietosuojalaki 1050/2018 8 §; contact data from tietosuoja.fi."""

RETENTION_DECISIONS: Mapping[str, str] = {
    "Kesko": "Tietosuojavaltuutettu 3831/161/21 (Kesko, 19.12.2023)",
    "Verkkokauppa": "Tietosuojavaltuutettu TSV/26/2020 (Verkkokauppa.com, 2024)",
}
"""The regulator's decisions: data need a period of their own, set per purpose; the customer's request is not one."""
