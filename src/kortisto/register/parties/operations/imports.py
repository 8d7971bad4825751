"""The record of an import: which file, on whose word, and what became of its rows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from kortisto.declaration.words import Basis, Operation
from kortisto.register.audit.values import Access
from kortisto.register.parties.models import Batch

BATCH = "batch"


@transaction.atomic
def open_batch(
    *,
    file_name: str,
    sha256: str,
    register: str,
    source: str,
    collected_at: datetime,
    basis: Basis,
    declaration: str,
    by: Access,
    at: datetime,
) -> UUID:
    """Begin an import and return its id, which the origins of its rows carry. `sha256`: 64 lower-case hex digits."""
    by.require(Operation.COLLECT)
    row = Batch(
        file_name=file_name,
        sha256=sha256,
        register=register,
        source=source,
        collected_at=collected_at,
        basis=basis.value,
        declaration=declaration,
        imported_at=at,
        imported_by=by.actor.id,
        purpose=by.purpose,
    )
    row.save(force_insert=True)
    by.record("batch.open", at=at, object_kind=BATCH, object_id=row.id)
    return row.id


@transaction.atomic
def count_batch(*, batch_id: UUID, counts: Mapping[str, int], by: Access, at: datetime) -> None:
    """Keep what became of the rows: `{"organisations": 91, ...}`. Raises Batch.DoesNotExist."""
    by.require(Operation.COLLECT)
    row = Batch.objects.select_for_update().get(id=batch_id)
    row.counts = dict(counts)
    row.save(update_fields=["counts"])
    by.record("batch.count", at=at, object_kind=BATCH, object_id=batch_id)
