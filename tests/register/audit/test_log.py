"""The log: what it holds, and that nobody changes it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from uuid import uuid4

import psycopg
import pytest
from django.db import DatabaseError, IntegrityError, ProgrammingError, connection, transaction
from psycopg.errors import InsufficientPrivilege

from kortisto.register.audit import operations, queries
from kortisto.register.audit.enums import ActorKind, Door, Outcome
from kortisto.register.audit.models import AuditEvent
from kortisto.register.audit.operations import UnrecordedAccessError
from kortisto.register.audit.values import AccessIsClosedError, Actor
from tests.register.conftest import ALICE, BOB, NOW
from tests.support.postgres import TestServer

pytestmark = [pytest.mark.integration]

LOGS = ("audit_outbox", "audit_access_context")


@pytest.fixture
def one_line(db: None) -> None:
    with operations.open_access(by=BOB, purpose="crm", at=NOW, channel=Door.WEB) as access:
        access.record("person.read", subjects=[uuid4()], items=["person.name", "person.contact.email"])


def test_a_line_says_who_when_why_what_and_about_whom(db: None) -> None:
    subject = uuid4()
    with operations.open_access(
        by=BOB, purpose="crm", basis="contract", at=NOW, channel=Door.CLI, request_id="r-7"
    ) as access:
        access.record(
            "person.read", object_kind="person", object_id=subject, subjects=[subject, subject], items=["person.name"]
        )

    (line,) = queries.events()

    assert (line.actor_id, line.actor_kind, line.actor_role) == (BOB.id, ActorKind.USER, "sales")
    assert (line.purpose, line.basis, line.happened_at) == ("crm", "contract", NOW)
    assert (line.action, line.object_kind, line.object_id) == ("person.read", "person", subject)
    assert (line.subjects, line.items) == ((subject,), ("person.name",))
    assert (line.outcome, line.channel, line.request_id) == (Outcome.DONE, Door.CLI, "r-7")


def test_lines_are_found_by_subject_and_by_actor(db: None) -> None:
    seen, other = uuid4(), uuid4()
    for by, subject in ((ALICE, seen), (BOB, seen), (BOB, other)):
        with operations.open_access(by=by, purpose="crm", at=NOW, channel=Door.WEB) as access:
            access.record("person.read", subjects=[subject])

    assert {line.actor_id for line in queries.events(subject=seen)} == {ALICE.id, BOB.id}
    assert {line.subjects for line in queries.events(actor=BOB.id)} == {(seen,), (other,)}


def test_an_access_that_records_nothing_is_undone(db: None) -> None:
    with pytest.raises(UnrecordedAccessError), operations.open_access(by=BOB, purpose="crm", at=NOW, channel=Door.WEB):
        pass

    assert queries.events() == ()


def test_an_access_needs_a_purpose(db: None) -> None:
    with (
        pytest.raises(ValueError, match="purpose"),
        operations.open_access(by=BOB, purpose="", at=NOW, channel=Door.WEB),
    ):
        pass


def test_a_closed_access_records_nothing_more(one_line: None) -> None:
    with operations.open_access(by=BOB, purpose="crm", at=NOW, channel=Door.WEB) as access:
        access.record("person.read")

    with pytest.raises(AccessIsClosedError):
        access.record("person.read")


def test_many_lines_of_one_access_are_all_written(db: None) -> None:
    with operations.open_access(by=BOB, purpose="crm", at=NOW, channel=Door.WEB) as access:
        for _ in range(3):
            access.record("order.add")

    assert len(queries.events()) == 3


def test_what_happened_to_people_has_a_purpose(db: None) -> None:
    with pytest.raises(operations.LogRefusedError, match="audit_outboxevent_purpose"), transaction.atomic():
        operations.record(by=BOB, action="person.read", at=NOW, channel=Door.WEB, subjects=[uuid4()])


def test_a_user_in_the_log_has_an_id(db: None) -> None:
    nobody = Actor(kind=ActorKind.USER)

    with pytest.raises(operations.LogRefusedError, match="user_has_id"), transaction.atomic():
        operations.record(by=nobody, action="login", at=NOW, channel=Door.WEB)


@pytest.mark.parametrize("log", LOGS)
@pytest.mark.parametrize(
    "statement",
    [
        "update {log} set purpose = 'other'",
        "delete from {log}",
        "truncate {log}",
        "drop table {log}",
        "alter table {log} disable trigger all",
        "create table {log}_copy ()",
        "set session_replication_role = replica",
    ],
)
def test_the_runtime_role_cannot_change_the_log(one_line: None, log: str, statement: str) -> None:
    with pytest.raises(DatabaseError) as raised, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(log=log))

    assert isinstance(raised.value.__cause__, InsufficientPrivilege)


@pytest.mark.parametrize(
    "statement",
    [
        "insert into audit_access_context (id, xid) values (gen_random_uuid(), '1')",
        "insert into audit_outbox (id, recorded_at) values (gen_random_uuid(), '2000-01-01')",
        "select actor_id from audit_access_context",
        "update audit_sealed set purpose = 'x'",
    ],
)
def test_the_runtime_role_cannot_choose_transaction_or_time_nor_prune(one_line: None, statement: str) -> None:
    with pytest.raises(DatabaseError) as raised, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert isinstance(raised.value.__cause__, InsufficientPrivilege)


@pytest.mark.parametrize("log", LOGS)
@pytest.mark.parametrize("statement", ["update {log} set purpose = 'other'", "delete from {log}", "truncate {log}"])
def test_the_owner_cannot_change_the_log_either(
    transactional_db: None, postgres_server: TestServer, log: str, statement: str
) -> None:
    with operations.open_access(by=BOB, purpose="crm", at=NOW, channel=Door.WEB) as access:
        access.record("person.read")
    database = connection.settings_dict["NAME"]

    with (
        psycopg.connect(postgres_server.owner_dsn, dbname=database) as owner,
        pytest.raises(InsufficientPrivilege, match="append-only"),
    ):
        owner.execute(statement.format(log=log))


def test_the_database_sets_the_time_of_writing(transactional_db: None) -> None:
    with operations.open_access(by=BOB, purpose="crm", at=NOW.replace(year=1999), channel=Door.WEB) as access:
        access.record("person.read")

    line = AuditEvent.objects.get()

    assert line.recorded_at.year > line.happened_at.year


def one_more(*statements: str, action: str = "person.read", then: Callable[[], None] | None = None) -> None:
    with operations.open_access(by=BOB, purpose="crm", at=NOW, channel=Door.WEB) as access:
        if then is not None:
            transaction.on_commit(then)
        access.record(action, subjects=[uuid4()])
        for statement in statements:
            execute(statement)


def execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_what_fails_after_the_commit_is_not_told_as_the_logs_refusal(transactional_db: None) -> None:
    with pytest.raises(ProgrammingError, match="no_such_table"):
        one_more(then=lambda: execute("select * from no_such_table"))

    assert [line.action for line in queries.events()] == ["person.read"]


@pytest.fixture
def looked_at_late(transactional_db: None) -> Iterator[None]:
    """A table whose rows are looked at when the transaction is committed, as ours are."""
    execute("create temporary table word (id int primary key, next int references word deferrable initially deferred)")
    yield
    connection.close()  # with the table


@pytest.mark.usefixtures("looked_at_late")
def test_what_fails_at_the_commit_for_another_table_is_not_told_as_the_logs_refusal() -> None:
    with pytest.raises(IntegrityError, match="word_next_fkey"):
        one_more("insert into word values (1, 2)")

    assert queries.events() == ()


def test_a_line_that_goes_with_the_commit_and_is_refused_is_told_as_that(transactional_db: None) -> None:
    with pytest.raises(operations.LogRefusedError, match="audit_outboxevent_action"):
        one_more(action="")
