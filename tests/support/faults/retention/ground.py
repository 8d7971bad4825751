"""An installation of which a process at a time is forked, ready to work, and struck; and what lies in it, read by SQL.

Nothing of the engine looks at what the engine did: every table is read as text by the superuser, and of each subject it
is counted in how many rows of which table its id or its mark stands.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import sys
import threading
import time
import traceback
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from kortisto.config.embedded_postgres import DATABASE, EmbeddedPostgres
from tests.support.faults.installation import DECLARATION
from tests.support.faults.retention.fuse import Fuse, Strike, strike
from tests.support.ready import Ready
from tests.support.running import ROOT, environment

PATIENCE = 120.0  # seconds; the machine of a build may be busy
MARK = re.compile(r"Zq\d{6}x")

LOG = ("audit_", "django_", "procrastinate_", "auth_", "access_", "ledger_", "retention_sweep", "retention_certificate")
"""Tables that say of ids what was done with them, and hold nothing else of anybody."""
DERIVED = ("retention_", "parties_duplicate")
"""Tables that the engine makes of others, now or a moment later: their rows are no part of what is planned."""

Where = Mapping[str, int]
"""In how many rows of which table somebody stands."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a process ended: its status (below 0: by which signal) and what it said, after how many steps and seconds.

    `binding`: the steps that met a COMMIT or a file.
    """

    status: int
    said: str
    steps: int
    binding: list[int]
    seconds: float


class Ground:
    """An installation in a folder, whose database runs as long as the block lasts. One for each process: Django."""

    def __init__(self, data: Path, *, ready: Ready | None = None) -> None:
        self.data = data
        data.mkdir(mode=0o711, parents=True, exist_ok=True)
        if ready is not None:
            data.rmdir()
            ready.tables(data)
        self.server = EmbeddedPostgres(data / "postgres")
        self._said = data / "said.txt"

    def open(self) -> None:
        """Start the database and make Django ready in this process, from which others are forked."""
        for name in [name for name in os.environ if name.startswith("KORTISTO_")]:
            del os.environ[name]
        os.environ |= environment(self.data, KORTISTO_DECLARATION=str(DECLARATION))
        from kortisto.config import running  # noqa: PLC0415 (the environment is read once)

        running.use(self.server.start())
        running.ready(migrate=True)
        # Those that are forked work on a server that runs and has its tables, as a command beside `up` does.
        self._owner = os.environ.pop(running.OWNER_URL)
        self.let_go()

    def close(self) -> None:
        """Remove the database."""
        self.let_go()
        self.server.remove()

    def let_go(self) -> None:
        """Close this process's connections: nobody who is forked may share one."""
        from django.db import connections  # noqa: PLC0415 (see above)

        connections.close_all()

    # --- processes ---------------------------------------------------------------------------------------------------

    def forked(
        self, act: Callable[[], object], *, fuse: Fuse | None = None, after: float = 0.0, what: Strike | None = None
    ) -> Ended:
        """Do something in a process of its own and wait for its end, and for the database.

        `fuse`: what strikes it at a step; `after` and `what`: what is struck after so many seconds.
        """
        fuse = fuse or Fuse(0, Strike.PROCESS, self.server)
        self.let_go()
        began = time.monotonic()
        sys.stdout.flush()
        pid = os.fork()
        if pid == 0:
            self._be_the_child(act, fuse)
        timer = threading.Timer(after, strike, (what, self.server), {"process": pid}) if what else None
        if timer:
            timer.start()
        status = self._wait(pid)
        seconds = time.monotonic() - began
        if timer:
            timer.cancel()
            timer.join()
        self.heal()
        return Ended(status, self._said.read_text("utf-8", "replace"), fuse.steps, fuse.binding, seconds)

    def command(
        self, *arguments: str, fuse: Fuse | None = None, after: float = 0.0, what: Strike | None = None
    ) -> Ended:
        """Run a command of the program, as `./kortisto` does, in a process of its own."""

        def run() -> None:
            from kortisto.interfaces.cli import main  # noqa: PLC0415 (of the child)

            sys.argv = ["kortisto", *arguments]
            main(list(arguments))

        return self.forked(run, fuse=fuse, after=after, what=what)

    def told(self, act: Callable[[], Any]) -> Any:
        """Do something in a process of its own, and return what it gave, which JSON can say. Raises AssertionError."""
        ended = self.forked(lambda: sys.stdout.write(f"\n{json.dumps(act())}\n"))
        assert ended.status == 0, ended.said
        return json.loads(ended.said.strip().splitlines()[-1])

    def heal(self) -> None:
        """Start the database where it was killed, and wait until it lets people in."""
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                if not self.server.running():
                    self.server.start()
                self.admin().close()
            except psycopg.OperationalError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.05)
            else:
                return

    def _be_the_child(self, act: Callable[[], object], fuse: Fuse) -> None:
        status = 70
        try:
            os.setsid()
            handle = os.open(self._said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            for number in (1, 2):
                os.dup2(handle, number)
            sys.stdin = open(os.devnull)  # noqa: PTH123, SIM115 (as long as the process lasts)
            fuse.arm()
            act()
            status = 0
        except SystemExit as error:
            status = error.code if isinstance(error.code, int) else int(error.code is not None)
        except BaseException:  # noqa: BLE001 (told by its status)
            traceback.print_exc()
        finally:
            with contextlib.suppress(Exception):
                sys.stdout.flush()
                sys.stderr.flush()
            os._exit(status)

    def _wait(self, pid: int) -> int:
        deadline = time.monotonic() + PATIENCE
        while True:
            ended, status = os.waitpid(pid, os.WNOHANG)
            if ended:
                return os.waitstatus_to_exitcode(status)
            if time.monotonic() > deadline:
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)
                message = f"process {pid} does not come to an end: {self._said.read_text('utf-8', 'replace')[-2000:]}"
                raise AssertionError(message)
            time.sleep(0.005)

    # --- what lies in it ---------------------------------------------------------------------------------------------

    def admin(self) -> psycopg.Connection[Any]:
        """Return a connection past all policies."""
        return psycopg.connect(self.server.admin_dsn, dbname=DATABASE, autocommit=True, connect_timeout=10)

    def ask(self, question: str, *values: object) -> list[Any]:
        """Return the rows of a question."""
        with self.admin() as admin:
            return admin.execute(question, values).fetchall()

    def rows(self) -> Counter[str]:
        """Return how many rows each table of the register has."""
        with self.admin() as admin:
            tables = [name for name in _tables(admin) if name.startswith("parties_")]
            counted = sql.SQL(" union all ").join(
                sql.SQL("select {}, count(*) from {}").format(name, sql.Identifier(name)) for name in tables
            )
            return Counter(dict(admin.execute(counted).fetchall()))

    def where(self, names: Mapping[str, str], *, derived: bool = False) -> dict[str, Counter[str]]:
        """Return where each of some subjects stands. `names`: ids and marks, with the subject that each belongs to."""
        found: dict[str, Counter[str]] = defaultdict(Counter)
        pattern = re.compile("|".join(map(re.escape, names)))
        for table, text in self._texts(derived=derived):
            for subject in {names[one] for one in pattern.findall(text)}:
                found[subject][table] += 1
        return found

    def _texts(self, *, derived: bool) -> Iterator[tuple[str, str]]:
        left_out = LOG if derived else (*LOG, *DERIVED)
        with self.admin() as admin:
            tables = [name for name in _tables(admin) if not name.startswith(left_out)]
            for name in tables:
                query = sql.SQL("select t::text from {} t").format(sql.Identifier(name))
                yield from ((name, text) for (text,) in admin.execute(query))

    def files_out_of_step(self) -> str:
        """Return which files have no row, and which rows have no file; empty when none."""
        rows = {name for (name,) in self.ask("select stored_as from parties_attachment")}
        files = {path.name for path in (self.data / "files").glob("*/*")}
        return f"without a row: {sorted(files - rows)}; without a file: {sorted(rows - files)}" if rows ^ files else ""

    def rows_without_file(self) -> int:
        """Return how many rows miss their file: it must never be any."""
        rows = {name for (name,) in self.ask("select stored_as from parties_attachment")}
        return len(rows - {path.name for path in (self.data / "files").glob("*/*")})

    def ledger(self) -> list[dict[str, Any]]:
        """Return the lines of the ledger as its file has them, up to where its head goes."""
        head = (self.data / "ledger" / "head").read_text("utf-8").splitlines()
        name, length = head[3].split(" ")
        content = (self.data / "ledger" / name).read_bytes()[: int(length)]
        return [json.loads(line) for line in content.decode().splitlines() if line[:1] not in {"-", "="}]


def _tables(admin: psycopg.Connection[Any]) -> list[str]:
    found = admin.execute(
        "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') "
        "and not relispartition order by 1"
    ).fetchall()
    return [name for (name,) in found]


def worker_command() -> list[str]:
    """Return the command of the worker, whose portions are small so that something can come between two."""
    code = (
        "import os, django; os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'kortisto.config.settings'); "
        "django.setup(); from kortisto.privacy.retention.operations import sweeping; sweeping.PORTION = 2; "
        "from kortisto.config.worker import work; work()"
    )
    return [sys.executable, "-P", "-c", code]


def path_of_sources() -> dict[str, str]:
    """Return what a process needs to find the program."""
    return {"PYTHONPATH": str(ROOT / "src")}
