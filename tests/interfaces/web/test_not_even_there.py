"""Whose purpose shows nothing of a person does not learn that the person is there."""

from __future__ import annotations

import re
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.test import Client
from pytest_django import Settings

from kortisto.register.access import operations as access
from kortisto.register.parties import operations as parties
from kortisto.register.parties.enums import ContactKind, PartyKind
from kortisto.register.parties.values import Party
from tests.interfaces.web.conftest import BACKEND, COMMAND, NOW, PASSWORD, engine, origin

pytestmark = [pytest.mark.integration, pytest.mark.usefixtures("transactional_db")]

NOTICE = Path(__file__).parents[3] / "notices" / "asiakasrekisteri.yaml"


@pytest.fixture(autouse=True)
def register_of_the_demo(declaration_of_tests: None, settings: Settings) -> None:
    settings.KORTISTO_DECLARATION = str(NOTICE)


@pytest.fixture
def onni() -> UUID:
    with engine() as by:
        person = parties.add_person(
            first_name="Onni", last_name="Keksitty", language="fi", origin=origin(), by=by, at=NOW
        )
        parties.add_customership(person_id=person, origin=origin(), by=by, at=NOW)
        parties.add_contact_point(
            owner=Party(kind=PartyKind.PERSON, id=person), kind=ContactKind.EMAIL, value="onni@esimerkki.example",
            origin=origin(), by=by, at=NOW,
        )  # fmt: skip
    return person


def looking(role: str, purpose: str) -> Client:
    user = access.add_user(
        email=f"{role}@staff.example", password=PASSWORD, role=role, by=COMMAND, at=NOW, display_name=role,
        undertaking="1",
    )  # fmt: skip
    client = Client()
    client.force_login(user, backend=BACKEND)
    client.cookies["django_language"] = "en"
    client.post("/purpose/", {"purpose": purpose})
    return client


def test_a_person_of_whom_nothing_is_shown_is_as_one_who_is_not_there(onni: UUID) -> None:
    auditor = looking("auditor", "security")
    unknown = uuid4()
    there, nobody = auditor.get(f"/people/{onni}/"), auditor.get(f"/people/{unknown}/")
    assert (there.status_code, nobody.status_code) == (404, 404)
    assert "Keksitty" not in there.content.decode()
    of_each_request = re.compile(r'(nonce|value|content)="[^"]{20,}"')
    pages = [page.content.decode().replace(str(id_), "ID") for page, id_ in ((there, onni), (nobody, unknown))]
    assert of_each_request.sub("", pages[0]) == of_each_request.sub("", pages[1])


def test_who_may_read_something_sees_the_person(onni: UUID) -> None:
    page = looking("sales", "crm").get(f"/people/{onni}/")
    assert page.status_code == 200
    assert "Keksitty" in page.content.decode()
