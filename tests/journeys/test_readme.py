"""The first half hour that the README tells, in a real browser and at the command line, with its file and its words.

A new user brings a file of HubSpot in, finds somebody by a misspelt name, sees why her data are kept, merges, takes it
back and exports; the officer sees all of it in the log, and finds the line that somebody changed in the database. One
test, for each step goes on where the one before ended.
"""

from __future__ import annotations

import re
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.running import ROOT, Running, environment

TOLD = (ROOT / "README.md").read_text("utf-8").partition("## The first half hour")[2].partition("\n## ")[0]
MAIN_USER, OFFICER = re.findall(r"`(\S+@demo\.example)`", TOLD)

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def page(browser: Browser, with_demo: Running) -> Iterator[Page]:
    yield from logged_in(browser, with_demo, MAIN_USER)


@pytest.fixture(scope="module")
def officer(browser: Browser, with_demo: Running) -> Iterator[Page]:
    yield from logged_in(browser, with_demo, OFFICER)


def logged_in(browser: Browser, with_demo: Running, who: str) -> Iterator[Page]:
    with browser.new_context(locale="en-GB", base_url=with_demo.url) as context:
        context.set_default_timeout(20_000)
        page = context.new_page()
        page.goto("/")
        page.get_by_label("E-mail").fill(who)
        page.get_by_label("Password").fill(with_demo.logins[who])
        page.get_by_role("button", name="Log in", exact=True).click()
        expect(page.get_by_role("heading", level=1, name="People and organisations")).to_be_visible()
        yield page


def told(words: str) -> str:
    """The words, which the README must say too: else the journey is not the one that it tells."""
    assert words in re.sub(r"\s+", " ", TOLD), words
    return words


def in_menu(page: Page, name: str) -> None:
    page.get_by_role("navigation").get_by_role("link", name=told(name), exact=True).first.click()


def test_the_first_half_hour(with_demo: Running, page: Page, officer: Page) -> None:
    customers_come_in_from_the_file_of_the_readme(page)
    somebody_is_found_by_a_misspelt_name_and_her_data_have_their_reasons(page)
    a_duplicate_is_merged_and_the_merge_undone(page)
    a_list_is_exported(page)
    the_officer_sees_a_sentence_for_every_step(officer)
    a_row_changed_by_hand_is_named_by_the_command_and_the_page(with_demo, officer)


def customers_come_in_from_the_file_of_the_readme(page: Page) -> None:
    in_menu(page, "Import")
    page.locator("input[type=file]").set_input_files(ROOT / told("docs/examples/hubspot-contacts.csv"))
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("60 rows. Recognised: HubSpot")).to_be_visible()
    page.get_by_role("button", name=told("Try it out")).click()
    for missing in ("source", "collected_on", "basis", "purpose"):
        expect(page.locator(f"#id_{missing}")).to_have_attribute("aria-invalid", "true")

    page.get_by_label("Where do the data come from?").select_option(label=told("The organisation represented"))
    page.get_by_label("When were they collected?").fill(told("20.11.2026"))
    basis = page.get_by_label("On which legal basis?")
    words = told("performing its contracts with the customer organisation")
    basis.select_option(value=basis.locator("option", has_text=words).first.get_attribute("value"))
    page.get_by_label("For which purpose?").select_option(label=told("Maintaining the customer register"))
    page.get_by_role("button", name="Try it out").click()
    expect(page.get_by_role("heading", name="What would come of it")).to_be_visible()
    expect(page.locator("main")).to_contain_text(re.compile(r"People added\s*53"))
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.get_by_role("heading", name="Imported", exact=True)).to_be_visible(timeout=60_000)
    told("Fifty-three people come in; four rows are wrong")
    expect(page.locator("main")).to_contain_text(re.compile(r"People added\s*53"))
    expect(page.locator("main")).to_contain_text(re.compile(r"Rows not taken\s*4"))


def somebody_is_found_by_a_misspelt_name_and_her_data_have_their_reasons(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("/")
    page.keyboard.type(told("peikola impi"))
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"[?&]q="))
    page.locator("#results").get_by_role("link", name=told("Impi Peikkola")).click()
    panel = page.get_by_role("region", name="Privacy")
    expect(panel).to_contain_text("21.11.2036")
    panel.get_by_text(told("Why is this still here?")).click()
    datum = panel.locator("details.datum").first
    datum.locator("> summary").click()
    for said in ("For what", "Article 6(1)", "The organisation represented, 20.11.2026", "Stays until 20.11.2036"):
        expect(datum).to_contain_text(said)
    expect(datum.get_by_role("link", name="retention.customer_data")).to_be_visible()


