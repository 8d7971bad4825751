"""Ways around a check that do not work, and honest declarations that must not be accused."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from textwrap import dedent

import pytest

from kortisto.declaration.linter import lint
from kortisto.declaration.loader import loads
from kortisto.declaration.problems import Problem, Severity

pytestmark = pytest.mark.unit

FOLDER = Path(__file__).parent
HEADER = (
    "kortisto: 1\ntemplate: base.yaml\n"
    'register: {id: tried, version: "1.0", status: published, drafted: 2026-11-22, valid from: 2026-12-01}\n'
)
TODAY = date(2026, 11, 22)


def found(written: str, at: date = TODAY) -> tuple[Problem, ...]:
    loaded = loads(HEADER + dedent(written), folder=FOLDER)
    assert [(one.code, one.position, one.offending) for one in loaded.problems] == []
    assert loaded.declaration is not None
    return lint(loaded.declaration, at)


def codes(written: str, at: date = TODAY) -> list[str]:
    return [f"{one.code} {one.details.get('case', '')}".strip() for one in found(written, at)]


def rule(body: str) -> str:
    return "retention:\n  contacts:\n    purposes: crm\n    then: delete\n" + "".join(
        f"    {line}\n" for line in dedent(body).strip().splitlines()
    )


# --- L3: every datum has an end ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "case"),
    [
        ("keep: permanent\nfrom: item.collected", "permanent"),
        ("keep: permanent\nfrom: item.collected\nlaw: the law", "permanent"),
        ("keep: permanent\nfrom: item.collected\nlaw: laki edellyttää", "permanent"),
        ("keep: 1 day\nfrom: person.last_activity", "clock"),
        ("keep: 1 day\nfrom: {first: customership.ended, to end of: year}", "clock"),
        ("keep: 1 day\nfrom: {later of: [item.collected, customership.ended]}", "clock"),
        ("keep: 1 day\nfrom: {all: [item.collected, person.last_activity]}", "clock"),
        ("keep: 1 day\nfrom: {earlier of: [customership.ended, person.last_activity]}", "clock"),
        ("keep: 1 day\nfrom: {earlier of: [order.placed, customership.ended]}", "clock"),
        ("keep: 1 day\nfrom: {later of: [item.collected, {all: [order.placed, contract.ended]}]}", "clock"),
        ("keep: 1 day\nfrom: contact.ended\nif unknown: {keep: permanent, from: item.collected}", "fallback"),
        ("keep: 1 day\nfrom: contact.ended\nif unknown: {keep: 1 day, from: customership.ended}", "fallback"),
        ("keep: 1 day\nfrom: contact.ended\nif unknown: {keep: 1 day, from: order.placed}", "fallback"),
    ],
)
def test_a_rule_that_may_never_end_is_found(body: str, case: str) -> None:
    assert codes(rule(body)) == [f"K403 {case}"]


@pytest.mark.parametrize(
    "body",
    [
        "keep: 1 day\nfrom: item.collected",
        "keep: 1 day\nfrom: order.placed",
        "keep: 1 day\nfrom: {first: order.placed, to end of: year of financial year}",
        "keep: 1 day\nfrom: {later of: [person.last_activity, item.collected]}",
        "keep: 1 day\nfrom: {earlier of: [customership.ended, item.collected]}",
        "keep: 1 day\nfrom: {later of: [invoice.dated, order.placed]}",
        "keep: permanent\nfrom: item.collected\nlaw: kirjanpitolaki 1336/1997 2:10",
        "keep: 1 day\nfrom: customership.ended\nlaw: laki 444/2017 3 luku 3 §",
        "keep: 1 day\nfrom: contact.ended\nif unknown: {keep: 999 years, from: item.collected}",
    ],
)
def test_a_rule_that_ends_is_not_accused(body: str) -> None:
    assert codes(rule(body)) == []


@pytest.mark.parametrize(
    ("exception", "expected"),
    [
        ("{when: customer contact, keep: 1 year, from: customership.ended}", ["K403 exception"]),
        ("{when: contract in force, keep: 1 year, from: contract.ended}", ["K403 exception"]),
        ("{invoked by: sales, keep: permanent, from: item.collected}", ["K403 exception"]),
        ("{when: open invoice, keep: permanent, from: item.collected}", ["K403 exception"]),
        ("{when: {any of: [open invoice, customer contact]}, keep: 1 day, from: contact.ended}", ["K403 exception"]),
        ("{when: {not: open invoice}, keep: 1 day, from: contact.ended}", ["K403 exception"]),
        ("{keep: 1 day, from: item.collected}", ["K421 who"]),
        ("{when: anybody, keep: 1 day, from: item.collected}", ["K421 who"]),
        ("{when: dispute pending, keep: 1 day}", ["K421 clock"]),
        ("{when: dispute pending, keep: 1 day, from: dispute.ended}", []),
        ("{when: {all of: [dispute pending, customer contact]}, keep: 1 day, from: dispute.ended}", []),
        ("{invoked by: main_user, keep: 1 day, from: item.collected}", []),
        ("{when: statute requires, law: laki, keep: 1 day, from: item.collected}", ["K412 statute"]),
    ],
)
def test_an_exception_has_somebody_a_clock_and_an_end(exception: str, expected: list[str]) -> None:
    assert codes(rule(f"keep: 1 day\nfrom: item.collected\nunless:\n  other: {exception}")) == expected


def test_an_exception_that_reaches_everything_is_warned_of() -> None:
    body = (
        "keep: 1 day\nfrom: item.collected\nunless:\n  one: {when: dispute pending, keep: 1 day, from: dispute.ended}"
    )
    narrow = rule(body)
    (problem,) = found(narrow.replace("    purposes: crm\n", ""))
    assert (problem.code, problem.details["case"], problem.severity) == ("K421", "reach", Severity.WARNING)
    assert codes(narrow) == []
    assert (
        codes(narrow.replace("    purposes: crm\n", "").replace("dispute.ended}", "dispute.ended, items: person}"))
        == []
    )


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("kind: active contact, opens when: active contact, ends: contact.ended", ["K403 hold"]),
        ("kind: claim, opens when: customer contact, ends: claim.settled", ["K403 hold"]),
        ("kind: claim, ends: none", ["K403 hold"]),
        ("kind: statute, ends: purpose.ended, law: laki", ["K403 hold"]),
        ("kind: active contact, opens when: active contact, ends: contact.ended, at most: permanent", ["K403 hold"]),
        ("kind: active contact, opens when: active contact, ends: contact.ended, at most: 9 years", []),
        ("kind: claim, opens when: claim pending, ends: claim.settled", []),
        ("kind: claim, ends: claim.settled", []),
    ],
)
def test_a_hold_has_an_end(more: str, expected: list[str]) -> None:
    written = f"""
        holds:
          one: {{name: {{fi: este, sv: hinder, en: hold}}, opened by: main_user, review every: 1 year, {more}}}
    """
    assert codes(written) == expected


@pytest.mark.parametrize(
    ("then", "expected"),
    [
        ("archive", ["K403 action"]),
        ("restrict", ["K403 action"]),
        ("pseudonymise", ["K403 action"]),
        ("{do: anonymise, keeps: [person.represents, person.name]}", ["K403 keeps"]),
        ("{do: anonymise, keeps: person}", ["K403 keeps"]),
        ("{do: anonymise, keeps: person.contact.phone}", ["K403 keeps"]),
        ("{do: anonymise, keeps: organisation.name}", ["K403 alike"]),
        ("{do: anonymise, keeps: organisation.name, alike: 5}", []),
        ("anonymise", []),
    ],
)
def test_what_follows_the_end_is_an_end(then: str, expected: list[str]) -> None:
    written = rule("keep: 1 day\nfrom: item.collected").replace("then: delete", f"then: {then}")
    assert codes(written) == expected
    assert codes(written.replace("keep: 1 day", "keep: 1 day\n    law: arkistolaki 831/1994")) == []


@pytest.mark.parametrize(
    ("kept", "expected"),
    [
        ("keep: permanent, from: objection.made", ["K403 suppression"]),
        ("keep: 1 year, from: objection.lifted", ["K403 suppression"]),
        ("keep: 1 year, from: {later of: [objection.made, customership.ended]}", ["K403 suppression"]),
        ("keep: 1 year, from: {later of: [objection.made, person.last_activity]}", []),
    ],
)
def test_what_is_kept_after_an_objection_ends(kept: str, expected: list[str]) -> None:
    written = f"""
        objections:
          one:
            kind: direct marketing
            name: {{fi: kielto, sv: förbud, en: ban}}
            closes: crm_contacts
            suppression: {{items: person.contact.email, form: hash, {kept}}}
    """
    assert codes(written) == expected


def test_a_cookie_second_thoughts_and_backups_end() -> None:
    cookie = "{name: {fi: k, sv: k, en: k}, purpose: crm, consent class: necessary, life: LIFE, items: person.name}"
    assert codes(f"terminal items:\n  one: {cookie.replace('LIFE', 'permanent')}\n") == ["K403 permanently"]
    assert codes(f"terminal items:\n  one: {cookie.replace('LIFE', '1 year')}\n") == []
    assert codes(rule("keep: 1 day\nfrom: item.collected\nundo: permanent")) == ["K403 permanently"]
    backup = "{name: {fi: v, sv: s, en: b}, kind: backup, country: FI, lag: permanent}"
    places = HEADER.replace("2026-12-01}", f"2026-12-01, places: {{copies: {backup}}}}}")
    loaded = loads(places, folder=FOLDER)
    assert loaded.declaration is not None
    assert [one.code for one in lint(loaded.declaration, TODAY)] == ["K403"]


# --- L2, L4 ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reach", "expected"),
    [
        ("places: database", []),  # the backup has a lag: it follows
        ("places: backup", ["K402"]),
        ("groups: contacts", []),
        ("groups: customers", ["K402"]),
        ("items: person.name", ["K402"]),
        ("items: [person, organisation]", []),
        ("processing: crm_contacts", []),
    ],
)
def test_a_rule_must_reach_everything(reach: str, expected: list[str]) -> None:
    assert codes(rule(f"keep: 1 day\nfrom: item.collected\n{reach}")) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("at least: 4 years\nkeep: 3 years", ["K404 longer"]),
        ("at least: permanent\nkeep: 3 years", ["K404 longer"]),
        ("at least: 40 months\nkeep: 3 years", ["K404 longer"]),
        ("at least: 1 day\nkeep: 3 years", ["K404 review"]),
        ("at least: 1 day\nkeep: 3 years\nreview: {by: none, every: 1 year}", ["K404 review"]),
        ("at least: 3 years\nkeep: 3 years", []),
    ],
)
def test_a_minimum_has_somebody_who_decides(body: str, expected: list[str]) -> None:
    assert codes(rule(f"{body}\nfrom: item.collected")) == expected


# --- L5 --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fi", "sv", "en", "accused"),
    [
        ("Sopimus", "Avtal", "Contract", True),
        ("Asiakassopimus.", "Kundavtal.", "Customer contract.", True),
        ("Käsittely perustuu suostumukseen", "Intresset att sälja", "The interest in selling", True),
        ("Etu myydä", "Grunden är den registrerades samtycke", "The interest in selling", True),
        ("Etu myydä", "Intresset att sälja", "Legal obligation", True),
        ("Rekisterinpitäjän lakisääteinen velvoite", "Rättslig förpliktelse", "Statutory duty", True),
        ("Yleinen etu", "Allmänt intresse", "Public interest", True),
        ("Oikeutettu etu: elintärkeä etu", "Berättigat intresse", "Legitimate interest", True),
        ("Etu hoitaa sopimuksia", "Intresset att sköta avtal", "The interest in managing contracts", False),
        ("Oikeutettu etu", "Berättigat intresse", "Legitimate interest", False),
        ("Etu myydä ilman suostumusta", "Intresset att sälja utan samtycke", "Selling without consent", False),
        (
            "Asiakassuhde, joka perustuu sopimukseen organisaation kanssa",
            "Kundförhållandet som bygger på avtalet med organisationen",
            "The relationship that follows from the contract with the organisation",
            False,
        ),
    ],
)  # fmt: skip
def test_the_text_of_a_basis_names_its_own_basis(fi: str, sv: str, en: str, accused: bool) -> None:
    written = f"""
        bases:
          interest:
            basis: legitimate interest
            interest: {{fi: "{fi}", sv: "{sv}", en: "{en}"}}
            balancing: balancing_crm
    """
    assert codes(written) == (["K405"] if accused else [])


@pytest.mark.parametrize(
    "body",
    [
        "basis: contract, interest: {fi: etu, sv: intresse, en: interest}",
        "basis: consent, contract: {fi: sopimus, sv: avtal, en: contract}",
        "basis: consent, detail: performance",
        "basis: contract, text: {fi: Suostumus, sv: Samtycke, en: Consent}",
    ],
)
def test_the_parts_of_a_basis_fit_together(body: str) -> None:
    assert codes(f"bases:\n  other: {{{body}}}\n") == ["K405"]


# --- L6, L7, L19 -----------------------------------------------------------------------------------------------------

CONSENT = """
    name: {fi: Lupa, sv: Tillstånd, en: Permission}
    purposes: crm
    given by: the person
    how: {fi: Lomakkeella., sv: På en blankett., en: On a form.}
