"""Files for their owner alone, which are there whole or not at all, whatever is killed or full meanwhile."""

from __future__ import annotations

import errno
import os
import tempfile
from contextlib import suppress
from pathlib import Path


def make_once(file: Path, text: str) -> bool:
    """Make a file, unless it is there; return whether it was made here. Raises OSError, and then leaves nothing.

    Of several that make it at once, one does, and nobody ever reads half of it. It is on the disk when this returns.
    """
    if file.exists():
        return False
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}-")  # mode 0600
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as new:
            new.write(text)
            new.flush()
            os.fsync(new.fileno())
        try:
            os.link(name, file)  # refuses to replace, unlike a renaming
        except FileExistsError:
            return False
        except OSError as error:
            if error.errno not in {errno.EPERM, errno.ENOTSUP}:
                raise
            Path(name).replace(file)  # a file system without links
    finally:
        with suppress(FileNotFoundError):
            Path(name).unlink()
    flush_folder(file.parent)
    return True


def flush_folder(folder: Path) -> None:
    """See that what was made, renamed or removed in a folder outlives the machine."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
