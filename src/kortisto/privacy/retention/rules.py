"""Who of the staff may watch over retention: see who is due, and the certificates of sweeps."""

from __future__ import annotations

from kortisto.register.access import rules
from kortisto.register.audit.values import Actor

OVERSEE, CERTIFICATES, SWEEP = "retention.oversee", "certificates.read", "retention.sweep"
ERASE = "retention.erase"
"""Words of permissions.yaml: which roles have them stands in roles.yaml, and levels may hold them."""


def may_oversee(actor: Actor) -> bool:
    """Return whether somebody may see of whom something is due."""
    return rules.may(actor, OVERSEE)


def may_read_certificates(actor: Actor) -> bool:
    """Return whether somebody may read certificates, which tell of nobody."""
    return rules.may(actor, CERTIFICATES)


def may_sweep(actor: Actor) -> bool:
    """Return whether somebody may have erased what is due, and cancel that."""
    return rules.may(actor, SWEEP)


def may_erase(actor: Actor) -> bool:
    """Return whether somebody may erase a person or an organisation before their time."""
    return rules.may(actor, ERASE)
