"""The shipped notice of VTT's customer data: what its sentences mean when they are carried out."""

from __future__ import annotations

import csv
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from kortisto.declaration.civil_time import civil_day
from kortisto.declaration.compiled import Compiled, compile_declaration
from kortisto.declaration.decisions import decide, due, remainder
from kortisto.declaration.endings import Due
from kortisto.declaration.linter import lint
from kortisto.declaration.loader import load
from kortisto.declaration.model import Declaration, Node
from kortisto.declaration.subjects import Datum, ErasureAsked, HoldState, Objected, SubjectState
from kortisto.declaration.windows import ClockState
from kortisto.declaration.words import ActionKind, Basis, Operation, Right

pytestmark = pytest.mark.unit

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
COLLECTED = date(2024, 3, 1)
CONTACT = frozenset({"customer contact"})
BY_LAW = "processing.accounting_by_law"


@pytest.fixture(scope="module")
def notice() -> Declaration:
    read = load(ROOT / "notices/vtt.yaml")
    assert read.declaration is not None, read.problems
    return read.declaration


@pytest.fixture(scope="module")
def compiled(notice: Declaration) -> Compiled:
    return compile_declaration(notice)


def struck(day: date) -> ClockState:
    return ClockState(struck=(day,))


def subject(*items: str, states: frozenset[str] = CONTACT, **more: Any) -> SubjectState:
    data = tuple(Datum(item=item, collected=more.pop("collected", COLLECTED)) for item in items)
    return SubjectState(states=states, data=data, **more)


def fate(compiled: Compiled, item: str, **more: Any) -> Due:
    (found,) = due(compiled, subject=subject(item, **more))
    return found


def ending(found: Due, purpose: str) -> date:
    """The last window of the datum for one purpose: the first day on which it may no longer be used."""
    ends = [one.until for one in found.justifications if one.purpose == purpose]
    assert ends
    assert all(ends)
    return civil_day(max(end for end in ends if end is not None))


def nodes(value: Any) -> list[Node]:
    found = [value] if isinstance(value, Node) else []
    if is_dataclass(value):
        for one in fields(value):
            found += nodes(getattr(value, one.name))
    elif hasattr(value, "values"):
        for one in value.values():
            found += nodes(one)
    elif isinstance(value, tuple):
        for one in value:
            found += nodes(one)
    return found


def test_the_check_finds_nothing(notice: Declaration) -> None:
    assert lint(notice, TODAY) == ()


def test_every_use_of_every_item_has_one_rule(compiled: Compiled) -> None:
    assert compiled.ties == ()
    assert compiled.gaps == ()


def test_every_promise_of_the_source_is_carried_and_every_addition_is_marked(notice: Declaration) -> None:
    with (ROOT / "docs/promise_bindings/S0.csv").open(encoding="utf-8", newline="") as file:
        bindings = list(csv.DictReader(file))
    said = {promise for node in nodes(notice) for promise in node.promises}
    assert said == {row["id"] for row in bindings}
    assert {row["binding"] for row in bindings} <= {"enforced", "stated", "ours"}
    assert [node.ref for node in nodes(notice) if not node.promises and not node.ours] == []


def test_ten_purposes_under_four_bases(notice: Declaration) -> None:
    assert len([one for one in notice.purposes.values() if one.under is None]) == 10
    assert {basis.basis for basis in notice.bases.values()} == {
        Basis.LEGAL_OBLIGATION,
        Basis.LEGITIMATE_INTEREST,
        Basis.CONTRACT,
        Basis.CONSENT,
    }
    under = {notice.bases[row.basis].basis for row in notice.processing.values() if row.purpose == "sales"}
    assert under == {Basis.CONTRACT, Basis.LEGITIMATE_INTEREST}


def test_service_data_are_counted_from_the_later_activity_of_person_and_organisation(compiled: Compiled) -> None:
    clocks = {"person.last_activity": struck(date(2020, 5, 4)), "organisation.last_activity": struck(date(2022, 6, 7))}
    found = fate(compiled, "person.feedback", clocks=clocks)
    assert ending(found, "service") == date(2034, 6, 8)
    assert found.action.kind is ActionKind.ANONYMISE
    review = next(one for one in found.reviews if one.rule == "retention.service")
    assert review.by == ("service",)
    assert civil_day(review.first) == date(2032, 6, 8)


def test_the_end_of_a_project_is_an_activity_and_a_running_one_keeps_its_data(compiled: Compiled) -> None:
    clocks = {"person.last_activity": struck(date(2020, 5, 4)), "project.ended": struck(date(2025, 1, 31))}
    assert ending(fate(compiled, "project", clocks=clocks), "crm") == date(2042, 2, 1)
    running = {**clocks, "project.ended": ClockState(running=True)}
    assert ending(fate(compiled, "project", clocks=running), "crm") == date(2044, 3, 2)


