"""Files that go once the deletion of their rows is committed. One that cannot be removed holds nothing else up.

With the row its key is gone, so that nobody can read what is left; tidying up tries again. Whoever erases can count
what was left.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial

from django.db import transaction

_log = logging.getLogger(__name__)

_left: ContextVar[list[str] | None] = ContextVar("left", default=None)


def remove_after_commit(remove: Callable[[str], None], name: str) -> None:
    """Remove a file by its name once this transaction is committed; where that fails, say so and go on."""
    transaction.on_commit(partial(_remove, remove, name))


@contextmanager
def files_left() -> Iterator[list[str]]:
    """Collect the names of the files that could not be removed after the commits within the block."""
    found: list[str] = []
    token = _left.set(found)
    try:
        yield found
    finally:
        _left.reset(token)


def _remove(remove: Callable[[str], None], name: str) -> None:
    try:
        remove(name)
    except OSError as error:
        tell_left(name, error)
        found = _left.get()
        if found is not None:
            found.append(name)


def tell_left(name: str, error: OSError) -> None:
    """Say in the log of the program that a file could not be removed; its name is random and tells of nobody."""
    _log.error("a file without a row could not be removed, and is tried again: %s: %s", name, error.strerror or error)
