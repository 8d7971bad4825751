"""Strikes at one moment of a work: at one of its steps, counted, or after so many seconds.

A step is a statement, a COMMIT, or something done to a file; each is met before it happens and after.
"""

from __future__ import annotations

import contextlib
import mmap
import os
import random
import signal
import struct
from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from pathlib import Path
from typing import Any

from kortisto.config.embedded_postgres import EmbeddedPostgres
from kortisto.config.postgres_process import running_pid
from tests.support.faults.installation import children, command_line

MOST_STEPS = 100_000
"""Of later ones it is not known whether they bind."""
_COUNT = 8  # bytes


class Strike(StrEnum):
    """What is killed with -9."""

    PROCESS = "process"
    DATABASE = "database"
    BOTH = "both"
    CONNECTION = "connection"  # one process of the database: it then takes back all that is under way, by itself


def strike(what: Strike, server: EmbeddedPostgres, *, process: int) -> None:
    """Kill it."""
    if what in {Strike.DATABASE, Strike.BOTH}:
        kill_database(server)
    if what is Strike.CONNECTION:
        postmaster = running_pid(server.cluster)
        theirs = [pid for pid in children(postmaster) if b"kortisto_" in command_line(pid)] if postmaster else []
        for pid in theirs[:1]:
            _kill(pid)
    if what in {Strike.PROCESS, Strike.BOTH}:
        _kill(process)


def kill_database(server: EmbeddedPostgres) -> None:
    """Kill the server and all its processes at once, as a machine does that loses its power."""
    postmaster = running_pid(server.cluster)
    if postmaster is not None:
        for pid in (postmaster, *children(postmaster)):
            _kill(pid)


class Fuse:
    """Counts the steps of a process that is forked afterwards, and strikes at one of them. `at` 0: only counts."""

    def __init__(self, at: int, what: Strike, server: EmbeddedPostgres) -> None:
        self.at, self.what, self._server = at, what, server
        self._shared = mmap.mmap(-1, _COUNT + MOST_STEPS)  # the count outlives whoever is killed

    @property
    def steps(self) -> int:
        """How many steps there were."""
        return int(struct.unpack("q", self._shared[:_COUNT])[0])

    @property
    def binding(self) -> list[int]:
        """The steps right before and right after something that nobody takes back: a COMMIT, a file written or gone."""
        marks = self._shared[_COUNT:]
        return [number for number in range(min(self.steps, MOST_STEPS - 1) + 1) if marks[number]]

    def arm(self) -> None:
        """Begin to count, in the process that does the work."""
        import psycopg  # noqa: PLC0415 (of the process that does the work)

        for owner, name in (
            (psycopg.Cursor, "execute"), (psycopg.Cursor, "executemany"), (psycopg.Connection, "commit"),
            (os, "fsync"), (Path, "replace"), (Path, "unlink"), (Path, "rename"),
        ):  # fmt: skip
            setattr(owner, name, self._counted(getattr(owner, name), binding=owner is not psycopg.Cursor))

    def _counted(self, real: Callable[..., Any], *, binding: bool) -> Callable[..., Any]:
        @wraps(real)
        def counted(*arguments: Any, **named: Any) -> Any:
            self._step(binding=binding)
            result = real(*arguments, **named)
            self._step(binding=binding)
            return result

        return counted

    def _step(self, *, binding: bool) -> None:
        number = self.steps + 1
        self._shared[:_COUNT] = struct.pack("q", number)
        if binding and number < MOST_STEPS:
            self._shared[_COUNT + number] = 1
        if number == self.at:
            strike(self.what, self._server, process=os.getpid())


def chosen(chance: random.Random) -> Strike:
    """Return what is struck: the process and the database equally often, now and then both or one connection."""
    return chance.choice([Strike.PROCESS, Strike.PROCESS, Strike.DATABASE, Strike.DATABASE, Strike.BOTH,
                          Strike.CONNECTION])  # fmt: skip


def _kill(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
