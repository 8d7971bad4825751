"""What happened with people and organisations, and when: the dates that the last-activity clocks read.

Orders, notes and other activities are tables of their own, because each is an item of its own with its own period.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models

from kortisto.declaration.holdings import Column, Erasure, Link, Technical, holds
from kortisto.declaration.words import CascadeKind
from kortisto.register.parties.enums import HAPPENINGS
from kortisto.register.parties.models.organisations import Organisation
from kortisto.register.parties.models.people import Person
from kortisto.register.parties.models.provenance import PROVENANCE, Nameless, Provenance, finnish_day, one_of

LAST_ACTIVITY = ("person.last_activity", "organisation.last_activity")


WRITTEN_BY = Technical(why="id of the member of staff who wrote it down; goes with the row")


class Dated(Provenance):
    """Something that happened on a day with a person, an organisation, or both.

    Where the person goes and the organisation stays, the row stays without the person; a row whose only owner goes
    must go with it, which the constraint demands.
    """

    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    reference = models.CharField(max_length=100, blank=True)

    class Meta(Provenance.Meta):
        abstract = True
        constraints = [
            *Provenance.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(person__isnull=False) | models.Q(organisation__isnull=False),
                name="%(app_label)s_%(class)s_has_owner",
            ),
        ]


@holds(
    subject="person",
    organisation="organisation",
    source="source",
    collected="collected_at",
    columns={
        **PROVENANCE,
        "person": Link(relation="person.orders", cascade=CascadeKind.CUT),
        "organisation": Link(relation="organisation.orders", cascade=CascadeKind.CUT),
        "reference": Column(item="order.history"),
        "placed_on": Column(item="order.history", clock="order.placed", feeds=LAST_ACTIVITY, anonymise=Erasure.COARSEN),
    },
)
class Order(Dated):
    """An order that was placed; `reference` is its number in the system it comes from."""

    placed_on = models.DateField()

    class Meta(Dated.Meta):
        db_table = "parties_order"
        indexes = [
            models.Index(fields=["placed_on"], name="parties_order_placed_on"),
            models.Index(fields=["reference"], name="parties_order_reference"),
        ]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["source", "reference"], condition=~models.Q(reference=""), name="parties_order_once"
            ),
        ]


@holds(
    subject="person",
    organisation="organisation",
    source="source",
    collected="collected_at",
    columns={
        **PROVENANCE,
        "person": Link(relation="person.activities", cascade=CascadeKind.CUT),
        "organisation": Link(relation="organisation.activities", cascade=CascadeKind.CUT),
        "reference": Column(item="person.activity"),
        "kind": Column(item="person.activity", anonymise=Erasure.KEEP),
        "happened_on": Column(
            item="person.activity", clock=LAST_ACTIVITY[0], feeds=LAST_ACTIVITY[1:], anonymise=Erasure.COARSEN
        ),
        "starts_at": Column(item="person.activity"),
        "minutes": Column(item="person.activity"),
        "cancelled_at": Column(item="person.activity"),
        "together": Technical(why="ties the rows of one meeting together, one for each who took part"),
        "revision": Technical(why="number of changes, by which calendars know the newer of two"),
        "written_by": WRITTEN_BY,
    },
)
class Activity(Dated):
    """A meeting, a call or another event of one party; what was said is a `Note` of it.

    A meeting of several has a row for each, so that each has its own origin, clocks and end, and nobody's row is lost
    with another's; `together` is the same in all of them, and null where somebody met us alone. `starts_at`: the
    instant, where more than the day is known; `minutes`: how long it takes. What was cancelled has not happened:
    `happened_on` is null then, so that no period counts from it.
    """

    kind = models.CharField(max_length=20)
    happened_on = models.DateField(null=True)
    starts_at = models.DateTimeField(null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    together = models.UUIDField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0, db_default=0)
    written_by = models.UUIDField(null=True, blank=True)

    class Meta(Dated.Meta):
        db_table = "parties_activity"
        indexes = [
            models.Index(fields=["happened_on"], name="parties_activity_happened_on"),
            models.Index(fields=["starts_at"], name="parties_activity_starts_at"),
            models.Index(fields=["together"], name="parties_activity_together"),
        ]
        constraints = [
            *Dated.Meta.constraints,
            one_of("kind", [kind.value for kind in HAPPENINGS]),
            models.CheckConstraint(
                condition=models.Q(happened_on__isnull=False, cancelled_at__isnull=True)
                | models.Q(happened_on__isnull=True, cancelled_at__isnull=False, starts_at__isnull=False),
                name="parties_activity_happened_or_cancelled",
            ),
            models.CheckConstraint(
                condition=models.Q(starts_at__isnull=True)
                | models.Q(happened_on__isnull=True)
                | models.Q(happened_on=finnish_day("starts_at")),
                name="parties_activity_starts_on_its_day",
            ),
            models.CheckConstraint(
                condition=models.Q(minutes__isnull=True) | models.Q(starts_at__isnull=False, minutes__gte=1),
                name="parties_activity_lasts_from_its_start",
            ),
        ]


@holds(
    subject=None,
    columns={
        "id": Technical(why="id of the row"),
        "activity": Link(relation="person.activities", cascade=CascadeKind.CASCADE),
        "user": Technical(why="member of staff who took part"),
    },
)
class ActivityStaff(Nameless):
    """A member of staff took part in an activity."""

    id = models.BigAutoField(primary_key=True)
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        db_table = "parties_activity_staff"
        constraints = [models.UniqueConstraint(fields=["activity", "user"], name="parties_activitystaff_once")]


@holds(
    subject="person",
    organisation="organisation",
    source="source",
    collected="collected_at",
    columns={
        **PROVENANCE,
        "person": Link(relation="person.notes", cascade=CascadeKind.CASCADE),
        "organisation": Link(relation="organisation.activities", cascade=CascadeKind.CASCADE),
        "reference": Column(item="person.note"),
        "written_on": Column(item="person.note"),
        "text": Column(item="person.note"),
        # A note has a period of its own, and stays where the event is gone.
        "activity": Link(relation="person.activities", cascade=CascadeKind.CUT),
        "written_by": WRITTEN_BY,
    },
)
class Note(Dated):
    """A short free text about a person or an organisation. Writing one is no activity of theirs.

    `activity`: the event of which it tells what was said. There it is shown, to those who may see notes; it is a row of
    its own, so that it ends when notes end, and goes with the person even where the event stays with the organisation.
    """

    # Free text may tell of the person by name, so it goes with the person whatever else it hangs on.
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    written_on = models.DateField()
    text = models.CharField(max_length=2000)
    activity = models.OneToOneField(Activity, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    written_by = models.UUIDField(null=True, blank=True)

    class Meta(Dated.Meta):
        db_table = "parties_note"
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(condition=~models.Q(text=""), name="parties_note_not_empty"),
        ]
