"""What was entered by mistake is taken away, put back for a while, and never by a way around a hold."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from pytest_django import Settings

from kortisto.declaration.words import Operation
from kortisto.privacy.retention import operations as retention
from kortisto.privacy.retention.enums import SubjectKind
from kortisto.register.audit import queries as log
from kortisto.register.audit.enums import Door
from kortisto.register.audit.sentences import has_sentence
from kortisto.register.audit.values import Access, Actor, NotGrantedError
from kortisto.register.parties import operations as parties
from kortisto.register.parties.enums import Between, ContactKind, NameKind, PartyKind, RelationshipKind
from kortisto.register.parties.models import Change, Person, PersonAddress, Removed
from kortisto.register.parties.operations.removing import HeldError, StandsAgainError, TooLateError
from kortisto.register.parties.queries import organisation_page, owner_of, person_page, search
from kortisto.register.parties.queries.pages import PartyNotFoundError
from kortisto.register.parties.values import Party
from tests.privacy.retention.declared import with_holds
from tests.register.conftest import ALICE, NOW, ORIGIN, entered
from tests.register.wider import widened

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

COMMON: dict[str, Any] = {"origin": ORIGIN, "at": NOW}
SOON = NOW + timedelta(minutes=5)
LEGAL = Actor(kind=ALICE.kind, id=UUID(int=0xF), role="legal", undertaking="1")


@pytest.fixture(autouse=True)
def wider(declaration_of_tests: None, settings: Settings, tmp_path: Path) -> None:
    settings.KORTISTO_DECLARATION = str(widened(Path(settings.KORTISTO_DECLARATION), tmp_path))


def of_person(id_: UUID) -> Party:
    return Party(kind=PartyKind.PERSON, id=id_)


def of_organisation(id_: UUID) -> Party:
    return Party(kind=PartyKind.ORGANISATION, id=id_)


def onni() -> UUID:
    with entered() as by:
        return parties.add_person(first_name="Onni", last_name="Keksitty", by=by, **COMMON)


def pages(maija: UUID, company: UUID) -> tuple[Any, Any]:
    with entered() as by:
        return (
            person_page(person_id=maija, by=by, changes=50),
            organisation_page(organisation_id=company, by=by, changes=50),
        )


def phone(by: Access, maija: UUID, _company: UUID) -> Callable[..., UUID]:
    owner = of_person(maija)
    row = parties.add_contact_point(owner=owner, kind=ContactKind.PHONE, value="040 765 4321", by=by, **COMMON)
    parties.edit_contact_point(
        contact_point_id=row, owner=owner, kind=ContactKind.PHONE, changes={"value": "040 123 4567"}, by=by, **COMMON
    )
    return lambda by: parties.remove_contact_point(
        contact_point_id=row, owner=owner, kind=ContactKind.PHONE, by=by, at=NOW
    )


def web_of_company(by: Access, _maija: UUID, company: UUID) -> Callable[..., UUID]:
    owner = of_organisation(company)
    row = parties.add_contact_point(owner=owner, kind=ContactKind.WEB, value="www.vieras.example", by=by, **COMMON)
    return lambda by: parties.remove_contact_point(
        contact_point_id=row, owner=owner, kind=ContactKind.WEB, by=by, at=NOW
    )


def address(by: Access, maija: UUID, _company: UUID) -> Callable[..., UUID]:
    owner = of_person(maija)
    row = parties.add_address(owner=owner, lines=["Vieraskatu 1"], city="ÄHTÄRI", by=by, **COMMON)
    return lambda by: parties.remove_address(address_id=row, owner=owner, by=by, at=NOW)


def representation(by: Access, maija: UUID, _company: UUID) -> Callable[..., UUID]:
    other = parties.add_organisation(registered_name="Muu Oy", by=by, **COMMON)
    row = parties.add_representation(person_id=maija, organisation_id=other, title="Ostaja", by=by, **COMMON)
    return lambda by: parties.remove_representation(representation_id=row, by=by, at=NOW)


def relationship(by: Access, _maija: UUID, company: UUID) -> Callable[..., UUID]:
    kind = RelationshipKind.SUPPLIER
    row = parties.add_relationship(organisation_id=company, kind=kind, started_on=date(2020, 1, 2), by=by, **COMMON)
    return lambda by: parties.remove_relationship(relationship_id=row, kind=kind, by=by, at=NOW)


def customership(by: Access, maija: UUID, _company: UUID) -> Callable[..., UUID]:
    row = parties.add_customership(person_id=maija, started_on=date(2020, 1, 2), by=by, **COMMON)
    return lambda by: parties.remove_customership(customership_id=row, by=by, at=NOW)


def guardianship(by: Access, maija: UUID, _company: UUID) -> Callable[..., UUID]:
    guardian = parties.add_person(first_name="Onni", last_name="Keksitty", by=by, **COMMON)
    row = parties.add_guardianship(ward_id=maija, guardian_id=guardian, by=by, **COMMON)
    return lambda by: parties.remove_guardianship(guardianship_id=row, by=by, at=NOW)


def former_name(by: Access, _maija: UUID, company: UUID) -> Callable[..., UUID]:
    row = parties.add_former_name(organisation_id=company, name="Harhanimi Oy", kind=NameKind.TRADE, by=by, **COMMON)
    return lambda by: parties.remove_former_name(organisation_id=company, name_id=row, by=by, at=NOW)


DATA = (phone, web_of_company, address, representation, relationship, customership, guardianship, former_name)


@pytest.mark.parametrize("make", DATA, ids=lambda one: one.__name__)
def test_what_is_put_back_is_what_was_removed(make: Callable[..., Any], maija: UUID, esimerkki_oy: UUID) -> None:
    without = pages(maija, esimerkki_oy)
    with entered() as by:
        remove = make(by, maija, esimerkki_oy)
    before = pages(maija, esimerkki_oy)
    assert before != without

    with entered() as by:
        act = remove(by=by)
    assert pages(maija, esimerkki_oy) == without
    line = next(one for one in log.events() if one.action.endswith(".remove"))
    assert line.items
    assert has_sentence(line.action)
    with entered(Operation.READ) as by:
        assert not Change.objects.filter(row__in=[one["pk"] for one in Removed.objects.get().rows]).exists()
        by.record("test.rows")

    with entered(at=SOON) as by:
        assert parties.restore(act=act, by=by, at=SOON) in {of_person(maija), of_organisation(esimerkki_oy)}
    assert pages(maija, esimerkki_oy) == before
    assert has_sentence(next(one.action for one in log.events() if one.action.endswith(".restore")))
    with entered() as by, pytest.raises(TooLateError):
        parties.restore(act=act, by=by, at=SOON)


def test_a_strangers_number_is_no_longer_found(maija: UUID, esimerkki_oy: UUID) -> None:
    def found() -> list[UUID]:
        with entered(Operation.READ) as by:
            return [hit.party.id for hit in search(by=by, text="0401234567").hits]

    with entered() as by:
        remove = phone(by, maija, esimerkki_oy)
    assert found() == [maija]
    with entered() as by:
        act = remove(by=by)
    assert found() == []
    with entered() as by:
        parties.restore(act=act, by=by, at=SOON)
    assert found() == [maija]


def test_its_history_goes_with_it_for_good(maija: UUID, esimerkki_oy: UUID) -> None:
    with entered() as by:
        remove = phone(by, maija, esimerkki_oy)
        assert Change.objects.filter(old="040 765 4321").exists()
        remove(by=by)
        assert not Change.objects.filter(old="040 765 4321").exists()
        assert parties.forget_removed(by=by, at=NOW + timedelta(minutes=10)) == 1
        assert not Removed.objects.exists()


def test_it_is_not_put_back_beside_the_same(maija: UUID, esimerkki_oy: UUID) -> None:
    with entered() as by:
        act = phone(by, maija, esimerkki_oy)(by=by)
        phone(by, maija, esimerkki_oy)
    before = pages(maija, esimerkki_oy)
    with pytest.raises(StandsAgainError), entered() as by:
        parties.restore(act=act, by=by, at=SOON)
    assert pages(maija, esimerkki_oy) == before


def test_it_comes_back_to_whom_its_owner_was_merged_into(maija: UUID, esimerkki_oy: UUID) -> None:
    twin = onni()
    with entered() as by:
        act = phone(by, twin, esimerkki_oy)(by=by)
        parties.merge(kind=PartyKind.PERSON, survivor=maija, absorbed=twin, by=by, at=NOW)
        assert parties.restore(act=act, by=by, at=SOON) == of_person(maija)
        assert "040 123 4567" in [one.value for one in person_page(person_id=maija, by=by).contact_points]


def test_a_guardian_who_is_gone_is_named_nowhere(maija: UUID, esimerkki_oy: UUID) -> None:
    with entered() as by:
        act = guardianship(by, maija, esimerkki_oy)(by=by)
        Person.objects.filter(first_name="Onni").delete()
        assert not Removed.objects.exists()
    with entered() as by, pytest.raises(TooLateError):
        parties.restore(act=act, by=by, at=SOON)


def test_a_guardianship_comes_back_with_whom_the_guardian_was_merged_into(maija: UUID, esimerkki_oy: UUID) -> None:
    with entered() as by:
        act = guardianship(by, maija, esimerkki_oy)(by=by)
        guardian = Person.objects.get(first_name="Onni").id
        other = parties.add_person(first_name="Onni", last_name="Keksitty", by=by, **COMMON)
        parties.merge(kind=PartyKind.PERSON, survivor=other, absorbed=guardian, by=by, at=NOW)
        parties.restore(act=act, by=by, at=SOON)
        assert [one.guardian_id for one in person_page(person_id=maija, by=by).guardianships] == [other]


def test_nobody_elses_datum_is_removed(maija: UUID, esimerkki_oy: UUID) -> None:
    with entered() as by:
        row = parties.add_address(owner=of_person(maija), city="TURKU", by=by, **COMMON)
    other = onni()
    with pytest.raises(PersonAddress.DoesNotExist), entered() as by:
        parties.remove_address(address_id=row, owner=of_person(other), by=by, at=NOW)


@pytest.mark.parametrize("make", DATA, ids=lambda one: one.__name__)
def test_only_who_may_change_it_may_remove_it(make: Callable[..., Any], maija: UUID, esimerkki_oy: UUID) -> None:
    with entered() as by:
        remove = make(by, maija, esimerkki_oy)
    before = pages(maija, esimerkki_oy)
    with pytest.raises(NotGrantedError), entered(Operation.READ) as by:
        remove(by=by)
    assert pages(maija, esimerkki_oy) == before


def test_whose_a_relation_is(maija: UUID, esimerkki_oy: UUID) -> None:
    with entered() as by:
        person, company = person_page(person_id=maija, by=by), organisation_page(organisation_id=esimerkki_oy, by=by)
        assert owner_of(what=Between.REPRESENTATION, row_id=person.represents[0].id, by=by) == of_person(maija)
        assert owner_of(what=Between.RELATIONSHIP, row_id=company.relationships[0].id, by=by).id == esimerkki_oy
        with pytest.raises(PartyNotFoundError):
            owner_of(what=Between.CUSTOMERSHIP, row_id=uuid4(), by=by)


# --- holds -----------------------------------------------------------------------------------------------------------


def held(subject: UUID, hold: str = "claim", items: tuple[str, ...] = ()) -> UUID:
    with retention.look_after_holds(by=LEGAL, at=NOW, channel=Door.WEB) as by:
        return retention.open_hold(
            kind=SubjectKind.PERSON, subject=subject, hold=hold, reason="Vaade", review_on=date(2026, 12, 1),
            items=items, by=by, at=NOW,
        )  # fmt: skip


@pytest.fixture
def with_a_legal_department(wider: None, settings: Settings, tmp_path: Path) -> None:
    settings.KORTISTO_DECLARATION = str(with_holds(tmp_path, register=Path(settings.KORTISTO_DECLARATION)))


@pytest.mark.parametrize("note", [False, True])
def test_what_a_hold_keeps_cannot_be_removed(
    with_a_legal_department: None, maija: UUID, esimerkki_oy: UUID, *, note: bool
) -> None:
    with entered() as by:
        remove = phone(by, maija, esimerkki_oy)
        if note:
            row = parties.add_note(text="Kiista", written_on=NOW.date(), person_id=maija, by=by, **COMMON)
            remove = partial(parties.remove, kind="note", row_id=row, at=NOW)
    hold = held(maija)
    with pytest.raises(HeldError), entered() as by:
        remove(by=by)
    with retention.look_after_holds(by=LEGAL, at=NOW, channel=Door.WEB) as by:
        retention.end_hold(hold_id=hold, reason="Sovittu", by=by, at=NOW)
    with entered() as by:
        remove(by=by)
        assert Removed.objects.count() == 1


def test_a_hold_keeps_what_it_concerns_and_no_more(
    with_a_legal_department: None, maija: UUID, esimerkki_oy: UUID
) -> None:
    held(maija, "dispute")  # reaches names, notes and representations
    held(maija, items=("person.contact.email",))
    with entered() as by:
        phone(by, maija, esimerkki_oy)(by=by)
    with pytest.raises(HeldError), entered() as by:
        representation(by, maija, esimerkki_oy)(by=by)
