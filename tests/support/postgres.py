"""The PostgreSQL server of a test run: one for all workers, started by the first, removed by the last.

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

from kortisto.config.embedded_postgres import APP, OWNER, EmbeddedPostgres

PREFIX = f"kortisto-tests-{os.getuid()}-"


@dataclass(frozen=True)
class TestServer:
    """Addresses of the server of this test run; the roles are those of a real installation."""

    __test__ = False  # its name makes pytest look for tests in it

    admin_dsn: str
    owner_dsn: str
    app_dsn: str


@contextlib.contextmanager
def server_for_tests(run: str) -> Iterator[TestServer]:
    """The server of the test run with this id. KORTISTO_TEST_DATABASE_URL names a superuser of another server."""
    if url := os.environ.get("KORTISTO_TEST_DATABASE_URL"):
        yield _use_foreign_server(url)
        return
    folder = Path(tempfile.gettempdir()) / f"{PREFIX}{run}"
    _remove_leftovers(but=folder)
    users = _join(folder)
    server = EmbeddedPostgres(folder / "data", durable=False)
    try:
        databases = server.start()
        _grant_what_tests_need(server.admin_dsn)
        yield TestServer(server.admin_dsn, databases.owner_dsn, databases.app_dsn)
    finally:
        fcntl.flock(users, fcntl.LOCK_UN)
        _remove_if_unused(folder, users)
        os.close(users)


def empty_tables(server: TestServer, database: str) -> None:
    """Remove every row that a test has committed, past the triggers that protect the audit log."""
    with psycopg.connect(server.admin_dsn, dbname=database, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        kept = {"django_migrations", "django_content_type", "auth_permission"}
        there = {name for (name,) in connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")}
        tables = sql.SQL(", ").join(map(sql.Identifier, sorted(there - kept)))
        connection.execute(sql.SQL("TRUNCATE {} CASCADE").format(tables))


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
    EmbeddedPostgres(folder / "data").remove()
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
