"""Takes out what an import made, unless somebody has gone on with it since: half a person helps nobody.

Whether somebody has changed a row is not read from the clock: an import may wait for answers for days, and people work
meanwhile. A row is as the import left it when nobody has changed it, or when the history knows of changes by the import
alone, the last of which is the last change of the row.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.apps import apps
from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from kortisto.declaration.holdings import Link, holding_of
from kortisto.register.audit.values import Access
from kortisto.register.ledger.enums import Reason
from kortisto.register.parties.entering import enter_parties, enter_rows
from kortisto.register.parties.history import forget
from kortisto.register.parties.intake.giving_back import Stays
from kortisto.register.parties.many import erase_parties, listed
from kortisto.register.parties.models import Batch, Change, Merge, MergeStep, Organisation, Person

_MERGES = (Merge, MergeStep)


def take_out(
    model: type[Person | Organisation], ids: Sequence[UUID], *, batch: UUID, by: Access, at: datetime
) -> tuple[int, list[Stays]]:
    """Remove those parties of an import on whom nothing hangs since, with what came with them; return how many."""
    # Locked first: nobody hangs anything on them while we look.
    there = set(
        model._default_manager.select_for_update().filter(id__in=listed(ids), batch=batch).order_by("id")
        .values_list("id", flat=True)
    )  # fmt: skip
    stays = _gone_on_with(model, there, batch)
    going = there - stays.keys()
    owner = model.__name__.lower()
    for part, names in parts():
        if owner in names:
            _remove(part, part._default_manager.filter(batch=batch, **{f"{owner}__in": listed(going)}))
    forget(model, going)
    erase_parties(model, going)
    if going:
        enter_parties(owner, going, reason=Reason.IMPORT_UNDONE, at=at)
        by.record(
            "import.remove",
            at=at,
            object_kind="batch",
            object_id=batch,
            subjects=sorted(going) if model is Person else (),
            items=[f"{owner}.name"],
        )
    return len(going), [Stays(model.__name__, id_, why) for id_, why in sorted(stays.items())]


def take_out_parts(model: type[Any], ids: Sequence[UUID], *, batch: UUID, by: Access, at: datetime) -> list[Stays]:
    """Remove what an import hung on parties who were there before it; return what stays."""
    names = {one.name for one in model._meta.concrete_fields}
    of_import = Q(pk__in=listed(ids), batch=batch)
    for owner, party in (("person", Person), ("organisation", Organisation)):
        if owner in names:
            # Whoever stays of the import keeps what is known of them.
            of_import &= ~Q(**{f"{owner}__in": party._default_manager.filter(batch=batch)})
    rows = list(model._default_manager.select_for_update().filter(of_import).order_by("pk"))
    here = model._default_manager.filter(pk__in=listed([row.pk for row in rows]))
    changed = set(_changed_by_others(model, here, batch))
    merged = _survivors_of_merges(rows, batch)
    stays, going = [], []
    for row in rows:
        owners = [(owner, getattr(row, f"{owner.lower()}_id", None)) for owner in ("Person", "Organisation")]
        table, id_ = next(((owner, key) for owner, key in owners if key), (model.__name__, row.pk))
        if row.pk in changed:
            stays.append(Stays(table, id_, "changed"))
        elif any(key in merged for _, key in owners):
            stays.append(Stays(table, id_, "merged"))
        else:
            going.append(row)
    subjects = list(dict.fromkeys(row.person_id for row in going if getattr(row, "person_id", None)))
    enter_rows(going, reason=Reason.IMPORT_UNDONE, at=at)
    _remove(model, model._default_manager.filter(pk__in=listed([row.pk for row in going])))
    if going:
        by.record("import.remove", at=at, object_kind="batch", object_id=batch, subjects=subjects)
    return stays


def parts() -> Iterator[tuple[type[Any], frozenset[str]]]:
    """Yield the tables, but for parties, whose rows say by which import they came; with the names of their fields."""
    for model in apps.get_models():
        names = frozenset(field.name for field in model._meta.concrete_fields)
        if {"batch", "changed_at", "source"} <= names and model not in {Batch, Person, Organisation}:
            yield model, names


def _remove(model: type[Any], rows: QuerySet[Any]) -> None:
    ids = list(rows.values_list("pk", flat=True))
    if ids:
        forget(model, ids)
        model._default_manager.filter(pk__in=listed(ids)).delete()


def _gone_on_with(model: type[Any], ids: set[UUID], batch: UUID) -> dict[UUID, str]:
    """Return with whom of these somebody has gone on since, and how."""
    found = dict.fromkeys(
        _changed_by_others(model, model._default_manager.filter(pk__in=listed(ids)), batch), "changed"
    )
    for other, field in _hanging_on(model):
        rows = other._default_manager.filter(**{f"{field}__in": listed(ids)})
        names = {one.name for one in other._meta.concrete_fields}
        if "batch" in names:
            hanging = set(rows.exclude(batch=batch).values_list(f"{field}_id", flat=True))
            changed = _changed_by_others(other, rows.filter(batch=batch), batch)
            hanging.update(rows.filter(pk__in=listed(list(changed))).values_list(f"{field}_id", flat=True))
            if model is Organisation and "person" in names:
                # People are taken out first: those of the import who are still there stay, and their employer too.
                staying = rows.filter(batch=batch, person__in=Person.objects.filter(batch=batch))
                hanging.update(staying.values_list(f"{field}_id", flat=True))
        else:
            hanging = set(rows.values_list(f"{field}_id", flat=True))
        for id_ in hanging:
            if other in _MERGES:
                found[id_] = "merged"
            else:
                found.setdefault(id_, "used")
    return found


def _changed_by_others(model: type[Any], rows: QuerySet[Any], batch: UUID) -> Iterator[UUID]:
    """Yield the rows that are not as the import left them: see the module. Without a history, all that were changed."""
    history = Change.objects.filter(table=model.__name__, row=OuterRef("pk"))
    by_import = history.filter(batch=batch, happened_at=OuterRef("changed_at"))
    touched = rows.exclude(changed_at=None).filter(Exists(history.exclude(batch=batch)) | ~Exists(by_import))
    yield from touched.values_list("pk", flat=True)


def _survivors_of_merges(rows: Sequence[Any], batch: UUID) -> set[UUID]:
    """Return which owners of rows have taken in another party since the import, and perhaps rows with it."""
    began = Batch.objects.values_list("imported_at", flat=True).get(id=batch)
    people = {row.person_id for row in rows if getattr(row, "person_id", None)}
    organisations = {row.organisation_id for row in rows if getattr(row, "organisation_id", None)}
    merges = Merge.objects.filter(
        Q(person__in=people) | Q(organisation__in=organisations), merged_at__gte=began, undone_at=None
    )
    return {cast("UUID", one.person_id or one.organisation_id) for one in merges}


def _hanging_on(model: type[Model]) -> Iterator[tuple[type[Any], str]]:
    """Yield the tables, of any package, whose rows are data that hang on this one: not its search keys or history."""
    for other in apps.get_models():
        holding = holding_of(other)
        if holding is None or other is Change:
            continue
        for field in other._meta.concrete_fields:
            if field.related_model is model and isinstance(holding.columns.get(field.name), Link):
                yield other, field.name
