from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from kortisto.declaration.civil_time import end_of_day, start_of_day
from kortisto.declaration.compiled import Compiled, compile_declaration
from kortisto.declaration.endings import Due, DueKind, due
from kortisto.declaration.explanations import sentences
from kortisto.declaration.model import ClockPick, Consent, Hold, Item, Objection, Review, Withdrawal
from kortisto.declaration.periods import parse_period
from kortisto.declaration.subjects import ConsentState, Datum, HoldState, ObjectionState, SubjectState
from kortisto.declaration.windows import ClockState
from kortisto.declaration.words import ActionKind, Channel, ConsentGiver, HoldKind, ObjectionKind, Rounding
from tests.declaration.building import action, declaration, group, purpose, row, rule, state, text, unless

pytestmark = pytest.mark.unit

EMAIL = "person.contact.email"
COLLECTED = date(2020, 1, 10)


def named(item: str) -> Item:
    return Item(id=item, section="items")


NAMED = named("person.contact")
PURPOSES = (purpose("service"), purpose("accounting"), purpose("marketing"))


def of(*rules: object, **sections: object) -> Compiled:
    sections.setdefault("purposes", PURPOSES)
    sections.setdefault("items", (NAMED,))
    sections.setdefault("processing", (row("serving", "service"),))
    return compile_declaration(declaration(retention=rules, **sections))


def only(compiled: Compiled, at: datetime | None = None, **who: object) -> Due:
    who.setdefault("data", (Datum(item=EMAIL, collected=COLLECTED),))
    (found,) = due(compiled, subject=SubjectState(**who), at=at)  # type: ignore[arg-type]
    return found


BOTH_ROWS = (row("serving", "service"), row("booking", "accounting", basis="law"))
SHORT = rule("1 year", "item.collected", id="short", purposes=("service",))
BOOKS = rule("6 years", "item.collected", id="books", purposes=("accounting",), then=action(ActionKind.ANONYMISE))


def test_a_datum_stays_until_its_last_window_closes() -> None:
    found = only(of(SHORT, BOOKS, processing=BOTH_ROWS))
    assert found.at == end_of_day(date(2026, 1, 10))
    assert found.rule == "retention.books"


def test_the_strictest_action_wins_whichever_window_is_last() -> None:
    found = only(of(SHORT, BOOKS, processing=BOTH_ROWS))
    assert (found.action.kind, found.action_rule) == (ActionKind.DELETE, "retention.short")
    restricting = replace(SHORT, then=action(ActionKind.RESTRICT))
    assert only(of(restricting, BOOKS, processing=BOTH_ROWS)).action.kind is ActionKind.ANONYMISE


def test_only_what_has_fallen_due_is_given_for_a_time() -> None:
    compiled = of(SHORT)
    subject = SubjectState(data=(Datum(item=EMAIL, collected=COLLECTED),))
    end = end_of_day(date(2021, 1, 10))
    assert due(compiled, subject=subject, at=end - end.resolution) == ()
    assert [one.item for one in due(compiled, subject=subject, at=end)] == [EMAIL]


def test_a_clock_that_runs_leaves_the_end_open() -> None:
    running = only(of(rule("10 years", "customership.ended")), clocks={"customership.ended": ClockState((), True)})
    assert (running.kind, running.at) == (DueKind.OPEN, None)
    assert only(of(rule("permanent", "item.collected"))).kind is DueKind.PERMANENT


def test_new_activity_slides_the_end() -> None:
    compiled = of(rule("10 years", "person.last_activity"))
    ends = [
        only(compiled, clocks={"person.last_activity": ClockState((date(2016, 5, 1), day))}).at
        for day in (date(2018, 5, 1), date(2020, 5, 1))
    ]
    assert ends == [end_of_day(date(2028, 5, 1)), end_of_day(date(2030, 5, 1))]


def test_a_datum_that_nothing_justifies_is_due_since_its_collection() -> None:
    compiled = of(SHORT, subject_groups=(group("customers", "patient"),))
    found = only(compiled)
    assert (found.kind, found.at) == (DueKind.UNJUSTIFIED, start_of_day(COLLECTED))
    assert found.action_rule == "retention.short"
    stray = SubjectState(data=(Datum(item="person.note", collected=COLLECTED),))
    assert due(compiled, subject=stray)[0].action.kind is ActionKind.DELETE


