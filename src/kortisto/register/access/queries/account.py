"""What somebody is told about their own account: sessions, second step, keys, undertaking; and elevated access."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kortisto.register.access import passkeys, totp
from kortisto.register.access.models import (
    Elevation,
    Passkey,
    RecoveryCode,
    StaffSession,
    Token,
    TotpDevice,
    Undertaking,
    User,
)
from kortisto.register.access.passkeys import Challenge, Site
from kortisto.register.access.sealing import unseal


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionView:
    """A browser in which somebody is logged in. `address`: its network."""

    id: UUID
    method: str
    address: str
    browser: str
    started_at: datetime
    seen_at: datetime
    is_this: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PasskeyView:
    """A passkey, as its owner knows it."""

    id: UUID
    name: str
    created_at: datetime
    last_used_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorsView:
    """What stands beside the password."""

    totp_since: datetime | None
    passkeys: tuple[PasskeyView, ...]
    recovery_codes_left: int

    @property
    def any(self) -> bool:
        """Return whether the log-in asks for a second step."""
        return self.totp_since is not None or bool(self.passkeys)


@dataclass(frozen=True, slots=True, kw_only=True)
class TotpOffer:
    """A secret for an authenticator app: as text, and as the address that the app reads from a picture."""

    secret: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenView:
    """A key for a program. `works`: neither revoked nor run out."""

    id: UUID
    owner: str
    name: str
    purpose: str
    operations: tuple[str, ...]
    permissions: tuple[str, ...]
    hint: str
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None
    works: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ElevationView:
    """An elevated access. `ended_at`: when it ended or will; `seen_by`: id of the overseer who has seen it."""

    id: UUID
    user: str
    user_id: UUID
    role: str
    purpose: str
    reason: str
    started_at: datetime
    ended_at: datetime
    is_open: bool
    was_cut_short: bool
    seen_by: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class UndertakingView:
    """An undertaking as it was signed."""

    version: str
    text: str
    language: str
    signed_at: datetime


def sessions_of(*, user_id: UUID, session_key: str) -> tuple[SessionView, ...]:
    """Return the sessions of a user, last seen first. `session_key`: of the one that asks."""
    return tuple(
        SessionView(
            id=row.id,
            method=row.method,
            address=row.address,
            browser=row.browser,
            started_at=row.started_at,
            seen_at=row.seen_at,
            is_this=row.session_key == session_key,
        )
        for row in StaffSession.objects.filter(user_id=user_id).order_by("-seen_at", "id")
    )


def factors_of(*, user_id: UUID) -> FactorsView:
    """Return the second steps of a user."""
    device = TotpDevice.objects.filter(user_id=user_id, confirmed_at__isnull=False).first()
    keys = Passkey.objects.filter(user_id=user_id).order_by("created_at")
    return FactorsView(
        totp_since=device.confirmed_at if device else None,
        passkeys=tuple(
            PasskeyView(id=key.id, name=key.name, created_at=key.created_at, last_used_at=key.last_used_at)
            for key in keys
        ),
        recovery_codes_left=RecoveryCode.objects.filter(user_id=user_id, used_at__isnull=True).count(),
    )


def totp_offer(*, user_id: UUID, issuer: str) -> TotpOffer | None:
    """Return the secret that waits for its first code, if there is one; one that is in use is never shown again."""
    device = TotpDevice.objects.select_related("user").filter(user_id=user_id, confirmed_at__isnull=True).first()
    if device is None:
        return None
    secret = unseal(bytes(device.sealed_secret), place=totp.place_of(device))
    address = totp.address_of(secret, account=device.user.email, issuer=issuer)
    return TotpOffer(secret=totp.shown(secret), address=address)


def undertakings_of(*, user_id: UUID) -> tuple[UndertakingView, ...]:
    """Return what a user has signed, the newest first."""
    return tuple(
        UndertakingView(version=row.version, text=row.text, language=row.language, signed_at=row.signed_at)
        for row in Undertaking.objects.filter(user_id=user_id).order_by("-signed_at", "-id")
    )


def tokens_of(*, user_id: UUID, at: datetime) -> tuple[TokenView, ...]:
    """Return the keys of a user, those that work first, then the newest."""
    rows = Token.objects.select_related("user").filter(user_id=user_id).order_by("-created_at")
    views = [
        TokenView(
            id=row.id,
            owner=row.user.display_name,
            name=row.name,
            purpose=row.purpose,
            operations=tuple(row.operations),
            permissions=tuple(row.permissions),
            hint=row.hint,
            created_at=row.created_at,
            expires_at=row.expires_at,
            last_used_at=row.last_used_at,
            revoked_at=row.revoked_at,
            works=row.revoked_at is None and row.expires_at > at,
        )
        for row in rows
    ]
    return tuple(sorted(views, key=lambda one: not one.works))


def open_elevation(*, elevation_id: UUID, user_id: UUID, at: datetime) -> ElevationView | None:
    """Return an elevated access of the user if it is open now."""
    row = (
        Elevation.objects.select_related("user")
        .filter(id=elevation_id, user_id=user_id, ended_at__isnull=True, ends_at__gt=at)
        .first()
    )
    return _elevation(row, at) if row else None


def elevations(*, at: datetime, user_id: UUID | None = None, limit: int = 200) -> tuple[ElevationView, ...]:
    """Return elevated accesses, the newest first: everybody's, or one user's."""
    rows = Elevation.objects.select_related("user").order_by("-started_at")
    if user_id is not None:
        rows = rows.filter(user_id=user_id)
    return tuple(_elevation(row, at) for row in rows[:limit])


def unseen_elevations(*, user_id: UUID) -> int:
    """Return how many elevated accesses of others nobody has seen who watches over them."""
    return Elevation.objects.filter(seen_at__isnull=True).exclude(user_id=user_id).count()


def passkey_challenge(*, site: Site) -> Challenge:
    """Return the challenge with which anybody's passkey proves itself."""
    return passkeys.challenge(site=site)


def new_passkey_challenge(*, user_id: UUID, site: Site) -> Challenge:
    """Return the challenge by which a user's browser makes a passkey. Raises User.DoesNotExist."""
    user = User.objects.get(id=user_id)
    known = [bytes(row) for row in Passkey.objects.filter(user=user).values_list("credential", flat=True)]
    return passkeys.creation_challenge(
        site=site, user_id=user.id, email=user.email, name=user.display_name, known=known
    )


def _elevation(row: Elevation, at: datetime) -> ElevationView:
    return ElevationView(
        id=row.id,
        user=row.user.display_name,
        user_id=row.user_id,
        role=row.role,
        purpose=row.purpose,
        reason=row.reason,
        started_at=row.started_at,
        ended_at=row.ended_at or row.ends_at,
        is_open=row.ended_at is None and row.ends_at > at,
        was_cut_short=row.ended_at is not None,
        seen_by=row.seen_by,
    )
