"""Devices, automation, staff, measures, evidence and free texts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kortisto.declaration.model.base import Node, Text
from kortisto.declaration.model.rules import Condition
from kortisto.declaration.periods import Period
from kortisto.declaration.words import EvidenceKind, MeasureKind, Strength, TerminalClass


@dataclass(frozen=True, slots=True, kw_only=True)
class TerminalItem(Node):
    """A cookie, local storage, pixel or beacon (laki 917/2014 § 205)."""

    name: Text
    purpose: str
    consent_class: TerminalClass
    life: Period
    items: tuple[str, ...]
    consent: str | None = None
    party: str | None = None
    links_to_person_when: Condition | None = None
    web: tuple[str, ...] = ()
    text: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment(Node):
    """A derived datum that profiling makes: from which items, on which basis."""

    item: str
    made_from: tuple[str, ...]
    basis: str
    purpose: str
    text: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Automation(Node):
    """Automated decisions and profiling (Articles 13(2)(f) and 22): always answered, never left blank."""

    decisions: bool
    profiling: bool
    logic: Text | None = None
    effect: Text | None = None
    human_review: Text | None = None
    segments: tuple[Segment, ...] = ()
    text: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Role(Node):
    """A staff role: who may use the register. What it may do stands in the processing rows that name it."""

    name: Text
    confidentiality: bool = True  # a signed undertaking is needed before access
    named_people: bool = True
    logged: bool = True
    employer: str | None = None  # party, when not the controller's own staff
    grants_access: bool = False
    text: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure(Node):
    """A measure of protection. `enforced_by` names the check of the running system; without it, it is only stated."""

    kind: MeasureKind
    measure: str  # word of the vocabulary of measures
    text: Text
    places: tuple[str, ...] = ()
    enforced_by: str | None = None
    strength: Strength = Strength.STATES


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence(Node):
    """A document that a statement rests on."""

    kind: EvidenceKind
    reference: str
    made: date | None = None
    valid_until: date | None = None
    text: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeText(Node):
    """A free text of the notice. Nothing enforces it: the officer's view says so."""

    heading: str  # the heading of the printed notice that it stands under
    text: Text
    strength: Strength = Strength.STATES
    audience: tuple[str, ...] = ()  # subject groups; empty: everybody
    order: int = 0
