"""The operations of the mixes: who asks for what, how often, drawn so that both systems do the same in the same order.

The shares are those of GDPRbench (Shastri et al., PVLDB 13(7):1064-1077, 2020, and the files of its repository).
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import accumulate
from random import Random

from _gdpr_notice import LONGEST, PURPOSES, Terms

USERS, EACH = 10_000, 10
LENGTH = 100  # characters of a datum


class Do(StrEnum):
    """What an operation does; the words are those of the table that is printed."""

    CREATE = "create record"
    DELETE = "delete by key"
    READ = "read by key"
    UPDATE = "update by key"
    TERMS = "read metadata by purpose"
    CHANGE = "update metadata by purpose"
    ABOUT = "read metadata by subject"
    OBJECT = "update metadata by subject"
    OWN_TERMS = "read own metadata by purpose"
    OBJECT_TO = "update own metadata by purpose"
    LOG = "read the log of a subject"


class Field(StrEnum):
    """Which field of all records of a purpose is changed."""

    PERIOD = "ttl"
    SHARED = "shared with"
    ROLES = "acl"


@dataclass(frozen=True)
class Mix:
    """Who asks, in which shares, and how keys are drawn."""

    name: str
    role: str
    shares: Mapping[Do, int]
    zipf: bool
    goal: float | None = None  # how many times the baseline's operations per second


MIXES = (
    Mix("controller", "main_user", {Do.CREATE: 25, Do.DELETE: 25, Do.CHANGE: 25, Do.OBJECT: 25}, zipf=False, goal=10),
    Mix("processor", "sales", {Do.READ: 20, Do.TERMS: 40, Do.ABOUT: 40}, zipf=False, goal=10),
    Mix("customer", "service", {Do.READ: 20, Do.OWN_TERMS: 10, Do.ABOUT: 10, Do.UPDATE: 20, Do.OBJECT_TO: 10,
                                Do.OBJECT: 10, Do.DELETE: 20}, zipf=True),
    Mix("regulator", "dpo", {Do.ABOUT: 50, Do.LOG: 50}, zipf=True),
)  # fmt: skip


@dataclass(frozen=True)
class Operation:
    """One operation. `number`: which of the run; `objects_to`: every purpose to which the subject objects after it."""

    number: int
    do: Do
    role: str
    user: int = 0
    purpose: int = 0
    data: str = ""
    field: Field | None = None
    terms: tuple[Terms, ...] = ()  # of all purposes, as they stand (after it, where it changes them)
    objects_to: frozenset[int] = frozenset()


ALL = frozenset(range(PURPOSES))
Records = Mapping[tuple[int, int], tuple[date, str]]
"""By subject and purpose, the day on which a datum was collected, and the datum."""


def purposes_at_first(user: int) -> list[int]:
    """Return the purposes for which something of a user is kept at first."""
    return [(user + 7 * place) % PURPOSES for place in range(EACH)]


def datum(chance: Random) -> str:
    """Return an invented datum."""
    return "".join(chance.choices("abcdefghijklmnopqrstuvwxyz ", k=LENGTH - 1)).strip().ljust(LENGTH, "x")


class Zipf:
    """Draws numbers below a limit, unevenly: the n-th is drawn 1/n as often as the first, and who is first is mixed."""

    def __init__(self, limit: int, chance: Random) -> None:
        self._sums = list(accumulate(1 / (place + 1) ** 0.99 for place in range(limit)))
        self._who = list(range(limit))
        chance.shuffle(self._who)

    def draw(self, chance: Random) -> int:
        """Return the next number."""
        return self._who[bisect(self._sums, chance.random() * self._sums[-1])]


@dataclass
class World:
    """What both systems are to hold: drawn from, and compared with at the end."""

    users: int = USERS
    seed: int = 20261123
    terms: list[Terms] = field(default_factory=list)
    held: list[set[int]] = field(default_factory=list)
    objects_to: dict[int, frozenset[int]] = field(default_factory=dict)
    number: int = 0

    def __post_init__(self) -> None:
        """Fill it as it is loaded."""
        self.chance = Random(self.seed)  # noqa: S311 (the same each time is the purpose)
        self.terms = [Terms(months=LONGEST, shared=number % 2 == 0) for number in range(PURPOSES)]
        self.held = [set(purposes_at_first(user)) for user in range(self.users)]
        self._zipf = Zipf(self.users, self.chance)

    def operations(self, mix: Mix) -> Iterator[Operation]:
        """Yield the operations of a mix without end; each is taken to be done when the next is asked for."""
        kinds, weights = list(mix.shares), list(mix.shares.values())
        while True:
            [do] = self.chance.choices(kinds, weights)
            yield self._one(do, mix)
            self.number += 1

    def _user(self, mix: Mix) -> int:
        return self._zipf.draw(self.chance) if mix.zipf else self.chance.randrange(self.users)

    def _one(self, do: Do, mix: Mix) -> Operation:
        draw, user = self.chance, self._user(mix)
        objects = self.objects_to.get(user, frozenset())
        common = {"number": self.number, "do": do, "role": mix.role}
        held = sorted(self.held[user])
        purpose = draw.choice(held) if held else draw.randrange(PURPOSES)
        match do:
            case Do.CREATE:
                while objects or len(self.held[user]) == PURPOSES:  # nothing new is kept of who objects
                    user = self._user(mix)
                    objects = self.objects_to.get(user, frozenset())
                purpose = draw.choice(sorted(ALL - self.held[user]))
                self.held[user].add(purpose)
                return Operation(**common, user=user, purpose=purpose, data=datum(draw), terms=tuple(self.terms))
            case Do.DELETE:
                if purpose not in objects:
                    self.held[user].discard(purpose)
            case Do.UPDATE:
                return Operation(**common, user=user, purpose=purpose, data=datum(draw), terms=tuple(self.terms))
            case Do.CHANGE:
                return self._change(common)
            case Do.TERMS:
                purpose = draw.randrange(PURPOSES)
            case Do.OBJECT:
                return self._object(common, user, frozenset() if objects == ALL else ALL)
            case Do.OBJECT_TO:
                return self._object(common, user, objects ^ {purpose}, purpose)
            case _:
                pass
        return Operation(**common, user=user, purpose=purpose)

    def _change(self, common: dict[str, object]) -> Operation:
        purpose, which = self.chance.randrange(PURPOSES), self.chance.choice(list(Field))
        before = self.terms[purpose]
        if which is Field.PERIOD and before.months > LONGEST // 2:
            after = before.shortened()
        elif which is Field.ROLES:
            after = Terms(before.months, before.shared, not before.processor)
        else:
            which, after = Field.SHARED, Terms(before.months, not before.shared, before.processor)
        self.terms[purpose] = after
        return Operation(**common, purpose=purpose, field=which, terms=tuple(self.terms))  # type: ignore[arg-type]

    def _object(self, common: dict[str, object], user: int, after: frozenset[int], purpose: int = 0) -> Operation:
        self.objects_to[user] = after
        return Operation(**common, user=user, purpose=purpose, objects_to=after)  # type: ignore[arg-type]