HOLD = Hold(
    id="invoice",
    section="holds",
    kind=HoldKind.OPEN_INVOICE,
    name=text("open invoice"),
    opened_by=("billing",),
    ends=("invoice.paid",),
    review_every=parse_period("1 month"),
    opens_when=state("open invoice"),
)


def test_a_hold_blocks_the_action_but_never_a_restriction() -> None:
    owing = frozenset({"open invoice"})
    found = only(of(SHORT, holds=(HOLD,)), states=owing)
    assert [hold.plan.node.id for hold in found.blocked_by] == ["invoice"]
    assert found.is_due(end_of_day(date(2021, 1, 10)))
    assert not found.can_be_done(end_of_day(date(2021, 1, 10)))
    assert only(of(SHORT, holds=(HOLD,))).can_be_done(end_of_day(date(2021, 1, 10)))
    restricting = replace(SHORT, then=action(ActionKind.RESTRICT))
    assert only(of(restricting, holds=(HOLD,)), states=owing).blocked_by == ()


def test_a_hold_that_answers_requests_never_outlasts_the_period() -> None:
    contact = replace(HOLD, kind=HoldKind.ACTIVE_CONTACT, requests_only=True)
    compiled, states = of(SHORT, holds=(contact,)), frozenset({"open invoice"})
    asked = only(compiled, datetime(2020, 9, 1, tzinfo=UTC), states=states, erasure=date(2020, 7, 1))
    assert [hold.plan.node.id for hold in asked.blocked_by] == ["invoice"]
    assert only(compiled, end_of_day(date(2021, 1, 10)), states=states, erasure=date(2020, 7, 1)).blocked_by == ()
    assert only(compiled, states=states).blocked_by == ()


@pytest.mark.parametrize(
    ("clocks", "ended", "at_most", "open_"),
    [
        ({}, None, None, True),
        ({"invoice.paid": ClockState((date(2026, 3, 1),))}, None, None, False),
        ({"invoice.paid": ClockState((date(2025, 3, 1),))}, None, None, True),
        ({"invoice.paid": ClockState((date(2026, 3, 1),), running=True)}, None, None, True),
        ({}, date(2026, 2, 1), None, False),
        ({}, date(2026, 9, 1), None, True),
        ({}, None, "1 month", False),
        ({}, None, "10 years", True),
    ],
)
def test_a_hold_that_was_opened_ends_by_its_clock_by_hand_or_by_its_maximum(
    clocks: dict[str, ClockState],
    ended: date | None,
    at_most: str | None,
    open_: bool,
) -> None:
    hold = replace(HOLD, opens_when=None, at_most=parse_period(at_most) if at_most else None)
    opened = HoldState(hold="invoice", opened=date(2026, 1, 1), ended=ended)
    found = only(of(SHORT, holds=(hold,)), datetime(2026, 6, 1, tzinfo=UTC), clocks=clocks, holds=(opened,))
    assert bool(found.blocked_by) is open_


def test_reviews_come_between_the_minimum_and_the_end() -> None:
    reviewed = rule(
        "15 years",
        "item.collected",
        at_least="10 years",
        review=Review(by=("officer",), every=parse_period("1 year")),
    )
    found = only(of(reviewed))
    (review,) = found.reviews
    assert (review.first, review.by) == (end_of_day(date(2030, 1, 10)), ("officer",))
    assert review.is_due(review.first)
    assert not review.is_due(review.first - review.first.resolution)
    confirmed = only(of(reviewed), confirmed={"rule": date(2031, 5, 1)})
    assert confirmed.at == start_of_day(date(2031, 5, 1))
    assert confirmed.reviews == ()
    assert only(of(reviewed), confirmed={"rule": date(2025, 5, 1)}).at == end_of_day(date(2030, 1, 10))


REVIEWED = replace(
    rule("20 years", "person.last_activity"),
    at_least=parse_period("10 years"),
    review=Review(by=("officer",), every=parse_period("1 year")),
)


def test_a_finding_is_void_when_the_window_has_begun_anew_since() -> None:
    confirmed = {"rule": datetime(2031, 5, 1, 9, 0, tzinfo=UTC)}
    before = {"person.last_activity": ClockState((date(2020, 1, 10),))}
    anew = {"person.last_activity": ClockState((date(2020, 1, 10), date(2031, 5, 2)))}
    assert only(of(REVIEWED), clocks=before, confirmed=confirmed).at == confirmed["rule"]
    found = only(of(REVIEWED), clocks=anew, confirmed=confirmed)
    assert found.at == end_of_day(date(2051, 5, 2))
    (review,) = found.reviews
    assert review.first == end_of_day(date(2041, 5, 2)), "ten years from the new beginning it is asked again"


