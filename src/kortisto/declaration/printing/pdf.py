"""Writes a notice as PDF with Typst: PDF/UA-1, tagged, A4, embedded fonts only, the same bytes on every machine.

Texts travel as JSON beside a fixed template, so that nothing that anybody wrote is ever read as Typst.
"""

from __future__ import annotations

import json
import re
import tempfile
from typing import Any

import typst

from kortisto.declaration.printing import columns
from kortisto.declaration.printing.document import Block, Bullets, Document, Facts, Paragraph, Section, Sentence, Table
from kortisto.declaration.printing.html import marks
from kortisto.declaration.printing.page import TEMPLATE

_BLANK = re.compile(r"(\[[^\[\]]{1,200}\])")
_TIMESTAMP = 0
# Letters on a line of the whole width, in a table and in one of many columns, which is set smaller.
_LETTERS, _LETTERS_DENSE, _DENSE_FROM = 104, 124, 5
# A row of up to so many lines is not broken over two pages.
_UNBROKEN_LINES = 18
# What the embedded fonts surely can show; PDF/UA refuses a glyph that is missing.
_SHOWABLE = re.compile(
    "[^\u0020-\u024f\u0370-\u03ff\u0400-\u04ff\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u2100-\u2122\u2190-\u2193]"
)
_REPLACEMENT = "\u25a1"


def write(document: Document) -> bytes:
    """Return the PDF. Characters that no embedded font has are shown as a box."""
    data = _document(document)
    try:
        return _compiled(data)
    except typst.TypstError as error:
        if "could not be displayed" not in str(error):
            raise
    return _compiled(_showable(data))


def _compiled(data: dict[str, Any]) -> bytes:
    fonts = typst.Fonts(include_system_fonts=False)
    with tempfile.TemporaryDirectory() as empty:  # Typst can read below its root: give it nothing to read
        compiler = typst.Compiler(TEMPLATE.encode(), root=empty, font_paths=fonts)
        made = compiler.compile(
            format="pdf", pdf_standards="ua-1", timestamp=_TIMESTAMP, sys_inputs={"data": json.dumps(data)}
        )
    if not isinstance(made, bytes):
        raise TypeError("Typst gave no document")
    return made


def _showable(value: Any) -> Any:
    if isinstance(value, str):
        return _SHOWABLE.sub(_REPLACEMENT, value)
    if isinstance(value, list):
        return [_showable(one) for one in value]
    if isinstance(value, dict):
        return {key: _showable(one) for key, one in value.items()}
    return value


def _document(document: Document) -> dict[str, Any]:
    banners = [text for text in (document.banner, document.labels["officer"] if document.for_officer else None) if text]
    return {
        "language": document.language,
        "title": document.title,
        "lead": " ".join(one.text for one in document.lead),
        "banners": banners,
        "contents": document.labels["contents"],
        "page": document.labels["page"],
        "sections": [
            _section(document, section, 1, f"{number}. ") for number, section in enumerate(document.sections, 1)
        ],
    }


def _section(document: Document, section: Section, level: int, number: str = "") -> dict[str, Any]:
    blocks = [_block(document, block, level) for block in section.blocks]
    notes = "".join(f" ({note})" for note in section.notes)
    return {"kind": "section", "level": level, "title": number + section.title + notes, "blocks": blocks}


def _block(document: Document, block: Block, level: int) -> dict[str, Any]:
    match block:
        case Paragraph():
            return {"kind": "paragraph", "said": _said(document, block.sentences)}
        case Bullets():
            items = [_said(document, item) for item in block.items]
            return {"kind": "bullets", "items": items, "narrow": block.narrow}
        case Facts():
            facts = [{"label": one.label, "said": _said(document, one.sentences)} for one in block.facts]
            return {"kind": "facts", "facts": facts}
        case Table():
            return _table(document, block)
        case Section():
            return _section(document, block, level + 1)


def _table(document: Document, table: Table) -> dict[str, Any]:
    letters = _LETTERS_DENSE if len(table.columns) > _DENSE_FROM - 1 else _LETTERS
    texts = [
        [
            ["; ".join(one.text for one in cell)] if table.dense and i else [one.text for one in cell]
            for i, cell in enumerate(row)
        ]
        for row in table.rows
    ]
    parts = columns.widths(texts, heads=table.columns, letters=letters)
    return {
        "kind": "table",
        "caption": table.caption,
        "columns": list(table.columns),
        "widths": parts,
        "small": letters == _LETTERS_DENSE,
        "rows": [
            {
                "cells": [_said(document, cell) for cell in row],
                "breaks": columns.height_of(text, parts=parts, letters=letters) > _UNBROKEN_LINES,
            }
            for row, text in zip(table.rows, texts, strict=True)
        ],
        "dense": table.dense,
    }


def _said(document: Document, sentences: tuple[Sentence, ...]) -> list[dict[str, Any]]:
    return [{"parts": _parts(document, one.text), "marks": list(marks(document, one))} for one in sentences]


def _parts(document: Document, text: str) -> list[dict[str, Any]]:
    if document.banner is None:
        return [{"text": text, "blank": False}]
    return [{"text": part, "blank": bool(_BLANK.fullmatch(part))} for part in _BLANK.split(text) if part]
