"""Files are shown to clamd in its own protocol, and nothing is taken that it has not called clean."""

from __future__ import annotations

import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest
from pytest_django import Settings

from kortisto.register.parties import scanner
from kortisto.register.parties.enums import Scan

pytestmark = pytest.mark.integration

VIRUS = b"X5O!P%@AP-NOT-A-VIRUS-BUT-TAKEN-FOR-ONE"


class Clamd:
    """A server that speaks INSTREAM as clamd(8) describes it: chunks with their length, an empty one, an answer."""

    def __init__(self, line: socket.socket, *, limit: int = 1 << 20, mute: bool = False) -> None:
        self._line = line
        self._limit = limit
        self._mute = mute
        self.seen = b""

    def serve(self) -> None:
        client, _ = self._line.accept()
        with client:
            command = b""
            while not command.endswith(b"\0"):
                command += client.recv(1)
            if command != b"zINSTREAM\0":
                client.sendall(b"UNKNOWN COMMAND\0")
                return
            while length := struct.unpack("!L", self._exactly(client, 4))[0]:
                self.seen += self._exactly(client, length)
                if len(self.seen) > self._limit:
                    client.sendall(b"INSTREAM size limit exceeded. ERROR\0")
                    return
            if not self._mute:
                client.sendall(b"stream: Keksitty.Testi FOUND\0" if VIRUS in self.seen else b"stream: OK\0")

    @staticmethod
    def _exactly(client: socket.socket, length: int) -> bytes:
        found = b""
        while len(found) < length:
            found += client.recv(length - len(found))
        return found


@contextmanager
def clamd(
    settings: Settings, folder: Path | None = None, *, limit: int = 1 << 20, mute: bool = False
) -> Iterator[Clamd]:
    """Serve one file, at a socket in a folder or at a port of this machine."""
    line = socket.socket(socket.AF_UNIX if folder else socket.AF_INET)
    with line:
        line.bind(str(folder / "clamd") if folder else ("127.0.0.1", 0))
        line.listen()
        settings.KORTISTO_SCANNER = f"unix:{folder}/clamd" if folder else f"tcp:127.0.0.1:{line.getsockname()[1]}"
        server = Clamd(line, limit=limit, mute=mute)
        thread = Thread(target=server.serve, daemon=True)
        thread.start()
        yield server
        thread.join(10)


@pytest.mark.parametrize("by_socket", [True, False], ids=["unix", "tcp"])
def test_a_clean_file_is_seen_whole_in_chunks(by_socket: bool, settings: Settings, tmp_path: Path) -> None:
    content = bytes(range(256)) * 2000
    with clamd(settings, tmp_path if by_socket else None) as server:
        assert scanner.scan(content) is Scan.CLEAN
    assert server.seen == content


def test_what_is_found_is_refused(settings: Settings) -> None:
    with clamd(settings), pytest.raises(scanner.MaliciousError):
        scanner.scan(b"before " + VIRUS + b" after")


def test_an_answer_that_is_neither_clean_nor_found_is_a_failure(settings: Settings) -> None:
    with clamd(settings, limit=10), pytest.raises(scanner.ScannerFailedError):
        scanner.scan(b"x" * 100)


def test_a_scanner_that_hangs_up_is_a_failure(settings: Settings) -> None:
    with clamd(settings, mute=True), pytest.raises(scanner.ScannerFailedError):
        scanner.scan(b"x")


@pytest.mark.parametrize("where", ["unix:/nowhere/clamd.ctl", "tcp:127.0.0.1:1", "tcp:127.0.0.1:no", "post:office"])
def test_a_scanner_that_is_not_there_is_a_failure(where: str, settings: Settings) -> None:
    settings.KORTISTO_SCANNER = where
    with pytest.raises(scanner.ScannerFailedError):
        scanner.scan(b"x")
