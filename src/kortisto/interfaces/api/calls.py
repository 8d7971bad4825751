"""Who calls, with which key, for which purpose: every call that shows people goes through here."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer

from kortisto.declaration.words import Operation
from kortisto.interfaces.api.problems import ProblemError
from kortisto.lib.ids import uuid7
from kortisto.register.access import current, rules
from kortisto.register.access.operations import DeniedError, enter, record_unknown_token, token_actor
from kortisto.register.audit.enums import ActorKind, Door
from kortisto.register.audit.values import Access, Actor, touches
from kortisto.register.parties.queries.pages import PartyNotFoundError
from kortisto.register.parties.values import Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One request of a program: for whom it acts, for which purpose, and when.

    `asked_for`: of what lines stand in the log already, by its passages through the door.
    """

    by: Actor
    purpose: str
    operations: tuple[Operation, ...]
    at: datetime
    request_id: str = field(default_factory=lambda: uuid7().hex)
    asked_for: set[UUID] = field(default_factory=set)

    @contextmanager
    def enter(self, *operations: Operation) -> Iterator[Access]:
        """Open the door for these operations; to read, unless others are named.

        Who was asked for and is not there stands in the log all the same. Raises DeniedError, and ProblemError where
        the key has not got one of the operations.
        """
        wanted = operations or (Operation.READ,)
        self.needs(*wanted)
        unknown: PartyNotFoundError | None = None
        with enter(
            by=self.by,
            purpose=self.purpose,
            at=self.at,
            channel=Door.API,
            operations=wanted,
            request_id=self.request_id,
        ) as access:
            try:
                yield access
            except PartyNotFoundError as error:
                unknown = error
        self.asked_for.update(event.object_id for event in access.events if event.object_id)
        if unknown is not None:
            raise unknown

    def require(self, permission: str) -> None:
        """Go on only with a permission of permissions.yaml and a signed undertaking.

        Raises NotPermittedError (answered as what does not exist) or DeniedError.
        """
        rules.require(by=self.by, permission=permission, at=self.at, channel=Door.API, request_id=self.request_id)
        if rules.must_sign(self.by):
            raise self.denied(Operation.READ, no_undertaking=True)

    def needs(self, *operations: Operation) -> None:
        """Go on only with a key that has these operations. Raises ProblemError."""
        if missing := [one.value for one in operations if one not in self.operations]:
            raise ProblemError(403, "key-too-narrow", f"The key does not permit: {', '.join(missing)}.")

    def may(self, operation: Operation, item: str) -> bool:
        """Return whether the key has the operation, and the declaration lets its owner do it on the item."""
        permit = rules.permitted(role=self.by.role, purpose=self.purpose, operation=operation)
        return operation in self.operations and permit is not None and touches(permit.items, item)

    def denied(self, operation: Operation, *, no_undertaking: bool = False) -> DeniedError:
        """Return the refusal of an operation, for the log."""
        return DeniedError(
            by=self.by, purpose=self.purpose, operation=operation, at=self.at, channel=Door.API,
            request_id=self.request_id, no_undertaking=no_undertaking,
        )  # fmt: skip

    @property
    def owner(self) -> UUID:
        """Return the id of the member of staff whose key it is."""
        return rules.id_of(self.by)

    @property
    def today(self) -> date:
        """Return the civil day of the call."""
        return timezone.localdate(self.at)

    def origin(self, source: str, collected_at: datetime | None, operation: Operation) -> Origin:
        """Return the origin of what is sent. Raises ProblemError for a source that the notice does not name."""
        known = current.compiled().declaration.sources
        if source not in known:
            raise ProblemError(
                422,
                "unknown-source",
                "The notice in force names no such source. Known: " + ", ".join(known) + ".",
                field="source",
            )
        if collected_at is not None and collected_at > self.at:
            raise ProblemError(422, "invalid", "Nothing can have been collected in the future.", field="collected_at")
        permit = rules.permitted(role=self.by.role, purpose=self.purpose, operation=operation)
        if permit is None or operation not in self.operations:
            raise ProblemError(403, "key-too-narrow", f"The key does not permit: {operation.value}.")
        return Origin(
            source=source,
            collected_at=collected_at or self.at,
            basis=permit.bases[0],
            declaration=current.version(),
        )


class Key(HttpBearer):
    """`Authorization: Bearer kortisto_...`: the key of a program, as its owner made it on the page of keys."""

    openapi_name = "key"

    def authenticate(self, request: HttpRequest, token: str) -> Call | None:  # noqa: ARG002 (ninja passes it)
        """Return the call that a key makes; None for a key that does not work, which is recorded."""
        at = timezone.now()
        known = token_actor(secret=token, at=at) if token.isascii() and "\0" not in token else None
        if known is None:
            record_unknown_token(by=Actor(kind=ActorKind.ANONYMOUS), at=at)
            return None
        return Call(by=known.actor, purpose=known.purpose, operations=known.operations, at=at)


def call_of(request: HttpRequest) -> Call:
    """Return the call that the key of a request makes."""
    return cast("Call", cast("Any", request).auth)
