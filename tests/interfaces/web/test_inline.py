"""Editing a value in place, in a real browser: saved, refused, given up, and when the connection breaks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.interfaces.web.test_accessibility import browser, complaints, prepared, site

if TYPE_CHECKING:
    from tests.interfaces.web.conftest import World

pytestmark = pytest.mark.e2e
__all__ = ["prepared", "site"]


def test_a_value_is_edited_in_its_row(site: str, prepared: tuple[World, str]) -> None:
    world, session = prepared
    row = f"#reach-{world.email}"
    with browser(site, session, language="en", reduced_motion="reduce") as context:
        page = context.new_page()
        page.goto(f"{site}/people/{world.maija}/")
        page.click(f"{row} a.edit")
        page.wait_for_selector(f"{row} [name=value]")
        assert complaints(page, "light") == []
        page.fill(f"{row} [name=value]", "maija.uusi@esimerkki.example")
        page.keyboard.press("Escape")
        assert not page.locator(f"{row} form").count()
        assert page.evaluate("document.activeElement.matches('a.edit')")

        page.click(f"{row} a.edit")
        page.fill(f"{row} [name=value]", "no address at all")
        page.press(f"{row} [name=value]", "Enter")
        page.wait_for_selector(f"{row} .errors")
        assert page.input_value(f"{row} [name=value]") == "no address at all"

        page.fill(f"{row} [name=value]", "maija.uusi@esimerkki.example")
        page.route("**/contacts/**", lambda route: route.abort())
        page.press(f"{row} [name=value]", "Enter")
        page.wait_for_selector(f"{row} .saving.bad")
        assert page.input_value(f"{row} [name=value]") == "maija.uusi@esimerkki.example"

        page.unroute("**/contacts/**")
        page.press(f"{row} [name=value]", "Enter")
        page.locator(f"{row} .saving.ok", has_text="Saved").wait_for()
        assert "maija.uusi@esimerkki.example" in (page.locator(row).text_content() or "")
        assert page.url.endswith(f"/people/{world.maija}/")

        page.click(f"{row} .saving button")
        page.locator(f"{row} .saving.ok", has_text="It is as it was.").wait_for()
        assert "maija.esimerkki@esimerkki.example" in (page.locator(row).text_content() or "")


def test_what_is_copied_is_said(site: str, prepared: tuple[World, str]) -> None:
    world, session = prepared
    with browser(site, session, language="en", permissions=["clipboard-read", "clipboard-write"]) as context:
        page = context.new_page()
        page.goto(f"{site}/people/{world.maija}/")
        page.click(f"#reach-{world.email} [data-copy]")
        page.locator("#toasts", has_text="Copied. maija.esimerkki@esimerkki.example").wait_for()
        assert page.evaluate("navigator.clipboard.readText()") == "maija.esimerkki@esimerkki.example"


def test_a_note_is_begun_from_the_head_of_the_page_and_given_up(site: str, prepared: tuple[World, str]) -> None:
    world, session = prepared
    with browser(site, session, language="en", reduced_motion="reduce") as context:
        page = context.new_page()
        page.goto(f"{site}/people/{world.maija}/")
        page.click(".face .actions a[href$='/notes/add/']")
        page.wait_for_selector("#in-place form")
        assert page.evaluate("document.activeElement.closest('#in-place') !== null")
        page.click("#in-place .buttons a")
        assert not page.locator("#in-place form").count()
        page.click(".face .actions a[href$='/notes/add/']")
        page.fill("#in-place [name=text]", "Soitti.")
        page.click("#in-place button.primary")
        page.locator(".timeline", has_text="Soitti.").wait_for()
        assert page.url.endswith(f"/people/{world.maija}/")


def test_what_is_half_typed_in_one_row_is_not_lost_by_opening_another(site: str, prepared: tuple[World, str]) -> None:
    world, session = prepared
    email, address = f"#reach-{world.email}", f"#reach-{world.address}"
    with browser(site, session) as context:
        page = context.new_page()
        page.goto(f"{site}/people/{world.maija}/")
        page.click(f"{email} a.edit")
        page.fill(f"{email} [name=value]", "half@typed")
        page.click(f"{address} a.edit")
        assert page.input_value(f"{email} [name=value]") == "half@typed"
        page.keyboard.press("Escape")
        page.click(f"{address} a.edit")
        page.wait_for_selector(f"{address} [name=city]")


def test_a_session_that_has_ended_leads_to_the_log_in(site: str, prepared: tuple[World, str]) -> None:
    world, session = prepared
    with browser(site, session) as context:
        page = context.new_page()
        page.goto(f"{site}/people/{world.maija}/")
        context.clear_cookies(name="sessionid")
        page.click(f"#reach-{world.email} a.edit")
        page.wait_for_url("**/login/**")


def test_a_day_is_chosen_from_a_calendar(site: str, prepared: tuple[World, str]) -> None:
    world, session = prepared
    with browser(site, session, language="en", reduced_motion="reduce") as context:
        page = context.new_page()
        page.goto(f"{site}/people/{world.maija}/contacts/email/{world.email}/")
        page.fill("[name=valid_to]", "1.2.2027")
        page.click("[data-pick] >> nth=1")
        calendar = page.locator("input.calendar")
        assert calendar.input_value() == "2027-02-01"
        calendar.evaluate("one => { one.value = '2027-03-14'; one.dispatchEvent(new Event('change')); }")
        assert page.input_value("[name=valid_to]") == "14.3.2027"
        assert page.evaluate("document.activeElement.name") == "valid_to"
        assert not calendar.count()
