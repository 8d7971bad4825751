"""Files that only grow, and tell when somebody has cut or changed them."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from multiprocessing import get_context
from pathlib import Path

import pytest

from kortisto.lib import chained_files
from kortisto.lib.chained_files import BrokenChainError, ChainedFile
from kortisto.lib.signed_notes import Signer

pytestmark = pytest.mark.unit


def chain(folder: Path, *copies: Path) -> ChainedFile:
    return ChainedFile(folder, name="test", copies=copies)


def texts(folder: Path) -> list[str]:
    return [line for _, line in chain(folder).read().numbered()]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    folder = tmp_path / "chain"
    for number in range(5):
        assert chain(folder).append([f"line {number}", f"more {number}"]) == 2 * number
    return folder


def test_what_was_added_is_read_in_order(place: Path) -> None:
    assert texts(place) == [f"{word} {number}" for number in range(5) for word in ("line", "more")]
    assert all(path.stat().st_mode & 0o077 == 0 for path in place.iterdir())


def lines_file(place: Path) -> Path:
    return next(place.glob("lines-*"))


def _cut(place: Path) -> None:
    with lines_file(place).open("r+b") as file:
        file.truncate(file.seek(0, os.SEEK_END) - 7)


def _cut_a_line(place: Path) -> None:
    file = lines_file(place)
    file.write_text("".join(file.read_text().splitlines(keepends=True)[:-1]))


def _change(place: Path) -> None:
    file = lines_file(place)
    file.write_text(file.read_text().replace("line 2", "line 9"))


def _take_out(place: Path) -> None:
    file = lines_file(place)
    file.write_text(file.read_text().replace("line 2\n", ""))


def _swap(place: Path) -> None:
    file = lines_file(place)
    file.write_text(file.read_text().replace("line 2\nmore 2", "more 2\nline 2"))


def _remove_head(place: Path) -> None:
    (place / "head").unlink()


def _remove_key(place: Path) -> None:
    (place / "signing-key").unlink()


def _sign_with_another(place: Path) -> None:
    text = (place / "head").read_text().partition("\n\n")[0] + "\n"
    (place / "head").write_text(Signer(bytes(32), log="test").sign_text(text))


def _lengthen(place: Path) -> None:
    head = (place / "head").read_text()
    (place / "head").write_text(head.replace("\n10\n", "\n11\n"))


@pytest.mark.parametrize(
    "attack",
    [_cut, _cut_a_line, _change, _take_out, _swap, _remove_head, _remove_key, _sign_with_another, _lengthen],
)
def test_cutting_and_changing_are_found(place: Path, attack: Callable[[Path], None]) -> None:
    attack(place)
    with pytest.raises(BrokenChainError):
        chain(place).read()


def test_a_file_that_was_cut_takes_nothing_more(place: Path) -> None:
    _cut_a_line(place)
    with pytest.raises(BrokenChainError):
        chain(place).append(["another"])


def test_an_older_copy_of_the_whole_folder_is_found_by_the_other_place(tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    both = chain(here, there)
    both.append(["one"])
    older = {path.name: path.read_bytes() for path in here.iterdir()}
    both.append(["two"])
    for name, content in older.items():
        (here / name).write_bytes(content)
    assert texts(here) == ["one"], "alone it cannot know"
    with pytest.raises(BrokenChainError, match="has 2"):
        both.read()


def test_a_copy_that_was_away_is_brought_up_to_date(tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    there.write_text("no folder")
    both = chain(here, there)
    both.append(["one"])
    assert both.outdated_copies()
    there.unlink()
    both.append(["two"])
    assert both.outdated_copies() == {}
    assert texts(there) == ["one", "two"], "the copy can stand in for the file"
    both.append(["three"])
    assert texts(there) == ["one", "two", "three"]


def test_a_copy_that_holds_something_else_is_found(tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    both = chain(here, there)
    both.append(["one", "two"])
    lines = next(there.glob("lines-*"))
    lines.write_bytes(lines.read_bytes().replace(b"two", b"owt"))
    assert "is another" in both.outdated_copies()[there]
    lines.unlink()
    assert there in both.outdated_copies()


def test_what_was_dropped_is_gone_and_the_rest_is_still_proved(tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    both = chain(here, there)
    both.append([f"line {number}" for number in range(6)])
    assert both.drop(lambda _: {0, 1, 3, 99}, lambda going: f"dropped {[*going]}") == 3
    for folder in (here, there):
        assert texts(folder) == ["line 2", "line 4", "line 5", "dropped [0, 1, 3]"]
        everything = b"".join(path.read_bytes() for path in folder.iterdir())
        assert b"line 3" not in everything
        assert b"line 0" not in everything
    assert [number for number, _ in both.read().numbered()] == [2, 4, 5, 6]
    assert both.append(["line 7"]) == 7
    assert both.drop(lambda found: {number for number, _ in found.numbered() if number < 6}, lambda _: "again") == 3
    assert [*both.read().numbered()] == [(6, "dropped [0, 1, 3]"), (7, "line 7"), (8, "again")]
    _change_last(here)
    with pytest.raises(BrokenChainError):
        both.read()


def _change_last(place: Path) -> None:
    file = lines_file(place)
    file.write_text(file.read_text().replace("line 7", "line 8"))


@pytest.mark.parametrize("step", range(1, 7))
def test_whoever_is_killed_while_writing_leaves_what_was_promised_and_nothing_half(tmp_path: Path, step: int) -> None:
    """Killed before each thing that reaches the disk: lines, head, a drop's new file, its head."""
    folder = tmp_path / "chain"
    chain(folder).append(["one", "two"])
    child = get_context("fork").Process(target=_write_until_killed, args=(folder, step))
    child.start()
    child.join(30)
    found = texts(folder)
    assert found[-1] in {"two", "three", "dropped"}
    assert set(found) <= {"one", "two", "three", "dropped"}
    assert ("one" in found) != ("dropped" in found), "dropped with its word, or not at all"
    before = len(found)
    chain(folder).append(["four"])
    assert texts(folder) == [*found, "four"]
    assert before + 1 == len(texts(folder))
    if step < 6:
        assert child.exitcode == -signal.SIGKILL


def _write_until_killed(folder: Path, step: int) -> None:
    left = step
    real_fsync = os.fsync

    def fsync(handle: int) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        real_fsync(handle)

    chained_files.os.fsync = fsync  # type: ignore[attr-defined]
    chain(folder).append(["three"])
    chain(folder).drop(lambda _: {0}, lambda _: "dropped")
