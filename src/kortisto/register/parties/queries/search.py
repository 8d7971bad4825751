"""Lists of parties, in Finnish alphabetical order, found by the beginnings of words."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Collection
from typing import TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet

from kortisto.declaration.civil_time import civil_day
from kortisto.declaration.words import Operation
from kortisto.register.audit.values import Access
from kortisto.register.parties.enums import PartyKind
from kortisto.register.parties.models import (
    Organisation,
    Person,
    Represents,
)
from kortisto.register.parties.queries.finding import Found, cleaned, find
from kortisto.register.parties.queries.shown import items_of_hits
from kortisto.register.parties.values import Hit, HitPage, Party

PAGE = 50
MOST_FOUND = 2000
"""So many of each kind and way of matching are listed; a text that more match is to be made longer."""

_Row = TypeVar("_Row", bound=Model)


class BadCursorError(ValueError):
    """The cursor is not one that `search` gave."""


def search(
    *,
    by: Access,
    text: str = "",
    after: str | None = None,
    limit: int = PAGE,
    kinds: Collection[PartyKind] = tuple(PartyKind),
) -> HitPage:
    """Return the parties that match, or all when `text` is empty; `after` is `next` of the page before.

    How somebody matches a text is said in `finding`; of each kind at most MOST_FOUND. Raises BadCursorError.
    """
    by.require(Operation.READ)
    text = cleaned(text)
    key, last = _decode(after)
    matching = find(by=by, text=text, kinds=kinds, most=MOST_FOUND) if text else None
    found: list[tuple[str, UUID, PartyKind, str, str]] = []
    if PartyKind.PERSON in kinds and by.grants(Operation.READ, "person.name"):
        people = _page(_matching(Person, PartyKind.PERSON, matching), key, last, limit)
        found += [
            (
                person.sort_key,
                person.id,
                PartyKind.PERSON,
                _name(person.prefix, person.first_name, person.last_name),
                "",
            )
            for person in people
        ]
    if PartyKind.ORGANISATION in kinds and by.grants(Operation.READ, "organisation.name"):
        organisations = _page(_matching(Organisation, PartyKind.ORGANISATION, matching), key, last, limit)
        shows_id = by.grants(Operation.READ, "organisation.business_id")
        found += [
            (one.sort_key, one.id, PartyKind.ORGANISATION, one.name,
             (one.business_id or "") if shows_id else "")
            for one in organisations
        ]  # fmt: skip
    found.sort(key=lambda row: (row[0].encode(), row[1]))
    shown = found[:limit]
    people_shown = [party_id for _, party_id, kind, _, _ in shown if kind is PartyKind.PERSON]
    represented = _represented(people_shown, by)
    hits = tuple(
        Hit(party=Party(kind=kind, id=party_id), name=name, detail=detail or represented.get(party_id, ""))
        for _, party_id, kind, name, detail in shown
    )
    by.record(
        "parties.search",
        object_kind="party",
        subjects=[party_id for _, party_id, *_ in shown],
        items=items_of_hits(hits),
    )
    return HitPage(hits=hits, next=_encode(shown[-1][0], shown[-1][1]) if len(found) > limit else None)


def _matching(model: type[_Row], kind: PartyKind, found: Found | None) -> QuerySet[_Row]:
    rows = model._default_manager.all()
    return rows if found is None else rows.filter(id__in=found.ids(kind))


def _page(rows: QuerySet[_Row], key: str, last: UUID | None, limit: int) -> QuerySet[_Row]:
    if last is not None:
        rows = rows.filter(Q(sort_key__gt=key) | Q(sort_key=key, id__gt=last))
    return rows.order_by("sort_key", "id")[: limit + 1]


def _represented(people: list[UUID], by: Access) -> dict[UUID, str]:
    if not people or not by.grants(Operation.READ, "person.represents"):
        return {}
    rows = (
        Represents.objects.filter(Q(ended_on=None) | Q(ended_on__gt=civil_day(by.at)), person__in=people)
        .order_by("organisation__sort_key")
        .values_list("person_id", "organisation__trade_name", "organisation__registered_name")
    )
    names: dict[UUID, list[str]] = {}
    for person, trade_name, registered_name in rows:
        names.setdefault(person, []).append(trade_name or registered_name)
    return {person: ", ".join(found) for person, found in names.items()}


def _name(*parts: str) -> str:
    return " ".join(filter(None, parts))


def _encode(key: str, last: UUID) -> str:
    return base64.urlsafe_b64encode(last.bytes + key.encode()).decode()


def _decode(cursor: str | None) -> tuple[str, UUID | None]:
    if not cursor:
        return "", None
    try:
        raw = base64.b64decode(cursor.encode(), altchars=b"-_", validate=True)
        key, last = raw[16:].decode(), UUID(bytes=raw[:16])
    except (binascii.Error, UnicodeError, ValueError) as error:
        raise BadCursorError(cursor) from error
    if "\0" in key:  # PostgreSQL stores no such text
        raise BadCursorError(cursor)
    return key, last
