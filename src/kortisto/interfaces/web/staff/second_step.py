"""The second step of the log-in, and the ways in without a password: passkeys and the company's own log-in."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kortisto.interfaces.web import company
from kortisto.interfaces.web.log_in import LogInForm, log_in_page, safe
from kortisto.interfaces.web.sessions import METHOD, client_address, site_of
from kortisto.interfaces.web.typed import Typed, opened
from kortisto.interfaces.web.visits import language_of_page, remember_language
from kortisto.lib.ids import uuid7
from kortisto.register.access import operations, queries
from kortisto.register.access.operations import LoginResult
from kortisto.register.access.rules import actor_of

BACKEND = "kortisto.register.access.backend.StaffBackend"
REFUSED, TOO_MANY = 422, 429
HALF_WAY = "half-way"
"""Where the session of nobody yet keeps who has given the right password, since when, and where they wanted to go."""
CHALLENGE = "passkey-challenge"


class CodeForm(forms.Form):
    """A code of six digits, or a recovery code."""

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        help_text=_("Six digits from your authenticator app, or one of your recovery codes."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autofocus": True, "spellcheck": "false"}),
        error_messages={"required": _("Write the code.")},
    )


def ask_second_step(request: HttpRequest, user_id: UUID, *, target: str, kept: str) -> HttpResponse:
    """Go on to the second step; nobody has logged in yet."""
    request.session.cycle_key()
    request.session[HALF_WAY] = {
        "user": str(user_id), "since": int(timezone.now().timestamp()), "next": target, "kept": kept,
    }  # fmt: skip
    return redirect("web:second-step")


@login_not_required
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def second_step(request: HttpRequest) -> HttpResponse:
    """Ask for a one-time code, a recovery code or a passkey."""
    half_way = _half_way(request)
    if half_way is None:
        return redirect("web:log-in")
    form = CodeForm(request.POST if "code" in request.POST else None, label_suffix="")
    status, wait_until = 200, None
    if request.method == "POST":
        result = LoginResult()
        if "answer" in request.POST:
            result = _by_passkey(request, user_id=UUID(half_way["user"]))
        elif form.is_valid():
            result = operations.log_in_with_code(
                user_id=UUID(half_way["user"]),
                code=form.cleaned_data["code"],
                address=client_address(request),
                at=timezone.now(),
                request_id=uuid7().hex,
            )
        if result.user is not None:
            return _come_in(request, result, "second step", target=half_way["next"], kept=half_way["kept"])
        wait_until, status = result.wait_until, TOO_MANY if result.wait_until else REFUSED
        if form.is_bound and form.is_valid() and not wait_until:
            form.add_error("code", _("This code is wrong or was used already. Wait for the next one."))
    context = {
        "form": form,
        "wait_until": wait_until,
        "passkeys": bool(queries.factors_of(user_id=UUID(half_way["user"])).passkeys),
        "refused": "answer" in request.POST,
    }
    return render(request, "web/staff/second_step.html", context, status=status)


@login_not_required
@require_POST
def passkey_challenge(request: HttpRequest) -> HttpResponse:
    """Give the browser a challenge, to be answered once."""
    challenge = queries.passkey_challenge(site=site_of(request))
    request.session[CHALLENGE] = challenge.state
    return JsonResponse(challenge.options)


@login_not_required
@require_POST
def log_in_by_passkey(request: HttpRequest) -> HttpResponse:
    """Let in whom a passkey proves."""
    target = safe(request, request.POST.get("next"))
    kept = request.POST.get("kept", "")
    result = _by_passkey(request)
    if result.user is not None:
        return _come_in(request, result, "passkey", target=target, kept=kept)
    form = LogInForm(label_suffix="")
    return log_in_page(
        request, form, target=target, typed=opened(kept), wait_until=result.wait_until, no_passkey=True,
        status=TOO_MANY if result.wait_until else REFUSED,
    )  # fmt: skip


@login_not_required
@require_safe
def company_log_in(request: HttpRequest) -> HttpResponse:
    """Send the browser to the company's own identity provider."""
    if not company.is_set():
        return redirect("web:log-in")
    try:
        address, pending = company.begin(company.back_address(request))
    except company.ProviderError:
        return _company_refused(request)
    request.session[company.PENDING] = {**pending, "next": safe(request, request.GET.get("next"))}
    return HttpResponseRedirect(address)


@login_not_required
@require_safe
def company_back(request: HttpRequest) -> HttpResponse:
    """Take the answer of the identity provider."""
    pending: dict[str, Any] = request.session.pop(company.PENDING, {})
    if not company.is_set() or not pending:
        return redirect("web:log-in")
    try:
        who = company.finish(request.GET, pending, company.back_address(request))
    except company.ProviderError:
        who = company.NOBODY
    result = operations.log_in_by_provider(
        provider=settings.OIDC_ISSUER,
        subject=who.subject,
        email=who.email,
        email_is_verified=who.email_is_verified,
        address=client_address(request),
        at=timezone.now(),
        request_id=uuid7().hex,
    )
    if result.user is None:
        return _company_refused(request, result)
    return _come_in(request, result, "company", target=safe(request, pending["next"]), kept="")


def _company_refused(request: HttpRequest, result: LoginResult | None = None) -> HttpResponse:
    wait_until = result.wait_until if result else None
    status = TOO_MANY if wait_until else REFUSED
    return log_in_page(
        request, LogInForm(label_suffix=""), target=settings.LOGIN_REDIRECT_URL, wait_until=wait_until,
        no_company=True, status=status,
    )  # fmt: skip


def come_in(request: HttpRequest, user: Any, method: str) -> None:
    """Begin the session of somebody who has proved who they are; its key is a new one."""
    request.session.pop(HALF_WAY, None)
    request.session[METHOD] = method
    login(request, user, backend=BACKEND)


def _come_in(request: HttpRequest, result: LoginResult, method: str, *, target: str, kept: str) -> HttpResponse:
    come_in(request, result.user, method)
    typed = opened(kept)
    response = go_on(request, typed) if typed else HttpResponseRedirect(target)
    return in_own_language(request, response, result.user)


def in_own_language(request: HttpRequest, response: HttpResponse, user: Any) -> HttpResponse:
    """Show pages in the language that the user has chosen; until then, in the one that the browser asks for."""
    if user.language_chosen:
        if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            remember_language(response, user.language)
    elif user.language != language_of_page():
        operations.speak(language=language_of_page(), chosen=False, by=actor_of(user), at=timezone.now())
    return response


def go_on(request: HttpRequest, typed: Typed) -> HttpResponse:
    """Lead on to the form with what was typed."""
    return render(request, "web/staff/go_on.html", {"address": typed.address, "kept": typed.sealed()})


def _half_way(request: HttpRequest) -> dict[str, str] | None:
    found: dict[str, Any] | None = request.session.get(HALF_WAY)
    if found is None or request.user.is_authenticated:
        return None
    if timezone.now().timestamp() - found["since"] > settings.CONFIRMED_SECONDS:
        del request.session[HALF_WAY]
        return None
    return found


def _by_passkey(request: HttpRequest, *, user_id: UUID | None = None) -> LoginResult:
    return operations.log_in_with_passkey(
        answer=answer_in(request),
        state=request.session.pop(CHALLENGE, None),
        site=site_of(request),
        user_id=user_id,
        address=client_address(request),
        at=timezone.now(),
        request_id=uuid7().hex,
    )


def answer_in(request: HttpRequest) -> object:
    """Return what the browser answers to a challenge; None for what is no JSON."""
    try:
        return json.loads(request.POST.get("answer", ""))
    except (ValueError, RecursionError):
        return None
