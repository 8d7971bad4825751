"""Which port the pages get, and whether they answer there."""

from __future__ import annotations

import errno
import fcntl
import http.client
import os
import socket
import tempfile
import time
from pathlib import Path

FIRST, LAST = 8000, 8019
"""The ports that are tried when none was asked for; then any free one."""

_claims: list[int] = []  # open files, whose locks last as long as the process


class PortError(Exception):
    """The port that was asked for cannot be had. `free`: one that can."""

    def __init__(self, port: int, *, taken: bool, reason: str, free: int = 0) -> None:
        super().__init__(f"port {port}: {reason}")
        self.port, self.taken, self.reason, self.free = port, taken, reason, free


def choose_port(wanted: int | None) -> int:
    """Return the port that was asked for, or a free one. Raises PortError when it was asked for and cannot be had."""
    if wanted is not None:
        try:
            return _try(wanted)
        except OSError as error:
            taken = error.errno == errno.EADDRINUSE
            free = choose_port(None) if taken else 0
            raise PortError(wanted, taken=taken, reason=error.strerror or "", free=free) from error
    for port in range(FIRST, LAST + 1):
        try:
            return _try(port)
        except OSError:
            continue
    return _try(0)


def _try(port: int) -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a port of a moment ago is free
        probe.bind(("127.0.0.1", port))
        found = int(probe.getsockname()[1])
        _claim(found)
        return found


def _claim(port: int) -> None:
    """Keep the port from another start on this machine. Raises OSError (EADDRINUSE) where another has claimed it.

    Seconds pass between choosing and listening, and the web server's workers share their port: two starts at once would
    serve each other's visitors. The lock is the kernel's and ends with this process.
    """
    name = Path(tempfile.gettempdir()) / f"kortisto-port-{port}.lock"
    try:
        claim = os.open(name, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    except PermissionError as error:  # another user's: theirs, or left by one who is gone
        raise OSError(errno.EADDRINUSE, os.strerror(errno.EADDRINUSE)) from error
    try:
        fcntl.flock(claim, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(claim)
        raise OSError(errno.EADDRINUSE, os.strerror(errno.EADDRINUSE)) from error
    _claims.append(claim)


def wait_for_answer(port: int, *, seconds: float) -> bool:
    """Return whether the pages are ready to serve; waits when they are not."""
    from django.conf import settings  # noqa: PLC0415 (reads the environment)

    host = next((name.lstrip(".") for name in settings.ALLOWED_HOSTS if name != "*"), "127.0.0.1")
    headers = {"Host": host, **({"X-Forwarded-Proto": "https"} if settings.TLS else {})}
    asked = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        asked.request("GET", "/ready", headers=headers)
        if asked.getresponse().status == http.client.OK:
            return True
    except (OSError, http.client.HTTPException):
        pass
    finally:
        asked.close()
    time.sleep(seconds)
    return False
