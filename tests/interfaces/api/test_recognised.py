"""A program is told who was erased before anything is written, what may be done about it, and of bans that stand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from kortisto.register.audit.models import AuditEvent
from kortisto.register.ledger.enums import Why
from kortisto.register.ledger.recognising import EMAIL, PHONE
from tests.interfaces.api.conftest import Program
from tests.interfaces.web.conftest import NOW, World
from tests.register.banning import remember, with_a_ban

pytestmark = pytest.mark.integration

ADDRESS = "kerttu@keksitty.example"
KERTTU = {"first_name": "Kerttu", "last_name": "Toinen", "source": "subject"}


@pytest.fixture(autouse=True)
def declaration_with_a_ban(declaration_of_tests: None, settings: Settings, tmp_path: Path) -> None:
    settings.LEDGER_FOLDER = tmp_path / "ledger"
    settings.KORTISTO_DECLARATION = str(with_a_ban(Path(settings.KORTISTO_DECLARATION), tmp_path))


def refused(response: Any) -> dict[str, Any]:
    assert response.status_code == 409, response.content
    assert response.headers["Content-Type"] == "application/problem+json"
    told: dict[str, Any] = response.json()
    assert told["type"] == "/api/problems/was-erased"
    assert "new_ground" in told["detail"]
    assert [error["field"] for error in told["errors"]] == ["body.new_ground"]
    assert "own_wish" in told["errors"][0]["message"]
    return told


@pytest.mark.parametrize("given", [{"email": ADDRESS.upper()}, {"phone": "040 555 1234"}])
def test_who_was_erased_is_added_only_on_a_new_ground(given: dict[str, str], program: Program, world: World) -> None:
    remember((EMAIL, ADDRESS), (PHONE, "+358 40 5551234"), at=NOW)
    before = program.get("/people").json()["items"]
    told = refused(program.post("/people", {**KERTTU, **given}))
    assert "Kerttu" not in str(told)
    assert program.get("/people").json()["items"] == before, "nothing was written"
    assert program.post("/people", {**KERTTU, **given, "new_ground": "because"}).status_code == 422
    made = program.post("/people", {**KERTTU, **given, "new_ground": "contract"})
    assert made.status_code == 201
    page = program.get(f"/people/{made.json()['id']}").json()
    assert len(page["contact_points"]) == 1
    assert AuditEvent.objects.filter(action="recognised.contract").count() == 1


def test_a_contact_point_of_somebody_erased_is_added_or_changed_only_on_a_new_ground(
    program: Program, world: World
) -> None:
    remember((EMAIL, ADDRESS), at=NOW)
    place = f"/people/{world.maija}/contact-points"
    body = {"kind": "email", "value": ADDRESS, "source": "subject"}
    refused(program.post(place, body))
    made = program.post(place, {**body, "value": "other@keksitty.example"}).json()["id"]
    change = {"value": ADDRESS, "source": "subject"}
    refused(program.patch(f"{place}/email/{made}", change))
    assert program.patch(f"{place}/email/{made}", {**change, "new_ground": "role"}).status_code == 204
    assert AuditEvent.objects.filter(action="recognised.role", object_id=world.maija).count() == 1
    refused(program.post(place, {**body, "use": "private"}))


def test_a_refused_call_can_be_sent_again_with_its_key(program: Program, world: World) -> None:
    remember((EMAIL, ADDRESS), at=NOW)
    body = {**KERTTU, "email": ADDRESS}
    refused(program.post("/people", body, Idempotency_Key="kerttu"))
    assert program.post("/people", {**body, "new_ground": "role"}, Idempotency_Key="kerttu").status_code == 201


def test_a_ban_that_stands_is_told_of_with_what_was_made(program: Program, world: World) -> None:
    remember((EMAIL, ADDRESS), at=NOW, why=Why.BANNED)
    made = program.post("/people", {**KERTTU, "email": ADDRESS})
    assert (made.status_code, made.json()["standing"]) == (201, ["ban"])
    assert made.headers["Kortisto-Standing"] == "ban"
    place = f"/people/{world.maija}/contact-points"
    point = program.post(place, {"kind": "email", "value": "other@keksitty.example", "source": "subject"})
    assert (point.json()["standing"], "Kortisto-Standing" in point.headers) == ([], False)
    changed = program.patch(f"{place}/email/{point.json()['id']}", {"value": ADDRESS, "source": "subject"})
    assert (changed.status_code, changed.headers["Kortisto-Standing"]) == (204, "ban")


def test_an_organisation_is_never_recognised(program: Program, world: World) -> None:
    remember((EMAIL, ADDRESS), at=NOW)
    place = f"/organisations/{world.company}/contact-points"
    assert program.post(place, {"kind": "email", "value": ADDRESS, "source": "subject"}).status_code == 201
