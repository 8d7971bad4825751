"""Changing a party: its basic data, notes and events."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from kortisto.declaration.words import Operation
from kortisto.interfaces.web.errors import not_found
from kortisto.interfaces.web.staff.forms import (
    ActivityForm,
    NoteForm,
    OrganisationForm,
    PersonForm,
)
from kortisto.interfaces.web.staff.saving import add, edit, owner_columns, page_of
from kortisto.interfaces.web.typed import form_page
from kortisto.interfaces.web.visits import Visit, staff
from kortisto.register.parties import operations
from kortisto.register.parties.enums import ActivityKind, PartyKind
from kortisto.register.parties.values import OrganisationChanges, PersonChanges


@form_page
@staff
def person(request: HttpRequest, visit: Visit, party_id: UUID) -> HttpResponse:
    """Change the name and the language of a person."""
    page = page_of(visit, PartyKind.PERSON, party_id, Operation.CHANGE)
    if page is None:
        return not_found(request)

    def save(changes: dict[str, Any], source: str) -> None:
        with visit.enter(Operation.CHANGE) as by:
            operations.edit_person(
                person_id=party_id,
                changes=cast("PersonChanges", changes),
                expected=cast("PersonChanges", {name: getattr(page, name) for name in changes}),
                origin=visit.origin(source, Operation.CHANGE),
                by=by,
                at=visit.at,
            )

    return edit(request, visit, page, PersonForm, save)


@form_page
@staff
def organisation(request: HttpRequest, visit: Visit, party_id: UUID) -> HttpResponse:
    """Change the names and numbers of an organisation."""
    page = page_of(visit, PartyKind.ORGANISATION, party_id, Operation.CHANGE)
    if page is None:
        return not_found(request)

    def save(changes: dict[str, Any], source: str) -> None:
        with visit.enter(Operation.CHANGE) as by:
            operations.edit_organisation(
                organisation_id=party_id,
                changes=cast("OrganisationChanges", changes),
                expected=cast("OrganisationChanges", {name: getattr(page, name) for name in changes}),
                origin=visit.origin(source, Operation.CHANGE),
                by=by,
                at=visit.at,
            )

    return edit(request, visit, page, OrganisationForm, save)


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
