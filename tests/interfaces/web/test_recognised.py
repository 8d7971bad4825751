"""Who adds somebody that was erased says on which ground; a ban is told of; nothing of the old person is shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from kortisto.register.audit.models import AuditEvent
from kortisto.register.ledger.enums import Why
from kortisto.register.ledger.recognising import EMAIL, PHONE
from tests.interfaces.web.conftest import NOW, World
from tests.interfaces.web.test_forms import fields_of, opened
from tests.register.banning import remember, with_a_ban

pytestmark = pytest.mark.integration

ADDRESS = "kerttu@keksitty.example"


@pytest.fixture(autouse=True)
def declaration_with_a_ban(declaration_of_tests: None, settings: Settings, tmp_path: Path) -> None:
    settings.LEDGER_FOLDER = tmp_path / "ledger"
    settings.KORTISTO_DECLARATION = str(with_a_ban(Path(settings.KORTISTO_DECLARATION), tmp_path))


def typed(bob: Client) -> dict[str, str]:
    return {**opened(bob, "/people/add/"), "first_name": "Kerttu", "last_name": "Toinen", "email": ADDRESS,
            "consumer": "yes"}  # fmt: skip


def test_who_was_erased_is_added_only_on_a_new_ground(bob: Client, world: World) -> None:
    remember((EMAIL, ADDRESS), (PHONE, "040 555 1234"), at=NOW)
    warned = bob.post("/people/add/", typed(bob))
    page = warned.content.decode()
    assert warned.status_code == 422
    assert "asked us to erase their data" in page
    assert "040 555 1234" not in page
    again = bob.post("/people/add/", {name: value for name, value in fields_of(page).items() if name != "ground"})
    assert again.status_code == 422, "without a ground nothing is added"
    added = bob.post("/people/add/", {**fields_of(page), "ground": "contract"})
    assert added.status_code == 302
    assert AuditEvent.objects.filter(action="recognised.contract").count() == 1


def test_a_ban_is_told_of_and_goes_on_holding(bob: Client, world: World) -> None:
    remember((EMAIL, ADDRESS), at=NOW, why=Why.BANNED)
    warned = bob.post("/people/add/", typed(bob))
    page = warned.content.decode()
    assert warned.status_code == 422
    assert "forbidden direct marketing" in page
    assert "asked us to erase" not in page
    assert bob.post("/people/add/", fields_of(page)).status_code == 302
    assert not AuditEvent.objects.filter(action__startswith="recognised.").exists()


def test_nobody_else_is_asked(bob: Client, world: World) -> None:
    remember((EMAIL, "somebody.else@keksitty.example"), at=NOW)
    assert bob.post("/people/add/", typed(bob)).status_code == 302