"""


def row(items: str, basis: str) -> str:
    return (
        f"processing:\n  other:\n    purpose: crm\n    groups: contacts\n    items: {items}\n"
        f"    operations: [store, read]\n    by: sales\n    basis: {basis}\n"
    )


def consent(closes: str, more: str = "") -> str:
    how = "{fi: Sanomalla., sv: Genom att säga det., en: By saying so.}"
    return f"consents:\n  one:{CONSENT.rstrip()}\n    withdrawal: {{how: {how}, closes: {closes}}}\n{more}"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (row("person.name", "agreed"), ["K406 none"]),
        (row("person.name", "agreed") + consent("none"), ["K406 row"]),
        (row("person.name", "agreed") + consent("crm_contacts"), ["K406 row"]),
        (consent("crm_contacts"), ["K406 nothing"]),
        (row("person.name", "agreed") + consent("[other, crm_contacts]"), []),
    ],
)
def test_withdrawing_a_consent_has_effect(written: str, expected: list[str]) -> None:
    assert codes("bases:\n  agreed: {basis: consent}\n" + written) == expected


NARROW = (
    "  crm_contacts:\n    purpose: crm\n    groups: contacts\n    items: [person.name, person.contact,"
    " person.represents, organisation]\n    operations: [store, erase]\n    by: sales\n    basis: interest\n"
)


@pytest.mark.parametrize(
    ("item", "basis", "expected"),
    [
        ("person.health", "{basis: contract}", ["K407 special"]),
        ("person.health", "{basis: contract, condition: care}", ["K407 special"]),
        ("person.health", "{basis: contract, condition: explicit consent}", ["K407 special"]),
        ("person.health", "{basis: contract, condition: offences by law, statutes: laki 1/2000}", ["K407 special"]),
        ("person.health", "{basis: contract, condition: care, statutes: laki 785/1992}", []),
        ("person.sensitive", "{basis: contract, condition: legal claims}", []),
        ("person.offences", "{basis: contract, condition: made public}", ["K407 criminal"]),
        ("person.offences", "{basis: contract, condition: legal claims}", []),
        ("person.national_id", "{basis: contract}", ["K407 national_id"]),
        ("person.national_id", "{basis: contract, statutes: tietosuojalaki 1050/2018 29 §}", []),
    ],
)
def test_sensitive_items_need_more(item: str, basis: str, expected: list[str]) -> None:
    written = f"items:\n  {item}:\nbases:\n  other: {basis}\n{row(item, 'other')}{NARROW}"
    assert codes(written) == expected


@pytest.mark.parametrize(
    ("name", "term", "expected"),
    [
        ("{fi: huomio, sv: anmärkning, en: remark}", "pd:Health", ["K407 special"]),
        ("{fi: huomio, sv: anmärkning, en: remark}", "pd:Religion", ["K407 special"]),
        ("{fi: terveydentila, sv: hälsotillstånd, en: health status}", "PersonalData", ["K407 special"]),
        ("{fi: henkilötunnus, sv: personbeteckning, en: personal identity code}", "PersonalData", ["K407 national_id"]),
        ("{fi: kengän koko, sv: skostorlek, en: shoe size}", "PersonalData", []),
        ("{fi: terveiset, sv: hälsning, en: greeting}", "PersonalData", []),
    ],
)
def test_items_of_ones_own_are_looked_at_too(name: str, term: str, expected: list[str]) -> None:
    written = f"items:\n  own.one: {{name: {name}, own dpv: '{term}'}}\n{row('own.one', 'interest')}"
    assert codes(written) == expected


def test_an_item_that_is_never_collected_needs_nothing() -> None:
    assert codes("items:\n  person.health: {never collect: yes}\n") == []


@pytest.mark.parametrize(
    ("when", "more", "expected"),
    [
        ("consumer customer", "", ["K419 unanswered"]),
        ("minor", "", ["K419 rule"]),
        ("{not: minor}", "", []),
        ("site visitor", "", []),
        ("consumer customer", "minors: {below: 13, guardian: yes}", []),
        ("consumer customer", "may be minors: yes", ["K419 rule"]),
    ],
)
def test_children_are_thought_of(when: str, more: str, expected: list[str]) -> None:
    written = f"""
        subject groups:
          people:
            name: {{fi: Ihmiset, sv: Människor, en: People}}
            kind: person
            when: {when}
            {more}
    """
    assert codes(written) == expected


def test_a_guardian_must_be_able_to_give_the_consent() -> None:
    written = (
        "subject groups:\n  contacts:\n    name: {fi: Lapset, sv: Barn, en: Children}\n    kind: person\n"
        "    when: minor\n    minors: {below: 13, guardian: yes}\nbases:\n  agreed: {basis: consent}\n"
    ) + row("person.name", "agreed")
    assert codes(written + consent("other")) == ["K419 guardian"]
    assert codes(written + consent("other").replace("given by: the person", "given by: [the person, guardian]")) == []


# --- L8 --------------------------------------------------------------------------------------------------------------

MAILER = """
parties:
  mailer: {roles: processor, name: Mailer Inc., country: US}
