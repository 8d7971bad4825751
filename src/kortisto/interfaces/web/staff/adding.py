"""Adding a person or an organisation, with a warning where the register may know them already."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kortisto.declaration.words import Operation
from kortisto.interfaces.web.staff.choosing import found_options
from kortisto.interfaces.web.staff.new_party_forms import NewOrganisationForm, NewPersonForm
from kortisto.interfaces.web.staff.recognising import NOBODY, ground_in, may_come_back, recognised_context
from kortisto.interfaces.web.staff.saving import REFUSED, Save, kept_context, saved_without_problem
from kortisto.interfaces.web.typed import form_page, shown_again
from kortisto.interfaces.web.visits import Visit, staff
from kortisto.register.audit.values import Access
from kortisto.register.ledger.enums import Why
from kortisto.register.parties import operations, queries
from kortisto.register.parties.enums import ContactKind, PartyKind, RelationshipKind
from kortisto.register.parties.queries.finding import LONGEST_TEXT
from kortisto.register.parties.recognised import Ground, known_reasons
from kortisto.register.parties.values import LookAlike, Origin, Party

SEEN = "seen"
_CONTACTS = (ContactKind.EMAIL, ContactKind.PHONE)
Form = NewPersonForm | NewOrganisationForm


@form_page
@staff
def add_person(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Add a person, with an e-mail address, a telephone number and whom they represent."""
    _may_add(visit, PartyKind.PERSON)
    make = partial(
        NewPersonForm,
        shows=partial(visit.may, Operation.COLLECT),
        options=found_options(request, visit, PartyKind.ORGANISATION),
    )

    def alike(data: Mapping[str, Any]) -> tuple[LookAlike, ...]:
        with visit.enter() as by:
            return queries.look_alikes(
                by=by,
                kind=PartyKind.PERSON,
                names=(data.get("last_name", ""), data.get("first_name", "")),
                emails=[data.get("email", "")],
                phones=[data.get("phone", "")],
                organisations=[UUID(data["chosen"])] if data.get("chosen") else [],
            )

    def recognised(data: Mapping[str, Any]) -> frozenset[Why]:
        return known_reasons([(kind, data.get(kind.value, "")) for kind in _CONTACTS], at=visit.at)

    def save(data: Mapping[str, Any], form: Form) -> UUID:
        fixed, own = form.parted(form.of_the_party())
        with visit.enter(Operation.COLLECT) as by:
            origin = visit.origin(data["source"], Operation.COLLECT)
            person = operations.add_person(
                **{"first_name": "", "last_name": "", **fixed}, own=own, origin=origin, by=by, at=visit.at
            )
            _add_contacts(
                data, Party(kind=PartyKind.PERSON, id=person), origin, by, visit, ground=ground_in(request)
            )  # fmt: skip
            if data.get("chosen"):
                operations.add_representation(
                    person_id=person,
                    organisation_id=UUID(data["chosen"]),
                    title=data.get("title", ""),
                    role=data.get("role", ""),
                    started_on=data.get("started_on"),
                    origin=origin,
                    by=by,
                    at=visit.at,
                )
            if data.get("consumer"):
                operations.add_customership(person_id=person, started_on=visit.today, origin=origin, by=by, at=visit.at)
        return person

    return _added(request, visit, make, alike, save, title=_("Add a person"), url="web:person", recognised=recognised)


