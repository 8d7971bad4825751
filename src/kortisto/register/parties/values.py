"""What operations take and queries give: frozen values without a way back into the database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypedDict
from uuid import UUID

from kortisto.declaration.words import Basis
from kortisto.register.parties.enums import (
    ActivityKind,
    ContactKind,
    LikenessReason,
    NameKind,
    PartyKind,
    RelationshipKind,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a datum comes from.

    `source`: id of a source of the declaration. `declaration`: register and version in force, `ivt 1.0`
    (`access.current.version()`). `batch`: the import, if it came by one.
    """

    source: str
    collected_at: datetime
    basis: Basis
    declaration: str
    batch: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Which person or organisation."""

    kind: PartyKind
    id: UUID


class OrganisationChanges(TypedDict, total=False):
    """The fields to change; an empty text or None empties a field."""

    registered_name: str
    trade_name: str
    business_id: str
    vat_id: str
    einvoice_address: str
    einvoice_operator: str
    industry_code: str
    size_class: str
    external_reference: str
    sole_trader: bool
    parent_id: UUID | None


class PersonChanges(TypedDict, total=False):
    """The fields to change; an empty text empties a field."""

    first_name: str
    last_name: str
    prefix: str
    language: str
    informed_on: date | None
    non_disclosure_until: date | None


class RepresentationChanges(TypedDict, total=False):
    """The fields to change."""

    title: str
    role: str
    started_on: date | None
    ended_on: date | None


class PeriodChanges(TypedDict, total=False):
    """The days from which and until which something holds; None: not known, or it goes on."""

    started_on: date | None
    ended_on: date | None


class ContactPointChanges(TypedDict, total=False):
    """The fields to change."""

    use: str
    value: str
    valid_from: date | None
    valid_to: date | None


class AddressChanges(TypedDict, total=False):
    """The fields to change; `lines` one a line."""

    use: str
    lines: str
    postal_code: str
    city: str
    region: str
    country: str
    valid_from: date | None
    valid_to: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One line of a list of parties. `detail`: of a person whom they represent, of an organisation its business id.

    `former`: found by an address or a number that is no longer theirs.
    """

    party: Party
    name: str
    detail: str = ""
    former: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HitPage:
    """A page of a list, and the cursor of the next one; None on the last."""

    hits: tuple[Hit, ...]
    next: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RepresentationView:
    """A person in an organisation; `person` and `organisation` with the names to show."""

    id: UUID
    person_id: UUID
    person_name: str
    organisation_id: UUID
    organisation_name: str
    title: str
    role: str
    started_on: date | None
    ended_on: date | None
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactPointView:
    """An e-mail address, telephone number or website as it was given, and `normalised` as it is compared and linked."""

    id: UUID
    kind: ContactKind
    item: str
    use: str
    value: str
    normalised: str
    valid_from: date | None
    valid_to: date | None
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressView:
    """A postal address."""

    id: UUID
    item: str
    use: str
    lines: tuple[str, ...]
    postal_code: str
    city: str
    region: str
    country: str
    valid_from: date | None
    valid_to: date | None
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityView:
    """An order, a note or another event; `text`: of a note, or what was said.

    `on` of what was `cancelled`: when it was to be.
    """

    id: UUID
    kind: ActivityKind
    item: str
    on: date
    reference: str
    text: str
    cancelled: bool
    person_id: UUID | None
    organisation_id: UUID | None
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationshipView:
    """What an organisation is to us, from a day to a day."""

    id: UUID
    kind: RelationshipKind
    started_on: date | None
    ended_on: date | None
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomershipView:
    """The time during which a person is our customer for themselves."""

    id: UUID
    started_on: date | None
    ended_on: date | None
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardianshipView:
    """Who is the guardian of whom; the name that the access does not grant is empty."""

    id: UUID
    ward_id: UUID
    ward_name: str
    guardian_id: UUID
    guardian_name: str
    started_on: date | None
    ended_on: date | None
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class FormerNameView:
    """A name that an organisation no longer has."""

    id: UUID
    kind: NameKind
    name: str
    used_from: date | None
    used_to: date | None
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnValueView:
    """The value of an own item of the declaration, in its stored form; `own_items` tells its name and type."""

    id: UUID
    item: str
    value: str
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeView:
    """A field was changed: what stood there and what came instead, as the history keeps values (`models.Change`).

    `by`: id of the member of staff, None for a job. `table` and `field`: where; `item`: what it holds.
    """

    at: datetime
    by: UUID | None
    table: str
    field: str
    item: str
    old: str
    new: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """An organisation of a group."""

    id: UUID
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonPage:
    """Everything about a person that the access grants. `origins`: of each field of the person, by field name.

    `withheld`: the items that the access does not grant; their fields are empty here whatever the register holds.
    `more_activities`: older ones exist than those shown. `changes`: the latest of the history.
    """

    id: UUID
    name: str
    first_name: str
    last_name: str
    prefix: str
    language: str
    informed_on: date | None
    non_disclosure_until: date | None
    origins: Mapping[str, Origin]
    own: tuple[OwnValueView, ...]
    customerships: tuple[CustomershipView, ...]
    guardianships: tuple[GuardianshipView, ...]
    represents: tuple[RepresentationView, ...]
    contact_points: tuple[ContactPointView, ...]
    addresses: tuple[AddressView, ...]
    activities: tuple[ActivityView, ...]
    more_activities: bool
    changes: tuple[ChangeView, ...]
    withheld: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationPage:
    """Everything about an organisation that the access grants; see `PersonPage`."""

    id: UUID
    name: str
    registered_name: str
    trade_name: str
    business_id: str
    vat_id: str
    einvoice_address: str
    einvoice_operator: str
    industry_code: str
    size_class: str
    external_reference: str
    sole_trader: bool
    parent_id: UUID | None
    parent_name: str
    members: tuple[Member, ...]
    former_names: tuple[FormerNameView, ...]
    origins: Mapping[str, Origin]
    own: tuple[OwnValueView, ...]
    relationships: tuple[RelationshipView, ...]
    represented_by: tuple[RepresentationView, ...]
    contact_points: tuple[ContactPointView, ...]
    addresses: tuple[AddressView, ...]
    activities: tuple[ActivityView, ...]
    more_activities: bool
    changes: tuple[ChangeView, ...]
    withheld: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class LookAlike:
    """A party that may be the one that is being added. `same`: what agrees, the weightiest first."""

    party: Party
    name: str
    detail: str
    same: tuple[LikenessReason, ...]
