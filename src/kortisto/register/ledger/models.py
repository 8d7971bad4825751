"""What the database itself knows of the ledger: to which one it belongs, and which entries it has carried out."""

from __future__ import annotations

from django.db import models

from kortisto.declaration.holdings import Technical, holds


@holds(
    subject=None,
    columns={
        "id": Technical(why="number of an entry of the ledger that this database has carried out"),
        "at": Technical(why="when; the number goes when the entry is dropped from the ledger"),
    },
)
class KnownEntry(models.Model):
    """An entry that was carried out. Written with what it tells of: so a database that lacks it is an older one."""

    id = models.UUIDField(primary_key=True, editable=False)
    at = models.DateTimeField()

    class Meta:
        db_table = "ledger_known_entry"
        indexes = [models.Index(fields=["at"], name="ledger_known_entry_at")]

    def __str__(self) -> str:
        return str(self.id)


@holds(
    subject=None,
    columns={
        "id": Technical(why="there is one row"),
        "ledger": Technical(why="name of the key that signs the ledger of this database"),
        "restored": Technical(why="made by a restore and not yet compared with the ledger"),
    },
)
class Standing(models.Model):
    """To which ledger this database belongs, and whether it was restored and still has to be compared with it."""

    id = models.SmallIntegerField(primary_key=True, default=1, editable=False)
    ledger = models.CharField(max_length=100)
    restored = models.BooleanField(default=False)

    class Meta:
        db_table = "ledger_standing"
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="ledger_standing_is_one")]

    def __str__(self) -> str:
        return self.ledger
