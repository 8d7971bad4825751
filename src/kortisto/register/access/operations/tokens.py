"""Keys for programs: they act for their owner, for one purpose, within a scope and until a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from kortisto.declaration.words import Operation
from kortisto.register.access import rules
from kortisto.register.access.models import Token
from kortisto.register.access.rules import id_of
from kortisto.register.access.sealing import hash_of, new_secret
from kortisto.register.audit import operations as audit
from kortisto.register.audit.enums import Door, Outcome
from kortisto.register.audit.values import Actor

TOKEN = "token"  # noqa: S105 (the kind of an object in the log)
PREFIX = "kortisto_"
"""How every key begins, so that a key that lies about is recognised as one."""
SEEN_EVERY = timedelta(minutes=1)
# Written out: every call of a program asks it, and putting it together would take five times as long as answering it.
_FOUND = """
select t.id, t.purpose, t.operations, t.permissions, t.last_used_at, u.id, u.role, u.undertaking_version, l.roles,
    l.permissions
from access_token t join access_user u on u.id = t.user_id left join access_level l on l.id = u.level_id
where t.secret_hash = %s and t.revoked_at is null and t.expires_at > %s and u.is_active
"""


class ScopeError(ValueError):
    """The owner may not do this for this purpose, the key would last too long, or it may do nothing at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewToken:
    """A key that was just made. `secret` is shown now and never again."""

    id: UUID
    secret: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenActor:
    """Who acts with a key: the owner narrowed to its scope, for its purpose, with these operations at most."""

    actor: Actor
    purpose: str
    operations: tuple[Operation, ...]


@transaction.atomic
def make_token(
    *,
    name: str,
    purpose: str,
    operations: Sequence[Operation],
    expires_at: datetime,
    by: Actor,
    at: datetime,
    permissions: Sequence[str] = (),
    request_id: str = "",
) -> NewToken:
    """Make a key for oneself: never with more than one may oneself.

    Raises NotPermittedError (`tokens.manage`) and ScopeError.
    """
    rules.require(by=by, permission="tokens.manage", at=at, request_id=request_id)
    acting = rules.acting_for(by, purpose)
    permitted = all(rules.permitted(role=acting.role, purpose=purpose, operation=one) for one in operations)
    longest = at + timedelta(seconds=settings.TOKEN_LONGEST_SECONDS)
    if (
        not name.strip() or not operations or not permitted or not at < expires_at <= longest
        or not set(permissions) <= rules.permissions_of(by)
    ):  # fmt: skip
        raise ScopeError
    secret = PREFIX + new_secret()
    token = Token.objects.create(
        user_id=id_of(by),
        name=name.strip(),
        purpose=purpose,
        operations=[one.value for one in operations],
        permissions=sorted(permissions),
        hint=secret[: len(PREFIX) + 4],
        secret_hash=hash_of(secret),
        created_at=at,
        expires_at=expires_at,
    )
    audit.record(
        by=by, action="token.make", at=at, channel=Door.WEB, purpose=purpose, object_kind=TOKEN, object_id=token.id,
        items=[*token.operations, *token.permissions], request_id=request_id,
    )  # fmt: skip
    return NewToken(id=token.id, secret=secret)


@transaction.atomic
def revoke_token(*, token_id: UUID, by: Actor, at: datetime, request_id: str = "") -> None:
    """Let a key work no more: one's own, or anybody's with the permission to manage accounts.

    Raises Token.DoesNotExist, also for one that the actor need not know of.
    """
    tokens = Token.objects.select_for_update().filter(revoked_at__isnull=True)
    if not rules.may(by, "accounts.manage"):
        tokens = tokens.filter(user_id=id_of(by))
    token = tokens.get(id=token_id)
    token.revoked_at = at
    token.save(update_fields=["revoked_at"])
    audit.record(
        by=by, action="token.revoke", at=at, channel=Door.WEB, object_kind=TOKEN, object_id=token_id,
        request_id=request_id,
    )  # fmt: skip


def token_actor(*, secret: str, at: datetime) -> TokenActor | None:
    """Return who acts with this key now; None for a key that is unknown, revoked, run out, or of a closed account.

    The owner's rights of this very moment count: what they have lost, the key has lost too.
    """
    with connection.cursor() as cursor:
        cursor.execute(_FOUND, [hash_of(secret), at])
        found = cursor.fetchone()
    if found is None:
        return None
    token, purpose, words, permissions, last_used_at, *owner_of = found
    if last_used_at is None or at - last_used_at >= SEEN_EVERY:
        Token.objects.filter(id=token).update(last_used_at=at)
    owner = rules.acting_for(rules.staff_actor(*owner_of), purpose)
    actor = replace(
        owner,
        roles=(owner.role,),
        permissions=frozenset(permissions) & rules.permissions_of(owner),
        token=token,
    )
    operations = tuple(
        one for one in map(Operation, words) if rules.permitted(role=actor.role, purpose=purpose, operation=one)
    )
    return TokenActor(actor=actor, purpose=purpose, operations=operations)


def record_unknown_token(*, by: Actor, at: datetime, request_id: str = "") -> None:
    """Record that a program came with a key that does not work."""
    audit.record(by=by, action="login.token", at=at, channel=Door.API, outcome=Outcome.DENIED, request_id=request_id)
