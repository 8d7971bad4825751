"""The append-only log and the header that opens a transaction to people's data.

Neither table has a foreign key: the log must never stop an erasure, and an erasure must never change the log. The
runtime role may insert and read, not change or remove; triggers refuse that to the owner as well (migration 0002).
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Now

from kortisto.declaration.holdings import Column, Technical, holds
from kortisto.lib.ids import uuid7
from kortisto.register.audit.enums import ActorKind, Door, Outcome
from kortisto.register.audit.fields import TransactionId

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
        "opened_at": WRITTEN_AT,
    },
)
class AccessContext(Header):
    """The header of one transaction. Row-level security shows people only to the transaction that wrote one."""

    xid = TransactionId(db_default=models.Func(function="pg_current_xact_id"), editable=False)
    opened_at = models.DateTimeField()

    class Meta(Header.Meta):
        db_table = "audit_access_context"
        indexes = [models.Index(fields=["xid"], name="audit_access_context_xid")]
        constraints = [
            *Header.Meta.constraints,
            models.CheckConstraint(condition=~models.Q(purpose=""), name="audit_accesscontext_purpose"),
        ]

    def __str__(self) -> str:
        return str(self.id)


@holds(
    subject=None,
    columns={
        "id": Technical(why="id of the event"),
        "actor_id": LOGGED,
        "actor_kind": LOGGED,
        "actor_role": LOGGED,
        "purpose": LOGGED,
        "basis": LOGGED,
        "channel": LOGGED,
        "request_id": LOGGED,
        "access": Technical(why="the header under which it happened"),
        "happened_at": WRITTEN_AT,
        "recorded_at": LOGGED,
        "action": LOGGED,
        "object_kind": LOGGED,
        "object_id": LOGGED,
        "subjects": LOGGED,
        "items": LOGGED,
        "outcome": LOGGED,
    },
)
class AuditEvent(Header):
    """One thing that was done, or refused. Names items and fields, never their values."""

    access = models.UUIDField(null=True)
    happened_at = models.DateTimeField()
    # Set by the database alone: the runtime role cannot write it, so `happened_at` cannot quietly be moved.
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)
    action = models.CharField(max_length=100)
    object_kind = models.CharField(max_length=100, blank=True)
    object_id = models.UUIDField(null=True)
    subjects = ArrayField(models.UUIDField(), default=list)
    items = ArrayField(models.CharField(max_length=100), default=list)
    outcome = models.CharField(max_length=10)

    class Meta(Header.Meta):
        db_table = "audit_event"
        indexes = [
            models.Index(fields=["happened_at", "id"], name="audit_event_time"),
            models.Index(fields=["actor_id", "happened_at"], name="audit_event_actor"),
            models.Index(fields=["object_id", "happened_at"], name="audit_event_object"),
            GinIndex(fields=["subjects"], name="audit_event_subjects"),
        ]
        constraints = [
            *Header.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(subjects__len=0) | ~models.Q(purpose=""), name="audit_auditevent_purpose"
            ),
            models.CheckConstraint(condition=~models.Q(action=""), name="audit_auditevent_action"),
            models.CheckConstraint(
                condition=models.Q(outcome__in=[outcome.value for outcome in Outcome]), name="audit_auditevent_outcome"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
