"""Many rows with one statement: what is written is what was given, whatever characters stand in it."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DataError, IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kortisto.register.parties.bulk import insert_rows, update_rows
from kortisto.register.parties.models import OwnValue, Person
from kortisto.register.parties.rows import new_person, origin_columns
from tests.register.conftest import ORIGIN, entered

pytestmark = pytest.mark.integration

NAMES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=20)
HARD = ["{}", '"', "\\", '\\"', "NULL", "null", "a,b", "'", "%s", " ", "\n", "\x01", "ä\u2028", "{1,2}", "c1", "💶"]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(names=st.lists(NAMES | st.sampled_from(HARD), min_size=1, max_size=5))
def test_any_text_comes_back_as_it_was(db: None, names: list[str]) -> None:
    people = [{**new_person(first_name="A", last_name="B"), "first_name": name, "prefix": name[:50]} for name in names]
    with transaction.atomic(), entered() as by:
        by.record("test.look")
        insert_rows(Person, people, origin_columns(ORIGIN))
        there = {row.id: row for row in Person.objects.filter(id__in=[one["id"] for one in people])}
        assert [there[one["id"]].first_name for one in people] == names
        assert [there[one["id"]].prefix for one in people] == [name[:50] for name in names]


def test_every_kind_of_column_is_written_and_changed(db: None) -> None:
    day = date(2026, 11, 1)
    people = [
        new_person(first_name="Aino", last_name="Hehku", informed_on=day),
        {**new_person(first_name="Onni", last_name="Malli"), "origins": {"title": {"source": 'a "b" \\'}}},
    ]
    with entered() as by:
        by.record("test.look")
        insert_rows(Person, people, origin_columns(ORIGIN))
        insert_rows(
            OwnValue, [{"id": people[0]["id"], "item": "own.a", "value": "1", "person_id": people[0]["id"]}],
            origin_columns(ORIGIN),
        )  # fmt: skip
        aino, onni = (Person.objects.get(id=one["id"]) for one in people)
        assert (aino.informed_on, onni.informed_on) == (day, None)
        assert (aino.origins, onni.origins) == ({}, {"title": {"source": 'a "b" \\'}})
        assert (aino.source, aino.collected_at, aino.batch_id) == (ORIGIN.source, ORIGIN.collected_at, None)
        assert OwnValue.objects.get().organisation_id is None
        update_rows(Person, [{"id": aino.id, "informed_on": None, "prefix": 'x"'}], ["informed_on", "prefix"])
        aino.refresh_from_db()
        assert (aino.informed_on, aino.prefix) == (None, 'x"')


@pytest.mark.parametrize("name", ["a\0b", "a" * 201])
def test_what_the_database_cannot_hold_is_refused_and_nothing_written(db: None, name: str) -> None:
    people = [new_person(first_name="Aino", last_name="Hehku"), new_person(first_name=name, last_name="Malli")]
    with entered() as by:
        by.record("test.look")
        with pytest.raises(DataError), transaction.atomic():
            insert_rows(Person, people, origin_columns(ORIGIN))
        with pytest.raises(IntegrityError), transaction.atomic():
            insert_rows(Person, [new_person(first_name="", last_name="")], origin_columns(ORIGIN))
        assert not Person.objects.exists()
