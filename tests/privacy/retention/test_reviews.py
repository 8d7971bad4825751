"""The review of the VTT notice: ten years at least, twelve at most, and in between somebody confirms."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import Settings

from kortisto.privacy.retention import clocks
from kortisto.privacy.retention.enums import PURPOSE, SubjectKind
from kortisto.privacy.retention.models import Agenda, AwaitedReview, Review
from kortisto.privacy.retention.operations import rebuild_clocks, settle, sweep
from kortisto.privacy.retention.operations.reviewing import (
    AT_ONCE,
    ReviewProblem,
    ReviewRefusedError,
    confirm_many,
    confirm_need_over,
    keep_for_longer,
    keep_many,
)
from kortisto.privacy.retention.queries.reviews import (
    Awaiting,
    Place,
    ReviewFilter,
    ReviewOrder,
    ReviewsPage,
    awaiting,
    reviews,
    reviews_waiting,
)
from kortisto.privacy.retention.subject import SWEEP_SUBJECT, ask_to_sweep
from kortisto.privacy.retention.walking import learn
from kortisto.register.audit.enums import ActorKind, Door
from kortisto.register.audit.operations import open_access
from kortisto.register.audit.values import Access, Actor
from kortisto.register.parties import operations as parties
from kortisto.register.parties.enums import RelationshipKind
from kortisto.register.parties.models import Person
from tests.register.conftest import NOW, ORIGIN

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

VTT = Path(__file__).parents[3] / "notices" / "vtt.yaml"
JOB = Actor(kind=ActorKind.JOB)
LAST = datetime(
    2047, 1, 10, 9, 0, tzinfo=UTC
)  # the last rule alone keeps anything: after twenty years, before two more
IN_TIME = datetime(2042, 1, 10, 9, 0, tzinfo=UTC)  # after fifteen years, before seventeen


def who(role: str) -> Actor:
    return Actor(kind=ActorKind.USER, id=UUID(int=0xE), role=role, undertaking="1")


@contextmanager
def door(role: str = "", at: datetime = IN_TIME) -> Iterator[Access]:
    by = who(role) if role else JOB
    with open_access(by=by, purpose=PURPOSE, at=at, channel=Door.JOBS) as access:
        access.record("test.look")
        yield access


@pytest.fixture
def customer(declaration_of_tests: None, settings: Settings) -> UUID:
    settings.KORTISTO_DECLARATION = str(VTT)
    with door(at=NOW) as by:
        company = parties.add_organisation(registered_name="Esimerkki Oy", origin=ORIGIN, by=by, at=NOW)
        parties.add_relationship(organisation_id=company, kind=RelationshipKind.CUSTOMER, origin=ORIGIN, by=by, at=NOW)
        person = parties.add_person(first_name="Maija", last_name="Esimerkki", origin=ORIGIN, by=by, at=NOW)
        parties.add_representation(person_id=person, organisation_id=company, origin=ORIGIN, by=by, at=NOW)
        parties.add_order(
            organisation_id=company, person_id=person, placed_on=NOW.date(), reference="1", origin=ORIGIN, by=by, at=NOW
        )
    return person


def waiting(person: UUID, at: datetime) -> dict[str, Awaiting]:
    with door(at=at):
        return {one.rule: one for one in awaiting(SubjectKind.PERSON, [person], at).get(person, ())}


def test_after_the_minimum_it_waits_for_the_roles_that_the_notice_names(customer: UUID) -> None:
    assert waiting(customer, datetime(2036, 1, 1, tzinfo=UTC)) == {}
    found = waiting(customer, IN_TIME)["customer"]
    assert found.roles == ("sales", "billing")
    assert found.since == date(2041, 11, 23)
    assert found.late == (IN_TIME.date() - date(2041, 11, 23)).days
    assert found.latest == date(2043, 1, 10), "a year, and never beyond seventeen"


def test_kept_it_waits_again_on_the_day_and_never_beyond_the_maximum(customer: UUID) -> None:
    with door("sales") as by:
        keep_for_longer(
            kind=SubjectKind.PERSON, subject=customer, rule="customer", reason="Takuu", until=date(2042, 6, 1),
            by=by, at=IN_TIME,
        )  # fmt: skip
    assert "customer" not in waiting(customer, datetime(2042, 5, 31, 12, tzinfo=UTC))
    assert "customer" in waiting(customer, datetime(2042, 6, 1, 12, tzinfo=UTC))
    late = datetime(2043, 6, 1, 12, tzinfo=UTC)
    with pytest.raises(ReviewRefusedError) as refused, door("sales", late) as by:
        keep_for_longer(
            kind=SubjectKind.PERSON, subject=customer, rule="customer", reason="Takuu", until=date(2044, 1, 1),
            by=by, at=late,
        )  # fmt: skip
    assert (refused.value.problem, refused.value.latest) == (ReviewProblem.UNTIL_LATE, date(2043, 11, 22))


def test_confirmed_it_waits_no_more_and_the_rules_know(customer: UUID) -> None:
    with door("sales") as by:
        confirm_need_over(kind=SubjectKind.PERSON, subject=customer, rule="customer", by=by, at=IN_TIME)
    assert "customer" not in waiting(customer, IN_TIME)
    with door():
        assert learn(SubjectKind.PERSON, [customer])[customer].state.confirmed == {"customer": IN_TIME}
    assert [job.args["subject"] for job in ProcrastinateJob.objects.filter(task_name=SWEEP_SUBJECT)] == [str(customer)]


@pytest.mark.parametrize(
    ("role", "at", "problem"),
    [
        ("legal", IN_TIME, ReviewProblem.NOT_YOURS),
        ("sales", datetime(2036, 1, 1, tzinfo=UTC), ReviewProblem.NOT_DUE),
    ],
)
def test_nobody_confirms_for_others_or_before_the_minimum_is_over(
    customer: UUID, role: str, at: datetime, problem: ReviewProblem
) -> None:
    with pytest.raises(ReviewRefusedError) as refused, door(role, at) as by:
        confirm_need_over(kind=SubjectKind.PERSON, subject=customer, rule="customer", by=by, at=at)
    assert refused.value.problem is problem


def test_a_finding_is_never_changed(customer: UUID) -> None:
    with door("sales") as by:
        confirm_need_over(kind=SubjectKind.PERSON, subject=customer, rule="customer", by=by, at=IN_TIME)
        with pytest.raises(IntegrityError, match="kept as it was written"), transaction.atomic():
            Review.objects.update(rule="other")


# --- the queue -------------------------------------------------------------------------------------------------------


def settled(at: datetime = IN_TIME) -> None:
    settle(by=JOB, at=at, channel=Door.JOBS, whole=True)


def queue(
    role: str = "sales", at: datetime = IN_TIME, after: str = "", limit: int = 50, **wanted: object
) -> ReviewsPage:
    with door(role, at) as by:
        return reviews(access=by, wanted=ReviewFilter(**wanted), at=at, after=after, limit=limit)  # type: ignore[arg-type]


def add_person(name: str, ordered: date, company: UUID | None = None) -> UUID:
    with door(at=NOW) as by:
        company = company or parties.add_organisation(registered_name=f"{name} Oy", origin=ORIGIN, by=by, at=NOW)
        parties.add_relationship(organisation_id=company, kind=RelationshipKind.CUSTOMER, origin=ORIGIN, by=by, at=NOW)
        person = parties.add_person(first_name=name, last_name="Esimerkki", origin=ORIGIN, by=by, at=NOW)
        parties.add_representation(person_id=person, organisation_id=company, origin=ORIGIN, by=by, at=NOW)
        parties.add_order(
            organisation_id=company, person_id=person, placed_on=ordered, reference=name, origin=ORIGIN, by=by, at=NOW
        )
    return person


def people() -> set[UUID]:
    with door():
        return set(Person.objects.values_list("id", flat=True))


def test_the_queue_is_kept_and_says_who_what_since_when_and_how_late(customer: UUID) -> None:
    settled()
    page = queue(rule="customer", kind=SubjectKind.PERSON)
    [one] = page.reviews
    assert (one.place, one.name, one.may_make) == (
        Place(SubjectKind.PERSON, customer, "customer"), "Maija Esimerkki", True,
    )  # fmt: skip
    exact = waiting(customer, IN_TIME)["customer"]
    assert (one.since, one.late, one.latest, one.roles) == (exact.since, exact.late, exact.latest, exact.roles)
    assert one.last_day == date(2043, 11, 22), "seventeen years at the latest"
    assert [item.en for item in one.items]


def test_what_is_asked_for_on_a_later_day_comes_into_the_queue_on_that_day(customer: UUID) -> None:
    settled(NOW)
    day_before = datetime(2041, 11, 22, 12, 0, tzinfo=UTC)
    settled(day_before)
    assert queue(at=day_before, rule="customer").all == 0
    with door():
        assert Agenda.objects.get(kind="person", subject=customer).review_on is not None
    settled(datetime(2041, 11, 23, 12, 0, tzinfo=UTC))
    assert queue(at=IN_TIME, rule="customer").all > 0


def test_each_role_sees_its_own_turn_and_who_watches_over_retention_sees_all(customer: UUID) -> None:
    settled()
    assert {one.place.rule for one in queue("sales").reviews} >= {"customer"}
    assert "customer" not in {one.place.rule for one in queue("legal").reviews}
    everything = queue("dpo")
    assert everything.all >= queue("sales").all > 0
    assert not any(one.may_make for one in everything.reviews), "who watches does not decide"
    with door("sales") as by:
        found = reviews_waiting(access=by, at=IN_TIME)
    assert (found.number, found.since) == (queue("sales", mine=True).all, min(r.since for r in queue().reviews))


@pytest.mark.parametrize("order", list(ReviewOrder))
def test_pages_follow_one_another_without_gap_or_repetition(customer: UUID, order: ReviewOrder) -> None:
    for number in range(4):
        add_person(f"Onni{number}", date(2026, 1 + number, 1))
    settled()
    whole = [one.place for one in queue(order=order).reviews]
    found, after = [], ""
    while True:
        page = queue(order=order, after=after, limit=3)
        found += [one.place for one in page.reviews]
        after = page.next
        if not after:
            break
    assert found == whole
    assert len(set(whole)) == len(whole) > 6


def test_a_page_of_the_queue_asks_the_same_questions_however_many_wait(customer: UUID) -> None:
    settled()
    queue()  # what is asked once in a process
    with CaptureQueriesContext(connection) as few:
        assert 0 < queue().all < 20
    with door():
        AwaitedReview.objects.bulk_create(
            AwaitedReview(
                kind="person", subject=UUID(int=number), rule="customer", since=date(2041, 1, 1), items=["person.name"]
            )
            for number in range(1, 2001)
        )
    with CaptureQueriesContext(connection) as many:
        page = queue()
    assert page.all > 2000
    assert len(page.reviews) == 50
    assert len(many) == len(few)


def test_what_was_kept_before_is_told_with_its_reason(customer: UUID) -> None:
    settled()
    with door("sales") as by:
        keep_for_longer(
            kind=SubjectKind.PERSON, subject=customer, rule="customer", reason="Takuu", until=date(2042, 6, 1),
            by=by, at=IN_TIME,
        )  # fmt: skip
    assert queue(rule="customer", kind=SubjectKind.PERSON).all == 0, "at once, before anything is settled"
    settled()
    assert queue(rule="customer", kind=SubjectKind.PERSON).all == 0
    again = datetime(2042, 6, 3, 9, 0, tzinfo=UTC)
    settled(again)
    [one] = queue(at=again, rule="customer", kind=SubjectKind.PERSON).reviews
    assert one.before is not None
    assert (one.before.reason, one.since, one.late) == ("Takuu", date(2042, 6, 1), 2)


def test_many_are_decided_at_once_and_what_waits_no_more_is_counted(customer: UUID) -> None:
    other = add_person("Onni", date(2026, 1, 1))
    settled()
    places = [Place(SubjectKind.PERSON, id_, "customer") for id_ in (customer, other)]
    nobody = Place(SubjectKind.PERSON, UUID(int=5), "customer")
    with door("sales") as by:
        decided = confirm_many(places=[*places, nobody], by=by, at=IN_TIME)
    assert (decided.done, decided.left) == (2, {ReviewProblem.NOT_DUE: 1})
    assert queue(rule="customer", kind=SubjectKind.PERSON).all == 0
    with door("legal") as by:
        assert confirm_many(places=places, by=by, at=IN_TIME).done == 0


@pytest.mark.parametrize(
    ("reason", "until", "problem"),
    [
        (" ", date(2042, 6, 1), ReviewProblem.NO_REASON),
        ("Takuu", None, ReviewProblem.NO_DAY),
        ("Takuu", IN_TIME.date(), ReviewProblem.UNTIL_PAST),
        ("Takuu", date(2044, 1, 1), ReviewProblem.UNTIL_LATE),
    ],
)
def test_keeping_takes_a_reason_and_a_day_that_is_possible_for_all(
    customer: UUID, reason: str, until: date | None, problem: ReviewProblem
) -> None:
    with pytest.raises(ReviewRefusedError) as refused, door("sales") as by:
        keep_many(
            places=[Place(SubjectKind.PERSON, customer, "customer")], reason=reason, until=until, by=by, at=IN_TIME
        )
    assert refused.value.problem is problem
    with door():
        assert not Review.objects.exists()


def test_more_than_can_be_locked_together_are_not_decided_together(customer: UUID) -> None:
    places = [Place(SubjectKind.PERSON, UUID(int=number), "customer") for number in range(AT_ONCE + 1)]
    with pytest.raises(ReviewRefusedError) as refused, door("sales") as by:
        confirm_many(places=places, by=by, at=IN_TIME)
    assert refused.value.problem is ReviewProblem.TOO_MANY


@pytest.mark.parametrize("written", ["", "person", "person.1.customer", f"robot.{UUID(int=1)}.customer"])
def test_a_mangled_place_is_none(written: str) -> None:
    assert Place.read(written) is None
    assert str(Place.read(f"person.{UUID(int=1)}.customer")) == f"person.{UUID(int=1)}.customer"


def test_asking_twice_for_one_sweep_does_not_spoil_the_decision(customer: UUID) -> None:
    with door("sales") as by:
        ask_to_sweep(SubjectKind.PERSON, customer)
        confirm_need_over(kind=SubjectKind.PERSON, subject=customer, rule="customer", by=by, at=IN_TIME)
    with door():
        assert Review.objects.count() == 1
    assert ProcrastinateJob.objects.filter(task_name=SWEEP_SUBJECT).count() == 1


# --- through a sweep -------------------------------------------------------------------------------------------------


def swept(at: datetime) -> dict[str, int]:
    """What a real sweep held back, by reason."""
    return dict(sweep(by=JOB, at=at, now=at, channel=Door.JOBS).held_back)


def confirm_everything(at: datetime) -> None:
    """Whoever's turn it is confirms, of everybody."""
    for role in ("sales", "billing", "service", "main_user", "legal"):
        page = queue(role, at, mine=True)
        with door(role, at) as by:
            confirm_many(places=[one.place for one in page.reviews], by=by, at=at)


