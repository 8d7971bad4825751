"""Ways around the checks on rights and on what people are told, and honest declarations that must not be accused."""

from __future__ import annotations

from datetime import date

import pytest

from kortisto.declaration.checks.numbers_in_texts import facts_of
from kortisto.declaration.problems import Severity
from tests.declaration.linter.test_ways_around import NARROW, OUTSIDE, codes, found, row, rule, told

pytestmark = pytest.mark.unit


# --- L1, L11, L16 ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("items:\n  social.activity:\n", ["K401"]),
        ("items:\n  social.activity: {never collect: yes}\n", []),
        ("items:\n  social.activity:\n" + row("social.activity", "interest"), []),
        ("items:\n  social.activity:\n" + row("social.activity", "old"), ["K401"]),
        ("items:\n  social.activity:\n" + row("social.activity", "interest").replace("by: sales", "by: none"),
         ["K401", "K425"]),
        ("items:\n  invoice:\n" + row("invoice.amount", "interest"), ["K401", "K411"]),
    ],
)  # fmt: skip
def test_an_item_is_used_by_a_row_in_force(written: str, expected: list[str]) -> None:
    bases = "bases:\n  old: {basis: contract, valid until: 2026-11-30}\n"
    assert sorted(codes(bases + written)) == expected


def test_a_basis_is_looked_at_on_the_day() -> None:
    written = (
        "bases:\n  old: {basis: contract, valid until: 2027-06-30}\nitems:\n  social.activity:\n"
        + row("social.activity", "old")
    )  # fmt: skip
    assert codes(written, date(2027, 6, 30)) == []
    assert codes(written, date(2027, 7, 1)) == ["K401"]


@pytest.mark.parametrize(
    ("item", "expected"),
    [("person.activity", ["K411", "K411"]), ("invoice.amount", ["K411"]), ("person.birth", [])],
)
def test_a_relation_of_what_is_declared_says_what_it_does(item: str, expected: list[str]) -> None:
    assert codes(f"items:\n  {item}:\n" + row(item, "interest")) == expected


@pytest.mark.parametrize("kind", ["statutory", "contractual", "needed"])
def test_what_must_be_given_says_what_follows(kind: str) -> None:
    assert codes(f"items:\n  person.contact: {{mandatory: {kind}}}\n") == ["K416"]
    assert codes("items:\n  person.contact: {mandatory: no}\n") == []


# --- L12, L17 --------------------------------------------------------------------------------------------------------

HOLD = """
holds:
  disputes:
    kind: dispute
    name: {fi: Riita, sv: Tvist, en: Dispute}
    opened by: main_user
    ends: dispute.ended
    review every: 6 months
"""


@pytest.mark.parametrize(
    ("limit", "more", "expected"),
    [
        ("rights: erasure, ground: statute", "", ["K412 statute"]),
        ("rights: erasure, ground: statute, law: the law", "", ["K412 statute"]),
        ("rights: erasure, ground: statute, law: kirjanpitolaki 1336/1997", "", ["K412 row"]),
        ("rights: erasure, ground: statute, law: tietosuojalaki 1050/2018 34 §", "", []),
        ("rights: access, ground: statute, law: laki 444/2017", "", []),
        ("rights: erasure, ground: hold", "", ["K412 hold"]),
        ("rights: erasure, ground: hold", HOLD, ["K412 hold"]),
        ("rights: erasure, ground: hold, hold: disputes", HOLD, []),
        ("rights: erasure, ground: legal claims", "", ["K412 hold"]),
        ("rights: erasure, ground: legal claims", HOLD, []),
        ("rights: erasure, ground: trade secret", "", ["K417 group"]),
        ("rights: [access, erasure], ground: others' data", "", ["K417 group"]),
        ("rights: access, ground: others' data", "", []),
        ("rights: access, ground: others' data, groups: contacts", "", ["K417 group"]),
        ("rights: rectification, ground: security", HOLD, ["K417 group"]),
        ("rights: erasure, ground: security, groups: contacts, hold: disputes", HOLD, []),
        ("rights: erasure, ground: hold, groups: contacts, hold: disputes", HOLD + "    groups: customers\n",
         ["K417 group"]),
        ("rights: withdraw consent, ground: hold, hold: disputes", HOLD, ["K417 never"]),
        ("rights: [complaint, access], ground: statute, law: laki 1/2000", "", ["K417 never"]),
    ],
)  # fmt: skip
def test_a_right_is_limited_by_law_alone(limit: str, more: str, expected: list[str]) -> None:
    assert codes(f"rights:\n  limits:\n    one: {{{limit}}}\n{more}") == expected


