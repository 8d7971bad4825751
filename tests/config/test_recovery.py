"""Point-in-time recovery with PostgreSQL's own programs: the database knows itself what it lacks, and stays shut."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from kortisto.config.embedded_postgres import DATABASE, EmbeddedPostgres
from kortisto.config.postgres_binaries import find_binaries, run_as
from tests.config.test_backup import PEOPLE, kortisto, people
from tests.support.ready import Ready
from tests.support.running import removed_afterwards

pytestmark = pytest.mark.integration


@pytest.fixture
def data(ready: Ready, tmp_path: Path) -> Iterator[Path]:
    tmp_path.chmod(0o711)
    with removed_afterwards(tmp_path / "data") as folder:
        yield ready.tables(folder)


def test_what_was_erased_after_the_instant_is_erased_again(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A base backup and the archived log bring fifty back; nothing opens until the ledger has been carried out."""
    server = EmbeddedPostgres(data / "postgres")
    server._make_home()
    user = run_as(server.cluster)
    programs = find_binaries(user, major=int((server.cluster / "PG_VERSION").read_text().strip()))
    archive = server._make_folder("archive", mode=0o700, user=user)
    # Of the user who runs the server, who is another where this is root.
    base = server._make_folder("base", mode=0o700, user=user)
    settings = server.cluster / "postgresql.conf"
    (data / "kortisto.toml").write_text(f'archive = "{archive}"\n')
    monkeypatch.setenv("KORTISTO_ARCHIVE", str(archive))
    assert people(data, "add") == PEOPLE
    with server:
        took = user.run(programs["pg_basebackup"], "-d", server.admin_dsn, "-D", str(base), "-X", "none", "-c", "fast")
        assert took.returncode == 0, took.stderr
        with psycopg.connect(server.admin_dsn, dbname=DATABASE, autocommit=True) as admin:
            instant = admin.execute("select now()").fetchone()
    assert instant is not None
    time.sleep(0.1)
    assert people(data, "erase") == 0
    with server, psycopg.connect(server.admin_dsn, dbname=DATABASE, autocommit=True) as admin:
        # What ends recovery is a transaction after the instant, and its log has to be in the archive.
        admin.execute("select pg_switch_wal()")
        _until_archived(admin)
    shutil.rmtree(server.cluster)
    base.rename(server.cluster)
    with settings.open("a") as file:
        file.write(
            f"\nrestore_command = 'cp {archive}/%f %p'\nrecovery_target_time = '{instant[0].isoformat()}'\n"
            "recovery_target_action = 'promote'\n"
        )
    _touch(server.cluster / "recovery.signal", settings)

    assert "lacks 2 entries" in kortisto(data, "retention", "certificates", ends=1)
    assert people(data, "shut") == PEOPLE, "the recovered database has them all"
    assert f"{PEOPLE} people" in kortisto(data, "ledger", "replay")
    assert people(data) == 0


def _until_archived(admin: psycopg.Connection[tuple[object, ...]]) -> None:
    deadline = time.monotonic() + 60
    while admin.execute("select last_archived_wal from pg_stat_archiver").fetchone() == (None,):
        assert time.monotonic() < deadline
        time.sleep(0.1)
    time.sleep(0.5)


def _touch(signal: Path, like: Path) -> None:
    """Make the file that begins a recovery, for the user who runs the server."""
    subprocess.run(["cp", "-p", str(like), str(signal)], check=True)
