"""How requests are received and answered: by which controller, in what form, what may be withheld, who is told.

Reads the arrangement of joint controllers (Article 26), the conditions of `rights` (Article 12) and its limits.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kortisto.declaration.civil_time import Moment, civil_day, end_after, opening
from kortisto.declaration.compiled import Compiled
from kortisto.declaration.model import Declaration, Party, RightLimit, Rights
from kortisto.declaration.words import PartyRole, Right, SignatureRule

_CONTROLLERS = (PartyRole.CONTROLLER, PartyRole.JOINT_CONTROLLER)


def receivers(declaration: Declaration) -> tuple[str, ...]:
    """Return the parties to whom a request may be made: each passes it on to the one that answers."""
    return tuple(party.id for party in declaration.parties.values() if party.receives_requests)


def answering_party(compiled: Compiled, purpose: str) -> str | None:
    """Return the controller that answers for a purpose, or for one above it; the only controller answers for all."""
    controllers = [party for party in compiled.declaration.parties.values() if _is_controller(party)]
    lineage = compiled.lineage(purpose)
    for party in controllers:
        if not lineage.isdisjoint(party.answers_for):
            return party.id
    return controllers[0].id if len(controllers) == 1 else None


def one_answer(compiled: Compiled, items: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """Return which controller provides which of the items; the person sees the parts as one answer.

    An item that serves purposes of several controllers stands under each.
    """
    parts: dict[str, dict[str, None]] = {}
    for item in items:
        for row in compiled.holding.get(item, ()):
            party = answering_party(compiled, row.node.purpose)
            if party is not None:
                parts.setdefault(party, {})[item] = None
    return {party: tuple(found) for party, found in parts.items()}


def _is_controller(party: Party) -> bool:
    return any(role in _CONTROLLERS for role in party.roles)


def limits_on(declaration: Declaration, right: Right, groups: Iterable[str]) -> tuple[RightLimit, ...]:
    """Return the lawful limits on a right of somebody in these groups; the answer says that something is withheld."""
    mine = set(groups)
    return tuple(
        limit
        for limit in declaration.rights.limits
        if right in limit.rights and (not limit.groups or not mine.isdisjoint(limit.groups))
    )


def to_notify(
    declaration: Declaration, disclosed: Iterable[tuple[str, Moment]], *, sources: Iterable[str], at: datetime
) -> tuple[str, ...]:
    """Return who must hear of a correction or an erasure (Article 19).

    `disclosed`: recipient and time of each disclosure of the datum; `sources`: where the datum came from. Recipients
    count who got it within the period declared; without a period, all.
    """
    rights = declaration.rights
    told: dict[str, None] = {}
    if "recipients" in rights.notify:
        told.update({recipient: None for recipient, when in disclosed if _recent(rights, when, at)})
    if "sources" in rights.notify:
        told.update(dict.fromkeys(sources))
    return tuple(told)


def _recent(rights: Rights, when: Moment, at: datetime) -> bool:
    back = rights.notify_back
    return back is None or back.permanent or opening(when) <= at < end_after(civil_day(when), back)


# --- the form of a request -----------------------------------------------------------------------------------------


class Doubt(StrEnum):
    """What keeps a request from being carried out as it stands."""

    LANGUAGE = "language"  # answered in one of the declared languages; never a ground to refuse
    IDENTITY = "identity not shown"


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestForm:
    """How a request came: its language, and what shows who made it."""

    language: str
    signed: bool = False
    from_known_address: bool = False
    identity_checked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reception:
    """Whether a request can be carried out, in which language it is answered, and what is missing.

    `certificate`: a refusal is confirmed by a certificate that gives these reasons.
    """

    accepted: bool
    answer_in: str
    doubts: tuple[Doubt, ...]
    certificate: bool
    answer_by: datetime


def receive(declaration: Declaration, form: RequestForm, at: datetime) -> Reception:
    """Receive a request at `at`.

    A signature, the known address and a check of identity are each a way to show who asks; none may be demanded where
    another suffices (Article 12(2) and (6)).
    """
    rights = declaration.rights
    known = (
        form.identity_checked
        or (form.signed and rights.signature is SignatureRule.ACCEPTED)
        or (form.from_known_address and rights.known_address_first)
        or rights.identity_check is None
    )
    spoken = form.language in rights.languages
    doubts = [] if spoken else [Doubt.LANGUAGE]
    if not known:
        doubts.append(Doubt.IDENTITY)
    return Reception(
        accepted=known,
        answer_in=form.language if spoken else rights.languages[0],
        doubts=tuple(doubts),
        certificate=not known and rights.refusal_certificate,
        answer_by=end_after(at, rights.answer_within),
    )
