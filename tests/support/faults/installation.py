"""A real installation in a folder of its own: `./kortisto up` with its web server, worker and database."""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

import psycopg

from kortisto.config.embedded_postgres import DATABASE, EmbeddedPostgres
from kortisto.config.postgres_process import running_pid
from tests.support.ready import Ready
from tests.support.running import ROOT, Running, environment, processes, removed_afterwards

DECLARATION = ROOT / "notices" / "asiakasrekisteri.yaml"
PURPOSE = "register_keeping"
COMES_BACK_WITHIN = 90.0  # seconds; the machine of a build may be busy


class Part(StrEnum):
    """What is killed."""

    WEB = "web server"
    WEB_WORKER = "one web process"
    WORKER = "worker"
    DATABASE = "database"
    BACKEND = "one connection of the database"
    ALL = "./kortisto up itself"


@dataclass
class Installation:
    """An installation that runs. `key`: of a program that reads and writes; `session`: of its main user."""

    data: Path
    key: str
    session: str
    port: int
    more: dict[str, str] = field(default_factory=dict)
    running: Running = field(init=False)

    def start(self) -> None:
        """Start everything; returns when the pages answer."""
        self.running = Running(self.data, "--port", str(self.port), "--empty", wait=True, **self.more)
        assert self.running.process.poll() is None, self.running.output

    @property
    def postgres(self) -> EmbeddedPostgres:
        return EmbeddedPostgres(self.data / "postgres")

    @contextlib.contextmanager
    def admin(self) -> Iterator[psycopg.Connection[Any]]:
        """A connection past all policies; waits while the database is away."""
        deadline = time.monotonic() + COMES_BACK_WITHIN
        while True:
            try:
                connection = psycopg.connect(self.postgres.admin_dsn, dbname=DATABASE, autocommit=True)
                break
            except psycopg.OperationalError:
                assert time.monotonic() < deadline, "the database does not come back"
                time.sleep(0.1)
        with connection:
            yield connection

    def kill(self, part: Part, chance: random.Random) -> None:
        """Kill -9, and wait until the program has put another in its place. What belongs to it, the program ends."""
        if part is Part.ALL:
            self.running.end(signal.SIGKILL)
            self.start()
            return
        while not (before := self._pids(part)):
            time.sleep(0.02)
        killed = chance.choice(sorted(before))
        with contextlib.suppress(ProcessLookupError):
            os.kill(killed, signal.SIGKILL)
        number = len(before) if part is Part.WEB_WORKER else 1
        self._wait(lambda: len(now := self._pids(part)) >= number and killed not in now)

    def _pids(self, part: Part) -> list[int]:
        if part in {Part.DATABASE, Part.BACKEND}:
            postmaster = running_pid(self.postgres.cluster)
            if postmaster is None or part is Part.DATABASE:
                return [postmaster] if postmaster else []
            return [pid for pid in children(postmaster) if b"kortisto_app" in command_line(pid)]
        found = [pid for pid, line in processes(self.data).items() if f"kortisto.config.{_MODULES[part]}" in line]
        ours = [pid for pid in found if pid in children(self.running.process.pid)]
        return [pid for pid in found if pid not in ours] if part is Part.WEB_WORKER else ours

    def wait_until_well(self) -> None:
        """Wait until pages are served and there is a worker."""
        self._wait(lambda: bool(self._pids(Part.WORKER)) and self.running.ask("ready") == (200, "ready\n"))

    def _wait(self, well: Callable[[], bool]) -> None:
        deadline = time.monotonic() + COMES_BACK_WITHIN
        while not well():
            assert time.monotonic() < deadline, (self.running.ask("ready"), self.running.output)
            assert self.running.process.poll() is None, self.running.output
            time.sleep(0.05)

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a command of the program beside it."""
        return subprocess.run(
            [str(ROOT / "kortisto"), *arguments], env=environment(self.data, **self.more), stdin=subprocess.DEVNULL,
            capture_output=True, text=True, check=False, timeout=300,
        )  # fmt: skip


_MODULES = {Part.WEB: "web_server", Part.WEB_WORKER: "web_server", Part.WORKER: "worker"}


@contextlib.contextmanager
def installed(data: Path, *, ready: Ready | None = None, **more: str) -> Iterator[Installation]:
    """Make an installation with one main user, and run it as long as the block lasts."""
    more = {"KORTISTO_DECLARATION": str(DECLARATION), **more}
    with removed_afterwards(data) as folder:
        if ready is not None:
            ready.tables(folder)
        path = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
        made = subprocess.run(
            [sys.executable, "-m", "tests.support.faults.prepare", PURPOSE],
            env={**environment(folder, **more), "PYTHONPATH": path}, capture_output=True, text=True, check=True,
        )  # fmt: skip
        one = Installation(folder, **json.loads(made.stdout), port=_free_port(), more=more)
        one.start()
        try:
            yield one
        finally:
            if one.running.process.poll() is None:
                one.running.end()


def _free_port() -> int:
    """A port that no connection of this machine gets by chance while the web server is away: below those given out.

    Of the ports given out, another test's connection may take it meanwhile, or a client's that meets itself there (TCP
    opens a connection from a port to itself); then the web server finds its port taken when it comes back.
    """
    given_out = int(Path("/proc/sys/net/ipv4/ip_local_port_range").read_text("ascii").split()[0])
    below = range(10_000, max(given_out, 20_000))
    for port in random.SystemRandom().sample(below, 100):
        with contextlib.suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port
    message = f"none of 100 ports in {below} is free"
    raise RuntimeError(message)


def children(pid: int) -> set[int]:
    """Return the processes that a process has begun."""
    try:
        return set(map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()))
    except OSError:
        return set()


def command_line(pid: int) -> bytes:
    """Return the line by which a process was begun; empty when it is gone."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""
