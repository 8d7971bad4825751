"""Accounts, as the main user grants, changes, closes and opens them again."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kortisto.interfaces.web import mail
from kortisto.interfaces.web.errors import not_found
from kortisto.interfaces.web.sessions import confirmed
from kortisto.interfaces.web.toasts import toast
from kortisto.interfaces.web.typed import form_page, shown_again
from kortisto.interfaces.web.visits import Visit, in_words, permitted
from kortisto.lib import identifiers
from kortisto.register.access import current, operations, queries
from kortisto.register.access.operations import Link
from kortisto.register.parties.operations import close_account

REFUSED = 422
LEVEL = "level:"
"""How the value of a choice begins that stands for a composed level instead of a role."""


def places() -> list[tuple[str, str]]:
    """Return what an account can have: the roles of the declaration, then the levels that were composed."""
    roles = [(role.id, in_words(role.name)) for role in current.compiled().declaration.roles.values()]
    return roles + [(f"{LEVEL}{one.id}", one.name) for one in queries.levels()]


def placed(choice: str) -> dict[str, Any]:
    """Return role or level of a choice, as the operations take them."""
    if choice.startswith(LEVEL):
        return {"level_id": UUID(choice.removeprefix(LEVEL))}
    return {"role": choice}


class PlaceForm(forms.Form):
    """Role or level of an account."""

    place = forms.ChoiceField(label=_("Role or level"))

    def __init__(self, *arguments: Any, **named: Any) -> None:
        """Offer roles and levels."""
        super().__init__(*arguments, **named)
        self.label_suffix = ""
        self.fields["place"].choices = places()  # type: ignore[attr-defined]


class AccountForm(PlaceForm):
    """Name, and role or level of an account that is there."""

    name = forms.CharField(
        label=_("Name"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Write the name.")},
    )
    field_order = ("name", "place")


class InviteForm(PlaceForm):
    """Who is invited, and to what."""

    name = forms.CharField(
        label=_("Name"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Write the name.")},
    )
    email = forms.CharField(
        label=_("E-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Write the e-mail address.")},
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    field_order = ("name", "email", "place", "language")

    def clean_email(self) -> str:
        """The address is one."""
        try:
            return identifiers.email(self.cleaned_data["email"])
        except ValueError:
            raise forms.ValidationError(_("Write an e-mail address like name@company.example.")) from None


@require_safe
@permitted("accounts.manage")
def users(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show every account and the open invitations."""
    names = dict(places())
    accounts = [(one, one.level or names.get(one.role, one.role)) for one in queries.users()]
    invitations = [(one, one.level or names.get(one.role, one.role)) for one in queries.open_invitations(at=visit.at)]
    return render(request, "web/staff/users.html", {"users": accounts, "invitations": invitations})


