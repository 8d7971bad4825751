"""The walker tells the rules the truth: whose activity counts, since when a field is there, what hangs on what."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from kortisto.declaration.subjects import Datum
from kortisto.privacy.retention.enums import PURPOSE, HeldBack, SubjectKind
from kortisto.privacy.retention.operations import sweep
from kortisto.privacy.retention.queries import CertificateView
from kortisto.privacy.retention.walking import Known, learn
from kortisto.register.audit.enums import ActorKind, Door
from kortisto.register.audit.operations import open_access
from kortisto.register.audit.values import Actor
from kortisto.register.parties import operations as parties
from kortisto.register.parties.enums import ActivityKind, RelationshipKind
from kortisto.register.parties.models import Note, Order, Organisation, Person, PersonEmail, Represents
from tests.register.conftest import NOW, ORIGIN, entered

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

JOB = Actor(kind=ActorKind.JOB)
LATER = datetime(2029, 11, 22, 22, 30, tzinfo=UTC)  # the day after three years, in Finland
YEAR = timedelta(days=365)


def swept(at: datetime = LATER) -> CertificateView:
    return sweep(by=JOB, at=at, now=at, channel=Door.JOBS)


def known(subject: UUID, kind: SubjectKind = SubjectKind.PERSON) -> Known:
    with open_access(by=JOB, purpose=PURPOSE, at=NOW, channel=Door.JOBS) as access:
        access.record("test.look")
        return learn(kind, [subject])[subject]


def datum(subject: UUID, item: str) -> Datum:
    return next(one for one in known(subject).state.data if one.item == item)


def left(model: type[Person | Organisation | Represents | Note | Order | PersonEmail]) -> int:
    with open_access(by=JOB, purpose=PURPOSE, at=NOW, channel=Door.JOBS) as access:
        access.record("test.look")
        return model._default_manager.count()


def organisation(name: str, kind: RelationshipKind = RelationshipKind.CUSTOMER) -> UUID:
    with entered() as by:
        made = parties.add_organisation(registered_name=name, origin=ORIGIN, by=by, at=NOW)
        parties.add_relationship(organisation_id=made, kind=kind, origin=ORIGIN, by=by, at=NOW)
    return made


def order(of: UUID, on: date, reference: str = "1") -> None:
    with entered() as by:
        parties.add_order(organisation_id=of, placed_on=on, reference=reference, origin=ORIGIN, by=by, at=NOW)


# --- fields of their own age ----------------------------------------------------------------------------------------


def test_a_field_that_came_later_is_younger_than_its_row(maija: UUID) -> None:
    later = replace(ORIGIN, collected_at=NOW + YEAR)
    with entered() as by:
        parties.edit_person(person_id=maija, changes={"language": "sv"}, origin=later, by=by, at=NOW + YEAR)
    assert datum(maija, "person.language").collected == NOW + YEAR
    assert datum(maija, "person.name.first").collected == NOW
    swept()
    assert left(Person) == 1, "the language keeps its row for another year"
    swept(LATER + YEAR + timedelta(days=1))
    assert left(Person) == 0


def test_a_row_that_was_never_changed_is_not_waiting_for_an_update(maija: UUID) -> None:
    clocks = known(maija).state.clocks
    assert not clocks["item.updated"].running
    assert clocks["contact.ended"].running


# --- whose activity it is -------------------------------------------------------------------------------------------


def test_what_an_organisation_does_after_a_person_has_left_is_nothing_to_the_person(
    maija: UUID, esimerkki_oy: UUID
) -> None:
    role = next(row.pk for row in known(maija).rows.values() if row.holding.model is Represents)
    with entered() as by:
        parties.end_representation(representation_id=role, ended_on=date(2027, 1, 31), by=by, at=NOW)
    order(esimerkki_oy, date(2027, 1, 31), "last with her")
    order(esimerkki_oy, date(2029, 6, 1), "without her")
    assert known(maija).state.clocks["organisation.last_activity"].last == date(2027, 1, 31)
    other = organisation("Toinen Oy")
    with entered() as by:
        parties.add_representation(person_id=maija, organisation_id=other, origin=ORIGIN, by=by, at=NOW)
    order(other, date(2028, 2, 29), "at the next")
    assert known(maija).state.clocks["organisation.last_activity"].last == date(2028, 2, 29)
    with entered() as by:
        parties.add_representation(person_id=maija, organisation_id=esimerkki_oy, origin=ORIGIN, by=by, at=NOW)
    assert known(maija).state.clocks["organisation.last_activity"].last == date(2029, 6, 1), "back again"


def test_what_another_contact_person_does_is_the_organisations_activity_only(maija: UUID, esimerkki_oy: UUID) -> None:
    with entered() as by:
        onni = parties.add_person(first_name="Onni", last_name="Keksitty", origin=ORIGIN, by=by, at=NOW)
        parties.add_representation(person_id=onni, organisation_id=esimerkki_oy, origin=ORIGIN, by=by, at=NOW)
        parties.add_activity(
            kind=ActivityKind.CALL, happened_on=date(2028, 1, 5), person_id=onni, organisation_id=esimerkki_oy,
            origin=ORIGIN, by=by, at=NOW,
        )  # fmt: skip
    clocks = known(maija).state.clocks
    assert "person.last_activity" not in clocks
    assert clocks["organisation.last_activity"].last == date(2028, 1, 5)
    assert known(onni).state.clocks["person.last_activity"].last == date(2028, 1, 5)


def test_a_prospect_that_is_a_customer_too_is_both(maija: UUID, esimerkki_oy: UUID) -> None:
    with entered() as by:
        parties.add_relationship(
            organisation_id=esimerkki_oy, kind=RelationshipKind.PROSPECT, origin=ORIGIN, by=by, at=NOW
        )
    assert {"customer contact", "prospect contact"} <= known(maija).state.states
    organisation_state = known(esimerkki_oy, SubjectKind.ORGANISATION).state
    assert {"customer organisation", "prospect organisation"} <= organisation_state.states


# --- what hangs on what ---------------------------------------------------------------------------------------------


def test_an_organisation_stays_while_the_data_of_a_contact_person_hang_on_it(maija: UUID, esimerkki_oy: UUID) -> None:
    with entered() as by:
        parties.add_activity(
            kind=ActivityKind.MEETING, happened_on=date(2029, 1, 5), person_id=maija, origin=ORIGIN, by=by, at=NOW
        )
        parties.add_note(
            text="Soittaa maanantaisin.", written_on=date(2029, 1, 5), person_id=maija, organisation_id=esimerkki_oy,
            origin=replace(ORIGIN, collected_at=NOW + YEAR), by=by, at=NOW,
        )  # fmt: skip
    certificate = swept()
    assert (left(Person), left(Represents), left(Note), left(Organisation)) == (1, 1, 1, 1)
    assert (certificate.people, certificate.organisations) == (0, 0)
    assert certificate.held_back[HeldBack.STILL_NEEDED] > 0
    swept(datetime(2032, 1, 6, tzinfo=UTC))
    assert (left(Person), left(Represents), left(Note), left(Organisation)) == (0, 0, 0, 0)


def test_one_item_of_a_row_goes_and_the_others_stay(maija: UUID, esimerkki_oy: UUID) -> None:
    """The title can leave its row; the rest of it is a year younger."""
    with entered() as by:
        young = replace(ORIGIN, collected_at=NOW + YEAR)
        onni = parties.add_person(first_name="Onni", last_name="Keksitty", origin=young, by=by, at=NOW)
        parties.add_representation(
            person_id=onni, organisation_id=esimerkki_oy, title="Johtaja", origin=young, by=by, at=NOW
        )
    row = next(row for row in known(onni).rows.values() if row.holding.model is Represents)
    with open_access(by=JOB, purpose=PURPOSE, at=NOW, channel=Door.JOBS) as access:
        access.record("test.age")
        origin = {"source": "subject", "collected_at": NOW.isoformat(), "basis": "", "declaration": "", "batch": None}
        Represents.objects.filter(pk=row.pk).update(origins={"title": origin})
    swept()
    with open_access(by=JOB, purpose=PURPOSE, at=NOW, channel=Door.JOBS) as access:
        access.record("test.look")
        assert Represents.objects.get(pk=row.pk).title == ""
    assert left(Person) == 1


def test_the_orders_of_an_organisation_outlive_its_contact_person(maija: UUID, esimerkki_oy: UUID) -> None:
    role = next(row.pk for row in known(maija).rows.values() if row.holding.model is Represents)
    with entered() as by:
        parties.end_representation(representation_id=role, ended_on=date(2026, 12, 31), by=by, at=NOW)
    order(esimerkki_oy, date(2028, 6, 1))
    swept()
    assert (left(Person), left(Organisation), left(Order)) == (0, 1, 1)


def test_an_order_without_an_organisation_is_of_the_person_alone(maija: UUID, esimerkki_oy: UUID) -> None:
    with entered() as by:
        for reference, of in (("own", None), ("both", esimerkki_oy)):
            parties.add_order(
                person_id=maija, organisation_id=of, placed_on=date(2029, 1, 5), reference=reference,
                origin=ORIGIN, by=by, at=NOW,
            )  # fmt: skip
    orders = [row for row in known(maija).rows.values() if row.holding.model is Order]
    assert sorted(row.alone for row in orders) == [False, True]


def test_nobody_is_erased_for_want_of_somebody_saying_what_they_are(db: None) -> None:
    """A person who was typed today and is to be tied to an organisation tomorrow is not gone in the night."""
    with entered() as by:
        parties.add_person(first_name="Onni", last_name="Keksitty", origin=ORIGIN, by=by, at=NOW)
        parties.add_organisation(registered_name="Vielä Mikä Oy", origin=ORIGIN, by=by, at=NOW)
    certificate = swept()
    assert (left(Person), left(Organisation)) == (1, 1)
    assert certificate.held_back == {HeldBack.UNPLACED: 3}
    assert certificate.rows == {}
