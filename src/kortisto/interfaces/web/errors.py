"""Pages for what went wrong: calm, in the visitor's language, and they say what to do."""

from __future__ import annotations

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse

from kortisto.interfaces.web.log_in import LogInForm, log_in_expired, log_in_page
from kortisto.interfaces.web.typed import from_here, is_form_page, typed_in
from kortisto.interfaces.web.visits import language_of_page
from kortisto.register.access.operations import DeniedError


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 (Django's hook)
    """400: the address or the form cannot be understood."""
    return HttpResponse(_without_request("web/errors/400.html"), status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: the declaration does not let this role do this for this purpose; 404 where it does for none."""
    if isinstance(exception, DeniedError) and exception.hidden:
        return not_found(request)
    undertaking = isinstance(exception, DeniedError) and exception.no_undertaking
    return render(request, "web/errors/403.html", {"undertaking": undertaking}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 (Django's hook)
    """404: there is no such page, or nothing that the visitor may know of: which, is not told."""
    return render(request, "web/errors/404.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 (Django's hook)
    """500: our fault; 503 where the database is gone or its disk full, which passes. Asks nothing of it."""
    if isinstance(sys.exception(), (OperationalError, InterfaceError)):
        page = HttpResponse(_without_request("web/errors/503.html"), status=503)
        page.headers["Retry-After"] = "10"  # seconds
        return page
    return HttpResponse(_without_request("web/errors/500.html"), status=500)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 (Django's hook)
    """403: a form without the token that proves where it came from; mostly a page that was left open too long.

    What was typed is carried along where a page of ours has sent it.
    """
    view = request.resolver_match.func if request.resolver_match else None
    if request.path == reverse("web:log-in") and from_here(request) and not request.user.is_authenticated:
        return log_in_expired(request)
    typed = typed_in(request) if is_form_page(view) else None
    if typed is None:
        return HttpResponse(_without_request("web/errors/form.html"), status=403)
    if not request.user.is_authenticated:
        return log_in_page(request, LogInForm(label_suffix=""), typed=typed, ended=True)
    context = {"address": typed.address, "kept": typed.sealed()}
    return render(request, "web/errors/form.html", context, status=403)


def _without_request(template: str) -> str:
    return render_to_string(template, {"LANGUAGE_CODE": language_of_page()})
