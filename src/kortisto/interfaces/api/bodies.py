"""What programs send: shapes with every bound that the database has, so that what cannot be stored is said at once."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Schema
from pydantic import AfterValidator, AwareDatetime, BeforeValidator, ConfigDict, Field, StrictBool, StringConstraints

from kortisto.register.parties.enums import (
    AddressUse,
    ContactKind,
    ContactUse,
    Language,
    NameKind,
    RelationshipKind,
    RepresentationRole,
    SizeClass,
)
from kortisto.register.parties.recognised import Ground

# One line of text: no control characters, which no name and no number has.
_LINE = r"^[^\x00-\x1f\x7f]*$"
_TEXT = r"^[^\x00]*$"


def _storable(value: str) -> str:
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise ValueError("half of a surrogate pair cannot be stored") from error
    return value


STORABLE = AfterValidator(_storable)


def _limits(longest: int, *, shortest: int = 0) -> StringConstraints:
    return StringConstraints(max_length=longest, min_length=shortest, pattern=_LINE, strip_whitespace=True)


Name = Annotated[str, _limits(200), STORABLE]
LongName = Annotated[str, _limits(300), STORABLE]
FullName = Annotated[str, _limits(300, shortest=1), STORABLE]
Line100 = Annotated[str, _limits(100), STORABLE]
Line50 = Annotated[str, _limits(50), STORABLE]
Line35 = Annotated[str, _limits(35), STORABLE]
OwnItem = Annotated[str, StringConstraints(max_length=100, pattern=r"^own\.[a-z0-9_.]+$")]
Line20 = Annotated[str, _limits(20), STORABLE]
Value = Annotated[str, _limits(320, shortest=1), STORABLE]
Why = Annotated[str, StringConstraints(max_length=1000, pattern=_TEXT), STORABLE]
NoteText = Annotated[str, StringConstraints(min_length=1, max_length=2000, pattern=_TEXT), STORABLE]

SaidText = Annotated[str, StringConstraints(max_length=2000, pattern=_TEXT), STORABLE]


def _day(value: object) -> object:
    if isinstance(value, str) and not _ISO_DAY.fullmatch(value):
        raise ValueError("a day is written 2026-11-22")
    return _written(value)


def _moment(value: object) -> object:
    if isinstance(value, str) and not _ISO_DAY.fullmatch(value[:10]):
        raise ValueError("a moment is written 2026-11-22T09:00:00Z")
    return _written(value)


def _written(value: object) -> object:
    # A number would be taken for seconds since 1970.
    if value is not None and not isinstance(value, str | date):
        raise ValueError("is no text")
    return value


_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
Day = Annotated[date, BeforeValidator(_day), Field(ge=date(1850, 1, 1), le=date(2200, 1, 1))]
Moment = Annotated[
    AwareDatetime,
    BeforeValidator(_moment),
    Field(examples=["2026-11-22T09:00:00Z"], ge=datetime(1850, 1, 1, tzinfo=UTC), le=datetime(2200, 1, 1, tzinfo=UTC)),
]
Source = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=_LINE), STORABLE]
Ids = Annotated[list[UUID], Field(max_length=1000)]
Country = Annotated[str, StringConstraints(pattern=r"^([A-Z]{2})?$")]


class Body(Schema):
    """Unknown fields are refused: what would not be stored must not look as if it were."""

    model_config = ConfigDict(extra="forbid")


class Sent(Body):
    """Every datum says where it comes from (GDPR Article 14(2)(f)): `source` is the id of a source of the notice."""

    source: Source
    collected_at: Moment | None = None

    def values(self) -> dict[str, Any]:
        """Return what was sent beside the origin."""
        return self.dict(exclude={"source", "collected_at"})

    def when(self) -> datetime | None:
        """Return when it was collected, where that is said."""
        return self.collected_at


class Change(Sent):
    """Only what is sent is changed."""

    def values(self) -> dict[str, Any]:
        """Return the fields that were sent."""
        return self.dict(exclude_unset=True, exclude={"source", "collected_at"})


Own = dict[Line100, Annotated[str, StringConstraints(max_length=2000, pattern=_TEXT), STORABLE]]
"""Values of the items that the notice adds of its own, by item; an empty one removes what is there."""


class NewPerson(Sent):
    """`email`, `phone`: first contact points. `new_ground`: why somebody may be added who has asked to be erased."""

    first_name: Name = ""
    last_name: Name = ""
    email: Annotated[str, _limits(320), STORABLE] = ""
    phone: Annotated[str, _limits(320), STORABLE] = ""
    new_ground: Ground | None = None
    prefix: Line50 = ""
    language: Language | None = None
    informed_on: Day | None = None
    non_disclosure_until: Day | None = None
    own: Own = {}


class PersonChange(Change):
    first_name: Name | None = None
    last_name: Name | None = None
    prefix: Line50 | None = None
    language: Language | None = None
    informed_on: Day | None = None
    non_disclosure_until: Day | None = None
    own: Own = {}


class NewOrganisation(Sent):
    registered_name: FullName
    trade_name: LongName = ""
    business_id: Line20 = ""
    vat_id: Line20 = ""
    einvoice_address: Line100 = ""
    einvoice_operator: Line35 = ""
    industry_code: Annotated[str, StringConstraints(pattern=r"^([0-9]{2,5})?$")] = ""
    size_class: SizeClass | None = None
    external_reference: Line100 = ""
    sole_trader: StrictBool = False
    parent_id: UUID | None = None
    own: Own = {}


class OrganisationChange(Change):
    registered_name: FullName | None = None
    trade_name: LongName | None = None
    business_id: Line20 | None = None
    vat_id: Line20 | None = None
    einvoice_address: Line100 | None = None
    einvoice_operator: Line35 | None = None
    industry_code: Annotated[str, StringConstraints(pattern=r"^([0-9]{2,5})?$")] | None = None
    size_class: SizeClass | None = None
    external_reference: Line100 | None = None
    sole_trader: StrictBool | None = None
    parent_id: UUID | None = None
    own: Own = {}
    former_until: Day | None = None


class NewContactPoint(Sent):
    kind: ContactKind
    value: Value
    use: ContactUse = ContactUse.WORK
    valid_from: Day | None = None
    valid_to: Day | None = None
    new_ground: Ground | None = None


class ContactPointChange(Change):
    value: Value | None = None
    use: ContactUse | None = None
    valid_from: Day | None = None
    valid_to: Day | None = None
    new_ground: Ground | None = None


class NewAddress(Sent):
    lines: list[Name] = Field(default=[], max_length=6)
    postal_code: Line20 = ""
    city: Name = ""
    region: Name = ""
    country: Country = ""
    use: AddressUse = AddressUse.POSTAL
    valid_from: Day | None = None
    valid_to: Day | None = None


class AddressChange(Change):
    lines: list[Name] | None = Field(default=None, max_length=6)
    postal_code: Line20 | None = None
    city: Name | None = None
    region: Name | None = None
    country: Country | None = None
    use: AddressUse | None = None
    valid_from: Day | None = None
    valid_to: Day | None = None


class NewRepresentation(Sent):
    organisation_id: UUID
    title: Name = ""
    role: RepresentationRole | None = None
    started_on: Day | None = None
    ended_on: Day | None = None


class RepresentationChange(Change):
    title: Name | None = None
    role: RepresentationRole | None = None
    started_on: Day | None = None
    ended_on: Day | None = None


class NewRelationship(Sent):
    kind: RelationshipKind
    started_on: Day | None = None
    ended_on: Day | None = None


class NewPeriod(Sent):
    started_on: Day | None = None
    ended_on: Day | None = None


class NewGuardianship(NewPeriod):
    guardian_id: UUID


class PeriodChange(Change):
    started_on: Day | None = None
    ended_on: Day | None = None


class NewFormerName(Sent):
    kind: NameKind = NameKind.REGISTERED
    name: FullName
    used_from: Day | None = None
    used_to: Day | None = None


class MergeBody(Body):
    """`absorbed` goes into the party of the address; in the fields of `take` its value counts."""

    absorbed: UUID
    take: list[Line50] = Field(default=[], max_length=50)
