"""Who may log in, and the door that names a purpose before it shows people."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils.crypto import salted_hmac

from kortisto.declaration.words import Operation
from kortisto.lib import identifiers
from kortisto.register.access import rules
from kortisto.register.access.backend import StaffBackend
from kortisto.register.access.models import FailedLogin, User
from kortisto.register.access.rules import NotPermittedError, actor_of
from kortisto.register.audit import operations as audit
from kortisto.register.audit.enums import ActorKind, Door, Outcome
from kortisto.register.audit.values import Access, Actor, NotGrantedError

ANONYMOUS = Actor(kind=ActorKind.ANONYMOUS)
USER = "user"


class DeniedError(PermissionDenied):
    """The declaration does not permit this. Whoever catches it records it, outside the rolled-back transaction."""

    def __init__(
        self,
        *,
        by: Actor,
        purpose: str,
        operation: Operation,
        at: datetime,
        channel: Door,
        request_id: str = "",
        no_undertaking: bool = False,
    ) -> None:
        super().__init__(f"{by.role or by.kind.value} may not {operation.value} for {purpose}")
        self.by = by
        self.purpose = purpose
        self.operation = operation
        self.at = at
        self.channel = channel
        self.request_id = request_id
        self.no_undertaking = no_undertaking
        self.items: tuple[str, ...] = ()


class MainUserExistsError(Exception):
    """There are users already: the main user is made at the first start only."""


class UnknownRoleError(ValueError):
    """The declaration has no such role."""


class EmailInUseError(ValueError):
    """Another account has this e-mail address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoginResult:
    """The outcome of an attempt to log in: the user, or None, and then until when further attempts are refused."""

    user: User | None = None
    wait_until: datetime | None = None


# --- the door --------------------------------------------------------------------------------------------------------


@contextmanager
def enter(
    *,
    by: Actor,
    purpose: str,
    at: datetime,
    channel: Door,
    operations: Sequence[Operation] = (Operation.READ,),
    request_id: str = "",
) -> Iterator[Access]:
    """Open the door for a purpose and operations that the declaration permits to the actor's role.

    The access covers the items that the processing rows name, and no other. Raises DeniedError, and what
    `audit.operations.open_access` raises.
    """

    def denied(operation: Operation, *, no_undertaking: bool = False) -> DeniedError:
        return DeniedError(
            by=by,
            purpose=purpose,
            operation=operation,
            at=at,
            channel=channel,
            request_id=request_id,
            no_undertaking=no_undertaking,
        )

    if by.kind is ActorKind.USER and not by.undertaking and rules.needs_undertaking(by.role):
        raise denied(operations[0], no_undertaking=True)
    granted: dict[Operation, frozenset[str]] = {}
    bases: dict[str, None] = {}
    for operation in operations:
        permit = rules.permitted(role=by.role, purpose=purpose, operation=operation)
        if permit is None:
            raise denied(operation)
        granted[operation] = permit.items
        bases.update(dict.fromkeys(basis.value for basis in permit.bases))
    with audit.open_access(
        by=by,
        purpose=purpose,
        basis=", ".join(bases),
        at=at,
        channel=channel,
        request_id=request_id,
        granted=granted,
    ) as access:
        yield access


@contextmanager
def refusals_recorded() -> Iterator[None]:
    """Record a refusal that leaves the block, and pass it on. For jobs and commands; pages have a middleware.

    Stands outside every transaction: the line would be rolled back with it.
    """
    try:
        yield
    except (DeniedError, NotGrantedError, NotPermittedError) as refusal:
        record_refusal(refusal)
        raise


def record_refusal(refusal: DeniedError | NotGrantedError | NotPermittedError) -> None:
    """Write the line of an attempt that was refused at the door, behind it, or for want of a permission."""
    if isinstance(refusal, NotPermittedError):
        audit.record(
            by=refusal.by, action=f"permission.{refusal.permission}", at=refusal.at, channel=refusal.channel,
            outcome=Outcome.DENIED, request_id=refusal.request_id,
        )  # fmt: skip
        return
    audit.record(
        by=refusal.by,
        action=f"access.{refusal.operation.value}",
        at=refusal.at,
        channel=refusal.channel,
        outcome=Outcome.DENIED,
        purpose=refusal.purpose,
        items=refusal.items,
        request_id=refusal.request_id,
    )


