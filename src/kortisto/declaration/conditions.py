"""Whether a condition is true of a subject, and whether a reach or a labelled exception covers a situation."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from kortisto.declaration.model import Condition, Reach, Unless
from kortisto.declaration.words import Mode

ANYBODY = "anybody"
"""The state that is true of every subject."""

Predicate = Callable[[frozenset[str]], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What is asked about: the facts of the subject and the place of the question in the declaration.

    `facts`: state words and the kinds of open holds; `ever`: the states, those of earlier included. `invoked`: ids or
    refs of exceptions that somebody entitled has invoked. `purposes`: the purpose with every purpose above it. None:
    the question does not touch that dimension, and then no reach that names it covers the situation.
    """

    facts: frozenset[str] = frozenset()
    ever: frozenset[str] = frozenset()
    invoked: frozenset[str] = frozenset()
    role: str | None = None
    item: str | None = None
    group: str | None = None
    place: str | None = None
    processing: str | None = None
    purposes: frozenset[str] = frozenset()


NOWHERE = Situation()


def ancestry(item: str) -> tuple[str, ...]:
    """Return the item and every item above it, the nearest first: `a.b.c`, `a.b`, `a`."""
    chain = [item]
    while "." in item:
        item = item.rpartition(".")[0]
        chain.append(item)
    return tuple(chain)


def is_true(condition: Condition, facts: frozenset[str]) -> bool:
    """Return whether the condition holds of a subject with these facts."""
    return predicate(condition)(facts)


def predicate(condition: Condition) -> Predicate:
    """Return the condition as a function of the facts, for conditions that are asked again and again."""
    if condition.mode is Mode.IS:
        word = str(condition.terms[0])
        if word == ANYBODY:
            return lambda _: True
        return lambda facts: word in facts
    parts = tuple(
        predicate(term if isinstance(term, Condition) else Condition(mode=Mode.IS, terms=(term,)))
        for term in condition.terms
    )
    if condition.mode is Mode.ALL_OF:
        return lambda facts: all(part(facts) for part in parts)
    if condition.mode is Mode.ANY_OF:
        return lambda facts: any(part(facts) for part in parts)
    if condition.mode is Mode.NOT:
        return lambda facts: not any(part(facts) for part in parts)
    raise ValueError(f"a condition cannot be combined by “{condition.mode}”")


def reaches(reach: Reach, situation: Situation) -> bool:
    """Return whether the reach covers the situation. An item is covered by itself and by every item above it."""
    return (
        (not reach.items or (situation.item is not None and not set(reach.items).isdisjoint(ancestry(situation.item))))
        and (not reach.purposes or not situation.purposes.isdisjoint(reach.purposes))
        and (not reach.groups or situation.group in reach.groups)
        and (not reach.places or situation.place in reach.places)
        and (not reach.processing or situation.processing in reach.processing)
    )


def applying(exceptions: Iterable[Unless], situation: Situation) -> tuple[Unless, ...]:
    """Return the exceptions that apply, without those that an exception of their own takes back.

    An exception applies when its reach covers the situation, its condition is true, and, where it names who may invoke
    it, one of them asks or has invoked it. An exception nested in it that applies and has no clock of its own takes it
    back; one with a clock of its own only changes its window (see `windows`).
    """
    return tuple(
        exception
        for exception in exceptions
        if _applies(exception, situation)
        and not any(inner.keep is None and inner.start is None for inner in applying(exception.unless, situation))
    )


def may_apply(exceptions: Iterable[Unless], situation: Situation) -> bool:
    """Return whether any of the exceptions could apply to a subject, whatever each reaches."""
    return any(_is_called_for(exception, situation) for exception in exceptions)


def _applies(exception: Unless, situation: Situation) -> bool:
    return reaches(exception.reach, situation) and _is_called_for(exception, situation)


def _is_called_for(exception: Unless, situation: Situation) -> bool:
    """Return whether the condition is true, and somebody entitled asks where that is needed.

    An exception with a clock of its own (a year from the settlement of a claim) outlives the state that called for it:
    what was true earlier counts too, until that clock has run out.
    """
    when = exception.when
    called = (
        when is None
        or is_true(when, situation.facts)
        or (exception.start is not None and is_true(when, situation.facts | situation.ever))
    )
    return called and (
        not exception.invoked_by
        or situation.role in exception.invoked_by
        or exception.id in situation.invoked
        or exception.ref in situation.invoked
    )
