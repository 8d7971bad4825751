"""Whole questions about everybody, as one statement each: what falls due until when, and when to look at whom.

They read the settled clocks and the agenda, so they are as true as the last `settle`. Needs the access header.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from uuid import UUID

from django.db import connection

from kortisto.declaration.civil_time import civil_day
from kortisto.declaration.compiled import Compiled
from kortisto.declaration.model import ClockPick, RetentionRule, Selector, Unless
from kortisto.declaration.windows import COLLECTED
from kortisto.privacy.retention.agenda import asks_for_reviews, bases_begin, fingerprint
from kortisto.privacy.retention.compiling.dates import Point
from kortisto.privacy.retention.compiling.endings import Combination, Deciding, text
from kortisto.privacy.retention.compiling.tables import Subjects, all_items, data
from kortisto.privacy.retention.compiling.windows import ClockColumns
from kortisto.privacy.retention.enums import SubjectKind
from kortisto.privacy.retention.walking import root_of

_MOMENTS = {"first_at": "", "first_day": "", "last_at": " and not running", "last_day": " and not running"}


FIRST_DUE = "nullif(least(min(due), nullif(%s, '9999-12-31'::date)), 'infinity'::date)"
"""Of `data` of a subject, with the day on which a legal basis begins to hold next."""

FIRST_REVIEW = "nullif(min(review), 'infinity'::date)"
"""Of `data` of a subject."""

_AMONG = "/* among */"
"""Stands in the statement where subjects can be named."""


@dataclass(frozen=True, slots=True)
class Question:
    """All data of the subjects of one kind of whom SQL can say it.

    `sql`: a statement that begins with `with who as (...)` and goes on with `data as (...)`, of the columns `subject`,
    `item`, `due`, `rule` and `review`; what is asked of `data` is put after it. `one_by_one`: which lines of the
    agenda, `a`, are of subjects that are not in it, as SQL.
    """

    sql: str
    one_by_one: str

    def among(self, ids: Collection[UUID]) -> str:
        """Return the statement for these subjects alone."""
        listed = ", ".join(f"'{one}'" for one in ids)
        return self.sql.replace(_AMONG, f" and subject = any(array[{listed}]::uuid[])")


def question(
    compiled: Compiled,
    kind: SubjectKind,
    *,
    at: datetime,
    items: Collection[str] | None = None,
    only: str = "true",
    rules: bool = False,
    reviews: bool = False,
) -> Question:
    """Put together the question for one kind of subjects.

    `only`: which lines of the agenda, `a`; SQL. Without `rules` and `reviews` these columns are null, and the answer
    comes sooner.
    """
    wanted = frozenset(items) if items is not None else None
    found = tuple(_combinations(kind))
    return _question(compiled, kind, found, at=at, items=wanted, only=only, rules=rules, reviews=reviews)


def first_days(
    compiled: Compiled, kind: SubjectKind, ids: Collection[UUID], combinations: Collection[Combination], at: datetime
) -> dict[UUID, tuple[date | None, date | None]]:
    """Return the first day on which anything of some subjects is due, None: no end is known; only for whom SQL can.

    With it a day that is not later than the first review of theirs; None: there is none.
    """
    seen = _seen.setdefault((fingerprint(compiled), kind), set())
    seen.update(combinations)
    reviews = asks_for_reviews(compiled)
    asked = _question(compiled, kind, tuple(sorted(seen)), at=at, items=None, only="true", reviews=reviews)
    these = f"select subject, {FIRST_DUE}, {FIRST_REVIEW} from data"  # noqa: S608 - no input
    with connection.cursor() as cursor:
        cursor.execute(
            f"{asked.among(ids)}{these} group by subject",
            (min((civil_day(one) for one in bases_begin(compiled) if one > at), default=date.max),),
        )
        return {subject: (day, review_on) for subject, day, review_on in cursor.fetchall()}


_seen: dict[tuple[str, SubjectKind], set[Combination]] = {}
"""The combinations of states that this process has met, so that one question serves one portion after another."""


@lru_cache(maxsize=8)
def _question(
    compiled: Compiled,
    kind: SubjectKind,
    found: tuple[Combination, ...],
    *,
    at: datetime,
    items: frozenset[str] | None,
    only: str,
    rules: bool = False,
    reviews: bool = False,
) -> Question:
    wanted = all_items(compiled, kind) | {""}
    if items is not None:
        wanted &= items
    deciding: dict[int, Deciding] = {}
    undecided: list[Combination] = []
    for number, one in enumerate(found):
        for_one = Deciding(compiled, one, at)
        if any(for_one.ending(item) is None for item in wanted):
            undecided.append(one)
        else:
            deciding[number] = for_one
    clocks = sorted(set(_clocks(compiled)))
    subjects = Subjects(kind, {clock: _columns(place) for place, clock in enumerate(clocks)}, deciding, rules, reviews)
    rows = list(data(compiled, subjects, items)) if deciding else []
    columns = "null::uuid as subject, null::text as item, null::date as due, null::text as rule, null::date as review"
    nothing = f"select {columns} where false"
    who = _who(compiled, kind, {number: found[number] for number in deciding}, clocks, only)
    odd = " or ".join(["a.special", *(_is(one) for one in undecided)])
    return Question(f"with who as materialized ({who}), data as ({' union all '.join([nothing, *rows])}) ", f"({odd})")


def _combinations(kind: SubjectKind) -> list[Combination]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select states, earlier, phase from retention_agenda where kind = %s and not special group by 1, 2, 3",
            (kind,),
        )
        return sorted(Combination(tuple(states), tuple(earlier), phase) for states, earlier, phase in cursor.fetchall())


def _who(
    compiled: Compiled, kind: SubjectKind, combinations: dict[int, Combination], clocks: list[str], only: str
) -> str:
    """The subjects with their combination and clocks; none of them in circumstances that SQL does not know."""
    numbers = " ".join(f"when {_is(one)} then {number}" for number, one in combinations.items())
    combination = f"case {numbers} end" if numbers else "null::integer"
    # While a clock runs its last strike counts for nothing.
    parts = [
        f"max({column}) filter (where clock = {text(clock)}{unless}) as k{place}_{column}"
        for place, clock in enumerate(clocks)
        for column, unless in _MOMENTS.items()
    ]
    parts += [
        f"coalesce(bool_or(running) filter (where clock = {text(clock)}), false) as k{place}_running"
        for place, clock in enumerate(clocks)
    ]
    root = root_of(kind)
    table = root.model._meta.db_table  # type: ignore[attr-defined]
    version, joins = "''", ""
    if compiled.before and root.declaration:  # what rows hold that do not say it was collected with their subject
        version, joins = f'r."{root.declaration}"', f' join public."{table}" r on r.id = a.subject'
    if parts:
        listed = ", ".join(map(text, clocks))
        joins += (
            f" left join (select subject, {', '.join(parts)} from retention_clock "  # noqa: S608 - no input
            f"where kind = {text(kind)} and clock in ({listed}){_AMONG} group by subject) k on k.subject = a.subject"
        )
    columns = [f"k.k{place}_{column}" for place in range(len(clocks)) for column in _MOMENTS]
    columns += [f"coalesce(k.k{place}_running, false) as k{place}_running" for place in range(len(clocks))]
    listed = ", ".join(["a.subject", "a.combination", f"{version} as version", *columns])
    return (
        f"select {listed} from (select a.subject, {combination} as combination from retention_agenda a "  # noqa: S608 - no input
        f"where a.kind = {text(kind)} and not a.special and {only}{_AMONG}) a{joins} where a.combination is not null"
    )


def _is(one: Combination) -> str:
    states, earlier = (f"array[{', '.join(map(text, some))}]::varchar[]" for some in (one.states, one.earlier))
    return f"(a.states = {states} and a.earlier = {earlier} and a.phase = {text(one.phase)})"


def _columns(place: int) -> ClockColumns:
    name = f"w.k{place}"
    first, last = (Point(f"{name}_{which}_at", f"{name}_{which}_day") for which in ("first", "last"))
    return ClockColumns(first, last, f"{name}_running", settled=True)


def _clocks(compiled: Compiled) -> Iterator[str]:
    """Yield every clock of a subject that a rule counts from."""
    for version in (*compiled.before, compiled):
        for rule in version.declaration.retention.values():
            yield from (clock for selector in _selectors(rule) for clock in _of(selector) if clock != COLLECTED)


def _selectors(rule: RetentionRule) -> Iterator[Selector]:
    yield rule.start
    if rule.if_unknown is not None:
        yield rule.if_unknown.start
    yield from _of_exceptions(rule.unless)


def _of_exceptions(exceptions: tuple[Unless, ...]) -> Iterator[Selector]:
    for one in exceptions:
        if one.start is not None:
            yield one.start
        yield from _of_exceptions(one.unless)


def _of(selector: Selector) -> Iterator[str]:
    if isinstance(selector, ClockPick):
        yield selector.clock
    else:
        for part in selector.of:
            yield from _of(part)
