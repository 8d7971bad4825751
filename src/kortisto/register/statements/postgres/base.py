"""Django's PostgreSQL backend, with fewer messages to the server.

To ask the database anything costs a message there and back, which on a busy machine takes longer than most questions.
Statements that answer nothing (BEGIN, SAVEPOINT, RELEASE, and what `hold` is given) need no message of their own: they
are held until the next statement and go with it, in order, in one message; the last ones go with the COMMIT. What
fails among them fails where the message is sent, and nothing after it is done: nothing is committed without them.

psycopg is in its autocommit mode all the time, so that it sends no BEGIN by itself; Django's own mode is what it was.
"""

from __future__ import annotations

import re
import select
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import psycopg
from django.db.backends.postgresql import base, operations
from django.db.backends.postgresql.psycopg_any import register_tzloader
from django.db.backends.utils import debug_transaction
from psycopg.abc import Buffer
from psycopg.client_cursor import ClientCursorMixin
from psycopg.types.array import ListDumper

from kortisto.register.statements.before_commit import tell_before_commit

_BEGIN = "BEGIN"
_PLAIN_WORDS = re.compile(r"[a-z0-9_.]+(?:,[a-z0-9_.]+)*")


class Lists(ListDumper):
    """Writes lists of ids, and of words such as the names of items, in one go; psycopg does it one by one."""

    def dump(self, obj: list[Any]) -> Buffer | None:
        """Return a list as PostgreSQL reads an array."""
        kinds = set(map(type, obj))
        if kinds == {UUID}:
            return f"{{{','.join([one.hex for one in obj])}}}".encode()
        if kinds == {str}:
            words = ",".join(obj)
            # A comma within a word, or the word null, would be read as something else: psycopg knows how to quote them.
            if words.count(",") == len(obj) - 1 and "null" not in words and _PLAIN_WORDS.fullmatch(words):
                return f"{{{words}}}".encode()
        return super().dump(obj)


class Held(list[str]):
    """Statements that wait for the next message, in order."""

    def take(self) -> str:
        """Return them as the beginning of a message, and hold them no longer."""
        text = "".join(f"{statement};" for statement in self)
        self.clear()
        return text


class Cursor(psycopg.ClientCursor[Any]):
    """Sends what is held with what it sends itself. The values are put into the statements on this side."""

    def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
        """Execute a statement; the results of what went with it are passed over."""
        held = _held(self)
        if not held:
            return super().execute(query, params, **options)
        text = query if params is None and isinstance(query, str) else self.mogrify(query, params)
        super().execute(held.take() + text, **options)
        return self.set_result(-1)

    def end(self) -> None:
        """Send what is held with the COMMIT. Nothing of it has an answer that anybody looks at."""
        super().execute(f"{_held(self).take()}COMMIT")

    def executemany(self, query: Any, params_seq: Iterable[Any], **options: Any) -> Any:
        """Execute a statement for each of several parameters."""
        self._send_held()
        return super().executemany(query, params_seq, **options)

    @contextmanager
    def copy(self, statement: Any, params: Any = None, **options: Any) -> Iterator[psycopg.Copy]:
        """Open a COPY."""
        self._send_held()
        with super().copy(statement, params, **options) as copy:
            yield copy

    def stream(self, query: Any, params: Any = None, **options: Any) -> Iterator[Any]:
        """Yield the rows of a statement one by one."""
        self._send_held()
        yield from super().stream(query, params, **options)

    def _send_held(self) -> None:
        held = _held(self)
        if held:
            super().execute(held.take())


class PlacedCursor(ClientCursorMixin[Any], psycopg.ServerCursor[Any]):
    """Keeps its place among the rows in the database."""


def _held(cursor: Cursor) -> Held:
    held: Held = cursor.connection.held  # type: ignore[attr-defined]  # see get_new_connection
    return held


