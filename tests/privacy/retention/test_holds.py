"""Holds: what people and modules say that stops an erasure, how long it may stand, and what happens when it ends."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import Settings

from kortisto.declaration import holdings
from kortisto.declaration.holdings import Facts
from kortisto.privacy.retention import operations
from kortisto.privacy.retention.enums import PURPOSE, HeldBack, SubjectKind
from kortisto.privacy.retention.models import Hold
from kortisto.privacy.retention.operations import HoldProblem, HoldRefusedError, sweep
from kortisto.privacy.retention.queries import CertificateView
from kortisto.privacy.retention.queries.holds import HoldFilter, HoldOrder, HoldsPage, holds, holds_of
from kortisto.privacy.retention.subject import SWEEP_SUBJECT, NoSuchSubjectError
from kortisto.register.access.operations import DeniedError
from kortisto.register.audit.enums import ActorKind, Door
from kortisto.register.audit.models import AuditEvent
from kortisto.register.audit.operations import open_access
from kortisto.register.audit.values import Access, Actor
from kortisto.register.parties import operations as parties
from kortisto.register.parties.enums import PartyKind
from kortisto.register.parties.models import Person, PersonEmail
from tests.privacy.retention.declared import with_holds
from tests.register.conftest import ALICE, BOB, NOW, ORIGIN, entered

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

JOB = Actor(kind=ActorKind.JOB)
LEGAL = Actor(kind=ActorKind.USER, id=UUID(int=0xF), role="legal", undertaking="1")
OFFICER = Actor(kind=ActorKind.USER, id=UUID(int=0xD), role="dpo", undertaking="1")
AFTER = datetime(2029, 11, 22, 22, 30, tzinfo=UTC)  # the day after three years, in Finland
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def declaration_with_holds(declaration_of_tests: None, settings: Settings, tmp_path: Path) -> None:
    settings.KORTISTO_DECLARATION = str(with_holds(tmp_path))


@contextmanager
def door(by: Actor = LEGAL, at: datetime = NOW) -> Iterator[Access]:
    with operations.look_after_holds(by=by, at=at, channel=Door.WEB) as access:
        yield access


def open_hold(
    subject: UUID,
    hold: str = "claim",
    *,
    kind: SubjectKind = SubjectKind.PERSON,
    by: Actor = LEGAL,
    at: datetime = NOW,
    review_on: date | None = date(2027, 1, 1),
    reason: str = "Vahingonkorvausvaatimus 12/2026",
    items: tuple[str, ...] = (),
) -> UUID:
    with door(by, at) as access:
        return operations.open_hold(
            kind=kind, subject=subject, hold=hold, reason=reason, review_on=review_on, items=items, by=access, at=at
        )


def swept(at: datetime = AFTER) -> CertificateView:
    return sweep(by=JOB, at=at, now=at, channel=Door.JOBS)


def left(model: type[Person | PersonEmail | Hold]) -> int:
    with open_access(by=JOB, purpose=PURPOSE, at=NOW, channel=Door.JOBS) as access:
        access.record("test.look")
        return model._default_manager.count()


def asked_for() -> list[str]:
    return [job.args["subject"] for job in ProcrastinateJob.objects.filter(task_name=SWEEP_SUBJECT)]


def listed(by: Actor = LEGAL, at: datetime = NOW, after: str = "", limit: int = 50, **wanted: object) -> HoldsPage:
    with door(by, at) as access:
        return holds(access=access, wanted=HoldFilter(**wanted), at=at, after=after, limit=limit)  # type: ignore[arg-type]


def refusal(**named: object) -> HoldRefusedError:
    with pytest.raises(HoldRefusedError) as refused:
        open_hold(**named)  # type: ignore[arg-type]
    return refused.value


# --- what a hold does -------------------------------------------------------------------------------------------------


def test_a_hold_stops_the_erasure_and_when_it_ends_what_waited_goes_by_itself(maija: UUID) -> None:
    hold = open_hold(maija)
    certificate = swept()
    assert (left(Person), certificate.people) == (1, 0)
    assert certificate.held_back[HeldBack.HOLD] > 0
    assert asked_for() == []
    with door(at=AFTER) as access:
        operations.end_hold(hold_id=hold, reason="Sovittu", by=access, at=AFTER)
    assert asked_for() == [str(maija)], "nobody has to think of it"
    done = operations.sweep_subject(kind=SubjectKind.PERSON, subject=maija, by=JOB, at=AFTER, channel=Door.JOBS)
    assert done is not None
    assert (done.people, left(Person), left(Hold)) == (1, 0, 0), "the hold and its reason go with the person"
    assert operations.sweep_subject(kind=SubjectKind.PERSON, subject=maija, by=JOB, at=AFTER, channel=Door.JOBS) is None


def test_a_hold_keeps_only_what_it_reaches(maija: UUID) -> None:
    """The name is in dispute, the address is not."""
    open_hold(maija, "dispute", at=AFTER - 30 * DAY, review_on=date(2030, 1, 1))
    swept()
    assert (left(Person), left(PersonEmail)) == (1, 0)


def test_a_hold_over_some_items_keeps_those(maija: UUID) -> None:
    open_hold(maija, items=("person.contact.email",))
    assert swept().people == 0
    assert left(PersonEmail) == 1


def test_a_hold_over_one_leaves_the_others(maija: UUID, esimerkki_oy: UUID) -> None:
    with entered() as by:
        onni = parties.add_person(first_name="Onni", last_name="Keksitty", origin=ORIGIN, by=by, at=NOW)
        parties.add_representation(person_id=onni, organisation_id=esimerkki_oy, origin=ORIGIN, by=by, at=NOW)
    open_hold(onni)
    assert swept().people == 1
    with open_access(by=JOB, purpose=PURPOSE, at=NOW, channel=Door.JOBS) as access:
        access.record("test.look")
        assert Person.objects.get().pk == onni


def test_an_organisation_can_be_held_too(esimerkki_oy: UUID) -> None:
    open_hold(esimerkki_oy, kind=SubjectKind.ORGANISATION)
    assert swept().organisations == 0


def test_a_hold_ends_by_its_maximum_and_what_waited_goes_by_itself(maija: UUID) -> None:
    opened = AFTER - 300 * DAY  # it may stand for a year
    open_hold(maija, "dispute", at=opened, review_on=date(2029, 4, 1))
    over = datetime(2030, 1, 27, 22, 0, tzinfo=UTC)  # 27.1.2029 and a year, in Finland
    assert operations.end_holds_at_their_maximum(by=JOB, at=over - DAY, channel=Door.JOBS) == 0
    assert operations.end_holds_at_their_maximum(by=JOB, at=over, channel=Door.JOBS) == 1
    assert operations.end_holds_at_their_maximum(by=JOB, at=over, channel=Door.JOBS) == 0
    assert asked_for() == [str(maija)]
    [ended] = listed(ended=True).holds
    assert (ended.ended_by, ended.end_reason, ended.last_day) == (None, "", date(2030, 1, 27))
    assert ended.ended_at == over
    assert swept(over).people == 1


def test_the_rules_know_the_maximum_also_before_the_nightly_job_has_said_so(maija: UUID) -> None:
    open_hold(maija, "dispute", at=AFTER - 300 * DAY, review_on=date(2029, 4, 1))
    assert swept(datetime(2030, 1, 27, 22, 0, tzinfo=UTC)).people == 1


def test_two_become_one_and_the_hold_goes_along(maija: UUID, esimerkki_oy: UUID) -> None:
    with entered() as by:
        other = parties.add_person(first_name="Maija", last_name="Esimerki", origin=ORIGIN, by=by, at=NOW)
    open_hold(other)
    with entered() as by:
        parties.merge(kind=PartyKind.PERSON, survivor=maija, absorbed=other, by=by, at=NOW)
    assert [one.subject for one in listed().holds] == [maija]


# --- holds that modules open ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["open invoice", "request pending"])
def test_what_a_module_tells_opens_the_declared_hold_and_ends_it(
    maija: UUID, state: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An invented module with invoices, and one with requests: neither is known to the walker."""
    going_on = {maija}

    def told(ids: object) -> dict[UUID, Facts]:
        return {id_: Facts(states=frozenset({state})) for id_ in going_on}

    monkeypatch.setattr(holdings, "_fact_sources", [*holdings._fact_sources, told])
    certificate = swept()
    assert (left(Person), certificate.people) == (1, 0)
    assert certificate.held_back[HeldBack.HOLD] > 0
    going_on.clear()  # paid, answered
    assert swept().people == 1


