"""The pages of sweeps: started, watched, broken off, tried; who is stuck; certificates in a list and one by one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from kortisto.privacy.retention.enums import SubjectKind
from kortisto.privacy.retention.models import Certificate, Stuck, Sweep
from kortisto.privacy.retention.operations import ask_sweep, run_sweep, run_trial, sweep
from kortisto.register.audit.enums import Door
from kortisto.register.parties.models import Person
from tests.interfaces.web.conftest import COMMAND, NOW, As, World, engine

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

PAGE = "/retention/sweeps/"


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def asked() -> Sweep:
    return Sweep.objects.get(state="asked")


def test_the_button_asks_for_one_and_a_second_press_shows_it(log_in_as: As, world: World) -> None:
    client = log_in_as("alice")
    assert client.post(f"{PAGE}start/").headers["Location"] == PAGE
    assert asked().asked_by is not None
    assert [job.task_name for job in ProcrastinateJob.objects.all()] == ["sweep"]
    assert client.post(f"{PAGE}start/").status_code == 302
    page = text(client.get(PAGE))
    assert "Waits for its turn" in page
    assert "A sweep is under way already" in page
    assert 'hx-trigger="every 2s"' in page
    part = text(client.get(PAGE, headers={"HX-Request": "true"}))
    assert part.startswith("<section")
    assert "<html" not in part


def test_it_is_broken_off_by_the_page_and_shows_its_certificate(log_in_as: As, world: World) -> None:
    client = log_in_as("alice")
    client.post(f"{PAGE}start/")
    one = asked().id
    client.post(f"{PAGE}{one}/", {"do": "cancel"})
    assert "Cancelled" in text(client.get(f"/retention/certificates/{one}/"))
    over = client.post(f"{PAGE}{one}/", {"do": "cancel"})
    assert over.headers["Location"] == f"/retention/certificates/{one}/"
    assert client.post(f"{PAGE}{UUID(int=7)}/", {"do": "cancel"}).status_code == 404


def test_one_that_stands_still_says_so_and_can_be_gone_on_with(log_in_as: As, world: World) -> None:
    client = log_in_as("alice")
    one = ask_sweep(by=COMMAND, at=NOW, channel=Door.CLI, defer=False)
    Sweep.objects.filter(pk=one).update(state="running", started_at=NOW, total=10, looked_at=4)
    page = text(client.get(PAGE))
    assert "Interrupted" in page
    assert "4 of 10 looked at" in page
    client.post(f"{PAGE}{one}/", {"do": "resume"})
    assert Sweep.objects.get(pk=one).state == "interrupted"
    assert ProcrastinateJob.objects.get().args == {"sweep_id": str(one)}
    run_sweep(sweep_id=one, by=COMMAND, at=NOW, clock=lambda: NOW, channel=Door.CLI)
    assert "No sweep is under way" in text(client.get(PAGE))


def test_who_may_not_sweep_can_neither_start_nor_try_nor_break_off(log_in_as: As, world: World) -> None:
    aaro = log_in_as("aaro")
    for client in (log_in_as("bob"), aaro, log_in_as("charlie")):
        for address in (f"{PAGE}start/", f"{PAGE}simulate/", f"{PAGE}{world.certificate}/"):
            assert client.post(address).status_code == 404
    assert not Sweep.objects.filter(state="asked").exists()
    assert "Try what it would do" not in text(aaro.get(PAGE))


def tried(client: Client) -> str:
    """Ask for a trial by the page, and have it done; return its address."""
    address: str = client.post(f"{PAGE}simulate/").headers["Location"]
    now = timezone.now()
    run_trial(trial_id=UUID(address.split("/")[-2]), by=COMMAND, at=now, clock=lambda: now, channel=Door.JOBS)
    return address


def test_trying_is_a_job_whose_page_tells_how_far_it_is_and_whom_it_would_be(log_in_as: As, world: World) -> None:
    dora = log_in_as("dora")
    address = dora.post(f"{PAGE}simulate/").headers["Location"]
    [job] = ProcrastinateJob.objects.filter(task_name="trial")
    assert f"/retention/trials/{job.args['trial_id']}/" == address
    page = text(dora.get(address))
    assert "Waits for its turn" in page
    assert f'hx-get="{address}" hx-trigger="every 2s"' in page
    assert text(dora.get(address, headers={"HX-Request": "true"})).startswith("<section")
    assert dora.post(f"{PAGE}simulate/").headers["Location"] == address, "one at a time: that one is shown"
    now = timezone.now()
    run_trial(trial_id=UUID(job.args["trial_id"]), by=COMMAND, at=now, clock=lambda: now, channel=Door.JOBS)
    assert dora.get(address, headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"
    page = text(dora.get(address))
    assert "Onni Keksitty" in page
    assert "1 person" in page
    assert "Break off" not in page
    with engine():
        assert Person.objects.filter(pk=world.onni).exists()
    assert address in text(dora.get(PAGE)), "the page stays, and is found again"


def test_a_trial_tells_people_only_to_those_who_may_see_them(log_in_as: As, world: World) -> None:
    address = tried(log_in_as("alice"))
    page = text(log_in_as("aaro").get(address))
    assert "1 person" in page
    assert "Onni" not in page
    assert "Try again" not in page
    assert log_in_as("bob").get(address).status_code == 404


def test_a_trial_is_broken_off(log_in_as: As, world: World) -> None:
    alice = log_in_as("alice")
    address = alice.post(f"{PAGE}simulate/").headers["Location"]
    for name in ("bob", "aaro"):
        assert log_in_as(name).post(f"{address}cancel/").status_code == 404
    assert alice.post(f"{address}cancel/").headers["Location"] == address
    assert "It was broken off after 0 of 0" in text(alice.get(address))
    assert alice.post(f"{address}cancel/").status_code == 302
    assert "The trial is over already." in text(alice.get(address))
    assert alice.post(f"/retention/trials/{UUID(int=7)}/cancel/").status_code == 404


def test_who_is_stuck_is_listed_for_those_who_may_see_people(log_in_as: As, world: World) -> None:
    with engine():
        for place in range(3):
            Stuck.objects.create(
                kind=SubjectKind.PERSON, subject=world.onni if not place else UUID(int=place), first_at=NOW,
                last_at=NOW, times=place + 1, reason="database", place="some_constraint", sweep=UUID(int=1),
            )  # fmt: skip
    page = text(log_in_as("dora").get(PAGE))
    assert "Onni Keksitty" in page
    assert "the database refused" in page
    assert "no longer in the register" in page
    assert "Onni" not in text(log_in_as("aaro").get(PAGE))


def test_the_page_of_a_certificate_says_whether_it_is_the_one_in_the_log(log_in_as: As, world: World) -> None:
    client = log_in_as("aaro")
    done = sweep(by=COMMAND, at=NOW, now=NOW, channel=Door.CLI)
    address = f"/retention/certificates/{done.id}/"
    page = text(client.get(address))
    assert 'class="notice ok" id="genuine"' in page
    assert done.sha256 in page
    assert "Onni" not in page
    assert str(world.onni) not in page
    made_up = Certificate.objects.get(pk=done.id)
    made_up.pk = UUID(int=5)
    made_up.save(force_insert=True)
    assert 'class="notice bad" id="genuine"' in text(client.get(f"/retention/certificates/{UUID(int=5)}/"))


def test_the_list_has_pages_and_asks_the_same_however_many_there_are(log_in_as: As, world: World) -> None:
    client = log_in_as("aaro")
    with CaptureQueriesContext(connection) as of_one:
        client.get("/retention/certificates/")
    Certificate.objects.bulk_create(
        Certificate(declaration="minimal 1.0", started_at=NOW, finished_at=NOW, outcome="finished", document="{}")
        for _ in range(55)
    )
    with CaptureQueriesContext(connection) as of_many:
        first = client.get("/retention/certificates/")
    assert len(of_many) == len(of_one)
    older = first.content.decode().partition('href="?before=')[2].partition('"')[0]
    second = client.get(f"/retention/certificates/?before={older}")
    assert second.content.decode().count("/retention/certificates/0") == 6
    for mangled in ("x", "2026-01-01_x", "2026-01-01T00:00:00_" + str(UUID(int=1))):
        assert client.get("/retention/certificates/", {"before": mangled}).status_code == 200


def test_before_the_first_one_the_pages_say_what_will_come(log_in_as: As) -> None:
    client = log_in_as("alice")
    assert "The first one runs in the coming night" in text(client.get(PAGE))
    assert "No sweep has been run yet" in text(client.get("/retention/certificates/"))
