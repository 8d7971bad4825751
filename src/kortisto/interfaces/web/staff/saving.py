"""How a form of a party is shown and taken in: it keeps what was typed, and overwrites nothing that somebody else has
changed meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kortisto.declaration.words import Operation
from kortisto.interfaces.web.staff.forms import (
    WAS,
    FromASource,
)
from kortisto.interfaces.web.typed import shown_again
from kortisto.interfaces.web.visits import Visit
from kortisto.register.access import queries as users
from kortisto.register.audit import queries as log
from kortisto.register.parties import queries
from kortisto.register.parties.editing import ChangedMeanwhileError
from kortisto.register.parties.enums import PartyKind
from kortisto.register.parties.queries.pages import PartyNotFoundError
from kortisto.register.parties.values import OrganisationPage, PersonPage

REFUSED = 422
PartyPage = PersonPage | OrganisationPage
Save = Callable[[dict[str, Any]], object]


def page_of(visit: Visit, kind: PartyKind, party_id: UUID, operation: Operation) -> PartyPage | None:
    """Read the party, if the role may also do the operation; None where there is none. Raises DeniedError."""
    with visit.enter(Operation.READ, operation) as access:
        try:
            if kind is PartyKind.PERSON:
                return queries.person_page(person_id=party_id, by=access, activities=0)
            return queries.organisation_page(organisation_id=party_id, by=access, activities=0)
        except PartyNotFoundError:
            return None


def end(request: HttpRequest, page: PartyPage, save: Callable[[], None]) -> HttpResponse:
    """Say that something is no longer in use from today on, and go back to the party."""
    try:
        save()
    except IntegrityError:
        messages.error(request, _("It cannot end before the day on which it began."))
    else:
        messages.success(request, _("No longer in use from today on."))
    return redirect(address_of(page))


def edit(
    request: HttpRequest,
    visit: Visit,
    page: PartyPage,
    make: Callable[..., FromASource],
    save: Callable[[dict[str, Any], str], None],
    *,
    present: Mapping[str, Any] | None = None,
    title: Any = "",
    may_end: bool = False,
) -> HttpResponse:
    """Show the form, or take it in: only what differs is written, and nothing that was overtaken unless confirmed."""
    fields = make().edited
    stands = dict(present) if present is not None else {name: getattr(page, name) for name in fields}
    typed = shown_again(request)
    form = make(request.POST if request.method == "POST" else None, initial={**stands, **typed})
    overtaken: list[dict[str, str]] = []
    if form.is_bound and form.is_valid():
        changes = form.changes(stands)
        names = form.overtaken(stands)
        if not names:
            response = _saved(request, page, form, lambda data: save(changes, data["source"]), changed=bool(changes))
            if response is not None:
                return response
        else:
            who = _who_changed(visit, page)
            overtaken = [{"label": str(form.fields[name].label), "value": str(stands[name]), **who} for name in names]
            form = make(form.brought_up_to_date(stands), initial=stands)
    # Where the form comes back, it goes on from what stood there when it was opened first.
    sent = form.data if form.is_bound else typed
    was = stands if overtaken or not sent else {name: sent.get(f"{WAS}{name}", "") for name in fields}
    return _shown(request, page, form, title=title, was=was, overtaken=overtaken, may_end=may_end)


def add(
    request: HttpRequest,
    page: PartyPage,
    make: type[FromASource],
    save: Save,
    *,
    title: str,
    initial: Mapping[str, Any] | None = None,
) -> HttpResponse:
    form = make(request.POST if request.method == "POST" else None, initial={**(initial or {}), **shown_again(request)})
    if form.is_bound and form.is_valid():
        response = _saved(request, page, form, save)
        if response is not None:
            return response
    return _shown(request, page, form, title=title)


def _saved(
    request: HttpRequest, page: PartyPage, form: forms.Form, save: Save, *, changed: bool = True
) -> HttpResponse | None:
    """Save and go back to the party; None when it could not be saved, and the form says why."""
    if not changed:
        return redirect(address_of(page))
    try:
        save(form.cleaned_data)
    except IntegrityError:
        form.add_error(None, _("This stands in the register already, or contradicts something that does. Check it."))
        return None
    except ChangedMeanwhileError:  # between our reading and our writing
        form.add_error(None, _("Somebody else has changed this while you were writing. Nothing has been overwritten."))
        return None
    except ObjectDoesNotExist:
        form.add_error(None, _("Somebody has removed this meanwhile. Copy what you need, then open the page again."))
        return None
    messages.success(request, _("Saved."))
    return redirect(address_of(page))


def _shown(
    request: HttpRequest,
    page: PartyPage,
    form: forms.Form,
    *,
    title: Any = "",
    was: Mapping[str, Any] | None = None,
    overtaken: list[dict[str, str]] | None = None,
    may_end: bool = False,
) -> HttpResponse:
    context = {
        "form": form,
        "party": page,
        "address": address_of(page),
        "title": title or _("Edit the basic data"),
        "was": [(f"{WAS}{name}", value) for name, value in (was or {}).items()],
        "overtaken": overtaken,
        "may_end": may_end,
        "not_saved": bool(shown_again(request)),
        "keeps": "sheet",
        "keeps_at": request.path,
    }
    return render(request, "web/staff/form.html", context, status=REFUSED if form.is_bound else 200)


def _who_changed(visit: Visit, page: PartyPage) -> dict[str, str]:
    """Who changed the party last, and when, as far as the log knows."""
    kind = "person" if isinstance(page, PersonPage) else "organisation"
    found = log.last_change(object_kind=kind, object_id=page.id)
    if found is None:
        return {"who": _("Somebody"), "when": ""}
    name = users.names_of([found.actor_id]).get(found.actor_id, "") if found.actor_id else ""
    moment: datetime = timezone.localtime(found.happened_at)
    same_day = moment.date() == visit.today
    return {"who": name or _("Somebody"), "when": date_format(moment, "TIME_FORMAT" if same_day else "DATETIME_FORMAT")}


def owner_columns(kind: PartyKind, party_id: UUID) -> dict[str, Any]:
    return {f"{kind.value}_id": party_id}


def address_of(page: PartyPage) -> str:
    return reverse("web:person" if isinstance(page, PersonPage) else "web:organisation", args=[page.id])
