"""Doing something with many at once: first a page that says whom it concerns and whom not, and why."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from kortisto.declaration.words import Operation
from kortisto.interfaces.web.errors import not_found
from kortisto.interfaces.web.staff.forms import source_field
from kortisto.interfaces.web.staff.labels import sources_to_choose
from kortisto.interfaces.web.staff.lists import WORDS, address_of
from kortisto.interfaces.web.toasts import toast
from kortisto.interfaces.web.visits import Visit, staff
from kortisto.register.access.sources import usual_source
from kortisto.register.parties import operations, queries
from kortisto.register.parties.bulk_actions import MOST_AT_ONCE, BulkAction, Preview, action_called, preview
from kortisto.register.parties.bulk_undo import NotTheLastError, last_change, preview_undo
from kortisto.register.parties.enums import PartyKind

REFUSED = 422


class ManyForm(forms.Form):
    """What to set, and where it comes from."""

    choice = forms.ChoiceField()
    origin = source_field()

    def __init__(self, *arguments: object, action: BulkAction, **named: object) -> None:
        """Offer what the action can set, and the sources of the declaration."""
        super().__init__(*arguments, **named)  # type: ignore[arg-type]
        self.label_suffix = ""
        choice = self.fields["choice"]
        choice.label = action.question
        choice.choices = list(action.choices())  # type: ignore[attr-defined]
        self.fields["origin"].choices = sources_to_choose([action.item])  # type: ignore[attr-defined]
        self.fields["origin"].initial = usual_source([action.item])


@require_http_methods(["GET", "POST"])
@staff
def many(request: HttpRequest, visit: Visit, kind: PartyKind, action_id: str) -> HttpResponse:
    """Show whom an action concerns; the button on that page does it. `id` (several) or the filters say with whom."""
    action = action_called(action_id, kind)
    if action is None:
        return not_found(request)
    asked = request.POST if request.method == "POST" else request.GET
    form = ManyForm(asked if "choice" in asked else None, action=action)
    valid = form.is_valid()
    with visit.enter(Operation.READ, action.operation) as access:
        address = address_of(request, kind, access)
        ids = queries.chosen_ids(by=access, kind=kind, filters=address.filters)
        too_many = len(ids) > MOST_AT_ONCE
        last = last_change(kind=kind, by=access)
        found: Preview | None = None
        if valid and not too_many:
            choice = form.cleaned_data["choice"]
            if request.method == "POST":
                origin = visit.origin(form.cleaned_data["origin"], action.operation)
                found = operations.run_action(
                    action=action, kind=kind, ids=ids, choice=choice, origin=origin, by=access, at=visit.at
                )
            else:
                found = preview(action=action, kind=kind, ids=ids, choice=choice, by=access)
    if request.method == "POST" and found is not None:
        done = len(found.included)
        back = reverse("web:undo-many", args=[kind, found.undo]) if found.undo else ""
        toast(request, ngettext("%(count)d was changed.", "%(count)d were changed.", done) % {"count": done}, undo=back)
        return HttpResponseRedirect(f"{reverse(f'web:{WORDS[kind]}')}?{address.query()}")
    context = {
        "action": action,
        "kind": kind,
        "list": reverse(f"web:{WORDS[kind]}"),
        "form": form,
        "count": len(ids),
        "found": found,
        "last": last if last and visit.may(Operation.CHANGE, last.item) else None,
        "too_many": too_many,
        "most": MOST_AT_ONCE,
        "chosen": bool(address.filters.ids),
        "chips": address.chips(""),
        "query": address.query(),
        "fields": address.fields(),
        "ids": address.filters.ids,
    }
    return render(request, "web/staff/many.html", context, status=REFUSED if request.method == "POST" else 200)


@require_http_methods(["GET", "POST"])
@staff
def undo(request: HttpRequest, visit: Visit, kind: PartyKind, act: UUID) -> HttpResponse:
    """Take back one's last change of many; where somebody has gone on since, a page says first what stays."""
    done = False
    back = reverse(f"web:{WORDS[kind]}")
    try:
        with visit.enter(Operation.READ, Operation.CHANGE) as access:
            found = preview_undo(act=act, kind=kind, by=access)
            last = last_change(kind=kind, by=access)
            if request.method == "POST" and ("sure" in request.POST or not found.excluded):
                found = operations.undo_action(act=act, kind=kind, by=access, at=visit.at)
                done = True
    except NotTheLastError:
        toast(request, _("Only your last change of many can be taken back, and only once."), level=messages.WARNING)
        return redirect(back)
    if done:
        count = len(found.included)
        toast(
            request, ngettext("%(count)d was changed back.", "%(count)d were changed back.", count) % {"count": count}
        )
        return redirect(back)
    return render(request, "web/staff/many_undo.html", {"kind": kind, "list": back, "found": found, "last": last})
