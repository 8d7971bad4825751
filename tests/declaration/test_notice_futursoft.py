"""The shipped notice of Futursoft: what its sentences mean when they are carried out."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from kortisto.declaration.civil_time import civil_day
from kortisto.declaration.compiled import Compiled, compile_declaration
from kortisto.declaration.decisions import decide, due, remainder
from kortisto.declaration.linter import lint
from kortisto.declaration.loader import load
from kortisto.declaration.model import Declaration
from kortisto.declaration.printing import completeness
from kortisto.declaration.printing.nodes import nodes_of
from kortisto.declaration.subjects import ConsentState, ConsentWithdrawn, Datum, ObjectionState, SubjectState
from kortisto.declaration.windows import ClockState
from kortisto.declaration.words import Operation, TerminalClass, TransferGround

pytestmark = pytest.mark.unit

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 12, 1)
NOW = datetime(2026, 12, 1, 10, tzinfo=UTC)
COLLECTED = date(2026, 3, 1)
CONTACT = frozenset({"customer contact"})
ACTIVE = {"person.last_activity": ClockState(struck=(date(2026, 10, 1),))}


@pytest.fixture(scope="module")
def notice() -> Declaration:
    read = load(ROOT / "notices/futursoft.yaml")
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


def last_day(compiled: Compiled, item: str, clocks: dict[str, date], **more: Any) -> date:
    struck = {clock: ClockState(struck=(day,)) for clock, day in clocks.items()}
    (found,) = due(compiled, subject=person(item, clocks=struck, **more))
    ends = [one.window.last_day for one in found.justifications]
    assert ends
    assert None not in ends
    return max(day for day in ends if day is not None)


def test_the_check_finds_nothing_and_nothing_that_the_law_demands_is_missing(notice: Declaration) -> None:
    assert lint(notice, TODAY) == ()
    assert completeness(notice) == []


def test_every_use_of_every_item_has_one_rule(compiled: Compiled) -> None:
    assert compiled.ties == ()
    assert compiled.gaps == ()


def test_every_promise_of_the_source_is_carried_and_every_addition_is_marked(notice: Declaration) -> None:
    with (ROOT / "docs/promise_bindings/S1.csv").open(encoding="utf-8", newline="") as file:
        bindings = list(csv.DictReader(file))
    assert {promise for node in nodes_of(notice) for promise in node.promises} == {row["id"] for row in bindings}
    assert {row["binding"] for row in bindings} <= {"enforced", "stated", "ours"}
    assert [node.ref for node in nodes_of(notice) if not node.promises and not node.ours] == []


def test_every_number_says_why_because_the_source_has_none(notice: Declaration) -> None:
    assert [rule.id for rule in notice.retention.values() if not rule.ours] == []
    assert [run.id for run in notice.runs.values() if not run.ours] == []


def test_incident_notices_reach_those_who_have_banned_marketing(allowed: Ask) -> None:
    banned = person("person.contact.email", objections={"direct_marketing": ObjectionState(made=date(2026, 5, 1))})
    email = "person.contact.email"
    assert allowed(banned, "incident_notices", "service", Operation.CONTACT, email)
    assert not allowed(banned, "marketing", "marketing", Operation.CONTACT, email)
    assert not allowed(banned, "partner_offers", "marketing", Operation.CONTACT, email)
    assert not allowed(banned, "incident_notices", "service", Operation.PROFILE, email)


def test_offers_of_partners_need_a_consent_and_our_own_to_work_addresses_none(allowed: Ask) -> None:
    email = "person.contact.email"
    silent = person(email)
    assert allowed(silent, "marketing", "marketing", Operation.CONTACT, email)
    assert not allowed(silent, "partner_offers", "marketing", Operation.CONTACT, email)
    willing = person(email, consents={"partner_offers": ConsentState(given=date(2026, 9, 1))})
    assert allowed(willing, "partner_offers", "marketing", Operation.CONTACT, email)


def test_a_consumer_gets_newsletters_only_by_consent(allowed: Ask) -> None:
    email, trader = "person.contact.email", frozenset({"sole trader"})
    assert not allowed(person(email, states=trader), "marketing", "marketing", Operation.CONTACT, email)
    consents = {"newsletters": ConsentState(given=date(2026, 9, 1))}
    asked = person(email, states=trader, consents=consents)
    assert allowed(asked, "marketing", "marketing", Operation.CONTACT, email)


def test_nothing_is_sold_and_disclosure_goes_only_by_the_listed_ways(allowed: Ask, compiled: Compiled) -> None:
    who, name = person("person.name.last", "person.contact.email"), "person.name.last"
    for purpose in compiled.declaration.purposes:
        for role in compiled.declaration.roles:
            assert not allowed(who, purpose, role, Operation.SELL, name)
            assert not allowed(who, purpose, role, Operation.PUBLISH, name)
    assert allowed(who, "customer_relationship", "service", Operation.DISCLOSE, name)
    assert allowed(who, "legal_requests", "legal", Operation.DISCLOSE, name)
    assert not allowed(who, "marketing", "marketing", Operation.DISCLOSE, name)
    assert not allowed(who, "advertising", "marketing", Operation.DISCLOSE, "person.contact.email")


def test_sensitive_data_end_the_day_their_purpose_ends(compiled: Compiled) -> None:
    consents = {"sensitive_data": ConsentState(given=date(2026, 3, 1))}
    ended = last_day(compiled, "person.sensitive", {"purpose.ended": date(2026, 4, 2)}, consents=consents)
    assert ended <= date(2026, 4, 2)


def test_withdrawing_the_consent_on_sensitive_data_destroys_them_and_nothing_else(compiled: Compiled) -> None:
    who = person(
        "person.sensitive", "person.name.last", consents={"sensitive_data": ConsentState(given=date(2026, 11, 1))}
    )
    left = remainder(compiled, subject=who, event=ConsentWithdrawn("sensitive_data"), at=NOW)
    assert {loss.item for loss in left.lost} == {"person.sensitive"}


def test_customer_data_end_two_years_after_the_later_activity(compiled: Compiled) -> None:
    clocks = {"person.last_activity": date(2024, 5, 4), "organisation.last_activity": date(2026, 6, 7)}
    assert last_day(compiled, "organisation.customership", clocks) == date(2028, 6, 7)


def test_vouchers_follow_the_accounting_act(compiled: Compiled) -> None:
    assert last_day(compiled, "invoice.voucher", {"invoice.dated": date(2024, 4, 2)}) == date(2030, 12, 31)


def test_tickets_chats_and_logins_have_ends_of_their_own(compiled: Compiled) -> None:
    assert last_day(compiled, "ticket.message", {"ticket.closed": date(2026, 4, 2)}) == date(2028, 4, 2)
    assert last_day(compiled, "chat.transcript", {"chat.ended": date(2026, 4, 2)}) == date(2026, 10, 2)
    assert last_day(compiled, "service.login", {"login.happened": date(2026, 4, 2)}) == date(2026, 10, 2)


def test_analytics_needs_consent_and_is_never_linked_to_a_person(allowed: Ask, notice: Declaration) -> None:
    visitor = person("visit.analytics", states=frozenset({"site visitor"}))
    item = "visit.analytics"
    assert not allowed(visitor, "site_analytics", "marketing", Operation.COLLECT, item)
    agreed = person(
        item, states=frozenset({"site visitor"}), consents={"analytics_cookies": ConsentState(given=date(2026, 11, 20))}
    )
    assert not allowed(agreed, "site_analytics", "marketing", Operation.MATCH, item)
    assert not allowed(agreed, "site_analytics", "marketing", Operation.COLLECT, "visit.ip")
    assert {row.purpose for row in notice.processing.values() if "visit.analytics" in row.items} == {"site_analytics"}
    assert all("visit.analytics" not in segment.made_from for segment in notice.automation.segments)
    for cookie in notice.terminal_items.values():
        assert (cookie.consent is None) == (cookie.consent_class is TerminalClass.NECESSARY)
    pages = notice.terminal_items["analytics_visitor"].web
    assert "https://tools.google.com/dlpage/gaoptout" in pages
    assert "https://policies.google.com/technologies/cookies" in pages


def test_transfers_rest_on_the_clauses_in_force_and_a_copy_can_be_asked(notice: Declaration) -> None:
    for transfer in notice.transfers.values():
        assert transfer.ground is TransferGround.STANDARD_CLAUSES
        assert transfer.copy_on_request
    assert any("2021/914" in one.reference for one in notice.evidence.values())


def test_only_the_main_user_grants_access(notice: Declaration) -> None:
    assert [role.id for role in notice.roles.values() if role.grants_access] == ["main_user"]
    assert all(role.named_people and role.logged for role in notice.roles.values())


def test_the_general_objection_asks_for_the_situation_and_that_on_marketing_does_not(notice: Declaration) -> None:
    assert notice.objections["general"].situation_needed
    assert not notice.objections["direct_marketing"].situation_needed
    assert notice.rights.free


def test_data_of_a_contract_in_force_are_held(compiled: Compiled) -> None:
    long_ago = {"person.last_activity": ClockState(struck=(date(2010, 1, 1),))}
    data = tuple(Datum(item=item, collected=date(2009, 1, 1)) for item in ("contract.terms", "person.signature"))
    free = SubjectState(states=CONTACT, data=data, clocks=long_ago)
    held = SubjectState(states=CONTACT | {"contract in force"}, data=data, clocks=long_ago)
    assert all(one.can_be_done(NOW) for one in due(compiled, subject=free))
    assert not any(one.can_be_done(NOW) for one in due(compiled, subject=held))


def test_an_end_is_a_civil_day(compiled: Compiled) -> None:
    (found,) = due(compiled, subject=person("person.feedback", clocks={}))
    assert all(one.until is not None and civil_day(one.until) > COLLECTED for one in found.justifications)
