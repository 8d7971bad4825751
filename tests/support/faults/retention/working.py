"""A sweep that the worker does: the worker or the database is killed, and another worker goes on by itself."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tests.support.faults.retention.fuse import Strike, strike
from tests.support.faults.retention.ground import PATIENCE, Ground, path_of_sources, worker_command


def swept_by_workers(ground: Ground, what: Strike, after: float, look: Callable[[], Iterator[str]]) -> Iterator[str]:
    """Ask for a sweep, strike so many seconds after a worker has taken it on, and have another worker end it.

    `look`: what is looked at in between.
    """
    sweep = ground.told(_ask)
    with _worker(ground) as first:
        _wait(ground, sweep, ("running", "finished"))
        time.sleep(after)
        strike(what, ground.server, process=first.pid)
        if what in {Strike.PROCESS, Strike.BOTH}:
            first.wait(PATIENCE)
        ground.heal()
        if first.poll() is not None:  # a worker that lives goes on meanwhile, and what it does would be half
            yield from look()
        if first.poll() is None:
            yield from _ends(ground, sweep)
    with _worker(ground):
        yield from _ends(ground, sweep)


def _ends(ground: Ground, sweep: str) -> Iterator[str]:
    try:
        _wait(ground, sweep, ("finished",))
    except TimeoutError as error:
        yield f"no worker goes on with it: {error}"


def _ask() -> str:
    from datetime import UTC, datetime  # noqa: PLC0415 (of the child)

    from kortisto.privacy.retention.operations import ask_sweep  # noqa: PLC0415 (needs Django set up)
    from kortisto.register.audit.enums import ActorKind, Door  # noqa: PLC0415 (see above)
    from kortisto.register.audit.values import Actor  # noqa: PLC0415 (see above)

    return str(ask_sweep(by=Actor(kind=ActorKind.COMMAND), at=datetime.now(UTC), channel=Door.CLI))


@contextmanager
def _worker(ground: Ground) -> Iterator[subprocess.Popen[bytes]]:
    with (ground.data / "worker.txt").open("wb") as said:
        worker = subprocess.Popen(
            worker_command(), env={**os.environ, **path_of_sources()}, stdin=subprocess.PIPE, stdout=said,
            stderr=subprocess.STDOUT,
        )  # fmt: skip
        try:
            yield worker
        finally:
            if worker.poll() is None:
                worker.send_signal(signal.SIGTERM)
            assert worker.stdin is not None  # it leaves when its parent does, which it sees by this
            worker.stdin.close()
            try:
                worker.wait(20)
            except subprocess.TimeoutExpired:
                worker.kill()
                worker.wait()


def _wait(ground: Ground, sweep: str, states: tuple[str, ...]) -> None:
    deadline = time.monotonic() + PATIENCE
    with ground.admin() as admin:
        while True:
            found = admin.execute("select state from retention_sweep where id = %s", [sweep]).fetchone()
            if found and found[0] in states:
                return
            if time.monotonic() > deadline:
                message = f"{found}, {(ground.data / 'worker.txt').read_text('utf-8', 'replace')[-1500:]}"
                raise TimeoutError(message)
            time.sleep(0.005)
