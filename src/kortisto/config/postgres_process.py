"""Is a server alive on this data, and what did a dead one leave behind?

PostgreSQL judges by the process number in its pid file alone. That is wrong when the number was taken by another
process after a kill -9, and when the dead server is still in the process table because nobody has collected it (a
container without an init). Then it refuses to start. Where /proc exists we look at the process itself.
"""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

PROC = Path("/proc")
# Children of a killed server notice it and leave within a second or two.
PATIENCE = 10.0  # seconds


def running_pid(cluster: Path) -> int | None:
    """The process number of the server that runs on `cluster`, or None."""
    try:
        pid = int((cluster / "postmaster.pid").read_text("ascii").partition("\n")[0])
    except (OSError, ValueError):
        return None
    if not PROC.is_dir() or not (PROC / "self").exists():
        return pid if _exists(pid) else None
    if not _exists(pid) or _is_zombie(pid):
        return None
    try:
        return pid if _works_in(pid, cluster) else None
    except PermissionError:  # another user's process: believe the file
        return pid


def clear_leftovers(cluster: Path, socket: Path) -> None:
    """Remove what a dead server left, after its last children have gone. Call only when `running_pid` is None.

    A new server beside living children of the old one would destroy the data, hence the wait; those that do not leave
    are killed.
    """
    end = time.monotonic() + PATIENCE
    while (children := _processes_in(cluster)) and time.monotonic() < end:
        time.sleep(0.05)
    for pid in children:
        os.kill(pid, signal.SIGKILL)
    while _processes_in(cluster):
        time.sleep(0.05)
    for path in (cluster / "postmaster.pid", socket, socket.with_name(f"{socket.name}.lock")):
        path.unlink(missing_ok=True)


def _processes_in(cluster: Path) -> list[int]:
    """Living server processes whose working folder is the cluster, as that of every PostgreSQL process is."""
    if not PROC.is_dir():
        return []
    found = []
    for entry in PROC.iterdir():
        if entry.name.isdigit():
            try:
                if _works_in(int(entry.name), cluster) and not _is_zombie(int(entry.name)):
                    found.append(int(entry.name))
            except PermissionError:
                continue
    return found


def _works_in(pid: int, cluster: Path) -> bool:
    """Raises PermissionError for a process of another user."""
    try:
        folder = (PROC / str(pid) / "cwd").readlink()
        name = (PROC / str(pid) / "comm").read_text("utf-8", "replace").strip()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return folder == cluster.resolve() and name.startswith("postgres")


def _exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _is_zombie(pid: int) -> bool:
    try:
        status = (PROC / str(pid) / "stat").read_text("utf-8", "replace")
    except OSError:
        return True
    return status.rpartition(")")[2].split()[0] in {"Z", "X"}
