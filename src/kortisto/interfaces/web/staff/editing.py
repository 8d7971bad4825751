"""Changing a party: its basic data, notes and events."""

from __future__ import annotations

from functools import partial
from typing import Any, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from kortisto.declaration.words import Operation
from kortisto.interfaces.web.errors import not_found
from kortisto.interfaces.web.staff.forms import FromASource, plain
from kortisto.interfaces.web.staff.party_forms import OrganisationForm, PartyForm, PersonForm
from kortisto.interfaces.web.staff.saving import edit, page_of
from kortisto.interfaces.web.typed import form_page
from kortisto.interfaces.web.visits import Visit, staff
from kortisto.register.parties import operations
from kortisto.register.parties.enums import PartyKind
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
    return edit(request, visit, page, make, save, present=stands, stood_from=_one_source(page))


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
    return edit(request, visit, page, make, save, present=stands, stood_from=_one_source(page))


def _one_source(page: PersonPage | OrganisationPage) -> str:
    """Return the source of the fields of a party, where it is one for all of them."""
    found = {one.source for one in page.origins.values()}
    return found.pop() if len(found) == 1 else ""


def standing_fields(page: PersonPage | OrganisationPage, form: type[PartyForm]) -> dict[str, Any]:
    """Return what stands in the fields that a form may show: empty where the visit does not see it."""
    own = {field.item: "" for field in own_fields(form.of)} | {one.item: one.value for one in page.own}
    return {name: getattr(page, name) for name in form.items if hasattr(page, name)} | own


def writing(own: dict[str, str]) -> tuple[Operation, ...]:
    """Return the operations that a change needs: a first value of an own item is collected."""
    return (Operation.CHANGE, Operation.COLLECT) if own else (Operation.CHANGE,)
