"""Backup files by their names, which say when they were made: all that is known of them without their secret."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

_STAMP = "%Y%m%dT%H%M%SZ"
_BEGINNING, _ENDING = "kortisto-", ".backup"


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup file and when it was made."""

    file: Path
    made_at: datetime


def name_of(at: datetime) -> str:
    """Return the name of a backup that was made then."""
    return f"{_BEGINNING}{at.astimezone(UTC):{_STAMP}}{_ENDING}"


def backups(place: Path) -> list[Backup]:
    """Return the backups in a folder, oldest first."""
    found = []
    for file in sorted(place.glob(f"{_BEGINNING}*{_ENDING}")) if place.is_dir() else []:
        stamp = file.name.removeprefix(_BEGINNING).removesuffix(_ENDING)
        try:
            found.append(Backup(file, datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC)))
        except ValueError:
            continue
    return found
