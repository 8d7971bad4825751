"""Secrets: sealed with a key derived from the installation's, or kept as hashes where they are only recognised."""

from __future__ import annotations

import hashlib
import os
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.crypto import salted_hmac

_NONCE = 12  # bytes (NIST SP 800-38D, 8.2)


class CannotUnsealError(RuntimeError):
    """A sealed secret does not open: the installation's key is another one than when it was sealed."""


def seal(secret: bytes, *, place: str) -> bytes:
    """Encrypt a secret (AES-256-GCM). `place`, table and row, is bound to it: it opens nowhere else."""
    nonce = os.urandom(_NONCE)
    return nonce + _cipher().encrypt(nonce, secret, place.encode())


def unseal(sealed: bytes, *, place: str) -> bytes:
    """Return the secret. Raises CannotUnsealError."""
    try:
        return _cipher().decrypt(sealed[:_NONCE], sealed[_NONCE:], place.encode())
    except InvalidTag as error:
        raise CannotUnsealError(place) from error


def new_secret() -> str:
    """Return 256 random bits for a link or a key, in characters that an address may hold."""
    return secrets.token_urlsafe(32)


def hash_of(secret: str) -> str:
    """Return what is kept of a secret of `new_secret`: too random to be guessed from its hash."""
    return hashlib.sha256(secret.encode()).hexdigest()


def keyed_hash_of(secret: str, *, place: str) -> str:
    """Return what is kept of a short secret: useless without the installation's key."""
    return salted_hmac(f"kortisto.{place}", secret, algorithm="sha256").hexdigest()


def _cipher() -> AESGCM:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"kortisto.access.sealing")
    return AESGCM(derived.derive(settings.SECRET_KEY.encode()))
