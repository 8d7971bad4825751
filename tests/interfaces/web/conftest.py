"""The cast of the pages' tests. Everybody in it is invented.

Alice is the main user, Bob sells, Dora is the data protection officer, Aaro audits, Charlie works in the warehouse and
may not see people, Ulla has not signed the confidentiality undertaking. Maija and Onni are data subjects.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from pytest_django import Settings

from kortisto.declaration.words import Basis
from kortisto.privacy.retention.enums import RestrictionGround, SubjectKind
from kortisto.privacy.retention.models import Trial
from kortisto.privacy.retention.operations import look_after_holds, look_after_restrictions, open_hold, restrict, sweep
from kortisto.register.access import operations as access
from kortisto.register.audit.enums import ActorKind, Door
from kortisto.register.audit.operations import open_access
from kortisto.register.audit.values import Access, Actor
from kortisto.register.parties import operations as parties
from kortisto.register.parties.enums import ContactKind, PartyKind, RelationshipKind
from kortisto.register.parties.models import Upload
from kortisto.register.parties.operations.imports import open_batch
from kortisto.register.parties.queries import organisation_page, person_page
from kortisto.register.parties.values import Origin, Party

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
LONG_AGO = datetime(1998, 5, 6, 9, 0, tzinfo=UTC)
COMMAND = Actor(kind=ActorKind.COMMAND)
OFFICER = Actor(kind=ActorKind.USER, id=UUID(int=0xD), role="dpo", undertaking="1")
PASSWORD = "correct horse battery"
ROLES = {"alice": "main_user", "bob": "sales", "dora": "dpo", "aaro": "auditor", "charlie": "warehouse"}
BACKEND = "kortisto.register.access.backend.StaffBackend"


@pytest.fixture(autouse=True)
def declaration_of_tests(settings: Settings, tmp_path: Path) -> None:
    settings.AUDIT_FOLDER = tmp_path / "audit"
    settings.AUDIT_WITNESSES = [tmp_path / "audit" / "checkpoints"]
    settings.KORTISTO_DECLARATION = str(Path(__file__).parent / "samples" / "register.yaml")


@contextmanager
def engine(at: datetime = NOW) -> Iterator[Access]:
    """The door of an engine, to which nothing is withheld."""
    with open_access(by=COMMAND, purpose="crm", at=at, channel=Door.CLI) as by:
        yield by
        by.record("test.prepare")


def origin(at: datetime = NOW) -> Origin:
    return Origin(source="subject", collected_at=at, basis=Basis.LEGITIMATE_INTEREST, declaration="minimal 1.0")


def add_customer(name: str, *, at: datetime = NOW) -> UUID:
    with engine() as by:
        organisation = parties.add_organisation(registered_name=name, origin=origin(at), by=by, at=NOW)
        parties.add_relationship(
            organisation_id=organisation, kind=RelationshipKind.CUSTOMER, origin=origin(at), by=by, at=NOW
        )
    return organisation


def letters_of(name: str) -> str:
    return "".join(filter(str.isalnum, name.lower()))


def add_contact(first_name: str, last_name: str, organisation: UUID, *, at: datetime = NOW) -> UUID:
    """A person with a title, an e-mail address and an order, all collected and done at that time."""
    with engine() as by:
        person = parties.add_person(
            first_name=first_name, last_name=last_name, language="fi", origin=origin(at), by=by, at=NOW
        )
        parties.add_representation(
            person_id=person, organisation_id=organisation, title="Ostaja", origin=origin(at), by=by, at=NOW
        )
        parties.add_contact_point(
            owner=Party(kind=PartyKind.PERSON, id=person),
            kind=ContactKind.EMAIL,
            value=f"{letters_of(first_name)}.{letters_of(last_name)}@esimerkki.example",
            origin=origin(at),
            by=by,
            at=NOW,
        )
        parties.add_order(
            person_id=person, placed_on=at.date(), reference=f"T-{person.hex[-6:]}", origin=origin(at), by=by, at=NOW
        )
    return person


@dataclass(frozen=True)
class World:
    """What the register holds: Maija of a living customer, Onni of one that last ordered long ago."""

    company: UUID
    maija: UUID
    email: UUID
    address: UUID
    onni: UUID
    certificate: UUID
    role: UUID
    relationship: UUID
    customership: UUID
    level: UUID
    staff: UUID
    upload: UUID
    batch: UUID
    note: UUID
    hold: UUID
    restriction: UUID
    trial: UUID


def add_upload() -> tuple[UUID, UUID]:
    """A file that waits to be imported, and an import of long ago, as their pages show them."""
    with engine() as by:
        batch = open_batch(
            file_name="vanhat.csv", sha256="0" * 64, register="minimal", source="subject", collected_at=LONG_AGO,
            basis=Basis.LEGITIMATE_INTEREST, declaration="minimal 1.0", by=by, at=LONG_AGO,
        )  # fmt: skip
    upload = Upload.objects.create(
        file_name="uudet.csv", kind="csv", size=100, sha256="1" * 64, rows=1, columns=["Yritys", "Nimi", "Faksi"],
        options={"content": "parties", "targets": ["organisation name", "person name", "nothing"]},
        made_at=NOW, moved_at=NOW,
    )  # fmt: skip
    return upload.id, batch


def add_trial() -> UUID:
    """A trial of long ago, as its page shows it; nobody was due, and nothing is asked of the worker."""
    return Trial.objects.create(
        state="finished", declaration="minimal 1.0", evaluated_at=LONG_AGO, asked_at=LONG_AGO, moved_at=LONG_AGO,
        started_at=LONG_AGO, finished_at=LONG_AGO,
    ).id  # fmt: skip


def make_world() -> World:
    company = add_customer("Esimerkki Oy")
    maija = add_contact("Maija", "Esimerkki", company)
    onni = add_contact("Onni", "Keksitty", add_customer("Vanha Oy", at=LONG_AGO), at=LONG_AGO)
    with engine() as by:
        note = parties.add_note(
            text="Kysyi toimitusaikaa.", written_on=date(2026, 11, 20), person_id=maija, origin=origin(), by=by, at=NOW
        )
        address = parties.add_address(
            owner=Party(kind=PartyKind.PERSON, id=maija),
            lines=["Keksitty katu 1"],
            postal_code="00100",
            city="HELSINKI",
            country="FI",
            origin=origin(),
            by=by,
            at=NOW,
        )
        customership = parties.add_customership(person_id=maija, origin=origin(), by=by, at=NOW)
        page = person_page(person_id=maija, by=by)
        relationship = organisation_page(organisation_id=company, by=by).relationships[0].id
    # Long before anything is due: a certificate of a sweep that found nothing.
    certificate = sweep(by=COMMAND, at=LONG_AGO, now=NOW, channel=Door.CLI)
    with look_after_holds(by=OFFICER, at=NOW, channel=Door.WEB) as door:
        hold = open_hold(
            kind=SubjectKind.ORGANISATION, subject=company, hold="claim", reason="Reklamaatio lokakuun toimituksesta",
            review_on=date(2027, 1, 15), by=door, at=NOW,
        )  # fmt: skip
    with engine() as by:
        hidden = parties.add_organisation(registered_name="Riitautettu Oy", origin=origin(), by=by, at=NOW)
    with look_after_restrictions(by=OFFICER, at=NOW, channel=Door.WEB) as door:
        restriction = restrict(
            kind=SubjectKind.ORGANISATION, subject=hidden, ground=RestrictionGround.ACCURACY, by=door, at=NOW
        )
    level = access.compose_level(name="Myyntipäällikkö", roles=["sales"], permissions=["export"], by=COMMAND, at=NOW)
    staff = make_user("leena", "sales").id
    upload, batch = add_upload()
    return World(
        company=company,
        maija=maija,
        email=page.contact_points[0].id,
        address=address,
        onni=onni,
        certificate=certificate.id,
        role=page.represents[0].id,
        relationship=relationship,
        customership=customership,
        level=level,
        staff=staff,
        upload=upload,
        batch=batch,
        note=note,
        hold=hold,
        restriction=restriction,
        trial=add_trial(),
    )


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def make_user(name: str, role: str, *, undertaking: str = "1") -> Any:
    """Add a user; its type is the package's own affair."""
    return access.add_user(
        email=f"{name}@staff.example",
        password=PASSWORD,
        role=role,
        by=COMMAND,
        at=NOW,
        display_name=name.title(),
        undertaking=undertaking,
    )


As = Callable[..., Client]


@pytest.fixture
def log_in_as(db: None) -> As:
    """A browser in which one of the cast, or nobody, has logged in."""

    def logged_in(name: str = "", *, language: str = "en", strict: bool = False) -> Client:
        # A page that breaks is to be seen as its visitor sees it.
        client = Client(raise_request_exception=strict, headers={"Accept-Language": language})
        if name == "ulla":
            client.force_login(make_user(name, "sales", undertaking=""), backend=BACKEND)
        elif name:
            client.force_login(make_user(name, ROLES[name]), backend=BACKEND)
        return client

    return logged_in


@pytest.fixture
def alice(log_in_as: As) -> Client:
    return log_in_as("alice", strict=True)


@pytest.fixture
def bob(log_in_as: As) -> Client:
    return log_in_as("bob", strict=True)
