"""Reads a printed notice back: which nodes it has, and which numbers and parties it states for each.

A number is a period or a date in the words that people read, so that a slip in the printing shows. What a declaration
states by itself is computed in the same shape, and the two must be equal in every language and format.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from html.parser import HTMLParser
from typing import Any

from kortisto.declaration.model import Declaration, Node, Text
from kortisto.declaration.periods import Period, Unit
from kortisto.declaration.periods_in_words import each_one_in_words
from kortisto.declaration.printing.document import inert
from kortisto.declaration.printing.nodes import nodes_of, values_of

# Stems: texts that people wrote may use any case. "fyllt 13 år" is an age, not a period, and "9.5 Päivityspalvelut"
# a numbered row.
_STEMS = {
    "fi": {Unit.MINUTE: "minuut", Unit.HOUR: "tun[tn]", Unit.DAY: "päiv", Unit.WEEK: "viik", Unit.MONTH: "kuukau",
           Unit.YEAR: "vuo(?:si|t|d|n)"},
    "sv": {Unit.MINUTE: "minut", Unit.HOUR: "timm", Unit.DAY: "dag", Unit.WEEK: "veck", Unit.MONTH: "månad",
           Unit.YEAR: "år"},
    "en": {Unit.MINUTE: "minute", Unit.HOUR: "hour", Unit.DAY: "day", Unit.WEEK: "week", Unit.MONTH: "month",
           Unit.YEAR: "year"},
}  # fmt: skip
_PERIODS = {
    language: [
        (unit, re.compile(rf"(?<!fyllt )(?<!\d\.)\b(\d{{1,3}})\s{stem}\w*", re.IGNORECASE)) for unit, stem in by.items()
    ]
    for language, by in _STEMS.items()
}
_EVERY_ONE = {
    language: [
        (unit, re.compile(rf"\b{words}\b", re.IGNORECASE)) for unit, words in each_one_in_words(language).items()
    ]
    for language in _STEMS
}
_DATE = re.compile(r"\b(\d{1,2})\.(\d{1,2})\.(\d{4})\b")
_MARKED = re.compile(r"(?P<text>.*?)<!-- node: (?P<node>[^>]*?) -->", re.DOTALL)
_NO_TEXT = re.compile(r"^(?:\s|\*\([^\n]*?\)\*|<br>|\||#{1,6} |- (?:\*\*[^\n]*?:\*\* )?)+")

PARTY_FIELDS = frozenset(
    {"party", "held_by", "contact", "told_to", "employer", "member_of", "invoked_by", "decided_by"}
)
"""Fields whose party is printed with the node."""


@dataclass
class Stated:
    """What a notice states for one node: periods as they are written in a declaration, ISO dates, ids of parties."""

    numbers: set[str] = field(default_factory=set)
    parties: set[str] = field(default_factory=set)


def from_html(html: str, language: str, parties: Mapping[str, str]) -> dict[str, Stated]:
    """Read a page or a fragment. `parties` gives the name of each party in that language."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return _stated(reader.found, language, parties)


def from_markdown(markdown: str, language: str, parties: Mapping[str, str]) -> dict[str, Stated]:
    """Read Markdown that `markdown.write` made."""
    found = [
        (match["node"], _unescaped(_NO_TEXT.sub("", match["text"])))
        for line in markdown.splitlines()
        for match in _MARKED.finditer(line)
    ]
    return _stated(found, language, parties)


def _unescaped(text: str) -> str:
    return re.sub(r"\\([\\`*_\[\]<>|~#&$!{}.)+=-])", r"\1", re.sub(r"<(https?://[^>]*)>", r"\1", text))


class _Reader(HTMLParser):
    """Collects the text of every element that names its nodes."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, str]] = []
        self._open: list[tuple[str, list[str]] | None] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"meta", "br", "link"}:
            return
        node = dict(attrs).get("data-node")
        self._open.append((node, []) if node else None)

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 - the parser's signature
        if self._open and (closed := self._open.pop()) is not None:
            self.found.append((closed[0], "".join(closed[1])))

    def handle_data(self, data: str) -> None:
        for one in self._open:
            if one is not None:
                one[1].append(data)


def _stated(found: Iterable[tuple[str, str]], language: str, parties: Mapping[str, str]) -> dict[str, Stated]:
    made: dict[str, Stated] = {}
    for nodes, text in found:
        for node in nodes.split():
            stated = made.setdefault(node, Stated())
            stated.numbers |= numbers_in(text, language)
            stated.parties |= parties_in(text, parties)
    return made


def numbers_in(text: str, language: str) -> set[str]:
    """Return the periods and dates in a text: `10 years`, `2026-11-22`."""
    found = {
        str(Period(int(match[1]), unit)) for unit, pattern in _PERIODS[language] for match in pattern.finditer(text)
    }
    found |= {str(Period(1, unit)) for unit, pattern in _EVERY_ONE[language] if pattern.search(text)}
    for day, month, year in _DATE.findall(text):
        found.add(f"{int(year):04}-{int(month):02}-{int(day):02}")
    return found


def parties_in(text: str, parties: Mapping[str, str]) -> set[str]:
    """Return the ids of the parties that a text names."""
    return {id_ for id_, name in parties.items() if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text)}


def party_names(declaration: Declaration, language: str) -> dict[str, str]:
    """Return the name of each party in a language."""
    return {id_: inert(_in(party.name, language)) for id_, party in declaration.parties.items()}


def expected(declaration: Declaration, language: str) -> dict[str, Stated]:
    """Return what the declaration itself states for each of its nodes."""
    names = party_names(declaration, language)
    return {node.ref: _own(node, language, names) for node in nodes_of(declaration)}


def _own(node: Node, language: str, names: Mapping[str, str]) -> Stated:
    stated = Stated()
    for name, value in values_of(node):
        if isinstance(value, Period) and value.amount:
            stated.numbers.add(str(value))
        elif isinstance(value, date):
            stated.numbers.add(value.isoformat())
        elif isinstance(value, Text):
            _read(stated, inert(_in(value, language)), language, names)
        elif name in PARTY_FIELDS and isinstance(value, str) and value in names:
            stated.parties |= parties_in(names[value], names)
        elif name == "name" and isinstance(value, str):
            _read(stated, inert(value), language, names)
    return stated


def _read(stated: Stated, text: str, language: str, names: Mapping[str, str]) -> None:
    stated.numbers |= numbers_in(text, language)
    stated.parties |= parties_in(text, names)


def _in(value: Any, language: str) -> str:
    return value.in_language(language) if isinstance(value, Text) else str(value)
