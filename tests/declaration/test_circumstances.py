"""What several sources tell of one subject becomes one answer, whatever their order."""

from __future__ import annotations

from datetime import date
from itertools import permutations

import pytest

from kortisto.declaration.circumstances import Circumstances
from kortisto.declaration.subjects import ConsentState, HoldState, ObjectionState
from kortisto.declaration.words import Channel

pytestmark = pytest.mark.unit

EARLY, MIDDLE, LATE = date(2026, 1, 1), date(2027, 1, 1), date(2028, 1, 1)
MAIL, SMS = frozenset({Channel.EMAIL}), frozenset({Channel.SMS})


def together(*told: Circumstances) -> Circumstances:
    """All orders of the sources must agree."""
    answers = []
    for order in permutations(told):
        answer = Circumstances()
        for one in order:
            answer = answer.and_(one)
        answers.append(answer)
    assert all(answer == answers[0] for answer in answers)
    return answers[0]


def test_the_consent_given_last_counts_and_a_withdrawal_of_the_same_beats_it() -> None:
    withdrawn = ConsentState(given=EARLY, withdrawn=MIDDLE)
    again = ConsentState(given=LATE)
    assert together(Circumstances(consents={"mail": withdrawn}), Circumstances(consents={"mail": again})).consents == {
        "mail": again
    }
    same = ConsentState(given=EARLY)
    assert together(Circumstances(consents={"mail": withdrawn}), Circumstances(consents={"mail": same})).consents == {
        "mail": withdrawn
    }


def test_an_objection_that_stands_beats_a_lifted_one_and_two_reach_as_far_as_both() -> None:
    lifted = ObjectionState(made=EARLY, lifted=LATE)
    mail, sms = ObjectionState(made=MIDDLE, channels=MAIL), ObjectionState(made=LATE, channels=SMS)
    three = together(*(Circumstances(objections={"marketing": one}) for one in (lifted, mail, sms)))
    assert three.objections == {"marketing": ObjectionState(made=MIDDLE, channels=MAIL | SMS)}
    everything = ObjectionState(made=LATE)
    both = together(*(Circumstances(objections={"marketing": one}) for one in (mail, everything)))
    assert both.objections == {"marketing": ObjectionState(made=MIDDLE)}


def test_holds_add_up_and_the_same_told_twice_is_one() -> None:
    claim, order = HoldState(hold="claim", opened=EARLY), HoldState(hold="authority_order", opened=LATE)
    assert together(Circumstances(holds=(claim,)), Circumstances(holds=(order, claim))).holds == (claim, order)


def test_a_restriction_counts_from_the_earliest_and_an_erasure_or_a_review_from_the_latest() -> None:
    answer = together(
        Circumstances(restricted=LATE, erasure=EARLY, confirmed={"rule": EARLY}, invoked=frozenset({"a"})),
        Circumstances(restricted=EARLY, erasure=LATE, confirmed={"rule": LATE, "other": EARLY}),
        Circumstances(invoked=frozenset({"b"})),
    )
    assert (answer.restricted, answer.erasure) == (EARLY, LATE)
    assert answer.confirmed == {"rule": LATE, "other": EARLY}
    assert answer.invoked == {"a", "b"}
