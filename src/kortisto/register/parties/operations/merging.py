"""Makes two parties one, and two of one again.

A walker over the registry of holdings: whatever table says that its rows hang on a person or an organisation has them
moved, without being named here. What cannot be moved, because the party that stays has the same already, is taken away
and kept as a step, like the fields of the party that goes: nothing is lost, and all of it can be undone.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, models, transaction

from kortisto.declaration.holdings import Column, Holding, registry
from kortisto.declaration.words import Operation
from kortisto.register.audit.values import Access
from kortisto.register.parties.enums import MergeStepKind, PartyKind
from kortisto.register.parties.history import is_kept, record_changes
from kortisto.register.parties.models import Change, DuplicatePair, Merge, MergeStep, Organisation, Person
from kortisto.register.parties.queries.duplicates import MergeNotFoundError
from kortisto.register.parties.rows import (
    item_of,
    names_of,
    organisation_sort_key,
    person_sort_key,
    write_organisation_words,
    write_person_words,
)

_MODELS: Mapping[PartyKind, type[Person | Organisation]] = {
    PartyKind.PERSON: Person,
    PartyKind.ORGANISATION: Organisation,
}
_NAMES = {PartyKind.PERSON: "person.name", PartyKind.ORGANISATION: "organisation.name"}
_OWN_TABLES = {Merge, MergeStep, DuplicatePair}
"""Tables of merging itself: earlier merges stay where they are, and pairs with the one that goes go with it."""

_OF_THE_ROW = frozenset({"id", "sort_key", "origins"})


class CannotMergeError(ValueError):
    """The two cannot be one: they are the same row already, or one of them is gone."""


class CannotUndoError(ValueError):
    """The merge was undone before, or what made the absorbed party has been erased in the meantime by its rule."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """What a merge did: ids, rows that moved, rows that said the same twice, fields that got the other's value.

    `undoable`: its steps are kept, because the declaration lists the history of changes.
    """

    id: UUID
    survivor: UUID
    absorbed: UUID
    moved: int
    removed: int
    changed: tuple[str, ...]
    undoable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Parted:
    """What undoing did: rows that went back, and what could not be restored, as (table, field)."""

    kind: PartyKind
    survivor: UUID
    absorbed: UUID
    moved: int
    not_restored: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _Hanging:
    """One column by which rows of a table hang on a party."""

    holding: Holding
    model: type[models.Model]
    field: str


@transaction.atomic
def merge(
    *,
    kind: PartyKind,
    survivor: UUID,
    absorbed: UUID,
    take: Collection[str] = (),
    by: Access,
    at: datetime,
) -> Merged:
    """Make two parties one. `take`: names of the fields in which the absorbed party's value counts; an empty field of
    the survivor takes the other's without being named.

    Raises CannotMergeError, NotGrantedError.
    """
    model = _MODELS[kind]
    by.require(Operation.CHANGE, [_NAMES[kind]])
    if survivor == absorbed:
        raise CannotMergeError("a party cannot be merged with itself")
    # In the order of their keys, so that two merges of the same pair wait for each other.
    both = model._default_manager.filter(pk__in=[survivor, absorbed]).order_by("pk")
    rows = {row.pk: row for row in both.select_for_update()}
    if len(rows) != 2:  # noqa: PLR2004 (both of them)
        raise CannotMergeError("one of the two is not there")
    stays, goes = rows[survivor], rows[absorbed]
    made = Merge(merged_at=at, merged_by=by.actor.id, absorbed=absorbed, **{kind.value: stays})
    made.save(force_insert=True)
    steps = _Steps(made, kind)
    moved, removed = 0, 0
    _let_go(stays, absorbed, steps)
    for hanging in _hanging_on(model):
        one, other = _move(hanging, steps, absorbed, survivor, kind)
        moved, removed = moved + one, removed + other
    chosen = _values_to_take(stays, goes, frozenset(take))
    steps.absorbed(goes)
    # Before the survivor gets them: a business id is unique.
    _delete(goes)
    changed = _take(stays, goes, chosen, steps, by=by, at=at)
    steps.write()
    _rename(kind, [stays])
    items = [_NAMES[kind], *filter(None, (item_of(model, field) for field in changed))]
    by.record(
        f"{kind.value}.merge",
        at=at,
        object_kind=kind,
        object_id=survivor,
        subjects=[survivor, absorbed] if kind is PartyKind.PERSON else (),
        items=items,
    )
    return Merged(
        id=made.id,
        survivor=survivor,
        absorbed=absorbed,
        moved=moved,
        removed=removed,
        changed=changed,
        undoable=is_kept(),
    )


@transaction.atomic
def undo_merge(*, merge_id: UUID, by: Access, at: datetime) -> Parted:
    """Make two parties of one again, as they were. What was added since stays where it is.

    Raises MergeNotFoundError, CannotUndoError, NotGrantedError.
    """
    made = Merge.objects.select_for_update().filter(pk=merge_id).first()
    if made is None:
        raise MergeNotFoundError(merge_id)
    kind = PartyKind.PERSON if made.person_id else PartyKind.ORGANISATION
    model = _MODELS[kind]
    by.require(Operation.CHANGE, [_NAMES[kind]])
    if made.undone_at is not None:
        raise CannotUndoError("undone before")
    survivor_id = cast("UUID", made.person_id or made.organisation_id)
    stays = model._default_manager.select_for_update().get(pk=survivor_id)
    steps: dict[MergeStepKind, list[MergeStep]] = defaultdict(list)
    for step in MergeStep.objects.filter(merge=made).order_by("pk"):
        steps[MergeStepKind(step.kind)].append(step)
    lost: list[tuple[str, str]] = []
    changed = steps[MergeStepKind.CHANGED]
    links = [step for step in changed if step.field in _link_columns(model)]
    # What both cannot have (a business id) is given back first; what points to the other, when it is there again.
    _restore_fields(stays, [step for step in changed if step not in links], lost, by=by, at=at)
    came_back = _restore_row(model, made.absorbed, steps[MergeStepKind.ABSORBED])
    _restore_fields(stays, links, lost, by=by, at=at)
    moved = _move_back(steps[MergeStepKind.MOVED], survivor_id, made.absorbed)
    _restore_removed(steps[MergeStepKind.REMOVED], lost)
    MergeStep.objects.filter(merge=made).delete()
    made.undone_at = at
    made.save(update_fields=["undone_at"])
    _rename(kind, [stays, came_back])
    by.record(
        f"{kind.value}.part",
        at=at,
        object_kind=kind,
        object_id=survivor_id,
        subjects=[survivor_id, made.absorbed] if kind is PartyKind.PERSON else (),
        items=[_NAMES[kind]],
    )
    return Parted(kind=kind, survivor=survivor_id, absorbed=made.absorbed, moved=moved, not_restored=tuple(lost))


# --- what hangs on a party -------------------------------------------------------------------------------------------


def _hanging_on(model: type[models.Model]) -> Iterator[_Hanging]:
    """Yield every column by which rows hang on parties of this kind, of tables that are not derived from others."""
    for holding in registry():
        table = cast("type[models.Model]", holding.model)
        if table in _OWN_TABLES or holding.collected is None:
            continue
        for field in table._meta.concrete_fields:
            if isinstance(field, models.ForeignKey) and field.related_model is model:
                yield _Hanging(holding, table, field.name)


def _link_columns(model: type[models.Model]) -> frozenset[str]:
    """Return the columns in which a party points to another of its kind."""
    return frozenset(
        field.attname
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and field.related_model is model
    )


def _let_go(stays: models.Model, absorbed: UUID, steps: _Steps) -> None:
    """Empty what points from the survivor to the absorbed: nobody is part of a group of their own."""
    pointing = [column for column in _link_columns(type(stays)) if getattr(stays, column) == absorbed]
    if pointing:
        steps.changed(stays, pointing)
        for column in pointing:
            setattr(stays, column, None)
        stays.save(update_fields=[column.removesuffix("_id") for column in pointing])


def _move(hanging: _Hanging, steps: _Steps, absorbed: UUID, survivor: UUID, kind: PartyKind) -> tuple[int, int]:
    """Hang the rows on the survivor; return how many moved, and how many said the same as one that is there."""
    rows = hanging.model._default_manager.filter(**{hanging.field: absorbed})
    keys = list(rows.select_for_update().values_list("pk", flat=True))
    if not keys:
        return 0, 0
    try:
        with transaction.atomic():
            rows.filter(pk__in=keys).update(**{hanging.field: survivor})
    except IntegrityError:
        stuck = [key for key in keys if not _move_one(hanging, key, survivor)]
    else:
        stuck = []
    steps.moved(hanging, [key for key in keys if key not in set(stuck)], absorbed)
    for row in hanging.model._default_manager.filter(pk__in=stuck):
        steps.removed(row, hanging.holding, kind)
        _delete(row)
    return len(keys) - len(stuck), len(stuck)


def _move_one(hanging: _Hanging, key: object, survivor: UUID) -> bool:
    try:
        with transaction.atomic():
            hanging.model._default_manager.filter(pk=key).update(**{hanging.field: survivor})
    except IntegrityError:
        return False
    return True


def _delete(row: models.Model) -> None:
    row._meta.model._default_manager.filter(pk=row.pk).delete()


# --- fields of the two themselves ------------------------------------------------------------------------------------


def _data_fields(model: type[models.Model]) -> list[str]:
    holding = next(one for one in registry() if one.model is model)
    return [
        field.name
        for field in model._meta.concrete_fields
        if field.name not in _OF_THE_ROW
        and (isinstance(holding.columns[field.name], Column) or field.name in {"parent", "sole_trader"})
        and field.name != "changed_at"
    ]


def _values_to_take(stays: models.Model, goes: models.Model, take: frozenset[str]) -> dict[str, Any]:
    """Return the fields, by column, in which the absorbed party's value counts."""
    chosen = {}
    for name in _data_fields(type(stays)):
        column = cast("str", stays._meta.get_field(name).attname)  # type: ignore[union-attr]
        own, other = getattr(stays, column), getattr(goes, column)
        if other in (None, "", False) or own == other or (column == "parent_id" and other == stays.pk):
            continue
        if name in take or own in (None, "", False):
            chosen[column] = other
    return chosen


