"""What falls due in the database, and the sweep that erases exactly that."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from kortisto.privacy.retention.enums import PURPOSE, SubjectKind
from kortisto.privacy.retention.models import Certificate
from kortisto.privacy.retention.operations import Simulation, simulate_sweep, sweep
from kortisto.privacy.retention.queries import CertificateView, DueReport, certificates, due_report, standing_of_person
from kortisto.register.audit.enums import ActorKind, Door
from kortisto.register.audit.models import AuditEvent
from kortisto.register.audit.operations import open_access
from kortisto.register.audit.values import Access, Actor
from kortisto.register.parties import operations as parties
from kortisto.register.parties.enums import RelationshipKind
from kortisto.register.parties.models import Organisation, Person, PersonEmail, PersonSearchKeys, Represents
from tests.register.conftest import NOW, ORIGIN, entered

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

JOB = Actor(kind=ActorKind.JOB)
LAST_DAY = datetime(2029, 11, 22, 12, 0, tzinfo=UTC)
DAY_AFTER = datetime(2029, 11, 22, 22, 30, tzinfo=UTC)  # 23.11.2029 at 0.30 in Finland


@contextmanager
def reading() -> Iterator[Access]:
    with open_access(by=JOB, purpose=PURPOSE, at=NOW, channel=Door.JOBS) as access:
        yield access
        access.record("test.look")


def due_at(at: datetime) -> DueReport:
    with reading() as access:
        return due_report(access=access, at=at)


def people() -> set[str]:
    with reading():
        return {person.name for person in Person.objects.all()}


def swept(at: datetime) -> CertificateView:
    return sweep(by=JOB, at=at, now=max(at, NOW), channel=Door.JOBS)


def simulated_sweep(at: datetime) -> Simulation:
    return simulate_sweep(by=JOB, at=NOW, evaluated_at=at, channel=Door.JOBS)


@pytest.fixture
def onni(esimerkki_oy: UUID) -> UUID:
    """Onni represents another customer, which ordered a year later."""
    with entered() as by:
        organisation = parties.add_organisation(registered_name="Toinen Oy", origin=ORIGIN, by=by, at=NOW)
        parties.add_relationship(
            organisation_id=organisation, kind=RelationshipKind.CUSTOMER, origin=ORIGIN, by=by, at=NOW
        )
        person = parties.add_person(first_name="Onni", last_name="Keksitty", origin=ORIGIN, by=by, at=NOW)
        parties.add_representation(person_id=person, organisation_id=organisation, origin=ORIGIN, by=by, at=NOW)
        parties.add_order(
            organisation_id=organisation, placed_on=date(2027, 11, 22), reference="1", origin=ORIGIN, by=by, at=NOW
        )
    return person


def test_nobody_is_due_on_the_last_day_and_somebody_is_on_the_day_after(maija: UUID) -> None:
    assert due_at(LAST_DAY).subjects == ()
    report = due_at(DAY_AFTER)
    [person] = [one for one in report.subjects if one.kind is SubjectKind.PERSON]
    assert (person.id, person.name, person.since) == (maija, "Maija Esimerkki", date(2029, 11, 23))
    assert person.whole


def test_the_report_says_by_which_rule_and_why_in_three_languages(maija: UUID) -> None:
    [person] = [one for one in due_at(DAY_AFTER).subjects if one.kind is SubjectKind.PERSON]
    email = next(datum for datum in person.data if datum.item == "person.contact.email")
    assert email.rule.startswith("retention.")
    assert len({email.reasons(language) for language in ("fi", "sv", "en")}) == 3
    assert "3 vuotta" in " ".join(email.reasons("fi"))


def test_activity_of_the_organisation_moves_the_end_for_whom_it_is_represented_by(maija: UUID, onni: UUID) -> None:
    due = {one.name for one in due_at(DAY_AFTER).subjects if one.kind is SubjectKind.PERSON}
    assert due == {"Maija Esimerkki"}
    a_year_later = datetime(2030, 11, 22, 22, 30, tzinfo=UTC)
    assert {one.name for one in due_at(a_year_later).subjects if one.kind is SubjectKind.PERSON} == {
        "Maija Esimerkki", "Onni Keksitty",
    }  # fmt: skip


def test_a_simulation_tells_what_would_go_and_changes_nothing(maija: UUID, onni: UUID) -> None:
    simulated = simulated_sweep(DAY_AFTER)
    assert people() == {"Maija Esimerkki", "Onni Keksitty"}
    assert not Certificate.objects.exists()
    real = swept(DAY_AFTER)
    assert (simulated.people, simulated.rows, simulated.rules) == (real.people, real.rows, real.rules)


def test_the_sweep_erases_exactly_those_who_are_due(maija: UUID, onni: UUID) -> None:
    certificate = swept(DAY_AFTER)
    assert people() == {"Onni Keksitty"}
    with reading():
        assert not PersonEmail.objects.filter(person_id=maija).exists()
        assert not Represents.objects.filter(person_id=maija).exists()
        assert not PersonSearchKeys.objects.filter(person_id=maija).exists()
        assert {organisation.registered_name for organisation in Organisation.objects.all()} == {"Toinen Oy"}
    assert (certificate.people, certificate.organisations) == (1, 1)
    assert certificate.rows["Person"] == 1
    assert certificate.outcome == "finished"


def test_a_second_sweep_finds_nothing(maija: UUID) -> None:
    swept(DAY_AFTER)
    again = swept(DAY_AFTER)
    assert (again.people, again.organisations, again.rows) == (0, 0, {})


def test_the_certificate_holds_nothing_about_the_person(maija: UUID) -> None:
    certificate = swept(DAY_AFTER)
    kept = repr(Certificate.objects.values().get(id=certificate.id))
    assert "Maija" not in kept
    assert "esimerkki.example" not in kept
    assert str(maija) not in kept
    assert [one.id for one in certificates()] == [certificate.id]


def test_the_log_says_whose_data_went_and_by_whom(maija: UUID) -> None:
    swept(DAY_AFTER)
    [event] = AuditEvent.objects.filter(action="retention.erase", subjects__contains=[maija])
    assert (event.actor_kind, event.purpose, event.basis) == ("job", PURPOSE, "legal obligation")
    assert "person.contact.email" in event.items


def test_a_sweep_ahead_of_time_is_refused(maija: UUID) -> None:
    with pytest.raises(ValueError, match="later than now"):
        sweep(by=JOB, at=DAY_AFTER, now=NOW, channel=Door.JOBS)
    assert people() == {"Maija Esimerkki"}


def test_the_panel_tells_of_each_datum_where_it_came_from_and_until_when_it_stays(maija: UUID) -> None:
    with reading() as access:
        standing = standing_of_person(access=access, person=maija, at=NOW)
    by_item = {datum.item: datum for datum in standing}
    assert {"person.name.first", "person.name.last", "person.contact.email", "person.represents"} <= set(by_item)
    name = by_item["person.name.first"]
    assert (name.source, name.collected_on, name.due_on) == ("subject", date(2026, 11, 22), date(2029, 11, 23))
    assert not name.overdue
    assert name.purposes


def test_reading_of_somebody_who_does_not_exist_is_logged_and_empty(db: None) -> None:
    nobody = UUID(int=1)
    with reading() as access:
        assert standing_of_person(access=access, person=nobody, at=NOW) == ()
    assert AuditEvent.objects.filter(action="retention.why", subjects__contains=[nobody]).exists()
