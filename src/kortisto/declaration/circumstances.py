"""What people and modules have said of a subject that changes what may happen to its data.

Consents, objections, holds, a restriction, a granted erasure, confirmed reviews and invoked exceptions stand in tables
of packages that the walkers must not name. Each such package registers a source here, as packages register what they
know of states with `holdings.tells_facts`. Nothing here imports Django.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import TypeVar
from uuid import UUID

from kortisto.declaration.civil_time import Moment, opening
from kortisto.declaration.subjects import ConsentState, HoldState, ObjectionState
from kortisto.declaration.words import Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What is known of one subject from what was said of it; the fields are those of `subjects.SubjectState`."""

    consents: Mapping[str, ConsentState] = field(default_factory=dict)
    objections: Mapping[str, ObjectionState] = field(default_factory=dict)
    holds: tuple[HoldState, ...] = ()
    restricted: Moment | None = None
    erasure: Moment | None = None
    reaches: Moment | None = None
    confirmed: Mapping[str, Moment] = field(default_factory=dict)
    kept: Mapping[str, Moment] = field(default_factory=dict)
    invoked: frozenset[str] = frozenset()

    def and_(self, other: Circumstances) -> Circumstances:
        """Return what two sources together tell, whatever their order.

        What protects the person counts: a consent is the one given last, and withdrawn where both were given at once
        and one was withdrawn; an objection that stands beats one that was lifted, and two that stand reach as far as
        both together, since the earlier; holds and invoked exceptions add up; a restriction is in force since the
        earliest. An erasure and a confirmed review are the latest: they reach what has been collected in between. What
        is kept for longer is kept until the latest day.
        """
        return Circumstances(
            consents=_merged(self.consents, other.consents, _consent),
            objections=_merged(self.objections, other.objections, _objection),
            holds=tuple(sorted({*self.holds, *other.holds}, key=_order)),
            restricted=_one_of(self.restricted, other.restricted, _earlier),
            erasure=_one_of(self.erasure, other.erasure, _later),
            reaches=_one_of(self.reaches, other.reaches, _later),
            confirmed=_merged(self.confirmed, other.confirmed, _later),
            kept=_merged(self.kept, other.kept, _later),
            invoked=self.invoked | other.invoked,
        )


CircumstanceSource = Callable[[Collection[UUID]], Mapping[UUID, Circumstances]]
"""Tells the circumstances of some subjects, people or organisations, by id; says nothing of ids it does not know."""

_sources: list[CircumstanceSource] = []
_NONE = Circumstances()


def tells_circumstances(source: CircumstanceSource) -> CircumstanceSource:
    """Register a function that tells circumstances of subjects, so that walkers need not know its tables.

    It is asked inside the transaction that acts on the answer, after the subjects were locked.
    """
    _sources.append(source)
    return source


def forget_source(source: CircumstanceSource) -> None:
    """Take a source out again. Raises ValueError when it is not registered."""
    _sources.remove(source)


def circumstances_of(subjects: Collection[UUID]) -> Mapping[UUID, Circumstances]:
    """Return what all sources together tell; a subject of whom none tells anything is left out."""
    known: dict[UUID, Circumstances] = {}
    for source in _sources:
        for subject, told in source(subjects).items():
            known[subject] = known.get(subject, _NONE).and_(told)
    return known


_Value = TypeVar("_Value")


def _merged(
    one: Mapping[str, _Value], other: Mapping[str, _Value], choose: Callable[[_Value, _Value], _Value]
) -> Mapping[str, _Value]:
    both = {key: choose(one[key], other[key]) for key in one.keys() & other.keys()}
    return {**one, **other, **both}


def _one_of(one: Moment | None, other: Moment | None, choose: Callable[[Moment, Moment], Moment]) -> Moment | None:
    if one is None or other is None:
        return other if one is None else one
    return choose(one, other)


def _earlier(one: Moment, other: Moment) -> Moment:
    return min(one, other, key=opening)


def _later(one: Moment, other: Moment) -> Moment:
    return max(one, other, key=opening)


def _consent(one: ConsentState, other: ConsentState) -> ConsentState:
    if opening(one.given) != opening(other.given):
        return max(one, other, key=lambda state: opening(state.given))
    return ConsentState(given=one.given, withdrawn=_one_of(one.withdrawn, other.withdrawn, _earlier))


def _objection(one: ObjectionState, other: ObjectionState) -> ObjectionState:
    if one.lifted is None and other.lifted is None:
        everything = not one.channels or not other.channels
        channels: frozenset[Channel] = frozenset() if everything else one.channels | other.channels
        return ObjectionState(made=_earlier(one.made, other.made), channels=channels)
    if one.lifted is None or other.lifted is None:
        return one if one.lifted is None else other
    return max(one, other, key=lambda state: (opening(state.lifted or state.made), opening(state.made)))


def _order(hold: HoldState) -> tuple[object, ...]:
    ended = opening(hold.ended) if hold.ended is not None else None
    return opening(hold.opened), hold.hold, ended is None, ended or opening(hold.opened), sorted(hold.items)
