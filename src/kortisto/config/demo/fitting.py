"""Fits the demo company to a register: under which purposes and from which sources its declaration lets each row in.

A field that no purpose may collect is left out, and so is a row that would be empty without it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from functools import cache

from kortisto.config.demo.company import YEAR
from kortisto.declaration.civil_time import add_to_day
from kortisto.declaration.compiled import Compiled
from kortisto.declaration.words import Basis, Operation, SourceKind
from kortisto.register.access import rules
from kortisto.register.access.rules import Permit
from kortisto.register.audit.values import touches
from kortisto.register.parties.bulk import Columns
from kortisto.register.parties.operations.sets import Table
from kortisto.register.parties.rows import filled, item_of

STAFF = (SourceKind.STAFF,)
THEMSELVES = (SourceKind.SUBJECT,)
EMPLOYER = (SourceKind.CUSTOMER_ORGANISATION, SourceKind.EMPLOYER)
"""Who tells of a datum in the demo, as kinds of sources, the best first."""

_CARE = "customer relationship"  # the word of the vocabulary of purposes
_REPRESENTS = "person.represents"
_SHORTEST = 2 * YEAR  # a shorter period leaves no room for customerships that have ended within it

Rows = Mapping[Table, Sequence[Columns]]


class NoRoomError(Exception):
    """The declaration lets the main role collect nobody's name for the care of customers."""


class Fitting:
    """What a declaration lets in of the demo, for a role."""

    def __init__(self, declared: Compiled, role: str) -> None:
        self._declared = declared
        permits = {
            purpose: permit
            for purpose in declared.declaration.purposes
            if (permit := rules.permitted(role=role, purpose=purpose, operation=Operation.COLLECT))
        }
        self.main = next((one for one, permit in permits.items() if self._cares(one, permit)), "")
        if not self.main:
            raise NoRoomError
        self._permits = {self.main: permits.pop(self.main), **permits}
        self.source = cache(self._source)

    def _cares(self, purpose: str, permit: Permit) -> bool:
        kind = self._declared.declaration.purposes[purpose].kind
        return kind == _CARE and all(touches(permit.items, item) for item in ("person.name", "organisation.name"))

    def may_collect(self, purpose: str, item: str) -> bool:
        return touches(self._permits[purpose].items, item)

    def basis(self, purpose: str) -> Basis:
        """Return the basis on which the demo's data were collected for a purpose."""
        bases = self._permits[purpose].bases
        return Basis.LEGITIMATE_INTEREST if Basis.LEGITIMATE_INTEREST in bases else bases[0]

    def days_kept(self, today: date) -> int:
        """Return how many days the longest period lasts for which a name is kept for the care of customers."""
        ends = [
            add_to_day(today, rule.at_most)
            for row, item, _, _, rule in self._declared.entries()
            if row.node.purpose == self.main and touches([item], "person.name") and not rule.at_most.permanent
        ]
        return max(_SHORTEST, *((end - today).days for end in ends))

    def _source(self, wanted: tuple[SourceKind, ...], items: tuple[str, ...]) -> str:
        """Return the source of a kind that the declaration names for the most of the items."""
        sources = self._declared.declaration.sources
        order = [*wanted, *(kind for kind in SourceKind if kind not in wanted)]

        def merit(source: str) -> tuple[int, int]:
            told = sources[source].items
            return -sum(touches(told, item) for item in items), order.index(sources[source].kind)

        of_kind = [source for source, node in sources.items() if node.kind in wanted]
        fitting = [source for source in of_kind if not items or merit(source)[0]]
        return min(fitting or sources, key=merit)

    def portions(self, rows: Rows) -> Mapping[str, Rows]:
        """Divide rows by the purpose that may collect them, the main one first; leave out what none may."""
        portions: dict[str, dict[Table, list[Columns]]] = {self.main: {}}
        for table, some in rows.items():
            for row in some:
                for purpose, permit in self._permits.items():
                    if (fits := _pruned(table, row, permit.items)) is not None:
                        portions.setdefault(purpose, {}).setdefault(table, []).append(fits)
                        break
        return {purpose: _together(portion) for purpose, portion in portions.items()}


def _together(portion: Rows) -> Rows:
    """What was said in an event that another purpose lets in, or none, is a note of its own."""
    events = {row["id"] for row in portion.get(Table.ACTIVITY, ())}
    notes = [
        row if row.get("activity_id") in events else {**row, "activity_id": None} for row in portion.get(Table.NOTE, ())
    ]
    return {**portion, **({Table.NOTE: notes} if notes else {})}


def items_of_row(table: Table, row: Columns) -> tuple[str, ...]:
    """Return the items that a row tells something of."""
    own = [_item(table, field) for field in filled(row)]
    return tuple(dict.fromkeys(item for item in [*own, _REPRESENTS * (table is Table.REPRESENTS)] if item))


def _item(table: Table, field: str) -> str:
    return item_of(table.value, field.removesuffix("_id"))


def _pruned(table: Table, row: Columns, granted: Collection[str]) -> Columns | None:
    """Return the row without what may not be collected; None where it cannot do without."""
    if table is Table.REPRESENTS and not touches(granted, _REPRESENTS):
        return None
    telling = [field for field in filled(row) if _item(table, field)]
    refused = [field for field in telling if not touches(granted, _item(table, field))]
    if any(not table.value._meta.get_field(field).blank for field in refused) or (telling and telling == refused):
        return None
    return {field: value for field, value in row.items() if field not in refused}
