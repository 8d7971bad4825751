"""The points of each kind: what is begun, struck, looked at, gone on with, and looked at again."""

from __future__ import annotations

import random
import time
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from tests.support.faults.retention import people, truth
from tests.support.faults.retention.fuse import Fuse, Strike, chosen
from tests.support.faults.retention.ground import Ended, Ground
from tests.support.faults.retention.people import KEPT, OVER, PARTLY, Cohort
from tests.support.faults.retention.truth import Planned

BY_THE_CLOCK = 0.3  # of the strikes come after a time, the others at a step
AT_WHAT_BINDS = 0.5  # of those meet a COMMIT or a file


@dataclass(frozen=True, slots=True)
class Measures:
    """What an undisturbed run is made of: how many steps, those that bind, and how many seconds."""

    steps: int = 1
    binding: Sequence[int] = (1,)
    seconds: float = 0.0


@dataclass
class Report:
    """What came of a kind. `met`: how far what was struck had come; `wrong`: what must not be."""

    kind: str
    met: Counter[str] = field(default_factory=Counter)
    struck: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def add(self, other: Report) -> None:
        """Take another's findings along."""
        self.met += other.met
        self.struck += other.struck
        self.wrong += other.wrong
        self.seconds += other.seconds


class Kind(ABC):
    """One kind of work that is struck over and over, on one installation."""

    name = ""

    def __init__(self, ground: Ground, chance: random.Random) -> None:
        self.ground, self.chance = ground, chance
        self.report = Report(self.name)
        self.measures = Measures()

    def run(self, points: int, say: Callable[[str], None]) -> Report:
        """Learn from an undisturbed run, strike so many times, and look at the whole."""
        began = time.monotonic()
        self._note("undisturbed", self.undisturbed())
        for number in range(points):
            if self.report.wrong:
                break
            told = self.report.struck.copy(), self.report.met.copy()
            self._note(f"point {number + 1}", self.point(number))
            news = [*(self.report.struck - told[0]), *(self.report.met - told[1])]
            say(f"{self.name} {number + 1}/{points}: {', '.join(news)}")
        self._note("in the end", truth.whole_in_the_end(self.ground))
        self.report.seconds = time.monotonic() - began
        return self.report

    @abstractmethod
    def undisturbed(self) -> Iterator[str]:
        """Do the work once without a strike: how many steps and seconds it takes, and what it leaves."""

    @abstractmethod
    def point(self, number: int) -> Iterator[str]:
        """Strike once; yield what is not as it must be."""

    def struck(self, *arguments: str) -> Ended:
        """Run a command that is struck at a random moment."""
        what = chosen(self.chance)
        if self.chance.random() < BY_THE_CLOCK:
            after = self.chance.uniform(0.0, self.measures.seconds)
            ended = self.ground.command(*arguments, after=after, what=what)
        else:
            ended = self.ground.command(*arguments, fuse=self.fuse(what))
        self.report.struck[what] += 1
        return ended

    def fuse(self, what: Strike) -> Fuse:
        """Return one that blows at any of the steps of an undisturbed run; every other at one that binds."""
        steps = self.measures.binding if self.chance.random() < AT_WHAT_BINDS else range(1, self.measures.steps + 1)
        return Fuse(self.chance.choice(steps), what, self.ground.server)

    def measured(self, ended: Ended) -> Iterator[str]:
        """Learn from an undisturbed command how long it takes."""
        if ended.status:
            yield f"it does not end well: {ended.said[-1000:]}"
        self.measures = Measures(ended.steps, tuple(ended.binding) or (1,), ended.seconds)

    def _note(self, when: str, found: Iterator[str]) -> None:
        self.report.wrong += [f"{self.name}, {when}: {what}" for what in found]


