"""A request from door to answer: one transaction, its line in the log, and the headers of the answer."""

from __future__ import annotations

import pytest
from django.test import Client

from kortisto.register.audit import queries as log
from kortisto.register.audit.enums import Outcome
from kortisto.register.parties import operations as parties
from tests.register.conftest import CHARLIE, NOW, ORIGIN, entered

pytestmark = [pytest.mark.integration, pytest.mark.urls("tests.register.access.pages_of_tests")]


def add_maija() -> None:
    with entered() as by:
        parties.add_person(first_name="Maija", last_name="Esimerkki", origin=ORIGIN, by=by, at=NOW)


def lines() -> list[tuple[str, Outcome]]:
    return [(line.action, line.outcome) for line in reversed(log.events())]


def test_what_a_page_shows_is_in_the_log_before_the_answer_leaves(real_transactions: None, client: Client) -> None:
    add_maija()

    answer = client.get("/shown/")

    assert answer.content.decode() == "Maija Esimerkki"
    assert lines() == [("person.add", Outcome.DONE), ("parties.search", Outcome.DONE)]


def test_a_refused_page_is_403_and_in_the_log(real_transactions: None, client: Client) -> None:
    add_maija()

    answer = client.get("/refused/")

    assert answer.status_code == 403
    assert "Maija" not in answer.content.decode()
    assert lines()[1:] == [("access.read", Outcome.DENIED)]
    assert log.events()[0].actor_id == CHARLIE.id


def test_a_page_that_breaks_shows_nothing_and_logs_nothing(real_transactions: None) -> None:
    add_maija()

    answer = Client(raise_request_exception=False).get("/broken/")

    assert answer.status_code == 500
    assert "Maija" not in answer.content.decode()
    assert lines()[1:] == []


@pytest.mark.parametrize("page", ["/shown/", "/refused/", "/broken/", "/none/"])
def test_every_answer_carries_the_headers_of_protection(db: None, page: str) -> None:
    headers = Client(raise_request_exception=False).get(page).headers

    policy = set(headers["Content-Security-Policy"].split("; "))
    assert {"default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'"} <= policy
    assert not any("unsafe" in directive for directive in policy)
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store, private"
