"""The backup that the worker makes at the hour that the settings name; it is called by its name, from below."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from kortisto.config.backup.files import folder, secret
from kortisto.config.backup.making import make_and_keep
from kortisto.config.embedded_postgres import EmbeddedPostgres
from kortisto.config.environment import data_folder, given
from kortisto.config.running import RUNTIME_URL
from kortisto.register.audit.enums import ActorKind, Door
from kortisto.register.audit.values import Actor


def make_tonight(*, at: datetime) -> Path:
    """Make a backup in the usual folder, read it, and remove what is too old; return its file.

    Raises BackupError and OSError, and then there is no new backup.
    """
    server = EmbeddedPostgres(data_folder() / "postgres")
    made = make_and_keep(
        folder(), data=data_folder(), server=server if server.is_at(given(RUNTIME_URL)) else None,
        sealed_with=secret(make=True), by=Actor(kind=ActorKind.JOB), at=at, channel=Door.JOBS,
    )  # fmt: skip
    return made.file
