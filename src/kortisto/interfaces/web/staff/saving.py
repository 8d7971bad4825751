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
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kortisto.declaration.words import Operation
from kortisto.interfaces.web.staff.conflicts import Conflict, conflicts_in_sight, conflicts_of, settled
from kortisto.interfaces.web.staff.forms import WAS, FromASource, plain
from kortisto.interfaces.web.staff.recognising import GROUND, NOBODY, TOLD, may_come_back, recognised_context
from kortisto.interfaces.web.typed import shown_again
from kortisto.interfaces.web.visits import Visit
from kortisto.register.access import queries as users
from kortisto.register.audit import queries as log
from kortisto.register.ledger.enums import Why
from kortisto.register.parties import queries
from kortisto.register.parties.editing import ChangedMeanwhileError
from kortisto.register.parties.enums import PartyKind
from kortisto.register.parties.operations.organisations import GroupCycleError, IdentifierError
from kortisto.register.parties.queries.pages import PartyNotFoundError
from kortisto.register.parties.values import OrganisationPage, PersonPage

REFUSED = 422
_OURS = (WAS, "take-", "before-", "asked", "csrf", "purpose", "kept", "show-in", "work-for", "end", GROUND, TOLD)
"""Beginnings of the names of fields that are no data."""
PartyPage = PersonPage | OrganisationPage
Save = Callable[[dict[str, Any]], object]
Recognised = Callable[[Mapping[str, Any]], frozenset[Why]]
"""Tells why somebody with these data is recognised as erased or banned."""


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
    save: Callable[[dict[str, Any], FromASource], object],
    *,
    present: Mapping[str, Any] | None = None,
    title: Any = "",
    may_end: bool = False,
    mistake: str = "",
    stood_from: str = "",
    recognised: Recognised = lambda _changes: NOBODY,
) -> HttpResponse:
    """Show the form, or take it in: only what differs is written, and of what somebody else has changed meanwhile only
    what the visitor has chosen, field by field.
    `mistake`: where it is taken away (`mistake_of`). `stood_from`: the source of what stands there. `recognised`: why
    somebody is who has what was changed.
    """
    fields = make().edited
    stands = dict(present) if present is not None else {name: getattr(page, name) for name in fields}
    typed = shown_again(request)
    form = make(request.POST if request.method == "POST" else None, initial={**stands, **typed})
    form.stands_from(stood_from)
    known = NOBODY
    conflicts: list[Conflict] = conflicts_in_sight(form, typed, stands)
    if form.is_bound and form.is_valid():
        changes, open_ = settled(form, stands)
        if not open_:
            known = recognised(changes)
            if may_come_back(known, request):
                response = _saved(request, page, form, lambda _data: save(changes, form), changed=bool(changes))
                if response is not None:
                    return response
            conflicts = []
        else:
            conflicts = conflicts_of(form, open_, stands)
            form = make(form.brought_up_to_date(stands), initial=stands)
    elif form.is_bound:
        if form.errors.keys() == {"source"} and not form.changes(stands):
            return redirect(address_of(page))  # of nothing it need not be said where it comes from
        conflicts = conflicts_in_sight(form, form.data, stands)
    # Where the form comes back, it goes on from what stood there when it was opened first.
    sent = form.data if form.is_bound else typed
    seen = {name: plain(stands[name]) for name in fields}
    was = seen if conflicts or not sent else {name: sent.get(f"{WAS}{name}", seen[name]) for name in fields}
    return _shown(
        request, page, form, title=title, was=was, conflicts=conflicts, may_end=may_end, mistake=mistake,
        who=_who_changed(visit, page) if conflicts else {}, known=known,
    )  # fmt: skip


