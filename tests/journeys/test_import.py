"""In an installation of one's own: a file of HubSpot comes in, is mended and undone; a colleague is invited."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import MAIN_USER, PASSWORD
from tests.support.running import Running

HUBSPOT = (
    "Record ID,First Name,Last Name,Email,Phone Number,Job Title,Associated Company,Lead Status\n"
    "101,Aino,Hehku,aino@hehku.example,040 111 2222,Ostaja,Hehkurinne Oy,Open\n"
    "102,Onni,Keksitty,onni@,041 333 4444,,Hehkurinne Oy,Open\n"
)

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def page(browser: Browser, running: Running) -> Iterator[Page]:
    with browser.new_context(locale="en-GB", base_url=running.url) as context:
        context.set_default_timeout(30_000)
        page = context.new_page()
        page.goto("/")
        page.get_by_label("E-mail").fill(MAIN_USER)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Log in", exact=True).click()
        page.get_by_role("link", name="Read and sign").click()
        page.get_by_role("button", name="I undertake this").click()
        yield page


def bring(page: Page, file: Path) -> None:
    page.goto("/imports/")
    page.get_by_label("A file: CSV, Excel (.xlsx) or vCard (.vcf)").set_input_files(file)
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("Recognised: HubSpot")).to_be_visible()
    page.get_by_label("Where do the data come from?").select_option(index=1)
    page.get_by_label("When were they collected?").fill("20.11.2026")
    page.get_by_label("On which legal basis?").select_option(index=1)
    page.get_by_label("For which purpose?").select_option(index=1)
    page.get_by_role("button", name="Try it out").click()
    expect(page.get_by_role("heading", name="What would come of it")).to_be_visible()
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.get_by_role("heading", name="Imported", exact=True)).to_be_visible(timeout=40_000)


def test_a_file_comes_in_is_mended_and_undone(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "hubspot.csv"
    file.write_text(HUBSPOT, "utf-8")
    bring(page, file)
    with page.expect_download() as download:
        page.get_by_role("link", name="Rows not taken").click()
    mended = tmp_path / "hubspot.rejected.csv"
    mended.write_text(
        Path(download.value.path()).read_text("utf-8-sig").replace("onni@", "onni@hehku.example"), "utf-8"
    )
    bring(page, mended)

    page.goto("/")
    assert sorted(page.locator("#results .list .name").all_inner_texts()) == [
        "Aino Hehku", "Hehkurinne Oy", "Onni Keksitty",
    ]  # fmt: skip
    for _ in range(2):
        page.goto("/imports/")
        page.get_by_role("link", name="Undo hubspot").first.click()
        page.get_by_role("button", name="Undo the import").click()
        expect(page.get_by_role("heading", name="The import was undone")).to_be_visible(timeout=40_000)
    page.goto("/")
    assert page.locator("#results .list .name").all_inner_texts() == []


def test_who_is_invited_opens_their_account_with_a_password_and_a_signature(page: Page) -> None:
    page.goto("/users/invite/")
    page.get_by_label("Name", exact=True).fill("Dora")
    page.get_by_label("E-mail").fill("dora@firm.example")
    page.get_by_label("Role").select_option("dpo")
    page.get_by_role("button", name="Make the link").click()
    link = page.locator("#link").input_value()
    browser = page.context.browser
    assert browser is not None
    with browser.new_context(locale="en-GB", base_url=page.url) as context:
        theirs = context.new_page()
        theirs.goto(link)
        theirs.get_by_label("Password").fill("every line tells who was there")
        theirs.get_by_role("checkbox").check()
        theirs.get_by_role("button", name="Open the account").click()
        theirs.goto("/")
        if theirs.locator("#log-in").count():
            theirs.get_by_label("E-mail").fill("dora@firm.example")
            theirs.get_by_label("Password").fill("every line tells who was there")
            theirs.get_by_role("button", name="Log in", exact=True).click()
        theirs.get_by_role("navigation").get_by_role("link", name="Log of use").first.click()
        expect(theirs.locator(".timeline")).to_contain_text("Dora read the log.")
        theirs.goto(link)
        expect(theirs.get_by_label("Password")).to_have_count(0)  # it works once
