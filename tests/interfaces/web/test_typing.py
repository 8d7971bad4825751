"""What is typed in: numbers that are none are refused in words, and days are typed or chosen."""

from __future__ import annotations

import pytest
from django.test import Client

from kortisto.register.parties.models import PersonPhone
from kortisto.register.parties.queries import person_page
from tests.interfaces.web.conftest import NOW, World, engine, origin
from tests.interfaces.web.test_forms import opened

pytestmark = pytest.mark.integration
TOO_SHORT = "The number is too short. Write all of it, for example 040 123 4567."


@pytest.mark.parametrize("number", ["040 123", "+358 40 123"])
def test_a_number_that_is_too_short_is_refused_and_kept_in_the_form(bob: Client, world: World, number: str) -> None:
    for address, field in (
        (f"/people/{world.maija}/contacts/add/", "value"),
        ("/people/add/", "phone"),
        ("/organisations/add/", "phone"),
    ):
        form = {
            **opened(bob, address),
            field: number,
            "kind": "phone",
            "last_name": "Uusi",
            "registered_name": "Uusi Oy",
        }
        answer = bob.post(address, form)
        assert answer.status_code == 422, address
        assert TOO_SHORT in answer.content.decode()
        assert f'value="{number}"' in answer.content.decode()


def test_an_old_number_without_its_area_can_still_be_ended(bob: Client, world: World) -> None:
    with engine() as by:
        by.record("test.add")
        given = origin()
        row = PersonPhone.objects.create(
            person_id=world.maija, value="040 123", normalised="040123", source=given.source,
            collected_at=given.collected_at, basis=given.basis.value, declaration=given.declaration,
        )  # fmt: skip
    address = f"/people/{world.maija}/contacts/phone/{row.id}/"
    assert bob.post(address, {**opened(bob, address), "valid_to": "21.11.2026"}).status_code == 302
    with engine() as by:
        (phone,) = [one for one in person_page(person_id=world.maija, by=by).contact_points if one.kind == "phone"]
    assert (phone.value, phone.valid_to) == ("040 123", NOW.date().replace(day=21))
    refused = bob.post(address, {**opened(bob, address), "value": "040 124"})
    assert (refused.status_code, TOO_SHORT in refused.content.decode()) == (422, True)


def test_a_day_has_a_calendar_beside_it_and_is_typed_as_before(bob: Client, world: World) -> None:
    for address in (
        f"/people/{world.maija}/contacts/email/{world.email}/",
        f"/people/{world.maija}/activities/add/",
        f"/people/{world.maija}/tasks/add/",
        "/people/",
    ):
        page = bob.get(address).content.decode()
        assert 'class="icon-button scripted" data-pick' in page, address
    address = f"/people/{world.maija}/contacts/email/{world.email}/"
    for typed in ("1.2.2027", "01.02.2027", "2027-02-01"):
        bob.post(address, {**opened(bob, address), "valid_to": typed})
        assert opened(bob, address)["valid_to"] == "01.02.2027"
