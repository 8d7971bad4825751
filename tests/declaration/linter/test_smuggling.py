"""Ways to smuggle an endless or unlawful declaration past the checks: each is refused, or it is said why it is not."""

from __future__ import annotations

import pytest

from kortisto.declaration.checks.registry import can_be_true
from kortisto.declaration.model import Condition
from kortisto.declaration.words import Mode
from tests.declaration.linter.test_ways_around import codes, row, rule

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    "law",
    [
        "(EU) 2016/679 6(1)(f)",  # obliges nobody to keep anything
        "tietosuojalaki 1050/2018 34 §",
        "article 5",
        "laki 1/2099",
        "laki 7/1600",
    ],
)
def test_permanent_needs_a_law_that_is_there_and_demands_it(law: str) -> None:
    assert codes(rule(f"keep: permanent\nfrom: item.collected\nlaw: ['{law}']")) == ["K403 permanent"]
    assert "K403 clock" in codes(rule(f"keep: 1 day\nfrom: customership.ended\nlaw: ['{law}']"))


@pytest.mark.parametrize("law", ["kirjanpitolaki 1336/1997 2:10", "oikeudenkäymiskaari 4/1734", "(EU) 2019/1148 8"])
def test_whether_an_act_that_may_be_there_says_so_is_for_the_officer_to_read(law: str) -> None:
    """The check knows no statute book: it sees that an act is named, not what it says."""
    assert codes(rule(f"keep: permanent\nfrom: item.collected\nlaw: ['{law}']")) == []


def test_a_hold_without_end_is_not_made_lawful_by_the_regulation() -> None:
    written = """
        holds:
          one:
            {name: {fi: este, sv: hinder, en: hold}, opened by: main_user, review every: 1 year, kind: active contact,
             opens when: customer contact, ends: contact.ended, law: "(EU) 2016/679 17(3)(e)"}
    """
    assert codes(written) == ["K403 hold"]


def test_a_group_that_nobody_can_be_in_justifies_nothing() -> None:
    nobody = """
        subject groups:
          contacts:
            name: {fi: Haamut, sv: Spöken, en: Ghosts}
            kind: person
            when: {all of: [customer contact, {not: customer contact}]}
        processing:
          crm_contacts:
            purpose: crm
            groups: contacts
            items: [person.name, person.contact, person.represents, organisation]
            operations: [store]
            by: sales
            basis: interest
    """
    assert set(codes(nobody)) >= {"K401"}
    assert "K401" not in codes(nobody.replace("{not: customer contact}", "{not: minor}"))


def test_what_can_be_true_is_tried() -> None:
    word = Condition(mode=Mode.IS, terms=("minor",))
    anybody = Condition(mode=Mode.IS, terms=("anybody",))
    none = Condition(mode=Mode.NOT, terms=(anybody,))
    assert can_be_true(anybody)
    assert can_be_true(Condition(mode=Mode.NOT, terms=(word,)))
    assert not can_be_true(none)
    assert not can_be_true(Condition(mode=Mode.ANY_OF, terms=(none, none)))


@pytest.mark.parametrize(
    ("name", "examples"),
    [
        ("{fi: ihonväri, sv: hudfärg, en: skin colour}", ""),
        ("{fi: lääkitys, sv: medicinering, en: medication}", ""),
        (
            "{fi: lisätieto, sv: tillägg, en: extra}",
            ", examples: {fi: esim. sairaudet, sv: t.ex. sjukdomar, en: e.g. illnesses}",
        ),
    ],
)  # fmt: skip
def test_a_special_category_is_seen_through_its_name_or_its_examples(name: str, examples: str) -> None:
    written = f"items:\n  own.one: {{name: {name}, own dpv: PersonalData{examples}}}\n" + row("own.one", "interest")
    assert codes(written) == ["K407 special"]


def test_a_derived_item_is_profiling_by_whatever_name_and_an_underived_one_cannot_be_told() -> None:
    """A score that says neither from what it is made nor that it is inferred looks like any other field."""
    score = "items:\n  own.score: {name: {fi: luokka, sv: klass, en: class}, own dpv: PersonalData%s}\n"
    assert codes(score % ", derived from: [person.name]" + row("own.score", "interest")) == ["K418"]
    assert codes(score % "" + row("own.score", "interest")) == []
