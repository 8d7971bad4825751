"""Saved views of lists: one's own, and those that others share."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from ninja import Router, Schema
from pydantic import StrictBool, StringConstraints

from kortisto.interfaces.api.answers import CHANGES, REFUSALS, Made, json
from kortisto.interfaces.api.around import Kind
from kortisto.interfaces.api.bodies import STORABLE, Body, Line100
from kortisto.interfaces.api.calls import call_of
from kortisto.interfaces.api.choosing import KINDS
from kortisto.interfaces.api.once import once
from kortisto.register.parties import operations, queries
from kortisto.register.parties.enums import PartyKind
from kortisto.register.parties.queries.pages import PartyNotFoundError
from kortisto.register.parties.queries.views import View

router = Router(tags=["saved views"])
_NOT_KEPT = ("q", "after", "before")
"""What was searched for may name somebody, and the place in a list is no part of it."""


class SavedView(Schema):
    """A saved view. `query`: filters, columns and order as the address of the page has them."""

    id: UUID
    owner: UUID
    kind: PartyKind
    name: str
    query: str
    shared: bool


class SavedViews(Schema):
    items: list[SavedView]


class NewView(Body):
    """One of the same name is replaced. `shared` needs the permission `views.share`."""

    name: Annotated[Line100, StringConstraints(min_length=1)]
    query: Annotated[str, StringConstraints(max_length=2000, pattern=r"^[^\x00-\x1f\x7f]*$"), STORABLE] = ""
    shared: StrictBool = False


@router.get("/{kind}/views", response={200: SavedViews, **REFUSALS}, summary="The saved views of a list")
def views(request: HttpRequest, kind: Kind) -> HttpResponse:
    """One's own, and those that others share."""
    with call_of(request).enter() as by:
        found = queries.saved_views(by=by, kind=KINDS[kind])
        by.record("view.open", object_kind="view")
    return json({"items": found})


@router.post("/{kind}/views", response={201: Made, **CHANGES}, summary="Save a view")
def save_view(request: HttpRequest, kind: Kind, payload: NewView) -> HttpResponse:
    """A text that was searched for is not kept: it may name somebody."""
    call = call_of(request)
    query = QueryDict(payload.query, mutable=True)
    for name in _NOT_KEPT:
        query.pop(name, None)

    def save() -> UUID:
        with call.enter() as by:
            return operations.save_view(
                kind=KINDS[kind], name=payload.name, query=query.urlencode(), shared=payload.shared, by=by, at=call.at
            )

    id_ = once(request, call, save)
    return json({"id": id_}, 201, {"Location": f"/api/v1/views/{id_}"})


@router.get("/views/{uuid:view_id}", response={200: SavedView, **REFUSALS}, summary="A saved view")
def view(request: HttpRequest, view_id: UUID) -> HttpResponse:
    """Of one's own, or that somebody shares."""
    return json(_view(request, view_id))


@router.delete("/views/{uuid:view_id}", response={204: None, **CHANGES}, summary="Remove a saved view of one's own")
def remove_view(request: HttpRequest, view_id: UUID) -> HttpResponse:
    """What others share stays."""
    call = call_of(request)
    with call.enter() as by:
        operations.remove_view(view_id=view_id, by=by, at=call.at)
    return HttpResponse(status=204)


def _view(request: HttpRequest, view_id: UUID) -> View:
    with call_of(request).enter() as by:
        found = queries.saved_view(by=by, view_id=view_id)
        if found is None:
            raise PartyNotFoundError(view_id)
    return found
