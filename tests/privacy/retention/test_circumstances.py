"""What packages tell of a subject reaches the rules, without the walker knowing their tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from uuid import UUID

import pytest

from kortisto.declaration.circumstances import (
    Circumstances,
    CircumstanceSource,
    forget_source,
    tells_circumstances,
)
from kortisto.declaration.subjects import ConsentState, HoldState, ObjectionState
from kortisto.privacy.retention.enums import PURPOSE, HeldBack, SubjectKind
from kortisto.privacy.retention.operations import sweep
from kortisto.privacy.retention.walking import learn
from kortisto.register.audit.enums import ActorKind, Door
from kortisto.register.audit.operations import open_access
from kortisto.register.audit.values import Actor
from tests.register.conftest import NOW

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

JOB = Actor(kind=ActorKind.JOB)
AFTER = datetime(2029, 11, 22, 22, 30, tzinfo=UTC)  # the day after three years, in Finland

Tell = Callable[[Mapping[UUID, Circumstances]], None]


@pytest.fixture
def tell() -> Iterator[Tell]:
    """Register invented sources for the time of a test."""
    registered: list[CircumstanceSource] = []

    def telling(told: Mapping[UUID, Circumstances]) -> None:
        registered.append(tells_circumstances(lambda ids: {id_: one for id_, one in told.items() if id_ in ids}))

    yield telling
    for source in registered:
        forget_source(source)


def test_what_is_told_of_a_subject_is_learnt_of_it_alone(maija: UUID, esimerkki_oy: UUID, tell: Tell) -> None:
    told = Circumstances(
        consents={"mail": ConsentState(given=NOW)},
        objections={"marketing": ObjectionState(made=NOW)},
        holds=(HoldState(hold="claim", opened=NOW),),
        restricted=NOW,
        erasure=NOW,
        confirmed={"contacts": NOW},
        invoked=frozenset({"secret"}),
    )
    tell({maija: told})
    with open_access(by=JOB, purpose=PURPOSE, at=NOW, channel=Door.JOBS) as access:
        access.record("test.look")
        person = learn(SubjectKind.PERSON, [maija])[maija].state
        organisation = learn(SubjectKind.ORGANISATION, [esimerkki_oy])[esimerkki_oy].state
    learnt = Circumstances(
        consents=person.consents, objections=person.objections, holds=person.holds, restricted=person.restricted,
        erasure=person.erasure, confirmed=person.confirmed, invoked=person.invoked,
    )  # fmt: skip
    assert learnt == told
    assert (organisation.holds, organisation.restricted) == ((), None)


def test_two_sources_tell_together(maija: UUID, tell: Tell) -> None:
    tell({maija: Circumstances(restricted=AFTER)})
    tell({maija: Circumstances(restricted=NOW, erasure=NOW)})
    with open_access(by=JOB, purpose=PURPOSE, at=NOW, channel=Door.JOBS) as access:
        access.record("test.look")
        state = learn(SubjectKind.PERSON, [maija])[maija].state
    assert (state.restricted, state.erasure) == (NOW, NOW)


def test_an_erasure_that_was_told_is_carried_out_by_the_sweep(maija: UUID, tell: Tell) -> None:
    """Long before the period is over; the organisation, of which nobody told anything, stays."""
    tell({maija: Circumstances(erasure=NOW)})
    certificate = sweep(by=JOB, at=NOW, now=NOW, channel=Door.JOBS)
    assert (certificate.people, certificate.organisations) == (1, 0)
    assert HeldBack.HOLD not in certificate.held_back
