"""May data go to a recipient, who decides it, and must the person be told; and may they leave the EEA at a date.

A disclosure needs a declared recipient, its conditions, and a transfer ground where the recipient sits outside the EEA.
A binding order of an authority is enough by itself; where the declaration asks for own judgement, a named role decides.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from kortisto.declaration.civil_time import civil_day
from kortisto.declaration.compiled import Compiled
from kortisto.declaration.conditions import Situation, ancestry, applying
from kortisto.declaration.model import Place, Recipient, Transfer
from kortisto.declaration.vocabulary.law import EEA
from kortisto.declaration.words import DisclosureCondition, TransferGround

_NO_GROUND = (TransferGround.NONE, TransferGround.TECHNICALLY_NECESSARY)


class Outcome(StrEnum):
    """What comes of a wish to disclose."""

    DISCLOSE = "disclose"
    NEEDS_DECISION = "needs a decision"  # by one of `decided_by`
    REFUSED = "refused"


class Cause(StrEnum):
    """Why a disclosure is refused."""

    UNKNOWN_RECIPIENT = "the recipient is not declared"
    PURPOSE = "the recipient does not get data for this purpose"
    CONDITIONS = "no condition of the disclosure is met"
    EXCEPTION = "an exception applies"
    NOT_ENTITLED = "this role may not decide it"
    TRANSFER = "no ground of transfer is in force"


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure:
    """The answer. `items`: those that may go; `decided_by`: roles that may decide; `tell`: the person must be told."""

    outcome: Outcome
    items: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()
    decided_by: tuple[str, ...] = ()
    tell: bool = False
    cause: Cause | None = None
    ref: str = ""


def disclose(
    compiled: Compiled,
    *,
    recipient: str,
    purpose: str,
    items: Iterable[str],
    at: datetime,
    met: frozenset[DisclosureCondition] = frozenset(),
    facts: frozenset[str] = frozenset(),
    decided_by: str | None = None,
    telling_forbidden: bool = False,
) -> Disclosure:
    """Decide whether the items may go to a declared recipient.

    `met`: the conditions that are shown to hold; `facts`: states of the subject; `decided_by`: the role that has
    decided to disclose, where a decision is needed; `telling_forbidden`: a law forbids telling the person.
    """
    node = compiled.declaration.recipients.get(recipient)
    if node is None:
        return Disclosure(outcome=Outcome.REFUSED, cause=Cause.UNKNOWN_RECIPIENT)
    cause = _cause(compiled, node, purpose=purpose, met=met, facts=facts, at=at)
    if cause is not None:
        return Disclosure(outcome=Outcome.REFUSED, cause=cause, ref=node.ref)
    if decided_by is not None and node.decided_by and decided_by not in node.decided_by:
        return Disclosure(outcome=Outcome.REFUSED, cause=Cause.NOT_ENTITLED, decided_by=node.decided_by, ref=node.ref)
    ordered = DisclosureCondition.BINDING_ORDER in met and DisclosureCondition.BINDING_ORDER in node.conditions
    if node.decided_by and decided_by is None and not ordered:
        return Disclosure(outcome=Outcome.NEEDS_DECISION, decided_by=node.decided_by, ref=node.ref)
    asked = dict.fromkeys(leaf for item in items for leaf in compiled.expand(item))
    going = tuple(item for item in asked if _goes(compiled, node, item))
    return Disclosure(
        outcome=Outcome.DISCLOSE,
        items=going,
        withheld=tuple(item for item in asked if item not in going),
        tell=node.tell_subject and not telling_forbidden,
        ref=node.ref,
    )


def _cause(
    compiled: Compiled,
    node: Recipient,
    *,
    purpose: str,
    met: frozenset[DisclosureCondition],
    facts: frozenset[str],
    at: datetime,
) -> Cause | None:
    lineage = compiled.lineage(purpose)
    if lineage.isdisjoint(node.purposes):
        return Cause.PURPOSE
    if node.conditions and met.isdisjoint(node.conditions):
        return Cause.CONDITIONS
    if applying(node.unless, Situation(facts=facts, purposes=lineage)):
        return Cause.EXCEPTION
    transfers = transfers_to(compiled, node.id)
    party = compiled.declaration.parties.get(node.party or "")
    abroad = party is not None and party.country not in EEA
    if (transfers or abroad) and not any(in_force(transfer, civil_day(at)) for transfer in transfers):
        return Cause.TRANSFER
    return None


def _goes(compiled: Compiled, node: Recipient, item: str) -> bool:
    above = ancestry(item)
    declared = compiled.declaration.items
    never = any(known is not None and known.never_disclose for known in (declared.get(word) for word in above))
    return not never and not set(node.items).isdisjoint(above)


# --- transfers -----------------------------------------------------------------------------------------------------


def transfers_to(compiled: Compiled, recipient: str) -> tuple[Transfer, ...]:
    """Return the declared transfers to a recipient."""
    return tuple(node for node in compiled.declaration.transfers.values() if recipient in node.recipients)


def in_force(transfer: Transfer, day: date) -> bool:
    """Return whether the ground of a transfer is in force on a civil day, both its dates included."""
    return (
        transfer.ground not in _NO_GROUND
        and (transfer.valid_from is None or transfer.valid_from <= day)
        and (transfer.valid_until is None or day <= transfer.valid_until)
    )


def copies_at(compiled: Compiled, transfer: Transfer) -> tuple[Place, ...]:
    """Return the places where copies lie that a transfer took there: what must come back when its ground falls."""
    recipients = compiled.declaration.recipients
    parties = {recipients[id_].party for id_ in transfer.recipients if id_ in recipients}
    return tuple(
        place
        for place in compiled.declaration.register.places
        if place.held_by in parties or place.country in transfer.countries
    )
