"""The summary that opens a notice, and what is told once instead of under every purpose."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kortisto.declaration.model import LANGUAGES
from kortisto.declaration.periods import PERMANENT, parse_period
from kortisto.declaration.printing import notice
from kortisto.declaration.printing.document import Document, Facts, Section, sentences_of
from kortisto.declaration.printing.terms.in_short import BROADLY, MAY
from kortisto.declaration.vocabulary.purposes import PURPOSE_KINDS
from kortisto.declaration.words import Right, Status
from tests.declaration.printing.notices import NAMES, declaration
from tests.declaration.printing.sample import sample

pytestmark = pytest.mark.unit

HALF_A_PAGE = 350  # words, in the wordiest language


def summary(document: Document) -> dict[str, str]:
    """Return the rows of the summary by label; empty when there is none."""
    first = document.sections[0].blocks[0]
    if not isinstance(first, Section) or first.id != "in-short":
        return {}
    return {
        fact.label: " ".join(one.text for one in fact.sentences)
        for block in first.blocks
        if isinstance(block, Facts)
        for fact in block.facts
    }


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_a_notice_opens_with_the_essentials_on_half_a_page(name: str, language: str) -> None:
    rows = summary(notice(declaration(name), language))
    assert len(rows) == 8
    assert sum(len(f"{label} {text}".split()) for label, text in rows.items()) <= HALF_A_PAGE


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_the_summary_says_nothing_that_the_sections_do_not(name: str, language: str) -> None:
    document = notice(declaration(name), language)
    short = document.sections[0].blocks[0]
    assert isinstance(short, Section)
    said = {ref for one in sentences_of((short,)) for ref in one.node.split()}
    rest = {ref for one in sentences_of((*document.sections[0].blocks[1:], *document.sections[1:]))
            for ref in one.node.split()}  # fmt: skip
    assert said <= rest


def test_the_summary_of_a_real_notice_reads_naturally() -> None:
    rows = summary(notice(declaration("ivt"), "fi"))
    assert rows["Rekisterinpitäjä"] == "IVT Center Turku Oy."
    assert rows["Kuinka kauan"].startswith(
        "Asiakastiedot: enintään 10 vuotta asiakkuuden päättymisestä. Käyttö mainontaan, tutkimukseen, kehittämiseen "
        "ja tilastoihin: enintään 2 vuotta asiakkuuden päättymisestä."
    )
    assert rows["Kuinka kauan"].endswith("Kaikki ajat, niiden alkaminen ja poikkeukset ovat kohdassa 12.")
    assert rows["Millä perusteella"] == "Suostumus, sopimus, lakisääteinen velvoite ja oikeutettu etu."
    assert "peruuttaa suostumuksensa ja tehdä valituksen tietosuojavaltuutetulle." in rows["Oikeudet"]
    assert rows["Yhteydenotot ja pyynnöt"].endswith("Vastaus annetaan viimeistään 1 kuukauden kuluessa.")


def test_periods_of_the_summary_come_from_the_rules() -> None:
    whole = sample()
    rules = {
        id_: replace(rule, at_most=parse_period("7 years"), at_least=None) for id_, rule in whole.retention.items()
    }
    assert "7 vuotta" in summary(notice(replace(whole, retention=rules), "fi"))["Kuinka kauan"]
    for_ever = {id_: replace(rule, at_most=PERMANENT) for id_, rule in rules.items()}
    said = summary(notice(replace(whole, retention=for_ever), "fi"))["Kuinka kauan"]
    assert "pysyvästi" in said.lower()
    assert "vuotta" not in said


def test_the_summary_names_only_rights_that_apply() -> None:
    whole = replace(sample(), consents={})
    consent = {id_ for id_, basis in whole.bases.items() if basis.basis.value == "consent"}
    rows = {id_: row for id_, row in whole.processing.items() if row.basis not in consent}
    with_consent = summary(notice(sample(), "fi"))["Oikeudet"]
    assert "peruuttaa suostumuksensa" in with_consent
    without = notice(replace(whole, processing=rows), "fi", audience="officer")
    assert summary(without) == {}  # the officer reads each node once, where it belongs
    draft = replace(whole, processing=rows, register=replace(whole.register, status=Status.DRAFT))
    assert "peruuttaa suostumuksensa" not in summary(notice(draft, "fi"))["Oikeudet"]


def test_without_recipients_and_transfers_the_summary_says_so() -> None:
    whole = sample()
    draft = replace(whole, recipients={}, transfers={}, register=replace(whole.register, status=Status.DRAFT))
    said = summary(notice(draft, "fi"))["Kenelle tietoja annetaan"]
    assert said == "Tietoja ei luovuteta. Tietoja ei siirretä EU:n tai ETA:n ulkopuolelle."


def test_every_kind_of_purpose_and_every_right_has_plain_words() -> None:
    assert set(BROADLY) == set(PURPOSE_KINDS) - {"care", "other"}
    assert set(Right) - set(MAY) == {Right.INFORMATION, Right.NO_AUTOMATED_DECISION}


@pytest.mark.parametrize("name", NAMES)
def test_what_a_basis_rests_on_is_told_once_among_the_purposes(name: str) -> None:
    whole = declaration(name)
    (purposes,) = (one for one in notice(whole, "fi").sections if one.id == "purposes")
    text = " ".join(sentence.text for sentence in sentences_of((purposes,)))
    for basis in whole.bases.values():
        if basis.interest is not None:
            same = [one for one in whole.bases.values() if one.interest == basis.interest]
            assert text.count(f"Etu: {basis.interest.fi}") <= len(same), basis.id


def test_people_of_one_basis_are_named_in_one_sentence() -> None:
    (purposes,) = (one for one in notice(declaration("ivt"), "fi").sections if one.id == "purposes")
    for purpose in purposes.blocks:
        if isinstance(purpose, Section):
            said = [
                sentence.text for sentence in sentences_of((purpose,)) if sentence.text.startswith("Rekisteröidyt:")
            ]
            bases = [one.text for one in sentences_of((purpose,)) if one.text.startswith("Oikeusperuste:")]
            assert len(said) <= len(bases)


def test_a_decision_that_is_not_made_is_not_said_to_be_made() -> None:
    text = " ".join(one.text for one in sentences_of(notice(declaration("vtt"), "fi").sections))
    assert "Tässä rekisterissä ei tehdä tällaisia päätöksiä." in text


def test_a_withdrawal_that_ends_what_the_consent_was_for_does_not_name_it_again() -> None:
    said = [one.text for one in sentences_of(notice(declaration("futursoft"), "fi").sections)]
    assert "Peruuttaminen päättää tämän käsittelyn." in said
    assert not any(text.startswith("Peruuttaminen päättää seuraavan käsittelyn: Suoramarkkinointi.") for text in said)
    assert "Antaja: rekisteröity itse." not in said  # it goes without saying
    assert any(one.text.startswith("Antaja: rekisteröity itse tai huoltaja") for one in
               sentences_of(notice(declaration("vastuugroup"), "fi").sections))  # fmt: skip


def test_a_fallback_of_the_same_length_does_not_repeat_the_number() -> None:
    (retention,) = (one for one in notice(declaration("vastuugroup"), "fi").sections if one.id == "retention")
    said = [one.text for one in sentences_of((retention,))]
    assert "Jos tätä ajankohtaa ei ole tai sitä ei tiedetä: sama aika tiedon keruusta." in said
    # The fallback of tickets is longer than their period, so it is told in full.
    assert "Jos tätä ajankohtaa ei ole tai sitä ei tiedetä: enintään 3 vuotta tiedon keruusta." in said
