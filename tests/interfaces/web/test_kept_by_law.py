"""What stays after an erasure serves what keeps it and nothing else: pages, lists, search, export, calls, figures.

With the register of the demo: books are kept for six years from the end of the financial year, by law.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from pytest_django import Settings

from kortisto.declaration.words import Operation
from kortisto.privacy.retention.enums import PURPOSE, Outcome, Stays, SubjectKind
from kortisto.privacy.retention.models import Erasure, Restriction
from kortisto.privacy.retention.operations import Erased, erase, sweep
from kortisto.privacy.retention.rules import AskedLaterError
from kortisto.privacy.retention.walking import learn
from kortisto.register.access import operations as access
from kortisto.register.access.rules import actor_of
from kortisto.register.audit.enums import ActorKind, Door
from kortisto.register.audit.operations import open_access
from kortisto.register.audit.values import Actor
from kortisto.register.parties import operations as parties
from kortisto.register.parties.enums import ContactKind, PartyKind
from kortisto.register.parties.models import Note, Order, Person, PersonEmail
from kortisto.register.parties.values import Party
from tests.interfaces.web.conftest import BACKEND, COMMAND, NOW, PASSWORD, engine, make_user, origin

pytestmark = pytest.mark.integration

NOTICE = Path(__file__).parents[3] / "notices" / "asiakasrekisteri.yaml"
NAME, REFERENCE = "Keksitty", "T-77001"
JOB = Actor(kind=ActorKind.JOB)
DORA = Actor(kind=ActorKind.USER, id=UUID(int=0xD), role="dpo", undertaking="1")
ASKED = date(2026, 11, 16)


@pytest.fixture(autouse=True)
def register_of_the_demo(declaration_of_tests: None, settings: Settings) -> None:
    settings.KORTISTO_DECLARATION = str(NOTICE)


@pytest.fixture
def onni(transactional_db: None) -> UUID:
    """A private customer who has ordered twice; as committed: what a purpose sees is asked in another transaction."""
    with engine() as by:
        person = parties.add_person(first_name="Onni", last_name=NAME, language="fi", origin=origin(), by=by, at=NOW)
        parties.add_customership(person_id=person, origin=origin(), by=by, at=NOW)
        parties.add_contact_point(
            owner=Party(kind=PartyKind.PERSON, id=person), kind=ContactKind.EMAIL, value="onni@esimerkki.example",
            origin=origin(), by=by, at=NOW,
        )  # fmt: skip
        for number, day in enumerate((date(2025, 3, 1), date(2026, 10, 1))):
            parties.add_order(
                person_id=person, placed_on=day, reference=f"{REFERENCE}{number}", origin=origin(), by=by, at=NOW
            )
        parties.add_note(text="Soita.", written_on=date(2026, 11, 20), person_id=person, origin=origin(), by=by, at=NOW)
    return person


def erased(person: UUID, at: datetime = NOW, asked_on: date | None = ASKED) -> Erased:
    return erase(kind=SubjectKind.PERSON, subject=person, by=DORA, at=at, channel=Door.WEB, asked_on=asked_on)


def with_level(name: str, role: str) -> Any:
    """A member of staff who may also export and make keys."""
    permissions = ["tokens.manage", "export"]
    level = access.compose_level(name=f"{name} ja muuta", roles=[role], permissions=permissions, by=COMMAND, at=NOW)
    return access.add_user(
        email=f"{name}@staff.example", password=PASSWORD, role=role, level_id=level, by=COMMAND, at=NOW,
        display_name=name, undertaking="1",
    )  # fmt: skip


def logged_in(user: Any, purpose: str) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    client.cookies["django_language"] = "en"
    client.post("/purpose/", {"purpose": purpose})
    return client


def key_of(user: Any, purpose: str) -> str:
    now = datetime.now(UTC)
    return access.make_token(
        name="test", purpose=purpose, operations=[Operation.READ], expires_at=now + timedelta(days=1),
        by=actor_of(user), at=now, permissions=(),
    ).secret  # fmt: skip


def places(client: Client, person: UUID, key: str) -> set[str]:
    """Where a person is found by name, by who looks. An export is tried where the notice lets that purpose export."""

    def page(path: str, **headers: str) -> str:
        return client.get(path, headers=headers).content.decode()

    def call(path: str) -> str:
        return client.get(f"/api/v1{path}", headers={"Authorization": f"Bearer {key}"}).content.decode()

    export = client.post("/people/export/", {"form": "csv", "columns": ["email"]})
    file = b"".join(export.streaming_content) if export.streaming else export.content  # type: ignore[attr-defined]
    found = {
        "page": page(f"/people/{person}/"),
        "list": page("/people/"),
        "search": page("/search/?q=keksitty", **{"HX-Request": "true"}),
        "export": file.decode("utf-8-sig") if export.status_code == 200 else "",
        "call": call(f"/people/{person}"),
        "list of calls": call("/people"),
        "search of calls": call("/search?q=keksitty"),
    }
    return {where for where, text in found.items() if NAME in text}


EVERYWHERE = {"page", "list", "search", "call", "list of calls", "search of calls"}


def test_sales_finds_the_erased_nowhere_and_bookkeeping_sees_the_orders_and_the_name(onni: UUID) -> None:
    sales, billing = with_level("bob", "sales"), with_level("leila", "billing")
    bob, key = logged_in(sales, "register_keeping"), key_of(sales, "crm")
    assert places(bob, onni, key) == {*EVERYWHERE, "export"}
    assert erased(onni).outcome is Outcome.DONE
    assert places(bob, onni, key) == set()

    books = logged_in(billing, "accounting")
    assert places(books, onni, key_of(billing, "accounting")) == EVERYWHERE
    page = books.get(f"/people/{onni}/").content.decode()
    assert REFERENCE in page
    assert "onni@" not in page
    assert "Soita." not in page
    # The same member of staff at the same desk, for another purpose of theirs.
    assert places(logged_in(billing, "orders"), onni, key_of(billing, "orders")) == set()


def test_what_stays_is_told_with_its_rule_its_law_and_its_end(onni: UUID) -> None:
    plan = erased(onni).plan
    assert plan is not None
    by_law = {(one.item, one.until) for one in plan.stays if one.why is Stays.LAW}
    assert by_law == {
        ("order.history", date(2032, 1, 1)), ("order.history", date(2033, 1, 1)),
        ("person.name.first", date(2033, 1, 1)), ("person.name.last", date(2033, 1, 1)),
    }  # fmt: skip
    told = {(one.laws, one.rule) for one in plan.stays if one.why is Stays.LAW}
    assert told == {(("kirjanpitolaki 1336/1997 2:10",), "retention.orders_in_books")}
    assert {one.until for one in plan.stays if one.why is Stays.NEEDED} == {date(2033, 1, 1)}, "goes with the name"
    assert [one.fi for one in plan.readers or ()] == ["Kirjanpito"]
    for language, words in (
        ("fi", ("Pyyntö saapui 16.11.2026", "Kirjanpito", "31.12.2032 asti", "kirjanpitolaki", "käytetään vain")),
        ("sv", ("Begäran kom in 16.11.2026", "Bokföring", "31.12.2032", "kirjanpitolaki", "används bara")),
        ("en", ("request arrived on 16.11.2026", "Bookkeeping", "31.12.2032", "kirjanpitolaki", "are used only")),
    ):
        letter = "\n".join(plan.letter(language))
        assert all(word in letter for word in words), letter


def test_each_goes_on_its_own_date_by_the_sweep_and_so_does_who_is_left(onni: UUID) -> None:
    erased(onni)

    def left(at: datetime) -> tuple[int, int, int, int]:
        sweep(by=JOB, at=at, now=at, channel=Door.JOBS)
        with open_access(by=JOB, purpose=PURPOSE, at=at, channel=Door.JOBS) as look:
            look.record("test.look")
            restrictions, erasures = Restriction.objects.count(), Erasure.objects.count()
            return Order.objects.count(), Person.objects.count(), restrictions, erasures

    assert left(datetime(2031, 12, 31, 12, tzinfo=UTC)) == (2, 1, 1, 1)
    assert left(datetime(2032, 1, 1, 12, tzinfo=UTC)) == (1, 1, 1, 1)
    assert left(datetime(2032, 12, 31, 12, tzinfo=UTC)) == (1, 1, 1, 1)
    assert left(datetime(2033, 1, 1, 12, tzinfo=UTC)) == (0, 0, 0, 0)


def test_the_day_of_the_request_is_kept_and_told_to_the_rules(onni: UUID) -> None:
    with pytest.raises(AskedLaterError):
        erased(onni, asked_on=NOW.date() + timedelta(days=1))
    erased(onni)
    with open_access(by=JOB, purpose=PURPOSE, at=NOW, channel=Door.JOBS) as look:
        look.record("test.look")
        [row] = Erasure.objects.all()
        state = learn(SubjectKind.PERSON, [onni])[onni].state
        emails, notes = PersonEmail.objects.count(), Note.objects.count()
    assert (row.asked_on, row.on_request, row.carried_out_by, row.carried_out_at) == (ASKED, True, DORA.id, NOW)
    assert (state.erasure, state.reaches, state.restricted) == (ASKED, NOW, None)
    assert (emails, notes) == (0, 0), "what came after the request and before the erasure goes as well"


def test_the_page_asks_for_the_day_and_the_officer_sees_what_stays(onni: UUID) -> None:
    dora = logged_in(make_user("dora", "dpo"), "register_keeping")
    address = f"/people/{onni}/erase/"
    page = dora.get(address).content.decode()
    seen = re.search(r'name="seen" value="([0-9a-f]{64})"', page)
    assert seen
    assert "Orders that belong to the books: kirjanpitolaki 1336/1997 2:10" in page
    assert "for these purposes only:" in page
    later = dora.post(address, {"seen": seen[1], "asked_on": "1.1.2099"})
    assert (later.status_code, "on a day to come" in later.content.decode()) == (422, True)
    done = dora.post(address, {"seen": seen[1], "asked_on": "20.11.2026"}).content.decode()
    assert "Bookkeeping" in done
    assert "arrived on 20.11.2026" in done
    assert NAME not in dora.get("/restrictions/").content.decode()
    page = dora.get("/restrictions/?erased=1").content.decode()
    found = re.search(r'href="(/restrictions/[0-9a-f-]{36}/)"', page)
    assert found
    assert NAME in page
    kept = dora.get(found[1]).content.decode()
    assert "ends by itself" in kept
    told = {"reason": "Turha", "told_on": "20.11.2026"}
    refused = dora.post(found[1], told)
    assert (refused.status_code, "is not lifted" in refused.content.decode()) == (422, True)
