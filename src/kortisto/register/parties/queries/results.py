"""What a search shows: the best matches of each kind, people and organisations apart."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
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
from kortisto.register.parties.queries.shown import items_of_hits
from kortisto.register.parties.values import Hit, Party

SHOWN = 8
"""Of each kind, while somebody types."""
_LOOKED_AT = 100
_KINDS = (PartyKind.PERSON, PartyKind.ORGANISATION)  # in the order in which the functions below take them
_ALIKE = 0.6  # least likeness of what is found in spite of typing errors

# Functions of the database, because their plans are kept (migration 0026).
_SHOWN = "select * from parties_shown(%s::uuid[], %s::integer[], %s::uuid[], %s::integer[], %s, %s, %s, %s)"
_ADDRESSED = "select * from parties_addressed(%s, %s, %s, %s, %s, %s, %s, %s)"


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


@dataclass(frozen=True, slots=True, kw_only=True)
class BestMatches:
    """The best matches of all kinds together, best first. `more`: there are others."""

    hits: tuple[Hit, ...]
    more: bool


def results(*, by: Access, text: str, limit: int = SHOWN) -> Results:
    """Return who matches what was typed; empty for an empty text. Each showing is one line with its people."""
    by.require(Operation.READ)
    text = cleaned(text)
    ranked = _ranked(text, tuple(PartyKind), by, limit + 1)
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
        subjects=[hit.party.id for hit in (*shown.people, *shown.organisations)],
        items=items_of_hits((*shown.people, *shown.organisations)),
    )
    return shown


def best_matches(*, by: Access, text: str, limit: int, kinds: Collection[PartyKind] = tuple(PartyKind)) -> BestMatches:
    """Return who matches a text, people and organisations together, best first."""
    by.require(Operation.READ)
    ranked = _ranked(cleaned(text), kinds, by, limit + 1)
    shown = tuple(ranked[:limit])
    by.record(
        "parties.search",
        object_kind="party",
        subjects=[hit.party.id for hit in shown],
        items=items_of_hits(shown),
    )
    return BestMatches(hits=shown, more=len(ranked) > limit)


def _ranked(text: str, kinds: Collection[PartyKind], by: Access, limit: int) -> list[Hit]:
    """Return the best of each kind, best first."""
    if "@" in text and (rows := _of_address(text, kinds, by, limit)):
        rows.sort(key=lambda row: (row[6], row[3].encode(), row[1]))
        return [_hit(row[0], row[1], row[2], row[5], former=row[6]) for row in rows]
    found = find(by=by, text=text, kinds=kinds, most=_LOOKED_AT, first=limit)
    forgiven = any(match is Match.FORGIVEN for match in found.matches.values())
    # How like a misspelt name is, is known here alone: then all are looked at, and what is beside their names is asked
    # for when it is known who is shown.
    rows = _rows(found.matches, by, None if forgiven else limit, details=not forgiven)
    words = search_words(text)
    ranked = []
    for kind, id_, name, key, _personal, detail in rows:
        match = found.matches[PartyKind(kind), id_]
        likeness = _likeness(words, name) if match is Match.FORGIVEN else 1.0
        if likeness >= _ALIKE:
            ranked.append(((match, found.is_former(id_), -likeness, key.encode(), id_), kind, name, detail))
    ranked.sort(key=lambda row: row[0])
    best = [row for kind in PartyKind for row in [row for row in ranked if row[1] == kind.value][:limit]]
    if forgiven:
        ids = [(PartyKind(kind), rank[4]) for rank, kind, *_ in best]
        beside = {row[1]: row[5] for row in _rows({key: found.matches[key] for key in ids}, by, None)}
        best = [(rank, kind, name, beside.get(rank[4])) for rank, kind, name, _ in best]
    best.sort(key=lambda row: row[0])
    return [_hit(kind, rank[4], name, detail, former=rank[1]) for rank, kind, name, detail in best]


def _hit(kind: str, id_: UUID, name: str, detail: str | None, *, former: bool = False) -> Hit:
    return Hit(party=Party(kind=PartyKind(kind), id=id_), name=name, detail=detail or "", former=former)


def _of_address(text: str, kinds: Collection[PartyKind], by: Access, limit: int) -> list[tuple[Any, ...]]:
    """Return the rows of whose e-mail address begins with a text, in one question: an address names nobody else."""
    among = [
        kind in kinds and all(by.grants(Operation.READ, f"{kind}.{item}") for item in ("name", "contact.email"))
        for kind in _KINDS
    ]
    first = text.casefold()
    return _asked(_ADDRESSED, [first, first + PREFIX_END, *among, *_details(by), civil_day(by.at), limit])


def _rows(
    matches: Mapping[tuple[PartyKind, UUID], Match], by: Access, limit: int | None, *, details: bool = True
) -> list[tuple[Any, ...]]:
    """Return kind, id, name, key of the order, whether it is a person's data, and a detail; of each kind the first."""
    if not matches:
        return []
    among: list[list[Any]] = []
    for kind in _KINDS:
        ids = {id_: int(match) for (its_kind, id_), match in matches.items() if its_kind is kind}
        among += [list(ids), list(ids.values())]
    shown = _details(by) if details else [False] * len(_KINDS)
    return _asked(_SHOWN, [*among, *shown, civil_day(by.at), limit])


def _details(by: Access) -> list[bool]:
    """Return what may stand beside a name: whom a person represents, the business id of an organisation."""
    return [by.grants(Operation.READ, item) for item in ("person.represents", "organisation.business_id")]


def _asked(statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def _likeness(typed: list[str], name: str) -> float:
    """How like the words typed are to those of the name, in any order, from 0 to 1."""
    words = search_words(name)
    return sum(max((similarity(one, word) for word in words), default=0) for one in typed) / len(typed)
