"""What a search shows: the best matches of each kind, people and organisations apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from kortisto.declaration.civil_time import civil_day
from kortisto.declaration.words import Operation
from kortisto.lib.text_keys import PREFIX_END, search_words, similarity
from kortisto.register.audit.values import Access
from kortisto.register.parties.enums import PartyKind
from kortisto.register.parties.queries.finding import Match, cleaned, find
from kortisto.register.parties.values import Hit, Party

SHOWN = 8
"""Of each kind, while somebody types."""
_LOOKED_AT = 100
_ALIKE = 0.6  # least likeness of what is found in spite of typing errors

# One question of each kind, both in one message: each row is read under the policies, and whom a person represents with
# it. The database makes the last column for those rows alone that the limit leaves.
_ROWS = {
    PartyKind.PERSON: """
select 'person', p.id, concat_ws(' ', nullif(p.prefix, ''), nullif(p.first_name, ''), nullif(p.last_name, '')),
    p.sort_key, true, case when %(represents)s then (
        select string_agg(coalesce(nullif(o.trade_name, ''), o.registered_name), ', ' order by o.sort_key)
        from parties_represents r join parties_organisation o on o.id = r.organisation_id
        where r.person_id = p.id and (r.ended_on is null or r.ended_on > %(today)s)
    ) end
from {matches} as m (id, match) join parties_person p on p.id = m.id
where {among}
order by m.match, p.sort_key, p.id limit %(limit)s
""",
    PartyKind.ORGANISATION: """
select 'organisation', o.id, coalesce(nullif(o.trade_name, ''), o.registered_name), o.sort_key, o.sole_trader,
    case when %(business_id)s then o.business_id end
from {matches} as m (id, match) join parties_organisation o on o.id = m.id
where {among}
order by m.match, o.sort_key, o.id limit %(limit)s
""",
}


# The ids are said twice: once for their order, and once so that the rows are found by their key.
_GIVEN = {kind: f"unnest(%({kind.value})s::uuid[], %({kind.value}_matches)s::int[])" for kind in PartyKind}
_AMONG = {kind: f"{kind.value[0]}.id = any(%({kind.value})s::uuid[])" for kind in PartyKind}
_ADDRESSED = {
    kind: f"(select distinct {kind.value}_id, 0 from parties_{kind.value}_email"  # noqa: S608 (names of our own)
    f" where normalised >= %(first)s and normalised < %(end)s limit {_LOOKED_AT})"
    for kind in PartyKind
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
    ranked, personal = _ranked(text, by, limit + 1)
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
    ranked, personal = _ranked(text, by, limit)
    shown = ranked[:limit]
    kinds = {hit.party.kind for hit in shown}
    by.record(
        "parties.search",
        object_kind="party",
        subjects=[hit.party.id for hit in shown if hit.party.id in personal],
        items=_items(PartyKind.PERSON in kinds, PartyKind.ORGANISATION in kinds, by),
    )
    return tuple(shown)


def _ranked(text: str, by: Access, limit: int) -> tuple[list[Hit], set[UUID]]:
    """Return the best of each kind, best first, and which of them it is personal data of: people, sole traders."""
    if "@" in text and (rows := _of_address(text, by, limit)):
        rows.sort(key=lambda row: (row[3].encode(), row[1]))
        return [_hit(row[0], row[1], row[2], row[5]) for row in rows], {row[1] for row in rows if row[4]}
    found = find(by=by, text=text, kinds=tuple(PartyKind), most=_LOOKED_AT, first=limit)
    forgiven = any(match is Match.FORGIVEN for match in found.matches.values())
    # How like a misspelt name is, is known here alone: then all are looked at, and what is beside their names is asked
    # for when it is known who is shown.
    rows = _rows(found.matches, by, None if forgiven else limit, details=not forgiven)
    words = search_words(text)
    ranked = []
    for kind, id_, name, key, personal, detail in rows:
        match = found.matches[PartyKind(kind), id_]
        likeness = _likeness(words, name) if match is Match.FORGIVEN else 1.0
        if likeness >= _ALIKE:
            ranked.append(((match, -likeness, key.encode(), id_), kind, name, personal, detail))
    ranked.sort(key=lambda row: row[0])
    best = [row for kind in PartyKind for row in [row for row in ranked if row[1] == kind.value][:limit]]
    if forgiven:
        ids = [(PartyKind(kind), rank[3]) for rank, kind, *_ in best]
        beside = {row[1]: row[5] for row in _rows({key: found.matches[key] for key in ids}, by, None)}
        best = [(rank, kind, name, personal, beside.get(rank[3])) for rank, kind, name, personal, _ in best]
    best.sort(key=lambda row: row[0])
    hits = [_hit(kind, rank[3], name, detail) for rank, kind, name, _, detail in best]
    return hits, {rank[3] for rank, _, _, personal, _ in best if personal}


def _hit(kind: str, id_: UUID, name: str, detail: str | None) -> Hit:
    return Hit(party=Party(kind=PartyKind(kind), id=id_), name=name, detail=detail or "")


def _of_address(text: str, by: Access, limit: int) -> list[tuple[Any, ...]]:
    """Return the rows of whose e-mail address begins with a text, in one question: an address names nobody else."""
    kinds = [
        kind
        for kind in PartyKind
        if all(by.grants(Operation.READ, f"{kind.value}.{item}") for item in ("name", "contact.email"))
    ]
    first = text.casefold()
    wanted = [_ROWS[kind].format(matches=_ADDRESSED[kind], among="true") for kind in kinds]
    return _asked(wanted, {**_shown(by), "limit": limit, "first": first, "end": first + PREFIX_END})


def _shown(by: Access, *, details: bool = True) -> dict[str, Any]:
    """Return what the rows may show beside a name."""
    return {
        "today": civil_day(by.at),
        "represents": details and by.grants(Operation.READ, "person.represents"),
        "business_id": details and by.grants(Operation.READ, "organisation.business_id"),
    }


def _rows(
    matches: Mapping[tuple[PartyKind, UUID], Match], by: Access, limit: int | None, *, details: bool = True
) -> list[tuple[Any, ...]]:
    """Return kind, id, name, key of the order, whether it is a person's data, and a detail; of each kind the first."""
    values = {**_shown(by, details=details), "limit": limit}
    wanted = []
    for kind in PartyKind:
        ids = {id_: int(match) for (its_kind, id_), match in matches.items() if its_kind is kind}
        if ids:
            wanted.append(_ROWS[kind].format(matches=_GIVEN[kind], among=_AMONG[kind]))
            values |= {kind.value: list(ids), f"{kind.value}_matches": list(ids.values())}
    return _asked(wanted, values)


def _asked(statements: Sequence[str], values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """Send the statements in one message, and return the rows of all."""
    rows: list[tuple[Any, ...]] = []
    if statements:
        with connection.cursor() as cursor:
            cursor.execute(";".join(statements), values)
            for place in range(-len(statements), 0):  # before them stand those of what travelled with them
                cursor.set_result(place)
                rows += cursor.fetchall()
    return rows


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
