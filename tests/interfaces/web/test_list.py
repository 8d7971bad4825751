"""The list of people and organisations."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.interfaces.web.conftest import As, World, add_contact, add_customer
from tests.interfaces.web.test_happenings import own_id

pytestmark = pytest.mark.integration


def names(page: str) -> list[str]:
    return re.findall(r'<span class="name">([^<]*)</span>', page)


def got(client: Client, query: str = "") -> str:
    response = client.get(f"/{query}")
    assert response.status_code == 200
    return response.content.decode()


def queries(client: Client, address: str) -> int:
    client.get(address)  # what is remembered between requests is remembered now
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


# Savepoint and release; session, user; header, people, organisations, whom they represent, line of the log; the bell;
# what the visitor opened lately, and what is due.
QUERIES_OF_THE_LIST = 14


def test_the_number_of_queries_does_not_grow_with_the_rows(bob: Client) -> None:
    company = add_customer("Yksi Oy")
    add_contact("Maija", "Yksi", company)
    one = queries(bob, "/"), queries(bob, "/?q=yksi")
    for name in ("Kaksi", "Kolme"):
        add_contact("Onni", name, add_customer(f"{name} Oy"))

    assert (queries(bob, "/"), queries(bob, "/?q=yksi")) == one
    assert one[0] == QUERIES_OF_THE_LIST


def test_a_party_page_asks_no_more_for_three_contacts_than_for_one(bob: Client) -> None:
    company = add_customer("Yksi Oy")
    person = add_contact("Maija", "Yksi", company)
    one = queries(bob, f"/organisations/{company}/"), queries(bob, f"/people/{person}/")
    for name in ("Kaksi", "Kolme"):
        add_contact("Onni", name, company)

    assert (queries(bob, f"/organisations/{company}/"), queries(bob, f"/people/{person}/")) == one


def test_search_finds_beginnings_of_words_and_forgives_accents(bob: Client) -> None:
    add_contact("Päivi", "Öhman", add_customer("Åbo Öl Ab"))

    assert names(got(bob, "?q=ohm")) == ["Päivi Öhman"]
    assert names(got(bob, "?q=PAIVI oh")) == ["Päivi Öhman"]
    assert names(got(bob, "?q=abo")) == ["Åbo Öl Ab"]
    assert names(got(bob, "?q=zzman")) == []


def test_filter_and_empty_answers(bob: Client, world: World) -> None:
    assert names(got(bob, "?kind=people")) == ["Maija Esimerkki", "Onni Keksitty"]
    assert names(got(bob, "?kind=organisations")) == ["Esimerkki Oy", "Vanha Oy"]
    assert names(got(bob, "?q=esim&kind=people")) == ["Maija Esimerkki"]
    assert "Nothing found for “xyz”" in got(bob, "?q=xyz")


def test_a_purpose_without_names_says_so_instead_of_showing_an_empty_register(bob: Client, world: World) -> None:
    bob.post("/purpose/", {"purpose": "counting"})
    page = got(bob)

    assert "This purpose shows no names" in page
    assert "The register is empty" not in page


def test_an_empty_register_tells_who_may_import_how_to_fill_it(log_in_as: As) -> None:
    assert 'href="/imports/">Import a file' in got(log_in_as("alice"))
    seller = got(log_in_as("bob"))
    assert "Import a file" not in seller
    assert "Add the first one above" in seller


def test_pages_follow_each_other_and_lose_nobody(bob: Client) -> None:
    for number in range(60):
        add_customer(f"Yritys {number:02} Oy")
    first = got(bob, "?kind=organisations&q=yritys")
    following = re.search(r'rel="next" href="([^"]+)"', first)
    assert following is not None
    second = got(bob, following[1].replace("&amp;", "&"))

    assert len(names(first)) == 50
    assert names(first) + names(second) == [f"Yritys {number:02} Oy" for number in range(60)]
    assert 'rel="next"' not in second
    assert "?kind=organisations&amp;q=yritys" in second  # back to the beginning


def test_while_typing_only_the_results_are_sent(bob: Client, world: World) -> None:
    part = bob.get("/?q=maija", headers={"HX-Request": "true"})
    again = bob.get("/?q=maija", headers={"HX-Request": "true", "HX-History-Restore-Request": "true"})

    assert part.content.decode().strip().startswith('<div id="results">')
    assert "<html" in again.content.decode()
    assert "HX-Request" in part.headers["Vary"]
    assert "HX-Request" in again.headers["Vary"]


def test_whom_one_opened_lately_and_what_is_due_stand_where_the_day_begins(
    bob: Client, log_in_as: As, world: World
) -> None:
    assert 'id="lately"' not in got(bob)
    bob.get(f"/people/{world.maija}/")
    today = timezone.localdate()
    for title, day in (("Soita Maijalle", today), ("Lähetä tarjous", today - timedelta(days=3))):
        answer = bob.post("/day/tasks/add/", {
            "title": title, "due_on": day.isoformat(), "assigned_to": str(own_id()), "source": "subject", "repeats": "",
        })  # fmt: skip
        assert answer.status_code == 302, answer.content.decode()
    page = got(bob)

    assert f'class="chip" href="/people/{world.maija}/' in page.split('id="lately"')[1]
    assert "1 task is late, 1 task is due today" in page
    assert 'id="lately"' not in got(bob, "?q=maija") + got(log_in_as("alice"))


def test_a_role_without_a_purpose_is_told_so(log_in_as: As, world: World) -> None:
    page = log_in_as("charlie").get("/").content.decode()

    assert "Not permitted" in page
    assert "Warehouse" in page
    assert "Maija" not in page
