"""What the log says of a list of hits: only what stands there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kortisto.register.parties.enums import PartyKind
from kortisto.register.parties.values import Hit

_ITEMS: Mapping[PartyKind, tuple[str, str]] = {
    PartyKind.PERSON: ("person.name", "person.represents"),
    PartyKind.ORGANISATION: ("organisation.name", "organisation.business_id"),
}
"""Of each kind what its name is, and what may stand beside it."""


def items_of_hits(hits: Iterable[Hit]) -> list[str]:
    """Return the items that the hits show: names, and beside them only what some hit has."""
    shown: dict[str, None] = {}
    for hit in hits:
        name, detail = _ITEMS[hit.party.kind]
        shown[name] = None
        if hit.detail:
            shown[detail] = None
    return list(shown)
