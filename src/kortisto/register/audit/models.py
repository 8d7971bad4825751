"""The append-only log, its seal, and the header that opens a transaction to people's data.

No table has a foreign key: the log must never stop an erasure, and an erasure must never change the log. The runtime
role may insert and read, not change or remove; triggers refuse that to the owner as well (migrations 0002 and 0004).

A line is written to the outbox. The sequencer gives it its number and moves it to the sealed lines, which lie in
partitions by month; pages read both as one.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Now

from kortisto.declaration.holdings import Column, Technical, holds
from kortisto.lib.ids import uuid7
from kortisto.register.audit.enums import ActorKind, Door, Outcome
from kortisto.register.audit.fields import TransactionId

EARLIEST, LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC)
LOGGED = Column(item="log.access")
WRITTEN_AT = Column(item="log.access", clock="log.written")


class Header(models.Model):
    """Who acts for which purpose: what both tables repeat, since neither refers to the other by a key."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    actor_id = models.UUIDField(null=True)
    actor_kind = models.CharField(max_length=20)
    actor_role = models.CharField(max_length=100, blank=True)
    purpose = models.CharField(max_length=200, blank=True)
    basis = models.CharField(max_length=50, blank=True)
    channel = models.CharField(max_length=10)
    request_id = models.CharField(max_length=64, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=models.Q(actor_kind__in=[kind.value for kind in ActorKind]),
                name="%(app_label)s_%(class)s_actor_kind",
            ),
            models.CheckConstraint(
                condition=models.Q(channel__in=[door.value for door in Door]), name="%(app_label)s_%(class)s_channel"
            ),
            models.CheckConstraint(
                condition=models.Q(actor_id__isnull=False) | ~models.Q(actor_kind=ActorKind.USER.value),
                name="%(app_label)s_%(class)s_user_has_id",
            ),
        ]


@holds(
    subject=None,
    columns={
        "id": Technical(why="id of the header; events carry it"),
        "actor_id": LOGGED,
        "actor_kind": LOGGED,
        "actor_role": LOGGED,
        "purpose": LOGGED,
        "basis": LOGGED,
        "channel": LOGGED,
        "request_id": LOGGED,
        "xid": Technical(why="the transaction that this header opens"),
        "veiled": Technical(why="whether addresses under a non-disclosure stay hidden in it"),
        "hides": Technical(why="the tables of which the purpose shows nothing"),
        "opened_at": WRITTEN_AT,
    },
)
class AccessContext(Header):
    """The header of one transaction. Row-level security shows people only to the transaction that wrote one.

    Its events repeat it. So once the transaction has ended it is of no use, and the sequencer clears it away; the table
    is unlogged, because no transaction outlives a crash.
    """

    xid = TransactionId(db_default=models.Func(function="pg_current_xact_id"), editable=False)
    opened_at = models.DateTimeField()
    veiled = models.BooleanField(default=False, db_default=False)
    hides = ArrayField(models.CharField(max_length=63), default=list, db_default=[])

    class Meta(Header.Meta):
        db_table = "audit_access_context"
        indexes = [models.Index(fields=["xid"], name="audit_access_context_xid")]
        constraints = [
            *Header.Meta.constraints,
            models.CheckConstraint(condition=~models.Q(purpose=""), name="audit_accesscontext_purpose"),
        ]

    def __str__(self) -> str:
        return str(self.id)


EVENT: Mapping[str, Column | Technical] = {
    "id": Technical(why="id of the event"),
    "actor_id": LOGGED,
    "actor_kind": LOGGED,
    "actor_role": LOGGED,
    "purpose": LOGGED,
    "basis": LOGGED,
    "channel": LOGGED,
    "request_id": LOGGED,
    "access": Technical(why="the header under which it happened"),
    "network": LOGGED,
    "happened_at": LOGGED,
    "recorded_at": WRITTEN_AT,
    "action": LOGGED,
    "object_kind": LOGGED,
    "object_id": LOGGED,
    "subjects": LOGGED,
    "items": LOGGED,
    "outcome": LOGGED,
    "token_id": LOGGED,
}


class Event(Header):
    """One thing that was done, or refused. Names items and fields, never their values."""

    access = models.UUIDField(null=True)
    network = models.CharField(max_length=43, blank=True)
    happened_at = models.DateTimeField()
    # Set by the database alone: the runtime role cannot write it, so `happened_at` cannot quietly be moved.
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)
    action = models.CharField(max_length=100)
    object_kind = models.CharField(max_length=100, blank=True)
    object_id = models.UUIDField(null=True)
    subjects = ArrayField(models.UUIDField(), default=list)
    items = ArrayField(models.CharField(max_length=100), default=list)
    outcome = models.CharField(max_length=10)
    token_id = models.UUIDField(null=True)  # the key with which a program acted for the user

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.id)


