"""The pages of what waits for a confirmation: the list, deciding one by one and together, the panel, the day."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from kortisto.privacy.retention.models import AwaitedReview, Review
from kortisto.privacy.retention.operations import settle
from kortisto.register.audit import queries as log
from kortisto.register.audit.enums import ActorKind, Door
from kortisto.register.audit.values import Actor
from tests.interfaces.web.conftest import LONG_AGO, As, World, add_contact, add_customer, engine
from tests.interfaces.web.test_panel import panel

pytestmark = pytest.mark.integration

PAGE = "/retention/reviews/"
DECIDE = f"{PAGE}decide/"
KEEP = "    keep: 3 years\n    from: {later"
ASKED = (
    "    at least: 3 years\n    keep: 40 years\n    review: {by: [sales, main_user], every: 6 months}\n    from: {later"
)
WAITS_SINCE = date(2001, 5, 7)  # three years after what happened last, and the first day after that


@pytest.fixture
def asked(settings: Settings, tmp_path: Path) -> None:
    """The notice of the tests keeps for forty years, and asks sales and the main user after three."""
    written = tmp_path / "reviews.yaml"
    text = Path(settings.KORTISTO_DECLARATION).read_text("utf-8")
    assert text.count(KEEP) == 1
    written.write_text(text.replace(KEEP, ASKED), "utf-8")
    settings.KORTISTO_DECLARATION = str(written)


@pytest.fixture
def world(asked: None, world: World) -> World:
    settled()
    return world


def settled() -> None:
    settle(by=Actor(kind=ActorKind.JOB), at=timezone.now(), channel=Door.JOBS, whole=True)


def text(response: Any) -> str:
    return " ".join(response.content.decode().split("<main")[1].split())


def place(person: UUID, rule: str = "contacts") -> str:
    return f"person.{person}.{rule}"


def in_days(days: int) -> str:
    day = timezone.localdate() + timedelta(days=days)
    return f"{day.day}.{day.month}.{day.year}"


def waiting() -> int:
    with engine() as by:
        by.record("test.look")
        return AwaitedReview.objects.count()


def add_waiting(number: int) -> None:
    with engine():
        AwaitedReview.objects.bulk_create(
            AwaitedReview(
                kind="person", subject=UUID(int=one), rule="contacts", since=date(2001, 1, 1), items=["person.name"]
            )
            for one in range(1, number + 1)
        )


def test_the_list_says_who_waits_for_whom_since_when_and_how_late(bob: Client, world: World) -> None:
    page = text(bob.get(PAGE))
    assert "Onni Keksitty" in page
    assert "Maija" not in page, "her minimum runs"
    assert "Sales, Main user" in page
    assert "7.5.2001" in page
    assert f"late by {(timezone.localdate() - WAITS_SINCE).days} days" in page
    assert "6.5.2038" in page, "the day until which it stays at the latest"
    assert f'value="{place(world.onni)}"' in page
    assert "review.list" in {line.action for line in log.events(subject=world.onni)}


@pytest.mark.parametrize(
    ("query", "there"),
    [
        ("kind=organisation", False),
        ("kind=person", True),
        ("days=365", True),
        ("role=dpo", True),  # no choice of the list: it restricts nothing
        ("role=sales&mine=on&order=ending", True),
        ("rule=contacts&order=new", True),
        ("kind=robot&days=x&order=y&rule=z&after=nonsense", True),
    ],
)
def test_the_list_is_filtered_and_put_in_order(bob: Client, world: World, query: str, there: bool) -> None:
    assert ("Onni Keksitty" in text(bob.get(f"{PAGE}?{query}"))) is there


def test_who_watches_over_retention_sees_all_and_decides_nothing(log_in_as: As, world: World) -> None:
    dora = log_in_as("dora")
    page = text(dora.get(PAGE))
    assert "Onni Keksitty" in page
    assert "Decide on" not in page
    assert dora.get(f"{DECIDE}?place={place(world.onni)}").status_code == 404
    assert dora.post(DECIDE, {"places": place(world.onni), "do": "over"}).status_code == 404
    for name in ("aaro", "charlie"):
        client = log_in_as(name)
        assert [client.get(address).status_code for address in (PAGE, f"{PAGE}export/", DECIDE)] == [404] * 3
    assert log_in_as("ulla").get(PAGE).status_code == 403


def test_one_is_kept_with_a_reason_and_a_new_day_and_nothing_typed_is_lost(bob: Client, world: World) -> None:
    page = text(bob.get(f"{DECIDE}?place={place(world.onni)}"))
    assert "Onni Keksitty" in page
    assert "One confirmation. Nothing has been decided yet." in page
    sent = {"places": place(world.onni), "do": "kept", "kept-reason": "Takuu voimassa", "kept-until": ""}
    refused = bob.post(DECIDE, sent)
    assert refused.status_code == 422
    assert "Say on which day it is asked again" in text(refused)
    assert "Takuu voimassa" in text(refused)
    for until, said in (("1.1.2020", "has to lie ahead"), (in_days(300), "asked again sooner"), ("pian", "d.m.yyyy")):
        assert said in text(bob.post(DECIDE, {**sent, "kept-until": until}))
    assert "Write why" in text(bob.post(DECIDE, {**sent, "kept-reason": " ", "kept-until": in_days(30)}))
    done = bob.post(DECIDE, {**sent, "kept-until": in_days(30)})
    assert done.headers["Location"] == f"/people/{world.onni}/"
    with engine():
        assert Review.objects.get().reason == "Takuu voimassa"
    assert "Onni Keksitty" not in text(bob.get(f"{PAGE}?kind=person"))
    [line] = [one for one in log.events() if one.action == "review.keep"]
    assert list(line.subjects) == [world.onni]


def test_what_was_kept_before_is_told_to_those_who_decide(bob: Client, log_in_as: As, world: World) -> None:
    bob.post(
        DECIDE,
        {"places": place(world.onni), "do": "kept", "kept-reason": "Takuu", "kept-until": in_days(30)},
    )
    with engine():
        AwaitedReview.objects.create(
            kind="person", subject=world.onni, rule="contacts", since=timezone.localdate(), items=["person.name"]
        )
    assert "Takuu (Bob," in text(bob.get(PAGE))
    assert "Takuu" not in text(log_in_as("dora").get(PAGE))


def test_many_are_decided_together_after_a_sample_and_only_those_that_were_shown(bob: Client, world: World) -> None:
    company = add_customer("Toinen Oy", at=LONG_AGO)
    for number in range(12):
        add_contact(f"Henkilö{number}", "Keksitty", company, at=LONG_AGO)
    settled()
    page = text(bob.get(f"{DECIDE}?all=on&kind=person"))
    assert "13 confirmations together. Nothing has been decided yet." in page
    assert "and 3 more" in page, "ten are shown"
    assert "Contact persons: 13" in page
    places = page.partition('name="places" value="')[2].partition('"')[0]
    assert len(places.split()) == 13
    add_contact("Myöhempi", "Keksitty", company, at=LONG_AGO)
    settled()
    before = waiting()
    done = bob.post(DECIDE, {"places": places, "do": "over"})
    assert done.headers["Location"] == PAGE
    assert before - waiting() == 13
    shown = text(bob.get(f"{PAGE}?kind=person"))
    assert "Myöhempi" in shown, "who came later was not shown, and is not decided"
    assert "13 were confirmed." in shown
    assert {"review.preview", "review.confirm"} <= {line.action for line in log.events()}


def test_what_waits_no_more_is_left_and_said_so(bob: Client, world: World) -> None:
    gone = UUID(int=5)
    with engine():
        AwaitedReview.objects.create(
            kind="person", subject=gone, rule="contacts", since=date(2001, 1, 1), items=["person.name"]
        )
    bob.post(DECIDE, {"places": f"{place(world.onni)} {place(gone)} nonsense", "do": "over"})
    page = text(bob.get(PAGE))
    assert "1 was confirmed." in page
    assert "Left as it was: 1 (no longer waits" in page
    again = bob.post(DECIDE, {"places": place(world.onni), "do": "over"})
    assert again.headers["Location"] == PAGE
    assert "no longer waits for you" in text(bob.get(PAGE))


def test_nothing_chosen_leads_back_and_says_what_to_do(bob: Client, world: World) -> None:
    assert bob.get(DECIDE).headers["Location"] == PAGE
    assert "Choose first what you decide on." in text(bob.get(PAGE))


def test_what_is_typed_outlives_an_expired_session(bob: Client, world: World) -> None:
    bob.logout()
    sent = {"places": place(world.onni), "do": "kept", "kept-reason": "Pitkä peruste", "kept-until": in_days(30)}
    page = bob.post(DECIDE, sent, headers={"origin": "http://testserver"}).content.decode()
    assert 'name="kept"' in page


def test_the_panel_of_a_party_says_that_it_waits_and_leads_on(bob: Client, log_in_as: As, world: World) -> None:
    shown = panel(bob, world.onni)
    assert "Awaits confirmation that it is no longer needed" in shown
    assert "waits for: Sales, Main user, since 7.5.2001" in " ".join(shown.split())
    assert f"place=person.{world.onni}.contacts" in shown
    assert "Awaits confirmation" not in panel(bob, world.maija)
    dora = log_in_as("dora")
    shown = panel(dora, world.onni)
    assert "Awaits confirmation that it is no longer needed" in shown
    assert DECIDE not in shown, "who watches does not decide"


def test_my_day_says_how_many_wait_for_me(bob: Client, log_in_as: As, world: World) -> None:
    assert "1 confirmation waits for you, since" in text(bob.get("/day/"))
    assert "for you, since" not in text(log_in_as("dora").get("/day/"))


def test_the_list_leaves_as_a_file_and_the_log_says_so(bob: Client, world: World) -> None:
    file = bob.get(f"{PAGE}export/?kind=person")
    lines = file.content.decode("utf-8-sig").splitlines()
    assert file.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert lines[0].startswith("Name;Rule;Data;Whose turn it is")
    assert lines[1].startswith("Onni Keksitty;")
    [line] = [one for one in log.events() if one.action == "review.export"]
    assert list(line.subjects) == [world.onni]


def test_the_list_has_pages_and_asks_the_same_however_many_wait(bob: Client, world: World) -> None:
    bob.get(PAGE)  # what is asked once in a session
    with CaptureQueriesContext(connection) as few:
        bob.get(PAGE)
    add_waiting(60)
    with CaptureQueriesContext(connection) as many:
        first = bob.get(PAGE).content.decode()
    assert len(many) == len(few)
    address = first.partition('rel="next" href="')[2].partition('"')[0].replace("&amp;", "&")
    second = text(bob.get(address))
    assert "Onni Keksitty" in second
    assert "To the beginning" in second


def test_a_notice_that_asks_nobody_has_no_such_place(log_in_as: As) -> None:
    alice = log_in_as("alice")
    assert "asks nobody before" in text(alice.get(PAGE))
    assert f'href="{PAGE}"' not in alice.get("/").content.decode()
