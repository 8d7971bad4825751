"""What people may do: consents, objections, rights."""

from __future__ import annotations

from dataclasses import dataclass

from kortisto.declaration.model.base import Node, Text
from kortisto.declaration.model.retention import Action
from kortisto.declaration.model.rules import Selector
from kortisto.declaration.periods import Period
from kortisto.declaration.words import (
    Channel,
    ConsentGiver,
    LimitGround,
    MinimisedForm,
    ObjectionKind,
    Operation,
    Right,
    SignatureRule,
    Strength,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """How a consent is withdrawn, and which rows that closes."""

    how: Text
    closes: tuple[str, ...]  # processing rows
    then: Action | None = None  # for what then has no open window


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent(Node):
    """A consent that may be asked: what for, from whom, how, for how long, and what its withdrawal closes."""

    name: Text
    purposes: tuple[str, ...]
    given_by: tuple[ConsentGiver, ...]
    how: Text
    withdrawal: Withdrawal
    channels: tuple[Channel, ...] = ()
    recipients: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    explicit: bool = False
    separate: bool = True
    valid: Period | None = None
    proof: tuple[str, ...] = ()  # items that prove it
    text: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppression:
    """What outlives an erasure so that a ban goes on holding."""

    items: tuple[str, ...]
    form: MinimisedForm
    keep: Period
    start: Selector


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection(Node):
    """An objection or ban that a person may set, and the rows that it closes."""

    kind: ObjectionKind
    name: Text
    closes: tuple[str, ...]  # processing rows
    channels: tuple[Channel, ...] = ()
    operations: tuple[Operation, ...] = ()
    situation_needed: bool = False
    told_to: tuple[str, ...] = ()  # parties
    suppression: Suppression | None = None
    text: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RightLimit(Node):
    """A lawful limit on rights. For a whole group it must name a hold (or a statute) that carries it."""

    rights: tuple[Right, ...]
    ground: LimitGround
    groups: tuple[str, ...] = ()
    hold: str | None = None
    law: tuple[str, ...] = ()
    text: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RightExtra(Node):
    """What the controller promises about a right beyond what follows from the legal bases, or how it is used."""

    right: Right
    text: Text
    strength: Strength = Strength.STATES


@dataclass(frozen=True, slots=True, kw_only=True)
class Rights(Node):
    """How rights are used. Which rights apply is computed from the bases, never typed."""

    contact: str  # party
    channels: tuple[Channel, ...]
    languages: tuple[str, ...]
    answer_within: Period
    may_extend_by: Period
    free: bool = True
    signature: SignatureRule = SignatureRule.NOT_NEEDED
    known_address_first: bool = False
    identity_check: Text | None = None
    refusal_certificate: bool = False
    notify: tuple[str, ...] = ()  # "recipients", "sources"
    notify_back: Period | None = None
    self_service: tuple[Right, ...] = ()
    extras: tuple[RightExtra, ...] = ()
    limits: tuple[RightLimit, ...] = ()