@form_page
@permitted("accounts.manage")
@confirmed
def invite(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Invite somebody: a link that works once is shown, and mailed where mail is set."""
    typed = shown_again(request)
    form = InviteForm(request.POST if request.method == "POST" else None, initial=typed or {"language": visit.language})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            link = operations.invite(
                email=given["email"],
                display_name=given["name"],
                language=given["language"],
                by=visit.by,
                at=visit.at,
                request_id=visit.request_id,
                **placed(given["place"]),
            )
        except operations.EmailInUseError:
            form.add_error("email", _("Somebody has an account with this address already."))
        else:
            return _show_link(request, link, given["name"], new=True)
    context = {"form": form, "not_saved": bool(typed)}
    return render(request, "web/staff/invite.html", context, status=REFUSED if form.errors else 200)


@require_POST
@permitted("accounts.manage")
def withdraw(request: HttpRequest, visit: Visit, invitation_id: UUID) -> HttpResponse:
    """Let a link work no more."""
    try:
        operations.withdraw(invitation_id=invitation_id, by=visit.by, at=visit.at, request_id=visit.request_id)
    except operations.ObjectDoesNotExist:
        return not_found(request)
    toast(request, gettext("The link no longer works."))
    return redirect("web:users")


@require_http_methods(["GET", "POST"])
@permitted("accounts.manage")
@confirmed
def user(request: HttpRequest, visit: Visit, user_id: UUID) -> HttpResponse:
    """Show one account, and change its name, role or level."""
    known = queries.user(user_id=user_id)
    if known is None:
        return not_found(request)
    place = f"{LEVEL}{known.level_id}" if known.level_id else known.role
    form = AccountForm(request.POST or None, initial={"place": place, "name": known.name})
    if request.method == "POST" and form.is_valid():
        try:
            operations.place_user(
                user_id=user_id, name=form.cleaned_data["name"], by=visit.by, at=visit.at,
                request_id=visit.request_id, **placed(form.cleaned_data["place"]),
            )  # fmt: skip
        except operations.LastMainUserError:
            form.add_error("place", _LAST)
        else:
            toast(request, gettext("Saved. It holds from the next page on that the user opens."))
            return redirect("web:user", user_id=user_id)
    return _user_page(request, visit, user_id, form)


_LAST = _("This is the last main user: give the role to somebody else first, or nobody could grant accounts.")


@require_POST
@permitted("accounts.manage")
@confirmed
def change_user(request: HttpRequest, visit: Visit, user_id: UUID) -> HttpResponse:
    """Close an account, open it again, offer a new password, or drop a lost second step."""
    what = request.POST.get("what", "")
    common: dict[str, Any] = {"user_id": user_id, "by": visit.by, "at": visit.at, "request_id": visit.request_id}
    known = queries.user(user_id=user_id)
    if known is None:
        return not_found(request)
    if what == "password" and known.is_active:
        return _show_link(request, operations.offer_new_password(**common), known.name, new=False)
    if what == "close":
        try:
            close_account(**common)
        except operations.LastMainUserError:
            form = AccountForm(initial={"place": known.role, "name": known.name})
            return _user_page(request, visit, user_id, form, problem=str(_LAST))
        toast(request, gettext("The account is closed. Its sessions and keys have ended."))
    elif what == "reopen":
        return _show_link(request, operations.reopen_user(**common), known.name, new=False)
    elif what == "factors":
        operations.drop_factors_of(**common)
        toast(request, gettext("The account opens with the password alone until its user sets up a second step again."))
    elif what == "sessions":
        operations.end_sessions_of(**common)
        toast(request, gettext("All sessions of the user have ended."))
    return redirect("web:user", user_id=user_id)


def _user_page(
    request: HttpRequest, visit: Visit, user_id: UUID, form: PlaceForm, *, problem: str = ""
) -> HttpResponse:
    context = {
        "known": queries.user(user_id=user_id),
        "form": form,
        "problem": problem,
        "undertakings": queries.undertakings_of(user_id=user_id),
        "is_self": user_id == visit.by.id,
    }
    return render(request, "web/staff/user.html", context, status=REFUSED if form.errors or problem else 200)


def _show_link(request: HttpRequest, link: Link, name: str, *, new: bool) -> HttpResponse:
    """The only page that ever shows the link."""
    address = mail.full_address(request, reverse("web:invitation", kwargs={"secret": link.secret}))
    with translation.override(link.language):
        register = current.compiled().declaration.register.name.in_language(link.language)
        subject = gettext("Invitation to Kortisto") if new else gettext("A new password for Kortisto")
        text = gettext(
            "Hello %(name)s,\n\nwith this link you set your password for %(register)s:\n%(address)s\n\n"
            "The link works once, until %(until)s. If you did not expect it, tell the main user of your organisation."
        ) % {
            "name": name,
            "register": register,
            "address": address,
            "until": timezone.localtime(link.expires_at).strftime("%d.%m.%Y %H.%M"),
        }
        mailed = mail.send(to=link.email, subject=subject, text=text)
    context = {"address": address, "link": link, "name": name, "new": new, "mailed": mailed}
    return render(request, "web/staff/link.html", context)