def test_contract_data_are_counted_from_the_later_of_activity_and_end_of_contract(compiled: Compiled) -> None:
    clocks = {"person.last_activity": struck(date(2020, 5, 4)), "contract.ended": struck(date(2023, 9, 30))}
    assert ending(fate(compiled, "contract.seller", clocks=clocks), "contracts") == date(2045, 10, 1)


def test_a_potential_customer_without_an_offer_is_not_kept_for_contracts(compiled: Compiled) -> None:
    prospect = frozenset({"prospect contact"})
    clocks = {"person.last_activity": struck(date(2026, 2, 3))}
    found = fate(compiled, "person.title", states=prospect, clocks=clocks)
    assert ending(found, "contracts") == date(2026, 3, 2)
    assert ending(found, "sales") == date(2042, 2, 4)
    offered = {**clocks, "contract.offered": struck(date(2026, 6, 1))}
    assert ending(fate(compiled, "person.title", states=prospect, clocks=offered), "contracts") == date(2048, 6, 2)


def test_vouchers_and_books_follow_the_accounting_act(compiled: Compiled) -> None:
    clocks = {"invoice.dated": struck(date(2024, 4, 2)), "person.last_activity": struck(date(2024, 4, 2))}
    by_law = {
        item: next(one for one in fate(compiled, item, clocks=clocks).justifications if one.row == BY_LAW)
        for item in ("invoice.voucher", "invoice.ledger")
    }
    assert {item: one.window.last_day for item, one in by_law.items()} == {
        "invoice.voucher": date(2030, 12, 31),
        "invoice.ledger": date(2034, 12, 31),
    }


def test_an_objection_leaves_what_the_law_demands_and_nothing_else(compiled: Compiled) -> None:
    clocks = {"invoice.dated": struck(date(2024, 4, 2)), "person.last_activity": struck(date(2024, 4, 2))}
    person = subject("person.note", "invoice.voucher", clocks=clocks)
    left = remainder(compiled, subject=person, event=Objected("general"), at=NOW)
    assert left.items_that_stay == {"invoice.voucher"}
    assert {stay.row for stay in left.stays} == {BY_LAW}


def test_erasure_leaves_an_open_invoice_usable_for_receivables_alone(compiled: Compiled) -> None:
    clocks = {"person.last_activity": struck(date(2024, 4, 2))}
    person = subject("person.name.last", "person.note", states=CONTACT | {"open invoice"}, clocks=clocks)
    left = remainder(compiled, subject=person, event=ErasureAsked(), at=NOW)
    assert "person.note" in {loss.item for loss in left.lost}
    assert {loss.item for loss in left.blocked} == {"person.name.last"}


def test_a_claim_keeps_data_from_being_deleted(compiled: Compiled) -> None:
    long_ago = {"person.last_activity": struck(date(1990, 1, 1))}
    at_rest = fate(compiled, "person.note", clocks=long_ago)
    assert at_rest.can_be_done(NOW)
    held = fate(compiled, "person.note", clocks=long_ago, holds=(HoldState(hold="claim", opened=TODAY),))
    assert not held.can_be_done(NOW)


def test_the_results_of_checks_are_closed_to_sales(compiled: Compiled) -> None:
    person = subject("screening.sanctions", clocks={"screening.done": struck(date(2026, 1, 5))})

    def granted(purpose: str, role: str) -> frozenset[str]:
        answer = decide(
            compiled,
            purpose=purpose,
            role=role,
            operation=Operation.READ,
            items=["screening.sanctions"],
            subject=person,
            at=NOW,
        )
        return answer.granted

    assert granted("legality", "legal") == {"screening.sanctions"}
    assert granted("sales", "sales") == frozenset()


def test_nobody_is_profiled_and_no_sensitive_datum_is_collected(compiled: Compiled, notice: Declaration) -> None:
    assert not notice.automation.decisions
    assert not notice.automation.profiling
    for item in ("person.national_id", "person.health", "person.sensitive"):
        answer = decide(
            compiled,
            purpose="service",
            role="service",
            operation=Operation.COLLECT,
            items=[item],
            subject=subject(),
            at=NOW,
        )
        assert answer.granted == frozenset()


def test_the_limits_on_erasure_cite_a_law(notice: Declaration) -> None:
    limits = [limit for limit in notice.rights.limits if Right.ERASURE in limit.rights]
    assert limits
    assert all(limit.law for limit in limits)
