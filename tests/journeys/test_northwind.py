"""The story that the README tells: old customers come in from files, are found, are overdue, and are erased.

Told in a real browser and at the command line, on an installation of its own; each test goes on where the one before
it ended.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import MAIN_USER, PASSWORD
from tests.support.running import ROOT, Running, environment

FILES = ROOT.parent / "shared" / "data" / "northwind"
LIVE = "companyName,contactName,contactTitle,phone\nHehkurinne Oy,Aino Hehku,Ostaja,019 000 0123\n"

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.skipif(not FILES.is_dir(), reason=f"THE NORTHWIND FILES ARE NOT AT {FILES}: the journey is not made"),
]


@pytest.fixture(scope="module")
def page(browser: Browser, running: Running) -> Iterator[Page]:
    """A browser of somebody who reads English; a page that breaks a rule of its own policy fails the journey."""
    context = browser.new_context(locale="en-GB", base_url=running.url)
    context.set_default_timeout(10_000)
    page = context.new_page()
    complaints: list[str] = []
    expected = "(Forbidden)"  # the first page before the undertaking is signed
    page.on(
        "console",
        lambda said: complaints.append(said.text) if said.type == "error" and expected not in said.text else None,
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert complaints == []


def kortisto(running: Running, *arguments: str, cwd: Path | None = None) -> str:
    """Run a command beside the running installation, as an operator does."""
    done = subprocess.run(
        [str(ROOT / "kortisto"), *arguments],
        env=environment(running.data), cwd=cwd, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def bring_in(running: Running, file: Path, collected: str, cwd: Path) -> str:
    origin = ("--register", "ivt", "--source", "customer_organisation", "--collected", collected, "--basis", "contract")
    return kortisto(running, "import", str(file), *origin, "--yes", cwd=cwd)


def found(page: Page, words: str) -> list[str]:
    """What the list shows for the words, typed into the search field as a user does."""
    page.goto("/")
    search = page.get_by_role("searchbox", name="Search people and organisations")
    search.fill(words)
    search.press("Enter")
    page.wait_for_url(re.compile(r"[?&]q="))
    expect(page.locator("#results .list, #results .empty").first).to_be_visible()
    return page.locator("#results .list .name").all_inner_texts()


def open_party(page: Page, name: str) -> None:
    found(page, name)
    page.locator("#results").get_by_role("link", name=name).first.click()
    expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()


def test_the_main_user_logs_in_and_undertakes_confidentiality(page: Page) -> None:
    page.goto("/")
    page.get_by_role("button", name="English").click()  # a choice that outlives the log-in
    expect(page.get_by_role("heading", level=1, name="Log in")).to_be_visible()
    page.get_by_label("E-mail").fill(MAIN_USER)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in", exact=True).click()
    page.get_by_role("link", name="Read and sign").click()
    page.get_by_role("button", name="I undertake this").click()
    expect(page.get_by_role("heading", level=1, name="People and organisations")).to_be_visible()
    expect(page.get_by_text("The register is empty.")).to_be_visible()


def brought(said: str, what: str) -> int:
    """How many of something an import says that it brought, whichever of number and word it puts first."""
    number = re.search(rf"(\d+) {what}\b(?! \d)|\b{what}:? (\d+)", said.partition("Imported:")[2])
    assert number, said
    return int(number[1] or number[2])


def test_the_files_come_in(running: Running, tmp_path: Path) -> None:
    customers = bring_in(running, FILES / "customers.csv", "1998-05-06", tmp_path)
    assert (brought(customers, "organisations"), brought(customers, "people")) == (91, 91)
    orders = bring_in(running, FILES / "orders.csv", "1998-05-06", tmp_path)
    assert brought(orders, "orders") == 830
    assert list(tmp_path.iterdir()) == []  # no row was refused


def test_a_live_customer_is_added_beside_them(running: Running, tmp_path: Path) -> None:
    live = tmp_path / "live.csv"
    live.write_text(LIVE, "utf-8")
    said = bring_in(running, live, "2026-11-01", tmp_path)
    assert (brought(said, "organisations"), brought(said, "people")) == (1, 1)


def test_they_are_found_whatever_the_accents(page: Page) -> None:
    assert found(page, "anatr") == ["Ana Trujillo Emparedados y helados"]  # its customer number
    assert found(page, "Maria Anders") == ["Maria Anders"]
    assert "Antonio Moreno Taquería" in found(page, "antonio taqueria")
    assert found(page, "comercio mi") == found(page, "comércio mi") == ["Comércio Mineiro"]
    assert found(page, "no such name") == []


def test_a_page_says_since_when_a_person_is_overdue_and_by_which_rule(page: Page) -> None:
    open_party(page, "Maria Anders")
    expect(page.get_by_role("link", name="Alfreds Futterkiste", exact=True).first).to_be_visible()
    panel = page.get_by_role("region", name="Privacy")
    expect(panel).to_be_visible()
    # The last order of Alfreds Futterkiste is of 9.4.1998 and the person's data are of 6.5.1998: ten years after these.
    expect(panel).to_contain_text("7.5.2008")
    panel.get_by_text("Why is this still here?").click()
    datum = panel.locator("details.datum").first
    datum.locator("> summary").click()
    expect(datum).to_contain_text("Source")
    expect(datum).to_contain_text("The organisation represented, 6.5.1998")
    expect(datum).to_contain_text("Article 6(1)")
    expect(datum.get_by_role("link", name="retention.customer_data")).to_be_visible()
    expect(datum).to_contain_text("ivt 2.0")


def test_the_panel_speaks_the_reader_s_language(page: Page) -> None:
    open_party(page, "Maria Anders")
    page.get_by_role("button", name="suomi").click()
    expect(page.get_by_role("region", name="Tietosuoja")).to_contain_text("7.5.2008")
    page.get_by_role("button", name="svenska").click()
    expect(page.locator("html")).to_have_attribute("lang", "sv")
    expect(page.locator("section.privacy")).to_contain_text("7.5.2008")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("region", name="Privacy")).to_be_visible()


def test_nobody_was_due_in_1999_and_everybody_old_is_today(running: Running, page: Page) -> None:
    then = kortisto(running, "retention", "due", "--at", "1999-01-01")
    assert then.startswith("1.1.1999: nothing is due for anybody"), then
    today = kortisto(running, "retention", "due", "--at", "today", "--all")
    assert "data are due for 91 people (of 92) and 91 organisations (of 92); ivt 2.0" in today
    assert re.search(r"Maria Anders +since 7\.5\.2008", today), today
    assert "customer_data" in today
    assert "Aino Hehku" not in today
    page.goto("/retention/")
    expect(page.get_by_text("91 people, 91 organisations")).to_be_visible()
    page.get_by_label("As of").fill("1.1.1999")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_text("Nobody.")).to_be_visible()


def test_the_simulation_erases_nobody(running: Running, page: Page) -> None:
    simulated = kortisto(running, "retention", "sweep", "--simulate")
    assert "Simulation: nothing was erased" in simulated
    assert "91 people, 91 organisations" in simulated
    assert "Maria Anders" in found(page, "Maria Anders")
    assert "There are no certificates" in kortisto(running, "retention", "certificates")


def test_the_sweep_erases_exactly_those_and_certifies_it(running: Running, page: Page) -> None:
    swept = kortisto(running, "retention", "sweep", "--yes")
    number = re.search(r"Certificate ([0-9a-f-]{36})", swept)
    assert number, swept
    assert "91 people, 91 organisations" in swept
    assert number[1] in kortisto(running, "retention", "certificates")
    page.goto("/retention/certificates/")
    page.get_by_role("table").get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1, name="Certificate of erasure")).to_be_visible()
    expect(page.get_by_text(number[1])).to_be_visible()
    expect(page.locator("main dl.facts")).to_contain_text(re.compile(r"People erased\s*91"))


def test_they_are_gone_and_the_live_customer_stays(running: Running, page: Page) -> None:
    assert found(page, "Maria Anders") == []
    expect(page.get_by_text("Nothing found for")).to_be_visible()
    assert found(page, "anatr") == []
    page.goto("/")
    assert sorted(page.locator("#results .list .name").all_inner_texts()) == ["Aino Hehku", "Hehkurinne Oy"]
    open_party(page, "Aino Hehku")
    expect(page.get_by_role("region", name="Privacy")).to_contain_text("2036")
    again = kortisto(running, "retention", "due", "--at", "today")
    assert "nothing is due for anybody (1 people, 1 organisations" in again


def test_the_log_names_nobody(running: Running) -> None:
    for log in (running.data / "log").iterdir():
        text = log.read_text("utf-8")
        for name in ("Maria", "Anders", "Hehku", MAIN_USER):
            assert name not in text, f"{name} in {log}"
