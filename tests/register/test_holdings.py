"""Every column of the register says what it holds, in the words of the vocabulary, and the registry is enough."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.db import connection, models

from kortisto.declaration.holdings import Column, Holding, Link, facts_of, holding_of, registry
from kortisto.declaration.vocabulary.clocks import CLOCKS
from kortisto.declaration.vocabulary.items import ITEMS
from kortisto.declaration.vocabulary.relations import RELATIONS
from kortisto.declaration.vocabulary.states import STATES
from kortisto.register.parties import operations as parties
from kortisto.register.parties.enums import ActivityKind, RelationshipKind
from kortisto.register.parties.models import Customership, Represents
from tests.register.conftest import NOW, ORIGIN, entered

MODELS = [model for model in apps.get_models() if model.__module__.startswith("kortisto.register.")]


def named(model: type[models.Model]) -> str:
    return model._meta.label


def holding(model: type[models.Model]) -> Holding:
    found = holding_of(model)
    assert found is not None, f"{named(model)}: say what it holds, with @holds"
    return found


@pytest.mark.unit
@pytest.mark.parametrize("model", MODELS, ids=named)
def test_every_column_is_classified(model: type[models.Model]) -> None:
    assert set(holding(model).columns) == {field.name for field in model._meta.concrete_fields}


@pytest.mark.unit
@pytest.mark.parametrize("model", MODELS, ids=named)
def test_the_words_are_those_of_the_vocabulary(model: type[models.Model]) -> None:
    columns = holding(model).columns.values()
    data = [column for column in columns if isinstance(column, Column)]

    assert {column.item for column in data if not column.named_by} <= ITEMS.keys()
    assert {column.named_by for column in data if not column.item} <= set(holding(model).columns)
    assert {clock for column in data for clock in column.clocks} <= CLOCKS.keys()
    assert {column.relation for column in columns if isinstance(column, Link)} <= RELATIONS.keys()


@pytest.mark.unit
@pytest.mark.parametrize("model", MODELS, ids=named)
def test_the_paths_lead_to_people_and_organisations(model: type[models.Model]) -> None:
    fields = {field.name for field in model._meta.concrete_fields}
    said = holding(model)

    for path in (said.subject, said.organisation, said.source, said.collected):
        assert path in {None, "", *fields}


@pytest.mark.integration
def test_every_foreign_key_has_an_index(db: None) -> None:
    tables = [model._meta.db_table for model in MODELS]
    with connection.cursor() as cursor:
        cursor.execute(
            """
            select conrelid::regclass::text || '.' || attname
            from pg_constraint join pg_attribute on attrelid = conrelid and attnum = conkey[1]
            where contype = 'f' and conrelid::regclass::text = any(%s) and not exists (
                select from pg_index where indrelid = conrelid and indkey[0] = conkey[1] and indpred is null
            )
            """,
            (tables,),
        )
        assert cursor.fetchall() == []


def last_activity(person: UUID) -> date | None:
    """Walk the registry as retention does: the latest date that feeds the clock of a person or whom they represent."""
    organisations = list(Represents.objects.filter(person=person).values_list("organisation", flat=True))
    dates: list[date] = []
    for said in registry():
        model = said.model
        assert issubclass(model, models.Model)
        for name, column in said.columns.items():
            if not isinstance(column, Column):
                continue
            for clock, path, owners in (
                ("person.last_activity", said.subject, [person]),
                ("organisation.last_activity", said.organisation, organisations),
            ):
                if clock in column.clocks and path:
                    rows = model._default_manager.filter(**{f"{path}__in": owners})
                    dates += rows.values_list(name, flat=True)
    return max(dates, default=None)


@pytest.mark.integration
def test_the_registry_is_enough_to_find_the_clocks_of_a_person(maija: UUID, esimerkki_oy: UUID) -> None:
    with entered() as by:
        assert last_activity(maija) is None
        common: dict[str, Any] = {"origin": ORIGIN, "by": by, "at": NOW}
        parties.add_activity(kind=ActivityKind.CALL, happened_on=date(1997, 1, 1), person_id=maija, **common)
        assert last_activity(maija) == date(1997, 1, 1)
        parties.add_order(reference="1", placed_on=date(1998, 5, 6), organisation_id=esimerkki_oy, **common)
        assert last_activity(maija) == date(1998, 5, 6)


@pytest.mark.integration
def test_parties_tell_what_is_true_of_them(maija: UUID, esimerkki_oy: UUID) -> None:
    with entered() as by:
        now = facts_of([maija, esimerkki_oy])
        row = Customership.objects.get()
        parties.end_relationship(
            relationship_id=row.id, kind=RelationshipKind.CUSTOMER, ended_on=date(2026, 1, 1), by=by, at=NOW
        )
        after = facts_of([maija, esimerkki_oy])

    assert now[maija].states == {"customer contact", "active contact"}
    assert now[esimerkki_oy].states == {"customer organisation"}
    assert not after[maija].states
    assert after[maija].earlier == {"customer contact"}
    assert not after[esimerkki_oy].states
    assert after[esimerkki_oy].earlier == {"customer organisation"}
    assert {
        state for facts in (*now.values(), *after.values()) for state in facts.states | facts.earlier
    } <= STATES.keys()


@pytest.mark.unit
@pytest.mark.parametrize("model", MODELS, ids=named)
def test_the_text_of_a_row_which_gets_into_logs_holds_no_datum(model: type[models.Model]) -> None:
    texts = {
        field.name: "canary"
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField) and isinstance(holding(model).columns[field.name], Column)
    }
    row = model(**texts)

    assert "canary" not in f"{row} {row!r}"
