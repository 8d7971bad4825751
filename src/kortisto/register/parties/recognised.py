"""Who has asked to be erased is taken in again only on a new ground, which the log keeps; a ban goes on holding."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum

from kortisto.register.audit.values import Access
from kortisto.register.ledger.enums import Why
from kortisto.register.ledger.recognising import EMAIL, PHONE, recognise
from kortisto.register.parties.enums import ContactKind, PartyKind
from kortisto.register.parties.values import Party

_ITEMS: Mapping[ContactKind, str] = {ContactKind.EMAIL: EMAIL, ContactKind.PHONE: PHONE}
"""By which contact points of a person somebody is recognised."""
_ACTION = "recognised."


class Ground(StrEnum):
    """Why somebody may be taken in who has asked to be erased: nothing of the old grounds holds any more."""

    OWN_WISH = "own_wish"
    CONTRACT = "contract"
    ROLE = "role"


class WasErasedError(Exception):
    """Somebody with this contact point has asked to be erased, and no new ground was given: nothing was written."""


def known_reasons(points: Iterable[tuple[ContactKind, str]], *, at: datetime) -> frozenset[Why]:
    """Return why somebody with these contact points of a person is recognised; empty for nearly everybody.

    Raises LedgerUnreadableError.
    """
    given = [(_ITEMS[kind], value) for kind, value in points if kind in _ITEMS and value]
    return frozenset(one.why for one in recognise(identifiers_=given, at=at)) if given else frozenset()


def require_ground(
    *, owner: Party, kind: ContactKind, value: str, ground: Ground | None, by: Access, at: datetime
) -> None:
    """Record on which ground a person gets a contact point of somebody who has asked to be erased.

    Raises WasErasedError where none is given, LedgerUnreadableError.
    """
    if owner.kind is not PartyKind.PERSON or Why.ERASED not in known_reasons([(kind, value)], at=at):
        return
    if ground is None:
        raise WasErasedError
    action = f"{_ACTION}{ground.value}"
    if any(event.action == action and event.object_id == owner.id for event in by.events):
        return  # said of the same person in the same breath
    # Each action is written out, so that it has its sentence.
    match ground:
        case Ground.OWN_WISH:
            by.record("recognised.own_wish", object_kind=owner.kind, object_id=owner.id, subjects=[owner.id])
        case Ground.CONTRACT:
            by.record("recognised.contract", object_kind=owner.kind, object_id=owner.id, subjects=[owner.id])
        case Ground.ROLE:
            by.record("recognised.role", object_kind=owner.kind, object_id=owner.id, subjects=[owner.id])
