"""The frame: areas by permission, colours and shortcuts that somebody chooses, toasts; and time drawn as a line."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from kortisto.interfaces.web import navigation
from kortisto.interfaces.web.context import Frame
from kortisto.interfaces.web.looks import Looks
from kortisto.interfaces.web.staff.lifeline import BAR, MARGIN, WIDTH, elapsed, in_time, lifeline
from kortisto.interfaces.web.templatetags.kortisto_web import initials, may_break
from tests.interfaces.web.conftest import As, World

TODAY = date(2026, 11, 22)


@pytest.mark.integration
def test_the_rail_shows_what_the_visitor_may_open(log_in_as: As, world: World) -> None:
    rail = {name: log_in_as(name).get("/").content.decode().split("</nav>")[0] for name in ("bob", "dora")}

    assert reverse("web:retention") not in rail["bob"]
    assert reverse("web:retention") in rail["dora"]
    assert 'aria-current="page"' in rail["bob"]


@pytest.mark.integration
def test_under_the_thumb_stands_what_the_role_needs_first(log_in_as: As, world: World) -> None:
    bars = {
        name: re.findall(
            r'<a href="([^"]+)"',
            log_in_as(name).get("/account/").content.decode().split('class="thumb"')[1].split("</ul>")[0],
        )
        for name in ("bob", "dora", "aaro")
    }

    assert bars["bob"] == ["/", "/people/", "/organisations/", "/day/"]
    assert bars["dora"] == ["/", "/people/", "/log/", "/elevations/"]
    assert "/log/" in bars["aaro"]


@pytest.mark.unit
def test_what_waits_behind_more_is_counted_on_it() -> None:
    def place(near: int, waiting: int) -> navigation.Place:
        return navigation.Place(name=str(near), address="/", icon="", key="", current=False, near=near, waiting=waiting)

    group = navigation.Places(id="work", name="", places=tuple(place(near, near) for near in (9, 1, 2, 3, 4, 8)))
    frame = Frame(register="", languages=(), looks=Looks(), areas=(group,))

    assert [one.near for one in frame.thumb] == [1, 2, 3, 4]
    assert frame.waiting_behind == 17


@pytest.mark.integration
def test_every_area_leads_somewhere_and_no_two_letters_are_alike(alice: Client) -> None:
    urls = [one.url for one in navigation.AREAS] + [one.url for one in (*navigation.ACTIONS, *navigation.OWN)]
    assert all(reverse(f"web:{url}") for url in urls)
    letters = [area.key for area in navigation.AREAS if area.key]
    assert len(letters) == len(set(letters))
    assert "g" not in letters


@pytest.mark.integration
def test_a_theme_is_kept_and_shortcuts_can_be_switched_off(bob: Client, world: World) -> None:
    assert "data-theme" not in bob.get("/").content.decode()
    bob.post("/looks/", {"theme": "dark", "next": "/"})
    page = bob.get("/").content.decode()
    assert 'data-theme="dark"' in page
    assert " data-keys>" in page

    bob.post("/looks/", {"keys": "off"})
    page = bob.get("/").content.decode()
    assert 'data-theme="dark"' in page  # one choice leaves the other alone
    assert " data-keys>" not in page
    assert "aria-keyshortcuts" not in page


@pytest.mark.integration
@pytest.mark.parametrize("cookie", ["", "x", "purple.keys", "dark", "dark.no-keys.more", "\x7f", "." * 4000])
def test_an_odd_cookie_breaks_nothing(cookie: str, bob: Client, world: World) -> None:
    bob.cookies["looks"] = cookie

    assert bob.get("/").status_code == 200


@pytest.mark.integration
def test_nobody_is_sent_elsewhere_by_a_choice_of_colours(bob: Client) -> None:
    assert bob.post("/looks/", {"theme": "dark", "next": "https://evil.example/"}).headers["Location"] == "/"


@pytest.mark.integration
def test_who_has_seen_a_person_is_named_to_who_may_read_the_log_only(log_in_as: As, world: World) -> None:
    bob = log_in_as("bob")
    bob.get(f"/people/{world.maija}/")
    again = bob.get(f"/people/{world.maija}/").content.decode()
    dora = log_in_as("dora").get(f"/people/{world.maija}/").content.decode()

    assert "Seen by 1 colleague lately" in again
    assert "the data protection officer can see" in again
    seen = dora.split('class="fold seen"')[1].split("</details>")[0]
    assert "Bob" in seen
    assert "2 times" in seen
    assert "Dora" not in seen  # the look that is under way


@pytest.mark.unit
def test_the_line_runs_from_the_first_datum_to_the_last_end() -> None:
    line = lifeline(
        [
            (date(2020, 1, 1), date(2030, 1, 1), "dated"),
            (date(2021, 1, 1), date(2030, 1, 1), "dated"),
            (date(2021, 1, 1), date(2025, 1, 1), "overdue"),
            (date(2022, 1, 1), None, "open"),
        ],
        today=TODAY,
    )
    assert line is not None
    assert (line.start, line.end) == (MARGIN, WIDTH - MARGIN)
    assert line.start < line.today < line.end
    assert [(dot.state, dot.count) for dot in line.dots] == [("overdue", 1), ("dated", 2)]
    assert line.dots[0].x < line.today < line.dots[1].x == line.end
    assert all(line.start < x <= line.end for x, _year in line.years)
    assert 1 <= len(line.years) <= 6


@pytest.mark.unit
def test_without_an_end_there_is_no_line() -> None:
    assert lifeline([(TODAY, None, "open")], today=TODAY) is None
    assert lifeline([], today=TODAY) is None


@pytest.mark.unit
def test_one_day_is_drawn_too() -> None:
    line = lifeline([(TODAY, TODAY, "overdue")], today=TODAY)
    assert line is not None
    assert line.dots[0].x == MARGIN


@pytest.mark.unit
@pytest.mark.parametrize(
    ("due_on", "units"),
    [(None, None), (date(2016, 11, 22), BAR), (date(2036, 11, 22), BAR // 2), (date(2926, 1, 1), 1)],
)
def test_a_bar_fills_as_time_goes(due_on: date | None, units: int | None) -> None:
    assert elapsed(date(2016, 11, 22), due_on, today=TODAY) == units


@pytest.mark.unit
@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2036, 11, 23), "in 10 years"),
        (date(2027, 5, 22), "in 5 months"),
        (date(2026, 12, 1), "in 9 days"),
        (date(2026, 11, 23), "in 1 day"),
        (TODAY, "today"),
    ],
)
def test_how_far_off_a_day_is(day: date, words: str) -> None:
    with translation.override("en"):
        assert in_time(day, today=TODAY) == words


@pytest.mark.unit
@pytest.mark.parametrize(
    ("language", "word", "parts"),
    [
        ("fi", "Kaksoiskappaleet", "Kaksois-kap-pa-leet"),
        ("fi", "Rekisteri", "Rekisteri"),
        ("sv", "Organisationer", "Organisatio-ner"),
        ("sv", "Undantagsåtkomst", "Undantags-åtkomst"),
        ("sv", "Dubblettgranskning", "Dubblettgransk-ning"),
        ("en", "Organisations", "Organisations"),
    ],
)
def test_a_long_word_may_break_between_its_syllables(language: str, word: str, parts: str) -> None:
    with translation.override(language):
        assert may_break(word).replace("\N{SOFT HYPHEN}", "-") == parts


@pytest.mark.unit
@pytest.mark.parametrize(
    ("name", "letters"),
    [("Maija Esimerkki", "ME"), ("Oy", "O"), ("", ""), ("Ääri Ö. von Åke", "ÄÅ"), ("– 3M", "3"), ("& Co", "C")],
)
def test_initials(name: str, letters: str) -> None:
    assert initials(name) == letters
