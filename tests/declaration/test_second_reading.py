"""What comparing the kernel with a second reading of the rules (see `oracle`) brought to light, one by one."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from kortisto.declaration.civil_time import end_of_day, start_of_day
from kortisto.declaration.compiled import Compiled, compile_declaration
from kortisto.declaration.decisions import Reason, decide
from kortisto.declaration.endings import Due, due
from kortisto.declaration.model import Ban, Consent, Hold, Item, Objection, Reach, Review, Withdrawal
from kortisto.declaration.periods import parse_period
from kortisto.declaration.subjects import (
    ConsentState,
    Datum,
    HoldState,
    Objected,
    ObjectionState,
    SubjectState,
    after,
)
from kortisto.declaration.windows import ClockState
from kortisto.declaration.words import Channel, ConsentGiver, HoldKind, ObjectionKind, Operation
from tests.declaration.building import declaration, fallback, group, purpose, row, rule, state, text

pytestmark = pytest.mark.unit

EMAIL = "person.contact.email"
COLLECTED = date(2020, 1, 10)
SHORT = rule("1 year", "item.collected", id="short", purposes=("service",))


def of(*rules: object, **sections: object) -> Compiled:
    sections.setdefault("purposes", (purpose("service"), purpose("marketing")))
    sections.setdefault("items", (Item(id="person.contact", section="items"),))
    sections.setdefault("processing", (row("serving", "service"),))
    return compile_declaration(declaration(retention=rules, **sections))


def only(compiled: Compiled, at: datetime | None = None, **who: object) -> Due:
    who.setdefault("data", (Datum(item=EMAIL, collected=COLLECTED),))
    (found,) = due(compiled, subject=SubjectState(**who), at=at)  # type: ignore[arg-type]
    return found


def hold(id: str, **more: object) -> Hold:  # noqa: A002
    return Hold(
        id=id, section="holds", kind=HoldKind.CLAIM, name=text(id), opened_by=("officer",), ends=(),
        review_every=parse_period("1 month"), **more,  # type: ignore[arg-type]
    )  # fmt: skip


def test_a_ban_on_a_group_of_which_no_row_speaks_is_a_ban() -> None:
    ban = Ban(id="children", section="bans", operations=(Operation.USE,), reach=Reach(groups=("minors",)))
    compiled = of(SHORT, bans=(ban,), subject_groups=(group("customers"), group("minors", "minor")))
    child = SubjectState(states=frozenset({"minor"}), data=(Datum(item=EMAIL, collected=COLLECTED),))
    at = datetime(2020, 6, 1, tzinfo=UTC)
    asked = {"purpose": "service", "role": "service", "operation": Operation.USE, "items": [EMAIL], "at": at}
    assert decide(compiled, subject=child, **asked).refused == {EMAIL: Reason.BANNED}  # type: ignore[arg-type]
    adult = SubjectState(data=child.data)
    assert decide(compiled, subject=adult, **asked).granted == {EMAIL}  # type: ignore[arg-type]


def test_a_row_that_may_never_use_a_datum_is_no_reason_to_keep_it() -> None:
    uses = (row("serving", "service"), row("selling", "marketing"))
    long = rule("9 years", "item.collected", id="long", purposes=("marketing",))
    purposes = (purpose("service"), purpose("marketing", never_with=("service",)))
    compiled = of(SHORT, long, processing=uses, purposes=purposes)
    served = Datum(item=EMAIL, collected=COLLECTED, collected_for="service")
    assert only(compiled, data=(served,)).at == end_of_day(date(2021, 1, 10))
    assert only(compiled).at == end_of_day(date(2029, 1, 10))


def test_a_request_for_erasure_counts_though_the_rule_counts_from_the_withdrawal_before_it() -> None:
    consent = Consent(
        id="letter", section="consents", name=text("letter"), purposes=("service",),
        given_by=(ConsentGiver.SUBJECT,), how=text("how"),
        withdrawal=Withdrawal(how=text("how"), closes=("serving",)),
    )  # fmt: skip
    compiled = of(
        rule("1 year", "consent.ended"), consents=(consent,), processing=(row("serving", "service", basis="consent"),)
    )
    consents = {"letter": ConsentState(given=COLLECTED, withdrawn=date(2025, 1, 10))}
    assert only(compiled, consents=consents).at == end_of_day(date(2026, 1, 10))
    assert only(compiled, consents=consents, erasure=date(2025, 3, 1)).at == start_of_day(date(2025, 3, 1))


def test_a_review_cannot_end_a_minimum_whose_clock_has_not_struck() -> None:
    reviewed = rule(
        "20 years", "contract.ended", at_least="10 years", review=Review(by=("officer",), every=parse_period("1 year")),
        if_unknown=fallback("30 years"),
    )  # fmt: skip
    going_on = {"contract.ended": ClockState(running=True)}
    found = only(of(reviewed), clocks=going_on, confirmed={"rule": date(2024, 5, 1)})
    assert found.at == end_of_day(date(2050, 1, 10))


@pytest.mark.parametrize("ended", [None, date(2024, 2, 1)])
def test_a_hold_that_was_ended_by_hand_opens_again_with_its_state(ended: date | None) -> None:
    invoice = hold("open_invoice", opens_when=state("open invoice"))
    earlier = (HoldState(hold="open_invoice", opened=date(2024, 1, 1), ended=ended, items=frozenset({"person.note"})),)
    found = only(of(SHORT, holds=(invoice,)), holds=earlier, states=frozenset({"open invoice"}))
    assert found.blocked_by


def test_a_hold_on_a_group_of_which_no_row_speaks_stands() -> None:
    minors = hold("claim", reach=Reach(groups=("minors",)))
    groups = (group("customers"), group("minors", "minor"))
    compiled = of(SHORT, holds=(minors,), subject_groups=groups)
    opened = (HoldState(hold="claim", opened=date(2020, 2, 1)),)
    assert only(compiled, holds=opened, states=frozenset({"minor"})).blocked_by
    assert not only(compiled, holds=opened).blocked_by


def test_bans_on_all_channels_close_a_row_from_the_last_of_them() -> None:
    made = {"email": date(2025, 3, 1), "sms": date(2021, 3, 1)}
    objections = tuple(
        Objection(
            id=channel, section="objections", kind=ObjectionKind.DIRECT_MARKETING, name=text(channel),
            closes=("serving",), channels=(Channel(channel),),
        )
        for channel in made
    )  # fmt: skip
    compiled = of(rule("20 years", "item.collected"), objections=objections)
    said = {channel: ObjectionState(made=day) for channel, day in made.items()}
    assert only(compiled, objections=said).at == start_of_day(date(2025, 3, 1))


def test_a_second_ban_does_not_take_back_the_first() -> None:
    first = SubjectState(objections={"ads": ObjectionState(made=date(2025, 1, 1), channels=frozenset({Channel.EMAIL}))})
    now = after(first, Objected("ads", frozenset({Channel.SMS})), date(2026, 1, 1))
    assert now.objections["ads"].channels == {Channel.EMAIL, Channel.SMS}
    everything = after(now, Objected("ads"), date(2026, 1, 2))
    assert (
        after(everything, Objected("ads", frozenset({Channel.SMS})), date(2026, 1, 3)).objections["ads"].channels
        == frozenset()
    )


def test_the_maximum_of_a_hold_that_a_state_opened_runs_out() -> None:
    """Since when the state is true nobody knows; it keeps no datum longer past its end than the maximum."""
    contact = hold("contact", opens_when=state("active contact"), at_most=parse_period("2 years"))
    compiled, active = of(SHORT, holds=(contact,)), frozenset({"active contact"})
    falls_due = date(2021, 1, 10)
    assert only(compiled, at=end_of_day(date(2022, 1, 10)), states=active).blocked_by
    last = only(compiled, at=end_of_day(date(2023, 1, 11)), states=active)
    assert (last.at, last.blocked_by) == (end_of_day(falls_due), ())
