"""The second wall reads the purpose: what it shows nothing of is empty, whatever a query forgets to ask."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.apps import apps
from django.db import connection, transaction

from kortisto.declaration.words import Operation
from kortisto.register.access import walls
from kortisto.register.audit.reckoning import beyond_purpose
from kortisto.register.parties import operations as parties
from kortisto.register.parties.enums import ContactKind, PartyKind
from kortisto.register.parties.values import Party
from tests.register.conftest import NOW, ORIGIN, entered

pytestmark = pytest.mark.integration
NOTES, MAILS, PEOPLE = "parties_note", "parties_person_email", "parties_person"


def rows(table: str) -> int:
    """A bare question of the role that the program runs under, past everything that the program checks."""
    with connection.cursor() as cursor:
        cursor.execute(f"select count(*) from {table}")  # noqa: S608 - a name of this module
        [(number,)] = cursor.fetchall()
    return int(number)


@pytest.fixture
def maija(transactional_db: None) -> UUID:
    with entered() as by:
        person = parties.add_person(first_name="Maija", last_name="Esimerkki", origin=ORIGIN, by=by, at=NOW)
        owner = Party(kind=PartyKind.PERSON, id=person)
        parties.add_contact_point(
            owner=owner, kind=ContactKind.EMAIL, value="maija@esimerkki.example", origin=ORIGIN, by=by, at=NOW
        )
        parties.add_note(
            person_id=person, text="Kysyi toimitusaikaa", written_on=NOW.date(), origin=ORIGIN, by=by, at=NOW
        )
    return person


@pytest.mark.parametrize(("purpose", "notes"), [("crm", 1), ("mailing", 0)])
def test_of_what_the_purpose_does_not_show_a_bare_select_gives_nothing(purpose: str, notes: int, maija: UUID) -> None:
    with entered(Operation.READ, purpose=purpose) as by:
        by.record("person.read", subjects=[maija])
        assert (rows(NOTES), rows(MAILS), rows(PEOPLE)) == (notes, 1, 1)


def test_what_is_reckoned_with_is_read_and_hidden_again_after_it(maija: UUID) -> None:
    with entered(Operation.READ, purpose="mailing") as by:
        by.record("retention.why", subjects=[maija])
        with beyond_purpose():
            assert rows(NOTES) == 1
        assert rows(NOTES) == 0
        with pytest.raises(LookupError), transaction.atomic(), beyond_purpose():
            raise LookupError(str(rows(NOTES)))
        assert rows(NOTES) == 0, "an error ends it as well"


def test_reckoning_opens_nothing_to_who_has_not_said_why_they_look(maija: UUID) -> None:
    with transaction.atomic(), beyond_purpose():
        assert (rows(NOTES), rows(PEOPLE)) == (0, 0)


def test_an_inner_door_for_another_purpose_shows_what_that_shows(maija: UUID) -> None:
    with entered(Operation.READ, purpose="mailing") as by:
        by.record("person.read", subjects=[maija])
        assert rows(NOTES) == 0
        with entered(Operation.READ, purpose="crm") as inner:
            inner.record("person.read", subjects=[maija])
            assert rows(NOTES) == 1


def test_what_a_purpose_hides_follows_from_the_items_that_it_reads() -> None:
    names, notes = frozenset({"person.name.last"}), frozenset({"person.note"})
    assert NOTES in walls.hidden({Operation.READ: names})
    assert {MAILS, NOTES} - set(walls.hidden({Operation.READ: notes})) == {NOTES}
    assert walls.hidden({Operation.READ: names, Operation.CHANGE: names}) == (), "triggers read what a change bears on"
    assert PEOPLE not in walls.hidden({Operation.READ: notes}), "all else is found by them"
    assert walls.hidden({Operation.READ: frozenset({"log.processing"})}) == tuple(one for one, _ in walls.hideable())


def test_every_table_that_a_purpose_can_hide_asks_by_purpose_once_for_a_statement(db: None) -> None:
    tables = {table for table, _items in walls.hideable()}
    with connection.cursor() as cursor:
        cursor.execute(
            "select tablename from pg_policies where permissive = 'PERMISSIVE' and cmd = 'ALL'"
            " and qual = format('( SELECT audit_shows(%L::text) AS audit_shows)', tablename)"
        )
        asking = {table for (table,) in cursor.fetchall()}
        cursor.execute("explain select * from parties_note")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert asking == tables
    assert len(tables) > len(list(apps.get_app_config("parties").get_models())) / 3
    assert "InitPlan" in plan
    assert "audit_shows" not in plan.partition("InitPlan")[0], "it would be asked for each row"
