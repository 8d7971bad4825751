"""Makes two parties of one again, as they were, as far as that is still there."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.db import IntegrityError, models, transaction

from kortisto.declaration.words import Operation
from kortisto.register.audit.values import Access
from kortisto.register.parties.enums import MergeStepKind, PartyKind
from kortisto.register.parties.history import record_changes
from kortisto.register.parties.merge_steps import (
    BESIDE,
    MODELS,
    NAMES,
    as_json,
    is_protected,
    link_columns,
    model_of,
    name_of,
    set_sort_key,
    value_of,
    whole_row,
)
from kortisto.register.parties.models import DuplicatePair, Merge, MergeStep
from kortisto.register.parties.queries.duplicates import MergeNotFoundError
from kortisto.register.parties.rows import names_of, write_organisation_words, write_person_words


class CannotUndoError(ValueError):
    """The merge was undone before, or what made the absorbed party has been erased in the meantime by its rule.

    `protected`: it has addresses under a non-disclosure, which who undoes may not see, and so not move.
    `later`: the one that stayed has gone into another since, and has what the two cannot both have: that merge has to
    be undone first.
    """

    def __init__(self, message: str, *, later: bool = False, protected: bool = False) -> None:
        super().__init__(message)
        self.later = later
        self.protected = protected


@dataclass(frozen=True, slots=True, kw_only=True)
class Parted:
    """What undoing did: rows that went back, and what could not be restored, as (table, field); field empty: a row."""

    kind: PartyKind
    survivor: UUID
    absorbed: UUID
    moved: int
    not_restored: tuple[tuple[str, str], ...]


@transaction.atomic
def undo_merge(*, merge_id: UUID, by: Access, at: datetime) -> Parted:
    """Make two parties of one again, as they were. What was added or changed since stays as it is.

    Raises MergeNotFoundError, CannotUndoError, NotGrantedError.
    """
    made = Merge.objects.select_for_update().filter(pk=merge_id).first()
    if made is None:
        raise MergeNotFoundError(merge_id)
    kind = PartyKind.PERSON if made.person_id else PartyKind.ORGANISATION
    model = MODELS[kind]
    by.require(Operation.CHANGE, [NAMES[kind]])
    if made.undone_at is not None:
        raise CannotUndoError("undone before")
    survivor = cast("UUID", made.person_id or made.organisation_id)
    stays: Any = model._default_manager.select_for_update().get(pk=survivor)
    if by.veiled and is_protected(stays, at):
        raise CannotUndoError("it is under a non-disclosure", protected=True)
    steps: dict[MergeStepKind, list[MergeStep]] = defaultdict(list)
    for step in MergeStep.objects.filter(merge=made).order_by("pk"):
        steps[MergeStepKind(step.kind)].append(step)
    if not steps[MergeStepKind.ABSORBED]:
        raise CannotUndoError("what the absorbed party was has been erased")
    work = _Parting(kind, survivor, made.absorbed, by, at, [])
    changed = steps[MergeStepKind.CHANGED]
    mine = [step for step in changed if step.row == str(survivor)]
    links = [step for step in mine if step.field in link_columns(model)]
    # What both cannot have (a business id) is given back first; what points to the other, when it is there again.
    work.restore_fields([step for step in changed if step not in links])
    came_back = work.restore_party(steps[MergeStepKind.ABSORBED])
    work.restore_fields([*links, *(step for step in mine if links and step.field in BESIDE)])
    _remove_added(steps[MergeStepKind.ADDED])
    moved = work.move_back(steps[MergeStepKind.MOVED])
    work.restore_removed(steps[MergeStepKind.REMOVED])
    MergeStep.objects.filter(merge=made).delete()
    made.undone_at = at
    made.save(update_fields=["undone_at"])
    stays.refresh_from_db()
    (write_person_words if kind is PartyKind.PERSON else write_organisation_words)(
        [names_of(stays), names_of(came_back)], anew=True
    )
    by.record(
        f"{kind.value}.part",
        at=at,
        object_kind=kind,
        object_id=survivor,
        subjects=[survivor, made.absorbed],
        items=[NAMES[kind]],
    )
    return Parted(
        kind=kind, survivor=survivor, absorbed=made.absorbed, moved=moved, not_restored=tuple(dict.fromkeys(work.lost))
    )


@dataclass(slots=True)
class _Parting:
    """One undoing under way. `lost`: what it could not restore."""

    kind: PartyKind
    survivor: UUID
    absorbed: UUID
    by: Access
    at: datetime
    lost: list[tuple[str, str]]

    def restore_fields(self, steps: Iterable[MergeStep]) -> None:
        """Give rows back what stood in their fields, where nobody has changed them since."""
        by_row: dict[tuple[str, str], list[MergeStep]] = defaultdict(list)
        for step in steps:
            by_row[step.table, step.row].append(step)
        for (table, key), columns in by_row.items():
            row = model_of(table)._default_manager.select_for_update().filter(pk=key).first()
            if row is None:
                self.lost += [(table, step.field) for step in columns if step.field not in BESIDE]
            else:
                # A row that was written twice: what stood there before the first time.
                self._restore_row(row, {step.field: step for step in reversed(columns)})

    def _restore_row(self, row: Any, steps: Mapping[str, MergeStep]) -> None:
        before: dict[str, Any] = {}
        origins_were: dict[str, Any] = {}
        for column, step in steps.items():
            if column == "origins":
                origins_were = value_of(step) or {}
            elif column != "changed_at" and _as_it_was_left(row, column, step):
                before[column] = getattr(row, column)
                setattr(row, column, value_of(step))
            elif column != "changed_at":
                self.lost.append((step.table, column))
        if not before:
            return
        if hasattr(row, "origins"):
            for column in before:
                field = name_of(column, type(row))
                if field in origins_were:
                    row.origins[field] = origins_were[field]
                else:
                    row.origins.pop(field, None)
        was = steps.get("changed_at")
        if was is None or not (_as_it_was_left(row, "changed_at", was) or row.changed_at == value_of(was)):
            row.changed_at = self.at
        else:
            row.changed_at = value_of(was)
        set_sort_key(row)
        row.save()
        record_changes(row, before, by=self.by, at=self.at)

    def restore_party(self, steps: Iterable[MergeStep]) -> Any:
        """Make the absorbed party anew."""
        row = whole_row(steps)
        if row is None:
            raise CannotUndoError("what the absorbed party was has been erased")
        for column in link_columns(type(row)):
            # The group that it was part of may be gone: then it is part of none.
            parent = getattr(row, column)
            if parent is not None and not type(row)._default_manager.filter(pk=parent).exists():
                setattr(row, column, None)
                self.lost.append((row._meta.label, column))
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError as error:
            raise CannotUndoError("it can no longer stand beside the one that stayed", later=True) from error
        return row

    def move_back(self, steps: Iterable[MergeStep]) -> int:
        """Hang back what still hangs on the survivor; what was moved or erased since is not touched."""
        by_column: dict[tuple[str, str], list[str]] = defaultdict(list)
        for step in steps:
            by_column[step.table, step.field].append(step.row)
        moved = 0
        for (table, field), keys in by_column.items():
            rows = model_of(table)._default_manager.filter(pk__in=keys, **{field: self.survivor})
            if table == Merge._meta.label:
                merges = list(rows.values_list("pk", flat=True))
                MergeStep.objects.filter(merge__in=merges).update(**{field: self.absorbed})
            try:
                with transaction.atomic():
                    moved += rows.update(**{field: self.absorbed})
            except IntegrityError:
                moved += sum(self._move_back_one(table, field, key) for key in keys)
        return moved

    def _move_back_one(self, table: str, field: str, key: str) -> int:
        try:
            with transaction.atomic():
                rows = model_of(table)._default_manager.filter(pk=key, **{field: self.survivor})
                return rows.update(**{field: self.absorbed})
        except IntegrityError:
            self.lost.append((table, ""))
            return 0

    def restore_removed(self, steps: Iterable[MergeStep]) -> None:
        """Put back the rows that said the same twice."""
        by_row: dict[tuple[str, str], list[MergeStep]] = defaultdict(list)
        for step in steps:
            by_row[step.table, step.row].append(step)
        for (table, _key), columns in by_row.items():
            row = whole_row(columns)
            # That two may be one is found anew; anything else is told.
            if not (row is not None and _saved(row)) and table != DuplicatePair._meta.label:
                self.lost.append((table, ""))


def _as_it_was_left(row: models.Model, column: str, step: MergeStep) -> bool:
    """Return whether the column still holds what the merge wrote there."""
    now = getattr(row, column)
    return (as_json(now) if now is not None else "") == (as_json(json.loads(step.after)) if step.after else "")


def _saved(row: models.Model) -> bool:
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return False
    return True


def _remove_added(steps: Iterable[MergeStep]) -> None:
    for step in steps:
        model_of(step.table)._default_manager.filter(pk=step.row).delete()
