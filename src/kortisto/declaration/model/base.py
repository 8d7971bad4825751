"""What every statement of a declaration is made of: places, texts in three languages, nodes."""

from __future__ import annotations

from dataclasses import dataclass, field

LANGUAGES = ("fi", "sv", "en")
"""Every text stands in all of these; the first is the language of the source notices."""


SINGLE = frozenset({"register", "rights", "automation"})
"""Sections that are one node each."""


@dataclass(frozen=True, slots=True)
class Position:
    """A place in a file; line and column count from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        """Return `file:line:column`, which editors and terminals open."""
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Text:
    """The same sentence in the three languages."""

    fi: str
    sv: str
    en: str

    def in_language(self, language: str) -> str:
        """Return the text in `fi`, `sv` or `en`; KeyError for another language."""
        return {"fi": self.fi, "sv": self.sv, "en": self.en}[language]


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One statement of a declaration.

    `id` is unique in its section; `ref` (`retention.customer_data`) is unique in the declaration and is what printed
    sentences, explanations and audit rows carry. `promises` are ids of `docs/promises.csv`, complete with prefix.
    `ours` tells, for the officer, why a statement without a promise was added.
    """

    id: str
    section: str
    promises: tuple[str, ...] = ()
    ours: str | None = None
    position: Position | None = field(default=None, compare=False, repr=False)

    @property
    def ref(self) -> str:
        """Return the id of the node within the whole declaration."""
        return self.section if self.section in SINGLE else f"{self.section}.{self.id}"