def _take(
    stays: Any, goes: Any, chosen: Mapping[str, Any], steps: _Steps, *, by: Access, at: datetime
) -> tuple[str, ...]:
    if not chosen:
        return ()
    before = {column: getattr(stays, column) for column in chosen}
    steps.changed(stays, [*chosen, "origins", "changed_at"])
    for column, value in chosen.items():
        setattr(stays, column, value)
        field = column.removesuffix("_id") if column == "parent_id" else column
        # The datum keeps its own origin: it comes from where the absorbed party's came from.
        stays.origins[field] = goes.origins.get(field) or {
            "source": goes.source,
            "collected_at": goes.collected_at.isoformat(),
            "basis": goes.basis,
            "declaration": goes.declaration,
            "batch": str(goes.batch_id) if goes.batch_id else None,
        }
    stays.changed_at = at
    stays.sort_key = _sort_key(stays)
    stays.save()
    record_changes(stays, before, by=by, at=at)
    return tuple(chosen)


def _sort_key(party: Person | Organisation) -> str:
    if isinstance(party, Person):
        return person_sort_key(first_name=party.first_name, last_name=party.last_name)
    return organisation_sort_key(registered_name=party.registered_name, trade_name=party.trade_name)


def _rename(kind: PartyKind, parties: Iterable[Any]) -> None:
    write = write_person_words if kind is PartyKind.PERSON else write_organisation_words
    write([names_of(party) for party in parties], anew=True)


