"""The command palette, the shortcuts, and the page of all parts, in a real browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pytest_django import Settings

from tests.interfaces.web.test_accessibility import (  # the fixtures are used by name
    LANGUAGES,
    UNFOLD,
    browser,
    complaints,
    prepared,
    site,
)

if TYPE_CHECKING:
    from tests.interfaces.web.conftest import World

pytestmark = pytest.mark.e2e
__all__ = ["prepared", "site"]


def test_the_palette_finds_people_and_pages_and_is_worked_by_keys_alone(site: str, prepared: tuple[World, str]) -> None:
    world, session = prepared
    with browser(site, session, language="en") as context:
        page = context.new_page()
        page.goto(f"{site}/retention/")
        page.keyboard.press("/")
        page.keyboard.type("maija")
        chosen = page.locator("#palette [aria-selected=true]")
        page.locator("#palette [role=option]", has_text="Maija Esimerkki").wait_for()
        assert "Maija Esimerkki" in (chosen.text_content() or "")
        assert page.locator("#palette-q").get_attribute("aria-activedescendant") == chosen.get_attribute("id")
        assert page.evaluate("document.activeElement.id") == "palette-q"
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/people/{world.maija}/")

        page.keyboard.press("Control+k")
        assert "Write a note" in (chosen.text_content() or "")  # what can be done on this page comes first
        page.keyboard.type("certif")
        page.keyboard.press("ArrowDown")
        assert "Certificates" in (chosen.text_content() or "")
        page.keyboard.press("Enter")
        page.wait_for_url("**/retention/certificates/")

        page.keyboard.press("Control+k")
        page.keyboard.type("zzzz")
        page.keyboard.press("Enter")
        page.wait_for_url("**/search/?q=zzzz")

        page.keyboard.press("Control+k")
        page.keyboard.press("Escape")
        assert not page.locator("#palette").is_visible()


def test_who_is_not_found_can_be_added_with_what_was_typed(site: str, prepared: tuple[World, str]) -> None:
    _, session = prepared
    with browser(site, session, language="en") as context:
        page = context.new_page()
        page.goto(site)
        page.keyboard.press("Control+k")
        page.keyboard.type("Aino Ihanuusi")
        nothing = page.locator("#palette p[data-none]")
        nothing.wait_for()
        assert "Nothing found for “Aino Ihanuusi”." in (nothing.text_content() or "")
        page.locator("#palette [role=option]", has_text="Add a person: Aino Ihanuusi").click()
        page.wait_for_url("**/people/add/?called=*")
        assert page.input_value("[name=first_name]") == "Aino"
        assert page.input_value("[name=last_name]") == "Ihanuusi"


def test_what_the_palette_presses_happens(site: str, prepared: tuple[World, str]) -> None:
    _, session = prepared
    with browser(site, session, language="en") as context:
        page = context.new_page()
        page.goto(site)
        page.keyboard.press("Control+k")
        page.keyboard.type("dark")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        page.wait_for_selector("html[data-theme=dark]")
        page.keyboard.press("Control+k")
        page.keyboard.type("suomi")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        page.wait_for_selector("html[lang=fi]")


def test_single_keys_lead_about_and_can_be_switched_off(site: str, prepared: tuple[World, str]) -> None:
    world, session = prepared
    with browser(site, session, language="en") as context:
        page = context.new_page()
        page.goto(site)
        page.keyboard.press("g")
        page.keyboard.press("t")
        page.wait_for_url("**/retention/")
        page.keyboard.press("?")
        assert page.locator("#shortcuts").is_visible()
        page.keyboard.press("Escape")
        page.goto(site)
        page.keyboard.press("j")
        page.keyboard.press("j")
        page.keyboard.press("k")
        assert page.evaluate("document.activeElement.matches('.list a, .grid a')")
        page.goto(f"{site}/people/{world.maija}/")
        page.click("details.user > summary")
        page.click("button[name=keys][value=off]")
        page.wait_for_selector("body:not([data-keys])")
        page.keyboard.press("g")
        page.keyboard.press("t")
        page.keyboard.press("?")
        page.keyboard.press("/")
        assert not page.locator("dialog[open]").count()
        assert page.url.endswith(f"/people/{world.maija}/")
        page.keyboard.press("Control+k")
        assert page.locator("#palette").is_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_what_opens_nor_in_any_part(
    theme: str, site: str, prepared: tuple[World, str], settings: Settings
) -> None:
    _, session = prepared
    settings.DEBUG = True  # shows the page of parts
    for language in LANGUAGES:
        with browser(site, session, language=language, color_scheme=theme, reduced_motion="reduce") as context:
            page = context.new_page()
            found: list[str] = []
            page.goto(f"{site}/parts/")
            page.evaluate(UNFOLD)
            found += complaints(page, theme)
            page.click("[data-dialog=p-dialog]")
            found += complaints(page, theme)
            page.keyboard.press("Escape")
            page.click("details.user > summary")
            found += complaints(page, theme)
            page.keyboard.press("Escape")
            page.keyboard.press("Control+k")
            page.keyboard.type("esim")
            page.locator("#palette [data-found] .name, #palette [data-found] a:nth-child(2)").first.wait_for()
            found += complaints(page, theme)
            page.keyboard.press("Escape")
            page.keyboard.press("?")
            found += complaints(page, theme)
            assert found == []


def test_nothing_of_the_parts_sticks_out(site: str, prepared: tuple[World, str], settings: Settings) -> None:
    _, session = prepared
    settings.DEBUG = True
    with browser(site, session, viewport={"width": 320, "height": 700}) as context:
        page = context.new_page()
        page.goto(f"{site}/parts/")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
