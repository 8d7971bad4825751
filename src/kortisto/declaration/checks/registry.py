"""The registry of checks, and what each of them is given."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import compress, product
from types import MappingProxyType

from kortisto.declaration.compiled import Compiled, RowPlan, compile_declaration
from kortisto.declaration.conditions import ANYBODY, predicate
from kortisto.declaration.model import Condition, Declaration, LegalBasis, Node
from kortisto.declaration.problems import Severity
from kortisto.declaration.vocabulary.items import is_under

_MOST_WORDS = 12
"""States in one condition up to which every combination of them is tried."""


class Context:
    """One declaration under examination, and the date of the examination."""

    def __init__(self, declaration: Declaration, at: date) -> None:
        """Compile the declaration once for all checks."""
        self.declaration = declaration
        self.at = at

    @cached_property
    def compiled(self) -> Compiled:
        """The declaration with hierarchies and retention rules resolved."""
        return compile_declaration(self.declaration)

    @cached_property
    def effective(self) -> date:
        """The date at which the declaration must be in order: when it comes into force, or now if that is past."""
        return max(self.at, self.declaration.register.valid_from)

    @cached_property
    def rows(self) -> Mapping[str, tuple[RowPlan, frozenset[str]]]:
        """The processing rows with the leaf items that are declared; a row may name more than the register holds."""
        return {
            row.node.id: (row, frozenset(item for item in row.items if self.is_declared(item)))
            for row in self.compiled.rows.values()
        }

    @cached_property
    def live_rows(self) -> tuple[tuple[RowPlan, frozenset[str]], ...]:
        """The rows that can permit anything: somebody, something, somebody's data, on a basis that holds."""
        return tuple(
            (row, items)
            for row, items in self.rows.values()
            if row.node.by
            and row.node.operations
            and holds_at(row.basis, self.effective)
            and any(can_be_true(self.declaration.subject_groups[group.id].when) for group in row.groups)
        )

    def is_declared(self, leaf: str) -> bool:
        """Return whether a leaf item is an item of the declaration, or lies under one, and may be collected."""
        declared = self.declaration.items
        return any(is_under(leaf, item) for item in declared) and not any(
            item.never_collect and is_under(leaf, item.id) for item in declared.values()
        )


def can_be_true(condition: Condition) -> bool:
    """Return whether a condition can be true of anybody; one of very many words is believed."""
    states = sorted(_words(condition) - {ANYBODY})
    if len(states) > _MOST_WORDS:
        return True
    holds = predicate(condition)
    return any(holds(frozenset(compress(states, chosen))) for chosen in product((False, True), repeat=len(states)))


def _words(condition: Condition) -> set[str]:
    return set().union(*(_words(term) if isinstance(term, Condition) else {term} for term in condition.terms))


def holds_at(basis: LegalBasis, day: date) -> bool:
    """Return whether a legal basis is in force on a day."""
    return (basis.valid_from is None or basis.valid_from <= day) and (
        basis.valid_until is None or day <= basis.valid_until
    )


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found. `case` chooses among the wordings of the code; `severity` departs from the check's own."""

    node: Node
    case: str = ""
    offending: str = ""
    severity: Severity | None = None
    details: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


Check = Callable[[Context], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class Registered:
    """A check with its code and how it is announced. The docstring of the function explains it in the docs."""

    code: str
    severity: Severity
    look: Check


CHECKS: dict[str, Registered] = {}
"""Every check by its code; filled when the modules of checks are imported."""


def check(code: str, severity: Severity = Severity.ERROR) -> Callable[[Check], Check]:
    """Register a function as the check of a code."""

    def registered(look: Check) -> Check:
        if code in CHECKS:
            raise ValueError(f"two checks have the code {code}")
        CHECKS[code] = Registered(code, severity, look)
        return look

    return registered


def names(words: Iterable[str], most: int = 6) -> str:
    """Return words as a short list: the first few, and how many more there are."""
    found = sorted(words)
    more = len(found) - most
    return ", ".join(found[:most]) + (f" (+{more})" if more > 0 else "")


def by_node(findings: Iterable[tuple[Node, str]]) -> Iterator[tuple[Node, list[str]]]:
    """Gather words by the node that they belong to, in the order of the nodes."""
    gathered: dict[str, tuple[Node, list[str]]] = {}
    for node, word in findings:
        words = gathered.setdefault(node.ref, (node, []))[1]
        if word not in words:
            words.append(word)
    yield from gathered.values()
