"""Clocks and agenda follow the rows, whoever writes those and by whatever way; and what could be missed is found."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, date, datetime
from uuid import UUID

import psycopg
import pytest
from django.db import connection, connections, transaction

from kortisto.privacy.retention import marks
from kortisto.privacy.retention.enums import PURPOSE, SubjectKind
from kortisto.privacy.retention.models import Agenda, Clock, Mark
from kortisto.privacy.retention.operations import rebuild_clocks, settle, sweep
from kortisto.privacy.retention.queries import candidates
from kortisto.register.audit.enums import ActorKind, Door
from kortisto.register.audit.operations import open_access
from kortisto.register.audit.values import Actor
from kortisto.register.parties import operations as parties
from kortisto.register.parties.enums import ActivityKind, PartyKind, RelationshipKind
from kortisto.register.parties.models import Activity
from tests.register.conftest import NOW, ORIGIN, entered
from tests.support.postgres import TestServer

pytestmark = pytest.mark.integration

JOB = Actor(kind=ActorKind.JOB)
LAST_DAY = datetime(2029, 11, 22, 12, 0, tzinfo=UTC)
DAY_AFTER = datetime(2029, 11, 22, 22, 30, tzinfo=UTC)  # 23.11.2029 at 0.30 in Finland


@pytest.fixture
def db(transactional_db: None) -> None:
    """Here the cast is committed, so that other transactions see it."""


@contextmanager
def looking() -> Iterator[None]:
    with open_access(by=JOB, purpose=PURPOSE, at=NOW, channel=Door.JOBS) as access:
        access.record("test.look")
        yield


def settled(at: datetime = NOW) -> int:
    return settle(by=JOB, at=at, channel=Door.JOBS).subjects


def differences(at: datetime = NOW) -> int:
    return rebuild_clocks(by=JOB, at=at, channel=Door.JOBS)


def last_activity(person: UUID) -> date | None:
    with looking():
        clocks = Clock.objects.filter(kind="person", subject=person, clock="person.last_activity")
        return clocks.values_list("last_day", flat=True).first()


def due_people(at: datetime) -> list[UUID]:
    with looking():
        return list(candidates(SubjectKind.PERSON, at))


def add_activity(person: UUID, day: date) -> UUID:
    with entered() as by:
        return parties.add_activity(
            person_id=person, happened_on=day, kind=ActivityKind.CALL, origin=ORIGIN, by=by, at=NOW
        )


def remove_by_hand(server: TestServer, statement: str) -> None:
    """As somebody would who has the database's own password and no program."""
    with psycopg.connect(server.admin_dsn, dbname=connection.settings_dict["NAME"], autocommit=True) as admin:
        admin.execute(statement)


def test_a_settled_register_has_no_differences(maija: UUID) -> None:
    assert Mark.objects.exists()
    assert settled() == 2
    assert not Mark.objects.exists()
    assert settled() == 0
    assert differences() == 0


def test_nobody_is_a_candidate_before_something_falls_due(maija: UUID) -> None:
    settled()
    assert due_people(LAST_DAY) == []
    assert due_people(DAY_AFTER) == [maija]


def test_an_activity_moves_the_clock_and_its_removal_moves_it_back(maija: UUID, postgres_server: TestServer) -> None:
    add_activity(maija, date(2025, 1, 1))
    add_activity(maija, date(2026, 6, 1))
    settled()
    assert last_activity(maija) == date(2026, 6, 1)
    remove_by_hand(postgres_server, "delete from parties_activity where happened_on = '2026-06-01'")
    settled()
    assert last_activity(maija) == date(2025, 1, 1)
    assert differences() == 0


def test_activity_of_an_organisation_is_settled_for_all_who_act_for_it(maija: UUID, esimerkki_oy: UUID) -> None:
    settled()
    with entered() as by:
        parties.add_order(
            organisation_id=esimerkki_oy, placed_on=date(2027, 3, 1), reference="1", origin=ORIGIN, by=by, at=NOW
        )
    assert settled() == 2
    assert due_people(DAY_AFTER) == []
    assert differences() == 0


def test_what_one_person_does_is_not_settled_for_the_others(maija: UUID, esimerkki_oy: UUID) -> None:
    with entered() as by:
        other = parties.add_person(first_name="Onni", last_name="Keksitty", origin=ORIGIN, by=by, at=NOW)
        parties.add_representation(person_id=other, organisation_id=esimerkki_oy, origin=ORIGIN, by=by, at=NOW)
    settled()
    with entered() as by:
        parties.edit_person(person_id=other, changes={"last_name": "Toinen"}, origin=ORIGIN, by=by, at=NOW)
    assert settled() == 1
    assert differences() == 0


