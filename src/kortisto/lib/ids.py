"""Ids made by us rather than by the database, so that a row knows its id before it is written."""

from __future__ import annotations

import os
import time
from uuid import UUID

_VERSION_7 = 0x7 << 76
_VARIANT = 0b10 << 62


def uuid7() -> UUID:
    """Return a new time-ordered id (RFC 9562, version 7): 48 bits of Unix milliseconds, then 74 random bits."""
    milliseconds = time.time_ns() // 1_000_000
    random = int.from_bytes(os.urandom(10))
    return UUID(
        int=(milliseconds & (1 << 48) - 1) << 80
        | _VERSION_7
        | (random >> 68 & 0xFFF) << 64
        | _VARIANT
        | random & (1 << 62) - 1
    )
