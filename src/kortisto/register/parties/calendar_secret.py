"""How the secret of a calendar's address is kept: so that who reads the table cannot use it."""

from __future__ import annotations

import hashlib


def hash_of(secret: str) -> str:
    """Return the SHA-256 of a secret, which is long and random, so that nothing slower is needed."""
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()
