"""What pages tell about the members of staff, for whoever grants accounts."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kortisto.register.access import rules
from kortisto.register.access.models import Invitation, Level, Passkey, StaffSession, TotpDevice, User
from kortisto.register.access.sealing import hash_of
from kortisto.register.audit.values import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class UserView:
    """An account. `level`: name of the composed level, empty where the role counts."""

    id: UUID
    name: str
    email: str
    role: str
    level_id: UUID | None
    level: str
    language: str
    is_active: bool
    is_main: bool
    last_login: datetime | None
    signed_at: datetime | None
    closed_at: datetime | None
    second_factor: bool
    sessions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationView:
    """A link that still works, or would have."""

    id: UUID
    name: str
    email: str
    role: str
    level: str
    language: str
    is_new_account: bool
    created_at: datetime
    expires_at: datetime


def names_of(users: Collection[UUID]) -> Mapping[UUID, str]:
    """Return the names to show of users, by id; ids that are unknown are left out."""
    return dict(User.objects.filter(pk__in=users).values_list("pk", "display_name"))


def actor_with_id(user_id: UUID) -> Actor | None:
    """Return a member of staff with what they may do now, for work in their name; None when the account is closed."""
    user = User.objects.select_related("level").filter(id=user_id, is_active=True).first()
    return rules.actor_of(user) if user else None


def there_are_users() -> bool:
    """Return whether anybody can log in: false only before the first start."""
    return User.objects.exists()


def users() -> tuple[UserView, ...]:
    """Return every account, those that work first, by name."""
    return _views(list(User.objects.select_related("level").order_by("-is_active", "display_name", "id")))


def user(*, user_id: UUID) -> UserView | None:
    """Return one account; None when there is none."""
    found = _views(list(User.objects.select_related("level").filter(id=user_id)))
    return found[0] if found else None


def open_invitations(*, at: datetime) -> tuple[InvitationView, ...]:
    """Return the links that work now, the newest first."""
    rows = Invitation.objects.select_related("level").filter(ended_at__isnull=True, expires_at__gt=at)
    return tuple(_invitation(row) for row in rows.order_by("-created_at"))


def invitation(*, secret: str, at: datetime) -> InvitationView | None:
    """Return the invitation that a link leads to, if it works now."""
    row = (
        Invitation.objects.select_related("level")
        .filter(secret_hash=hash_of(secret), ended_at__isnull=True, expires_at__gt=at)
        .first()
    )
    return _invitation(row) if row else None


def names_of_those_who_may(permission: str) -> tuple[str, ...]:
    """Return the names of those whose account works and who have a permission, by role or level."""
    active = User.objects.select_related("level").filter(is_active=True).order_by("display_name", "id")
    return tuple(one.display_name for one in active if rules.may(rules.actor_of(one), permission))


def addresses_of_overseers() -> tuple[tuple[str, str], ...]:
    """Return e-mail address and language of those who are told of elevated access."""
    active = User.objects.select_related("level").filter(is_active=True).order_by("email")
    return tuple((one.email, one.language) for one in active if rules.may(rules.actor_of(one), "elevations.oversee"))


def _invitation(row: Invitation) -> InvitationView:
    level: Level | None = row.level
    return InvitationView(
        id=row.id,
        name=row.display_name,
        email=row.email,
        role=row.role,
        level=level.name if level else "",
        language=row.language,
        is_new_account=row.user_id is None,
        created_at=row.created_at,
        expires_at=row.expires_at,
    )


def _views(rows: list[User]) -> tuple[UserView, ...]:
    ids = [row.id for row in rows]
    second = set(
        TotpDevice.objects.filter(user_id__in=ids, confirmed_at__isnull=False).values_list("user_id", flat=True)
    ) | set(Passkey.objects.filter(user_id__in=ids).values_list("user_id", flat=True))
    sessions: dict[UUID, int] = {}
    for owner in StaffSession.objects.filter(user_id__in=ids).values_list("user_id", flat=True):
        sessions[owner] = sessions.get(owner, 0) + 1
    return tuple(
        UserView(
            id=row.id,
            name=row.display_name,
            email=row.email,
            role=row.role,
            level_id=row.level_id,
            level=row.level.name if row.level else "",
            language=row.language,
            is_active=row.is_active,
            is_main=rules.is_main(row),
            last_login=row.last_login,
            signed_at=row.undertaking_signed_at,
            closed_at=row.closed_at,
            second_factor=row.id in second,
            sessions=sessions.get(row.id, 0),
        )
        for row in rows
    )


def ids_of_domain(domain: str) -> tuple[UUID, ...]:
    """Return the ids of the accounts with an e-mail address of a domain."""
    return tuple(User.objects.filter(email__endswith=f"@{domain}").values_list("pk", flat=True))


def first_main_user(*, outside: str) -> UUID | None:
    """Return the id of the longest-standing account that can grant access and is not of that domain; None: nobody."""
    main = rules.main_users().exclude(email__endswith=f"@{outside}")
    return main.order_by("created_at").values_list("pk", flat=True).first()


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffMember:
    """Somebody who can log in. `email` and `language` are for mail to them."""

    id: UUID
    name: str
    email: str
    language: str


def active_staff() -> tuple[StaffMember, ...]:
    """Return everybody who can log in, by name."""
    rows = User.objects.filter(is_active=True).order_by("display_name", "id")
    return tuple(StaffMember(id=row.pk, name=row.display_name, email=row.email, language=row.language) for row in rows)


def active_actor(user_id: UUID) -> Actor | None:
    """Return a member of staff as the log knows them; None when the account is closed or not there."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    return rules.actor_of(user) if user is not None else None
