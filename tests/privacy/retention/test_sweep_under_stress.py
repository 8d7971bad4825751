"""The sweep when it is cut off, when two run at once, when data change under it, and when there are many people."""

from __future__ import annotations

import os
import random
import re
import signal
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from multiprocessing import get_context
from uuid import UUID

import psycopg
import pytest
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from kortisto.declaration.holdings import registry
from kortisto.privacy.retention import queries
from kortisto.privacy.retention.enums import PURPOSE, Genuine
from kortisto.privacy.retention.models import Certificate, Sweep
from kortisto.privacy.retention.operations import (
    SweepUnderWayError,
    ask_sweep,
    run_sweep,
    settle,
    sweep,
    sweeping,
    wake_sweep,
)
from kortisto.privacy.retention.queries import CertificateView
from kortisto.register.audit.enums import ActorKind, Door
from kortisto.register.audit.models import AuditEvent
from kortisto.register.audit.operations import open_access
from kortisto.register.audit.values import Actor
from kortisto.register.parties import operations as parties
from kortisto.register.parties.enums import ContactKind, PartyKind, RelationshipKind
from kortisto.register.parties.models import Person, PersonEmail
from kortisto.register.parties.values import Party
from tests.register.conftest import NOW, ORIGIN, entered
from tests.support.postgres import TestServer

pytestmark = pytest.mark.integration

JOB = Actor(kind=ActorKind.JOB)
LATER = datetime(2029, 11, 22, 22, 30, tzinfo=UTC)


@pytest.fixture
def db(transactional_db: None) -> None:
    """Here the cast is committed, so that other transactions see it."""


def swept(**more: object) -> CertificateView:
    return sweep(by=JOB, at=LATER, now=LATER, channel=Door.JOBS, **more)  # type: ignore[arg-type]


@contextmanager
def looking() -> Iterator[None]:
    with open_access(by=JOB, purpose=PURPOSE, at=NOW, channel=Door.JOBS) as access:
        access.record("test.look")
        yield


def left() -> int:
    with looking():
        return Person.objects.count()


def add_people(count: int, customer: UUID) -> None:
    with entered() as by:
        for number in range(count):
            person = parties.add_person(
                first_name="Keksitty", last_name=f"Henkilö{number:04}", origin=ORIGIN, by=by, at=NOW
            )
            parties.add_representation(person_id=person, organisation_id=customer, origin=ORIGIN, by=by, at=NOW)
            parties.add_contact_point(
                owner=Party(kind=PartyKind.PERSON, id=person), kind=ContactKind.EMAIL,
                value=f"henkilo{number}@esimerkki.example", origin=ORIGIN, by=by, at=NOW,
            )  # fmt: skip


def test_nothing_of_an_erased_person_is_left_anywhere_in_the_database(maija: UUID) -> None:
    with entered() as by:
        parties.add_contact_point(
            owner=Party(kind=PartyKind.PERSON, id=maija), kind=ContactKind.PHONE, value="040 123 4567",
            origin=ORIGIN, by=by, at=NOW,
        )  # fmt: skip
        parties.add_note(
            text="Maija soittaa takaisin.", written_on=date(2026, 11, 22), person_id=maija, origin=ORIGIN, by=by, at=NOW
        )
        parties.edit_person(person_id=maija, changes={"last_name": "Muuttunut"}, origin=ORIGIN, by=by, at=NOW)
    secrets = re.compile("maija|esimerkki|muuttunut|1234567|123 4567|toimitusjohtaja|takaisin", re.IGNORECASE)
    assert len([table for table, text in everything() if secrets.search(text)]) > 5
    certificate = swept()
    assert certificate.people == 1
    found = [(table, secrets.findall(text)) for table, text in everything() if secrets.search(text)]
    assert found == []
    assert AuditEvent.objects.filter(subjects__contains=[maija]).exists(), "the log still names the id"


