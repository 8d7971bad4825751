"""What a merge leaves behind and what undoing it gives back: any number of merges, pairs, and what was changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, cast
from uuid import UUID

import pytest
from django.db import models, transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st
from pytest_django import Settings

from kortisto.declaration.holdings import registry
from kortisto.register.parties import operations as parties
from kortisto.register.parties import queries
from kortisto.register.parties.enums import ActivityKind, ContactKind, PartyKind
from kortisto.register.parties.models import (
    Change,
    DuplicatePair,
    Merge,
    MergeStep,
    OwnValue,
    Person,
    PersonEmail,
    Represents,
)
from kortisto.register.parties.values import Party
from tests.register.conftest import BOB, NOW, ORIGIN, entered
from tests.register.wider import widened

pytestmark = [pytest.mark.integration, pytest.mark.django_db]

LATER = NOW + timedelta(days=1)
OLDER = replace(ORIGIN, collected_at=NOW - timedelta(days=400))
ALLOWED = replace(BOB, permissions=frozenset({"protected.read"}))
TRACES = {Change, Merge, MergeStep}
"""What tells of the merge and of its undoing."""


@pytest.fixture
def wider(settings: Settings, tmp_path: Path, declaration_of_tests: None) -> None:
    settings.KORTISTO_DECLARATION = str(widened(Path(settings.KORTISTO_DECLARATION), tmp_path))


def add_person(**fields: Any) -> UUID:
    with entered() as by:
        return parties.add_person(**{"last_name": "Esimerkki", **fields}, origin=OLDER, by=by, at=NOW)


def merged(survivor: UUID, absorbed: UUID, *take: str, kind: PartyKind = PartyKind.PERSON) -> parties.Merged:
    with entered(by=ALLOWED) as by:
        return parties.merge(kind=kind, survivor=survivor, absorbed=absorbed, take=take, by=by, at=LATER)


def parted(merge: UUID) -> parties.Parted:
    with entered(by=ALLOWED) as by:
        return parties.undo_merge(merge_id=merge, by=by, at=LATER + timedelta(hours=1))


def everything() -> Mapping[str, Any]:
    """Every row of every table about people and organisations, with all its columns, by table and key."""
    with entered() as by:
        by.record("test.look")
        return {
            f"{model.__name__}:{row[model._meta.pk.attname]}": row
            for holding in registry()
            if holding.subject is not None or holding.organisation is not None
            if (model := cast("type[models.Model]", holding.model)) not in TRACES
            for row in model._default_manager.values()
        }


def test_a_merge_can_be_undone_where_the_notice_lists_no_history_of_changes(db: None) -> None:
    one, other = add_person(first_name="Maija"), add_person(first_name="Maia", prefix="TkT", language="sv")
    before = everything()
    done = merged(one, other, "first_name")
    with entered() as by:
        by.record("test.look")
        assert not Change.objects.exists()
        assert Person.objects.get().first_name == "Maia"

    assert parted(done.id).not_restored == ()
    assert everything() == before


def test_steps_are_kept_as_what_they_hold_and_end_with_it(wider: None, db: None) -> None:
    one, other = add_person(first_name="Maija"), add_person(first_name="Maija", language="sv")
    with entered() as by:
        for owner in (one, other):
            parties.add_contact_point(
                owner=Party(kind=PartyKind.PERSON, id=owner),
                kind=ContactKind.EMAIL,
                value="maija@keksitty.example",
                origin=OLDER,
                by=by,
                at=NOW,
            )
    done = merged(one, other)
    with entered() as by:
        by.record("test.look")
        steps = {(step.kind, step.field): step for step in MergeStep.objects.all()}
        assert steps["removed", "value"].item == "person.contact.email"
        assert steps["removed", "collected_at"].item == "person.contact.email"
        assert steps["absorbed", "language"].item == "person.language"
        assert {step.collected_at for step in steps.values() if step.kind != "moved"} == {OLDER.collected_at}
        # The period of addresses has ended: the rows that hold one are gone, and nothing half comes back.
        MergeStep.objects.filter(item="person.contact.email").delete()

    assert parted(done.id).not_restored == ()
    with entered() as by:
        by.record("test.look")
        assert set(PersonEmail.objects.values_list("person_id", flat=True)) == {one}


def test_without_the_name_of_the_absorbed_it_cannot_come_back(db: None) -> None:
    done = merged(add_person(first_name="Maija"), add_person(first_name="Maia"))
    with entered() as by:
        by.record("test.look")
        MergeStep.objects.filter(item="person.name.last").delete()
    with entered() as by:
        by.record("test.look")
        with pytest.raises(parties.CannotUndoError):
            parties.undo_merge(merge_id=done.id, by=by, at=LATER)


# --- what counts ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ours", "theirs"), [(date(2027, 1, 1), date(2028, 1, 1)), (date(2028, 1, 1), date(2027, 1, 1))]
)
@pytest.mark.parametrize("take", [(), ("non_disclosure_until",)])
def test_the_longer_non_disclosure_counts(
    wider: None, db: None, ours: date, theirs: date, take: tuple[str, ...]
) -> None:
    one = add_person(first_name="Maija", non_disclosure_until=ours)
    other = add_person(first_name="Maija", non_disclosure_until=theirs)
    merged(one, other, *take)
    with entered() as by:
        by.record("test.look")
        assert Person.objects.get().non_disclosure_until == date(2028, 1, 1)


def test_own_values_are_chosen_too(wider: None, db: None) -> None:
    one, other = add_person(first_name="Maija"), add_person(first_name="Maija")
    with entered() as by:
        for owner, boiler in ((one, "Vanha"), (other, "Uusi")):
            parties.set_own_values(
                owner=Party(kind=PartyKind.PERSON, id=owner),
                values={"own.boiler": boiler},
                origin=ORIGIN,
                by=by,
                at=NOW,
            )
        found = queries.compare(kind=PartyKind.PERSON, first=one, second=other, by=by)
    before = everything()
    assert [(field.first, field.second) for field in found.fields if field.field == "own.boiler"] == [("Vanha", "Uusi")]

    done = merged(one, other, "own.boiler")
    with entered() as by:
        by.record("test.look")
        assert OwnValue.objects.get().value == "Uusi"
    assert parted(done.id).not_restored == ()
    assert everything() == before


def test_what_both_have_keeps_what_only_one_of_them_says(esimerkki_oy: UUID) -> None:
    one, other = add_person(first_name="Maija"), add_person(first_name="Maija")
    with entered() as by:
        for person, more in (
            (one, {"started_on": date(2020, 5, 1)}),
            (other, {"title": "Ostaja", "started_on": date(2015, 5, 1)}),
        ):
            parties.add_representation(
                person_id=person, organisation_id=esimerkki_oy, **more, origin=OLDER, by=by, at=NOW
            )
    before = everything()
    done = merged(one, other)
    with entered() as by:
        by.record("test.look")
        role = Represents.objects.get()
        assert (role.title, role.started_on) == ("Ostaja", date(2015, 5, 1))

    assert parted(done.id).not_restored == ()
    assert everything() == before


# --- more than two --------------------------------------------------------------------------------------------------


def test_merges_of_the_merged_are_undone_one_after_the_other(db: None) -> None:
    one, two, three = (add_person(first_name=name, language=lang) for name, lang in (("A", ""), ("B", "sv"), ("C", "")))
    with entered() as by:
        for person in (one, two, three):
            parties.add_order(
                person_id=person, placed_on=date(2026, 1, 5), reference=str(person), origin=OLDER, by=by, at=NOW
            )
    at_first = everything()
    first = merged(two, three)
    between = everything()
    second = merged(one, two)
    with entered() as by:
        assert queries.stands_for(kind=PartyKind.PERSON, party=three, by=by) == one
        assert queries.stands_for(kind=PartyKind.PERSON, party=two, by=by) == one
        assert queries.stands_for(kind=PartyKind.PERSON, party=one, by=by) is None

    assert parted(second.id).not_restored == ()
    assert everything() == between
    assert parted(first.id).not_restored == ()
    assert everything() == at_first


def test_the_first_merge_can_be_undone_while_the_second_stands(db: None) -> None:
    one, two, three = (add_person(first_name=name) for name in "ABC")
    with entered() as by:
        parties.add_order(person_id=three, placed_on=date(2026, 1, 5), reference="3", origin=OLDER, by=by, at=NOW)
    first = merged(two, three)
    merged(one, two)

    parted(first.id)
    with entered() as by:
        assert len(queries.person_page(person_id=three, by=by).activities) == 1
        assert queries.stands_for(kind=PartyKind.PERSON, party=three, by=by) is None
        assert queries.stands_for(kind=PartyKind.PERSON, party=two, by=by) == one


def test_both_merges_at_once_of_the_same_pair_make_one(maija: UUID) -> None:
    other = add_person(first_name="Maija")
    merged(maija, other)
    with entered() as by:
        by.record("test.look")
        with pytest.raises(parties.CannotMergeError):
            parties.merge(kind=PartyKind.PERSON, survivor=other, absorbed=maija, by=by, at=LATER)


def test_an_unknown_merge_of_one_that_stands_in_the_way_says_so(db: None) -> None:
    with entered() as by:
        first, second, third = (
            parties.add_organisation(registered_name=name, business_id=number, origin=ORIGIN, by=by, at=NOW)
            for name, number in (("A Oy", ""), ("B Oy", "2077474-0"), ("C Oy", ""))
        )
    earlier = merged(first, second, kind=PartyKind.ORGANISATION)
    merged(third, first, kind=PartyKind.ORGANISATION)
    with entered() as by:
        by.record("test.look")
        with pytest.raises(parties.CannotUndoError) as raised, transaction.atomic():
            parties.undo_merge(merge_id=earlier.id, by=by, at=LATER)
    assert raised.value.later


# --- pairs and what was removed ------------------------------------------------------------------------------------


def test_who_was_told_apart_from_the_absorbed_is_told_apart_from_the_survivor(db: None) -> None:
    one, two, three = sorted(add_person(first_name="Maija") for _ in range(3))
    with entered() as by:
        by.record("test.look")
        pair = DuplicatePair(first_person_id=two, second_person_id=three, score=80, reasons=["name"], found_at=NOW)
        pair.dismissed_at = NOW
        pair.save(force_insert=True)
    before = everything()
    done = merged(one, two)
    with entered() as by:
        by.record("test.look")
        heir = DuplicatePair.objects.get()
        assert ({heir.first_person_id, heir.second_person_id}, heir.dismissed_at) == ({one, three}, NOW)
    parted(done.id)
    assert everything() == before


def test_what_was_removed_is_put_back_on_the_survivor(db: None) -> None:
    one, two = add_person(first_name="Maija"), add_person(first_name="Maija")
    with entered() as by:
        note = parties.add_note(text="Soitti.", written_on=NOW.date(), person_id=two, origin=ORIGIN, by=by, at=NOW)
        act = parties.remove(kind="note", row_id=note, by=by, at=NOW)
        parties.merge(kind=PartyKind.PERSON, survivor=one, absorbed=two, by=by, at=NOW)
        back = parties.restore(act=act, by=by, at=NOW + timedelta(minutes=1))
    assert back == Party(kind=PartyKind.PERSON, id=one)


def test_a_meeting_of_two_who_are_one_is_one(db: None) -> None:
    one, two = add_person(first_name="Maija"), add_person(first_name="Maija")
    with entered() as by:
        parties.add_activity(
            kind=ActivityKind.MEETING, happened_on=NOW.date(), people=(one, two), origin=ORIGIN, by=by, at=NOW
        )
    merged(one, two)
    with entered() as by:
        assert len(queries.timeline(party=Party(kind=PartyKind.PERSON, id=one), by=by).entries) == 1


# --- anything -------------------------------------------------------------------------------------------------------

FEW = st.integers(0, 2)
DAYS = st.sampled_from([None, date(2015, 1, 1), date(2020, 1, 1)])
PEOPLE = st.fixed_dictionaries(
    {
        "prefix": st.sampled_from(["", "TkT", "Dr"]),
        "language": st.sampled_from(["", "fi", "sv"]),
        "non_disclosure_until": st.sampled_from([None, date(2027, 1, 1), date(2028, 1, 1)]),
        "roles": st.lists(
            st.tuples(FEW, DAYS, st.sampled_from(["", "Ostaja"])), max_size=2, unique_by=lambda one: one[0]
        ),
        "emails": st.lists(FEW, max_size=2, unique=True),
        "orders": FEW,
        "notes": FEW,
        "own": st.sampled_from(["", "A", "B"]),
        "customer_since": st.sampled_from(["no", None, date(2019, 1, 1), date(2021, 1, 1)]),
        "ward_of": st.sampled_from([None, 0, 1, 2]),
        "told_apart": st.booleans(),
    }
)


@how(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    drawn=st.lists(PEOPLE, min_size=3, max_size=3),
    order=st.permutations([0, 1, 2]),
    take=st.sets(st.sampled_from(["prefix", "language", "first_name", "own.boiler"])),
)
def test_merging_and_undoing_anything_leaves_the_register_as_it_was(
    wider: None, db: None, drawn: list[dict[str, Any]], order: list[int], take: set[str]
) -> None:
    with transaction.atomic():
        people = _register_of(drawn)
        at_first = everything()
        one, two, three = (people[place] for place in order)
        first = merged(two, three, *take)
        between = everything()
        second = merged(one, two, *take)
        assert parted(second.id).not_restored == ()
        assert everything() == between
        assert parted(first.id).not_restored == ()
        assert everything() == at_first
        transaction.set_rollback(True)


def _register_of(drawn: list[dict[str, Any]]) -> list[UUID]:
    with entered() as by:
        given: dict[str, Any] = {"origin": ORIGIN, "by": by, "at": NOW}
        companies = [parties.add_organisation(registered_name=f"{n} Oy", **given) for n in range(3)]
        people = [
            parties.add_person(
                first_name=f"Maija{n}",
                last_name="Esimerkki",
                prefix=one["prefix"],
                language=one["language"],
                non_disclosure_until=one["non_disclosure_until"],
                **given,
            )
            for n, one in enumerate(drawn)
        ]
        for person, one in zip(people, drawn, strict=True):
            party = Party(kind=PartyKind.PERSON, id=person)
            for company, started, title in one["roles"]:
                parties.add_representation(
                    person_id=person, organisation_id=companies[company], title=title, started_on=started, **given
                )
            for number in one["emails"]:
                parties.add_contact_point(
                    owner=party, kind=ContactKind.EMAIL, value=f"m{number}@keksitty.example", **given
                )
            for number in range(one["orders"]):
                parties.add_order(person_id=person, placed_on=date(2026, 1, 5), reference=f"{person}{number}", **given)
            for _ in range(one["notes"]):
                parties.add_note(text="Soitti.", written_on=NOW.date(), person_id=person, **given)
            if one["own"]:
                parties.set_own_values(owner=party, values={"own.boiler": one["own"]}, **given)
            if one["customer_since"] != "no":
                parties.add_customership(person_id=person, started_on=one["customer_since"], **given)
            if one["ward_of"] is not None and people[one["ward_of"]] != person:
                parties.add_guardianship(ward_id=person, guardian_id=people[one["ward_of"]], **given)
        _tell_apart(people, drawn)
    return people


def _tell_apart(people: list[UUID], drawn: list[dict[str, Any]]) -> None:
    for place, one in enumerate(drawn):
        smaller, larger = sorted((people[place], people[(place + 1) % 3]))
        if one["told_apart"]:
            DuplicatePair(
                first_person_id=smaller,
                second_person_id=larger,
                score=80,
                reasons=["name"],
                found_at=NOW,
                dismissed_at=NOW,
            ).save(force_insert=True)
