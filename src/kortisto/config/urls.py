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

handler400 = "kortisto.config.refusals.bad_request"
handler403 = "kortisto.config.refusals.forbidden"
handler404 = "kortisto.config.refusals.not_found"
handler500 = "kortisto.config.refusals.broken"
