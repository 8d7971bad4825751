"""Bans of direct marketing: which the declaration knows, and for which purpose somebody may record that one was set."""

from __future__ import annotations

from collections.abc import Sequence

from kortisto.declaration.words import ObjectionKind, Operation
from kortisto.register.access import current, rules
from kortisto.register.audit.values import touches

BAN_ITEM = "marketing.ban"


def bans_of_marketing() -> Sequence[str]:
    """Return the ids of the declaration's bans of direct marketing; none where it knows none, or no such datum."""
    declaration = current.compiled().declaration
    if not touches(declaration.items, BAN_ITEM):
        return ()
    return [id_ for id_, one in declaration.objections.items() if one.kind is ObjectionKind.DIRECT_MARKETING]


def purpose_of_bans(*, role: str, purpose: str) -> str | None:
    """Return for which purpose a role may record a ban, the one in hand first; None where it may for none.

    A ban is the person's right, and holds whatever else their data are brought in for.
    """
    if not bans_of_marketing():
        return None
    for one in dict.fromkeys((purpose, *current.compiled().declaration.purposes)):
        permit = rules.permitted(role=role, purpose=one, operation=Operation.COLLECT) if one else None
        if permit and touches(permit.items, BAN_ITEM):
            return one
    return None
