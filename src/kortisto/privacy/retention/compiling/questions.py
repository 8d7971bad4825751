"""Whole questions about everybody, as one statement each: what falls due until when, and when to look at whom.

They read the settled clocks and the agenda, so they are as true as the last `settle`. Needs the access header.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from uuid import UUID

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from kortisto.declaration.civil_time import civil_day
from kortisto.declaration.compiled import Compiled
from kortisto.declaration.model import ClockPick, RetentionRule, Selector, Unless
from kortisto.declaration.windows import COLLECTED
from kortisto.privacy.retention.agenda import asks_for_reviews, bases_begin, fingerprint
from kortisto.privacy.retention.compiling.dates import Point
from kortisto.privacy.retention.compiling.endings import Combination, Deciding, Ending, bound_from, text
from kortisto.privacy.retention.compiling.tables import Answer, Part, Subjects, Worked, all_items, parts
from kortisto.privacy.retention.compiling.windows import ClockColumns, Columns
from kortisto.privacy.retention.enums import SubjectKind
from kortisto.privacy.retention.walking import root_of

_MOMENTS = {"first_at": "", "first_day": "", "last_at": " and not running", "last_day": " and not running"}


FIRST_DUE = "nullif(least(min(due), nullif(%s, '9999-12-31'::date)), 'infinity'::date)"
"""Of `data` of a subject, with the day on which a legal basis begins to hold next."""

FIRST_REVIEW = "nullif(min(review), 'infinity'::date)"
"""Of `data` of a subject."""

_NAMED = re.compile(r"w\.(k[0-9]+_[a-z_]+)")
"""Columns of clocks, where an expression names them."""

_AMONG = "/* among */"
"""Stands in the statement where subjects can be named."""


@contextmanager
def asking() -> Iterator[CursorWrapper]:
    """Yield a cursor for whole questions, in a transaction.

    Not compiled to machine code: a statement of some hundred thousand letters takes minutes to compile and seconds to
    carry out. Memory for sorting: a million subjects would else go through files.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set local jit = off")
        cursor.execute("set local work_mem = '128MB'")
        yield cursor


@dataclass(frozen=True, slots=True)
class Question:
    """All data of the subjects of one kind of whom SQL can say it.

    `who`: the statement about the subjects, `with who as (...)`; `parts`: the tables. `one_by_one`: which lines of the
    agenda, `a`, are of subjects that are not in it, as SQL.
    """

    who: str
    parts: tuple[Part, ...]
    one_by_one: str

    @property
    def each(self) -> str:
        """Return the statement up to `data`, of `subject`, `item`, `due`, `rule` and `review`, for every datum."""
        columns, kinds = "subject, item, due, rule, review", "uuid, text, date, text, date"
        return self._of((one.each() for one in self.parts), columns, kinds)

    @property
    def counted(self) -> str:
        """Return the statement up to `data`, of the columns `item`, `due`, `rule` and `number` of data."""
        return self._of((one.counted() for one in self.parts), "item, due, rule, number", "text, date, text, bigint")

    @property
    def first(self) -> str:
        """Return the statement up to `data`, of `subject`, `due` and `review`: the first days in each table."""
        return self._of((one.least(0, 2) for one in self.parts), "subject, due, review", "uuid, date, date")

    def _of(self, questions: Iterable[str], columns: str, kinds: str) -> str:
        nothing = ", ".join(f"null::{kind}" for kind in kinds.split(", "))
        every = " union all ".join([f"select {nothing} where false", *questions])
        return f"{self.who}, data ({columns}) as ({every}) "


