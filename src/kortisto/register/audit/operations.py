"""Writes the log. Rows are inserted with plain SQL: the runtime role may name only the columns it is granted."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from django.db import DatabaseError, OperationalError, connection, transaction

from kortisto.declaration.words import Operation
from kortisto.lib.ids import uuid7
from kortisto.register.audit.enums import Door, Outcome
from kortisto.register.audit.values import Access, Actor, Event, came_from

HeaderValues = tuple[UUID | None, str, str, str, str, str, str]
"""The values of `_HEADER` after the id."""
_HEADER = ("id", "actor_id", "actor_kind", "actor_role", "purpose", "basis", "channel", "request_id")
_EVENT = (
    "access", "network", "happened_at", "action", "object_kind", "object_id", "subjects", "items", "outcome",
    "token_id",
)  # fmt: skip


class UnrecordedAccessError(RuntimeError):
    """An access ended without a line in the log: whatever it read or wrote is rolled back."""


class LogRefusedError(OperationalError):
    """The database did not take a line of the log. Whatever was to be logged is rolled back, and nothing is answered.

    An OperationalError, whatever the database has called it: it is never the fault of who asked, and no caller may
    take it for a contradiction in what was sent.
    """


_log = logging.getLogger(__name__)


@contextmanager
def _or_nothing() -> Iterator[None]:
    try:
        yield
    except OperationalError:
        raise
    except DatabaseError as error:
        # The constraint or the trigger by its name, no values: the row that failed names people.
        name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or type(error).__name__
        _log.error("the log refused a line: %s", name)
        raise LogRefusedError(name) from error


def _insert(table: str, columns: Sequence[str]) -> str:
    # Names of our own, no input: there is nothing to quote.
    return f"insert into {table} ({', '.join(columns)}) values ({', '.join(['%s'] * len(columns))})"  # noqa: S608


_WRITING = (Operation.COLLECT, Operation.CHANGE)

_INSERT_CONTEXT = _insert("audit_access_context", (*_HEADER, "opened_at", "veiled"))
_INSERT_EVENT = _insert("audit_outbox", (*_HEADER, *_EVENT))


@contextmanager
def open_access(
    *,
    by: Actor,
    purpose: str,
    at: datetime,
    channel: Door,
    basis: str = "",
    request_id: str = "",
    granted: Mapping[Operation, frozenset[str]] | None = None,
    veiled: bool = False,
) -> Iterator[Access]:
    """Open the door to people's data for one purpose, until the block ends or the transaction does.

    Writes the header that row-level security asks for, and at the end the recorded lines, all in one transaction (a
    savepoint where one is open already). Raises UnrecordedAccessError, and rolls back, when the block recorded nothing.
    This function asks nobody for permission: doors go through `access.operations.enter`. `veiled`: the database hides
    the addresses of people under a non-disclosure for personal safety.
    """
    if not purpose:
        raise ValueError("an access needs a purpose: the id of one in the declaration")
    access = Access(
        id=uuid7(),
        actor=by,
        purpose=purpose,
        basis=basis,
        at=at,
        channel=channel,
        request_id=request_id,
        granted=granted,
        veiled=veiled,
    )
    with transaction.atomic():
        with connection.cursor() as cursor:
            header = _header_of(by, purpose=purpose, basis=basis, channel=channel, request_id=request_id)
            with _or_nothing():
                cursor.execute(_INSERT_CONTEXT, (access.id, *header, at, veiled))
            if granted and not granted.keys().isdisjoint(_WRITING):
                # A new row then locks what it hangs on at once, not at the end: a sweep waits for it, and sees it.
                cursor.execute("set constraints all immediate")
        try:
            yield access
        finally:
            access.open = False
        if not access.events:
            raise UnrecordedAccessError(f"the access for {purpose} read or wrote without a line in the log")
        _write(
            access.events,
            outcome=Outcome.DONE,
            header=header,
            token=by.token,
            access=access.id,
        )


def record(
    *,
    by: Actor,
    action: str,
    at: datetime,
    channel: Door,
    outcome: Outcome = Outcome.DONE,
    purpose: str = "",
    object_kind: str = "",
    object_id: UUID | None = None,
    subjects: Sequence[UUID] = (),
    items: Sequence[str] = (),
    request_id: str = "",
    id_: UUID | None = None,
) -> None:
    """Write one line that belongs to no access: logging in and out, refusals, changes of users.

    `id_`: the id of the line, for a line that others will name.
    """
    event = Event(
        action=action,
        at=at,
        object_kind=object_kind,
        object_id=object_id,
        subjects=tuple(subjects),
        items=tuple(items),
    )
    header = _header_of(by, purpose=purpose, basis="", channel=channel, request_id=request_id)
    _write([event], outcome=outcome, header=header, token=by.token, access=None, id_=id_)


def _header_of(by: Actor, *, purpose: str, basis: str, channel: Door, request_id: str) -> HeaderValues:
    return (by.id, by.kind.value, by.role, purpose, basis, channel.value, request_id)


def _write(
    events: Sequence[Event],
    *,
    outcome: Outcome,
    header: HeaderValues,
    token: UUID | None,
    access: UUID | None,
    id_: UUID | None = None,
) -> None:
    rows = [
        (
            id_ or uuid7(), *header, access, came_from.get(), event.at, event.action,
            event.object_kind, event.object_id, list(event.subjects), list(event.items),
            outcome.value, token,
        )
        for event in events
    ]  # fmt: skip
    with _or_nothing(), connection.cursor() as cursor:
        if len(rows) == 1:
            cursor.execute(_INSERT_EVENT, rows[0])
        else:
            cursor.executemany(_INSERT_EVENT, rows)
