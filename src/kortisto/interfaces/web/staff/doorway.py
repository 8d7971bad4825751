"""Logging in and out; the language, the purpose and the undertaking under which somebody works."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from kortisto.interfaces.web.visits import PURPOSE, Visit, purposes_of, staff
from kortisto.lib.ids import uuid7
from kortisto.register.access import operations
from kortisto.register.audit.enums import Door

BACKEND = "kortisto.register.access.backend.StaffBackend"
UNDERTAKING = "1"
"""Version of the text of the undertaking; a change of its words is a new version."""
REFUSED, TOO_MANY = 422, 429


class LogInForm(forms.Form):
    """E-mail and password; password managers and pasting are welcome."""

    email = forms.CharField(
        label=_("E-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True}),
        error_messages={"required": _("Write your e-mail address.")},
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=4096,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": _("Write your password.")},
    )


@login_not_required
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def log_in(request: HttpRequest) -> HttpResponse:
    """Check e-mail and password. After too many failures says until when to wait."""
    target = _safe(request, request.POST.get("next") or request.GET.get("next"))
    if request.user.is_authenticated:
        return HttpResponseRedirect(target)
    form = LogInForm(request.POST or None, label_suffix="")
    status, wait_until = 200, None
    if request.method == "POST":
        status = REFUSED
        if form.is_valid():
            result = operations.log_in(
                email=form.cleaned_data["email"],
                password=form.cleaned_data["password"],
                address=request.META.get("REMOTE_ADDR", ""),
                at=timezone.now(),
                request_id=uuid7().hex,
            )
            if result.user is not None:
                login(request, result.user, backend=BACKEND)
                response = HttpResponseRedirect(target)
                if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
                    _remember_language(response, result.user.language)
                return response
            wait_until = result.wait_until
            status = TOO_MANY if wait_until else REFUSED
            if not wait_until:
                form.add_error(None, _("The e-mail address or the password is wrong. Check both and try again."))
    return render(
        request, "web/staff/log_in.html", {"form": form, "next": target, "wait_until": wait_until}, status=status
    )


@require_POST
@staff
def log_out(request: HttpRequest, visit: Visit) -> HttpResponse:
    """End the session."""
    operations.log_out(by=visit.by, at=visit.at, request_id=visit.request_id)
    logout(request)
    return redirect("web:log-in")


@login_not_required
@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Show pages in another language from now on."""
    response = HttpResponseRedirect(_safe(request, request.POST.get("next")))
    language = request.POST.get("language", "")
    if language in dict(settings.LANGUAGES):
        _remember_language(response, language)
    return response


@require_POST
@staff
def choose_purpose(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Work for another purpose from now on: one of those for which the role may read."""
    purpose = request.POST.get("purpose", "")
    if purpose in purposes_of(visit.by.role):
        request.session[PURPOSE] = purpose
    return HttpResponseRedirect(_safe(request, request.POST.get("next")))


@require_http_methods(["GET", "POST"])
@staff
def undertaking(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show the confidentiality undertaking, and keep that it was signed."""
    if request.method == "POST":
        if visit.by.id is not None and not visit.by.undertaking:
            operations.sign_undertaking(
                user_id=visit.by.id, version=UNDERTAKING, by=visit.by, at=visit.at, channel=Door.WEB
            )
        return redirect("web:parties")
    return render(request, "web/staff/undertaking.html", {"signed": bool(visit.by.undertaking)})


def _safe(request: HttpRequest, address: str | None) -> str:
    """The address if it leads to a page of ours, else the first page: nobody is sent elsewhere by a link."""
    if address and url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure()):
        return address
    return settings.LOGIN_REDIRECT_URL


def _remember_language(response: HttpResponse, language: str) -> None:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
    )
