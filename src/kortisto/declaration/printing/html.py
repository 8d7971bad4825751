"""Writes a notice as HTML: one file that needs nothing else, or the part that a site embeds.

No script and no inline style. Tables become cards on a narrow screen; explicit roles keep them tables for assistive
technology, because a browser drops the meaning of a table that is not displayed as one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

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
from kortisto.declaration.printing.style import STYLE
from kortisto.declaration.words import Strength

_LINK = re.compile(
    r"(?P<web>https?://[^\s<>\"'(){}\[\]\\]*[^\s<>\"'(){}\[\]\\.,;:!?])|(?P<mail>(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8})"
)
_BLANK = re.compile(r"\[[^\[\]]{1,200}\]")
_DEEPEST_HEADING = 6


def write(document: Document) -> str:
    """Return a whole page: UTF-8, `lang`, embedded style, skip link, table of contents."""
    title = escape(document.title)
    skip = escape(document.labels.get("skip", ""))
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(document.language)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n"
        f'<body class="privacy-notice-page">\n<a class="privacy-notice-skip" href="#notice-content">{skip}</a>\n'
        f'<main id="notice-content" tabindex="-1">\n{fragment(document)}</main>\n</body>\n</html>\n'
    )


def fragment(document: Document, *, heading_level: int = 1) -> str:
    """Return the notice alone, for a page of a site; its title is a heading of the given level. `STYLE` fits it."""
    return "".join(_Writer(document, heading_level).article())


class _Writer:
    def __init__(self, document: Document, level: int) -> None:
        self._document, self._level = document, level

    def article(self) -> Iterator[str]:
        document = self._document
        yield f'<article class="privacy-notice" lang="{escape(document.language)}">\n<header>\n'
        yield self._heading(self._level, f'<span data-node="register">{escape(document.title)}</span>')
        yield f'<p class="lead">{self._said(document.lead)}</p>\n'
        if document.banner:
            yield f'<p class="banner"><strong>{escape(document.banner)}</strong></p>\n'
        if document.for_officer:
            yield f'<p class="banner">{escape(document.labels["officer"])}</p>\n'
        yield f"</header>\n{self._contents()}"
        for number, section in enumerate(document.sections, 1):
            yield from self._section(section, self._level + 1, f"{number}. ")
        yield "</article>\n"

    def _contents(self) -> str:
        links = "".join(
            f'<li><a href="#notice-{escape(section.id)}">{escape(section.title)}</a></li>\n'
            for section in self._document.sections
        )
        label = self._heading(self._level + 1, escape(self._document.labels["contents"]), ' id="notice-contents"')
        return f'<nav class="contents" aria-labelledby="notice-contents">\n{label}<ol>\n{links}</ol>\n</nav>\n'

    def _heading(self, level: int, inner: str, attributes: str = "") -> str:
        name = f"h{min(level, _DEEPEST_HEADING)}"
        return f"<{name}{attributes}>{inner}</{name}>\n"

    def _section(self, section: Section, level: int, number: str = "") -> Iterator[str]:
        yield f'<section id="notice-{escape(section.id)}">\n'
        shown = (section.answers, *section.notes) if self._document.for_officer else ()
        title = escape(section.title)
        if section.node:
            title = f'<span data-node="{escape(section.node)}">{title}</span>'
        marked = "".join(f' <small class="mark">{escape(mark)}</small>' for mark in shown if mark)
        yield self._heading(level, f"{number}{title}{marked}")
        for block in section.blocks:
            yield from self._block(block, level)
        yield "</section>\n"

    def _block(self, block: Block, level: int) -> Iterator[str]:
        match block:
            case Paragraph():
                yield f"<p>{self._said(block.sentences)}</p>\n"
            case Bullets():
                name = ' class="narrow"' if block.narrow else ""
                yield f"<ul{name}>\n" + "".join(f"<li>{self._said(item)}</li>\n" for item in block.items) + "</ul>\n"
            case Facts():
                yield "<dl>\n"
                for fact in block.facts:
                    yield f"<div><dt>{escape(fact.label)}</dt><dd>{self._lines(fact.sentences)}</dd></div>\n"
                yield "</dl>\n"
            case Table():
                yield from self._table(block)
            case Section():
                yield from self._section(block, level + 1)

    def _table(self, table: Table) -> Iterator[str]:
        yield f'<table role="table" id="notice-table-{escape(table.id)}" class="columns-{len(table.columns)}">\n'
        yield f'<caption>{escape(table.caption)}</caption>\n<thead role="rowgroup"><tr role="row">'
        for column in table.columns:
            yield f'<th role="columnheader" scope="col">{escape(column)}</th>'
        yield '</tr></thead>\n<tbody role="rowgroup">\n'
        for row in table.rows:
            yield f'<tr role="row"><th role="rowheader" scope="row">{self._lines(row[0])}</th>'
            for column, cell in zip(table.columns[1:], row[1:], strict=True):
                label = escape(column)
                said = self._dense(cell) if table.dense else self._lines(cell)
                yield f'<td role="cell" data-label="{label}">{said}</td>'
            yield "</tr>\n"
        yield "</tbody>\n</table>\n"

    def _said(self, sentences: Sentences) -> str:
        return " ".join(self._sentence(one) for one in sentences)

    def _dense(self, sentences: Sentences) -> str:
        return "; ".join(self._sentence(one) for one in sentences)

    def _lines(self, sentences: Sentences) -> str:
        if len(sentences) == 1:
            return self._sentence(sentences[0])
        return " ".join(f'<span class="line">{self._sentence(one)}</span>' for one in sentences)

    def _sentence(self, one: Sentence) -> str:
        said = f'<span data-node="{escape(one.node)}">{self._text(one.text)}</span>'
        return said + "".join(f' <small class="mark">{escape(mark)}</small>' for mark in marks(self._document, one))

    def _text(self, text: str) -> str:
        made, at = [], 0
        for match in _LINK.finditer(text):
            made.append(self._plain(text[at : match.start()]))
            shown = escape(match[0])
            made.append(f'<a href="{"mailto:" if match["mail"] else ""}{shown}">{shown}</a>')
            at = match.end()
        return "".join((*made, self._plain(text[at:])))

    def _plain(self, text: str) -> str:
        words = escape(text)
        if self._document.banner is None:
            return words
        return _BLANK.sub(lambda match: f'<mark class="blank">{match[0]}</mark>', words)


def marks(document: Document, one: Sentence) -> tuple[str, ...]:
    """Return what the officer sees beside a sentence; nothing in the public view."""
    if not document.for_officer:
        return ()
    said = () if one.strength is Strength.STATES else (document.labels[one.strength],)
    unenforced = () if one.enforced else (document.labels["unenforced"],)
    return (*unenforced, *said, *one.notes)