def test_the_event_itself_counts_not_the_end_of_the_year_that_it_is_rounded_to() -> None:
    start = ClockPick(clock="person.last_activity", to_end_of=Rounding.YEAR)
    rounded = replace(REVIEWED, start=start, at_least=None)
    struck = {"person.last_activity": ClockState((date(2030, 3, 1),))}
    confirmed = {"rule": datetime(2030, 6, 1, 9, 0, tzinfo=UTC)}
    assert only(of(rounded), clocks=struck, confirmed=confirmed).at == confirmed["rule"]
    later = {"person.last_activity": ClockState((date(2030, 3, 1), date(2030, 7, 1)))}
    assert only(of(rounded), clocks=later, confirmed=confirmed).at == end_of_day(date(2050, 12, 31))


def test_what_is_kept_for_longer_is_asked_about_again_on_that_day() -> None:
    clocks = {"person.last_activity": ClockState((date(2020, 1, 10),))}
    (review,) = only(of(REVIEWED), clocks=clocks, kept={"rule": date(2031, 6, 1)}).reviews
    assert review.first == start_of_day(date(2031, 6, 1))
    (review,) = only(of(REVIEWED), clocks=clocks, kept={"rule": date(2025, 6, 1)}).reviews
    assert review.first == end_of_day(date(2030, 1, 10)), "never before the minimum is over"


CONSENT = Consent(
    id="newsletter",
    section="consents",
    name=text("newsletter"),
    purposes=("marketing",),
    given_by=(ConsentGiver.SUBJECT,),
    how=text("by form"),
    withdrawal=Withdrawal(how=text("by link"), closes=("mailing",), then=action(ActionKind.ANONYMISE)),
)
MAILING = (row("mailing", "marketing", basis="consent"),)
WITHDRAWN = {"newsletter": ConsentState(given=date(2021, 1, 1), withdrawn=date(2023, 3, 3))}


def test_a_withdrawal_ends_the_row_with_the_action_it_names() -> None:
    compiled = of(rule("5 years", "item.collected"), processing=MAILING, consents=(CONSENT,))
    found = only(compiled, consents=WITHDRAWN)
    assert (found.at, found.action.kind) == (start_of_day(date(2023, 3, 3)), ActionKind.ANONYMISE)
    assert found.rule == "consents.newsletter"
    assert only(compiled).kind is DueKind.UNJUSTIFIED


def test_a_rule_that_counts_from_the_end_of_the_consent_says_how_long_after_it() -> None:
    compiled = of(rule("1 month", "consent.ended"), processing=MAILING, consents=(CONSENT,))
    assert only(compiled, consents=WITHDRAWN).at == end_of_day(date(2023, 4, 3))
    given = {"newsletter": ConsentState(given=date(2021, 1, 1))}
    assert only(compiled, consents=given).kind is DueKind.OPEN


def test_bans_on_every_channel_leave_nothing_to_keep_the_data_for() -> None:
    no = Objection(
        id="no",
        section="objections",
        kind=ObjectionKind.DIRECT_MARKETING,
        name=text("no"),
        closes=("mailing",),
        channels=(Channel.EMAIL, Channel.SMS),
    )
    compiled = of(rule("10 years", "item.collected"), processing=(row("mailing", "marketing"),), objections=(no,))
    made = ObjectionState(made=date(2023, 3, 3), channels=frozenset({Channel.SMS}))
    assert only(compiled, objections={"no": made}).at == end_of_day(date(2030, 1, 10))
    every = replace(made, channels=frozenset())
    assert only(compiled, objections={"no": every}).at == start_of_day(date(2023, 3, 3))
    both = replace(made, channels=frozenset({Channel.SMS, Channel.EMAIL}))
    assert only(compiled, objections={"no": both}).at == start_of_day(date(2023, 3, 3))


