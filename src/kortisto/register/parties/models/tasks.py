"""What is to be done, when it is brought to mind, and the address under which a calendar reads it."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from kortisto.declaration.holdings import Column, Link, Technical, holds
from kortisto.declaration.words import CascadeKind
from kortisto.lib.ids import uuid7
from kortisto.register.parties.enums import Repeat
from kortisto.register.parties.models.organisations import Organisation
from kortisto.register.parties.models.people import Person
from kortisto.register.parties.models.provenance import PROVENANCE, Nameless, Provenance, finnish_day, one_of

NOTE = Column(item="person.note")


@holds(
    subject="person",
    organisation="organisation",
    source="source",
    collected="collected_at",
    columns={
        **PROVENANCE,
        "person": Link(relation="person.notes", cascade=CascadeKind.CASCADE),
        "organisation": Link(relation="organisation.activities", cascade=CascadeKind.CASCADE),
        "title": NOTE,
        "due_on": NOTE,
        "due_at": NOTE,
        "remind_at": NOTE,
        "reminded_at": Technical(why="when the reminder was given; goes with the row"),
        "assigned_to": Technical(why="member of staff who does it"),
        "done_at": NOTE,
        "done_by": Technical(why="id of the member of staff who did it"),
        "repeats": NOTE,
        "repeats_from": NOTE,
        "follows": Technical(why="ties a task of a series to the one before it; id of a row"),
        "revision": Technical(why="number of changes, by which calendars know the newer of two"),
    },
)
class Task(Provenance):
    """Something that a member of staff is to do, mostly about a person or an organisation.

    Its title is free text of ours about them: a note with a day, and the same item. Doing it is no activity of theirs;
    the call that was to be made is. Times are instants; `due_on` is the Finnish day, `due_at` null where any time of
    that day does. What comes again has one open row at a time: the next is made when it is done. `repeats_from`: the
    first day of the series; `follows`: id of the task that was done before it.
    """

    # Free text may tell of the person by name, so it goes with the person whatever else it hangs on.
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=200)
    due_on = models.DateField()
    due_at = models.DateTimeField(null=True, blank=True)
    remind_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    assigned_to = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.UUIDField(null=True, blank=True)
    repeats = models.CharField(max_length=12, blank=True, default="", db_default="")
    repeats_from = models.DateField(null=True, blank=True)
    follows = models.UUIDField(null=True, blank=True, unique=True)
    revision = models.PositiveIntegerField(default=0, db_default=0)

    class Meta(Provenance.Meta):
        db_table = "parties_task"
        indexes = [
            models.Index(
                fields=["assigned_to", "due_on"], name="parties_task_open", condition=models.Q(done_at__isnull=True)
            ),
            models.Index(
                fields=["remind_at"],
                name="parties_task_remind",
                condition=models.Q(reminded_at__isnull=True, done_at__isnull=True, remind_at__isnull=False),
            ),
        ]
        constraints = [
            *Provenance.Meta.constraints,
            models.CheckConstraint(condition=~models.Q(title=""), name="parties_task_not_empty"),
            models.CheckConstraint(
                condition=models.Q(due_at__isnull=True) | models.Q(due_on=finnish_day("due_at")),
                name="parties_task_due_on_its_day",
            ),
            one_of("repeats", Repeat.values),
            models.CheckConstraint(
                condition=models.Q(repeats="", repeats_from__isnull=True)
                | (~models.Q(repeats="") & models.Q(repeats_from__isnull=False, repeats_from__lte=models.F("due_on"))),
                name="parties_task_repeats_from_a_day",
            ),
        ]


@holds(
    subject=None,
    columns={
        "id": Technical(why="id of the row"),
        "task": Link(relation="person.notes", cascade=CascadeKind.CASCADE),
        "user": Technical(why="member of staff who is reminded"),
        "given_at": Technical(why="when the reminder was given"),
        "read_at": Technical(why="when it was taken off the list"),
    },
)
class Reminder(Nameless):
    """A task was brought to somebody's mind. Tells of nobody by itself: the words stand in the task."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    given_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "parties_reminder"
        indexes = [
            models.Index(fields=["user"], name="parties_reminder_unread", condition=models.Q(read_at__isnull=True)),
        ]
        constraints = [models.UniqueConstraint(fields=["task", "given_at"], name="parties_reminder_once")]


@holds(
    subject=None,
    columns={
        "id": Technical(why="id of the row"),
        "user": Technical(why="whose meetings and tasks the address shows"),
        "address_hash": Technical(why="SHA-256 of the secret in the address, which itself is shown once and not kept"),
        "purpose": Technical(why="purpose for which the calendar reads"),
        "made_at": Technical(why="when the address was made"),
    },
)
class CalendarAddress(Nameless):
    """The secret address under which somebody's calendar reads their meetings and tasks; one each, or none."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    address_hash = models.CharField(max_length=64, unique=True)
    purpose = models.CharField(max_length=100)
    made_at = models.DateTimeField()

    class Meta:
        db_table = "parties_calendar_address"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(address_hash__regex=r"^[0-9a-f]{64}$"), name="parties_calendaraddress_hash"
            ),
        ]
