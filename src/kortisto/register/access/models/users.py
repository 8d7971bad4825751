"""Staff users, their levels, their undertakings, and the invitations by which they come."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower

from kortisto.declaration.holdings import Column, Erasure, Technical, holds
from kortisto.lib.ids import uuid7

ACCOUNT = Column(item="service.account")


@holds(
    subject=None,
    columns={
        "id": Technical(why="id of the level"),
        "name": Technical(why="what the main user calls the level"),
        "roles": Technical(why="ids of roles of the declaration"),
        "permissions": Technical(why="words of permissions.yaml"),
        "second_step": Technical(why="whether its users have to log in in two steps"),
        "created_at": Technical(why="when the level was composed"),
        "created_by": Technical(why="id of who composed it"),
    },
)
class Level(models.Model):
    """What a group of users may do, composed by the main user of roles and permissions."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=100, unique=True)
    roles = ArrayField(models.CharField(max_length=100))
    permissions = ArrayField(models.CharField(max_length=50), default=list)
    second_step = models.BooleanField(default=False, db_default=False)
    created_at = models.DateTimeField()
    created_by = models.UUIDField(null=True)

    class Meta:
        db_table = "access_level"
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="access_level_has_name"),
            models.CheckConstraint(condition=~models.Q(roles=[]), name="access_level_has_role"),
        ]

    def __str__(self) -> str:
        return str(self.id)


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
        "level": ACCOUNT,
        "provider": ACCOUNT,
        "provider_subject": ACCOUNT,
        "language": ACCOUNT,
        "language_chosen": ACCOUNT,
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
    """A member of staff who may log in. What the role may do stands in the declaration.

    `level`: composed by the main user; then its roles and permissions count, and `role` is the first of them.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField(max_length=254, unique=True)
    display_name = models.CharField(max_length=200)
    role = models.CharField(max_length=100)
    level = models.ForeignKey(Level, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    # Who the user is at the company's own identity provider, once they have logged in by it.
    provider = models.CharField(max_length=300, blank=True)
    provider_subject = models.CharField(max_length=300, blank=True)
    language = models.CharField(max_length=2, default="fi")
    # Until users have chosen themselves, their language is the one their browser asks for.
    language_chosen = models.BooleanField(default=False)
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
            models.CheckConstraint(
                condition=models.Q(provider="", provider_subject="")
                | (~models.Q(provider="") & ~models.Q(provider_subject="")),
                name="access_user_provider_complete",
            ),
            models.UniqueConstraint(
                fields=["provider", "provider_subject"],
                condition=~models.Q(provider=""),
                name="access_user_provider_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)  # texts of rows get into logs, which hold nobody's address


@holds(
    subject=None,
    columns={
        "id": Technical(why="id of the row"),
        "user": Technical(why="who signed"),
        "version": ACCOUNT,
        "language": ACCOUNT,
        "text": ACCOUNT,
        "signed_at": ACCOUNT,
    },
)
class Undertaking(models.Model):
    """A confidentiality undertaking as it was signed: the very words. Never changed, kept as long as the account."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    version = models.CharField(max_length=50)
    language = models.CharField(max_length=2)
    text = models.TextField()
    signed_at = models.DateTimeField()

    class Meta:
        db_table = "access_undertaking"
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(version="") & ~models.Q(text=""), name="access_undertaking_says_something"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


@holds(
    subject=None,
    columns={
        "id": Technical(why="id of the invitation"),
        "user": Technical(why="whose password is to be set anew; empty for somebody new"),
        "email": ACCOUNT,
        "display_name": ACCOUNT,
        "role": ACCOUNT,
        "level": ACCOUNT,
        "language": ACCOUNT,
        "secret_hash": Column(item="service.credentials"),
        "created_at": Technical(why="when the link was made"),
        "created_by": Technical(why="id of who made it"),
        "expires_at": Technical(why="when the link ceases to work"),
        "ended_at": Technical(why="when the link was used or withdrawn"),
    },
)
class Invitation(models.Model):
    """A link that works once, for a limited time: to a new account or, with `user`, to a new password."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="+")
    email = models.EmailField(max_length=254)
    display_name = models.CharField(max_length=200)
    role = models.CharField(max_length=100)
    level = models.ForeignKey(Level, null=True, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=2)
    secret_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    created_by = models.UUIDField(null=True)
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "access_invitation"
        constraints = [
            models.UniqueConstraint(
                fields=["email"], condition=models.Q(ended_at__isnull=True), name="access_invitation_one_open"
            ),
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("created_at")), name="access_invitation_has_an_end"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
