"""What a real browser says of the main ways: keys, no script, sessions that end. All pages: test_every_page.py."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.test import Client
from playwright.sync_api import BrowserContext, Page, sync_playwright

from tests.conftest import CHROMIUM
from tests.interfaces.web.conftest import BACKEND, PASSWORD, World, add_customer, make_user, make_world
from tests.interfaces.web.test_who_may import address

pytestmark = pytest.mark.e2e

LANGUAGES = {"fi": "fi-FI", "sv": "sv-SE", "en": "en-GB"}


class _Threads(ThreadingMixIn, WSGIServer):
    daemon_threads = False  # the end of the server waits for answers under way

    def process_request_thread(self, *arguments: Any) -> None:
        """Answer one request, and leave no connection of its thread behind."""
        try:
            super().process_request_thread(*arguments)
        finally:
            connections.close_all()


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 (the name in the standard library)
        """Say nothing: a test tells by its assertions."""


@pytest.fixture
def site(transactional_db: None) -> Iterator[str]:
    """The pages, served on a port of their own; data of a test are committed, so that the server's threads see them."""
    server = make_server("127.0.0.1", 0, get_wsgi_application(), server_class=_Threads, handler_class=_Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def prepared(site: str) -> tuple[World, str]:
    """The world, and the cookie of a browser in which Alice has logged in."""
    world = make_world()
    client = Client()
    client.force_login(make_user("alice", "main_user"), backend=BACKEND)
    return world, client.cookies["sessionid"].value


@contextmanager
def browser(site: str, session: str, *, language: str = "fi", **options: object) -> Iterator[BrowserContext]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        context = chromium.new_context(locale=LANGUAGES[language], **options)  # type: ignore[arg-type]
        context.set_default_timeout(15_000)
        cookies = {"sessionid": session, "django_language": language}
        context.add_cookies([{"name": name, "value": value, "url": site} for name, value in cookies.items()])
        yield context
        chromium.close()


def complaints(page: Page, theme: str) -> list[str]:
    """What axe finds on the page as it stands; in the dark only the colours differ, so only these are looked at."""
    rules = ["color-contrast", "link-in-text-block"] if theme == "dark" else RULES
    found = Axe().run(page, options={"runOnly": rules})
    return [
        f"{page.url}: {one['id']}: {node['html'][:160]} ({node['failureSummary'][:200]})"
        for one in found.response["violations"]
        for node in one["nodes"]
    ]


RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
UNFOLD = "document.querySelectorAll('main details:not(.menu)').forEach(one => { one.open = true })"


def test_forms_that_were_refused_and_the_log_in_have_no_obstacles(site: str, prepared: tuple[World, str]) -> None:
    world, session = prepared
    found: list[str] = []
    with browser(site, session, reduced_motion="reduce") as context:
        page = context.new_page()
        page.goto(f"{site}/people/{world.maija}/edit/")
        page.fill("[name=first_name]", "")
        page.fill("[name=last_name]", "")
        page.click("button.primary")
        found += complaints(page, "light")
        context.clear_cookies(name="sessionid")
        page.goto(f"{site}/login/")
        page.click("button.primary")
        found += complaints(page, "light")

    assert found == []


@pytest.mark.parametrize("language", ["sv", "en"])
def test_pages_of_the_other_languages_say_so_and_nothing_sticks_out(
    language: str, site: str, prepared: tuple[World, str]
) -> None:
    world, session = prepared
    with browser(site, session, language=language, viewport={"width": 320, "height": 700}) as context:
        page = context.new_page()
        for name in (
            "parties",
            "people",
            "person",
            "organisation",
            "edit-organisation",
            "merge",
            "import",
            "day",
            "log-seal",
        ):
            page.goto(site + address(name, world))
            assert page.locator("html").get_attribute("lang") == language
            assert page.evaluate("document.documentElement.scrollWidth") <= 320, name


def test_a_list_is_sifted_as_you_type(site: str, prepared: tuple[World, str]) -> None:
    world, session = prepared
    with browser(site, session) as context:
        page = context.new_page()
        page.goto(site)
        page.keyboard.press("/")
        page.keyboard.type("keksi")
        page.wait_for_url("**/?q=keksi")
        page.locator(".list .name", has_text="Onni Keksitty").wait_for()
        assert page.locator(".list .name").all_text_contents() == ["Onni Keksitty"]
        assert page.evaluate("document.activeElement.id") == "q"
        page.locator(".list a").click()
        page.wait_for_url(f"**/people/{world.onni}/")
        page.go_back()
        page.wait_for_url("**/?q=keksi")
        page.locator(".list .name", has_text="Onni Keksitty").wait_for()
        assert page.locator(".list .name").all_text_contents() == ["Onni Keksitty"]
        assert page.locator("#q").input_value() == "keksi"


def test_everything_works_without_javascript(site: str, prepared: tuple[World, str]) -> None:
    world, session = prepared
    with browser(site, session, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(site)
        page.fill("#q", "maija")
        page.keyboard.press("Enter")
        page.click(".list a")
        page.wait_for_url(f"**/people/{world.maija}/")
        page.click("details.all > summary")
        page.locator("details.datum > summary").first.click()
        assert page.locator("details.datum .status").first.is_visible()
        page.locator("details.datum details.how > summary").first.click()
        assert page.locator("details.datum .why").first.is_visible()
        page.goto(f"{site}/people/{world.maija}/edit/")
        page.fill("[name=last_name]", "Uusi")
        page.click("button.primary")
        page.wait_for_url(f"**/people/{world.maija}/")
        assert page.locator("h1").text_content() == "Maija Uusi"
        page.click(".languages button[value=sv]")
        assert page.locator("html").get_attribute("lang") == "sv"
        page.click("details.user > summary")
        page.click("form[action='/logout/'] button")
        page.wait_for_url("**/login/")


def test_the_daily_work_is_done_without_javascript(site: str, prepared: tuple[World, str], tmp_path: Path) -> None:
    world, session = prepared
    file = tmp_path / "uudet.csv"
    file.write_text("Nimi,Sähköposti\nAino Keksitty,aino@esimerkki.example\n", encoding="utf-8")
    with browser(site, session, language="en", java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{site}/people/add/")
        page.fill("[name=first_name]", "Aino")
        page.fill("[name=last_name]", "Uusi")
        page.fill("[name=email]", "aino.uusi@esimerkki.example")
        page.click("#sheet button.primary")
        assert page.locator("h1").text_content() == "Aino Uusi"
        person = page.url

        page.click(".face .actions a[href$='/notes/add/']")
        page.fill("[name=text]", "Soitti.")
        page.click("#sheet button.primary")
        page.locator(".timeline", has_text="Soitti.").wait_for()
        page.click(".timeline .entry form button")
        page.click("#toasts form button")  # undo
        page.locator(".timeline", has_text="Soitti.").wait_for()
        page.click(".compose a[href$='/tasks/add/']")
        page.fill("[name=title]", "Soita takaisin")
        page.click("#sheet button.primary")
        page.locator(".timeline", has_text="Soita takaisin").wait_for()
        page.click(".reach a.edit")
        page.fill("[name=value]", "aino@toinen.example")
        page.click("#sheet button.primary")
        assert page.url.startswith(person)
        assert page.locator(".reach", has_text="aino@toinen.example").count() == 1
        assert not page.locator("[data-copy]").first.is_visible()  # what only scripts can do is not offered

        page.goto(f"{site}/people/?email=yes")
        page.locator(".choose input").first.check()
        page.click("button[formaction*='/many/language/']")
        page.select_option("[name=choice]", "sv")
        page.click("form.card button.primary")
        page.click("#preview ~ form button.primary, section form button.primary")
        assert page.url.startswith(f"{site}/people/")
        page.goto(f"{site}/people/{world.maija}/merge/{world.onni}/")
        page.locator(".compare .differ input[value=second]").first.check()
        page.click("main form button.primary")
        assert page.locator("#toasts").text_content()
        page.goto(f"{site}/imports/")
        page.set_input_files("input[type=file]", file)
        page.click("main form button.primary")
        assert page.locator("h1").text_content() == "uudet.csv"


@pytest.mark.parametrize("scripts", [True, False])
def test_what_was_typed_outlives_the_session_in_a_browser(
    scripts: bool, site: str, prepared: tuple[World, str]
) -> None:
    world, session = prepared
    with browser(site, session, java_script_enabled=scripts) as context:
        page = context.new_page()
        page.goto(f"{site}/people/{world.maija}/edit/")
        page.fill("[name=last_name]", "Puoliksi")
        page.click(".languages button[value=en]")
        assert page.locator("html").get_attribute("lang") == "en"
        assert page.input_value("[name=last_name]") == "Puoliksi"
        context.clear_cookies()  # of the session and of the token
        page.press("[name=last_name]", "Enter")
        page.wait_for_selector("#log-in")
        assert not scripts or complaints(page, "light") == []
        page.fill("[name=email]", "alice@staff.example")
        page.fill("[name=password]", PASSWORD)
        page.press("[name=password]", "Enter")
        if not scripts:
            page.click("form[data-go-on] button")
        page.wait_for_selector("#sheet")
        assert page.input_value("[name=last_name]") == "Puoliksi"
        assert not scripts or complaints(page, "light") == []
        page.press("[name=last_name]", "Enter")
        page.wait_for_url(f"**/people/{world.maija}/")
        assert page.locator("h1").text_content() == "Maija Puoliksi"


def test_a_server_error_while_typing_leaves_the_list_alone(site: str, prepared: tuple[World, str]) -> None:
    _, session = prepared
    with browser(site, session) as context:
        page = context.new_page()
        page.goto(site)
        page.route("**/?q=*", lambda route: route.fulfill(status=500, body="<h1>broken</h1>"))
        before = page.locator(".list .name").all_text_contents()
        with page.expect_response("**/?q=*"):
            page.keyboard.press("/")
            page.keyboard.type("a")
        page.wait_for_timeout(200)
        assert page.locator(".list .name").all_text_contents() == before


def test_the_panel_prints_unfolded(site: str, prepared: tuple[World, str]) -> None:
    world, session = prepared
    with browser(site, session) as context:
        page = context.new_page()
        page.goto(f"{site}/people/{world.maija}/")
        page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
        assert page.locator("main details:not([open])").count() == 0
        page.evaluate("window.dispatchEvent(new Event('afterprint'))")
        assert page.locator("main details[open]").count() == 0


def test_a_person_is_printed_on_a_few_sheets_and_a_list_on_its_side(site: str, prepared: tuple[World, str]) -> None:
    world, session = prepared
    with browser(site, session) as context:
        page = context.new_page()
        page.goto(f"{site}/people/{world.maija}/")
        sheets = page.pdf(format="A4", prefer_css_page_size=True)
        assert 1 <= len(re.findall(rb"/Type ?/Page\b", sheets)) <= 5  # with every reason unfolded
        page.goto(f"{site}/people/")
        wide, high = re.findall(rb"/MediaBox ?\[0 0 ([0-9.]+) ([0-9.]+)\]", page.pdf(prefer_css_page_size=True))[0]
        assert float(wide) > float(high)
        page.emulate_media(media="print")
        for hidden in (".filters", ".actions .menu", "td.choose"):
            assert not page.locator(hidden).first.is_visible()


def test_long_words_and_many_rows_stay_inside(site: str, prepared: tuple[World, str]) -> None:
    _, session = prepared
    add_customer("Pitkänimisyyskokeiluorganisaatioyhteenliittymä" * 3)
    with browser(site, session, viewport={"width": 320, "height": 700}) as context:
        page = context.new_page()
        page.goto(site)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
