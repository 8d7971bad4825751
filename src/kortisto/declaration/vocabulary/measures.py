"""The vocabulary of measures of protection, each with its W3C DPV term (Article 32; tietosuojalaki 1050/2018 6 §)."""

from __future__ import annotations

from collections.abc import Mapping

MEASURES: Mapping[str, str] = {
    "access control": "AccessControlMethod",
    "access levels": "AuthorisationProcedure",
    "accounts granted by main user": "AuthorisationProcedure",
    "personal password": "PasswordAuthentication",
    "personal user id": "CredentialManagement",
    "activity log": "ActivityMonitoring",
    "login log": "LoggingPolicy",
    "firewall": "NetworkSecurityProtocols",
    "encryption at rest": "EncryptionAtRest",
    "encryption in transfer": "EncryptionInTransfer",
    "backups": "DataBackupProtocols",
    "availability": "DataBackupProtocols",
    "hardening": "SecurityMethod",
    "regular testing": "PenetrationTestingMethods",
    "pseudonymisation": "Pseudonymisation",
    "redaction": "DataRedaction",
    "confidentiality undertaking": "NDA",
    "processing agreement": "ContractualTerms",
    "processor review": "ReviewProcedure",
    "named people only": "AuthorisationProcedure",
    "need to know": "AuthorisationProcedure",
    "training": "StaffTraining",
    "deletion policy": "DataDeletionPolicy",
    "good practice": "Policy",
    "locked storage": "PhysicalSecureStorage",
    "fireproof storage": "EnvironmentalProtection",
    "physical access control": "PhysicalAccessControlMethod",
    "premises security": "PhysicalSecurity",
    "storage in the EEA": "DataHandlingClause",
    "central systems": "SecurityMethod",
    "record of processing": "ROPA",
    "consent record": "ConsentRecord",
}
"""Measure, and the DPV term without its prefix."""
