"""What several tests of a run begin with, made once and copied: an installation with its tables, or with the demo too.

That both come about from nothing is proved by the making: by Django's migrations, and by a first `./kortisto up`.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from kortisto.config.embedded_postgres import EmbeddedPostgres
from tests.support.running import ROOT, Running, environment

OF_A_CLUSTER = ("cluster", "secrets", "layout")
"""What is copied of the folder of an embedded server; all else is made anew when it starts."""


@dataclass(frozen=True)
class FirstStart:
    """What the first `./kortisto up` said, how it ended, and how many seconds it took until the pages answered."""

    output: str
    status: int
    seconds: float
    logins: dict[str, str]


class Ready:
    """The installations of one test run. `folder`: shared by its workers."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def tables(self, data: Path) -> Path:
        """Fill a new data folder: a database with all tables and nobody in it. Starts nothing."""
        made, _ = self._made("tables", _make_tables)
        return _copied(made, data)

    def demo(self, data: Path) -> FirstStart:
        """Fill a new data folder as a first `./kortisto up` has left it, demo company and logins included."""
        made, said = self._made("demo", _make_demo)
        _copied(made, data)
        return FirstStart(**json.loads(said))

    def cluster_with_tables(self, server: EmbeddedPostgres) -> None:
        """Fill the folder of a server that has no data yet."""
        made, _ = self._made("tables", _make_tables)
        with _turn(self._folder / "copied.lock"):
            _copy_cluster(EmbeddedPostgres(made / "postgres"), server)

    def _made(self, name: str, make: Callable[[Path], str]) -> tuple[Path, str]:
        """Return the folder and what its maker said; the first of the workers makes it, the others wait."""
        folder, said = self._folder / name, self._folder / f"{name}.said"
        with _turn(self._folder / f"{name}.lock"):
            if not said.exists():
                EmbeddedPostgres(folder / "postgres").remove()  # of somebody who did not come to the end
                shutil.rmtree(folder, ignore_errors=True)
                folder.mkdir()
                folder.chmod(0o711)  # the user of the server passes through
                said.write_text(make(folder), "utf-8")
        return folder, said.read_text("utf-8")


def _make_tables(data: Path) -> str:
    server = EmbeddedPostgres(data / "postgres", durable=False)
    with server as addresses:
        told = environment(
            data, KORTISTO_DATABASE_URL=addresses.app_dsn, KORTISTO_OWNER_DATABASE_URL=addresses.owner_dsn,
            DJANGO_SETTINGS_MODULE="kortisto.config.settings", PYTHONPATH=str(ROOT / "src"),
        )  # fmt: skip
        migrate = [sys.executable, "-m", "django", "migrate", "--database", "owner", "--verbosity", "0"]
        subprocess.run(migrate, env=told, check=True, timeout=300)
    return ""


def _make_demo(data: Path) -> str:
    running = Running(data)
    assert running.process.poll() is None, running.output
    running.end()
    return json.dumps(asdict(FirstStart(running.output, running.process.returncode, running.seconds, running.logins)))


def _copied(made: Path, data: Path) -> Path:
    shutil.copytree(made, data, symlinks=True, ignore=lambda at, _: ["postgres"] if Path(at) == made else [])
    _copy_cluster(EmbeddedPostgres(made / "postgres"), EmbeddedPostgres(data / "postgres"))
    return data


def _copy_cluster(made: EmbeddedPostgres, server: EmbeddedPostgres) -> None:
    server._make_home()  # a user of root's server may not be able to reach the folder: then it is elsewhere
    if server.cluster.exists():
        return
    for name in OF_A_CLUSTER:
        # Not shutil: the owner of the files must stay.
        subprocess.run(["cp", "-a", "--reflink=auto", str(made.home / name), f"{server.home / name}.new"], check=True)
        (server.home / f"{name}.new").rename(server.home / name)


@contextlib.contextmanager
def _turn(file: Path) -> Iterator[None]:
    handle = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
