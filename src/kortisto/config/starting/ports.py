"""Which port the pages get, and whether they answer there."""

from __future__ import annotations

import errno
import http.client
import socket
import time

FIRST, LAST = 8000, 8019
"""The ports that are tried when none was asked for; then any free one."""


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
        return int(probe.getsockname()[1])


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
