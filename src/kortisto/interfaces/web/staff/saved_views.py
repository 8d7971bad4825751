"""Saved views of lists: each has an address of its own, which stays the same."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kortisto.interfaces.web.errors import not_found
from kortisto.interfaces.web.staff.lists import WORDS
from kortisto.interfaces.web.toasts import toast
from kortisto.interfaces.web.visits import Visit, staff
from kortisto.register.parties import operations, queries
from kortisto.register.parties.enums import PartyKind


class ViewForm(forms.Form):
    """The name of a view, and whether others see it."""

    name = forms.CharField(max_length=100)
    query = forms.CharField(max_length=2000, required=False)
    shared = forms.BooleanField(required=False)


@require_POST
@staff
def save(request: HttpRequest, visit: Visit, kind: PartyKind) -> HttpResponse:
    """Keep the list that is shown under a name."""
    form = ViewForm(request.POST)
    if not form.is_valid():
        toast(request, _("Give the view a name of at most 100 characters; nothing was saved."), level=40)
        return HttpResponseRedirect(f"{reverse(f'web:{WORDS[kind]}')}?{request.POST.get('query', '')[:2000]}")
    with visit.enter() as access:
        view_id = operations.save_view(
            kind=kind,
            name=form.cleaned_data["name"],
            query=form.cleaned_data["query"],
            shared=form.cleaned_data["shared"],
            by=access,
            at=visit.at,
        )
    toast(request, _("The view was saved. Its address stays the same."))
    return redirect("web:view", view_id=view_id)


@require_http_methods(["GET", "POST"])
@staff
def view(request: HttpRequest, visit: Visit, view_id: UUID) -> HttpResponse:
    """Show the list of a saved view; a form that is sent here removes it."""
    with visit.enter() as access:
        found = queries.saved_view(by=access, view_id=view_id)
        if found is not None and request.method == "POST" and found.owner == visit.by.id:
            operations.remove_view(view_id=view_id, by=access, at=visit.at)
    if found is None or (request.method == "POST" and found.owner != visit.by.id):
        return not_found(request)
    if request.method == "POST":
        toast(request, _("The view “%s” was removed.") % found.name)
        return redirect(f"web:{WORDS[found.kind]}")
    return HttpResponseRedirect(f"{reverse(f'web:{WORDS[found.kind]}')}?{found.query}")
