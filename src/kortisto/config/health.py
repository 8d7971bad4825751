"""Three addresses for whoever watches over the installation: it lives; it can serve; its jobs are done.

Nobody logs in for them, and they tell nothing of anybody: one line each, with the status 200, or 503 while something is
in the way.
"""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from functools import cache

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, Error, connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.http import HttpRequest, HttpResponse

from kortisto.config import doors
from kortisto.declaration.loader import CannotLoadError
from kortisto.register.access import current

HEARTBEAT_WITHIN = timedelta(seconds=45)
"""A worker says every ten seconds that it lives; a busy machine may be late."""
LEAST_SPACE = 32 * 1024 * 1024  # bytes: two files of the database's write-ahead log
AGAIN_AFTER = "10"  # seconds
_PLAIN = "text/plain; charset=utf-8"


@login_not_required
@transaction.non_atomic_requests
def alive(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 (Django passes it)
    """Answer 200 whatever the database does."""
    return HttpResponse("alive\n", content_type=_PLAIN)


@login_not_required
@transaction.non_atomic_requests
def ready(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 (Django passes it)
    """Answer 200 when pages can be served: declaration read, space on the disk, database there, tables up to date."""
    return _answer(_in_the_way())


@login_not_required
@transaction.non_atomic_requests
def worker(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 (Django passes it)
    """Answer 200 when a worker of background jobs lives. Pages can be served without: it is no part of ready."""
    try:
        seen = heartbeat()
    except DatabaseError:
        return _answer("the database does not answer")
    lives = seen is not None and datetime.now(UTC) - seen <= HEARTBEAT_WITHIN
    return _answer("" if lives else "no worker of background jobs lives")


def heartbeat() -> datetime | None:
    """Return when a worker was last heard of; None when there has been none. Raises DatabaseError."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("select max(last_heartbeat) from procrastinate_workers")
            (seen,) = cursor.fetchone()
    except DatabaseError:
        connection.close()
        raise
    return seen if isinstance(seen, datetime) else None


def _in_the_way() -> str:
    try:
        current.compiled()
    except CannotLoadError:
        return "the declaration has errors"
    except Error:
        return "the database does not answer"
    if settings.DATA.is_dir() and shutil.disk_usage(settings.DATA).free < LEAST_SPACE:
        return "the disk is full"
    try:
        with connection.cursor() as cursor:
            cursor.execute("select app, name from django_migrations")
            applied = set(cursor.fetchall())
        if _last_migrations() <= applied and doors.obstacle() is not None:
            return "the doors are shut until a restore has come to its end"
    except DatabaseError:
        connection.close()
        return "the database does not answer"
    return "" if _last_migrations() <= applied else "the tables are not up to date"


@cache
def _last_migrations() -> frozenset[tuple[str, str]]:
    return frozenset(MigrationLoader(None).graph.leaf_nodes())


def _answer(obstacle: str) -> HttpResponse:
    if not obstacle:
        return HttpResponse("ready\n", content_type=_PLAIN)
    answer = HttpResponse(f"{obstacle}\n", status=503, content_type=_PLAIN)
    answer.headers["Retry-After"] = AGAIN_AFTER
    return answer
