"""The folder of uploaded files: enciphered, under random names, outside everything that a web server could show.

The key of a file is made from the key of the installation and a salt that stands in the file's row alone: when the row
is gone, what a backup of the folder still holds cannot be read.
"""

from __future__ import annotations

import os
import re
import secrets
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

SALT_BYTES = 32
_NONCE_BYTES = 12
_NAME = re.compile(r"[0-9a-f]{64}")


class UnreadableFileError(RuntimeError):
    """The file is missing, was changed, or belongs to another installation's key."""


def put(content: bytes) -> tuple[str, bytes]:
    """Store content; return the random name and the salt, which the row keeps. It is on the disk when this returns."""
    name, salt = secrets.token_hex(32), secrets.token_bytes(SALT_BYTES)
    nonce = secrets.token_bytes(_NONCE_BYTES)
    sealed = nonce + AESGCM(_key(settings.SECRET_KEY, salt)).encrypt(nonce, content, name.encode())
    place = _place(name)
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Whole or not at all: a file that is half written when the machine stops has another name.
    with tempfile.NamedTemporaryFile(dir=place.parent, prefix="new-", delete=False) as new:
        new.write(sealed)
        new.flush()
        os.fsync(new.fileno())
    Path(new.name).replace(place)
    folder = os.open(place.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return name, salt


def get(name: str, salt: bytes) -> bytes:
    """Return the content. Raises UnreadableFileError."""
    try:
        sealed = _place(name).read_bytes()
    except OSError as error:
        raise UnreadableFileError(f"{name} cannot be read: {error.strerror}") from error
    nonce, rest = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        try:
            return AESGCM(_key(secret, salt)).decrypt(nonce, rest, name.encode())
        except (InvalidTag, ValueError):
            continue
    raise UnreadableFileError(f"{name} does not belong to this installation's key, or was changed")


def destroy(name: str) -> None:
    """Remove a file; one that is not there is removed already."""
    _place(name).unlink(missing_ok=True)


def there(name: str) -> bool:
    """Return whether the file is in the folder."""
    return _place(name).is_file()


def stored_before(moment: datetime) -> Iterator[Path]:
    """Yield every file, finished or not, that was written before a moment."""
    folder = Path(settings.KORTISTO_FILES)
    for path in folder.glob("*/*") if folder.is_dir() else ():
        if path.is_file() and path.stat().st_mtime < moment.timestamp():
            yield path


def _place(name: str) -> Path:
    if not _NAME.fullmatch(name):
        raise UnreadableFileError("not the name of a stored file")
    return Path(settings.KORTISTO_FILES) / name[:2] / name


def _key(secret: str | bytes, salt: bytes) -> bytes:
    material = secret if isinstance(secret, bytes) else secret.encode()
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=salt, info=b"kortisto file").derive(material)
