"""Holds on pages: on the panel of a party, opened, reviewed and ended there, and in the list of all."""

from __future__ import annotations

from datetime import date
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from kortisto.declaration.civil_time import add_to_day
from kortisto.declaration.periods import parse_period
from kortisto.privacy.retention.subject import SWEEP_SUBJECT
from kortisto.register.audit import queries as log
from tests.interfaces.web.conftest import As, World
from tests.interfaces.web.test_panel import panel

pytestmark = pytest.mark.integration
HOLD_NAMES = ("egal claim", "ikeudellinen vaatimus", "ättsligt anspråk")


@pytest.fixture
def dora(log_in_as: As) -> Client:
    return log_in_as("dora", strict=True)


def in_days(period: str) -> str:
    day = add_to_day(timezone.localdate(), parse_period(period))
    return f"{day.day}.{day.month}.{day.year}"


def add(client: Client, person: UUID, **fields: object) -> tuple[int, str]:
    given = {"hold": "claim", "reason": "Vaade 7/2026", "review_on": in_days("2 months"), **fields}
    response = client.post(f"/people/{person}/holds/add/", {name: one for name, one in given.items() if one != ""})
    return response.status_code, response.content.decode()


def test_the_panel_tells_what_stops_the_erasure_who_opened_it_and_when_it_is_reviewed(
    dora: Client, world: World
) -> None:
    status, _page = add(dora, world.maija)
    assert status == 302
    shown = panel(dora, world.maija)
    assert "Legal claim" in shown
    assert "Vaade 7/2026" in shown
    assert "Opened by Dora on" in shown
    assert in_days("2 months") in shown


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Kept for a reason that your role does not show"),
        ("fi", "Säilytetään syystä, jota roolisi ei näytä"),
        ("sv", "Bevaras av ett skäl som din roll inte visar"),
    ],
)
def test_whose_role_does_not_show_a_hold_learns_that_there_is_one_and_not_which(
    language: str, said: str, dora: Client, log_in_as: As, world: World
) -> None:
    bob = log_in_as("bob", language=language)
    for person in (world.maija, world.onni):
        assert add(dora, person)[0] == 302
        page = bob.get(f"/people/{person}/").content.decode()
        shown = panel(bob, person)
        assert shown.count(f"<strong>{said}</strong>") == 1
        for told in ("Vaade 7/2026", "Dora", "/holds/add/", *HOLD_NAMES, in_days("2 months")):
            assert told not in page


def test_a_page_that_may_not_be_known_is_not_there_and_the_attempt_is_recorded(log_in_as: As) -> None:
    assert log_in_as("aaro").get("/people/add/").status_code == 404
    assert next((line.action, line.actor_role) for line in log.events()) == ("access.collect", "auditor")


def test_for_another_purpose_the_page_is_open_and_that_is_said(log_in_as: As, world: World) -> None:
    bob = log_in_as("bob")
    bob.post("/purpose/", {"purpose": "mailing"})
    assert bob.get("/people/add/").status_code == 403


def test_what_is_due_and_held_is_told_so(dora: Client, bob: Client, world: World) -> None:
    add(dora, world.onni)
    shown = panel(bob, world.onni)
    assert "data are due but on hold" in shown
    assert "What is on hold goes when the hold has ended." in shown


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"reason": ""}, "Write why"),
        ({"review_on": ""}, "there is no hold without a review"),
        ({"review_on": "1.1.2020"}, "has to lie ahead"),
        ({"hold": "order", "review_on": in_days("4 months")}, "The notice wants it reviewed sooner"),
        ({"hold": "order", "items": ["person.represents"]}, "does not reach everything"),
        ({"hold": "whim"}, "Select a valid choice"),
        ({"review_on": "joskus"}, "Write the day as d.m.yyyy"),
    ],
)
def test_what_the_notice_does_not_allow_is_said_and_nothing_typed_is_lost(
    dora: Client, world: World, fields: dict[str, object], said: str
) -> None:
    status, page = add(dora, world.maija, **fields)
    assert status == 422
    assert said in page
    assert "reason" in fields or "Vaade 7/2026" in page


def test_a_hold_of_another_role_cannot_be_opened(log_in_as: As, world: World) -> None:
    alice = log_in_as("alice")
    status, page = add(alice, world.maija, hold="order")
    assert (status, "Select a valid choice" in page) == (422, True)
    assert add(log_in_as("bob"), world.maija)[0] == 404
    assert add(alice, UUID(int=7))[0] == 404


