"""Whom an import brought is compared with who was there before: a job of its own, in portions, in a name."""

from __future__ import annotations

from typing import cast
from uuid import UUID

import pytest
from django.db import connection

from kortisto.register.access import operations as access
from kortisto.register.audit import queries as log
from kortisto.register.audit.enums import Door
from kortisto.register.audit.values import Actor
from kortisto.register.parties import operations as parties
from kortisto.register.parties.enums import PartyKind
from kortisto.register.parties.models import DuplicatePair, DuplicateScan
from kortisto.register.parties.queries.duplicates import latest_scans, scans_of
from tests.register.conftest import BOB, NOW, entered
from tests.register.parties.importing.test_uploads import HEADER, JOB, TWO, alice, data_folder, imported

pytestmark = [pytest.mark.integration, pytest.mark.django_db]
__all__ = ["alice", "data_folder"]  # fixtures

MISSPELT = HEADER + "Kukka;Aino;Heku;;aino@kukka.example;\nKukka Oy;Onni;Keksity;;;\nToinen Oy;Eila;Eri;;;\n"


def compare(batch: object) -> None:
    parties.run_scans_of_import(batch_id=batch, by=JOB, at=NOW, channel=Door.JOBS)  # type: ignore[arg-type]


def pairs() -> set[tuple[str, str]]:
    with entered() as by:
        by.record("test.look")
        rows = DuplicatePair.objects.filter(first_person__isnull=False).select_related("first_person", "second_person")
        return {(row.first_person.last_name, row.second_person.last_name) for row in rows}  # type: ignore[union-attr]


def test_the_worker_is_asked_when_the_last_row_is_in(alice: Actor) -> None:
    batch = imported(HEADER + TWO, alice).batch_id
    with connection.cursor() as cursor:
        cursor.execute("select args ->> 'batch_id' from procrastinate_jobs where task_name = 'compare_import'")
        assert cursor.fetchall() == [(str(batch),)]
    running = [(scan.kind, scan.file_name) for scan in latest_scans(by=alice) if scan.is_running]
    assert running == [(PartyKind.PERSON, "asiakkaat.csv"), (PartyKind.ORGANISATION, "asiakkaat.csv")]
    assert [scan.kind for scan in scans_of(batch_id=cast("UUID", batch))] == [PartyKind.PERSON, PartyKind.ORGANISATION]


def test_the_names_of_files_are_for_who_may_import(alice: Actor) -> None:
    imported(HEADER + TWO, alice)
    seen = latest_scans(by=BOB)  # who may merge, and so sees the possible duplicates
    assert [(scan.is_running, scan.file_name) for scan in seen] == [(True, ""), (True, "")]


def test_a_run_that_was_cut_off_goes_on_where_it_was(alice: Actor) -> None:
    imported(HEADER + TWO, alice)
    batch = imported(MISSPELT, alice).batch_id
    assert batch is not None
    first = DuplicateScan.objects.get(batch=batch, kind="person")
    with entered() as by:
        assert parties.scan_portion(scan_id=first.id, by=by, at=NOW, size=1)
    assert [scan.percent for scan in scans_of(batch_id=batch) if scan.kind is PartyKind.PERSON] == [33]
    assert pairs() == {("Hehku", "Heku")}
    compare(batch)
    assert pairs() == {("Hehku", "Heku"), ("Keksitty", "Keksity")}
    compared = [scan.compared for scan in scans_of(batch_id=batch)]
    compare(batch)  # nothing is left to do
    assert [scan.compared for scan in scans_of(batch_id=batch)] == compared


def test_comparing_an_import_is_told_as_what_it_is(alice: Actor) -> None:
    batch = imported(HEADER + TWO, alice).batch_id
    compare(batch)
    told = {line.action for line in log.events() if line.object_kind in {*PartyKind}}
    assert "duplicates.compare" in told
    assert "duplicates.scan" not in told


def test_a_whole_search_beside_it_is_neither_kept_waiting_nor_ended_by_it(alice: Actor) -> None:
    imported(HEADER + TWO, alice)
    batch = imported(MISSPELT, alice).batch_id
    with entered() as by:
        whole = parties.begin_scan(kind=PartyKind.PERSON, by=by, at=NOW)
    compare(batch)
    assert DuplicateScan.objects.get(pk=whole).finished_at is None
    found = pairs()
    parties.run_scans(by=alice, purpose="crm", at=NOW, channel=Door.JOBS)
    assert DuplicateScan.objects.get(pk=whole).finished_at == NOW
    assert pairs() == found


def test_in_the_name_of_who_has_left_nothing_is_compared(alice: Actor) -> None:
    imported(HEADER + TWO, alice)
    batch = imported(MISSPELT, alice).batch_id
    assert batch is not None
    assert alice.id is not None
    access.add_user(
        email="carol@staff.example", password="correct horse battery", role="main_user", by=JOB, at=NOW, undertaking="1"
    )
    access.close_user(user_id=alice.id, by=JOB, at=NOW)
    compare(batch)
    assert pairs() == set()
    assert [scan.cancelled_at for scan in scans_of(batch_id=batch)] == [NOW, NOW]
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from audit_event where action = 'access.read' and outcome = 'denied'")
        assert cursor.fetchone() == (2,)


def test_of_an_employer_of_many_those_are_compared_whose_names_stand_near(alice: Actor) -> None:
    crowd = "".join(f"Suuri Oy;Etu{chr(97 + n // 26)}{chr(97 + n % 26)};Malli;;;\n" for n in range(80))
    imported(HEADER + crowd + "Suuri Oy;Aino;Mielikki;;;\n", alice)
    batch = imported(HEADER + "Suuri Oy;Aino;Mielikkki;;;\n", alice).batch_id
    compare(batch)
    assert pairs() == {("Mielikki", "Mielikkki")}
