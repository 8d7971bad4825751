"""What a portion of the rows of a file is while it is dealt with."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from kortisto.lib.identifiers import HOME_REGION
from kortisto.lib.ids import uuid7
from kortisto.register.audit.values import Access
from kortisto.register.parties.bulk import Columns
from kortisto.register.parties.enums import AddressUse, ContactKind, ContactUse, PartyKind, RelationshipKind
from kortisto.register.parties.importing.choices import Choices, Duplicates
from kortisto.register.parties.importing.meaning import Mapping_, Own, Target
from kortisto.register.parties.importing.own_columns import own_columns
from kortisto.register.parties.importing.reading import Line, RefusedLine
from kortisto.register.parties.importing.rows import Fault, PartyRow, country_code
from kortisto.register.parties.own_items import OwnField
from kortisto.register.parties.values import Origin

POINT_TARGETS: Mapping[Target, tuple[PartyKind, ContactKind, ContactUse]] = {
    Target.PHONE: (PartyKind.ORGANISATION, ContactKind.PHONE, ContactUse.WORK),
    Target.EMAIL: (PartyKind.ORGANISATION, ContactKind.EMAIL, ContactUse.WORK),
    Target.PHONE_2: (PartyKind.ORGANISATION, ContactKind.PHONE, ContactUse.WORK),
    Target.EMAIL_2: (PartyKind.ORGANISATION, ContactKind.EMAIL, ContactUse.WORK),
    Target.WEB: (PartyKind.ORGANISATION, ContactKind.WEB, ContactUse.WORK),
    Target.PERSON_PHONE: (PartyKind.PERSON, ContactKind.PHONE, ContactUse.WORK),
    Target.PERSON_MOBILE: (PartyKind.PERSON, ContactKind.PHONE, ContactUse.WORK),
    Target.PRIVATE_PHONE: (PartyKind.PERSON, ContactKind.PHONE, ContactUse.PRIVATE),
    Target.PERSON_EMAIL: (PartyKind.PERSON, ContactKind.EMAIL, ContactUse.WORK),
    Target.PERSON_EMAIL_2: (PartyKind.PERSON, ContactKind.EMAIL, ContactUse.WORK),
    Target.PRIVATE_EMAIL: (PartyKind.PERSON, ContactKind.EMAIL, ContactUse.PRIVATE),
}
ADDRESS = (Target.STREET, Target.POSTAL_CODE, Target.CITY, Target.REGION)
HOME_ADDRESS = (Target.PERSON_STREET, Target.PERSON_POSTAL_CODE, Target.PERSON_CITY)


class Became(StrEnum):
    """What became of a row."""

    NEW = "new"
    UPDATED = "updated"
    KNOWN = "known"
    REJECTED = "rejected"
    ASKED = "asked"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one row. `person` is who is known already, of a row about which is asked."""

    line: Line | RefusedLine
    became: Became
    faults: tuple[Fault, ...] = ()


@dataclass(slots=True, kw_only=True)
class Intake:
    """One import: on whose word, for whom, and what was chosen."""

    mapping: Mapping_  # of permitted columns only
    origin: Origin
    by: Access
    at: datetime
    kind: RelationshipKind = RelationshipKind.CUSTOMER
    choices: Choices = field(default_factory=Choices)
    answers: Mapping[int, Duplicates] = field(default_factory=dict)  # by row number
    own: Mapping[Own, OwnField] = field(default_factory=own_columns)

    @property
    def region(self) -> str:
        """Return whose telephone numbers these are where a row does not say its country."""
        return "" if self.mapping.place(Target.COUNTRY) is not None else HOME_REGION


@dataclass(slots=True)
class Portion:
    """What one portion became, and what is to be written of it."""

    outcomes: list[Outcome] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    rows: defaultdict[type[Any], list[Columns]] = field(default_factory=lambda: defaultdict(list))
    subjects: dict[UUID, None] = field(default_factory=dict)
    items: set[str] = field(default_factory=set)
    updates: list[tuple[PartyRow, UUID, UUID | None]] = field(default_factory=list)
    banned: dict[UUID, None] = field(default_factory=dict)  # who has forbidden direct marketing
    happened: dict[tuple[UUID | None, UUID | None, date], None] = field(default_factory=dict)
    """With which person, for which organisation, something last happened when."""


def point_of(row: PartyRow, target: Target, owner: PartyKind, id_: UUID) -> Columns:
    """Return the columns of a new contact point."""
    return {
        "id": uuid7(),
        f"{owner.value}_id": id_,
        "use": POINT_TARGETS[target][2].value,
        "value": row.values[target],
        "normalised": row.normal[target],
    }


def address_of(row: PartyRow, targets: Sequence[Target], country: Target) -> Columns:
    """Return the columns of a postal address; none when the row has nothing but a country."""
    street, postal_code, city, *region = (row.get(target) for target in targets)
    if not (street or postal_code or city):
        return {}
    return {
        "lines": "\n".join(filter(None, (line.strip() for line in street.splitlines()))),
        "postal_code": postal_code,
        "city": city,
        "region": region[0] if region else "",
        "country": country_code(row.get(country)) or "",
        "use": AddressUse.POSTAL.value,
    }