class DatabaseOperations(operations.DatabaseOperations):
    """The SQL of PostgreSQL."""

    def last_executed_query(self, cursor: Any, sql: Any, params: Any) -> str:  # noqa: ARG002 (Django's)
        """Return the statement as it was asked for, without what went with it."""
        return str(self.compose_sql(sql, params))


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that holds statements."""

    ops_class = DatabaseOperations

    def hold(self, statement: str, params: Sequence[Any]) -> None:
        """Send what answers nothing with the next statement, or with the COMMIT; at once outside a transaction."""
        if self.in_atomic_block and self.connection is not None:
            # Each access comes here twice, so without what Django's cursors do for those who ask.
            self.validate_thread_sharing()
            self.validate_no_broken_transaction()
            with self.wrap_database_errors:
                self._hold(self.connection.cursor().mogrify(statement, params))
            return
        with self.cursor() as cursor:
            cursor.execute(statement, params)

    def get_connection_params(self) -> dict[str, Any]:
        """Return what psycopg connects with."""
        return {**super().get_connection_params(), "cursor_factory": Cursor}

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Return a new connection of psycopg's."""
        new = super().get_new_connection(conn_params)
        new.autocommit = True
        new.held = Held()
        new.adapters.register_dumper(list, Lists)
        return new

    def is_usable(self) -> bool:
        """Return whether the server has not hung up. Django asks once a request, and would ask the server itself.

        A server that ends, is ended or kills the session says so, or closes: something lies at the socket where nothing
        is awaited. That is seen here without a message.
        """
        if self.connection is None or self.connection.closed:
            return False
        waiting = select.poll()
        waiting.register(self.connection.fileno(), select.POLLIN | select.POLLERR | select.POLLHUP)
        return not waiting.poll(0)

    def create_cursor(self, name: str | None = None) -> Any:
        """Return a cursor; one with a name keeps its place in the database, in the transaction if there is one."""
        if name is None:
            return super().create_cursor()
        if self.connection.held:
            self.connection.cursor().execute("")
        # Django would ask for psycopg's mode, which is not the transaction's.
        cursor = PlacedCursor(self.connection, name=name, scrollable=False, withhold=self.autocommit)
        register_tzloader(self.timezone, cursor)
        return cursor

    # --- transactions -----------------------------------------------------------------------------------------------

    def _hold(self, statement: str) -> None:
        if self.queries_logged:
            self.queries_log.append({"sql": statement, "time": "0.000"})
        self.connection.held.append(statement)

    def _set_autocommit(self, autocommit: bool) -> None:  # noqa: FBT001 (Django's)
        self.connection.held.clear()
        if not autocommit:
            self.connection.held.append(_BEGIN)

    def _commit(self) -> None:
        if self.connection is None:
            return
        tell_before_commit(self.run_on_commit)
        with debug_transaction(self, "COMMIT"), self.wrap_database_errors:
            held: Held = self.connection.held
            if held[:1] == [_BEGIN] and all(_only_a_mark(statement) for statement in held[1:]):
                held.clear()  # nothing was asked in this transaction
            elif held:
                self.connection.cursor().end()
            else:
                self.connection.commit()
            self._begin_again()

    def _rollback(self) -> None:
        if self.connection is None:
            return
        with debug_transaction(self, "ROLLBACK"), self.wrap_database_errors:
            self.connection.held.clear()
            self.connection.rollback()
            self._begin_again()

    def _begin_again(self) -> None:
        if not self.autocommit and not self.in_atomic_block:
            self.connection.held.append(_BEGIN)

    def _savepoint(self, sid: str) -> None:
        self._hold(self.ops.savepoint_create_sql(sid))

    def _savepoint_commit(self, sid: str) -> None:
        self._hold(self.ops.savepoint_commit_sql(sid))

    def _savepoint_rollback(self, sid: str) -> None:
        held: Held = self.connection.held
        mark = self.ops.savepoint_create_sql(sid)
        if mark in held:  # nothing after it has been sent
            del held[held.index(mark) + 1 :]
        else:
            held.clear()  # what is held came after it
            with self.cursor() as cursor:
                cursor.execute(self.ops.savepoint_rollback_sql(sid))


def _only_a_mark(statement: str) -> bool:
    return statement.startswith(("SAVEPOINT ", "RELEASE SAVEPOINT "))
