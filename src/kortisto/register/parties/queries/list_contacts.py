"""The contact persons of organisations in a list that leaves as a file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from uuid import UUID

from django.db import connection

from kortisto.declaration.civil_time import civil_day
from kortisto.declaration.words import Operation
from kortisto.lib.batches import batched
from kortisto.register.audit.values import Access
from kortisto.register.parties.listing import (
    CONTACT_ITEMS,
    CONTACT_NEEDS,
    ContactColumn,
    ContactPerson,
    ListRow,
    contact_columns,
)

_PORTION = 1000
_POINT = """(
    select c.{shown} from parties_person_{what} c where c.person_id = p.id and (c.valid_to is null or c.valid_to > %s)
    order by c.use <> 'work', c.id limit 1
)"""
_CELLS = {
    ContactColumn.TITLE: ("r.title", False),
    ContactColumn.EMAIL: (_POINT.format(shown="value", what="email"), True),
    ContactColumn.PHONE: (_POINT.format(shown="normalised", what="phone"), True),
}


def with_contacts(rows: Iterable[ListRow], *, by: Access) -> Iterator[ListRow]:
    """Yield the lines of organisations with the people who represent them now. The caller records whom it shows.

    Raises NotGrantedError where the access does not cover people and whom they represent.
    """
    by.require(Operation.READ, CONTACT_NEEDS)
    for some in batched(iter(rows), _PORTION):
        known = _contacts_of([row.id for row in some], by)
        yield from (replace(row, contacts=tuple(known[row.id])) for row in some)


def _contacts_of(organisations: Collection[UUID], by: Access) -> defaultdict[UUID, list[ContactPerson]]:
    columns, today = contact_columns(by), civil_day(by.at)
    cells = [_CELLS[column] for column in columns]
    statement = f"""
        select r.organisation_id, p.id, p.first_name, p.last_name{"".join(f", {cell}" for cell, _ in cells)}
        from parties_represents r join parties_person p on p.id = r.person_id
        where r.organisation_id = any(%s) and (r.ended_on is null or r.ended_on > %s)
        order by p.sort_key, p.id
    """
    found: defaultdict[UUID, list[ContactPerson]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(statement, [*(today for _, is_dated in cells if is_dated), list(organisations), today])
        for organisation, person, first, last, *values in cursor.fetchall():
            told = {column: value or "" for column, value in zip(columns, values, strict=True)}
            name = f"{first} {last}".strip()
            found[organisation].append(ContactPerson(id=person, name=name, parts=(first, last), cells=told))
    return found


def items_of_contacts(by: Access) -> list[str]:
    """Return the items that a list with contact persons shows of them."""
    return [*CONTACT_NEEDS, *(CONTACT_ITEMS[column] for column in contact_columns(by))]
