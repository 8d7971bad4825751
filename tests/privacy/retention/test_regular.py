"""Regular runs: asked for on their dates, done by the sweep or by people, and records that stay as they were made."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction
from pytest_django import Settings

from kortisto.privacy.retention import operations, queries
from kortisto.privacy.retention.models import RegularRun
from kortisto.privacy.retention.operations import DoneAlreadyError
from kortisto.register.access.rules import NotPermittedError
from kortisto.register.audit.enums import ActorKind, Door
from kortisto.register.audit.values import Actor
from tests.register.conftest import ALICE, BOB, CHARLIE
from tests.support.postgres import TestServer

pytestmark = pytest.mark.integration

JOB = Actor(kind=ActorKind.JOB)
LEAP_DAY = datetime(2028, 2, 29, 9, tzinfo=UTC)
RUNS = """
runs:
  purge:
    kind: purge
    every: 1 day
    by: main_user
  looking:
    kind: refresh
    every: 1 year
    by: sales
    text: {fi: Tiedot tarkistetaan., sv: Uppgifterna kontrolleras., en: The data are checked.}
"""


@pytest.fixture
def db(transactional_db: None) -> None:
    """What is written is committed, as in an installation."""


@pytest.fixture(autouse=True)
def declared(settings: Settings, tmp_path: Path) -> Path:
    """The declaration of the tests with two regular runs."""
    written = tmp_path / "runs.yaml"
    written.write_text(Path(settings.KORTISTO_DECLARATION).read_text("utf-8") + RUNS, "utf-8")
    settings.KORTISTO_DECLARATION = str(written)
    return written


def asked(at: datetime = LEAP_DAY) -> int:
    return operations.ask_regular_runs(by=JOB, at=at, channel=Door.JOBS)


def due(run: str, at: datetime = LEAP_DAY, by: Actor = ALICE) -> queries.RunDue:
    return next(one for one in queries.regular_runs(by=by, at=at) if one.run == run)


def recorded(at: datetime = LEAP_DAY, by: Actor = BOB) -> None:
    found = due("looking", at, by)
    assert found.id is not None
    operations.record_regular_run(
        record_id=found.id, note="Checked all.", proof="report 7", by=by, at=at, channel=Door.WEB
    )


def test_each_run_gets_its_next_date_once(db: None) -> None:
    assert due("looking").due_on is None
    assert asked() == 2
    assert asked() == 0
    assert (due("purge").due_on, due("looking").due_on) == (date(2028, 3, 1), date(2029, 2, 28))


def test_lateness_is_counted_in_civil_days(db: None) -> None:
    asked()
    last_moment = datetime(2029, 2, 28, 21, 59, tzinfo=UTC)  # 23.59 in Finland
    assert due("looking", last_moment).late == 0
    assert due("looking", last_moment.replace(hour=22, minute=1)).late == 1
    assert queries.regular_runs_waiting(by=BOB, at=last_moment) == 1
    assert queries.regular_runs_waiting(by=BOB, at=LEAP_DAY) == 0
    assert queries.regular_runs_waiting(by=CHARLIE, at=last_moment) == 0


def test_done_it_is_due_again_a_period_later(db: None) -> None:
    asked()
    late = datetime(2029, 6, 1, 9, tzinfo=UTC)
    recorded(late)
    [done] = queries.regular_runs_done()
    assert (done.run, done.done_by, done.note, done.proof, done.genuine) == (
        "looking", BOB.id, "Checked all.", "report 7", True,
    )  # fmt: skip
    assert done.late == (date(2029, 6, 1) - date(2029, 2, 28)).days
    assert (due("looking", late).due_on, due("looking", late).last_done) == (date(2030, 6, 1), date(2029, 6, 1))


def test_whose_work_it_is_and_who_watches_over_it_may_record_it(db: None) -> None:
    asked()
    assert due("looking", by=BOB).may_do
    assert due("looking", by=ALICE).may_do
    assert not due("looking", by=CHARLIE).may_do
    assert not due("purge", by=ALICE).may_do, "the sweep does that"
    with pytest.raises(NotPermittedError):
        recorded(by=CHARLIE)
    row = RegularRun.objects.get(run="looking")
    with pytest.raises(ValueError, match="what was done"):
        operations.record_regular_run(record_id=row.id, note=" ", by=BOB, at=LEAP_DAY, channel=Door.WEB)
    recorded()
    with pytest.raises(DoneAlreadyError):
        operations.record_regular_run(record_id=row.id, note="x", by=BOB, at=LEAP_DAY, channel=Door.WEB)


def test_a_sweep_does_the_purge_and_its_certificate_is_the_proof(db: None) -> None:
    asked()
    certificate = operations.sweep(by=JOB, at=LEAP_DAY, now=LEAP_DAY, channel=Door.JOBS)
    [done] = queries.regular_runs_done()
    assert (done.run, done.proof, done.genuine) == ("purge", str(certificate.id), True)
    assert due("purge").due_on == date(2028, 3, 1)
    cancelled = operations.ask_sweep(by=JOB, at=LEAP_DAY, channel=Door.JOBS, defer=False)
    operations.cancel_sweep(sweep_id=cancelled, by=JOB, at=LEAP_DAY, channel=Door.JOBS)
    assert len(queries.regular_runs_done()) == 1, "one that was cancelled has not done it"


def test_the_dates_follow_the_notice(db: None, declared: Path, settings: Settings) -> None:
    asked()
    recorded()
    text = declared.read_text("utf-8")
    monthly = declared.with_name("monthly.yaml")
    monthly.write_text(text.replace("every: 1 year", "every: 1 month"), "utf-8")
    settings.KORTISTO_DECLARATION = str(monthly)
    assert asked() == 1
    assert due("looking").due_on == date(2028, 3, 29)
    without = declared.with_name("without.yaml")
    without.write_text(text.partition("  looking:")[0], "utf-8")
    settings.KORTISTO_DECLARATION = str(without)
    assert asked() == 1
    assert [one.run for one in queries.regular_runs(by=ALICE, at=LEAP_DAY)] == ["purge"]
    assert [one.run for one in queries.regular_runs_done()] == ["looking"]
    settings.KORTISTO_DECLARATION = str(declared)
    asked(LEAP_DAY.replace(year=2032))
    assert due("looking").due_on == date(2029, 2, 28), "counted from when it was done last"


@pytest.mark.parametrize("change", ["update retention_regular_run set note = 'other' where done_at is not null",
                                    "delete from retention_regular_run where done_at is not null"])  # fmt: skip
def test_a_record_stays_as_it_was_made(db: None, change: str) -> None:
    asked()
    recorded()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


def test_a_record_that_was_changed_by_hand_is_found(db: None, postgres_server: TestServer) -> None:
    asked()
    recorded()
    with psycopg.connect(postgres_server.admin_dsn, dbname=connection.settings_dict["NAME"], autocommit=True) as admin:
        admin.execute("set session_replication_role = replica")
        admin.execute(
            "update retention_regular_run set done_at = done_at - interval '1 year' where done_at is not null"
        )
    assert [one.genuine for one in queries.regular_runs_done()] == [False]
    assert queries.regular_run(record_id=UUID(int=1), by=ALICE, at=LEAP_DAY) is None
