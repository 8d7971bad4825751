"""Servers and clients of the measurements over HTTP, and the figures of many calls."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter, sleep
from typing import IO, Any

ROOT = Path(__file__).resolve().parent.parent
PATH = os.pathsep.join([str(ROOT / "src"), str(ROOT / "bench")])
GRANIAN = ["-m", "granian", "--interface", "wsgi", "--workers", "2", "--blocking-threads", "4", "--no-ws",
           "--log-level", "error"]  # fmt: skip
"""The command line of what `kortisto.config.web_server` starts, for another application."""


@dataclass(frozen=True)
class Figures:
    """Median and 95th percentile of many calls, in milliseconds."""

    p50: float
    p95: float

    def __str__(self) -> str:
        return f"{self.p50:.1f} / {self.p95:.1f}"


def figures(milliseconds: Sequence[float]) -> Figures:
    """Return the figures of so many times."""
    return Figures(median(milliseconds), quantiles(milliseconds, n=20)[-1])


@dataclass
class Served:
    """A server that runs: its process, its port, and one client whose connection stays open."""

    process: subprocess.Popen[bytes]
    port: int
    headers: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Open the connection of the one client."""
        self.client = HTTPConnection("127.0.0.1", self.port, timeout=120)

    def ask(self, address: str, *, method: str = "GET", body: Any = None, **headers: str) -> bytes:
        """Send a request and return the answer. Raises AssertionError for one that is an error."""
        return ask(self.client, address, method, body, {**self.headers, **headers})

    def memory(self) -> list[int]:
        """Return the bytes of each worker: its own, and its share of what it has in common with others."""
        return [_share(worker) for worker in _children(self.process.pid)]


def ask(client: HTTPConnection, address: str, method: str, body: Any, headers: Mapping[str, str]) -> bytes:
    """Send a request and return the answer. Raises AssertionError for one that is an error."""
    sent = None if body is None else json.dumps(body).encode()
    client.request(method, address, body=sent, headers={**headers, "Content-Type": "application/json"})
    answer = client.getresponse()
    got = answer.read()
    assert answer.status < HTTPStatus.MULTIPLE_CHOICES, (method, address, answer.status, got[:500])
    return got


@contextmanager
def served(
    arguments: Sequence[str],
    port: int,
    *,
    environment: Mapping[str, str] = {},
    headers: Mapping[str, str] = {},
    log: IO[bytes] | None = None,
) -> Iterator[Served]:
    """Run a server with this interpreter, for as long as the block lasts. `log`: what takes its own log."""
    process = subprocess.Popen(
        [sys.executable, *arguments],
        env={**os.environ, "PYTHONPATH": PATH, **environment},
        stdin=subprocess.PIPE,  # a part of the program ends when it closes
        stdout=log,
        stderr=log,
        start_new_session=True,
    )
    try:
        _wait_for(port, process)
        yield Served(process, port, headers)
    finally:
        process.terminate()
        process.wait()


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        client = HTTPConnection("127.0.0.1", port, timeout=60)
        try:
            client.request("GET", "/health")
            client.getresponse().read()
        except OSError:
            assert process.poll() is None, "the server has ended"
            sleep(0.2)
        else:
            return
        finally:
            client.close()
    raise TimeoutError(port)


def timed(call: Callable[[int], object], *, rounds: int = 200, most_seconds: float = 20, warm: int = 20) -> Figures:
    """Call over and over, at first without a clock, and return the figures; slow ones are called less often."""
    for turn in range(warm):
        call(turn)
    taken: list[float] = []
    end = perf_counter() + most_seconds
    while len(taken) < rounds and (len(taken) < 20 or perf_counter() < end):  # noqa: PLR2004
        start = perf_counter()
        call(warm + len(taken))
        taken.append((perf_counter() - start) * 1000)
    return figures(taken)


def crowd(server: Served, addresses: Sequence[str], *, clients: int, seconds: float) -> tuple[Figures, float]:
    """Let so many clients ask at once, each on a connection of its own; return figures and answers per second."""
    taken: list[float] = []
    begin = perf_counter() + 1  # the first second does not count
    end = begin + seconds

    def client(number: int) -> None:
        connection = HTTPConnection("127.0.0.1", server.port, timeout=60)
        turn = number
        while (start := perf_counter()) < end:
            ask(connection, addresses[turn % len(addresses)], "GET", None, server.headers)
            if start > begin:
                taken.append((perf_counter() - start) * 1000)
            turn += clients
        connection.close()

    threads = [threading.Thread(target=client, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return figures(taken), len(taken) / seconds


def _children(process: int) -> list[int]:
    listed = Path(f"/proc/{process}/task/{process}/children").read_text("ascii").split()
    return [int(one) for one in listed if b"resource_tracker" not in Path(f"/proc/{one}/cmdline").read_bytes()]


def _share(process: int) -> int:
    for line in Path(f"/proc/{process}/smaps_rollup").read_text("ascii").splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024
    return 0
