"""Keys for programs: made, shown once, revoked."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from kortisto.declaration.printing.terms.words import OPERATION
from kortisto.declaration.words import Operation
from kortisto.interfaces.web.errors import not_found
from kortisto.interfaces.web.sessions import confirmed
from kortisto.interfaces.web.staff.forms import DayInput
from kortisto.interfaces.web.toasts import toast
from kortisto.interfaces.web.visits import Visit, in_words, permitted, staff
from kortisto.register.access import current, operations, queries, rules
from kortisto.register.access.rulebook import rulebook

REFUSED = 422
OFFERED = (Operation.READ, Operation.COLLECT, Operation.CHANGE, Operation.EXPORT)


class TokenForm(forms.Form):
    """What a key is for, and what it may do."""

    name = forms.CharField(
        label=_("Name"),
        max_length=100,
        help_text=_("Which program uses the key, for example: web shop."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Write a name.")},
    )
    purpose = forms.ChoiceField(label=_("Purpose"), help_text=_("Every call is for this purpose, and logged with it."))
    operations = forms.MultipleChoiceField(
        label=_("People's data"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose one at least.")},
    )
    permissions = forms.MultipleChoiceField(
        label=_("In the program"), required=False, widget=forms.CheckboxSelectMultiple
    )
    until = forms.DateField(
        label=_("Works until"),
        widget=DayInput(),
        error_messages={
            "invalid": _("Write the day as d.m.yyyy, for example 31.12.2026."),
            "required": _("Write a day."),
        },
    )

    def __init__(self, *arguments: Any, visit: Visit, **named: Any) -> None:
        """Offer what the visitor may oneself."""
        super().__init__(*arguments, **named)
        self.label_suffix = ""
        declared = current.compiled().declaration.purposes
        permissions = rules.permissions_of(visit.by) - {"accounts.manage"}
        choices = {
            "purpose": [(id_, in_words(declared[id_].name)) for id_ in rules.purposes_of(visit.by)],
            "operations": [(one.value, in_words(OPERATION[one])) for one in OFFERED],
            "permissions": [
                (one.id, in_words(one.name)) for one in rulebook().permissions.values() if one.id in permissions
            ],
        }
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]


@require_http_methods(["GET", "POST"])
@permitted("tokens.manage")
@confirmed
def tokens(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show one's keys, and make one; its secret is shown once."""
    form = TokenForm(request.POST or None, visit=visit, initial={"operations": [Operation.READ.value]})
    made = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = operations.make_token(
                name=given["name"],
                purpose=given["purpose"],
                operations=[Operation(one) for one in given["operations"]],
                permissions=given["permissions"],
                expires_at=timezone.make_aware(datetime.combine(given["until"], time.max)),
                by=visit.by,
                at=visit.at,
                request_id=visit.request_id,
            )
        except operations.ScopeError:
            longest = timezone.localdate(visit.at + timedelta(seconds=settings.TOKEN_LONGEST_SECONDS)) - timedelta(1)
            message = gettext(
                "Choose a day from today to %(day)s, and only what your role may do for this purpose."
            ) % {"day": f"{longest.day}.{longest.month}.{longest.year}"}  # fmt: skip
            form.add_error(None, message)
        else:
            form = TokenForm(visit=visit, initial={"operations": [Operation.READ.value]})
    context = {"form": form, "made": made, "tokens": shown_tokens(visit)}
    return render(request, "web/account/tokens.html", context, status=REFUSED if form.errors else 200)


@require_POST
@staff
def revoke_token(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Let a key work no more."""
    try:
        operations.revoke_token(
            token_id=UUID(request.POST.get("token", "")), by=visit.by, at=visit.at, request_id=visit.request_id
        )
    except (ValueError, operations.ObjectDoesNotExist):
        return not_found(request)
    toast(request, gettext("The key no longer works."))
    return redirect("web:tokens") if visit.has("tokens.manage") else redirect("web:account")


def shown_tokens(visit: Visit) -> list[dict[str, object]]:
    """Return one's keys in words."""
    purposes, permissions = current.compiled().declaration.purposes, rulebook().permissions
    return [
        {
            "token": one,
            "purpose": in_words(purposes[one.purpose].name) if one.purpose in purposes else one.purpose,
            "may": [in_words(OPERATION[Operation(value)]) for value in one.operations]
            + [in_words(permissions[id_].name) for id_ in one.permissions if id_ in permissions],
        }
        for one in queries.tokens_of(user_id=rules.id_of(visit.by), at=visit.at)
    ]
