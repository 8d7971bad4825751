"""Erasing a party at the pages: what it would do, the question, what was kept."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from kortisto.register.parties import operations as parties
from kortisto.register.parties.enums import PartyKind
from tests.interfaces.web.conftest import NOW, As, World, engine, origin

pytestmark = [pytest.mark.integration, pytest.mark.django_db]


def address(world: World) -> str:
    return reverse("web:erase", kwargs={"kind": PartyKind.PERSON, "party_id": world.maija})


def seen(page: str) -> str:
    found = re.search(r'name="seen" value="([0-9a-f]{64})"', page)
    assert found
    return found[1]


def test_a_person_is_erased_after_the_plan_was_shown(log_in_as: As, world: World) -> None:
    alice = log_in_as("alice", language="fi")
    person = reverse("web:person", kwargs={"party_id": world.maija})
    assert address(world) in alice.get(person).content.decode()
    page = alice.get(address(world)).content.decode()
    assert "Mitä poistuu" in page
    done = alice.post(address(world), {"seen": seen(page)})
    assert done.status_code == 200
    text = done.content.decode()
    assert "Tiedot on poistettu" in text
    assert text.count('<details class="letter"') == 3, "the answer in three languages"
    assert alice.get(person).status_code == 404
    assert alice.post(address(world), {"seen": seen(page)}).status_code == 404


def test_what_has_changed_since_is_shown_anew_and_nothing_goes(log_in_as: As, world: World) -> None:
    alice = log_in_as("alice", language="fi")
    page = alice.get(address(world)).content.decode()
    with engine() as by:
        parties.add_note(text="Soita.", written_on=NOW.date(), person_id=world.maija, origin=origin(), by=by, at=NOW)
    again = alice.post(address(world), {"seen": seen(page)})
    assert again.status_code == 409
    assert "ovat muuttuneet" in again.content.decode()
    assert alice.post(address(world), {"seen": seen(again.content.decode())}).status_code == 200


def test_who_may_not_is_told_of_nothing(log_in_as: As, world: World) -> None:
    bob = log_in_as("bob")
    assert address(world) not in bob.get(reverse("web:person", kwargs={"party_id": world.maija})).content.decode()
    assert bob.post(address(world), {"seen": "x"}).status_code == 404
