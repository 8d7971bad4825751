"""What is made of names, for lists and for the search, follows when one of several names is erased."""

from __future__ import annotations

from collections.abc import Collection

from kortisto.declaration.holdings import follows_erasure
from kortisto.register.parties.models import Organisation
from kortisto.register.parties.rows import names_of, organisation_sort_key, write_organisation_words

_NAMES = frozenset({"registered_name", "trade_name"})


@follows_erasure
def make_anew(model: type, keys: Collection[object], columns: Collection[str] | None) -> None:
    """Sort and find an organisation by the name that is left: the key that it is sorted by held the other one."""
    if model is not Organisation or columns is None or _NAMES.isdisjoint(columns):
        return
    rows = list(Organisation.objects.filter(pk__in=list(keys)))
    for row in rows:
        row.sort_key = organisation_sort_key(registered_name=row.registered_name, trade_name=row.trade_name)
    Organisation.objects.bulk_update(rows, ["sort_key"])
    write_organisation_words(map(names_of, rows), anew=True)
