"""What becomes of the witnesses when the database is an older one again: they have seen lines that are gone.

A witness never takes a log that is not the continuation of what it has seen, and nothing would be sealed any more. So
its file is kept aside, with the restore in its name, and a new one begins; what it had seen is said where the restore
is recorded, so that a check of the log can say which lines are missing and since when.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from kortisto.lib.merkle import MissingTileError, Tree
from kortisto.lib.signed_notes import Checkpoint
from kortisto.register.audit.sealing import last_checkpoint, tree_of
from kortisto.register.audit.witnesses import Witness


@dataclass(frozen=True, slots=True)
class SetAside:
    """A witness's file that was kept aside: it had seen `seen` lines with this root, and `there` are there now."""

    file: Path
    there: int
    seen: int
    root: str


def set_aside(*, witnesses: Sequence[Witness], at: datetime) -> list[SetAside]:
    """Keep aside the files of witnesses that have seen another log than there is now. Raises OSError."""
    last = last_checkpoint()
    size = last.size if last else 0
    tree = tree_of(size)
    kept: list[SetAside] = []
    for witness in witnesses:
        with suppress(ValueError):  # what says nothing has seen nothing; `audit verify` tells of it
            seen = witness.last()
            if seen is None or _continues(tree, seen):
                continue
            file = witness.file
            aside = file.with_name(f"{file.name}.before-restore-{at.astimezone(UTC):%Y%m%dT%H%M%SZ}")
            file.rename(aside)
            kept.append(SetAside(aside, size, seen.size, base64.b64encode(seen.root).decode()))
    return kept


def _continues(tree: Tree, seen: Checkpoint) -> bool:
    try:
        return seen.size <= tree.size and tree.root(seen.size) == seen.root
    except MissingTileError:
        return True  # the log itself is broken: `audit verify` tells of it, and its witness has to stay