def test_writers_and_settlers_at_once_lose_nothing(maija: UUID) -> None:
    """Some add, some remove, two settle; nobody waits for anybody but at what they share anyway."""
    for day in range(1, 9):
        add_activity(maija, date(2026, 9, day))
    settled()

    def run(act: Callable[[int], object]) -> None:
        try:
            for number in range(1, 9):
                act(number)
        finally:
            connections.close_all()

    def remove(number: int) -> None:
        with looking():
            Activity.objects.filter(person_id=maija, happened_on=date(2026, 9, number)).delete()

    with ThreadPoolExecutor(4) as pool:
        acts = (lambda n: add_activity(maija, date(2026, 8, n)), remove, lambda _: settled(), lambda _: settled())
        for one in [pool.submit(run, act) for act in acts]:
            one.result(60)
    settled()
    assert last_activity(maija) == date(2026, 8, 8)
    assert differences() == 0


def test_what_is_not_committed_yet_is_settled_after_its_commit(maija: UUID) -> None:
    settled()
    written, go_on = threading.Event(), threading.Event()

    def write() -> None:
        try:
            with transaction.atomic(), entered() as by:
                parties.add_activity(
                    person_id=maija, happened_on=date(2026, 10, 1), kind=ActivityKind.CALL, origin=ORIGIN, by=by, at=NOW
                )
                written.set()
                go_on.wait(20)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        writing = pool.submit(write)
        assert written.wait(20)
        assert settled() == 0
        assert last_activity(maija) is None
        go_on.set()
        writing.result(20)
    assert settled() == 1
    assert last_activity(maija) == date(2026, 10, 1)
    assert differences() == 0


def test_a_merge_moves_clocks_with_the_rows(maija: UUID, esimerkki_oy: UUID) -> None:
    with entered() as by:
        other = parties.add_person(first_name="Maija", last_name="Esimerki", origin=ORIGIN, by=by, at=NOW)
        parties.add_representation(person_id=other, organisation_id=esimerkki_oy, origin=ORIGIN, by=by, at=NOW)
    add_activity(other, date(2026, 10, 1))
    settled()
    with entered() as by:
        merged = parties.merge(kind=PartyKind.PERSON, survivor=maija, absorbed=other, by=by, at=NOW)
    settled()
    assert last_activity(maija) == date(2026, 10, 1)
    assert last_activity(other) is None
    assert differences() == 0
    with entered() as by:
        parties.undo_merge(merge_id=merged.id, by=by, at=NOW)
    settled()
    assert (last_activity(maija), last_activity(other)) == (None, date(2026, 10, 1))
    assert differences() == 0


def test_a_missing_trigger_leaves_differences_which_are_found_and_mended(
    maija: UUID, postgres_server: TestServer
) -> None:
    settled()
    name = "retention_mark_parties_activity_insert"
    remove_by_hand(postgres_server, f"drop trigger {name} on parties_activity")
    try:
        add_activity(maija, date(2026, 10, 1))
        # Its organisation is not told of either, and the history of changes marks nobody here.
        Mark.objects.all().delete()
        assert differences() == 1
        assert differences() == 0
        assert last_activity(maija) == date(2026, 10, 1)
    finally:
        owner = connections["owner"]
        assert marks.install(owner) == 1
        owner.close()
    assert Mark.objects.count() == 2, "who could have been missed is looked at again"
    assert marks.install(connections["owner"]) == 0
    connections["owner"].close()


def test_what_is_kept_of_an_erased_person_goes_with_it(maija: UUID) -> None:
    settled()
    sweep(by=JOB, at=DAY_AFTER, now=DAY_AFTER, channel=Door.JOBS)
    with looking():
        assert not Clock.objects.exists()
        assert not Agenda.objects.exists()
    assert settled(DAY_AFTER) > 0, "the erasure itself left marks"
    with looking():
        assert not Agenda.objects.exists()
    assert differences(DAY_AFTER) == 0


def test_who_is_there_no_more_is_forgotten_by_rebuilding(maija: UUID, postgres_server: TestServer) -> None:
    settled()
    remove_by_hand(
        postgres_server, "insert into retention_agenda (kind, subject, declaration) "
        "select kind, '00000000-0000-0000-0000-000000000001', declaration from retention_agenda where kind = 'person'",
    )  # fmt: skip
    assert differences() == 1
    assert differences() == 0


def test_a_subject_that_only_a_person_can_decide_about_is_not_looked_at_every_night(db: None) -> None:
    """In no group of the declaration: due since collected, and held back until somebody says what they are."""
    with entered() as by:
        person = parties.add_person(first_name="Onni", last_name="Keksitty", origin=ORIGIN, by=by, at=NOW)
    settled()
    assert due_people(DAY_AFTER) == []
    certificate = sweep(by=JOB, at=DAY_AFTER, now=DAY_AFTER, channel=Door.JOBS)
    assert certificate.held_back["unplaced"] > 0, "the certificate counts them all the same"
    with entered() as by:
        customer = parties.add_organisation(registered_name="Toinen Oy", origin=ORIGIN, by=by, at=NOW)
        parties.add_relationship(organisation_id=customer, kind=RelationshipKind.CUSTOMER, origin=ORIGIN, by=by, at=NOW)
        parties.add_representation(person_id=person, organisation_id=customer, origin=ORIGIN, by=by, at=NOW)
    settled()
    assert due_people(DAY_AFTER) == [person]
