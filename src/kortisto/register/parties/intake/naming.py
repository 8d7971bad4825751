"""Brings the keys of a name, by which it is sorted and found, up to date with it."""

from __future__ import annotations

from collections.abc import Iterable

from kortisto.register.parties.models import Organisation, Person
from kortisto.register.parties.rows import (
    names_of,
    organisation_sort_key,
    person_sort_key,
    write_organisation_words,
    write_person_words,
)


def rewrite_names(rows: Iterable[Person | Organisation]) -> None:
    """Write the keys of people and organisations anew whose names have been changed."""
    people, organisations = [], []
    for row in rows:
        if isinstance(row, Person):
            row.sort_key = person_sort_key(first_name=row.first_name, last_name=row.last_name)
            people.append(names_of(row))
        else:
            row.sort_key = organisation_sort_key(registered_name=row.registered_name, trade_name=row.trade_name)
            organisations.append(names_of(row))
        row.save(update_fields=["sort_key"])
    if people:
        write_person_words(people, anew=True)
    if organisations:
        write_organisation_words(organisations, anew=True)