recipients:
  mailer:
    name: {fi: Lähettäjä, sv: Avsändare, en: Sender}
    role: processor
    party: mailer
    purposes: crm
    items: person.contact.email
evidence:
  tia: {kind: transfer assessment, reference: TIA-1, valid until: 2027-06-30}
  other: {kind: contract, reference: C-1}
"""


@pytest.mark.parametrize(
    ("transfer", "expected"),
    [
        ("", ["K408 uncovered"]),
        ("ground: none", ["K408 none"]),
        ("ground: technically necessary", ["K408 none"]),
        ("ground: A45-3", ["K408 decision"]),
        ("ground: A45-3, decision: privacy shield", ["K408 lapsed"]),
        ("ground: A45-3, decision: safe harbor", ["K408 lapsed"]),
        ("ground: A45-3, decision: japan", ["K408 country"]),
        ("ground: A46-2-c", ["K408 assessment", "K408 module"]),
        ("ground: A46-2-c, module: 2", ["K408 assessment"]),
        ("ground: A46-2-c, module: 2, assessment: other", ["K408 assessment"]),
        ("ground: A46-2-b", ["K408 assessment"]),
        ("ground: A49-1-c", ["K408 regular"]),
        ("ground: A46-2-c, module: 2, assessment: tia, valid until: 2026-11-30", ["K408 interval"]),
        ("ground: A46-2-c, module: 2, assessment: tia", []),
        ("ground: A45-3, decision: data privacy framework", []),
    ],
)
def test_a_transfer_has_a_ground_in_force(transfer: str, expected: list[str]) -> None:
    named = f"transfers:\n  one: {{recipients: mailer, countries: US, {transfer}}}\n" if transfer else ""
    assert sorted(codes(MAILER + named)) == expected


def test_an_assessment_is_looked_at_on_the_day() -> None:
    written = MAILER + "transfers:\n  one: {recipients: mailer, countries: US, ground: A46-2-b, assessment: tia}\n"
    assert codes(written, date(2027, 6, 30)) == []
    assert codes(written, date(2027, 7, 1)) == ["K408 assessment"]


def test_a_transfer_of_another_recipient_or_country_does_not_help() -> None:
    other = "transfers:\n  one: {recipients: staff, countries: US, ground: A45-3, decision: data privacy framework}\n"
    assert codes(MAILER + other) == ["K408 uncovered"]
    japan = "transfers:\n  one: {recipients: mailer, countries: JP, ground: A45-3, decision: japan}\n"
    assert codes(MAILER + japan) == ["K408 uncovered"]


# --- L9, L10 ---------------------------------------------------------------------------------------------------------

OUTSIDE = """
recipients:
  partners:
    name: {fi: Kumppanit, sv: Partner, en: Partners}
    role: ROLE
    purposes: crm
    items: ITEMS
