"""What columns and fields mean: guessed from their names, said by the operator, checked before anything is kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kortisto.register.parties.importing.full_names import parted
from kortisto.register.parties.importing.meaning import (
    NAMES,
    Content,
    Mapping_,
    NotUnderstoodError,
    SaidTwiceError,
    Target,
    guess,
    target_named,
)
from kortisto.register.parties.importing.reading import Line
from kortisto.register.parties.importing.rows import (
    Fault,
    OrderRow,
    PartyRow,
    country_code,
    day,
    language_code,
    order_row,
    party_row,
)

pytestmark = pytest.mark.unit

TODAY = date(2026, 11, 22)
T = Target


# --- columns -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("columns", "targets"),
    [
        (
            "Yritys;Y-tunnus;Etunimi;Sukunimi;Tehtävänimike;Sähköposti;Matkapuhelin;Postinumero;Postitoimipaikka;Maa",
            [T.ORGANISATION_NAME, T.BUSINESS_ID, T.FIRST_NAME, T.LAST_NAME, T.TITLE, T.PERSON_EMAIL, T.PERSON_PHONE,
             T.POSTAL_CODE, T.CITY, T.COUNTRY],
        ),
        (
            "Företag;FO-nummer;Förnamn;Efternamn;Titel;E-post;Mobil;Postnummer;Postanstalt;Land",
            [T.ORGANISATION_NAME, T.BUSINESS_ID, T.FIRST_NAME, T.LAST_NAME, T.TITLE, T.PERSON_EMAIL, T.PERSON_PHONE,
             T.POSTAL_CODE, T.CITY, T.COUNTRY],
        ),
        (
            "customerID;companyName;contactName;contactTitle;address;city;region;postalCode;country;phone;fax",
            [T.REFERENCE, T.ORGANISATION_NAME, T.PERSON_NAME, T.TITLE, T.STREET, T.CITY, T.REGION, T.POSTAL_CODE,
             T.COUNTRY, T.PHONE, T.NOTHING],
        ),
    ],
)  # fmt: skip
def test_columns_are_guessed_in_three_languages(columns: str, targets: list[Target]) -> None:
    assert guess(columns.split(";")) == Mapping_(Content.PARTIES, tuple(targets))


def test_columns_of_orders_are_told_from_those_of_parties() -> None:
    mapping = guess(["Tilausnumero", "Asiakasnumero", "Tilauspäivä", "Kaupunki"])
    assert mapping.content is Content.ORDERS
    assert mapping.targets == (T.ORDER_REFERENCE, T.REFERENCE, T.ORDERED_ON, T.NOTHING)


def test_the_second_of_two_telephone_columns_is_a_second_number_and_a_third_is_left_out() -> None:
    assert guess(["Yritys", "Puhelin", "Nimi", "Puh."]).targets == (
        T.ORGANISATION_NAME, T.PHONE, T.PERSON_NAME, T.PHONE_2,
    )  # fmt: skip
    assert guess(["Yritys", "Puhelin", "Nimi", "Puh.", "Vaihde"]).targets[-1] is T.NOTHING


def test_what_the_operator_says_comes_first() -> None:
    said = {"Puh.": T.PHONE, "Nimi": T.NOTHING}
    assert guess(["Yritys", "Puhelin", "Nimi", "Puh."], said).targets == (
        T.ORGANISATION_NAME, T.PHONE_2, T.NOTHING, T.PHONE,
    )  # fmt: skip


def test_two_columns_cannot_be_said_to_be_the_same() -> None:
    with pytest.raises(SaidTwiceError) as caught:
        guess(["Yritys", "a", "b"], {"a": T.PHONE, "b": T.PHONE})
    assert (caught.value.target, caught.value.columns) == (T.PHONE, ("a", "b"))


@pytest.mark.parametrize(
    ("columns", "content", "name"),
    [
        (["Nimi", "Y-tunnus", "Puhelin"], Content.PARTIES, Target.ORGANISATION_NAME),
        (["Name", "Relationship", "Business ID", "E-mail"], Content.PARTIES, Target.ORGANISATION_NAME),  # as we export
        (["Namn", "Momsnummer"], Content.PARTIES, Target.ORGANISATION_NAME),
        (["Nimi", "Puhelin"], Content.PEOPLE, Target.PERSON_NAME),
        (["Yritys", "Nimi", "Y-tunnus"], Content.PARTIES, Target.ORGANISATION_NAME),
        (["Etunimi", "Nimi", "Y-tunnus"], Content.PEOPLE, Target.FIRST_NAME),
    ],
)
def test_a_name_beside_a_business_id_is_that_of_an_organisation(
    columns: list[str], content: Content, name: Target
) -> None:
    guessed = guess(columns)
    assert (guessed.content, guessed.targets[0]) == (content, name)


def test_what_the_operator_says_is_a_persons_name_stays_one() -> None:
    guessed = guess(["Nimi", "Y-tunnus"], {"Nimi": Target.PERSON_NAME})
    assert (guessed.content, guessed.targets[0]) == (Content.PEOPLE, Target.PERSON_NAME)


def test_without_people_mail_and_telephone_are_the_organisations() -> None:
    assert guess(["Yritys", "Sähköposti", "Matkapuhelin"]).targets == (T.ORGANISATION_NAME, T.EMAIL, T.PHONE)
    assert guess(["Yritys", "Email", "Puhelin", "Mobile"]).targets[1:] == (T.EMAIL, T.PHONE, T.PHONE_2)
    assert guess(["Yritys", "Nimi", "Sähköposti"]).targets[2] is T.PERSON_EMAIL


@pytest.mark.parametrize(
    ("columns", "missing"),
    [(["a", "b"], [T.ORGANISATION_NAME, T.ORDER_REFERENCE]), (["orderID", "orderDate"], [T.REFERENCE])],
)
def test_columns_that_tell_nothing_are_refused_with_what_is_missing(columns: list[str], missing: list[Target]) -> None:
    with pytest.raises(NotUnderstoodError) as caught:
        guess(columns)
    assert list(caught.value.missing) == missing


@pytest.mark.parametrize("target", Target)
def test_a_target_can_be_named_in_every_language(target: Target) -> None:
    for language in ("fi", "sv", "en"):
        assert target_named(f" {NAMES[target].in_language(language).upper()} ") is target
    assert target_named(target.value) is target
    assert target_named("shoe size") is None


# --- names ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("Maria Anders", "Maria", "Anders"),
        ("Anna-Liisa Mäkinen-Virta", "Anna-Liisa", "Mäkinen-Virta"),
        ("Carl Gustaf Emil af Forselles", "Carl Gustaf Emil", "af Forselles"),
        ("Hanna von Wright", "Hanna", "von Wright"),
        ("Jan van der Berg", "Jan", "van der Berg"),
        ("Anna Van Dyck", "Anna", "Van Dyck"),
        ("Maria de la Cruz", "Maria", "de la Cruz"),
        ("José da Silva e Costa", "José", "da Silva e Costa"),
        ("Ana García y López", "Ana", "García y López"),
        ("Martin King Jr.", "Martin", "King Jr."),
        ("Martin King, Jr.", "Martin", "King Jr."),
        ("Bo Ek II", "Bo", "Ek II"),
        ("Al Pacino", "Al", "Pacino"),
        ("Van Morrison", "Van", "Morrison"),
        ("von Wright", "", "von Wright"),
        ("Esimerkki, Maija Liisa", "Maija Liisa", "Esimerkki"),
        ("von Wright, Hanna", "Hanna", "von Wright"),
        ("I Virtanen", "I", "Virtanen"),
        ("Madonna", "", "Madonna"),
        ("Ek Jr.", "Ek", "Jr."),
        ("", "", ""),
        (" , ", "", ""),
    ],
)
def test_a_full_name_is_parted(name: str, first: str, last: str) -> None:
    assert parted(name) == (first, last)


def row(**values: str) -> PartyRow:
    targets = tuple(Target(name.replace("_", " ")) for name in values)
    return party_row(Line(2, tuple(values.values())), Mapping_(Content.PARTIES, targets))


def faults(**values: str) -> list[tuple[str, str]]:
    found = row(**{"organisation_name": "Esimerkki Oy", **values}).faults
    return [(fault.target.value, fault.code) for fault in found]


def test_names_in_two_columns_are_taken_as_they_are() -> None:
    assert row(organisation_name="X", person_name="A B C", first_name="A", last_name="B C").person == ("A", "B C")
    assert row(organisation_name="X", person_name="", last_name="B").person == ("", "B")


# --- fields --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "fault"),
    [
        ({"business_id": "2077474-1"}, ("business id", "form")),
        ({"vat_id": "FI20774741"}, ("vat id", "form")),
        ({"email": "esimerkki"}, ("email", "form")),
        ({"web": "no"}, ("web", "form")),
        ({"phone": "12"}, ("phone", "form")),
        ({"country": "Atlantis"}, ("country", "unknown")),
        ({"person_name": "A", "language": "klingon"}, ("language", "unknown")),
        ({"postal_code": "0" * 21}, ("postal code", "long")),
        ({"reference": "r" * 101}, ("reference", "long")),
        ({"person_name": "A " + "b" * 201}, ("person name", "long")),
        ({"organisation_name": ""}, ("organisation name", "missing")),
        ({"person_email": "maija@esimerkki.example"}, ("person name", "missing")),
        ({"title": "Toimitusjohtaja"}, ("person name", "missing")),
    ],
)
def test_a_bad_field_keeps_its_row_out_and_is_named(values: dict[str, str], fault: tuple[str, str]) -> None:
    assert faults(**values) == [fault]


def test_all_faults_of_a_row_are_told_at_once() -> None:
    assert faults(business_id="1", email="x", country="Atlantis") == [
        ("business id", "form"), ("email", "form"), ("country", "unknown"),
    ]  # fmt: skip


def test_good_fields_are_kept_in_their_stored_form() -> None:
    good = row(
        organisation_name=" Esimerkki\x07 \n Oy ",
        business_id="20774740",
        vat_id="fi 2077474-0",
        country="Suomi",
        street="Esimerkkikatu 1\n\nPL  5",
        person_name="Maija Esimerkki",
        language="sv-FI",
    )
    assert good.faults == []
    assert good.values[T.ORGANISATION_NAME] == "Esimerkki Oy"
    assert (good.values[T.BUSINESS_ID], good.values[T.VAT_ID]) == ("2077474-0", "FI20774740")
    assert good.values[T.STREET] == "Esimerkkikatu 1\nPL 5"
    assert (good.country, good.values[T.LANGUAGE]) == ("FI", "sv")


def test_a_formula_stays_a_text() -> None:
    formula = "=cmd|' /C calc'!A0"
    assert row(organisation_name=formula).values[T.ORGANISATION_NAME] == formula


@pytest.mark.parametrize(
    ("written", "code"),
    [("FI", "FI"), ("fin", "FI"), ("Suomi", "FI"), ("Finland", "FI"), ("RUOTSI", "SE"), ("Sverige", "SE"), ("UK", "GB"),
     ("USA", "US"), ("Germany", "DE"), ("Tyskland", "DE"), ("Saksa", "DE"), ("ZZ", None), ("EU", None), ("Finn", None)],
)  # fmt: skip
def test_countries(written: str, code: str | None) -> None:
    assert country_code(written) == code


def test_languages() -> None:
    assert [language_code(word) for word in ("FI", "suomi", "Ruotsi", "en_GB", "de")] == ["fi", "fi", "sv", "en", None]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("22.11.2026", TODAY), ("2026-11-22", TODAY), ("2026-11-22 00:00:00.000", TODAY), ("2026-11-22T10:00Z", TODAY),
        ("1.2.2026", date(2026, 2, 1)), ("20261122", TODAY), ("31.2.2026", None), ("11/22/2026", None),
        ("3/4/26", None), ("", None), ("soon", None),
    ],
)  # fmt: skip
def test_dates_are_read_only_where_they_can_mean_one_day(written: str, read: date | None) -> None:
    assert day(written) == read


ORDERS = Mapping_(Content.ORDERS, (T.ORDER_REFERENCE, T.REFERENCE, T.ORDERED_ON))


def test_an_order_is_read() -> None:
    assert order_row(Line(7, ("10248", "VINET", "1996-07-04 00:00:00.000")), ORDERS, TODAY) == OrderRow(
        7, "VINET", "10248", date(1996, 7, 4)
    )


@pytest.mark.parametrize(
    ("fields", "codes"),
    [
        (("", "", ""), ["missing", "missing", "missing"]),
        (("1", "A", "31.2.2026"), ["form"]),
        (("1", "A", "23.11.2026"), ["future"]),
        (("1", "", "soon"), ["missing", "form"]),
    ],
)
def test_a_bad_order_says_why(fields: tuple[str, ...], codes: list[str]) -> None:
    found = order_row(Line(2, fields), ORDERS, TODAY)
    assert isinstance(found, list)
    assert [fault.code for fault in found] == codes


@pytest.mark.parametrize(
    ("phone", "mobile", "read"),
    [
        ("09 123 4567, 040 111 2222", "", {Target.PERSON_PHONE: "09 123 4567", Target.PERSON_MOBILE: "040 111 2222"}),
        ("09 123 4567;040 111 2222", "", {Target.PERSON_PHONE: "09 123 4567", Target.PERSON_MOBILE: "040 111 2222"}),
        (
            "09 123 4567, 050 333 4444",
            "040 111 2222",
            {
                Target.PERSON_PHONE: "09 123 4567",
                Target.PERSON_MOBILE: "040 111 2222",
                Target.PRIVATE_PHONE: "050 333 4444",
            },
        ),
        ("09 123,4567", "", {Target.PERSON_PHONE: "09 123,4567"}),
        ("09 123 4567,", "", {Target.PERSON_PHONE: "09 123 4567"}),
    ],
)
def test_several_numbers_of_one_cell_are_apart(phone: str, mobile: str, read: dict[Target, str]) -> None:
    targets = (Target.PERSON_NAME, Target.PERSON_PHONE, Target.PERSON_MOBILE)
    row = party_row(Line(2, ("Aino Hehku", phone, mobile)), Mapping_(Content.PEOPLE, targets))
    assert row.faults == []
    assert {target: row.get(target) for target in read} == read
    assert len(row.normal) == len(read)


def test_several_mails_of_one_cell_are_apart() -> None:
    targets = (Target.PERSON_NAME, Target.PERSON_EMAIL)
    row = party_row(Line(2, ("Aino Hehku", "a@b.example, c@d.example")), Mapping_(Content.PEOPLE, targets))
    assert (row.faults, sorted(row.normal.values())) == ([], ["a@b.example", "c@d.example"])


WHOLE = Mapping_(
    Content.PARTIES, (T.ORGANISATION_NAME, T.STREET, T.POSTAL_CODE, T.CITY, T.REGION, T.COUNTRY), whole_street=True
)


@pytest.mark.parametrize(
    ("street", "rest", "kept"),
    [
        ("Katu 1, 96100 Rovaniemi, Suomi", ("96100", "Rovaniemi", "", "Finland"), "Katu 1"),
        ("Katu 1, 96100 Rovaniemi, Finland", ("96100", "Rovaniemi", "", "FI"), "Katu 1"),
        ("Katu 1, Rovaniemi, Lappi", ("96100", "Rovaniemi", "Lappi", ""), "Katu 1"),
        ("Katu 1 B 2\n96100 ROVANIEMI\nFinland", ("96100", "Rovaniemi", "", "Finland"), "Katu 1 B 2"),
        ("Katu 1, krs 3, 20100 Turku", ("20100", "Turku", "", ""), "Katu 1, krs 3"),
        ("Katu 1, 96100 Rovaniemi, Suomi", ("96100", "Rovaniemi", "", ""), None),  # the country stands nowhere else
        ("Katu 1, B 2", ("96100", "Rovaniemi", "", ""), None),
        (", 96100 Rovaniemi", ("96100", "Rovaniemi", "", ""), None),
        ("Teollisuustie 3, Oulunsalo", ("", "Oulu", "", ""), None),
        ("Keksitty katu 1, Turku Science Park, Kerros 3", ("", "Turku", "", ""), None),
        ("Katu 1, Helsinki, PL 12", ("", "Helsinki", "", ""), None),
        ("Katu 1, Turku Turku", ("", "Turku", "", ""), None),
    ],
)
def test_of_an_address_that_stands_in_one_field_as_a_whole_only_what_its_parts_say_is_cut(
    street: str, rest: tuple[str, ...], kept: str | None
) -> None:
    row = party_row(Line(2, ("Oy", street, *rest)), WHOLE)
    assert (row.faults, row.get(T.STREET)) == ([], kept or street)


@pytest.mark.parametrize(
    "street", ["Katu 1, 96100 Rovaniemi", "Teollisuustie 3, Rovaniemi", "Katu 1, Rovaniemi, PL 12"]
)
def test_a_street_of_any_other_file_stays_as_it_is(street: str) -> None:
    mapping = replace(WHOLE, whole_street=False)
    assert party_row(Line(2, ("Oy", street, "96100", "Rovaniemi", "", "")), mapping).get(T.STREET) == street


def test_values_of_one_cell_that_have_no_place_are_told_not_dropped() -> None:
    targets = (Target.PERSON_NAME, Target.PERSON_EMAIL)
    mails = ", ".join(f"{letter}@b.example" for letter in "acde")
    row = party_row(Line(2, ("Aino Hehku", mails)), Mapping_(Content.PEOPLE, targets))
    assert row.faults == [Fault(Target.PERSON_EMAIL, "e@b.example", "many")]


def test_values_of_two_cells_never_take_the_same_place() -> None:
    targets = (T.PERSON_NAME, T.PERSON_PHONE, T.PERSON_MOBILE, T.PERSON_EMAIL, T.PERSON_EMAIL_2)
    fields = (
        "Aino Hehku", "09 123 4567, 09 765 4321", "040 111 2222, 050 333 4444", "a@b.example; c@b.example",
        "d@b.example; e@b.example",
    )  # fmt: skip
    row = party_row(Line(2, fields), Mapping_(Content.PEOPLE, targets))
    assert row.faults == [
        Fault(T.PERSON_MOBILE, "050 333 4444", "many"), Fault(T.PERSON_EMAIL_2, "e@b.example", "many"),
    ]  # fmt: skip
    assert [row.get(one) for one in (T.PERSON_PHONE, T.PERSON_MOBILE, T.PRIVATE_PHONE, T.PRIVATE_EMAIL)] == [
        "09 123 4567", "040 111 2222", "09 765 4321", "c@b.example",
    ]  # fmt: skip


def test_the_same_number_twice_in_a_cell_takes_one_place() -> None:
    targets = (T.PERSON_NAME, T.PERSON_PHONE)
    row = party_row(Line(2, ("Aino Hehku", "09 123 4567, 09 123 4567")), Mapping_(Content.PEOPLE, targets))
    assert (row.faults, list(row.normal)) == ([], [T.PERSON_PHONE])


def test_several_numbers_of_an_organisation_are_apart_too() -> None:
    targets = (T.ORGANISATION_NAME, T.PHONE, T.EMAIL)
    fields = ("Oy", "09 123 4567, 040 111 2222", "a@b.example; c@b.example")
    row = party_row(Line(2, fields), Mapping_(Content.PARTIES, targets))
    assert (row.faults, row.normal) == ([], {
        T.PHONE: "+35891234567", T.PHONE_2: "+358401112222", T.EMAIL: "a@b.example", T.EMAIL_2: "c@b.example",
    })  # fmt: skip
    third = party_row(
        Line(2, ("Oy", "09 123 4567, 040 111 2222, 050 333 4444", "")), Mapping_(Content.PARTIES, targets)
    )
    assert third.faults == [Fault(T.PHONE, "050 333 4444", "many")]
