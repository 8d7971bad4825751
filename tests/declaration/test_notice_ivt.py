"""The customer register at work: what its promises come to for one subject."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from kortisto.declaration.compiled import Compiled, compile_declaration
from kortisto.declaration.decisions import decide
from kortisto.declaration.endings import Due, due
from kortisto.declaration.linter import lint
from kortisto.declaration.loader import load
from kortisto.declaration.model import LANGUAGES
from kortisto.declaration.printing import notice
from kortisto.declaration.subjects import ConsentState, Datum, ObjectionState, SubjectState
from kortisto.declaration.windows import ClockState
from kortisto.declaration.words import Operation

pytestmark = pytest.mark.unit

NOTICES = Path(__file__).resolve().parents[2] / "notices"
COLLECTED = datetime(2020, 3, 2, 9, tzinfo=UTC)
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
CONTACT = frozenset({"customer contact"})
IDENTITY = ("person.name.first", "person.title", "person.represents", "person.contact.email")


@pytest.fixture(scope="module")
def ivt() -> Compiled:
    loaded = load(NOTICES / "ivt.yaml")
    assert loaded.declaration is not None
    return compile_declaration(loaded.declaration)


def subject(*items: str, states: frozenset[str] = CONTACT, **clocks: ClockState) -> SubjectState:
    return SubjectState(
        states=states,
        clocks={name.replace("__", "."): state for name, state in clocks.items()},
        data=tuple(Datum(item=item, collected=COLLECTED) for item in items or IDENTITY),
    )


def on(*moment: int) -> ClockState:
    return ClockState((date(*moment),))


def only(found: tuple[Due, ...]) -> Due:
    [one] = found
    return one


def last_day(one: Due) -> date:
    assert one.at is not None
    return one.at.date()


def granted(ivt: Compiled, purpose: str, role: str, operation: Operation, who: SubjectState, *items: str) -> set[str]:
    answer = decide(ivt, purpose=purpose, role=role, operation=operation, items=items, subject=who, at=NOW)
    return {grant.item for grant in answer.grants}


@pytest.mark.parametrize("name", ["ivt", "asiakasrekisteri"])
def test_no_check_finds_anything_and_nothing_ties_or_is_left_without_a_period(name: str) -> None:
    declaration = load(NOTICES / f"{name}.yaml").declaration
    assert declaration is not None
    assert lint(declaration, date(2026, 11, 22)) == ()
    compiled = compile_declaration(declaration)
    assert (compiled.ties, compiled.gaps) == ((), ())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_notice_can_be_printed(ivt: Compiled, language: str) -> None:
    assert notice(ivt.declaration, language).sections


def test_ten_years_from_the_end_of_the_customership(ivt: Compiled) -> None:
    who = subject("person.name.first", customership__ended=on(2026, 1, 31), person__last_activity=on(2026, 5, 1))
    found = only(due(ivt, subject=who))
    assert (last_day(found), found.rule) == (date(2036, 1, 31), "retention.customer_data")


@pytest.mark.parametrize(
    ("clocks", "ends"),
    [
        ({}, date(2030, 3, 2)),
        ({"person.last_activity": on(2024, 6, 1)}, date(2034, 6, 1)),
        ({"person.last_activity": on(2024, 6, 1), "organisation.last_activity": on(2025, 9, 1)}, date(2035, 9, 1)),
        ({"person.last_activity": on(2019, 6, 1)}, date(2030, 3, 2)),
        ({"customership.ended": ClockState(running=True), "organisation.last_activity": on(2025, 9, 1)},
         date(2035, 9, 1)),
    ],
)  # fmt: skip
def test_the_latest_activity_counts_where_the_end_is_not_known(
    ivt: Compiled, clocks: dict[str, ClockState], ends: date
) -> None:
    who = replace(subject("person.name.first"), clocks=clocks)
    assert last_day(only(due(ivt, subject=who))) == ends


def test_erasure_on_request_leaves_only_what_the_law_keeps(ivt: Compiled) -> None:
    who = subject(*IDENTITY, "order.history", "billing.details", "person.note", invoice__dated=on(2025, 5, 5))
    for found in due(ivt, subject=replace(who, erasure=NOW)):
        assert (last_day(found), found.blocked_by) == (NOW.date(), ()), found.datum.item
    vouchers = replace(subject("invoice.amount", invoice__dated=on(2025, 5, 5)), erasure=NOW)
    kept = only(due(ivt, subject=vouchers))
    assert (last_day(kept), kept.rule) == (date(2031, 12, 31), "retention.vouchers")


@pytest.mark.parametrize(
    ("state", "item", "hold"),
    [
        ("open invoice", "person.name.first", "open_invoice"),
        ("collection running", "billing.details", "collection"),
        ("statute requires", "order.history", "statute"),
        ("active contact", "person.contact.email", "active_contact"),
    ],
)
def test_what_prevents_erasure(ivt: Compiled, state: str, item: str, hold: str) -> None:
    who = replace(subject(item, states=CONTACT | {state}), erasure=NOW)
    assert [one.plan.node.id for one in only(due(ivt, subject=who)).blocked_by] == [hold]
    assert only(due(ivt, subject=replace(who, states=CONTACT))).blocked_by == ()


def test_the_notes_on_an_active_contact_go_on_request(ivt: Compiled) -> None:
    who = replace(subject("person.note", states=CONTACT | {"active contact"}), erasure=NOW)
    assert only(due(ivt, subject=who)).blocked_by == ()


def test_outsourced_bookkeepers_see_billing_and_nothing_else(ivt: Compiled) -> None:
    who = subject(*IDENTITY, "person.note", "billing.details")
    seen = granted(ivt, "billing", "accounting_partner", Operation.READ, who, "person", "billing.details")
    assert "billing.details" in seen
    assert "person.note" not in seen
    assert not granted(ivt, "crm", "accounting_partner", Operation.READ, who, "person", "order.history")


def test_nothing_is_disclosed_but_for_the_named_reasons(ivt: Compiled) -> None:
    who = subject(*IDENTITY, "billing.details")
    assert granted(ivt, "billing", "billing", Operation.DISCLOSE, who, "billing.details") == {"billing.details"}
    for purpose in ("targeting", "direct_marketing", "register_keeping", "orders"):
        for role in ("marketing", "sales", "main_user"):
            assert not granted(ivt, purpose, role, Operation.DISCLOSE, who, *IDENTITY), (purpose, role)


def test_authorities_get_data_only_when_the_law_demands_it(ivt: Compiled) -> None:
    who = subject("person.name.first")
    assert not granted(ivt, "legal_duty", "legal", Operation.DISCLOSE, who, "person.name.first")
    ordered = replace(who, states=CONTACT | {"authority order"})
    assert granted(ivt, "legal_duty", "legal", Operation.DISCLOSE, ordered, "person.name.first")
    assert not granted(ivt, "legal_duty", "sales", Operation.DISCLOSE, ordered, "person.name.first")


@pytest.mark.parametrize(
    ("ban", "purpose", "operation", "item"),
    [
        ("publication", "publication", Operation.PUBLISH, "person.name.first"),
        ("direct_advertising", "direct_advertising", Operation.EXPORT, "person.name.first"),
        ("direct_marketing", "direct_advertising", Operation.EXPORT, "person.name.first"),
        ("direct_marketing", "direct_marketing", Operation.CONTACT, "person.contact.email"),
        ("distance_selling", "distance_selling", Operation.CONTACT, "person.contact.phone"),
        ("market_research", "market_research", Operation.CONTACT, "person.contact.email"),
        ("opinion_research", "opinion_research", Operation.CONTACT, "person.contact.email"),
        ("profiling", "personalisation", Operation.PROFILE, "order.history"),
        ("disclosure", "publication", Operation.PUBLISH, "person.name.first"),
    ],
)
def test_each_ban_stops_its_own_use_and_leaves_the_customer_relationship(
    ivt: Compiled, ban: str, purpose: str, operation: Operation, item: str
) -> None:
    role = "sales" if purpose == "distance_selling" else "marketing"
    who = subject(item, person__last_activity=on(2026, 6, 1))
    assert granted(ivt, purpose, role, operation, who, item) == {item}
    banned = replace(who, objections={ban: ObjectionState(made=datetime(2026, 11, 1, tzinfo=UTC))})
    assert not granted(ivt, purpose, role, operation, banned, item)
    if item != "order.history":
        assert granted(ivt, "crm", "service", Operation.CONTACT, banned, item) == {item}


def test_advertising_ends_long_before_the_register(ivt: Compiled) -> None:
    who = subject("person.contact.email", customership__ended=on(2024, 1, 31))
    assert not granted(ivt, "direct_marketing", "marketing", Operation.CONTACT, who, "person.contact.email")
    assert granted(ivt, "crm", "service", Operation.READ, who, "person.contact.email")


def test_audience_data_wait_for_a_consent_of_their_own(ivt: Compiled) -> None:
    visitor = SubjectState(
        states=frozenset({"site visitor"}),
        clocks={"profile.formed": ClockState((NOW,))},
        data=(Datum(item="person.demographics.age", collected=NOW),),
    )
    given = ConsentState(given=datetime(2026, 11, 1, tzinfo=UTC))

    def seen(who: SubjectState) -> set[str]:
        return granted(ivt, "demographics", "marketing", Operation.PROFILE, who, "person.demographics.age")

    assert not seen(visitor)
    assert not seen(replace(visitor, consents={"analytics": given}))
    assert seen(replace(visitor, consents={"audience": given}))
