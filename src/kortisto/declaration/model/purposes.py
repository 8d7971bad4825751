"""Why, on what basis, about whom, and which data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kortisto.declaration.model.base import Node, Text
from kortisto.declaration.model.rules import Condition
from kortisto.declaration.words import (
    ArticleNine,
    Basis,
    BasisDetail,
    GroupKind,
    MandatoryKind,
    MinimisedForm,
    OwnKind,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Purpose(Node):
    """Why data are used. `kind` is a word of the vocabulary of purposes (DPV); `under` makes a tree."""

    kind: str
    name: Text
    description: Text | None = None
    under: str | None = None
    compatible_with: tuple[str, ...] = ()
    never_with: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalBasis(Node):
    """A legal basis: the letter of Article 6(1), what it rests on, and the text the notice gives for it."""

    basis: Basis
    detail: BasisDetail | None = None
    condition: ArticleNine | None = None
    statutes: tuple[str, ...] = ()  # citations, e.g. "kirjanpitolaki 1336/1997 2:10"
    interest: Text | None = None
    balancing: str | None = None  # evidence: the balancing test
    contract: Text | None = None
    text: Text | None = None
    valid_from: date | None = None
    valid_until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Minors:
    """How people under age are treated in a group (Article 8; in Finland 13 years)."""

    below: int
    guardian: bool
    text: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectGroup(Node):
    """A group of people, or of the organisations they represent, that the register is about."""

    name: Text
    kind: GroupKind
    when: Condition
    description: Text | None = None
    represents: tuple[str, ...] = ()
    guardian_of: tuple[str, ...] = ()
    employed_by: tuple[str, ...] = ()
    household_of: tuple[str, ...] = ()
    phases: tuple[str, ...] = ()
    events: tuple[str, ...] = ()  # clocks that this group sets
    may_be_minors: bool = False
    minors: Minors | None = None
    sole_trader_is_personal: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnChoice(Node):
    """One of the values that an own item may have."""

    name: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Item(Node):
    """A kind of datum that this register may hold. The id is a word of the vocabulary, or begins with `own.`.

    An own item with `own_of` and `own_value` is a field in the register: of people or of organisations, and of which
    type; `own_choices` are what a choice offers. Without them it names data that lie elsewhere.
    """

    name: Text | None = None  # needed for own items; else the vocabulary's
    own_dpv: str | None = None
    own_of: GroupKind | None = None
    own_value: OwnKind | None = None
    own_choices: tuple[OwnChoice, ...] = ()
    examples: Text | None = None
    mandatory: MandatoryKind = MandatoryKind.NO
    refusal: Text | None = None
    minimised: MinimisedForm | None = None
    never_collect: bool = False
    never_disclose: bool = False
    open_list: bool = False  # the source says "e.g."; the enforced set is what `items` of the processing rows name
    derived_from: tuple[str, ...] = ()
