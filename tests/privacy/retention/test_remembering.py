"""What a clock has said lives on when its row is erased in its time, and goes with its subject."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from uuid import UUID

import pytest

from kortisto.declaration.holdings import holding_of, tell_followers
from kortisto.privacy.retention.enums import PURPOSE, SubjectKind
from kortisto.privacy.retention.models import RememberedClock
from kortisto.privacy.retention.remembering import remember
from kortisto.privacy.retention.walking import learn
from kortisto.register.audit.enums import ActorKind, Door
from kortisto.register.audit.operations import open_access
from kortisto.register.audit.values import Actor
from kortisto.register.parties import operations as parties
from kortisto.register.parties.models import Order, Person, Represents
from tests.register.conftest import NOW, ORIGIN, entered

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

ORDERED = date(2027, 11, 22)


@contextmanager
def opened() -> Iterator[None]:
    with open_access(by=Actor(kind=ActorKind.JOB), purpose=PURPOSE, at=NOW, channel=Door.JOBS) as access:
        yield
        access.record("test.look")


def last(kind: SubjectKind, subject: UUID, clock: str) -> object:
    state = learn(kind, [subject])[subject].state.clocks.get(clock)
    return state.last if state is not None and state.struck else None


@pytest.fixture
def order(esimerkki_oy: UUID, maija: UUID) -> UUID:
    with entered() as by:
        parties.add_order(
            organisation_id=esimerkki_oy, placed_on=ORDERED, reference="1", origin=ORIGIN, by=by, at=NOW
        )  # fmt: skip
    with opened():
        return Order.objects.get().pk


def erased(order: UUID) -> None:
    holding = holding_of(Order)
    assert holding is not None
    remember(holding, [order])
    Order.objects.filter(pk=order).delete()


def test_periods_are_still_counted_from_an_order_that_had_to_go(esimerkki_oy: UUID, maija: UUID, order: UUID) -> None:
    with opened():
        erased(order)
        assert last(SubjectKind.ORGANISATION, esimerkki_oy, "organisation.last_activity") == ORDERED
        assert last(SubjectKind.PERSON, maija, "organisation.last_activity") == ORDERED
        assert last(SubjectKind.PERSON, maija, "person.last_activity") is None


def test_what_happened_after_somebody_left_is_nothing_to_them(esimerkki_oy: UUID, maija: UUID, order: UUID) -> None:
    with opened():
        Represents.objects.update(ended_on=date(2027, 1, 1))
        erased(order)
        assert last(SubjectKind.PERSON, maija, "organisation.last_activity") is None


def test_of_several_the_last_counts(esimerkki_oy: UUID, order: UUID) -> None:
    with opened():
        erased(order)
    with entered() as by:
        parties.add_order(
            organisation_id=esimerkki_oy, placed_on=date(2027, 1, 1), reference="2", origin=ORIGIN, by=by, at=NOW
        )
    with opened():
        erased(Order.objects.get().pk)
        assert last(SubjectKind.ORGANISATION, esimerkki_oy, "organisation.last_activity") == ORDERED
        [kept] = RememberedClock.objects.filter(clock="order.placed")
        assert (kept.first_on, kept.last_on) == (date(2027, 1, 1), ORDERED)


def test_what_is_taken_out_by_hand_is_not_remembered(esimerkki_oy: UUID, order: UUID) -> None:
    with opened():
        Order.objects.filter(pk=order).delete()
        assert last(SubjectKind.ORGANISATION, esimerkki_oy, "organisation.last_activity") is None


def test_nothing_is_remembered_of_whom_nothing_is_left(esimerkki_oy: UUID, maija: UUID, order: UUID) -> None:
    with opened():
        Order.objects.filter(pk=order).update(person=maija)
        erased(order)
        assert RememberedClock.objects.filter(subject=maija).exists()
        tell_followers(Person, [maija])
        assert not RememberedClock.objects.filter(subject=maija).exists()
        assert RememberedClock.objects.filter(subject=esimerkki_oy).exists()
