"""The door that names a purpose before it shows people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from django.core.exceptions import PermissionDenied

from kortisto.declaration.words import Operation
from kortisto.register.access import rules, walls
from kortisto.register.access.rules import NotPermittedError
from kortisto.register.audit import operations as audit
from kortisto.register.audit.enums import ActorKind, Door, Outcome
from kortisto.register.audit.values import Access, Actor, NotGrantedError


class DeniedError(PermissionDenied):
    """The declaration does not permit this. Whoever catches it records it, outside the rolled-back transaction.

    `hidden`: it permits it for no purpose of the actor, who need not know that there is such a thing.
    """

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
        hidden: bool = False,
    ) -> None:
        super().__init__(f"{by.role or by.kind.value} may not {operation.value} for {purpose}")
        self.by = by
        self.purpose = purpose
        self.operation = operation
        self.at = at
        self.channel = channel
        self.request_id = request_id
        self.no_undertaking = no_undertaking
        self.hidden = hidden
        self.items: tuple[str, ...] = ()


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

    if by.kind is ActorKind.USER and rules.must_sign(by):
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
        veiled=not rules.may(by, "protected.read"),
        hides=walls.hidden(granted),
    ) as access:
        yield access
        if by.elevation is not None and access.events:
            # What is done in a borrowed role is logged as such, with everybody whom it concerned.
            subjects = [subject for event in access.events for subject in event.subjects]
            access.record("access.elevated", object_kind="elevation", object_id=by.elevation, subjects=subjects)


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
