"""The privacy panel, retention and certificates."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from kortisto.interfaces.web.staff import labels
from kortisto.privacy.retention.operations import sweep
from kortisto.register.access import current
from kortisto.register.audit.enums import Door
from kortisto.register.parties import operations as parties
from tests.interfaces.web.conftest import COMMAND, NOW, As, World, engine, origin

pytestmark = pytest.mark.integration


def panel(client: Client, party: object, kind: str = "people") -> str:
    page = client.get(f"/{kind}/{party}/").content.decode()
    return page.split('aria-labelledby="privacy"')[1].split("</section>")[0]


def test_whose_time_is_over_is_said_in_one_sentence(bob: Client, world: World) -> None:
    shown = panel(bob, world.onni)

    # Three years after 6.5.1998, and the first day after that.
    assert "All data of this person has been overdue since 7.5.2001." in shown
    assert "Overdue since 7.5.2001" in shown
    assert "The sweep, which runs every night, carries out what is overdue." in shown


def test_whose_time_runs_is_told_the_next_end(bob: Client, world: World) -> None:
    shown = panel(bob, world.maija)

    assert "Everything here has its reason." in shown
    assert "Next to go, after 22.11.2029 (in 3 years):" in shown
    assert "Stays until 22.11.2029" in shown
    assert "What follows after that: deleted." in shown


@pytest.mark.parametrize(
    ("language", "of_person", "of_organisation"),
    [
        ("en", "Nobody has said what this person is to us", "Nobody has said what this organisation is to us"),
        ("fi", "Kukaan ei ole kertonut, mikä tämä henkilö on meille", "Kukaan ei ole kertonut"),
        (
            "sv",
            "Ingen har sagt vad den här personen är för oss",
            "Ingen har sagt vad den här organisationen är för oss",
        ),
    ],
)
def test_whoever_is_added_without_a_tie_to_us_waits_for_somebody_and_the_sweep_agrees(
    language: str, of_person: str, of_organisation: str, log_in_as: As, world: World
) -> None:
    with engine() as by:
        alone = parties.add_person(first_name="Yksin", last_name="Lisätty", origin=origin(), by=by, at=NOW)
        nothing = parties.add_organisation(registered_name="Irrallinen Oy", origin=origin(), by=by, at=NOW)
    bob = log_in_as("bob", language=language)
    for night in (NOW, NOW + timedelta(days=1), datetime(2040, 1, 1, tzinfo=UTC)):
        assert summary(panel(bob, alone)).startswith(of_person)
        assert summary(panel(bob, nothing, "organisations")).startswith(of_organisation)
        assert "3.00" not in panel(bob, alone)
        sweep(by=COMMAND, at=night, now=night, channel=Door.CLI)
    assert bob.get(f"/people/{alone}/").status_code == 200, "nobody is erased for want of somebody saying what they are"
    assert bob.get(f"/organisations/{nothing}/").status_code == 200


def test_what_the_panel_says_of_the_sweep_is_what_the_sweep_does(bob: Client, world: World) -> None:
    said = "The sweep, which runs every night, carries out what is overdue."
    assert said in panel(bob, world.onni)
    certificate = sweep(by=COMMAND, at=NOW, now=NOW, channel=Door.CLI)
    assert certificate.people == 1
    assert bob.get(f"/people/{world.onni}/").status_code == 404


def test_an_organisation_has_a_panel_too(bob: Client, world: World) -> None:
    main = bob.get(f"/people/{world.onni}/").content.decode().split("<main")[1]
    vanha = re.findall(r'href="/organisations/([0-9a-f-]{36})/"', main)[0]

    assert "Nothing is overdue. A hold stops the erasure." in panel(bob, world.company, "organisations")
    assert "All data of this organisation has been overdue since 7.5.2001." in panel(bob, vanha, "organisations")
    assert "Vanha Oy" in panel(bob, vanha, "organisations")


def test_each_datum_says_source_purposes_basis_and_rule(bob: Client, world: World) -> None:
    shown = panel(bob, world.maija)

    assert "maija.esimerkki@esimerkki.example" in shown
    assert "The person, 22.11.2026" in shown
    assert "Managing the customer relationship" in shown
    assert "Legitimate interest (Article 6(1)(f))" in shown
    assert 'href="/notice/?lang=en#node-retention.contacts"' in shown
    assert "minimal 1.0" in shown
    assert "3 years" in shown


def test_what_has_no_value_is_told_apart_by_its_day(bob: Client, world: World) -> None:
    shown = panel(bob, world.maija)
    named = r'<strong>([^<]*)</strong> <span class="value">([^<]*)</span>'
    orders = re.findall(named, shown)

    assert ("Orders and earlier orders", "22.11.2026") in orders


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fi", ["Kaikki tämän henkilön tiedot ovat olleet erääntyneinä 7.5.2001 alkaen.", "6 artiklan 1 kohdan f"]),
        ("sv", ["Lagringstiden för alla uppgifter om personen gick ut 7.5.2001.", "artikel 6.1 f"]),
    ],
)
def test_the_panel_speaks_the_language_of_the_page(
    language: str, words: list[str], log_in_as: As, world: World
) -> None:
    shown = panel(log_in_as("bob", language=language), world.onni)

    for one in words:
        assert one in shown


@pytest.mark.parametrize(
    ("language", "name"), [("fi", "Yhteyshenkilöt"), ("sv", "Kontaktpersoner"), ("en", "Contact persons")]
)
def test_a_rule_is_called_by_its_name_with_its_reference_beside_it(
    language: str, name: str, log_in_as: As, world: World
) -> None:
    named = f'{name} <small class="ref">retention.contacts</small></a>'

    assert named in panel(log_in_as("bob", language=language), world.onni)
    page = log_in_as("dora", language=language).get("/retention/").content.decode()
    assert named in page
    assert page.count(name) > page.count(named)  # beside each subject too


@pytest.mark.parametrize(
    ("language", "word", "period"),
    [
        ("fi", "Tarkoitukset", "Säilytysaika"),
        ("sv", "Ändamålen", "Förvaringstiden"),
        ("en", "Purposes", "The retention"),
    ],
)
def test_what_holds_for_several_purposes_is_said_once(
    language: str, word: str, period: str, log_in_as: As, world: World
) -> None:
    email = panel(log_in_as("bob", language=language), world.onni).split("onni.keksitty@")[1]
    why = email.split('<ul class="why">')[1].split("</ul>")[0]
    sentences = why.split("<li>")[1:]

    assert sum(f"{period.lower()}" in one.lower() for one in sentences[1:]) == 1
    assert sentences[1].startswith(f"{word} ")


def test_what_has_no_name_is_called_by_its_reference(world: World) -> None:
    assert labels.rule_of("retention.contacts").name
    for ref in ("retention.of_old", "retention.contacts.unless.x", "bases.contract", ""):
        assert labels.rule_of(ref) == labels.Rule(ref, "")


def test_the_sentence_speaks_of_all_data_whatever_the_purpose_shows(bob: Client, world: World) -> None:
    with engine() as by:  # in use since today, unlike everything else
        parties.add_note(
            text="Uusi", written_on=date(2026, 11, 22), person_id=world.onni, origin=origin(), by=by, at=NOW
        )
    whole = panel(bob, world.onni)
    bob.post("/purpose/", {"purpose": "mailing"})
    part = panel(bob, world.onni)

    assert summary(whole) == summary(part)


def summary(shown: str) -> str:
    return shown.split('<p class="summary">')[1].split("</p>", maxsplit=1)[0]


def test_data_that_the_purpose_does_not_show_are_counted_only(bob: Client, world: World) -> None:
    bob.post("/purpose/", {"purpose": "mailing"})
    shown = panel(bob, world.maija)

    assert "further data are not shown for this purpose" in shown
    assert "Notes" not in shown


def test_retention_tells_who_is_due_and_by_which_rule(log_in_as: As, world: World) -> None:
    dora = log_in_as("dora", strict=True)
    page = dora.get("/retention/").content.decode()

    assert f'href="/people/{world.onni}/"' in page
    assert f'href="/people/{world.maija}/"' not in page
    assert "everything, since 7.5.2001" in page
    assert "/retention/sweeps/" in page
    assert "/notice/#node-retention.contacts" in page


def test_retention_of_another_day(log_in_as: As, world: World) -> None:
    dora = log_in_as("dora", strict=True)

    assert "Nobody." in dora.get("/retention/?at=1.1.1999").content.decode()
    assert f'href="/people/{world.maija}/"' in dora.get("/retention/?at=1.1.2040").content.decode()
    wrong = dora.get("/retention/?at=huomenna")
    assert wrong.status_code == 422
    assert "Write the day as d.m.yyyy" in wrong.content.decode()


def test_certificates_are_listed_and_shown(log_in_as: As, world: World) -> None:
    aaro = log_in_as("aaro", strict=True)

    assert (
        f'href="/retention/certificates/{world.certificate}/"' in aaro.get("/retention/certificates/").content.decode()
    )
    assert str(world.certificate) in aaro.get(f"/retention/certificates/{world.certificate}/").content.decode()
    assert aaro.get(f"/retention/certificates/{world.maija}/").status_code == 404


def test_the_officer_sees_more_than_the_public(log_in_as: As, world: World) -> None:
    officer = log_in_as("dora", strict=True).get("/notice/officer/").content.decode()

    assert "Officer&#x27;s view: not for publication" in officer
    assert "not for publication" not in log_in_as().get("/notice/").content.decode()


def test_each_purpose_stands_beside_its_basis_and_the_interest_is_named(bob: Client, world: World) -> None:
    shown = panel(bob, world.maija)
    datum = shown.split("facts")[1].split("</dl>")[0]
    assert "Managing the customer relationship" in datum
    assert "Legitimate interest (Article 6(1)(f)): The company&#x27;s interest in managing its customer" in datum


def test_what_is_refused_tells_what_the_purpose_does_not_permit(bob: Client, world: World) -> None:
    bob.post("/purpose/", {"purpose": "mailing"})
    refused = panel(bob, world.maija).split("What is refused")[1].split("</details>")[0]
    may_not = refused.split("Not for your purpose")[1].split("</dd>")[0].lower()
    assert "changing" in may_not


def test_who_has_chosen_no_purpose_works_for_the_one_that_shows_most(
    log_in_as: As, world: World, settings: Settings
) -> None:
    settings.KORTISTO_DECLARATION = str(Path(__file__).parents[3] / "notices" / "asiakasrekisteri.yaml")
    current.look_again()
    page = log_in_as("alice").get(f"/people/{world.maija}/").content.decode()
    assert "Kysyi toimitusaikaa" in page, "notes are shown"
    refused = page.split("What is refused")[1].split("</details>")[0]
    assert "Managing customer ownership" in refused.split("Nothing here is kept for")[1]
