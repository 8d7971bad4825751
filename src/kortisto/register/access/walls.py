"""Which tables a purpose shows: said in the header of each transaction, and asked by the policies of the tables.

No table is named here. By the registry of holdings each table says which items its rows hold; by the declaration each
purpose says which items it reads. What a purpose reads nothing of is empty for it, whatever a query forgets to ask.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import cast

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model
from psycopg import sql

from kortisto.declaration.holdings import Holding, registry
from kortisto.declaration.words import Operation
from kortisto.register.audit.values import touches

_WRITING = frozenset({Operation.COLLECT, Operation.CHANGE})
_OF_USE = ("log",)
"""Items that every table holds of how its rows came: who may read those need not read the rest."""


def hidden(granted: Mapping[Operation, frozenset[str]]) -> tuple[str, ...]:
    """Return the tables that an access with these grants shows as empty.

    None where something is written: the triggers that keep orders of lists, search keys and marks read what a change
    bears on, and would keep a wrong value for everybody if part of it were hidden from them.
    """
    if not _WRITING.isdisjoint(granted):
        return ()
    return _hidden(frozenset(granted.values()))


@lru_cache(maxsize=512)
def _hidden(granted: frozenset[frozenset[str]]) -> tuple[str, ...]:
    items = frozenset().union(*granted)
    return tuple(table for table, held in hideable() if not any(touches(items, item) for item in held))


def hideable() -> Iterator[tuple[str, frozenset[str]]]:
    """Yield the tables that a purpose may hide, with the items that their rows hold.

    That is what somebody has collected of a subject, and said where from. Not the subjects themselves, by which all
    else is found; nor what is made of other rows; nor rows that each name an item of their own.
    """
    for holding in registry():
        items = frozenset(item for item in holding.items() if not touches(_OF_USE, item))
        if items and holding.source is not None and _hangs_on_a_subject(holding):
            yield cast("type[Model]", holding.model)._meta.db_table, items


def _hangs_on_a_subject(holding: Holding) -> bool:
    paths = {path for path in (holding.subject, holding.organisation) if path is not None}
    return bool(paths) and "" not in paths and cast("type[Model]", holding.model)._meta.managed


def install(owner: BaseDatabaseWrapper) -> int:
    """Have the policies of these tables ask by purpose, where they do not yet; return how many were changed.

    Each has a policy that asks for the header; this asks for the header and for what it shows, at the same price.
    """
    tables = [table for table, _items in hideable()]
    with transaction.atomic(using=owner.alias), owner.cursor() as cursor:
        cursor.execute(
            "select tablename from pg_policies where schemaname = 'public' and tablename = any(%s)"
            " and policyname = tablename || '_needs_header' and qual not like '%%audit_shows(%%'",
            (tables,),
        )
        found = [table for (table,) in cursor.fetchall()]
        for table in found:
            cursor.execute(
                sql.SQL("alter policy {} on {} using ((select public.audit_shows({})))").format(
                    sql.Identifier(f"{table}_needs_header"), sql.Identifier("public", table), sql.Literal(table)
                )
            )
    return len(found)
