"""The second step of the log-in, set up and taken out of use by its owner: one-time codes, passkeys, recovery codes."""

from __future__ import annotations

import io
from collections.abc import Sequence
from uuid import UUID

import qrcode
import qrcode.image.svg
from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from kortisto.interfaces.web.errors import not_found
from kortisto.interfaces.web.sessions import METHOD, confirmed, site_of
from kortisto.interfaces.web.staff.account import issuer
from kortisto.interfaces.web.staff.second_step import answer_in
from kortisto.interfaces.web.toasts import toast
from kortisto.interfaces.web.visits import Visit, staff
from kortisto.register.access import operations, queries, rules

REFUSED = 422
CREATION = "new-passkey-challenge"


class CodeForm(forms.Form):
    """The first code of a new secret."""

    code = forms.CharField(
        label=_("Code that the app shows"),
        max_length=10,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
        error_messages={"required": _("Write the code.")},
    )


class PasskeyForm(forms.Form):
    """What its owner calls a passkey."""

    name = forms.CharField(
        label=_("Name of the passkey"),
        max_length=100,
        help_text=_("For example: work telephone."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Write a name.")},
    )


@require_http_methods(["GET", "POST"])
@staff
@confirmed
def totp(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Offer a secret to an authenticator app, and take it into use with its first code."""
    form = CodeForm(request.POST if "code" in request.POST else None, label_suffix="")
    if form.is_bound and form.is_valid():
        try:
            codes = operations.use_totp(code=form.cleaned_data["code"], by=visit.by, at=visit.at)
        except operations.WrongCodeError:
            form.add_error("code", _("This is not the code. Check that the clock of the telephone is right."))
        else:
            return _set_up(request, codes)
    if request.method == "POST" and not form.is_bound:
        try:
            operations.offer_totp(by=visit.by, at=visit.at)
        except operations.InUseError:
            return redirect("web:account")
    offered = queries.totp_offer(user_id=rules.id_of(visit.by), issuer=issuer())
    context = {"form": form, "secret": "", "picture": ""}
    if offered:
        grouped = " ".join(offered.secret[start : start + 4] for start in range(0, len(offered.secret), 4))
        context.update(secret=grouped, picture=_picture(offered.address))
    return render(request, "web/account/totp.html", context, status=REFUSED if form.errors else 200)


@require_POST
@staff
@confirmed
def drop_totp(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Take one-time codes out of use."""
    operations.drop_totp(by=visit.by, at=visit.at)
    _dropped(request, visit)
    toast(request, gettext("One-time codes are no longer asked for."))
    return redirect("web:account")


@require_http_methods(["GET", "POST"])
@staff
@confirmed
def add_passkey(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Keep a passkey that the browser makes."""
    site = site_of(request)
    if not site.can_have_passkeys:
        return not_found(request)
    form = PasskeyForm(request.POST or None, label_suffix="")
    if request.method == "POST" and form.is_valid():
        try:
            codes = operations.add_passkey(
                name=form.cleaned_data["name"],
                answer=answer_in(request),
                state=request.session.pop(CREATION, None),
                site=site,
                by=visit.by,
                at=visit.at,
            )
        except operations.NotThisPasskeyError:
            form.add_error(None, _("The passkey was not made. Try again; this needs JavaScript and a recent browser."))
        else:
            return _set_up(request, codes)
    return render(request, "web/account/passkey.html", {"form": form}, status=REFUSED if form.errors else 200)


@require_POST
@staff
@confirmed
def passkey_challenge(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Give the browser what it needs to make a passkey, for one attempt."""
    challenge = queries.new_passkey_challenge(user_id=rules.id_of(visit.by), site=site_of(request))
    request.session[CREATION] = challenge.state
    return JsonResponse(challenge.options)


@require_POST
@staff
@confirmed
def drop_passkey(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Forget a passkey."""
    try:
        operations.drop_passkey(passkey_id=UUID(request.POST.get("passkey", "")), by=visit.by, at=visit.at)
    except (ValueError, operations.ObjectDoesNotExist):
        return not_found(request)
    _dropped(request, visit)
    toast(request, gettext("The passkey no longer opens this account. Remove it from your device too."))
    return redirect("web:account")


@require_POST
@staff
@confirmed
def recovery_codes(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Make new recovery codes and show them, once."""
    if not queries.factors_of(user_id=rules.id_of(visit.by)).any:
        return not_found(request)
    return _set_up(request, operations.new_recovery_codes(by=visit.by, at=visit.at))


def _dropped(request: HttpRequest, visit: Visit) -> None:
    """Who has no second step left counts as logged in by password."""
    if not queries.factors_of(user_id=rules.id_of(visit.by)).any and request.session.get(METHOD) == "second step":
        request.session[METHOD] = "password"


def _set_up(request: HttpRequest, codes: Sequence[str]) -> HttpResponse:
    if request.session.get(METHOD) not in {"passkey", "company"}:
        request.session[METHOD] = "second step"  # the code or the passkey was shown to us just now
    if not codes:
        toast(request, gettext("The second step is in use."))
        return redirect("web:account")
    return render(request, "web/account/recovery_codes.html", {"codes": codes})


def _picture(address: str) -> SafeString:
    """The address as a QR code in SVG: it comes from our own drawing, nothing in it is markup that somebody wrote."""
    image = qrcode.make(address, image_factory=qrcode.image.svg.SvgPathImage, border=2)
    drawn = io.BytesIO()
    image.save(drawn)
    return mark_safe(drawn.getvalue().decode().partition("?>")[2])  # noqa: S308 (see above)
