"""The printed notice as a tree of plain values, before it has a format.

Every sentence and cell carries the ref of the node it came from. A writer decides how things look and adds no words of
its own except the labels of the document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from kortisto.declaration.words import Strength

# Directional overrides could make a sentence read as another one; control characters are refused by XML and Typst.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")


def inert(text: str) -> str:
    """Return the text on one line, without control characters and directional overrides."""
    return " ".join(_UNPRINTABLE.sub("", text).split())


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence or the content of a cell; `enforced` is false when only the text says so; `notes` are for officers."""

    text: str
    node: str
    strength: Strength = Strength.STATES
    enforced: bool = True
    notes: tuple[str, ...] = ()


Sentences = tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences that stand together."""

    sentences: Sentences


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list without an order. `narrow`: the points are short and may stand in columns."""

    items: tuple[Sentences, ...]
    narrow: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and what stands for it."""

    label: str
    sentences: Sentences


@dataclass(frozen=True, slots=True)
class Facts:
    """Labels with what stands for each."""

    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table; the first cell of a row is its header. A cell is empty, or has one sentence or several.

    `dense`: the sentences of a cell are names and short phrases that follow each other with semicolons.
    """

    id: str
    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Sentences, ...], ...]
    dense: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it.

    `answers` is the provision that the heading answers, for the officer. A heading that is the name of a node carries
    its ref and the officer's notes on it.
    """

    id: str
    title: str
    blocks: tuple[Block, ...]
    answers: str = ""
    node: str = ""
    notes: tuple[str, ...] = ()


Block = Paragraph | Bullets | Facts | Table | Section


@dataclass(frozen=True, slots=True)
class Document:
    """A whole notice in one language. `banner` is set when it may not be published; `labels` are the writers' words."""

    title: str
    language: str
    audience: str
    sections: tuple[Section, ...]
    lead: Sentences = ()
    banner: str | None = None
    labels: Mapping[str, str] = field(default_factory=dict)

    @property
    def for_officer(self) -> bool:
        """True for the view that shows what nothing enforces, reasons and promises."""
        return self.audience == "officer"


def sentences_of(blocks: tuple[Block, ...]) -> Iterator[Sentence]:  # noqa: C901 - one case for each kind of block
    """Yield every sentence in reading order."""
    for block in blocks:
        match block:
            case Paragraph():
                yield from block.sentences
            case Bullets():
                for item in block.items:
                    yield from item
            case Facts():
                for fact in block.facts:
                    yield from fact.sentences
            case Table():
                for row in block.rows:
                    for cell in row:
                        yield from cell
            case Section():
                if block.node:
                    yield Sentence(block.title, block.node, notes=block.notes)
                yield from sentences_of(block.blocks)
