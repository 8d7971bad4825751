"""The web server as a process of its own; `./kortisto up` starts it: python -m kortisto.config.web_server PORT."""

from __future__ import annotations

import sys

from granian.constants import Interfaces
from granian.server import Server

from kortisto.config.starting.children import leave_with_parent

WORKERS = 2
THREADS = 4  # in each; every one keeps a database connection


def serve(port: int) -> None:
    """Serve the pages to this machine alone, until SIGTERM or the end of the parent."""
    leave_with_parent()
    run(port)


def run(port: int, *, address: str = "127.0.0.1") -> None:
    """Serve the pages until SIGTERM. Addresses that people ask for are not logged."""
    Server(
        "kortisto.config.wsgi:application",
        address=address,
        port=port,
        interface=Interfaces.WSGI,
        workers=WORKERS,
        blocking_threads=THREADS,
        websockets=False,
        log_access=False,
        respawn_failed_workers=True,
        workers_kill_timeout=3,
    ).serve()


if __name__ == "__main__":
    serve(int(sys.argv[1]))
