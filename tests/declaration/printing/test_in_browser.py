"""A printed notice in a real browser: accessible, and readable on the narrowest phone, light and dark."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, sync_playwright

from kortisto.declaration.printing import html, notice
from tests.declaration.printing.notices import NAMES, declaration

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield opened
        opened.close()


def page_of(name: str, folder: Path, language: str, audience: str) -> str:
    path = folder / "notice.html"
    path.write_text(html.write(notice(declaration(name), language, audience=audience)), "utf-8")
    return path.as_uri()


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (1200, "dark")])
@pytest.mark.parametrize(("name", "audience"), [(name, "public") for name in NAMES] + [("sample", "officer")])
def test_a_notice_is_accessible_and_never_wider_than_the_screen(  # noqa: PLR0917 - what is varied
    browser: Browser, tmp_path: Path, name: str, audience: str, width: int, scheme: Literal["light", "dark"]
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page.goto(page_of(name, tmp_path, "fi", audience))
    found = Axe().run(page).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    cut = page.evaluate(
        "[...document.querySelectorAll('td, th, dd, li, p, h1, h2, h3')]"
        ".filter(e => !e.closest('thead') && e.scrollWidth > e.clientWidth + 1).map(e => e.textContent.slice(0, 60))"
    )
    assert cut == []
    page.close()


def test_the_skip_link_and_the_contents_lead_to_their_places(browser: Browser, tmp_path: Path) -> None:
    page = browser.new_page()
    page.goto(page_of("sample", tmp_path, "en", "public"))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "notice-content"
    page.get_by_role("link", name="How long data are kept").click()
    assert page.url.endswith("#notice-retention")
    assert page.get_by_role("table", name="Retention periods").is_visible()
    page.set_viewport_size({"width": 320, "height": 800})
    assert page.get_by_role("table", name="Retention periods").get_by_role("rowheader").first.is_visible()
    page.close()
