"""Answers to requests that come to no view, or break down: a page for people, a problem (RFC 9457) for programs."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from kortisto.interfaces.api.problems import problem_of
from kortisto.interfaces.web import errors

API = "/api/"


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the address or the form cannot be understood."""
    return problem_of(400) if _is_of_a_program(request) else errors.bad_request(request, exception)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: the declaration does not permit it."""
    return errors.forbidden(request, exception)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: there is no such thing, or nothing that may be known of."""
    return problem_of(404) if _is_of_a_program(request) else errors.not_found(request, exception)


def broken(request: HttpRequest) -> HttpResponse:
    """500, or 503 where the database is gone."""
    page = errors.broken(request)
    return problem_of(page.status_code) if _is_of_a_program(request) else page


def _is_of_a_program(request: HttpRequest) -> bool:
    return request.path.startswith(API)
