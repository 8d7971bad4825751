"""Tags and groups: how members of staff sort people and organisations. Each is a datum about whom it stands on."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Lower

from kortisto.declaration.holdings import Column, Link, Technical, holds
from kortisto.declaration.words import CascadeKind
from kortisto.lib.ids import uuid7
from kortisto.register.parties.enums import TagColour
from kortisto.register.parties.models.organisations import Organisation
from kortisto.register.parties.models.people import Person
from kortisto.register.parties.models.provenance import PROVENANCE, Nameless, Provenance, cascade_first, one_of


class Named(Nameless):
    """A name that is used once, whatever its case."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=60)
    created_at = models.DateTimeField()
    created_by = models.UUIDField(null=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="%(app_label)s_%(class)s_has_name"),
            models.UniqueConstraint(Lower("name"), name="%(app_label)s_%(class)s_name_once"),
        ]


_NAMED = {
    "id": Technical(why="id of the row"),
    "created_at": Technical(why="when it was made"),
    "created_by": Technical(why="id of the member of staff who made it"),
}


@holds(
    subject=None,
    columns={
        **_NAMED,
        "name": Technical(why="word of the list of tags; it tells of somebody only where it stands on them"),
        "colour": Technical(why="colour in which the tag is shown"),
    },
)
class Tag(Named):
    """A tag of the managed list."""

    colour = models.CharField(max_length=10, default=TagColour.GREY)

    class Meta(Named.Meta):
        db_table = "parties_tag"
        constraints = [*Named.Meta.constraints, one_of("colour", TagColour.values)]


@holds(
    subject=None,
    columns={
        **_NAMED,
        "name": Technical(why="name of the list; it tells of somebody only where they are a member"),
    },
)
class Group(Named):
    """A named list of people and organisations, such as those who get a Christmas card."""

    class Meta(Named.Meta):
        db_table = "parties_group"


class OnAParty(Provenance):
    """Stands on one person or one organisation, and goes with it."""

    person = models.ForeignKey(Person, null=True, blank=True, on_delete=cascade_first, related_name="+")
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=cascade_first, related_name="+")

    class Meta(Provenance.Meta):
        abstract = True
        constraints = [
            *Provenance.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(person__isnull=False, organisation__isnull=True)
                | models.Q(person__isnull=True, organisation__isnull=False),
                name="%(app_label)s_%(class)s_one_owner",
            ),
        ]


@holds(
    subject="person",
    organisation="organisation",
    source="source",
    collected="collected_at",
    columns={
        **PROVENANCE,
        "person": Link(relation="person.tags", cascade=CascadeKind.CASCADE),
        "organisation": Link(relation="organisation.tags", cascade=CascadeKind.CASCADE),
        "tag": Column(item="person.tag"),
    },
)
class Tagging(OnAParty):
    """A tag on a party."""

    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="+")

    class Meta(OnAParty.Meta):
        db_table = "parties_tagging"
        constraints = [
            *OnAParty.Meta.constraints,
            models.UniqueConstraint(fields=["person", "tag"], name="parties_tagging_person_once"),
            models.UniqueConstraint(fields=["organisation", "tag"], name="parties_tagging_organisation_once"),
        ]


@holds(
    subject="person",
    organisation="organisation",
    source="source",
    collected="collected_at",
    columns={
        **PROVENANCE,
        "person": Link(relation="person.groups", cascade=CascadeKind.CASCADE),
        "organisation": Link(relation="organisation.groups", cascade=CascadeKind.CASCADE),
        "group": Column(item="person.group"),
    },
)
class Membership(OnAParty):
    """A party is a member of a group."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+")

    class Meta(OnAParty.Meta):
        db_table = "parties_membership"
        constraints = [
            *OnAParty.Meta.constraints,
            models.UniqueConstraint(fields=["person", "group"], name="parties_membership_person_once"),
            models.UniqueConstraint(fields=["organisation", "group"], name="parties_membership_organisation_once"),
        ]
