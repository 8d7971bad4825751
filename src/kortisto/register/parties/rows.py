"""What all operations on party rows share: items of columns, origins, search words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from kortisto.declaration.holdings import Column, holding_of
from kortisto.lib.text_keys import search_words, sort_key
from kortisto.register.parties.models import (
    Organisation,
    OrganisationSearchWord,
    Person,
    PersonSearchWord,
    Provenance,
)
from kortisto.register.parties.values import Origin


def item_of(model: type, field: str) -> str:
    """Return the item that a column holds; empty for columns that hold none."""
    holding = holding_of(model)
    column = holding.columns.get(field) if holding else None
    return column.item if isinstance(column, Column) else ""


def items_of(model: type, fields: Iterable[str]) -> tuple[str, ...]:
    """Return the distinct items that the columns hold, in order."""
    return tuple(filter(None, dict.fromkeys(item_of(model, field) for field in fields)))


def filled(values: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the fields that carry something: an empty one is no datum, and needs no leave."""
    return tuple(field for field, value in values.items() if value not in ("", None, False))


def origin_columns(origin: Origin) -> dict[str, Any]:
    """Return the columns of `Provenance` of a new row."""
    return {
        "source": origin.source,
        "collected_at": origin.collected_at,
        "basis": origin.basis.value,
        "declaration": origin.declaration,
        "batch_id": origin.batch,
    }


def stamp(row: Provenance, origin: Origin, at: datetime) -> list[str]:
    """Give a row of one datum its new origin; return the changed fields."""
    columns = origin_columns(origin)
    for column, value in columns.items():
        setattr(row, column, value)
    row.changed_at = at
    return [column.removesuffix("_id") for column in columns] + ["changed_at"]


def origin_as_json(origin: Origin) -> dict[str, str | None]:
    """Return an origin as `FieldProvenance.origins` keeps it."""
    return {
        "source": origin.source,
        "collected_at": origin.collected_at.isoformat(),
        "basis": origin.basis.value,
        "declaration": origin.declaration,
        "batch": str(origin.batch) if origin.batch else None,
    }


def organisation_sort_key(organisation: Organisation) -> str:
    return sort_key(organisation.trade_name or organisation.registered_name)


def person_sort_key(person: Person) -> str:
    return sort_key(person.last_name or person.first_name, person.first_name)


def write_organisation_words(organisation: Organisation) -> None:
    """Make the search words those of the present names."""
    words = search_words(organisation.registered_name, organisation.trade_name)
    OrganisationSearchWord.objects.filter(organisation=organisation).delete()
    OrganisationSearchWord.objects.bulk_create(
        OrganisationSearchWord(organisation=organisation, word=word) for word in words
    )


def write_person_words(person: Person) -> None:
    """Make the search words those of the present name."""
    PersonSearchWord.objects.filter(person=person).delete()
    PersonSearchWord.objects.bulk_create(
        PersonSearchWord(person=person, word=word) for word in search_words(person.first_name, person.last_name)
    )
