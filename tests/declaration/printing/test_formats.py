"""The three writers: well-formed, self-contained, and deaf to what anybody wrote into a text."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from kortisto.declaration.model import LANGUAGES, Text
from kortisto.declaration.printing import html, markdown, notice
from kortisto.declaration.printing.read_back import from_html, from_markdown
from kortisto.declaration.words import Status
from tests.declaration.printing.hostile import HOSTILE, LONG, endless, hostile
from tests.declaration.printing.notices import NAMES, declaration
from tests.declaration.printing.sample import sample

pytestmark = pytest.mark.unit

VOID = {"meta", "br", "link"}


class Checker(HTMLParser):
    """Notes what a page has, and every tag that is not closed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.faults: list[str] = []
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.targets: list[str] = []
        self.attributes: set[str] = set()
        self.text: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        values = dict(attrs)
        self.attributes |= values.keys()
        if values.get("id"):
            self.ids.append(str(values["id"]))
        if values.get("href", ""):
            self.links.append(str(values["href"]))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(tag)

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def checked(page: str) -> Checker:
    checker = Checker()
    checker.feed(page)
    checker.close()
    return checker


# --- HTML


@pytest.mark.parametrize("audience", ["public", "officer"])
@pytest.mark.parametrize("name", NAMES)
def test_html_is_one_well_formed_file_without_script_or_inline_style(name: str, audience: str) -> None:
    page = html.write(notice(declaration(name), "fi", audience=audience))
    found = checked(page)
    assert found.faults == []
    assert found.open == []
    assert len(found.ids) == len(set(found.ids))
    assert "script" not in found.tags
    assert not found.attributes & {"style", "src", "onclick"}
    assert not re.search(r"@import|url\(", page)
    inside = {link.removeprefix("#") for link in found.links if link.startswith("#")}
    assert inside <= set(found.ids)
    assert all(link.startswith(("#", "https://", "http://", "mailto:")) for link in found.links)
    levels = [int(tag[1]) for tag in found.tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("language", LANGUAGES)
def test_html_names_its_language_and_its_tables_their_headers(language: str) -> None:
    page = html.write(notice(sample(), language))
    assert f'<html lang="{language}">' in page
    found = checked(page)
    assert found.tags.count("table") == found.tags.count("caption") == found.tags.count("thead") > 0
    assert page.count('scope="col"') + page.count('scope="row"') == found.tags.count("th")


def test_every_sentence_carries_its_node() -> None:
    page = html.write(notice(sample(), "fi"))
    body = page.partition("</header>")[2]
    for block in re.findall(r"<(?:p|li|dd|td|th role=\"rowheader\")[^>]*>(.*?)</(?:p|li|dd|td|th)>", body):
        if block and not block.startswith('<a href="#'):
            assert block.startswith(("<span data-node=", '<span class="line"><span data-node=')), block


def test_the_part_for_a_site_has_no_page_around_it() -> None:
    part = html.fragment(notice(sample(), "sv"), heading_level=2)
    found = checked(part)
    assert part.startswith('<article class="privacy-notice" lang="sv">')
    assert not {"html", "body", "style", "main", "h1"} & set(found.tags)
    assert found.tags.count("h2") == 1


def test_open_places_of_a_template_are_marked() -> None:
    name = Text("[Rekisterin nimi]", "[Registrets namn]", "[Name of the register]")
    page = html.write(notice(sample(status=Status.TEMPLATE, name=name), "sv"))
    assert '<mark class="blank">[Registrets namn]</mark>' in page
    assert '<p class="banner"><strong>UTKAST' in page


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_html_shows_hostile_text_and_does_nothing_with_it(words: str) -> None:
    page = html.write(notice(hostile(words), "fi", audience="officer"))
    found = checked(page)
    assert found.faults == []
    assert not {"script", "img"} & set(found.tags)
    assert not found.attributes & {"onmouseover", "onerror", "src"}
    assert all(link.startswith(("#", "https://", "http://", "mailto:")) for link in found.links)
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00\x07]", page)
    shown = " ".join(re.sub("[\u202a-\u202e\u2066-\u2069\x00\x07]", "", words).split())
    assert shown in "".join(found.text)


def test_a_very_long_word_is_kept_whole() -> None:
    document = notice(endless(), "fi")
    assert LONG in html.write(document).lower()
    assert LONG in markdown.write(document).lower()


# --- Markdown


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_markdown_shows_hostile_text_and_reads_back_the_same_nodes(words: str) -> None:
    plain, changed = (from_markdown(markdown.write(notice(one, "fi")), "fi", {}) for one in (sample(), hostile(words)))
    assert changed.keys() == plain.keys()
    text = markdown.write(notice(hostile(words), "fi"))
    assert not re.search(r"(?<!\\)<(?!!-- node: |br>|https?://)", text)
    assert not re.search(r"(?<!\\)!\[|(?<!\\)\]\(", text)


def test_markdown_tables_have_as_many_cells_as_headers() -> None:
    width = 0
    for line in markdown.write(notice(hostile("a | b"), "en")).splitlines():
        cells = len(re.findall(r"(?<!\\)\|", line))
        if line.startswith("| ---"):
            width = cells
        elif line.startswith("|") and width:
            assert cells == width, line
        elif not line.startswith("|"):
            width = 0


def test_no_line_of_markdown_opens_with_a_comment() -> None:
    assert not [line for line in markdown.write(notice(sample(), "fi")).splitlines() if line.startswith("<!--")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_officer_s_marks_are_in_every_format(language: str) -> None:
    document = notice(sample(), language, audience="officer")
    mark = document.labels["unenforced"]
    assert mark in html.write(document)
    assert mark in markdown.write(document)
    assert mark not in html.write(notice(sample(), language))
    officer = from_html(html.write(document), language, {})
    assert "evidence.contract" in officer
