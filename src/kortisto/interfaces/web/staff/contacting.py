"""Changing how a party is reached: contact points and addresses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from kortisto.declaration.words import Operation
from kortisto.interfaces.web.errors import not_found
from kortisto.interfaces.web.staff.forms import (
    AddressForm,
    ContactForm,
    FromASource,
    NewContactForm,
)
from kortisto.interfaces.web.staff.recognising import NOBODY, ground_in
from kortisto.interfaces.web.staff.saving import add, edit, end, mistake_of, page_of
from kortisto.interfaces.web.typed import form_page
from kortisto.interfaces.web.visits import Visit, staff
from kortisto.lib.identifiers import HOME_REGION
from kortisto.register.ledger.enums import Why
from kortisto.register.parties import operations
from kortisto.register.parties.enums import AddressUse, ContactKind, ContactUse, PartyKind
from kortisto.register.parties.recognised import known_reasons
from kortisto.register.parties.values import (
    AddressChanges,
    ContactPointChanges,
    OrganisationPage,
    Party,
    PersonPage,
)

REFUSED = 422
PartyPage = PersonPage | OrganisationPage
Save = Callable[[dict[str, Any]], object]


@form_page
@staff
def contact(
    request: HttpRequest, visit: Visit, *, kind: PartyKind, party_id: UUID, what: ContactKind, contact_id: UUID
) -> HttpResponse:
    """Correct a contact point, or end it."""
    page = page_of(visit, kind, party_id, Operation.CHANGE)
    point = (
        next((one for one in page.contact_points if (one.id, one.kind) == (contact_id, what)), None) if page else None
    )
    if page is None or point is None:
        return not_found(request)
    owner = Party(kind=kind, id=party_id)
    if request.method == "POST" and "end" in request.POST:
        return end(request, page, lambda: _end_contact(visit, owner, what, contact_id))

    def save(changes: dict[str, Any], form: FromASource) -> None:
        with visit.enter(Operation.CHANGE) as by:
            operations.edit_contact_point(
                contact_point_id=contact_id,
                owner=owner,
                kind=what,
                changes=cast("ContactPointChanges", changes),
                expected=cast("ContactPointChanges", {name: getattr(point, name) for name in changes}),
                origin=visit.origin(form.cleaned_data["source"], Operation.CHANGE),
                by=by,
                at=visit.at,
                ground=ground_in(request),
            )

    return edit(
        request,
        visit,
        page,
        partial(ContactForm, what=what, told=[point.item]),
        save,
        present={
            "value": point.value,
            "use": point.use,
            "valid_from": point.valid_from,
            "valid_to": point.valid_to,
        },
        title=ContactKind(what).label,
        may_end=point.valid_to is None,
        mistake=mistake_of(page, what, contact_id),
        stood_from=point.origin.source,
        recognised=lambda changes: _recognised(visit, kind, what, changes),
    )


@form_page
@staff
def add_contact(request: HttpRequest, visit: Visit, kind: PartyKind, party_id: UUID) -> HttpResponse:
    """Add an e-mail address, a telephone number or a website."""
    page = page_of(visit, kind, party_id, Operation.COLLECT)
    if page is None:
        return not_found(request)

    def save(data: dict[str, Any]) -> None:
        with visit.enter(Operation.COLLECT) as by:
            operations.add_contact_point(
                owner=Party(kind=kind, id=party_id),
                kind=ContactKind(data["kind"]),
                value=data["value"],
                use=ContactUse(data["use"]),
                valid_from=data["valid_from"],
                valid_to=data["valid_to"],
                origin=visit.origin(data["source"], Operation.COLLECT),
                by=by,
                at=visit.at,
                ground=ground_in(request),
            )

    return add(
        request, page, partial(NewContactForm, told=[f"{kind.value}.contact"]), save, title=_("Add a contact point"),
        recognised=lambda data: _recognised(visit, kind, ContactKind(data["kind"]), data),
    )  # fmt: skip


def _recognised(visit: Visit, kind: PartyKind, what: ContactKind, data: Mapping[str, Any]) -> frozenset[Why]:
    """Return why somebody is recognised by a contact point; an organisation never is."""
    if kind is not PartyKind.PERSON or not data.get("value"):
        return NOBODY
    return known_reasons([(what, data["value"])], at=visit.at)


@form_page
@staff
def add_address(request: HttpRequest, visit: Visit, kind: PartyKind, party_id: UUID) -> HttpResponse:
    """Add a postal address."""
    page = page_of(visit, kind, party_id, Operation.COLLECT)
    if page is None:
        return not_found(request)

    def save(data: dict[str, Any]) -> None:
        with visit.enter(Operation.COLLECT) as by:
            operations.add_address(
                owner=Party(kind=kind, id=party_id),
                origin=visit.origin(data["source"], Operation.COLLECT),
                by=by,
                at=visit.at,
                **_address_values(data),
            )

    make = partial(AddressForm, told=[f"{kind.value}.contact"])
    return add(request, page, make, save, title=_("Add an address"), initial={"country": HOME_REGION})


@form_page
@staff
def address(request: HttpRequest, visit: Visit, kind: PartyKind, party_id: UUID, address_id: UUID) -> HttpResponse:
    """Correct an address, or end it."""
    page = page_of(visit, kind, party_id, Operation.CHANGE)
    found = next((one for one in page.addresses if one.id == address_id), None) if page is not None else None
    if page is None or found is None:
        return not_found(request)
    owner = Party(kind=kind, id=party_id)
    if request.method == "POST" and "end" in request.POST:
        return end(request, page, lambda: _end_address(visit, owner, address_id))
    stands = {
        "use": found.use,
        "lines": "\n".join(found.lines),
        "postal_code": found.postal_code,
        "city": found.city,
        "country": found.country,
        "valid_from": found.valid_from,
        "valid_to": found.valid_to,
    }

    def save(changes: dict[str, Any], form: FromASource) -> None:
        with visit.enter(Operation.CHANGE) as by:
            operations.edit_address(
                address_id=address_id,
                owner=owner,
                changes=cast("AddressChanges", changes),
                expected=cast("AddressChanges", {name: stands[name] for name in changes}),
                origin=visit.origin(form.cleaned_data["source"], Operation.CHANGE),
                by=by,
                at=visit.at,
            )

    return edit(
        request,
        visit,
        page,
        partial(AddressForm, told=[found.item]),
        save,
        present=stands,
        title=dict(AddressUse.choices).get(found.use, found.use),
        may_end=found.valid_to is None,
        mistake=mistake_of(page, "address", address_id),
        stood_from=found.origin.source,
    )


def _end_contact(visit: Visit, owner: Party, what: ContactKind, contact_id: UUID) -> None:
    with visit.enter(Operation.CHANGE) as by:
        operations.end_contact_point(
            contact_point_id=contact_id, owner=owner, kind=what, valid_to=visit.today, by=by, at=visit.at
        )


def _end_address(visit: Visit, owner: Party, address_id: UUID) -> None:
    with visit.enter(Operation.CHANGE) as by:
        operations.end_address(address_id=address_id, owner=owner, valid_to=visit.today, by=by, at=visit.at)


def _address_values(data: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "use": AddressUse(data["use"]),
        "lines": data["lines"].splitlines(),
        "postal_code": data["postal_code"],
        "city": data["city"],
        "country": data["country"],
        "valid_from": data["valid_from"],
        "valid_to": data["valid_to"],
    }
