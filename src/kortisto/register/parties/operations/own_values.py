"""Changes of the values of a declaration's own items."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from kortisto.declaration.words import Operation
from kortisto.register.audit.values import Access
from kortisto.register.parties.editing import ChangedMeanwhileError, Overtaken, apply_changes
from kortisto.register.parties.history import forget
from kortisto.register.parties.models import OwnValue
from kortisto.register.parties.own_items import own_field, stored
from kortisto.register.parties.rows import origin_columns
from kortisto.register.parties.values import Origin, Party


@transaction.atomic
def set_own_values(
    *,
    owner: Party,
    values: Mapping[str, str],
    origin: Origin,
    by: Access,
    at: datetime,
    expected: Mapping[str, str] | None = None,
) -> bool:
    """Write values of own items, by item; an empty one removes the value. Return whether anything differed.

    `expected`: what the editor saw. Raises NotOwnItemError for what the declaration does not declare for such a party,
    ValueError for a value of another type, ChangedMeanwhileError, IntegrityError where the party is gone.
    """
    items = write_own_values(owner=owner, values=values, origin=origin, by=by, at=at, expected=expected)
    if items:
        by.record(
            "own_values.edit",
            at=at,
            object_kind=owner.kind,
            object_id=owner.id,
            subjects=[owner.id],
            items=items,
        )
    return bool(items)


def write_own_values(
    *,
    owner: Party,
    values: Mapping[str, str],
    origin: Origin,
    by: Access,
    at: datetime,
    expected: Mapping[str, str] | None = None,
) -> tuple[str, ...]:
    """Write what differs and return its items, for the line in the log that the caller writes."""
    if not values:
        return ()
    wanted = {item: stored(own_field(item, owner.kind), text) for item, text in values.items()}
    whose = {f"{owner.kind.value}_id": owner.id}
    rows = {row.item: row for row in OwnValue.objects.select_for_update().filter(item__in=wanted, **whose)}
    there = {item: rows[item].value if item in rows else "" for item in wanted}
    changed = tuple(item for item, value in wanted.items() if value != there[item])
    overtaken = tuple(
        Overtaken(field=item, before=(expected or {})[item], theirs=there[item], yours=wanted[item])
        for item in changed
        if expected is not None and item in expected and expected[item] != there[item]
    )
    if overtaken:
        raise ChangedMeanwhileError(overtaken)
    for item in changed:
        row, value = rows.get(item), wanted[item]
        if row is None:
            by.require(Operation.COLLECT, [item])
            OwnValue.objects.create(item=item, value=value, **whose, **origin_columns(origin))
        elif value:
            by.require(Operation.CHANGE, [item])
            apply_changes(row, {"value": value}, by=by, at=at, origin=origin)
        else:
            by.require(Operation.CHANGE, [item])
            forget(OwnValue, [row.pk])
            row.delete()
    return changed
