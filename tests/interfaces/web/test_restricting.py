"""Whoever is restricted is found by nobody on any page, list, search, export or call; the officer has a page for it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from kortisto.declaration.words import Operation
from kortisto.privacy.retention.models import Restriction
from kortisto.privacy.retention.operations import look_after_restrictions
from kortisto.register.access import operations as access
from kortisto.register.access.rules import actor_of
from kortisto.register.audit.enums import Door
from tests.interfaces.web.conftest import BACKEND, OFFICER, World, make_user, make_world

pytestmark = pytest.mark.integration
NAME = "Keksitty"


@pytest.fixture
def committed(transactional_db: None) -> World:
    """What a purpose sees is asked in another transaction than the one that restricted."""
    return make_world()


def logged_in(name: str, role: str) -> Client:
    user = make_user(name, role)
    client = Client()
    client.force_login(user, backend=BACKEND)
    client.cookies["django_language"] = "en"
    return client


def everywhere(client: Client, person: UUID, key: str) -> dict[str, bool]:
    """Where a person is found: by page, list, search, export and call."""

    def call(path: str) -> str:
        return client.get(f"/api/v1{path}", headers={"Authorization": f"Bearer {key}"}).content.decode()

    export = client.post("/people/export/", {"form": "csv", "columns": ["email"]})
    file = b"".join(export.streaming_content) if export.streaming else export.content  # type: ignore[attr-defined]
    return {
        "page": client.get(f"/people/{person}/").status_code == 200,
        "list": NAME in client.get("/people/").content.decode(),
        "search": NAME in client.get("/search/?q=keksitty", headers={"HX-Request": "true"}).content.decode(),
        "export": NAME in file.decode("utf-8-sig"),
        "call": NAME in call(f"/people/{person}"),
        "list of calls": NAME in call("/people"),
        "search of calls": NAME in call("/search?q=keksitty"),
    }


def test_who_is_restricted_is_found_nowhere_but_on_the_officers_page(committed: World) -> None:
    alice_user = make_user("alice", "main_user")
    alice = Client()
    alice.force_login(alice_user, backend=BACKEND)
    now = datetime.now(UTC)
    key = access.make_token(
        name="test", purpose="crm", operations=[Operation.READ], expires_at=now + timedelta(days=1),
        by=actor_of(alice_user), at=now, permissions=(),
    ).secret  # fmt: skip
    assert set(everywhere(alice, committed.onni, key).values()) == {True}

    dora = logged_in("dora", "dpo")
    sent = dora.post(f"/people/{committed.onni}/restrict/", {"ground": "accuracy"})
    assert sent.status_code == 302, sent.content.decode()
    assert set(everywhere(alice, committed.onni, key).values()) == {False}
    assert NAME in dora.get("/restrictions/").content.decode()
    page = dora.get(sent.headers["Location"]).content.decode()
    assert NAME in page
    assert "Restricted: the data may only be stored." in page

    assert dora.post(sent.headers["Location"], {"reason": "Selvitetty"}).status_code == 422
    today = timezone.localdate()
    told = {"reason": "Selvitetty", "told_on": f"{today.day}.{today.month}.{today.year}"}
    assert dora.post(sent.headers["Location"], told).status_code == 302
    assert set(everywhere(alice, committed.onni, key).values()) == {True}
    assert NAME in dora.get("/restrictions/?lifted=1").content.decode()


def test_what_the_form_does_not_take_is_said(committed: World) -> None:
    dora = logged_in("dora", "dpo")
    address = f"/people/{committed.maija}/restrict/"
    past = dora.post(address, {"ground": "claim", "until": "1.1.2020"})
    assert (past.status_code, "has to lie ahead" in past.content.decode()) == (422, True)
    assert dora.post(address, {"ground": "whim"}).status_code == 422
    assert dora.post(address, {"ground": "claim", "purposes": ["mailing"]}).status_code == 302
    again = dora.post(address, {"ground": "claim"})
    assert (again.status_code, "restricted already" in again.content.decode()) == (422, True)
    assert dora.post(f"/people/{UUID(int=7)}/restrict/", {"ground": "claim"}).status_code == 404
    with look_after_restrictions(by=OFFICER, at=datetime.now(UTC), channel=Door.WEB) as door:
        door.record("test.look")
        assert Restriction.objects.filter(lifted_at=None, purposes=["mailing"]).count() == 1


def test_sales_neither_restricts_nor_sees_whom(committed: World, settings: Settings) -> None:
    bob = logged_in("bob", "sales")
    assert bob.get("/restrictions/").status_code == 404
    assert bob.get(f"/people/{committed.maija}/restrict/").status_code == 404
    assert "/restrict/" not in bob.get(f"/people/{committed.maija}/").content.decode()
