"""The record of processing activities: nothing of the declaration is missing, in any language or form."""

from __future__ import annotations

import io
import re
import zipfile
from xml.etree import ElementTree as ET  # of workbooks that we have just written

import pytest

from kortisto.declaration.model import LANGUAGES
from kortisto.declaration.printing import html, pdf, processing_record
from kortisto.declaration.printing.content.how_long import name_of
from kortisto.declaration.printing.context import Context
from kortisto.declaration.vocabulary.headings import HEADINGS
from kortisto.declaration.words import PartyRole
from tests.declaration.printing.notices import NAMES, declaration

pytestmark = pytest.mark.unit

CONTROLLERS = {PartyRole.CONTROLLER, PartyRole.JOINT_CONTROLLER}
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
LIVE = [name for name in NAMES if declaration(name).processing]


def squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def cells(workbook: bytes) -> list[list[list[str]]]:
    """The texts of a workbook by sheet and row; a formula or a number in a cell fails."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        shared = [
            "".join(part.text or "" for part in entry.iter(f"{SHEET}t"))
            for entry in ET.fromstring(archive.read("xl/sharedStrings.xml"))  # noqa: S314
        ]
        sheets = sorted(name for name in archive.namelist() if name.startswith("xl/worksheets/sheet"))
        found = []
        for sheet in sheets:
            tree = ET.fromstring(archive.read(sheet))  # noqa: S314
            found.append([[text_of(cell, shared) for cell in row] for row in tree.iter(f"{SHEET}row")])
    return found


def text_of(cell: ET.Element, shared: list[str]) -> str:
    assert cell.find(f"{SHEET}f") is None, "a formula"
    assert cell.get("t") == "s", cell.attrib
    value = cell.find(f"{SHEET}v")
    assert value is not None
    return shared[int(value.text or "")]


def wanted(name: str, language: str) -> dict[str, set[str]]:
    """What the record must say, taken from the declaration itself."""
    d = declaration(name)
    c = Context(d, language, "officer")
    used = {row.purpose for row in d.processing.values()}
    rules = {rule.id: rule for *_, rule in c.compiled.entries()}
    return {
        "purposes": {c.purpose(one) for one in used},
        "groups": {c.group(group) for row in d.processing.values() for group in row.groups},
        "items": {c.item(item) for row in d.processing.values() for item in row.items},
        "recipients": {c.text(one.name) for one in d.recipients.values() if used & set(one.purposes)},
        "rules": {name_of(c, rule) for rule in rules.values()},
    }


def missing(name: str, language: str, text: str) -> list[str]:
    plain = squeezed(text).casefold()
    return [
        f"{kind}: {one}"
        for kind, all_ in wanted(name, language).items()
        for one in all_
        if squeezed(one).casefold() not in plain
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", LIVE)
def test_the_page_has_every_purpose_group_item_recipient_and_rule(name: str, language: str) -> None:
    page = html.write(processing_record.document(declaration(name), language))
    text = re.sub(r"<[^>]+>", "", page)
    for entity, letter in (
        ("&amp;", "&"),
        ("&#x27;", "'"),
        ("&#39;", "'"),
        ("&quot;", '"'),
        ("&gt;", ">"),
        ("&lt;", "<"),
    ):
        text = text.replace(entity, letter)
    assert missing(name, language, text) == []
    assert f'lang="{language}"' in page


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", LIVE)
def test_the_workbook_has_them_too_as_texts(name: str, language: str) -> None:
    sheets = cells(processing_record.spreadsheet(declaration(name), language))
    activities, common = sheets
    assert missing(name, language, "\n".join(cell for row in activities for cell in row)) == []
    used = {row.purpose for row in declaration(name).processing.values()}
    assert len(activities) == 1 + len(used)
    assert {len(row) for row in activities} == {7}
    assert all(cell.strip() for row in activities for cell in row)
    controller = next(one for one in declaration(name).parties.values() if CONTROLLERS & set(one.roles))
    context = Context(declaration(name), language, "officer")
    said = controller.name if isinstance(controller.name, str) else context.text(controller.name)
    assert said in "\n".join(cell for row in common for cell in row)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pdf_is_a_tagged_document_in_its_language(language: str) -> None:
    raw = pdf.write(processing_record.document(declaration("sample"), language))
    assert raw.startswith(b"%PDF-")
    assert len(raw) > 10_000


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_points_of_the_article_are_in_order(language: str) -> None:
    document = processing_record.document(declaration("sample"), language)
    titles = [section.title for section in document.sections]
    context = Context(declaration("sample"), language, "officer")
    assert titles[0] == context.word(HEADINGS["controller"].name)
    assert titles[-1] == context.word(HEADINGS["security"].name)
    assert len(titles) == 2 + len({row.purpose for row in declaration("sample").processing.values()})


def test_another_language_is_refused() -> None:
    with pytest.raises(KeyError):
        processing_record.document(declaration("sample"), "de")
