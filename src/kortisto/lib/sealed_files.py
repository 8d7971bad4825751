"""Files enciphered with a secret: written and read as streams, and whole or refused.

A line that says what it is, a line of JSON that says how the key is made from the secret and whatever else may be known
without it, then pieces of a mebibyte, each sealed with AES-256-GCM. The nonce of a piece is its number and whether it
is the last (as in STREAM of Hoang, Reyhanitabar, Rogaway and Vizár 2015), and both lines are sealed with each piece: so
nothing can be changed, moved, left out or cut off. Each file has a key of its own, made by scrypt from the secret and
a salt.
"""

from __future__ import annotations

import io
import json
import os
import secrets
from collections.abc import Mapping
from typing import IO, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

PIECE = 1 << 20  # bytes
_TAG = 16
_COST, _BLOCK, _LANES = 1 << 15, 8, 1  # scrypt: 32 MiB, a tenth of a second
_SALT = 16
LONGEST_HEAD = 10_000  # bytes


class SealedFileError(ValueError):
    """The file is none of ours, or was changed or cut off, or the secret is another."""


class SealedWriter(io.RawIOBase):
    """Enciphers what is written. Only `close` after the last byte makes the file whole; `abandon` leaves it cut off."""

    def __init__(self, out: IO[bytes], *, kind: str, secret: str, known: Mapping[str, object]) -> None:
        super().__init__()
        salt = secrets.token_bytes(_SALT)
        self._out = out
        self._head = _lines(kind, {**known, "salt": salt.hex(), "scrypt": [_COST, _BLOCK, _LANES]})
        self._cipher = AESGCM(_key(secret, salt, _COST, _BLOCK, _LANES))
        self._held = bytearray()
        self._number = 0
        self._abandoned = False
        out.write(self._head)

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        """Take some bytes."""
        self._held += data
        while len(self._held) > PIECE:  # one piece is held back: it might be the last
            self._seal(bytes(self._held[:PIECE]), last=False)
            del self._held[:PIECE]
        return len(data)

    def abandon(self) -> None:
        """Write no more: what is there will be refused."""
        self._abandoned = True

    def close(self) -> None:
        if not self.closed and not self._abandoned:
            self._seal(bytes(self._held), last=True)
            self._out.flush()
        super().close()

    def _seal(self, piece: bytes, *, last: bool) -> None:
        self._out.write(self._cipher.encrypt(_nonce(self._number, last=last), piece, self._head))
        self._number += 1


class SealedReader(io.RawIOBase):
    """Deciphers a file. `known`: what its second line says. Raises SealedFileError wherever it is not whole."""

    def __init__(self, file: IO[bytes], *, kind: str, secret: str) -> None:
        super().__init__()
        self._file = file
        self._head, self.known = head_of(file, kind=kind)
        try:
            salt, (cost, block, lanes) = bytes.fromhex(str(self.known["salt"])), self.known["scrypt"]
            if (cost, block, lanes) != (_COST, _BLOCK, _LANES):  # a dearer one would only keep us busy
                raise SealedFileError("another way of making the key")
        except (KeyError, TypeError, ValueError) as error:
            raise SealedFileError("no salt") from error
        self._cipher = AESGCM(_key(secret, salt, cost, block, lanes))
        self._plain = memoryview(b"")
        self._next: bytes | None = file.read(PIECE + _TAG)
        self._number = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill a buffer; 0 at the end."""
        while not self._plain and self._next is not None:
            self._open()
        count = min(len(buffer), len(self._plain))
        buffer[:count] = self._plain[:count]
        self._plain = self._plain[count:]
        return count

    def _open(self) -> None:
        piece = self._next or b""
        following = self._file.read(PIECE + _TAG)
        try:
            nonce = _nonce(self._number, last=not following)
            self._plain = memoryview(self._cipher.decrypt(nonce, piece, self._head))
        except InvalidTag as error:
            raise SealedFileError("another secret, or changed or cut off") from error
        self._number += 1
        self._next = following or None


def head_of(file: IO[bytes], *, kind: str) -> tuple[bytes, Mapping[str, Any]]:
    """Return the first two lines of a file and what they say; whether that is true shows only with the secret."""
    first, second = file.readline(LONGEST_HEAD), file.readline(LONGEST_HEAD)
    if first.strip() != kind.encode() or not second.endswith(b"\n"):
        raise SealedFileError(f"not a file of the kind {kind}")
    try:
        known = json.loads(second)
    except ValueError as error:
        raise SealedFileError("the second line says nothing") from error
    if not isinstance(known, dict):
        raise SealedFileError("the second line says nothing")
    return first + second, known


def new_secret() -> str:
    """Return a secret that nobody guesses."""
    return secrets.token_urlsafe(32)


def flush(out: IO[bytes]) -> None:
    """See that what was written outlives the machine."""
    out.flush()
    os.fsync(out.fileno())


def _lines(kind: str, known: Mapping[str, object]) -> bytes:
    return f"{kind}\n{json.dumps(known, separators=(',', ':'))}\n".encode()


def _key(secret: str, salt: bytes, cost: int, block: int, lanes: int) -> bytes:
    return Scrypt(salt=salt, length=32, n=cost, r=block, p=lanes).derive(secret.encode())


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])
