"""Who may log in: accounts are made, changed, closed and opened again, and their undertakings kept."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.db import connection, transaction

from kortisto.lib import identifiers
from kortisto.register.access import rules
from kortisto.register.access.models import (
    Elevation,
    Invitation,
    Level,
    Passkey,
    RecoveryCode,
    Token,
    TotpDevice,
    Undertaking,
    User,
)
from kortisto.register.access.operations.sessions import end_sessions_of
from kortisto.register.access.rulebook import rulebook
from kortisto.register.access.rules import id_of
from kortisto.register.audit import operations as audit
from kortisto.register.audit.enums import Door
from kortisto.register.audit.values import Actor

USER = "user"


class MainUserExistsError(Exception):
    """There are users already: the main user is made at the first start only."""


class UnknownRoleError(ValueError):
    """The declaration has no such role."""


class EmailInUseError(ValueError):
    """Another account has this e-mail address."""


class LastMainUserError(Exception):
    """Nobody would be left who grants accounts."""


class WrongPasswordError(Exception):
    """The present password was not this."""


@transaction.atomic
def make_main_user(
    *,
    email: str,
    password: str,
    by: Actor,
    at: datetime,
    display_name: str = "",
    language: str = "fi",
    undertaking: str = "",
    channel: Door = Door.CLI,
) -> User:
    """Make the first user, who grants access to others.

    Raises MainUserExistsError, and what `add_user` raises. Two first starts at once make one user.
    """
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended('kortisto.access.first_user', 0))")
    if User.objects.exists():
        raise MainUserExistsError
    return add_user(
        email=email,
        password=password,
        role=rules.main_role(),
        by=by,
        at=at,
        display_name=display_name,
        language=language,
        undertaking=undertaking,
        channel=channel,
    )


@transaction.atomic
def add_user(
    *,
    email: str,
    password: str,
    role: str,
    by: Actor,
    at: datetime,
    display_name: str = "",
    language: str = "fi",
    level_id: UUID | None = None,
    undertaking: str = "",
    channel: Door = Door.WEB,
) -> User:
    """Make a user. `undertaking`: version of the confidentiality text that the person has signed, empty if not yet.

    Raises ValueError (not an e-mail address), EmailInUseError, UnknownRoleError, and Django's ValidationError with the
    reasons why the password is too weak.
    """
    if not rules.is_role(role):
        raise UnknownRoleError(role)
    address = identifiers.email(email)
    if User.objects.filter(email=address).exists():
        raise EmailInUseError(address)
    user = User(
        email=address,
        display_name=display_name or address,
        role=role,
        level_id=level_id,
        language=language,
        created_at=at,
        created_by=by.id,
    )
    validate_password(password, user)
    user.set_password(password)
    _sign(user, undertaking, at)
    user.save(force_insert=True)
    if undertaking:
        _keep_undertaking(user, undertaking, language, at)
    audit.record(by=by, action="user.add", at=at, channel=channel, object_kind=USER, object_id=user.id)
    return user


@transaction.atomic
def sign_undertaking(
    *, user_id: UUID, version: str, by: Actor, at: datetime, language: str = "fi", channel: Door = Door.WEB
) -> None:
    """Keep that the user has signed this version of the confidentiality text, and its words in the language it was
    read in. Raises User.DoesNotExist, ValueError.
    """
    if not version:
        raise ValueError("an undertaking has a version")
    user = User.objects.select_for_update().get(id=user_id)
    _sign(user, version, at)
    user.save(update_fields=["undertaking_signed_at", "undertaking_version"])
    _keep_undertaking(user, version, language, at)
    audit.record(by=by, action="user.sign_undertaking", at=at, channel=channel, object_kind=USER, object_id=user_id)


@transaction.atomic
def speak(*, language: str, chosen: bool, by: Actor, at: datetime, request_id: str = "") -> None:
    """Keep in which language somebody is spoken to, also in mails. `chosen`: by themselves, and not by their browser,
    which no longer counts once they have chosen. Raises User.DoesNotExist.
    """
    user = User.objects.select_for_update(of=("self",)).get(id=id_of(by))
    if (user.language, user.language_chosen) == (language, chosen) or (user.language_chosen and not chosen):
        return
    user.language, user.language_chosen = language, chosen
    user.save(update_fields=["language", "language_chosen"])
    audit.record(
        by=by, action="user.language", at=at, channel=Door.WEB, object_kind=USER, object_id=user.id,
        request_id=request_id,
    )  # fmt: skip


@transaction.atomic
def place_user(
    *,
    user_id: UUID,
    by: Actor,
    at: datetime,
    role: str = "",
    level_id: UUID | None = None,
    name: str = "",
    request_id: str = "",
) -> None:
    """Give a user another role, or a level: one of the two. It counts from the user's next request on.

    `name`: as the user is called from now on, in the log too; empty: as before. What does not differ leaves no line.

    Raises NotPermittedError, User.DoesNotExist, Level.DoesNotExist, UnknownRoleError, LastMainUserError.
    """
    rules.require(by=by, permission="accounts.manage", at=at, request_id=request_id)
    user = _one(user_id)
    level = Level.objects.get(id=level_id) if level_id else None
    new_role = level.roles[0] if level else role
    if not rules.is_role(new_role):
        raise UnknownRoleError(new_role)
    if rules.is_main(user) and (level or new_role != rules.main_role()):
        _another_main_user_is_left(user)
    placed = (new_role, level.id if level else None) != (user.role, user.level_id)
    renamed = bool(name) and name != user.display_name
    user.role, user.level, user.display_name = new_role, level, name or user.display_name
    user.save(update_fields=["role", "level", "display_name"])
    if placed:
        audit.record(
            by=by, action="user.place", at=at, channel=Door.WEB, object_kind=USER, object_id=user_id,
            items=["level" if level else "role"], request_id=request_id,
        )  # fmt: skip
    if renamed:
        audit.record(
            by=by, action="user.rename", at=at, channel=Door.WEB, object_kind=USER, object_id=user_id, items=["name"],
            request_id=request_id,
        )  # fmt: skip


@transaction.atomic
def close_user(*, user_id: UUID, by: Actor, at: datetime, request_id: str = "") -> None:
    """Close an account: its sessions, keys, elevated access and open links die at once, and its password and second
    steps are forgotten. The row stays, for the log names it.

    Raises NotPermittedError, User.DoesNotExist, LastMainUserError.
    """
    rules.require(by=by, permission="accounts.manage", at=at, request_id=request_id)
    user = _one(user_id)
    if rules.is_main(user):
        _another_main_user_is_left(user)
    user.is_active, user.closed_at = False, at
    user.set_unusable_password()
    user.save(update_fields=["is_active", "closed_at", "password"])
    for model in (TotpDevice, Passkey, RecoveryCode):
        model._default_manager.filter(user=user).delete()
    end_sessions_of(user_id=user_id, by=by, at=at)
    Token.objects.filter(user=user, revoked_at__isnull=True).update(revoked_at=at)
    Elevation.objects.filter(user=user, ended_at__isnull=True, ends_at__gt=at).update(ended_at=at, ended_by=by.id)
    Invitation.objects.filter(user=user, ended_at__isnull=True).update(ended_at=at)
    audit.record(
        by=by, action="user.close", at=at, channel=Door.WEB, object_kind=USER, object_id=user_id, request_id=request_id
    )


@transaction.atomic
def change_password(
    *, present: str, password: str, by: Actor, at: datetime, keep_session: str = "", request_id: str = ""
) -> User:
    """Change one's own password; sessions elsewhere end. `keep_session`: key of the session that goes on.

    Raises WrongPasswordError, and Django's ValidationError with the reasons why the new one is too weak.
    """
    user = User.objects.select_for_update(of=("self",)).select_related("level").get(id=id_of(by))
    if not user.check_password(present):
        raise WrongPasswordError
    validate_password(password, user)
    user.set_password(password)
    user.save(update_fields=["password"])
    end_sessions_of(user_id=user.id, by=by, at=at, but=keep_session)
    audit.record(
        by=by, action="user.change_password", at=at, channel=Door.WEB, object_kind=USER, object_id=user.id,
        request_id=request_id,
    )  # fmt: skip
    return user


def _one(user_id: UUID) -> User:
    return User.objects.select_for_update(of=("self",)).select_related("level").get(id=user_id)


def _another_main_user_is_left(user: User) -> None:
    """All who could be the last one are locked, so that two of them cannot close each other at once."""
    if not [one for one in rules.main_users().select_for_update() if one.id != user.id]:
        raise LastMainUserError


def _sign(user: User, version: str, at: datetime) -> None:
    user.undertaking_signed_at = at if version else None
    user.undertaking_version = version


def _keep_undertaking(user: User, version: str, language: str, at: datetime) -> None:
    text = rulebook().undertaking
    words = text.in_language(language) if version == text.version else version
    Undertaking.objects.create(user=user, version=version, language=language, text=words, signed_at=at)
