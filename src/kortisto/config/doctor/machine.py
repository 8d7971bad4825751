"""What the doctor asks of the machine: Python, libraries, settings, the data folder, how the pages are served."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

from kortisto.config.doctor import findings as f
from kortisto.config.doctor.findings import Finding, found
from kortisto.config.embedded_postgres import EmbeddedPostgres
from kortisto.config.environment import SECRET, Environment

ROOT = Path(__file__).resolve().parents[4]
OLDEST_PYTHON = (3, 11)
LITTLE_SPACE = 256 * 1024 * 1024  # bytes: what the database needs to go on for a while
FULL_ENOUGH = 85  # percent, from which on one should act
LOCAL = {"127.0.0.1", "localhost", "[::1]"}
SHORTEST_KEY = 50  # characters


def python(version: tuple[int, ...] = sys.version_info[:3], root: Path = ROOT) -> Iterator[Finding]:
    """Look at Python and whether the libraries are those of the lock."""
    spelt = ".".join(map(str, version))
    if version[:2] < OLDEST_PYTHON:
        yield found(f.OLD_PYTHON, spelt, ".".join(map(str, OLDEST_PYTHON)))
        return
    lock = root / "requirements.txt"
    try:
        built = json.loads(Path(sys.prefix, "kortisto.json").read_text("utf-8"))
    except (OSError, ValueError):
        built = None  # an environment that somebody else keeps, such as that of an image
    if built is not None and built.get(lock.name) != hashlib.sha256(lock.read_bytes()).hexdigest():
        yield found(f.OLD_ENVIRONMENT)
        return
    yield found(f.FINE, (f.PYTHON_FINE, (spelt,)))


def folder(data: Path) -> Iterator[Finding]:
    """Look at the data folder: there, writable, with space, its secrets closed."""
    if not data.is_dir():
        yield found(f.NO_FOLDER, data)
        return
    if not os.access(data, os.W_OK | os.X_OK):
        yield found(f.NOT_WRITABLE, data)
        return
    yield from space(data)
    secret = list(secret_files(data))
    still_open = [path for path in secret if _open_to_others(path)]
    for path in still_open:
        yield found(f.OPEN_FILE, path)
    if not still_open:
        yield found(f.FINE, (f.SECRETS_FINE, (len(secret),)))


def space(data: Path) -> Iterator[Finding]:
    """Look at the space where the data are; those of the embedded database may lie elsewhere."""
    places = {data, EmbeddedPostgres(data / "postgres").home}
    for place in sorted(path for path in places if path.is_dir()):
        usage = shutil.disk_usage(place)
        free, full = megabytes(usage.free), round(100 * (usage.total - usage.free) / max(usage.total, 1))
        if usage.free < LITTLE_SPACE:
            yield found(f.DISK_FULL, place, free)
        elif full >= FULL_ENOUGH:
            yield found(f.DISK_FILLING, place, free, full)
        else:
            yield found(f.FINE, (f.FOLDER_FINE, (place, free)))


def secret_files(data: Path) -> Iterator[Path]:
    """Return the files that hold passwords and keys: by their names in the data folder, or named by settings."""
    names = (
        "kortisto.toml",
        "secret-key",
        "owner-database-url",
        "demo-logins.json",
        "*.key",
        "keys/*",
        "audit/*signing-key",
        "backup-secret",
        "ledger/*-key",
    )
    places = {path for name in names for path in data.glob(name)}
    places |= set((EmbeddedPostgres(data / "postgres").home / "secrets").glob("*"))
    places |= {Path(path) for name in SECRET if (path := os.environ.get(f"{name}_FILE", "").strip())}
    yield from sorted(path for path in places if path.is_file())


def _open_to_others(path: Path) -> bool:
    # A credential that the service manager hands over belongs to a folder of its own that nobody else can enter.
    return all(stat.S_IMODE(one.stat().st_mode) & 0o077 for one in (path, path.parent))


def pages(environment: Environment, key: str) -> Iterator[Finding]:
    """Look at how the pages are served, and to whom."""
    hosts = environment.words("KORTISTO_HOSTS", "127.0.0.1")
    others = sorted(set(hosts) - LOCAL)
    if "*" in hosts:
        yield found(f.ANY_HOST)
    if others and not environment.yes("KORTISTO_TLS"):
        yield found(f.NO_TLS, ", ".join(others))
    if environment.yes("KORTISTO_DEBUG"):
        yield found(f.DEBUG)
    if len(key) < SHORTEST_KEY:
        yield found(f.SHORT_KEY, len(key))
    if others and not environment.secret("KORTISTO_DATABASE_URL"):
        yield found(f.EMBEDDED, ", ".join(others))
    scheme = "https" if environment.yes("KORTISTO_TLS") else "http"
    yield found(f.FINE, (f.PAGES_FINE, (", ".join(f"{scheme}://{host}" for host in hosts),)))


def megabytes(size: int) -> str:
    return f"{size / 1024 / 1024 / 1024:.1f} GB" if size >= 1024**3 else f"{size // 1024 // 1024} MB"
