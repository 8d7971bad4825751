"""Stops the embedded database when `./kortisto up` was killed and could not do so itself.

A copy of the process that does nothing but wait: PostgreSQL is nobody's child, and would run on without its owner.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from kortisto.config.embedded_postgres import EmbeddedPostgres

_NORMAL_END = b"."


class Guardian:
    """Call `watch` before threads or children are started, and `dismiss` when the server has been stopped."""

    def __init__(self) -> None:
        self._pipe: int | None = None
        self._pid = 0

    def watch(self, data: Path, *, close: Sequence[int] = ()) -> None:
        """Fork. `close`: descriptors (locks) that the copy must not hold."""
        reading, writing = os.pipe()
        sys.stdout.flush()
        sys.stderr.flush()
        self._pid = os.fork()
        if self._pid == 0:
            status = 1
            try:
                os.close(writing)
                _guard(data, reading, close)
                status = 0
            finally:
                os._exit(status)
        os.close(reading)
        self._pipe = writing

    def dismiss(self, *, all_stopped: bool) -> None:
        """Let the copy go; unless all is stopped, after it has looked for a server that nobody owns."""
        if self._pipe is None:
            return
        if all_stopped:
            with contextlib.suppress(BrokenPipeError):
                os.write(self._pipe, _NORMAL_END)
        os.close(self._pipe)
        self._pipe = None
        with contextlib.suppress(ChildProcessError):
            os.waitpid(self._pid, 0)


def _guard(data: Path, pipe: int, close: Sequence[int]) -> None:
    os.setsid()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):  # a pipe that reads what we print must see its end when the parent has gone
        os.dup2(nowhere, stream)
    for descriptor in close:
        os.close(descriptor)
    if os.read(pipe, 1) == _NORMAL_END:
        return
    server = EmbeddedPostgres(data)
    if server.running():
        server.start()  # takes the ownership of the dead process, unless another has taken it already
        server.stop()
