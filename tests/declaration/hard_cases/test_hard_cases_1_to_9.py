"""Hard cases 1 to 9 of the language; each is a small declaration beside this file, and the answers."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from kortisto.declaration.civil_time import start_of_day
from kortisto.declaration.decisions import Reason
from kortisto.declaration.endings import DueKind, due
from kortisto.declaration.explanations import sentences
from kortisto.declaration.letters import answer_letter
from kortisto.declaration.remainders import remainder
from kortisto.declaration.subjects import ConsentState, ConsentWithdrawn, ErasureAsked, Objected, SubjectState
from kortisto.declaration.subjects import after as subject_after
from kortisto.declaration.words import ActionKind, Channel, MinimisedForm, Operation
from tests.declaration.hard_cases.cases import (
    ADDRESS,
    CUSTOMER,
    EMAIL,
    FOLDER,
    NAME,
    NOW,
    PHONE,
    RUNNING,
    after,
    ask,
    case,
    datum,
    ends,
    only,
    struck,
)

pytestmark = pytest.mark.unit


def test_1_ten_years_from_the_later_activity_then_a_review_then_anonymise() -> None:
    compiled = case("01_later_of")
    subject = SubjectState(
        states=CUSTOMER,
        data=(datum(EMAIL, date(2010, 1, 1)),),
        clocks={
            "person.last_activity": struck(date(2011, 5, 5), date(2012, 3, 1)),
            "organisation.last_activity": struck(date(2015, 6, 30)),
        },
    )
    found = only(compiled, subject)
    assert (found.at, found.action.kind) == (after(2030, 6, 30), ActionKind.ANONYMISE)
    (review,) = found.reviews
    assert (review.by, review.first) == (("officer",), after(2025, 6, 30))
    person_only = replace(subject, clocks={"person.last_activity": struck(date(2012, 3, 1))})
    assert only(compiled, person_only).at == after(2027, 3, 1)
    confirmed = replace(subject, confirmed={"serving": date(2026, 2, 2)})
    assert only(compiled, confirmed).at == start_of_day(date(2026, 2, 2))
    too_soon = replace(subject, confirmed={"serving": date(2020, 2, 2)})
    assert only(compiled, too_soon).at == after(2025, 6, 30)
    assert (
        "Säilytysaika on 15 vuotta rekisteröidyn edustaman organisaation viimeisimmästä aktiviteetista (30.6.2015), "
        "eli tieto säilyy 30.6.2030 asti."
    ) in sentences(found.explanation, "fi")


def test_2_after_year_fifteen_only_legal_may_read() -> None:
    compiled = case("02_legal_only")
    subject = SubjectState(
        states=CUSTOMER,
        data=(datum("contract.seller", date(2000, 1, 1)),),
        clocks={"person.last_activity": struck(date(2004, 1, 1)), "contract.ended": struck(date(2006, 6, 6))},
    )
    items = ["contract.seller"]
    for at, sales, legal in (
        (after(2021, 6, 6) - timedelta(microseconds=1), True, True),
        (after(2021, 6, 6), False, True),
        (after(2026, 6, 6) - timedelta(microseconds=1), False, True),
        (after(2026, 6, 6), False, False),
    ):
        assert bool(ask(compiled, subject, "contracts", "sales", items, at=at).granted) is sales
        assert bool(ask(compiled, subject, "claims", "legal", items, at=at).granted) is legal
    assert ask(compiled, subject, "claims", "sales", items).refused == {"contract.seller": Reason.NO_USE}
    assert only(compiled, subject).at == after(2026, 6, 6)
    in_force = replace(subject, clocks={**subject.clocks, "contract.ended": RUNNING})
    assert ask(compiled, in_force, "contracts", "sales", items).granted


def test_3_calls_chats_and_tickets_of_one_person_each_by_its_own_clock() -> None:
    compiled = case("03_own_clocks")
    day = date(2026, 7, 31)
    subject = SubjectState(
        states=CUSTOMER,
        data=(
            datum("call.recording", day, call__recorded=struck(day)),
            datum("chat.transcript", day, chat__ended=struck(datetime(2026, 7, 31, 21, 30, tzinfo=UTC))),
            datum("ticket.message", day, ticket__closed=struck(date(2026, 8, 15))),
            datum("ticket.message", day, ticket__closed=RUNNING),
        ),
    )
    found = [one.at for one in due(compiled, subject=subject)]
    # The chat ended after midnight in Finland: on the first of August.
    assert found == [after(2027, 2, 28), after(2026, 11, 1), after(2028, 8, 15), after(2031, 7, 31)]
    assert ask(compiled, subject, "service", "service", ["chat.transcript", "call.recording"]).refused == {
        "chat.transcript": Reason.CLOSED
    }


def test_4_a_contact_person_who_moves_leaves_only_the_link_to_the_history() -> None:
    compiled = case("04_contact_person")
    data = (datum(EMAIL), datum("person.represents"))
    serving = SubjectState(
        states=frozenset({"customer contact", "active contact"}),
        data=data,
        clocks={"contact.ended": RUNNING, "service_history.ended": struck(date(2024, 1, 1))},
    )
    assert ends(compiled, serving) == dict.fromkeys([EMAIL, "person.represents"], after(2050, 1, 10))
    moved = SubjectState(
        states=frozenset({"customer contact"}),
        data=data,
        clocks={"contact.ended": struck(date(2025, 3, 3)), "service_history.ended": RUNNING},
    )
    assert ends(compiled, moved) == {EMAIL: after(2025, 3, 3), "person.represents": after(2050, 1, 10)}
    assert ask(compiled, moved, "service", "service", [EMAIL, "person.represents"]).granted == {"person.represents"}
    over = replace(moved, clocks={**moved.clocks, "service_history.ended": struck(date(2026, 4, 4))})
    assert ends(compiled, over)["person.represents"] == after(2026, 4, 4)


def test_5_an_open_invoice_stops_erasure_restricts_to_billing_and_lets_go_by_itself() -> None:
    compiled = case("05_open_invoice")
    owing = SubjectState(
        states=CUSTOMER | {"open invoice"},
        data=(datum(EMAIL),),
        clocks={"invoice.paid": RUNNING, "customership.ended": RUNNING},
    )
    asked = remainder(compiled, subject=owing, event=ErasureAsked(), at=NOW)
    assert [loss.item for loss in asked.blocked] == [EMAIL]
    assert (asked.stays, asked.lost) == ((), ())
    assert (
        "Seuraavia tietoja emme voi vielä poistaa: sähköpostiosoite. Este: avoin lasku. Poistamme tiedot, kun este on "
        "poistunut."
    ) in answer_letter(asked, "fi")
    erased = replace(owing, erasure=NOW)
    later = NOW + timedelta(days=1)
    assert ask(compiled, erased, "service", "service", [EMAIL], at=later).refused == {EMAIL: Reason.ERASED}
    assert ask(compiled, erased, "billing", "billing", [EMAIL], at=later).grants[0].hold == "holds.invoice"
    assert not only(compiled, erased).can_be_done(later)
    both = replace(erased, states=erased.states | {"collection running"})
    assert len(only(compiled, both).blocked_by) == 2
    paid = replace(erased, states=CUSTOMER, clocks={**owing.clocks, "invoice.paid": struck(date(2026, 12, 1))})
    assert only(compiled, paid).can_be_done(later)
    assert ask(compiled, paid, "billing", "billing", [EMAIL], at=later).refused == {EMAIL: Reason.ERASED}


@pytest.mark.parametrize(
    ("dated", "last"),
    [(date(2026, 4, 30), (2032, 12, 31)), (date(2026, 5, 1), (2033, 12, 31)), (date(2025, 12, 31), (2032, 12, 31))],
)
def test_6_accounting_outlasts_marketing_on_the_same_person(dated: date, last: tuple[int, int, int]) -> None:
    compiled = case("06_accounting")
    subject = SubjectState(
        states=CUSTOMER,
        data=(
            datum(NAME, date(2025, 1, 1)),
            datum("invoice.voucher", dated, invoice__dated=struck(dated)),
        ),
        clocks={"invoice.dated": struck(dated), "customership.ended": struck(date(2020, 1, 1))},
        consents={"newsletter": ConsentState(given=date(2025, 2, 2), withdrawn=date(2026, 11, 1))},
    )
    found = ends(compiled, subject)
    assert found == {NAME: after(*last), "invoice.voucher": after(*last)}
    marketing = ask(compiled, subject, "marketing", "marketing", [NAME], operation=Operation.CONTACT)
    assert marketing.refused == {NAME: Reason.CONSENT_WITHDRAWN}
    assert ask(compiled, subject, "accounting", "billing", [NAME]).granted == {NAME}


def test_7_images_logs_by_place_and_the_copy_of_an_incident() -> None:
    compiled = case("07_camera")
    made = datetime(2026, 10, 24, 17, 0, tzinfo=UTC)
    subject = SubjectState(
        states=frozenset({"filmed"}),
        data=(
            datum("camera.image", made, recording__made=struck(made)),
            replace(datum("log.access", made, log__written=struck(made)), place="server"),
            replace(datum("log.access", made, log__written=struck(made)), place="archive"),
            datum("incident.copy", made, incident__closed=RUNNING),
            datum("incident.copy", made, incident__closed=struck(date(2026, 11, 5))),
        ),
    )
    found = due(compiled, subject=subject)
    assert [one.at for one in found] == [
        made + timedelta(hours=24),  # over the night when the clock goes back
        after(2026, 11, 23),
        after(2027, 1, 22),
        after(2027, 10, 24),
        after(2026, 11, 5),
    ]
    assert found[1].justifications[0].window.may_end == made + timedelta(hours=7)


def test_8_each_channel_has_its_own_permission() -> None:
    compiled = case("08_channels")
    subject = SubjectState(
        states=CUSTOMER,
        data=(datum(EMAIL, date(2025, 1, 1)), datum(PHONE, date(2025, 1, 1)), datum(ADDRESS, date(2025, 1, 1))),
        consents={
            "email": ConsentState(given=date(2025, 1, 1)),
            "sms": ConsentState(given=date(2025, 1, 1)),
        },
    )

    def may(who: SubjectState, purpose: str, item: str, channel: Channel) -> bool:
        decision = ask(
            compiled, who, purpose, "marketing", [item], operation=Operation.CONTACT, channel=channel
        )  # fmt: skip
        return bool(decision.granted)

    assert may(subject, "by_sms", PHONE, Channel.SMS)
    banned = subject_after(subject_after(subject, Objected("no_sms"), NOW), Objected("no_post"), NOW)
    assert may(banned, "by_email", EMAIL, Channel.EMAIL)
    assert not may(banned, "by_sms", PHONE, Channel.SMS)
    assert may(banned, "by_phone", PHONE, Channel.PHONE)
    assert not may(banned, "by_post", ADDRESS, Channel.LETTER)
    never_asked = replace(banned, consents={})
    assert not may(never_asked, "by_email", EMAIL, Channel.EMAIL)
    assert may(never_asked, "by_phone", PHONE, Channel.PHONE)

    erased = remainder(compiled, subject=banned, event=ErasureAsked(), at=NOW)
    assert {loss.item for loss in erased.lost} == {EMAIL, PHONE, ADDRESS}
    assert {(kept.items, kept.form, kept.until) for kept in erased.suppressed} == {
        ((PHONE,), MinimisedForm.HASH, after(2036, 11, 22)),
        ((ADDRESS,), MinimisedForm.HASH, after(2036, 11, 22)),
    }
    assert any("vain tiivisteenä" in paragraph for paragraph in answer_letter(erased, "fi"))


def test_9_what_stays_when_the_consent_to_profiling_is_withdrawn_and_the_letter_about_it() -> None:
    compiled = case("09_remainder")
    subject = SubjectState(
        states=CUSTOMER,
        data=(datum("order.history", date(2025, 5, 1)), datum("person.profile", date(2025, 6, 1))),
        clocks={"order.delivered": struck(date(2025, 5, 3))},
        consents={"profiling": ConsentState(given=date(2025, 5, 1))},
    )
    withdrawn = remainder(compiled, subject=subject, event=ConsentWithdrawn("profiling"), at=NOW)
    assert withdrawn.closed == ("processing.profiling",)
    (stay,) = withdrawn.stays
    assert (stay.item, stay.purpose, stay.until) == ("order.history", "warranty", after(2028, 5, 3))
    (loss,) = withdrawn.lost
    assert (loss.item, loss.due.at, loss.due.action.kind) == ("person.profile", NOW, ActionKind.DELETE)
    assert loss.due.kind is DueKind.DATED
    letters = {language: "\n\n".join(answer_letter(withdrawn, language)) + "\n" for language in ("fi", "sv", "en")}
    for language, letter in letters.items():
        assert letter == (FOLDER / f"09_letter.{language}.txt").read_text(encoding="utf-8")
    numbers = {tuple(sorted(re.findall(r"[0-9]+", letter))) for letter in letters.values()}
    assert len(numbers) == 1
