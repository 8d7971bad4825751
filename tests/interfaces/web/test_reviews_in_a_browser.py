"""The pages of confirmations in a real browser: the notice of the other pages asks for none."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Page, expect

from tests.interfaces.web.conftest import BACKEND, LONG_AGO, add_contact, add_customer, make_user, make_world
from tests.interfaces.web.test_accessibility import browser, site  # the fixture is used by name
from tests.interfaces.web.test_every_page import looked_at
from tests.interfaces.web.test_reviews import asked, place, settled, waiting

pytestmark = pytest.mark.e2e
__all__ = ["asked", "site"]


def test_axe_finds_nothing_and_deciding_takes_no_script(asked: None, site: str) -> None:
    world = make_world()
    company = add_customer("Toinen Oy", at=LONG_AGO)
    for number in range(3):
        add_contact(f"Henkilö{number}", "Keksitty", company, at=LONG_AGO)
    settled()
    client = Client()
    client.force_login(make_user("bob", "sales"), backend=BACKEND)
    session = client.cookies["sessionid"].value
    found: list[str] = []
    with browser(site, session, reduced_motion="reduce") as context:
        page = context.new_page()
        for path in (
            "/retention/reviews/", f"/retention/reviews/decide/?place={place(world.onni)}",
            f"/people/{world.onni}/", "/day/",
        ):  # fmt: skip
            page.goto(site + path)
            found += [f"{path}: {one}" for one in looked_at(page, Axe().axe_script)]
    assert not found, "\n".join(found)
    before = waiting()
    with browser(site, session, java_script_enabled=False) as context:
        _decided(context.new_page(), site)
    assert before - waiting() == 2


def _decided(page: Page, site: str) -> None:
    page.goto(f"{site}/retention/reviews/")
    for box in page.locator("input[name=place]").all()[:2]:
        box.check()
    page.locator(".with-chosen button").click()
    page.locator("button[value=over]").click()
    expect(page.locator("table tbody tr")).to_have_count(2)
