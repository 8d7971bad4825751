import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from kortisto.declaration.civil_time import end_of_day, start_of_day
from kortisto.declaration.compiled import Compiled, compile_declaration
from kortisto.declaration.decisions import Decision, Reason, decide
from kortisto.declaration.endings import DueKind
from kortisto.declaration.explanation_texts import NAMES_OF_WORDS, SENTENCES
from kortisto.declaration.explanations import sentences
from kortisto.declaration.model import Ban, Consent, Hold, Item, Objection, Reach, Withdrawal
from kortisto.declaration.periods import parse_period
from kortisto.declaration.subjects import ConsentState, Datum, HoldState, ObjectionState, SubjectState
from kortisto.declaration.windows import ClockState, Struck
from kortisto.declaration.words import (
    ActionKind,
    Basis,
    Channel,
    ConsentGiver,
    HoldKind,
    Mode,
    ObjectionKind,
    Operation,
    Rounding,
)
from tests.declaration.building import basis, declaration, group, purpose, row, rule, state, text, unless

pytestmark = pytest.mark.unit

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
EMAIL, PHONE = "person.contact.email", "person.contact.phone"
COLLECTED = date(2024, 1, 10)


def subject(**changes: object) -> SubjectState:
    plain = SubjectState(
        states=frozenset({"customer contact"}),
        data=(Datum(item=EMAIL, collected=COLLECTED), Datum(item=PHONE, collected=COLLECTED)),
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def plain(**sections: object) -> Compiled:
    sections.setdefault("processing", (row("serving", "service"),))
    sections.setdefault("retention", (rule("5 years", "item.collected"),))
    sections.setdefault("subject_groups", (group("customers", "customer contact"),))
    sections.setdefault("items", (Item(id="person.contact", section="items"),))
    return compile_declaration(declaration(**sections))


def ask(compiled: Compiled, who: SubjectState | None = None, **changes: object) -> Decision:
    asked: dict[str, object] = {
        "purpose": "service",
        "role": "service",
        "operation": Operation.READ,
        "items": [EMAIL],
        "subject": who or subject(),
        "at": NOW,
        **changes,
    }
    return decide(compiled, **asked)  # type: ignore[arg-type]


def test_a_live_row_grants_the_items_that_it_covers() -> None:
    decision = ask(plain(), items=[EMAIL, "person.name"])
    assert decision.granted == {EMAIL}
    assert decision.refused == {"person.name": Reason.NO_ITEM}
    grant = decision.grants[0]
    assert (grant.row, grant.basis) == ("processing.serving", "bases.interest")
    assert grant.window.last_day == date(2029, 1, 10)


def test_an_item_asked_by_its_parent_stands_for_the_items_under_it() -> None:
    decision = ask(plain(), items=["person.contact"])
    assert {EMAIL, PHONE} <= decision.granted
    assert "person.contact" not in decision.granted
    unsorted = subject(data=(Datum(item="person.contact", collected=COLLECTED),))
    assert "person.contact" in ask(plain(), unsorted, items=["person.contact"]).granted


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"purpose": "marketing"}, Reason.NO_USE),
        ({"role": "sales"}, Reason.NO_USE),
        ({"operation": Operation.PUBLISH}, Reason.NO_USE),
        ({"who": subject(states=frozenset({"patient"}))}, Reason.GROUP),
        ({"at": end_of_day(date(2029, 1, 10))}, Reason.CLOSED),
        ({"at": datetime(2024, 1, 9, 12, tzinfo=UTC)}, Reason.NOT_YET),
        ({"who": subject(restricted=date(2026, 1, 1))}, Reason.RESTRICTED),
        ({"who": subject(erasure=date(2026, 1, 1))}, Reason.ERASED),
    ],
)
def test_what_is_not_covered_is_denied(changes: dict[str, object], reason: Reason) -> None:
    assert ask(plain(), **changes).refused == {EMAIL: reason}  # type: ignore[arg-type]


