"""Logging in: by password, then a code or a passkey if the account has them; by passkey; by the company's own log-in.

Every attempt is counted and recorded. All return rather than raise, so that the line of a failure is committed with the
answer; a wrong password, an unknown account and a closed one give the same answer in the same time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from kortisto.register.access import passkeys, totp
from kortisto.register.access.backend import StaffBackend
from kortisto.register.access.models import Passkey, RecoveryCode, StaffSession, TotpDevice, User
from kortisto.register.access.passkeys import NotThisPasskeyError, Site
from kortisto.register.access.rules import actor_of, id_of
from kortisto.register.access.sealing import keyed_hash_of
from kortisto.register.access.throttling import Attempt, attempt
from kortisto.register.audit import operations as audit
from kortisto.register.audit.enums import ActorKind, Door, Outcome
from kortisto.register.audit.values import Actor

ANONYMOUS = Actor(kind=ActorKind.ANONYMOUS)
USER = "user"
RECOVERY = "recovery-code"
"""Place of the hashes of recovery codes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoginResult:
    """The outcome of an attempt: the user, or None, and then until when further attempts are refused.

    `needs_second`: the password was right, and the account asks for a code or a passkey before it opens.
    """

    user: User | None = None
    wait_until: datetime | None = None
    needs_second: bool = False


@transaction.atomic
def log_in(
    *, email: str, password: str, address: str, at: datetime, by: Actor = ANONYMOUS, request_id: str = ""
) -> LoginResult:
    """Check e-mail and password, and record the attempt. The door then opens the session for `user`.

    `address`: the IP address it comes from. After too many failures the password is not even looked at.
    """
    trial = attempt(account=email, address=address, at=at)
    wait_until = trial.wait_until()
    user = None if wait_until else StaffBackend().authenticate(None, username=email, password=password)
    if isinstance(user, User):
        if has_second_factor(user.id):
            # The failures are forgotten only when the second step has succeeded too: else a known password would make
            # guesses at the code free.
            _record(actor_of(user), "login.password", user.id, at, request_id)
            return LoginResult(user=user, needs_second=True)
        return _let_in(trial, user, "login", request_id)
    known = User.objects.filter(email=email.strip().casefold()).values_list("id", flat=True).first()
    return _refuse(trial, "login", known, by, request_id, wait_until=wait_until)


@transaction.atomic
def log_in_with_code(
    *, user_id: UUID, code: str, address: str, at: datetime, by: Actor = ANONYMOUS, request_id: str = ""
) -> LoginResult:
    """Take the second step with a one-time code, or with a recovery code; each works once. Raises User.DoesNotExist."""
    user = User.objects.select_related("level").get(id=user_id)
    trial = attempt(account=user.email, address=address, at=at)
    wait_until = trial.wait_until()
    if wait_until is None and user.is_active:
        if _takes_code(user.id, code, at):
            return _let_in(trial, user, "login.code", request_id)
        if _takes_recovery_code(user.id, code, at):
            return _let_in(trial, user, "login.recovery_code", request_id)
    return _refuse(trial, "login.code", user.id, by, request_id, wait_until=wait_until)


@transaction.atomic
def log_in_with_passkey(
    *,
    answer: object,
    state: object,
    site: Site,
    address: str,
    at: datetime,
    user_id: UUID | None = None,
    by: Actor = ANONYMOUS,
    request_id: str = "",
) -> LoginResult:
    """Let in whom a passkey proves: as the only step, or as the second one of `user_id`.

    `answer`: what the browser says; `state`: what `queries.passkey_challenge` gave, used once.
    """
    found = passkeys.named_in(answer)
    query = Passkey.objects.select_for_update(of=("self",)).select_related("user", "user__level")
    passkey = query.filter(credential_id=found).first() if found else None
    user = passkey.user if passkey else None
    trial = attempt(account=user.email if user else "", address=address, at=at)
    wait_until = trial.wait_until()
    if wait_until is None and passkey and user and user.is_active and user_id in {None, user.id}:
        try:
            passkey.sign_count = passkeys.proved(
                answer=answer, state=state, site=site, credential=bytes(passkey.credential), before=passkey.sign_count
            )
        except NotThisPasskeyError:
            pass
        else:
            passkey.last_used_at = at
            passkey.save(update_fields=["sign_count", "last_used_at"])
            return _let_in(trial, user, "login.passkey", request_id)
    return _refuse(trial, "login.passkey", user.id if user else None, by, request_id, wait_until=wait_until)


