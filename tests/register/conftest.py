"""The cast of the register's tests, and a small declaration of their own.

Alice is the main user, Bob sells, Charlie may not see people; Maija Esimerkki, who is invented, is the data subject.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from pytest_django import Settings

from kortisto.declaration.words import Basis, Operation
from kortisto.register.access.operations import enter
from kortisto.register.audit.enums import ActorKind, Door
from kortisto.register.audit.values import Access, Actor
from kortisto.register.parties import operations as parties
from kortisto.register.parties.enums import ContactKind, PartyKind, RelationshipKind
from kortisto.register.parties.values import Origin, Party

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
ALL = (Operation.COLLECT, Operation.READ, Operation.CHANGE)

ALICE = Actor(kind=ActorKind.USER, id=UUID(int=0xA), role="main_user", undertaking="1")
BOB = Actor(kind=ActorKind.USER, id=UUID(int=0xB), role="sales", undertaking="1")
CHARLIE = Actor(kind=ActorKind.USER, id=UUID(int=0xC), role="warehouse", undertaking="1")
ORIGIN = Origin(source="subject", collected_at=NOW, basis=Basis.LEGITIMATE_INTEREST, declaration="minimal 1.0")


@pytest.fixture(autouse=True)
def declaration_of_tests(settings: Settings) -> None:
    settings.KORTISTO_DECLARATION = str(Path(__file__).parent / "samples" / "register.yaml")


@contextmanager
def entered(*operations: Operation, by: Actor = BOB, purpose: str = "crm", at: datetime = NOW) -> Iterator[Access]:
    """The door as a page opens it; for everything the cast may do unless operations are named."""
    with enter(
        by=by, purpose=purpose, at=at, channel=Door.WEB, operations=operations or ALL, request_id="r-1"
    ) as open_:
        yield open_


@pytest.fixture
def esimerkki_oy(db: None) -> UUID:
    with entered() as by:
        organisation = parties.add_organisation(
            registered_name="Esimerkki Oy", business_id="2077474-0", origin=ORIGIN, by=by, at=NOW
        )
        parties.add_relationship(
            organisation_id=organisation, kind=RelationshipKind.CUSTOMER, origin=ORIGIN, by=by, at=NOW
        )
    return organisation


@pytest.fixture
def maija(esimerkki_oy: UUID) -> UUID:
    with entered() as by:
        person = parties.add_person(
            first_name="Maija", last_name="Esimerkki", language="fi", origin=ORIGIN, by=by, at=NOW
        )
        parties.add_representation(
            person_id=person, organisation_id=esimerkki_oy, title="Toimitusjohtaja", origin=ORIGIN, by=by, at=NOW
        )
        parties.add_contact_point(
            owner=Party(kind=PartyKind.PERSON, id=person),
            kind=ContactKind.EMAIL,
            value="Maija.Esimerkki@esimerkki.example",
            origin=ORIGIN,
            by=by,
            at=NOW,
        )
    return person