# --- who may open which, and for how long -----------------------------------------------------------------------------


def test_what_the_declaration_does_not_allow_is_refused_and_says_why(maija: UUID) -> None:
    assert refusal(subject=maija, hold="whim").problem is HoldProblem.UNKNOWN
    assert refusal(subject=maija, by=ALICE).problem is HoldProblem.NOT_YOURS
    assert refusal(subject=maija, reason="  ").problem is HoldProblem.NO_REASON
    assert refusal(subject=maija, review_on=None).problem is HoldProblem.NO_REVIEW
    assert refusal(subject=maija, review_on=NOW.date()).problem is HoldProblem.REVIEW_PAST
    late = refusal(subject=maija, review_on=date(2027, 5, 23))
    assert (late.problem, late.latest) == (HoldProblem.REVIEW_LATE, date(2027, 5, 22)), "reviewed every six months"
    assert refusal(subject=maija, hold="dispute", items=("order.history",)).problem is HoldProblem.OUTSIDE
    assert refusal(subject=maija, items=("person.whim",)).problem is HoldProblem.OUTSIDE
    open_hold(maija, review_on=date(2027, 5, 22))
    assert refusal(subject=maija).problem is HoldProblem.OPEN_ALREADY
    with pytest.raises(NoSuchSubjectError):
        open_hold(uuid4())
    assert left(Hold) == 1


