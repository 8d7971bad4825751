"""A PostgreSQL of one's own: made ready by one command, refused with a sentence where it is unfit."""

from __future__ import annotations

import os
import re
import stat
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from psycopg import sql

from kortisto.config.embedded_postgres import APP, EmbeddedPostgres
from kortisto.config.environment import read_file
from kortisto.config.postgres_binaries import find_binaries, run_as
from kortisto.config.server import ServerFacts, UnfitServerError, facts, obstacles, require_fit, spelt
from tests.support.postgres import TestServer
from tests.support.running import ROOT, environment

GOOD = ServerFacts(version=150018, encoding="UTF8", role="kortisto_app")
CHOSEN = os.environ.get("KORTISTO_POSTGRES_BIN", "")


@pytest.mark.unit
@pytest.mark.parametrize("version", [150000, 150018, 160004, 170002, 180004])
def test_versions_from_15_on_are_fit(version: int) -> None:
    assert obstacles(replace(GOOD, version=version)) == []


@pytest.mark.unit
@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"version": 140011}, r"PostgreSQL is 14\.11\. Kortisto needs 15 or newer: upgrade the server"),
        ({"version": 90624}, r"PostgreSQL is 9\.624"),
        ({"encoding": "LATIN1"}, "encoding is LATIN1"),
        ({"superuser": True, "bypasses": True, "owns": True}, "kortisto_app is a superuser"),
        ({"bypasses": True}, "ALTER ROLE kortisto_app NOBYPASSRLS"),
        ({"owns": True, "open_log": ("audit_event delete",)}, "owns tables or may create them"),
        ({"open_log": ("audit_event delete",)}, r"delete rows of the log \(audit_event delete\)"),
    ],
)
def test_the_unfit_are_refused_with_what_to_do(change: dict[str, object], message: str) -> None:
    with pytest.raises(UnfitServerError, match=message):
        require_fit(replace(GOOD, **change))  # type: ignore[arg-type]
    assert len(obstacles(replace(GOOD, **change))) == 1  # type: ignore[arg-type]


@pytest.mark.unit
def test_several_obstacles_are_all_named() -> None:
    assert len(obstacles(replace(GOOD, version=140000, encoding="SQL_ASCII", bypasses=True))) == 3


@pytest.mark.integration
def test_the_server_of_this_test_run_is_the_one_that_was_asked_for(postgres_server: TestServer) -> None:
    with psycopg.connect(postgres_server.admin_dsn) as connection:
        major = connection.info.server_version // 10_000
    assert major >= 15
    if CHOSEN:
        assert major == find_binaries(run_as(Path("/nowhere"))).major


@pytest.mark.integration
@pytest.mark.django_db
def test_the_runtime_role_is_fit_after_the_migrations() -> None:
    from django.db import connection  # noqa: PLC0415 (needs the test database)

    with connection.cursor() as cursor:
        found = facts(cursor)
    assert (found.role, obstacles(found)) == (APP, [])


@pytest.mark.integration
def test_each_power_that_it_must_not_have_is_seen(postgres_server: TestServer) -> None:
    """In a transaction that is taken back: a role gets one power after the other."""
    with psycopg.connect(postgres_server.admin_dsn, dbname="postgres") as connection:
        connection.execute("create role unfit")
        connection.execute("create table audit_event (id int)")

        def seen() -> ServerFacts:
            connection.execute("set local role unfit")
            with connection.cursor() as cursor:
                found = facts(cursor)
            connection.execute("reset role")
            return found

        connection.execute("revoke create on schema public from public")
        assert obstacles(seen()) == []
        connection.execute("grant truncate on audit_event to unfit")
        assert seen().open_log == ("audit_event truncate",)
        connection.execute("grant create on schema public to unfit")
        assert seen().owns
        connection.execute("revoke create on schema public from unfit")
        connection.execute("alter table audit_event owner to unfit")
        assert seen().owns
        connection.execute("alter role unfit bypassrls")
        assert seen().bypasses
        connection.execute("alter role unfit superuser")
        assert seen().superuser
        connection.rollback()


@pytest.fixture
def own(tmp_path: Path) -> Iterator[EmbeddedPostgres]:
    """A server that stands for one of an organisation's own."""
    server = EmbeddedPostgres(tmp_path / "server", durable=False)
    try:
        server.start()
        yield server
    finally:
        server.remove()


