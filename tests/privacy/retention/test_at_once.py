"""Sensitive data go at once when what they were needed for ends: the notice of Futursoft, and the sweep itself."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from pytest_django import Settings

from kortisto.declaration.circumstances import Circumstances, forget_source, tells_circumstances
from kortisto.declaration.subjects import ConsentState
from kortisto.privacy.retention.enums import PURPOSE, SubjectKind
from kortisto.privacy.retention.marks import touch
from kortisto.privacy.retention.models import Certificate
from kortisto.privacy.retention.operations import sweep, sweep_what_goes_at_once
from kortisto.privacy.retention.rules import items_kept_at_once
from kortisto.register.access import current
from kortisto.register.audit import queries as log
from kortisto.register.audit.enums import ActorKind, Door
from kortisto.register.audit.operations import open_access
from kortisto.register.audit.values import Actor
from kortisto.register.parties import models as m
from tests.register.conftest import NOW

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

JOB = Actor(kind=ActorKind.JOB)
NOTICE = Path(__file__).parents[3] / "notices" / "futursoft.yaml"
DIET = """
  own.diet:
    ours: What a person tells for one event.
    name: {fi: Erityisruokavalio, sv: Specialkost, en: Dietary requirements}
    own dpv: SpecialCategoryPersonalData
    own of: person
    own value: text
  person.sensitive:
"""
MORNING = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


@contextmanager
def door(at: datetime = NOW) -> Iterator[None]:
    with open_access(by=JOB, purpose=PURPOSE, at=at, channel=Door.JOBS) as access:
        yield
        access.record("test.look")


@pytest.fixture(autouse=True)
def futursoft(declaration_of_tests: None, settings: Settings, tmp_path: Path) -> None:
    """The notice as it is, with one field for sensitive data: the vocabulary's own item has no column."""
    text = NOTICE.read_text(encoding="utf-8").replace("\n  person.sensitive:\n", DIET, 1)
    for before in ("items: [person.sensitive]", "items: person.sensitive"):
        assert before in text
        text = text.replace(before, "items: [person.sensitive, own.diet]")
    text = text.replace("marketing.ban, person.sensitive]", "marketing.ban, person.sensitive, own.diet]")
    (changed := tmp_path / "futursoft.yaml").write_text(text, encoding="utf-8")
    settings.KORTISTO_DECLARATION = str(changed)


@pytest.fixture
def consents() -> Iterator[dict[UUID, ConsentState]]:
    """By person, what a package that keeps consents would tell of the consent on sensitive data."""
    given: dict[UUID, ConsentState] = {}

    def told(subjects: object) -> Mapping[UUID, Circumstances]:
        return {id_: Circumstances(consents={"sensitive_data": one}) for id_, one in given.items()}

    tells_circumstances(told)
    yield given
    forget_source(told)


@pytest.fixture
def guest(db: None, consents: dict[UUID, ConsentState]) -> UUID:
    """A contact of a customer, who has told what she does not eat, and agreed that it is stored."""
    common = {
        "source": "use", "collected_at": NOW, "basis": "consent", "declaration": current.version(),
    }  # fmt: skip
    with door():
        company = m.Organisation.objects.create(registered_name="Esimerkki Oy", sort_key="esimerkki", **common)
        m.Customership.objects.create(organisation=company, started_on=NOW.date(), **common)
        person = m.Person.objects.create(
            first_name="Maija", last_name="Esimerkki", sort_key="esimerkki maija", **common
        )
        m.Represents.objects.create(person=person, organisation=company, **common)
        m.OwnValue.objects.create(person=person, item="own.diet", value="Ei pähkinää", **common)
    consents[person.pk] = ConsentState(given=NOW)
    return person.pk


def diets() -> list[str]:
    with door():
        assert m.Person.objects.count() == 1, "the person herself stays"
        return list(m.OwnValue.objects.values_list("value", flat=True))


def looked(at: datetime) -> int:
    return sweep_what_goes_at_once(by=JOB, at=at, channel=Door.JOBS)


def withdraw(consents: dict[UUID, ConsentState], person: UUID, at: datetime) -> None:
    """As a package does that keeps consents: its row is written, and the trigger of the table marks whose it is."""
    consents[person] = ConsentState(given=NOW, withdrawn=at)
    with door(at):
        touch(SubjectKind.PERSON, [person])


def test_only_what_the_notice_keeps_at_once_is_looked_for(guest: UUID) -> None:
    assert items_kept_at_once(current.compiled()) == {"person.sensitive", "own.diet"}
    assert looked(MORNING) == 0
    assert diets() == ["Ei pähkinää"], "while there is a purpose it stays"


def test_withdrawn_in_the_morning_it_is_gone_within_minutes(guest: UUID, consents: dict[UUID, ConsentState]) -> None:
    withdraw(consents, guest, MORNING)
    assert looked(MORNING + timedelta(minutes=5)) == 1
    assert diets() == []
    with door():
        [certificate] = Certificate.objects.all()
    assert json.loads(certificate.document)["items"] == {"own.diet": 1}
    assert [line.subjects for line in log.events() if line.action == "retention.erase"] == [(guest,)]
    assert looked(MORNING + timedelta(minutes=10)) == 0, "once"


def test_the_sweep_of_the_night_takes_it_without_any_grace(guest: UUID, consents: dict[UUID, ConsentState]) -> None:
    withdraw(consents, guest, MORNING)
    done = sweep(by=JOB, at=MORNING + timedelta(seconds=1), now=MORNING + timedelta(seconds=1), channel=Door.JOBS)
    assert dict(done.items) == {"own.diet": 1}
    assert diets() == []


@pytest.mark.parametrize(("after", "left"), [(timedelta(minutes=-1), ["Ei pähkinää"]), (timedelta(minutes=1), [])])
def test_a_consent_that_is_over_ends_it_on_the_day(guest: UUID, after: timedelta, left: list[str]) -> None:
    """Three months, by the notice, from the moment at which it was given."""
    over = datetime(2027, 2, 22, 22, 0, tzinfo=UTC)  # the end of the day, in Finland
    looked(over + after)
    assert diets() == left


def test_what_cannot_be_erased_is_left_to_the_night_and_stops_nobody(
    guest: UUID, consents: dict[UUID, ConsentState], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(**_: object) -> None:
        raise ValueError("cannot")

    withdraw(consents, guest, MORNING)
    with monkeypatch.context() as patched:
        patched.setattr("kortisto.privacy.retention.operations.at_once.sweep_subject", fails)
        assert looked(MORNING) == 0
    assert looked(MORNING) == 1
