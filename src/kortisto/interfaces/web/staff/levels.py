"""Levels: what the main user composes of roles and permissions."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kortisto.interfaces.web.errors import not_found
from kortisto.interfaces.web.sessions import confirmed
from kortisto.interfaces.web.toasts import toast
from kortisto.interfaces.web.visits import Visit, in_words, permitted
from kortisto.register.access import current, operations, queries
from kortisto.register.access.rulebook import rulebook

REFUSED = 422


class LevelForm(forms.Form):
    """Name, roles and permissions of a level."""

    name = forms.CharField(
        label=_("Name"),
        max_length=100,
        help_text=_("For example: sales manager."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Write a name.")},
    )
    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        help_text=_(
            "They say whose data may be handled, and for which purpose. The first one counts where several fit."
        ),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose one role at least.")},
    )
    permissions = forms.MultipleChoiceField(
        label=_("In the program"),
        required=False,
        help_text=_("Only what is ticked here: the permissions of the roles do not come by themselves."),
        widget=forms.CheckboxSelectMultiple,
    )

    second_step = forms.BooleanField(
        label=_("Log in in two steps"),
        required=False,
        help_text=_("Its users set up one-time codes or a passkey before they get any further."),
    )

    def __init__(self, *arguments: Any, **named: Any) -> None:
        """Offer the roles of the declaration and the permissions that a level may hold."""
        super().__init__(*arguments, **named)
        self.label_suffix = ""
        self.fields["roles"].choices = [  # type: ignore[attr-defined]
            (role.id, in_words(role.name)) for role in current.compiled().declaration.roles.values()
        ]
        self.fields["permissions"].choices = [  # type: ignore[attr-defined]
            (one.id, in_words(one.name)) for one in queries.grantable_permissions()
        ]


@require_safe
@permitted("accounts.manage")
def levels(request: HttpRequest, visit: Visit) -> HttpResponse:  # noqa: ARG001 (every staff view takes the visit)
    """Show the levels."""
    roles, permissions = current.compiled().declaration.roles, rulebook().permissions
    shown = [
        {
            "level": one,
            "roles": [in_words(roles[role].name) for role in one.roles if role in roles],
            "permissions": [in_words(permissions[id_].name) for id_ in one.permissions if id_ in permissions],
        }
        for one in queries.levels()
    ]
    return render(request, "web/staff/levels.html", {"levels": shown})


@require_http_methods(["GET", "POST"])
@permitted("accounts.manage")
@confirmed
def compose(request: HttpRequest, visit: Visit, level_id: UUID | None = None) -> HttpResponse:
    """Compose a level, or compose one anew."""
    present = queries.level(level_id=level_id) if level_id else None
    if level_id and present is None:
        return not_found(request)
    initial: dict[str, Any] = {}
    if present:
        initial = {
            "name": present.name,
            "roles": present.roles,
            "permissions": present.permissions,
            "second_step": present.second_step,
        }
    form = LevelForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            operations.compose_level(
                level_id=level_id, by=visit.by, at=visit.at, request_id=visit.request_id, **form.cleaned_data
            )
        except operations.NameInUseError:
            form.add_error("name", _("Another level has this name."))
        else:
            toast(request, gettext("Saved. It holds from the next page on for everybody who has this level."))
            return redirect("web:levels")
    context = {"form": form, "level": present}
    return render(request, "web/staff/level.html", context, status=REFUSED if form.errors else 200)


@require_POST
@permitted("accounts.manage")
@confirmed
def remove(request: HttpRequest, visit: Visit, level_id: UUID) -> HttpResponse:
    """Remove a level that nobody has."""
    try:
        operations.remove_level(level_id=level_id, by=visit.by, at=visit.at, request_id=visit.request_id)
    except operations.ObjectDoesNotExist:
        return not_found(request)
    except operations.LevelInUseError:
        present = queries.level(level_id=level_id)
        form = LevelForm()
        context = {"form": form, "level": present, "in_use": True}
        return render(request, "web/staff/level.html", context, status=REFUSED)
    toast(request, gettext("The level has been removed."))
    return redirect("web:levels")