def test_a_ban_on_erasing_denies_erasure() -> None:
    assert codes("bans:\n  one: {operations: erase, groups: contacts}\n") == ["K417 ban"]
    assert codes("bans:\n  one: {operations: [erase, change], by: sales}\n") == []


def test_a_text_that_denies_erasure_needs_a_hold() -> None:
    denied = (
        "rights:\n  extras:\n    one:\n      right: erasure\n      text: {fi: Kontaktien tietoja ei voi poistaa.,"
        " sv: Kontaktpersoners uppgifter kan inte raderas., en: Data of contact persons cannot be erased.}\n"
    )
    (problem,) = found(denied)
    assert (problem.code, problem.severity) == ("K417", Severity.WARNING)
    assert codes(denied + HOLD) == []


@pytest.mark.parametrize(
    ("law", "expected"),
    [
        ("kirjanpitolaki 1336/1997", ["K412 carried"]),
        ("kirjanpitolaki 1336/1997 ja laki 513/1999", ["K412 carried"]),
        ("laki 513/1999", []),
        ("asetus (EU) 2016/679 17 artikla 3 kohta", []),
    ],
)
def test_an_exception_rests_on_a_law_that_something_carries(law: str, expected: list[str]) -> None:
    exception = f"unless:\n  law: {{when: open invoice, law: {law}, keep: 1 day, from: invoice.dated}}"
    bases = "bases:\n  debt: {basis: legal obligation, statutes: laki saatavien perinnästä 513/1999}\n"
    assert codes(bases + rule(f"keep: 1 day\nfrom: item.collected\n{exception}")) == expected


# --- L13, L14 --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("detail", "accused"),
    [
        ("muu@esimerkki.example", True),
        ("Tietosuoja@Esimerkki.example", False),
        ("tietosuoja@om.fi", False),
        ("+358 9 123 4567", True),
        ("09 1234567", True),
        ("029 566 6700", False),
        ("+358 29 566 6700", False),
        ("0737546-2", True),
        ("2077474-0", False),
        ("00531", False),
        ("laki 1336/1997", False),
        ("2026-12-01", False),
        ("31.12.2026", False),
    ],
)
def test_a_contact_detail_in_a_text_is_that_of_a_party(detail: str, accused: bool) -> None:
    same = f"A {detail}, B."
    assert codes(told(same, same, same, heading="requests")) == (["K413 text"] if accused else [])


@pytest.mark.parametrize(
    ("channels", "expected"),
    [("phone", ["K413 channel"]), ("none", ["K413 channel"]), ("[email, letter]", []), ("[form, chat]", [])],
)
def test_a_channel_has_a_contact_detail(channels: str, expected: list[str]) -> None:
    assert codes(f"rights: {{channels: {channels}}}\n") == expected


def test_the_authority_is_where_it_is_today() -> None:
    authority = "parties:\n  dpa: {roles: supervisory authority, name: Tietosuojavaltuutetun toimisto, email: EMAIL}\n"
    assert codes(authority.replace("EMAIL", "vanha@om.fi")) == ["K414 outdated"]
    assert codes(authority.replace("EMAIL", "tietosuoja@om.fi")) == []
    old = "name: X, address: {street: Ratapihantie 9, postal code: '00520', city: Helsinki}"
    assert codes(f"parties:\n  dpa: {{roles: supervisory authority, {old}}}\n") == ["K414 outdated"]


def test_a_review_of_the_declaration_covers_the_authority_too() -> None:
    run = "runs:\n  yearly: {kind: review, every: 1 year}\n"
    assert codes(run, date(2027, 11, 22)) == []
    (problem,) = found(run, date(2027, 11, 24))
    assert (problem.code, problem.details["case"], problem.severity) == ("K414", "checked", Severity.WARNING)


