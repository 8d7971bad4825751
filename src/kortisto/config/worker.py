"""The worker as a process of its own; `./kortisto up` starts it: python -m kortisto.config.worker."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import threading
from contextlib import suppress
from datetime import UTC, datetime

import django
import psycopg
from django.db import DatabaseError, InterfaceError, connection
from procrastinate import App
from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException

from kortisto.config import doors, running
from kortisto.config.starting.children import leave_with_parent

GRACE = 4.0  # seconds for what is under way when it is asked to stop; less than the parent's patience
AGAIN_AFTER = 2.0  # seconds between looks for a database that is away

_log = logging.getLogger(__name__)


class _ShutError(Exception):
    """Nothing is done on a restored database before the ledger was carried out on it."""


def work() -> None:
    """Do the jobs until SIGTERM or the end of the parent."""
    leave_with_parent()
    run()


def run() -> None:
    """Do what is in the queue and what the schedule says, until SIGTERM.

    While the database is away, at the start or later, it waits for it: to end would only be to be started again.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kortisto.config.settings")
    django.setup()
    asked = threading.Event()
    away = False
    while not asked.is_set():
        try:
            _work_until_stopped(asked)
        except _ShutError as error:
            if not away:
                _log.error("the doors are shut: %s", error)
            away = True
        except (DatabaseError, InterfaceError, ConnectorException, psycopg.Error) as error:
            if not away:
                _log.error("the database is away, and waited for: %s", type(error).__name__)
            away = True
        else:
            away = False
        connection.close()
        asked.wait(AGAIN_AFTER)


def _work_until_stopped(asked: threading.Event) -> None:
    """Do the jobs until somebody asks to stop, which sets the event, or the database has gone."""
    from kortisto.interfaces.jobs import schedule  # noqa: PLC0415 (needs Django set up)
    from kortisto.interfaces.jobs.sequencer import Sequencer  # noqa: PLC0415 (see above)

    shut = doors.obstacle()
    if shut is not None:
        raise _ShutError(str(shut))
    _stay_with_one_notice()
    schedule.catch_up(now=datetime.now(UTC), born=running.born())
    connection.close()
    with Sequencer(), app.replace_connector(app.connector.get_worker_connector()) as worker_app:  # type: ignore[attr-defined]
        asyncio.run(_jobs(worker_app, asked))


def _stay_with_one_notice() -> None:
    """Let every job be done by one version of the notice from its beginning to its end."""
    from kortisto.register.access import current  # noqa: PLC0415 (needs Django set up)

    for task in app.tasks.values():
        if not asyncio.iscoroutinefunction(task.func) and not hasattr(task.func, "__wrapped__"):
            task.func = current.in_one_version(task.func)


async def _jobs(worker_app: App, asked: threading.Event) -> None:
    """Run the queue's worker, which ends by itself when it loses the database, and at SIGTERM or SIGINT."""
    async with worker_app.open_async():
        # Failed jobs stay, to be shown.
        jobs = asyncio.ensure_future(worker_app.run_worker_async(
            delete_jobs="successful", shutdown_graceful_timeout=GRACE, install_signal_handlers=False
        ))  # fmt: skip

        def stop() -> None:
            asked.set()
            jobs.cancel()  # it lets what is under way come to its end

        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, stop)
        with suppress(asyncio.CancelledError):
            await jobs


if __name__ == "__main__":
    work()
