"""Changing a party: forms that keep what was typed, and overwrite nothing that somebody else has changed meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, cast
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
from django.views.decorators.http import require_http_methods

from kortisto.declaration.words import Operation
from kortisto.interfaces.web.errors import not_found
from kortisto.interfaces.web.staff.forms import (
    WAS,
    ActivityForm,
    ContactForm,
    FromASource,
    NewContactForm,
    NoteForm,
    OrganisationForm,
    PersonForm,
)
from kortisto.interfaces.web.visits import Visit, staff
from kortisto.register.access import queries as users
from kortisto.register.audit import queries as log
from kortisto.register.parties import operations, queries
from kortisto.register.parties.enums import ActivityKind, ContactKind, ContactUse, PartyKind
from kortisto.register.parties.queries.pages import PartyNotFoundError
from kortisto.register.parties.values import OrganisationChanges, OrganisationPage, Party, PersonChanges, PersonPage

REFUSED = 422
PartyPage = PersonPage | OrganisationPage
Save = Callable[[dict[str, Any]], object]


@require_http_methods(["GET", "POST"])
@staff
def person(request: HttpRequest, visit: Visit, party_id: UUID) -> HttpResponse:
    """Change the name and the language of a person."""
    page = _page(visit, PartyKind.PERSON, party_id, Operation.CHANGE)
    if page is None:
        return not_found(request)

    def save(changes: dict[str, Any], source: str) -> None:
        with visit.enter(Operation.CHANGE) as by:
            operations.edit_person(
                person_id=party_id,
                changes=cast("PersonChanges", changes),
                origin=visit.origin(source, Operation.CHANGE),
                by=by,
                at=visit.at,
            )

    return _edit(request, visit, page, PersonForm, save)


@require_http_methods(["GET", "POST"])
@staff
def organisation(request: HttpRequest, visit: Visit, party_id: UUID) -> HttpResponse:
    """Change the names and numbers of an organisation."""
    page = _page(visit, PartyKind.ORGANISATION, party_id, Operation.CHANGE)
    if page is None:
        return not_found(request)

    def save(changes: dict[str, Any], source: str) -> None:
        with visit.enter(Operation.CHANGE) as by:
            operations.edit_organisation(
                organisation_id=party_id,
                changes=cast("OrganisationChanges", changes),
                origin=visit.origin(source, Operation.CHANGE),
                by=by,
                at=visit.at,
            )

    return _edit(request, visit, page, OrganisationForm, save)


@require_http_methods(["GET", "POST"])
@staff
def contact(
    request: HttpRequest, visit: Visit, *, kind: PartyKind, party_id: UUID, what: ContactKind, contact_id: UUID
) -> HttpResponse:
    """Correct a contact point, or end it."""
    page = _page(visit, kind, party_id, Operation.CHANGE)
    point = (
        next((one for one in page.contact_points if (one.id, one.kind) == (contact_id, what)), None) if page else None
    )
    if page is None or point is None:
        return not_found(request)
    owner = Party(kind=kind, id=party_id)
    if request.method == "POST" and "end" in request.POST:
        try:
            with visit.enter(Operation.CHANGE) as by:
                operations.end_contact_point(
                    contact_point_id=contact_id, owner=owner, kind=what, valid_to=visit.today, by=by, at=visit.at
                )
        except IntegrityError:
            messages.error(request, _("It cannot end before the day on which it began."))
        else:
            messages.success(request, _("No longer in use from today on."))
        return redirect(_address(page))

    def save(changes: dict[str, Any], source: str) -> None:
        with visit.enter(Operation.CHANGE) as by:
            operations.edit_contact_point(
                contact_point_id=contact_id,
                owner=owner,
                kind=what,
                value=changes.get("value", point.value),
                use=ContactUse(changes.get("use", point.use)),
                origin=visit.origin(source, Operation.CHANGE),
                by=by,
                at=visit.at,
            )

    return _edit(
        request,
        visit,
        page,
        lambda *arguments, **named: ContactForm(*arguments, what=what, **named),
        save,
        present={"value": point.value, "use": point.use},
        title=ContactKind(what).label,
        may_end=point.valid_to is None,
    )


@require_http_methods(["GET", "POST"])
@staff
def add_contact(request: HttpRequest, visit: Visit, kind: PartyKind, party_id: UUID) -> HttpResponse:
    """Add an e-mail address, a telephone number or a website."""
    page = _page(visit, kind, party_id, Operation.COLLECT)
    if page is None:
        return not_found(request)

    def save(data: dict[str, Any]) -> None:
        with visit.enter(Operation.COLLECT) as by:
            operations.add_contact_point(
                owner=Party(kind=kind, id=party_id),
                kind=ContactKind(data["kind"]),
                value=data["value"],
                use=ContactUse(data["use"]),
                origin=visit.origin(data["source"], Operation.COLLECT),
                by=by,
                at=visit.at,
            )

    return _add(request, page, NewContactForm, save, title=_("Add a contact point"))


@require_http_methods(["GET", "POST"])
@staff
def add_note(request: HttpRequest, visit: Visit, kind: PartyKind, party_id: UUID) -> HttpResponse:
    """Write a note."""
    page = _page(visit, kind, party_id, Operation.COLLECT)
    if page is None:
        return not_found(request)

    def save(data: dict[str, Any]) -> None:
        with visit.enter(Operation.COLLECT) as by:
            operations.add_note(
                text=data["text"],
                written_on=data["written_on"],
                origin=visit.origin(data["source"], Operation.COLLECT),
                by=by,
                at=visit.at,
                **_owner(kind, party_id),
            )

    return _add(request, page, NoteForm, save, title=_("Write a note"), initial={"written_on": visit.today})


@require_http_methods(["GET", "POST"])
@staff
def add_activity(request: HttpRequest, visit: Visit, kind: PartyKind, party_id: UUID) -> HttpResponse:
    """Add a meeting, a call or another event."""
    page = _page(visit, kind, party_id, Operation.COLLECT)
    if page is None:
        return not_found(request)

    def save(data: dict[str, Any]) -> None:
        with visit.enter(Operation.COLLECT) as by:
            operations.add_activity(
                kind=ActivityKind(data["kind"]),
                happened_on=data["happened_on"],
                reference=data["reference"],
                origin=visit.origin(data["source"], Operation.COLLECT),
                by=by,
                at=visit.at,
                **_owner(kind, party_id),
            )

    return _add(request, page, ActivityForm, save, title=_("Add an event"), initial={"happened_on": visit.today})


def _page(visit: Visit, kind: PartyKind, party_id: UUID, operation: Operation) -> PartyPage | None:
    """Read the party, if the role may also do the operation; None where there is none. Raises DeniedError."""
    with visit.enter(Operation.READ, operation) as access:
        try:
            if kind is PartyKind.PERSON:
                return queries.person_page(person_id=party_id, by=access, activities=0)
            return queries.organisation_page(organisation_id=party_id, by=access, activities=0)
        except PartyNotFoundError:
            return None


def _edit(
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
    form = make(request.POST if request.method == "POST" else None, initial=stands)
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
    # Where the form comes back because of an error, it goes on from what stood there when it was opened first.
    was = stands if overtaken or not form.is_bound else {name: form.data.get(f"{WAS}{name}", "") for name in fields}
    return _shown(request, page, form, title=title, was=was, overtaken=overtaken, may_end=may_end)


def _add(
    request: HttpRequest,
    page: PartyPage,
    make: type[FromASource],
    save: Save,
    *,
    title: str,
    initial: Mapping[str, date] | None = None,
) -> HttpResponse:
    form = make(request.POST if request.method == "POST" else None, initial=dict(initial or {}))
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
        return redirect(_address(page))
    try:
        save(form.cleaned_data)
    except IntegrityError:
        form.add_error(None, _("This stands in the register already, or contradicts something that does. Check it."))
        return None
    except ObjectDoesNotExist:
        form.add_error(None, _("Somebody has removed this meanwhile. Copy what you need, then open the page again."))
        return None
    messages.success(request, _("Saved."))
    return redirect(_address(page))


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
        "address": _address(page),
        "title": title or _("Edit the basic data"),
        "was": [(f"{WAS}{name}", value) for name, value in (was or {}).items()],
        "overtaken": overtaken,
        "may_end": may_end,
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


def _owner(kind: PartyKind, party_id: UUID) -> dict[str, UUID]:
    return {f"{kind.value}_id": party_id}


def _address(page: PartyPage) -> str:
    return reverse("web:person" if isinstance(page, PersonPage) else "web:organisation", args=[page.id])
