"""People and organisations: lists, everything about one, adding and changing."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import Field

from kortisto.declaration.words import Operation
from kortisto.interfaces.api.answers import CHANGES, REFUSALS, VERSIONED, Made, Page, json, versioned
from kortisto.interfaces.api.bodies import NewOrganisation, NewPerson, OrganisationChange, PersonChange
from kortisto.interfaces.api.calls import call_of
from kortisto.interfaces.api.choosing import (
    Chosen,
    Cursor,
    OrganisationColumns,
    OrganisationsChosen,
    PeopleChosen,
    PeopleColumns,
    YesOrNo,
)
from kortisto.interfaces.api.describing import MATCHES
from kortisto.interfaces.api.doing import added, changed, seen_in
from kortisto.register.audit.values import Access
from kortisto.register.parties import operations, queries
from kortisto.register.parties.enums import ContactKind, PartyKind
from kortisto.register.parties.listing import Order
from kortisto.register.parties.values import OrganisationPage, Origin, Party, PersonPage

router = Router(tags=["parties"])

Limit = Annotated[int, Field(ge=1, le=200)]


# --- lists -----------------------------------------------------------------------------------------------------------


class Asked(Chosen):
    """How a list is shown. `descending` turns the order round; `after` and `before` go on by the cursor of a page."""

    has_email: YesOrNo | None = None
    order: Order = Order.NAME
    descending: YesOrNo = False
    after: Cursor | None = None
    before: Cursor | None = None
    limit: Limit = 50


class PeopleAsked(Asked, PeopleChosen):
    """Which people, and how they are shown."""

    columns: PeopleColumns = []


class OrganisationsAsked(Asked, OrganisationsChosen):
    """Which organisations, and how they are shown."""

    columns: OrganisationColumns = []


@router.get("/people", response={200: Page, **REFUSALS}, summary="People, a page at a time")
def people(request: HttpRequest, asked: Query[PeopleAsked]) -> HttpResponse:
    return _listed(request, PartyKind.PERSON, asked)


@router.get("/organisations", response={200: Page, **REFUSALS}, summary="Organisations, a page at a time")
def organisations(request: HttpRequest, asked: Query[OrganisationsAsked]) -> HttpResponse:
    return _listed(request, PartyKind.ORGANISATION, asked)


def _listed(request: HttpRequest, kind: PartyKind, asked: PeopleAsked | OrganisationsAsked) -> HttpResponse:
    with call_of(request).enter() as by:
        page = queries.list_page(
            by=by,
            kind=kind,
            filters=asked.filters(),
            columns=asked.columns,
            order=asked.order,
            descending=asked.descending,
            after=asked.after,
            before=asked.before,
            limit=asked.limit,
        )
    items = [
        {
            "id": row.id,
            "kind": kind,
            "name": row.name,
            "detail": "",
            "columns": {column.value: _text(cell) for column, cell in row.cells.items()},
        }
        for row in page.rows
    ]
    return json({"items": items, "next": page.after, "previous": page.before})


def _text(cell: object) -> str:
    return cell.isoformat() if isinstance(cell, date) else "" if cell is None else str(cell)


# --- one -------------------------------------------------------------------------------------------------------------


@router.get("/people/{uuid:person_id}", response={200: PersonPage, **VERSIONED}, summary="Everything about a person")
def person(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """What the purpose of the key shows; `withheld` names what it does not."""
    with call_of(request).enter() as by:
        page = queries.person_page(person_id=person_id, by=by)
    return versioned(request, page)


@router.get(
    "/organisations/{uuid:organisation_id}",
    response={200: OrganisationPage, **VERSIONED},
    summary="Everything about an organisation",
)
def organisation(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    """What the purpose of the key shows; `withheld` names what it does not."""
    with call_of(request).enter() as by:
        page = queries.organisation_page(organisation_id=organisation_id, by=by)
    return versioned(request, page)


@router.post("/people", response={201: Made, **CHANGES}, summary="Add a person")
def add_person(request: HttpRequest, payload: NewPerson) -> HttpResponse:
    """With `Idempotency-Key`, sending it again adds nobody and answers the same.

    Somebody who has asked to be erased is recognised by `email` and `phone`, as far as the notice lets that be kept:
    409 then says what may be done. `standing` tells of a ban that goes on holding.
    """
    values = {**payload.values(), "language": payload.language or ""}
    ground = values.pop("new_ground")
    points = [(kind, value) for kind in (ContactKind.EMAIL, ContactKind.PHONE) if (value := values.pop(kind.value))]

    def add(by: Access, origin: Origin) -> UUID:
        person = operations.add_person(**values, origin=origin, by=by, at=by.at)
        owner = Party(kind=PartyKind.PERSON, id=person)
        for kind, value in points:
            operations.add_contact_point(
                owner=owner, kind=kind, value=value, ground=ground, origin=origin, by=by, at=by.at
            )
        return person

    return added(request, payload, add, "/people/{}", points=points)


@router.post("/organisations", response={201: Made, **CHANGES}, summary="Add an organisation")
def add_organisation(request: HttpRequest, payload: NewOrganisation) -> HttpResponse:
    """With `Idempotency-Key`, sending it again adds nothing and answers the same."""
    values = {name: value for name, value in payload.values().items() if value is not None}
    return added(
        request,
        payload,
        lambda by, origin: operations.add_organisation(**values, origin=origin, by=by, at=by.at),
        "/organisations/{}",
    )


@router.patch(
    "/people/{uuid:person_id}",
    response={204: None, **CHANGES},
    summary="Change fields of a person",
    openapi_extra=MATCHES,
)
def change_person(request: HttpRequest, person_id: UUID, payload: PersonChange) -> HttpResponse:
    """Only the fields sent; null empties one. `If-Match` with the ETag you have seen keeps others' work safe."""
    values = payload.values()
    own = values.pop("own", None)
    changes = emptied(values, dates=("informed_on", "non_disclosure_until"))
    return changed(
        request,
        payload,
        lambda by, origin: operations.edit_person(
            person_id=person_id, changes=changes, own=own, origin=origin, by=by, at=by.at
        ),
        *([Operation.COLLECT] if own else []),
        seen=seen_in(Party(kind=PartyKind.PERSON, id=person_id)),
    )


@router.patch(
    "/organisations/{uuid:organisation_id}",
    response={204: None, **CHANGES},
    summary="Change fields of an organisation",
    openapi_extra=MATCHES,
)
def change_organisation(request: HttpRequest, organisation_id: UUID, payload: OrganisationChange) -> HttpResponse:
    """Only the fields sent; null empties one. `If-Match` with the ETag you have seen keeps others' work safe.

    A name that is changed stays as a former one where `former_until` says until when it was used.
    """
    values = payload.values()
    own, former_until = values.pop("own", None), values.pop("former_until", None)
    changes = emptied(values, dates=("parent_id",), switches=("sole_trader",))
    return changed(
        request,
        payload,
        lambda by, origin: operations.edit_organisation(
            organisation_id=organisation_id, changes=changes, own=own, former_until=former_until, origin=origin,
            by=by, at=by.at,
        ),
        *([Operation.COLLECT] if own else []),
        seen=seen_in(Party(kind=PartyKind.ORGANISATION, id=organisation_id)),
    )  # fmt: skip


def emptied(values: dict[str, Any], *, dates: tuple[str, ...] = (), switches: tuple[str, ...] = ()) -> Any:
    """Return the changes as operations take them: null empties a text; days and links are null themselves."""
    return {
        name: value if value is not None or name in dates else False if name in switches else ""
        for name, value in values.items()
    }
