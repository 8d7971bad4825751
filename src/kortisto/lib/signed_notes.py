"""Checkpoints of a log and their signatures: the formats tlog-checkpoint and signed-note of C2SP, with Ed25519.

A checkpoint is three lines, origin, size and root; a note is a text, an empty line and a line for each signature.
"""

from __future__ import annotations

import base64
import binascii
import os
import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from kortisto.lib.private_files import make_once

ED25519 = b"\x01"
"""The type of a signature in the format of notes."""
_CHECKPOINT = re.compile(r"(?P<origin>[^\n]+)\n(?P<size>0|[1-9][0-9]{0,18})\n(?P<root>[^\n]+)\n")
SEED, SIGNATURE, ROOT = 32, 64, 32  # bytes


class NoteError(ValueError):
    """A note or a key is not well formed, or its signature is not of the key asked for."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a log says of itself: it has `size` entries, and `root` is the hash over them all."""

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        """Return the body of the note."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


@dataclass(frozen=True, slots=True)
class Verifier:
    """The public half of a key, under the name of the log."""

    name: str
    public: bytes

    @property
    def key_id(self) -> bytes:
        """Return the four bytes by which a signature names its key."""
        return sha256(self.name.encode() + b"\n" + ED25519 + self.public).digest()[:4]

    def __str__(self) -> str:
        """Return the key as notes write it: name, id and key, so that it can be handed out in one line."""
        return f"{self.name}+{self.key_id.hex()}+{base64.b64encode(ED25519 + self.public).decode()}"

    def open(self, note: str) -> Checkpoint:
        """Return the checkpoint of a note that this key has signed. Raises NoteError."""
        found = checkpoint_of(self.text_of(note))
        if found.origin != self.name:
            raise NoteError(f"a checkpoint of {found.origin}, not of {self.name}")
        return found

    def text_of(self, note: str) -> str:
        """Return the body of a note that this key has signed, whatever it says. Raises NoteError."""
        text, separator, signatures = note.rpartition("\n\n")
        if not separator:
            raise NoteError("no signature")
        text += "\n"
        if not any(self._signed(text, line) for line in signatures.splitlines()):
            raise NoteError(f"no valid signature of {self.name}")
        return text

    def _signed(self, text: str, line: str) -> bool:
        dash, _blank, rest = line.partition(" ")
        name, _blank, encoded = rest.partition(" ")
        signature = _decoded(encoded)
        if dash != "—" or name != self.name or len(signature) != 4 + SIGNATURE or signature[:4] != self.key_id:
            return False
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature[4:], text.encode())
        except InvalidSignature:
            return False
        return True


def verifier_of(written: str) -> Verifier:
    """Return the key that is written as `name+id+key`. Raises NoteError."""
    name, _plus, rest = written.strip().partition("+")
    key_id, _plus, encoded = rest.partition("+")
    key = _decoded(encoded)
    if key[:1] != ED25519 or len(key) != 1 + ROOT:
        raise NoteError("not an Ed25519 key")
    found = Verifier(name, key[1:])
    if found.key_id.hex() != key_id:
        raise NoteError("the key does not fit its id")
    return found


def checkpoint_of(text: str) -> Checkpoint:
    """Return the checkpoint that the body of a note states. Raises NoteError."""
    found = _CHECKPOINT.match(text)
    root = _decoded(found["root"]) if found else b""
    if found is None or len(root) != ROOT:
        raise NoteError("a checkpoint has an origin, a size and a root")
    return Checkpoint(found["origin"], int(found["size"]), root)


class Signer:
    """The private half, kept in a file that only its owner may read."""

    def __init__(self, seed: bytes, *, log: str = "audit") -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        public = self._key.public_key().public_bytes_raw()
        # Each installation is a log of its own: the name is made from the key, so no two share one.
        self.verifier = Verifier(f"kortisto/{log}/{sha256(public).hexdigest()[:16]}", public)

    def sign(self, size: int, root: bytes) -> str:
        """Return the signed note of a checkpoint."""
        return self.sign_text(Checkpoint(self.verifier.name, size, root).text())

    def sign_text(self, text: str) -> str:
        """Return the signed note of a text, which ends with a line."""
        signature = base64.b64encode(self.verifier.key_id + self._key.sign(text.encode())).decode()
        return f"{text}\n— {self.verifier.name} {signature}\n"


def signer_in(file: Path, *, log: str = "audit") -> Signer:
    """Return the signer whose key stands in a file; made there when there is none. Raises NoteError, OSError.

    `log`: what the name of the key begins with.
    """
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    make_once(file, base64.b64encode(os.urandom(SEED)).decode() + "\n")
    seed = _decoded(file.read_text(encoding="ascii").strip())
    if len(seed) != SEED:
        raise NoteError(f"{file} holds no key")
    return Signer(seed, log=log)


def _decoded(encoded: str) -> bytes:
    try:
        return base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        return b""
