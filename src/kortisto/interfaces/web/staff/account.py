"""One's own account: password, sessions, undertaking, and the confirmation before something sensitive."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django import forms
from django.contrib.auth import update_session_auth_hash
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kortisto.interfaces.web.errors import not_found
from kortisto.interfaces.web.log_in import safe
from kortisto.interfaces.web.sessions import CONFIRMED, client_address, has_two_steps, site_of
from kortisto.interfaces.web.staff.second_step import go_on
from kortisto.interfaces.web.toasts import toast
from kortisto.interfaces.web.typed import KEPT, opened
from kortisto.interfaces.web.visits import Visit, in_words, staff
from kortisto.register.access import current, operations, queries, rules

REFUSED, TOO_MANY = 422, 429
METHODS = {
    "password": _("password"),
    "second step": _("password and second step"),
    "passkey": _("passkey"),
    "company": _("the company's log-in"),
    "invitation": _("invitation"),
}


def password_field(label: object, *, new: bool) -> forms.CharField:
    """A field for a password; managers and pasting are welcome, and nothing is trimmed."""
    return forms.CharField(
        label=label,  # type: ignore[arg-type] # a text that is translated when it is shown
        max_length=4096,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password" if new else "current-password"}),
        help_text=_("15 characters at least. Several words that do not belong together are easy to remember.")
        if new
        else "",
        error_messages={"required": _("Write the password.")},
    )


class NewPasswordForm(forms.Form):
    """The present password and a new one."""

    present = password_field(_("Present password"), new=False)
    password = password_field(_("New password"), new=True)


class ConfirmForm(forms.Form):
    """The password again."""

    password = password_field(_("Password"), new=False)


@require_safe
@staff
def account(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show one's own account."""
    user_id = rules.id_of(visit.by)
    known = queries.user(user_id=user_id)
    roles = current.compiled().declaration.roles
    context = {
        "known": known,
        "roles": ", ".join(in_words(roles[role].name) for role in visit.by.roles if role in roles),
        "sessions": [
            (one, METHODS.get(one.method, one.method))
            for one in queries.sessions_of(user_id=user_id, session_key=request.session.session_key or "")
        ],
        "factors": queries.factors_of(user_id=user_id),
        "site": site_of(request),
        "undertakings": queries.undertakings_of(user_id=user_id),
        "must_set_up": rules.demands_second_step(cast("Any", request.user)) and not has_two_steps(request),
        "may_elevate": visit.has("elevate"),
        "may_tokens": visit.has("tokens.manage"),
    }
    return render(request, "web/account/account.html", context)


@sensitive_post_parameters("present", "password")
@require_http_methods(["GET", "POST"])
@staff
def password(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Change one's own password; other sessions end."""
    form = NewPasswordForm(request.POST or None, label_suffix="")
    if request.method == "POST" and form.is_valid():
        # Guesses at the present password count like those at the log-in.
        result = operations.confirm(
            password=form.cleaned_data["present"], address=client_address(request), by=visit.by, at=visit.at,
            request_id=visit.request_id,
        )  # fmt: skip
        if result.user is None:
            form.add_error("present", _wrong(result))
        else:
            try:
                user = operations.change_password(
                    present=form.cleaned_data["present"],
                    password=form.cleaned_data["password"],
                    by=visit.by,
                    at=visit.at,
                    keep_session=request.session.session_key or "",
                    request_id=visit.request_id,
                )
            except ValidationError as error:
                form.add_error("password", error)
            else:
                keep_this_session(request, visit, user)
                toast(request, gettext("The password has been changed. Sessions elsewhere have ended."))
                return redirect("web:account")
    return render(request, "web/account/password.html", {"form": form}, status=REFUSED if form.errors else 200)


def keep_this_session(request: HttpRequest, visit: Visit, user: object) -> None:
    """Go on in this browser under a new key of the session, after a change of the password."""
    old = request.session.session_key or ""
    update_session_auth_hash(request, user)  # type: ignore[arg-type] # the user of the package
    operations.renew_session(old_key=old, session_key=request.session.session_key or "", by=visit.by, at=visit.at)


@require_POST
@staff
def end_session(request: HttpRequest, visit: Visit) -> HttpResponse:
    """End one session, or all others."""
    if request.POST.get("all"):
        operations.end_sessions_of(
            user_id=rules.id_of(visit.by), by=visit.by, at=visit.at, but=request.session.session_key or "",
            request_id=visit.request_id,
        )  # fmt: skip
        toast(request, gettext("You are logged in here only."))
        return redirect("web:account")
    try:
        operations.end_session(
            session_id=UUID(request.POST.get("session", "")), by=visit.by, at=visit.at, request_id=visit.request_id
        )
    except (ValueError, operations.ObjectDoesNotExist):
        return not_found(request)
    toast(request, gettext("The session has ended."))
    return redirect("web:account")


@sensitive_post_parameters("password")
@require_POST
@staff
def confirm(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Check the password before something sensitive, and go on to it."""
    target = safe(request, request.POST.get("next"))
    typed = opened(request.POST.get(KEPT, ""))
    form = ConfirmForm(request.POST, label_suffix="")
    result = operations.LoginResult()
    if form.is_valid():
        result = operations.confirm(
            password=form.cleaned_data["password"], address=client_address(request), by=visit.by, at=visit.at,
            request_id=visit.request_id,
        )  # fmt: skip
        if result.user is not None:
            request.session[CONFIRMED] = int(timezone.now().timestamp())
            return go_on(request, typed) if typed else HttpResponseRedirect(target)
        form.add_error("password", _wrong(result))
    context = {"form": form, "next": target, "kept": typed.sealed() if typed else ""}
    status = TOO_MANY if result.wait_until else REFUSED
    return render(request, "web/staff/confirm.html", context, status=status)


def _wrong(result: operations.LoginResult) -> str:
    if result.wait_until is None:
        return gettext("The password is wrong.")
    until = timezone.localtime(result.wait_until)
    return gettext("Too many failed attempts. Wait until %(time)s, then try again.") % {"time": until.strftime("%H.%M")}


def issuer() -> str:
    """Return what an authenticator app calls this register."""
    return f"Kortisto {in_words(current.compiled().declaration.register.name)}"[:60]
