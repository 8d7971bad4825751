"""What the workers of a test run share: a folder and its PostgreSQL server, made by the first, removed by the last.

What an earlier run left behind because it was killed is removed too.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from kortisto.config.embedded_postgres import APP, DATABASE, OWNER, EmbeddedPostgres
from tests.support.ready import Ready

PREFIX = f"kortisto-tests-{os.getuid()}-"


@dataclass(frozen=True)
class TestServer:
    """Addresses of the server of this test run; the roles are those of a real installation."""

    __test__ = False  # its name makes pytest look for tests in it

    admin_dsn: str
    owner_dsn: str
    app_dsn: str
    template: str | None = None
    """The database with all tables from which those of the workers are copied; None: each runs the migrations."""


@contextlib.contextmanager
def folder_of_run(run: str) -> Iterator[Path]:
    """A folder that all workers of the test run with this id share; the last of them removes it."""
    folder = Path(tempfile.gettempdir()) / f"{PREFIX}{run}"
    _remove_leftovers(but=folder)
    users = _join(folder)
    try:
        yield folder
    finally:
        fcntl.flock(users, fcntl.LOCK_UN)
        _remove_if_unused(folder, users)
        os.close(users)


def server_in(folder: Path, *, tables: bool = True) -> TestServer:
    """Start the server in this folder of a run, with all tables in a database to copy from, or without.

    KORTISTO_TEST_DATABASE_URL names a superuser of another server.
    """
    if url := os.environ.get("KORTISTO_TEST_DATABASE_URL"):
        return _use_foreign_server(url)
    server = EmbeddedPostgres(folder / "data", durable=False)
    if tables:
        Ready(folder).cluster_with_tables(server)
    databases = server.start()
    _grant_what_tests_need(server.admin_dsn)
    return TestServer(server.admin_dsn, databases.owner_dsn, databases.app_dsn, template=DATABASE if tables else None)


@contextlib.contextmanager
def server_for_tests(run: str) -> Iterator[TestServer]:
    """The server of a measurement with this name, without tables."""
    with folder_of_run(run) as folder:
        yield server_in(folder, tables=False)


def empty_tables(server: TestServer, database: str) -> None:
    """Remove every row that a test has committed, past the triggers that protect the audit log."""
    with psycopg.connect(server.admin_dsn, dbname=database, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        kept = {"django_migrations", "django_content_type", "auth_permission"}
        there = {name for (name,) in connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")}
        # Row by row, where there are any: to truncate a hundred tables takes longer than most of these tests.
        filled = sql.SQL(" UNION ALL ").join(
            sql.SQL("SELECT {} WHERE EXISTS (SELECT FROM {})").format(name, sql.Identifier(name))
            for name in sorted(there - kept)
        )
        for (name,) in connection.execute(filled).fetchall():
            connection.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(name)))


def _join(folder: Path) -> int:
    """A shared lock on the folder's list of users; taken anew if the last user has just removed the folder."""
    while True:
        folder.mkdir(mode=0o711, exist_ok=True)
        folder.chmod(0o711)
        try:
            handle = os.open(folder / "users", os.O_RDWR | os.O_CREAT, 0o600)
        except FileNotFoundError:
            continue
        fcntl.flock(handle, fcntl.LOCK_SH)
        with contextlib.suppress(FileNotFoundError):
            if os.fstat(handle).st_ino == (folder / "users").stat().st_ino:
                return handle
        os.close(handle)


def _remove_if_unused(folder: Path, users: int) -> None:
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return
    for server in (folder / "data", *folder.glob("*/postgres")):
        EmbeddedPostgres(server).remove()
    shutil.rmtree(folder)


def _remove_leftovers(*, but: Path) -> None:
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        if folder != but:
            with contextlib.suppress(FileNotFoundError):
                handle = os.open(folder / "users", os.O_RDWR)
                _remove_if_unused(folder, handle)
                os.close(handle)


def _grant_what_tests_need(admin_dsn: str) -> None:
    """The owner makes test databases, and can become the application's role to see what that one sees."""
    with psycopg.connect(admin_dsn, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(1)")  # two workers at once would disturb each other
        connection.execute(sql.SQL("ALTER ROLE {} CREATEDB").format(sql.Identifier(OWNER)))
        connection.execute(sql.SQL("GRANT {} TO {}").format(sql.Identifier(APP), sql.Identifier(OWNER)))


def _use_foreign_server(url: str) -> TestServer:
    """Make the two roles there, if they are missing, with a password for tests."""
    password = "only-for-tests"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(1)")
        there = {name for (name,) in connection.execute("SELECT rolname FROM pg_roles")}
        for role in (OWNER, APP):
            verb = sql.SQL("ALTER" if role in there else "CREATE")
            connection.execute(sql.SQL("{} ROLE {} LOGIN PASSWORD {}").format(verb, sql.Identifier(role), password))
    _grant_what_tests_need(url)
    place = {key: str(value) for key, value in conninfo_to_dict(url).items() if key not in {"user", "password"}}
    owner, app = (psycopg.conninfo.make_conninfo(user=role, password=password, **place) for role in (OWNER, APP))
    return TestServer(url, owner, app)
