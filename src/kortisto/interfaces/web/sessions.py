"""The life of a session: when it began, was last seen, and when its user last proved who they are."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from kortisto.interfaces.web.log_in import safe
from kortisto.interfaces.web.typed import is_form_page, typed_in
from kortisto.interfaces.web.visits import Visit
from kortisto.register.access import operations
from kortisto.register.access.operations import Site
from kortisto.register.access.rules import actor_of

P = ParamSpec("P")
BEGAN, SEEN, CONFIRMED, METHOD = "began", "seen", "confirmed", "method"
"""Keys of the session: three times in seconds since 1970, and how its user logged in."""

GetResponse = Callable[[HttpRequest], HttpResponse]


class SessionsEnd:
    """Ends a session that was idle, or open, for too long, whatever its cookie says; and notes that it is in use."""

    def __init__(self, get_response: GetResponse) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.session.get("_auth_user_id") is not None and request.user.is_authenticated:
            self._look_at(request)
        return self._get_response(request)

    @staticmethod
    def _look_at(request: HttpRequest) -> None:
        at = timezone.now()
        now = int(at.timestamp())
        user: Any = request.user
        by, key = actor_of(user), request.session.session_key or ""
        began, seen = request.session.get(BEGAN, 0), request.session.get(SEEN, 0)
        if now - began > settings.SESSION_COOKIE_AGE or now - seen > settings.SESSION_IDLE_SECONDS:
            operations.expire_session(session_key=key, by=by, at=at)
            logout(request)
        elif now - seen >= settings.SESSION_SEEN_SECONDS:
            request.session[SEEN] = now
            operations.see_session(session_key=key, by=by, at=at)


def has_two_steps(request: HttpRequest) -> bool:
    """Return whether this session began with more than a password, or its user has set up a second step in it."""
    return request.session.get(METHOD) in {"second step", "passkey", "company"}


def begin(sender: object, request: HttpRequest, user: Any, **named: object) -> None:  # noqa: ARG001 (Django's signal)
    """Stamp a session that has just begun, on whatever way its user came in."""
    at = timezone.now()
    now = int(at.timestamp())
    request.session[BEGAN] = request.session[SEEN] = request.session[CONFIRMED] = now
    operations.begin_session(
        session_key=request.session.session_key or "",
        method=request.session.get(METHOD, "password"),
        address=client_address(request),
        browser=request.headers.get("User-Agent", ""),
        by=actor_of(user),
        at=at,
    )


user_logged_in.connect(begin, dispatch_uid="kortisto.session")

StaffView = Callable[Concatenate[HttpRequest, Visit, P], HttpResponse]


def is_confirmed(request: HttpRequest) -> bool:
    """Return whether the user has proved who they are a short time ago."""
    return bool(timezone.now().timestamp() - request.session.get(CONFIRMED, 0) <= settings.CONFIRMED_SECONDS)


def confirmed(view: StaffView[P]) -> StaffView[P]:
    """Ask for the password again first, unless that was a short time ago; what was typed is carried along."""

    @wraps(view)
    def guarded(request: HttpRequest, visit: Visit, *arguments: P.args, **named: P.kwargs) -> HttpResponse:
        if is_confirmed(request):
            return view(request, visit, *arguments, **named)
        return ask_to_confirm(request)

    return cast("StaffView[P]", guarded)


def ask_to_confirm(request: HttpRequest) -> HttpResponse:
    """Show the page that asks for the password before something sensitive."""
    match = request.resolver_match
    typed = typed_in(request) if match is not None and is_form_page(match.func) else None
    # Behind a mere button there is no page to come back to, but the one on which it stands.
    back = (
        request.get_full_path() if request.method == "GET" or typed else safe(request, request.headers.get("Referer"))
    )
    context = {"next": back, "kept": typed.sealed() if typed else ""}
    return render(request, "web/staff/confirm.html", context, status=200 if request.method == "GET" else 403)


def client_address(request: HttpRequest) -> str:
    """Return the address of the browser. What a proxy says of it counts only from proxies that the settings trust.

    Each proxy appends whom it has heard from (X-Forwarded-For): the last one that is no proxy of ours is the browser.
    """
    address: str = request.META.get("REMOTE_ADDR", "")
    told = [one.strip() for one in request.headers.get("X-Forwarded-For", "").split(",") if one.strip()]
    while told and _is_trusted(address):
        address = told.pop()
    return address


def _is_trusted(address: str) -> bool:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(parsed in network for network in settings.TRUSTED_PROXIES)


def site_of(request: HttpRequest) -> Site:
    """Return where the browser sees these pages."""
    host = request.get_host()
    name = host if host.endswith("]") else host.rpartition(":")[0] or host
    return Site(host=name, origin=f"{request.scheme}://{host}")
