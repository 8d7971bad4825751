"""Logging in and out; the language, the purpose and the undertaking under which somebody works."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from kortisto.interfaces.web.log_in import LogInForm, asked_anew, log_in_page, safe
from kortisto.interfaces.web.sessions import client_address
from kortisto.interfaces.web.staff.second_step import ask_second_step, come_in, go_on, in_own_language
from kortisto.interfaces.web.typed import KEPT, SHOW_IN, Typed, opened, switched
from kortisto.interfaces.web.visits import (
    PURPOSE,
    Visit,
    in_words,
    keep_language,
    purposes_of,
    remember_language,
    staff,
    visit_of,
)
from kortisto.lib.ids import uuid7
from kortisto.register.access import operations, rules
from kortisto.register.access.rulebook import rulebook
from kortisto.register.audit.enums import Door

REFUSED, TOO_MANY = 422, 429


@login_not_required
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def log_in(request: HttpRequest) -> HttpResponse:
    """Check e-mail and password. After too many failures says until when to wait."""
    target = safe(request, request.POST.get("next") or request.GET.get("next"))
    typed = opened(request.POST.get(KEPT, ""))
    if request.user.is_authenticated:
        return _go_on(request, typed) if typed else HttpResponseRedirect(target)
    if SHOW_IN in request.POST:
        language = switched(request)
        response = log_in_page(request, asked_anew(request), target=target, typed=typed, status=200)
        if language:
            remember_language(response, language)
        return response
    form = LogInForm(request.POST or None, label_suffix="")
    status, wait_until = 200, None
    if request.method == "POST":
        status = REFUSED
        if form.is_valid():
            result = operations.log_in(
                email=form.cleaned_data["email"],
                password=form.cleaned_data["password"],
                address=client_address(request),
                at=timezone.now(),
                request_id=uuid7().hex,
            )
            if result.user is not None and result.needs_second:
                kept = typed.sealed() if typed else ""
                return ask_second_step(request, result.user.id, target=target, kept=kept)
            if result.user is not None:
                come_in(request, result.user, "password")
                response = _go_on(request, typed) if typed else HttpResponseRedirect(target)
                return in_own_language(request, response, result.user)
            wait_until = result.wait_until
            status = TOO_MANY if wait_until else REFUSED
            if not wait_until:
                form.add_error(None, _("The e-mail address or the password is wrong. Check both and try again."))
    return log_in_page(request, form, target=target, typed=typed, wait_until=wait_until, status=status)


def _go_on(request: HttpRequest, typed: Typed) -> HttpResponse:
    """Lead on to the form with what was typed, for the purpose for which it was typed."""
    if typed.fields.get(PURPOSE) in purposes_of(visit_of(request)):
        request.session[PURPOSE] = typed.fields[PURPOSE]
    return go_on(request, typed)


@require_POST
@staff
def log_out(request: HttpRequest, visit: Visit) -> HttpResponse:
    """End the session."""
    operations.log_out(
        by=visit.by, at=visit.at, session_key=request.session.session_key or "", request_id=visit.request_id
    )
    logout(request)
    return redirect("web:log-in")


@login_not_required
@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Show pages in another language from now on."""
    response = HttpResponseRedirect(safe(request, request.POST.get("next")))
    language = request.POST.get("language", "")
    if language in dict(settings.LANGUAGES):
        remember_language(response, language)
        keep_language(request, language)
    return response


@require_POST
@staff
def choose_purpose(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Work for another purpose from now on: one of those for which the role may read."""
    purpose = request.POST.get("purpose", "")
    if purpose in purposes_of(visit):
        request.session[PURPOSE] = purpose
    return HttpResponseRedirect(safe(request, request.POST.get("next")))


@require_http_methods(["GET", "POST"])
@staff
def undertaking(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show the confidentiality undertaking, and keep that it was signed."""
    text = rulebook().undertaking
    if request.method == "POST":
        if rules.must_sign(visit.by):
            operations.sign_undertaking(
                user_id=rules.id_of(visit.by),
                version=text.version,
                language=visit.language,
                by=visit.by,
                at=visit.at,
                channel=Door.WEB,
            )
        return redirect("web:parties")
    context = {
        "signed": not rules.must_sign(visit.by),
        "opening": in_words(text.opening),
        "points": [in_words(point) for point in text.points],
    }
    return render(request, "web/staff/undertaking.html", context)
