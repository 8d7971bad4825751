"""The GDPRbench mixes: the register beside a table that carries purpose, period and the like on every record.

Run: ./kortisto bench gdpr [N] [seconds=30] [only=controller] [people=10000]; at most N operations of each mix (10,000
unless told) and at most so many seconds. Ten records of each of 10,000 subjects (the published size; or of as many as
it is told) for 25 purposes, all invented, in both systems, on one server of its own. The mixes (who asks for what, how
often, by which keys) stand in `_gdpr_mix.py`, what each operation is in `_gdpr_baseline.py` and `_gdpr_kortisto.py`,
why, and where the comparison is unfair, in docs/adr/0032.

Each operation is done by both in turn, one client each, a durable commit each; its two answers are compared before its
times count, and in the end every record with its nine fields. A difference stops the run. Then come what the register
puts off (the dates of whom something was written, worked out together), the same metadata listed record by record, what
is past its period on a day by both, and the bytes.
"""

from __future__ import annotations

import os
import signal
import sys
import tempfile
from collections import defaultdict
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import mean
from time import perf_counter
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT), str(ROOT / "bench")]

import psycopg  # noqa: E402 - the path is set above
from _filled import Register, register_on, use  # noqa: E402
from _gdpr_mix import MIXES, USERS, Do, Mix, Operation, World  # noqa: E402
from _gdpr_notice import text_of  # noqa: E402

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
USUAL, SECONDS = 10_000, 30.0
ROUNDS = 20


class DifferentAnswersError(AssertionError):
    """The two systems do not answer the same: nothing that was measured counts."""


