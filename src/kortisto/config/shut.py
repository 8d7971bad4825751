"""No page and no call is answered while the doors have to stay shut."""

from __future__ import annotations

from collections.abc import Callable

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from kortisto.config import doors

_AGAIN_AFTER = "30"  # seconds
_HEALTH = ("/health", "/ready", "/ready/worker")
_opened = False


class DoorsStayShut:
    """Compares the database with the ledger once in each process, before its first answer.

    Whoever watches over the installation is told by its own addresses what is in the way.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not _opened and request.path not in _HEALTH:
            try:
                found = doors.obstacle()
            except DatabaseError:
                connection.close()
                return self._get_response(request)  # there is nothing that could be shown
            if found is not None:
                # Why exactly is for who runs it: `./kortisto doctor`.
                text = doors.PAGE.in_language((get_language() or "fi")[:2])
                answer = HttpResponse(f"{text}\n", status=503, content_type="text/plain; charset=utf-8")
                answer.headers["Retry-After"] = _AGAIN_AFTER
                return answer
            opened()
        return self._get_response(request)


def opened() -> None:
    """Remember that this process has compared them."""
    global _opened  # noqa: PLW0603 (one for the process, as the database is)
    _opened = True
