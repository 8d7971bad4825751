"""An installation in use: where its database is, started when nobody else has, and Django ready to work with it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kortisto.config.embedded_postgres import Databases, EmbeddedPostgres

RUNTIME_URL = "KORTISTO_DATABASE_URL"
OWNER_URL = "KORTISTO_OWNER_DATABASE_URL"


def data_folder() -> Path:
    """Return the folder of the installation's variable data, as the settings will."""
    named = os.environ.get("KORTISTO_DATA", "").strip()
    return Path(named or Path(__file__).resolve().parents[3] / "var").resolve()


@contextmanager
def installation() -> Iterator[bool]:
    """Make the database reachable and Django ready, for as long as the block lasts; yields whether it was started here.

    With KORTISTO_DATABASE_URL a server of one's own is used as it is. Otherwise the embedded server of the data folder:
    the running one when there is one, else it is started, brought up to date, and stopped at the end.
    """
    if os.environ.get(RUNTIME_URL, "").strip():
        ready(migrate=bool(os.environ.get(OWNER_URL, "").strip()))
        yield False
        return
    server = EmbeddedPostgres(data_folder() / "postgres")
    databases = server.start()
    try:
        use(databases)
        ready(migrate=server.owns)
        yield server.owns
    finally:
        disconnect()
        server.stop()


def use(databases: Databases) -> None:
    """Let the settings, read later, find the embedded server."""
    os.environ[RUNTIME_URL] = databases.app_dsn
    os.environ[OWNER_URL] = databases.owner_dsn


def ready(*, migrate: bool) -> None:
    """Set Django up, and bring the tables up to date as their owner."""
    import django  # noqa: PLC0415 (reads the settings, which need the addresses that were just found)

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kortisto.config.settings")
    django.setup()
    if migrate:
        from kortisto.config.database import migrate_and_grant  # noqa: PLC0415 (needs Django set up)

        migrate_and_grant(verbosity=0)


def disconnect() -> None:
    """Close this process's connections, if there are any."""
    from django.db import connections  # noqa: PLC0415 (see above)

    connections.close_all()
