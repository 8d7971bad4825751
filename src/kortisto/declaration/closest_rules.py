"""Which retention rule holds for an item of a processing row: the one that names it most closely.

Closest means: the nearest item of the hierarchy first; among rules that name the same item, one that names the row, the
purpose, the group or the place beats one that leaves it open, if it is nowhere wider. Rules that none of this tells
apart tie.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from kortisto.declaration.conditions import ancestry
from kortisto.declaration.model import ClockPick, Declaration, Fallback, Processing, RetentionRule, Selector, Unless
from kortisto.declaration.windows import COLLECTED

_ROW_NAMED = 1_000
"""Closeness of a rule that names the very row: deeper than any tree of purposes."""

Key = tuple[str, str, str | None]
"""Leaf item, group, place (None: everywhere else)."""


@dataclass(frozen=True, slots=True, eq=False)
class RulePlan:
    """A retention rule, and what its window depends on: two data that agree in these have the same window.

    `clocks`: all but the collection; `counts_from`: those of the rule and its fallback, the collection included.
    `from_collection`: the rule itself may count from it; `by_collection`: the rule or its fallback. `by_situation`: it
    has exceptions; `by_item`: some of them reach only some items, groups or places; `plain`: the same rule for subjects
    to whom no exception applies.
    """

    rule: RetentionRule
    clocks: tuple[str, ...]
    counts_from: frozenset[str]
    from_collection: bool
    by_collection: bool
    by_situation: bool
    by_item: bool
    plain: RulePlan | None


@dataclass(frozen=True, slots=True)
class Tie:
    """Two or more retention rules that name the same thing equally closely: the declaration must choose."""

    processing: str
    item: str
    group: str
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """An item of a processing row for which no retention rule says how long."""

    processing: str
    item: str
    group: str


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A rule that covers a use, and how closely it names row or purpose, group, and place."""

    rule: RetentionRule
    closeness: tuple[int, int, int]

    def beats(self, other: _Candidate) -> bool:
        return self.closeness != other.closeness and all(
            mine >= theirs for mine, theirs in zip(self.closeness, other.closeness, strict=True)
        )


class ClosestRules:
    """Resolves the rules of one declaration, and collects ties and gaps on the way."""

    def __init__(self, declaration: Declaration, lineages: Mapping[str, frozenset[str]]) -> None:
        self.ties: list[Tie] = []
        self.gaps: list[Gap] = []
        self._depths = {purpose: len(lineage) for purpose, lineage in lineages.items()}
        self._by_item: dict[str | None, list[RetentionRule]] = {}
        self._plans: dict[str, RulePlan] = {}
        born_with = _clocks_that_strike_at_birth()
        for rule in declaration.retention.values():
            self._plans[rule.id] = plan_of(rule, born_with)
            for item in rule.reach.items or (None,):
                self._by_item.setdefault(item, []).append(rule)

    def of(
        self, row: Processing, lineage: frozenset[str], group: str, items: Iterable[str], *, report: bool = True
    ) -> dict[Key, RulePlan]:
        """Return the rules of the items of a row for one group. `report`: collect ties and gaps."""
        ties, gaps = (self.ties, self.gaps) if report else ([], [])
        found: dict[Key, RulePlan] = {}
        for item in sorted(items):
            named = [
                [_Candidate(rule, self._closeness(rule, row, lineage)) for rule in rules]
                for above in (*ancestry(item), None)
                if (rules := [rule for rule in self._by_item.get(above, ()) if _covers(rule, row, lineage, group)])
            ]
            places: set[str | None] = {
                place for candidates in named for candidate in candidates for place in candidate.rule.reach.places
            }
            for place in [*sorted(places, key=str), None]:
                closest = _closest(named, (row.id, item, group), place, ties)
                if closest is not None:
                    found[item, group, place] = self._plans[closest]
            if not any((item, group, place) in found for place in places | {None}):
                gaps.append(Gap(row.id, item, group))
        return found

    def _closeness(self, rule: RetentionRule, row: Processing, lineage: frozenset[str]) -> tuple[int, int, int]:
        named = [self._depths.get(purpose, 1) for purpose in rule.reach.purposes if purpose in lineage]
        use = _ROW_NAMED if row.id in rule.reach.processing else max(named, default=0)
        return use, int(bool(rule.reach.groups)), int(bool(rule.reach.places))


def _closest(
    named: list[list[_Candidate]], tie_at: tuple[str, str, str], place: str | None, ties: list[Tie]
) -> str | None:
    """Return the id of the closest rule for data in a place. `named` goes from the nearest item to none."""
    for candidates in named:
        here = [one for one in candidates if not one.rule.reach.places or place in one.rule.reach.places]
        best = [one.rule for one in here if not any(other.beats(one) for other in here)]
        if len(best) > 1:
            tie = Tie(*tie_at, tuple(rule.ref for rule in best))
            if tie not in ties:
                ties.append(tie)
        if best:
            return best[0].id
    return None


def plan_of(rule: RetentionRule, born_with: frozenset[str] = frozenset()) -> RulePlan:
    """Return the plan of a rule.

    A clock that strikes when the datum comes into being can be missing only for want of a record of it: the rule then
    counts from the collection, so that no datum is left without an end.
    """
    own = frozenset(_clocks(rule.start))
    clocks = set(own)
    if rule.if_unknown is None and own <= born_with | {COLLECTED} and COLLECTED not in own:
        rule = replace(rule, if_unknown=Fallback(keep=rule.at_most, start=ClockPick(clock=COLLECTED)))
    if rule.if_unknown is not None:
        clocks.update(_clocks(rule.if_unknown.start))
    counts_from = frozenset(clocks)
    for exception in rule.unless:
        clocks.update(_exception_clocks(exception))
    return RulePlan(
        rule=rule,
        clocks=tuple(sorted(clocks - {COLLECTED})),
        counts_from=counts_from,
        from_collection=COLLECTED in own,
        by_collection=COLLECTED in clocks,
        by_situation=bool(rule.unless),
        by_item=any(_names_some(exception) for exception in rule.unless),
        plain=plan_of(replace(rule, unless=()), born_with) if rule.unless else None,
    )


def _clocks_that_strike_at_birth() -> frozenset[str]:
    # Slow import: the vocabulary is read only by those who compile.
    from kortisto.declaration.vocabulary.clocks import CLOCKS  # noqa: PLC0415

    return frozenset(word.id for word in CLOCKS.values() if word.always_known)


def _clocks(selector: Selector) -> Iterable[str]:
    if isinstance(selector, ClockPick):
        yield selector.clock
    else:
        for part in selector.of:
            yield from _clocks(part)


def _exception_clocks(exception: Unless) -> Iterable[str]:
    if exception.start is not None:
        yield from _clocks(exception.start)
    for inner in exception.unless:
        yield from _exception_clocks(inner)


def _names_some(exception: Unless) -> bool:
    reach = exception.reach
    return bool(reach.items or reach.groups or reach.places) or any(_names_some(inner) for inner in exception.unless)


def _covers(rule: RetentionRule, row: Processing, lineage: frozenset[str], group: str) -> bool:
    reach = rule.reach
    return (
        (not reach.processing or row.id in reach.processing)
        and (not reach.purposes or not lineage.isdisjoint(reach.purposes))
        and (not reach.groups or group in reach.groups)
    )
