"""Writes a notice as Markdown (CommonMark with tables), each sentence followed by a comment that names its node.

The comment follows and never opens a line: a line that begins with a comment is HTML to Markdown, not text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kortisto.declaration.printing.document import (
    Block,
    Bullets,
    Document,
    Facts,
    Paragraph,
    Section,
    Sentence,
    Sentences,
    Table,
)
from kortisto.declaration.printing.html import marks

_SPECIAL = re.compile(r"([\\`*_\[\]<>|~#&$!{}])")
_OPENS_A_BLOCK = re.compile(r"^([-+=](?=\s|$|[-+=])|\d{1,9}[.)](?=\s|$))")
_WEB = re.compile(r"https?://[^\s<>\"'(){}\[\]\\]*[^\s<>\"'(){}\[\]\\.,;:!?]")


def write(document: Document) -> str:
    """Return the notice as Markdown in UTF-8."""
    return "\n".join(_lines(document)) + "\n"


def escaped(text: str) -> str:
    """Return text that Markdown shows as it is. Addresses of the web become links."""
    return _OPENS_A_BLOCK.sub(lambda match: _break(match[1]), _inline(text))


def _inline(text: str) -> str:
    made, at = [], 0
    for match in _WEB.finditer(text):
        made += [_SPECIAL.sub(r"\\\1", text[at : match.start()]), f"<{match[0]}>"]
        at = match.end()
    made.append(_SPECIAL.sub(r"\\\1", text[at:]))
    return "".join(made)


def _break(opening: str) -> str:
    return f"{opening[:-1]}\\{opening[-1]}"


def _lines(document: Document) -> Iterator[str]:
    yield f"# {escaped(document.title)} <!-- node: register -->"
    yield ""
    yield _said(document, document.lead)
    for banner in (document.banner, document.labels["officer"] if document.for_officer else None):
        if banner:
            yield from ("", f"> **{escaped(banner)}**")
    for number, section in enumerate(document.sections, 1):
        yield from _section(document, section, 2, f"{number}. ")


def _section(document: Document, section: Section, level: int, number: str = "") -> Iterator[str]:
    node = f" <!-- node: {section.node} -->" if section.node else ""
    notes = "".join(f" *({_inline(note)})*" for note in section.notes)
    yield from ("", f"{'#' * min(level, 6)} {number}{_inline(section.title)}{node}{notes}")
    for block in section.blocks:
        yield from _block(document, block, level)


def _block(document: Document, block: Block, level: int) -> Iterator[str]:
    match block:
        case Paragraph():
            yield from ("", _said(document, block.sentences))
        case Bullets():
            yield ""
            yield from (f"- {_said(document, item)}" for item in block.items)
        case Facts():
            yield ""
            yield from (f"- **{escaped(fact.label)}:** {_said(document, fact.sentences)}" for fact in block.facts)
        case Table():
            yield from ("", f"**{escaped(block.caption)}**", "")
            yield f"| {' | '.join(escaped(column) for column in block.columns)} |"
            yield f"|{' --- |' * len(block.columns)}"
            for row in block.rows:
                between = ["<br>", *("; " if block.dense else "<br>" for _ in row[1:])]
                cells = (_said(document, cell, joint) for cell, joint in zip(row, between, strict=True))
                yield f"| {' | '.join(cells)} |"
        case Section():
            yield from _section(document, block, level + 1)


def _said(document: Document, sentences: Sentences, between: str = " ") -> str:
    return between.join(_sentence(document, one) for one in sentences)


def _sentence(document: Document, one: Sentence) -> str:
    shown = "".join(f" *({escaped(mark)})*" for mark in marks(document, one))
    return f"{escaped(one.text)} <!-- node: {one.node} -->{shown}"
