"""Watches over the parts while `./kortisto up` runs, and starts again what dies."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import psycopg

from kortisto.config import postgres_texts
from kortisto.config.embedded_postgres import EmbeddedPostgres
from kortisto.config.postgres_binaries import PostgresUnavailableError
from kortisto.config.starting import texts
from kortisto.config.starting.children import Child
from kortisto.declaration.model import Text

DEATHS, DEATHS_WITHIN = 5, 120.0
"""A part that dies more often within so many seconds will not live."""


class DiesAgainError(Exception):
    """A part has died too often: its name, exit status (None for the database), log, and the end of the log."""

    def __init__(self, name: Text, status: int | None, log: Path, last_lines: str) -> None:
        super().__init__(str(log))
        self.name, self.status, self.log, self.last_lines = name, status, log, last_lines


class Watch:
    """The parts of one start. `say` tells the person at the terminal, if there still is one."""

    def __init__(self, children: list[Child], server: EmbeddedPostgres | None, *, say: Callable[..., None]) -> None:
        self._children, self._server, self._say = children, server, say
        self._deaths: dict[str, list[float]] = {}
        self._waits_for_space = False

    def over_children(self) -> None:
        """Start again what has ended. Raises DiesAgainError."""
        for place, child in enumerate(self._children):
            status = child.status
            if status is None:
                continue
            self._count(child.name, status, child.log, child.last_lines())
            child.end(time.monotonic())  # whatever it had started
            self._children[place] = child.again()
            self._say(texts.STARTED_AGAIN, texts.NAMES[child.name], status, child.log)

    def over_database(self) -> None:
        """Start the embedded database again when it has ended. Raises DiesAgainError.

        One that has no space on its disk is no part that dies over and over: it is started when there is space again.
        """
        if self._server is None or self._server.running():
            return
        log = self._server.home / "log"
        if self._waits_for_space and not self._server.has_space():
            return
        if not self._waits_for_space:
            self._count("database", None, log, "")
        try:
            self._server.start()
        except PostgresUnavailableError as error:
            if not self._waits_for_space:
                self._say(error.text, *error.values)
            self._waits_for_space = error.text is postgres_texts.NO_SPACE
        except (psycopg.Error, OSError) as error:
            self._say(texts.NOT_STARTED, " ".join(str(error).split()), log)
        else:
            self._waits_for_space = False
            self._say(texts.DATABASE_AGAIN, log)

    def _count(self, name: str, status: int | None, log: Path, last_lines: str) -> None:
        now = time.monotonic()
        deaths = [moment for moment in self._deaths.get(name, []) if now - moment < DEATHS_WITHIN]
        self._deaths[name] = [*deaths, now]
        if len(deaths) >= DEATHS:
            raise DiesAgainError(texts.NAMES[name], status, log, last_lines)
