"""Who acts, and the open door through which people's data are seen."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from django.core.exceptions import PermissionDenied

from kortisto.declaration.words import Operation
from kortisto.register.audit.enums import ActorKind, Door

came_from: ContextVar[str] = ContextVar("came_from", default="")
"""The network that the request in hand comes from, as the log keeps it: an address without its last part."""


def network_of(address: str) -> str:
    """Return the network of an IP address, /24 or /48, which tells the office from elsewhere; empty for no address."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return ""
    mapped = parsed.ipv4_mapped if isinstance(parsed, ipaddress.IPv6Address) else None
    known = mapped or parsed
    return str(ipaddress.ip_network((known, 24 if known.version == 4 else 48), strict=False))  # noqa: PLR2004


class AccessIsClosedError(RuntimeError):
    """An access was used after its block had ended: its transaction shows nobody any more."""


def touches(items: Iterable[str], item: str) -> bool:
    """Return whether one of the items is this one, above it or below it in the tree of items."""
    return any(item == known or item.startswith(f"{known}.") or known.startswith(f"{item}.") for known in items)


_NOTHING: frozenset[str] = frozenset()


@lru_cache(maxsize=8192)
def _granted(items: frozenset[str], item: str) -> bool:
    """Return what `touches` does: a page asks the same few hundred questions of the same few sets over and over."""
    return touches(items, item)


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who acts. `role`: id of a role of the declaration. `undertaking`: version of the signed confidentiality text.

    `roles`: all its roles, of which `role` is the one it acts in; empty: that one alone. `permissions`: words of
    permissions.yaml; None: those of the role. `elevation`: the open elevated access under which it acts in a borrowed
    role. `token`: the key with which a program acts for it.
    """

    kind: ActorKind
    id: UUID | None = None
    role: str = ""
    undertaking: str = ""
    roles: tuple[str, ...] = ()
    permissions: frozenset[str] | None = None
    elevation: UUID | None = None
    token: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One line of the log as it is written: what was done with whom. Items and fields by name, never by value."""

    action: str
    at: datetime
    object_kind: str = ""
    object_id: UUID | None = None
    subjects: tuple[UUID, ...] = ()
    items: tuple[str, ...] = ()


@dataclass(slots=True, kw_only=True)
class Access:
    """The open door: an actor who sees people for one purpose within one transaction.

    `granted`: the items that each operation may touch; None: every item, for engines that carry the declaration out.
    Whoever reads or writes says so with `record`; the lines are written together when the door closes.
    """

    id: UUID
    actor: Actor
    purpose: str
    basis: str
    at: datetime
    channel: Door
    request_id: str = ""
    granted: Mapping[Operation, frozenset[str]] | None = None
    veiled: bool = False  # addresses under a non-disclosure stay hidden
    events: list[Event] = field(default_factory=list)
    open: bool = True

    def grants(self, operation: Operation, item: str) -> bool:
        """Return whether the operation may touch the item. A grant on a parent covers its children, and a parent
        counts as covered when one of its children is.
        """
        if self.granted is None:
            return True
        return _granted(self.granted.get(operation, _NOTHING), item)

    def require(self, operation: Operation, items: Iterable[str] = ()) -> None:
        """Raise unless the door is open for this operation on all of these items.

        Raises AccessIsClosedError or NotGrantedError.
        """
        if not self.open:
            raise AccessIsClosedError
        if self.granted is not None and operation not in self.granted:
            raise NotGrantedError(self, operation)
        for item in items:
            if not self.grants(operation, item):
                raise NotGrantedError(self, operation, item)

    def record(
        self,
        action: str,
        *,
        at: datetime | None = None,
        object_kind: str = "",
        object_id: UUID | None = None,
        subjects: Iterable[UUID | None] = (),
        items: Iterable[str] = (),
    ) -> None:
        """Note what is done under this access, at the time of opening unless told. Raises AccessIsClosedError."""
        if not self.open:
            raise AccessIsClosedError
        self.events.append(
            Event(
                action=action,
                at=at or self.at,
                object_kind=object_kind,
                object_id=object_id,
                subjects=tuple(dict.fromkeys(subject for subject in subjects if subject is not None)),
                items=tuple(sorted(set(items))),
            )
        )


class NotGrantedError(PermissionDenied):
    """The access was opened for another operation, or does not cover this item (empty: any item)."""

    def __init__(self, access: Access, operation: Operation, item: str = "") -> None:
        super().__init__(f"{operation.value} {item}".strip())
        self.operation = operation
        self.item = item
        self.items = (item,) if item else ()
        self.by = access.actor
        self.purpose = access.purpose
        self.at = access.at
        self.channel = access.channel
        self.request_id = access.request_id
