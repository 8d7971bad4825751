"""PostgreSQL's own programs on the database of this installation: dumping it, reading a dump, putting it back."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from kortisto.config.backup import texts
from kortisto.config.backup.files import BackupError
from kortisto.config.embedded_postgres import DATABASE, EmbeddedPostgres
from kortisto.config.environment import given
from kortisto.config.postgres_binaries import Binaries, PostgresUnavailableError, RunAs, find_binaries
from kortisto.config.running import OWNER_URL, RUNTIME_URL
from kortisto.declaration.model import Text

BACKUP_URL = "KORTISTO_BACKUP_DATABASE_URL"
_NEWEST_LINES = 5


@dataclass(frozen=True, slots=True)
class Place:
    """A database as somebody who may read or make all of it reaches it: never printed."""

    dsn: str = field(repr=False)
    version: int

    @property
    def major(self) -> int:
        return self.version // 10_000

    def environment(self) -> dict[str, str]:
        """Return the variables by which PostgreSQL's programs find it."""
        place = conninfo_to_dict(self.dsn)
        names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "dbname": "PGDATABASE",
                 "sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT"}  # fmt: skip
        clean = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
        return {**clean, **{names[key]: str(value) for key, value in place.items() if key in names}}


def place_of(server: EmbeddedPostgres | None, *, writing: bool = False) -> Place:
    """Return the database for a backup or, `writing`, for a restore. Raises BackupError.

    Of a server of one's own the role of KORTISTO_BACKUP_DATABASE_URL reads, and the owner writes.
    """
    if server is not None:
        dsn = psycopg.conninfo.make_conninfo(server.admin_dsn, dbname=DATABASE)
    else:
        dsn = given(OWNER_URL) if writing else given(BACKUP_URL) or given(OWNER_URL)
        if not dsn:
            raise BackupError(texts.NO_OWNER if writing else texts.NO_BACKUP_ROLE)
    try:
        with psycopg.connect(dsn, connect_timeout=10) as connection:
            if server is None and not writing and not _reads_all(connection):
                raise BackupError(texts.NO_BACKUP_ROLE)
            return Place(dsn, connection.info.server_version)
    except psycopg.OperationalError as error:
        raise BackupError(texts.UNREACHABLE, " ".join(str(error).split())) from error


def _reads_all(connection: psycopg.Connection[Any]) -> bool:
    """Return whether row-level security hides nothing from the role; a dump of what is left would be no backup."""
    found = connection.execute("select rolsuper or rolbypassrls from pg_roles where rolname = current_user").fetchone()
    return bool(found and found[0])


def own_server() -> bool:
    """Return whether this installation has a server of its own."""
    return bool(given(RUNTIME_URL))


@contextmanager
def dump(place: Place) -> Iterator[IO[bytes]]:
    """Yield the dump of one instant as a stream. Raises BackupError where it did not come to its end."""
    program = _programs(place.major)["pg_dump"]
    with tempfile.TemporaryFile() as said, subprocess.Popen(
        [program, "--format=custom", "--no-password", "--compress=1"],
        env=place.environment(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=said,
    ) as process:  # fmt: skip
        assert process.stdout is not None  # noqa: S101 (asked for above)
        try:
            yield process.stdout
        except BaseException:
            process.kill()
            raise
        _require_success(process, said, texts.NOT_DUMPED)


@contextmanager
def reading(*, major: int) -> Iterator[IO[bytes]]:
    """Yield where to write a dump that is read from its beginning to its end, and goes nowhere. Raises BackupError."""
    with _restoring([_programs(major)["pg_restore"], "--file", os.devnull], dict(os.environ)) as into:
        yield into


@contextmanager
def restoring(place: Place) -> Iterator[IO[bytes]]:
    """Yield where to write a dump that is put into an empty database. Raises BackupError; then it is not whole."""
    command = [_programs(place.major)["pg_restore"], "--exit-on-error", "--no-password", "--dbname",
               place.environment()["PGDATABASE"]]  # fmt: skip
    with _restoring(command, place.environment()) as into:
        yield into


@contextmanager
def _restoring(command: list[str], environment: Mapping[str, str]) -> Iterator[IO[bytes]]:
    with tempfile.TemporaryFile() as said, subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=said
    ) as process:  # fmt: skip
        assert process.stdin is not None  # noqa: S101 (asked for above)
        try:
            yield process.stdin
            process.stdin.close()
        except BrokenPipeError:
            pass  # it has ended before its time, and says why
        except BaseException:
            process.kill()
            raise
        _require_success(process, said, texts.NOT_RESTORED)


def is_empty(place: Place) -> bool:
    """Return whether there is no table in the database."""
    with psycopg.connect(place.dsn) as connection:
        found = connection.execute("select from pg_tables where schemaname = 'public' limit 1").fetchone()
    return found is None


def empty(place: Place, *, owner: str) -> None:
    """Remove everything in the database. There is no way back."""
    with psycopg.connect(place.dsn, autocommit=True) as connection:
        others = "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and usename = current_user"  # noqa: E501
        connection.execute(others)
        # Whoever is cut off in between must not leave a database without its schema: the server would not start again.
        with connection.transaction():
            connection.execute("drop schema public cascade")
            connection.execute(sql.SQL("create schema public authorization {}").format(sql.Identifier(owner)))


def owner_of(place: Place) -> str:
    """Return the role that owns the database."""
    with psycopg.connect(place.dsn) as connection:
        found = connection.execute(
            "select pg_get_userbyid(datdba) from pg_database where datname = current_database()"
        ).fetchone()
    return str(found[0]) if found else ""


def mark_restored(place: Place, *, ledger: str) -> None:
    """Keep in the database itself that it was restored, and to which ledger it belongs."""
    with psycopg.connect(place.dsn) as connection:
        if connection.execute("select to_regclass('public.ledger_standing')").fetchone() == (None,):
            return  # of an older program: its tables come with the migrations, and the file says the same
        connection.execute(
            "insert into ledger_standing (id, ledger, restored) values (1, %s, true) "
            "on conflict (id) do update set restored = true, ledger = excluded.ledger",
            [ledger],
        )


def _programs(major: int) -> Binaries:
    """Return the programs of that version, or of the newest: one that is older than the server cannot dump it."""
    user = RunAs(os.getuid(), os.getgid(), switch=False)
    try:
        return find_binaries(user, major=major)
    except PostgresUnavailableError:
        found = find_binaries(user)
        if found.major < major:
            raise BackupError(texts.OLD_PROGRAMS, found.major, major) from None
        return found


def _require_success(process: subprocess.Popen[bytes], said: IO[bytes], text: Text) -> None:
    if process.wait():
        said.seek(0)
        lines = said.read().decode(errors="replace").strip().splitlines()
        raise BackupError(text, "\n".join(lines[-_NEWEST_LINES:]))


def version_of_dump(known: Mapping[str, Any]) -> int:
    """Return the major version of the server that a backup was made of."""
    return int(known.get("postgres", 0)) // 10_000


def data_files(data: Path) -> Iterator[Path]:
    """Yield the files of the data folder that belong into a backup.

    Neither the ledger, which has to outlive it, nor the secret that it is sealed with; nor logs, files under way, the
    server's own files, and other backups.
    """
    for name in ("kortisto.toml", "secret-key", "owner-database-url", "demo-logins.json", "*.key"):
        yield from sorted(path for path in data.glob(name) if path.is_file())
    for name in ("declaration", "access", "keys", "audit", "files"):
        yield from sorted(path for path in (data / name).rglob("*") if path.is_file() and not path.is_symlink())
