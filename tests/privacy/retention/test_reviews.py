"""The review of the VTT notice: ten years at least, twelve at most, and in between somebody confirms."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import Settings

from kortisto.privacy.retention.enums import PURPOSE, SubjectKind
from kortisto.privacy.retention.models import Review
from kortisto.privacy.retention.operations.reviewing import (
    ReviewProblem,
    ReviewRefusedError,
    confirm_need_over,
    keep_for_longer,
)
from kortisto.privacy.retention.queries.reviews import Awaiting, awaiting
from kortisto.privacy.retention.subject import SWEEP_SUBJECT
from kortisto.privacy.retention.walking import learn
from kortisto.register.audit.enums import ActorKind, Door
from kortisto.register.audit.operations import open_access
from kortisto.register.audit.values import Access, Actor
from kortisto.register.parties import operations as parties
from kortisto.register.parties.enums import RelationshipKind
from tests.register.conftest import NOW, ORIGIN

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

VTT = Path(__file__).parents[3] / "notices" / "vtt.yaml"
JOB = Actor(kind=ActorKind.JOB)
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
