"""Ids made by us rather than by the database, so that a row knows its id before it is written."""

from __future__ import annotations

import os
import struct
import threading
import time
from uuid import UUID

_VERSION_7 = 0x7 << 76
_VARIANT = 0b10 << 62
_STEPS = 1 << 12  # a millisecond is divided into so many, which fit beside it

_turn = threading.Lock()
_last = 0
_random: list[int] = []  # drawn many at a time: asking the system takes longer than all the rest
_DRAWN = 256
os.register_at_fork(after_in_child=_random.clear)  # a child would draw what its parent draws


def uuid7() -> UUID:
    """Return a new time-ordered id (RFC 9562, version 7): 48 bits of Unix milliseconds, 12 of its parts, 62 random.

    The ids of one process always grow, so rows written together stay in the order in which they were made.
    """
    global _last  # noqa: PLW0603 (the one state of this module: the last moment given)
    with _turn:
        _last = moment = max(time.time_ns() * _STEPS // 1_000_000, _last + 1)
        if not _random:
            _random.extend(struct.unpack(f"{_DRAWN}Q", os.urandom(8 * _DRAWN)))
        random = _random.pop() & (1 << 62) - 1
    milliseconds, part = divmod(moment, _STEPS)
    return UUID(int=(milliseconds & (1 << 48) - 1) << 80 | _VERSION_7 | part << 64 | _VARIANT | random)
