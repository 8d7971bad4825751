"""The log-in page: where everybody who has not logged in, or no longer, comes to."""

from __future__ import annotations

from datetime import datetime

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from kortisto.interfaces.web.typed import KEPT, Typed, opened

FORBIDDEN = 403


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


def log_in_page(
    request: HttpRequest,
    form: LogInForm,
    *,
    target: str = "",
    typed: Typed | None = None,
    ended: bool = False,
    anew: bool = False,
    wait_until: datetime | None = None,
    no_passkey: bool = False,
    no_company: bool = False,
    status: int = FORBIDDEN,
) -> HttpResponse:
    """Show the log-in page; it carries along what was typed into the form whose session had ended."""
    context = {
        "form": form,
        "next": target or request.path,
        "kept": typed.sealed() if typed else "",
        "ended": ended,
        "anew": anew,
        "wait_until": wait_until,
        "no_passkey": no_passkey,
        "no_company": no_company,
        "company": settings.OIDC_NAME if settings.OIDC_ISSUER and settings.OIDC_CLIENT_ID else "",
        "keeps": "log-in" if typed else "",
        "keeps_at": reverse("web:log-in"),
    }
    return render(request, "web/staff/log_in.html", context, status=status)


def log_in_expired(request: HttpRequest) -> HttpResponse:
    """Ask again on a log-in page that was open for too long; the password has to be written anew."""
    form = asked_anew(request)
    typed = opened(request.POST.get(KEPT, ""))
    target = safe(request, request.POST.get("next"))
    return log_in_page(request, form, target=target, typed=typed, anew=True)


def asked_anew(request: HttpRequest) -> LogInForm:
    """Return the form with the address that was written, and never the password."""
    return LogInForm(initial={"email": request.POST.get("email", "")}, label_suffix="")


def safe(request: HttpRequest, address: str | None) -> str:
    """Return the address if it leads to a page of ours, else the first page: nobody is sent elsewhere by a link."""
    if address and url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure()):
        return address
    return settings.LOGIN_REDIRECT_URL
