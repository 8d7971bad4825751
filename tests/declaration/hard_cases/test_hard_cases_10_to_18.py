"""Hard cases 10 to 18 of the language; each is a small declaration beside this file, and the answers."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from kortisto.declaration.answering import (
    Doubt,
    RequestForm,
    answering_party,
    limits_on,
    one_answer,
    receive,
    receivers,
    to_notify,
)
from kortisto.declaration.civil_time import end_of_day, start_of_day
from kortisto.declaration.decisions import Reason
from kortisto.declaration.disclosing import Cause, Disclosure, Outcome, copies_at, disclose, in_force, transfers_to
from kortisto.declaration.endings import due
from kortisto.declaration.explanations import sentences
from kortisto.declaration.letters import answer_letter
from kortisto.declaration.place_tasks import Doing, erasure_tasks
from kortisto.declaration.remainders import remainder
from kortisto.declaration.subjects import ConsentState, ConsentWithdrawn, ErasureAsked, SubjectState
from kortisto.declaration.versions import Direction, compare, effects
from kortisto.declaration.words import DisclosureCondition, LimitGround, MandatoryKind, Operation, Right
from tests.declaration.hard_cases.cases import (
    ADDRESS,
    CUSTOMER,
    EMAIL,
    NAME,
    NOW,
    PHONE,
    RUNNING,
    after,
    ask,
    case,
    datum,
    declared,
    struck,
)

pytestmark = pytest.mark.unit


def test_10_a_health_note_goes_at_once_with_the_consent_and_the_visit_record_stays_by_law() -> None:
    compiled = case("10_health")
    patient = SubjectState(
        states=frozenset({"patient"}),
        data=(datum("person.health", date(2026, 1, 2)), datum("own.visit", date(2026, 1, 2))),
        clocks={"care.ended": struck(date(2026, 3, 1))},
        consents={"health": ConsentState(given=date(2026, 1, 2))},
    )
    left = remainder(compiled, subject=patient, event=ConsentWithdrawn("health"), at=NOW)
    assert [(loss.item, loss.due.at) for loss in left.lost] == [("person.health", NOW)]
    assert [(stay.item, stay.until) for stay in left.stays] == [("own.visit", after(2038, 3, 1))]
    assert "Oikeusperuste: lakisääteinen velvoite (laki 703/2023)." in answer_letter(left, "fi")[2]
    refusing = replace(patient, consents={})
    assert ask(compiled, refusing, "care", "service", ["person.health"]).refused == {"person.health": Reason.NO_CONSENT}
    item = compiled.declaration.items["person.health"]
    assert item.mandatory is MandatoryKind.NEEDED
    assert item.refusal is not None
    assert item.refusal.fi == "Ilman tietoa hoitoa ei voida antaa."


def test_11_either_controller_receives_and_each_answers_for_its_own() -> None:
    compiled = case("11_joint")
    assert receivers(compiled.declaration) == ("controller", "grid")
    assert answering_party(compiled, "metering") == "grid"
    assert answering_party(compiled, "billing") == "controller"
    answer = one_answer(compiled, [NAME, "invoice.amount", "own.reading"])
    assert answer == {"controller": (NAME, "invoice.amount"), "grid": ("own.reading",)}
    assert answering_party(case("01_later_of"), "service") == "controller"


def test_12_police_may_get_the_traveller_register_and_marketing_may_not() -> None:
    compiled = case("12_traveller")
    traveller = SubjectState(
        states=frozenset({"traveller"}),
        data=(datum(NAME), datum("own.companions"), datum(EMAIL)),
        clocks={"stay.ended": struck(date(2026, 8, 1))},
    )
    items = [NAME, "own.companions"]
    disclosed = disclose(
        compiled,
        recipient="police",
        purpose="travellers",
        items=[*items, EMAIL],
        at=NOW,
        met=frozenset({DisclosureCondition.LAW}),
    )
    assert (disclosed.outcome, disclosed.items, disclosed.withheld) == (Outcome.DISCLOSE, tuple(items), (EMAIL,))
    given = ask(compiled, traveller, "travellers", "service", items, operation=Operation.DISCLOSE)
    assert given.granted == set(items)
    contact = ask(compiled, traveller, "marketing", "marketing", [NAME], operation=Operation.CONTACT)
    assert contact.refused == {NAME: Reason.BANNED}
    customer = replace(traveller, states=CUSTOMER, data=(datum(NAME, date(2026, 1, 1)),))
    marketed = ask(compiled, customer, "marketing", "marketing", [*items], operation=Operation.CONTACT)
    assert marketed.granted == {NAME}
    assert marketed.refused == {"own.companions": Reason.BANNED}
    refused = disclose(compiled, recipient="police", purpose="travellers", items=items, at=NOW)
    assert refused.cause is Cause.CONDITIONS
    (feed,) = compiled.declaration.register.feeds
    assert (feed.to, feed.items) == ("customer register", (ADDRESS,))
    minors = compiled.declaration.subject_groups["travellers"].minors
    assert minors is not None
    assert minors.guardian


def test_13_an_authority_gets_by_order_and_else_a_named_role_decides() -> None:
    compiled = case("13_authority")

    def request(*met: DisclosureCondition, by: str | None = None, secret: bool = False) -> Disclosure:
        return disclose(
            compiled,
            recipient="authority",
            purpose="service",
            items=[NAME],
            at=NOW,
            met=frozenset(met),
            decided_by=by,
            telling_forbidden=secret,
        )

    ordered = request(DisclosureCondition.BINDING_ORDER)
    assert (ordered.outcome, ordered.items, ordered.tell) == (Outcome.DISCLOSE, (NAME,), True)
    assert request(DisclosureCondition.BINDING_ORDER, secret=True).tell is False
    reasoned = request(DisclosureCondition.OWN_JUDGEMENT)
    assert (reasoned.outcome, reasoned.decided_by) == (Outcome.NEEDS_DECISION, ("officer",))
    assert request(DisclosureCondition.OWN_JUDGEMENT, by="officer").outcome is Outcome.DISCLOSE
    assert request(DisclosureCondition.OWN_JUDGEMENT, by="sales").cause is Cause.NOT_ENTITLED
    assert request().cause is Cause.CONDITIONS
    unknown = disclose(compiled, recipient="press", purpose="service", items=[NAME], at=NOW)
    assert unknown.cause is Cause.UNKNOWN_RECIPIENT


def test_14_sends_stop_when_the_ground_of_transfer_falls_and_the_copies_are_listed() -> None:
    compiled = case("14_transfer")

    def sent(at: datetime) -> Disclosure:
        return disclose(compiled, recipient="mailer", purpose="service", items=[EMAIL], at=at)

    last = end_of_day(date(2026, 12, 31))
    assert sent(last - timedelta(microseconds=1)).outcome is Outcome.DISCLOSE
    assert sent(last).cause is Cause.TRANSFER
    assert sent(start_of_day(date(2023, 7, 10)) - timedelta(microseconds=1)).cause is Cause.TRANSFER
    (transfer,) = transfers_to(compiled, "mailer")
    assert not in_force(transfer, date(2027, 1, 1))
    assert [place.id for place in copies_at(compiled, transfer)] == ["mailer"]
    without = replace(compiled.declaration, transfers={})
    differences = compare(compiled.declaration, without)
    assert differences.removed("transfers") == ("mailer",)
    assert (
        disclose(differences.new, recipient="mailer", purpose="service", items=[EMAIL], at=NOW).cause is Cause.TRANSFER
    )


def test_15_what_an_access_answer_withholds_and_who_hears_of_a_correction() -> None:
    declaration = declared("15_access")
    limits = limits_on(declaration, Right.ACCESS, ["customers"])
    assert [limit.ground for limit in limits] == [
        LimitGround.OTHERS_DATA,
        LimitGround.TRADE_SECRET,
        LimitGround.SECURITY,
    ]
    assert limits[0].text is not None
    told = to_notify(
        declaration,
        [("printer", date(2023, 11, 21)), ("collector", date(2023, 11, 22)), ("group", date(2026, 1, 1))],
        sources=["subject"],
        at=NOW,
    )
    assert told == ("collector", "group", "subject")


@pytest.mark.parametrize(
    ("form", "accepted", "answer_in", "certificate"),
    [
        (RequestForm(language="fi", signed=True), True, "fi", False),
        (RequestForm(language="en", from_known_address=True), True, "en", False),
        (RequestForm(language="sv", identity_checked=True), True, "fi", False),
        (RequestForm(language="fi"), False, "fi", True),
    ],
)
def test_16_who_asks_may_be_shown_in_any_way_and_a_refusal_comes_with_a_certificate(
    form: RequestForm,
    accepted: bool,
    answer_in: str,
    certificate: bool,
) -> None:
    reception = receive(declared("16_form"), form, NOW)
    assert (reception.accepted, reception.answer_in, reception.certificate) == (accepted, answer_in, certificate)
    assert (Doubt.IDENTITY in reception.doubts) is not accepted
    assert (Doubt.LANGUAGE in reception.doubts) is (form.language == "sv")
    assert reception.answer_by == after(2026, 12, 22)


def test_17_a_new_version_shortens_at_once_and_extends_nobody_but_by_law() -> None:
    old, new = declared("17_before"), declared("17_after")
    differences = compare(old, new)
    assert len(new.register.replaces) == 3
    assert differences.removed("purposes") == ("profiling",)
    assert differences.removed("items") == ("person.profile",)
    assert differences.added("recipients") == ("printer",)
    directions = {(change.item, change.purpose): change.direction for change in differences.periods}
    assert directions[EMAIL, "service"] is Direction.SHORTER
    assert directions[PHONE, "service"] is Direction.LONGER
    assert directions["person.profile", "profiling"] is Direction.SHORTER
    assert directions["invoice.voucher", "accounting"] is Direction.LONGER

    subject = SubjectState(
        states=CUSTOMER,
        data=(
            datum(EMAIL, date(2022, 5, 1)),  # three years are over: due because of the new version
            datum(ADDRESS, date(2025, 5, 1)),  # ends sooner, not yet
            datum(PHONE, date(2022, 5, 1)),  # would be kept longer, and may not
            datum(PHONE, date(2026, 11, 5)),  # collected under the new version: its longer period holds
            datum("person.profile", date(2024, 5, 1)),  # its purpose is dropped
            datum("invoice.voucher", date(2022, 5, 1), invoice__dated=struck(date(2022, 5, 1))),  # longer, by law
        ),
    )
    found = effects(differences, {"one": subject, "nobody": SubjectState(states=frozenset({"patient"}))}, NOW)
    ends = [(effect.datum.item, effect.after) for effect in found.effects]
    assert ends == [
        (EMAIL, after(2025, 5, 1)),
        (ADDRESS, after(2028, 5, 1)),
        (PHONE, after(2032, 5, 1)),
        (PHONE, after(2038, 11, 5)),
        ("person.profile", start_of_day(date(2026, 11, 1))),
        ("invoice.voucher", after(2032, 5, 1)),
    ]
    assert [effect.datum.item for effect in found.due_now] == [EMAIL, "person.profile"]
    assert [effect.capped for effect in found.effects] == [False, False, True, False, False, False]
    assert [effect.by_law for effect in found.effects if effect.extended and effect.by_law] == ["retention.accounting"]
    assert found.extended_without_law == ()
    assert found.tell == ("one",)


def test_18_one_erasure_makes_a_task_and_a_proof_for_each_place() -> None:
    compiled = case("18_places")
    subject = SubjectState(states=CUSTOMER, data=(datum(NAME), datum(PHONE)), clocks={"customership.ended": RUNNING})
    erased = remainder(compiled, subject=subject, event=ErasureAsked(), at=NOW)
    tasks = erasure_tasks(compiled, items=[loss.item for loss in erased.lost], at=NOW)
    assert [(task.place.id, task.doing, task.items, task.signed) for task in tasks] == [
        ("database", Doing.BY_PROGRAM, (NAME, PHONE), False),
        ("cabinet", Doing.BY_HAND, (NAME,), True),
        ("phone", Doing.BY_HAND, (PHONE,), True),
        ("backup", Doing.BY_LAPSE, (NAME, PHONE), False),
    ]
    assert [task.done_by for task in tasks] == [NOW, None, None, after(2026, 12, 22)]
    assert tasks[1].in_words("fi") == "Hävittäkää paperiaineisto: lukittu kaappi."
    assert tasks[2].in_words("sv") == "Radera uppgifterna från enheten: arbetstelefonen."


def test_18_no_number_differs_between_the_languages() -> None:
    for name in ("01_later_of", "06_accounting", "09_remainder", "18_places"):
        compiled = case(name)
        data = tuple(datum(item) for item in compiled.holding)
        clocks = {"person.last_activity": struck(date(2024, 2, 29)), "invoice.dated": struck(date(2024, 2, 29))}
        subject = SubjectState(states=CUSTOMER, data=data, clocks=clocks)
        for found in due(compiled, subject=subject):
            told = [" ".join(sentences(found.explanation, language)) for language in ("fi", "sv", "en")]
            numbers = {tuple(sorted(re.findall(r"[0-9]+", words))) for words in told}
            assert len(numbers) == 1, told
