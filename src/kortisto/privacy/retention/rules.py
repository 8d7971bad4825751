"""Who of the staff may watch over retention: see who is due, and the certificates of sweeps."""

from __future__ import annotations

from kortisto.register.access import rules

OFFICER = "dpo"
AUDITOR = "auditor"
"""Ids of the roles as every declaration names them (GDPR Articles 38 and 39 for the officer)."""


def may_oversee(role: str) -> bool:
    """Return whether a role may see of whom something is due: the data protection officer and the main user."""
    return rules.is_role(role) and role in {OFFICER, rules.main_role()}


def may_read_certificates(role: str) -> bool:
    """Return whether a role may read certificates, which tell of nobody: auditors may too."""
    return may_oversee(role) or (role == AUDITOR and rules.is_role(role))
