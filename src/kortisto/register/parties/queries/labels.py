"""Tags and groups: the lists, and what stands on a party."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from uuid import UUID

from django.db.models import Count

from kortisto.declaration.words import Operation
from kortisto.register.audit.values import Access
from kortisto.register.parties.enums import PartyKind, TagColour
from kortisto.register.parties.models import Group, Membership, Tag, Tagging
from kortisto.register.parties.rows import item_of
from kortisto.register.parties.values import Hit, Party
from kortisto.register.statements.frozen import Frozen, rows_of_all

TAG_ITEM, GROUP_ITEM = item_of(Tagging, "tag"), item_of(Membership, "group")


@dataclass(frozen=True, slots=True, kw_only=True)
class TagView:
    """A tag; `used`: on how many parties it stands, where that was asked."""

    id: UUID
    name: str
    colour: TagColour
    used: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupView:
    """A group; `members`: how many, where that was asked."""

    id: UUID
    name: str
    members: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """What stands on a party; None where the access does not grant it."""

    tags: tuple[TagView, ...] | None
    groups: tuple[GroupView, ...] | None


def tags(*, by: Access) -> tuple[TagView, ...]:
    """Return the list of tags, with how often each is used. Raises NotGrantedError."""
    by.require(Operation.READ, [TAG_ITEM])
    by.record("tag.list", object_kind="tag")
    used = dict(Tagging.objects.values_list("tag").annotate(n=Count("id")).order_by())
    return tuple(
        TagView(id=row.id, name=row.name, colour=TagColour(row.colour), used=used.get(row.id, 0))
        for row in Tag.objects.order_by("name")
    )


def tag_names(*, by: Access) -> tuple[tuple[UUID, str], ...]:
    """Return the tags that a list can be limited to; empty where the access does not grant tags. Tells of nobody."""
    if not by.grants(Operation.READ, TAG_ITEM):
        return ()
    return tuple(Tag.objects.order_by("name").values_list("id", "name"))


def group_names(*, by: Access) -> tuple[tuple[UUID, str], ...]:
    """Return the groups that a list can be limited to; empty where the access does not grant them. Tells of nobody."""
    if not by.grants(Operation.READ, GROUP_ITEM):
        return ()
    return tuple(Group.objects.order_by("name").values_list("id", "name"))


def groups(*, by: Access) -> tuple[GroupView, ...]:
    """Return the groups, with the number of members. Raises NotGrantedError."""
    by.require(Operation.READ, [GROUP_ITEM])
    by.record("group.list", object_kind="group")
    members = dict(Membership.objects.values_list("group").annotate(n=Count("id")).order_by())
    return tuple(
        GroupView(id=row.id, name=row.name, members=members.get(row.id, 0)) for row in Group.objects.order_by("name")
    )


def members(*, group_id: UUID, by: Access) -> tuple[GroupView, tuple[Hit, ...]] | None:
    """Return a group with its members by name; None where there is none. Raises NotGrantedError."""
    by.require(Operation.READ, [GROUP_ITEM])
    group = Group.objects.filter(id=group_id).first()
    rows = (
        Membership.objects.filter(group=group_id)
        .select_related("person", "organisation")
        .order_by("person__sort_key", "organisation__sort_key", "id")
    )
    hits = []
    for row in rows:
        kind = PartyKind.PERSON if row.person_id else PartyKind.ORGANISATION
        party = row.person or row.organisation
        if party is not None:
            name = party.name if by.grants(Operation.READ, f"{kind.value}.name") else ""
            hits.append(Hit(party=Party(kind=kind, id=party.id), name=name))
    shown = [hit.party.id for hit in hits]
    by.record("group.read", object_kind="group", object_id=group_id, subjects=shown, items=[GROUP_ITEM])
    return (GroupView(id=group.id, name=group.name, members=len(hits)), tuple(hits)) if group else None


def labels_of(*, party: Party, by: Access) -> Labels:
    """Return the tags and groups of a party, as far as the access grants them."""
    by.require(Operation.READ)
    shown = [item for item in (TAG_ITEM, GROUP_ITEM) if by.grants(Operation.READ, item)]
    asked = {TAG_ITEM: _tags_of(party.kind), GROUP_ITEM: _groups_of(party.kind)}
    found = dict(zip(shown, rows_of_all([(asked[item], [party.id]) for item in shown]), strict=True))
    found_tags = found_groups = None
    if TAG_ITEM in found:
        found_tags = tuple(
            TagView(id=id_, name=name, colour=TagColour(colour)) for id_, name, colour in found[TAG_ITEM]
        )
    if GROUP_ITEM in found:
        found_groups = tuple(GroupView(id=id_, name=name) for id_, name in found[GROUP_ITEM])
    if shown:
        by.record("labels.read", object_kind=party.kind, object_id=party.id, subjects=[party.id], items=shown)
    return Labels(tags=found_tags, groups=found_groups)


@cache
def _tags_of(kind: PartyKind) -> Frozen:
    columns = ("tag_id", "tag__name", "tag__colour")
    return Frozen(
        lambda id_: Tagging.objects.filter(**{kind.value: id_}).order_by("tag__name").values_list(*columns), UUID
    )


@cache
def _groups_of(kind: PartyKind) -> Frozen:
    columns = ("group_id", "group__name")
    return Frozen(
        lambda id_: Membership.objects.filter(**{kind.value: id_}).order_by("group__name").values_list(*columns), UUID
    )
