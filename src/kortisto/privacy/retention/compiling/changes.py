"""What falls due of everybody because one declaration follows another: one statement for each kind of subjects."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from kortisto.declaration.compiled import Compiled
from kortisto.declaration.words import ActionKind
from kortisto.privacy.retention.compiling.comparing import NOTHING, Comparing, Possible, key
from kortisto.privacy.retention.compiling.endings import Combination
from kortisto.privacy.retention.compiling.questions import (
    among,
    asking,
    clocks_of,
    columns_of_clock,
    every_combination,
    is_combination,
    who_are,
)
from kortisto.privacy.retention.compiling.tables import Part, Subjects, all_items, parts
from kortisto.privacy.retention.compiling.windows import Columns
from kortisto.privacy.retention.enums import SubjectKind

_FEW = 20_000
"""Subjects whose rows are found by their keys sooner than by reading whole tables."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What falls due of one kind of subjects, as far as the database can say it.

    `data`: how many, by item, rule, action and whether they are held; `touched`: of how many subjects. `one_by_one`:
    the subjects of whom it cannot.
    """

    data: Mapping[tuple[str, str, ActionKind, bool], int]
    touched: int
    one_by_one: list[UUID]


def change(
    old: Compiled, new: Compiled, kind: SubjectKind, *, at: datetime, items: Collection[str] | None = None
) -> Change:
    """Return what falls due because `new` follows `old`, which is in force, at the last instant of a day.

    `items`: of these leaves only. Needs the access header, and settled clocks.
    """
    wanted = all_items(old, kind) | {""}
    if items is not None:
        wanted &= set(items)
    comparing: dict[int, Comparing] = {}
    undecided: list[Combination] = []
    for number, one in enumerate(sorted(every_combination(kind, special=False))):
        compared = Comparing(old, new, one, at)
        differing = [item for item in sorted(wanted) if compared.differs(item)]
        if not all(compared.can_say(item) for item in differing):
            undecided.append(one)
        elif differing:
            comparing[number] = compared
    found, touched = _counted(old, new, kind, comparing, items) if comparing else (Counter(), 0)
    return Change(data=found, touched=touched, one_by_one=list(_rest(kind, undecided)) if wanted else [])


def _counted(
    old: Compiled,
    new: Compiled,
    kind: SubjectKind,
    comparing: Mapping[int, Comparing],
    items: Collection[str] | None,
) -> tuple[Counter[tuple[str, str, ActionKind, bool]], int]:
    possible = Possible()

    def answer(number: int, item: str, columns: Columns) -> str:
        return comparing[number].answer(item, columns, number=number, possible=possible)

    combinations = dict(enumerate(sorted(every_combination(kind, special=False))))
    clocks = sorted({*clocks_of(old), *clocks_of(new)})
    subjects = Subjects(
        kind, {clock: columns_of_clock(place) for place, clock in enumerate(clocks)}, tuple(comparing), (answer,)
    )
    asked = [one for part in parts(old, subjects, items) if (one := _asked(part)) is not None]
    if not asked:
        return Counter(), 0
    of_these = {number: combinations[number] for number in comparing}
    where = " or ".join(possible.conditions)
    who = who_are(new, kind, of_these, clocks, asked=asked, worked=subjects.worked, where=where)
    # Few can be due because of a change, as a rule: their rows are then found by their keys, and no table is read.
    few = _few(who)
    if few is not None:
        who = among(who, few)
    tables = ", ".join(f"p{place} as materialized ({_grouped(one)})" for place, one in enumerate(asked))
    counts = " union all ".join(one for place, part in enumerate(asked) for one in _counts(place, part))
    touched = " union ".join(f"select subject from p{place}" for place in range(len(asked)))  # noqa: S608 - no input
    with asking() as cursor:
        cursor.execute(
            f"{who}, {tables} select item, said, sum(number)::bigint from ({counts}) c group by item, said "  # noqa: S608 - no input
            f"union all select null, null, count(*) from ({touched}) t"
        )
        rows = cursor.fetchall()
    data: Counter[tuple[str, str, ActionKind, bool]] = Counter()
    number_touched = 0
    for item, said, number in rows:
        if said is None:
            number_touched = number
        else:
            data[item, *key(said)] += number
    return data, number_touched


def _few(who: str) -> list[UUID] | None:
    """Return the subjects of whom anything can fall due; None where they are many."""
    with asking() as cursor:
        cursor.execute(f"{who} select subject from who limit %s", (_FEW + 1,))  # noqa: S608 - no input
        found = [subject for (subject,) in cursor.fetchall()]
    return found if len(found) <= _FEW else None


def _asked(part: Part) -> Part | None:
    """Return a table with the lines of which anything can fall due; None where it has none."""
    lines = tuple(one for one in part.lines if one.answers[0] != NOTHING)
    return Part(part.rows, lines) if lines else None


def _grouped(part: Part) -> str:
    """Return the question for how many rows of each subject say the same, where anything falls due."""
    answers = ", ".join(f"{one.shown[0]} as c{place}" for place, one in enumerate(part.lines))
    named = ", ".join(f"{one.item} as i{place}" for place, one in enumerate(part.lines) if not _is_word(one.item))
    columns = [f"c{place}" for place in range(len(part.lines))]
    columns += [f"i{place}" for place, one in enumerate(part.lines) if not _is_word(one.item)]
    some = " or ".join(f"c{place} is not null" for place in range(len(part.lines)))
    listed = ", ".join(columns)
    return (
        f"select subject, {listed}, count(*) as number from (select w.subject, {answers}{', ' if named else ''}{named} "  # noqa: S608 - no input
        f"{part.rows} offset 0) r where {some} group by subject, {listed}"
    )


def _counts(place: int, part: Part) -> Iterator[str]:
    for line, one in enumerate(part.lines):
        item = f"{one.item}::text" if _is_word(one.item) else f"i{line}"
        yield f"select {item} as item, c{line} as said, number from p{place} where c{line} is not null"  # noqa: S608 - no input


def _is_word(item: str) -> bool:
    return item.startswith("'")


def _rest(kind: SubjectKind, undecided: Collection[Combination]) -> Iterator[UUID]:
    odd = " or ".join(["a.special", *(is_combination(one) for one in undecided)])
    with connection.cursor() as cursor:
        cursor.execute(
            f"select a.subject from retention_agenda a where a.kind = %s and ({odd}) order by 1",  # noqa: S608 - no input
            (kind,),
        )
        yield from (subject for (subject,) in cursor.fetchall())
