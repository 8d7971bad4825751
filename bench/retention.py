"""Retention measured: it is to cost what is due and not what is stored.

Run: ./kortisto bench retention [PEOPLE]; 20,000 unless told, a fifth as many organisations, twenty rows a person. All
is invented and loaded by COPY on a server of its own, kept in the temporary folder for the next run; making it learns
everybody, as after a first start, and prints how many a second. Then, on a copy: a nightly sweep with nothing due; the
plan and the erasure of one person; the preview of a declaration with another period, the calendar, and the agenda of
everybody after its adoption; what a change costs to settle; a sweep with 1 % (at most 10,000) due, while one client
asks for pages. Goals stand beside the figures; to see that the cost of one who is due stays flat, run it at two sizes.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any
from uuid import UUID

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT), str(ROOT / "bench")]

import psycopg  # noqa: E402 - the path is set above
from _filled import Register, filled, use  # noqa: E402
from _served import Served, figures, served  # noqa: E402
from lists import NOW, id_of, log_in  # noqa: E402

PORT, USUAL, MOST_DUE, ONES = 8491, 20_000, 10_000, 30
NOTICE = ROOT / "notices" / "ivt.yaml"


PERIODS = ("9 years", "2 years")
"""What becomes of the ten years of the notice: by the first nothing is due at once, by the second very much."""


@dataclass(frozen=True)
class Goal:
    """The most that a row may say; None: it is only told."""

    most: float | None = None
    unit: str = "s"


def say(title: str, value: float, goal: Goal = Goal(), more: str = "") -> None:
    """Print a line of the table; `over` where the goal is missed."""
    wanted = f"{goal.most:g}" if goal.most is not None else ""
    over = "  over" if goal.most is not None and value > goal.most else ""
    print(f"{title:<54}{value:>12,.2f} {goal.unit:<8}{wanted:>8}{over}  {more}", flush=True)


def timed(act: Callable[[], Any]) -> tuple[float, Any]:
    """Return how many seconds something took, and what came of it."""
    began = perf_counter()
    result = act()
    return perf_counter() - began, result


@contextmanager
def _with_period(period: str) -> Iterator[Path]:
    """Yield the file of a next version of the notice, with another period for what is kept ten years."""
    with tempfile.TemporaryDirectory() as folder:
        changed = Path(shutil.copytree(NOTICE.parent, Path(folder) / "notices")) / NOTICE.name
        for one in changed.parent.glob("*.yaml"):
            one.write_text(re.sub(r"\b10 years\b", period, one.read_text("utf-8")), "utf-8")
        text = changed.read_text("utf-8").replace('version: "2.0"', 'version: "2.1"', 1)
        changed.write_text(text, "utf-8")
        yield changed


class Bench:
    """The measurements, in the order in which the register lets them be made."""

    def __init__(self, register: Register, admin: psycopg.Connection[Any]) -> None:
        from kortisto.register.audit.enums import ActorKind, Door
        from kortisto.register.audit.values import Actor

        self._register, self._admin = register, admin
        self._by, self._channel = Actor(kind=ActorKind.COMMAND), Door.CLI

    def all(self) -> None:
        """Print the whole table."""
        rows = self._number("select sum(n_live_tup) from pg_stat_user_tables where relname like 'parties%'")
        print(f"\n{self._register.people:,} people, {rows:,} rows\n{'':<54}{'':>12} {'':<8}{'goal':>8}")
        self.nothing_due()
        self.one()
        self.another_declaration()
        self.settling()
        self.some_due()

    def nothing_due(self) -> None:
        """A night on which nothing falls due."""
        first = self._day("select min(next_on) from retention_agenda")
        at = min(NOW, self._noon(first) - timedelta(days=1)) if first is not None else NOW
        for title in ("nightly run, nothing due", "the same again"):
            took, certificate = timed(lambda: self._sweep(at))
            say(title, took, Goal(5), f"{certificate.people} erased")

    def one(self) -> None:
        """The plan and the erasure of one person."""
        from kortisto.privacy.retention.enums import SubjectKind
        from kortisto.privacy.retention.erasing import carry_out
        from kortisto.privacy.retention.planning import asked, plan_of
        from kortisto.privacy.retention.walking import learn

        def plan(subject: UUID) -> object:
            with self._looking():
                return plan_of(asked(learn(SubjectKind.PERSON, [subject])[subject], NOW, NOW), NOW)

        def erase(subject: UUID) -> object:
            with self._looking():
                known = learn(SubjectKind.PERSON, [subject], locked=True)[subject]
                return carry_out([plan_of(asked(known, NOW, NOW), NOW)], at=NOW)

        chosen = [id_of(number * 7) for number in range(ONES)]
        plan(chosen[0])
        plans = figures([timed(lambda one=one: plan(one))[0] * 1000 for one in chosen])  # type: ignore[misc]
        say("plan of one, p95", plans.p95, Goal(200, "ms"), f"p50 {plans.p50:.1f}")
        erasures = figures([timed(lambda one=one: erase(one))[0] * 1000 for one in chosen])  # type: ignore[misc]
        say("erasure of one at request, p95", erasures.p95, Goal(1000, "ms"), f"p50 {erasures.p50:.1f}")

    def another_declaration(self) -> None:
        """What a changed period would do, when what falls due, and the agenda of everybody once it is in force."""
        from django.test import override_settings

        from kortisto.privacy.retention.operations import rewrite_agenda, settle
        from kortisto.privacy.retention.queries import by_month, falls_due
        from kortisto.register.access import current

        self._settle()
        for period in PERIODS:
            self._preview(period)
        with (
            _with_period(PERIODS[0]) as changed,
            # The file is in force then, whatever was adopted.
            override_settings(KORTISTO_DECLARATION=str(changed), KORTISTO_NOTICE_SECONDS=None),
        ):
            compiled = current.compiled()
            with self._looking():
                took, found = timed(lambda: falls_due(compiled, NOW))
            say("what is due by another notice, all items", took, Goal(), f"{len(found)} lines")
            with self._looking():
                took, found = timed(lambda: by_month(compiled, at=NOW, until=date(2040, 1, 1)))
            say("calendar of what falls due until 2040", took, Goal(), f"{len(found)} lines")
            took, number = timed(lambda: rewrite_agenda(by=self._by, at=NOW, channel=self._channel))
            say("agenda of everybody after adoption, set-wise", took, Goal(1800), f"{number:,} subjects")
            took, done = timed(lambda: settle(by=self._by, at=NOW, channel=self._channel, whole=True))
            say("then those who are due at once, one by one", took, Goal(), f"{done.subjects:,} subjects")
        took, _ = timed(self._settle)
        say("and back", took)

    def _preview(self, period: str) -> None:
        """What is told before a version with another period is adopted."""
        from kortisto.declaration.loader import sources
        from kortisto.privacy.retention.operations import oversee
        from kortisto.privacy.retention.queries.adopting import preview
        from kortisto.register.access import adopting

        with _with_period(period) as changed:
            new = adopting.checked(sources(changed), NOW.date())
        with oversee(by=self._by, at=NOW, channel=self._channel) as access:
            took, found = timed(lambda: preview(new=new, access=access, at=NOW))
        people, organisations = found.touched.values()
        title = f"preview of an adoption, 10 years become {period}"
        say(title, took, Goal(10), f"{found.data:,} data of {people:,} people, {organisations:,} organisations")

    def settling(self) -> None:
        """What it costs to learn some anew."""
        self._admin.execute(
            "insert into retention_mark (kind, subject) select 'person', id from parties_person order by id limit 5000"
        )
        took, done = timed(self._settle)
        say("settling, subjects a second", done.subjects / took, Goal(None, "1/s"))

    def some_due(self) -> None:
        """A night on which some fall due, with somebody who looks at pages."""
        wanted = min(MOST_DUE, max(1, self._register.people // 100))
        day = self._day(
            "select next_on from retention_agenda where kind = 'person' and next_on is not null "
            f"order by next_on offset {wanted - 1} limit 1"
        )
        if day is None:
            print("nobody ever falls due by this declaration")
            return
        at = max(self._noon(day), NOW)
        # Invented histories fall due in heaps; a night is to have as many as was said, the others wait in this copy.
        self._admin.execute(
            "update retention_agenda set next_on = next_on + 3650 where next_on <= %s and subject not in "
            "(select subject from retention_agenda where next_on <= %s order by next_on, subject limit %s)",
            (at.date(), at.date(), wanted),
        )
        due = max(1, self._number(f"select count(*) from retention_agenda where next_on <= '{at.date()}'"))
        with served(["-m", "kortisto.config.web_server", str(PORT)], PORT) as app:
            cookie, _ = log_in()
            app.headers = {"Cookie": cookie}
            addresses = [f"/people/{id_of(number * 3)}/" for number in range(self._register.people // 4, 400_000)][:400]
            with self._looking_at(app, addresses) as quiet:
                threading.Event().wait(10)
            with self._looking_at(app, addresses) as busy:
                took, certificate = timed(lambda: self._sweep(at))
        rows = sum(certificate.rows.values())
        say(f"nightly run, {due:,} due", took, Goal(300), f"{certificate.people:,} people went whole, {rows:,} rows")
        say("for each who was due", took / due * 1000, Goal(None, "ms"), "flat within 1.3 from 100,000 on")
        before, during = figures(quiet), figures(busy)
        say("a page before, p95", before.p95, Goal(None, "ms"), f"p50 {before.p50:.0f}")
        say("a page while it runs, p95", during.p95, Goal(2 * before.p95, "ms"), f"p50 {during.p50:.0f}")

    def _sweep(self, at: datetime) -> Any:
        from kortisto.privacy.retention.operations import sweep

        return sweep(by=self._by, at=at, now=at, channel=self._channel)

    def _settle(self) -> Any:
        from kortisto.privacy.retention.operations import settle

        return settle(by=self._by, at=NOW, channel=self._channel, whole=True)

    @contextmanager
    def _looking(self) -> Iterator[None]:
        from kortisto.privacy.retention.enums import PURPOSE
        from kortisto.register.audit.operations import open_access

        with open_access(by=self._by, purpose=PURPOSE, at=NOW, channel=self._channel) as access:
            access.record("retention.due")
            yield

    @contextmanager
    def _looking_at(self, app: Served, addresses: list[str]) -> Iterator[list[float]]:
        """One client that asks for pages as long as the block lasts; yields milliseconds."""
        taken: list[float] = []
        over = threading.Event()

        def client() -> None:
            turn = 0
            while not over.is_set() or len(taken) < ONES:
                began = perf_counter()
                app.ask(addresses[turn % len(addresses)], **app.headers)
                taken.append((perf_counter() - began) * 1000)
                turn += 1

        thread = threading.Thread(target=client)
        thread.start()
        try:
            yield taken
        finally:
            over.set()
            thread.join()

    def _number(self, question: str) -> int:
        [found] = self._admin.execute(question).fetchall()
        return int(found[0] or 0)

    def _day(self, question: str) -> date | None:
        found = self._admin.execute(question).fetchone()
        return found[0] if found else None

    @staticmethod
    def _noon(day: date) -> datetime:
        return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def main() -> None:
    """Measure a register of the size that was asked for."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # the servers are ended on any way out
    people = int(sys.argv[1].replace(",", "")) if len(sys.argv) > 1 else USUAL
    os.environ.setdefault("KORTISTO_DECLARATION", str(NOTICE))
    with filled(people, full=True) as register:
        use(register)
        with psycopg.connect(register.admin_dsn, autocommit=True) as admin:
            Bench(register, admin).all()


if __name__ == "__main__":
    main()
