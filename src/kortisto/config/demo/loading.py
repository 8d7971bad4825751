"""Loads the demo company through the same operations as everybody's, with an origin for each datum."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from kortisto.config.demo.company import SEED, DemoOrganisation, DemoPerson, invent
from kortisto.declaration.civil_time import add_to_day, civil_day, start_of_day
from kortisto.declaration.words import Basis, Operation
from kortisto.register.access import current, rules
from kortisto.register.access.operations import enter
from kortisto.register.audit.enums import ActorKind, Door
from kortisto.register.audit.values import Access, Actor
from kortisto.register.parties import operations, queries
from kortisto.register.parties.enums import ActivityKind, AddressUse, ContactKind, PartyKind, RelationshipKind
from kortisto.register.parties.values import Origin, Party

REGISTER = "ivt"
"""The register whose declaration knows the sources and the period that the demo uses."""
BATCH = "demo"
_PURPOSE, _PERIOD = "crm", "customer_data"
_STAFF, _EMPLOYER, _THEMSELVES = "staff", "customer_organisation", "registration"


def load(*, at: datetime, seed: int = SEED) -> Mapping[str, int] | None:
    """Load the demo as it stands on the day, in one transaction; return the counts.

    None when the installation runs on the declaration of another register. Loaded before, it is left as it is.
    """
    declaration = current.compiled().declaration
    if declaration.register.id != REGISTER:
        return None
    today = civil_day(at)
    period = declaration.retention[_PERIOD].at_most
    company = invent(today=today, period_ends_after=(add_to_day(today, period) - today).days, seed=seed)
    actor = Actor(kind=ActorKind.COMMAND, role=rules.main_role())
    with enter(by=actor, purpose=_PURPOSE, at=at, channel=Door.CLI, operations=(Operation.COLLECT,)) as access:
        known = queries.counts_of(by=access, file_name=BATCH)
        if known is not None:
            return known
        loading = _Loading(access, at, _open_batch(access, at, seed))
        ids = [loading.organisation(one) for one in company.organisations]
        people = [loading.person(person, ids) for person in company.people]
        for one, id_ in zip(company.organisations, ids, strict=True):
            loading.events(one, id_, people)
        operations.count_batch(batch_id=loading.batch, counts=loading.counts, by=access, at=at)
    return loading.counts


def _open_batch(access: Access, at: datetime, seed: int) -> UUID:
    return operations.open_batch(
        file_name=BATCH,
        sha256=hashlib.sha256(f"{BATCH} {seed} {civil_day(at)}".encode()).hexdigest(),
        register=REGISTER,
        source=_STAFF,
        collected_at=at,
        basis=Basis.LEGITIMATE_INTEREST,
        declaration=current.version(),
        by=access,
        at=at,
    )


@dataclass(slots=True)
class _Loading:
    """The demo on its way in."""

    access: Access
    at: datetime
    batch: UUID
    counts: Counter[str]

    def __init__(self, access: Access, at: datetime, batch: UUID) -> None:
        self.access, self.at, self.batch, self.counts = access, at, batch, Counter()

    def organisation(self, one: DemoOrganisation) -> UUID:
        origin = self._origin(_EMPLOYER, one.started_on)
        id_ = operations.add_organisation(
            registered_name=one.name, business_id=one.business_id, origin=origin, by=self.access, at=self.at
        )
        owner = Party(kind=PartyKind.ORGANISATION, id=id_)
        operations.add_relationship(
            organisation_id=id_,
            kind=RelationshipKind.CUSTOMER,
            started_on=one.started_on,
            ended_on=one.ended_on,
            origin=self._origin(_STAFF, one.started_on),
            by=self.access,
            at=self.at,
        )
        for kind, value in ((ContactKind.PHONE, one.phone), (ContactKind.WEB, one.host)):
            operations.add_contact_point(owner=owner, kind=kind, value=value, origin=origin, by=self.access, at=self.at)
        operations.add_address(
            owner=owner,
            lines=[one.street],
            postal_code=one.place[0],
            city=one.place[1],
            country="FI",
            use=AddressUse.VISITING,
            origin=origin,
            by=self.access,
            at=self.at,
        )
        self.counts["organisations"] += 1
        return id_

    def person(self, person: DemoPerson, organisations: list[UUID]) -> UUID:
        origin = self._origin(_THEMSELVES if person.registered_themselves else _EMPLOYER, person.since)
        id_ = operations.add_person(
            first_name=person.first_name,
            last_name=person.last_name,
            language=person.language if person.registered_themselves else "",
            origin=origin,
            by=self.access,
            at=self.at,
        )
        for place, title in zip(person.organisations, person.titles, strict=True):
            operations.add_representation(
                person_id=id_,
                organisation_id=organisations[place],
                title=title,
                started_on=person.since,
                origin=origin,
                by=self.access,
                at=self.at,
            )
        owner = Party(kind=PartyKind.PERSON, id=id_)
        for kind, value in ((ContactKind.EMAIL, person.email), (ContactKind.PHONE, person.phone)):
            operations.add_contact_point(owner=owner, kind=kind, value=value, origin=origin, by=self.access, at=self.at)
        for day, text in person.notes:
            operations.add_note(
                text=text, written_on=day, person_id=id_, origin=self._origin(_STAFF, day), by=self.access, at=self.at
            )
        self.counts["people"] += 1
        return id_

    def events(self, one: DemoOrganisation, organisation: UUID, people: list[UUID]) -> None:
        for day in one.orders:
            self.counts["orders"] += 1
            operations.add_order(
                reference=f"D-{self.counts['orders']:04}",
                placed_on=day,
                organisation_id=organisation,
                origin=self._origin(_STAFF, day),
                by=self.access,
                at=self.at,
            )
        for number, day in one.meetings:
            operations.add_activity(
                kind=ActivityKind.MEETING,
                happened_on=day,
                organisation_id=organisation,
                person_id=people[number],
                origin=self._origin(_STAFF, day),
                by=self.access,
                at=self.at,
            )

    def _origin(self, source: str, day: date) -> Origin:
        return Origin(
            source=source,
            collected_at=start_of_day(day),
            basis=Basis.LEGITIMATE_INTEREST,
            declaration=current.version(),
            batch=self.batch,
        )
