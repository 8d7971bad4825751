"""The order of lists follows what is written by itself; here it follows the days that pass."""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction

from kortisto.lib.batches import batched
from kortisto.register.audit.values import Access
from kortisto.register.parties.enums import PartyKind
from kortisto.register.parties.queries.lists import whose_city_ended

_ONE_STEP = 5_000
"""Lines of a table that are looked at in one step, and whom one line of the log names."""


@transaction.atomic
def follow_days(*, by: Access, at: datetime) -> int:
    """Look again at the place, in the order of cities, of those whose address has ended; return how many they were."""
    found = 0
    for kind in PartyKind:
        for ids in batched(whose_city_ended(kind=kind, at=at), _ONE_STEP):
            with connection.cursor() as cursor:
                cursor.execute(f"select parties_{kind.value}_listing_refresh(%s)", [list(ids)])
            by.record("list.follow", at=at, object_kind=kind, subjects=ids, items=[f"{kind.value}.contact.address"])
            found += len(ids)
    return found