def among(statement: str, ids: Collection[UUID]) -> str:
    """Return a statement of a question for these subjects alone."""
    listed = ", ".join(f"'{one}'" for one in ids)
    return statement.replace(_AMONG, f" and subject = any(array[{listed}]::uuid[])")


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
    return _question(
        compiled,
        kind,
        tuple(sorted(every_combination(kind, special=False))),
        at=at,
        items=wanted,
        only=only,
        rules=rules,
        reviews=reviews,
    )


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
    with asking() as cursor:
        cursor.execute(
            f"{among(asked.first, ids)}{these} group by subject",
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
    clocks = sorted(set(clocks_of(compiled)))
    answers: list[Answer] = [
        lambda number, item, columns: _ending(deciding[number], item).due_on(_bound(compiled, columns))
    ]
    if rules:
        answers.append(lambda number, item, columns: _ending(deciding[number], item).rule(_bound(compiled, columns)))
    else:
        answers.append(lambda _number, _item, _columns: "null::text")
    if reviews:
        answers.append(
            lambda number, item, columns: _ending(deciding[number], item).asked_on(_bound(compiled, columns))
        )
    else:
        answers.append(lambda _number, _item, _columns: "null::date")
    subjects = Subjects(
        kind, {clock: columns_of_clock(place) for place, clock in enumerate(clocks)}, tuple(deciding), tuple(answers)
    )
    tables = tuple(parts(compiled, subjects, items)) if deciding else ()
    who = who_are(
        compiled,
        kind,
        {number: found[number] for number in deciding},
        clocks,
        asked=tables,
        only=only,
        worked=subjects.worked,
    )
    odd = " or ".join(["a.special", *(is_combination(one) for one in undecided)])
    return Question(who, tables, f"({odd})")


def _ending(deciding: Deciding, item: str) -> Ending:
    found = deciding.ending(item)
    if found is None:
        raise ValueError(f"{item} is decided about one by one")
    return found


def _bound(compiled: Compiled, columns: Columns) -> Columns:
    return replace(columns, bound_from=bound_from(compiled, columns.version, columns.born.at))


def every_combination(kind: SubjectKind, *, special: bool = True) -> dict[Combination, int]:
    """Return what is true of the subjects of a kind, with their number. `special`: with those in circumstances."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select states, earlier, phase, count(*) from retention_agenda "
            "where kind = %s and (not special or %s) group by 1, 2, 3",
            (kind, special),
        )
        return {
            Combination(tuple(states), tuple(earlier), phase): number
            for states, earlier, phase, number in cursor.fetchall()
        }


def subjects_like(
    kind: SubjectKind, combinations: Collection[Combination], *, most: int | None = None
) -> Iterator[UUID]:
    """Yield the subjects of whom one of some combinations is true, in the order of their keys, no more than `most`."""
    if combinations:
        alike = " or ".join(is_combination(one) for one in combinations)
        with connection.cursor() as cursor:
            cursor.execute(
                f"select a.subject from retention_agenda a where a.kind = %s and ({alike}) order by 1 limit %s",  # noqa: S608 - no input
                (kind, most),
            )
            yield from (subject for (subject,) in cursor.fetchall())


def who_are(
    compiled: Compiled,
    kind: SubjectKind,
    combinations: dict[int, Combination],
    clocks: list[str],
    *,
    asked: Iterable[Part],
    worked: Worked,
    only: str = "true",
    where: str = "",
) -> str:
    """Return the statement about subjects, with their combination, clocks, and what is worked out once for each.

    None of them is in circumstances that SQL does not know. Of clocks only what the tables that are `asked`, or what is
    worked out, name. `where`: only those, by what was worked out; SQL.
    """
    used = {name for one in (*worked.names, *(one.named for one in asked)) for name in _NAMED.findall(one)}
    numbers = " ".join(f"when {is_combination(one)} then {number}" for number, one in combinations.items())
    combination = f"case {numbers} end" if numbers else "null::integer"
    # While a clock runs its last strike counts for nothing.
    parts = {
        f"k{place}_{column}": f"max({column}) filter (where clock = {text(clock)}{unless})"
        for place, clock in enumerate(clocks)
        for column, unless in _MOMENTS.items()
    }
    parts |= {
        f"k{place}_running": f"bool_or(running) filter (where clock = {text(clock)})"
        for place, clock in enumerate(clocks)
    }
    parts = {name: one for name, one in parts.items() if name in used}
    root = root_of(kind)
    table = root.model._meta.db_table  # type: ignore[attr-defined]
    version, joins = "''", ""
    if compiled.before and root.declaration:  # what rows hold that do not say it was collected with their subject
        version, joins = f'r."{root.declaration}"', f' join public."{table}" r on r.id = a.subject'
    if parts:
        listed = ", ".join(
            text(clock) for place, clock in enumerate(clocks) if any(f"k{place}_" in one for one in parts)
        )
        struck = ", ".join(f"{one} as {name}" for name, one in parts.items())
        joins += (
            f" left join (select subject, {struck} from retention_clock "  # noqa: S608 - no input
            f"where kind = {text(kind)} and clock in ({listed}){_AMONG} group by subject) k on k.subject = a.subject"
        )
    shown = [f"coalesce(k.{one}, false) as {one}" if one.endswith("_running") else f"k.{one}" for one in parts]
    listed = ", ".join(["a.subject", "a.combination", f"{version} as version", *shown])
    columns = [f"w.{one}" for one in parts]
    struck = (
        f"select {listed} from (select a.subject, {combination} as combination from retention_agenda a "  # noqa: S608 - no input
        f"where a.kind = {text(kind)} and not a.special and {only}{_AMONG}) a{joins} where a.combination is not null"
    )
    columns = ["w.subject", "w.combination", "w.version", *columns, *worked.columns()]
    whole = f"select {', '.join(columns)} from ({struck}) w"  # noqa: S608 - no input
    # Worked out before it is compared, and not twice.
    whole = f"select w.* from ({whole} offset 0) w where {where}" if where else whole  # noqa: S608 - no input
    return f"with who as materialized ({whole})"


def is_combination(one: Combination) -> str:
    """Return the condition that a line of the agenda, `a`, is of this combination."""
    states, earlier = (f"array[{', '.join(map(text, some))}]::varchar[]" for some in (one.states, one.earlier))
    return f"(a.states = {states} and a.earlier = {earlier} and a.phase = {text(one.phase)})"


def columns_of_clock(place: int) -> ClockColumns:
    """Return where the clock of a number stands in `who`."""
    name = f"w.k{place}"
    first, last = (Point(f"{name}_{which}_at", f"{name}_{which}_day") for which in ("first", "last"))
    return ClockColumns(first, last, f"{name}_running", settled=True)


def clocks_of(compiled: Compiled) -> Iterator[str]:
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