@holds(subject=None, columns=EVENT)
class OutboxEvent(Event):
    """A line that has been written and waits for its number: for about a second while the worker runs."""

    class Meta(Header.Meta):
        db_table = "audit_outbox"
        constraints = [
            *Header.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(subjects__len=0) | ~models.Q(purpose=""), name="audit_outboxevent_purpose"
            ),
            models.CheckConstraint(condition=~models.Q(action=""), name="audit_outboxevent_action"),
            models.CheckConstraint(
                condition=models.Q(outcome__in=[outcome.value for outcome in Outcome]), name="audit_outboxevent_outcome"
            ),
            # An infinite time could be stored, but neither read nor sealed.
            models.CheckConstraint(
                condition=models.Q(happened_at__gte=EARLIEST, happened_at__lt=LATEST), name="audit_outboxevent_time"
            ),
        ]


@holds(subject=None, columns={**EVENT, "seq": Technical(why="place in the sealed log, counted from nought")})
class SealedEvent(Event):
    """A line with its place in the sealed log. Partitioned by the month of `recorded_at`; a partition of its own takes
    what no month takes.
    """

    seq = models.BigIntegerField()

    class Meta:
        db_table = "audit_sealed"
        indexes = [
            models.Index(fields=["seq"], name="audit_sealed_seq"),
            models.Index(fields=["happened_at", "id"], name="audit_sealed_time"),
            models.Index(fields=["actor_id", "happened_at"], name="audit_sealed_actor"),
            models.Index(fields=["object_id", "happened_at"], name="audit_sealed_object"),
            models.Index(
                fields=["happened_at", "id"], name="audit_sealed_denied", condition=models.Q(outcome="denied")
            ),
            models.Index(
                fields=["token_id", "happened_at"],
                name="audit_sealed_token",
                condition=models.Q(token_id__isnull=False),
            ),
            GinIndex(fields=["subjects"], name="audit_sealed_subjects"),
        ]


@holds(subject=None, columns={**EVENT, "seq": Technical(why="place in the sealed log; empty while it waits")})
class AuditEvent(Event):
    """Every line, sealed or waiting: a view, for reading only."""

    seq = models.BigIntegerField(null=True)

    class Meta:
        managed = False
        db_table = "audit_event"


SEAL = Technical(why="part of the seal: hashes and signatures, no content of any line")


@holds(subject=None, columns={"id": SEAL, "level": SEAL, "index": SEAL, "hashes": SEAL})
class Tile(models.Model):
    """Up to 256 hashes of the tree over the sealed log (`lib.merkle`). It only grows, and outlives the lines."""

    id = models.BigAutoField(primary_key=True)
    level = models.SmallIntegerField()
    index = models.BigIntegerField()
    hashes = models.BinaryField()

    class Meta:
        db_table = "audit_tile"
        constraints = [
            models.UniqueConstraint(fields=["level", "index"], name="audit_tile_place"),
            models.CheckConstraint(condition=models.Q(level__gte=0, index__gte=0), name="audit_tile_counted"),
        ]

    def __str__(self) -> str:
        return f"{self.level}/{self.index}"


@holds(subject=None, columns={"day": SEAL, "size": SEAL, "root": SEAL, "note": SEAL, "made_at": SEAL})
class SignedCheckpoint(models.Model):
    """The last checkpoint of each day (UTC): size and root of the tree, signed with a key that lies elsewhere."""

    day = models.DateField(primary_key=True)
    size = models.BigIntegerField()
    root = models.BinaryField()
    note = models.TextField()
    made_at = models.DateTimeField()

    class Meta:
        db_table = "audit_checkpoint"
        constraints = [models.UniqueConstraint(fields=["size"], name="audit_checkpoint_size")]

    def __str__(self) -> str:
        return f"{self.day}: {self.size}"


@holds(subject=None, columns={"id": SEAL, "keep": Technical(why="the period of the declaration, for the database")})
class PruningPolicy(models.Model):
    """How long lines are kept at least; written by the owner at every start, from the declaration. One row, or none.

    The database lets nobody remove a line earlier, whatever the program asks for.
    """

    id = models.SmallIntegerField(primary_key=True)
    keep = models.TextField()

    class Meta:
        db_table = "audit_policy"
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="audit_policy_one")]

    def __str__(self) -> str:
        return self.keep


@holds(subject=None, columns={"before": SEAL, "marker": SEAL, "note": SEAL})
class Pruning(models.Model):
    """That the lines before a place were removed, as a line of the log says too; signed like a checkpoint."""

    before = models.BigIntegerField(primary_key=True)
    marker = models.UUIDField(unique=True)
    note = models.TextField()

    class Meta:
        db_table = "audit_pruned"

    def __str__(self) -> str:
        return str(self.before)


@holds(
    subject=None,
    columns={
        "id": Technical(why="id of the run"),
        "at": Technical(why="when it began"),
        "by": Technical(why="id of who asked for it"),
        "size": SEAL,
        "lines": SEAL,
        "findings": Technical(why="what was found and where: kinds and places, no content of any line"),
    },
)
class Verification(models.Model):
    """A check of the whole log, and what it found: nothing, when all is well."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    at = models.DateTimeField()
    by = models.UUIDField(null=True)
    size = models.BigIntegerField()
    lines = models.BigIntegerField()
    findings = models.JSONField(default=list)

    class Meta:
        db_table = "audit_verification"
        indexes = [models.Index(fields=["at"], name="audit_verification_at")]

    def __str__(self) -> str:
        return str(self.id)
