"""The pages of duplicates: found, looked at side by side, merged and taken back, without a script."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from kortisto.register.audit import queries as log
from kortisto.register.audit.enums import ActorKind, Door
from kortisto.register.audit.values import Actor
from kortisto.register.parties import operations as parties
from kortisto.register.parties.enums import ContactKind, PartyKind
from kortisto.register.parties.values import Party
from tests.interfaces.web.conftest import NOW, As, World, add_contact, engine, origin
from tests.register.wider import widened

pytestmark = pytest.mark.integration

SALES = Actor(kind=ActorKind.JOB, role="sales")


@pytest.fixture(autouse=True)
def wider(declaration_of_tests: None, settings: Settings, tmp_path: Path) -> None:
    """With a history of changes, without which a merge cannot be undone."""
    settings.KORTISTO_DECLARATION = str(widened(Path(settings.KORTISTO_DECLARATION), tmp_path))


@pytest.fixture
def twin(world: World) -> UUID:
    twin = add_contact("Maija", "Esimerki", world.company)
    with engine() as by:
        parties.add_contact_point(
            owner=Party(kind=PartyKind.PERSON, id=twin),
            kind=ContactKind.EMAIL,
            value="maija.esimerkki@esimerkki.example",
            origin=origin(),
            by=by,
            at=NOW,
        )
        parties.begin_scan(kind=PartyKind.PERSON, by=by, at=NOW)
    parties.run_scans(by=SALES, purpose="crm", at=NOW, channel=Door.CLI)
    return twin


def side_by_side(first: UUID, second: UUID) -> str:
    return reverse("web:merge", kwargs={"kind": PartyKind.PERSON, "first": first, "second": second})


def shown(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_the_pair_leads_to_the_two_side_by_side(log_in_as: As, world: World, twin: UUID) -> None:
    client = log_in_as("bob")
    listed = shown(client, reverse("web:duplicates"))
    assert "Same e-mail address" in listed
    first, second = sorted((world.maija, twin))
    assert side_by_side(first, second) in listed

    page = shown(client, side_by_side(world.maija, twin))
    assert 'name="field-last_name" value="first" checked' in page
    assert 'name="field-first_name"' not in page  # both say the same


def test_what_hangs_on_both_is_shown_and_stands_in_the_log(log_in_as: As, world: World, twin: UUID) -> None:
    page = shown(log_in_as("bob"), side_by_side(world.maija, twin))
    table = page.split("<tbody>")[1].split("</tbody>")[0]
    assert table.count("maija.esimerkki@<wbr>esimerkki<wbr>.example") == 2
    assert ">Finnish<" in table  # and not the code of the language
    assert ">fi<" not in table
    assert ">Organisations<" in table
    assert "Esimerkki Oy" in table.split(">Organisations<")[1].split("</tr>")[0], "which organisation, not how many"
    line = next(one for one in log.events() if one.action == "person.compare")
    assert {"person.name", "person.language", "person.contact.email"} <= set(line.items)


def test_merging_by_the_form_and_undoing_it_by_the_toast(log_in_as: As, world: World, twin: UUID) -> None:
    client = log_in_as("bob")
    response = client.post(side_by_side(world.maija, twin), {"field-last_name": "second"}, follow=True)
    page = response.content.decode()
    assert response.redirect_chain[-1][0] == reverse("web:person", args=[world.maija])
    assert "Maija Esimerki<" in page
    old, new = (reverse("web:person", args=[one]) for one in (twin, world.maija))
    assert client.get(f"{old}?from=list").headers["Location"] == f"{new}?from=list"  # a bookmark leads on
    note = client.post(f"{old}notes/add/", {"text": "Soitti", "source": "subject"})
    assert (note.status_code, note.headers["Location"]) == (307, f"{new}notes/add/")  # what was typed goes along

    address = page.split("/undo/")[0].rpartition('"')[2] + "/undo/"
    restored = client.post(address, follow=True)
    assert restored.redirect_chain[-1][0] == reverse("web:person", args=[twin])
    assert "Maija Esimerkki<" in shown(client, reverse("web:person", args=[world.maija]))


def test_dismissing_takes_the_pair_off_the_list(log_in_as: As, world: World, twin: UUID) -> None:
    client = log_in_as("bob")
    page = shown(client, side_by_side(world.maija, twin))
    address = page.split("/dismiss/")[0].rpartition('"')[2] + "/dismiss/"
    after = client.post(address, follow=True).content.decode()

    assert "No pairs are waiting." in after


def test_merging_one_that_is_gone_changes_nothing(log_in_as: As, world: World) -> None:
    response = log_in_as("bob").post(side_by_side(world.maija, UUID(int=3)), follow=True)
    assert "not there any more" in response.content.decode()


def test_a_search_is_asked_of_the_worker_and_can_be_stopped(log_in_as: As, world: World) -> None:
    client = log_in_as("alice")
    page = client.post(reverse("web:scan-duplicates"), follow=True).content.decode()
    assert "Comparing people" in page
    stop = page.split('name="stop" value="')[1].split('"')[0]
    client.post(reverse("web:scan-duplicates"), {"stop": stop})
    assert "Comparing people" not in shown(client, reverse("web:duplicates"))


@pytest.mark.parametrize("page", ["web:person", "web:organisation"])
def test_who_is_not_there_stands_in_the_log_once(log_in_as: As, world: World, page: str) -> None:
    assert log_in_as("bob").get(reverse(page, args=[UUID(int=3)])).status_code == 404
    assert len([line for line in log.events() if line.object_id == UUID(int=3)]) == 1


def test_how_far_a_search_is_is_asked_without_looking_at_the_pairs(log_in_as: As, world: World, twin: UUID) -> None:
    client = log_in_as("alice")
    client.post(reverse("web:scan-duplicates"))
    before = len(log.events())
    part = client.get(reverse("web:duplicates"), headers={"HX-Request": "true"}).content.decode()

    assert "Comparing people" in part
    assert "Esimerki" not in part
    assert len(log.events()) == before


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_pages_are_there_in_every_language(language: str, log_in_as: As, world: World, twin: UUID) -> None:
    client = log_in_as("bob", language=language)
    for address in (reverse("web:duplicates"), reverse("web:merges"), side_by_side(world.maija, twin)):
        assert f'lang="{language}"' in shown(client, address)


def test_two_that_somebody_knows_are_merged_from_the_page_of_one(log_in_as: As, world: World) -> None:
    """Nothing that is compared agrees, so no search for duplicates would ever offer them."""
    other = add_contact("Marja", "Aivanmuu", world.company)
    bob = log_in_as("bob")
    begin = reverse("web:merge-with", kwargs={"kind": PartyKind.PERSON, "party_id": world.maija})

    assert f'href="{begin}"' in shown(bob, f"/people/{world.maija}/")
    offered = shown(bob, begin)
    assert "Maija Esimerkki" in offered
    assert side_by_side(world.maija, world.maija) not in offered
    assert side_by_side(world.maija, other) in shown(bob, f"{begin}?find=aivanmuu")
    assert "Nobody else" in shown(bob, f"{begin}?find=esimerkki+oy")
    assert bob.get(begin.replace(str(world.maija), str(world.company))).status_code == 404
    done = bob.post(side_by_side(world.maija, other), follow=True)
    assert "Maija Esimerkki" in done.content.decode()
    assert bob.get(f"/people/{other}/").headers["Location"] == f"/people/{world.maija}/"
