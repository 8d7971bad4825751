"""Exported files of own fields and of long lists; the rest of exports is tried with the lists."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from kortisto.interfaces.web.staff import exporting
from kortisto.register.audit import queries as log
from kortisto.register.parties import operations as parties
from kortisto.register.parties.enums import PartyKind
from kortisto.register.parties.operations import exports
from kortisto.register.parties.values import Party
from tests.interfaces.web.conftest import NOW, As, World, add_contact, add_customer, engine, origin
from tests.interfaces.web.test_forms import opened
from tests.register.wider import widened

pytestmark = pytest.mark.integration

PURPOSE = "Managing the customer relationship"


@pytest.fixture
def wider(declaration_of_tests: None, settings: Settings, tmp_path: Path) -> None:
    settings.KORTISTO_DECLARATION = str(widened(Path(settings.KORTISTO_DECLARATION), tmp_path))


def parts(response: Any) -> Iterator[bytes]:
    assert response.status_code == 200, response.content.decode()
    yield from response.streaming_content


def exported() -> list[set[Any]]:
    return [set(line.subjects) for line in reversed(log.events()) if line.action == "person.export"]


@pytest.mark.parametrize("form", ["csv", "json", "vcard3"])
def test_own_fields_are_offered_and_stand_in_the_file_and_in_the_log(
    wider: None, bob: Client, log_in_as: As, world: World, form: str
) -> None:
    address = f"/people/{world.maija}/edit/"
    sent = {**opened(bob, address), "own.boiler": "=IVT 490", "own.warm_since": "2025-10-01"}
    assert bob.post(address, sent).status_code == 302
    alice = log_in_as("alice")
    assert "Heat pump model" in alice.get("/people/export/").content.decode()
    chosen = {"form": form, "columns": ["own.boiler", "own.warm_since"]}
    text = b"".join(parts(alice.post(f"/people/export/?id={world.maija}", chosen))).decode("utf-8-sig")
    if form == "csv":
        assert list(csv.reader(io.StringIO(text), delimiter=";")) == [
            ["Name", "Heat pump model", "Heated since", "Purpose"],
            ["Maija Esimerkki", "'=IVT 490", "1.10.2025", PURPOSE],
        ]
    elif form == "json":
        (maija,) = json.loads(text)["parties"]
        assert (maija["own.boiler"], maija["own.warm_since"]) == ("=IVT 490", "2025-10-01")
    else:
        assert "X-OWN-BOILER:=IVT 490\r\nX-OWN-WARM-SINCE:2025-10-01\r\n" in text
        assert f"X-KORTISTO-PURPOSE:{PURPOSE}\r\n" in text
    line = next(line for line in log.events() if line.action == "person.export")
    assert {"own.boiler", "own.warm_since"} <= set(line.items)


def test_the_preview_shows_the_columns_that_are_ticked_own_fields_among_them(
    wider: None, bob: Client, log_in_as: As, world: World
) -> None:
    address = f"/people/{world.maija}/edit/"
    assert bob.post(address, {**opened(bob, address), "own.boiler": "IVT 490"}).status_code == 302
    alice = log_in_as("alice")
    first = alice.get(f"/people/export/?id={world.maija}").content.decode()
    assert "IVT 490" not in first
    asked = {"do": "preview", "form": "vcard4", "columns": ["own.boiler", "title"]}
    page = alice.post(f"/people/export/?id={world.maija}", asked).content.decode()
    assert "<td>IVT 490</td>" in page
    assert page.count('<th scope="col">') == 3
    assert re.findall(r'name="columns" value="([^"]+)" checked', page) == ["title", "own.boiler"]
    assert re.findall(r'name="form" value="([^"]+)" checked', page) == ["vcard4"]
    assert exported() == []
    line = log.events()[0]
    assert (line.action, set(line.subjects)) == ("person.list", {world.maija})
    assert "own.boiler" in line.items


@pytest.mark.parametrize("form", ["csv", "json", "vcard4"])
def test_a_long_list_leaves_in_parts_each_of_which_is_in_the_log_before_it_leaves(
    alice: Client, world: World, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    for number in range(5):
        add_contact(f"Aino{number}", "Pitkälista", world.company)
    asked = "/people/export/?sort=name"
    whole = b"".join(parts(alice.post(asked, {"form": form, "columns": ["title"]})))
    before = len(exported())
    monkeypatch.setattr(exporting, "MOST_IN_WORKBOOK", 3)
    monkeypatch.setattr("kortisto.register.parties.operations.exports.PART", 3)
    response = alice.post(asked, {"form": form, "columns": ["title"]})
    coming = parts(response)
    first = next(coming)
    assert len(exported()) == before + 1  # nobody of the second part is in it, and in the log, yet
    assert len(exported()[-1]) == 3
    long = first + b"".join(coming)
    assert [len(one) for one in exported()[before:]] == [3, 3, 1]
    if form == "json":
        assert json.loads(long)["parties"] == json.loads(whole)["parties"]
    else:
        assert long == whole


def test_a_workbook_is_not_longer_than_it_may_be(alice: Client, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "MOST_IN_WORKBOOK", 1)
    page = alice.get("/people/export/").content.decode()
    assert 'value="csv"' in page
    assert 'value="xlsx"' not in page
    assert "A workbook holds at most 1." in page
    assert alice.post("/people/export/", {"form": "xlsx"}).status_code == 422
    assert exported() == []


def test_of_a_long_part_every_line_of_the_log_names_no_more_than_it_may(
    alice: Client, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "PART", 1)
    b"".join(parts(alice.post("/people/export/", {"form": "csv"})))
    assert [len(one) for one in exported()] == [1, 1]


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ("csv", f";Keksitty katu 1, C-rappu;00100;Helsinki;{PURPOSE}\r\n"),
        ("vcard3", "ADR;TYPE=work:;;Keksitty katu 1\\, C-rappu;Helsinki;;00100;\r\n"),
    ],
)
def test_a_whole_address_leaves(alice: Client, world: World, form: str, told: str) -> None:
    with engine() as by:
        parties.add_address(
            owner=Party(kind=PartyKind.PERSON, id=world.onni),
            lines=["Keksitty katu 1", "C-rappu"], postal_code="00100", city="Helsinki", country="FI",
            origin=origin(NOW), by=by, at=NOW,
        )  # fmt: skip
    chosen = {"form": form, "columns": ["street", "postal_code", "city"]}
    text = b"".join(parts(alice.post(f"/people/export/?id={world.onni}", chosen))).decode("utf-8-sig")
    assert told in text


@pytest.fixture
def company_of_two(world: World) -> World:
    with engine() as by:
        gone = parties.add_person(first_name="Entti", last_name="Entinen", origin=origin(NOW), by=by, at=NOW)
        parties.add_representation(
            person_id=gone, organisation_id=world.company, ended_on=date(2025, 1, 1), origin=origin(NOW), by=by, at=NOW
        )
    add_contact("Aino", "Toinen", world.company)
    return world


def test_organisations_leave_with_their_contact_persons_where_that_is_chosen(
    alice: Client, company_of_two: World
) -> None:
    lonely = add_customer("Yksin Oy")
    asked = f"/organisations/export/?id={company_of_two.company}&id={lonely}"
    page = alice.get(asked).content.decode()
    assert "Organisations only: the people who represent them are not in the file" in page
    chosen = {"form": "csv", "columns": ["relation"]}
    without = b"".join(parts(alice.post(asked, {**chosen, "contacts": ""}))).decode("utf-8-sig")
    assert "Maija" not in without
    assert (
        "<td>Maija Esimerkki</td>" in alice.post(asked, {**chosen, "contacts": "yes", "do": "preview"}).content.decode()
    )

    text = b"".join(parts(alice.post(asked, {**chosen, "contacts": "yes"}))).decode("utf-8-sig")

    head, *rows = csv.reader(io.StringIO(text), delimiter=";")
    assert head == [
        "Name", "Relationship", "Contact person", "Contact person’s job title", "Contact person’s e-mail",
        "Contact person’s telephone", "Purpose",
    ]  # fmt: skip
    assert rows == [
        ["Esimerkki Oy", "Customer", "Maija Esimerkki", "Ostaja", "maija.esimerkki@esimerkki.example", "", PURPOSE],
        ["Esimerkki Oy", "Customer", "Aino Toinen", "Ostaja", "aino.toinen@esimerkki.example", "", PURPOSE],
        ["Yksin Oy", "Customer", "", "", "", "", PURPOSE],
    ]
    line = next(line for line in log.events() if line.action == "organisation.export")
    assert {company_of_two.company, lonely, company_of_two.maija} < set(line.subjects)
    assert len(line.subjects) == 4
    assert {"person.name", "person.represents", "person.contact.email"} <= set(line.items)


@pytest.mark.parametrize("form", ["json", "vcard4"])
def test_contact_persons_stand_in_files_of_other_forms_too(alice: Client, company_of_two: World, form: str) -> None:
    asked = f"/organisations/export/?id={company_of_two.company}"
    text = b"".join(parts(alice.post(asked, {"form": form, "contacts": "yes"}))).decode()
    if form == "json":
        (company,) = json.loads(text)["parties"]
        assert [(one["name"], one["title"]) for one in company["contacts"]] == [
            ("Maija Esimerkki", "Ostaja"), ("Aino Toinen", "Ostaja"),
        ]  # fmt: skip
        return
    cards = text.split("BEGIN:VCARD")[1:]
    assert [re.search(r"FN:(.*)\r", card)[1] for card in cards] == ["Esimerkki Oy", "Maija Esimerkki", "Aino Toinen"]  # type: ignore[index]
    assert "ORG:Esimerkki Oy" in cards[1]
    assert "KIND:individual" in cards[1]
