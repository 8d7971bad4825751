"""Logging in and out, languages, purposes: forms as a browser without JavaScript sends them."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import Settings

from kortisto.register.audit import queries as log
from kortisto.register.audit.enums import Outcome
from tests.interfaces.web.conftest import PASSWORD, As, World, make_user

pytestmark = pytest.mark.integration


def test_log_in_leads_to_the_page_that_was_asked_for_and_log_out_ends_it(world: World) -> None:
    make_user("bob", "sales")
    client = Client()
    asked = client.get("/?q=maija")
    assert asked.headers["Location"] == "/login/?next=/%3Fq%3Dmaija"
    before = client.cookies.get("sessionid")
    response = client.post("/login/", {"email": "BOB@staff.example", "password": PASSWORD, "next": "/?q=maija"})

    assert response.headers["Location"] == "/?q=maija"
    assert client.cookies["sessionid"] != before
    session = client.cookies["sessionid"].value
    client.post("/logout/")
    client.cookies["sessionid"] = session
    assert client.get("/").status_code == 302
    assert [line.action for line in log.events()][:1] == ["logout"]


def test_a_wrong_password_keeps_the_address_and_tells_no_more_than_needed(db: None) -> None:
    make_user("bob", "sales")
    client = Client(headers={"Accept-Language": "fi"})
    texts = []
    for email in ("bob@staff.example", "nobody@staff.example"):
        response = client.post("/login/", {"email": email, "password": "wrong"})
        assert response.status_code == 422
        text = response.content.decode()
        assert f'value="{email}"' in text
        assert "wrong" not in text
        texts.append(text.replace(email, "").split("<main")[1].split("csrfmiddlewaretoken")[0])
    assert texts[0] == texts[1]
    assert "Sähköpostiosoite tai salasana on väärä" in texts[0]
    assert log.events()[0].outcome is Outcome.DENIED


def test_after_too_many_failures_the_page_says_until_when(db: None, settings: Settings) -> None:
    settings.LOGIN_FAILURES_PER_ACCOUNT = 2
    client = Client(headers={"Accept-Language": "sv"})
    for _ in range(2):
        response = client.post("/login/", {"email": "bob@staff.example", "password": "wrong"})

    assert response.status_code == 429
    assert "Vänta till klockan" in response.content.decode()


@pytest.mark.parametrize("data", [{}, {"email": "", "password": ""}, {"email": "a\0b", "password": "x\0y"},
                                  {"email": "a" * 5_000, "password": "b" * 50_000}])  # fmt: skip
def test_odd_log_ins_are_refused_calmly(data: dict[str, str], db: None) -> None:
    assert Client().post("/login/", data).status_code == 422


@pytest.mark.parametrize(
    ("accepted", "language"), [("", "fi"), ("de", "fi"), ("sv-FI,fi;q=0.5", "sv"), ("en-US", "en"), ("fi", "fi")]
)
def test_the_browser_proposes_the_language_and_finnish_is_the_default(accepted: str, language: str, db: None) -> None:
    page = Client(headers={"Accept-Language": accepted}).get("/login/").content.decode()

    assert f'<html lang="{language}">' in page


def test_a_chosen_language_stays_and_the_page_too(bob: Client, world: World) -> None:
    page = f"/people/{world.maija}/"
    response = bob.post("/language/", {"language": "sv", "next": page})

    assert response.headers["Location"] == page
    assert '<html lang="sv">' in bob.get(page).content.decode()
    bob.post("/language/", {"language": "xx", "next": page})
    assert '<html lang="sv">' in bob.get(page).content.decode()


def test_the_browser_speaks_for_its_user_until_the_user_has_chosen(db: None) -> None:
    bob = make_user("bob", "sales")  # made by somebody who did not know which language Bob speaks
    credentials = {"email": "bob@staff.example", "password": PASSWORD}
    client = Client(headers={"Accept-Language": "sv"})
    client.post("/login/", credentials)

    assert '<html lang="sv">' in client.get("/").content.decode()
    assert "django_language" not in client.cookies  # the browser may ask for another one tomorrow
    bob.refresh_from_db()
    assert (bob.language, bob.language_chosen) == ("sv", False)  # mails speak it too


def test_a_chosen_language_holds_in_every_browser(db: None) -> None:
    bob = make_user("bob", "sales")
    credentials = {"email": "bob@staff.example", "password": PASSWORD}
    client = Client(headers={"Accept-Language": "sv"})
    client.post("/login/", credentials)
    client.post("/language/", {"language": "en", "next": "/"})

    elsewhere = Client(headers={"Accept-Language": "fi"})
    elsewhere.post("/login/", credentials)
    assert '<html lang="en">' in elsewhere.get("/").content.decode()
    bob.refresh_from_db()
    assert (bob.language, bob.language_chosen) == ("en", True)
    assert [line.action for line in log.events()].count("user.language") == 2  # the browser's, then Bob's own


def test_the_purpose_is_shown_and_can_be_changed(log_in_as: As, world: World) -> None:
    client = log_in_as("bob")
    assert "Managing the customer relationship" in client.get("/").content.decode()
    response = client.post("/purpose/", {"purpose": "mailing", "next": "/?q=maija"})

    assert response.headers["Location"] == "/?q=maija"
    summary = client.get("/").content.decode().split("<summary title=")[1].split("</summary>")[0]
    assert "Sending bulletins" in summary


def test_the_public_notice_is_in_the_language_of_its_address(db: None) -> None:
    client = Client(headers={"Accept-Language": "fi"})
    pages = {language: client.get(f"/notice/?lang={language}").content.decode() for language in ("fi", "sv", "en")}

    assert "Esimerkkirekisterin tietosuojaseloste" in pages["fi"]
    assert "Dataskyddsbeskrivning för exempelregistret" in pages["sv"]
    assert "Privacy notice of the example register" in pages["en"]
    for language, page in pages.items():
        assert f'<html lang="{language}">' in page
        assert 'id="node-retention.contacts"' in page
        ids = [part.split('"')[0] for part in page.split(' id="')[1:]]
        assert len(ids) == len(set(ids))
