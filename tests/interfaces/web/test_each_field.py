"""Each field of a person and of an organisation, typed into its form and read on the page; gone where not declared."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from tests.interfaces.web.conftest import World
from tests.interfaces.web.test_forms import opened
from tests.register.wider import widened

pytestmark = pytest.mark.integration

OF_AN_ORGANISATION = {  # field: what is typed, and what the page shows
    "registered_name": ("Kokeilulämpö Oy", "Kokeilulämpö Oy"),
    "trade_name": ("Lämpöhetki", "Lämpöhetki"),
    "business_id": ("20774740", "2077474-0"),
    "vat_id": ("fi 20774740", "FI20774740"),
    "einvoice_address": ("0037 20774740", "003720774740"),
    "einvoice_operator": ("003721291126", "(003721291126)"),
    "industry_code": ("43220", "TOL 2008: 43220"),
    "size_class": ("small", "Small: 10 to 49 people"),
    "external_reference": ("A-77", "A-77"),
    "sole_trader": ("yes", "Sole trader"),
}
OF_A_PERSON = {
    "prefix": ("FT", "FT Kerttu Kuvitteellinen"),
    "first_name": ("Kerttu", "Kerttu"),
    "last_name": ("Kuvitteellinen", "Kuvitteellinen"),
    "language": ("sv", "Language of service: Swedish"),
    "informed_on": ("1.2.2026", "1.2.2026"),
    "non_disclosure_until": ("31.12.2099", "Non-disclosure until 31.12.2099"),
}
REFUSED = {
    "business_id": ("2077474-1", "The check digit is wrong"),
    "vat_id": ("FI20774741", "This is no VAT number of the EU"),
    "einvoice_address": ("ei mikään", "This is no e-invoice address"),
    "industry_code": ("99999", "There is no such code in TOL 2008"),
}
BEYOND_THE_SAMPLE = {"einvoice_address", "einvoice_operator", "informed_on", "non_disclosure_until"}
"""What the small declaration of the tests does not list."""


@pytest.fixture
def wider(declaration_of_tests: None, settings: Settings, tmp_path: Path) -> None:
    settings.KORTISTO_DECLARATION = str(widened(Path(settings.KORTISTO_DECLARATION), tmp_path))


def shown(client: Client, address: str) -> str:
    return client.get(address).content.decode().split("<main")[1].split('class="card privacy')[0]


def whole(client: Client, address: str) -> str:
    return client.get(address).content.decode().split("<main")[1]


@pytest.mark.parametrize(
    ("kind", "fields"), [("organisations", OF_AN_ORGANISATION), ("people", OF_A_PERSON)], ids=["organisation", "person"]
)
def test_each_field_is_typed_and_shown(
    wider: None, bob: Client, world: World, kind: str, fields: dict[str, tuple[str, str]]
) -> None:
    address = f"/{kind}/{world.company if kind == 'organisations' else world.maija}/"
    form = opened(bob, f"{address}edit/")
    assert fields.keys() <= form.keys()
    answer = bob.post(f"{address}edit/", {**form, **{name: typed for name, (typed, _) in fields.items()}})
    page = whole(bob, address)

    assert answer.status_code == 302
    missing = [name for name, (_, seen) in fields.items() if seen not in page]
    assert missing == []


@pytest.mark.parametrize("field", REFUSED)
def test_what_is_checked_says_what_is_wrong_and_keeps_the_rest(
    wider: None, bob: Client, world: World, field: str
) -> None:
    address = f"/organisations/{world.company}/edit/"
    typed, why = REFUSED[field]
    answer = bob.post(address, {**opened(bob, address), "trade_name": "Säilyy", field: typed})
    page = answer.content.decode()

    assert answer.status_code == 422
    assert why in page
    assert f'value="{typed}"' in page
    assert 'value="Säilyy"' in page


@pytest.mark.parametrize(
    ("kind", "fields"), [("organisations", OF_AN_ORGANISATION), ("people", OF_A_PERSON)], ids=["organisation", "person"]
)
def test_what_the_declaration_does_not_list_is_neither_asked_nor_taken(
    bob: Client, world: World, kind: str, fields: dict[str, tuple[str, str]]
) -> None:
    address = f"/{kind}/{world.company if kind == 'organisations' else world.maija}/"
    form = opened(bob, f"{address}edit/")
    assert fields.keys() - form.keys() == BEYOND_THE_SAMPLE & fields.keys()
    bob.post(f"{address}edit/", {**form, **{name: typed for name, (typed, _) in fields.items()}})
    page = whole(bob, address)

    assert [name for name in BEYOND_THE_SAMPLE & fields.keys() if fields[name][1] in page] == []


def test_several_of_each_kind_of_contact_with_their_days(bob: Client, world: World) -> None:
    """Mails, telephones, websites and addresses of each use, from a day and until a day."""
    person = f"/people/{world.maija}/"
    points = {
        ("email", "private", "maija.koti@keksitty.example"), ("email", "billing", "laskut@keksitty.example"),
        ("phone", "work", "040 123 4567"), ("phone", "private", "050 765 4321"),
        ("web", "work", "www.keksitty.example"),
    }  # fmt: skip
    days = {"valid_from": "1.1.2026", "valid_to": "31.12.2099", "source": "subject"}
    for kind, use, value in points:
        answer = bob.post(f"{person}contacts/add/", {"kind": kind, "use": use, "value": value, **days})
        assert answer.status_code == 302
    for use, street in (("visiting", "Käyntikuja 1"), ("postal", "PL 12"), ("billing", "Laskutie 3")):
        where = {"use": use, "lines": street, "postal_code": "00100", "city": "Helsinki", "country": "FI"}
        assert bob.post(f"{person}addresses/add/", {**where, **days}).status_code == 302
    page = shown(bob, person)

    for _, _, value in points:
        assert value in page
    for words in (
        "E-mail · Private", "E-mail · Billing", "Telephone · Work", "Telephone · Private", "Website · Work",
        "Visiting address", "Postal address", "Billing address", "Käyntikuja 1", "PL 12", "Laskutie 3",
    ):  # fmt: skip
        assert words in page
    assert page.count("1.1.2026–31.12.2099") == 8


@pytest.mark.parametrize("kind", ["customer", "prospect", "supplier", "partner", "reseller"])
def test_each_thing_that_an_organisation_can_be_to_us_has_a_start_and_an_end(
    bob: Client, world: World, kind: str
) -> None:
    company = f"/organisations/{world.company}/"
    if kind == "customer":  # which it is already, and once at a time
        present = f"{company}relationships/customer/{world.relationship}/"
        bob.post(present, {**opened(bob, present), "ended_on": "30.11.2020"})
    begun = bob.post(
        f"{company}relationships/add/", {"kind": kind, "started_on": "1.2.2021", "ended_on": "", "source": "subject"}
    )
    assert begun.status_code == 302
    assert f'<span class="badge ok">{kind.capitalize()}</span>' in whole(bob, company)
    assert "1.2.2021–" in whole(bob, company)
