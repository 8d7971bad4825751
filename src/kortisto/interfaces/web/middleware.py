"""What the pages ask of every request before a view sees it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

from csp.constants import HEADER
from csp.utils import build_policy
from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from kortisto.interfaces.web.log_in import LogInForm, log_in_page
from kortisto.interfaces.web.sessions import client_address, has_two_steps
from kortisto.interfaces.web.typed import WORK_FOR, is_form_page, take_up, typed_in
from kortisto.interfaces.web.visits import PURPOSE, keep_language, purposes_of, remember_language, visit_of
from kortisto.register.access.operations import DeniedError, record_refusal
from kortisto.register.access.rules import demands_second_step
from kortisto.register.audit.values import came_from, network_of

TO_SET_UP = frozenset({
    "account", "password", "confirm", "totp", "add-passkey", "new-passkey-challenge", "recovery-codes", "drop-totp",
    "drop-passkey", "end-session", "log-out", "looks", "undertaking",
})  # fmt: skip
"""Pages that whoever still needs a second step may open: one's own account."""

GetResponse = Callable[[HttpRequest], HttpResponse]


class RefuseUnstorableText:
    """PostgreSQL stores no NUL character: an address or cookie that carries one is nobody's typing slip."""

    def __init__(self, get_response: GetResponse) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path or "\0" in unquote(request.META.get("QUERY_STRING", "")):
            raise BadRequest("NUL in the address")
        if any("\0" in value for value in request.COOKIES.values()):
            raise BadRequest("NUL in a cookie")
        return self._get_response(request)


class OnePolicy:
    """Sends the Content-Security-Policy of the settings: the same with every answer that brings none of its own.

    django-csp puts the words of it together; its middleware would do so twice for each answer, for views and nonces of
    which there are none here.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self._get_response = get_response
        self._policy = build_policy()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._get_response(request)
        response.headers.setdefault(HEADER, self._policy)
        return response


class WhereFrom:
    """Lets the log say from which network somebody came. Only proxies that the settings trust are believed."""

    def __init__(self, get_response: GetResponse) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = came_from.set(network_of(client_address(request)))
        try:
            return self._get_response(request)
        finally:
            came_from.reset(token)


class LogInFirst(LoginRequiredMiddleware):
    """Every view is for people who have logged in, unless it says that it is public."""

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., Any],
        view_args: tuple[Any, ...],
        view_kwargs: dict[str, Any],
    ) -> HttpResponseBase | None:
        """Send to the log-in page; a request for a part of a page sends the whole page there."""
        response = super().process_view(request, view_func, view_args, view_kwargs)
        if response is not None and request.headers.get("HX-Request") == "true":
            return HttpResponse(status=204, headers={"HX-Redirect": response.headers["Location"]})
        if response is not None and request.method == "POST" and is_form_page(view_func):
            return log_in_page(request, LogInForm(label_suffix=""), typed=typed_in(request), ended=True)
        return response


class SecondStepIsDemanded:
    """Whose role or level demands a second step sets one up before anything else.

    What the company's own log-in has checked counts: how many steps it asks for is the company's affair.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., Any],
        view_args: tuple[Any, ...],  # noqa: ARG002 (Django passes them)
        view_kwargs: dict[str, Any],  # noqa: ARG002
    ) -> HttpResponseBase | None:
        """Lead to the page on which a second step is set up."""
        if not getattr(view_func, "login_required", True) or not request.user.is_authenticated:
            return None
        name = request.resolver_match.url_name if request.resolver_match else ""
        if name in TO_SET_UP or has_two_steps(request) or not demands_second_step(request.user):
            return None
        address = reverse("web:account")
        if request.headers.get("HX-Request") == "true":
            return HttpResponse(status=204, headers={"HX-Redirect": address})
        return redirect(address)


class KeepWhatWasTyped:
    """Shows a form with what was typed in it before a log-in or a change of language or purpose, and saves nothing."""

    def __init__(self, get_response: GetResponse) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._get_response(request)
        language = getattr(request, "language_asked", "")
        if language:
            remember_language(response, language)
            keep_language(request, language)
        return response

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., Any],
        view_args: tuple[Any, ...],
        view_kwargs: dict[str, Any],
    ) -> HttpResponseBase | None:
        """Come after the check of the token and of the log-in, of which both have seen the form that was sent."""
        if request.method == "POST" and is_form_page(view_func):
            purpose = request.POST.get(WORK_FOR, "")
            request.language_asked = take_up(request)  # type: ignore[attr-defined]
            if purpose:
                return _for_purpose(request, purpose, lambda: view_func(request, *view_args, **view_kwargs))
        return None


def _for_purpose(request: HttpRequest, purpose: str, view: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """Show the form for another purpose; where that does not permit the form, stay with the present one and say so."""
    before = request.session.get(PURPOSE, "")
    if purpose in purposes_of(visit_of(request)):
        request.session[PURPOSE] = purpose
    try:
        return view()
    except DeniedError as refusal:
        record_refusal(refusal)
        request.session[PURPOSE] = before
        messages.error(request, _("For that purpose this form is not open to you. You still work for the old one."))
        return view()
