"""The shipped notice of Vastuu Group: what its sentences mean when they are carried out."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from kortisto.declaration.compiled import Compiled, compile_declaration
from kortisto.declaration.decisions import decide, due, remainder
from kortisto.declaration.linter import lint
from kortisto.declaration.loader import load
from kortisto.declaration.model import Declaration
from kortisto.declaration.printing import completeness
from kortisto.declaration.printing.nodes import nodes_of
from kortisto.declaration.subjects import (
    ConsentState,
    ConsentWithdrawn,
    Datum,
    HoldState,
    ObjectionState,
    SubjectState,
)
from kortisto.declaration.windows import ClockState
from kortisto.declaration.words import LimitGround, Operation, Right, TerminalClass

pytestmark = pytest.mark.unit

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 12, 1)
NOW = datetime(2026, 12, 1, 10, tzinfo=UTC)
COLLECTED = date(2026, 3, 1)
CONTACT = frozenset({"customer contact"})
ACTIVE = {"person.last_activity": ClockState(struck=(date(2026, 10, 1),))}
EMAIL = "person.contact.email"


@pytest.fixture(scope="module")
def notice() -> Declaration:
    read = load(ROOT / "notices/vastuugroup.yaml")
    assert read.declaration is not None, read.problems
    return read.declaration


@pytest.fixture(scope="module")
def compiled(notice: Declaration) -> Compiled:
    return compile_declaration(notice)


def person(*items: str, states: frozenset[str] = CONTACT, clocks: Any = ACTIVE, **more: Any) -> SubjectState:
    data = tuple(Datum(item=item, collected=COLLECTED) for item in items)
    return SubjectState(states=states, data=data, clocks=clocks, **more)


Ask = Callable[[SubjectState, str, str, Operation, str], bool]


@pytest.fixture(scope="module")
def allowed(compiled: Compiled) -> Ask:
    def ask(who: SubjectState, purpose: str, role: str, operation: Operation, item: str) -> bool:
        answer = decide(compiled, purpose=purpose, role=role, operation=operation, items=[item], subject=who, at=NOW)
        return answer.granted == {item}

    return ask


def last_day(compiled: Compiled, item: str, clocks: dict[str, ClockState], purpose: str | None = None) -> date | None:
    """The last day of the datum, or its last day for one purpose; None where no end is known."""
    (found,) = due(compiled, subject=person(item, clocks=clocks))
    ends = [one.window.last_day for one in found.justifications if purpose in (None, one.purpose)]
    assert ends
    return None if None in ends else max(end for end in ends if end is not None)


def struck(year: int, month: int, day: int) -> ClockState:
    return ClockState(struck=(date(year, month, day),))


def test_the_check_finds_nothing_and_nothing_that_the_law_demands_is_missing(notice: Declaration) -> None:
    assert lint(notice, TODAY) == ()
    assert completeness(notice) == []


def test_every_use_of_every_item_has_one_rule(compiled: Compiled) -> None:
    assert compiled.ties == ()
    assert compiled.gaps == ()


def test_every_promise_of_the_source_is_carried_and_every_addition_is_marked(notice: Declaration) -> None:
    with (ROOT / "docs/promise_bindings/S4.csv").open(encoding="utf-8", newline="") as file:
        bindings = list(csv.DictReader(file))
    assert {promise for node in nodes_of(notice) for promise in node.promises} == {row["id"] for row in bindings}
    assert {row["binding"] for row in bindings} <= {"enforced", "stated", "ours"}
    assert [node.ref for node in nodes_of(notice) if not node.promises and not node.ours] == []


def test_the_two_numbers_of_the_source_and_no_other_stand_without_a_mark(notice: Declaration) -> None:
    unmarked = {rule.id: str(rule.at_most) for rule in notice.retention.values() if not rule.ours}
    assert unmarked == {"chats": "3 months", "calls": "7 months"}


def test_chats_and_calls_end_on_the_same_day_of_a_later_month(compiled: Compiled) -> None:
    assert last_day(compiled, "chat.transcript", {"chat.ended": struck(2026, 11, 30)}) == date(2027, 2, 28)
    assert last_day(compiled, "call.recording", {"call.recorded": struck(2026, 7, 31)}) == date(2027, 2, 28)


def test_a_claim_keeps_a_recording_for_the_claim_alone(allowed: Ask, compiled: Compiled) -> None:
    clocks = {"call.recorded": struck(2026, 1, 2)}
    who = person("call.recording", clocks=clocks, holds=(HoldState(hold="claim", opened=date(2026, 5, 1)),))
    assert not due(compiled, subject=who)[0].can_be_done(NOW)
    assert allowed(who, "claims", "legal", Operation.READ, "call.recording")
    assert not allowed(who, "customer_service", "service", Operation.READ, "call.recording")


def test_a_contact_stays_while_a_contact_or_while_the_service_history_is_kept(compiled: Compiled) -> None:
    left = {"contact.ended": struck(2026, 5, 4), "service_history.ended": struck(2026, 8, 9)}
    purpose = "customer_relationship"
    last = last_day(compiled, "organisation.customership", left, purpose)
    assert last is not None
    assert date(2026, 8, 8) <= last <= date(2026, 8, 9)
    # The history is still kept: the contact stays, at most until the limit counted from the last activity.
    kept = {
        "contact.ended": struck(2026, 5, 4),
        "service_history.ended": ClockState(running=True),
        "person.last_activity": struck(2026, 5, 4),
    }
    assert last_day(compiled, "organisation.customership", kept, purpose) == date(2029, 5, 4)


def test_opened_messages_are_tracked_only_by_a_consent_of_its_own(allowed: Ask) -> None:
    item = "message.opened"
    silent = person()
    assert not allowed(silent, "targeting", "marketing", Operation.COLLECT, item)
    targeting_only = person(consents={"targeting": ConsentState(given=date(2026, 9, 1))})
    assert not allowed(targeting_only, "targeting", "marketing", Operation.COLLECT, item)
    willing = person(consents={"open_tracking": ConsentState(given=date(2026, 9, 1))})
    assert allowed(willing, "targeting", "marketing", Operation.COLLECT, item)


def test_partners_get_contact_data_only_by_consent_and_never_of_the_banned(allowed: Ask) -> None:
    consent = {"partners": ConsentState(given=date(2026, 9, 1))}
    ban = {"disclosure": ObjectionState(made=date(2026, 10, 1))}
    purpose, role, give = "partner_marketing", "marketing", Operation.DISCLOSE
    assert not allowed(person(EMAIL), purpose, role, give, EMAIL)
    assert allowed(person(EMAIL, consents=consent), purpose, role, give, EMAIL)
    assert not allowed(person(EMAIL, consents=consent, objections=ban), purpose, role, give, EMAIL)
    assert not allowed(person(EMAIL, consents=consent), "marketing", role, give, EMAIL)


def test_the_two_bans_close_two_things(allowed: Ask) -> None:
    no_marketing = person(EMAIL, objections={"direct_marketing": ObjectionState(made=date(2026, 10, 1))})
    assert not allowed(no_marketing, "marketing", "marketing", Operation.CONTACT, EMAIL)
    assert allowed(no_marketing, "customer_relationship", "service", Operation.CONTACT, EMAIL)
    no_letters = person(EMAIL, objections={"customer_communication": ObjectionState(made=date(2026, 10, 1))})
    assert not allowed(no_letters, "customer_relationship", "service", Operation.CONTACT, EMAIL)
    assert allowed(no_letters, "customer_relationship", "service", Operation.READ, EMAIL)
    assert allowed(no_letters, "contract", "service", Operation.CONTACT, EMAIL)
    assert allowed(no_letters, "marketing", "marketing", Operation.CONTACT, EMAIL)


def test_withdrawing_targeting_takes_the_profile_and_leaves_the_order(compiled: Compiled) -> None:
    who = person("person.profile", "order.history", consents={"targeting": ConsentState(given=date(2026, 10, 1))})
    left = remainder(compiled, subject=who, event=ConsentWithdrawn("targeting"), at=NOW)
    assert {loss.item for loss in left.lost} == {"person.profile"}
    assert "order.history" in left.items_that_stay


def test_authorities_get_data_by_order_or_by_the_judgement_of_a_named_role(allowed: Ask, notice: Declaration) -> None:
    who = person(EMAIL)
    assert allowed(who, "authority_orders", "legal", Operation.DISCLOSE, EMAIL)
    assert allowed(who, "misuse", "legal", Operation.DISCLOSE, EMAIL)
    for role in set(notice.roles) - {"legal"}:
        assert not allowed(who, "misuse", role, Operation.DISCLOSE, EMAIL)
    assert notice.recipients["authorities_on_misuse"].decided_by == ("legal",)


def test_nothing_leaves_the_eea_except_by_the_communication_systems(allowed: Ask) -> None:
    who = person(EMAIL, "invoice.amount")
    assert allowed(who, "customer_service", "service", Operation.TRANSFER, EMAIL)
    assert not allowed(who, "billing", "billing", Operation.TRANSFER, "invoice.amount")


def test_access_is_limited_only_by_the_three_named_grounds(notice: Declaration) -> None:
    grounds = {limit.ground for limit in notice.rights.limits if Right.ACCESS in limit.rights}
    assert grounds == {LimitGround.OTHERS_DATA, LimitGround.TRADE_SECRET, LimitGround.SECURITY}
    assert all(limit.law for limit in notice.rights.limits)


def test_children_below_the_finnish_limit_need_a_guardian(notice: Declaration) -> None:
    minors = notice.subject_groups["consumers"].minors
    assert minors is not None
    assert (minors.below, minors.guardian) == (13, True)


def test_analytics_and_targeting_are_two_consents(notice: Declaration) -> None:
    consents = {cookie.consent for cookie in notice.terminal_items.values() if cookie.consent}
    assert consents == {"analytics_cookies", "targeting", "open_tracking"}
    for cookie in notice.terminal_items.values():
        assert (cookie.consent is None) == (cookie.consent_class is TerminalClass.NECESSARY)


def test_vouchers_follow_the_accounting_act(compiled: Compiled) -> None:
    by_law = last_day(compiled, "invoice.voucher", {"invoice.dated": struck(2024, 4, 2)}, "accounting")
    assert by_law == date(2030, 12, 31)
