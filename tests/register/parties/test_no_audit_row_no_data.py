"""The second wall: people show only in a transaction that has said who asks and why."""

from __future__ import annotations

import re

import pytest
from django.apps import apps
from django.db import DatabaseError, ProgrammingError, connection, transaction
from psycopg.errors import InsufficientPrivilege

from kortisto.lib.ids import uuid7
from kortisto.register.access import walls
from kortisto.register.audit import operations as audit
from kortisto.register.audit import queries as log
from kortisto.register.audit.enums import Door
from kortisto.register.parties import operations as parties
from kortisto.register.parties.models import (
    Batch,
    CalendarAddress,
    DuplicateScan,
    Group,
    ManyChanged,
    Person,
    PersonEmail,
    Reminder,
    Tag,
    Upload,
    UploadRow,
)
from tests.register.conftest import BOB, NOW, ORIGIN, entered

pytestmark = pytest.mark.integration

OF_NOBODY = {Batch, DuplicateScan, Upload, UploadRow, Tag, Group, Reminder, CalendarAddress, ManyChanged}
"""Records of imports and of staff: files, words of lists and ids, no values of anybody."""
TABLES = sorted(model._meta.db_table for model in apps.get_app_config("parties").get_models() if model not in OF_NOBODY)


def add_maija() -> None:
    with entered() as by:
        parties.add_person(first_name="Maija", last_name="Esimerkki", origin=ORIGIN, by=by, at=NOW)


def test_without_a_header_nobody_is_visible(transactional_db: None) -> None:
    add_maija()

    assert Person.objects.count() == 0
    with transaction.atomic():
        assert Person.objects.count() == 0


def test_with_a_header_people_are_visible_until_the_transaction_ends(transactional_db: None) -> None:
    add_maija()

    with entered() as by:
        by.record("person.read")
        assert Person.objects.count() == 1

    assert Person.objects.count() == 0


def test_a_header_of_another_transaction_opens_nothing(transactional_db: None) -> None:
    add_maija()
    with entered() as by:
        by.record("person.read")

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select pg_current_xact_id()")  # a transaction with an id of its own
        assert Person.objects.count() == 0


def test_a_header_that_is_rolled_back_opens_nothing(transactional_db: None) -> None:
    add_maija()

    with transaction.atomic():
        with pytest.raises(audit.UnrecordedAccessError), entered():
            assert Person.objects.count() == 1
        assert Person.objects.count() == 0


def test_without_a_header_nothing_can_be_written(transactional_db: None) -> None:
    with pytest.raises(ProgrammingError, match="row-level security") as raised:
        Person(id=uuid7(), first_name="Maija", sort_key="maija", source="x", collected_at=NOW, basis="contract",
               declaration="x 1").save(force_insert=True)  # fmt: skip

    assert isinstance(raised.value.__cause__, InsufficientPrivilege)


def test_without_a_header_nothing_can_be_changed_or_removed(transactional_db: None) -> None:
    add_maija()

    assert Person.objects.update(first_name="Joku") == 0
    assert PersonEmail.objects.all()._raw_delete("default") == 0
    assert Person.objects.all()._raw_delete("default") == 0
    with entered() as by:
        by.record("person.read")
        assert Person.objects.get().first_name == "Maija"


def test_every_table_of_parties_is_behind_the_wall(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select relname from pg_class where relname = any(%s) and relrowsecurity and relforcerowsecurity"
            " and exists (select from pg_policy where polrelid = pg_class.oid and polcmd = '*')",
            (TABLES,),
        )
        walled = sorted(name for (name,) in cursor.fetchall())

    assert walled == TABLES
    assert "parties_person" in TABLES


def test_every_wall_is_asked_for_by_the_function_whose_plan_is_kept(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select tablename, qual, with_check from pg_policies where policyname = tablename || '_needs_header'"
        )
        asked = {name: (qual, check) for name, qual, check in cursor.fetchall()}

    assert set(TABLES) <= set(asked)
    by_header = "( SELECT audit_has_header() AS audit_has_header)"
    assert {check for _qual, check in asked.values()} == {by_header}
    by_purpose = {table for table, _items in walls.hideable()}
    assert {table for table, (qual, _check) in asked.items() if qual != by_header} == by_purpose


def asked_for_each_row(plan: str) -> set[str]:
    """Return the questions of a plan that are put for each row: those whose answer is not hashed once."""
    asked = set(re.findall(r"^\s*SubPlan (\d+)", plan, re.MULTILINE))
    return asked - set(re.findall(r"hashed SubPlan (\d+)", plan))


def test_the_wall_is_looked_at_once_for_a_statement_not_once_for_a_row(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("explain select * from parties_person")
        plan = "\n".join(line for (line,) in cursor.fetchall())

    assert "InitPlan" in plan
    assert asked_for_each_row(plan) == set()


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("statement", ["truncate {table}", "alter table {table} disable row level security",
                                       "drop policy {table}_needs_header on {table}"])  # fmt: skip
def test_the_runtime_role_cannot_take_the_wall_down(db: None, table: str, statement: str) -> None:
    with pytest.raises(DatabaseError) as raised, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table=table))

    assert isinstance(raised.value.__cause__, InsufficientPrivilege)


def test_a_failed_change_leaves_neither_a_row_nor_a_line(transactional_db: None) -> None:
    def add_and_fail() -> None:
        with entered() as by:
            parties.add_person(first_name="Maija", last_name="Esimerkki", origin=ORIGIN, by=by, at=NOW)
            raise LookupError

    with pytest.raises(LookupError):
        add_and_fail()

    assert log.events() == ()
    with audit.open_access(by=BOB, purpose="crm", at=NOW, channel=Door.WEB) as access:
        access.record("person.read")
        assert Person.objects.count() == 0