# --- users -----------------------------------------------------------------------------------------------------------


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
        cursor.execute("lock table access_user in share row exclusive mode")
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
        language=language,
        undertaking_signed_at=at if undertaking else None,
        undertaking_version=undertaking,
        created_at=at,
        created_by=by.id,
    )
    validate_password(password, user)
    user.set_password(password)
    user.save(force_insert=True)
    audit.record(by=by, action="user.add", at=at, channel=channel, object_kind=USER, object_id=user.id)
    return user


@transaction.atomic
def sign_undertaking(*, user_id: UUID, version: str, by: Actor, at: datetime, channel: Door = Door.WEB) -> None:
    """Keep that the user has signed this version of the confidentiality text. Raises User.DoesNotExist, ValueError."""
    if not version:
        raise ValueError("an undertaking has a version")
    user = User.objects.select_for_update().get(id=user_id)
    user.undertaking_signed_at, user.undertaking_version = at, version
    user.save(update_fields=["undertaking_signed_at", "undertaking_version"])
    audit.record(by=by, action="user.sign_undertaking", at=at, channel=channel, object_kind=USER, object_id=user_id)


# --- logging in ------------------------------------------------------------------------------------------------------


@transaction.atomic
def log_in(
    *, email: str, password: str, address: str, at: datetime, by: Actor = ANONYMOUS, request_id: str = ""
) -> LoginResult:
    """Check e-mail and password, and record the attempt. The door then opens the session for `user`.

    `address`: the IP address it comes from. A wrong password, an unknown account and a closed one give the same answer
    in the same time. After too many failures the password is not even looked at. Returns rather than raises, so that
    the line of a failure is committed with the answer.
    """
    account_key = _key("account", email.strip().casefold())
    address_key = _key("address", _network(address))
    _one_at_a_time(account_key)
    window_start = at - timedelta(seconds=settings.LOGIN_FAILURE_WINDOW_SECONDS)
    FailedLogin.objects.filter(happened_at__lt=window_start).delete()
    wait_until = _wait_until(account_key, address_key)
    user = None if wait_until else StaffBackend().authenticate(None, username=email, password=password)
    if isinstance(user, User):
        FailedLogin.objects.filter(account_key=account_key).delete()
        audit.record(
            by=actor_of(user), action="login", at=at, channel=Door.WEB, object_kind=USER, object_id=user.id,
            request_id=request_id,
        )  # fmt: skip
        return LoginResult(user=user)
    if wait_until is None:
        FailedLogin.objects.create(account_key=account_key, address_key=address_key, happened_at=at)
        wait_until = _wait_until(account_key, address_key)
    known = User.objects.filter(email=email.strip().casefold()).values_list("id", flat=True).first()
    audit.record(
        by=by, action="login", at=at, channel=Door.WEB, object_kind=USER if known else "", object_id=known,
        outcome=Outcome.DENIED, request_id=request_id,
    )  # fmt: skip
    return LoginResult(wait_until=wait_until)


def log_out(*, by: Actor, at: datetime, request_id: str = "") -> None:
    """Record that a user logged out; the door ends the session."""
    audit.record(
        by=by, action="logout", at=at, channel=Door.WEB, object_kind=USER, object_id=by.id, request_id=request_id
    )


def _wait_until(account_key: str, address_key: str) -> datetime | None:
    """When the oldest of the failures that count leaves the window, if there are too many."""
    window = timedelta(seconds=settings.LOGIN_FAILURE_WINDOW_SECONDS)
    waits = []
    for field, key, most in (
        ("account_key", account_key, settings.LOGIN_FAILURES_PER_ACCOUNT),
        ("address_key", address_key, settings.LOGIN_FAILURES_PER_ADDRESS),
    ):
        newest = list(
            FailedLogin.objects.filter(**{field: key})
            .order_by("-happened_at")
            .values_list("happened_at", flat=True)[:most]
        )
        if len(newest) == most:
            waits.append(newest[-1] + window)
    return max(waits, default=None)


def _one_at_a_time(account_key: str) -> None:
    """Attempts on one account queue up, so that many at once cannot slip past the limit."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", (account_key,))


def _key(kind: str, value: str) -> str:
    return salted_hmac(f"kortisto.failed-login.{kind}", value, algorithm="sha256").hexdigest()


def _network(address: str) -> str:
    """The address, or of IPv6 its /64, which one customer of an operator can vary at will."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped is None:
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)