# --- L15 -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "texts",
    [
        ("3 kuukautta", "3 månader", "3 months"),
        ("kolmen kuukauden kuluessa", "inom tre månader", "within three months"),
        ("kuukauden kuluessa", "inom en månad", "within one month"),
        ("24 tunnin ajan", "24 timmar", "for 24 hours"),
        ("31.12.2026", "den 31 december 2026", "31 December 2026"),
        ("1. tammikuuta 2027", "1 januari 2027", "January 1, 2027"),
        ("2026-12-01", "1.12.2026", "1st December 2026"),
        ("1 000 euroa", "1 000 euro", "1,000 euros"),
        ("5,5 %", "5,5 %", "5.5 %"),
        ("klo 9–16", "kl. 9–16", "9 a.m.–4 p.m."),
        ("https://esimerkki.example/fi", "https://esimerkki.example/sv", "https://www.esimerkki.example/en."),
        ("5 artiklan 1 kohdan f alakohta", "artikel 5.1 f", "Article 5(1)(f)"),
        ("kaksivaiheinen tunnistautuminen", "tvåstegsverifiering", "two-factor authentication"),
        ("laki 1336/1997", "lagen 1336/1997", "Act 1336/1997"),
        ("${nimi}", "${nimi}", "${nimi}"),
        ("viikonloppuna", "på veckoslutet", "at the weekend"),
    ],
)
def test_the_same_in_other_words_is_the_same(texts: tuple[str, str, str]) -> None:
    fi, sv, en = (facts_of(text) for text in texts)
    assert fi == sv == en


@pytest.mark.parametrize(
    ("fi", "sv", "en"),
    [
        ("10 vuotta", "10 år", "15 years"),
        ("10 vuotta", "10 månader", "10 years"),
        ("kymmenen vuotta", "tio år", "five years"),
        ("10 vuotta", "tio år", "ten months"),
        ("pitkään", "länge", "5 years"),
        ("1.12.2026", "1.12.2026", "12 January 2026"),
        ("1.2.2026", "den 1 februari 2026", "January 2, 2026"),
        ("sivulla https://a.example", "på https://a.example", "at https://b.example"),
        ("13 vuotta täyttänyt", "fyllt 13 år", "over 16 years"),
    ],
)
def test_languages_that_say_different_things(fi: str, sv: str, en: str) -> None:
    assert codes(told(fi, sv, en, heading="security")) == ["K415"]


# --- L18, what a declaration must have, blanks, people -------------------------------------------------------


@pytest.mark.parametrize(
    "written",
    [
        "items:\n  person.demographics:\n",
        "items:\n  person.profile:\n",
        "purposes:\n  other: {kind: profiling, name: {fi: profilointi, sv: profilering, en: profiling}}\n",
        "processing:\n" + NARROW.replace("[store, erase]", "[store, profile]"),
        "sources:\n  other: {kind: inference, name: {fi: päättely, sv: slutledning, en: inference}}\n",
        "items:\n  person.title: {derived from: person.name}\n",
        (
            "items:\n  person.segment:\nautomation:\n  segments:\n"
            "    one: {item: person.segment, made from: person.name, basis: interest, purpose: crm}\n"
        ),
    ],
)
def test_profiling_is_found_wherever_it_is(written: str) -> None:
    assert codes(written) == ["K418"]


def test_automation_is_explained() -> None:
    assert codes("automation: {decisions: yes}\n") == ["K427"] * 3
    assert codes("automation: {profiling: yes}\n") == ["K427"]


@pytest.mark.parametrize(
    ("controller", "expected"),
    [
        ("roles: joint controller, email: a@b.example", ["K422 arrangement"]),
        ("roles: joint controller, email: a@b.example, answers for: crm", []),
        ("roles: controller", []),  # the contact answers
        ("roles: processor, email: tietosuoja@b.example", ["K422 none"]),
    ],
)
def test_somebody_answers_for_the_register(controller: str, expected: list[str]) -> None:
    written = f"parties:\n  controller: {{name: Esimerkki Oy, {controller}}}\nrights: {{channels: email}}\n"
    assert codes(written) == expected


