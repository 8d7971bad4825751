"""The kernel and a naive second reading of the same rules agree on whatever small declaration and subject there is."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from kortisto.declaration.compiled import Compiled, compile_declaration
from kortisto.declaration.decisions import decide
from kortisto.declaration.endings import due
from kortisto.declaration.model import (
    Ban,
    ClockChoice,
    ClockPick,
    Consent,
    Declaration,
    Fallback,
    Hold,
    Item,
    Objection,
    Reach,
    RetentionRule,
    Review,
    Selector,
    Unless,
    Withdrawal,
)
from kortisto.declaration.periods import Period, Unit
from kortisto.declaration.promises import in_succession
from kortisto.declaration.subjects import ConsentState, Datum, HoldState, ObjectionState, SubjectState
from kortisto.declaration.windows import ClockState, window
from kortisto.declaration.words import (
    ActionKind,
    Basis,
    ConsentGiver,
    HoldKind,
    Mode,
    ObjectionKind,
    Operation,
    Rounding,
)
from tests.declaration.building import REGISTER, action, basis, declaration, group, purpose, row, rule, state, text
from tests.declaration.oracle import NEVER, Naive, window_end

pytestmark = pytest.mark.unit

CLOCKS = ("person.last_activity", "organisation.last_activity", "contract.ended", "item.updated")
STATES = ("customer contact", "minor", "patient", "open invoice", "claim pending")
PURPOSES = ("service", "accounting", "marketing", "mailing")
GROUPS = ("customers", "minors", "patients")
LEAVES = ("person.name.first", "person.name.last", "person.contact.email", "person.contact.phone", "person.note")
NAMED = ("person.name", "person.contact", "person.contact.email", "person.note")
ROWS = ("one", "two", "three")
OPERATIONS = (Operation.READ, Operation.USE, Operation.STORE)

days = st.dates(date(2015, 1, 1), date(2030, 12, 31))
instants = st.integers(0, 60 * 24 * 365 * 15).map(lambda n: datetime(2015, 1, 1, tzinfo=UTC) + timedelta(minutes=n))
moments: st.SearchStrategy[date] = st.one_of(days, instants)
periods = st.one_of(
    st.builds(Period, st.integers(1, 6), st.just(Unit.YEAR)),
    st.builds(Period, st.integers(1, 40), st.sampled_from(list(Unit))),
    st.sampled_from([Period(0, Unit.DAY), Period(0, None)]),
)
dated = periods.filter(lambda period: not period.permanent)
roundings = st.one_of(st.none(), st.sampled_from(list(Rounding)))
picks = st.builds(
    ClockPick,
    clock=st.sampled_from((*CLOCKS, "item.collected", "consent.ended", "objection.made")),
    first=st.booleans(),
    to_end_of=roundings,
)
selectors: st.SearchStrategy[Selector] = st.one_of(
    picks,
    st.builds(
        ClockChoice,
        mode=st.sampled_from([Mode.LATER_OF, Mode.EARLIER_OF, Mode.ALL]),
        of=st.lists(picks, min_size=1, max_size=3).map(tuple),
        to_end_of=roundings,
    ),
)
clock_states = st.builds(ClockState, st.lists(moments, max_size=2).map(tuple), running=st.booleans())
clock_maps = st.dictionaries(st.sampled_from(CLOCKS), clock_states, max_size=4)


Value = TypeVar("Value")


def some(words: tuple[str, ...], least: int = 0, most: int = 2) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(words), min_size=least, max_size=most, unique=True).map(lambda f: tuple(sorted(f)))


def perhaps(strategy: st.SearchStrategy[Value]) -> st.SearchStrategy[Value | None]:
    return st.one_of(st.none(), strategy)


conditions = st.one_of(
    st.sampled_from(STATES).map(state),
    st.sampled_from(STATES).map(lambda word: replace(state(word), mode=Mode.NOT, terms=(state(word),))),
)


@st.composite
def exceptions(draw: st.DrawFn, *, timed: bool) -> tuple[Unless, ...]:
    found = []
    for number in range(draw(st.integers(0, 1))):
        inner = Unless(id="inner", section="unless", when=draw(conditions))
        found.append(
            Unless(
                id=f"but{number}",
                section="unless",
                when=draw(perhaps(conditions)),
                invoked_by=draw(st.sampled_from([(), ("officer",)])),
                reach=Reach(items=draw(some(NAMED, most=1)), groups=draw(some(GROUPS, most=1))),
                leaves=draw(some(PURPOSES, most=1)),
                unless=draw(st.sampled_from([(), (inner,)])),
                keep=draw(dated) if timed else None,
                start=draw(picks) if timed else None,
                extends=timed and draw(st.booleans()),
            )
        )
    return tuple(found)


@st.composite
def rules(draw: st.DrawFn, id_: str) -> RetentionRule:
    return replace(
        rule("1 year", "item.collected", id=id_),
        reach=Reach(
            items=draw(some(NAMED, most=1)),
            purposes=draw(some(PURPOSES, most=1)),
            groups=draw(some(GROUPS, most=1)),
            places=draw(st.sampled_from([(), (), ("paper",)])),
            processing=draw(st.sampled_from([(), (), ("one",)])),
        ),
        at_most=draw(periods),
        start=draw(selectors),
        at_least=draw(perhaps(dated)),
        round_end=draw(roundings),
        law=draw(st.sampled_from([(), (), ("laki 1/2000",)])),
        if_unknown=draw(perhaps(st.builds(Fallback, keep=periods, start=selectors))),
        review=draw(st.sampled_from([None, Review(by=("officer",), every=Period(1, Unit.YEAR))])),
        unless=draw(exceptions(timed=True)),
        then=action(
            draw(st.sampled_from([ActionKind.DELETE, ActionKind.ANONYMISE, ActionKind.RESTRICT])),
            readable_for=draw(some(PURPOSES, most=1)),
        ),
    )


@st.composite
def declarations(draw: st.DrawFn) -> Declaration:
    uses = [
        row(
            id_,
            draw(st.sampled_from(PURPOSES)),
            groups=draw(some(GROUPS, least=1)),
            items=draw(some((*NAMED, "person"), least=1)),
            operations=tuple(draw(st.lists(st.sampled_from(OPERATIONS), min_size=1, unique=True))),
            basis=draw(st.sampled_from(["interest", "consent", "contract", "law", "lapsing"])),
            phases=draw(st.sampled_from([(), (), ("active",)])),
            unless=draw(exceptions(timed=False)),
        )
        for id_ in ROWS[: draw(st.integers(1, 3))]
    ]
    ids = tuple(one.id for one in uses)
    bans = [
        Ban(
            id=f"ban{number}",
            section="bans",
            operations=tuple(draw(st.lists(st.sampled_from(OPERATIONS), max_size=1))),
            by=draw(st.sampled_from([(), ("service",), ("sales",)])),
            reach=Reach(
                items=draw(some(NAMED, most=1)),
                purposes=draw(some(PURPOSES, most=1)),
                groups=draw(some(GROUPS, most=1)),
                processing=draw(some(ids, most=1)),
            ),
            unless=draw(exceptions(timed=False)),
        )
        for number in range(draw(st.integers(0, 1)))
    ]
    holds = [
        Hold(
            id=f"hold{number}",
            section="holds",
            kind=draw(st.sampled_from([HoldKind.CLAIM, HoldKind.OPEN_INVOICE, HoldKind.DISPUTE_OVER_CORRECTNESS])),
            name=text("hold"),
            opened_by=("officer",),
            ends=draw(some(CLOCKS, most=1)),
            review_every=Period(1, Unit.YEAR),
            opens_when=draw(perhaps(conditions)),
            reach=Reach(items=draw(some(NAMED, most=1)), groups=draw(some(GROUPS, most=1))),
            leaves=draw(some(PURPOSES, most=1)),
            requests_only=draw(st.booleans()),
        )
        for number in range(draw(st.integers(0, 2)))
    ]
    consents = [
        Consent(
            id="yes",
            section="consents",
            name=text("yes"),
            purposes=draw(some(PURPOSES, least=1)),
            given_by=(ConsentGiver.SUBJECT,),
            how=text("how"),
            withdrawal=Withdrawal(how=text("how"), closes=draw(some(ids))),
            valid=draw(perhaps(dated)),
        )
    ]
    objection = Objection(
        id="no", section="objections", kind=ObjectionKind.GENERAL, name=text("no"), closes=draw(some(ids))
    )
    return declaration(
        register=replace(REGISTER, financial_year_end=draw(st.sampled_from(["12-31", "04-30", "02-28", "02-29"]))),
        purposes=(
            purpose("service"),
            purpose("accounting"),
            purpose("marketing", never_with=draw(st.sampled_from([(), ("accounting",)]))),
            purpose("mailing", under="marketing"),
        ),
        bases=(
            basis("interest", Basis.LEGITIMATE_INTEREST),
            basis("consent", Basis.CONSENT),
            basis("contract", Basis.CONTRACT),
            basis("law", Basis.LEGAL_OBLIGATION),
            basis("lapsing", Basis.CONTRACT, valid_from=date(2016, 1, 1), valid_until=date(2024, 2, 29)),
        ),
        subject_groups=(
            group("customers", "customer contact"), group("minors", "minor"),
            group("patients", replace(state("patient"), mode=Mode.NOT, terms=(state("patient"),))),
        ),
        items=tuple(Item(id=id_, section="items") for id_ in ("person.name", "person.contact", "person.note")),
        processing=uses,
        bans=bans,
        retention=[draw(rules(f"rule{number}")) for number in range(draw(st.integers(1, 4)))],
        holds=holds,
        consents=consents,
        objections=(objection,),
    )  # fmt: skip


data = st.builds(
    Datum,
    item=st.sampled_from(LEAVES),
    collected=moments,
    record=st.sampled_from([None, "r1", "r2"]),
    place=st.sampled_from([None, None, "paper"]),
    collected_for=st.sampled_from([None, *PURPOSES]),
    clocks=st.one_of(st.just({}), clock_maps),
)
subjects = st.builds(
    SubjectState,
    states=st.frozensets(st.sampled_from(STATES)),
    earlier=st.frozensets(st.sampled_from(STATES), max_size=2),
    phase=st.sampled_from([None, "active"]),
    clocks=clock_maps,
    data=st.lists(data, min_size=1, max_size=3).map(tuple),
    consents=st.dictionaries(st.just("yes"), st.builds(ConsentState, given=days, withdrawn=perhaps(days))),
    objections=st.dictionaries(st.just("no"), st.builds(ObjectionState, made=days, lifted=perhaps(days))),
    holds=st.lists(
        st.builds(
            HoldState,
            hold=st.sampled_from(["hold0", "hold1"]),
            opened=days,
            ended=perhaps(days),
            items=st.frozensets(st.sampled_from(LEAVES), max_size=1),
        ),
        max_size=2,
    ).map(tuple),
    restricted=perhaps(days),
    erasure=perhaps(days),
    confirmed=st.dictionaries(st.sampled_from(["rule0", "rule1"]), moments, max_size=2),
    invoked=st.frozensets(st.just("but0")),
)

MANY = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow]
)


def without_ties(whole: Declaration) -> Compiled:
    compiled = compile_declaration(whole)
    assume(not compiled.ties)
    return compiled


@given(declarations(), subjects, instants, st.sampled_from(PURPOSES), st.sampled_from(OPERATIONS))
@MANY
def test_what_may_be_used(
    whole: Declaration, subject: SubjectState, at: datetime, asked: str, operation: Operation
) -> None:
    compiled, naive = without_ties(whole), Naive(whole, subject, at)
    for datum in subject.data:
        alone = replace(subject, data=(datum,))
        decision = decide(
            compiled,
            purpose=asked,
            role="service",
            operation=operation,
            items=[datum.item],
            subject=alone,
            at=at,
        )
        expected = naive.may_use(datum, purpose=asked, role="service", operation=operation.value)
        assert bool(decision.granted) is expected, decision.refused


@given(declarations(), subjects, instants)
@MANY
def test_when_it_is_gone(whole: Declaration, subject: SubjectState, at: datetime) -> None:
    compiled, naive = without_ties(whole), Naive(whole, subject, at)
    fallen = {id(one.datum): one for one in due(compiled, subject=subject, at=at)}
    for datum in subject.data:
        when, blocked = naive.gone(datum)
        found = fallen.get(id(datum))
        assert (found is not None) is (when <= at), (when, found)
        if found is not None:
            assert found.at == when
            assert bool(found.blocked_by) is blocked


@st.composite
def successions(draw: st.DrawFn) -> tuple[Declaration, ...]:
    """Up to three versions of one register, which differ in whatever a version can differ in."""
    number = draw(st.integers(2, 3))
    return tuple(
        replace(whole, register=replace(whole.register, version=str(place), valid_from=date(2010 + place, 1, 1)))
        for place, whole in enumerate(draw(declarations()) for _ in range(number))
    )


def collected_under(subject: SubjectState, whole: Declaration) -> SubjectState:
    version = f"{whole.register.id} {whole.register.version}"
    return replace(subject, data=tuple(replace(one, declaration=version) for one in subject.data))


@given(successions(), subjects, instants, st.integers(0, 2))
@MANY
def test_when_it_is_gone_after_new_versions(
    versions: tuple[Declaration, ...], subject: SubjectState, at: datetime, under: int
) -> None:
    subject = collected_under(subject, versions[under % len(versions)])
    compiled = in_succession([without_ties(one) for one in versions])
    naive = Naive(versions[-1], subject, at, before=versions[:-1])
    fallen = {id(one.datum): one for one in due(compiled, subject=subject, at=at)}
    for datum in subject.data:
        when, blocked = naive.gone(datum)
        found_due = fallen.get(id(datum))
        assert (found_due is not None) is (when <= at), (when, found_due)
        if found_due is not None:
            assert found_due.at == when
            assert bool(found_due.blocked_by) is blocked


@given(successions(), subjects, instants, st.integers(0, 2), st.sampled_from(PURPOSES))
@MANY
def test_what_may_be_used_after_new_versions(
    versions: tuple[Declaration, ...], subject: SubjectState, at: datetime, under: int, asked: str
) -> None:
    subject = collected_under(subject, versions[under % len(versions)])
    compiled = in_succession([without_ties(one) for one in versions])
    naive = Naive(versions[-1], subject, at, before=versions[:-1])
    for datum in subject.data:
        alone = replace(subject, data=(datum,))
        decision = decide(
            compiled, purpose=asked, role="service", operation=Operation.READ, items=[datum.item], subject=alone, at=at
        )
        expected = naive.may_use(datum, purpose=asked, role="service", operation="read")
        assert bool(decision.granted) is expected, decision.refused


@given(rules("rule0"), clock_maps, moments, st.sampled_from(["12-31", "04-30", "02-28", "02-29", "06-30"]))
@MANY
def test_when_a_window_ends(
    one: RetentionRule, clocks: dict[str, ClockState], collected: date | datetime, year_end: str
) -> None:
    plain = replace(one, unless=())
    found = window(plain, clocks, collected=collected, year_end=year_end)
    end, least = window_end(plain, clocks, collected, year_end)
    assert (found.ends or NEVER, found.may_end) == (end, least)
