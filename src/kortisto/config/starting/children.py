"""The processes that `./kortisto up` starts: each in its own session, its output in a log, gone with its parent."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

PATIENCE = 6.0  # seconds that a child may take to finish what it is doing
LARGEST_LOG = 5_000_000  # bytes; a larger one is put aside at the next start
TAIL = 15  # lines


class Child:
    """A running process. Its standard input is a pipe that nobody writes to: its end says that the parent has gone."""

    def __init__(
        self, name: str, module: str, arguments: Sequence[str], *, environment: Mapping[str, str], log: Path
    ) -> None:
        self.name = name
        self.log = log
        self._told = (module, tuple(arguments), dict(environment))
        _put_aside(log)
        with os.fdopen(os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "wb") as output:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", module, *arguments],
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=dict(environment),
                start_new_session=True,  # Ctrl-C reaches the parent alone, which stops its children in order
            )

    @property
    def status(self) -> int | None:
        """The exit status; None while it runs, negative when a signal ended it."""
        return self._process.poll()

    def ask_to_stop(self) -> None:
        """Let the process finish."""
        if self.status is None:
            self._process.terminate()

    def end(self, deadline: float) -> None:
        """Wait for the end until the deadline (`time.monotonic()`), then kill it with everything that it started."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(max(0.0, deadline - time.monotonic()))
        with contextlib.suppress(ProcessLookupError, PermissionError):  # nobody of its session is left
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        if self._process.stdin is not None:
            self._process.stdin.close()

    def again(self) -> Child:
        """Start the same once more."""
        module, arguments, environment = self._told
        return Child(self.name, module, arguments, environment=environment, log=self.log)

    def last_lines(self) -> str:
        """Return the end of the log."""
        try:
            return "\n".join(self.log.read_text("utf-8", "replace").splitlines()[-TAIL:])
        except OSError:
            return ""


def stop_all(children: Sequence[Child]) -> None:
    """Ask all at once, then wait for each."""
    for child in children:
        child.ask_to_stop()
    deadline = time.monotonic() + PATIENCE
    for child in children:
        child.end(deadline)


def leave_with_parent() -> None:
    """In a child: end in order when the parent has gone, however it went. Works on every Unix, unlike prctl."""

    def watch() -> None:
        with contextlib.suppress(OSError):
            while os.read(0, 1):
                pass
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(PATIENCE)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(os.getpgid(0), signal.SIGKILL)

    threading.Thread(target=watch, name="parent", daemon=True).start()


def _put_aside(log: Path) -> None:
    with contextlib.suppress(FileNotFoundError):
        if log.stat().st_size > LARGEST_LOG:
            log.replace(log.with_name(f"{log.name}.1"))
