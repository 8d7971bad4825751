"""Elevated access: asked for with a reason, watched over by the data protection officer."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from kortisto.declaration.words import Operation
from kortisto.interfaces.web import mail
from kortisto.interfaces.web.errors import not_found
from kortisto.interfaces.web.sessions import confirmed
from kortisto.interfaces.web.toasts import toast
from kortisto.interfaces.web.typed import form_page, shown_again
from kortisto.interfaces.web.visits import ELEVATION, PURPOSE, Visit, in_words, permitted, staff
from kortisto.register.access import current, operations, queries, rules
from kortisto.register.access.queries import ElevationView
from kortisto.register.access.rulebook import rulebook

REFUSED = 422
_STEPS = (15, 30, 60, 120, 240, 480)


class ElevationForm(forms.Form):
    """Which role for which purpose, why, and for how long."""

    role_and_purpose = forms.ChoiceField(label=_("Role and purpose"))
    minutes = forms.TypedChoiceField(label=_("For how long"), coerce=int)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The data protection officer reads it. Write no data of customers here."),
        error_messages={
            "required": _("Write why you need this."),
            "max_length": _("This is too long: %(limit_value)d characters at most, now %(show_value)d."),
        },
    )

    def __init__(self, *arguments: Any, visit: Visit, **named: Any) -> None:
        """Offer what can be borrowed and is not the visitor's anyway."""
        super().__init__(*arguments, **named)
        self.label_suffix = ""
        self.fields["reason"].widget.attrs.pop("maxlength", None)
        book, declared = rulebook(), current.compiled().declaration
        self.fields["role_and_purpose"].choices = [  # type: ignore[attr-defined]
            (f"{role} {purpose}", f"{in_words(declared.roles[role].name)}: {in_words(declared.purposes[purpose].name)}")
            for role in book.elevation_roles
            if role in declared.roles and role not in visit.by.roles
            for purpose in rules.purposes_for(role=role, operation=Operation.READ)
        ]
        steps = [step for step in _STEPS if step < book.elevation_minutes] + [book.elevation_minutes]
        self.fields["minutes"].choices = [  # type: ignore[attr-defined]
            (step, gettext("%(minutes)d minutes") % {"minutes": step}) for step in steps
        ]


@form_page
@permitted("elevate")
@confirmed
def elevate(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Open elevated access, and go on in the borrowed role."""
    typed = shown_again(request)
    form = ElevationForm(request.POST if request.method == "POST" else None, visit=visit, initial=typed or None)
    if request.method == "POST" and form.is_valid():
        role, _space, purpose = form.cleaned_data["role_and_purpose"].partition(" ")
        id_ = operations.elevate(
            role=role,
            purpose=purpose,
            reason=form.cleaned_data["reason"],
            minutes=form.cleaned_data["minutes"],
            by=visit.by,
            at=visit.at,
            request_id=visit.request_id,
        )
        request.session[ELEVATION], request.session[PURPOSE] = str(id_), purpose
        _tell_overseers(request, visit, role=role, purpose=purpose)
        toast(request, gettext("Elevated access is open. Everything you do under it is logged as such."))
        return redirect("web:parties")
    own = queries.elevations(at=visit.at, user_id=rules.id_of(visit.by), limit=20)
    context = {"form": form, "own": shown(own), "not_saved": bool(typed)}
    return render(request, "web/account/elevate.html", context, status=REFUSED if form.errors else 200)


@require_safe
@permitted("elevations.oversee")
def elevations(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show who has or had elevated access."""
    found = shown(queries.elevations(at=visit.at))
    own = rules.id_of(visit.by)
    context = {
        "unseen": any(one["is_new"] and one["elevation"].user_id != own for one in found),
        "open": [one for one in found if one["elevation"].is_open],
        "past": [one for one in found if not one["elevation"].is_open],
    }
    return render(request, "web/staff/elevations.html", context)


@require_POST
@permitted("elevations.oversee")
def see(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Keep in the log that whoever watches over elevated access has seen what there was."""
    operations.see_elevations(by=visit.by, at=visit.at, request_id=visit.request_id)
    toast(request, gettext("That you have seen them is in the log."))
    return redirect("web:elevations")


@require_POST
@staff
def end_elevation(request: HttpRequest, visit: Visit, elevation_id: UUID) -> HttpResponse:
    """End an elevated access at once: one's own, or as the one who watches over them."""
    try:
        operations.end_elevation(elevation_id=elevation_id, by=visit.by, at=visit.at, request_id=visit.request_id)
    except operations.ObjectDoesNotExist:
        return not_found(request)
    toast(request, gettext("The elevated access has ended."))
    return redirect("web:elevations") if visit.has("elevations.oversee") else redirect("web:account")


def shown(found: tuple[ElevationView, ...]) -> list[dict[str, Any]]:
    """Return elevated accesses in words."""
    declared = current.compiled().declaration
    names = queries.names_of({one.seen_by for one in found if one.seen_by})
    return [
        {
            "elevation": one,
            "is_new": one.seen_by is None,
            "seen_by": names.get(one.seen_by, "") if one.seen_by else "",
            "role": in_words(declared.roles[one.role].name) if one.role in declared.roles else one.role,
            "purpose": in_words(declared.purposes[one.purpose].name)
            if one.purpose in declared.purposes
            else one.purpose,
        }
        for one in found
    ]


def _tell_overseers(request: HttpRequest, visit: Visit, *, role: str, purpose: str) -> None:
    """The message names who and in which role, and leads to the page: the reason stays in the register."""
    declared = current.compiled().declaration
    who = queries.names_of([rules.id_of(visit.by)]).get(rules.id_of(visit.by), "")
    address = mail.full_address(request, reverse("web:elevations"))
    for to, language in queries.addresses_of_overseers():
        with translation.override(language):
            text = gettext(
                "%(who)s has opened elevated access in the role %(role)s for the purpose %(purpose)s.\n\n"
                "The reason and a way to end it: %(address)s"
            ) % {
                "who": who,
                "role": declared.roles[role].name.in_language(language),
                "purpose": declared.purposes[purpose].name.in_language(language),
                "address": address,
            }
            mail.send(to=to, subject=gettext("Elevated access was opened"), text=text)
