"""Puts a backup back, and carries out again what the ledger says was done since, before anything may open.

A marker in the data folder stands from before anything is removed to the end, and says whether the backup was read to
its end; the database says of itself that it was restored. Whatever is killed in between, nothing opens until `replay`
has found nothing left, and nothing is replayed on half a database.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO, Any

from kortisto.config import doors, running
from kortisto.config.backup import database, texts
from kortisto.config.backup.files import DATABASE, FILES, BackupError, members
from kortisto.config.backup.making import Contents, verify
from kortisto.config.embedded_postgres import APP, OWNER, EmbeddedPostgres
from kortisto.config.environment import adopt
from kortisto.config.settings_file import write_private
from kortisto.lib.chained_files import BrokenChainError, ChainedFile
from kortisto.register.audit.enums import ActorKind, Door
from kortisto.register.audit.values import Actor

Say = Callable[..., None]
OPERATOR = Actor(kind=ActorKind.COMMAND)
_KEPT = ("kortisto.toml", "audit/")
"""What is not put back where it is there: the settings of this machine, and a log's key and witness newer than it."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a restore did."""

    instant: str
    entries: int
    people: int
    organisations: int


def require_ledger(data: Path, begin: Mapping[str, Any]) -> None:
    """Raise BackupError unless the ledger that the backup belongs to is here, and at least as long as it was then."""
    name, size = str(begin.get("ledger", "")), int(begin.get("ledger_size", 0))
    folder = data / "ledger"
    if not name:
        return
    file = ChainedFile(folder, name="ledger", copies=_copies())
    try:
        if not file.exists() or file.verifier().name != name:
            raise BackupError(doors.NO_LEDGER, name, folder)
        file.read()
        if file.head().size < size:
            raise BackupError(doors.BROKEN, f"{file.head().size} < {size}", folder)
    except (BrokenChainError, OSError) as error:
        raise BackupError(doors.BROKEN, error, folder) from error


def _copies() -> list[Path]:
    return [Path(one.strip()) for one in os.environ.get("KORTISTO_LEDGER_COPIES", "").split(",") if one.strip()]


def restore(file: Path, *, data: Path, sealed_with: str, replace: bool, lost: str, at: datetime, say: Say) -> Outcome:
    """Put a backup back into a data folder and replay the ledger. `lost`: the written reason why there is no ledger.

    Raises BackupError, what replaying raises, OSError.
    """
    say(texts.VERIFYING)
    found = verify(file, sealed_with=sealed_with)
    if not lost:
        require_ledger(data, found.begin)
    with ExitStack() as stack:
        server = None if database.own_server() else EmbeddedPostgres(data / "postgres")
        if server is not None:
            stack.callback(server.stop)
            stack.callback(running.disconnect)
            running.use(server.start())
        place = database.place_of(server, writing=True)
        resumed = doors.pending() is not None
        filled = not database.is_empty(place) or _foreign(data)
        if filled and not replace and not resumed:
            raise BackupError(texts.NOT_EMPTY, data)
        _mark(file, found, read=False)  # first of all: an empty database without it would be taken for a new one
        if filled:
            database.empty(place, owner=OWNER if server else database.owner_of(place))
            if server:
                _close(server)
        say(texts.READING_BACK)
        _put_back(file, data=data, place=place, sealed_with=sealed_with)
        database.mark_restored(place, ledger=str(found.begin.get("ledger", "")))
        _mark(file, found, read=True)
        adopt()
        running.ready(migrate=True, shut=True)
        if lost:
            declare_lost(reason=lost, at=at)
        return finish(found, at=at, say=say)


def finish(found: Contents | None, *, at: datetime, say: Say) -> Outcome:
    """Replay the ledger on the database that is here, set witnesses aside, and open the doors. Django is ready."""
    from kortisto.privacy.retention.operations.replaying import replay  # noqa: PLC0415 (needs Django set up)
    from kortisto.register.audit.restoring import set_aside  # noqa: PLC0415 (see above)
    from kortisto.register.audit.sealing import witnesses  # noqa: PLC0415 (see above)

    def progress(number: int, of: int) -> None:
        say(texts.REPLAYING, number, of)

    kept = set_aside(witnesses=witnesses(), at=at)
    for one in kept:
        say(texts.LOST_LINES, one.there + 1, one.seen, one.file)
    done = replay(
        by=OPERATOR, at=at, channel=Door.CLI, progress=progress,
        lost_lines=[(one.there, one.seen, one.root) for one in kept],
    )  # fmt: skip
    doors.marker().unlink(missing_ok=True)
    entries = sum(done.acts.values())
    say(texts.REPLAYED, entries, done.people, done.organisations)
    begin = found.begin if found else {}
    return Outcome(str(begin.get("instant", "")), entries, done.people, done.organisations)


def declare_lost(*, reason: str, at: datetime) -> None:
    """Begin a new ledger in the place of one that somebody has declared to be lost. Django is ready."""
    from kortisto.register.audit.operations import record  # noqa: PLC0415 (needs Django set up)
    from kortisto.register.ledger.standing import begin_anew  # noqa: PLC0415 (see above)

    begin_anew(reason=reason, at=at, aside=f"ledger-before-{at:%Y%m%dT%H%M%SZ}")
    record(by=OPERATOR, action="ledger.lost", at=at, channel=Door.CLI, object_kind="database")


def _mark(file: Path, found: Contents, *, read: bool) -> None:
    """Write the marker, by which everybody knows that a restore is under way, and whether the backup was `read`."""
    write_private(doors.marker(), json.dumps({"backup": str(file), "begin": found.begin, doors.READ: read}))


def _foreign(data: Path) -> bool:
    """Return whether the folder holds an installation: its secret key, or files."""
    return any(path.is_file() for path in (data / "files").glob("*/*")) or (data / "secret-key").exists()


def _close(server: EmbeddedPostgres) -> None:
    """Give the roles of the embedded server what a new database gives them."""
    import psycopg  # noqa: PLC0415 (only here)

    from kortisto.config.server import close_database  # noqa: PLC0415 (see above)

    place = database.place_of(server)
    with psycopg.connect(place.dsn, autocommit=True) as admin:
        close_database(admin, database="kortisto", owner=OWNER, app=APP)


def _put_back(file: Path, *, data: Path, place: database.Place, sealed_with: str) -> None:
    into: IO[bytes] | None = None
    with ExitStack() as stack:
        for member in members(file, sealed_with=sealed_with):
            if member.name.startswith(DATABASE):
                into = into or stack.enter_context(database.restoring(place))
                with suppress(BrokenPipeError):  # it has ended before its time, and says why at the end
                    into.write(member.content)
            elif member.name.startswith(FILES):
                _write(data, member.name.removeprefix(FILES), member.content)


def _write(data: Path, name: str, content: bytes) -> None:
    """Put a file back into the data folder, for its owner alone; one that has to stay as it is stays."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts:
        raise BackupError(texts.CANNOT_READ, name, "..")
    target = data / path
    if target.exists() and (name.startswith(_KEPT) or target.read_bytes() == content):
        return
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    new = target.with_name(f".{target.name}.new")
    new.unlink(missing_ok=True)
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    new.replace(target)
