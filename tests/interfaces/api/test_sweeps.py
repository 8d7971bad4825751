"""Sweeps, their trials and the regular runs by the API."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from kortisto.privacy.retention.models import Sweep
from kortisto.privacy.retention.operations import ask_regular_runs, run_sweep, run_trial
from kortisto.register.audit import queries as log
from kortisto.register.audit.enums import Door
from tests.interfaces.api.conftest import Program
from tests.interfaces.web.conftest import COMMAND, LONG_AGO, World
from tests.interfaces.web.test_regular_runs import promised

__all__ = ["promised"]
pytestmark = pytest.mark.integration


def test_a_sweep_is_started_watched_and_certified(full: Program, world: World) -> None:
    asked = full.post("/sweeps", {})
    assert asked.status_code == 202
    address = asked.headers["Location"].removeprefix("/api/v1")
    assert full.post("/sweeps", {}).status_code == 409
    assert [job.task_name for job in ProcrastinateJob.objects.all()] == ["sweep"]
    assert full.get(address).json()["state"] == "asked"
    page = full.get("/sweeps").json()
    assert (page["under_way"]["id"], page["items"][0]["id"], page["next"]) == (asked.json()["id"],) * 2 + (None,)
    now = timezone.now()
    run_sweep(sweep_id=UUID(asked.json()["id"]), by=COMMAND, at=now, clock=lambda: now, channel=Door.JOBS)
    over = full.get(address).json()
    assert (over["state"], over["over"], over["people"]) == ("finished", True, 1)
    assert full.get("/sweeps").json()["under_way"] is None
    assert full.get(f"/certificates/{over['id']}").json()["people"] == 1
    assert full.post(f"{address}/cancel", {}).status_code == 409


def test_one_that_stands_still_is_gone_on_with_or_broken_off(full: Program, world: World) -> None:
    one = full.post("/sweeps", {}).json()["id"]
    Sweep.objects.filter(pk=one).update(state="running", started_at=LONG_AGO, moved_at=LONG_AGO)
    assert full.get(f"/sweeps/{one}").json()["state"] == "interrupted"
    assert full.post(f"/sweeps/{one}/resume", {}).status_code == 204
    assert full.post(f"/sweeps/{one}/cancel", {}).status_code == 204
    assert full.get(f"/certificates/{one}").json()["outcome"] == "cancelled"
    assert full.post(f"/sweeps/{UUID(int=7)}/cancel", {}).status_code == 404
    assert {"retention.resume", "retention.cancel"} <= {line.action for line in log.events()}


def test_the_list_of_sweeps_goes_on_where_it_ended(full: Program, world: World) -> None:
    now = timezone.now()
    Sweep.objects.bulk_create(
        Sweep(
            state="finished", declaration="minimal 1.0", evaluated_at=now, asked_at=now, moved_at=now, finished_at=now
        )
        for _ in range(55)
    )
    first = full.get("/sweeps").json()
    second = full.call("GET", f"/sweeps?after={first['next'].replace('+', '%2B')}").json()
    ids = [one["id"] for one in first["items"] + second["items"]]
    assert (len(first["items"]), second["next"], len(set(ids))) == (50, None, 56)
    assert full.get("/sweeps?after=nonsense").json()["items"][0]["id"] == ids[0]


def test_a_trial_says_what_would_go_and_keeps_nothing(full: Program, overseer: Program, world: World) -> None:
    asked = full.post("/sweeps/trials", {})
    assert asked.status_code == 202
    one = asked.json()["id"]
    assert full.post("/sweeps/trials", {}).status_code == 409
    now = timezone.now()
    run_trial(trial_id=UUID(one), by=COMMAND, at=now, clock=lambda: now, channel=Door.JOBS)
    found = full.get(f"/sweeps/trials/{one}?language=sv").json()
    assert (found["state"], found["people"]) == ("finished", 1)
    assert "Onni Keksitty" in {sample["name"] for sample in found["samples"]}
    assert full.get("/sweeps/trials").json()["items"][0]["samples"] is None
    assert full.get(f"/people/{world.onni}").status_code == 200
    assert overseer.post("/sweeps/trials", {}).status_code == 404
    assert full.post(f"/sweeps/trials/{one}/cancel", {}).status_code == 409
    ahead = full.post("/sweeps/trials", {"at": "2100-01-01T00:00:00Z"})
    assert ahead.status_code == 202, "what lies ahead may be tried"
    assert full.post(f"/sweeps/trials/{ahead.json()['id']}/cancel", {}).status_code == 204


def test_a_regular_run_is_recorded_and_proved(promised: None, full: Program, world: World) -> None:
    ask_regular_runs(by=COMMAND, at=LONG_AGO, channel=Door.CLI)
    due = {one["run"]: one for one in full.get("/regular-runs?language=sv").json()["due"]}
    looking = due["looking"]
    assert (looking["kind"], looking["every"], looking["roles"]) == ("refresh", "1 month", ["sales"])
    assert looking["due_on"] == "1998-06-06"
    assert looking["late"] > 10_000
    assert looking["text"] == "Uppgifterna kontrolleras."
    assert not due["purge"]["may_do"], "the sweep does that"
    address = f"/regular-runs/{looking['id']}/done"
    assert full.post(address, {"note": "  "}).status_code == 422
    assert full.post(address, {"note": "Kaikki käytiin läpi.", "proof": "raportti 7"}).status_code == 204
    [record] = [one for one in full.get("/regular-runs").json()["done"] if one["run"] == "looking"]
    assert (record["note"], record["proof"], record["genuine"]) == ("Kaikki käytiin läpi.", "raportti 7", True)
    assert record["late"] > 10_000
    assert full.post(address, {"note": "Uudestaan."}).status_code == 404


def test_whose_work_it_is_not_records_nothing(promised: None, overseer: Program, world: World) -> None:
    ask_regular_runs(by=COMMAND, at=LONG_AGO, channel=Door.CLI)
    assert overseer.get("/regular-runs").status_code == 200
    purge = next(one for one in overseer.get("/regular-runs").json()["due"] if one["run"] == "purge")
    assert overseer.post(f"/regular-runs/{purge['id']}/done", {"note": "Tehty."}).status_code == 404
