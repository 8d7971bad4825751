"""How alike two people are by what is written of them."""

from __future__ import annotations

import pytest

from kortisto.register.parties import likeness
from kortisto.register.parties.enums import LikenessReason
from kortisto.register.parties.likeness import Traits

pytestmark = pytest.mark.unit

EMPLOYER = object()


@pytest.mark.parametrize("other", ["christer", "kristter", "krister"])
def test_a_habit_of_spelling_divides_nobody(other: str) -> None:
    one = Traits(name=("krister", "ohman"), phones=frozenset({"+358445556666"}))
    two = Traits(name=(other, "ohman"), phones=frozenset({"+358445556666"}))

    assert likeness.people(one, two).score >= likeness.WORTH_ASKING


@pytest.mark.parametrize(
    ("one", "other"), [("christina", "krister"), ("eero", "eeva"), ("virta", "virtanen"), ("maija", "marja-leena")]
)
def test_colleagues_behind_one_switchboard_are_not_asked_about(one: str, other: str) -> None:
    def colleague(given: str) -> Traits:
        return Traits(name=(given, "ohman"), phones=frozenset({"+35820111"}), organisations=frozenset({EMPLOYER}))

    found = likeness.people(colleague(one), colleague(other))

    assert found.score < likeness.WORTH_ASKING


def test_namesakes_alone_are_not_asked_about() -> None:
    one, other = Traits(name=("matti", "virtanen")), Traits(name=("matti", "virtanen"))

    assert likeness.people(one, other).score < likeness.WORTH_ASKING
    assert likeness.people(one, other).reasons == (LikenessReason.NAME,)
