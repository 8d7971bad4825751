"""What stands around a party: how it is reached, whom it represents, what it is to us, whose guardian somebody is."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router

from kortisto.interfaces.api.answers import CHANGES, Made, Undoable
from kortisto.interfaces.api.bodies import (
    AddressChange,
    ContactPointChange,
    NewAddress,
    NewContactPoint,
    NewFormerName,
    NewGuardianship,
    NewPeriod,
    NewRelationship,
    NewRepresentation,
    PeriodChange,
    RepresentationChange,
)
from kortisto.interfaces.api.choosing import KINDS
from kortisto.interfaces.api.describing import MATCHES
from kortisto.interfaces.api.doing import added, changed, put_away, seen_around, seen_in
from kortisto.interfaces.api.parties import emptied
from kortisto.register.parties import operations
from kortisto.register.parties.enums import Between, ContactKind, RelationshipKind
from kortisto.register.parties.values import Party

router = Router(tags=["around a party"])
_DAYS = ("valid_from", "valid_to", "started_on", "ended_on")
Kind = Literal["people", "organisations"]


def party_of(kind: Kind, party_id: UUID) -> Party:
    """Return the party of an address."""
    return Party(kind=KINDS[kind], id=party_id)


# --- contact points and addresses ------------------------------------------------------------------------------------


@router.post("/{kind}/{uuid:party_id}/contact-points", response={201: Made, **CHANGES})
def add_contact_point(request: HttpRequest, kind: Kind, party_id: UUID, payload: NewContactPoint) -> HttpResponse:
    """Add an e-mail address, a telephone number or a website.

    Somebody who has asked to be erased is recognised by it, as far as the notice lets that be kept: 409 then says what
    may be done. `standing` tells of a ban that goes on holding.
    """
    values = payload.values()
    ground = values.pop("new_ground")
    return added(
        request,
        payload,
        lambda by, origin: operations.add_contact_point(
            owner=party_of(kind, party_id), **values, ground=ground, origin=origin, by=by, at=by.at
        ),
        points=[(payload.kind, payload.value)] if kind == "people" else (),
    )


@router.patch(
    "/{kind}/{uuid:party_id}/contact-points/{what}/{uuid:contact_point_id}",
    response={204: None, **CHANGES},
    openapi_extra=MATCHES,
)
def change_contact_point(  # noqa: PLR0917 (the address names them)
    request: HttpRequest,
    kind: Kind,
    party_id: UUID,
    what: ContactKind,
    contact_point_id: UUID,
    payload: ContactPointChange,
) -> HttpResponse:
    """Change it; a day in `valid_to` ends it. `If-Match` takes the ETag of the party.

    As when it is added, 409 says what may be done where somebody is recognised, and the header Kortisto-Standing tells
    of a ban that goes on holding.
    """
    owner = party_of(kind, party_id)
    values = payload.values()
    ground = values.pop("new_ground", None)
    changes = emptied(values, dates=_DAYS)
    return changed(
        request,
        payload,
        lambda by, origin: operations.edit_contact_point(
            contact_point_id=contact_point_id, owner=owner, kind=what, changes=changes, ground=ground, origin=origin,
            by=by, at=by.at,
        ),
        seen=seen_in(owner),
        points=[(what, payload.value)] if kind == "people" and payload.value else (),
    )  # fmt: skip


@router.delete(
    "/{kind}/{uuid:party_id}/contact-points/{what}/{uuid:contact_point_id}",
    response={200: Undoable, **CHANGES},
    openapi_extra=MATCHES,
)
def remove_contact_point(
    request: HttpRequest, kind: Kind, party_id: UUID, what: ContactKind, contact_point_id: UUID
) -> HttpResponse:
    """Take away one that was never theirs; what is only no longer in use gets a `valid_to` instead.

    For a while it can be put back. `If-Match` takes the ETag of the party.
    """
    owner = party_of(kind, party_id)
    return put_away(
        request,
        lambda by: operations.remove_contact_point(
            contact_point_id=contact_point_id, owner=owner, kind=what, by=by, at=by.at
        ),
        seen=seen_in(owner),
    )


@router.post("/{kind}/{uuid:party_id}/addresses", response={201: Made, **CHANGES})
def add_address(request: HttpRequest, kind: Kind, party_id: UUID, payload: NewAddress) -> HttpResponse:
    """Add a postal address."""
    return added(
        request,
        payload,
        lambda by, origin: operations.add_address(
            owner=party_of(kind, party_id), **payload.values(), origin=origin, by=by, at=by.at
        ),
    )


@router.patch(
    "/{kind}/{uuid:party_id}/addresses/{uuid:address_id}", response={204: None, **CHANGES}, openapi_extra=MATCHES
)
def change_address(
    request: HttpRequest, kind: Kind, party_id: UUID, address_id: UUID, payload: AddressChange
) -> HttpResponse:
    """Change it; a day in `valid_to` ends it. `If-Match` takes the ETag of the party."""
    owner = party_of(kind, party_id)
    values = payload.values()
    if values.get("lines") is not None:
        values["lines"] = "\n".join(values["lines"])
    changes = emptied(values, dates=_DAYS)
    return changed(
        request,
        payload,
        lambda by, origin: operations.edit_address(
            address_id=address_id, owner=owner, changes=changes, origin=origin, by=by, at=by.at
        ),
        seen=seen_in(owner),
    )


@router.delete(
    "/{kind}/{uuid:party_id}/addresses/{uuid:address_id}", response={200: Undoable, **CHANGES}, openapi_extra=MATCHES
)
def remove_address(request: HttpRequest, kind: Kind, party_id: UUID, address_id: UUID) -> HttpResponse:
    """Take away one that was never theirs. For a while it can be put back. `If-Match` takes the ETag of the party."""
    owner = party_of(kind, party_id)
    return put_away(
        request,
        lambda by: operations.remove_address(address_id=address_id, owner=owner, by=by, at=by.at),
        seen=seen_in(owner),
    )


# --- whom somebody represents ----------------------------------------------------------------------------------------


@router.post("/people/{uuid:person_id}/representations", response={201: Made, **CHANGES})
def add_representation(request: HttpRequest, person_id: UUID, payload: NewRepresentation) -> HttpResponse:
    """Let a person act for an organisation."""
    values = {**payload.values(), "role": payload.role or ""}
    return added(
        request,
        payload,
        lambda by, origin: operations.add_representation(person_id=person_id, **values, origin=origin, by=by, at=by.at),
    )


@router.patch("/representations/{uuid:representation_id}", response={204: None, **CHANGES}, openapi_extra=MATCHES)
def change_representation(request: HttpRequest, representation_id: UUID, payload: RepresentationChange) -> HttpResponse:
    """Change it; a day in `ended_on` ends it. `If-Match` takes the ETag of the person."""
    changes: Any = emptied(payload.values(), dates=_DAYS)
    return changed(
        request,
        payload,
        lambda by, origin: operations.edit_representation(
            representation_id=representation_id, changes=changes, origin=origin, by=by, at=by.at
        ),
        seen=seen_around(Between.REPRESENTATION, representation_id),
    )


@router.delete("/representations/{uuid:representation_id}", response={200: Undoable, **CHANGES}, openapi_extra=MATCHES)
def remove_representation(request: HttpRequest, representation_id: UUID) -> HttpResponse:
    """Take away what never was. For a while it can be put back. `If-Match` takes the ETag of the person."""
    return put_away(
        request,
        lambda by: operations.remove_representation(representation_id=representation_id, by=by, at=by.at),
        seen=seen_around(Between.REPRESENTATION, representation_id),
    )


# --- what somebody is to us ------------------------------------------------------------------------------------------


@router.post("/organisations/{uuid:organisation_id}/relationships", response={201: Made, **CHANGES})
def add_relationship(request: HttpRequest, organisation_id: UUID, payload: NewRelationship) -> HttpResponse:
    """Say what an organisation is to us, since when."""
    return added(
        request,
        payload,
        lambda by, origin: operations.add_relationship(
            organisation_id=organisation_id, **payload.values(), origin=origin, by=by, at=by.at
        ),
    )


@router.patch("/relationships/{kind}/{uuid:relationship_id}", response={204: None, **CHANGES}, openapi_extra=MATCHES)
def change_relationship(
    request: HttpRequest, kind: RelationshipKind, relationship_id: UUID, payload: PeriodChange
) -> HttpResponse:
    """Change it; a day in `ended_on` ends it. `If-Match` takes the ETag of the organisation."""
    changes: Any = payload.values()
    return changed(
        request,
        payload,
        lambda by, origin: operations.edit_relationship(
            relationship_id=relationship_id, kind=kind, changes=changes, origin=origin, by=by, at=by.at
        ),
        seen=seen_around(Between.RELATIONSHIP, relationship_id),
    )


@router.delete(
    "/relationships/{kind}/{uuid:relationship_id}", response={200: Undoable, **CHANGES}, openapi_extra=MATCHES
)
def remove_relationship(request: HttpRequest, kind: RelationshipKind, relationship_id: UUID) -> HttpResponse:
    """Take away what never was. For a while it can be put back. `If-Match` takes the ETag of the organisation."""
    return put_away(
        request,
        lambda by: operations.remove_relationship(relationship_id=relationship_id, kind=kind, by=by, at=by.at),
        seen=seen_around(Between.RELATIONSHIP, relationship_id),
    )


@router.post("/people/{uuid:person_id}/customerships", response={201: Made, **CHANGES})
def add_customership(request: HttpRequest, person_id: UUID, payload: NewPeriod) -> HttpResponse:
    """Say that a person is our customer for themselves."""
    return added(
        request,
        payload,
        lambda by, origin: operations.add_customership(
            person_id=person_id, **payload.values(), origin=origin, by=by, at=by.at
        ),
    )


@router.patch("/customerships/{uuid:customership_id}", response={204: None, **CHANGES}, openapi_extra=MATCHES)
def change_customership(request: HttpRequest, customership_id: UUID, payload: PeriodChange) -> HttpResponse:
    """Change it; a day in `ended_on` ends it. `If-Match` takes the ETag of the person."""
    changes: Any = payload.values()
    return changed(
        request,
        payload,
        lambda by, origin: operations.edit_customership(
            customership_id=customership_id, changes=changes, origin=origin, by=by, at=by.at
        ),
        seen=seen_around(Between.CUSTOMERSHIP, customership_id),
    )


@router.delete("/customerships/{uuid:customership_id}", response={200: Undoable, **CHANGES}, openapi_extra=MATCHES)
def remove_customership(request: HttpRequest, customership_id: UUID) -> HttpResponse:
    """Take away what never was. For a while it can be put back. `If-Match` takes the ETag of the person."""
    return put_away(
        request,
        lambda by: operations.remove_customership(customership_id=customership_id, by=by, at=by.at),
        seen=seen_around(Between.CUSTOMERSHIP, customership_id),
    )


@router.post("/people/{uuid:person_id}/guardians", response={201: Made, **CHANGES})
def add_guardian(request: HttpRequest, person_id: UUID, payload: NewGuardianship) -> HttpResponse:
    """Say who is the guardian of a person."""
    return added(
        request,
        payload,
        lambda by, origin: operations.add_guardianship(
            ward_id=person_id, **payload.values(), origin=origin, by=by, at=by.at
        ),
    )


@router.patch("/guardianships/{uuid:guardianship_id}", response={204: None, **CHANGES}, openapi_extra=MATCHES)
def change_guardianship(request: HttpRequest, guardianship_id: UUID, payload: PeriodChange) -> HttpResponse:
    """Change it; a day in `ended_on` ends it. `If-Match` takes the ETag of the ward."""
    changes: Any = payload.values()
    return changed(
        request,
        payload,
        lambda by, origin: operations.edit_guardianship(
            guardianship_id=guardianship_id, changes=changes, origin=origin, by=by, at=by.at
        ),
        seen=seen_around(Between.GUARDIANSHIP, guardianship_id),
    )


@router.delete("/guardianships/{uuid:guardianship_id}", response={200: Undoable, **CHANGES}, openapi_extra=MATCHES)
def remove_guardianship(request: HttpRequest, guardianship_id: UUID) -> HttpResponse:
    """Take away what never was. For a while it can be put back. `If-Match` takes the ETag of the ward."""
    return put_away(
        request,
        lambda by: operations.remove_guardianship(guardianship_id=guardianship_id, by=by, at=by.at),
        seen=seen_around(Between.GUARDIANSHIP, guardianship_id),
    )


# --- earlier names ---------------------------------------------------------------------------------------------------


@router.post("/organisations/{uuid:organisation_id}/former-names", response={201: Made, **CHANGES})
def add_former_name(request: HttpRequest, organisation_id: UUID, payload: NewFormerName) -> HttpResponse:
    """Keep a name that the organisation had, by which it is still found."""
    return added(
        request,
        payload,
        lambda by, origin: operations.add_former_name(
            organisation_id=organisation_id, **payload.values(), origin=origin, by=by, at=by.at
        ),
    )


@router.delete(
    "/organisations/{uuid:organisation_id}/former-names/{uuid:name_id}",
    response={200: Undoable, **CHANGES},
    openapi_extra=MATCHES,
)
def remove_former_name(request: HttpRequest, organisation_id: UUID, name_id: UUID) -> HttpResponse:
    """Take a former name away, since it was never one. For a while it can be put back.

    `If-Match` takes the ETag of the organisation.
    """
    return put_away(
        request,
        lambda by: operations.remove_former_name(organisation_id=organisation_id, name_id=name_id, by=by, at=by.at),
        seen=seen_in(party_of("organisations", organisation_id)),
    )
