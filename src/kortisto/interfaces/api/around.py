"""What stands around a party: how it is reached, whom it represents, what it is to us, what happened with it."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema

from kortisto.declaration.words import Operation
from kortisto.interfaces.api.answers import CHANGES, REFUSALS, Made, json, made
from kortisto.interfaces.api.bodies import (
    AddressChange,
    ContactPointChange,
    NewAddress,
    NewContactPoint,
    NewEvent,
    NewFormerName,
    NewNote,
    NewOrder,
    NewRelationship,
    NewRepresentation,
    RelationshipChange,
    RepresentationChange,
)
from kortisto.interfaces.api.calls import call_of
from kortisto.interfaces.api.once import once
from kortisto.interfaces.api.parties import Cursor, emptied
from kortisto.register.parties import operations, queries
from kortisto.register.parties.enums import ContactKind, PartyKind, RelationshipKind
from kortisto.register.parties.values import Party

router = Router(tags=["around a party"])
_DAYS = ("valid_from", "valid_to", "started_on", "ended_on")
Kind = Literal["people", "organisations"]
_KINDS: dict[Kind, PartyKind] = {"people": PartyKind.PERSON, "organisations": PartyKind.ORGANISATION}


class Happening(Schema):
    """One line of a timeline."""

    id: UUID
    kind: str
    on: date
    text: str = ""
    reference: str = ""


class TimelineAsked(Schema):
    """`before`: the cursor of a page, for the next one."""

    before: Cursor | None = None


class Timeline(Schema):
    """What happened with a party, newest first; `next` is a cursor for `before`."""

    items: list[Happening]
    next: str | None = None


def _owner(kind: Kind, party_id: UUID) -> Party:
    return Party(kind=_KINDS[kind], id=party_id)


def _of(kind: Kind, party_id: UUID) -> dict[str, Any]:
    return {f"{_KINDS[kind].value}_id": party_id}


# --- contact points and addresses ------------------------------------------------------------------------------------


@router.post("/{kind}/{uuid:party_id}/contact-points", response={201: Made, **CHANGES})
def add_contact_point(request: HttpRequest, kind: Kind, party_id: UUID, payload: NewContactPoint) -> HttpResponse:
    """Add an e-mail address, a telephone number or a website."""
    call = call_of(request)

    def add() -> UUID:
        with call.enter(Operation.COLLECT) as by:
            return operations.add_contact_point(
                owner=_owner(kind, party_id),
                **payload.values(),
                origin=call.origin(payload.source, payload.when(), Operation.COLLECT),
                by=by,
                at=call.at,
            )

    return made(once(request, call, add))


@router.patch(
    "/{kind}/{uuid:party_id}/contact-points/{what}/{uuid:contact_point_id}",
    response={204: None, **CHANGES},
)
def change_contact_point(  # noqa: PLR0917 (the address names them)
    request: HttpRequest,
    kind: Kind,
    party_id: UUID,
    what: ContactKind,
    contact_point_id: UUID,
    payload: ContactPointChange,
) -> HttpResponse:
    """Change it; a day in `valid_to` ends it."""
    call = call_of(request)
    with call.enter(Operation.READ, Operation.CHANGE) as by:
        operations.edit_contact_point(
            contact_point_id=contact_point_id,
            owner=_owner(kind, party_id),
            kind=what,
            changes=emptied(payload.values(), dates=_DAYS),
            origin=call.origin(payload.source, payload.when(), Operation.CHANGE),
            by=by,
            at=call.at,
        )
    return HttpResponse(status=204)


@router.post("/{kind}/{uuid:party_id}/addresses", response={201: Made, **CHANGES})
def add_address(request: HttpRequest, kind: Kind, party_id: UUID, payload: NewAddress) -> HttpResponse:
    """Add a postal address."""
    call = call_of(request)

    def add() -> UUID:
        with call.enter(Operation.COLLECT) as by:
            return operations.add_address(
                owner=_owner(kind, party_id),
                **payload.values(),
                origin=call.origin(payload.source, payload.when(), Operation.COLLECT),
                by=by,
                at=call.at,
            )

    return made(once(request, call, add))


@router.patch("/{kind}/{uuid:party_id}/addresses/{uuid:address_id}", response={204: None, **CHANGES})
def change_address(
    request: HttpRequest, kind: Kind, party_id: UUID, address_id: UUID, payload: AddressChange
) -> HttpResponse:
    """Change it; a day in `valid_to` ends it."""
    call = call_of(request)
    values = payload.values()
    if values.get("lines") is not None:
        values["lines"] = "\n".join(values["lines"])
    with call.enter(Operation.READ, Operation.CHANGE) as by:
        operations.edit_address(
            address_id=address_id,
            owner=_owner(kind, party_id),
            changes=emptied(values, dates=_DAYS),
            origin=call.origin(payload.source, payload.when(), Operation.CHANGE),
            by=by,
            at=call.at,
        )
    return HttpResponse(status=204)


# --- whom somebody represents, what an organisation is to us ---------------------------------------------------------


@router.post("/people/{uuid:person_id}/representations", response={201: Made, **CHANGES})
def add_representation(request: HttpRequest, person_id: UUID, payload: NewRepresentation) -> HttpResponse:
    """Let a person act for an organisation."""
    call = call_of(request)

    def add() -> UUID:
        with call.enter(Operation.COLLECT) as by:
            return operations.add_representation(
                person_id=person_id,
                **{**payload.values(), "role": payload.role or ""},
                origin=call.origin(payload.source, payload.when(), Operation.COLLECT),
                by=by,
                at=call.at,
            )

    return made(once(request, call, add))


@router.patch("/representations/{uuid:representation_id}", response={204: None, **CHANGES})
def change_representation(request: HttpRequest, representation_id: UUID, payload: RepresentationChange) -> HttpResponse:
    """Change it; a day in `ended_on` ends it."""
    call = call_of(request)
    with call.enter(Operation.READ, Operation.CHANGE) as by:
        operations.edit_representation(
            representation_id=representation_id,
            changes=emptied(payload.values(), dates=_DAYS),
            origin=call.origin(payload.source, payload.when(), Operation.CHANGE),
            by=by,
            at=call.at,
        )
    return HttpResponse(status=204)


@router.post("/organisations/{uuid:organisation_id}/relationships", response={201: Made, **CHANGES})
def add_relationship(request: HttpRequest, organisation_id: UUID, payload: NewRelationship) -> HttpResponse:
    """Say what an organisation is to us, since when."""
    call = call_of(request)

    def add() -> UUID:
        with call.enter(Operation.COLLECT) as by:
            return operations.add_relationship(
                organisation_id=organisation_id,
                **payload.values(),
                origin=call.origin(payload.source, payload.when(), Operation.COLLECT),
                by=by,
                at=call.at,
            )

    return made(once(request, call, add))


@router.patch("/relationships/{kind}/{uuid:relationship_id}", response={204: None, **CHANGES})
def change_relationship(
    request: HttpRequest, kind: RelationshipKind, relationship_id: UUID, payload: RelationshipChange
) -> HttpResponse:
    """Change it; a day in `ended_on` ends it."""
    call = call_of(request)
    with call.enter(Operation.READ, Operation.CHANGE) as by:
        operations.edit_relationship(
            relationship_id=relationship_id,
            kind=kind,
            changes=emptied(payload.values(), dates=_DAYS),
            origin=call.origin(payload.source, payload.when(), Operation.CHANGE),
            by=by,
            at=call.at,
        )
    return HttpResponse(status=204)


@router.post("/organisations/{uuid:organisation_id}/former-names", response={201: Made, **CHANGES})
def add_former_name(request: HttpRequest, organisation_id: UUID, payload: NewFormerName) -> HttpResponse:
    """Keep a name that the organisation had, by which it is still found."""
    call = call_of(request)

    def add() -> UUID:
        with call.enter(Operation.COLLECT) as by:
            return operations.add_former_name(
                organisation_id=organisation_id,
                **payload.values(),
                origin=call.origin(payload.source, payload.when(), Operation.COLLECT),
                by=by,
                at=call.at,
            )

    return made(once(request, call, add))


# --- what happened ---------------------------------------------------------------------------------------------------


@router.get("/{kind}/{uuid:party_id}/timeline", response={200: Timeline, **REFUSALS})
def timeline(request: HttpRequest, kind: Kind, party_id: UUID, asked: Query[TimelineAsked]) -> HttpResponse:
    """What happened with a party, newest first."""
    with call_of(request).enter() as by:
        page = queries.timeline(party=_owner(kind, party_id), by=by, before=asked.before or "")
    items = [
        {"id": one.id, "kind": one.kind.value, "on": one.on, "text": one.text, "reference": one.reference}
        for one in page.entries
    ]
    return json({"items": items, "next": page.next or None})


@router.post("/{kind}/{uuid:party_id}/notes", response={201: Made, **CHANGES})
def add_note(request: HttpRequest, kind: Kind, party_id: UUID, payload: NewNote) -> HttpResponse:
    """Write a note."""
    call = call_of(request)

    def add() -> UUID:
        with call.enter(Operation.COLLECT) as by:
            return operations.add_note(
                **payload.values(),
                **_of(kind, party_id),
                origin=call.origin(payload.source, payload.when(), Operation.COLLECT),
                by=by,
                at=call.at,
            )

    return made(once(request, call, add))


@router.post("/{kind}/{uuid:party_id}/orders", response={201: Made, **CHANGES})
def add_order(request: HttpRequest, kind: Kind, party_id: UUID, payload: NewOrder) -> HttpResponse:
    """Keep that an order was placed."""
    call = call_of(request)

    def add() -> UUID:
        with call.enter(Operation.COLLECT) as by:
            return operations.add_order(
                **{"reference": "", **payload.values()},
                **_of(kind, party_id),
                origin=call.origin(payload.source, payload.when(), Operation.COLLECT),
                by=by,
                at=call.at,
            )

    return made(once(request, call, add))


@router.post("/{kind}/{uuid:party_id}/events", response={201: Made, **CHANGES})
def add_event(request: HttpRequest, kind: Kind, party_id: UUID, payload: NewEvent) -> HttpResponse:
    """Keep a meeting, a call or another event of a day."""
    call = call_of(request)

    def add() -> UUID:
        with call.enter(Operation.COLLECT) as by:
            return operations.add_activity(
                **payload.values(),
                **_of(kind, party_id),
                origin=call.origin(payload.source, payload.when(), Operation.COLLECT),
                by=by,
                at=call.at,
            )

    return made(once(request, call, add))
