"""What became of imports."""

from __future__ import annotations

from collections.abc import Mapping

from kortisto.declaration.words import Operation
from kortisto.register.audit.values import Access
from kortisto.register.parties.models import Batch


def counts_of(*, by: Access, file_name: str) -> Mapping[str, int] | None:
    """Return what the latest import of a file of this name brought; None when there was none. Tells of nobody."""
    by.require(Operation.COLLECT)
    found = Batch.objects.filter(file_name=file_name).order_by("-imported_at").values_list("counts", flat=True).first()
    by.record("batch.read", object_kind="batch")
    return None if found is None else dict(found)


def has_batch(*, file_name: str) -> bool:
    """Return whether something of this name was brought in. Tells of nobody."""
    return Batch.objects.filter(file_name=file_name).exists()
