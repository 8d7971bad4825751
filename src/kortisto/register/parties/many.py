"""Many rows at once: named by one array, and erased without being read."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection, models
from django.db.models.expressions import RawSQL


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
    """Erase people, or organisations, with the rows that go with them, as their keys say (`on_delete`).

    Django's own way reads every row before it erases it, a hundred at a time. Nobody listens to parties that are
    erased; whoever listens to what goes with them is told.
    """
    if not ids:
        return
    for other in apps.get_models():
        for field in other._meta.concrete_fields:
            if field.related_model is not model:
                continue
            hanging: Any = other._default_manager.filter(**{f"{field.name}__in": listed(ids)})
            if field.remote_field is not None and field.remote_field.on_delete is models.SET_NULL:
                hanging.update(**{field.name: None})
            else:
                hanging.delete()
    with connection.cursor() as cursor:
        # A table of our own: there is nothing to quote.
        cursor.execute(f'delete from "{model._meta.db_table}" where id = any(%s::uuid[])', [_written(ids)])  # noqa: S608
