"""Every page, in a real browser: axe, both themes, a desk, a phone and a screen of 320 pixels, in one visit each.

The pages are those of the table of who may see what: a page that is not there fails the build, and so does a page of
the table to which nobody here finds a way. A program finds about a third of all obstacles; so the notice on
accessibility says.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page

from kortisto.register.parties import operations as parties
from kortisto.register.parties.enums import PartyKind, TagColour
from kortisto.register.parties.models import ManyChanged
from kortisto.register.parties.values import Party
from tests.interfaces.web.conftest import BACKEND, NOW, World, engine, make_user, make_world, origin
from tests.interfaces.web.test_accessibility import RULES, UNFOLD, browser, site  # the fixture is used by name
from tests.interfaces.web.test_who_may import TABLE, VISITORS, address

pytestmark = pytest.mark.e2e
__all__ = ["site"]

NO_PAGES = {
    "save-view", "view", "language", "looks", "notice-style", "calendar-feed", "file", "import-rejected", "log-export",
    "export-holds", "export-reviews", "log-in-passkey", "passkey-challenge", "company-log-in", "company-back",
    "retention-calendar-file", "notice-adopt", "notice-version",
}  # fmt: skip
"""Addresses that answer GET with a file, a way elsewhere, or not at all."""
BEHIND_MORE = {"second-step", "add-passkey", "invitation", "gallery"}
"""Pages that need a log-in half done, https, a fresh link or debugging: looked at by the tests of their own parts."""
STATES = ("/?q=xyz", "/search/?q=maija", "/search/?q=xyz", "/people/?city=Xyz", "/people/?sort=-activity&language=fi",
          "/no-such-page/", "/?q=%00", "/retention/?at=x", "/log/?from=1.1.2020&until=2.1.2020")  # fmt: skip
COLOURS = ["color-contrast", "link-in-text-block"]
SIZES = ["color-contrast", "target-size", "scrollable-region-focusable", "meta-viewport"]
RUN = "rules => axe.run({runOnly: rules, resultTypes: ['violations']}).then(found => found.violations.flatMap(one => "
RUN += "one.nodes.map(node => `${one.id}: ${node.html.slice(0, 160)} (${node.failureSummary.slice(0, 200)})`)))"
SHAPE = """() => {
  const found = [];
  const headings = document.querySelectorAll("h1").length;
  if (headings !== 1) found.push(`${headings} h1`);
  if (/^\\s*–/.test(document.title)) found.push("no title");
  if (document.documentElement.lang !== "fi") found.push("not in Finnish");
  return found;
}"""
TARGETS = "button, summary, input:not([type=hidden]), select, nav a, .list a, a.button, a.edit"
TOO_SMALL = """targets => [...document.querySelectorAll(targets)]
  .filter(one => {
    const box = (one.closest("label:has(input)") ?? one).getBoundingClientRect();
    return box.width > 1 && (box.height < 24 || box.width < 24);
  }).map(one => `smaller than 24 pixels: ${one.outerHTML.slice(0, 120)}`)"""


@pytest.fixture
def shown(site: str) -> tuple[World, dict[str, str], dict[str, str]]:
    """The world with one of everything, addresses that it gives beside the table's, and the cookies of two visitors."""
    world = make_world()
    alice = make_user("alice", "main_user")
    with engine() as by:
        maija = Party(kind=PartyKind.PERSON, id=world.maija)
        group = parties.add_group(name="Messuvieraat", by=by, at=NOW)
        tag = parties.add_tag(name="Uutiskirje", colour=TagColour.BLUE, by=by, at=NOW)
        parties.set_groups(owner=maija, groups=[group], origin=origin(), by=by, at=NOW)
        parties.set_tags(owner=maija, tags=[tag], origin=origin(), by=by, at=NOW)
        task = parties.add_task(
            title="Soita",
            assigned_to=alice.id,
            due_on=NOW.date(),
            person_id=world.maija,
            origin=origin(),
            by=by,
            at=NOW,
        )
    sessions = {}
    for name, user in (("dora", make_user("dora", "dpo")), ("alice", alice)):
        client = Client()
        client.force_login(user, backend=BACKEND)
        sessions[name] = client.cookies["sessionid"].value
    client.post(f"/people/many/tag/?id={world.onni}", {"choice": str(tag), "origin": "subject"})
    found = {
        "group": reverse("web:group", args=[group]),
        "task": reverse("web:task", args=[task]),
        "undo-many": reverse("web:undo-many", args=[PartyKind.PERSON, ManyChanged.objects.get().act]),
    }
    return world, found, sessions


def way(name: str, given: dict[str, str]) -> str:
    """Who of the cast sees the page: nobody logged in, Alice or Dora. Empty where none of them does."""
    if name == "log-in":
        return "nobody"
    for who in ("alice", "dora"):
        if TABLE[name][VISITORS.index(who)] == 200 or (name in given and who == "alice"):
            return who
    return ""


def is_page(name: str) -> bool:
    """Whether the address has a page: not one that only takes what is sent to it."""
    return name not in NO_PAGES | BEHIND_MORE and 405 not in TABLE[name]


def looked_at(page: Page, axe: str) -> Iterator[str]:
    """What is wrong with the page as it stands, from the desk to the smallest screen, light and dark."""
    page.evaluate(UNFOLD)
    page.evaluate(axe)
    yield from page.evaluate(SHAPE)
    for width, theme, rules in (
        (1280, "light", RULES),
        (1280, "dark", COLOURS),
        (390, "dark", COLOURS),
        (390, "light", SIZES),
    ):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        for one in page.evaluate(RUN, rules):
            yield f"{width} {theme}: {one}"
    yield from page.evaluate(TOO_SMALL, TARGETS)
    for width in (390, 320):
        page.set_viewport_size({"width": width, "height": 800})
        needed = page.evaluate("document.documentElement.scrollWidth")
        if needed > width:
            yield f"needs {needed} pixels of {width}"
    page.set_viewport_size({"width": 1280, "height": 800})


def test_each_page_has_somebody_who_looks_at_it() -> None:
    given = {"group": "", "task": "", "undo-many": ""}
    unseen = {name for name in TABLE if is_page(name) and not way(name, given)}

    # The declaration of the tests lists no guardians, promises no regular runs and asks for no review.
    assert unseen == {"add-guardian", "guardian", "record-regular-run", "decide-reviews"}


def test_axe_finds_nothing_and_nothing_sticks_out(
    site: str, shown: tuple[World, dict[str, str], dict[str, str]]
) -> None:
    world, given, sessions = shown
    pages = [(way(name, given), given.get(name) or address(name, world)) for name in TABLE if is_page(name)]
    pages += [("dora" if path.startswith("/log") else "alice", path) for path in STATES]
    pages += [("dora", address("person", world)), ("alice", f"/people/{world.onni}/")]
    axe = Axe().axe_script
    found: list[str] = []
    with browser(site, "", reduced_motion="reduce") as context:
        page = context.new_page()
        page.on("console", lambda one: found.append(one.text) if "Content Security" in one.text else None)
        page.on("pageerror", lambda one: found.append(f"{page.url}: {one}"))
        for who in ("alice", "dora", "nobody"):
            context.clear_cookies(name="sessionid")
            if who in sessions:
                context.add_cookies([{"name": "sessionid", "value": sessions[who], "url": site}])
            for path in [path for by, path in pages if by == who]:
                page.goto(site + path)
                found += [f"{path}: {one}" for one in looked_at(page, axe)]

    assert not found, "\n".join(found)
