"""What is done with data: processing, bans, sources, recipients, transfers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kortisto.declaration.model.base import Node, Text
from kortisto.declaration.model.rules import EVERYTHING, Reach, Unless
from kortisto.declaration.periods import Period
from kortisto.declaration.words import (
    DisclosureCondition,
    Operation,
    RecipientRole,
    SourceKind,
    Strength,
    TransferGround,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Processing(Node):
    """The central relation: purpose x subject groups x items x operations x who x legal basis (x phase)."""

    purpose: str
    groups: tuple[str, ...]
    items: tuple[str, ...]
    operations: tuple[Operation, ...]
    by: tuple[str, ...]  # roles and parties
    basis: str
    phases: tuple[str, ...] = ()
    text: Text | None = None
    strength: Strength = Strength.STATES
    unless: tuple[Unless, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ban(Node):
    """What is never done, whatever a processing row says. Beats every permit; `unless` names the way around it."""

    operations: tuple[Operation, ...]
    reach: Reach = EVERYTHING
    by: tuple[str, ...] = ()
    text: Text | None = None
    unless: tuple[Unless, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Source(Node):
    """Where data come from."""

    name: Text
    kind: SourceKind
    groups: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    party: str | None = None
    public: bool = False
    verified: Text | None = None
    every: Period | None = None
    correct_at_source: bool = False
    text: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient(Node):
    """To whom data go, in which role, what, why, and on which condition."""

    name: Text
    role: RecipientRole
    purposes: tuple[str, ...]
    items: tuple[str, ...]
    groups: tuple[str, ...] = ()
    party: str | None = None
    basis: str | None = None
    regular: bool = True
    conditions: tuple[DisclosureCondition, ...] = ()
    decided_by: tuple[str, ...] = ()
    every: Period | None = None
    to_register: str | None = None
    logged: bool = True
    onward: Text | None = None
    tell_subject: bool = False
    agreement: str | None = None
    changes_over_time: bool = False
    text: Text | None = None
    unless: tuple[Unless, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer(Node):
    """Data that may leave the EU and the EEA. `decision` is a word of the dated list of adequacy decisions."""

    recipients: tuple[str, ...]
    countries: tuple[str, ...]
    ground: TransferGround
    decision: str | None = None
    tool: Text | None = None
    module: int | None = None  # of the standard contractual clauses 2021/914, 1 to 4
    valid_from: date | None = None
    valid_until: date | None = None
    measures: tuple[str, ...] = ()
    assessment: str | None = None  # evidence
    copy_on_request: bool = True
    web: str | None = None
    items: tuple[str, ...] = ()
    text: Text | None = None