def test_nobody_goes_unconfirmed_and_the_certificate_counts_them(customer: UUID) -> None:
    held = swept(IN_TIME)
    assert customer in people()
    assert held["review"] > 0
    assert swept(IN_TIME) == held, "counted again, though nobody is looked at a second time"


def test_confirmed_they_go_with_the_next_sweep(customer: UUID) -> None:
    swept(LAST)
    confirm_everything(LAST)
    held = swept(LAST)
    assert customer not in people()
    assert "review" not in held
    with door():
        assert not AwaitedReview.objects.exists()


def test_kept_they_stay_until_the_day_and_are_asked_about_again(customer: UUID) -> None:
    swept(IN_TIME)
    until = date(2042, 6, 1)
    for role in ("sales", "billing", "service", "main_user", "legal"):
        page = queue(role, mine=True)
        with door(role) as by:
            keep_many(places=[one.place for one in page.reviews], reason="Takuu", until=until, by=by, at=IN_TIME)
    day_before, on_the_day = (datetime(2042, month, day, 9, 0, tzinfo=UTC) for month, day in ((5, 31), (6, 1)))
    assert "review" not in swept(day_before)
    assert customer in people()
    assert queue(at=day_before).all == 0
    assert swept(on_the_day)["review"] > 0
    assert customer in people()
    assert queue(at=on_the_day).all > 0


