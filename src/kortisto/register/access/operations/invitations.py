"""Links that work once: to a new account, or to a new password."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from kortisto.lib import identifiers
from kortisto.register.access import rules
from kortisto.register.access.models import Invitation, Level, User
from kortisto.register.access.operations.sessions import end_sessions_of
from kortisto.register.access.operations.users import EmailInUseError, UnknownRoleError, add_user
from kortisto.register.access.rulebook import rulebook
from kortisto.register.access.sealing import hash_of, new_secret
from kortisto.register.access.throttling import attempt
from kortisto.register.audit import operations as audit
from kortisto.register.audit.enums import Door, Outcome
from kortisto.register.audit.values import Actor

INVITATION = "invitation"


class LinkIsSpentError(Exception):
    """The link was used, withdrawn, has run out, or never was: which, is not told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link that was just made. Its secret is shown now and never again."""

    id: UUID
    secret: str
    email: str
    language: str
    expires_at: datetime


@transaction.atomic
def invite(
    *,
    email: str,
    display_name: str,
    by: Actor,
    at: datetime,
    role: str = "",
    level_id: UUID | None = None,
    language: str = "fi",
    request_id: str = "",
) -> Link:
    """Invite somebody to an account with a role or a level. An open invitation to the same address is replaced.

    Raises NotPermittedError, ValueError (no e-mail address), EmailInUseError, UnknownRoleError, Level.DoesNotExist.
    """
    rules.require(by=by, permission="accounts.manage", at=at, request_id=request_id)
    address = identifiers.email(email)
    if User.objects.filter(email=address).exists():
        raise EmailInUseError(address)
    level = Level.objects.get(id=level_id) if level_id else None
    if not rules.is_role(level.roles[0] if level else role):
        raise UnknownRoleError(role)
    return _link(
        Invitation(
            email=address,
            display_name=display_name,
            role=level.roles[0] if level else role,
            level=level,
            language=language,
        ),
        "invitation.make", by, at, request_id,
    )  # fmt: skip


@transaction.atomic
def offer_new_password(*, user_id: UUID, by: Actor, at: datetime, request_id: str = "") -> Link:
    """Make a link by which a user sets a new password. Until then the old one works; the second step stays in force.

    Raises NotPermittedError, and User.DoesNotExist for an account that is closed.
    """
    rules.require(by=by, permission="accounts.manage", at=at, request_id=request_id)
    user = User.objects.get(id=user_id, is_active=True)
    return _link(
        Invitation(
            user=user, email=user.email, display_name=user.display_name, role=user.role, language=user.language
        ),
        "invitation.new_password", by, at, request_id,
    )  # fmt: skip


@transaction.atomic
def reopen_user(*, user_id: UUID, by: Actor, at: datetime, request_id: str = "") -> Link:
    """Open a closed account again, with a link by which its user sets a new password. Keys stay revoked.

    Raises NotPermittedError and User.DoesNotExist.
    """
    rules.require(by=by, permission="accounts.manage", at=at, request_id=request_id)
    user = User.objects.select_for_update().get(id=user_id)
    user.is_active, user.closed_at = True, None
    user.save(update_fields=["is_active", "closed_at"])
    audit.record(
        by=by, action="user.reopen", at=at, channel=Door.WEB, object_kind="user", object_id=user_id,
        request_id=request_id,
    )  # fmt: skip
    return offer_new_password(user_id=user_id, by=by, at=at, request_id=request_id)


@transaction.atomic
def withdraw(*, invitation_id: UUID, by: Actor, at: datetime, request_id: str = "") -> None:
    """Let a link work no more. Raises NotPermittedError and Invitation.DoesNotExist."""
    rules.require(by=by, permission="accounts.manage", at=at, request_id=request_id)
    invitation = Invitation.objects.select_for_update().get(id=invitation_id, ended_at__isnull=True)
    _spend(invitation, "invitation.withdraw", by, at, request_id)


@transaction.atomic
def accept(
    *, secret: str, password: str, signed: bool, by: Actor, at: datetime, language: str = "fi", request_id: str = ""
) -> User:
    """Make the account to which a link invites, with the undertaking signed; or set the new password.

    Raises LinkIsSpentError, ValueError (a new account without the signature), EmailInUseError, and Django's
    ValidationError with the reasons why the password is too weak.
    """
    invitation = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("user")
        .filter(secret_hash=hash_of(secret), ended_at__isnull=True, expires_at__gt=at)
        .first()
    )
    if invitation is None:
        raise LinkIsSpentError
    if invitation.user is not None:
        user = invitation.user
        validate_password(password, user)
        user.set_password(password)
        user.save(update_fields=["password"])
        end_sessions_of(user_id=user.id, by=by, at=at)
        audit.record(
            by=by, action="user.new_password", at=at, channel=Door.WEB, object_kind="user", object_id=user.id,
            request_id=request_id,
        )  # fmt: skip
    else:
        if not signed:
            raise ValueError("the undertaking is signed before the account is opened")
        user = add_user(
            email=invitation.email,
            password=password,
            role=invitation.role,
            level_id=invitation.level_id,
            display_name=invitation.display_name,
            language=language,
            undertaking=rulebook().undertaking.version,
            by=by,
            at=at,
        )
        user.created_by = invitation.created_by
        user.save(update_fields=["created_by"])
    _spend(invitation, "invitation.use", by, at, request_id)
    return user


def refuse_link(*, address: str, by: Actor, at: datetime) -> None:
    """Record that somebody came with a link that does not work, and count it for the address."""
    attempt(account="", address=address, at=at).failed()
    audit.record(by=by, action="invitation.use", at=at, channel=Door.WEB, outcome=Outcome.DENIED)


def _link(invitation: Invitation, action: str, by: Actor, at: datetime, request_id: str) -> Link:
    Invitation.objects.filter(email=invitation.email, ended_at__isnull=True).update(ended_at=at)
    secret = new_secret()
    invitation.secret_hash = hash_of(secret)
    invitation.created_at, invitation.created_by = at, by.id
    invitation.expires_at = at + timedelta(seconds=settings.INVITATION_SECONDS)
    invitation.save(force_insert=True)
    audit.record(
        by=by, action=action, at=at, channel=Door.WEB, object_kind=INVITATION, object_id=invitation.id,
        request_id=request_id,
    )  # fmt: skip
    return Link(
        id=invitation.id,
        secret=secret,
        email=invitation.email,
        language=invitation.language,
        expires_at=invitation.expires_at,
    )


def _spend(invitation: Invitation, action: str, by: Actor, at: datetime, request_id: str) -> None:
    invitation.ended_at = at
    invitation.save(update_fields=["ended_at"])
    audit.record(
        by=by, action=action, at=at, channel=Door.WEB, object_kind=INVITATION, object_id=invitation.id,
        request_id=request_id,
    )  # fmt: skip