"""


@pytest.mark.parametrize(
    ("ban", "role", "items", "expected"),
    [
        ("operations: disclose", "controller", "person.name", ["K409 ban"]),
        ("operations: disclose, items: person.contact", "authority", "[person.name, person.contact]", ["K409 ban"]),
        ("operations: publish", "public", "person.name", ["K409 ban"]),
        ("operations: disclose, items: person.contact", "controller", "person", []),  # all but the contact details
        ("operations: sell", "controller", "person.name", []),
        ("operations: disclose", "processor", "person.name", []),
        ("operations: disclose, by: sales", "controller", "person.name", []),
    ],
)
def test_a_ban_and_recipients_agree(ban: str, role: str, items: str, expected: list[str]) -> None:
    assert codes(f"bans:\n  one: {{{ban}}}\n" + OUTSIDE.replace("ROLE", role).replace("ITEMS", items)) == expected


def told(fi: str, sv: str, en: str, heading: str = "recipients") -> str:
    return f'notice text:\n  one:\n    heading: {heading}\n    text: {{fi: "{fi}", sv: "{sv}", en: "{en}"}}\n'


@pytest.mark.parametrize(
    ("fi", "sv", "en", "accused"),
    [
        ("Tietoja ei luovuteta.", "Uppgifter lämnas inte ut.", "Data are not disclosed.", True),
        ("Kerromme lisää.", "Vi berättar mera.", "Personal data are never shared.", True),
        ("Emme luovuta tietoja kenellekään.", "Vi lämnar inte ut uppgifter till någon.", "We do not tell.", True),
        (
            "Tietoja ei luovuteta markkinointiin.",
            "Uppgifter lämnas inte ut för marknadsföring.",
            "Data are not disclosed for marketing.",
            False,
        ),
        (
            "Tietoja ei luovuteta ilman suostumusta.",
            "Uppgifter lämnas inte ut utan samtycke.",
            "Data are not disclosed without consent.",
            False,
        ),
        ("Tiedot luovutetaan kumppaneille.", "Uppgifterna lämnas ut.", "Data are disclosed to partners.", False),
    ],
)
def test_a_text_that_promises_that_nothing_leaves(fi: str, sv: str, en: str, accused: bool) -> None:
    outside = OUTSIDE.replace("ROLE", "controller").replace("ITEMS", "person.name")
    problems = found(outside + told(fi, sv, en))
    assert [(one.code, one.severity) for one in problems] == ([("K409", Severity.WARNING)] if accused else [])
    assert codes(told(fi, sv, en)) == []


def test_an_item_that_is_never_disclosed_is_disclosed_to_nobody() -> None:
    never = "items:\n  person.contact: {never disclose: yes}\n"
    outside = OUTSIDE.replace("ROLE", "controller")
    assert codes(never + outside.replace("ITEMS", "person.contact.email")) == ["K409 ban"]
    assert codes(never + outside.replace("ITEMS", "person.name")) == []


def test_an_open_list_is_closed_by_the_rows() -> None:
    opened = "items:\n  person.contact: {open list: yes}\n"
    assert codes(opened) == ["K410 wide"]
    assert codes(opened + "processing:\n" + NARROW) == ["K410 wide"]
    named = NARROW.replace(
        "person.contact,", "person.contact.email, person.contact.phone, person.contact.address, person.contact.web,"
    )
    assert codes(opened + "processing:\n" + named) == []
    assert codes("items:\n  person.title: {open list: yes}\n") == []  # a leaf of the vocabulary means what it means
