"""How long: rules, relations, holds and scheduled runs."""

from __future__ import annotations

from dataclasses import dataclass

from kortisto.declaration.model.base import Node, Text
from kortisto.declaration.model.rules import EVERYTHING, Condition, Reach, Selector, Unless
from kortisto.declaration.periods import Period
from kortisto.declaration.words import ActionKind, CascadeKind, HoldKind, Rounding, RunKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Fallback:
    """The maximum that holds while the clock of a rule has not struck or is not known."""

    keep: Period
    start: Selector


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """What happens when the last window has closed. `keeps`: items that anonymising leaves, counted among those of at
    least `alike` people who agree in all that is left; what fewer agree in is cleared further.
    """

    kind: ActionKind
    keeps: tuple[str, ...] = ()
    alike: int | None = None
    readable_for: tuple[str, ...] = ()  # purposes, for `restrict`
    proof: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A named role confirms that the need is over; `every` is the cadence until it does."""

    by: tuple[str, ...]
    every: Period


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionRule(Node):
    """How long: `at_least` and `at_most` from the date that `start` selects. `keep` in the file sets `at_most` alone.

    A rule on a parent item holds for its children; the rule that names the item most closely wins; a tie is an error.
    """

    reach: Reach
    at_most: Period
    start: Selector
    then: Action
    name: Text | None = None
    at_least: Period | None = None
    round_end: Rounding | None = None
    if_unknown: Fallback | None = None
    review: Review | None = None
    may_shorten: bool = False
    undo: Period | None = None
    law: tuple[str, ...] = ()
    indicative: bool = False
    text: Text | None = None
    unless: tuple[Unless, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation(Node):
    """What a relation does when one of its ends goes. The id is a word of the vocabulary of relations.

    `keeps` and `alike`: what anonymising leaves, as in `Action`.
    """

    cascade: CascadeKind
    keeps: tuple[str, ...] = ()
    alike: int | None = None
    text: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold(Node):
    """What blocks the end of a window. It stops the action, not restriction.

    `requests_only`: it answers an erasure that the person asks for, and never keeps data past the end of their period.
    """

    kind: HoldKind
    name: Text
    opened_by: tuple[str, ...]
    ends: tuple[str, ...]  # clocks that end it by themselves
    review_every: Period
    at_most: Period | None = None
    reach: Reach = EVERYTHING
    leaves: tuple[str, ...] = ()  # purposes for which the data stay usable while it stands
    opens_when: Condition | None = None  # a state that opens it by itself
    reason_needed: bool = True
    requests_only: bool = False
    law: tuple[str, ...] = ()
    text: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Run(Node):
    """Work done at a declared cadence: refresh, purge, review, update from a source, renewal of consents."""

    kind: RunKind
    every: Period
    by: tuple[str, ...] = ()
    reach: Reach = EVERYTHING
    text: Text | None = None
