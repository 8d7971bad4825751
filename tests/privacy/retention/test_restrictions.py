"""Restriction (Article 18): the database hides whom it concerns, and who may see them all the same."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connection, connections
from pytest_django import Settings

from kortisto.config.embedded_postgres import APP
from kortisto.declaration.holdings import registry
from kortisto.declaration.words import Basis
from kortisto.privacy.retention import operations, restricting
from kortisto.privacy.retention.enums import PURPOSE, RestrictionGround, SubjectKind
from kortisto.privacy.retention.models import Restriction
from kortisto.privacy.retention.operations.restrictions import RestrictionProblem, RestrictionRefusedError
from kortisto.privacy.retention.queries.restrictions import restrictions, restrictions_waiting
from kortisto.register.access.operations import DeniedError
from kortisto.register.audit.enums import ActorKind, Door
from kortisto.register.audit.operations import open_access
from kortisto.register.audit.values import Access, Actor
from kortisto.register.parties import operations as parties
from kortisto.register.parties.enums import ContactKind, PartyKind, RelationshipKind
from kortisto.register.parties.importing.meaning import guess
from kortisto.register.parties.importing.reading import read_table
from kortisto.register.parties.importing.wording import why_rejected
from kortisto.register.parties.models import Note, Organisation, Person, PersonEmail, Represents
from kortisto.register.parties.values import Party
from tests.register.conftest import BOB, NOW, ORIGIN, entered
from tests.register.parties.importing.whole import Imported, import_table
from tests.support.postgres import TestServer

pytestmark = pytest.mark.integration

JOB = Actor(kind=ActorKind.JOB)
OFFICER = Actor(kind=ActorKind.USER, id=UUID(int=0xD), role="dpo", undertaking="1")
AFTER = datetime(2029, 11, 22, 22, 30, tzinfo=UTC)


@contextmanager
def door(by: Actor = OFFICER, at: datetime = NOW) -> Iterator[Access]:
    with operations.look_after_restrictions(by=by, at=at, channel=Door.WEB) as access:
        yield access


def add_company() -> UUID:
    with entered() as by:
        company = parties.add_organisation(registered_name="Esimerkki Oy", origin=ORIGIN, by=by, at=NOW)
        parties.add_relationship(organisation_id=company, kind=RelationshipKind.CUSTOMER, origin=ORIGIN, by=by, at=NOW)
    return company


def add_maija(company: UUID | None = None) -> UUID:
    """As committed: what a purpose sees is asked in another transaction."""
    company = company or add_company()
    with entered() as by:
        person = parties.add_person(first_name="Maija", last_name="Esimerkki", origin=ORIGIN, by=by, at=NOW)
        parties.add_representation(person_id=person, organisation_id=company, origin=ORIGIN, by=by, at=NOW)
        parties.add_contact_point(
            owner=Party(kind=PartyKind.PERSON, id=person), kind=ContactKind.EMAIL, value="maija@esimerkki.example",
            origin=ORIGIN, by=by, at=NOW,
        )  # fmt: skip
    return person


def restrict(subject: UUID, kind: SubjectKind = SubjectKind.PERSON, purposes: tuple[str, ...] = ()) -> UUID:
    with door() as access:
        return operations.restrict(
            kind=kind, subject=subject, ground=RestrictionGround.ACCURACY, purposes=purposes, by=access, at=NOW
        )


def seen(purpose: str) -> tuple[int, int, int]:
    """How many people, roles and addresses a transaction for a purpose sees."""
    with open_access(by=JOB, purpose=purpose, at=NOW, channel=Door.JOBS) as access:
        access.record("test.look")
        return Person.objects.count(), Represents.objects.count(), PersonEmail.objects.count()


def test_nobody_finds_who_is_restricted_but_the_officer(transactional_db: None) -> None:
    maija = add_maija()
    assert seen("crm") == (1, 1, 1)
    id_ = restrict(maija)
    assert seen("crm") == (0, 0, 0)
    assert seen("mailing") == (0, 0, 0)
    assert seen(PURPOSE) == (1, 1, 1)
    assert seen("requests") == (1, 1, 1)
    with door() as access:
        operations.lift_restriction(
            restriction_id=id_, reason="Tiedot olivat oikein", told_on=date(2026, 11, 22), by=access, at=NOW
        )
    assert seen("crm") == (1, 1, 1)


def test_a_purpose_that_is_named_reads_on(transactional_db: None) -> None:
    restrict(add_maija(), purposes=("mailing",))
    assert seen("mailing") == (1, 1, 1)
    assert seen("crm") == (0, 0, 0)


def test_the_others_stay_in_sight_and_so_does_what_hangs_on_nobody(transactional_db: None) -> None:
    esimerkki_oy = add_company()
    maija = add_maija(esimerkki_oy)
    with entered() as by:
        onni = parties.add_person(first_name="Onni", last_name="Keksitty", origin=ORIGIN, by=by, at=NOW)
        parties.add_note(
            text="Yrityksen oma", written_on=NOW.date(), organisation_id=esimerkki_oy, origin=ORIGIN, by=by, at=NOW
        )
        parties.add_note(text="Maijan", written_on=NOW.date(), person_id=maija, origin=ORIGIN, by=by, at=NOW)
    restrict(maija)
    with entered() as by:
        by.record("test.look")
        assert [one.pk for one in Person.objects.all()] == [onni]
        assert [one.text for one in Note.objects.all()] == ["Yrityksen oma"]
        assert Organisation.objects.count() == 1


def test_an_organisation_is_hidden_with_what_hangs_on_it(transactional_db: None) -> None:
    esimerkki_oy = add_company()
    add_maija(esimerkki_oy)
    restrict(esimerkki_oy, SubjectKind.ORGANISATION)
    with entered() as by:
        by.record("test.look")
        assert Organisation.objects.count() == 0
        assert Represents.objects.count() == 0
        assert Person.objects.count() == 1


def test_several_purposes_in_one_transaction_see_what_the_narrowest_sees(transactional_db: None) -> None:
    restrict(add_maija())
    with door() as officer:
        officer.record("test.look")
        assert Person.objects.count() == 1
        with entered() as by:
            by.record("test.look")
            assert Person.objects.count() == 0
        assert Person.objects.count() == 0


def test_every_table_of_subjects_has_its_wall_and_only_keys_and_orders_have_none(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select tablename from pg_policies where policyname = %s", (restricting.POLICY,))
        walled = {name for (name,) in cursor.fetchall()}
    of_subjects = {
        one.model._meta.db_table  # type: ignore[attr-defined]
        for one in registry()
        if (one.subject is not None or one.organisation is not None) and one.model.__module__.startswith("kortisto.")
    }
    assert walled == {wall.table for wall in restricting.walls()}
    assert {name for name in of_subjects - walled if not name.startswith("retention_")} == {
        "parties_person_search_keys", "parties_organisation_search_keys",
        "parties_person_listing", "parties_organisation_listing",
    }  # fmt: skip


def test_walls_are_made_where_they_are_missing_and_else_left_alone(
    transactional_db: None, postgres_server: TestServer
) -> None:
    owner = connections["owner"]
    try:
        assert restricting.install(owner, APP) == 0
        with owner.cursor() as cursor:
            cursor.execute("drop policy retention_restricted on parties_note")
        assert restricting.install(owner, APP) == 1
        assert restricting.install(owner, APP) == 0
    finally:
        owner.close()


def test_however_many_are_restricted_a_row_is_looked_up_in_a_set(transactional_db: None) -> None:
    company = add_company()
    people = [add_maija(company) for _ in range(12)]
    for one in people[:9]:
        restrict(one)
    with (
        open_access(by=BOB, purpose="crm", basis=Basis.LEGITIMATE_INTEREST, at=NOW, channel=Door.WEB) as access,
        connection.cursor() as cursor,
    ):
        access.record("test.look")
        cursor.execute("explain select * from parties_note")
        plan = "\n".join(line for (line,) in cursor.fetchall())
        assert plan.count("hashed SubPlan") == 2, "of the person and of the organisation"
        assert "ALL" not in plan, "no list is compared from its beginning"
        assert set(Person.objects.values_list("pk", flat=True)) == set(people[9:])
        cursor.execute("select proname from pg_proc where proname in ('retention_hidden', 'retention_restricted')")
        assert cursor.fetchall() == [("retention_restricted",)], "nothing is left of the list"


def test_what_the_law_asks_of_a_restriction(transactional_db: None) -> None:
    maija = add_maija()
    id_ = restrict(maija)

    def problem_of(call: object) -> RestrictionProblem:
        with pytest.raises(RestrictionRefusedError) as refused, door() as access:
            call(access)  # type: ignore[operator]
        return refused.value.problem

    def lift(reason: str = "Selvitetty", told_on: date | None = date(2026, 11, 20)) -> object:
        return lambda access: operations.lift_restriction(
            restriction_id=id_, reason=reason, told_on=told_on, by=access, at=NOW
        )

    again = lambda access: operations.restrict(  # noqa: E731
        kind=SubjectKind.PERSON, subject=maija, ground=RestrictionGround.CLAIM, by=access, at=NOW
    )
    assert problem_of(again) is RestrictionProblem.RESTRICTED_ALREADY
    assert problem_of(lift(reason=" ")) is RestrictionProblem.NO_REASON
    assert problem_of(lift(told_on=None)) is RestrictionProblem.NOT_TOLD
    assert problem_of(lift(told_on=date(2026, 11, 23))) is RestrictionProblem.NOT_TOLD
    with pytest.raises(DeniedError), door(BOB):
        pass


def test_it_ends_by_itself_after_its_last_day_where_the_person_was_told_and_else_waits(transactional_db: None) -> None:
    company = add_company()
    told, untold = add_maija(company), add_maija(company)
    with door() as access:
        ids = [
            operations.restrict(
                kind=SubjectKind.PERSON, subject=one, ground=RestrictionGround.CLAIM, until=date(2026, 11, 30),
                by=access, at=NOW,
            )
            for one in (told, untold)
        ]  # fmt: skip
        operations.tell_of_lifting(restriction_id=ids[0], told_on=date(2026, 11, 22), by=access, at=NOW)
    assert ended_at(datetime(2026, 11, 30, 21, 59, tzinfo=UTC)) == (0, 0, 0), "its last day is not over yet"
    after = datetime(2026, 11, 30, 22, 1, tzinfo=UTC)
    assert ended_at(after) == (1, 1, 1), "one has ended and is seen; the other waits for somebody"
    with door(at=after) as access:
        access.record("test.look")
        lifted = Restriction.objects.get(pk=ids[0])
        assert (lifted.lifted_at, lifted.lifted_by, lifted.lift_reason) == (after, None, "")
    assert ended_at(after) == (0, 1, 1), "once is enough"


def ended_at(at: datetime) -> tuple[int, int, int]:
    """How many end at a time, how many people are seen then, and how many restrictions wait."""
    ended = operations.end_restrictions_on_their_day(by=JOB, at=at, channel=Door.JOBS)
    with door(at=at) as access:
        access.record("test.look")
        waiting = restrictions_waiting(at)
    return ended, seen("crm")[0], waiting


HEADER = "Yritys;Y-tunnus;Nimi;Sähköposti\n"


def brought_in(rows: str) -> Imported:
    table = read_table((HEADER + rows).encode())
    with entered() as by:
        return import_table(
            table=table, mapping=guess(table.columns), file_name="a.csv", register="minimal", origin=ORIGIN, by=by,
            at=NOW,
        )  # fmt: skip


def test_an_import_neither_adds_who_is_restricted_again_nor_tells_of_them(transactional_db: None) -> None:
    esimerkki_oy = add_company()
    restrict(add_maija(esimerkki_oy))
    done = brought_in(
        "Esimerkki Oy;;Maija Esimerkki;Maija@esimerkki.example\nEsimerkki Oy;;Onni Uusi;onni@esimerkki.example\n"
    )
    assert done.counts == {"people": 1, "rejected": 1}
    [row] = done.rejected
    [fault] = row.faults
    assert (fault.code, fault.value) == ("restricted", ""), "nothing of what is stored"
    assert why_rejected(row.faults, "fi") == "henkilön sähköposti: tätä riviä ei voi tuoda. Kysy tietosuojavastaavalta"
    with door() as access:
        access.record("test.look")
        assert Person.objects.count() == 2, "Maija once, and Onni"


def test_nor_an_organisation_by_its_business_id(transactional_db: None) -> None:
    with entered() as by:
        hidden = parties.add_organisation(
            registered_name="Riitautettu Oy", business_id="2077474-0", origin=ORIGIN, by=by, at=NOW
        )
    restrict(hidden, SubjectKind.ORGANISATION)
    done = brought_in("Aivan Toinen Nimi;2077474-0;;\nUusi Oy;;;\n")
    assert done.counts == {"organisations": 1, "rejected": 1}
    assert [one.code for one in done.rejected[0].faults] == ["restricted"]


def test_who_may_be_read_for_the_purpose_of_the_import_is_known_to_it(transactional_db: None) -> None:
    restrict(add_maija(), purposes=("crm",))
    assert brought_in("Esimerkki Oy;;Maija Esimerkki;maija@esimerkki.example\n").counts == {"known": 1, "rejected": 0}


def test_a_rule_that_says_restrict_hides_whom_it_concerns_and_leaves_its_readers(
    transactional_db: None, settings: Settings, tmp_path: Path
) -> None:
    text = Path(settings.KORTISTO_DECLARATION).read_text(encoding="utf-8")
    assert text.count("    then: delete\n") == 1
    changed = tmp_path / "restrict.yaml"
    changed.write_text(
        text.replace("    then: delete\n", "    then: {do: restrict, readable for: mailing}\n"), encoding="utf-8"
    )
    settings.KORTISTO_DECLARATION = str(changed)
    add_maija()
    operations.sweep(by=JOB, at=NOW, now=NOW, channel=Door.JOBS)
    assert seen("crm") == (1, 1, 1), "its time runs"
    operations.sweep(by=JOB, at=AFTER, now=AFTER, channel=Door.JOBS)
    assert seen("crm") == (0, 0, 0)
    assert seen("mailing") == (1, 1, 1)
    with door(at=AFTER) as access:
        page = restrictions(access=access, at=AFTER)
    assert {(one.ground, one.rule, one.restricted_by) for one in page.restrictions} == {
        (RestrictionGround.RULE, "retention.contacts", None)
    }
    operations.sweep(by=JOB, at=AFTER, now=AFTER, channel=Door.JOBS)
    with door(at=AFTER) as access:
        access.record("test.look")
        assert Restriction.objects.count() == len(page.restrictions), "once is enough"
