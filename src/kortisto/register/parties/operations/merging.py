"""Makes two parties one.

A walker over the registry of holdings: whatever table says that its rows hang on a person or an organisation has them
moved, without being named here. What cannot be moved, because the party that stays has the same already, fills what is
empty there, is taken away and kept as steps, like the fields of the party that goes: nothing is lost, and all of it can
be undone (`parting`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.db import IntegrityError, models, transaction

from kortisto.declaration.holdings import Column, holding_of
from kortisto.declaration.words import Operation
from kortisto.lib.ids import uuid7
from kortisto.register.audit.values import Access
from kortisto.register.parties.enums import PartyKind
from kortisto.register.parties.history import record_changes
from kortisto.register.parties.merge_steps import (
    MODELS,
    NAMES,
    Hanging,
    Steps,
    hanging_on,
    is_protected,
    link_columns,
    name_of,
    origin_of,
    set_sort_key,
)
from kortisto.register.parties.models import DuplicatePair, Merge, MergeStep, Organisation, OwnValue, Person
from kortisto.register.parties.models.provenance import FieldProvenance, Provenance
from kortisto.register.parties.rows import (
    item_of,
    names_of,
    refresh_listing,
    write_organisation_words,
    write_person_words,
)

_NOTHING: tuple[object, ...] = (None, "", False)
_OF_THE_ROW = frozenset({"id", "sort_key", "origins", "changed_at"})
_NEVER_TAKEN = frozenset({"person", "organisation", "ward", "guardian", "item"})
_EARLIER = frozenset({"started_on", "valid_from"})
"""Of two rows that say the same, what is true since the earlier day."""
_STRICTER = frozenset({"non_disclosure_until"})
"""Days until which something is forbidden: the later one counts, whichever was chosen."""


class CannotMergeError(ValueError):
    """The two cannot be one: they are the same row already, or one of them is gone.

    `protected`: one of them has addresses under a non-disclosure, which who merges may not see, and so not move.
    """

    def __init__(self, message: str, *, protected: bool = False) -> None:
        super().__init__(message)
        self.protected = protected


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """What a merge did: ids, rows that moved, rows that said the same twice, fields that got the other's value."""

    id: UUID
    survivor: UUID
    absorbed: UUID
    moved: int
    removed: int
    changed: tuple[str, ...]


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
    """Make two parties one. `take`: names of the fields, and words of the own items, in which the absorbed party's
    value counts; an empty field of the survivor takes the other's without being named. Of what protects a person, the
    stricter counts.

    Raises CannotMergeError, NotGrantedError.
    """
    model = MODELS[kind]
    by.require(Operation.CHANGE, [NAMES[kind]])
    if survivor == absorbed:
        raise CannotMergeError("a party cannot be merged with itself")
    # In the order of their keys, so that two merges of the same pair wait for each other.
    both = model._default_manager.filter(pk__in=[survivor, absorbed]).order_by("pk")
    rows = {row.pk: row for row in both.select_for_update()}
    if len(rows) != 2:  # noqa: PLR2004 (both of them)
        raise CannotMergeError("one of the two is not there")
    stays, goes = rows[survivor], rows[absorbed]
    if by.veiled and any(is_protected(one, at) for one in (stays, goes)):
        raise CannotMergeError("one of the two is under a non-disclosure", protected=True)
    made = Merge(merged_at=at, merged_by=by.actor.id, absorbed=absorbed, **{kind.value: stays})
    made.save(force_insert=True)
    work = _Work(kind, survivor, absorbed, frozenset(take), Steps(made, kind), by, at)
    work.let_go(stays)
    hanging = list(hanging_on(model))
    for one in hanging:
        work.move(one)
    work.move_earlier_merges(made)
    work.inherit_pairs()
    chosen = _values_to_take(stays, goes, frozenset(take))
    work.steps.absorbed(goes)
    # Before the survivor gets its values: a business id is unique. What still hung on it would be refused here.
    for one in hanging:
        if one.is_derived:
            _take_out(_all(one.model).filter(**{one.field: absorbed}))
    _take_out(_all(model).filter(pk=absorbed))
    work.give(stays, goes, chosen)
    if "non_disclosure_until" in chosen:
        refresh_listing(survivor)
    work.steps.write()
    (write_person_words if kind is PartyKind.PERSON else write_organisation_words)([names_of(stays)], anew=True)
    items = [NAMES[kind], *filter(None, (item_of(model, field) for field in chosen))]
    by.record(
        f"{kind.value}.merge",
        at=at,
        object_kind=kind,
        object_id=survivor,
        subjects=[survivor, absorbed],
        items=items,
    )
    return Merged(
        id=made.id,
        survivor=survivor,
        absorbed=absorbed,
        moved=work.moved,
        removed=work.removed,
        changed=tuple(chosen),
    )


