"""Files that are made once and whole."""

from __future__ import annotations

import errno
import os
import stat
import threading
from pathlib import Path

import pytest

from kortisto.lib.private_files import make_once

pytestmark = pytest.mark.unit


def test_one_of_many_makes_it_and_all_read_the_same(tmp_path: Path) -> None:
    file, made, read = tmp_path / "key", [], set()

    def make(number: int) -> None:
        made.append(make_once(file, f"secret {number}"))
        read.add(file.read_text("utf-8"))

    threads = [threading.Thread(target=make, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(made) == 1
    assert len(read) == 1
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [file]


def test_a_full_disk_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        make_once(tmp_path / "key", "secret")
    assert list(tmp_path.iterdir()) == []


def test_a_file_system_without_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(_old: str, _new: Path) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refused)
    assert make_once(tmp_path / "key", "secret")
    assert (tmp_path / "key").read_text("utf-8") == "secret"
    assert not make_once(tmp_path / "key", "another")
