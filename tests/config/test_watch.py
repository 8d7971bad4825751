"""What `./kortisto up` does when its database dies or the disk is full, and the worker while there is no database."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from kortisto.config import postgres_process
from kortisto.config.embedded_postgres import EmbeddedPostgres
from kortisto.config.starting import texts
from kortisto.config.starting.watch import DEATHS, DiesAgainError, Watch
from kortisto.declaration.model import Text
from tests.support.running import ROOT, environment

pytestmark = pytest.mark.integration


class Terminal:
    """What the person there has been told."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def __call__(self, text: Text, *values: object) -> None:
        self.lines.append(text.in_language("en").format(*values))


def kill(server: EmbeddedPostgres) -> None:
    pid = postgres_process.running_pid(server.cluster)
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    while server.running():
        time.sleep(0.02)


def test_a_database_without_space_waits_for_it_however_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    server, terminal = EmbeddedPostgres(tmp_path / "data", durable=False), Terminal()
    watch = Watch([], server, say=terminal)
    try:
        server.start()
        watch.over_database()
        assert terminal.lines == []
        kill(server)
        spoilt = server.cluster / "postgresql.auto.conf"  # what keeps the server from starting, beside a full disk
        owner = spoilt.stat()
        spoilt.write_text("nonsense\n", "ascii")
        monkeypatch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(total=10**9, free=0))
        for _ in range(DEATHS + 5):
            watch.over_database()
        assert len(terminal.lines) == 1
        assert "because the disk is full" in terminal.lines[0]
        spoilt.write_text("", "ascii")
        os.chown(spoilt, owner.st_uid, owner.st_gid)
        monkeypatch.undo()
        watch.over_database()
        assert server.running()
        assert "and was started again" in terminal.lines[1]
    finally:
        server.remove()


def test_a_database_that_cannot_start_for_another_reason_stops_everything(tmp_path: Path) -> None:
    server, terminal = EmbeddedPostgres(tmp_path / "data", durable=False), Terminal()
    watch = Watch([], server, say=terminal)
    try:
        server.start()
        kill(server)
        (server.cluster / "postgresql.auto.conf").write_text("nonsense\n", "ascii")
        for _ in range(DEATHS):
            watch.over_database()
        assert "does not start. Its last words" in terminal.lines[0]
        with pytest.raises(DiesAgainError) as dead:
            watch.over_database()
        assert dead.value.name is texts.NAMES["database"]
    finally:
        server.remove()


def test_the_worker_waits_for_a_database_that_is_away(tmp_path: Path) -> None:
    log = tmp_path / "log"
    with log.open("wb") as out:
        worker = subprocess.Popen(
            [sys.executable, "-m", "kortisto.config.worker"], stdin=subprocess.PIPE, stdout=out, stderr=out,
            env={**environment(tmp_path, KORTISTO_DATABASE_URL="postgresql://app:x@127.0.0.1:1/kortisto"),
                 "PYTHONPATH": str(ROOT / "src")},
        )  # fmt: skip
    with worker:
        deadline = time.monotonic() + 60
        while b"is away" not in log.read_bytes() and time.monotonic() < deadline:
            time.sleep(0.05)
        assert log.read_text("utf-8").count("the database is away, and waited for: OperationalError") == 1
        assert "Traceback" not in log.read_text("utf-8")
        time.sleep(0.2)
        assert worker.poll() is None
        worker.terminate()
        assert worker.wait(10) is not None