@dataclass(slots=True)
class _Work:
    """One merge under way."""

    kind: PartyKind
    survivor: UUID
    absorbed: UUID
    take: frozenset[str]
    steps: Steps
    by: Access
    at: datetime
    moved: int = 0
    removed: int = 0

    def let_go(self, stays: models.Model) -> None:
        """Empty what points from the survivor to the absorbed: nobody is part of a group of their own."""
        pointing = {column: None for column in link_columns(type(stays)) if getattr(stays, column) == self.absorbed}
        if pointing:
            self._write(stays, pointing)

    def move(self, hanging: Hanging) -> None:
        """Hang the rows on the survivor."""
        if hanging.is_derived:
            return
        rows = _all(hanging.model).filter(**{hanging.field: self.absorbed})
        keys = list(rows.select_for_update().values_list("pk", flat=True))
        if not keys:
            return
        try:
            with transaction.atomic():
                rows.filter(pk__in=keys).update(**{hanging.field: self.survivor})
        except IntegrityError:
            stuck = {key for key in keys if not self._move_one(hanging, key)}
        else:
            stuck = set()
        for row in _all(hanging.model).filter(pk__in=stuck):
            if self._settle(hanging, row):
                stuck.discard(row.pk)
        self.steps.moved(hanging.model, hanging.field, [key for key in keys if key not in stuck], self.absorbed)
        self.moved += len(keys) - len(stuck)
        self.removed += len(stuck)

    def _move_one(self, hanging: Hanging, key: object) -> bool:
        try:
            with transaction.atomic():
                _all(hanging.model).filter(pk=key).update(**{hanging.field: self.survivor})
        except IntegrityError:
            return False
        return True

    def _settle(self, hanging: Hanging, row: Any) -> bool:
        """Deal with a row that the survivor has already; return whether it took the place of the one there."""
        twin = _twin(hanging, row, self.survivor)
        if isinstance(row, OwnValue) and row.item in self.take and twin is not None:
            self.steps.removed(twin)
            _delete(twin)
            return self._move_one(hanging, row.pk)
        if twin is not None:
            more = _more_in(row, twin)
            self._write(twin, more, origins_from=row)
        self.steps.removed(row)
        _delete(row)
        return False

    def give(self, stays: Person | Organisation, goes: Person | Organisation, chosen: Mapping[str, Any]) -> None:
        """Write the chosen values into the survivor, each with the origin that it had."""
        if chosen:
            self._write(stays, chosen, origins_from=goes)

    def _write(self, row: Any, values: Mapping[str, Any], *, origins_from: Any = None) -> None:
        """Write values into a row, as steps and in the history."""
        if not values:
            return
        before = {column: getattr(row, column) for column in values}
        after = {**values, "changed_at": self.at}
        if isinstance(row, FieldProvenance) and origins_from is not None:
            fields = [name_of(column, type(row)) for column in values]
            # The datum keeps its own origin: it comes from where the other row's came from.
            after["origins"] = row.origins | {field: origin_of(origins_from, field) for field in fields}
        self.steps.changed(row, after)
        for column, value in after.items():
            setattr(row, column, value)
        set_sort_key(row)
        row.save()
        record_changes(cast("Provenance", row), before, by=self.by, at=self.at)

    def move_earlier_merges(self, made: Merge) -> None:
        """Let earlier merges of the one that goes lead to the one that stays."""
        owner = self.kind.value
        earlier = Merge.objects.filter(**{owner: self.absorbed}).exclude(pk=made.pk)
        keys = list(earlier.select_for_update().values_list("pk", flat=True))
        if keys:
            earlier.update(**{owner: self.survivor})
            MergeStep.objects.filter(merge__in=keys).update(**{owner: self.survivor})
            self.steps.moved(Merge, owner, keys, self.absorbed)

    def inherit_pairs(self) -> None:
        """Take the pairs of the absorbed away; whom somebody told apart from it, is told apart from the survivor."""
        first, second = f"first_{self.kind.value}_id", f"second_{self.kind.value}_id"
        mine = models.Q(**{first: self.absorbed}) | models.Q(**{second: self.absorbed})
        for pair in DuplicatePair.objects.select_for_update().filter(mine):
            self.steps.removed(pair)
            other = next(one for one in (getattr(pair, first), getattr(pair, second)) if one != self.absorbed)
            _delete(pair)
            smaller, larger = sorted((self.survivor, other))
            known = DuplicatePair.objects.filter(**{first: smaller, second: larger})
            if pair.dismissed_at is None or other == self.survivor or known.exists():
                continue
            heir = DuplicatePair(
                id=uuid7(),
                **{first: smaller, second: larger},
                score=pair.score,
                reasons=pair.reasons,
                found_at=pair.found_at,
                dismissed_at=pair.dismissed_at,
                dismissed_by=pair.dismissed_by,
            )
            heir.save(force_insert=True)
            self.steps.added(heir)


