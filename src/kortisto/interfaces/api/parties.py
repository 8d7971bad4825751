"""People and organisations: lists, everything about one, adding and changing."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field, StringConstraints

from kortisto.declaration.words import Operation
from kortisto.interfaces.api.answers import (
    CHANGES,
    REFUSALS,
    KeyView,
    Made,
    Page,
    demand_version,
    json,
    made,
    versioned,
)
from kortisto.interfaces.api.bodies import (
    MergeBody,
    NewOrganisation,
    NewPerson,
    OrganisationChange,
    PersonChange,
)
from kortisto.interfaces.api.calls import Call, call_of
from kortisto.interfaces.api.once import once
from kortisto.register.audit.values import Access
from kortisto.register.parties import operations, queries
from kortisto.register.parties.enums import PartyKind, RelationshipKind
from kortisto.register.parties.listing import Filters, ListColumn, Order
from kortisto.register.parties.values import OrganisationPage, PersonPage

router = Router(tags=["parties"])

Cursor = Annotated[str, StringConstraints(max_length=500, pattern=r"^[A-Za-z0-9_.=-]*$")]
Words = Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")]
BEST = 50
"""So many of a search: of a text that more match, the best."""
Limit = Annotated[int, Field(ge=1, le=200)]
Since = Annotated[date, Field(ge=date(1850, 1, 1), le=date(2200, 1, 1))]


@router.get("/key", response={200: KeyView, **REFUSALS}, summary="What this key may do")
def key(request: HttpRequest) -> HttpResponse:
    call = call_of(request)
    return json(
        {
            "purpose": call.purpose,
            "operations": [one.value for one in call.operations],
            "role": call.by.role,
            "permissions": sorted(call.by.permissions or ()),
        }
    )


@router.get("/search", response={200: Page, **REFUSALS}, summary="Find people and organisations, best first")
def search(request: HttpRequest, q: Annotated[Words, Query(examples=["makela turku"])]) -> HttpResponse:
    """Words in any order, beginnings of words, typing errors, e-mail addresses, numbers in any writing, cities."""
    with call_of(request).enter() as by:
        found = queries.best_matches(by=by, text=q, limit=BEST)
    items = [
        {"id": hit.party.id, "kind": hit.party.kind, "name": hit.name, "detail": hit.detail, "columns": {}}
        for hit in found
    ]
    return json({"items": items, "next": None, "previous": None})


# --- lists -----------------------------------------------------------------------------------------------------------


class Asked(Schema):
    """What every list may be asked."""

    q: Words = ""
    city: Words = ""
    active_from: Since | None = None
    added_from: Since | None = None
    changed_from: Since | None = None
    columns: list[ListColumn] = Field(default=[], max_length=20)
    order: Order = Order.NAME
    after: Cursor | None = None
    before: Cursor | None = None
    limit: Limit = 50


class PeopleAsked(Asked):
    """`organisation`: people who represent it."""

    organisation: UUID | None = None


class OrganisationsAsked(Asked):
    """`relation`: what they are to us."""

    relation: RelationshipKind | None = None


@router.get("/people", response={200: Page, **REFUSALS}, summary="People, a page at a time")
def people(request: HttpRequest, asked: Query[PeopleAsked]) -> HttpResponse:
    return _listed(request, PartyKind.PERSON, asked, _filters(asked, organisation=asked.organisation))


@router.get("/organisations", response={200: Page, **REFUSALS}, summary="Organisations, a page at a time")
def organisations(request: HttpRequest, asked: Query[OrganisationsAsked]) -> HttpResponse:
    return _listed(request, PartyKind.ORGANISATION, asked, _filters(asked, relation=asked.relation))


def _filters(asked: Asked, **further: Any) -> Filters:
    return Filters(
        text=asked.q,
        city=asked.city,
        active_from=asked.active_from,
        added_from=asked.added_from,
        changed_from=asked.changed_from,
        **further,
    )


def _listed(request: HttpRequest, kind: PartyKind, asked: Asked, filters: Filters) -> HttpResponse:
    with call_of(request).enter() as by:
        page = queries.list_page(
            by=by,
            kind=kind,
            filters=filters,
            columns=asked.columns,
            order=asked.order,
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


@router.get("/people/{uuid:person_id}", response={200: PersonPage, **REFUSALS}, summary="Everything about a person")
def person(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """What the purpose of the key shows; `withheld` names what it does not."""
    with call_of(request).enter() as by:
        page = queries.person_page(person_id=person_id, by=by)
    return versioned(request, page)


@router.get(
    "/organisations/{uuid:organisation_id}",
    response={200: OrganisationPage, **REFUSALS},
    summary="Everything about an organisation",
)
def organisation(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    """What the purpose of the key shows; `withheld` names what it does not."""
    with call_of(request).enter() as by:
        page = queries.organisation_page(organisation_id=organisation_id, by=by)
    return versioned(request, page)


@router.post("/people", response={201: Made, **CHANGES}, summary="Add a person")
def add_person(request: HttpRequest, payload: NewPerson) -> HttpResponse:
    """With `Idempotency-Key`, sending it again adds nobody and answers the same."""
    call = call_of(request)

    def add() -> UUID:
        values = {**payload.values(), "language": payload.language or ""}
        with call.enter(Operation.COLLECT) as by:
            return operations.add_person(
                **{"first_name": "", "last_name": "", **values},
                origin=call.origin(payload.source, payload.when(), Operation.COLLECT),
                by=by,
                at=call.at,
            )

    id_ = once(request, call, add)
    return made(id_, f"/api/v1/people/{id_}")


@router.post("/organisations", response={201: Made, **CHANGES}, summary="Add an organisation")
def add_organisation(request: HttpRequest, payload: NewOrganisation) -> HttpResponse:
    """With `Idempotency-Key`, sending it again adds nothing and answers the same."""
    call = call_of(request)

    def add() -> UUID:
        values = {name: value for name, value in payload.values().items() if value is not None}
        with call.enter(Operation.COLLECT) as by:
            return operations.add_organisation(
                **values,
                origin=call.origin(payload.source, payload.when(), Operation.COLLECT),
                by=by,
                at=call.at,
            )

    id_ = once(request, call, add)
    return made(id_, f"/api/v1/organisations/{id_}")


@router.patch("/people/{uuid:person_id}", response={204: None, **CHANGES}, summary="Change fields of a person")
def change_person(request: HttpRequest, person_id: UUID, payload: PersonChange) -> HttpResponse:
    """Only the fields sent; null empties one. `If-Match` with the ETag you have seen keeps others' work safe."""
    call = call_of(request)
    with call.enter(Operation.READ, Operation.CHANGE) as by:
        if _keep_unchanged(request, call, by, PartyKind.PERSON, person_id):
            demand_version(request, queries.person_page(person_id=person_id, by=by))
        operations.edit_person(
            person_id=person_id,
            changes=emptied(payload.values(), dates=("informed_on", "non_disclosure_until")),
            origin=call.origin(payload.source, payload.when(), Operation.CHANGE),
            by=by,
            at=call.at,
        )
    return HttpResponse(status=204)


