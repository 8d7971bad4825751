"""What happens to every request on its way."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from kortisto.register.access import current
from kortisto.register.access.operations import DeniedError, record_refusal
from kortisto.register.access.rules import NotPermittedError
from kortisto.register.audit.values import NotGrantedError

GetResponse = Callable[[HttpRequest], HttpResponse]


class OneNotice:
    """A request is answered by one version of the notice from its beginning to its end."""

    def __init__(self, get_response: GetResponse) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with current.one_version():
            return self._get_response(request)


class PrivateByDefault:
    """No page is kept by browsers or proxies unless it says so itself: pages show people's data."""

    def __init__(self, get_response: GetResponse) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._get_response(request)
        response.headers.setdefault("Cache-Control", "no-store, private")
        return response


class RefusalsAreRecorded:
    """Records what the declaration or a missing permission refused, when the transaction has been rolled back.

    The answer is Django's: 403 for what the declaration refuses, 404 for what the actor need not know of.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:  # noqa: ARG002 (Django's hook)
        if isinstance(exception, DeniedError | NotGrantedError | NotPermittedError):
            record_refusal(exception)
