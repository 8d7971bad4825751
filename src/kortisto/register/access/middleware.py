"""What happens to every request on its way."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

GetResponse = Callable[[HttpRequest], HttpResponse]


class PrivateByDefault:
    """No page is kept by browsers or proxies unless it says so itself: pages show people's data."""

    def __init__(self, get_response: GetResponse) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._get_response(request)
        response.headers.setdefault("Cache-Control", "no-store, private")
        return response


class RefusalsAreRecorded(PrivateByDefault):
    pass
