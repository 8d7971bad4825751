"""W3C DPV 2.3 terms of the closed words: bases, rights, actions, operations, roles, grounds, measures.

Ids are local names of https://w3id.org/dpv#; with the prefix `eu-gdpr:` of the GDPR extension.
"""

from __future__ import annotations

from collections.abc import Mapping

from kortisto.declaration.words import (
    ActionKind,
    ArticleNine,
    Basis,
    MeasureKind,
    Operation,
    PartyRole,
    Right,
    SourceKind,
    TransferGround,
)

NAMESPACES: Mapping[str, str] = {
    "dpv": "https://w3id.org/dpv#",
    "eu-gdpr": "https://w3id.org/dpv/legal/eu/gdpr#",
    "pd": "https://w3id.org/dpv/pd#",
    "dct": "http://purl.org/dc/terms/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

BASIS: Mapping[Basis, str] = {
    Basis.CONSENT: "eu-gdpr:A6-1-a",
    Basis.CONTRACT: "eu-gdpr:A6-1-b",
    Basis.LEGAL_OBLIGATION: "eu-gdpr:A6-1-c",
    Basis.VITAL_INTEREST: "eu-gdpr:A6-1-d",
    Basis.PUBLIC_TASK: "eu-gdpr:A6-1-e",
    Basis.LEGITIMATE_INTEREST: "eu-gdpr:A6-1-f",
}

CONDITION: Mapping[ArticleNine, str] = {
    ArticleNine.EXPLICIT_CONSENT: "eu-gdpr:A9-2-a",
    ArticleNine.EMPLOYMENT: "eu-gdpr:A9-2-b",
    ArticleNine.VITAL: "eu-gdpr:A9-2-c",
    ArticleNine.ASSOCIATION: "eu-gdpr:A9-2-d",
    ArticleNine.MADE_PUBLIC: "eu-gdpr:A9-2-e",
    ArticleNine.LEGAL_CLAIMS: "eu-gdpr:A9-2-f",
    ArticleNine.PUBLIC_INTEREST: "eu-gdpr:A9-2-g",
    ArticleNine.CARE: "eu-gdpr:A9-2-h",
    ArticleNine.PUBLIC_HEALTH: "eu-gdpr:A9-2-i",
    ArticleNine.ARCHIVING: "eu-gdpr:A9-2-j",
    ArticleNine.OFFENCES_BY_LAW: "LegalBasis",  # Article 10 has no term of its own
}

RIGHT: Mapping[Right, str] = {
    Right.INFORMATION: "eu-gdpr:A13",
    Right.ACCESS: "eu-gdpr:A15",
    Right.RECTIFICATION: "eu-gdpr:A16",
    Right.ERASURE: "eu-gdpr:A17",
    Right.RESTRICTION: "eu-gdpr:A18",
    Right.PORTABILITY: "eu-gdpr:A20",
    Right.OBJECTION: "eu-gdpr:A21",
    Right.NO_AUTOMATED_DECISION: "eu-gdpr:A22",
    Right.WITHDRAW_CONSENT: "eu-gdpr:A7-3",
    Right.COMPLAINT: "eu-gdpr:A77",
}

ACTION: Mapping[ActionKind, str] = {
    ActionKind.DELETE: "Delete",
    ActionKind.ANONYMISE: "Anonymise",
    ActionKind.PSEUDONYMISE: "Pseudonymise",
    ActionKind.RESTRICT: "Restrict",
    ActionKind.AGGREGATE: "Anonymise",
    ActionKind.ARCHIVE: "Store",
    ActionKind.RETURN: "Transfer",
}

OPERATION: Mapping[Operation, str] = {
    Operation.COLLECT: "Collect",
    Operation.STORE: "Store",
    Operation.READ: "Consult",
    Operation.USE: "Use",
    Operation.CHANGE: "Alter",
    Operation.CONTACT: "Use",
    Operation.MATCH: "Match",
    Operation.SCREEN: "Screen",
    Operation.PROFILE: "Profiling",
    Operation.ANALYSE: "Analyse",
    Operation.DISCLOSE: "Disclose",
    Operation.PUBLISH: "MakeAvailable",
    Operation.SELL: "Disclose",
    Operation.TRANSFER: "CrossBorderTransfer",
    Operation.EXPORT: "Export",
    Operation.PSEUDONYMISE: "Pseudonymise",
    Operation.ANONYMISE: "Anonymise",
    Operation.RESTRICT: "Restrict",
    Operation.ERASE: "Erase",
}

PARTY: Mapping[PartyRole, str] = {
    PartyRole.CONTROLLER: "DataController",
    PartyRole.JOINT_CONTROLLER: "JointDataControllers",
    PartyRole.REPRESENTATIVE: "Representative",
    PartyRole.DPO: "DataProtectionOfficer",
    PartyRole.CONTACT: "Representative",
    PartyRole.PROCESSOR: "DataProcessor",
    PartyRole.SUB_PROCESSOR: "DataSubProcessor",
    PartyRole.RECIPIENT: "Recipient",
    PartyRole.GROUP_COMPANY: "Recipient",
    PartyRole.AUTHORITY: "DataProtectionAuthority",
    PartyRole.SOURCE: "DataSource",
}

SOURCE: Mapping[SourceKind, str] = {
    SourceKind.SUBJECT: "DataSubjectDataSource",
    SourceKind.GUARDIAN: "ThirdPartyDataSource",
    SourceKind.EMPLOYER: "ThirdPartyDataSource",
    SourceKind.CUSTOMER_ORGANISATION: "ThirdPartyDataSource",
    SourceKind.STAFF: "DataControllerDataSource",
    SourceKind.PARTNER: "ThirdPartyDataSource",
    SourceKind.SUBCONTRACTOR: "ThirdPartyDataSource",
    SourceKind.PUBLIC_REGISTER: "PublicDataSource",
    SourceKind.PUBLIC_SOURCE: "PublicDataSource",
    SourceKind.UPDATE_SERVICE: "ThirdPartyDataSource",
    SourceKind.SOCIAL_MEDIA: "ThirdPartyDataSource",
    SourceKind.DEVICE: "DataSubjectDataSource",
    SourceKind.INFERENCE: "DataControllerDataSource",
}

TRANSFER: Mapping[TransferGround, str] = {
    ground: f"eu-gdpr:{ground}" for ground in TransferGround if ground.value.startswith("A4")
}

MEASURE_KIND: Mapping[MeasureKind, str] = {
    MeasureKind.TECHNICAL: "TechnicalMeasure",
    MeasureKind.ORGANISATIONAL: "OrganisationalMeasure",
    MeasureKind.PHYSICAL: "PhysicalMeasure",
    MeasureKind.LEGAL: "LegalMeasure",
}


def iri(term: str) -> str:
    """Return a term with its prefix: `Delete` becomes `dpv:Delete`."""
    return term if ":" in term else f"dpv:{term}"
