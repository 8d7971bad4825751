"""The embedded server, started for real, on each PostgreSQL that this machine has."""

from __future__ import annotations

import os
import pwd
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from kortisto.config import postgres_process
from kortisto.config.embedded_postgres import EmbeddedPostgres, EmbeddedPostgresError
from kortisto.config.postgres_binaries import PostgresUnavailableError, find_binaries, run_as

pytestmark = pytest.mark.integration

SOURCE = Path(__file__).resolve().parents[2] / "src"
OLDEST = Path("/usr/lib/postgresql/15/bin")


@pytest.fixture
def data() -> Iterator[Path]:
    """A data folder that the server's user can reach, also when the tests run as root."""
    with tempfile.TemporaryDirectory(prefix="kortisto-pg-") as folder:
        Path(folder).chmod(0o711)
        path = Path(folder) / "data"
        yield path
        EmbeddedPostgres(path).remove()


def ask(dsn: str, question: str) -> object:
    with psycopg.connect(dsn, autocommit=True) as connection:
        row = connection.execute(question.encode()).fetchone()
        return row[0] if row else None


def execute(dsn: str, *statements: str) -> None:
    with psycopg.connect(dsn, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.encode())


def server_pid(server: EmbeddedPostgres) -> int:
    return int((server.cluster / "postmaster.pid").read_text().split()[0])


@pytest.mark.parametrize("oldest", [False, True], ids=["newest", "oldest"])
def test_data_survives_stop_and_start(data: Path, oldest: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if oldest:
        if not OLDEST.exists() and os.environ.get("CI") != "true":
            pytest.skip(f"{OLDEST} is not here (Debian 12: apt-get install postgresql-15)")
        monkeypatch.setenv("KORTISTO_POSTGRES_BIN", str(OLDEST))
    server = EmbeddedPostgres(data, durable=False)
    databases = server.start()
    assert server.running()
    assert server.owns
    execute(databases.owner_dsn, "CREATE TABLE card (name text)", "INSERT INTO card VALUES ('Äijälä')")
    assert server.stop()
    assert not server.running()
    with pytest.raises(psycopg.OperationalError):
        ask(databases.owner_dsn, "SELECT 1")

    assert server.start() == databases
    assert ask(databases.owner_dsn, "SELECT lower(name) FROM card") == "äijälä"
    assert str(ask(databases.owner_dsn, "SHOW server_version")).startswith("15." if oldest else "1")


def test_second_start_attaches_and_does_not_stop_it(data: Path) -> None:
    first = EmbeddedPostgres(data, durable=False)
    second = EmbeddedPostgres(data, durable=False)
    assert first.start() == first.start() == second.start()
    assert (first.owns, second.owns) == (True, False)
    assert not second.stop()
    assert first.running()
    assert second.stop(even_if_attached=True)
    assert not first.running()


def test_context_manager_stops(data: Path) -> None:
    server = EmbeddedPostgres(data, durable=False)
    with server as databases:
        assert ask(databases.app_dsn, "SELECT current_user") == "kortisto_app"
    assert not server.running()


def test_starts_again_after_kill_9(data: Path) -> None:
    server = EmbeddedPostgres(data)
    databases = server.start()
    execute(databases.owner_dsn, "CREATE TABLE card (name text)", "INSERT INTO card VALUES ('kept')")
    os.kill(server_pid(server), signal.SIGKILL)
    while server.running():
        time.sleep(0.01)
    assert (server.cluster / "postmaster.pid").exists()

    assert ask(server.start().owner_dsn, "SELECT name FROM card") == "kept"


def test_pid_of_another_process_is_not_taken_for_the_server(data: Path) -> None:
    server = EmbeddedPostgres(data, durable=False)
    server.start()
    server.stop()
    # What is left when the machine went down and the number has since been given to somebody else, here: to us.
    (server.cluster / "postmaster.pid").write_text(
        f"{os.getpid()}\n{server.cluster}\n1\n5432\n{data}/socket\n\n\nready\n"
    )
    socket_lock = data / "socket" / ".s.PGSQL.5432.lock"
    socket_lock.write_text(f"{os.getpid()}\n")

    assert not server.running()
    server.start()
    assert server.running()


def test_a_killed_owner_is_succeeded(data: Path) -> None:
    program = (
        "import os, sys; from pathlib import Path; from kortisto.config.embedded_postgres import EmbeddedPostgres\n"
        "EmbeddedPostgres(Path(sys.argv[1]), durable=False).start(); os.kill(os.getpid(), 9)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(data)], env={**os.environ, "PYTHONPATH": str(SOURCE)}, check=False
    )
    assert done.returncode == -signal.SIGKILL
    server = EmbeddedPostgres(data, durable=False)
    assert server.running()
    server.start()
    assert server.owns
    assert server.stop()


def test_a_database_that_lost_its_schema_starts_again_empty(data: Path) -> None:
    server = EmbeddedPostgres(data, durable=False)
    with psycopg.connect(server.start().owner_dsn, autocommit=True) as connection:
        connection.execute("DROP SCHEMA public CASCADE")
    server.stop()
    assert ask(server.start().owner_dsn, "SELECT to_regnamespace('public') IS NOT NULL")


def test_an_interrupted_creation_is_begun_again(data: Path) -> None:
    (data / "cluster.unfinished").mkdir(parents=True)
    (data / "cluster.unfinished" / "PG_VERSION").write_text("18\n")
    assert ask(EmbeddedPostgres(data, durable=False).start().app_dsn, "SELECT 1") == 1


def test_two_starts_at_once_make_one_server(data: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from kortisto.config.embedded_postgres import EmbeddedPostgres\n"
        "s = EmbeddedPostgres(Path(sys.argv[1]), durable=False); s.start(); print(s.owns, flush=True); sys.stdin.read()"
    )
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(data)], env={**os.environ, "PYTHONPATH": str(SOURCE)},
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for _ in range(2)
    ]  # fmt: skip
    answers = sorted(process.stdout.readline().strip() for process in processes if process.stdout)
    for process in processes:
        process.communicate()
    assert answers == ["False", "True"]