@router.patch(
    "/organisations/{uuid:organisation_id}", response={204: None, **CHANGES}, summary="Change fields of an organisation"
)
def change_organisation(request: HttpRequest, organisation_id: UUID, payload: OrganisationChange) -> HttpResponse:
    """Only the fields sent; null empties one. `If-Match` with the ETag you have seen keeps others' work safe."""
    call = call_of(request)
    with call.enter(Operation.READ, Operation.CHANGE) as by:
        if _keep_unchanged(request, call, by, PartyKind.ORGANISATION, organisation_id):
            demand_version(request, queries.organisation_page(organisation_id=organisation_id, by=by))
        operations.edit_organisation(
            organisation_id=organisation_id,
            changes=emptied(payload.values(), dates=("parent_id",), switches=("sole_trader",)),
            origin=call.origin(payload.source, payload.when(), Operation.CHANGE),
            by=by,
            at=call.at,
        )
    return HttpResponse(status=204)


@router.post("/people/{uuid:person_id}/merge", response={200: Made, **CHANGES}, summary="Make two people one")
def merge_people(request: HttpRequest, person_id: UUID, payload: MergeBody) -> HttpResponse:
    """Answers with the id of the merge, by which it is undone. Needs the permission `merge`."""
    return _merged(request, PartyKind.PERSON, person_id, payload)


@router.post(
    "/organisations/{uuid:organisation_id}/merge", response={200: Made, **CHANGES}, summary="Make two organisations one"
)
def merge_organisations(request: HttpRequest, organisation_id: UUID, payload: MergeBody) -> HttpResponse:
    """Answers with the id of the merge, by which it is undone. Needs the permission `merge`."""
    return _merged(request, PartyKind.ORGANISATION, organisation_id, payload)


@router.post("/merges/{uuid:merge_id}/undo", response={204: None, **CHANGES}, summary="Make two of one again")
def undo_merge(request: HttpRequest, merge_id: UUID) -> HttpResponse:
    call = call_of(request)
    call.require("merge")
    with call.enter(Operation.READ, Operation.CHANGE) as by:
        operations.undo_merge(merge_id=merge_id, by=by, at=call.at)
    return HttpResponse(status=204)


def _merged(request: HttpRequest, kind: PartyKind, survivor: UUID, payload: MergeBody) -> HttpResponse:
    call = call_of(request)
    call.require("merge")
    with call.enter(Operation.READ, Operation.CHANGE) as by:
        done = operations.merge(
            kind=kind, survivor=survivor, absorbed=payload.absorbed, take=payload.take, by=by, at=call.at
        )
    return json({"id": done.id})


def _keep_unchanged(request: HttpRequest, call: Call, by: Access, kind: PartyKind, party_id: UUID) -> bool:
    """Return whether the caller says which version it has seen; then nobody else changes the party meanwhile."""
    if "If-Match" not in request.headers:
        return False
    operations.keep_from_others(kind=kind, party_id=party_id, by=by, at=call.at)
    return True


def emptied(values: dict[str, Any], *, dates: tuple[str, ...] = (), switches: tuple[str, ...] = ()) -> Any:
    """Return the changes as operations take them: null empties a text; days and links are null themselves."""
    return {
        name: value if value is not None or name in dates else False if name in switches else ""
        for name, value in values.items()
    }
