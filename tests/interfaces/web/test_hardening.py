"""Headers on every answer, hostile text, and addresses that nobody types by accident."""

from __future__ import annotations

import pytest
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.test import Client
from django.urls import include, path, reverse
from pytest_django import Settings

from tests.interfaces.web.conftest import As, World, add_contact, add_customer
from tests.interfaces.web.test_who_may import TABLE, address

pytestmark = pytest.mark.integration

HOSTILE = "<script>alert(1)</script>"


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("as if our code were wrong")


urlpatterns = [path("broken/", broken), path("", include("kortisto.interfaces.web.urls"))]
handler400 = "kortisto.interfaces.web.errors.bad_request"
handler403 = "kortisto.interfaces.web.errors.forbidden"
handler404 = "kortisto.interfaces.web.errors.not_found"
handler500 = "kortisto.interfaces.web.errors.broken"


def check_headers(response: HttpResponseBase) -> None:
    policy = dict(part.strip().split(" ", 1) for part in response.headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["X-Frame-Options"] == "DENY"
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert "max-age" in response.headers["Cache-Control"] or "no-store" in response.headers["Cache-Control"]


@pytest.mark.parametrize("visitor", ["", "alice", "charlie"])
def test_every_answer_carries_the_protecting_headers(visitor: str, log_in_as: As, world: World) -> None:
    client = log_in_as(visitor)
    for name in TABLE:
        check_headers(client.get(address(name, world)))
    for wrong in ("/no-such-page/", "/?q=%00"):
        check_headers(client.get(wrong))


def test_a_page_about_people_is_never_kept(alice: Client, world: World) -> None:
    for name in ("parties", "person", "organisation", "retention", "certificate"):
        assert alice.get(address(name, world)).headers["Cache-Control"] == "no-store, private"


@pytest.mark.parametrize(
    ("language", "words"),
    [("fi", "Vika on meidän"), ("sv", "Felet är vårt"), ("en", "This is our fault")],
)
def test_our_own_mistake_gives_a_calm_page(language: str, words: str, settings: Settings, log_in_as: As) -> None:
    settings.ROOT_URLCONF = __name__
    response = log_in_as("alice", language=language).get("/broken/")

    assert response.status_code == 500
    assert words in response.content.decode()
    assert f'lang="{language}"' in response.content.decode()
    check_headers(response)


@pytest.mark.parametrize(("language", "words"), [("fi", "Ei löytynyt"), ("sv", "Hittades inte"), ("en", "Not found")])
@pytest.mark.parametrize("visitor", ["", "bob"])
def test_an_unknown_page_says_so_in_three_languages(visitor: str, language: str, words: str, log_in_as: As) -> None:
    response = log_in_as(visitor, language=language).get("/no-such-page/")

    assert response.status_code == 404
    assert words in response.content.decode()


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("?q=%00", 400),
        ("?kind=%00", 400),
        ("?after=%00", 400),
        ("?%00=1", 400),
        ("?q=" + "a" * 60_000, 200),
        ("?q=" + "%F0%9F%90%88" * 300, 200),
        ("?q=%ff%fe", 200),
        ("?q=%27;drop%20table%20parties_person;--", 200),
        ("?q=%25_%5C", 200),
        ("?after=" + "a" * 5_000, 200),
        ("?after=AAAA", 200),
        ("?kind=nonsense", 200),
        ("?q=" + "a%20" * 2_000, 200),
    ],
)
def test_an_odd_address_of_the_list_breaks_nothing(query: str, status: int, log_in_as: As, world: World) -> None:
    assert log_in_as("bob").get("/" + query).status_code == status


@pytest.mark.parametrize(
    "wrong",
    [
        "/people/%00/",
        "/people/1/",
        "/people/../retention/",
        "/retention/?at=%00",
        "/retention/?at=yesterday",
        "/retention/?at=99999999999999999999",
        "/retention/?at=1.1.0001",
        "/retention/?at=31.12.9999",
        "/notice/?lang=xx",
        "/notice/?lang=" + "x" * 10_000,
        "/people/00000000-0000-0000-0000-000000000007/?kind=%27&all=%27",
        "/login/?next=%0d%0aSet-Cookie:a=b",
    ],
)
def test_no_odd_address_is_our_mistake(wrong: str, log_in_as: As, world: World) -> None:
    assert log_in_as("alice").get(wrong).status_code < 500


def test_an_odd_cookie_is_refused(log_in_as: As) -> None:
    client = log_in_as()
    client.cookies["sessionid"] = "a\0bcdefghijklmnop"

    assert client.get("/").status_code == 400


def test_hostile_text_is_shown_as_text(bob: Client, world: World) -> None:
    person = add_contact(HOSTILE, '"><img src=x onerror=alert(1)>', add_customer("{{ 7 }}{% now %} O'Hara & <b>"))
    note = {"text": f"{HOSTILE}\njavascript:alert(1)", "written_on": "1.2.2026", "source": "subject"}
    assert bob.post(f"/people/{person}/notes/add/", note).status_code == 302
    pages = [f"/people/{person}/", f"/people/{person}/edit/", "/", f"/?q={HOSTILE}", f"/?kind={HOSTILE}"]
    for page in pages:
        text = bob.get(page).content.decode()
        assert HOSTILE not in text
        assert "<img src=x" not in text
        assert "&lt;script&gt;" in text or "kind=" in page


def test_a_web_address_that_is_a_script_is_refused(bob: Client, world: World) -> None:
    response = bob.post(
        f"/people/{world.maija}/contacts/add/",
        {"kind": "web", "use": "work", "value": "javascript:alert(1)//a.b", "source": "subject"},
    )

    assert response.status_code == 422


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)",
                                    "\tjavascript:alert(1)", "http:///evil.example"])  # fmt: skip
def test_nobody_is_sent_elsewhere(target: str, log_in_as: As) -> None:
    response = log_in_as("bob").post(reverse("web:language"), {"language": "sv", "next": target})

    assert response.headers["Location"] == "/"


def test_a_form_without_its_token_is_refused_and_says_what_to_do(world: World) -> None:
    client = Client(enforce_csrf_checks=True, headers={"Accept-Language": "fi"})
    response = client.post("/login/", {"email": "a@b.example", "password": "x"})

    assert response.status_code == 403
    assert "Lomake on vanhentunut" in response.content.decode()
    check_headers(response)
