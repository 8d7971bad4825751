"""The embedded PostgreSQL server: one folder, one server, reached by a unix socket only, with passwords.

    server = EmbeddedPostgres(Path("var/postgres"))
    databases = server.start()      # databases.owner_dsn for migrations, databases.app_dsn for everything else
    ...
    server.stop()                   # only the process that started it stops it

What is in the folder:

    cluster/    PostgreSQL's own data; belongs to the user who runs the server
    secrets/    one password file per role, mode 0600
    log/        the server's log of the last seven days; without statements and values
    layout      version of this arrangement; a newer one is refused
    lock        held while somebody starts or stops
    owner       held as long as the process lives that is to stop the server

Locks are the kernel's (flock), so they vanish with the process that held them, also after kill -9.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import hashlib
import os
import secrets
import shutil
import stat
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from urllib.parse import quote

import psycopg

from kortisto.config import postgres_process
from kortisto.config import postgres_texts as texts
from kortisto.config.postgres_binaries import (
    SERVICE_HOME,
    PostgresUnavailableError,
    RunAs,
    find_binaries,
    make_service_home,
    run_as,
)
from kortisto.config.server import close_database, make_database, make_role

LAYOUT = 1
DATABASE = "kortisto"
ADMIN = "kortisto_admin"  # superuser; makes roles and backups, never used by the application
OWNER = "kortisto_owner"
APP = "kortisto_app"
PORT = 5432  # only a part of the socket's name
# Nobody but local processes with a password; the default also opens TCP. Backups copy the whole server (replication).
ACCESS = f"local all all scram-sha-256\nlocal replication {ADMIN} scram-sha-256\n"
SMALLEST_SPACE = 32 * 1024 * 1024  # bytes: two files of the write-ahead log, below which a server does not start
LONGEST_SOCKET_PATH = 99  # bytes; the kernel allows 107, macOS 103


class EmbeddedPostgresError(PostgresUnavailableError):
    """The embedded server could not be started or stopped; the message says why and what to do."""


@dataclass(frozen=True)
class Databases:
    """Connection addresses (URLs that psycopg understands). They contain passwords: never print them."""

    owner_dsn: str
    app_dsn: str

    def __repr__(self) -> str:
        return "Databases(owner_dsn='***', app_dsn='***')"


class EmbeddedPostgres:
    """A PostgreSQL server on a data folder. `durable=False` (tests only) gives up safety on power cuts for speed."""

    def __init__(self, data: Path, *, durable: bool = True) -> None:
        self.data = data.absolute()
        self.owns = False  # whether this process is the one that stops the server
        self._durable = durable
        self._owner_lock: int | None = None
        self._home: Path | None = None

    def __enter__(self) -> Databases:
        return self.start()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    @property
    def home(self) -> Path:
        """The folder really used: `data`, or one below /var/lib/kortisto when root's server user cannot reach it."""
        if self._home is not None:
            return self._home
        moved = os.getuid() == 0 and not (self.data / "cluster").exists() and self._elsewhere().exists()
        return self._elsewhere() if moved else self.data

    @property
    def cluster(self) -> Path:
        return self.home / "cluster"

    @property
    def admin_dsn(self) -> str:
        """The superuser's address, for backups and for making test databases; needs a started server."""
        return self._dsn(ADMIN, "postgres")

    def start(self) -> Databases:
        """Start the server, creating the data first if there is none; attach if it runs already. Idempotent.

        Afterwards `owns` tells whether this process is to stop it: true when it started the server, or when the
        process that did has died. Raises EmbeddedPostgresError or PostgresUnavailableError.
        """
        with self._turn():
            self._check_layout()
            user = run_as(self.cluster)
            if not self.running():
                if not (self.cluster / "PG_VERSION").exists():
                    self._create_cluster(user)
                self._start_server(user)
            self._take_ownership()
            self._ensure_roles()
        return Databases(self._dsn(OWNER, DATABASE), self._dsn(APP, DATABASE))

    def stop(self, *, even_if_attached: bool = False) -> bool:
        """Disconnect everybody and stop cleanly. False when it did not run or another process is to stop it."""
        if not self.home.is_dir() or not (self.owns or even_if_attached):
            return False
        with self._turn():
            stopped = self.running()
            if stopped:
                user = run_as(self.cluster)
                programs = find_binaries(user, major=self._data_major())
                answer = user.run(programs["pg_ctl"], "stop", "-D", str(self.cluster), "-m", "fast", "-w", "-t", "60")
                if answer.returncode and self.running():
                    raise EmbeddedPostgresError(texts.DOES_NOT_STOP, (answer.stderr or answer.stdout).strip())
            self._release_ownership()
        return stopped

    def running(self) -> bool:
        """Whether a server runs on this data; a dead one's leftovers do not count."""
        return self.home.is_dir() and postgres_process.running_pid(self.cluster) is not None

    def is_at(self, dsn: str) -> bool:
        """Return whether it runs, and an address is the one under which the application reaches it."""
        return self.running() and self._dsn(APP, DATABASE) == dsn

    def has_space(self) -> bool:
        """Whether the disk has the room that a server needs to start."""
        return shutil.disk_usage(self.home).free >= SMALLEST_SPACE

    def remove(self) -> None:
        """Stop the server and delete all its data. There is no way back. Other files in the folder stay."""
        self.stop(even_if_attached=True)
        if not self.home.is_dir():
            return
        shutil.rmtree(self._socket_folder(), ignore_errors=True)
        for folder in {self.home, self.data}:
            for name in ("cluster", "cluster.unfinished", "secrets", "log"):
                shutil.rmtree(folder / name, ignore_errors=True)
            for name in ("layout", "lock", "owner", "location"):
                (folder / name).unlink(missing_ok=True)
            if folder.is_dir() and not any(folder.iterdir()):
                folder.rmdir()
        self._home = None

    # -- folders ------------------------------------------------------------------------------------------------

    def _elsewhere(self) -> Path:
        return SERVICE_HOME / "data" / hashlib.sha256(os.fsencode(self.data.resolve())).hexdigest()[:16]

    def _make_home(self) -> None:
        """Create the folder, at a place that the server's user can reach, and remember it."""
        self._home = home = self.home
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        user = run_as(self.cluster)
        if not user.switch or home != self.data:
            return
        before = stat.S_IMODE(home.stat().st_mode)
        home.chmod(0o711)  # our own folder: the server user must pass through it, not list it
        if not user.can_enter(home):
            home.chmod(before)
            make_service_home(self._elsewhere())
            _write_private(home / "location", f"{self._elsewhere()}\n")
            self._home = self._elsewhere()

    def _make_folder(self, name: str, *, mode: int, user: RunAs | None = None) -> Path:
        folder = self.home / name
        folder.mkdir(mode=mode, exist_ok=True)
        if user and user.switch:
            os.chown(folder, user.uid, user.gid)
        return folder

    def _socket_folder(self) -> Path:
        """Beside the data when the path is short enough, else in a private folder named after the data."""
        beside = self.home / "socket"
        if len(os.fsencode(beside / f".s.PGSQL.{PORT}")) <= LONGEST_SOCKET_PATH:
            return beside
        uid = run_as(self.cluster).uid
        name = f"kortisto-{uid}-{hashlib.sha256(os.fsencode(self.home)).hexdigest()[:12]}"
        runtime = os.environ.get("XDG_RUNTIME_DIR", "")
        candidate = Path(runtime) / name
        fits = len(os.fsencode(candidate / f".s.PGSQL.{PORT}")) <= LONGEST_SOCKET_PATH
        if runtime and os.getuid() == uid and candidate.parent.is_dir() and fits:
            return candidate
        return Path("/tmp") / name  # noqa: S108 (created with mode 0700, and refused if it belongs to somebody else)

    def _make_socket_folder(self, user: RunAs) -> Path:
        folder = self._socket_folder()
        with contextlib.suppress(FileExistsError):
            folder.mkdir(mode=0o700)
            if user.switch:
                os.chown(folder, user.uid, user.gid)
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != user.uid:
            raise EmbeddedPostgresError(texts.SOCKET_OF_ANOTHER, folder)
        folder.chmod(0o700)
        return folder

    # -- locks --------------------------------------------------------------------------------------------------

    @contextlib.contextmanager
    def _turn(self) -> Iterator[None]:
        """One process at a time starts or stops."""
        try:
            self._make_home()
            handle = os.open(self.home / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            if error.errno not in {errno.EACCES, errno.EPERM, errno.EROFS}:
                raise
            raise EmbeddedPostgresError(texts.NOT_WRITABLE, self.data) from error
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    def _take_ownership(self) -> None:
        if self._owner_lock is not None:
            return
        handle = os.open(self.home / "owner", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:  # the process that started the server lives
            os.close(handle)
            return
        self._owner_lock = handle
        self.owns = True

    def _release_ownership(self) -> None:
        if self._owner_lock is not None:
            os.close(self._owner_lock)
        self._owner_lock = None
        self.owns = False

    # -- data ---------------------------------------------------------------------------------------------------

    def _check_layout(self) -> None:
        path = self.home / "layout"
        if not path.exists():
            _write_private(path, f"{LAYOUT}\n")
            return
        found = path.read_text("utf-8").strip()
        if found != str(LAYOUT):
            raise EmbeddedPostgresError(texts.OTHER_LAYOUT, self.home, found, LAYOUT)

    def _data_major(self) -> int:
        return int((self.cluster / "PG_VERSION").read_text("ascii").strip())

    def _create_cluster(self, user: RunAs) -> None:
        """Run initdb into a folder of another name, renamed when done: an interrupted one is never taken for data."""
        programs = find_binaries(user)
        if self.cluster.exists() and any(self.cluster.iterdir()):
            raise EmbeddedPostgresError(texts.NOT_A_DATABASE, self.cluster)
        unfinished = self.home / "cluster.unfinished"
        password_file = self.home / "password.unfinished"
        try:
            _write_private(password_file, self._password(ADMIN), user)
            for locale in ("C.UTF-8", "C"):  # not every system has C.UTF-8
                shutil.rmtree(unfinished, ignore_errors=True)
                self._make_folder(unfinished.name, mode=0o700, user=user)
                collation = ["--locale-provider=libc", f"--locale={locale}"]
                if programs.major >= 17:  # noqa: PLR2004 (the first with a collation that no system update changes)
                    collation = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", f"--locale={locale}"]
                answer = user.run(
                    programs["initdb"], "--pgdata", str(unfinished),
                    "--username", ADMIN, "--pwfile", str(password_file),
                    "--auth=scram-sha-256", "--encoding=UTF8", "--data-checksums", *collation,
                    *([] if self._durable else ["--no-sync"]),
                )  # fmt: skip
                if answer.returncode == 0:
                    break
            else:
                raise EmbeddedPostgresError(texts.NOT_CREATED, answer.stderr.strip())
        finally:
            password_file.unlink(missing_ok=True)
        with (unfinished / "postgresql.conf").open("a", encoding="utf-8") as file:
            file.write("\ninclude = 'kortisto.conf'\n")
        if self.cluster.exists():
            self.cluster.rmdir()
        unfinished.rename(self.cluster)

    # -- server -------------------------------------------------------------------------------------------------

    def _start_server(self, user: RunAs) -> None:
        programs = find_binaries(user, major=self._data_major())
        socket_folder = self._make_socket_folder(user)
        log = self._make_folder("log", mode=0o700, user=user)
        postgres_process.clear_leftovers(self.cluster, socket_folder / f".s.PGSQL.{PORT}")
        access = self.cluster / "pg_hba.conf"
        access.unlink(missing_ok=True)
        _write_private(access, ACCESS, user)
        settings = self.cluster / "kortisto.conf"
        settings.unlink(missing_ok=True)
        _write_private(settings, self._settings(socket_folder, log), user)
        start_log = log / "start.log"
        start_log.unlink(missing_ok=True)
        answer = user.run(
            programs["pg_ctl"], "start", "-D", str(self.cluster), "-l", str(start_log), "-w", "-t", "60", "-s",
        )  # fmt: skip
        if answer.returncode:
            tail = _tail(start_log) or _tail(max(log.glob("postgres-*.log"), default=start_log))
            if not self.has_space():
                raise EmbeddedPostgresError(texts.NO_SPACE, self.cluster)
            raise EmbeddedPostgresError(texts.DOES_NOT_START, tail or answer.stderr.strip())

    def _settings(self, socket_folder: Path, log: Path) -> str:
        settings = {
            "listen_addresses": "",
            "port": str(PORT),
            "unix_socket_directories": str(socket_folder),
            "unix_socket_permissions": "0700",
            "password_encryption": "scram-sha-256",
            "timezone": "UTC",
            "log_timezone": "UTC",
            "shared_buffers": "128MB",
            "dynamic_shared_memory_type": "posix" if _has_shared_memory() else "mmap",
            # A week of logs, one file per weekday; never statements or values: they would be personal data.
            "logging_collector": "on",
            "log_directory": str(log),
            "log_filename": "postgres-%a.log",
            "log_truncate_on_rotation": "on",
            "log_rotation_age": "1d",
            "log_rotation_size": "0",
            "log_statement": "none",
            "log_min_error_statement": "panic",
            "log_parameter_max_length": "0",
            "log_parameter_max_length_on_error": "0",
            "log_error_verbosity": "terse",
        }
        archive = os.environ.get("KORTISTO_ARCHIVE", "").strip()
        if archive:  # for point-in-time recovery: every piece of the log of writes, at the latest after a minute
            settings |= {
                "archive_mode": "on",
                "archive_timeout": "60",
                "archive_command": f'test ! -f "{archive}/%f" && cp "%p" "{archive}/%f"',
            }
        if not self._durable:
            settings |= {
                "fsync": "off",
                "synchronous_commit": "off",
                "full_page_writes": "off",
                "max_wal_size": "256MB",
            }
        quoted = {name: value.replace("'", "''") for name, value in settings.items()}
        return "".join(f"{name} = '{value}'\n" for name, value in quoted.items())

    # -- roles --------------------------------------------------------------------------------------------------

    def _password(self, role: str) -> str:
        """The role's password, made at first use. Held in a file that only this user (or root) can read."""
        path = self._make_folder("secrets", mode=0o700) / f"{role}.password"
        if not path.exists():
            _write_private(path, secrets.token_urlsafe(32))
        return path.read_text("ascii")

    def _dsn(self, role: str, database: str) -> str:
        password = quote(self._password(role), safe="")
        socket_folder = quote(str(self._socket_folder()), safe="")
        return f"postgresql://{role}:{password}@/{database}?host={socket_folder}&port={PORT}"

    def _ensure_roles(self) -> None:
        """The database, its owner, and the application's role, which may connect and nothing else.

        What the application may do with a table is granted by name after the migrations: what is forgotten is closed.
        """
        try:
            admin = psycopg.connect(self.admin_dsn, autocommit=True)
        except psycopg.OperationalError as error:
            raise EmbeddedPostgresError(texts.ADMIN_REFUSED, self.home / "secrets", error) from error
        with admin as connection:
            there = {name for (name,) in connection.execute("SELECT rolname FROM pg_roles")}
            for role in (OWNER, APP):
                if role in there and _can_connect(self._dsn(role, "postgres")):
                    continue
                make_role(connection, role, self._password(role))
            make_database(connection, DATABASE, OWNER)
        with psycopg.connect(self._dsn(ADMIN, DATABASE), autocommit=True) as connection:
            close_database(connection, database=DATABASE, owner=OWNER, app=APP)


def _can_connect(dsn: str) -> bool:
    try:
        psycopg.connect(dsn).close()
    except psycopg.OperationalError:
        return False
    return True


def _write_private(path: Path, text: str, user: RunAs | None = None) -> None:
    """Write a new file of mode 0600, complete or not at all."""
    name = ""
    try:
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, delete=False) as file:  # mode 0600
            name = file.name
            file.write(text)
        if user and user.switch:
            os.chown(name, user.uid, user.gid)
        Path(name).replace(path)
    except OSError:  # a full disk
        Path(name).unlink(missing_ok=True)
        raise


def _tail(path: Path, lines: int = 12) -> str:
    try:
        return "\n".join(path.read_text("utf-8", "replace").splitlines()[-lines:])
    except OSError:
        return ""


def _has_shared_memory() -> bool:
    """Containers often have 64 MB or no /dev/shm; then a parallel query would fail in the middle of the day."""
    try:
        space = os.statvfs("/dev/shm")  # noqa: S108
    except OSError:
        return False
    return space.f_bavail * space.f_frsize >= 256 * 1024 * 1024