def add(
    request: HttpRequest,
    page: PartyPage,
    make: Callable[..., FromASource],
    save: Save,
    *,
    title: str,
    initial: Mapping[str, Any] | None = None,
    may_end: bool = False,
    end_as: str = "",
    recognised: Recognised = lambda _data: NOBODY,
) -> HttpResponse:
    """Show an empty form, or take it in and go back to the party. `recognised`: why somebody is who has these data."""
    form = make(request.POST if request.method == "POST" else None, initial={**(initial or {}), **shown_again(request)})
    known = NOBODY
    if form.is_bound and form.is_valid():
        known = recognised(form.cleaned_data)
        if may_come_back(known, request):
            response = _saved(request, page, form, save)
            if response is not None:
                return response
    return _shown(request, page, form, title=title, may_end=may_end, end_as=end_as, known=known)


def _saved(
    request: HttpRequest, page: PartyPage, form: forms.Form, save: Save, *, changed: bool = True
) -> HttpResponse | None:
    """Save and go back to the party; None when it could not be saved, and the form says why."""
    if not changed:
        return redirect(address_of(page))
    if not saved_without_problem(form, save):
        return None
    messages.success(request, _("Saved."))
    return redirect(address_of(page))


def saved_without_problem(form: forms.Form, save: Save) -> bool:
    """Save; return False when it could not be saved, and the form says why."""
    try:
        save(form.cleaned_data)
    except IntegrityError:
        form.add_error(None, _("This stands in the register already, or contradicts something that does. Check it."))
    except ChangedMeanwhileError:  # between our reading and our writing
        form.add_error(None, _("Somebody else has changed this while you were writing. Nothing has been overwritten."))
    except GroupCycleError:
        form.add_error(None, _("That organisation belongs to this one already: a group cannot go round in a circle."))
    except IdentifierError as error:
        form.add_error(error.field if error.field in form.fields else None, _("Check this: it cannot be right."))
    except ObjectDoesNotExist:
        form.add_error(None, _("Somebody has removed this meanwhile. Copy what you need, then open the page again."))
    else:
        return True
    return False


def _shown(
    request: HttpRequest,
    page: PartyPage,
    form: forms.Form,
    *,
    title: Any = "",
    was: Mapping[str, Any] | None = None,
    conflicts: list[Conflict] | None = None,
    who: Mapping[str, str] | None = None,
    may_end: bool = False,
    mistake: str = "",
    end_as: str = "",
    known: frozenset[Why] = NOBODY,
) -> HttpResponse:
    context = {
        "form": form,
        "party": page,
        "address": address_of(page),
        "title": title or _("Edit the basic data"),
        "was": [(f"{WAS}{name}", value) for name, value in (was or {}).items()],
        "conflicts": conflicts,
        "asked": ",".join(one.name for one in conflicts or ()),
        "who": who,
        "may_end": may_end,
        "mistake": mistake,
        "end_as": end_as,
        **recognised_context(known, request),
        **kept_context(request, form),
    }
    return render(request, "web/staff/form.html", context, status=REFUSED if form.is_bound else 200)


def kept_context(request: HttpRequest, form: forms.Form) -> dict[str, Any]:
    """What a page with a form needs so that nothing typed is lost: by a change of the language or of the purpose.

    `carried`: what was typed into fields that the present purpose does not show; it comes back with its purpose.
    """
    typed = shown_again(request)
    sent: Mapping[str, Any] = form.data.dict() if isinstance(form.data, QueryDict) else (form.data or typed)
    extra = {name: value for name, value in sent.items() if name not in form.fields and not name.startswith(_OURS)}
    return {"not_saved": bool(typed), "keeps": "sheet", "keeps_at": request.path, "carried": list(extra.items())}


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


def mistake_of(page: PartyPage, what: str, row_id: UUID) -> str:
    """Return where something is taken away that was entered by mistake; `what`: a word of `mistakes.WORDS`."""
    kind = PartyKind.PERSON if isinstance(page, PersonPage) else PartyKind.ORGANISATION
    return reverse("web:remove", args=[kind, page.id, what, row_id])


def address_of(page: PartyPage) -> str:
    return reverse("web:person" if isinstance(page, PersonPage) else "web:organisation", args=[page.id])
