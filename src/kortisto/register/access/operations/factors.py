"""What makes a stolen password useless: one-time codes, passkeys, and recovery codes for the day when both are gone."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from kortisto.register.access import passkeys, rules, totp
from kortisto.register.access.models import Passkey, RecoveryCode, TotpDevice, User
from kortisto.register.access.operations.logging_in import RECOVERY, has_second_factor
from kortisto.register.access.passkeys import Site
from kortisto.register.access.rules import id_of
from kortisto.register.access.sealing import keyed_hash_of, seal
from kortisto.register.audit import operations as audit
from kortisto.register.audit.enums import Door
from kortisto.register.audit.values import Actor

RECOVERY_CODES = 10


class WrongCodeError(Exception):
    """The code is not the one that the secret gives now."""


class InUseError(Exception):
    """One-time codes are in use already: take them out of use first."""


@transaction.atomic
def offer_totp(*, by: Actor, at: datetime) -> None:
    """Make a secret; it counts once `use_totp` has seen a code of it, and replaces an unfinished one.

    `queries.totp_offer` shows it until then. Raises InUseError.
    """
    user = User.objects.select_for_update().get(id=id_of(by))
    if TotpDevice.objects.filter(user=user, confirmed_at__isnull=False).exists():
        raise InUseError
    secret = totp.new_secret()
    device = TotpDevice(user=user)
    TotpDevice.objects.update_or_create(
        user=user, defaults={"sealed_secret": seal(secret, place=totp.place_of(device)), "last_step": 0}
    )
    _record(by, "factor.offer_totp", at)


@transaction.atomic
def use_totp(*, code: str, by: Actor, at: datetime) -> tuple[str, ...]:
    """Take one-time codes into use. Returns recovery codes if there were none; they are shown now and never again.

    Raises WrongCodeError.
    """
    device = TotpDevice.objects.select_for_update().filter(user_id=id_of(by), confirmed_at__isnull=True).first()
    step = totp.step_of(device, code, at) if device else None
    if device is None or step is None:
        raise WrongCodeError
    device.confirmed_at, device.last_step = at, step
    device.save(update_fields=["confirmed_at", "last_step"])
    _record(by, "factor.use_totp", at)
    return _first_recovery_codes(by, at)


@transaction.atomic
def drop_totp(*, by: Actor, at: datetime) -> None:
    """Take one-time codes out of use."""
    TotpDevice.objects.filter(user_id=id_of(by)).delete()
    _drop_codes_without_use(by)
    _record(by, "factor.drop_totp", at)


@transaction.atomic
def add_passkey(*, name: str, answer: object, state: object, site: Site, by: Actor, at: datetime) -> tuple[str, ...]:
    """Keep a passkey that the browser has made. Returns recovery codes if there were none.

    Raises NotThisPasskeyError.
    """
    user = User.objects.select_for_update().get(id=id_of(by))
    made = passkeys.created(answer=answer, state=state, site=site)
    if Passkey.objects.filter(credential_id=made.credential_id).exists():
        raise passkeys.NotThisPasskeyError
    Passkey.objects.create(
        user=user,
        name=name[:100],
        credential_id=made.credential_id,
        credential=made.credential,
        sign_count=made.sign_count,
        created_at=at,
    )
    _record(by, "factor.add_passkey", at)
    return _first_recovery_codes(by, at)


@transaction.atomic
def drop_passkey(*, passkey_id: UUID, by: Actor, at: datetime) -> None:
    """Forget one of one's passkeys. Raises Passkey.DoesNotExist."""
    Passkey.objects.get(id=passkey_id, user_id=id_of(by)).delete()
    _drop_codes_without_use(by)
    _record(by, "factor.drop_passkey", at)


@transaction.atomic
def drop_factors_of(*, user_id: UUID, by: Actor, at: datetime, request_id: str = "") -> None:
    """Let somebody who has lost telephone, passkeys and recovery codes log in by password alone.

    Raises NotPermittedError and User.DoesNotExist.
    """
    rules.require(by=by, permission="accounts.manage", at=at, request_id=request_id)
    user = User.objects.select_for_update().get(id=user_id)
    for model in (TotpDevice, Passkey, RecoveryCode):
        model._default_manager.filter(user=user).delete()
    _record(by, "factor.drop_all", at, user_id=user_id, request_id=request_id)


@transaction.atomic
def new_recovery_codes(*, by: Actor, at: datetime) -> tuple[str, ...]:
    """Make new recovery codes; the old ones work no more. They are shown now and never again."""
    RecoveryCode.objects.filter(user_id=id_of(by)).delete()
    codes = tuple(totp.new_recovery_code() for _ in range(RECOVERY_CODES))
    RecoveryCode.objects.bulk_create(
        RecoveryCode(user_id=id_of(by), code_hash=keyed_hash_of(code, place=RECOVERY)) for code in codes
    )
    _record(by, "factor.recovery_codes", at)
    return codes


def _first_recovery_codes(by: Actor, at: datetime) -> tuple[str, ...]:
    if RecoveryCode.objects.filter(user_id=id_of(by), used_at__isnull=True).exists():
        return ()
    return new_recovery_codes(by=by, at=at)


def _drop_codes_without_use(by: Actor) -> None:
    if not has_second_factor(id_of(by)):
        RecoveryCode.objects.filter(user_id=id_of(by)).delete()


def _record(by: Actor, action: str, at: datetime, *, user_id: UUID | None = None, request_id: str = "") -> None:
    audit.record(
        by=by, action=action, at=at, channel=Door.WEB, object_kind="user", object_id=user_id or by.id,
        request_id=request_id,
    )  # fmt: skip