def a_duplicate_is_merged_and_the_merge_undone(page: Page) -> None:
    in_menu(page, "Duplicates")
    page.locator("main").get_by_role("link", name=re.compile("Oskarii? Olematon")).first.click()
    page.get_by_role("button", name=told("Merge"), exact=True).click()
    merged = page.get_by_role("status").filter(has_text="Merged. Everything of both is now here.").first
    expect(merged).to_be_visible()
    merged.get_by_role("button", name=told("Undo")).click()
    for name in (told("Oskari"), told("Oskarii Olematon").split()[0]):
        page.goto(f"/?q={name} Olematon")
        expect(page.locator("#results .name", has_text=re.compile(rf"^{name} Olematon$"))).to_have_count(1)


def a_list_is_exported(page: Page) -> None:
    in_menu(page, "People")
    page.get_by_text(told("Filters, columns and order")).click()
    page.get_by_label("City", exact=True).first.fill(told("Turku"))
    page.get_by_role("button", name=told("Show"), exact=True).click()
    page.wait_for_url(re.compile("city=Turku"))
    page.get_by_role("link", name=told("Export"), exact=True).click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Export", exact=True).click()
    lines = Path(download.value.path()).read_text("utf-8-sig").splitlines()
    assert lines[0].startswith("Name;")
    assert len(lines) > 2
    # Whom the file of HubSpot brought: they stand there with the organisation's address in Turku.
    assert {"Oskari Olematon", "Eevi Olevainen"} <= {line.partition(";")[0] for line in lines}


def the_officer_sees_a_sentence_for_every_step(officer: Page) -> None:
    in_menu(officer, "Log of use")
    officer.get_by_label("User").select_option(label="Administrator")
    officer.get_by_role("button", name="Show").click()
    said = officer.locator(".timeline > li > div").all_inner_texts()
    sentences = [one.partition("\n")[0] for one in reversed(said)]
    expected = [
        "Administrator logged in.",
        "Administrator began an import.",
        "Administrator finished an import.",
        "Administrator saw a list.",
        "Administrator saw the data of a person.",
        "Administrator looked at why data are kept.",
        "Administrator looked at possible duplicates.",
        "Administrator compared two people.",
        "Administrator merged two people.",
        "Administrator undid a merge of people.",
        "Administrator saw a list of people.",
        "Administrator exported the data of people.",
    ]
    remaining = iter(sentences)
    assert all(one in remaining for one in expected), sentences
    assert not any("did something" in one for one in sentences)
    merged = officer.locator(".timeline > li", has_text="merged two people")
    assert sorted(merged.locator(".note a").all_inner_texts()) == ["Oskari Olematon", "Oskarii Olematon"]


def a_row_changed_by_hand_is_named_by_the_command_and_the_page(with_demo: Running, officer: Page) -> None:
    officer.get_by_role("link", name=told("The seal")).first.click()
    officer.get_by_role("button", name=told("Verify now")).click()
    expect(officer.get_by_text("The log is whole", exact=False).first).to_be_visible()
    change, verify = re.findall(r"^\./kortisto ([^#\n]+)", TOLD.partition("```")[2], re.MULTILINE)
    assert verify.strip() == "audit verify"
    assert run(with_demo, verify)[0] == 0

    assert run(with_demo, change) == (0, "SET\nUPDATE 1\n")
    status, said = run(with_demo, verify)
    assert status == 1
    named = re.search(r"Line \d+ is not what was sealed: it has been changed \(event [0-9a-f-]{36}\)\.", said)
    assert named, said
    officer.get_by_role("button", name="Verify now").click()
    expect(officer.get_by_text("The log is not whole.", exact=True)).to_be_visible()
    expect(officer.get_by_text(named[0])).to_be_visible()
    assert "D505" in run(with_demo, "doctor")[1]


def run(with_demo: Running, command: str) -> tuple[int, str]:
    """Run `./kortisto` as an operator does; return its exit code and what it says."""
    done = subprocess.run(
        [str(ROOT / "kortisto"), *shlex.split(command)],
        env=environment(with_demo.data), capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    return done.returncode, done.stdout
