"""Who is found by what somebody types: best first, in any writing, and only by what the access may read."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from psycopg.errors import InsufficientPrivilege

from kortisto.declaration.words import Operation
from kortisto.register.audit import queries as log
from kortisto.register.parties import operations as parties
from kortisto.register.parties.enums import ContactKind, PartyKind
from kortisto.register.parties.models import Organisation, OrganisationSearchKeys, PersonSearchKeys
from kortisto.register.parties.queries import best_matches, results
from kortisto.register.parties.queries.finding import find
from kortisto.register.parties.values import Party
from tests.register.conftest import NOW, ORIGIN, entered

pytestmark = pytest.mark.integration


def person(first: str, last: str) -> UUID:
    with entered() as by:
        return parties.add_person(first_name=first, last_name=last, origin=ORIGIN, by=by, at=NOW)


def found(text: str, **options: object) -> list[str]:
    with entered(Operation.READ, **options) as by:  # type: ignore[arg-type]
        shown = results(by=by, text=text)
    return [hit.name for hit in (*shown.people, *shown.organisations)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("virtannen maija", "Maija Virtanen"),
        ("Maia Wirtanen", "Maija Virtanen"),
        ("maija wirtannen", "Maija Virtanen"),
        ("maiaj wirtannen", "Maija Virtanen"),
        ("virtaenn", "Maija Virtanen"),
        ("matson", "Christer Mattsson"),
        ("krister", "Christer Mattsson"),
        ("ohmann", "Päivi Öhman"),
        ("hman", "Päivi Öhman"),
    ],
)
def test_typing_errors_and_habits_of_spelling_are_forgiven(db: None, text: str, name: str) -> None:
    person("Maija", "Virtanen")
    person("Christer", "Mattsson")
    person("Päivi", "Öhman")

    assert found(text) == [name]


@pytest.mark.parametrize("text", ["mikkola", "virta maija kalle", "zzzz", "vtnn", "ai"])
def test_what_is_too_unlike_is_not_found(db: None, text: str) -> None:
    person("Maija", "Virtanen")

    assert found(text) == []


def test_the_better_match_comes_first(db: None) -> None:
    for first, last in (("Maija", "Virta"), ("Virtti", "Aalto"), ("Anna", "Virtanen")):
        person(first, last)

    assert found("virta") == ["Maija Virta", "Anna Virtanen", "Virtti Aalto"]
    assert found("virtan")[0] == "Anna Virtanen"
    assert found("virtt")[0] == "Virtti Aalto"  # the others but for a doubled letter


@pytest.mark.parametrize("text", ["matti", "Matti"])
def test_a_whole_word_is_found_though_names_that_only_begin_with_it_fill_the_page(db: None, text: str) -> None:
    for number in range(12):
        person(f"Aino {chr(65 + number)}", ("Mattila", "Mattinen")[number % 2])
    person("Matti", "Aho")
    with entered() as by:
        parties.add_organisation(registered_name="Rakennus Matti Oy", origin=ORIGIN, by=by, at=NOW)
        for number in range(12):
            parties.add_organisation(registered_name=f"Mattilan Leipomo {number}", origin=ORIGIN, by=by, at=NOW)
    shown = found(text)

    assert (shown[0], shown[8], len(shown)) == ("Matti Aho", "Rakennus Matti Oy", 16)


def test_of_very_many_of_one_name_the_first_come_in_their_order(db: None) -> None:
    for letter in "MLKJIHGFEDCBA":
        person(f"{letter}ino", "Mäki")
    person("Onni", "Mäkinen")
    person("Maki", "Aalto")

    assert found("mäki") == [f"{letter}ino Mäki" for letter in "ABCDEFGH"]


def test_people_are_found_by_name_with_their_organisation_or_city(maija: UUID, esimerkki_oy: UUID) -> None:
    onni = person("Maija", "Toinen")
    with entered() as by:
        parties.add_address(
            owner=Party(kind=PartyKind.PERSON, id=onni), city="Hämeenlinna", origin=ORIGIN, by=by, at=NOW
        )

    assert found("maija oy") == ["Maija Esimerkki"]
    assert found("hämeenl maija") == ["Maija Toinen"]
    assert found("HAMEENLINNA") == ["Maija Toinen"]


def test_whom_somebody_represents_is_told_of_the_misspelt_too_and_nothing_of_those_beyond_the_limit(
    maija: UUID, esimerkki_oy: UUID
) -> None:
    for first in ("Aino", "Eino", "Onni"):
        person(first, "Esimerki")
    with entered(Operation.READ) as by:
        misspelt = results(by=by, text="maiija esimmerki", limit=1)
    with entered(Operation.READ) as by:
        shown = results(by=by, text="esimerk", limit=2)

    assert [(hit.name, hit.detail) for hit in misspelt.people] == [("Maija Esimerkki", "Esimerkki Oy")]
    assert [hit.name for hit in shown.people] == ["Aino Esimerki", "Eino Esimerki"]
    assert shown.more_people


def test_a_name_with_an_organisation_finds_whoever_bears_both_however_many_bear_the_name(esimerkki_oy: UUID) -> None:
    with entered() as by:
        for number in range(3):
            parties.add_person(first_name="Maija", last_name=f"Keksitty{number}", origin=ORIGIN, by=by, at=NOW)
        last = parties.add_person(first_name="Maija", last_name="Keksittyä", origin=ORIGIN, by=by, at=NOW)
        parties.add_representation(person_id=last, organisation_id=esimerkki_oy, origin=ORIGIN, by=by, at=NOW)

    with entered(Operation.READ) as by:
        by.record("test.look")
        both = find(by=by, text="keksitty esim", kinds=[PartyKind.PERSON], most=1)

    assert both.ids(PartyKind.PERSON) == [last]


def test_the_number_of_an_order_finds_who_placed_it(maija: UUID, esimerkki_oy: UUID) -> None:
    with entered() as by:
        parties.add_order(
            reference="T-2026-17", placed_on=date(2026, 11, 1), person_id=maija, organisation_id=esimerkki_oy,
            origin=ORIGIN, by=by, at=NOW,
        )  # fmt: skip

    assert found("t-2026-17") == ["Maija Esimerkki", "Esimerkki Oy"]


@pytest.mark.parametrize(
    "text",
    ["0401234567", "040-123 4567", "+358 40 123 4567", "+358 (0)40 123 4567", "00358401234567", "(040) 1234567",
     "358401234567", "358 40 123 4567"],
)  # fmt: skip
def test_a_telephone_number_is_found_in_any_writing(maija: UUID, text: str) -> None:
    with entered() as by:
        parties.add_contact_point(
            owner=Party(kind=PartyKind.PERSON, id=maija), kind=ContactKind.PHONE, value="040 1234567", origin=ORIGIN,
            by=by, at=NOW,
        )  # fmt: skip

    assert found(text) == ["Maija Esimerkki"]
    assert found(text, purpose="mailing") == []  # which covers e-mail, but no telephone numbers


@pytest.mark.parametrize(
    "text", ["019 000 0807", "+358 19 000 0807", "+358 (0)19 0000807", "00358190000807", "+35819", "358190000807"]
)
@pytest.mark.parametrize("kept", ["019 000 0807", "+358 19 0000807", "358 19 0000807"])
def test_a_number_that_no_plan_knows_is_found_in_any_writing(maija: UUID, kept: str, text: str) -> None:
    with entered() as by:
        parties.add_contact_point(
            owner=Party(kind=PartyKind.PERSON, id=maija),
            kind=ContactKind.PHONE,
            value=kept,
            origin=ORIGIN,
            by=by,
            at=NOW,
        )

    assert found(text) == ["Maija Esimerkki"]


@pytest.mark.parametrize("text", ["FI20774740", "2077474-0"])
def test_an_organisation_is_found_by_either_id(esimerkki_oy: UUID, text: str) -> None:
    assert found(text) == ["Esimerkki Oy"]
    assert found(text, purpose="mailing") == []


def test_what_was_shown_is_one_line(maija: UUID, esimerkki_oy: UUID) -> None:
    found("esimerkki")

    line = log.events()[0]
    assert (line.action, set(line.subjects)) == ("parties.search", {maija, esimerkki_oy})
    assert "organisation.business_id" in line.items


def test_the_function_of_the_database_answers_nobody_without_a_header(db: None) -> None:
    with pytest.raises(DatabaseError, match="header") as raised, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select * from parties_find_by_name('a', 'a', 'a', true, true, '{9,9}')")

    assert isinstance(raised.value.__cause__, InsufficientPrivilege)


def test_a_name_that_is_changed_or_erased_by_whatever_way_is_not_found_by(esimerkki_oy: UUID, maija: UUID) -> None:
    with entered() as by:
        by.record("test.change")
        Organisation.objects.filter(id=esimerkki_oy).update(trade_name="Kauppanimi")
        assert not OrganisationSearchKeys.objects.exists()
        assert PersonSearchKeys.objects.count() == 1


def test_names_are_found_through_their_index(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select prosecdef, proconfig from pg_proc where proname = 'parties_find_by_name'")
        definer, settings = cursor.fetchone() or (False, [])

    assert definer
    assert "search_path=pg_catalog, pg_temp" in settings


def test_people_and_organisations_are_found_together_and_whose_data_it_is_stands_in_the_log(db: None) -> None:
    maija = person("Maija", "Keksitty")
    with entered() as by:
        trader = parties.add_organisation(
            registered_name="T:mi Keksitty", sole_trader=True, origin=ORIGIN, by=by, at=NOW
        )
        parties.add_organisation(registered_name="Keksittykoski Oy", origin=ORIGIN, by=by, at=NOW)
    with entered(Operation.READ) as by:
        shown = best_matches(by=by, text="keksitty", limit=10).hits
    with entered(Operation.READ) as by:
        first = best_matches(by=by, text="keksitty", limit=1).hits
    with entered(Operation.READ) as by:
        results(by=by, text="keksitty")

    assert [hit.name for hit in shown] == ["Maija Keksitty", "T:mi Keksitty", "Keksittykoski Oy"]
    assert first == shown[:1]
    lines = [set(event.subjects) for event in log.events() if event.action == "parties.search"]
    everybody = {hit.party.id for hit in shown}
    assert {maija, trader} < everybody
    assert sorted(lines, key=len) == [{maija}, everybody, everybody]


def mail(owner: Party, value: str, *, until: date | None = None) -> None:
    with entered() as by:
        parties.add_contact_point(
            owner=owner, kind=ContactKind.EMAIL, value=value, valid_to=until, origin=ORIGIN, by=by, at=NOW
        )


@pytest.mark.parametrize("text", ["tornqvistin.example", "@tornqvistin.example", "Tornqvistin.Exam"])
def test_colleagues_are_found_by_the_domain_of_their_mail(db: None, text: str) -> None:
    for first in ("Aino", "Onni"):
        mail(Party(kind=PartyKind.PERSON, id=person(first, "Kollega")), f"{first.lower()}@tornqvistin.example")
    mail(Party(kind=PartyKind.PERSON, id=person("Outi", "Muu")), "outi@tornqvist.example")
    with entered() as by:
        firm = parties.add_organisation(registered_name="Törnqvistin Talo Oy", origin=ORIGIN, by=by, at=NOW)
    mail(Party(kind=PartyKind.ORGANISATION, id=firm), "info@tornqvistin.example")

    assert found(text) == ["Aino Kollega", "Onni Kollega", "Törnqvistin Talo Oy"]
    assert found("tornqvistin") == ["Törnqvistin Talo Oy"]  # a domain has a dot


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("tmpere", ["Maija Toinen"]),
        ("toinen tamperee", ["Maija Toinen"]),
        ("hämeenlina", ["Onni Kolmas"]),
        ("tamp", ["Maija Toinen"]),
        ("oulu", []),
    ],
)
def test_a_misspelt_city_finds_who_is_there(db: None, text: str, names: list[str]) -> None:
    for first, last, city in (("Maija", "Toinen", "Tampere"), ("Onni", "Kolmas", "Hämeenlinna")):
        owner = Party(kind=PartyKind.PERSON, id=person(first, last))
        with entered() as by:
            parties.add_address(owner=owner, city=city, origin=ORIGIN, by=by, at=NOW)

    assert found(text) == names


def test_a_contact_is_found_by_the_city_of_whom_they_represent(maija: UUID, esimerkki_oy: UUID) -> None:
    person("Maija", "Toinen")
    with entered() as by:
        owner = Party(kind=PartyKind.ORGANISATION, id=esimerkki_oy)
        parties.add_address(owner=owner, city="Rovaniemi", origin=ORIGIN, by=by, at=NOW)

    assert found("maija rovaniemi") == ["Maija Esimerkki"]


@pytest.mark.parametrize("text", ["aino@entinen.example", "aino@ent", "entinen.example"])
def test_who_had_an_address_once_is_marked_and_comes_after_whose_it_is(db: None, text: str) -> None:
    aino, onni = person("Aino", "Entinen"), person("Onni", "Nykyinen")
    mail(Party(kind=PartyKind.PERSON, id=aino), "aino@entinen.example", until=date(2026, 1, 31))
    mail(Party(kind=PartyKind.PERSON, id=onni), "aino@entinen.example")
    with entered(Operation.READ) as by:
        shown = results(by=by, text=text)

    assert [(hit.name, hit.former) for hit in shown.people] == [("Onni Nykyinen", False), ("Aino Entinen", True)]


def test_a_number_that_is_no_longer_in_use_is_marked(db: None) -> None:
    aino = person("Aino", "Entinen")
    with entered() as by:
        parties.add_contact_point(
            owner=Party(kind=PartyKind.PERSON, id=aino), kind=ContactKind.PHONE, value="040 123 4567",
            valid_to=date(2026, 1, 31), origin=ORIGIN, by=by, at=NOW,
        )  # fmt: skip
    with entered(Operation.READ) as by:
        [hit] = best_matches(by=by, text="0401234567", limit=5).hits

    assert (hit.name, hit.former) == ("Aino Entinen", True)
