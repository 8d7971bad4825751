"""Whoever is restricted is found by nobody on any page, list, search, export or call; the officer has a page for it."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from kortisto.declaration.words import Operation
from kortisto.interfaces.jobs import reminding
from kortisto.privacy.retention.enums import RestrictionGround, SubjectKind
from kortisto.privacy.retention.models import Restriction
from kortisto.privacy.retention.operations import look_after_restrictions, restrict
from kortisto.register.access import operations as access
from kortisto.register.access.rules import actor_of
from kortisto.register.audit.enums import Door
from kortisto.register.parties import operations as parties
from kortisto.register.parties.enums import ActivityKind, PartyKind
from tests.interfaces.web.conftest import (
    BACKEND,
    COMMAND,
    NOW,
    OFFICER,
    PASSWORD,
    World,
    add_contact,
    engine,
    make_user,
    make_world,
    origin,
)

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


@pytest.fixture
def seller(committed: World) -> Any:
    """Bob with all that a seller can be given, who called Onni, has a task about him, and has looked for duplicates."""
    level = access.compose_level(
        name="Myynti", roles=["sales"], permissions=["export", "merge", "duplicates.scan"], by=COMMAND, at=NOW
    )
    bob = access.add_user(
        email="bob@staff.example", password=PASSWORD, role="sales", level_id=level, by=COMMAND, at=NOW,
        display_name="Bob", undertaking="1",
    )  # fmt: skip
    add_contact("Onni", NAME, committed.company)  # the same name, at another company
    with engine() as by:
        parties.add_activity(
            kind=ActivityKind.CALL, happened_on=NOW.date(), person_id=committed.onni, origin=origin(), by=by, at=NOW
        )
        parties.add_task(
            title="Soita Onnille", due_on=timezone.localdate(), assigned_to=bob.id, person_id=committed.onni,
            origin=origin(), by=by, at=NOW,
        )  # fmt: skip
        parties.begin_scan(kind=PartyKind.PERSON, by=by, at=NOW)
    parties.run_scans(by=actor_of(bob), purpose="crm", at=NOW, channel=Door.JOBS)
    return bob


def test_who_sells_finds_nobody_restricted_in_any_list_page_figure_or_file(committed: World, seller: Any) -> None:
    secret = parties.make_calendar_address(purpose="crm", by=actor_of(seller), at=NOW, channel=Door.WEB)
    client = Client()
    client.force_login(seller, backend=BACKEND)
    client.cookies["django_language"] = "en"
    pages = {
        "list": "/people/", "start": "/", "search": "/search/?q=keksitty", "day": "/day/",
        "duplicates": "/duplicates/",
        "calendar": f"/calendar/{secret}.ics", "page": f"/people/{committed.onni}/",
        "timeline": f"/people/{committed.onni}/timeline/",
    }  # fmt: skip

    def told() -> dict[str, int]:
        """How often a page names one of the two, or the task."""
        found = {name: client.get(path).content.decode() for name, path in pages.items()}
        export = client.post("/people/export/", {"form": "csv", "columns": ["email"]})
        file = b"".join(export.streaming_content) if export.streaming else export.content  # type: ignore[attr-defined]
        found["export"] = file.decode("utf-8-sig")
        return {name: text.count(NAME) + text.count("Onnille") for name, text in found.items()}

    def asked_to_change(person: UUID) -> str:
        """What the page says that comes before many are changed; it names nobody."""
        page = client.get(f"/people/many/language/?id={person}&choice=sv&origin=subject").content.decode()
        page = page.partition("<main")[2]
        return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", page.replace(str(person), ""))

    before = told()
    assert min(before.values()) > 0, before
    assert "1 will be changed." in asked_to_change(committed.onni)
    dora = logged_in("dora", "dpo")
    assert dora.post(f"/people/{committed.onni}/restrict/", {"ground": "objection"}).status_code == 302
    after = told()
    # The other of that name is found as before, and nothing tells that there were two.
    both = {"list", "start", "search", "export"}
    assert {name for name, number in after.items() if number} == both
    assert all(after[name] < before[name] for name in both), (before, after)
    hidden, nobody = asked_to_change(committed.onni), asked_to_change(UUID(int=1))
    assert "0 will be changed." in hidden
    assert hidden == nobody


def test_the_person_is_told_before_and_then_it_ends_by_itself(committed: World) -> None:
    dora = logged_in("dora", "dpo")
    last = timezone.localdate() + timedelta(days=7)
    typed = f"{last.day}.{last.month}.{last.year}"
    place = dora.post(f"/people/{committed.onni}/restrict/", {"ground": "accuracy", "until": typed}).headers["Location"]
    assert "Tell the person" in dora.get(place).content.decode()
    assert dora.post(place, {"only-told": "yes", "told_on": ""}).status_code == 422
    today = timezone.localdate()
    day = f"{today.day}.{today.month}.{today.year}"
    assert dora.post(place, {"only-told": "yes", "told_on": day}).status_code == 302
    page = dora.get(place).content.decode()
    assert "It ends by itself after its last day." in page
    assert "Restricted: the data may only be stored." in page, "it stands until then"
    # Told before, it is lifted with a reason alone.
    assert dora.post(place, {"reason": "Selvitetty"}).status_code == 302


def test_my_day_and_a_mail_say_whose_last_day_is_over_untold(committed: World, settings: Settings) -> None:
    with look_after_restrictions(by=OFFICER, at=NOW, channel=Door.WEB) as door:
        restrict(
            kind=SubjectKind.PERSON, subject=committed.onni, ground=RestrictionGround.CLAIM, until=date(2026, 11, 23),
            by=door, at=NOW,
        )  # fmt: skip
        door.record("test.look")
        Restriction.objects.filter(person=committed.onni).update(until=timezone.localdate() - timedelta(days=1))
    dora, bob = logged_in("dora", "dpo"), logged_in("bob", "sales")
    assert "The last day of 1 restriction is over" in dora.get("/day/").content.decode()
    assert "restriction" not in bob.get("/day/").content.decode()
    settings.EMAIL_HOST = "mail.example"
    reminding.remind_of_restrictions(at=timezone.now())
    [message] = mail.outbox
    assert message.to == ["dora@staff.example"]
    assert ": 1." in message.body, "how many, and of nobody a name"
    assert NAME not in f"{message.subject}{message.body}"


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
