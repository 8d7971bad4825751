"""Writes the log. Rows are inserted with plain SQL: the runtime role may name only the columns it is granted."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import DatabaseError, OperationalError, connection, transaction

from kortisto.declaration.words import Operation
from kortisto.lib.ids import uuid7
from kortisto.register.audit.enums import Door, Outcome
from kortisto.register.audit.values import Access, Actor, Event, came_from
from kortisto.register.statements.held import send_with_next

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
        raise _refused(error) from error


def _refused(error: DatabaseError) -> LogRefusedError:
    # The constraint or the trigger by its name, no values: the row that failed names people.
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or type(error).__name__
    _log.error("the log refused a line: %s", name)
    return LogRefusedError(name)


def _table_of(error: DatabaseError) -> str:
    """Return the table that an error is about; empty where the database does not say."""
    return getattr(getattr(error.__cause__, "diag", None), "table_name", None) or ""


def _insert(table: str, columns: Sequence[str]) -> str:
    # Names of our own, no input: there is nothing to quote.
    return f"insert into {table} ({', '.join(columns)}) values ({', '.join(['%s'] * len(columns))})"  # noqa: S608


_WRITING = (Operation.COLLECT, Operation.CHANGE)

_HEADER_TABLE = "audit_access_context"
_LINES_TABLE = "audit_outbox"
_INSERT_CONTEXT = _insert(_HEADER_TABLE, (*_HEADER, "opened_at", "veiled", "hides"))
_INSERT_EVENT = _insert(_LINES_TABLE, (*_HEADER, *_EVENT))


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
    hides: Sequence[str] = (),
) -> Iterator[Access]:
    """Open the door to people's data for one purpose, until the block ends or the transaction does.

    Writes the header that row-level security asks for, and at the end the recorded lines, all in one transaction (a
    savepoint where one is open already). Raises UnrecordedAccessError, and rolls back, when the block recorded nothing.
    This function asks nobody for permission: doors go through `access.operations.enter`. `veiled`: the database hides
    the addresses of people under a non-disclosure for personal safety. `hides`: tables that it shows as empty.
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
    outermost = not connection.in_atomic_block
    ended = False
    committed: list[bool] = []
    try:
        with transaction.atomic():
            if outermost:
                # What else waits for the COMMIT comes after this: then it is not the log that fails.
                transaction.on_commit(lambda: committed.append(True))
            header = _header_of(by, purpose=purpose, basis=basis, channel=channel, request_id=request_id)
            with _or_nothing():
                send_with_next(_INSERT_CONTEXT, (access.id, *header, at, veiled, list(hides)))
            if granted and not granted.keys().isdisjoint(_WRITING):
                # A new row then locks what it hangs on at once, not at the end: a sweep waits for it, and sees it.
                send_with_next("set constraints all immediate")
            try:
                yield access
            finally:
                access.open = False
            if not access.events:
                raise UnrecordedAccessError(f"the access for {purpose} read or wrote without a line in the log")
            # The last statement of a transaction goes with its COMMIT. Elsewhere it fails here, not somewhere later.
            send = send_with_next if outermost else _execute
            _write(
                access.events, outcome=Outcome.DONE, header=header, token=by.token, access=access.id, send=send
            )  # fmt: skip
            ended = True
    except OperationalError:
        raise
    except DatabaseError as error:
        # The header travels with the first statement of the block, and the lines with the COMMIT, where the database
        # looks also at what it had put off: that is about another table.
        table = _table_of(error)
        if table == _HEADER_TABLE or (ended and not committed and table in {"", _LINES_TABLE}):
            raise _refused(error) from error
        raise


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


def _execute(statement: str, values: Sequence[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def _write(
    events: Sequence[Event],
    *,
    outcome: Outcome,
    header: HeaderValues,
    token: UUID | None,
    access: UUID | None,
    id_: UUID | None = None,
    send: Callable[[str, Sequence[Any]], None] = _execute,
) -> None:
    rows = [
        (
            id_ or uuid7(), *header, access, came_from.get(), event.at, event.action,
            event.object_kind, event.object_id, list(event.subjects), list(event.items),
            outcome.value, token,
        )
        for event in events
    ]  # fmt: skip
    with _or_nothing():
        for row in rows:
            send(_INSERT_EVENT, row)
