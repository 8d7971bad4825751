"""Addresses of the pages."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from kortisto.config import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("health", health.alive, name="health"),
    path("ready", health.ready, name="ready"),
    path("ready/worker", health.worker, name="ready-worker"),
    path("api/", include("kortisto.interfaces.api.urls")),
    path("", include("kortisto.interfaces.web.urls")),
]

handler400 = "kortisto.interfaces.web.errors.bad_request"
handler403 = "kortisto.interfaces.web.errors.forbidden"
handler404 = "kortisto.interfaces.web.errors.not_found"
handler500 = "kortisto.interfaces.web.errors.broken"
