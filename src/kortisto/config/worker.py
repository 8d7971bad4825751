"""The worker as a process of its own; `./kortisto up` starts it: python -m kortisto.config.worker."""

from __future__ import annotations

import os
from datetime import UTC, datetime

import django
from django.db import connection
from procrastinate.contrib.django import app

from kortisto.config.starting.children import leave_with_parent

GRACE = 4.0  # seconds for what is under way when it is asked to stop; less than the parent's patience


def work() -> None:
    """Do the jobs until SIGTERM or the end of the parent."""
    leave_with_parent()
    run()


def run() -> None:
    """Do what is in the queue and what the schedule says, until SIGTERM."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kortisto.config.settings")
    django.setup()
    from kortisto.interfaces.jobs import schedule  # noqa: PLC0415 (needs Django set up)
    from kortisto.interfaces.jobs.sequencer import Sequencer  # noqa: PLC0415 (see above)

    schedule.catch_up(now=datetime.now(UTC), born=_born())
    connection.close()
    with Sequencer(), app.replace_connector(app.connector.get_worker_connector()) as worker_app:  # type: ignore[attr-defined]
        # Failed jobs stay, to be shown.
        worker_app.run_worker(delete_jobs="successful", shutdown_graceful_timeout=GRACE)


def _born() -> datetime:
    """When this installation was made."""
    from django.db.migrations.recorder import MigrationRecorder  # noqa: PLC0415 (see above)
    from django.db.models import Min  # noqa: PLC0415 (see above)

    found = MigrationRecorder(connection).migration_qs.aggregate(first=Min("applied"))["first"]
    return found if isinstance(found, datetime) else datetime.now(UTC)


if __name__ == "__main__":
    work()
