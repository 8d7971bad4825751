"""Tags and groups: the lists of them, and what stands on a party."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from pydantic import Field, StringConstraints

from kortisto.declaration.words import Operation
from kortisto.interfaces.api.answers import CHANGES, REFUSALS, Line, Made, json
from kortisto.interfaces.api.around import Kind, party_of
from kortisto.interfaces.api.bodies import Body, Sent
from kortisto.interfaces.api.calls import call_of
from kortisto.interfaces.api.doing import changed, done
from kortisto.interfaces.api.once import once
from kortisto.register.audit.values import Access
from kortisto.register.parties import operations, queries
from kortisto.register.parties.enums import TagColour
from kortisto.register.parties.queries.pages import PartyNotFoundError
from kortisto.register.parties.values import Origin

router = Router(tags=["tags and groups"])
LabelName = Annotated[
    str, StringConstraints(min_length=1, max_length=60, pattern=r"^[^\x00-\x1f\x7f]*[^\x00-\x20\x7f][^\x00-\x1f\x7f]*$")
]
Several = Annotated[list[UUID], Field(max_length=200)]


class Tag(Schema):
    """A tag; `used`: on how many parties it stands."""

    id: UUID
    name: str
    colour: TagColour
    used: int


class Group(Schema):
    """A group; `members`: how many."""

    id: UUID
    name: str
    members: int


class Tags(Schema):
    items: list[Tag]


class Groups(Schema):
    items: list[Group]


class GroupWithMembers(Group):
    """A group with the people and organisations that belong to it."""

    items: list[Line]


class Labels(Schema):
    """What stands on a party; null where the key does not show it. Counts are zero here."""

    tags: list[Tag] | None
    groups: list[Group] | None


class NewTag(Body):
    name: LabelName
    colour: TagColour = TagColour.GREY


class NewGroup(Body):
    name: LabelName


class LabelChange(Sent):
    """All tags and all groups that are to stand there; what is left out stays as it is."""

    tags: Several | None = None
    groups: Several | None = None


@router.get("/{kind}/{uuid:party_id}/labels", response={200: Labels, **REFUSALS}, summary="Tags and groups of a party")
def labels(request: HttpRequest, kind: Kind, party_id: UUID) -> HttpResponse:
    """What stands on it."""
    with call_of(request).enter() as by:
        found = queries.labels_of(party=party_of(kind, party_id), by=by)
        if found.tags is None and found.groups is None:
            by.record("labels.list")
    return json(found)


@router.put("/{kind}/{uuid:party_id}/labels", response={204: None, **CHANGES}, summary="Choose tags and groups")
def choose_labels(request: HttpRequest, kind: Kind, party_id: UUID, payload: LabelChange) -> HttpResponse:
    """Of a party."""
    owner = party_of(kind, party_id)

    def write(by: Access, origin: Origin) -> None:
        if payload.tags is not None:
            operations.set_tags(owner=owner, tags=payload.tags, origin=origin, by=by, at=by.at)
        if payload.groups is not None:
            operations.set_groups(owner=owner, groups=payload.groups, origin=origin, by=by, at=by.at)

    return changed(request, payload, write, Operation.COLLECT)


@router.get("/tags", response={200: Tags, **REFUSALS}, summary="The list of tags")
def tags(request: HttpRequest) -> HttpResponse:
    """By name, with how often each is used."""
    with call_of(request).enter() as by:
        found = queries.tags(by=by)
    return json({"items": found})


@router.post("/tags", response={201: Made, **CHANGES}, summary="Make a tag")
def add_tag(request: HttpRequest, payload: NewTag) -> HttpResponse:
    """Needs the permission `tags.manage`."""
    call = call_of(request)
    call.require("tags.manage")

    def add() -> UUID:
        with call.enter(Operation.COLLECT) as by:
            return operations.add_tag(name=payload.name, colour=payload.colour, by=by, at=call.at)

    return json({"id": once(request, call, add)}, 201)


@router.put("/tags/{uuid:tag_id}", response={204: None, **CHANGES}, summary="Rename or recolour a tag")
def change_tag(request: HttpRequest, tag_id: UUID, payload: NewTag) -> HttpResponse:
    """Wherever it stands. Needs the permission `tags.manage`."""
    call_of(request).require("tags.manage")
    return done(
        request,
        lambda by: operations.edit_tag(tag_id=tag_id, name=payload.name, colour=payload.colour, by=by, at=by.at),
    )


@router.delete("/tags/{uuid:tag_id}", response={204: None, **CHANGES}, summary="Remove a tag")
def remove_tag(request: HttpRequest, tag_id: UUID) -> HttpResponse:
    """Off the list and off everybody. Needs the permission `tags.manage`."""
    call_of(request).require("tags.manage")
    return done(request, lambda by: operations.remove_tag(tag_id=tag_id, by=by, at=by.at))


@router.get("/groups", response={200: Groups, **REFUSALS}, summary="The list of groups")
def groups(request: HttpRequest) -> HttpResponse:
    """By name, with how many belong to each."""
    with call_of(request).enter() as by:
        found = queries.groups(by=by)
    return json({"items": found})


@router.post("/groups", response={201: Made, **CHANGES}, summary="Make a group")
def add_group(request: HttpRequest, payload: NewGroup) -> HttpResponse:
    """Needs the permission `tags.manage`."""
    call = call_of(request)
    call.require("tags.manage")

    def add() -> UUID:
        with call.enter(Operation.COLLECT) as by:
            return operations.add_group(name=payload.name, by=by, at=call.at)

    id_ = once(request, call, add)
    return json({"id": id_}, 201, {"Location": f"/api/v1/groups/{id_}"})


@router.get("/groups/{uuid:group_id}", response={200: GroupWithMembers, **REFUSALS}, summary="Who is in a group")
def group(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """By name."""
    with call_of(request).enter() as by:
        found = queries.members(group_id=group_id, by=by)
        if found is None:
            raise PartyNotFoundError(group_id)
    one, hits = found
    items = [{"id": hit.party.id, "kind": hit.party.kind, "name": hit.name, "detail": hit.detail} for hit in hits]
    return json({"id": one.id, "name": one.name, "members": one.members, "items": items})


@router.put("/groups/{uuid:group_id}", response={204: None, **CHANGES}, summary="Rename a group")
def change_group(request: HttpRequest, group_id: UUID, payload: NewGroup) -> HttpResponse:
    """Needs the permission `tags.manage`."""
    call_of(request).require("tags.manage")
    return done(request, lambda by: operations.rename_group(group_id=group_id, name=payload.name, by=by, at=by.at))


@router.delete("/groups/{uuid:group_id}", response={204: None, **CHANGES}, summary="Dissolve a group")
def remove_group(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """Its members stay in the register. Needs the permission `tags.manage`."""
    call_of(request).require("tags.manage")
    return done(request, lambda by: operations.remove_group(group_id=group_id, by=by, at=by.at))