class Sweeps(Kind):
    """`./kortisto retention sweep`, struck, then gone on with; every third is the worker's, which goes on by itself."""

    name = "sweeps"
    WANTED = {OVER: 3, PARTLY: 1, KEPT: 1}
    EVERY = 3

    def undisturbed(self) -> Iterator[str]:
        self.planned = Planned()
        cohort = people.add(self.ground, self.WANTED)
        before = self.ground.rows()
        yield from self.measured(self._sweep())
        yield from self.planned.learn(cohort, self.ground.where(cohort.names))
        yield from self._all(cohort, before, self._newest())

    def point(self, number: int) -> Iterator[str]:
        from tests.support.faults.retention.working import swept_by_workers  # noqa: PLC0415 (of this kind only)

        cohort = people.add(self.ground, self.WANTED)
        before, last = self.ground.rows(), self._newest()
        if number % self.EVERY == self.EVERY - 1:
            what = chosen(self.chance)
            self.report.struck[f"{what}, the worker's"] += 1
            look = lambda: self._after_the_strike(cohort)  # noqa: E731 (read where it is passed on)
            yield from swept_by_workers(self.ground, what, self.chance.uniform(0.0, 0.3), look)
        else:
            self.struck("retention", "sweep", "--yes", "--lang", "en")
            yield from self._after_the_strike(cohort)
            open_ = self.ground.ask("select id from retention_sweep where finished_at is null")
            if open_ or self._newest() == last:
                ended = self.ground.command("retention", "sweep", "--yes", *(["--resume"] if open_ else []))
                if ended.status:
                    yield f"it is not gone on with: {ended.said[-500:]}"
        made = self.ground.ask("select id from retention_certificate where id > %s order by id", last)
        if len(made) != 1:
            yield f"{len(made)} certificates of one sweep"
        for (sweep,) in made:
            yield from self._all(cohort, before, sweep)

    def _sweep(self) -> Ended:
        return self.ground.command("retention", "sweep", "--yes", "--lang", "en")

    def _newest(self) -> str:
        [(newest,)] = self.ground.ask("select max(id::text) from retention_certificate")
        return str(newest or UUID(int=0))

    def _after_the_strike(self, cohort: Cohort) -> Iterator[str]:
        gone = sum(truth.is_gone(self.ground, cohort).values())
        self.report.met["nobody had gone" if not gone else "some had gone" if gone < 4 else "all had gone"] += 1
        yield from truth.nobody_is_half(self.ground, cohort, self.planned)
        yield from truth.ledger_agrees(self.ground, cohort, settled=False)

    def _all(self, cohort: Cohort, before: Counter[str], sweep: str) -> Iterator[str]:
        yield from truth.certificate_is_true(self.ground, sweep, cohort, before)
        yield from truth.all_is_done(self.ground, cohort, self.planned)
        yield from truth.commands_agree(self.ground)
        yield from truth.ledger_agrees(self.ground, cohort, settled=True)
        yield from truth.files_are_in_step(self.ground)


class Erasures(Kind):
    """`./kortisto retention erase`, by decision and at somebody's request, struck and done again."""

    name = "erasures"

    def undisturbed(self) -> Iterator[str]:
        self.planned = Planned()
        for sort in (KEPT, PARTLY, OVER):
            cohort = people.add(self.ground, {sort: 1})
            yield from self.measured(self.ground.command(*self._command(cohort, sort)))
            found = self.ground.where(cohort.names)
            for one in cohort.subjects:
                self.planned.left[one.sort] = dict(found.get(one.id, {}))
            if self.planned.left[sort] == cohort.before[cohort.of(sort)[0].id]:
                yield f"undisturbed, nothing of {sort} goes"

    def point(self, number: int) -> Iterator[str]:
        sort = (KEPT, PARTLY, OVER)[number % 3]
        cohort = people.add(self.ground, {sort: 1})
        [person] = cohort.of(sort)
        self.struck(*self._command(cohort, sort))
        yield from truth.nobody_is_half(self.ground, cohort, self.planned)
        yield from truth.ledger_agrees(self.ground, cohort, settled=False)
        now = dict(self.ground.where(cohort.names).get(person.id, {}))
        self.report.met["there as before" if now == cohort.before[person.id] else "erased as planned"] += 1
        again = self.ground.command(*self._command(cohort, sort))
        if again.status != int(not now):  # 1: there is nobody with this id
            yield f"{now} was left, and done again it said {again.said[-500:]}"
        yield from truth.all_is_done(self.ground, cohort, self.planned)
        yield from truth.commands_agree(self.ground)
        yield from truth.ledger_agrees(self.ground, cohort, settled=True)
        yield from truth.files_are_in_step(self.ground)

    def _command(self, cohort: Cohort, sort: str) -> list[str]:
        asked = ["--asked", "today"] if sort == PARTLY else []
        return ["retention", "erase", cohort.of(sort)[0].id, "--yes", "--lang", "en", *asked]