def _all(model: type[models.Model]) -> models.QuerySet[Any]:
    return model._default_manager.all()


def _take_out(rows: models.QuerySet[Any]) -> None:
    """Delete with one statement, without looking in every table for what hangs on the rows: the database looks."""
    rows._raw_delete("default")  # noqa: SLF001 (Django has no public way)


def _delete(row: models.Model) -> None:
    _all(type(row)).filter(pk=row.pk).delete()


def _twin(hanging: Hanging, row: Any, survivor: UUID) -> Any:
    """Return the row of the survivor that keeps this one from being moved, by the constraints of the table."""
    for constraint in hanging.model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint) and hanging.field in constraint.fields:
            same = {field: getattr(row, hanging.model._meta.get_field(field).attname) for field in constraint.fields}  # type: ignore[union-attr]
            found = _all(hanging.model).select_for_update().filter(**same | {hanging.field: survivor})
            twin = (found.filter(constraint.condition) if constraint.condition else found).first()
            if twin is not None:
                return twin
    return None


def _more_in(row: Any, twin: Any) -> dict[str, Any]:
    """Return what a row says, by column, and its twin does not."""
    more: dict[str, Any] = {}
    for name in _data_fields(type(row)):
        column = row._meta.get_field(name).attname
        own, other = getattr(twin, column), getattr(row, column)
        if other in _NOTHING or name in _NEVER_TAKEN:
            continue
        if own in _NOTHING or (name in _EARLIER and other < own):
            more[column] = other
    return more


def _data_fields(model: type[models.Model]) -> Iterable[str]:
    holding = holding_of(model)
    assert holding is not None  # noqa: S101 (every model of ours has one)
    links = {name_of(column, model) for column in link_columns(model)}
    return [
        field.name
        for field in model._meta.concrete_fields
        if field.name not in _OF_THE_ROW
        and (isinstance(holding.columns[field.name], Column) or field.name in links | {"sole_trader"})
    ]


def _values_to_take(stays: Any, goes: Any, take: frozenset[str]) -> dict[str, Any]:
    """Return the values of the absorbed party, by column, that the survivor gets."""
    chosen = {}
    links = link_columns(type(stays))
    for name in _data_fields(type(stays)):
        column = stays._meta.get_field(name).attname
        own, other = getattr(stays, column), getattr(goes, column)
        if other in _NOTHING or own == other or (column in links and other == stays.pk):
            continue
        if own in _NOTHING or (other > own if name in _STRICTER else name in take):
            chosen[column] = other
    return chosen