def everything() -> Iterator[tuple[str, str]]:
    """Every table as one text, read past row-level security by the access header of its transaction."""
    with looking(), connection.cursor() as cursor:
        cursor.execute(
            "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') "
            "and has_table_privilege(oid, 'select')"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(f'select coalesce(string_agg(t::text, chr(10)), chr(32)) from "{table}" t')  # noqa: S608
            yield table, cursor.fetchone()[0]


def test_a_run_that_is_killed_leaves_whole_people_and_a_certificate_of_what_was_done(
    esimerkki_oy: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_people(7, esimerkki_oy)
    monkeypatch.setattr(sweeping, "PORTION", 3)
    connections.close_all()
    child = get_context("fork").Process(target=_sweep_until_killed)
    child.start()
    child.join(60)
    assert child.exitcode == -signal.SIGKILL
    assert left() == 4
    with looking():
        assert PersonEmail.objects.count() == 4
    assert not Certificate.objects.exists()
    cut_off = Sweep.objects.get()
    assert (cut_off.state, cut_off.counts["people"], cut_off.counts["rows"]["Person"]) == ("running", 3, 3)
    with pytest.raises(SweepUnderWayError):
        swept()
    assert wake_sweep(by=JOB, at=LATER + timedelta(minutes=3), channel=Door.JOBS)
    assert Sweep.objects.get().state == "interrupted"
    whole = run_sweep(sweep_id=cut_off.id, by=JOB, at=LATER, clock=lambda: LATER, channel=Door.JOBS)
    assert whole is not None
    assert (whole.people, whole.organisations, whole.resumed, left()) == (7, 1, 1, 0)
    assert (whole.rows["PersonEmail"], whole.outcome) == (7, "finished")


def _sweep_until_killed() -> None:
    def killed(looked_at: int) -> None:
        if looked_at >= 3:
            os.kill(os.getpid(), signal.SIGKILL)

    swept(progress=killed)


def test_two_runs_at_once_count_each_person_once(esimerkki_oy: UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    add_people(12, esimerkki_oy)
    monkeypatch.setattr(sweeping, "PORTION", 4)

    def run(_: int) -> CertificateView | None:
        try:
            return swept()
        except SweepUnderWayError:
            return None
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        done = [one for one in pool.map(run, range(2)) if one is not None]
    assert left() == 0
    # The second is refused while the first is under way; after its end it finds nothing.
    assert sum(one.people for one in done) == 12
    assert sum(one.organisations for one in done) == 1
    assert sum(one.rows.get("PersonEmail", 0) for one in done) == 12
    assert [one.stuck for one in done] == [0] * len(done)


def test_a_person_who_becomes_active_while_the_sweep_looks_is_not_erased(maija: UUID, esimerkki_oy: UUID) -> None:
    """An order is being written when the sweep comes: the sweep waits for it, and then sees it."""
    written, go_on = threading.Event(), threading.Event()

    def order() -> None:
        try:
            with transaction.atomic(), entered() as by:
                parties.add_order(
                    organisation_id=esimerkki_oy, placed_on=date(2029, 11, 1), reference="1", origin=ORIGIN, by=by,
                    at=NOW,
                )  # fmt: skip
                written.set()
                go_on.wait(20)
        finally:
            connections.close_all()

    def run() -> CertificateView:
        try:
            return swept()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        ordering = pool.submit(order)
        assert written.wait(20)
        sweeping = pool.submit(run)
        time.sleep(0.5)
        assert not sweeping.done(), "it waits"
        go_on.set()
        ordering.result(20)
        certificate = sweeping.result(20)
    assert (certificate.people, certificate.organisations, left()) == (0, 0, 1)


def test_the_end_of_a_run_is_when_it_ended(maija: UUID) -> None:
    ended = LATER + timedelta(minutes=7)
    assert swept(clock=lambda: ended).finished_at == ended
    assert Certificate.objects.get().finished_at == ended


def test_a_sweep_of_many_people_asks_as_much_as_one_of_few(esimerkki_oy: UUID) -> None:
    add_people(3, esimerkki_oy)
    with CaptureQueriesContext(connection) as of_few:
        assert swept().people == 3
    with entered() as by:
        customer = parties.add_organisation(registered_name="Toinen Oy", origin=ORIGIN, by=by, at=NOW)
        parties.add_relationship(organisation_id=customer, kind=RelationshipKind.CUSTOMER, origin=ORIGIN, by=by, at=NOW)
    add_people(60, customer)
    with CaptureQueriesContext(connection) as of_many:
        assert swept().people == 60
    assert len(of_many) == len(of_few)


def test_one_person_whom_the_database_does_not_let_go_holds_nobody_else(
    esimerkki_oy: UUID, postgres_server: TestServer
) -> None:
    """A table that nobody declared points to one of them, as an add-on of somebody else's might."""
    add_people(3, esimerkki_oy)
    with looking():
        stuck = Person.objects.order_by("sort_key").values_list("pk", flat=True)[1]
    with psycopg.connect(postgres_server.admin_dsn, dbname=connection.settings_dict["NAME"], autocommit=True) as admin:
        admin.execute("create table undeclared (person uuid references parties_person deferrable initially deferred)")
        try:
            admin.execute("insert into undeclared values (%s)", (stuck,))
            certificate = swept()
            with looking():
                assert list(Person.objects.values_list("pk", flat=True)) == [stuck]
                assert PersonEmail.objects.get().person_id == stuck
        finally:
            admin.execute("drop table undeclared")
    assert (certificate.people, certificate.rows["Person"]) == (2, 2)
    assert (certificate.stuck, certificate.stuck_by_reason) == (1, {"database": 1})
    assert (certificate.organisations, certificate.held_back["still needed"]) == (0, 2)


def test_every_transaction_of_a_sweep_has_its_header(maija: UUID, esimerkki_oy: UUID) -> None:
    swept()
    erasing = list(AuditEvent.objects.filter(action="retention.erase").values_list("access", flat=True))
    listing = list(AuditEvent.objects.filter(action="retention.list").values_list("access", flat=True))
    assert (len(erasing), len(listing)) == (3, 3), "people, organisations, and the one that certifies"
    assert set(erasing) == set(listing)
    assert len(set(erasing)) == 3


def _rows() -> Counter[str]:
    """How many rows each table has that a certificate counts, by the name of its model."""
    with looking():
        return Counter({
            holding.model.__name__: holding.model._default_manager.count()  # type: ignore[attr-defined]
            for holding in registry()
            if holding.model._meta.app_label == "parties"  # type: ignore[attr-defined]
        })  # fmt: skip


def _sweep_in_a_process(sweep_id: UUID) -> None:
    run_sweep(sweep_id=sweep_id, by=JOB, at=LATER, clock=lambda: LATER, channel=Door.JOBS)


def test_killed_at_any_moment_again_and_again_it_ends_with_a_certificate_of_what_happened(
    esimerkki_oy: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_people(24, esimerkki_oy)
    monkeypatch.setattr(sweeping, "PORTION", 2)
    settle(by=JOB, at=LATER, channel=Door.JOBS)
    before, chance = _rows(), random.Random(4)  # noqa: S311 - the same moments each time
    sweep_id = ask_sweep(by=JOB, at=LATER, channel=Door.JOBS, defer=False)
    kills = 0
    while kills < 8 and not Certificate.objects.exists():
        connections.close_all()
        child = get_context("fork").Process(target=_sweep_in_a_process, args=(sweep_id,))
        child.start()
        child.join(chance.uniform(0.02, 0.25))
        if child.exitcode is None:
            os.kill(child.pid or 0, signal.SIGKILL)
            child.join(30)
            kills += 1
        with looking():
            whole = set(PersonEmail.objects.values_list("person_id", flat=True))
            assert set(Person.objects.values_list("pk", flat=True)) == whole, "somebody is half erased"
            assert len(whole) + Sweep.objects.get().counts.get("people", 0) == 24, "the count is not what happened"
    assert kills >= 3, "it was too quick to be killed"
    _sweep_in_a_process(sweep_id)
    certificate = queries.certificate(certificate_id=sweep_id)
    assert certificate is not None
    assert (certificate.outcome, certificate.people, left()) == ("finished", 24, 0)
    after = _rows()
    gone = {table: number - after[table] for table, number in before.items() if number != after[table]}
    assert {table: number for table, number in certificate.rows.items() if table in before} == gone
    assert queries.genuine(certificate_id=sweep_id) is Genuine.YES


@pytest.mark.parametrize(
    "night", [datetime(2030, 3, 31, tzinfo=UTC), datetime(2030, 10, 27, tzinfo=UTC), datetime(2032, 2, 29, tzinfo=UTC)]
)
def test_in_the_nights_when_clocks_change_and_on_a_leap_day_one_sweep_after_the_other(
    maija: UUID, night: datetime
) -> None:
    """Every hour of the night, as if each were the one at which it runs; the hour that comes twice is no step back."""
    made = [
        sweep(by=JOB, at=moment, now=moment, channel=Door.JOBS, clock=lambda moment=moment: moment)  # type: ignore[misc]
        for moment in (night + timedelta(hours=hour) for hour in range(-2, 5))
    ]
    assert [one.remarks for one in made] == [()] * 7
    assert sum(one.people for one in made) == 1
    assert left() == 0
