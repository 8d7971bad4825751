"""One `./kortisto up` for one data folder: a lock that ends with the process, and a note where the pages are."""

from __future__ import annotations

import fcntl
import json
import os
from pathlib import Path
from types import TracebackType
from typing import Self


class RunsAlreadyError(Exception):
    """Another process holds the turn. `url` is empty while that one is still starting."""

    def __init__(self, url: str, pid: int) -> None:
        super().__init__(f"process {pid} at {url}")
        self.url, self.pid = url, pid


class Turn:
    """Held as long as the block lasts. Raises RunsAlreadyError, and OSError where the folder cannot be written."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self.descriptor = -1

    def __enter__(self) -> Self:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        self.descriptor = os.open(self._file, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(self.descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            note = self._read()
            os.close(self.descriptor)
            raise RunsAlreadyError(str(note.get("url", "")), int(str(note.get("pid", 0)))) from None
        os.ftruncate(self.descriptor, 0)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        os.ftruncate(self.descriptor, 0)
        os.close(self.descriptor)

    def tell(self, url: str) -> None:
        """Say where the pages are, for a second start in the same folder."""
        os.pwrite(self.descriptor, json.dumps({"url": url, "pid": os.getpid()}).encode(), 0)

    def _read(self) -> dict[str, object]:
        try:
            found = json.loads(os.pread(self.descriptor, 10_000, 0))
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}


def is_held(file: Path) -> bool:
    """Return whether somebody has the turn now."""
    try:
        descriptor = os.open(file, os.O_RDONLY)
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False
