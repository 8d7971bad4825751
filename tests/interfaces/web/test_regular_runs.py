"""The page of regular runs: what is due, recording that it was done, and who sees it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import Settings

from kortisto.declaration.civil_time import civil_day, start_of_day
from kortisto.privacy.retention import queries
from kortisto.privacy.retention.models import RegularRun
from kortisto.privacy.retention.operations import ask_regular_runs, sweep
from kortisto.privacy.retention.regular import next_date
from kortisto.register.access import current
from kortisto.register.audit.enums import Door
from tests.interfaces.web.conftest import COMMAND, LONG_AGO, As

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

PAGE = "/retention/regular/"
RUNS = """
runs:
  purge:
    kind: purge
    every: 1 day
  looking:
    kind: refresh
    every: 1 month
    by: sales
    text: {fi: Tiedot tarkistetaan., sv: Uppgifterna kontrolleras., en: The data are checked.}
"""


@pytest.fixture
def promised(settings: Settings, tmp_path: Path) -> None:
    """The notice of the tests promises two regular runs."""
    written = tmp_path / "runs.yaml"
    written.write_text(Path(settings.KORTISTO_DECLARATION).read_text("utf-8") + RUNS, "utf-8")
    settings.KORTISTO_DECLARATION = str(written)


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def test_who_does_it_sees_how_late_it_is_and_records_it(promised: None, log_in_as: As) -> None:
    bob = log_in_as("bob")
    assert "the date is set in the coming night" in text(bob.get(PAGE))
    ask_regular_runs(by=COMMAND, at=LONG_AGO, channel=Door.CLI)
    page = text(bob.get(PAGE))
    assert "The data are checked." in page
    assert "was to be done by June 6, 1998" in page or "was to be done by 6.6.1998" in page
    row = RegularRun.objects.get(run="looking")
    form = f"{PAGE}{row.id}/"
    assert "Checking that the data are right" in text(bob.get(form))
    refused = bob.post(form, {"note": " ", "proof": "report 7"})
    assert refused.status_code == 422
    assert "report 7" in text(refused)
    assert bob.post(form, {"note": "All were looked at.", "proof": "report 7"}).headers["Location"] == PAGE
    page = text(bob.get(PAGE))
    assert "All were looked at." in page
    assert "as recorded" in page
    assert "not as recorded" not in page
    assert bob.get(form).status_code == 404, "it is done"


def test_the_list_tells_when_it_was_done_last_and_what_shows_that(promised: None, log_in_as: As) -> None:
    ask_regular_runs(by=COMMAND, at=LONG_AGO, channel=Door.CLI)
    bob = log_in_as("bob")
    row = RegularRun.objects.get(run="looking")
    bob.post(f"{PAGE}{row.id}/", {"note": "All were looked at.", "proof": "report 7"})
    today = timezone.localdate()
    page = text(bob.get(PAGE))
    assert f"last done {today.day}.{today.month}.{today.year} (report 7)" in page
    following = RegularRun.objects.get(run="looking", done_at__isnull=True)
    assert following.counted_from == today, "the next is counted from the day on which it was done"
    assert f"by {following.due_on.day}.{following.due_on.month}.{following.due_on.year} at the latest" in page
    now = timezone.now()
    done = sweep(by=COMMAND, at=now, now=now, channel=Door.CLI)
    due = text(bob.get(PAGE)).partition("Done</h2>")[0]
    assert f'(<a href="/retention/certificates/{done.id}/">' in due


def test_my_day_says_what_waits_for_ones_role(promised: None, log_in_as: As) -> None:
    bob = log_in_as("bob")
    assert "to be done." not in text(bob.get("/day/"))
    ask_regular_runs(by=COMMAND, at=LONG_AGO, channel=Door.CLI)
    assert "1 regular run is to be done." in text(bob.get("/day/"))
    assert "to be done." not in text(log_in_as("dora").get("/day/")), "it is the work of sales"


@pytest.mark.parametrize("notice", ["asiakasrekisteri", "futursoft", "ivt", "vastuugroup", "vtt"])
def test_every_run_that_a_notice_promises_gets_its_date_and_is_late_the_day_after(
    notice: str, settings: Settings, db: None
) -> None:
    settings.KORTISTO_DECLARATION = str(Path(__file__).parents[3] / "notices" / f"{notice}.yaml")
    ask_regular_runs(by=COMMAND, at=LONG_AGO, channel=Door.CLI)
    declared = current.compiled().declaration.runs
    found = {one.run: one for one in queries.regular_runs(by=COMMAND, at=LONG_AGO)}
    assert set(found) == set(declared)
    for id_, one in found.items():
        assert one.due_on == next_date(civil_day(LONG_AGO), declared[id_])
        assert one.late == 0
        if one.due_on is not None:
            moment = start_of_day(one.due_on)
            late = [queries.regular_runs(by=COMMAND, at=moment + timedelta(days=days, hours=12)) for days in (0, 1)]
            assert [{run.run: run.late for run in runs}[id_] for runs in late] == [0, 1]


def test_the_menu_counts_what_waits_for_ones_role(promised: None, log_in_as: As) -> None:
    ask_regular_runs(by=COMMAND, at=LONG_AGO, channel=Door.CLI)
    assert PAGE in text(log_in_as("bob").get("/"))
    assert log_in_as("charlie").get(PAGE).status_code == 404


def test_the_sweep_records_its_own_with_the_certificate(promised: None, log_in_as: As) -> None:
    now = timezone.now()
    ask_regular_runs(by=COMMAND, at=now, channel=Door.CLI)
    done = sweep(by=COMMAND, at=now, now=now, channel=Door.CLI)
    alice = log_in_as("alice")
    assert f"/retention/certificates/{done.id}/" in text(alice.get(PAGE))
    waiting = RegularRun.objects.get(run="purge", done_at__isnull=True)
    assert alice.get(f"{PAGE}{waiting.id}/").status_code == 404, "the sweep does that"


def test_a_notice_without_runs_says_so(log_in_as: As) -> None:
    assert "promises no regular runs" in text(log_in_as("alice").get(PAGE))