@transaction.atomic
def log_in_by_provider(
    *,
    provider: str,
    subject: str,
    email: str,
    email_is_verified: bool,
    address: str,
    at: datetime,
    by: Actor = ANONYMOUS,
    request_id: str = "",
) -> LoginResult:
    """Let in whom the company's own identity provider has checked. Empty `subject`: it has refused, or its answer lies.

    The first time the account is found by the verified e-mail address, and then bound to the provider's own id: an
    address may pass to somebody else, the id does not. No account is made: the main user invites.
    """
    trial = attempt(account="", address=address, at=at)
    wait_until = trial.wait_until()
    users = User.objects.select_related("level")
    user = users.filter(provider=provider, provider_subject=subject).first() if subject else None
    if user is None and subject and email_is_verified:
        user = users.filter(email=email.strip().casefold(), provider="").first()
        if user is not None and user.is_active and wait_until is None:
            user.provider, user.provider_subject = provider, subject
            user.save(update_fields=["provider", "provider_subject"])
    if user is not None and user.is_active and wait_until is None:
        return _let_in(trial, user, "login.provider", request_id)
    return _refuse(trial, "login.provider", user.id if user else None, by, request_id, wait_until=wait_until)


@transaction.atomic
def confirm(*, password: str, address: str, by: Actor, at: datetime, request_id: str = "") -> LoginResult:
    """Check the password of who has logged in already, before something sensitive."""
    user = User.objects.select_related("level").get(id=id_of(by))
    trial = attempt(account=user.email, address=address, at=at)
    wait_until = trial.wait_until()
    if wait_until is None and user.is_active and user.check_password(password):
        return _let_in(trial, user, "login.confirm", request_id)
    return _refuse(trial, "login.confirm", user.id, by, request_id, wait_until=wait_until)


@transaction.atomic
def log_out(*, by: Actor, at: datetime, session_key: str = "", request_id: str = "") -> None:
    """Record that a user logged out; the door ends the session of the browser."""
    StaffSession.objects.filter(session_key=session_key, user_id=id_of(by)).delete()
    _record(by, "logout", by.id, at, request_id)


def has_second_factor(user_id: UUID) -> bool:
    """Return whether the account asks for more than a password."""
    return (
        TotpDevice.objects.filter(user_id=user_id, confirmed_at__isnull=False).exists()
        or Passkey.objects.filter(user_id=user_id).exists()
    )


def _takes_code(user_id: UUID, code: str, at: datetime) -> bool:
    device = TotpDevice.objects.filter(user_id=user_id, confirmed_at__isnull=False).first()
    step = totp.step_of(device, code, at) if device else None
    # One statement decides which of two uses at once was the first.
    return bool(step and TotpDevice.objects.filter(user_id=user_id, last_step__lt=step).update(last_step=step))


def _takes_recovery_code(user_id: UUID, code: str, at: datetime) -> bool:
    typed = keyed_hash_of(totp.tidied(code), place=RECOVERY)
    return bool(RecoveryCode.objects.filter(user_id=user_id, code_hash=typed, used_at__isnull=True).update(used_at=at))


def _let_in(trial: Attempt, user: User, action: str, request_id: str) -> LoginResult:
    trial.succeeded()
    _record(actor_of(user), action, user.id, trial.at, request_id)
    return LoginResult(user=user)


def _refuse(
    trial: Attempt, action: str, user_id: UUID | None, by: Actor, request_id: str, *, wait_until: datetime | None
) -> LoginResult:
    if wait_until is None:
        wait_until = trial.failed()
    _record(by, action, user_id, trial.at, request_id, outcome=Outcome.DENIED)
    return LoginResult(wait_until=wait_until)


def _record(
    by: Actor, action: str, user_id: UUID | None, at: datetime, request_id: str, *, outcome: Outcome = Outcome.DONE
) -> None:
    audit.record(
        by=by, action=action, at=at, channel=Door.WEB, object_kind=USER if user_id else "", object_id=user_id,
        outcome=outcome, request_id=request_id,
    )  # fmt: skip