class Bench:
    """Both systems, and the world that they are to agree on."""

    def __init__(self, register: Register, admin: psycopg.Connection[Any], users: int) -> None:
        from _gdpr_baseline import Baseline
        from _gdpr_kortisto import Kortisto

        self._admin, self._world = admin, World(users)
        self._plain = psycopg.connect(register.admin_dsn, autocommit=True)
        self._baseline, self._kortisto = Baseline(self._plain, NOW.date()), Kortisto(NOW)

    def load(self) -> None:
        """Fill both."""
        records = self._baseline.records(self._world)
        for name, fill in (
            ("baseline", lambda: self._baseline.load(self._world, records)),
            ("register", lambda: self._kortisto.load(self._admin, records)),
            ("register, dates of everybody", self._kortisto.put_off),
        ):
            began = perf_counter()
            fill()
            print(f"{name} filled: {perf_counter() - began:.1f} s", flush=True)
        self._compare_everything()

    def all(self, most: int, seconds: float, only: str) -> None:
        """Print the whole table."""
        self.space("as filled")
        for mix in MIXES:
            if only in mix.name:
                self.measure(mix, most, seconds)
        self._compare_everything()
        print("every record is the same in both, field by field")
        self.listed()
        self.due()
        self.space("after the mixes")

    def measure(self, mix: Mix, most: int, seconds: float) -> None:
        """Do a mix in both, and print what it took."""
        taken: dict[Do, list[tuple[float, float]]] = defaultdict(list)
        end = perf_counter() + seconds
        for operation in self._world.operations(mix):
            one, two = self._both(operation)
            taken[operation.do].append((one, two))
            if self._world.number % 50 == 0 and perf_counter() > end:
                break
            if sum(map(len, taken.values())) >= most:
                break
        self._world.number += 1
        print(f"\n{mix.name + ', ms an operation':<36}{'number':>9}{'baseline':>12}{'Kortisto':>12}{'x':>8}")
        for do, pairs in taken.items():
            plain, ours = (mean(pair[side] for pair in pairs) * 1000 for side in (0, 1))
            print(f"  {do.value:<34}{len(pairs):>9,}{plain:>12.2f}{ours:>12.2f}{plain / ours:>8.1f}")
        every = [pair for pairs in taken.values() for pair in pairs]
        plain, ours = (len(every) / sum(pair[side] for pair in every) for side in (0, 1))
        wanted = f"goal {mix.goal:g}" + ("  over" if ours / plain < mix.goal else "  ok") if mix.goal else ""
        print(
            f"  {'operations a second':<34}{len(every):>9,}{plain:>12,.0f}{ours:>12,.0f}{ours / plain:>8.1f}  {wanted}"
        )
        began = perf_counter()
        subjects = self._kortisto.put_off()
        later = perf_counter() - began
        with_it = len(every) / (sum(pair[1] for pair in every) + later)
        title = "with what is put off, done at once"
        print(f"  {title:<34}{subjects:>9,}{'':>12}{with_it:>12,.0f}{with_it / plain:>8.1f}  {later:.1f} s", flush=True)

    def _both(self, operation: Operation) -> tuple[float, float]:
        began = perf_counter()
        plain = self._baseline.do(operation)
        between = perf_counter()
        ours = self._kortisto.do(operation)
        ended = perf_counter()
        self._compare(operation, plain, ours)
        return between - began, ended - between

    def _compare(self, operation: Operation, plain: Any, ours: Any) -> None:
        if operation.do is Do.TERMS:
            known, objecting = ours
            ours = [
                (user, day, *known.fields(noon(day), source, objects=user in objecting))
                for user, day, *_fields, source, _category in plain
            ]
        elif operation.do is Do.LOG:
            ours = list(dict.fromkeys(ours))
            plain = [one for one in plain if one not in self._kortisto.refused][: len(ours)]
        if plain != ours:
            raise DifferentAnswersError(operation, plain, ours)

    def _compare_everything(self) -> None:
        plain, ours = self._baseline.everything(), self._kortisto.everything()
        if plain != ours:
            raise DifferentAnswersError(len(plain), len(ours), list(plain ^ ours)[:4])

    def listed(self) -> None:
        """The metadata of a purpose listed record by record, by both."""
        times: list[tuple[float, float]] = []
        for purpose in range(ROUNDS):
            operation = Operation(-1, Do.TERMS, "dpo", purpose=purpose)
            began = perf_counter()
            plain = self._baseline.do(operation)
            between = perf_counter()
            ours = self._kortisto.every_record(operation)
            times.append((between - began, perf_counter() - between))
            if {(user, *fields) for user, _day, *fields in plain} != set(ours):
                raise DifferentAnswersError(operation)
        plain_ms, ours_ms = (mean(pair[side] for pair in times) * 1000 for side in (0, 1))
        title = "metadata by purpose, record by record"
        print(f"\n{title:<45}{plain_ms:>12.2f}{ours_ms:>12.2f}{plain_ms / ours_ms:>8.1f}", flush=True)

    def due(self) -> None:
        """What has outlived its period by a day, by both."""
        from _gdpr_kortisto import due_by

        for day in (NOW.date(), date(2035, 6, 30), date(2036, 3, 31)):
            began = perf_counter()
            plain = self._baseline.due_by(day)
            between = perf_counter()
            ours = due_by(day)
            ended = perf_counter()
            if plain != ours:
                raise DifferentAnswersError(day, plain, ours)
            title = f"past their period by {day}: {plain:,}"
            print(f"{title:<45}{(between - began) * 1000:>12.2f}{(ended - between) * 1000:>12.2f}", flush=True)

    def space(self, when: str) -> None:
        """Bytes of tables and indexes for each byte of personal data; the logs stand apart."""
        self._admin.execute("vacuum full analyze") if when == "as filled" else self._admin.execute("vacuum analyze")
        plain, plain_log = self._bytes("record"), self._bytes("request_log")
        ours = self._bytes("parties%%", "retention%%", "access_notice")
        own = self._bytes("parties_own_value")
        text = self._one("select sum(octet_length(data)) from record")
        named = text + self._one("select sum(octet_length(first_name) + octet_length(last_name)) from parties_person")
        print(f"\nbytes, {when:<29}{'':>9}{'baseline':>12}{'Kortisto':>12}")
        print(f"  {'for each byte of personal data':<43}{plain / text:>12.2f}{ours / named:>12.2f}"
              f"  {'ok' if ours / named < plain / text else 'over'}")  # fmt: skip
        print(f"  {'of that, the records alone':<43}{plain / text:>12.2f}{own / text:>12.2f}")
        lines = self._one("select count(*) from request_log")
        if lines:
            print(f"  {'a line of the log':<43}{plain_log / lines:>12,.0f}{'':>12}", flush=True)

    def _bytes(self, *tables: str) -> int:
        named = " or ".join(f"relname like '{one}'" for one in tables)
        return self._one(f"select sum(pg_total_relation_size(oid)) from pg_class where relkind = 'r' and ({named})")

    def _one(self, question: str) -> int:
        [found] = self._admin.execute(question.replace("%%", "%")).fetchall()
        return int(found[0] or 0)


def noon(day: date) -> datetime:
    """Return the moment at which what is filled in was collected on a day."""
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def main() -> None:
    """Measure the mixes."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # the server is ended on any way out
    words = dict(word.split("=", 1) for word in sys.argv[1:] if "=" in word)
    numbers = [word for word in sys.argv[1:] if "=" not in word]
    most = int(numbers[0].replace(",", "")) if numbers else USUAL
    from kortisto.config.embedded_postgres import EmbeddedPostgres

    with tempfile.TemporaryDirectory(prefix="kortisto-bench-run-") as name:
        run = Path(name)
        run.chmod(0o711)  # the server has a user of its own when root starts it
        notice = run / "mixes.yaml"
        notice.write_text(text_of(0, World().terms), "utf-8")
        os.environ["KORTISTO_DECLARATION"] = str(notice)
        server = EmbeddedPostgres(run / "postgres")
        try:
            register = register_on(server, 0, run)
            use(register)
            from kortisto.config.database import migrate_and_grant

            migrate_and_grant(verbosity=0)
            with psycopg.connect(register.admin_dsn, autocommit=True) as admin:
                bench = Bench(register, admin, int(words.get("people", USERS)))
                bench.load()
                bench.all(most, float(words.get("seconds", SECONDS)), words.get("only", ""))
        finally:
            server.remove()


if __name__ == "__main__":
    main()