def test_only_passwords_open_it_and_only_by_socket(data: Path) -> None:
    server = EmbeddedPostgres(data, durable=False)
    databases = server.start()
    password = (data / "secrets" / "kortisto_app.password").read_text()
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        ask(databases.app_dsn.replace(password, "wrong"), "SELECT 1")
    with pytest.raises(psycopg.OperationalError, match="no password supplied"):
        ask(databases.app_dsn.replace(f":{password}", ""), "SELECT 1")
    assert ask(server.admin_dsn, "SHOW listen_addresses") == ""
    assert ask(server.admin_dsn, "SELECT count(*) FROM pg_authid WHERE rolpassword NOT LIKE 'SCRAM-SHA-256%'") == 0
    for path in (data / "secrets").iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [stat.S_IMODE((data / name).stat().st_mode) for name in ("cluster", "secrets", "socket", "log")] == [
        0o700
    ] * 4
    assert password not in repr(databases)


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE mine (id int)",
        "CREATE SCHEMA mine",
        "CREATE TEMPORARY TABLE mine (id int)",
        "ALTER TABLE card ADD COLUMN more text",
        "DROP TABLE card",
        "SELECT * FROM card",  # closed until it is granted
        "GRANT ALL ON card TO kortisto_app",
        "SET ROLE kortisto_owner",
        "ALTER ROLE kortisto_app BYPASSRLS",
        "CREATE ROLE mine",
        "COPY (SELECT 1) TO PROGRAM 'cat'",
    ],
)
def test_the_application_cannot_change_the_database(prepared: EmbeddedPostgres, statement: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        execute(prepared.start().app_dsn, statement)


@pytest.fixture(scope="module")
def prepared() -> Iterator[EmbeddedPostgres]:
    with tempfile.TemporaryDirectory(prefix="kortisto-pg-") as folder:
        Path(folder).chmod(0o711)
        server = EmbeddedPostgres(Path(folder) / "data", durable=False)
        execute(server.start().owner_dsn, "CREATE TABLE card (name text)")
        yield server
        server.remove()


def test_the_application_does_what_it_is_granted(prepared: EmbeddedPostgres) -> None:
    databases = prepared.start()
    execute(databases.owner_dsn, "CREATE TABLE open (name text)", "GRANT SELECT, INSERT ON open TO kortisto_app")
    execute(databases.app_dsn, "INSERT INTO open VALUES ('a')")
    assert ask(databases.app_dsn, "SELECT name FROM open") == "a"


def test_errors_leave_no_values_in_the_log(prepared: EmbeddedPostgres) -> None:
    databases = prepared.start()
    execute(
        databases.owner_dsn, "CREATE TABLE once (mail text UNIQUE)", "INSERT INTO once VALUES ('matti@example.org')"
    )
    with pytest.raises(psycopg.errors.UniqueViolation):
        execute(databases.owner_dsn, "INSERT INTO once VALUES ('matti@example.org')")
    logs = "".join(path.read_text() for path in (prepared.home / "log").iterdir())
    assert "duplicate key value violates unique constraint" in logs
    assert "matti" not in logs


def test_a_long_path_gets_a_short_socket(data: Path) -> None:
    server = EmbeddedPostgres(data / ("long-" * 30), durable=False)
    databases = server.start()
    assert ask(databases.app_dsn, "SELECT 1") == 1
    folder = server._socket_folder()
    assert len(os.fsencode(folder / ".s.PGSQL.5432")) < 100
    assert folder.parent != server.home
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    server.remove()
    assert not folder.exists()


def test_a_socket_folder_of_somebody_else_is_refused(data: Path, tmp_path: Path) -> None:
    server = EmbeddedPostgres(data / ("long-" * 30), durable=False)
    folder = server._socket_folder()
    folder.symlink_to(tmp_path)
    try:
        with pytest.raises(EmbeddedPostgresError, match="belongs to somebody else"):
            server.start()
    finally:
        folder.unlink()


def test_a_path_with_quotes_and_spaces(data: Path) -> None:
    server = EmbeddedPostgres(data / "it's Ääkköset & more", durable=False)
    assert ask(server.start().app_dsn, "SELECT 1") == 1
    server.remove()


def test_data_of_a_newer_version_is_refused(data: Path) -> None:
    server = EmbeddedPostgres(data, durable=False)
    server.start()
    server.stop()
    (server.cluster / "PG_VERSION").write_text("99\n")
    with pytest.raises(PostgresUnavailableError, match="written by PostgreSQL 99, which is newer"):
        server.start()
    (server.cluster / "PG_VERSION").write_text("14\n")
    with pytest.raises(PostgresUnavailableError, match="Install PostgreSQL 14"):
        server.start()
    (data / "layout").write_text("2\n")
    with pytest.raises(EmbeddedPostgresError, match=r"layout 2; this one knows 1.*run the newer Kortisto"):
        server.start()


def test_asking_creates_nothing(data: Path) -> None:
    server = EmbeddedPostgres(data)
    assert not server.running()
    assert not server.stop()
    assert not data.exists()


def test_programs_that_are_missing_are_named(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KORTISTO_POSTGRES_BIN", str(tmp_path))
    with pytest.raises(PostgresUnavailableError, match="apt-get install postgresql"):
        EmbeddedPostgres(data).start()


def test_a_server_that_cannot_start_says_why(data: Path) -> None:
    server = EmbeddedPostgres(data, durable=False)
    server.start()
    server.stop()
    (server.cluster / "postgresql.auto.conf").write_text("no_such_setting = 1\n")
    with pytest.raises(EmbeddedPostgresError, match="no_such_setting"):
        server.start()


def test_another_file_in_the_folder_survives_removal(data: Path) -> None:
    EmbeddedPostgres(data, durable=False).start()
    (data / "notes.txt").write_text("mine")
    EmbeddedPostgres(data).remove()
    assert [path.name for path in data.iterdir()] == ["notes.txt"]


def test_a_dead_process_that_nobody_has_collected_is_dead() -> None:
    child = subprocess.Popen(["/bin/true"])
    while (Path("/proc") / str(child.pid) / "stat").read_text().rpartition(")")[2].split()[0] != "Z":
        time.sleep(0.01)
    assert postgres_process._is_zombie(child.pid)
    child.wait()
    assert not postgres_process._is_zombie(os.getpid())


@pytest.mark.skipif(os.getuid() != 0, reason="only root can change to another user")
class TestAsRoot:
    def test_the_server_runs_as_a_system_user(self, data: Path) -> None:
        server = EmbeddedPostgres(data, durable=False)
        server.start()
        uid = Path(f"/proc/{server_pid(server)}").stat().st_uid
        assert uid != 0
        assert uid == run_as(server.cluster).uid == server.cluster.stat().st_uid

    def test_a_folder_that_only_root_enters_is_left_as_it_is(self, data: Path) -> None:
        private = data / "private"
        private.mkdir(parents=True, mode=0o700)
        server = EmbeddedPostgres(private / "data", durable=False)
        assert ask(server.start().app_dsn, "SELECT 1") == 1
        assert stat.S_IMODE(private.stat().st_mode) == 0o700
        assert str(server.home).startswith("/var/lib/kortisto/data/")
        assert (private / "data" / "location").read_text().strip() == str(server.home)
        assert EmbeddedPostgres(private / "data").running()
        home = server.home
        server.remove()
        assert not server.running()
        assert not home.exists()

    def test_a_plain_user_can_run_it(self, data: Path) -> None:
        """In a process that loads everything as root and then becomes nobody, since nobody may not read our Python."""
        nobody = pwd.getpwnam("nobody")
        program = (
            "import os, sys, psycopg, encodings.ascii\nfrom pathlib import Path\n"
            "from kortisto.config.embedded_postgres import EmbeddedPostgres\n"
            "os.setgroups([]); os.setgid(int(sys.argv[3])); os.setuid(int(sys.argv[2]))\n"
            "server = EmbeddedPostgres(Path(sys.argv[1]), durable=False)\n"
            "with server as databases, psycopg.connect(databases.app_dsn) as connection:\n"
            "    pid = int((server.cluster / 'postmaster.pid').read_text().split()[0])\n"
            "    assert os.stat(f'/proc/{pid}').st_uid == os.getuid() != 0\n"
            "    print(connection.execute('SELECT current_user').fetchone()[0])\n"
            "print(server.running())\n"
        )
        data.mkdir(mode=0o700)
        os.chown(data, nobody.pw_uid, nobody.pw_gid)
        done = subprocess.run(
            [sys.executable, "-c", program, str(data), str(nobody.pw_uid), str(nobody.pw_gid)],
            env={"PYTHONPATH": str(SOURCE), "PATH": "/usr/bin:/bin"}, cwd="/",
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.stderr == ""
        assert done.stdout.split() == ["kortisto_app", "False"]

    def test_programs_that_only_root_reaches_are_copied(self, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        user = run_as(data / "cluster")
        original = find_binaries(user)
        private = data / "private"
        private.mkdir(parents=True, mode=0o700)
        (private / "pginstall").symlink_to(original.folder.parent)
        monkeypatch.setenv("KORTISTO_POSTGRES_BIN", str(private / "pginstall" / "bin"))
        copied = find_binaries(user)
        assert copied.major == original.major
        assert str(copied.folder).startswith("/var/lib/kortisto/programs/")
        assert stat.S_IMODE(private.stat().st_mode) == 0o700
