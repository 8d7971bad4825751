"""A request from door to answer: one transaction, its line in the log, and the headers of the answer."""

from __future__ import annotations

import pytest
from django.test import Client

from kortisto.register.access.operations import add_user
from kortisto.register.audit import queries as log
from kortisto.register.audit.enums import Outcome
from kortisto.register.parties import operations as parties
from tests.register.conftest import ALICE, CHARLIE, NOW, ORIGIN, entered

pytestmark = [pytest.mark.integration, pytest.mark.urls("tests.register.access.pages_of_tests")]


@pytest.fixture
def browser(transactional_db: None) -> Client:
    """Somebody who is logged in, and Maija in the register."""
    with entered() as by:
        parties.add_person(first_name="Maija", last_name="Esimerkki", origin=ORIGIN, by=by, at=NOW)
    user = add_user(
        email="bob@esimerkki.example", password="kolmetoista pientä kanaa", role="sales", by=ALICE, at=NOW,
        undertaking="1",
    )  # fmt: skip
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


def lines() -> list[tuple[str, Outcome]]:
    """What was logged after the fixture."""
    return [(line.action, line.outcome) for line in reversed(log.events())][2:]


def test_what_a_page_shows_is_in_the_log_before_the_answer_leaves(browser: Client) -> None:
    answer = browser.get("/shown/")

    assert answer.content.decode() == "Maija Esimerkki"
    assert lines() == [("parties.search", Outcome.DONE)]


def test_a_refused_page_is_403_and_in_the_log(browser: Client) -> None:
    answer = browser.get("/refused/")

    assert answer.status_code == 403
    assert "Maija" not in answer.content.decode()
    assert lines() == [("access.read", Outcome.DENIED)]
    assert log.events()[0].actor_id == CHARLIE.id


def test_a_page_that_reaches_for_an_undeclared_item_is_403_and_in_the_log(browser: Client) -> None:
    answer = browser.get("/overreaching/")

    assert answer.status_code == 403
    assert "Maija" not in answer.content.decode()
    assert lines() == [("access.read", Outcome.DENIED)]
    assert log.events()[0].items == ("billing.details",)


def test_a_page_that_breaks_shows_nothing_and_logs_nothing(browser: Client) -> None:
    answer = browser.get("/broken/")

    assert answer.status_code == 500
    assert "Maija" not in answer.content.decode()
    assert lines() == []


@pytest.mark.parametrize("page", ["/shown/", "/refused/", "/broken/", "/none/"])
def test_every_answer_carries_the_headers_of_protection(browser: Client, page: str) -> None:
    headers = browser.get(page).headers

    policy = set(headers["Content-Security-Policy"].split("; "))
    assert {"default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'"} <= policy
    assert not any("unsafe" in directive for directive in policy)
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store, private"
