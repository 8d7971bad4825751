"""What all operations on party rows share: items of columns, origins, search words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from kortisto.declaration.holdings import Column, holding_of
from kortisto.declaration.words import Basis
from kortisto.lib.ids import uuid7
from kortisto.lib.text_keys import search_keys, sort_key
from kortisto.register.parties.bulk import Columns, insert_rows
from kortisto.register.parties.models import (
    Organisation,
    OrganisationFormerName,
    OrganisationSearchKeys,
    Person,
    PersonSearchKeys,
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


_DERIVED = frozenset({"id", "sort_key"})
"""Columns that no one gives: made of the others."""


def filled(values: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the fields that carry something: an empty one is no datum, and needs no leave."""
    return tuple(field for field, value in values.items() if value not in ("", None, False) and field not in _DERIVED)


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


def origin_from_json(kept: Mapping[str, Any] | None) -> Origin | None:
    """Return the origin that `origin_as_json` has kept; None where none was."""
    if not kept:
        return None
    return Origin(
        source=kept["source"],
        collected_at=datetime.fromisoformat(kept["collected_at"]),
        basis=Basis(kept["basis"]),
        declaration=kept["declaration"],
        batch=UUID(kept["batch"]) if kept.get("batch") else None,
    )


def new_person(
    *,
    first_name: str,
    last_name: str,
    prefix: str = "",
    language: str = "",
    informed_on: date | None = None,
    non_disclosure_until: date | None = None,
) -> Columns:
    """Return the columns of a new person, trimmed and with the key to sort by; its origin is added by the writer.

    The one place that knows how a person is written: for one as for ten thousand.
    """
    values = {"first_name": first_name.strip(), "last_name": last_name.strip(), "prefix": prefix.strip()}
    return {
        "id": uuid7(),
        **values,
        "language": language,
        "informed_on": informed_on,
        "non_disclosure_until": non_disclosure_until,
        "sort_key": person_sort_key(**values),
    }


def new_organisation(
    *,
    registered_name: str,
    trade_name: str = "",
    business_id: str = "",
    vat_id: str = "",
    einvoice_address: str = "",
    einvoice_operator: str = "",
    industry_code: str = "",
    size_class: str = "",
    external_reference: str = "",
    sole_trader: bool = False,
    parent_id: Any = None,
) -> Columns:
    """Return the columns of a new organisation; see `new_person`. Its identifiers are in their stored form already."""
    return {
        "id": uuid7(),
        "registered_name": registered_name,
        "trade_name": trade_name,
        "business_id": business_id or None,
        "vat_id": vat_id,
        "einvoice_address": einvoice_address,
        "einvoice_operator": einvoice_operator,
        "industry_code": industry_code,
        "size_class": size_class,
        "external_reference": external_reference,
        "sole_trader": sole_trader,
        "parent_id": parent_id,
        "sort_key": organisation_sort_key(registered_name=registered_name, trade_name=trade_name),
    }


def organisation_sort_key(*, registered_name: str, trade_name: str = "", **_others: Any) -> str:
    """Return the key by which an organisation stands in lists."""
    return sort_key(trade_name or registered_name)


def person_sort_key(*, first_name: str, last_name: str, **_others: Any) -> str:
    """Return the key by which a person stands in lists."""
    return sort_key(last_name or first_name, first_name)


def write_organisation_words(organisations: Iterable[Columns], *, anew: bool = False) -> None:
    """Write the search keys of organisations, of which `id` and the names are read; `anew` replaces older ones.

    Former names count too; an organisation that is not written anew has none yet.
    """
    rows = list(organisations)
    former: dict[UUID, list[str]] = {}
    if anew:
        ids = [row["id"] for row in rows]
        OrganisationSearchKeys.objects.filter(organisation__in=ids).delete()
        for id_, name in OrganisationFormerName.objects.filter(organisation__in=ids).values_list(
            "organisation_id", "name"
        ):
            former.setdefault(id_, []).append(name)
    insert_rows(
        OrganisationSearchKeys,
        [
            {
                "organisation_id": row["id"],
                "keys": search_keys(row["registered_name"], row["trade_name"], *former.get(row["id"], ())),
            }
            for row in rows
        ],
    )


def write_person_words(people: Iterable[Columns], *, anew: bool = False) -> None:
    """Write the search keys of people, of whom `id` and the names are read; `anew` replaces older ones."""
    rows = list(people)
    if anew:
        PersonSearchKeys.objects.filter(person__in=[row["id"] for row in rows]).delete()
    insert_rows(
        PersonSearchKeys,
        [{"person_id": row["id"], "keys": search_keys(row["first_name"], row["last_name"])} for row in rows],
    )


def refresh_listing(person_id: UUID) -> None:
    """Let the line by which a person is sorted follow a change of a field of their own; all else the database sees."""
    with connection.cursor() as cursor:
        cursor.execute("select parties_person_listing_refresh(array[%s::uuid])", [person_id])


def names_of(row: Organisation | Person) -> Columns:
    """Return the id and the names of a row, as the search words are made of."""
    fields = ("first_name", "last_name") if isinstance(row, Person) else ("registered_name", "trade_name")
    return {"id": row.pk, **{field: getattr(row, field) for field in fields}}
