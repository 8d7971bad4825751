"""Writes the settings file of an installation: kortisto.toml in its data folder, readable by its owner alone."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from kortisto.config.environment import FILE, read_file
from kortisto.config.telling import ToldError
from kortisto.declaration.model import Text as T  # noqa: N817 - a table of texts reads better with a short name

Value = str | bool | Sequence[str]

HEAD = """# Settings of this installation; docs/generated/settings.md lists them all. The environment variable
# KORTISTO_NAME wins over the line `name` here. The file may hold passwords: for the user who runs Kortisto alone.
"""
_THERE = T("Asetustiedostossa {0} on jo {1}. Muuta tai poista rivi ensin.",
           "Inställningsfilen {0} har redan {1}. Ändra eller ta bort raden först.",
           "The settings file {0} has {1} already. Change or remove the line first.")  # fmt: skip


class AlreadySetError(ToldError):
    """The file says something of it already, and nothing of it is overwritten."""


def require_absent(folder: Path, keys: Sequence[str]) -> None:
    """Raise AlreadySetError for a key that the file has; SettingsError for a file that cannot be read."""
    file = folder / FILE
    there = {name.removeprefix("KORTISTO_").lower() for name in read_file(file)}
    for key in keys:
        if key in there:
            raise AlreadySetError(_THERE, file, key)


def add(folder: Path, values: Mapping[str, Value]) -> Path:
    """Add lines to the file, which is made where there is none; whole or not at all. Raises as `require_absent`."""
    require_absent(folder, tuple(values))
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = folder / FILE
    before = file.read_text("utf-8") if file.exists() else HEAD
    lines = "".join(f"{key} = {_written(value)}\n" for key, value in values.items())
    write_private(file, f"{before.rstrip()}\n{lines}")
    return file


def write_private(file: Path, text: str) -> None:
    """Write a file that its owner alone can read, whole or not at all."""
    new = file.with_name(f"{file.name}.new")
    new.unlink(missing_ok=True)
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    new.replace(file)


def _written(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")  # what TOML calls a basic string
    return f"[{', '.join(_written(one) for one in value)}]"