def run(data: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(ROOT / "kortisto"), *arguments], env=environment(data, KORTISTO_POSTGRES_BIN=CHOSEN, **more),
        stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip


@pytest.mark.integration
def test_one_command_makes_roles_and_database(own: EmbeddedPostgres, tmp_path: Path) -> None:
    data = tmp_path / "data"
    names = ("--name", "crm", "--owner", "crm_owner", "--app", "crm_app")
    done = run(data, "database", "prepare", "--admin-url", own.admin_dsn, *names)
    assert done.returncode == 0, done.stderr
    settings = read_file(data / "kortisto.toml")
    app = settings["KORTISTO_DATABASE_URL"]
    owner_file = Path(settings["KORTISTO_OWNER_DATABASE_URL_FILE"])
    owner = owner_file.read_text("utf-8").strip()
    assert {stat.S_IMODE(file.stat().st_mode) for file in (data / "kortisto.toml", owner_file)} == {0o600}
    password = urlsplit(app).password
    assert password
    assert password not in done.stdout + done.stderr

    migrated = run(data, "database", "migrate")
    assert migrated.returncode == 0, migrated.stderr
    with psycopg.connect(app) as connection, connection.cursor() as cursor:
        assert obstacles(facts(cursor)) == []
    with psycopg.connect(app) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("delete from audit_outbox")
    with psycopg.connect(owner) as connection:
        assert connection.execute("select count(*) from django_migrations").fetchone() != (0,)

    # Again: nothing is overwritten, and what was made still works.
    again = run(data, "database", "prepare", "--admin-url", own.admin_dsn, *names)
    assert again.returncode == 1
    assert "has database_url already" in again.stderr
    psycopg.connect(app).close()

    # With too much power it is refused, with the sentence that helps.
    with psycopg.connect(own.admin_dsn, autocommit=True) as admin:
        admin.execute(sql.SQL("alter role {} bypassrls").format(sql.Identifier("crm_app")))
    refused = run(data, "retention", "due")
    assert refused.returncode == 1
    assert "ALTER ROLE crm_app NOBYPASSRLS" in refused.stderr
    for address in (own.admin_dsn, owner):
        refused = run(data, "retention", "due", KORTISTO_DATABASE_URL=address, KORTISTO_OWNER_DATABASE_URL=owner)
        assert refused.returncode == 1
        assert re.search("is a superuser|owns tables or may create", refused.stderr), refused.stderr


@pytest.mark.integration
def test_an_address_that_is_none_is_not_repeated(tmp_path: Path) -> None:
    done = run(tmp_path, "database", "prepare", "--admin-url", "salasana123 nonsense")
    assert done.returncode == 2
    assert "postgresql://USER:PASSWORD@SERVER/postgres" in done.stderr
    assert "salasana123" not in done.stderr


@pytest.mark.integration
def test_a_server_that_is_not_there(tmp_path: Path) -> None:
    done = run(tmp_path / "data", "database", "prepare", "--admin-url", "postgresql://x:y@127.0.0.1:1/postgres")
    assert done.returncode == 1
    assert "The server refused" in done.stderr
    assert not (tmp_path / "data" / "kortisto.toml").exists()


@pytest.mark.unit
def test_versions_are_spelt_as_people_write_them() -> None:
    assert spelt(150018) == "15.18"


@pytest.mark.integration
def test_a_backup_with_the_programs_that_came_along(own: EmbeddedPostgres, tmp_path: Path) -> None:
    data = own.data.parent
    (data / "postgres").symlink_to(own.data)  # the data folder of an installation with this server
    dump = tmp_path / "backup.dump"
    done = run(data, "database", "tool", "pg_dump", "--format", "custom", "--file", str(dump))
    assert done.returncode == 0, done.stderr
    assert dump.read_bytes().startswith(b"PGDMP")
    copied = run(data, "database", "tool", "pg_basebackup", "-D", str(tmp_path / "copy"), "--checkpoint=fast")
    assert copied.returncode == 0, copied.stderr
    assert (tmp_path / "copy" / "PG_VERSION").exists()
    unknown = run(data, "database", "tool", "pg_magic")
    assert unknown.returncode == 2
    assert "There is no program pg_magic. There are: " in unknown.stderr
