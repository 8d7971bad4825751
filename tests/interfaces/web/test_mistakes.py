"""What was entered by mistake is taken away by a page that asks first, and put back from the word that follows."""

from __future__ import annotations

import re
from datetime import date
from uuid import UUID

import pytest
from django.test import Client

from kortisto.privacy.retention.enums import SubjectKind
from kortisto.privacy.retention.operations import look_after_holds, open_hold
from kortisto.register.audit import queries as log
from kortisto.register.audit.enums import Door
from kortisto.register.parties import operations as parties
from kortisto.register.parties.enums import ContactKind, PartyKind
from kortisto.register.parties.queries import organisation_page, person_page
from kortisto.register.parties.values import OrganisationPage, Party, PersonPage
from tests.interfaces.web.conftest import NOW, OFFICER, World, engine, origin

pytestmark = pytest.mark.integration


def person(world: World) -> PersonPage:
    with engine() as by:
        return person_page(person_id=world.maija, by=by)


def organisation(world: World) -> OrganisationPage:
    with engine() as by:
        return organisation_page(organisation_id=world.company, by=by)


def undone(client: Client, page: str) -> Client:
    """Press the button of the word that says what has just been done."""
    found = re.search(r'action="(/removed/[^"]+/undo/)"', page)
    assert found
    assert client.post(found[1]).status_code == 302
    return client


def other_company(world: World) -> UUID:
    with engine() as by:
        other = parties.add_organisation(registered_name="Muu Oy", origin=origin(), by=by, at=NOW)
        role = parties.add_representation(person_id=world.maija, organisation_id=other, origin=origin(), by=by, at=NOW)
        parties.end_representation(representation_id=role, ended_on=NOW.date(), by=by, at=NOW)
    return role


@pytest.mark.parametrize("what", ["email", "address", "customership", "representation"])
def test_a_mistake_is_asked_about_removed_and_put_back(bob: Client, world: World, what: str) -> None:
    rows = {"email": world.email, "address": world.address, "customership": world.customership}
    row = rows[what] if what in rows else other_company(world)
    before = person(world)
    address = f"/people/{world.maija}/remove/{what}/{row}/"
    assert f'href="{address}"' in bob.get(f"/people/{world.maija}/").content.decode()

    asked = bob.get(address).content.decode()
    assert "Was this entered by mistake?" in asked
    assert ('name="end"' in asked) is (what != "representation")  # that one has ended
    assert person(world) == before  # asking removes nothing

    response = bob.post(address, follow=True)
    assert response.redirect_chain[0] == (f"/people/{world.maija}/", 302)
    gone = person(world)
    assert gone != before
    assert bob.get(address).status_code == 404
    assert bob.post(address).status_code == 404

    undone(bob, response.content.decode())
    assert person(world) == before


def test_instead_of_removing_it_can_be_said_to_have_ended(bob: Client, world: World) -> None:
    asked = bob.get(f"/people/{world.maija}/remove/email/{world.email}/").content.decode()
    found = re.search(r'action="([^"]+)" class="end"', asked)
    assert found
    bob.post(found[1], {"end": "1"})
    assert person(world).contact_points[0].valid_to is not None


def test_the_form_of_a_datum_leads_to_its_removal(bob: Client, world: World) -> None:
    for form, what, row in (
        (f"contacts/email/{world.email}", "email", world.email),
        (f"addresses/{world.address}", "address", world.address),
        (f"roles/{world.role}", "representation", world.role),
        (f"customership/{world.customership}", "customership", world.customership),
    ):
        page = bob.get(f"/people/{world.maija}/{form}/").content.decode()
        assert f'href="/people/{world.maija}/remove/{what}/{row}/"' in page


def test_what_has_to_be_kept_says_so_and_stays(bob: Client, world: World) -> None:
    """A hold is open over the company: what hangs on it is not removed as a mistake either."""
    before = organisation(world)
    page = bob.post(
        f"/organisations/{world.company}/remove/relationship/{world.relationship}/", follow=True
    ).content.decode()
    assert "The data protection officer knows why." in page
    assert organisation(world) == before

    with look_after_holds(by=OFFICER, at=NOW, channel=Door.WEB) as door:
        open_hold(
            kind=SubjectKind.PERSON, subject=world.maija, hold="claim", reason="Vaade", review_on=date(2027, 1, 15),
            by=door, at=NOW,
        )  # fmt: skip
    page = bob.post(f"/removed/note/{world.note}/", {"next": f"/people/{world.maija}/"}, follow=True).content.decode()
    assert "The data protection officer knows why." in page


def test_the_same_is_not_put_back_twice(bob: Client, world: World) -> None:
    page = bob.post(f"/people/{world.maija}/remove/email/{world.email}/", follow=True).content.decode()
    with engine() as by:
        parties.add_contact_point(
            owner=Party(kind=PartyKind.PERSON, id=world.maija), kind=ContactKind.EMAIL,
            value="maija.esimerkki@esimerkki.example", origin=origin(), by=by, at=NOW,
        )  # fmt: skip
    found = re.search(r'action="(/removed/[^"]+/undo/)"', page)
    assert found
    assert "the same stands there again" in bob.post(found[1], follow=True).content.decode()
    assert len(person(world).contact_points) == 1


def test_of_somebody_else_or_of_another_kind_nothing_is_removed(bob: Client, world: World) -> None:
    for address in (
        f"/people/{world.onni}/remove/email/{world.email}/",
        f"/people/{world.maija}/remove/phone/{world.email}/",
        f"/people/{world.maija}/remove/name/{world.email}/",
    ):
        assert bob.post(address).status_code == 404
    assert person(world).contact_points[0].id == world.email


def test_the_log_tells_of_it_without_the_value(bob: Client, world: World) -> None:
    bob.post(f"/people/{world.maija}/remove/email/{world.email}/")
    line = next(one for one in log.events() if one.action == "contact_point.remove")
    assert (line.subjects, line.items) == ((world.maija,), ("person.contact.email",))
