"""An installation in use: where its database is, started when nobody else has, and Django ready to work with it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime

from kortisto.config import doors
from kortisto.config.embedded_postgres import Databases, EmbeddedPostgres
from kortisto.config.environment import adopt, data_folder, given
from kortisto.config.server import ServerFacts, facts, require_fit

__all__ = ["OWNER_URL", "RUNTIME_URL", "born", "data_folder", "disconnect", "installation", "ready", "use"]

RUNTIME_URL = "KORTISTO_DATABASE_URL"
OWNER_URL = "KORTISTO_OWNER_DATABASE_URL"


@contextmanager
def installation(*, shut: bool = False) -> Iterator[bool]:
    """Make the database reachable and Django ready, for as long as the block lasts; yields whether it was started here.

    `shut`: also while the doors have to stay shut, for what opens them again. Raises ShutError.

    With KORTISTO_DATABASE_URL a server of one's own is used as it is. Otherwise the embedded server of the data folder:
    the running one when there is one, else it is started, brought up to date, and stopped at the end.
    """
    adopt()
    if given(RUNTIME_URL):
        ready(migrate=bool(given(OWNER_URL)), shut=shut)
        yield False
        return
    server = EmbeddedPostgres(data_folder() / "postgres")
    databases = server.start()
    try:
        use(databases)
        ready(migrate=server.owns, shut=shut)
        yield server.owns
    finally:
        disconnect()
        server.stop()


def use(databases: Databases) -> None:
    """Let the settings, read later, find the embedded server."""
    for name, address in ((RUNTIME_URL, databases.app_dsn), (OWNER_URL, databases.owner_dsn)):
        os.environ[name] = address
        os.environ.pop(f"{name}_FILE", None)


def ready(*, migrate: bool, shut: bool = False) -> None:
    """Set Django up, see that the server is fit, bring the tables up to date as their owner, and compare the ledger.

    Raises UnfitServerError, ShutError unless `shut`, and what Django raises when the database does not answer.
    """
    import django  # noqa: PLC0415 (reads the settings, which need the addresses that were just found)

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kortisto.config.settings")
    django.setup()
    # Before anything is done to tables that are half there.
    if shut:
        doors.require_read()
    else:
        doors.require_no_restore()
    # The privileges on the log are renewed by the migration.
    require_fit(replace(server_facts(), open_log=()) if migrate else server_facts())
    if migrate:
        from kortisto.config.database import migrate_and_grant  # noqa: PLC0415 (needs Django set up)

        migrate_and_grant(verbosity=0)
        _begin_ledger()
    if not shut:
        from django.db import ProgrammingError  # noqa: PLC0415 (see above)

        with suppress(ProgrammingError):  # tables are missing: whoever starts says so, and nothing opens
            doors.require_open()


def _begin_ledger() -> None:
    from kortisto.register.ledger.standing import begin  # noqa: PLC0415 (needs Django set up)

    begin(at=datetime.now(UTC))


def server_facts() -> ServerFacts:
    """Ask the server over the connection of the runtime role."""
    from django.db import connection  # noqa: PLC0415 (reads the settings)

    with connection.cursor() as cursor:
        return facts(cursor)


def disconnect() -> None:
    """Close this process's connections, if there are any."""
    from django.db import connections  # noqa: PLC0415 (see above)

    connections.close_all()


def born() -> datetime:
    """Return when this installation was made. Django is ready."""
    from django.db import connection  # noqa: PLC0415 (reads the settings)
    from django.db.migrations.recorder import MigrationRecorder  # noqa: PLC0415 (see above)
    from django.db.models import Min  # noqa: PLC0415 (see above)

    found = MigrationRecorder(connection).migration_qs.aggregate(first=Min("applied"))["first"]
    return found if isinstance(found, datetime) else datetime.now(UTC)
