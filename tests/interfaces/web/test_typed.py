"""What was typed stays: through an expired session, a lost token and a change of the language, without JavaScript."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.conf import settings as configured
from django.test import Client

from kortisto.interfaces.web.typed import MOST, Typed, opened
from kortisto.register.audit import queries as log
from kortisto.register.parties.queries import person_page
from tests.interfaces.web.conftest import PASSWORD, As, World, engine, make_user
from tests.interfaces.web.test_forms import fields_of

pytestmark = pytest.mark.integration

HERE = {"Origin": "http://testserver"}
TYPED = 'Soitti: "tarjous" <b> & ä'
CREDENTIALS = {"email": "bob@staff.example", "password": PASSWORD}


def kept_in(page: str) -> str:
    found = re.search(r'name="kept" value="([^"]*)"', page)
    return unescape(found[1]) if found else ""


def token_in(page: str) -> str:
    return str(re.findall(r'name="csrfmiddlewaretoken" value="([^"]*)"', page)[-1])


def notes_of(world: World) -> list[str]:
    with engine() as by:
        return [one.reference for one in person_page(person_id=world.maija, by=by).activities]


def address_of_note(world: World) -> str:
    return f"/people/{world.maija}/notes/add/"


@pytest.mark.parametrize("token_too", [False, True])
def test_a_form_sent_after_the_session_is_shown_again_after_log_in_and_saves_nothing_itself(
    token_too: bool, world: World
) -> None:
    make_user("bob", "sales")
    client = Client(enforce_csrf_checks=True, headers={"Accept-Language": "en"})
    address = address_of_note(world)
    page = client.get("/login/").content.decode()
    client.post("/login/", {**CREDENTIALS, "csrfmiddlewaretoken": token_in(page)}, headers=HERE)
    client.cookies["django_language"] = "en"
    form = client.get(address).content.decode()
    before = notes_of(world)
    sent = {**fields_of(form), "text": TYPED, "csrfmiddlewaretoken": token_in(form)}
    del client.cookies[configured.SESSION_COOKIE_NAME]
    if token_too:
        del client.cookies[configured.CSRF_COOKIE_NAME]

    asked = client.post(address, sent, headers=HERE)
    page = asked.content.decode()
    assert asked.status_code == 403
    assert "what you typed is kept" in page
    wrong = {"email": "bob@staff.example", "password": "wrong", "kept": kept_in(page)}
    page = client.post("/login/", {**wrong, "csrfmiddlewaretoken": token_in(page)}, headers=HERE).content.decode()
    again = {**CREDENTIALS, "kept": kept_in(page), "csrfmiddlewaretoken": token_in(page)}
    page = client.post("/login/", again, headers=HERE).content.decode()
    assert f'action="{address}"' in page
    shown = client.post(
        address, {"kept": kept_in(page), "csrfmiddlewaretoken": token_in(page)}, headers=HERE
    ).content.decode()

    assert "It has not been saved yet" in shown
    assert fields_of(shown)["text"] == TYPED
    assert notes_of(world) == before
    saved = client.post(address, {**fields_of(shown), "csrfmiddlewaretoken": token_in(shown)}, headers=HERE)
    assert saved.status_code == 302
    assert len(notes_of(world)) == len(before) + 1


def test_a_lost_token_in_a_session_that_goes_on_loses_nothing(world: World, bob: Client) -> None:
    strict = Client(enforce_csrf_checks=True, headers={"Accept-Language": "fi"})
    strict.cookies = bob.cookies
    address = address_of_note(world)
    refused = strict.post(address, {**fields_of(bob.get(address).content.decode()), "text": TYPED}, headers=HERE)
    page = refused.content.decode()

    assert refused.status_code == 403
    assert "kirjoittamasi on tallessa" in page
    sent = {"kept": kept_in(page), "csrfmiddlewaretoken": token_in(page)}
    assert fields_of(strict.post(address, sent, headers=HERE).content.decode())["text"] == TYPED


def test_a_log_in_page_that_was_open_too_long_keeps_the_address_and_what_waits(world: World) -> None:
    client = Client(enforce_csrf_checks=True, headers={"Accept-Language": "en"})
    kept = Typed(address_of_note(world), {"text": TYPED}).sealed()
    page = client.post("/login/", {"email": "a@b.example", "password": "secret word", "kept": kept}, headers=HERE)
    text = page.content.decode()

    assert page.status_code == 403
    assert "Write your password again" in text
    assert 'value="a@b.example"' in text
    assert opened(kept_in(text)) == Typed(address_of_note(world), {"text": TYPED})
    assert "secret word" not in text


def test_another_language_keeps_a_half_typed_form(bob: Client, world: World) -> None:
    address = f"/people/{world.maija}/edit/"
    sent = {**fields_of(bob.get(address).content.decode()), "last_name": "", "first_name": TYPED}
    before = fields_of(bob.get(address).content.decode())
    page = bob.post(address, {**sent, "show-in": "sv"}).content.decode()

    assert '<html lang="sv">' in page
    assert "Det har inte sparats än" in page
    assert fields_of(page) == {**sent, "purpose": before["purpose"]}
    assert 'class="errorlist"' not in page  # it is half typed, not wrong
    assert '<html lang="sv">' in bob.get("/").content.decode()
    assert fields_of(bob.get(address).content.decode())["first_name"] == "Maija"


def test_what_stood_there_when_the_form_was_opened_is_kept_too(bob: Client, world: World) -> None:
    address = f"/people/{world.maija}/edit/"
    sent = {**fields_of(bob.get(address).content.decode()), "was-last_name": "Aiempi", "last_name": "Uusi"}
    page = bob.post(address, {"kept": Typed(address, sent).sealed()}).content.decode()

    assert fields_of(page)["was-last_name"] == "Aiempi"
    assert "Nothing has been overwritten" in bob.post(address, fields_of(page)).content.decode()


def test_enter_saves_and_does_not_change_the_language(bob: Client, world: World) -> None:
    page = bob.get(f"/people/{world.maija}/edit/").content.decode()
    first = re.findall(r"<button[^>]*form=\"sheet\"[^>]*>", page)[0]

    assert "show-in" not in first


def test_the_log_in_page_keeps_it_in_another_language(world: World) -> None:
    kept = Typed(address_of_note(world), {"text": TYPED}).sealed()
    page = Client().post("/login/", {"email": "a@b.example", "password": "x", "kept": kept, "show-in": "sv"})

    assert page.status_code == 200
    # The rest is when it was sealed: a slow machine seals it a second later.
    assert kept_in(page.content.decode()).partition(":")[0] == kept.partition(":")[0]
    assert 'value="a@b.example"' in page.content.decode()
    assert "Din session har avslutats" in page.content.decode()


def test_the_purpose_for_which_it_was_typed_is_chosen_again(world: World) -> None:
    make_user("bob", "sales")
    client = Client()
    for purpose, there in (("mailing", "mailing"), ("of nobody", "mailing")):
        kept = Typed(address_of_note(world), {"text": TYPED, "purpose": purpose}).sealed()
        client.post("/login/", {**CREDENTIALS, "kept": kept})
        assert client.session.get("purpose") == there


@pytest.mark.parametrize("origin", [{}, {"Origin": "https://evil.example"}, {"Origin": "null"},
                                    {"Referer": "http://testserver.evil.example/"}])  # fmt: skip
def test_no_other_site_fills_in_a_form(origin: dict[str, str], world: World) -> None:
    page = Client().post(address_of_note(world), {"text": TYPED}, headers=origin).content.decode()

    assert kept_in(page) == ""
    assert "tarjous" not in page


def test_neither_passwords_nor_tokens_are_carried(world: World) -> None:
    sent = {"text": "a", "new_password": "b", "csrfmiddlewaretoken": "c", "api-Token": "d", "end": "1"}
    page = Client().post(address_of_note(world), sent, headers=HERE).content.decode()

    assert opened(kept_in(page)) == Typed(address_of_note(world), {"text": "a"})


def test_too_much_is_not_carried_and_the_page_says_what_to_do(world: World) -> None:
    client = Client(headers={"Accept-Language": "en"})
    page = client.post(address_of_note(world), {"text": "ä" * MOST}, headers=HERE).content.decode()

    assert kept_in(page) == ""
    assert "Go back with the browser" in page
    nearly = client.post(address_of_note(world), {"text": "😀" * (MOST - 10)}, headers=HERE).content.decode()
    assert opened(kept_in(nearly)) is not None


@pytest.mark.parametrize("address", ["/login/", "/", "/nowhere/", "https://evil.example/people/"])
def test_it_leads_to_no_page_but_a_form(address: str, world: World) -> None:
    make_user("bob", "sales")
    kept = Typed(address, {"text": TYPED}).sealed()

    assert opened(kept) is None
    assert Client().post("/login/", {**CREDENTIALS, "kept": kept}).headers["Location"] == "/"


@pytest.mark.parametrize("damage", ["x", "other", "", "page"])
def test_a_value_that_is_not_ours_or_of_another_form_is_refused(damage: str, log_in_as: As, world: World) -> None:
    kept = Typed(address_of_note(world), {"text": TYPED}).sealed()
    address = address_of_note(world) if damage != "page" else f"/people/{world.maija}/edit/"
    sent = {"x": f"{kept}x", "other": "a" * 21 * MOST, "": "", "page": kept}[damage]
    before = notes_of(world)
    response = log_in_as("bob").post(address, {"kept": sent})

    assert response.status_code == 400
    assert notes_of(world) == before


def test_a_kept_press_of_no_longer_in_use_ends_nothing(bob: Client, world: World) -> None:
    address = f"/people/{world.maija}/contacts/email/{world.email}/"
    kept = Typed(address, {"value": "uusi@esimerkki.example"}).sealed()
    page = bob.post(address, {"kept": kept, "end": "1"})

    assert page.status_code == 200
    assert fields_of(page.content.decode())["value"] == "uusi@esimerkki.example"
    assert "contact.end" not in {line.action for line in log.events()}
    with engine() as by:
        points = person_page(person_id=world.maija, by=by).contact_points
    assert all(point.valid_to is None for point in points)
