"""What hangs on a party, read from the registry of holdings, and what merging did with it, step by step.

No table is named here but those of merging itself: whatever says that its rows hang on people or organisations is
found, whoever adds it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from kortisto.declaration.civil_time import civil_day
from kortisto.declaration.holdings import Column, Erasure, Holding, holding_of, registry
from kortisto.register.parties.enums import MergeStepKind, PartyKind
from kortisto.register.parties.models import DuplicatePair, Merge, MergeStep, Organisation, Person
from kortisto.register.parties.rows import organisation_sort_key, person_sort_key

MODELS: Mapping[PartyKind, type[Person | Organisation]] = {
    PartyKind.PERSON: Person,
    PartyKind.ORGANISATION: Organisation,
}
NAMES = {PartyKind.PERSON: "person.name", PartyKind.ORGANISATION: "organisation.name"}
OWN_TABLES = frozenset({Merge, MergeStep, DuplicatePair})
"""Tables of merging itself, which have ways of their own."""

BESIDE = frozenset({"changed_at", "origins"})
"""Columns that say something about the others, and follow them."""


@dataclass(frozen=True, slots=True)
class Hanging:
    """One column by which rows of a table hang on a party."""

    holding: Holding
    model: type[models.Model]
    field: str

    @property
    def is_derived(self) -> bool:
        """One row for each party, made of other tables: written anew, never moved."""
        return bool(self.model._meta.get_field(self.field).primary_key)  # type: ignore[union-attr]


def hanging_on(model: type[models.Model]) -> Iterator[Hanging]:
    """Yield every column by which rows hang on parties of this kind."""
    for holding in registry():
        table = cast("type[models.Model]", holding.model)
        if table in OWN_TABLES:
            continue
        for field in table._meta.concrete_fields:
            if isinstance(field, models.ForeignKey) and field.related_model is model:
                yield Hanging(holding, table, field.name)


def link_columns(model: type[models.Model]) -> frozenset[str]:
    """Return the columns in which a party points to another of its kind."""
    return frozenset(
        field.attname
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and field.related_model is model
    )


def name_of(column: str, model: type[models.Model]) -> str:
    """Return the name of the field whose column this is: `parent` of `parent_id`."""
    return next(field.name for field in model._meta.concrete_fields if column in {field.attname, field.name})


def origin_of(row: Any, field: str) -> dict[str, Any]:
    """Return the origin that a field of a row has: its own, or that of the whole row."""
    return (getattr(row, "origins", None) or {}).get(field) or {
        "source": row.source,
        "collected_at": row.collected_at.isoformat(),
        "basis": row.basis,
        "declaration": row.declaration,
        "batch": str(row.batch_id) if row.batch_id else None,
    }


def is_protected(party: Person | Organisation, at: datetime) -> bool:
    """Return whether a non-disclosure for personal safety hides the addresses of a party."""
    until = party.non_disclosure_until if isinstance(party, Person) else None
    return until is not None and until >= civil_day(at)


def set_sort_key(party: Any) -> None:
    """Make the key by which a party is sorted anew from its names."""
    if isinstance(party, Person):
        party.sort_key = person_sort_key(first_name=party.first_name, last_name=party.last_name)
    elif isinstance(party, Organisation):
        party.sort_key = organisation_sort_key(registered_name=party.registered_name, trade_name=party.trade_name)


class Steps:
    """Gathers what a merge does, to be written together."""

    def __init__(self, made: Merge, kind: PartyKind) -> None:
        self._made = made
        self._kind = kind
        self._steps: list[MergeStep] = []

    def moved(self, model: type[models.Model], field: str, keys: Iterable[object], before: UUID) -> None:
        """Rows hang on another party."""
        for key in keys:
            self._add(MergeStepKind.MOVED, model, key, field, NAMES[self._kind], before, self._made.merged_at)

    def added(self, row: models.Model) -> None:
        """The merge made a row."""
        self._add(MergeStepKind.ADDED, type(row), row.pk, "", NAMES[self._kind], None, self._made.merged_at)

    def removed(self, row: models.Model) -> None:
        """A row is taken away that says what another says."""
        self._whole(MergeStepKind.REMOVED, row)

    def absorbed(self, row: models.Model) -> None:
        """The party goes."""
        self._whole(MergeStepKind.ABSORBED, row)

    def changed(self, row: models.Model, after: Mapping[str, Any]) -> None:
        """Columns of a row get other values; the row has the former ones still."""
        for column, value in after.items():
            item = _item_of_column(row, name_of(column, type(row))) or _item_of_row(row, NAMES[self._kind])
            since = _collected(row, name_of(column, type(row)), self._made.merged_at)
            before = getattr(row, column)
            self._add(MergeStepKind.CHANGED, type(row), row.pk, column, item, before, since, after=value)

    def write(self) -> None:
        """Keep the steps."""
        MergeStep.objects.bulk_create(self._steps, batch_size=1000)

    def _whole(self, kind: MergeStepKind, row: models.Model) -> None:
        main = _item_of_row(row, NAMES[self._kind])
        for field in row._meta.concrete_fields:
            item = _item_of_column(row, field.name) or main
            since = _collected(row, field.name, self._made.merged_at)
            self._add(kind, type(row), row.pk, field.attname, item, getattr(row, field.attname), since)

    def _add(  # noqa: PLR0917 (one line of a table)
        self,
        kind: MergeStepKind,
        model: type[models.Model],
        key: object,
        field: str,
        item: str,
        value: Any,
        since: datetime,
        *,
        after: Any = None,
    ) -> None:
        self._steps.append(
            MergeStep(
                merge=self._made,
                person_id=self._made.person_id,
                organisation_id=self._made.organisation_id,
                happened_at=self._made.merged_at,
                collected_at=since,
                kind=kind,
                table=model._meta.label,
                row=str(key),
                field=field,
                item=item,
                value="" if value is None else as_json(value),
                empty=value is None,
                after="" if after is None else as_json(after),
            )
        )


class _ToTheMicrosecond(DjangoJSONEncoder):
    def default(self, o: Any) -> Any:
        # Django's own cuts instants off at the millisecond, and what comes back is what was there.
        return o.isoformat() if isinstance(o, datetime) else super().default(o)


def as_json(value: Any) -> str:
    """Return a value as steps keep it."""
    return json.dumps(value, cls=_ToTheMicrosecond)


def value_of(step: MergeStep) -> Any:
    """Return what stood in a column before the merge."""
    if step.empty:
        return None
    field = next(one for one in model_of(step.table)._meta.concrete_fields if one.attname == step.field)
    return cast("Callable[[Any], Any]", field.to_python)(json.loads(step.value))


def whole_row(steps: Iterable[MergeStep]) -> models.Model | None:
    """Return a row made of its steps, not saved; None where a rule has ended what no row can be without."""
    kept = {step.field: step for step in steps}
    model = model_of(next(iter(kept.values())).table)
    holding = holding_of(model)
    assert holding is not None  # noqa: S101 (every model of ours has one)
    for field in model._meta.concrete_fields:
        column = holding.columns[field.name]
        may_be_missing = isinstance(column, Column) and column.erase is Erasure.CLEAR
        if field.attname not in kept and field.name != "sort_key" and not may_be_missing:
            return None
    row = model(**{name: value_of(step) for name, step in kept.items()})
    set_sort_key(row)
    return row


def model_of(label: str) -> type[models.Model]:
    """Return the model of a table by its label."""
    return next(model for one in registry() if (model := cast("type[models.Model]", one.model))._meta.label == label)


def _item_of_column(row: models.Model, field: str) -> str:
    """Return the item that a column of this row holds; empty for what only speaks of others."""
    holding = holding_of(type(row))
    column = holding.columns.get(field) if holding else None
    if not isinstance(column, Column) or field in BESIDE:
        return ""
    return str(getattr(row, column.named_by)) if column.named_by else column.item


def _item_of_row(row: models.Model, otherwise: str) -> str:
    """Return the first item that a row holds, with which the rest of it is kept."""
    if isinstance(row, Person | Organisation):
        return otherwise
    return next((item for field in row._meta.concrete_fields if (item := _item_of_column(row, field.name))), otherwise)


def _collected(row: Any, field: str, otherwise: datetime) -> datetime:
    """Return when a field of a row was collected."""
    own = (getattr(row, "origins", None) or {}).get(field)
    if own:
        return datetime.fromisoformat(own["collected_at"])
    holding = holding_of(type(row))
    return getattr(row, holding.collected) if holding and holding.collected else otherwise
