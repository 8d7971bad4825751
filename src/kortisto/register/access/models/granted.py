"""What is granted for a while: roles that are borrowed, and keys for programs."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from kortisto.declaration.holdings import Column, Technical, holds
from kortisto.lib.ids import uuid7
from kortisto.register.access.models.users import User

LOGGED = Column(item="log.access")
ACCOUNT = Column(item="service.account")


@holds(
    subject=None,
    columns={
        "id": Technical(why="id of the elevation, which the log carries"),
        "user": Technical(why="who borrows the role"),
        "role": LOGGED,
        "purpose": LOGGED,
        "reason": LOGGED,
        "started_at": Column(item="log.access", clock="log.written"),
        "ends_at": LOGGED,
        "ended_at": LOGGED,
        "ended_by": LOGGED,
        "seen_at": LOGGED,
        "seen_by": LOGGED,
    },
)
class Elevation(models.Model):
    """Elevated access: somebody borrows a role for one purpose, for a stated reason and a limited time."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    role = models.CharField(max_length=100)
    purpose = models.CharField(max_length=200)
    reason = models.CharField(max_length=500)
    started_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)
    seen_at = models.DateTimeField(null=True)
    seen_by = models.UUIDField(null=True)

    class Meta:
        db_table = "access_elevation"
        indexes = [
            models.Index(fields=["started_at"], name="access_elevation_started"),
            models.Index(
                fields=["started_at"], condition=models.Q(seen_at__isnull=True), name="access_elevation_unseen"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("started_at")), name="access_elevation_has_an_end"
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="access_elevation_has_a_reason"),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True, ended_by__isnull=True)
                | models.Q(ended_at__isnull=False, ended_by__isnull=False),
                name="access_elevation_ended_by_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(seen_at__isnull=True, seen_by__isnull=True)
                | models.Q(seen_at__isnull=False, seen_by__isnull=False) & ~models.Q(seen_by=models.F("user")),
                name="access_elevation_seen_by_another",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


@holds(
    subject=None,
    columns={
        "id": Technical(why="id of the key, which the log carries"),
        "user": Technical(why="whose rights the key has"),
        "name": ACCOUNT,
        "purpose": ACCOUNT,
        "operations": ACCOUNT,
        "permissions": ACCOUNT,
        "hint": Technical(why="the first characters, by which its owner tells the key from others"),
        "secret_hash": Column(item="service.credentials"),
        "created_at": Technical(why="when the key was made"),
        "expires_at": Technical(why="when the key ceases to work"),
        "last_used_at": Column(item="service.login", clock="login.happened"),
        "revoked_at": Technical(why="when the key was revoked"),
    },
)
class Token(models.Model):
    """A key for a program: acts for its owner, for one purpose, with these operations and permissions at most."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=100)
    purpose = models.CharField(max_length=200)
    operations = ArrayField(models.CharField(max_length=20))
    permissions = ArrayField(models.CharField(max_length=50), default=list)
    hint = models.CharField(max_length=16)
    secret_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "access_token"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("created_at")), name="access_token_has_an_end"
            ),
            models.CheckConstraint(condition=~models.Q(purpose=""), name="access_token_has_a_purpose"),
            models.CheckConstraint(condition=~models.Q(operations=[]), name="access_token_may_something"),
        ]

    def __str__(self) -> str:
        return str(self.id)


@holds(
    subject=None,
    columns={
        "id": Technical(why="id of the row"),
        "token": Technical(why="whose call it was; the row goes with the key"),
        "key": Technical(why="the word by which the program tells its calls apart, made by the program"),
        "asked": Technical(why="hash of the call, so that a word is not used for two"),
        "made": Technical(why="id of what the call made"),
        "answered_at": Technical(why="when it was answered; older ones go"),
    },
)
class AnsweredCall(models.Model):
    """A call of a program that made something: sent again with the same key, it is answered with the same id."""

    token = models.ForeignKey(Token, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=255)
    asked = models.CharField(max_length=64)
    made = models.UUIDField(null=True)
    answered_at = models.DateTimeField()

    class Meta:
        db_table = "access_answered_call"
        constraints = [models.UniqueConstraint(fields=["token", "key"], name="access_answered_call_once")]
        indexes = [models.Index(fields=["answered_at"], name="access_answered_call_time")]

    def __str__(self) -> str:
        return str(self.pk)
