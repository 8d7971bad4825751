"""Enciphered files are whole or refused."""

from __future__ import annotations

import io

import pytest

from kortisto.lib.sealed_files import PIECE, SealedFileError, SealedReader, SealedWriter

pytestmark = pytest.mark.unit

KIND, SECRET = "test 1", "a secret of the tests"


def sealed(content: bytes, *, abandoned: bool = False) -> bytes:
    out = io.BytesIO()
    writer = SealedWriter(out, kind=KIND, secret=SECRET, known={"made": "now"})
    for start in range(0, len(content), 300_000):
        writer.write(content[start : start + 300_000])
    if abandoned:
        writer.abandon()
    writer.close()
    return out.getvalue()


def opened(file: bytes, *, secret: str = SECRET, kind: str = KIND) -> bytes:
    return SealedReader(io.BytesIO(file), kind=kind, secret=secret).readall()


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, 2 * PIECE + 7])
def test_what_was_sealed_is_opened(size: int) -> None:
    content = bytes(range(256)) * (size // 256) + b"x" * (size % 256)
    assert opened(sealed(content)) == content


def test_what_may_be_known_without_the_secret_is_known() -> None:
    assert SealedReader(io.BytesIO(sealed(b"text")), kind=KIND, secret=SECRET).known["made"] == "now"


@pytest.fixture(scope="module")
def file() -> bytes:
    return sealed(b"Maija Esimerkki " * 150_000)  # three pieces


def test_the_content_is_not_readable(file: bytes) -> None:
    assert b"Esimerkki" not in file


@pytest.mark.parametrize("place", [0.0, 0.001, 0.4, 0.99])
def test_a_changed_byte_is_found(file: bytes, place: float) -> None:
    at = int(place * len(file)) + 30
    with pytest.raises(SealedFileError):
        opened(file[:at] + bytes([file[at] ^ 1]) + file[at + 1 :])


@pytest.mark.parametrize("left", [0, 10, 200, PIECE, 2 * PIECE + 32 + 120])
def test_a_file_that_was_cut_off_is_refused(file: bytes, left: int) -> None:
    with pytest.raises(SealedFileError):
        opened(file[:left])


def test_cut_between_two_pieces_it_is_refused(file: bytes) -> None:
    head = file.index(b"\n", file.index(b"\n") + 1) + 1
    with pytest.raises(SealedFileError):
        opened(file[: head + 2 * (PIECE + 16)])


def test_pieces_in_another_order_are_refused(file: bytes) -> None:
    head = file.index(b"\n", file.index(b"\n") + 1) + 1
    one, two = file[head : head + PIECE + 16], file[head + PIECE + 16 : head + 2 * (PIECE + 16)]
    with pytest.raises(SealedFileError):
        opened(file[:head] + two + one + file[head + 2 * (PIECE + 16) :])


def test_another_secret_and_another_kind_are_refused(file: bytes) -> None:
    with pytest.raises(SealedFileError):
        opened(file, secret="another secret of the tests")
    with pytest.raises(SealedFileError):
        opened(file, kind="test 2")


def test_a_file_that_nobody_finished_is_refused() -> None:
    with pytest.raises(SealedFileError):
        opened(sealed(b"text" * PIECE, abandoned=True))
