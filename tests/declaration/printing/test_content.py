"""What a notice says: under every heading, in every language, to each audience."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from kortisto.declaration.model import LANGUAGES
from kortisto.declaration.periods import parse_period
from kortisto.declaration.printing import IncompleteNoticeError, notice
from kortisto.declaration.printing.context import Context
from kortisto.declaration.printing.document import Document, Section, Table, sentences_of
from kortisto.declaration.printing.nodes import nodes_of
from kortisto.declaration.vocabulary.headings import HEADINGS
from kortisto.declaration.vocabulary.law import OMBUDSMAN
from kortisto.declaration.words import Basis, Status
from tests.declaration.printing.notices import NAMES, declaration
from tests.declaration.printing.sample import sample

pytestmark = pytest.mark.unit

# Sections whose nodes the public notice need not show: who works how is told to the officer, documents are named there.
NOT_PUBLIC = {"relations", "evidence"}
MARKERS = {
    "fi": {"ja", "tai", "tiedot", "enintään", "vähintään", "käsittely", "rekisteröidyn", "päättyy", "henkilötietoja"},
    "sv": {"och", "eller", "uppgifter", "uppgifterna", "högst", "minst", "behandling", "inte", "personuppgifter"},
    "en": {"and", "or", "the", "data", "at", "most", "least", "processing", "not", "you", "your"},
}


def said(document: Document, section: str | None = None) -> str:
    sections = [one for one in document.sections if section in {None, one.id}]
    return " ".join(sentence.text for sentence in sentences_of(tuple(sections)))


def tables(document: Document) -> dict[str, Table]:
    found = {}

    def walk(section: Section) -> None:
        for block in section.blocks:
            if isinstance(block, Table):
                found[block.id] = block
            elif isinstance(block, Section):
                walk(block)

    for section in document.sections:
        walk(section)
    return found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_every_heading_stands_in_the_customary_order_and_says_something(name: str, language: str) -> None:
    document = notice(declaration(name), language)
    assert [section.id for section in document.sections] == list(HEADINGS)
    assert [section.title for section in document.sections] == [
        heading.name.in_language(language) for heading in HEADINGS.values()
    ]
    for section in document.sections:
        assert list(sentences_of((section,))), section.id


@pytest.mark.parametrize("name", NAMES)
def test_the_languages_have_the_same_nodes_in_the_same_order(name: str) -> None:
    fi, sv, en = (
        [sentence.node for sentence in sentences_of(notice(declaration(name), language).sections)]
        for language in LANGUAGES
    )
    assert fi == sv == en


@pytest.mark.parametrize("name", NAMES)
def test_every_node_of_the_declaration_is_printed(name: str) -> None:
    document = notice(declaration(name), "fi")
    printed = {ref for sentence in sentences_of(document.sections) for ref in sentence.node.split()}
    missing = {node.ref for node in nodes_of(declaration(name)) if node.section not in NOT_PUBLIC} - printed
    named = {f"parties.{id_}" for id_ in declaration(name).parties}  # a party may be named by who refers to it alone
    assert missing - named == set()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_no_text_stands_in_another_language(name: str, language: str) -> None:
    text = re.sub(r"\S+[@/]\S+", "", said(notice(declaration(name), language)))
    for replaced in declaration(name).register.replaces:  # the name under which it was published
        text = text.replace(replaced.notice, "")
    words = set(re.findall(r"(?<!-)\b[a-zåäö]+\b(?!-)", text))
    for other in LANGUAGES:
        if other != language:
            assert words & MARKERS[other] == set()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_no_pattern_is_left_open_and_no_punctuation_is_doubled(name: str, language: str) -> None:
    for sentence in sentences_of(notice(declaration(name), language).sections):
        assert sentence.text.strip() == sentence.text != ""
        assert not re.search(r"\{\w+\}|\.\.|:\.|,\.| \.|\s,|None", sentence.text), sentence


def test_numbers_come_from_the_periods() -> None:
    before, rule = sample(), sample().retention["care"]
    after = replace(before, retention={**before.retention, "care": replace(rule, at_most=parse_period("11 years"))})
    assert "enintään 12 vuotta" in said(notice(before, "fi"))
    changed = said(notice(after, "fi"))
    assert "enintään 11 vuotta" in changed
    assert "12 vuotta" not in changed


def test_retention_reads_naturally() -> None:
    rows = {
        language: [" ".join(one.text for one in cell) for row in tables(notice(sample(), language))["retention"].rows
                   for cell in row[1:2]]
        for language in LANGUAGES
    }  # fmt: skip
    assert rows["fi"][0].startswith(
        "Vähintään 10 vuotta ja enintään 12 vuotta rekisteröidyn viimeisimmästä aktiviteetista tai rekisteröidyn "
        "edustaman organisaation viimeisimmästä aktiviteetista, sen mukaan kumpi on myöhempi."
    )
    assert rows["sv"][2].startswith(
        "6 år från utgången av det kalenderår under vilket räkenskapsperioden för fakturans datum gick ut. "
        "Författningar: bokföringslagen (1336/1997) 2 kap. 10 §."
    )
    assert rows["en"][4] == (
        "At most 1 year from the last of the following, once all have happened: end of the contract and end of the "
        "project."
    )
    assert rows["fi"][3] == "Säilytyksen päättää: käyttötarkoituksen päättyminen."
    assert rows["fi"][5] == "Säilytetään pysyvästi."


def test_finnish_inflects_periods() -> None:
    text = said(notice(sample(), "fi"))
    assert "viimeistään 1 kuukauden kuluessa" in text
    assert "Tiedot päivitetään kuukausittain." in text
    assert "Poisto voidaan perua 14 päivän ajan." in text
    assert "Pidennys on enintään 2 kuukautta" in text


def test_only_rights_that_follow_from_the_bases_are_in_the_table() -> None:
    base = sample()
    law = {key: replace(basis, basis=Basis.LEGAL_OBLIGATION) for key, basis in base.bases.items()}
    document = notice(replace(base, bases=law), "en")
    rights = [row[0][0].text for row in tables(document)["rights"].rows]
    assert rights == [
        "Right to be informed (Articles 13–14)",
        "Right of access (Article 15)",
        "Right to rectification (Article 16)",
        "Right to restriction of processing (Article 18)",
        "Right to lodge a complaint with the supervisory authority (Article 77)",
    ]
    assert "do not follow from the legal bases used in this register: right to erasure;" in said(document, "rights")
    portability = {row[0][0].text: row[1] for row in tables(notice(base, "en"))["rights"].rows}
    assert (
        portability["Right to data portability (Article 20)"][0].text == "Where the legal basis is consent or contract."
    )


def test_what_is_not_there_is_said() -> None:
    bare = replace(
        sample(), terminal_items={}, transfers={}, bans={},
        recipients={key: replace(one, party=None) for key, one in sample().recipients.items()},
    )  # fmt: skip
    document = notice(bare, "fi")
    assert "Rekisteriin ei kerätä tietoja evästeillä" in said(document, "cookies")
    assert said(document, "transfers") == "Henkilötietoja ei siirretä EU:n tai ETA:n ulkopuolelle."


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_authority_is_today_s_whatever_the_declaration_says(language: str) -> None:
    text = said(notice(sample(), language), "complaint")
    for value in (OMBUDSMAN.visiting, OMBUDSMAN.postal, OMBUDSMAN.web):
        assert value.in_language(language) in text
    assert OMBUDSMAN.phone in text


def test_the_officer_sees_what_nothing_enforces_and_the_public_does_not() -> None:
    public, officer = notice(sample(), "fi"), notice(sample(), "fi", audience="officer")
    assert not any(one.notes for one in sentences_of(public.sections))
    notes = {one.node: one.notes for one in sentences_of(officer.sections) if one.notes}
    assert notes["purposes.care"] == ("lupaukset: S9-01-01",)
    assert any("lisätty: Lain vuoksi" in one for one in notes["purposes.books"])
    unenforced = {one.node for one in sentences_of(officer.sections) if not one.enforced}
    assert {"notice_text.welcome", "measures.training", "rights.extras.report"} <= unenforced
    assert "measures.encryption" not in {
        one.node for one in sentences_of(officer.sections[:-1]) if not one.enforced
    } - {sentence.node for row in tables(officer)["transfers"].rows for cell in row for sentence in cell}
    shown = {one.node for one in sentences_of(officer.sections[-1:])}
    assert {"relations.person.notes", "evidence.contract"} <= shown


@pytest.mark.parametrize(("status", "word"), [(Status.TEMPLATE, "mallipohja"), (Status.DRAFT, "LUONNOS")])
def test_a_template_and_a_draft_say_that_they_may_not_be_published(status: Status, word: str) -> None:
    assert word in (notice(sample(status=status), "fi").banner or "")
    assert notice(sample(), "fi").banner is None


def test_a_published_notice_that_lacks_an_answer_is_refused() -> None:
    silent = replace(sample(), sources={})
    with pytest.raises(IncompleteNoticeError) as caught:
        notice(silent, "fi")
    assert {one.article for one in caught.value.missing} == {"14(2)(f)"}
    assert "14(2)(f): mistä tiedot on saatu" in said(notice(silent, "fi", audience="officer"))


def test_changes_since_the_previous_version_are_told() -> None:
    old, rule = sample(), sample().retention["care"]
    purposes = {key: one for key, one in old.purposes.items() if key != "letters"}
    new = replace(
        old, purposes=purposes, retention={**old.retention, "care": replace(rule, at_most=parse_period("3 years"))}
    )
    text = said(notice(new, "en", audience="officer", previous=old), "changes")
    assert "Removed: Marketing." in text
    assert "The period changed (Customer data): 12 years from your last activity" in text
    assert "→ 3 years from" in text


def test_version_and_what_it_replaces() -> None:
    text = said(notice(sample(drafted=date(2026, 3, 1)), "sv"), "version")
    assert "1.3.2026" in text
    assert "Vanha seloste, version 1.0, upprättad 25.5.2018." in text


def test_an_unknown_language_or_audience_is_an_error() -> None:
    with pytest.raises(KeyError):
        notice(sample(), "de")
    with pytest.raises(KeyError):
        notice(sample(), "fi", audience="press")


def test_many_purposes_are_told_by_number_and_runs_as_ranges() -> None:
    c = Context(declaration("vtt"), "fi")
    ids = list(c.purpose_numbers)
    assert c.purposes(ids) == "kaikki rekisterin tarkoitukset"
    assert c.purposes(reversed(ids[:4])) == "5.1–5.4"
    assert c.purposes([*ids[:3], ids[4], ids[6]]) == "5.1–5.3, 5.5 ja 5.7"
    assert c.purposes(ids[:2]) == f"{c.purpose(ids[0])}; {c.purpose(ids[1])}"
