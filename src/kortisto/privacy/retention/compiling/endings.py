"""When a datum is due, for all subjects of whom the same is true. Mirrors `declaration.endings`.

How many combinations of states there are does not grow with the register: groups, conditions and exceptions are asked
of the declaration once for each, and what is left for SQL are dates. Where circumstances decide, or an exception whose
own clock decides whether a row is closed, nothing is compiled: those subjects are decided about one by one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from kortisto.declaration.civil_time import civil_day, start_of_day
from kortisto.declaration.compiled import Compiled, RowPlan
from kortisto.declaration.conditions import Situation, ancestry, applying
from kortisto.declaration.endings import Endings
from kortisto.declaration.model import RetentionRule, Unless
from kortisto.declaration.promises import demanded_by_law
from kortisto.declaration.standing import Closing, Standing
from kortisto.declaration.subjects import Datum, SubjectState
from kortisto.privacy.retention.compiling.windows import Applying, Columns, asked_on, closed_on


@dataclass(frozen=True, slots=True, order=True)
class Combination:
    """What is true of some subjects: their states, earlier ones, and the phase (empty: none)."""

    states: tuple[str, ...]
    earlier: tuple[str, ...]
    phase: str


@dataclass(frozen=True, slots=True)
class Said:
    """What an earlier version, by its place among them, said of keeping a datum. No windows: that it goes at once."""

    place: int
    windows: tuple[Window, ...]

    def closed_on(self, columns: Columns) -> str:
        """Return the first day on which it said that the datum is gone, as SQL; null where it does not bind."""
        day = greatest([one.closed_on(columns) for one in self.windows] or [columns.born.day])
        return f"case when {columns.bound_from} <= {self.place} then {day} end"


@dataclass(frozen=True, slots=True)
class Window:
    """One window that keeps a datum, cut where its row is closed and where an earlier version said less.

    `cut`: the first day on which the row is closed; empty: never. `lasting`: a law demands it, whatever was said.
    """

    rule: RetentionRule
    exceptions: tuple[Applying, ...]
    cut: str
    purpose: str
    lasting: bool
    year_end: str
    said: tuple[Said, ...] = ()

    def closed_on(self, columns: Columns) -> str:
        """Return the first day on which it keeps the datum no more, as SQL."""
        days = [columns.once(closed_on(self.rule, self.exceptions, replace(columns, year_end=self.year_end)))]
        days += [self.cut] if self.cut else []
        days += [one.closed_on(columns) for one in self.said]
        return days[0] if len(days) == 1 else f"least({', '.join(days)})"

    def asked_on(self, columns: Columns) -> list[str]:
        """Return the day on which a review may be asked for, as SQL; none where the rule asks for none."""
        there = self.rule.review is not None
        where = replace(columns, year_end=self.year_end)
        return [columns.once(asked_on(self.rule, self.exceptions, where))] if there else []


@dataclass(frozen=True, slots=True)
class Contest:
    """Windows of one row, some of which a law demands: what was said earlier binds only where the others last longer.

    Of a row the latest window counts, and only then it is asked whether that one is bound.
    """

    bound: tuple[Window, ...]
    lasting: tuple[Window, ...]

    @property
    def rule(self) -> RetentionRule:
        """Return the rule that is named for all of them."""
        return self.bound[0].rule

    def closed_on(self, columns: Columns) -> str:
        """Return the first day on which the row keeps the datum no more, as SQL."""
        free = greatest([replace(one, said=()).closed_on(columns) for one in self.bound])
        lasting = greatest([one.closed_on(columns) for one in self.lasting])
        bound = greatest([one.closed_on(columns) for one in self.bound])
        return f"case when {free} >= {lasting} then {bound} else {lasting} end"

    def asked_on(self, columns: Columns) -> list[str]:
        """Return the days on which a review may be asked for, as SQL."""
        return [day for one in (*self.bound, *self.lasting) for day in one.asked_on(columns)]


@dataclass(frozen=True, slots=True)
class Row:
    """The windows by which one row of the declaration keeps a datum, in the order of its rules.

    `free`: as they are; `parts`: bound by what earlier versions said.
    """

    free: tuple[Window, ...]
    parts: tuple[Window | Contest, ...]


@dataclass(frozen=True, slots=True)
class Ending:
    """When a datum of an item is due. No windows: nothing justifies it, and it is due since it was collected.

    `unjustified`: ref of the rule by which it is due then.
    """

    windows: tuple[Window | Contest, ...]
    unjustified: str

    def due_on(self, columns: Columns) -> str:
        """Return the first civil day on which it is due, as SQL; `infinity` where no end is known."""
        return greatest([one.closed_on(columns) for one in self.windows] or [columns.born.day])

    def asked_on(self, columns: Columns) -> str:
        """Return a day, never later than the first one on which a review of it is asked for; null: there is none."""
        days = list(dict.fromkeys(day for one in self.windows for day in one.asked_on(columns)))
        return f"least({', '.join(days)})" if days else "null::date"

    def rule(self, columns: Columns) -> str:
        """Return by which rule it is due, as SQL."""
        if len({one.rule.ref for one in self.windows}) < 2:  # noqa: PLR2004 - nothing to choose
            return text(self.windows[0].rule.ref if self.windows else self.unjustified)
        by_day: dict[str, str] = {}
        for one in self.windows:
            by_day.setdefault(one.closed_on(columns), text(one.rule.ref))
        refs, listed = ", ".join(by_day.values()), ", ".join(by_day)
        return f"(array[{refs}])[array_position(array[{listed}], greatest({listed}))]"


def bound_from(compiled: Compiled, version: str, born_at: str) -> str:
    """Return the place of the first version before the one in force that binds a datum, as SQL (`promises.binding`).

    `version`: SQL for the version that it was collected under; of one that is not known the day of collection tells.
    """
    none = len(compiled.before)
    if not none:
        return "0"
    known = [(one.version, place) for place, one in enumerate(compiled.before)] + [(compiled.version, none)]
    # The places from the last to the first: of two versions with one name the earlier counts.
    named = " ".join(f"when {version} = {text(name)} then {place}" for name, place in dict(reversed(known)).items())
    begun = [(compiled.declaration.register.valid_from, none)]
    begun += [(one.declaration.register.valid_from, place) for place, one in reversed(list(enumerate(compiled.before)))]
    dated = " ".join(
        f"when {born_at} >= '{start_of_day(day).isoformat()}'::timestamptz then {place}" for day, place in begun
    )
    return f"(case {named} {dated} else 0 end)"


class Deciding:
    """The endings of all items for one combination, under one declaration, as things stand at a moment."""

    def __init__(self, compiled: Compiled, combination: Combination, at: datetime) -> None:
        self._compiled, self._at = compiled, at
        self._before = tuple(Deciding(one, combination, at) for one in compiled.before)
        self._state = SubjectState(
            states=frozenset(combination.states),
            earlier=frozenset(combination.earlier),
            phase=combination.phase or None,
        )
        self._standing = Standing(compiled, self._state, at)
        self._endings: dict[str, Ending | None] = {}
        self._justifying: dict[str, list[list[Window]] | None] = {}

    def ending(self, item: str) -> Ending | None:
        """Return when a datum of an item is due; None where it can only be said one by one."""
        if item not in self._endings:
            self._endings[item] = self._ending(item)
        return self._endings[item]

    def _ending(self, item: str) -> Ending | None:
        rows = self.rows(item)
        if rows is None:
            return None
        if rows:
            return Ending(tuple(dict.fromkeys(one for row in rows for one in row.parts)), "")
        return Ending((), Endings(self._standing).of(Datum(item=item, collected=self._at)).rule)

    def rows(self, item: str) -> list[Row] | None:
        """Return the windows that keep a datum of an item, by row; None as for `ending`."""
        rows = self.justifying(item)
        if rows is None:
            return None
        found = []
        for windows in rows:
            said = self._said(item, windows[0].purpose)
            if said is None:
                return None
            lasting = tuple(one for one in windows if one.lasting)
            bound = tuple(replace(one, said=said) for one in windows if not one.lasting)
            parts = (Contest(bound, lasting),) if said and bound and lasting else (*bound, *lasting)
            found.append(Row(tuple(windows), parts))
        return found

    def _said(self, item: str, purpose: str) -> tuple[Said, ...] | None:
        """Return what the versions before said of keeping an item for a purpose; None as for `ending`.

        Of versions that said the same the last one speaks for all: whom an earlier one binds, it binds too.
        """
        found: dict[tuple[Window, ...], int] = {}
        for place, version in enumerate(self._before):
            known = version.known_as(item)
            if known is not None:
                rows = version.justifying(known)
                if rows is None:
                    return None
                windows = [one for row in rows for one in row]
                mine = [one for one in windows if one.purpose == purpose]
                found[tuple(mine or windows)] = place
        return tuple(Said(place, windows) for windows, place in found.items())

    def justifying(self, item: str) -> list[list[Window]] | None:
        """Return the windows that keep an item, by row, by this version alone; None as for `ending`."""
        if item not in self._justifying:
            self._justifying[item] = self._justified(item)
        return self._justifying[item]

    def _justified(self, item: str) -> list[list[Window]] | None:
        found: list[list[Window]] = []
        for row in self._compiled.holding.get(item, ()):
            if not self._standing.in_phase(row):
                continue
            if any(one.start is not None for one in _all_of(row.node.unless)):
                return None
            windows = self._windows(row, item)
            found += [windows] if windows else []
        return found

    def known_as(self, item: str) -> str | None:
        """Return the item by which this version speaks of an item and of these subjects; None where it does not."""
        if not self._standing.all_groups():
            return None
        return next((one for one in ancestry(item) if one in self._compiled.holding), None)

    def _windows(self, row: RowPlan, item: str) -> list[Window]:
        standing, found = self._standing, []
        members = standing.groups(row)
        closings = list(standing.closings(row, Datum(item=item, collected=self._at), None))
        if any(one.at is None for one in closings):
            return []
        for rule, groups in row.rules_of(item, None):
            plan = standing.in_force(rule)
            for group in groups:
                if group in members:
                    situation = standing.situation(row, group=group.id, item=item)
                    found.append(
                        Window(
                            rule=plan.rule,
                            exceptions=_applying(plan.rule.unless, situation),
                            cut=_cut(closings),
                            purpose=row.node.purpose,
                            lasting=demanded_by_law(plan, row.basis) is not None,
                            year_end=self._compiled.year_end,
                        )
                    )
                    if not plan.by_item:
                        break
        return found


def _cut(closings: list[Closing]) -> str:
    days = [civil_day(one.at) for one in closings if one.at is not None]
    return f"'{min(days)}'::date" if days else ""


def _applying(exceptions: tuple[Unless, ...], situation: Situation) -> tuple[Applying, ...]:
    return tuple(Applying(one, _applying(one.unless, situation)) for one in applying(exceptions, situation))


def _all_of(exceptions: tuple[Unless, ...]) -> list[Unless]:
    return [found for one in exceptions for found in (one, *_all_of(one.unless))]


def greatest(days: Sequence[str]) -> str:
    """Return the latest of some days, as SQL."""
    # Rows for several purposes often keep a datum by one rule: its day is counted once.
    different = list(dict.fromkeys(days))
    return different[0] if len(different) == 1 else f"greatest({', '.join(different)})"


def names_row(expression: str) -> bool:
    """Return whether an expression names a column of a row, `t`, and not of its subject alone."""
    return 't."' in expression or "n.leaf" in expression


def text(word: str) -> str:
    """Return a word as SQL."""
    return "'" + word.replace("'", "''") + "'"
