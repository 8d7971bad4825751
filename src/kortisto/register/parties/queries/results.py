"""What a search shows: the best matches of each kind, people and organisations apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from kortisto.declaration.civil_time import civil_day
from kortisto.declaration.words import Operation
from kortisto.lib.text_keys import search_words, similarity
from kortisto.register.audit.values import Access
from kortisto.register.parties.enums import PartyKind
from kortisto.register.parties.queries.finding import Found, Match, cleaned, find
from kortisto.register.parties.values import Hit, Party

SHOWN = 8
"""Of each kind, while somebody types."""
_LOOKED_AT = 100
_ALIKE = 0.6  # least likeness of what is found in spite of typing errors

# One question for all rows: each is read under the policies, and whom a person represents with it.
_ROWS = {
    PartyKind.PERSON: """
select 'person', p.id, concat_ws(' ', nullif(p.prefix, ''), nullif(p.first_name, ''), nullif(p.last_name, '')),
    p.sort_key, case when %(represents)s then (
        select string_agg(coalesce(nullif(o.trade_name, ''), o.registered_name), ', ' order by o.sort_key)
        from parties_represents r join parties_organisation o on o.id = r.organisation_id
        where r.person_id = p.id and (r.ended_on is null or r.ended_on > %(today)s)
    ) end, true
from parties_person p where p.id = any(%(person)s)
""",
    PartyKind.ORGANISATION: """
select 'organisation', o.id, coalesce(nullif(o.trade_name, ''), o.registered_name), o.sort_key,
    case when %(business_id)s then o.business_id end, o.sole_trader
from parties_organisation o where o.id = any(%(organisation)s)
""",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """The best matches, best first. `more`: there are others."""

    people: tuple[Hit, ...]
    organisations: tuple[Hit, ...]
    more_people: bool
    more_organisations: bool

    @property
    def count(self) -> int:
        """Return how many are shown."""
        return len(self.people) + len(self.organisations)


def results(*, by: Access, text: str, limit: int = SHOWN) -> Results:
    """Return who matches what was typed; empty for an empty text. Each showing is one line with its people."""
    by.require(Operation.READ)
    text = cleaned(text)
    found = find(by=by, text=text, kinds=tuple(PartyKind), most=_LOOKED_AT)
    ranked, personal = _ranked(found, text, by)
    people = [hit for hit in ranked if hit.party.kind is PartyKind.PERSON]
    organisations = [hit for hit in ranked if hit.party.kind is PartyKind.ORGANISATION]
    shown = Results(
        people=tuple(people[:limit]),
        organisations=tuple(organisations[:limit]),
        more_people=len(people) > limit,
        more_organisations=len(organisations) > limit,
    )
    by.record(
        "parties.search",
        object_kind="party",
        subjects=[hit.party.id for hit in (*shown.people, *shown.organisations) if hit.party.id in personal],
        items=_items(bool(shown.people), bool(shown.organisations), by),
    )
    return shown


def best_matches(*, by: Access, text: str, limit: int) -> tuple[Hit, ...]:
    """Return who matches a text, people and organisations together, best first."""
    by.require(Operation.READ)
    text = cleaned(text)
    found = find(by=by, text=text, kinds=tuple(PartyKind), most=_LOOKED_AT)
    ranked, personal = _ranked(found, text, by)
    shown = ranked[:limit]
    kinds = {hit.party.kind for hit in shown}
    by.record(
        "parties.search",
        object_kind="party",
        subjects=[hit.party.id for hit in shown if hit.party.id in personal],
        items=_items(PartyKind.PERSON in kinds, PartyKind.ORGANISATION in kinds, by),
    )
    return tuple(shown)


def _ranked(found: Found, text: str, by: Access) -> tuple[list[Hit], set[UUID]]:
    """Return whom a search found, best first, and which of them are people or sole traders: those whose data it is."""
    if not found.matches:
        return [], set()
    words = search_words(text)
    rows: list[tuple[Any, ...]] = []
    ids = {kind: found.ids(kind) for kind in PartyKind}
    with connection.cursor() as cursor:
        cursor.execute(
            " union all ".join(_ROWS[kind] for kind in PartyKind if ids[kind]),
            {
                "today": civil_day(by.at),
                **{kind.value: some for kind, some in ids.items()},
                "represents": by.grants(Operation.READ, "person.represents"),
                "business_id": by.grants(Operation.READ, "organisation.business_id"),
            },
        )
        rows = cursor.fetchall()
    ranked = []
    personal = {row[1] for row in rows if row[5]}
    for kind_name, id_, name, key, detail, _ in rows:
        kind = PartyKind(kind_name)
        match = found.matches[kind, id_]
        likeness = _likeness(words, name) if match is Match.FORGIVEN else 1.0
        if likeness >= _ALIKE:
            ranked.append((match, -likeness, key.encode(), id_, Hit(party=Party(kind=kind, id=id_), name=name,
                                                                    detail=detail or "")))  # fmt: skip
    ranked.sort(key=lambda row: row[:4])
    return [row[4] for row in ranked], personal


def _likeness(typed: list[str], name: str) -> float:
    """How like the words typed are to those of the name, in any order, from 0 to 1."""
    words = search_words(name)
    return sum(max((similarity(one, word) for word in words), default=0) for one in typed) / len(typed)


def _items(people: bool, organisations: bool, by: Access) -> list[str]:  # noqa: FBT001 (which kinds are shown)
    items: list[str] = []
    if people:
        items += ["person.name", "person.represents"]
    if organisations:
        items += ["organisation.name", "organisation.business_id"]
    return [item for item in items if by.grants(Operation.READ, item)]
