"""An erasure while somebody merges or adds to the same person: whoever comes second is told what has become of it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import TypeVar
from uuid import UUID

import psycopg
import pytest
from django.db import IntegrityError, OperationalError, connection, transaction

from kortisto.privacy.retention.enums import PURPOSE, Outcome, SubjectKind
from kortisto.privacy.retention.operations import Erased, erase, erasures
from kortisto.register.audit.enums import ActorKind, Door
from kortisto.register.audit.operations import open_access
from kortisto.register.audit.values import Actor
from kortisto.register.parties import operations as parties
from kortisto.register.parties.enums import ContactKind, PartyKind
from kortisto.register.parties.models import Note, Person, PersonEmail
from kortisto.register.parties.operations.merging import CannotMergeError
from kortisto.register.parties.values import Party
from tests.register.conftest import ALICE, NOW, ORIGIN, entered

pytestmark = pytest.mark.integration

AT = NOW + timedelta(days=1)
Answer = TypeVar("Answer")


@pytest.fixture
def db(transactional_db: None) -> None:
    """Here the cast is committed, so that other transactions see it."""


@contextmanager
def looking() -> Iterator[None]:
    with open_access(by=Actor(kind=ActorKind.JOB), purpose=PURPOSE, at=NOW, channel=Door.JOBS) as access:
        access.record("test.look")
        yield


@pytest.fixture
def onni(esimerkki_oy: UUID) -> UUID:
    with entered() as by:
        person = parties.add_person(first_name="Onni", last_name="Esimerkki", origin=ORIGIN, by=by, at=NOW)
        parties.add_contact_point(
            owner=Party(kind=PartyKind.PERSON, id=person), kind=ContactKind.EMAIL, value="onni@esimerkki.example",
            origin=ORIGIN, by=by, at=NOW,
        )  # fmt: skip
    return person


def erased(person: UUID) -> Erased:
    return erase(kind=SubjectKind.PERSON, subject=person, by=ALICE, at=AT, channel=Door.WEB)


def merged(survivor: UUID, absorbed: UUID) -> None:
    with entered() as by:
        parties.merge(kind=PartyKind.PERSON, survivor=survivor, absorbed=absorbed, by=by, at=NOW)


def noted(person: UUID) -> None:
    with entered() as by:
        parties.add_note(text="Soita.", written_on=date(2026, 11, 22), person_id=person, origin=ORIGIN, by=by, at=NOW)


def meanwhile(first: Callable[[], object], second: Callable[[], Answer]) -> Answer | BaseException:
    """Do `second` on another connection while `first` is done and not committed; it has to wait for that."""
    answers: list[Answer | BaseException] = []

    def doing() -> None:
        try:
            answers.append(second())
        except BaseException as error:  # noqa: BLE001 (it is the answer)
            answers.append(error)
        finally:
            connection.close()

    other = threading.Thread(target=doing)
    with transaction.atomic():
        first()
        other.start()
        other.join(timeout=0.5)
        assert other.is_alive(), "it does not wait"
    other.join(timeout=30)
    assert not other.is_alive(), "it waits for ever"
    return answers[0]


def test_who_becomes_one_with_another_meanwhile_is_gone(maija: UUID, onni: UUID) -> None:
    answer = meanwhile(lambda: merged(maija, onni), lambda: erased(onni))
    assert isinstance(answer, Erased)
    assert answer.outcome is Outcome.GONE
    with looking():
        assert PersonEmail.objects.filter(person=maija, normalised="onni@esimerkki.example").exists()


def test_what_another_brings_in_meanwhile_goes_too(maija: UUID, onni: UUID) -> None:
    answer = meanwhile(lambda: merged(maija, onni), lambda: erased(maija))
    assert isinstance(answer, Erased)
    assert answer.outcome is Outcome.DONE
    with looking():
        assert not Person.objects.exists()
        assert not PersonEmail.objects.exists()


def test_who_is_erased_meanwhile_cannot_become_one_with_another(maija: UUID, onni: UUID) -> None:
    answer = meanwhile(lambda: erased(maija), lambda: merged(onni, maija))
    assert isinstance(answer, CannotMergeError)
    with looking():
        assert [person.pk for person in Person.objects.all()] == [onni]


def test_nothing_is_hung_on_who_is_erased_meanwhile(maija: UUID) -> None:
    answer = meanwhile(lambda: erased(maija), lambda: noted(maija))
    assert isinstance(answer, IntegrityError)
    with looking():
        assert not Note.objects.exists()


def test_two_erasures_at_once_are_one(maija: UUID) -> None:
    answer = meanwhile(lambda: erased(maija), lambda: erased(maija))
    assert isinstance(answer, Erased)
    assert answer.outcome is Outcome.GONE


def test_what_waits_for_each_other_is_told_so_and_nothing_goes(maija: UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    def stuck(*_arguments: object, **_named: object) -> None:
        raise OperationalError from psycopg.errors.DeadlockDetected()

    monkeypatch.setattr(erasures, "learn", stuck)
    assert erased(maija).outcome is Outcome.BUSY
    with looking():
        assert Person.objects.filter(pk=maija).exists()
