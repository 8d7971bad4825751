"""Changing a party: its basic data, notes and events."""

from __future__ import annotations

from functools import partial
from typing import Any, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from kortisto.declaration.words import Operation
from kortisto.interfaces.web.errors import not_found
from kortisto.interfaces.web.staff.forms import ActivityForm, FromASource, NoteForm, plain
from kortisto.interfaces.web.staff.party_forms import OrganisationForm, PartyForm, PersonForm
from kortisto.interfaces.web.staff.saving import add, edit, owner_columns, page_of
from kortisto.interfaces.web.typed import form_page
from kortisto.interfaces.web.visits import Visit, staff
from kortisto.register.parties import operations
from kortisto.register.parties.enums import ActivityKind, PartyKind
from kortisto.register.parties.own_items import own_fields
from kortisto.register.parties.values import OrganisationChanges, OrganisationPage, PersonChanges, PersonPage


@form_page
@staff
def person(request: HttpRequest, visit: Visit, party_id: UUID) -> HttpResponse:
    """Change the fields of a person."""
    page = page_of(visit, PartyKind.PERSON, party_id, Operation.CHANGE)
    if page is None:
        return not_found(request)
    stands = standing_fields(page, PersonForm)

    def save(changes: dict[str, Any], form: FromASource) -> None:
        fixed, own = cast("PersonForm", form).parted(changes)
        with visit.enter(*writing(own)) as by:
            operations.edit_person(
                person_id=party_id,
                changes=cast("PersonChanges", fixed),
                expected=cast("PersonChanges", {name: stands[name] for name in fixed}),
                own=own,
                own_expected={name: plain(stands[name]) for name in own},
                origin=visit.origin(form.cleaned_data["source"], Operation.CHANGE),
                by=by,
                at=visit.at,
            )

    make = partial(PersonForm, shows=partial(visit.may, Operation.CHANGE))
    return edit(request, visit, page, make, save, present=stands)


@form_page
@staff
def organisation(request: HttpRequest, visit: Visit, party_id: UUID) -> HttpResponse:
    """Change the fields of an organisation."""
    page = page_of(visit, PartyKind.ORGANISATION, party_id, Operation.CHANGE)
    if page is None:
        return not_found(request)
    stands = standing_fields(page, OrganisationForm)

    def save(changes: dict[str, Any], form: FromASource) -> None:
        fixed, own = cast("OrganisationForm", form).parted(changes)
        with visit.enter(*writing(own)) as by:
            operations.edit_organisation(
                organisation_id=party_id,
                changes=cast("OrganisationChanges", fixed),
                expected=cast("OrganisationChanges", {name: stands[name] for name in fixed}),
                own=own,
                own_expected={name: plain(stands[name]) for name in own},
                former_until=form.cleaned_data.get("former_until"),
                origin=visit.origin(form.cleaned_data["source"], Operation.CHANGE),
                by=by,
                at=visit.at,
            )

    make = partial(OrganisationForm, shows=partial(visit.may, Operation.CHANGE))
    return edit(request, visit, page, make, save, present=stands)


def standing_fields(page: PersonPage | OrganisationPage, form: type[PartyForm]) -> dict[str, Any]:
    """Return what stands in the fields that a form may show: empty where the visit does not see it."""
    own = {field.item: "" for field in own_fields(form.of)} | {one.item: one.value for one in page.own}
    return {name: getattr(page, name) for name in form.items if hasattr(page, name)} | own


def writing(own: dict[str, str]) -> tuple[Operation, ...]:
    """Return the operations that a change needs: a first value of an own item is collected."""
    return (Operation.CHANGE, Operation.COLLECT) if own else (Operation.CHANGE,)


@form_page
@staff
def add_note(request: HttpRequest, visit: Visit, kind: PartyKind, party_id: UUID) -> HttpResponse:
    """Write a note."""
    page = page_of(visit, kind, party_id, Operation.COLLECT)
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
                **owner_columns(kind, party_id),
            )

    return add(request, page, NoteForm, save, title=_("Write a note"), initial={"written_on": visit.today})


@form_page
@staff
def add_activity(request: HttpRequest, visit: Visit, kind: PartyKind, party_id: UUID) -> HttpResponse:
    """Add a meeting, a call or another event."""
    page = page_of(visit, kind, party_id, Operation.COLLECT)
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
                **owner_columns(kind, party_id),
            )

    return add(request, page, ActivityForm, save, title=_("Add an event"), initial={"happened_on": visit.today})