# --- steps -----------------------------------------------------------------------------------------------------------


class _Steps:
    """Gathers what a merge does, to be written together."""

    def __init__(self, made: Merge, kind: PartyKind) -> None:
        self._made = made
        self._kind = kind
        self._steps: list[MergeStep] = []

    def moved(self, hanging: _Hanging, keys: Iterable[object], before: UUID) -> None:
        since = self._made.merged_at
        for key in keys:
            self._add(MergeStepKind.MOVED, hanging.model, key, hanging.field, _NAMES[self._kind], before, since)

    def removed(self, row: models.Model, holding: Holding, kind: PartyKind) -> None:
        self._whole(MergeStepKind.REMOVED, row, holding, kind)

    def absorbed(self, row: models.Model) -> None:
        holding = next(one for one in registry() if one.model is type(row))
        self._whole(MergeStepKind.ABSORBED, row, holding, self._kind)

    def changed(self, row: models.Model, columns: Iterable[str]) -> None:
        for column in columns:
            item = item_of(type(row), column) or _NAMES[self._kind]
            self._add(
                MergeStepKind.CHANGED, type(row), row.pk, column, item, getattr(row, column), _collected(row, column)
            )

    def write(self) -> None:
        # Without a history of changes in the declaration nothing is kept, and a merge cannot be undone.
        if is_kept():
            MergeStep.objects.bulk_create(self._steps, batch_size=1000)

    def _whole(self, kind: MergeStepKind, row: models.Model, holding: Holding, party: PartyKind) -> None:
        for field in row._meta.concrete_fields:
            column = holding.columns.get(field.name)
            item = column.item if isinstance(column, Column) else ""
            if isinstance(column, Column) and column.named_by:
                item = getattr(row, column.named_by)
            column_name = field.attname
            value = getattr(row, column_name)
            since = _collected(row, field.name)
            self._add(kind, type(row), row.pk, column_name, item or _NAMES[party], value, since)

    def _add(  # noqa: PLR0917 (one line of a table)
        self,
        kind: MergeStepKind,
        model: type[models.Model],
        key: object,
        field: str,
        item: str,
        value: Any,
        since: datetime,
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
                value="" if value is None else json.dumps(value, cls=DjangoJSONEncoder),
                empty=value is None,
            )
        )


