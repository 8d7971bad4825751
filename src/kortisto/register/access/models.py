"""Staff users and the record of attempts to log in."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.db.models.functions import Lower

from kortisto.declaration.holdings import Column, Erasure, Technical, holds
from kortisto.lib.ids import uuid7

ACCOUNT = Column(item="service.account")


class UserManager(models.Manager["User"]):
    def get_by_natural_key(self, username: str) -> User:
        """Return the user with this login name, which is compared without case (called by Django when logging in)."""
        return self.get(email=username.strip().casefold())


@holds(
    subject=None,  # staff are no subjects of the customer register; their account lives as long as their task
    columns={
        "id": Technical(why="id of the user, which the audit log carries"),
        "email": ACCOUNT,
        "display_name": ACCOUNT,
        "password": Column(item="service.credentials", erase=Erasure.CLEAR),
        "role": ACCOUNT,
        "language": ACCOUNT,
        "is_active": ACCOUNT,
        "last_login": Column(item="service.login", clock="login.happened", erase=Erasure.CLEAR),
        "undertaking_signed_at": ACCOUNT,
        "undertaking_version": ACCOUNT,
        "created_at": Technical(why="when the account was made"),
        "created_by": Technical(why="id of who made the account"),
        "closed_at": Column(item="service.account", clock="account.closed"),
    },
)
class User(AbstractBaseUser):
    """A member of staff who may log in. What the role may do stands in the declaration."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField(max_length=254, unique=True)
    display_name = models.CharField(max_length=200)
    role = models.CharField(max_length=100)
    language = models.CharField(max_length=2, default="fi")
    is_active = models.BooleanField(default=True)
    undertaking_signed_at = models.DateTimeField(null=True, blank=True)
    undertaking_version = models.CharField(max_length=50, blank=True)
    created_at = models.DateTimeField()
    created_by = models.UUIDField(null=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        db_table = "access_user"
        constraints = [
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="access_user_email_lower_case"),
            models.CheckConstraint(
                condition=models.Q(language__in=["fi", "sv", "en"]), name="access_user_language_known"
            ),
            models.CheckConstraint(condition=~models.Q(role=""), name="access_user_has_role"),
            models.CheckConstraint(
                condition=models.Q(undertaking_signed_at__isnull=True, undertaking_version="")
                | (models.Q(undertaking_signed_at__isnull=False) & ~models.Q(undertaking_version="")),
                name="access_user_undertaking_complete",
            ),
            models.CheckConstraint(
                condition=models.Q(closed_at__isnull=True) | models.Q(is_active=False),
                name="access_user_closed_is_inactive",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)  # texts of rows get into logs, which hold nobody's address


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
