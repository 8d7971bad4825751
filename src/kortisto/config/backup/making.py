"""Makes a backup of one instant, reads it again, and lets go those that are older than the declaration allows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg

from kortisto.config.backup import database, texts
from kortisto.config.backup.files import (
    BEGIN,
    DATABASE,
    FILES,
    BackupError,
    backups,
    known_of,
    members,
    name_of,
    writing,
)
from kortisto.config.embedded_postgres import EmbeddedPostgres
from kortisto.declaration.civil_time import end_after
from kortisto.declaration.model import Text
from kortisto.declaration.periods import Period
from kortisto.lib.backup_names import Backup
from kortisto.register.audit.enums import Door
from kortisto.register.audit.values import Actor


@dataclass(frozen=True, slots=True)
class Contents:
    """What a backup holds: `begin` as it says itself, how many bytes of database, how many files of the data folder."""

    begin: dict[str, Any]
    database: int
    files: int


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was made, and those that were removed because they had become too old: `age`, where one is said."""

    file: Path
    age: Period | None
    removed: list[Backup]


def make_and_keep(
    place: Path, *, data: Path, server: EmbeddedPostgres | None, sealed_with: str, by: Actor, at: datetime,
    channel: Door, say: Callable[[Text], None] = lambda _text: None,
) -> Made:  # fmt: skip
    """Make a backup, read it from beginning to end, and remove those that are older than the declaration allows.

    One that cannot be read is no backup: it is kept under a name by which nobody takes it for one. Raises BackupError,
    OSError.
    """
    from kortisto.register.access import current  # noqa: PLC0415 (needs Django set up)
    from kortisto.register.audit.operations import record  # noqa: PLC0415 (see above)
    from kortisto.register.ledger.expiring import age_of_backups  # noqa: PLC0415 (see above)

    say(texts.MAKING)
    file = make(place, data=data, server=server, sealed_with=sealed_with, at=at)
    say(texts.VERIFYING)
    try:
        verify(file, sealed_with=sealed_with)
    except BackupError:
        file.replace(file.with_name(f"{file.name}.unreadable"))
        raise
    age = age_of_backups(current.compiled())
    removed = rotate(place, age=age, at=at)
    record(by=by, action="backup.make", at=at, channel=channel, object_kind="database")
    return Made(file, age, removed)


def make(place: Path, *, data: Path, server: EmbeddedPostgres | None, sealed_with: str, at: datetime) -> Path:
    """Make a backup in a folder and return its file. Django is ready. Raises BackupError, OSError.

    The dump is of one instant; the files are copied after it. A file that is destroyed in between belongs to data that
    were erased after that instant, which a restore erases again.
    """
    of = database.place_of(server)
    begin = _begin(of, at)
    file = place / name_of(at)
    gone = 0
    # In the order of a restore: what is needed to read the rest comes first.
    with writing(file, sealed_with=sealed_with, known={"made": at.isoformat(), "postgres": of.version}) as writer:
        writer.add(BEGIN, json.dumps(begin).encode())
        # Before the dump: what a witness has seen must not be more than what the dump has.
        for path in database.data_files(data):
            if path.is_relative_to(data / "audit"):
                writer.add(f"{FILES}{path.relative_to(data)}", path.read_bytes())
        with database.dump(of) as dump:
            writer.add_database(dump)
        for path in database.data_files(data):
            if path.is_relative_to(data / "audit"):
                continue
            try:
                content = path.read_bytes()
            except FileNotFoundError:
                gone += 1
                continue
            writer.add(f"{FILES}{path.relative_to(data)}", content)
        for name, path in _in_use(data).items():
            writer.add(f"in-use/{name}", path.read_bytes())
    return file


def _begin(of: database.Place, at: datetime) -> dict[str, object]:
    from kortisto.register.access import current  # noqa: PLC0415 (needs Django set up)
    from kortisto.register.ledger.book import book  # noqa: PLC0415 (see above)

    ledger = book()
    with psycopg.connect(of.dsn) as connection:
        found = connection.execute("select now()").fetchone()
    return {
        "made": at.isoformat(),
        "instant": found[0].astimezone(UTC).isoformat() if found else "",
        "declaration": current.version(),
        "ledger": ledger.verifier().name if ledger.exists() else "",
        "ledger_size": ledger.head().size,
        "postgres": of.version,
    }


def _in_use(data: Path) -> dict[str, Path]:
    """Return the declaration in force and who may what, where they do not lie in the data folder anyhow."""
    from django.conf import settings  # noqa: PLC0415 (needs Django set up)

    named = {"declaration.yaml": Path(settings.KORTISTO_DECLARATION)}
    named |= {path.name: path for path in Path(settings.KORTISTO_ACCESS).glob("*.yaml")}
    return {name: path for name, path in named.items() if path.is_file() and not path.is_relative_to(data)}


def verify(file: Path, *, sealed_with: str) -> Contents:
    """Read a backup from its beginning to its end, the dump by PostgreSQL's own program. Raises BackupError."""
    known = known_of(file)
    begin: dict[str, Any] = {}
    size = files = 0
    with database.reading(major=database.version_of_dump(known)) as into:
        for member in members(file, sealed_with=sealed_with):
            if member.name == BEGIN:
                begin = json.loads(member.content)
            elif member.name.startswith(DATABASE):
                size += len(member.content)
                into.write(member.content)
            else:
                files += 1
    if not begin or not size:
        raise BackupError(texts.NOT_WHOLE, file, BEGIN)
    return Contents(begin, size, files)


def rotate(place: Path, *, age: Period | None, at: datetime) -> list[Backup]:
    """Remove the backups that are older than they may be by the declaration; return them. Raises OSError."""
    if age is None or age.permanent:
        return []
    over = [one for one in backups(place) if end_after(one.made_at, age) <= at]
    for one in over:
        with suppress(FileNotFoundError):
            one.file.unlink()
    return over


def digest(file: Path) -> str:
    """Return the SHA-256 of a file, as `sha256sum` prints it."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