def test_the_window_is_open_through_its_last_day() -> None:
    last = end_of_day(date(2029, 1, 10))
    blink = last - last.resolution
    assert ask(plain(), at=blink).granted == {EMAIL}
    assert ask(plain(), at=last).granted == frozenset()
    assert ask(plain(), at=start_of_day(COLLECTED)).granted == {EMAIL}


def test_a_row_for_a_purpose_covers_the_purposes_under_it_and_not_those_above() -> None:
    compiled = plain(
        purposes=(purpose("relationship"), purpose("service", under="relationship"), purpose("chat", under="service"))
    )
    assert ask(compiled, purpose="chat").granted == {EMAIL}
    assert ask(compiled, purpose="relationship").refused == {EMAIL: Reason.NO_USE}


def test_membership_outlives_the_state_while_the_window_is_open() -> None:
    former = subject(states=frozenset(), earlier=frozenset({"customer contact"}))
    assert ask(plain(), former).granted == {EMAIL}


def test_a_row_of_another_phase_is_closed() -> None:
    compiled = plain(processing=(row("serving", "service", phases=("customer",)),))
    assert ask(compiled, subject(phase="customer")).granted == {EMAIL}
    assert ask(compiled, subject(phase="prospect")).refused == {EMAIL: Reason.PHASE}


def test_the_same_item_is_open_for_one_purpose_and_closed_for_another() -> None:
    compiled = plain(
        purposes=(purpose("service"), purpose("accounting")),
        processing=(row("serving", "service"), row("booking", "accounting", basis="law", by=("service",))),
        retention=(
            rule("1 year", "item.collected", id="short", purposes=("service",)),
            rule("6 years", "item.collected", id="books", purposes=("accounting",)),
        ),
    )
    assert ask(compiled).refused == {EMAIL: Reason.CLOSED}
    assert ask(compiled, purpose="accounting").granted == {EMAIL}


def test_of_several_records_those_whose_window_is_open_are_granted() -> None:
    calls = tuple(
        Datum(item="call.recording", collected=day, record=str(day), clocks={"call.recorded": ClockState((day,))})
        for day in (date(2026, 1, 1), date(2026, 10, 1))
    )
    compiled = plain(
        items=(Item(id="call.recording", section="items"),),
        processing=(row("calls", "service", items=("call.recording",)),),
        retention=(rule("7 months", "call.recorded"),),
    )
    grant = ask(compiled, subject(data=calls), items=["call.recording"]).grants[0]
    assert grant.data == calls[1:]
    assert grant.closed == calls[:1]


def test_a_row_that_names_a_parent_covers_what_is_declared_under_it_and_nothing_else() -> None:
    whole = plain(processing=(row("serving", "service", items=("person",)),))
    decision = ask(whole, items=[EMAIL, "person.name", "person.health"])
    assert [grant.item for grant in decision.grants] == [EMAIL]
    assert decision.refused["person.health"] is Reason.NO_ITEM
    assert set(decision.refused.values()) == {Reason.NO_ITEM}


CONSENT = Consent(
    id="newsletter",
    section="consents",
    name=text("newsletter"),
    purposes=("service",),
    given_by=(ConsentGiver.SUBJECT,),
    how=text("by form"),
    withdrawal=Withdrawal(how=text("by link"), closes=("serving",)),
    valid=parse_period("2 years"),
)


@pytest.mark.parametrize(
    ("states", "reason"),
    [
        ({}, Reason.NO_CONSENT),
        ({"newsletter": ConsentState(given=date(2026, 1, 1))}, None),
        ({"newsletter": ConsentState(given=date(2026, 12, 1))}, Reason.NO_CONSENT),
        ({"newsletter": ConsentState(given=date(2026, 1, 1), withdrawn=date(2026, 11, 22))}, Reason.CONSENT_WITHDRAWN),
        ({"newsletter": ConsentState(given=date(2026, 1, 1), withdrawn=date(2026, 11, 23))}, None),
        ({"newsletter": ConsentState(given=date(2024, 11, 22))}, None),
        ({"newsletter": ConsentState(given=date(2024, 11, 21))}, Reason.CONSENT_EXPIRED),
    ],
)
def test_a_row_on_consent_is_open_while_the_consent_is(states: dict[str, ConsentState], reason: Reason | None) -> None:
    compiled = plain(processing=(row("serving", "service", basis="consent"),), consents=(CONSENT,))
    assert ask(compiled, subject(consents=states)).refused == ({} if reason is None else {EMAIL: reason})