def _collected(row: Any, field: str) -> datetime:
    """Return when a field of a row was collected."""
    own = (getattr(row, "origins", None) or {}).get(field.removesuffix("_id") if field == "parent_id" else field)
    return datetime.fromisoformat(own["collected_at"]) if own else getattr(row, _collected_column(type(row)))


def _collected_column(model: type) -> str:
    return next(one.collected for one in registry() if one.model is model and one.collected)


# --- undoing ---------------------------------------------------------------------------------------------------------


def _restore_fields(
    stays: Any, steps: Iterable[MergeStep], lost: list[tuple[str, str]], *, by: Access, at: datetime
) -> None:
    """Give the survivor back what stood in its fields, where nobody has changed them since."""
    wanted = {step.field: step for step in steps}
    later = _changed_after(stays, steps_at=min((step.happened_at for step in wanted.values()), default=at))
    before, restored = {}, []
    for column, step in wanted.items():
        if column in {"changed_at", "origins"}:
            continue
        if column in later or not _is_there(step):
            lost.append((step.table, column))
            continue
        before[column] = getattr(stays, column)
        setattr(stays, column, _value(stays._meta.model, step))
        restored.append(column)
    if not restored:
        return
    kept = wanted.get("origins")
    origins = _value(stays._meta.model, kept) if kept is not None and _is_there(kept) else {}
    for column in restored:
        field = column.removesuffix("_id") if column == "parent_id" else column
        if field in origins:
            stays.origins[field] = origins[field]
        else:
            stays.origins.pop(field, None)
    stays.changed_at = at
    stays.sort_key = _sort_key(stays)
    stays.save()
    record_changes(stays, before, by=by, at=at)


def _changed_after(row: models.Model, *, steps_at: datetime) -> frozenset[str]:
    """Return the columns that somebody changed after a time: the history knows."""
    return frozenset(
        Change.objects.filter(row=row.pk, table=type(row).__name__, happened_at__gt=steps_at).values_list(
            "field", flat=True
        )
    )


def _restore_row(model: type[Any], key: UUID, steps: Iterable[MergeStep]) -> Any:
    found = list(steps)
    values = {step.field: _value(model, step) for step in found if _is_there(step)}
    if not found or "source" not in values or "collected_at" not in values:
        raise CannotUndoError("what the absorbed party was has been erased")
    row = model(**{**values, "id": key})
    row.sort_key = _sort_key(row)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise CannotUndoError("the absorbed party can no longer stand beside the one that stayed") from error
    return row


def _move_back(steps: Iterable[MergeStep], survivor: UUID, absorbed: UUID) -> int:
    """Hang back what still hangs on the survivor; what was moved or erased since is not touched."""
    by_column: dict[tuple[str, str], list[str]] = defaultdict(list)
    for step in steps:
        by_column[step.table, step.field].append(step.row)
    moved = 0
    for (table, field), keys in by_column.items():
        rows = _model_of(table)._default_manager.filter(pk__in=keys, **{field: survivor})
        moved += rows.update(**{field: absorbed})
    return moved


def _restore_removed(steps: Iterable[MergeStep], lost: list[tuple[str, str]]) -> None:
    by_row: dict[tuple[str, str], list[MergeStep]] = defaultdict(list)
    for step in steps:
        by_row[step.table, step.row].append(step)
    for (table, _key), columns in by_row.items():
        model = _model_of(table)
        values = {step.field: _value(model, step) for step in columns if _is_there(step)}
        try:
            with transaction.atomic():
                model(**values).save(force_insert=True)
        except (IntegrityError, TypeError):
            lost.append((table, ""))


def _model_of(table: str) -> type[models.Model]:
    return next(model for one in registry() if (model := cast("type[models.Model]", one.model))._meta.label == table)


def _is_there(step: MergeStep) -> bool:
    """Return whether the value is still kept: its rule may have emptied it."""
    return step.empty or step.value != ""


def _value(model: type[models.Model], step: MergeStep) -> Any:
    if step.empty:
        return None
    field = next(one for one in model._meta.concrete_fields if one.attname == step.field)
    return cast("Callable[[Any], Any]", field.to_python)(json.loads(step.value))
