"""Pages that add people and organisations and what stands between them; fields that a declaration adds."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from pytest_django import Settings

from kortisto.register.audit import queries as log
from kortisto.register.audit.enums import Outcome
from kortisto.register.parties import operations as parties
from kortisto.register.parties.queries import organisation_page, person_page, search
from kortisto.register.parties.values import OrganisationPage, PersonPage
from tests.interfaces.web.conftest import NOW, As, World, add_contact, add_customer, engine, origin
from tests.interfaces.web.test_forms import fields_of, opened
from tests.register.wider import widened

pytestmark = pytest.mark.integration


@pytest.fixture
def wider(declaration_of_tests: None, settings: Settings, tmp_path: Path) -> None:
    settings.KORTISTO_DECLARATION = str(widened(Path(settings.KORTISTO_DECLARATION), tmp_path))


def person_of(id_: UUID) -> PersonPage:
    with engine() as by:
        return person_page(person_id=id_, by=by, changes=10)


def organisation_of(id_: UUID) -> OrganisationPage:
    with engine() as by:
        return organisation_page(organisation_id=id_, by=by, changes=10)


def id_in(address: str) -> UUID:
    return UUID(address.strip("/").split("/")[1])


def test_the_list_leads_to_adding_only_who_may_add(log_in_as: As, world: World) -> None:
    assert 'href="/people/add/"' in log_in_as("bob").get("/").content.decode()
    assert 'href="/people/add/"' not in log_in_as("dora").get("/").content.decode()


# --- adding --------------------------------------------------------------------------------------------------------


def test_a_person_is_added_with_whom_they_represent(bob: Client, world: World) -> None:
    form = opened(bob, "/people/add/")
    typed = {
        **form, "first_name": "Kerttu", "last_name": "Kuvitteellinen", "email": "kerttu@keksitty.example",
        "title": "Ostaja", "find": "Esimerkki",
    }  # fmt: skip
    asked = bob.post("/people/add/", typed)
    page = asked.content.decode()
    assert asked.status_code == 422
    assert "Choose which one you mean" in page
    assert f'value="{world.company}"' in page
    added = bob.post("/people/add/", {**typed, "chosen": str(world.company)})

    assert added.status_code == 302
    kerttu = person_of(id_in(added.headers["Location"]))
    assert [(one.organisation_id, one.title) for one in kerttu.represents] == [(world.company, "Ostaja")]
    assert [one.value for one in kerttu.contact_points] == ["kerttu@keksitty.example"]


def test_who_may_be_there_already_is_shown_before_anything_is_added(bob: Client, world: World) -> None:
    typed = {**opened(bob, "/people/add/"), "first_name": "maija", "last_name": "ESIMERKKI", "consumer": "yes"}
    warned = bob.post("/people/add/", typed)
    page = warned.content.decode()
    with engine() as by:
        assert len(search(by=by, text="maija esimerkki").hits) == 1

    assert warned.status_code == 422
    assert "Nothing has been added yet" in page
    assert f'href="/people/{world.maija}/"' in page
    added = bob.post("/people/add/", {**fields_of(page)})
    assert added.status_code == 302
    assert person_of(id_in(added.headers["Location"])).customerships[0].ended_on is None


def test_an_organisation_is_added_with_what_it_is_to_us(bob: Client, world: World) -> None:
    typed = {
        **opened(bob, "/organisations/add/"), "registered_name": "T:mi Keksitty", "business_id": "20774740",
        "sole_trader": "yes", "relationship": "prospect", "phone": "040 123 4567", "industry_code": "62.010",
    }  # fmt: skip
    added = bob.post("/organisations/add/", typed)
    assert added.status_code == 302
    page = organisation_of(id_in(added.headers["Location"]))

    assert (page.business_id, page.sole_trader, page.industry_code) == ("2077474-0", True, "62010")
    assert [one.kind for one in page.relationships] == ["prospect"]
    twice = bob.post("/organisations/add/", {**typed, "registered_name": "Aivan Muu Oy"}).content.decode()
    assert "(Same business ID · Same telephone number)" in twice


def test_bad_input_keeps_what_was_typed(bob: Client, world: World) -> None:
    typed = {**opened(bob, "/organisations/add/"), "registered_name": "Oy & <Ab>", "industry_code": "00000"}
    answer = bob.post("/organisations/add/", typed)

    assert answer.status_code == 422
    assert "Oy &amp; &lt;Ab&gt;" in answer.content.decode()
    assert "There is no such code in TOL 2008" in answer.content.decode()


# --- between parties -----------------------------------------------------------------------------------------------


def test_a_representation_is_added_changed_and_ended(bob: Client, world: World) -> None:
    with engine() as by:
        other = parties.add_organisation(registered_name="Toinen Oy", origin=origin(), by=by, at=NOW)
    address = f"/people/{world.maija}/roles/add/"
    typed = {**opened(bob, address), "find": "toinen", "title": "Neuvoja", "role": "technical"}
    bob.post(address, typed)
    assert bob.post(address, {**typed, "chosen": str(other)}).status_code == 302
    row = next(one for one in person_of(world.maija).represents if one.organisation_id == other)
    address = f"/people/{world.maija}/roles/{row.id}/"
    assert bob.post(address, {**opened(bob, address), "title": "Johtaja"}).status_code == 302
    assert bob.post(address, {"end": "1"}).status_code == 302
    row = next(one for one in person_of(world.maija).represents if one.organisation_id == other)

    assert (row.title, row.role, row.ended_on is not None) == ("Johtaja", "technical", True)


def shown(client: Client, address: str) -> str:
    return client.get(address).content.decode().split("<main")[1]


def change(client: Client, address: str, **typed: str) -> None:
    assert client.post(address, {**opened(client, address), **typed}).status_code == 302


def test_what_has_an_end_that_lies_ahead_goes_on_until_then(bob: Client, world: World) -> None:
    maija, company = f"/people/{world.maija}/", f"/organisations/{world.company}/"
    ends = {
        f"{maija}contacts/email/{world.email}/": "valid_to",
        f"{maija}addresses/{world.address}/": "valid_to",
        f"{maija}roles/{world.role}/": "ended_on",
        f"{maija}customership/{world.customership}/": "ended_on",
        f"{company}relationships/customer/{world.relationship}/": "ended_on",
    }
    for address, end in ends.items():
        change(bob, address, **{end: "31.12.2099"})
    person, organisation = shown(bob, maija), shown(bob, company)

    assert 'class="past"' not in person + organisation
    assert "no longer in use" not in person
    assert person.count("–31.12.2099") == 5  # the panel tells the customership once more
    assert "Consumer customer" in person
    assert "Represents ·" in person
    assert '<span class="badge ok">Customer until 31.12.2099</span>' in organisation

    for address, end in ends.items():
        change(bob, address, **{end: "31.12.2025"})
    person, organisation = shown(bob, maija), shown(bob, company)
    assert person.count('class="past"') == 4
    assert person.count("no longer in use") == 2
    assert "Consumer customer" not in person
    assert "Represented ·" in person
    assert '<span class="badge">Customer until 31.12.2025</span>' in organisation


def test_both_ends_of_a_representation_tell_its_role(bob: Client, world: World) -> None:
    change(bob, f"/people/{world.maija}/roles/{world.role}/", role="decision maker")

    assert "Ostaja · Decision maker" in shown(bob, f"/people/{world.maija}/")
    assert "Ostaja · Decision maker" in shown(bob, f"/organisations/{world.company}/")


def test_an_order_of_non_disclosure_that_is_over_is_no_mark(wider: None, bob: Client, world: World) -> None:
    mark = "Non-disclosure until {}</span>"
    for day, marked in (("1.1.2025", False), ("31.12.2099", True)):  # which Bob could not lift again
        change(bob, f"/people/{world.maija}/edit/", non_disclosure_until=day)
        assert (mark.format(day) in shown(bob, f"/people/{world.maija}/")) is marked


@pytest.mark.parametrize(("language", "order"), [("fi", "p.k.vvvv"), ("sv", "d.m.åååå"), ("en", "d.m.yyyy")])
def test_a_field_for_a_day_shows_how_a_day_is_written(log_in_as: As, world: World, language: str, order: str) -> None:
    bob = log_in_as("bob", language=language)
    for page in ("contacts/add", "tasks/add", "notes/add"):
        assert f'placeholder="{order}"' in bob.get(f"/people/{world.maija}/{page}/").content.decode()


def test_an_end_before_the_start_is_told(bob: Client, world: World) -> None:
    address = f"/organisations/{world.company}/relationships/customer/{world.relationship}/"
    wrong = bob.post(address, {**opened(bob, address), "started_on": "2026-05-01", "ended_on": "2026-04-01"})
    assert wrong.status_code == 422
    assert "The last day lies before the first" in wrong.content.decode()
    right = bob.post(address, {**opened(bob, address), "started_on": "2026-04-01", "ended_on": "2026-05-01"})
    assert right.status_code == 302
    assert organisation_of(world.company).relationships[0].ended_on is not None


def test_a_parent_is_chosen_and_taken_away_and_makes_no_circle(bob: Client, world: World) -> None:
    with engine() as by:
        mother = parties.add_organisation(registered_name="Emo Oy", origin=origin(), by=by, at=NOW)
    address = f"/organisations/{world.company}/parent/"
    typed = {**opened(bob, address), "find": "emo"}
    assert bob.post(address, {**typed, "chosen": str(mother)}).status_code == 302
    assert [one.id for one in organisation_of(mother).members] == [world.company]
    circle = bob.post(f"/organisations/{mother}/parent/", {**typed, "find": "esimerkki", "chosen": str(world.company)})
    assert "a group cannot go round in a circle" in circle.content.decode()
    bob.post(address, {"end": "1"})
    assert organisation_of(world.company).parent_id is None


def test_a_consumer_and_a_guardian(wider: None, bob: Client, world: World) -> None:
    address = f"/people/{world.onni}/customership/add/"
    assert bob.post(address, opened(bob, address)).status_code == 302
    address = f"/people/{world.onni}/guardians/add/"
    nobody = bob.post(address, {**opened(bob, address), "find": "onni", "chosen": ""})
    assert "Nobody was found by this" in nobody.content.decode()  # nobody is their own guardian
    typed = {**opened(bob, address), "find": "maija"}
    assert bob.post(address, {**typed, "chosen": str(world.maija)}).status_code == 302
    page = person_of(world.onni)

    assert len(page.customerships) == 1
    assert [one.guardian_id for one in page.guardianships] == [world.maija]
    shown = bob.get(f"/people/{world.maija}/").content.decode()
    assert "Guardian of" in shown


def test_a_changed_name_stays_as_a_former_one(bob: Client, world: World) -> None:
    address = f"/organisations/{world.company}/edit/"
    form = {**opened(bob, address), "registered_name": "Uusnimi Oy", "former_until": "2026-06-30"}
    assert bob.post(address, form).status_code == 302
    address = f"/organisations/{world.company}/names/add/"
    form = {**opened(bob, address), "kind": "trade", "name": "Aivan Vanha"}
    assert bob.post(address, form).status_code == 302

    assert {one.name for one in organisation_of(world.company).former_names} == {"Esimerkki Oy", "Aivan Vanha"}
    assert "Earlier name" in bob.get(f"/organisations/{world.company}/").content.decode()


# --- fields that a declaration adds --------------------------------------------------------------------------------


def test_fields_that_the_declaration_does_not_list_are_not_there(bob: Client, world: World) -> None:
    form = opened(bob, f"/people/{world.maija}/edit/")
    assert "language" in form
    assert not {"informed_on", "non_disclosure_until", "own.boiler"} & form.keys()
    answer = bob.post(f"/people/{world.maija}/edit/", {**form, "informed_on": "2026-11-01", "own.boiler": "X"})
    assert answer.status_code == 302
    page = person_of(world.maija)
    assert (page.informed_on, page.own) == (None, ())


def test_own_fields_appear_in_forms_on_the_page_and_in_the_panel(wider: None, bob: Client, world: World) -> None:
    address = f"/people/{world.maija}/edit/"
    form = opened(bob, address)
    wrong = bob.post(address, {**form, "own.boiler": "Lämpö 7", "own.warm_since": "eilen"})
    assert wrong.status_code == 422
    assert 'value="Lämpö 7"' in wrong.content.decode()
    assert bob.post(address, {**form, "own.boiler": "Lämpö 7", "own.warm_since": "2025-10-01"}).status_code == 302
    page = bob.get(f"/people/{world.maija}/").content.decode()

    assert {one.item: one.value for one in person_of(world.maija).own} == {
        "own.boiler": "Lämpö 7",
        "own.warm_since": "2025-10-01",
    }
    assert "Heat pump model" in page
    assert page.count("Lämpö 7") >= 2  # among the data, and in the panel with its period
    address = f"/organisations/{world.company}/edit/"
    assert bob.post(address, {**opened(bob, address), "own.level": "gold", "own.seats": "7,5"}).status_code == 302
    assert "Gold" in bob.get(f"/organisations/{world.company}/").content.decode()
    assert "7.5" in {one.value for one in organisation_of(world.company).own}


def test_the_latest_changes_are_shown_with_who_made_them(wider: None, bob: Client, world: World) -> None:
    address = f"/people/{world.maija}/edit/"
    bob.post(address, {**opened(bob, address), "last_name": "Uusi"})
    page = " ".join(bob.get(f"/people/{world.maija}/").content.decode().split())

    assert "<del>Esimerkki</del> → <ins>Uusi</ins>" in page
    assert "· Bob</span>" in page


def test_own_fields_changed_by_two_are_asked_about(wider: None, log_in_as: As, world: World) -> None:
    bob, alice = log_in_as("bob", strict=True), log_in_as("alice", strict=True)
    address = f"/people/{world.maija}/edit/"
    form = opened(bob, address)
    alice.post(address, {**opened(alice, address), "own.boiler": "Hers", "own.warm_since": "2025-10-01"})
    page = bob.post(address, {**form, "own.boiler": "His", "own.warm_since": "2025-11-01"}).content.decode()

    assert "<strong>Hers</strong>" in page
    assert {one.value for one in person_of(world.maija).own} == {"Hers", "2025-10-01"}
    seen = fields_of(page)
    assert bob.post(address, {**seen, "take-own.boiler": "theirs", "take-own.warm_since": "yours"}).status_code == 302
    assert {one.value for one in person_of(world.maija).own} == {"Hers", "2025-11-01"}


# --- a change of the purpose ---------------------------------------------------------------------------------------


def test_what_is_typed_outlives_a_change_of_the_purpose(bob: Client, world: World) -> None:
    address = f"/people/{world.maija}/edit/"
    form = opened(bob, address)
    # Bulletins permit no changes: the form stays as it is, and says so.
    stayed = bob.post(address, {**form, "last_name": "Half-typed", "work-for": "mailing"})
    page = stayed.content.decode()
    assert stayed.status_code == 200
    assert "You still work for the old one" in page
    assert 'value="Half-typed"' in page
    assert person_of(world.maija).last_name == "Esimerkki"
    assert log.events()[0].purpose != "mailing"
    assert Outcome.DENIED in {line.outcome for line in log.events(limit=20)}

    other = bob.post(address, {**form, "last_name": "Half-typed", "work-for": "crm"}).content.decode()
    assert 'value="Half-typed"' in other
    assert "You still work for the old one" not in other


def test_a_datum_of_the_first_minute_of_a_day_is_of_that_day(log_in_as: As) -> None:
    """A file names civil days: they begin in the evening before in UTC."""
    midnight = datetime(2026, 11, 20, tzinfo=ZoneInfo("Europe/Helsinki"))
    person = add_contact("Yrjö", "Keksitty", add_customer("Keskiyö Oy", at=midnight), at=midnight)

    page = log_in_as("bob").get(f"/people/{person}/").content.decode()

    assert "20.11.2026" in page
    assert "19.11.2026" not in page
