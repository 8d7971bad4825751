"""The notice as PDF: tagged, complete, the same everywhere, and deaf to what anybody wrote into a text."""

from __future__ import annotations

import io
from typing import Any

import pytest
from pypdf import PdfReader

from kortisto.declaration.model import LANGUAGES
from kortisto.declaration.printing import notice, pdf
from kortisto.declaration.vocabulary.headings import HEADINGS
from tests.declaration.printing.hostile import HOSTILE, endless, hostile
from tests.declaration.printing.notices import NAMES, declaration
from tests.declaration.printing.sample import sample

pytestmark = pytest.mark.integration


def pages(data: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages).split())


@pytest.mark.parametrize(
    ("name", "language"), [*(("sample", language) for language in LANGUAGES), *((name, "sv") for name in NAMES[1:])]
)
def test_pdf_is_tagged_a4_and_has_every_heading(name: str, language: str) -> None:
    document = notice(declaration(name), language)
    data = pdf.write(document)
    reader = PdfReader(io.BytesIO(data))
    catalogue: Any = reader.trailer["/Root"]
    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/Lang"] == language
    assert b"pdfuaid" in data
    assert reader.metadata is not None
    assert reader.metadata.title == document.title
    assert [round(float(side)) for side in reader.pages[0].mediabox[2:]] == [595, 842]
    text = pages(data).replace("\xad", "").replace("\u2060", "")
    for heading in HEADINGS.values():
        assert heading.name.in_language(language) in text
    resources: Any = reader.pages[0]["/Resources"]
    names = {str(font.get_object()["/BaseFont"]).partition("+")[2] for font in resources["/Font"].values()}
    assert names
    assert all(name.startswith("LibertinusSerif") for name in names)


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


def test_the_officer_s_marks_are_printed() -> None:
    document = notice(sample(), "fi", audience="officer")
    assert document.labels["unenforced"] in pages(pdf.write(document)).replace("\xad", "")


def test_a_very_long_word_is_printed() -> None:
    assert "pitkäsana" in pages(pdf.write(notice(endless(), "fi")))
