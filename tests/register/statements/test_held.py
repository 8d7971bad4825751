"""Statements without an answer travel with the next one, and nothing of a transaction changes by that."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.db import IntegrityError, InterfaceError, OperationalError, connection, transaction
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from kortisto.register.statements.held import send_with_next

pytestmark = pytest.mark.integration

TABLE = "create temporary table word (text text primary key check (text <> 'bad'))"
ADD = "insert into word values (%s)"


@pytest.fixture(autouse=True)
def table(transactional_db: None) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute(TABLE)
    yield
    connection.close()  # with the table


def words() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("select text from word order by text")
        return [text for (text,) in cursor.fetchall()]


def add(word: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(ADD, [word])


@contextmanager
def messages(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What is sent to the server, one text for each message, and when psycopg is told to commit."""
    connection.ensure_connection()
    sent: list[str] = []
    execute, commit = psycopg.ClientCursor.execute, psycopg.Connection.commit

    def noted(self: psycopg.ClientCursor[Any], query: Any, params: Any = None, **options: Any) -> Any:
        sent.append(str(query))
        return execute(self, query, params, **options)

    def committed(self: psycopg.Connection[Any]) -> None:
        sent.append("COMMIT")
        commit(self)

    with monkeypatch.context() as patch:
        patch.setattr(psycopg.ClientCursor, "execute", noted)
        patch.setattr(psycopg.Connection, "commit", committed)
        yield sent


def test_all_go_in_one_message_in_their_order(monkeypatch: pytest.MonkeyPatch) -> None:
    with messages(monkeypatch) as sent, transaction.atomic():
        send_with_next(ADD, ["a"])
        with transaction.atomic():
            send_with_next(ADD, ["b"])
            assert sent == []
            assert words() == ["a", "b"]
        send_with_next(ADD, ["c"])
        assert len(sent) == 1

    assert len(sent) == 2, sent
    assert [part.split(" ")[0] for part in sent[0].split(";")] == ["BEGIN", "insert", "SAVEPOINT", "insert", "select"]
    assert [part.split(" ")[0] for part in sent[1].split(";")] == ["RELEASE", "insert", "COMMIT"]
    assert words() == ["a", "b", "c"]


def test_what_asks_nothing_sends_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    with messages(monkeypatch) as sent, transaction.atomic(), transaction.atomic():
        pass

    assert sent == []


def test_outside_a_transaction_it_is_sent_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    with messages(monkeypatch) as sent:
        send_with_next(ADD, ["a"])

    assert sent == [ADD]
    assert words() == ["a"]


def hold_then_ask(*held: str) -> None:
    for word in held:
        send_with_next(ADD, [word])
    words()


def test_what_fails_fails_with_the_next_and_nothing_is_committed() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        hold_then_ask("before", "bad")
    assert words() == []


def test_what_fails_last_fails_with_the_commit_and_nothing_is_committed() -> None:
    done: list[str] = []

    @transaction.atomic
    def work() -> None:
        transaction.on_commit(lambda: done.append("hook"))
        add("before")
        send_with_next(ADD, ["bad"])

    with pytest.raises(IntegrityError):
        work()
    assert words() == []
    assert done == []
    with transaction.atomic():  # the connection goes on
        add("after")
    assert words() == ["after"]


def test_hooks_run_when_the_last_went_with_the_commit() -> None:
    done: list[list[str]] = []
    with transaction.atomic():
        transaction.on_commit(lambda: done.append(words()))
        send_with_next(ADD, ["a"])
    assert done == [["a"]]


@transaction.atomic
def fail(before: str, *, asks: bool = False) -> None:
    send_with_next(ADD, [before])
    if asks:
        words()
        send_with_next(ADD, ["held after"])
    raise ZeroDivisionError


def test_an_inner_block_that_fails_takes_back_what_was_held_in_it_only() -> None:
    with transaction.atomic():
        send_with_next(ADD, ["outer"])
        with pytest.raises(ZeroDivisionError):
            fail("held")
        with pytest.raises(ZeroDivisionError):
            fail("sent", asks=True)
        with pytest.raises(IntegrityError), transaction.atomic():
            hold_then_ask("good", "bad")
        with pytest.raises(IntegrityError), transaction.atomic():
            add("bad")
        assert words() == ["outer"]
    assert words() == ["outer"]


@transaction.atomic
def break_from_outside() -> None:
    send_with_next(ADD, ["bad"])
    with transaction.atomic():
        words()


def test_what_was_held_outside_an_inner_block_breaks_the_whole() -> None:
    with pytest.raises(IntegrityError):
        break_from_outside()
    assert words() == []


@transaction.atomic
def swallow() -> None:
    with pytest.raises(IntegrityError), transaction.atomic(savepoint=False):
        add("bad")
    send_with_next(ADD, ["a"])


