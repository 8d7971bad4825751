"""Backup files: their names, their content, and the secret that they are sealed with.

A backup is a sealed file with a tar archive in it: `begin.json` (what the register was), `database/NNNNNN` (the dump of
PostgreSQL in parts), `files/...` (of the data folder) and last `end.json`, the hashes of all before it.
"""

from __future__ import annotations

import hashlib
import json
import os
import tarfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import IO, Any, cast

from kortisto.config.backup import texts
from kortisto.config.environment import data_folder, given
from kortisto.config.telling import ToldError
from kortisto.lib.backup_names import backups, name_of
from kortisto.lib.private_files import flush_folder, make_once
from kortisto.lib.sealed_files import SealedFileError, SealedReader, SealedWriter, flush, head_of, new_secret

KIND = "kortisto backup 1"
SECRET, FOLDER = "KORTISTO_BACKUP_SECRET", "KORTISTO_BACKUPS"
SECRET_FILE = "backup-secret"  # noqa: S105 (its name)
BEGIN, END, DATABASE, FILES = "begin.json", "end.json", "database/", "files/"
PART = 4 << 20  # bytes of the dump in one member
SHORTEST_SECRET = 20  # characters


__all__ = [
    "BackupError", "Member", "Writer", "backups", "folder", "known_of", "members", "name_of", "secret", "writing",
]  # fmt: skip


class BackupError(ToldError):
    """A backup cannot be made or read; the message says why and what to do."""


def folder() -> Path:
    """Return the folder of backups."""
    named = os.environ.get(FOLDER, "").strip()
    return Path(named) if named else data_folder() / "backups"


def secret(*, make: bool) -> str:
    """Return what backups are sealed with: the setting, or what was made and is kept in the data folder.

    `make`: make it where there is none. Raises BackupError.
    """
    said = given(SECRET)
    file = data_folder() / SECRET_FILE
    if not said:
        if make:
            file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            make_once(file, new_secret() + "\n")
        try:
            said = file.read_text("utf-8").strip()
        except FileNotFoundError as error:
            raise BackupError(texts.NO_SECRET, file) from error
    if len(said) < SHORTEST_SECRET:
        raise BackupError(texts.SHORT_SECRET, SHORTEST_SECRET)
    return said


# --- writing --------------------------------------------------------------------------------------------------------


class Writer:
    """Writes the members of a backup and remembers their hashes."""

    def __init__(self, archive: tarfile.TarFile) -> None:
        self._archive = archive
        self.hashes: dict[str, str] = {}

    def add(self, name: str, content: bytes) -> None:
        """Add a member."""
        member = tarfile.TarInfo(name)
        member.size = len(content)
        member.mode = 0o600
        self._archive.addfile(member, BytesIO(content))
        self.hashes[name] = hashlib.sha256(content).hexdigest()

    def add_database(self, dump: IO[bytes]) -> int:
        """Add a dump from its stream, in parts; return how many bytes it has."""
        number = total = 0
        while part := dump.read(PART):
            self.add(f"{DATABASE}{number:06}", part)
            number, total = number + 1, total + len(part)
        return total


@contextmanager
def writing(file: Path, *, sealed_with: str, known: Mapping[str, object]) -> Iterator[Writer]:
    """Write a backup, which has its name only when it is whole and on the disk. Raises OSError."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = file.with_name(f".{file.name}.unfinished")
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(handle, "wb") as out:
            sealed = SealedWriter(out, kind=KIND, secret=sealed_with, known=known)
            try:
                with tarfile.open(fileobj=cast("IO[bytes]", sealed), mode="w|", bufsize=PART) as archive:
                    writer = Writer(archive)
                    yield writer
                    writer.add(END, json.dumps({"hashes": writer.hashes}).encode())
            except BaseException:
                sealed.abandon()
                raise
            sealed.close()
            flush(out)
        unfinished.replace(file)
        flush_folder(file.parent)
    finally:
        unfinished.unlink(missing_ok=True)


# --- reading --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Member:
    """A part of a backup: its name and what it holds."""

    name: str
    content: bytes


def known_of(file: Path) -> Mapping[str, Any]:
    """Return what a backup says of itself without the secret. Raises BackupError."""
    try:
        with file.open("rb") as opened:
            return head_of(opened, kind=KIND)[1]
    except OSError as error:
        raise BackupError(texts.CANNOT_READ, file, error.strerror or error) from error
    except SealedFileError as error:
        raise BackupError(texts.NOT_WHOLE, file, error) from error


def members(file: Path, *, sealed_with: str) -> Iterator[Member]:
    """Yield the members of a backup in their order, each as it was written, the hashes at the end compared.

    Raises BackupError wherever the file is not whole; what was yielded before was whole all the same.
    """
    hashes: dict[str, str] = {}
    said = None
    try:
        with file.open("rb") as opened:
            sealed = SealedReader(opened, kind=KIND, secret=sealed_with)
            with tarfile.open(fileobj=cast("IO[bytes]", sealed), mode="r|", bufsize=PART) as archive:
                for one in archive:
                    held = archive.extractfile(one)
                    content = held.read() if held else b""
                    if one.name == END:
                        said = json.loads(content)["hashes"]
                        continue
                    hashes[one.name] = hashlib.sha256(content).hexdigest()
                    yield Member(one.name, content)
            while sealed.read(PART):  # to the end: only there it shows that nothing was cut off
                pass
    except OSError as error:
        raise BackupError(texts.CANNOT_READ, file, error.strerror or error) from error
    except (SealedFileError, tarfile.TarError, KeyError, ValueError) as error:
        raise BackupError(texts.NOT_WHOLE, file, error) from error
    if said != hashes:
        raise BackupError(texts.NOT_WHOLE, file, END)
