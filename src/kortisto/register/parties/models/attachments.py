"""Files on people and organisations, and what was removed and can still be put back."""

from __future__ import annotations

from django.db import models

from kortisto.declaration.holdings import Column, Link, Technical, holds
from kortisto.declaration.words import CascadeKind
from kortisto.lib.ids import uuid7
from kortisto.register.parties.enums import Scan
from kortisto.register.parties.models.labels import OnAParty
from kortisto.register.parties.models.organisations import Organisation
from kortisto.register.parties.models.people import Person
from kortisto.register.parties.models.provenance import PROVENANCE, Nameless, cascade_first, one_of

FILE = Column(item="document.file")


@holds(
    subject="person",
    organisation="organisation",
    source="source",
    collected="collected_at",
    columns={
        **PROVENANCE,
        "person": Link(relation="person.files", cascade=CascadeKind.CASCADE),
        "organisation": Link(relation="organisation.files", cascade=CascadeKind.CASCADE),
        "name": FILE,
        "media_type": FILE,
        "size": FILE,
        "stored_as": Technical(why="random name of the file in the data folder; the file goes with the row", file=True),
        "salt": Technical(
            why="with the installation's key makes the key of the file: without the row it is unreadable"
        ),
        "scan": Technical(why="whether a scanner has looked at it"),
    },
)
class Attachment(OnAParty):
    """A file: its content is in the data folder, enciphered; here stands what it is. `size`: bytes as uploaded."""

    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    stored_as = models.CharField(max_length=64, unique=True)
    salt = models.BinaryField(max_length=32)
    scan = models.CharField(max_length=20, default=Scan.NOT_SCANNED)

    class Meta(OnAParty.Meta):
        db_table = "parties_attachment"
        constraints = [
            *OnAParty.Meta.constraints,
            one_of("scan", Scan.values),
            models.CheckConstraint(condition=~models.Q(name=""), name="parties_attachment_has_name"),
            models.CheckConstraint(
                condition=models.Q(stored_as__regex=r"^[0-9a-f]{64}$"), name="parties_attachment_stored_as"
            ),
        ]


@holds(
    subject="person",
    organisation="organisation",
    columns={
        "id": Technical(why="id of the row"),
        "act": Technical(why="rows that were removed together are put back together"),
        "kind": Technical(why="what was removed"),
        "person": Link(relation="person.notes", cascade=CascadeKind.CASCADE),
        "organisation": Link(relation="organisation.activities", cascade=CascadeKind.CASCADE),
        "guardian": Link(relation="person.wards", cascade=CascadeKind.CASCADE),
        "rows": Column(item="log.changes"),
        "stored_as": Technical(
            why="random name of a removed file, which stays as long as it can be put back", file=True
        ),
        "removed_at": Technical(why="when it was removed; minutes later it is gone"),
        "removed_by": Technical(why="id of who removed it, who alone may put it back"),
    },
)
class Removed(Nameless):
    """A row that was removed and can be put back for some minutes. Nothing counts it, shows it or finds it.

    It is no row of its own table any more, so that every clock, list and search is right at once, without knowing.
    It goes with the person and the organisation of the row, and with the guardian whom it names, like the row.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    act = models.UUIDField()
    kind = models.CharField(max_length=20)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=cascade_first, related_name="+")
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=cascade_first, related_name="+")
    guardian = models.ForeignKey(Person, null=True, blank=True, on_delete=cascade_first, related_name="+")
    rows = models.JSONField()
    stored_as = models.CharField(max_length=64, blank=True)
    removed_at = models.DateTimeField()
    removed_by = models.UUIDField(null=True)

    class Meta:
        db_table = "parties_removed"
        indexes = [
            models.Index(fields=["act"], name="parties_removed_act"),
            models.Index(fields=["removed_at"], name="parties_removed_at"),
        ]