def test_a_consent_that_names_items_opens_only_those() -> None:
    compiled = plain(
        processing=(row("serving", "service", basis="consent"),), consents=(replace(CONSENT, items=(PHONE,)),)
    )
    given = subject(consents={"newsletter": ConsentState(given=date(2026, 1, 1))})
    assert ask(compiled, given, items=[EMAIL, PHONE]).granted == {PHONE}


OBJECTION = Objection(
    id="no_service", section="objections", kind=ObjectionKind.GENERAL, name=text("no"), closes=("serving",)
)


def test_an_objection_closes_the_row_until_it_is_lifted() -> None:
    compiled = plain(objections=(OBJECTION,))
    made = ObjectionState(made=date(2026, 5, 1))
    assert ask(compiled, subject(objections={"no_service": made})).refused == {EMAIL: Reason.OBJECTION}
    before = datetime(2026, 4, 30, 12, tzinfo=UTC)
    assert ask(compiled, subject(objections={"no_service": made}), at=before).granted == {EMAIL}
    lifted = replace(made, lifted=date(2026, 6, 1))
    assert ask(compiled, subject(objections={"no_service": lifted})).granted == {EMAIL}


def test_a_ban_on_a_channel_closes_contact_by_it() -> None:
    channels = (Channel.EMAIL, Channel.SMS)
    compiled = plain(
        processing=(row("serving", "service", operations=(Operation.CONTACT, Operation.READ)),),
        objections=(replace(OBJECTION, channels=channels, operations=(Operation.CONTACT,)),),
    )
    sms = subject(objections={"no_service": ObjectionState(made=date(2026, 5, 1), channels=frozenset({Channel.SMS}))})
    contact = Operation.CONTACT
    assert ask(compiled, sms, operation=contact, channel=Channel.EMAIL).granted == {EMAIL}
    assert ask(compiled, sms, operation=contact, channel=Channel.SMS).refused == {EMAIL: Reason.OBJECTION}
    assert ask(compiled, sms, operation=contact).refused == {EMAIL: Reason.OBJECTION}
    assert ask(compiled, sms).granted == {EMAIL}


def test_a_basis_holds_between_its_dates() -> None:
    compiled = plain(
        bases=(
            basis("interest", Basis.LEGITIMATE_INTEREST, valid_from=date(2026, 1, 1), valid_until=date(2026, 6, 30)),
        )
    )
    for day, refused in ((date(2025, 12, 31), True), (date(2026, 6, 30), False), (date(2026, 7, 1), True)):
        moment = start_of_day(day)
        assert ask(compiled, at=moment).refused == ({EMAIL: Reason.BASIS_NOT_VALID} if refused else {})


def test_a_ban_beats_every_permit_and_its_exception_opens_it() -> None:
    ban = Ban(id="secret", section="bans", operations=(Operation.READ,), reach=Reach(items=("person.contact",)))
    assert ask(plain(bans=(ban,))).refused == {EMAIL: Reason.BANNED}
    assert ask(plain(bans=(replace(ban, by=("sales",)),))).granted == {EMAIL}
    opened = replace(ban, unless=(unless("asked", when="asked by the person"),))
    assert ask(plain(bans=(opened,))).refused == {EMAIL: Reason.BANNED}
    asking = subject(states=frozenset({"customer contact", "asked by the person"}))
    assert ask(plain(bans=(opened,)), asking).granted == {EMAIL}
    legal = replace(ban, unless=(unless("legal", invoked_by=("service",)),))
    assert ask(plain(bans=(legal,))).granted == {EMAIL}


