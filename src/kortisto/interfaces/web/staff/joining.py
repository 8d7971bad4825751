"""Where the link of an invitation leads: to a password, to the undertaking, and only then to an account that works."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from kortisto.interfaces.web.sessions import client_address
from kortisto.interfaces.web.staff.account import password_field
from kortisto.interfaces.web.staff.second_step import come_in
from kortisto.interfaces.web.toasts import toast
from kortisto.interfaces.web.visits import in_words, language_of_page, remember_language
from kortisto.lib.ids import uuid7
from kortisto.register.access import operations, queries
from kortisto.register.access.rulebook import rulebook

REFUSED, GONE = 422, 404


class JoinForm(forms.Form):
    """The password and, for a new account, the signature."""

    password = password_field(_("New password"), new=True)
    signed = forms.BooleanField(
        label=_("I have read the undertaking and sign it"),
        error_messages={"required": _("The account opens when the undertaking is signed.")},
    )

    def __init__(self, *arguments: Any, new: bool, **named: Any) -> None:
        """Ask for the signature only where the account is new."""
        super().__init__(*arguments, **named)
        self.label_suffix = ""
        if not new:
            del self.fields["signed"]


@login_not_required
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """Set the password and sign; a link that does not work any more says no more than that."""
    at = timezone.now()
    found = queries.invitation(secret=secret, at=at)
    if found is None:
        operations.refuse_link(by=operations.ANONYMOUS, address=client_address(request), at=at)
        return render(request, "web/account/spent.html", status=GONE)
    form = JoinForm(request.POST or None, new=found.is_new_account)
    if request.method == "POST" and form.is_valid():
        try:
            user = operations.accept(
                secret=secret,
                password=form.cleaned_data["password"],
                signed=form.cleaned_data.get("signed", False),
                language=language_of_page(),
                by=operations.ANONYMOUS,
                at=at,
                request_id=uuid7().hex,
            )
        except ValidationError as error:
            form.add_error("password", error)
        except (operations.LinkIsSpentError, operations.EmailInUseError):
            return render(request, "web/account/spent.html", status=GONE)
        else:
            if not found.is_new_account:
                # No way in by the link alone: whoever has a second step is asked for it.
                toast(request, gettext("The new password is set. Log in with it."))
                return redirect("web:log-in")
            come_in(request, user, "invitation")
            toast(request, gettext("Welcome. Your account is open."))
            response = redirect("web:parties")
            remember_language(response, language_of_page())
            return response
    text = rulebook().undertaking
    context = {
        "form": form,
        "invitation": found,
        "opening": in_words(text.opening),
        "points": [in_words(point) for point in text.points],
    }
    return render(request, "web/account/join.html", context, status=REFUSED if form.errors else 200)
