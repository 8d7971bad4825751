"""Restricted subjects are hidden by the database itself: policies made from the registry of holdings.

No table is named here. Each table whose rows are of a person or an organisation gets one restrictive policy for the
role that the program runs under. It looks the row's subject up in the set that `retention_restricted()` returns, which
is asked and hashed once for a statement, and is empty while nobody is restricted. What is only made of other rows and
found by their key (search keys, orders of lists) is left out: whoever reads it still has to read the row that it was
made of.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import cast

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model
from psycopg import sql

from kortisto.declaration.holdings import Holding, registry

POLICY = "retention_restricted"
_BEFORE = "drop function if exists public.retention_hidden()"
"""What policies of an earlier version asked; those that still do keep it from being dropped before them."""
OWN = "retention"
"""The app whose own tables are left out: they say who is restricted, and until when."""


@dataclass(frozen=True, slots=True)
class Wall:
    """The policy of one table: hidden where one of the columns names a restricted subject."""

    table: str
    columns: tuple[str, ...]

    @property
    def condition(self) -> sql.Composed:
        """Return what a row has to meet; true while nobody is restricted, and for rows of nobody."""
        looked_up = sql.SQL("coalesce({} not in (select public.retention_restricted()), true)")
        return sql.SQL(" and ").join(looked_up.format(sql.Identifier(one)) for one in self.columns)

    @property
    def digest(self) -> str:
        """Return by what it is known whether the policy in the database is this one."""
        return hashlib.sha256(self.condition.as_string(None).encode()).hexdigest()


def walls() -> tuple[Wall, ...]:
    """Return the policies for all tables of subjects."""
    return tuple(wall for holding in registry() if (wall := _wall(holding)) is not None)


def install(owner: BaseDatabaseWrapper, runtime: str) -> int:
    """Make the policies that are missing and remove those of tables that left; return how many were changed.

    For the runtime role alone: the owner migrates, and has to see everybody.
    """
    wanted = {wall.table: wall for wall in walls()}
    changed = 0
    with transaction.atomic(using=owner.alias), owner.cursor() as cursor:
        cursor.execute(
            "select c.relname, obj_description(p.oid, 'pg_policy'), %s::regrole = any(p.polroles) "
            "from pg_policy p join pg_class c on c.oid = p.polrelid "
            "where p.polname = %s and c.relnamespace = 'public'::regnamespace",
            (runtime, POLICY),
        )
        found = {table: digest for table, digest, for_us in cursor.fetchall() if for_us or table not in wanted}
        drop = sql.SQL("drop policy if exists {} on {}")
        for table in [
            *(found.keys() - wanted.keys()),
            *(one for one in wanted if found.get(one) != wanted[one].digest),
        ]:
            place = sql.Identifier("public", table)
            cursor.execute(drop.format(sql.Identifier(POLICY), place))
            changed += 1
            if table not in wanted:
                continue
            wall = wanted[table]
            cursor.execute(
                sql.SQL("create policy {} on {} as restrictive to {} using ({}) with check ({})").format(
                    sql.Identifier(POLICY), place, sql.Identifier(runtime), wall.condition, wall.condition
                )
            )
            cursor.execute(
                sql.SQL("comment on policy {} on {} is {}").format(
                    sql.Identifier(POLICY), place, sql.Literal(wall.digest)
                )
            )
        if changed:
            cursor.execute(_BEFORE)
    return changed


def _wall(holding: Holding) -> Wall | None:
    model = cast("type[Model]", holding.model)
    if not model._meta.managed or model._meta.app_label == OWN:
        return None
    columns = []
    for path in (holding.subject, holding.organisation):
        if path is None:
            continue
        if "__" in path:
            raise NotImplementedError(f"{model.__name__}: a wall along {path} is not known yet")
        field = model._meta.get_field(path) if path else model._meta.pk
        if path and getattr(field, "primary_key", False):
            return None  # made of other rows, one for each subject
        columns.append(cast("str", field.column))  # type: ignore[union-attr]
    return Wall(model._meta.db_table, tuple(columns)) if columns else None