def test_what_happens_after_the_confirmation_makes_it_void(customer: UUID) -> None:
    swept(LAST)
    confirm_everything(LAST)
    later = datetime(2047, 2, 1, 9, 0, tzinfo=UTC)
    with door(at=later) as by:
        parties.add_order(
            organisation_id=_employer(customer), person_id=customer, placed_on=later.date(), reference="2",
            origin=ORIGIN, by=by, at=later,
        )  # fmt: skip
    swept(later)
    assert customer in people(), "what was confirmed was not confirmed of this"
    assert waiting(customer, later) == {}, "the minimum runs anew"
    assert "contracts" in waiting(customer, datetime(2067, 2, 3, 9, 0, tzinfo=UTC))


def _employer(person: UUID) -> UUID:
    with connection.cursor() as cursor, door():
        cursor.execute("select organisation_id from parties_represents where person_id = %s", [person])
        found: UUID = cursor.fetchone()[0]
    return found


# --- everybody at once -----------------------------------------------------------------------------------------------


def test_a_change_of_the_notice_brings_the_queue_up_to_date_and_nothing_differs(
    declaration_of_tests: None, settings: Settings, customer: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clocks, "MANY", 2)  # so that few are learned as many are
    for number in range(7):
        add_person(f"Onni{number}", date(2020 + number % 6, 1, 1))
    ours = settings.KORTISTO_DECLARATION
    settled()
    by_itself = {one.place: one for one in queue("dpo", limit=1000).reviews}
    settings.KORTISTO_DECLARATION = str(VTT.with_name("futursoft.yaml"))
    settled()
    with door():
        assert not AwaitedReview.objects.exists(), "this notice asks for no review"
    settings.KORTISTO_DECLARATION = ours
    settled()
    assert {one.place: one for one in queue("dpo", limit=1000).reviews} == by_itself
    assert rebuild_clocks(by=JOB, at=IN_TIME, channel=Door.JOBS) == 0
