"""The notice that this installation runs on: the last version that was adopted, and those before it.

The file on the disk is what operators edit; in force is what was adopted, which stands in the database. Until the first
adoption, which is part of the first start, and where nothing is adopted (tests), the file itself is in force.

Every process looks from time to time whether another version was adopted. What is one piece of work, a request or a
job, stays with the version in which it began (`one_version`), and so does a transaction: two are never mixed.
"""

from __future__ import annotations

import json
import math
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass, replace
from functools import cache, lru_cache, wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

from django.conf import settings
from django.db import Error, ProgrammingError, connection, transaction

from kortisto.declaration.compiled import Compiled, compile_declaration
from kortisto.declaration.loader import CannotLoadError, Loaded, load, load_sources
from kortisto.declaration.promises import in_succession

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class _Known:
    """What this process knows: how many versions were adopted, all of them ready, and when it last looked."""

    number: int
    compiled: Compiled | None
    looked: float


_AT_ONCE = -math.inf
"""In place of the time of the last look: the next look comes at once."""

_known: _Known | None = None
_looking = threading.Lock()
_pinned: ContextVar[Compiled | None] = ContextVar("the version of a piece of work", default=None)


def compiled() -> Compiled:
    """Return the notice in force, ready for questions. Raises CannotLoadError when nothing but a bad file is there."""
    return _pinned.get() or _latest()


def version() -> str:
    """Return the register and version of the notice, as rows keep it: `ivt 1.0`."""
    return compiled().version


@contextmanager
def one_version() -> Iterator[None]:
    """Stay with the version that is in force at the beginning of the block, until it ends.

    Where none can be had, the block begins without one: what needs it says what is wrong.
    """
    try:
        found: Compiled | None = _pinned.get() or _latest()
    except (Error, CannotLoadError):
        found = None
    token = _pinned.set(found)
    try:
        yield
    finally:
        _pinned.reset(token)


def in_one_version(work: Callable[P, R]) -> Callable[P, R]:
    """Make a function a piece of work that stays with one version."""

    @wraps(work)
    def worked(*arguments: P.args, **named: P.kwargs) -> R:
        with one_version():
            return work(*arguments, **named)

    return worked


def look_again() -> None:
    """Let the next piece of work of this process read every version anew, as after a restore."""
    global _known  # noqa: PLW0603 (the one state of this module)
    with _looking:
        _known = None


def look_for_next() -> None:
    """Let the next piece of work of this process look for the version that was adopted; those before it are known."""
    global _known  # noqa: PLW0603 (see above)
    with _looking:
        _known = replace(_known, looked=_AT_ONCE) if _known is not None else None


@lru_cache(maxsize=2)
def loaded(files: tuple[tuple[str, str], ...]) -> Loaded:
    """Return what files make; the last are kept, so that who adopts a version reads it once for its law and its use."""
    return load_sources(files)


def of_file() -> Compiled:
    """Return the file on the disk, ready for questions, whether or not it is in force. Raises CannotLoadError."""
    return _of_file(str(settings.KORTISTO_DECLARATION))


def _latest() -> Compiled:
    patience = settings.KORTISTO_NOTICE_SECONDS
    if patience is None:
        return of_file()
    known = _known
    stale = known is None or time.monotonic() - known.looked >= patience
    if known is None or (stale and (known.looked == _AT_ONCE or not connection.in_atomic_block)):
        known = _look(known)
    return known.compiled or of_file()


def _look(known: _Known | None) -> _Known:
    """Read what was adopted since the last look."""
    global _known  # noqa: PLW0603 (see above)
    with _looking:
        if _known is not None and _known is not known:
            return _known  # another thread has looked meanwhile
        now = time.monotonic()
        try:
            # In a transaction of somebody else's, whatever fails here must not end it.
            with transaction.atomic() if connection.in_atomic_block else nullcontext(), connection.cursor() as cursor:
                cursor.execute(
                    "select number, files::text from access_notice where number > %s order by number",
                    [known.number if known else 0],
                )
                rows = cursor.fetchall()
        except ProgrammingError:
            rows = []  # no tables yet
        except Error:
            if not connection.in_atomic_block:
                connection.close()  # a connection that has broken is not tried again
            if known is None:
                raise
            rows = []  # the database is away: until it is back, what was in force stays
        if rows or known is None:
            before = (*known.compiled.before, known.compiled) if known and known.compiled else ()
            versions = [*before, *(_compile(json.loads(files)) for _number, files in rows)]
            number = rows[-1][0] if rows else 0
            known = _Known(number, in_succession(versions) if versions else None, now)
        else:
            known = _Known(known.number, known.compiled, now)
        _known = known
        return known


def _compile(files: list[tuple[str, str]]) -> Compiled:
    found = loaded(tuple((name, text) for name, text in files))
    if found.declaration is None:
        raise CannotLoadError(found.errors)
    return compile_declaration(found.declaration)


@cache
def _of_file(path: str) -> Compiled:
    # Asked a dozen times for every page and call: a text is looked up, a path would be taken apart each time.
    found = load(Path(path))
    if found.declaration is None or found.errors:
        raise CannotLoadError(found.errors)
    return compile_declaration(found.declaration)
