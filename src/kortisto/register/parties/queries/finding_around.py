"""Who is found by what is around them: the city where they are, the organisation that they represent.

By a city alone, and by a name together with a city or, of people, an organisation. Few statements for all words and
kinds: a message to the database takes longer than most of these questions.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Value

from kortisto.lib.text_keys import PREFIX_END
from kortisto.register.parties.enums import PartyKind
from kortisto.register.parties.models import OrganisationAddress, PersonAddress
from kortisto.register.statements.frozen import Frozen

_ENOUGH_ORGANISATIONS = 200  # that a word of a longer text may name

_ADDRESSES = {PartyKind.PERSON: PersonAddress, PartyKind.ORGANISATION: OrganisationAddress}

# Which words begin the name of a city where somebody of a kind is. The columns compare byte by byte.
_CITIES = """
select '{kind}', w.word from unnest(%(words)s::text[], %(ends)s::text[]) as w (word, "end")
where exists (
    select from parties_{kind}_address a
    where a.city_key >= w.word collate "C" and a.city_key < w."end" collate "C"
)
"""

# Those of the name whose organisation another word names. The array is fetched once, and finds its rows by an index;
# where no organisation has the name, nobody looks for people.
_REPRESENTING = """
(with named_organisation as materialized (
    select id from parties_find_by_name('', %s, '', false, true, array[{organisations}, 0])
), named as materialized (
    select id from parties_find_by_name('', %s, '', true, false, array[{names}, 0])
    where exists (select from named_organisation)
)
select r.person_id from parties_represents r
where (r.ended_on is null or r.ended_on > %s) and r.organisation_id = any(array(select id from named_organisation))
    and r.person_id in (select id from named)
limit {most})
"""

# Those of the name who are in a city that another word names.
_IN_CITY = """
(select a.{kind}_id from parties_{kind}_address a
where a.city_key >= %s and a.city_key < %s
    and a.{kind}_id = any(array(select id from parties_find_by_name('', %s, '', {people}, not {people},
        array[{names}, 0])))
limit {most})
"""


def in_city(kinds: Sequence[PartyKind], text: str, most: int) -> list[tuple[PartyKind, UUID]]:
    """Return who is in a city whose name begins with the text, of each kind at most `most`."""
    if not kinds:
        return []
    return [(PartyKind(kind), id_) for kind, id_ in _in_city(tuple(kinds), most).rows(text, text + PREFIX_END)]


def cities(kinds: Sequence[PartyKind], words: Sequence[str]) -> set[tuple[PartyKind, str]]:
    """Return which words begin the name of a city where somebody of a kind is."""
    if not kinds:
        return set()
    parts = [_CITIES.format(kind=kind.value) for kind in kinds]
    with connection.cursor() as cursor:
        ends = [word + PREFIX_END for word in words]
        cursor.execute(" union all ".join(parts), {"words": list(words), "ends": ends})
        return {(PartyKind(kind), word) for kind, word in cursor.fetchall()}


def named_and_around(
    kind: PartyKind, words: Sequence[str], *, cities: set[str], by_organisation: bool, today: date, most: int
) -> list[UUID]:
    """Return whom all words but one name, while that one names their city or, if asked for, their organisation.

    `cities`: those of the words that name one; `today`: whom it finds represents still.
    """
    parts: list[str] = []
    values: list[Any] = []
    numbers = {"most": most, "names": 10 * most, "organisations": _ENOUGH_ORGANISATIONS}
    people = str(kind is PartyKind.PERSON).lower()
    for place, word in enumerate(words):
        others = beginning_with([other for at, other in enumerate(words) if at != place])
        if by_organisation:
            parts.append(_REPRESENTING.format(**numbers))
            values += [beginning_with([word]), others, today]
        if word in cities:
            parts.append(_IN_CITY.format(kind=kind.value, people=people, **numbers))
            values += [word, word + PREFIX_END, others]
    if not parts:
        return []
    with connection.cursor() as cursor:
        cursor.execute(" union all ".join(parts), values)
        return [id_ for (id_,) in cursor.fetchall()]


def beginning_with(words: Sequence[str]) -> str:
    """Return the query for names in which each of the words begins one."""
    return " & ".join(f"'{word}':*" for word in words)


@cache
def _in_city(kinds: tuple[PartyKind, ...], most: int) -> Frozen:
    def question(first: str, end: str) -> Any:
        parts = [
            _ADDRESSES[kind]
            ._default_manager.filter(city_key__gte=first, city_key__lt=end)
            .values_list(Value(kind.value), f"{kind.value}_id")[:most]
            for kind in kinds
        ]
        return parts[0].union(*parts[1:], all=True)

    return Frozen(question, str, str)
