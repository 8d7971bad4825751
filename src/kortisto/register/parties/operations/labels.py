"""Tags and groups: the lists of them, and on whom they stand."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from itertools import chain
from uuid import UUID

from django.db import transaction

from kortisto.declaration.words import Operation
from kortisto.register.audit.values import Access
from kortisto.register.parties.enums import TagColour
from kortisto.register.parties.models import Group, Membership, Tag, Tagging
from kortisto.register.parties.rows import items_of, origin_columns
from kortisto.register.parties.values import Origin, Party

TAG, GROUP = "tag", "group"


@transaction.atomic
def add_tag(*, name: str, colour: TagColour, by: Access, at: datetime) -> UUID:
    """Add a tag to the list. Raises IntegrityError where there is one of this name."""
    by.require(Operation.COLLECT, items_of(Tagging, ["tag"]))
    row = Tag.objects.create(name=_name(name), colour=colour.value, created_at=at, created_by=by.actor.id)
    by.record("tag.add", at=at, object_kind=TAG, object_id=row.id)
    return row.id


@transaction.atomic
def edit_tag(*, tag_id: UUID, name: str, colour: TagColour, by: Access, at: datetime) -> None:
    """Rename or recolour a tag wherever it stands. Raises Tag.DoesNotExist, IntegrityError."""
    by.require(Operation.CHANGE, items_of(Tagging, ["tag"]))
    row = Tag.objects.select_for_update().get(id=tag_id)
    row.name, row.colour = _name(name), colour.value
    row.save(update_fields=["name", "colour"])
    by.record("tag.edit", at=at, object_kind=TAG, object_id=row.id)


@transaction.atomic
def remove_tag(*, tag_id: UUID, by: Access, at: datetime) -> int:
    """Take a tag off the list and off everybody; return off how many. Raises Tag.DoesNotExist."""
    items = items_of(Tagging, ["tag"])
    by.require(Operation.CHANGE, items)
    row = Tag.objects.select_for_update().get(id=tag_id)
    stood_on = list(Tagging.objects.filter(tag=row).values_list("person_id", "organisation_id"))
    row.delete()
    by.record("tag.remove", at=at, object_kind=TAG, object_id=tag_id, subjects=chain(*stood_on), items=items)
    return len(stood_on)


@transaction.atomic
def set_tags(*, owner: Party, tags: Collection[UUID], origin: Origin, by: Access, at: datetime) -> bool:
    """Make these the tags of a party; return whether anything differed. Raises IntegrityError for an unknown tag."""
    items = items_of(Tagging, ["tag"])
    by.require(Operation.COLLECT, items)
    column = f"{owner.kind.value}_id"
    there = set(Tagging.objects.filter(**{column: owner.id}).values_list("tag_id", flat=True))
    wanted = set(tags)
    if there - wanted:
        by.require(Operation.CHANGE, items)
        Tagging.objects.filter(**{column: owner.id}, tag__in=there - wanted).delete()
    for tag in sorted(wanted - there):
        Tagging(tag_id=tag, **{column: owner.id}, **origin_columns(origin)).save(force_insert=True)
    by.record("tags.edit", at=at, object_kind=owner.kind, object_id=owner.id, subjects=[owner.id], items=items)
    return there != wanted


@transaction.atomic
def add_group(*, name: str, by: Access, at: datetime) -> UUID:
    """Make a group without members. Raises IntegrityError where there is one of this name."""
    by.require(Operation.COLLECT, items_of(Membership, ["group"]))
    row = Group.objects.create(name=_name(name), created_at=at, created_by=by.actor.id)
    by.record("group.add", at=at, object_kind=GROUP, object_id=row.id)
    return row.id


@transaction.atomic
def rename_group(*, group_id: UUID, name: str, by: Access, at: datetime) -> None:
    """Rename a group. Raises Group.DoesNotExist, IntegrityError."""
    by.require(Operation.CHANGE, items_of(Membership, ["group"]))
    row = Group.objects.select_for_update().get(id=group_id)
    row.name = _name(name)
    row.save(update_fields=["name"])
    by.record("group.edit", at=at, object_kind=GROUP, object_id=row.id)


@transaction.atomic
def remove_group(*, group_id: UUID, by: Access, at: datetime) -> int:
    """Dissolve a group; its members stay in the register. Returns how many it had. Raises Group.DoesNotExist."""
    items = items_of(Membership, ["group"])
    by.require(Operation.CHANGE, items)
    row = Group.objects.select_for_update().get(id=group_id)
    members = list(Membership.objects.filter(group=row).values_list("person_id", "organisation_id"))
    row.delete()
    by.record("group.remove", at=at, object_kind=GROUP, object_id=group_id, subjects=chain(*members), items=items)
    return len(members)


@transaction.atomic
def set_groups(*, owner: Party, groups: Collection[UUID], origin: Origin, by: Access, at: datetime) -> bool:
    """Make a party a member of these groups and of no other; return whether anything differed.

    Raises IntegrityError for an unknown group.
    """
    items = items_of(Membership, ["group"])
    by.require(Operation.COLLECT, items)
    column = f"{owner.kind.value}_id"
    there = set(Membership.objects.filter(**{column: owner.id}).values_list("group_id", flat=True))
    wanted = set(groups)
    if there - wanted:
        by.require(Operation.CHANGE, items)
        Membership.objects.filter(**{column: owner.id}, group__in=there - wanted).delete()
    for group in sorted(wanted - there):
        Membership(group_id=group, **{column: owner.id}, **origin_columns(origin)).save(force_insert=True)
    by.record("groups.edit", at=at, object_kind=owner.kind, object_id=owner.id, subjects=[owner.id], items=items)
    return there != wanted


@transaction.atomic
def remove_unused_labels(*, names: Collection[str], by: Access, at: datetime) -> None:
    """Take the tags and groups of these names off their lists where they stand on nobody."""
    by.require(Operation.CHANGE, [*items_of(Tagging, ["tag"]), *items_of(Membership, ["group"])])
    for tag in Tag.objects.filter(name__in=names).exclude(id__in=Tagging.objects.values("tag_id")):
        remove_tag(tag_id=tag.id, by=by, at=at)
    for group in Group.objects.filter(name__in=names).exclude(id__in=Membership.objects.values("group_id")):
        remove_group(group_id=group.id, by=by, at=at)


def _name(name: str) -> str:
    return " ".join(name.split())
