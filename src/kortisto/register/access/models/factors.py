"""What members of staff prove themselves with, beside the password. Secrets are sealed with the installation's key."""

from __future__ import annotations

from django.db import models

from kortisto.declaration.holdings import Column, Erasure, Technical, holds
from kortisto.lib.ids import uuid7
from kortisto.register.access.models.users import User

CREDENTIALS = Column(item="service.credentials", erase=Erasure.CLEAR)
LOGIN = Column(item="service.login", clock="login.happened", erase=Erasure.CLEAR)
OWNER = Technical(why="whose it is")
MADE_AT = Technical(why="when it was set up")


@holds(
    subject=None,
    columns={
        "id": Technical(why="id of the row"),
        "user": OWNER,
        "sealed_secret": CREDENTIALS,
        "last_step": Technical(why="the newest code that was used: none works twice (RFC 6238, 5.2)"),
        "confirmed_at": MADE_AT,
    },
)
class TotpDevice(models.Model):
    """The secret of one-time codes (RFC 6238). It counts from `confirmed_at` on: when the first code was right."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="+")
    sealed_secret = models.BinaryField()
    last_step = models.BigIntegerField(default=0)
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "access_totp_device"

    def __str__(self) -> str:
        return str(self.id)


@holds(
    subject=None,
    columns={
        "id": Technical(why="id of the row"),
        "user": OWNER,
        "name": CREDENTIALS,
        "credential_id": CREDENTIALS,
        "credential": CREDENTIALS,
        "sign_count": Technical(why="a smaller one than before tells of a copied key (WebAuthn Level 3, 6.1.1)"),
        "created_at": MADE_AT,
        "last_used_at": LOGIN,
    },
)
class Passkey(models.Model):
    """A public key of WebAuthn. `credential`: the attested credential data (WebAuthn Level 3, 6.5.2)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=100)
    credential_id = models.BinaryField(max_length=1023, unique=True)
    credential = models.BinaryField()
    sign_count = models.BigIntegerField(default=0)
    created_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "access_passkey"

    def __str__(self) -> str:
        return str(self.id)


@holds(
    subject=None,
    columns={
        "id": Technical(why="id of the row"),
        "user": OWNER,
        "code_hash": CREDENTIALS,
        "used_at": LOGIN,
    },
)
class RecoveryCode(models.Model):
    """A code on paper for the day when the telephone is gone; works once."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    code_hash = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "access_recovery_code"
        constraints = [
            models.UniqueConstraint(fields=["user", "code_hash"], name="access_recovery_code_once"),
        ]

    def __str__(self) -> str:
        return str(self.id)
