"""What the data protection officer sees of a day's work, and how a line that somebody changed in the database is found.

In a real browser and at the command line, on an installation of its own; each test goes on where the one before ended.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from kortisto.config.embedded_postgres import DATABASE, OWNER, EmbeddedPostgres
from tests.journeys.test_import import bring
from tests.support.running import ROOT, Running, environment, nothing_is_left, removed_afterwards

CHROMIUM = Path("/usr/bin/chromium")
MAIN_USER, OFFICER = "boss@firm.example", "dora@firm.example"
PASSWORD, OFFICERS = "a journey of a thousand miles", "every line tells who was there"
HUBSPOT = (
    "Record ID,First Name,Last Name,Email,Phone Number,Job Title,Associated Company,Lead Status\n"
    "101,Aino,Hehku,aino@hehku.example,040 111 2222,Ostaja,Hehkurinne Oy,Open\n"
    "102,Onni,Keksitty,onni@hehku.example,041 333 4444,,Hehkurinne Oy,Open\n"
)

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with removed_afterwards(tmp_path_factory.mktemp("log") / "data") as data:
        up = Running(data, "--empty", KORTISTO_MAIN_USER=MAIN_USER, KORTISTO_MAIN_PASSWORD=PASSWORD)
        assert up.process.poll() is None, up.output
        yield up
        up.end()
        assert nothing_is_left(data, within=10) == ""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def page(browser: Browser, running: Running) -> Iterator[Page]:
    """The main user's browser."""
    with browser.new_context(locale="en-GB", base_url=running.url) as context:
        context.set_default_timeout(20_000)
        page = context.new_page()
        page.goto("/")
        page.get_by_label("E-mail").fill(MAIN_USER)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Log in", exact=True).click()
        page.get_by_role("link", name="Read and sign").click()
        page.get_by_role("button", name="I undertake this").click()
        yield page


@pytest.fixture(scope="module")
def officer(browser: Browser, page: Page, running: Running) -> Iterator[Page]:
    """The browser of Dora, whom the main user has invited as data protection officer."""
    page.goto("/users/invite/")
    page.get_by_label("Name", exact=True).fill("Dora")
    page.get_by_label("E-mail").fill(OFFICER)
    page.get_by_label("Role").select_option("dpo")
    page.get_by_role("button", name="Make the link").click()
    link = page.locator("#link").input_value()
    with browser.new_context(locale="en-GB", base_url=running.url) as context:
        context.set_default_timeout(20_000)
        theirs = context.new_page()
        theirs.goto(link)
        theirs.get_by_label("Password").fill(OFFICERS)
        theirs.get_by_role("checkbox").check()
        theirs.get_by_role("button", name="Open the account").click()
        theirs.wait_for_url(f"{running.url}**")
        if theirs.locator("#log-in").count():
            theirs.get_by_label("E-mail").fill(OFFICER)
            theirs.get_by_label("Password").fill(OFFICERS)
            theirs.get_by_role("button", name="Log in", exact=True).click()
        yield theirs


def test_the_officer_sees_a_sentence_for_everything_that_one_user_did(
    page: Page, officer: Page, tmp_path: Path
) -> None:
    file = tmp_path / "hubspot.csv"
    file.write_text(HUBSPOT, "utf-8")
    bring(page, file)
    page.goto("/?q=keksity")
    page.locator("#results a", has_text="Onni Keksitty").first.click()
    second = page.url.rstrip("/").rpartition("/")[2]
    page.goto("/?q=aino@hehku.example")
    page.locator("#results a", has_text="Aino Hehku").first.click()
    first = page.url.rstrip("/").rpartition("/")[2]
    page.goto(f"/people/{first}/merge/{second}/")
    page.get_by_role("button", name="Merge", exact=True).click()
    page.wait_for_url(f"**/people/{first}/")
    page.goto("/merges/")
    page.get_by_role("button", name="Undo").first.click()
    page.goto("/people/export/")
    with page.expect_download():
        page.get_by_role("button", name="Export", exact=True).click()

    officer.goto("/log/")
    officer.get_by_label("User").select_option(label=MAIN_USER)
    officer.get_by_role("button", name="Show").click()
    said = officer.locator(".timeline > li > div").all_inner_texts()
    sentences = [one.partition("\n")[0] for one in reversed(said)]
    expected = [
        f"{MAIN_USER} began an import.",
        f"{MAIN_USER} finished an import.",
        f"{MAIN_USER} saw a list.",
        f"{MAIN_USER} saw the data of a person.",
        f"{MAIN_USER} merged two people.",
        f"{MAIN_USER} undid a merge of people.",
        f"{MAIN_USER} exported the data of people.",
    ]
    remaining = iter(sentences)
    assert all(one in remaining for one in expected), sentences
    assert not any("did something" in one for one in sentences)
    merged = officer.locator(".timeline > li", has_text="merged two people")
    assert sorted(merged.locator(".note a").all_inner_texts()) == ["Aino Hehku", "Onni Keksitty"]


def test_a_row_changed_by_hand_is_named_by_the_command(running: Running, officer: Page) -> None:
    """Whoever owns the tables lets the seller's look disappear behind another name."""
    assert verified(running) == (0, "")
    server = EmbeddedPostgres(running.data / "postgres")
    with psycopg.connect(server.admin_dsn, dbname=DATABASE) as by_hand:
        by_hand.execute(f"set role {OWNER}")
        by_hand.execute("alter table audit_sealed disable trigger user")
        row = by_hand.execute(
            "update audit_sealed set actor_id = gen_random_uuid() where seq ="
            " (select max(seq) from audit_sealed where action = 'person.read') returning seq, id"
        ).fetchone()
        by_hand.execute("alter table audit_sealed enable trigger user")
    assert row is not None
    place, event = row

    found = f"Line {place + 1} is not what was sealed: it has been changed (event {event})."
    assert verified(running) == (1, found)
    officer.goto("/log/seal/")
    officer.get_by_role("button", name="Verify now").click()
    expect(officer.get_by_text("The log is not whole.", exact=True)).to_be_visible()
    expect(officer.get_by_text(found)).to_be_visible()


def verified(running: Running) -> tuple[int, str]:
    """Run `./kortisto audit verify`; return its exit code and what it names."""
    done = subprocess.run(
        [str(ROOT / "kortisto"), "audit", "verify", "--lang", "en"],
        env=environment(running.data), capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    named = re.findall(r"^  (.+)$", done.stdout, re.MULTILINE)
    return done.returncode, "\n".join(named)
