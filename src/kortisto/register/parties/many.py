"""Many rows at once: named by one array, and erased without being read."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db import models
from django.db.models.expressions import RawSQL

from kortisto.register.statements.reaching import reach_of


def listed(ids: Collection[UUID]) -> RawSQL:
    """Return ids for a filter `field__in=listed(ids)`: one parameter, where a list is one for each id.

    The driver reads a statement with a thousand parameters for longer than the database runs it.
    """
    return RawSQL("select unnest(%s::uuid[])", [_written(ids)])


def listed_texts(texts: Collection[str]) -> RawSQL:
    """Return texts for a filter as `listed` returns ids."""
    return RawSQL("select unnest(%s::text[])", [list(texts)])


def _written(ids: Collection[UUID]) -> str:
    """Return the ids as PostgreSQL reads an array: the driver would write them one by one."""
    return f"{{{','.join([id_.hex for id_ in ids])}}}"


def erase_parties(model: type[models.Model], ids: Collection[UUID]) -> None:
    """Erase people, or organisations, with what hangs on them and what only repeats it, as every erasure does."""
    if ids:
        reach_of({model: ids}, subjects=ids).carry_out()