def test_a_ban_of_a_group_or_a_row_reaches_no_further() -> None:
    ban = Ban(id="secret", section="bans", operations=(Operation.READ,), reach=Reach(groups=("others",)))
    groups = (group("customers", "customer contact"), group("others", "patient"))
    rows = (row("serving", "service"), row("caring", "service", groups=("others",)))
    compiled = plain(bans=(ban,), subject_groups=groups, processing=rows)
    assert ask(compiled).granted == {EMAIL}
    assert ask(compiled, subject(states=frozenset({"patient"}))).refused == {EMAIL: Reason.BANNED}
    by_row = replace(ban, reach=Reach(processing=("serving",)))
    both = subject(states=frozenset({"patient", "customer contact"}))
    compiled = plain(bans=(by_row,), subject_groups=groups, processing=rows)
    assert ask(compiled, both).grants[0].row == "processing.caring"
    assert ask(compiled).refused == {EMAIL: Reason.BANNED}


def test_an_item_that_is_never_collected_or_disclosed_is_banned() -> None:
    operations = (Operation.READ, Operation.DISCLOSE)
    rows = (row("serving", "service", operations=operations),)
    never = plain(processing=rows, items=(Item(id=EMAIL, section="items", never_collect=True),))
    assert ask(never).refused == {EMAIL: Reason.BANNED}
    kept = plain(processing=rows, items=(Item(id="person.contact", section="items", never_disclose=True),))
    assert ask(kept).granted == {EMAIL}
    assert ask(kept, operation=Operation.DISCLOSE).refused == {EMAIL: Reason.BANNED}


HOLD = Hold(
    id="claim",
    section="holds",
    kind=HoldKind.CLAIM,
    name=text("claim"),
    opened_by=("legal",),
    ends=("claim.settled",),
    review_every=parse_period("1 year"),
    leaves=("claims",),
)


def test_under_a_hold_data_whose_window_has_closed_serve_only_what_it_leaves() -> None:
    purposes = (purpose("service"), purpose("claims"))
    rows = (row("serving", "service"), row("defending", "claims"))
    compiled = plain(purposes=purposes, processing=rows, holds=(HOLD,))
    late = datetime(2030, 1, 1, tzinfo=UTC)
    held = subject(holds=(HoldState(hold="claim", opened=date(2028, 1, 1)),))
    assert ask(compiled, held, at=late).refused == {EMAIL: Reason.CLOSED}
    grant = ask(compiled, held, at=late, purpose="claims").grants[0]
    assert grant.hold == "holds.claim"
    settled = replace(held, clocks={"claim.settled": ClockState((date(2029, 6, 1),))})
    assert ask(compiled, settled, at=late, purpose="claims").refused == {EMAIL: Reason.CLOSED}


def test_a_dispute_over_correctness_restricts() -> None:
    dispute = replace(
        HOLD, id="contested", kind=HoldKind.DISPUTE_OVER_CORRECTNESS, opens_when=state("correctness contested")
    )
    compiled = plain(holds=(dispute,))
    contesting = subject(states=frozenset({"customer contact", "correctness contested"}))
    assert ask(compiled, contesting).refused == {EMAIL: Reason.RESTRICTED}
    assert ask(compiled).granted == {EMAIL}


def test_a_claim_leaves_restricted_data_to_its_purpose_and_no_other_hold_does() -> None:
    rows = (row("serving", "service"), row("defending", "claims"))
    purposes = (purpose("service"), purpose("claims"))
    for kind, refused in ((HoldKind.CLAIM, {}), (HoldKind.OPEN_INVOICE, {EMAIL: Reason.RESTRICTED})):
        compiled = plain(processing=rows, purposes=purposes, holds=(replace(HOLD, kind=kind),))
        held = subject(restricted=date(2026, 1, 1), holds=(HoldState(hold="claim", opened=date(2026, 1, 1)),))
        assert ask(compiled, held, purpose="claims").refused == refused
        assert ask(compiled, held).refused == {EMAIL: Reason.RESTRICTED}