def test_a_hold_is_reviewed_and_ended_and_then_the_sweep_of_that_party_is_asked_for(dora: Client, world: World) -> None:
    held = f"/organisations/{world.company}/holds/{world.hold}/"
    assert "Reklamaatio lokakuun toimituksesta" in dora.get(held).content.decode()
    assert dora.post(held, {"reason": "", "review_on": in_days("1 month")}).status_code == 422
    assert dora.post(held, {"reason": "Kesken", "review_on": in_days("5 months")}).status_code == 302
    assert "Kesken" in dora.get(held).content.decode()
    assert dora.post(f"{held}end/", {"reason": ""}).status_code == 422
    assert dora.post(f"{held}end/", {"reason": "Sovittu"}).status_code == 302
    [job] = ProcrastinateJob.objects.filter(task_name=SWEEP_SUBJECT)
    assert job.args == {"kind": "organisation", "subject": str(world.company)}
    assert dora.get(held).status_code == 404, "it has ended"
    assert {"hold.postpone", "hold.end"} <= {line.action for line in log.events()}
    assert "Sovittu" in dora.get("/holds/?ended=on").content.decode()


def test_a_hold_of_one_is_not_found_under_another(dora: Client, world: World) -> None:
    assert dora.get(f"/people/{world.maija}/holds/{world.hold}/").status_code == 404
    assert dora.get(f"/organisations/{world.company}/holds/{UUID(int=7)}/").status_code == 404


def test_the_list_is_filtered_and_tells_what_is_late(dora: Client, world: World) -> None:
    add(dora, world.maija, hold="order", reason="Poliisin pyyntö")
    page = dora.get("/holds/").content.decode()
    assert "Esimerkki Oy" in page
    assert "Maija Esimerkki" in page
    assert "Esimerkki Oy" not in dora.get("/holds/?hold=order").content.decode().split("<main")[1]
    late = (timezone.localdate() - date(2027, 1, 15)).days > 0
    assert ("Esimerkki Oy" in dora.get("/holds/?late=on").content.decode().split("<main")[1]) is late
    assert dora.get("/holds/?hold=nonsense&order=x&after=y").status_code == 200


def test_the_main_user_sees_all_and_others_none(log_in_as: As, world: World) -> None:
    assert "Esimerkki Oy" in log_in_as("alice").get("/holds/").content.decode()
    assert log_in_as("bob").get("/holds/").status_code == 404


def test_the_list_leaves_as_a_file_and_the_log_says_so(dora: Client, world: World) -> None:
    add(dora, world.maija, reason="=1+1")
    file = dora.get("/holds/export/?order=newest")
    text = file.content.decode("utf-8-sig")
    assert file.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert text.splitlines()[0].startswith("Name;Hold;Data;Why")
    assert "'=1+1" in text, "no formula leaves"
    [line] = [one for one in log.events() if one.action == "hold.export"]
    assert list(line.subjects) == [world.maija]


def test_the_list_goes_on_where_it_ended(dora: Client, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    add(dora, world.maija)
    add(dora, world.onni)
    from kortisto.privacy.retention.queries import holds  # noqa: PLC0415 (what is turned down)

    monkeypatch.setattr(holds.holds, "__kwdefaults__", {"after": "", "limit": 1})
    seen, address = [], "/holds/"
    while address:
        page = dora.get(address).content.decode().split("<main")[1]
        seen += [name for name in ("Maija Esimerkki", "Onni Keksitty", "Esimerkki Oy") if name in page]
        _head, more, tail = page.partition('rel="next" href="')
        address = tail.partition('"')[0].replace("&amp;", "&") if more else ""
        assert not address or parse_qs(urlsplit(address).query)["after"]
    assert sorted(seen) == ["Esimerkki Oy", "Maija Esimerkki", "Onni Keksitty"]


@pytest.mark.parametrize(("language", "word"), [("fi", "Poistamisen esteet"), ("sv", "Hinder för radering")])
def test_the_pages_speak_three_languages(language: str, word: str, log_in_as: As, world: World) -> None:
    assert word in log_in_as("dora", language=language).get("/holds/").content.decode()
