"""The register, its places, and the bodies named in the notice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kortisto.declaration.model.base import Node, Text
from kortisto.declaration.periods import Period
from kortisto.declaration.words import Medium, PartyRole, PlaceKind, ReasonForChange, Status, TellingOfChanges


@dataclass(frozen=True, slots=True, kw_only=True)
class Replaced:
    """An earlier notice that this version replaces."""

    notice: str
    version: str | None = None
    drafted: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A change since the last version: why, and what in words."""

    reason: ReasonForChange
    what: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Place(Node):
    """Where the register's data lie, copies and backups included. `lag`: how long erased data may linger there."""

    name: Text
    kind: PlaceKind
    country: str
    held_by: str | None = None
    locked: bool = False
    fireproof: bool = False
    lag: Period | None = None
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed(Node):
    """Data that pass into another register of the same controller."""

    to: str
    items: tuple[str, ...]
    purpose: str
    text: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Register(Node):
    """The register and the version of its notice. `promise_prefix` is the source notice in `docs/promises.csv`."""

    promise_prefix: str
    name: Text
    title: Text
    about: Text
    version: str
    status: Status
    drafted: date
    valid_from: date
    medium: Medium
    financial_year_end: str  # "MM-DD", the controller's year end
    changes_told: TellingOfChanges
    replaces: tuple[Replaced, ...] = ()
    changes: tuple[Change, ...] = ()
    covers: tuple[str, ...] = ()
    register_per_member: bool = False
    places: tuple[Place, ...] = ()
    feeds: tuple[Feed, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A postal address as it is printed on a letter. Streets and towns of Finland may have a Swedish name too."""

    street: str | Text
    postal_code: str
    city: str | Text
    country: str = "FI"


@dataclass(frozen=True, slots=True, kw_only=True)
class Party(Node):
    """A body named in the notice, in one or several roles. Never a natural person: role names and role addresses."""

    roles: tuple[PartyRole, ...]
    name: str | Text
    business_id: str | None = None
    office: Text | None = None
    address: Address | None = None
    email: str | None = None
    phone: str | None = None
    web: str | None = None
    country: str = "FI"
    member_of: str | None = None
    answers_for: tuple[str, ...] = ()  # purposes: the arrangement of joint controllers (Article 26)
    receives_requests: bool = False
    deputies: bool = False
    agreement: str | None = None  # evidence: the processing agreement or joint arrangement