def test_after_a_failure_that_was_swallowed_nothing_is_held() -> None:
    with pytest.raises(TransactionManagementError):
        swallow()
    assert words() == []


def test_rolled_back_by_hand_nothing_is_kept() -> None:
    with transaction.atomic():
        send_with_next(ADD, ["a"])
        transaction.set_rollback(True)
    assert words() == []


def test_without_autocommit_the_next_transaction_begins_by_itself() -> None:
    transaction.set_autocommit(False)
    try:
        add("a")
        transaction.commit()
        add("b")
        transaction.rollback()
        add("c")
        transaction.commit()
    finally:
        transaction.set_autocommit(True)
    assert words() == ["a", "c"]


def test_copies_streams_many_and_cursors_with_a_place_come_after_what_is_held() -> None:
    with transaction.atomic():
        send_with_next(ADD, ["a"])
        with connection.cursor() as cursor, cursor.copy("copy word to stdout") as copy:
            assert [bytes(part) for part in copy] == [b"a\n"]
        send_with_next(ADD, ["b"])
        with connection.cursor() as cursor:
            assert list(cursor.stream("select text from word order by text")) == [("a",), ("b",)]
        send_with_next(ADD, ["c"])
        with connection.cursor() as cursor:
            cursor.executemany("delete from word where text = %s", [["b"], ["c"]])
        send_with_next(ADD, ["d"])
        with connection.chunked_cursor() as cursor:
            cursor.execute("select text from word order by text")
            assert cursor.fetchmany(1) == [("a",)]
            assert cursor.fetchall() == [("d",)]
    assert words() == ["a", "d"]
    with connection.chunked_cursor() as cursor:  # outside a transaction it holds its rows by itself
        cursor.execute("select text from word order by text")
        assert cursor.fetchall() == [("a",), ("d",)]


def test_percent_signs_and_quotes_arrive_as_they_are() -> None:
    with transaction.atomic():
        send_with_next(ADD, ["100 %s; 'quoted' \\ \x7f ä"])
        assert words() == ["100 %s; 'quoted' \\ \x7f ä"]


def test_who_counts_statements_sees_them() -> None:
    with CaptureQueriesContext(connection) as asked, transaction.atomic():
        send_with_next(ADD, ["a"])
        words()
    assert [one["sql"].split(" ")[0] for one in asked.captured_queries] == ["BEGIN", "insert", "select", "COMMIT"]


@transaction.atomic
def lose() -> None:
    words()
    connection.connection.pgconn.finish()
    send_with_next(ADD, ["a"])


def test_a_connection_that_was_lost_is_made_anew() -> None:
    with pytest.raises((OperationalError, InterfaceError)):
        lose()
    with transaction.atomic():
        send_with_next(TABLE)
        assert words() == []


def test_whether_a_session_is_alive_is_seen_without_a_message(monkeypatch: pytest.MonkeyPatch) -> None:
    with messages(monkeypatch) as sent:
        assert connection.is_usable()
    assert sent == []


def test_a_session_that_another_ended_is_replaced_by_the_next_request() -> None:
    idle = connection.connection
    with psycopg.connect(idle.info.dsn, password=connection.settings_dict["PASSWORD"], autocommit=True) as other:
        other.execute("select pg_terminate_backend(%s)", [idle.info.backend_pid])
        for _ in range(1000):  # until the farewell has arrived
            if not connection.is_usable():
                break
            other.execute("select 1")

    request: Any = connection
    request.health_check_enabled, request.health_check_done = True, False
    request.close_if_health_check_failed()
    with connection.cursor() as cursor:
        cursor.execute("select 1")
        assert cursor.fetchone() == (1,)
    assert connection.connection is not idle


@pytest.mark.parametrize(
    "words",
    [
        [], ["person.name"], ["person.name", "contact.e_mail2"], ["a,b"], ["null"], ["NULL", "x"], [""], ["", "a"],
        ["ä", "ö"], ['"'], ["\\"], ["{}"], ["'"], [" a"], ["a", None], [["a"], ["b"]], ["a.b,c", "d"], ["nullable"],
    ],
)  # fmt: skip
def test_lists_of_words_arrive_as_they_were(transactional_db: None, words: list[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select %s::text[]", [words])
        assert cursor.fetchone() == (words,)


def test_lists_of_ids_arrive_as_they_were(transactional_db: None) -> None:
    ids = [uuid4() for _ in range(3)]
    with connection.cursor() as cursor:
        cursor.execute("select %s, %s, %s::uuid[], %s::uuid[]", [ids, ids[:1], [], [ids[0], None]])
        assert cursor.fetchone() == (ids, ids[:1], [], [ids[0], None])
