"""Parties that may be one: the open pairs, two of them side by side, and the merges that can be undone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

from django.db import models

from kortisto.declaration.holdings import Column, Holding, Link, holding_of, registry
from kortisto.declaration.words import Operation
from kortisto.register.access import rules
from kortisto.register.audit.values import Access, Actor
from kortisto.register.parties import likeness
from kortisto.register.parties.enums import LikenessReason, MergeStepKind, PartyKind
from kortisto.register.parties.models import (
    DuplicatePair,
    DuplicateScan,
    Merge,
    MergeStep,
    Organisation,
    OwnValue,
    Person,
)
from kortisto.register.parties.queries.names import names_of
from kortisto.register.parties.queries.traits import traits_of
from kortisto.register.parties.rows import item_of
from kortisto.register.parties.values import Party

PAGE = 25
MERGES_SHOWN = 50
_MODELS: Mapping[PartyKind, type[Person | Organisation]] = {
    PartyKind.PERSON: Person,
    PartyKind.ORGANISATION: Organisation,
}
_NAMES = {PartyKind.PERSON: "person.name", PartyKind.ORGANISATION: "organisation.name"}
_NOT_COMPARED = frozenset({"id", "sort_key", "changed_at"})


class PairNotFoundError(LookupError):
    """One of the two is not there, or the transaction may not see it."""


class MergeNotFoundError(LookupError):
    """No such merge."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanView:
    """How far a scan is. `percent`: of the parties of its kind. `batch`: of those alone whom this import brought."""

    id: UUID
    kind: PartyKind
    started_at: datetime
    finished_at: datetime | None
    cancelled_at: datetime | None
    compared: int
    found: int
    percent: int
    batch: UUID | None
    file_name: str  # of the import, for who may know it

    @property
    def is_running(self) -> bool:
        return self.finished_at is None and self.cancelled_at is None


