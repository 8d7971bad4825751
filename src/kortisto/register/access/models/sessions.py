"""Where members of staff are logged in, and attempts that failed."""

from __future__ import annotations

from django.db import models

from kortisto.declaration.holdings import Column, Technical, holds
from kortisto.lib.ids import uuid7
from kortisto.register.access.models.users import User

LOGIN = Column(item="service.login")


@holds(
    subject=None,
    columns={
        "id": Technical(why="id of the row"),
        "user": Technical(why="who is logged in"),
        "session_key": Technical(why="the session of the browser that this row describes"),
        "method": LOGIN,
        "address": LOGIN,
        "browser": LOGIN,
        "started_at": Column(item="service.login", clock="login.happened"),
        "seen_at": LOGIN,
    },
)
class StaffSession(models.Model):
    """One browser in which somebody is logged in. Gone when it ends; the log keeps that it was."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    session_key = models.CharField(max_length=40, unique=True)
    method = models.CharField(max_length=20)
    address = models.CharField(max_length=64, blank=True)
    browser = models.CharField(max_length=200, blank=True)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    class Meta:
        db_table = "access_session"

    def __str__(self) -> str:
        return str(self.id)


@holds(
    subject=None,
    columns={
        "id": Technical(why="id of the row"),
        "account_key": Column(item="log.access"),
        "address_key": Column(item="log.access"),
        "happened_at": Column(item="log.access", clock="log.written"),
    },
)
class FailedLogin(models.Model):
    """A failed attempt to log in, for throttling. Holds keyed hashes, not the name or address that was typed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account_key = models.CharField(max_length=64)
    address_key = models.CharField(max_length=64)
    happened_at = models.DateTimeField()

    class Meta:
        db_table = "access_failed_login"
        indexes = [
            models.Index(fields=["account_key", "happened_at"], name="access_failed_login_account"),
            models.Index(fields=["address_key", "happened_at"], name="access_failed_login_address"),
        ]

    def __str__(self) -> str:
        return str(self.id)
