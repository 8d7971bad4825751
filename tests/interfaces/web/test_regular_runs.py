"""The page of regular runs: what is due, recording that it was done, and who sees it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import Settings

from kortisto.privacy.retention.models import RegularRun
from kortisto.privacy.retention.operations import ask_regular_runs, sweep
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