def test_no_review_lies_beyond_the_maximum(maija: UUID) -> None:
    hold = open_hold(maija, "dispute", review_on=date(2027, 2, 22))
    month_before = datetime(2027, 10, 22, 9, 0, tzinfo=UTC)
    with pytest.raises(HoldRefusedError) as refused, door(at=month_before) as access:
        operations.postpone_review(
            hold_id=hold, review_on=date(2028, 1, 10), reason="Kesken", by=access, at=month_before
        )
    assert refused.value.latest == date(2027, 11, 22), "it may stand for a year"


def test_the_database_knows_no_hold_without_a_review_date(maija: UUID) -> None:
    with door() as access:
        access.record("test.look")
        assert not Hold._meta.get_field("review_on").null
        with connection.cursor() as cursor:
            cursor.execute(
                "select is_nullable from information_schema.columns "
                "where table_name = 'retention_hold' and column_name = 'review_on'"
            )
            assert cursor.fetchone() == ("NO",)


def test_a_review_is_postponed_with_a_reason_and_within_the_rhythm(maija: UUID) -> None:
    hold = open_hold(maija, review_on=date(2027, 1, 1))
    later = datetime(2027, 1, 11, 9, 0, tzinfo=UTC)
    [seen] = listed(at=later).holds
    assert (seen.late, listed(at=later, late=True).late) == (10, 1)
    with door(at=later) as access:
        operations.postpone_review(hold_id=hold, review_on=date(2027, 7, 1), reason="Kesken", by=access, at=later)
    [seen] = listed(at=later).holds
    assert (seen.late, seen.review_on, seen.review_reason) == (0, date(2027, 7, 1), "Kesken")
    assert listed(at=later, late=True).holds == ()
    with door(at=later) as access:
        operations.end_hold(hold_id=hold, reason="Sovittu", by=access, at=later)
    with pytest.raises(HoldRefusedError) as refused, door(at=later) as access:
        operations.postpone_review(hold_id=hold, review_on=date(2027, 7, 1), reason="Taas", by=access, at=later)
    assert refused.value.problem is HoldProblem.ENDED


def test_who_may_do_what(maija: UUID) -> None:
    with pytest.raises(DeniedError), door(BOB):
        pass
    with door(OFFICER) as access:
        operations.open_hold(
            kind=SubjectKind.PERSON, subject=maija, hold="pending_request", reason="", review_on=date(2026, 12, 1),
            by=access, at=NOW,
        )  # fmt: skip
    open_hold(maija)
    assert {one.hold for one in listed(OFFICER).holds} == {"pending_request", "claim"}, "oversees them all"
    assert {one.hold for one in listed(LEGAL).holds} == {"claim"}, "looks after those of its role"


# --- the lists --------------------------------------------------------------------------------------------------------


def test_the_list_is_filtered_sorted_and_paged(maija: UUID, esimerkki_oy: UUID) -> None:
    open_hold(maija, review_on=date(2027, 3, 1))
    open_hold(maija, "dispute", at=NOW + DAY, review_on=date(2027, 2, 1))
    open_hold(esimerkki_oy, kind=SubjectKind.ORGANISATION, at=NOW + 2 * DAY, review_on=date(2027, 1, 1))
    by_review = [one.review_on for one in listed().holds if one.review_on]
    assert len(by_review) == 3
    assert by_review == sorted(by_review)
    for order in HoldOrder:
        whole = [one.id for one in listed(order=order).holds]
        paged, after = [], ""
        while True:
            page = listed(order=order, after=after, limit=1)
            paged += [one.id for one in page.holds]
            after = page.next
            if not after:
                break
        assert paged == whole
    assert [one.hold for one in listed(hold="dispute").holds] == ["dispute"]
    assert {one.hold for one in listed(OFFICER, role="main_user").holds} == {"dispute"}
    names = {one.subject_name for one in listed().holds}
    assert names == {"Maija Esimerkki", "Esimerkki Oy"}
    assert listed(after="nonsense").holds == listed().holds


def test_the_holds_of_one_and_the_log(maija: UUID) -> None:
    open_hold(maija)
    with entered() as access:
        [one] = holds_of(access=access, kind=SubjectKind.PERSON, subject=maija, at=NOW)
    assert (one.opened_by, one.reason, one.review_on) == (LEGAL.id, "Vahingonkorvausvaatimus 12/2026", date(2027, 1, 1))
    lines = AuditEvent.objects.filter(action="hold.open")
    assert [line.subjects for line in lines] == [[maija]]
