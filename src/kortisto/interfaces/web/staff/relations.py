"""What stands between parties: who represents whom, what they are to us, guardians, groups, earlier names."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from kortisto.declaration.words import Operation
from kortisto.interfaces.web.errors import not_found
from kortisto.interfaces.web.staff.choosing import found_options
from kortisto.interfaces.web.staff.forms import FromASource
from kortisto.interfaces.web.staff.labels import our_source
from kortisto.interfaces.web.staff.party_forms import (
    FormerNameForm,
    GuardianForm,
    NewGuardianForm,
    NewRepresentationForm,
    ParentForm,
    PeriodForm,
    RelationshipForm,
    RepresentationForm,
)
from kortisto.interfaces.web.staff.saving import add, address_of, edit, end, mistake_of, page_of
from kortisto.interfaces.web.typed import form_page
from kortisto.interfaces.web.visits import Visit, staff
from kortisto.register.audit.values import Access
from kortisto.register.parties import operations
from kortisto.register.parties.enums import NameKind, PartyKind, RelationshipKind
from kortisto.register.parties.values import (
    OrganisationPage,
    Origin,
    PeriodChanges,
    PersonPage,
    RepresentationChanges,
)

Write = Callable[[Access, Origin], object]


@form_page
@staff
def add_representation(request: HttpRequest, visit: Visit, kind: PartyKind, party_id: UUID) -> HttpResponse:
    """Say whom a person acts for, or who acts for an organisation."""
    page = _page(visit, kind, party_id, Operation.COLLECT, "person.represents")
    if page is None:
        return not_found(request)
    other = PartyKind.ORGANISATION if kind is PartyKind.PERSON else PartyKind.PERSON

    def save(data: dict[str, Any]) -> None:
        person, organisation = (party_id, UUID(data["chosen"]))
        if kind is PartyKind.ORGANISATION:
            person, organisation = organisation, person
        _write(visit, data, Operation.COLLECT, lambda by, origin: operations.add_representation(
            person_id=person, organisation_id=organisation, title=data.get("title", ""), role=data.get("role", ""),
            started_on=data["started_on"], ended_on=data["ended_on"], origin=origin, by=by, at=visit.at,
        ))  # fmt: skip

    make = partial(
        NewRepresentationForm,
        shows=partial(visit.may, Operation.COLLECT),
        options=found_options(request, visit, other),
    )
    title = _("Add whom this person represents") if kind is PartyKind.PERSON else _("Add a person")
    return add(request, page, make, save, title=title, initial={"started_on": visit.today})


@form_page
@staff
def representation(request: HttpRequest, visit: Visit, kind: PartyKind, party_id: UUID, row_id: UUID) -> HttpResponse:
    """Change as what a person acts for an organisation, and from when until when; or end it."""
    page = _page(visit, kind, party_id, Operation.CHANGE, "person.represents")
    rows = page.represents if isinstance(page, PersonPage) else page.represented_by if page else ()
    row = next((one for one in rows if one.id == row_id), None)
    if page is None or row is None:
        return not_found(request)
    if request.method == "POST" and "end" in request.POST:
        return end(request, page, lambda: _change(visit, lambda by: operations.end_representation(
            representation_id=row_id, ended_on=visit.today, by=by, at=visit.at
        )))  # fmt: skip
    stands = {"title": row.title, "role": row.role, "started_on": row.started_on, "ended_on": row.ended_on}

    def save(changes: dict[str, Any], form: FromASource) -> None:
        _write(visit, form.cleaned_data, Operation.CHANGE, lambda by, origin: operations.edit_representation(
            representation_id=row_id, changes=cast("RepresentationChanges", changes),
            expected=cast("RepresentationChanges", {name: stands[name] for name in changes}),
            origin=origin, by=by, at=visit.at,
        ))  # fmt: skip

    return edit(
        request, visit, page, partial(RepresentationForm, shows=partial(visit.may, Operation.CHANGE)), save,
        present=stands, title=f"{row.person_name} · {row.organisation_name}", may_end=row.ended_on is None,
        mistake=mistake_of(page, "representation", row_id), stood_from=row.origin.source,
    )  # fmt: skip


@form_page
@staff
def add_relationship(request: HttpRequest, visit: Visit, party_id: UUID) -> HttpResponse:
    """Say what an organisation is to us."""
    page = _page(visit, PartyKind.ORGANISATION, party_id, Operation.COLLECT, "organisation.customership")
    if page is None:
        return not_found(request)

    def save(data: dict[str, Any]) -> None:
        _write(visit, data, Operation.COLLECT, lambda by, origin: operations.add_relationship(
            organisation_id=party_id, kind=RelationshipKind(data["kind"]), started_on=data["started_on"],
            ended_on=data["ended_on"], origin=origin, by=by, at=visit.at,
        ))  # fmt: skip

    return add(
        request, page, RelationshipForm, save,
        title=_("Add what it is to us"), initial={"started_on": visit.today},
    )  # fmt: skip


@form_page
@staff
def relationship(
    request: HttpRequest, visit: Visit, *, party_id: UUID, what: RelationshipKind, row_id: UUID
) -> HttpResponse:
    """Change from when until when an organisation is something to us, or end it."""
    page = _page(visit, PartyKind.ORGANISATION, party_id, Operation.CHANGE, "organisation.customership")
    rows = page.relationships if isinstance(page, OrganisationPage) else ()
    row = next((one for one in rows if (one.id, one.kind) == (row_id, what)), None)
    if page is None or row is None:
        return not_found(request)
    if request.method == "POST" and "end" in request.POST:
        return end(request, page, lambda: _change(visit, lambda by: operations.end_relationship(
            relationship_id=row_id, kind=what, ended_on=visit.today, by=by, at=visit.at
        )))  # fmt: skip
    stands = {"started_on": row.started_on, "ended_on": row.ended_on}

    def save(changes: dict[str, Any], form: FromASource) -> None:
        _write(visit, form.cleaned_data, Operation.CHANGE, lambda by, origin: operations.edit_relationship(
            relationship_id=row_id, kind=what, changes=cast("PeriodChanges", changes),
            expected=cast("PeriodChanges", {name: stands[name] for name in changes}),
            origin=origin, by=by, at=visit.at,
        ))  # fmt: skip

    return edit(
        request, visit, page, PeriodForm, save, present=stands, title=RelationshipKind(what).label,
        may_end=row.ended_on is None, mistake=mistake_of(page, "relationship", row_id),
        stood_from=row.origin.source,
    )  # fmt: skip


@form_page
@staff
def add_customership(request: HttpRequest, visit: Visit, party_id: UUID) -> HttpResponse:
    """Say that a person is our customer for themselves."""
    page = _page(visit, PartyKind.PERSON, party_id, Operation.COLLECT, "organisation.customership")
    if page is None:
        return not_found(request)

    def save(data: dict[str, Any]) -> None:
        _write(visit, data, Operation.COLLECT, lambda by, origin: operations.add_customership(
            person_id=party_id, started_on=data["started_on"], ended_on=data["ended_on"], origin=origin, by=by,
            at=visit.at,
        ))  # fmt: skip

    return add(
        request, page, PeriodForm, save,
        title=_("Add the person's own customer relationship"), initial={"started_on": visit.today},
    )  # fmt: skip


@form_page
@staff
def customership(request: HttpRequest, visit: Visit, party_id: UUID, row_id: UUID) -> HttpResponse:
    """Change from when until when a person is our customer, or end it."""
    page = _page(visit, PartyKind.PERSON, party_id, Operation.CHANGE, "organisation.customership")
    rows = page.customerships if isinstance(page, PersonPage) else ()
    row = next((one for one in rows if one.id == row_id), None)
    if page is None or row is None:
        return not_found(request)
    if request.method == "POST" and "end" in request.POST:
        return end(request, page, lambda: _change(visit, lambda by: operations.end_customership(
            customership_id=row_id, ended_on=visit.today, by=by, at=visit.at
        )))  # fmt: skip
    stands = {"started_on": row.started_on, "ended_on": row.ended_on}

    def save(changes: dict[str, Any], form: FromASource) -> None:
        _write(visit, form.cleaned_data, Operation.CHANGE, lambda by, origin: operations.edit_customership(
            customership_id=row_id, changes=cast("PeriodChanges", changes),
            expected=cast("PeriodChanges", {name: stands[name] for name in changes}),
            origin=origin, by=by, at=visit.at,
        ))  # fmt: skip

    return edit(
        request, visit, page, PeriodForm, save, present=stands, title=_("Own customer relationship"),
        may_end=row.ended_on is None, mistake=mistake_of(page, "customership", row_id),
        stood_from=row.origin.source,
    )  # fmt: skip


@form_page
@staff
def add_guardian(request: HttpRequest, visit: Visit, party_id: UUID) -> HttpResponse:
    """Say who is the guardian of a person."""
    page = _page(visit, PartyKind.PERSON, party_id, Operation.COLLECT, "person.guardian")
    if page is None:
        return not_found(request)

    def save(data: dict[str, Any]) -> None:
        _write(visit, data, Operation.COLLECT, lambda by, origin: operations.add_guardianship(
            ward_id=party_id, guardian_id=UUID(data["chosen"]), started_on=data["started_on"],
            ended_on=data["ended_on"], origin=origin, by=by, at=visit.at,
        ))  # fmt: skip

    make = partial(NewGuardianForm, options=found_options(request, visit, PartyKind.PERSON, but=party_id))
    return add(request, page, make, save, title=_("Add a guardian"))


@form_page
@staff
def guardian(request: HttpRequest, visit: Visit, party_id: UUID, row_id: UUID) -> HttpResponse:
    """Change from when until when somebody is a guardian, or end it."""
    page = _page(visit, PartyKind.PERSON, party_id, Operation.CHANGE, "person.guardian")
    rows = page.guardianships if isinstance(page, PersonPage) else ()
    row = next((one for one in rows if one.id == row_id), None)
    if page is None or row is None:
        return not_found(request)
    if request.method == "POST" and "end" in request.POST:
        return end(request, page, lambda: _change(visit, lambda by: operations.end_guardianship(
            guardianship_id=row_id, ended_on=visit.today, by=by, at=visit.at
        )))  # fmt: skip
    stands = {"started_on": row.started_on, "ended_on": row.ended_on}

    def save(changes: dict[str, Any], form: FromASource) -> None:
        _write(visit, form.cleaned_data, Operation.CHANGE, lambda by, origin: operations.edit_guardianship(
            guardianship_id=row_id, changes=cast("PeriodChanges", changes),
            expected=cast("PeriodChanges", {name: stands[name] for name in changes}),
            origin=origin, by=by, at=visit.at,
        ))  # fmt: skip

    return edit(
        request, visit, page, GuardianForm, save, present=stands,
        title=_("Guardian: %(name)s") % {"name": row.guardian_name or "–"}, may_end=row.ended_on is None,
        mistake=mistake_of(page, "guardianship", row_id), stood_from=row.origin.source,
    )  # fmt: skip


@form_page
@staff
def parent(request: HttpRequest, visit: Visit, party_id: UUID) -> HttpResponse:
    """Say to which organisation of a group one belongs, or that it belongs to none."""
    page = _page(visit, PartyKind.ORGANISATION, party_id, Operation.CHANGE, "organisation.name")
    if not isinstance(page, OrganisationPage):
        return not_found(request)

    def put(parent_id: UUID | None, source: str) -> None:
        _write(visit, {"source": source}, Operation.CHANGE, lambda by, origin: operations.edit_organisation(
            organisation_id=party_id, changes={"parent_id": parent_id}, expected={"parent_id": page.parent_id},
            origin=origin, by=by, at=visit.at,
        ))  # fmt: skip

    if request.method == "POST" and "end" in request.POST:
        put(None, our_source())
        messages.success(request, _("The organisation belongs to no group now."))
        return redirect(address_of(page))
    make = partial(ParentForm, options=found_options(request, visit, PartyKind.ORGANISATION, but=party_id))
    return add(
        request, page, make, lambda data: put(UUID(data["chosen"]), data["source"]),
        title=_("Parent organisation"),
        may_end=page.parent_id is not None,
        end_as=_("Belongs to no group"),
    )  # fmt: skip


@form_page
@staff
def add_former_name(request: HttpRequest, visit: Visit, party_id: UUID) -> HttpResponse:
    """Add a name that an organisation had earlier."""
    page = _page(visit, PartyKind.ORGANISATION, party_id, Operation.COLLECT, "organisation.name")
    if page is None:
        return not_found(request)

    def save(data: dict[str, Any]) -> None:
        _write(visit, data, Operation.COLLECT, lambda by, origin: operations.add_former_name(
            organisation_id=party_id, name=data["name"], kind=NameKind(data["kind"]), used_from=data["used_from"],
            used_to=data["used_to"], origin=origin, by=by, at=visit.at,
        ))  # fmt: skip

    return add(request, page, FormerNameForm, save, title=_("Add an earlier name"))


def _page(
    visit: Visit, kind: PartyKind, party_id: UUID, operation: Operation, item: str
) -> PersonPage | OrganisationPage | None:
    """Read the party if the visit may do this with the item: what the declaration does not list has no page."""
    page = page_of(visit, kind, party_id, operation)
    if page is not None and not visit.may(operation, item):
        raise visit.denied(operation)
    return page


def _write(visit: Visit, data: dict[str, Any], operation: Operation, write: Write) -> None:
    with visit.enter(operation) as by:
        write(by, visit.origin(data["source"], operation))


def _change(visit: Visit, write: Callable[[Access], object]) -> None:
    with visit.enter(Operation.CHANGE) as by:
        write(by)
