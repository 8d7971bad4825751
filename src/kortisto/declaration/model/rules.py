"""Conditions, clocks, reach and labelled exceptions: what rules are made of."""

from __future__ import annotations

from dataclasses import dataclass

from kortisto.declaration.model.base import Node, Text
from kortisto.declaration.periods import Period
from kortisto.declaration.words import Mode, Rounding


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """A predicate over the state of a subject: a word of the vocabulary of states, or a combination.

    mode `is`: `terms` holds one word (str). `all of`, `any of`, `not`: `terms` holds conditions.
    """

    mode: Mode
    terms: tuple[str | Condition, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockPick:
    """One clock; where it has struck several times, the first or the last; rounded up to the end of `to_end_of`."""

    clock: str
    first: bool = False
    to_end_of: Rounding | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockChoice:
    """A choice among selectors: `later of` and `earlier of` those that are known, `all`: the latest once all are."""

    mode: Mode  # LATER_OF, EARLIER_OF or ALL
    of: tuple[Selector, ...]
    to_end_of: Rounding | None = None


Selector = ClockPick | ClockChoice


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """What a rule or an exception covers. An empty field means everything of that kind."""

    purposes: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    processing: tuple[str, ...] = ()


EVERYTHING = Reach()
"""What a rule covers that limits nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unless(Node):
    """A labelled exception from the rule that it stands in.

    `invoked_by`: roles or parties who may invoke it; `when`: a state that makes it apply by itself;
    `keep` and `start` are its own clock; `reach` limits what it covers; `leaves` are the purposes that stay possible.
    `extends`: it only ever lengthens, so that where the rule itself ends later, the rule holds.
    """

    when: Condition | None = None
    invoked_by: tuple[str, ...] = ()
    text: Text | None = None
    law: tuple[str, ...] = ()
    keep: Period | None = None
    start: Selector | None = None
    extends: bool = False
    reach: Reach = EVERYTHING
    leaves: tuple[str, ...] = ()
    unless: tuple[Unless, ...] = ()
