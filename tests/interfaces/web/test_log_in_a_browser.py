"""The pages of the log in a real browser: axe finds nothing, nothing sticks out of a phone."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from tests.interfaces.web.conftest import BACKEND, make_user, make_world
from tests.interfaces.web.test_accessibility import UNFOLD, browser, complaints, site

__all__ = ["site"]

pytestmark = pytest.mark.e2e


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_log_is_read_by_everybody_who_may(site: str, theme: str) -> None:
    world = make_world()
    bob, dora = Client(), Client()
    bob.force_login(make_user("bob", "sales"), backend=BACKEND)
    dora.force_login(make_user("dora", "dpo"), backend=BACKEND)
    bob.get("/")
    bob.get(reverse("web:person", args=[world.maija]))
    found: list[str] = []
    with browser(site, dora.cookies["sessionid"].value, color_scheme=theme, reduced_motion="reduce") as context:
        page = context.new_page()
        for path in ("/log/", f"/log/?person={world.maija}", "/log/?since=x", "/log/?action=tag.add", "/log/seal/"):
            page.goto(site + path)
            page.evaluate(UNFOLD)
            found += complaints(page, theme)
        page.click("main button.primary")
        found += complaints(page, theme)
        page.set_viewport_size({"width": 390, "height": 800})
        for path in ("/log/", "/log/seal/"):
            page.goto(site + path)
            assert page.evaluate("document.documentElement.scrollWidth") <= 390

    assert found == []
