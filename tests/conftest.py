"""What all tests share: the database server, the browser's absence, and nothing about any one package."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from pytest_django import DjangoDbBlocker

from kortisto.config.embedded_postgres import APP
from tests.support.postgres import TestServer, empty_tables, folder_of_run, server_in
from tests.support.ready import Ready

CHROMIUM = Path("/usr/bin/chromium")

# No test is timed: a machine that does other work as well makes none fail.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> Iterator[None]:
    """Half the time of the pages' tests went into hashes of passwords; installations that tests start keep theirs."""
    from django.test import override_settings  # noqa: PLC0415 (needs Django set up)

    with override_settings(PASSWORD_HASHERS=["tests.support.hashing.QuickArgon2"]):
        yield


@pytest.fixture(scope="session", autouse=True)
def notice_of_the_file() -> Iterator[None]:
    """Tests say by the path of a file which notice is in force; those of adoption let the database say it."""
    from django.test import override_settings  # noqa: PLC0415 (needs Django set up)

    with override_settings(KORTISTO_NOTICE_SECONDS=None):
        yield


@pytest.fixture(scope="session", autouse=True)
def ledger_of_run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The ledger lies outside the database: what tests commit is entered in a folder of their own."""
    from django.test import override_settings  # noqa: PLC0415 (needs Django set up)

    from kortisto.config import shut  # noqa: PLC0415 (see above)

    shut.opened()  # once in each process, which exact numbers of questions would show
    with override_settings(LEDGER_FOLDER=tmp_path_factory.mktemp("ledger"), LEDGER_COPIES=[]):
        yield


@pytest.fixture(scope="session")
def folder_of_workers() -> Iterator[Path]:
    """A folder for what all workers of a test run share."""
    with folder_of_run(os.environ.get("PYTEST_XDIST_TESTRUNUID", uuid.uuid4().hex)[:12]) as folder:
        yield folder


@pytest.fixture(scope="session")
def ready(folder_of_workers: Path) -> Ready:
    """Installations that were made once and are copied."""
    return Ready(folder_of_workers)


@pytest.fixture(scope="session")
def postgres_server(folder_of_workers: Path) -> TestServer:
    """A running PostgreSQL with the roles of a real installation; one for all workers of a test run."""
    return server_in(folder_of_workers)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    postgres_server: TestServer,
    django_db_modify_db_settings_parallel_suffix: None,  # a database of its own for each worker
) -> None:
    """Django's test databases are made on that server, by the role that runs migrations."""
    from django.db import connections  # noqa: PLC0415 (only tests that use the database load Django's)
    from psycopg.conninfo import conninfo_to_dict  # noqa: PLC0415

    place = conninfo_to_dict(postgres_server.owner_dsn)
    for alias in connections:
        connections[alias].settings_dict.update(
            HOST=place["host"], PORT=str(place.get("port", "")), USER=place["user"], PASSWORD=place["password"]
        )
        connections[alias].settings_dict["TEST"]["TEMPLATE"] = postgres_server.template


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Tests act as the runtime role, with its privileges in a real installation; the alias "owner" stays the owner."""
    from django.db import connections  # noqa: PLC0415 (see above)

    from kortisto.config.database import grant_runtime_role  # noqa: PLC0415 (see above)
    from kortisto.privacy.retention import marks, restricting  # noqa: PLC0415 (see above)
    from kortisto.register.access import walls  # noqa: PLC0415 (see above)

    runtime, owner = connections["default"], connections["owner"]
    owner.settings_dict["NAME"] = runtime.settings_dict["NAME"]
    with django_db_blocker.unblock():
        grant_runtime_role(owner, APP)
        walls.install(owner)
        marks.install(owner)
        restricting.install(owner, APP)
        owner.close()
        runtime.close()
    runtime.settings_dict["OPTIONS"]["assume_role"] = APP
    yield
    with django_db_blocker.unblock():
        runtime.close()
    del runtime.settings_dict["OPTIONS"]["assume_role"]  # the runtime role may not remove the test database


@pytest.fixture
def transactional_db(
    postgres_server: TestServer, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """For tests that need transactions of their own: what they commit is removed afterwards.

    Instead of pytest-django's, which does not work here: nobody but a superuser may empty the audit log.
    """
    from django.db import connections  # noqa: PLC0415 (see above)

    with django_db_blocker.unblock():
        yield
        for connection in connections.all():
            connection.close()
        empty_tables(postgres_server, str(connections["default"].settings_dict["NAME"]))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Every test says what it needs; without a browser the journeys are skipped here, and fail in the build."""
    unmarked = [item.nodeid for item in items if not any(map(item.get_closest_marker, ("unit", "integration", "e2e")))]
    if unmarked:
        message = "mark these unit, integration or e2e (pytestmark = pytest.mark.unit): " + ", ".join(unmarked[:10])
        raise pytest.UsageError(message)
    if CHROMIUM.exists():
        return
    journeys = [item for item in items if item.get_closest_marker("e2e")]
    if journeys and os.environ.get("CI") == "true":
        message = f"{len(journeys)} journeys need {CHROMIUM}, which is not here"
        raise pytest.UsageError(message)
    for item in journeys:
        item.add_marker(pytest.mark.skip(reason=f"{CHROMIUM} is not here (Debian: apt-get install chromium)"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if not CHROMIUM.exists():
        terminalreporter.write_line(f"JOURNEYS NOT RUN: {CHROMIUM} is missing (apt-get install chromium)", red=True)