@pytest.mark.parametrize(
    ("status", "expected"), [("published", ["K423"]), ("draft", []), ("template", [])]
)  # fmt: skip
def test_blanks_are_for_drafts(status: str, expected: list[str]) -> None:
    written = told("Nimi [yritys]", "Namn [företag]", "Name [company]", heading="security")
    register = (
        f'register: {{id: tried, version: "1.0", status: {status}, drafted: 2026-11-22, valid from: 2026-12-01}}\n'
    )
    from kortisto.declaration.linter import lint  # noqa: PLC0415 - one test builds its own header
    from kortisto.declaration.loader import loads  # noqa: PLC0415
    from tests.declaration.linter.test_ways_around import FOLDER  # noqa: PLC0415

    loaded = loads(f"kortisto: 1\ntemplate: base.yaml\n{register}{written}", folder=FOLDER)
    assert loaded.declaration is not None
    assert [one.code for one in lint(loaded.declaration, date(2026, 11, 22))] == expected


@pytest.mark.parametrize(
    ("detail", "accused"),
    [
        ("email: liisa.virtanen@esimerkki.example", True),
        ("email: data.protection@esimerkki.example", False),
        ("email: myynti.helsinki@esimerkki.example", False),
        ("email: info@esimerkki.example", False),
        ('phone: "040 1234567"', True),
        ('phone: "+358 50 123 4567"', True),
        ('phone: "09 123 4567"', False),
        ('phone: "010 123 4567"', False),
    ],
)
def test_a_person_is_not_a_contact_detail(detail: str, accused: bool) -> None:
    written = f"parties:\n  other: {{roles: contact, name: Osapuoli, {detail}}}\n"
    assert codes(written) == (["K424"] if accused else [])


def test_a_recipient_within_europe_needs_no_transfer() -> None:
    party = "parties:\n  partner: {roles: recipient, name: Partner AB, country: SE}\n"
    assert codes(party + OUTSIDE.replace("ROLE", "controller").replace("ITEMS", "person.name")) == []


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("answer within: permanent", ["K428 late"]),
        ("answer within: 5 weeks", ["K428 late"]),
        ("answer within: 30 days", []),
        ("may extend by: 3 months", ["K428 extended"]),
        ("free: no", ["K428 fee"]),
        ("free: yes", []),
    ],
)
def test_requests_are_answered_in_time_and_free_of_charge(body: str, expected: list[str]) -> None:
    assert codes(f"rights: {{{body}}}\n") == expected


_NAMED = "name: {fi: taso, sv: nivå, en: level}, own dpv: PersonalData"
_CHOICES = "own choices: {gold: {name: {fi: kulta, sv: guld, en: gold}}}"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (_NAMED, []),
        (f"{_NAMED}, own of: person, own value: text", []),
        (f"{_NAMED}, own of: person, own value: choice, {_CHOICES}", []),
        (f"{_NAMED}, own of: person", ["K429 half"]),
        (f"{_NAMED}, own value: text", ["K429 half"]),
        (f"{_NAMED}, own of: person, own value: choice", ["K429 choices"]),
        (f"{_NAMED}, own of: person, own value: number, {_CHOICES}", ["K429 choices"]),
        ("own dpv: PersonalData, own of: person, own value: text", ["K429 name"]),
    ],
)
def test_a_field_of_ones_own_is_declared_whole(body: str, expected: list[str]) -> None:
    assert codes(f"items:\n  own.one: {{{body}}}\n{row('own.one', 'interest')}") == expected


def test_a_word_of_the_vocabulary_and_a_heading_are_no_fields() -> None:
    field = "own of: person, own value: text"
    assert codes(f"items:\n  person.birth: {{{field}}}\n{row('person.birth', 'interest')}") == ["K429 word"]
    under = f"items:\n  own.one: {{{_NAMED}, {field}}}\n  own.one.part: {{{_NAMED}}}\n"
    assert codes(under + row("own.one.part", "interest")) == ["K429 heading"]