def test_erasure_ends_every_row_but_those_of_law() -> None:
    erased = date(2020, 7, 1)
    assert only(of(SHORT, BOOKS, processing=BOTH_ROWS), erasure=erased).at == end_of_day(date(2026, 1, 10))
    assert only(of(SHORT), erasure=erased).at == start_of_day(erased)
    assert only(of(SHORT), erasure=erased).rule == "rights"
    lawful = replace(SHORT, law=("laki 1/2000",))
    assert only(of(lawful), erasure=erased).at == end_of_day(date(2021, 1, 10))
    later = (Datum(item=EMAIL, collected=date(2020, 8, 1)),)
    assert only(of(SHORT), erasure=erased, data=later).at == end_of_day(date(2021, 8, 1))


def test_each_record_counts_from_its_own_clock() -> None:
    calls = tuple(
        Datum(item="call.recording", collected=day, clocks={"call.recorded": ClockState((day,))})
        for day in (date(2026, 1, 31), date(2026, 3, 1))
    )
    calling = (row("calls", "service", items=("call.recording",)),)
    compiled = of(rule("7 months", "call.recorded"), items=(named("call.recording"),), processing=calling)
    found = due(compiled, subject=SubjectState(data=calls))
    assert [one.at for one in found] == [end_of_day(date(2026, 8, 31)), end_of_day(date(2026, 10, 1))]


def test_a_rule_for_a_place_holds_there_only() -> None:
    places = (
        rule("90 days", "log.written", id="there", places=("server",)),
        rule("30 days", "log.written", id="elsewhere"),
    )
    logging = (row("logs", "service", items=("log.access",)),)
    compiled = of(*places, items=(named("log.access"),), processing=logging)
    day = date(2026, 1, 1)
    data = tuple(
        Datum(item="log.access", collected=day, place=place, clocks={"log.written": ClockState((day,))})
        for place in ("server", "gateway", None)
    )
    assert [one.rule for one in due(compiled, subject=SubjectState(data=data))] == [
        "retention.there",
        "retention.elsewhere",
        "retention.elsewhere",
    ]


def test_it_explains_itself() -> None:
    found = only(of(SHORT, BOOKS, processing=BOTH_ROWS, holds=(HOLD,)), states=frozenset({"open invoice"}))
    assert sentences(found.explanation, "fi") == (
        "Sähköpostiosoite: tieto poistetaan, kun viimeinen säilytysaika on päättynyt (10.1.2026).",
        "Tarkoitus ”service”: tieto säilyy 10.1.2021 asti.",
        "Säilytysaika on 1 vuosi tiedon keruusta (10.1.2020), eli tieto säilyy 10.1.2021 asti.",
        "Tarkoitus ”accounting”: tieto säilyy 10.1.2026 asti.",
        "Säilytysaika on 6 vuotta tiedon keruusta (10.1.2020), eli tieto säilyy 10.1.2026 asti.",
        "Este: open invoice. Tietoa ei poisteta ennen kuin este on poistunut.",
        "Este poistuu, kun jokin näistä on tapahtunut: laskun maksaminen.",
    )


def test_a_datum_stored_above_the_leaves_has_the_rule_of_its_own_level() -> None:
    names = rule("3 years", "item.collected", id="names", items=("person.name",))
    serving = (row("serving", "service", items=("person",)),)
    compiled = of(rule("1 year", "item.collected"), names, items=(named("person"),), processing=serving)
    whole = only(compiled, data=(Datum(item="person.name", collected=COLLECTED),))
    assert (whole.kind, whole.rule) == (DueKind.DATED, "retention.names")
    other = only(compiled, data=(Datum(item="person.activity", collected=COLLECTED),))
    assert other.rule == "retention.rule"
    beside = (row("serving", "service", items=("person.name.first",)),)
    assert only(
        of(names, items=(named("person.name"),), processing=beside),
        data=(Datum(item="person.name", collected=COLLECTED),),
    ).kind is (DueKind.UNJUSTIFIED)


def test_an_exception_with_its_own_clock_outlives_the_state_that_called_for_it() -> None:
    claim = unless("claim", when="claim pending", start="claim.settled", keep="1 year", extends=True)
    compiled = of(replace(SHORT, unless=(claim,)))
    settled = {"claim.settled": ClockState((date(2022, 5, 5),))}
    past = frozenset({"claim pending"})
    assert only(compiled, earlier=past, clocks=settled).at == end_of_day(date(2023, 5, 5))
    assert only(compiled, clocks=settled).at == end_of_day(date(2021, 1, 10))
    assert only(compiled, states=past, clocks={"claim.settled": ClockState(running=True)}).kind is DueKind.OPEN