def test_restricted_data_may_be_stored_and_used_with_consent() -> None:
    restricted = subject(restricted=date(2026, 1, 1), consents={"newsletter": ConsentState(given=date(2026, 1, 1))})
    rows = (row("serving", "service", basis="consent"), row("keeping", "service", operations=(Operation.STORE,)))
    compiled = plain(processing=rows, consents=(CONSENT,))
    assert ask(compiled, restricted).granted == {EMAIL}
    assert ask(compiled, restricted, operation=Operation.STORE).granted == {EMAIL}


def test_purposes_that_are_never_combined() -> None:
    compiled = plain(purposes=(purpose("service", never_with=("screening",)), purpose("screening")))
    screened = subject(data=(Datum(item=EMAIL, collected=COLLECTED, collected_for="screening"),))
    assert ask(compiled, screened).refused == {EMAIL: Reason.NEVER_WITH}


def test_an_exception_closes_the_row_except_for_what_it_leaves() -> None:
    rows = (row("serving", "service", unless=(unless("minors", when="minor"),)),)
    young = subject(states=frozenset({"customer contact", "minor"}))
    assert ask(plain(processing=rows), young).refused == {EMAIL: Reason.EXCEPTION}
    assert ask(plain(processing=rows)).granted == {EMAIL}
    leaving = (row("serving", "service", unless=(unless("minors", when="minor", leaves=("service",)),)),)
    assert ask(plain(processing=leaving), young).granted == {EMAIL}


def test_a_datum_that_is_not_there_yet_may_be_collected_where_its_window_would_be_open() -> None:
    rows = (row("serving", "service", operations=(Operation.COLLECT,)),)
    empty = subject(data=())
    grant = ask(plain(processing=rows), empty, operation=Operation.COLLECT).grants[0]
    assert grant.data == ()
    ended = replace(empty, clocks={"customership.ended": ClockState((date(2010, 1, 1),))})
    compiled = plain(processing=rows, retention=(rule("10 years", "customership.ended"),))
    assert ask(compiled, ended, operation=Operation.COLLECT).refused == {EMAIL: Reason.CLOSED}


def test_every_answer_explains_itself_in_three_languages() -> None:
    decision = ask(plain(), items=[EMAIL, "person.name"])
    assert sentences(decision.explanation, "fi") == (
        "Tarkoitus: service. Rooli: service. Toimi: lukeminen. Ajankohta: 22.11.2026 klo 14.00.",
        "Saa käyttää: sähköpostiosoite.",
        "Säilytysaika on 5 vuotta tiedon keruusta (10.1.2024), eli tieto säilyy 10.1.2029 asti.",
        "Ei saa käyttää: nimi. Tieto ei kuulu niihin tietoihin, joita tähän käytetään.",
    )
    assert sentences(decision.explanation, "sv")[2] == (
        "Förvaringstiden är 5 år från det att uppgiften samlades in (10.1.2024), det vill säga uppgiften förvaras "
        "till och med 10.1.2029."
    )
    assert sentences(decision.explanation, "en")[2] == (
        "The retention period is 5 years from the collection of the data (10.1.2024); that is, the item is kept "
        "up to and including 10.1.2029."
    )
    assert decision.explanation.children[0].refs == ("processing.serving", "bases.interest")


def test_every_reason_has_a_sentence_in_each_language() -> None:
    codes = {f"refused.{reason.name.lower()}" for reason in Reason}
    codes |= {f"due.{kind.value}" for kind in DueKind}
    codes |= {f"clock.{status.value}" for status in Struck}
    codes |= {f"clock.{mode.name.lower()}" for mode in (Mode.LATER_OF, Mode.EARLIER_OF, Mode.ALL)}
    assert codes <= set(SENTENCES)
    words = {f"operation.{one.value}" for one in Operation} | {f"action.{one.value}" for one in ActionKind}
    assert words | {f"rounding.{one.value}" for one in Rounding} == set(NAMES_OF_WORDS)
    for said in SENTENCES.values():
        places = [set(re.findall(r"{[a-z]+}", said.in_language(language))) for language in ("fi", "sv", "en")]
        assert places[0] == places[1] == places[2]
