"""A bare Django view for comparison: the same SQL on the same server, without session, purpose, policy or log."""

from __future__ import annotations

import os
from typing import Any

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.urls import path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kortisto.config.settings")
django.setup()
settings.ROOT_URLCONF = __name__
settings.MIDDLEWARE = []


def ask(request: HttpRequest) -> JsonResponse:
    """Answer the statement of the query string: the measurement's own, on a server of its own."""
    with connection.cursor() as cursor:
        cursor.execute(request.GET["sql"])
        rows: list[Any] = cursor.fetchall()
    return JsonResponse([list(map(str, row)) for row in rows], safe=False)


urlpatterns = [path("", ask)]
application = WSGIHandler()