@form_page
@staff
def add_organisation(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Add an organisation, with an e-mail address, a telephone number and what it is to us."""
    _may_add(visit, PartyKind.ORGANISATION)
    make = partial(NewOrganisationForm, shows=partial(visit.may, Operation.COLLECT))

    def alike(data: Mapping[str, Any]) -> tuple[LookAlike, ...]:
        with visit.enter() as by:
            return queries.look_alikes(
                by=by,
                kind=PartyKind.ORGANISATION,
                names=[data.get("registered_name", ""), data.get("trade_name", "")],
                business_id=data.get("business_id", ""),
                vat_id=data.get("vat_id", ""),
                emails=[data.get("email", "")],
                phones=[data.get("phone", "")],
            )

    def save(data: Mapping[str, Any], form: Form) -> UUID:
        fixed, own = form.parted(form.of_the_party())
        with visit.enter(Operation.COLLECT) as by:
            origin = visit.origin(data["source"], Operation.COLLECT)
            organisation = operations.add_organisation(**fixed, own=own, origin=origin, by=by, at=visit.at)
            _add_contacts(data, Party(kind=PartyKind.ORGANISATION, id=organisation), origin, by, visit)
            if data.get("relationship"):
                operations.add_relationship(
                    organisation_id=organisation,
                    kind=RelationshipKind(data["relationship"]),
                    started_on=visit.today,
                    origin=origin,
                    by=by,
                    at=visit.at,
                )
        return organisation

    return _added(request, visit, make, alike, save, title=_("Add an organisation"), url="web:organisation")


def _may_add(visit: Visit, kind: PartyKind) -> None:
    """Refuse who may not collect names of such parties, or not see whether they are there. Raises DeniedError."""
    for operation in (Operation.COLLECT, Operation.READ):
        name = f"{kind.value}.name"
        if not visit.may(operation, name):
            # For another purpose they may: then it is told. Else they need not know of the page.
            raise visit.denied(operation, hidden=not visit.may_for_some_purpose(operation, name))
    with visit.enter(Operation.READ, Operation.COLLECT) as by:
        by.record("form.open", object_kind=kind)


def _added(
    request: HttpRequest,
    visit: Visit,
    make: Callable[..., Form],
    alike: Callable[[Mapping[str, Any]], tuple[LookAlike, ...]],
    save: Callable[[Mapping[str, Any], Form], UUID],
    *,
    title: str,
    url: str,
    recognised: Callable[[Mapping[str, Any]], frozenset[Why]] = lambda _data: NOBODY,
) -> HttpResponse:
    """Show the form, or take it in: with look-alikes that the visitor has not seen yet nothing is added.

    Nor is somebody who has asked to be erased, without a new ground, or whose ban the visitor has not been told of.
    """
    del visit
    typed = shown_again(request)
    form = make(request.POST if request.method == "POST" else None, initial=typed or _sought(request, url))
    found: tuple[LookAlike, ...] = ()
    known = NOBODY
    if form.is_bound and form.is_valid():
        found = alike(form.cleaned_data)
        known = recognised(form.cleaned_data)
        seen = {str(one.party.id) for one in found} <= set(request.POST.get(SEEN, "").split(","))
        if seen and may_come_back(known, request):
            ids: list[UUID] = []
            keep: Save = lambda data: ids.append(save(data, form))  # noqa: E731
            if saved_without_problem(form, keep):
                messages.success(request, _("Added."))
                return redirect(reverse(url, args=ids))
    elif typed.get(SEEN):
        found = ()
    context = {
        "form": form,
        "address": reverse("web:parties"),
        "title": title,
        "save_as": _("Add"),
        "alike": [_shown(one) for one in found],
        "alike_seen": ",".join(str(one.party.id) for one in found),
        **recognised_context(known, request),
        **kept_context(request, form),
    }
    return render(request, "web/staff/form.html", context, status=REFUSED if form.is_bound else 200)


def _sought(request: HttpRequest, url: str) -> dict[str, str]:
    """Return the fields that whoever was looked for in vain begins with: `called` is what was typed into the search."""
    text = " ".join(request.GET.get("called", "")[:LONGEST_TEXT].split())
    if "@" in text:
        return {"email": text}
    if text and all(letter in "+0123456789 ()-" for letter in text):
        return {"phone": text}
    if url == "web:organisation":
        return {"registered_name": text}
    first, _space, last = text.rpartition(" ")
    return {"first_name": first, "last_name": last}


def _shown(one: LookAlike) -> dict[str, str]:
    kind = "person" if one.party.kind is PartyKind.PERSON else "organisation"
    return {
        "address": reverse(f"web:{kind}", args=[one.party.id]),
        "name": one.name,
        "detail": one.detail,
        "same": " · ".join(str(reason.label) for reason in one.same),
    }


def _add_contacts(
    data: Mapping[str, Any], owner: Party, origin: Origin, by: Access, visit: Visit, *, ground: Ground | None = None
) -> None:
    for kind in _CONTACTS:
        if data.get(kind.value):
            operations.add_contact_point(
                owner=owner, kind=kind, value=data[kind.value], origin=origin, by=by, at=visit.at, ground=ground
            )
