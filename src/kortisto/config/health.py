"""Two addresses for whoever watches over the process: it lives; it can serve. Neither tells anything else."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest, HttpResponse

from kortisto.register.access import current

_PLAIN = "text/plain; charset=utf-8"


@login_not_required
@transaction.non_atomic_requests
def alive(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 (Django passes it)
    """Answer 200 whatever the database does."""
    return HttpResponse("alive\n", content_type=_PLAIN)


@login_not_required
@transaction.non_atomic_requests
def ready(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 (Django passes it)
    """Answer 200 when the database answers and the declaration is read, else 503."""
    current.compiled()
    try:
        with connection.cursor() as cursor:
            cursor.execute("select 1")
    except DatabaseError:
        connection.close()
        return HttpResponse("the database does not answer\n", status=503, content_type=_PLAIN)
    return HttpResponse("ready\n", content_type=_PLAIN)
