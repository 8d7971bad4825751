"""The three writers: well-formed, self-contained, and deaf to what anybody wrote into a text."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from pypdf import PdfReader

from kortisto.declaration.model import LANGUAGES, Declaration, Text
from kortisto.declaration.printing import html, markdown, notice, pdf
from kortisto.declaration.printing.read_back import from_html, from_markdown
from kortisto.declaration.vocabulary.headings import HEADINGS
from kortisto.declaration.words import Status
from tests.declaration.printing.notices import NAMES, declaration
from tests.declaration.printing.sample import sample

pytestmark = pytest.mark.unit

VOID = {"meta", "br", "link"}
HOSTILE = (
    "<script>alert(1)</script>",
    '" onmouseover="alert(1)',
    "</span></style><img src=x onerror=alert(1)>",
    '#eval("1+1") #include "/etc/passwd" $x$ @label <label> = heading',
    "- list\n# heading\n| a | b |\n```\n[x](javascript:alert(1)) ![y](z) <!-- node: rights --> --> &lt;",
    "\u202eabc\u2066 \u05d0\u05d1\u05d2 \u0627\u0644\u0639\u0631\u0628\u064a\u0629",
    "{period} {0} %s \\",
    "\u4e2d\u6587 \U0001f600 \x00\x07 \ud7ff",
    "javascript:alert(1) https://a.example/?x=<y>&z='\"",
    "pitkäsana" * 1_200,
)


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


def pages(data: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages).split())


def hostile(words: str) -> Declaration:
    """Put the words wherever a person may write."""
    text = Text(words, words, words)
    base = sample(name=text, title=text, about=text, version=words, covers=(words,))
    return replace(
        base,
        parties={**base.parties, "company": replace(base.parties["company"], name=words, email=words, web=words)},
        purposes={key: replace(one, name=text, description=text) for key, one in base.purposes.items()},
        notice_text={key: replace(one, text=text) for key, one in base.notice_text.items()},
        retention={key: replace(one, name=text, text=text, law=(words,)) for key, one in base.retention.items()},
        measures={key: replace(one, text=text) for key, one in base.measures.items()},
        items={**base.items, "own.size": replace(base.items["own.size"], name=text, examples=text)},
    )


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
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False))


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


# --- PDF


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_pdf_is_tagged_a4_and_has_every_heading(name: str, language: str) -> None:
    document = notice(declaration(name), language)
    data = pdf.write(document)
    reader = PdfReader(io.BytesIO(data))
    catalogue = reader.trailer["/Root"]
    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/Lang"] == language
    assert b"pdfuaid" in data
    assert reader.metadata is not None
    assert reader.metadata.title == document.title
    assert [round(float(side)) for side in reader.pages[0].mediabox[2:]] == [595, 842]
    text = pages(data).replace("\xad", "").replace("\u2060", "")
    for heading in HEADINGS.values():
        assert heading.name.in_language(language) in text
    fonts = {name for page in reader.pages for name in page["/Resources"].get("/Font", {})}
    assert fonts


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_pdf_shows_hostile_text_and_does_nothing_with_it(words: str) -> None:
    data = pdf.write(notice(hostile(words), "fi"))
    assert b"pdfuaid" in data
    text = pages(data)
    assert "root:" not in text
    if words.startswith("#eval"):
        assert '#eval("1+1")' in text


def test_the_same_notice_gives_the_same_bytes() -> None:
    assert pdf.write(notice(sample(), "fi")) == pdf.write(notice(sample(), "fi"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_officer_s_marks_are_in_every_format(language: str) -> None:
    document = notice(sample(), language, audience="officer")
    mark = document.labels["unenforced"]
    assert mark in html.write(document)
    assert mark in markdown.write(document)
    assert mark in pages(pdf.write(document)).replace("\xad", "")
    assert mark not in html.write(notice(sample(), language))
    officer = from_html(html.write(document), language, {})
    assert "evidence.contract" in officer
