"""Who takes somebody in that was erased says on which ground; a ban is told of; nothing of the old person is shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from kortisto.register.audit.models import AuditEvent
from kortisto.register.ledger.enums import Why
from kortisto.register.ledger.recognising import EMAIL, PHONE
from kortisto.register.parties.queries import person_page, search
from tests.interfaces.web.conftest import NOW, World, engine
from tests.interfaces.web.test_forms import fields_of, opened
from tests.interfaces.web.test_importing import ORIGIN, bring, fields, text_of, work_off
from tests.register.banning import remember, with_a_ban

pytestmark = pytest.mark.integration

ADDRESS = "kerttu@keksitty.example"


@pytest.fixture(autouse=True)
def declaration_with_a_ban(declaration_of_tests: None, settings: Settings, tmp_path: Path) -> None:
    settings.LEDGER_FOLDER = tmp_path / "ledger"
    settings.KORTISTO_FILES = tmp_path / "files"
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


# --- contact points of somebody who is there ------------------------------------------------------------------------


def test_an_address_of_somebody_erased_is_added_only_on_a_new_ground(bob: Client, world: World) -> None:
    remember((EMAIL, ADDRESS), at=NOW)
    place = f"/people/{world.maija}/contacts/add/"
    warned = bob.post(place, {**opened(bob, place), "kind": "email", "value": ADDRESS})
    page = warned.content.decode()
    assert warned.status_code == 422
    assert "Save this only if there is a new ground" in page
    assert fields_of(page)["value"] == ADDRESS, "what was typed is kept"
    kept = {name: value for name, value in fields_of(page).items() if name != "ground"}
    assert bob.post(place, kept).status_code == 422
    assert bob.post(place, {**kept, "ground": "no such"}).status_code == 422
    assert bob.post(place, {**kept, "ground": "role"}).status_code == 302
    assert AuditEvent.objects.filter(action="recognised.role", object_id=world.maija).count() == 1


def test_an_address_is_not_changed_into_that_of_somebody_erased_unseen(bob: Client, world: World) -> None:
    with engine() as by:
        point = next(one for one in person_page(person_id=world.maija, by=by).contact_points if one.kind == "email")
    place = f"/people/{world.maija}/contacts/email/{point.id}/"
    remember((EMAIL, ADDRESS), at=NOW)
    remember((EMAIL, point.value), at=NOW)
    assert bob.post(place, {**opened(bob, place), "use": "private"}).status_code == 302, "it was hers before"
    warned = bob.post(place, {**opened(bob, place), "value": ADDRESS})
    page = warned.content.decode()
    assert warned.status_code == 422
    assert "asked us to erase their data" in page
    assert fields_of(page)["value"] == ADDRESS
    assert bob.post(place, {**fields_of(page), "ground": "own_wish"}).status_code == 302
    with engine() as by:
        assert ADDRESS in [one.value for one in person_page(person_id=world.maija, by=by).contact_points]


def test_of_a_ban_is_told_before_the_address_is_saved(bob: Client, world: World) -> None:
    remember((EMAIL, ADDRESS), at=NOW, why=Why.BANNED)
    place = f"/people/{world.maija}/contacts/add/"
    warned = bob.post(place, {**opened(bob, place), "kind": "email", "value": ADDRESS})
    assert warned.status_code == 422
    assert "forbidden direct marketing" in warned.content.decode()
    assert bob.post(place, fields_of(warned.content.decode())).status_code == 302


def test_an_organisation_is_never_recognised(bob: Client, world: World) -> None:
    remember((EMAIL, ADDRESS), at=NOW)
    place = f"/organisations/{world.company}/contacts/add/"
    assert bob.post(place, {**opened(bob, place), "kind": "email", "value": ADDRESS}).status_code == 302


# --- an import from the row to the file of the rejected ones, and mended ---------------------------------------------

FILE = (
    "Asiakasnumero;Yritys;Etunimi;Sukunimi;Sähköposti\n"
    f"1;Keksitty Oy;Kerttu;Toinen;{ADDRESS}\n"
    "2;Toinen Keksitty Oy;Veera;Uusi;veera@keksitty.example\n"
)


def test_an_import_leaves_out_who_was_erased_until_somebody_takes_them_in_on_a_new_ground(
    alice: Client, world: World
) -> None:
    remember((EMAIL, ADDRESS), at=NOW)
    address = bring(alice, FILE)
    page = alice.get(address)
    tried = alice.post(address, {**fields(page), **ORIGIN, "do": "check"})
    told = "this person has asked to be erased. Add them by hand if there is a new ground"
    assert told in text_of(tried)
    alice.post(address, {**fields(tried), **ORIGIN, "do": "start"})
    work_off(address)
    assert names() == ["Onni Keksitty", "Veera Uusi"]
    rejected = b"".join(alice.get(f"{address}rejected/").streaming_content)  # type: ignore[attr-defined]
    assert told.encode() in rejected
    assert b"Kerttu" in rejected
    assert b"Veera" not in rejected

    # The same again stays out: a file cannot give the ground.
    again = bring(alice, rejected, "rejected.csv")
    alice.post(again, {**fields(alice.get(again)), **ORIGIN, "do": "start"})
    work_off(again)
    assert names() == ["Onni Keksitty", "Veera Uusi"]

    # Somebody with the same name but without that address is not the one who came back.
    form = {**opened(alice, "/people/add/"), "first_name": "Kerttu", "last_name": "Toinen", "consumer": "yes"}
    assert alice.post("/people/add/", form).status_code == 302
    third = bring(alice, rejected, "rejected-2.csv")
    alice.post(third, {**fields(alice.get(third)), **ORIGIN, "do": "start"})
    work_off(third)
    assert names() == ["Kerttu Toinen", "Onni Keksitty", "Veera Uusi"]

    warned = alice.post("/people/add/", {**form, "email": ADDRESS})
    taken_in = {**fields_of(warned.content.decode()), "ground": "contract"}
    assert alice.post("/people/add/", taken_in).status_code == 302
    fourth = bring(alice, rejected, "rejected-3.csv")
    alice.post(fourth, {**fields(alice.get(fourth)), **ORIGIN, "do": "start"})
    work_off(fourth)
    assert "has asked to be erased" not in text_of(alice.get(fourth))
    assert "Keksitty Oy" in everybody()


def test_an_address_that_a_file_does_not_call_the_persons_is_recognised_too(alice: Client, world: World) -> None:
    """Of a row without an organisation every address becomes the person's."""
    remember((EMAIL, ADDRESS), at=NOW)
    address = bring(alice, f"Yritys;Etunimi;Sukunimi;Yrityksen sähköposti\n;Kerttu;Toinen;{ADDRESS}\n")
    page = alice.get(address)
    alice.post(address, {**fields(page), **ORIGIN, "target-3": "email", "do": "start"})
    work_off(address)
    assert names() == ["Onni Keksitty"]


def names() -> list[str]:
    return [one for one in everybody() if "Oy" not in one and "Esimerkki" not in one]


def everybody() -> list[str]:
    with engine() as by:
        return sorted(hit.name for hit in search(by=by).hits)