@dataclass(frozen=True, slots=True, kw_only=True)
class PairView:
    """Two parties that may be one, with their names, a detail to tell them apart, and what agrees."""

    id: UUID
    kind: PartyKind
    first: Party
    first_name: str
    second: Party
    second_name: str
    score: int
    reasons: tuple[LikenessReason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PairPage:
    """A page of open pairs, the most alike first; `next` is the cursor of the next one."""

    pairs: tuple[PairView, ...]
    next: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldComparison:
    """One field of two parties. Texts as stored; `differ`: both have one, and not the same."""

    field: str
    item: str
    first: str
    second: str

    @property
    def differ(self) -> bool:
        return bool(self.first and self.second and self.first != self.second)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hanging:
    """How many rows of a table hang on each of the two; `item`: what the rows hold.

    Of contact points, which ones; of rows between people and organisations, who stands at their other end.
    """

    item: str
    first: int
    second: int
    first_values: tuple[str, ...] = ()
    second_values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two parties side by side."""

    kind: PartyKind
    first: UUID
    second: UUID
    first_name: str
    second_name: str
    fields: tuple[FieldComparison, ...]
    hanging: tuple[Hanging, ...]
    score: int
    reasons: tuple[LikenessReason, ...]
    pair: UUID | None  # the open pair, if a scan has found it


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeView:
    """A merge that was made. `undoable`: its steps are still kept, and nobody has undone it."""

    id: UUID
    kind: PartyKind
    survivor: UUID
    name: str
    merged_at: datetime
    merged_by: UUID | None
    undone_at: datetime | None
    undoable: bool


def duplicate_pairs(*, by: Access, kind: PartyKind | None = None, after: str | None = None) -> PairPage:
    """Return the open pairs of the kinds whose names the access may read; from the top where `after` is no cursor."""
    by.require(Operation.READ)
    kinds = [one for one in ([kind] if kind else PartyKind) if by.grants(Operation.READ, _NAMES[one])]
    found = DuplicatePair.objects.filter(dismissed_at__isnull=True).order_by("-score", "id")
    wanted = models.Q(pk__in=[])
    for one in kinds:
        wanted |= models.Q(**{f"first_{one.value}__isnull": False})
    found = found.filter(wanted).select_related(
        "first_person", "second_person", "first_organisation", "second_organisation"
    )
    cursor = _cursor(after)
    if cursor:
        found = found.filter(models.Q(score__lt=cursor[0]) | models.Q(score=cursor[0], id__gt=cursor[1]))
    rows = list(found[: PAGE + 1])
    pairs = tuple(_pair_view(row) for row in rows[:PAGE])
    shown = [party.id for pair in pairs for party in (pair.first, pair.second)]
    by.record("duplicates.list", subjects=shown, items=[_NAMES[one] for one in kinds])
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    return PairPage(pairs=pairs, next=f"{last.score}.{last.id.hex}" if last else None)


def open_pairs_of(*, batch_id: UUID, by: Access) -> int:
    """Return how many pairs wait of which an import brought one or both. A number, which tells of nobody."""
    by.require(Operation.READ)
    mine = models.Q()
    for side in ("first", "second"):
        for kind in PartyKind:
            mine |= models.Q(**{f"{side}_{kind.value}__batch": batch_id})
    by.record("duplicates.list", object_kind="batch", object_id=batch_id)
    return DuplicatePair.objects.filter(mine, dismissed_at__isnull=True).count()


def compare(*, kind: PartyKind, first: UUID, second: UUID, by: Access) -> Comparison:
    """Return two parties side by side, with the fields that the access may read.

    Raises PairNotFoundError, NotGrantedError.
    """
    by.require(Operation.READ, [_NAMES[kind]])
    model = _MODELS[kind]
    rows = {row.pk: row for row in model._default_manager.filter(pk__in=[first, second])}
    both = first != second and len(rows) == 2  # noqa: PLR2004
    fields: tuple[FieldComparison, ...] = ()
    hanging: tuple[Hanging, ...] = ()
    if both:
        fields = (
            *_compared_fields(rows[first], rows[second], by),
            *_compared_own_values(kind, first, second, by),
        )
        hanging = tuple(_hanging(model, first, second, by))
    by.record(
        f"{kind.value}.compare",
        object_kind=kind,
        object_id=first,
        subjects=rows,
        items={
            _NAMES[kind],
            *(one.item for one in fields if one.first or one.second),
            *(one.item for one in hanging if one.first_values or one.second_values),
        },
    )
    if not both:
        raise PairNotFoundError(first, second)
    one, other = rows[first], rows[second]
    traits = traits_of(kind, [first, second], by)
    alike = likeness.of(kind)(traits[first], traits[second])
    smaller, larger = sorted((first, second))
    pair = DuplicatePair.objects.filter(
        **{f"first_{kind.value}": smaller, f"second_{kind.value}": larger}, dismissed_at__isnull=True
    ).first()
    return Comparison(
        kind=kind,
        first=first,
        second=second,
        first_name=one.name,
        second_name=other.name,
        fields=fields,
        hanging=hanging,
        score=alike.score,
        reasons=alike.reasons,
        pair=pair.id if pair else None,
    )


def stands_for(*, kind: PartyKind, party: UUID, by: Access, recorded: bool = False) -> UUID | None:
    """Return the party that a former one has gone into, for who still asks by the old id; None where it is unknown.

    `recorded`: that it was asked for stands in the log already. Then nothing is recorded of one that is unknown, and
    the door closes with UnrecordedAccessError.
    """
    found = Merge.objects.filter(absorbed=party, undone_at__isnull=True, **{f"{kind.value}__isnull": False})
    survivor = found.order_by("-merged_at").values_list(f"{kind.value}_id", flat=True).first()
    if survivor is not None or not recorded:
        by.record(
            f"{kind.value}.read",
            object_kind=kind,
            object_id=party,
            subjects=[survivor],
        )
    return survivor


def item_of_table(label: str) -> str:
    """Return the first item that rows of a table hold; empty where they name it themselves. No data are read."""
    for holding in registry():
        table = cast("type[models.Model]", holding.model)
        if table._meta.label == label:
            return next((item for name in _held(holding.columns) if (item := item_of(table, name))), "")
    return ""


def latest_scans(*, by: Actor) -> tuple[ScanView, ...]:
    """Return the last scan of all parties of each kind, and those of imports under way. They tell of nobody.

    The names of files are for who may import.
    """
    whole = DuplicateScan.objects.filter(batch__isnull=True).order_by("-kind", "-started_at").distinct("kind")
    named = rules.may(by, "import")
    imports = (_scan_view(scan, named=named) for scan in _running().filter(batch__isnull=False))
    return (*map(_scan_view, whole), *imports)


def scans_of(*, batch_id: UUID) -> tuple[ScanView, ...]:
    """Return how far those whom an import brought have been compared with all who came before."""
    return tuple(map(_scan_view, DuplicateScan.objects.filter(batch=batch_id).select_related("batch").order_by("id")))


def running_scans(*, batch_id: UUID | None = None) -> tuple[tuple[UUID, PartyKind], ...]:
    """Return the scans of all parties, or of those whom an import brought, that are not at their end."""
    return tuple((scan.id, PartyKind(scan.kind)) for scan in _running().filter(batch=batch_id))


def _running() -> models.QuerySet[DuplicateScan]:
    found = DuplicateScan.objects.filter(finished_at__isnull=True, cancelled_at__isnull=True)
    return found.select_related("batch").order_by("started_at", "id")


def _scan_view(scan: DuplicateScan, *, named: bool = True) -> ScanView:
    return ScanView(
        id=scan.id,
        kind=PartyKind(scan.kind),
        started_at=scan.started_at,
        finished_at=scan.finished_at,
        cancelled_at=scan.cancelled_at,
        compared=scan.compared,
        found=scan.found,
        percent=100 if scan.finished_at else _percent(scan),
        batch=scan.batch_id,
        file_name=scan.batch.file_name if scan.batch and named else "",
    )


def _percent(scan: DuplicateScan) -> int:
    if scan.position is None:
        return 0
    rows = _MODELS[PartyKind(scan.kind)]._default_manager.all()
    if scan.batch_id is not None:
        rows = rows.filter(batch=scan.batch_id)
    total = rows.count()
    return round(100 * rows.filter(pk__lte=scan.position).count() / total) if total else 100


def merges(*, by: Access) -> tuple[MergeView, ...]:
    """Return the latest merges of the kinds whose names the access may read, newest first."""
    by.require(Operation.READ)
    kinds = [kind for kind in PartyKind if by.grants(Operation.READ, _NAMES[kind])]
    wanted = models.Q(pk__in=[])
    for kind in kinds:
        wanted |= models.Q(**{f"{kind.value}__isnull": False})
    steps = MergeStep.objects.filter(merge=models.OuterRef("pk"), kind=MergeStepKind.ABSORBED)
    rows = (
        Merge.objects.filter(wanted)
        .select_related("person", "organisation")
        .annotate(kept=models.Exists(steps))
        .order_by("-merged_at", "-id")[:MERGES_SHOWN]
    )
    found = tuple(
        MergeView(
            id=row.id,
            kind=PartyKind.PERSON if row.person_id else PartyKind.ORGANISATION,
            survivor=cast("UUID", row.person_id or row.organisation_id),
            name=cast("Person | Organisation", row.person or row.organisation).name,
            merged_at=row.merged_at,
            merged_by=row.merged_by,
            undone_at=row.undone_at,
            undoable=row.undone_at is None and row.kept,
        )
        for row in rows
    )
    survivors = [one.survivor for one in found]
    by.record("merges.list", subjects=survivors, items=[_NAMES[kind] for kind in kinds])
    return found


def _pair_view(row: DuplicatePair) -> PairView:
    kind = PartyKind.PERSON if row.first_person_id else PartyKind.ORGANISATION
    one = cast("Person | Organisation", row.first_person or row.first_organisation)
    other = cast("Person | Organisation", row.second_person or row.second_organisation)
    return PairView(
        id=row.id,
        kind=kind,
        first=Party(kind=kind, id=one.id),
        first_name=one.name,
        second=Party(kind=kind, id=other.id),
        second_name=other.name,
        score=row.score,
        reasons=tuple(LikenessReason(reason) for reason in row.reasons),
    )


def _compared_fields(one: Any, other: Any, by: Access) -> Sequence[FieldComparison]:
    holding = holding_of(type(one))
    assert holding is not None  # noqa: S101 (every model of ours has one)
    found = []
    for field in type(one)._meta.concrete_fields:
        column = holding.columns[field.name]
        if field.name in _NOT_COMPARED or not isinstance(column, Column):
            continue
        if not by.grants(Operation.READ, column.item):
            continue
        found.append(
            FieldComparison(
                field=field.name,
                item=column.item,
                first=_as_text(getattr(one, field.attname)),
                second=_as_text(getattr(other, field.attname)),
            )
        )
    return found


def _compared_own_values(kind: PartyKind, first: UUID, second: UUID, by: Access) -> Iterator[FieldComparison]:
    """Yield the values of the declaration's own items; the field is the word of the item."""
    found: dict[str, dict[UUID, str]] = {}
    rows = OwnValue.objects.filter(**{f"{kind.value}__in": [first, second]}).order_by("item")
    for item, owner, value in rows.values_list("item", f"{kind.value}_id", "value"):
        found.setdefault(item, {})[owner] = value
    for item, values in found.items():
        if by.grants(Operation.READ, item):
            yield FieldComparison(field=item, item=item, first=values.get(first, ""), second=values.get(second, ""))


def _as_text(value: object) -> str:
    if isinstance(value, date):
        return f"{value.day}.{value.month}.{value.year}"
    return "" if value in (None, False) else str(value)


def _hanging(model: type[models.Model], first: UUID, second: UUID, by: Access) -> Sequence[Hanging]:
    """Count what hangs on the two, by what the rows hold; tables derived from others are left out."""
    counts: dict[str, list[int]] = {}
    values: dict[str, tuple[list[str], list[str]]] = {}
    for holding in registry():
        table = cast("type[models.Model]", holding.model)
        if holding.collected is None or holding.trace:
            continue
        items = [item for name in _held(holding.columns) if (item := item_of(table, name))]
        if not items or not by.grants(Operation.READ, items[0]):
            continue
        for field in table._meta.concrete_fields:
            if not (isinstance(field, models.ForeignKey) and field.related_model is model):
                continue
            if not isinstance(holding.columns[field.name], Link):
                continue
            both = counts.setdefault(items[0], [0, 0])
            rows = table._default_manager.filter(**{f"{field.name}__in": [first, second]})
            for owner, count in rows.values_list(field.name).annotate(models.Count("pk")):
                both[0 if owner == first else 1] += count
            for owner, value in _told(rows, field.name, holding, model, by):
                values.setdefault(items[0], ([], []))[0 if owner == first else 1].append(value)
    return [
        Hanging(
            item=item, first=one, second=other,
            first_values=tuple(values.get(item, ([], []))[0]), second_values=tuple(values.get(item, ([], []))[1]),
        )
        for item, (one, other) in counts.items()
        if one or other
    ]  # fmt: skip


def _told(
    rows: models.QuerySet[Any], owner: str, holding: Holding, model: type[models.Model], by: Access
) -> Iterator[tuple[UUID, str]]:
    """Yield whose a row is and what tells it from others, of rows of which that is short enough to be compared."""
    if "value" in holding.columns:
        yield from rows.order_by("value").values_list(owner, "value")
    far = _other_end(rows.model, model)
    if far is not None:
        ends = list(rows.order_by("pk").values_list(owner, far.attname))
        names = names_of(by=by, ids=[end for _owner, end in ends]) if ends else {}
        yield from ((mine, names[end][1]) for mine, end in ends if end in names)


def _other_end(table: type[models.Model], model: type[models.Model]) -> models.ForeignKey[Any, Any] | None:
    """Return what leads from the rows of a table to a party of the other kind, where each row stands between two."""
    others = [one for one in _MODELS.values() if one is not model]
    keys = [one for one in table._meta.concrete_fields if isinstance(one, models.ForeignKey) and not one.null]
    if not any(key.related_model is model for key in keys):
        return None
    return next((key for key in keys if key.related_model in others), None)


def _held(columns: Mapping[str, object]) -> list[str]:
    return [name for name, column in columns.items() if isinstance(column, Column) and name != "changed_at"]


def _cursor(after: str | None) -> tuple[int, UUID] | None:
    score, _dot, id_ = (after or "").partition(".")
    try:
        return int(score), UUID(id_)
    except ValueError:
        return None
