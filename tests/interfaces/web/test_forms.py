"""Changing parties: forms as a browser without JavaScript sends them."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client

from kortisto.register.audit import queries as log
from kortisto.register.parties import operations as parties
from kortisto.register.parties.editing import ChangedMeanwhileError
from kortisto.register.parties.queries import organisation_page, person_page
from tests.interfaces.web.conftest import NOW, As, World, engine, origin

pytestmark = pytest.mark.integration

_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')


def opened(client: Client, address: str) -> dict[str, str]:
    """What the form holds when it is opened."""
    return fields_of(client.get(address).content.decode())


def fields_of(page: str) -> dict[str, str]:
    """What the form of a page sends when nothing is touched: hidden fields and what stands in the others."""
    form = page.split('<form id="sheet"')[1].split("</form>", maxsplit=1)[0]
    fields = {name: unescape(value) for name, value in _HIDDEN.findall(form)}
    for tag in re.findall(r"<input (?!type=\"hidden\")[^>]*>", form):
        found = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        fields[found["name"]] = unescape(found.get("value", ""))
    for name, value in re.findall(r'<textarea name="(\w+)".*?>\n?(.*?)</textarea>', form, re.DOTALL):
        fields[name] = unescape(value).replace("\n", "\r\n")  # as browsers send it
    for name, options in re.findall(r'<select name="(\w+)".*?>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options) or re.search(r'value="([^"]*)"', options)
        fields[name] = chosen[1] if chosen else ""
    fields.pop("csrfmiddlewaretoken", None)
    return fields


def test_a_name_is_changed_with_its_source(bob: Client, world: World) -> None:
    address = f"/people/{world.maija}/edit/"
    form = opened(bob, address)
    assert form["last_name"] == form["was-last_name"] == "Esimerkki"
    response = bob.post(address, {**form, "last_name": "Uusi"})

    assert response.headers["Location"] == f"/people/{world.maija}/"
    assert "Maija Uusi" in bob.get(response.headers["Location"]).content.decode()
    with engine() as by:
        page = person_page(person_id=world.maija, by=by)
    assert page.origins["last_name"].collected_at > page.origins["first_name"].collected_at
    edits = [line for line in log.events(subject=world.maija) if line.action == "person.edit"]
    assert [line.items for line in edits] == [("person.name.last",)]


def test_saving_without_a_change_writes_nothing(bob: Client, world: World) -> None:
    address = f"/people/{world.maija}/edit/"

    assert bob.post(address, opened(bob, address)).status_code == 302
    assert "person.edit" not in {line.action for line in log.events(subject=world.maija)}


def test_bad_input_keeps_what_was_typed_and_says_what_to_do(bob: Client, world: World) -> None:
    address = f"/organisations/{world.company}/edit/"
    response = bob.post(
        address,
        {
            **opened(bob, address),
            "registered_name": "x" * 201,
            "business_id": "2077474-1",
            "trade_name": "Kahvi & <Tee>",
        },
    )
    page = response.content.decode()

    assert response.status_code == 422
    assert "x" * 201 in page
    assert 'value="2077474-1"' in page
    assert "Kahvi &amp; &lt;Tee&gt;" in page
    assert "The check digit is wrong" in page
    assert "200 characters at most, now 201" in page
    assert page.count('aria-invalid="true"') == 2
    assert 'href="#id_business_id"' in page


def test_a_person_needs_a_name(bob: Client, world: World) -> None:
    address = f"/people/{world.maija}/edit/"
    response = bob.post(address, {**opened(bob, address), "first_name": "", "last_name": " "})

    assert response.status_code == 422
    assert "a person needs one of them" in response.content.decode()


def test_what_somebody_else_changed_meanwhile_is_told_and_not_overwritten(log_in_as: As, world: World) -> None:
    bob, alice = log_in_as("bob", strict=True), log_in_as("alice", strict=True)
    address = f"/people/{world.maija}/edit/"
    form = opened(bob, address)
    alice.post(address, {**opened(alice, address), "last_name": "Virtanen", "language": "sv"})
    response = bob.post(address, {**form, "last_name": "Korhonen"})
    page = response.content.decode()

    assert response.status_code == 422
    assert "Nothing has been overwritten" in page
    assert "Last changed by Alice" in page
    assert "When you opened the form: Esimerkki" in " ".join(page.split())
    assert "<strong>Virtanen</strong>" in page
    assert 'value="Korhonen"' in page
    assert 'name="take-language"' not in page  # which Bob did not touch
    assert "aria-invalid" not in page
    assert 'value="sv" selected' in page
    assert "Maija Virtanen" in alice.get(f"/people/{world.maija}/").content.decode()

    # Having seen it, Bob chooses: his name holds, and what he did not touch stays as Alice left it.
    seen = fields_of(page)
    assert (seen["was-last_name"], seen["last_name"]) == ("Virtanen", "Korhonen")
    del seen["take-last_name"]
    undecided = bob.post(address, seen)
    assert undecided.status_code == 422
    assert "When you opened the form: Esimerkki" in " ".join(undecided.content.decode().split())
    assert bob.post(address, {**seen, "take-last_name": "yours"}).status_code == 302
    with engine() as by:
        shown = person_page(person_id=world.maija, by=by)
    assert (shown.last_name, shown.language) == ("Korhonen", "sv")


def test_who_chooses_the_others_text_changes_nothing_but_the_rest(log_in_as: As, world: World) -> None:
    bob, alice = log_in_as("bob", strict=True), log_in_as("alice", strict=True)
    address = f"/people/{world.maija}/edit/"
    form = opened(bob, address)
    alice.post(address, {**opened(alice, address), "last_name": "Virtanen", "language": "sv"})
    seen = fields_of(bob.post(address, {**form, "last_name": "Korhonen", "language": "en"}).content.decode())
    assert seen["asked"] == "last_name,language"
    bob.post(address, {**seen, "take-last_name": "theirs", "take-language": "yours"})
    with engine() as by:
        shown = person_page(person_id=world.maija, by=by)

    assert (shown.last_name, shown.language) == ("Virtanen", "en")


def test_a_second_change_meanwhile_is_asked_about_again(log_in_as: As, world: World) -> None:
    bob, alice = log_in_as("bob", strict=True), log_in_as("alice", strict=True)
    address = f"/people/{world.maija}/edit/"
    form = opened(bob, address)
    alice.post(address, {**opened(alice, address), "last_name": "Virtanen"})
    seen = fields_of(bob.post(address, {**form, "last_name": "Korhonen"}).content.decode())
    alice.post(address, {**opened(alice, address), "last_name": "Nieminen"})
    again = bob.post(address, {**seen, "take-last_name": "yours"})
    page = again.content.decode()

    assert again.status_code == 422
    assert "<strong>Nieminen</strong>" in page
    with engine() as by:
        assert person_page(person_id=world.maija, by=by).last_name == "Nieminen"


def test_a_choice_between_two_texts_outlives_a_change_of_the_language(log_in_as: As, world: World) -> None:
    bob, alice = log_in_as("bob", strict=True), log_in_as("alice", strict=True)
    address = f"/people/{world.maija}/edit/"
    form = opened(bob, address)
    alice.post(address, {**opened(alice, address), "last_name": "Virtanen"})
    seen = fields_of(bob.post(address, {**form, "last_name": "Korhonen"}).content.decode())
    del seen["take-last_name"]
    swedish = bob.post(address, {**seen, "show-in": "sv"}).content.decode()

    assert 'name="take-last_name"' in swedish
    assert "<strong>Virtanen</strong>" in swedish
    assert bob.post(address, {**fields_of(swedish), "take-last_name": ""}).status_code == 422


def test_what_was_changed_between_reading_and_writing_is_not_overwritten(world: World) -> None:
    with pytest.raises(ChangedMeanwhileError), engine() as by:
        parties.edit_person(
            person_id=world.maija,
            changes={"last_name": "Korhonen", "language": "sv"},
            expected={"last_name": "Somebody's older name", "language": "fi"},
            origin=origin(),
            by=by,
            at=NOW,
        )
    with engine() as by:
        assert person_page(person_id=world.maija, by=by).last_name == "Esimerkki"


def test_a_field_that_was_not_touched_does_not_undo_somebody_elses_change(log_in_as: As, world: World) -> None:
    bob, alice = log_in_as("bob", strict=True), log_in_as("alice", strict=True)
    address = f"/people/{world.maija}/edit/"
    form = opened(bob, address)
    alice.post(address, {**opened(alice, address), "language": "sv"})
    bob.post(address, {**form, "last_name": "Korhonen"})
    with engine() as by:
        shown = person_page(person_id=world.maija, by=by)

    assert (shown.last_name, shown.language) == ("Korhonen", "sv")


def test_contact_points_are_added_corrected_and_ended(bob: Client, world: World) -> None:
    person = f"/people/{world.maija}/"
    added = bob.post(f"{person}contacts/add/", {"kind": "phone", "use": "work", "value": "040 123 4567",
                                                "source": "subject"})  # fmt: skip
    assert added.status_code == 302
    with engine() as by:
        phone = next(one for one in person_page(person_id=world.maija, by=by).contact_points if one.kind == "phone")
    address = f"{person}contacts/phone/{phone.id}/"
    assert bob.post(address, {**opened(bob, address), "value": "040 765 4321"}).status_code == 302
    assert "040 765 4321" in bob.get(person).content.decode()
    bob.post(address, {"end": "1"})

    assert "no longer in use" in bob.get(person).content.decode()


def test_addresses_are_added_corrected_and_ended(bob: Client, world: World) -> None:
    party = f"/organisations/{world.company}/"
    added = {"use": "visiting", "lines": "Keksitty katu 1 B 2\r\nPL 3", "postal_code": "00100", "city": "HELSINKI",
             "country": "fi", "valid_from": "1.2.2026", "valid_to": "31.12.2030", "source": "subject"}  # fmt: skip
    assert bob.post(f"{party}addresses/add/", added).status_code == 302
    page = bob.get(party).content.decode()
    assert "Keksitty katu 1 B 2<br>PL 3<br>00100 HELSINKI</address>" in page
    address = re.search(rf'href="({party}addresses/[^"]+/)" aria-label', page)
    assert address is not None
    form = opened(bob, address[1])
    assert (form["valid_from"], form["valid_to"]) == ("01.02.2026", "31.12.2030")
    assert bob.post(address[1], form).status_code == 302
    assert "address.edit" not in {line.action for line in log.events()}
    assert bob.post(address[1], {**form, "city": "ESPOO"}).status_code == 302
    assert "Keksitty katu 1 B 2<br>PL 3<br>00100 ESPOO</address>" in bob.get(party).content.decode()
    bob.post(address[1], {"end": "1"})
    assert "no longer in use" in bob.get(party).content.decode()


@pytest.mark.parametrize("wrong", [{"country": "Suomi"}, {"lines": "", "postal_code": "", "city": ""}, {"use": "x"}])
def test_a_wrong_address_is_refused(wrong: dict[str, str], bob: Client, world: World) -> None:
    address = f"/people/{world.maija}/addresses/{world.address}/"

    assert bob.post(address, {**opened(bob, address), **wrong}).status_code == 422


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        ("email", "maija", "Write an e-mail address"),
        ("phone", "x", "Write a telephone number"),
        ("web", "ei osoite", "Write a web address"),
        ("email", "", "Write something here"),
        ("email", "a\0@b.example", "Null characters"),
        ("nonsense", "a@b.example", "Select a valid choice"),
    ],
)
def test_a_wrong_contact_point_is_refused(kind: str, value: str, words: str, bob: Client, world: World) -> None:
    response = bob.post(
        f"/people/{world.maija}/contacts/add/", {"kind": kind, "use": "work", "value": value, "source": "subject"}
    )

    assert response.status_code == 422
    assert words in response.content.decode()


def test_what_stands_there_already_is_not_added_twice(bob: Client, world: World) -> None:
    data = {"kind": "email", "use": "work", "value": "MAIJA.esimerkki@esimerkki.example", "source": "subject"}
    response = bob.post(f"/people/{world.maija}/contacts/add/", data)

    assert response.status_code == 422
    assert "in the register already" in response.content.decode()


def test_a_contact_point_of_somebody_else_is_not_found_by_its_id(bob: Client, world: World) -> None:
    assert bob.get(f"/people/{world.onni}/contacts/email/{world.email}/").status_code == 404


def test_notes_and_events_appear_on_the_timeline_and_can_be_filtered(bob: Client, world: World) -> None:
    party = f"/organisations/{world.company}/"
    bob.post(f"{party}notes/add/", {"text": "Rivi 1\nRivi 2", "written_on": "21.11.2026", "source": "subject"})
    bob.post(f"{party}activities/add/", {"kind": "meeting", "happened_on": "2026-11-22", "reference": "Oulu",
                                         "source": "subject"})  # fmt: skip
    page, meetings = (bob.get(party + query).content.decode() for query in ("", "?kind=meeting"))

    assert "Rivi 1<br>Rivi 2" in page
    assert page.index("Oulu") < page.index("Rivi 1")  # the newest first
    assert "Oulu" in meetings
    assert "Rivi 1" not in meetings


@pytest.mark.parametrize(("day", "status"), [("31.2.2026", 422), ("", 422), ("1.2.2026", 302), ("2026-02-01", 302),
                                             ("02/13/2026", 422), ("99999-1-1", 422)])  # fmt: skip
def test_days_are_written_the_finnish_way(day: str, status: int, bob: Client, world: World) -> None:
    data = {"text": "Hei", "written_on": day, "source": "subject"}

    assert bob.post(f"/people/{world.maija}/notes/add/", data).status_code == status


def test_a_long_note_comes_back_whole(bob: Client, world: World) -> None:
    text = "pitkä " * 400
    response = bob.post(
        f"/people/{world.maija}/notes/add/", {"text": text, "written_on": "1.2.2026", "source": "subject"}
    )

    assert response.status_code == 422
    assert text.strip() in response.content.decode()


def test_a_source_that_the_notice_does_not_name_is_refused(bob: Client, world: World) -> None:
    data = {"text": "Hei", "written_on": "1.2.2026", "source": "rumour"}

    assert bob.post(f"/people/{world.maija}/notes/add/", data).status_code == 422


def test_the_name_of_who_changed_it_is_not_looked_for_where_nobody_did(log_in_as: As, world: World) -> None:
    """A job changed it: the page says somebody."""
    bob = log_in_as("bob", strict=True)
    address = f"/organisations/{world.company}/edit/"
    form = opened(bob, address)
    with engine() as by:
        parties.edit_organisation(
            organisation_id=world.company, changes={"trade_name": "Ajo"}, origin=origin(), by=by, at=NOW
        )
    page = bob.post(address, {**form, "trade_name": "Kahvila"}).content.decode()

    assert "Last changed by Somebody" in page
    with engine() as by:
        assert organisation_page(organisation_id=world.company, by=by).trade_name == "Ajo"
