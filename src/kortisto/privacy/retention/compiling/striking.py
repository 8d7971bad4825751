"""The clocks of subjects as SQL: what `walking` strikes one by one, asked of all tables at once.

Each table is read once. What an organisation does strikes the clocks of all who act for it; it is put together for the
organisation first, so that a thousand people who act for one with fifty thousand rows read those rows once. Only where
somebody has left is it asked day by day, because what came later is nothing to that one.
"""

# ruff: noqa: S608 - statements are made of names of models and words of vocabularies, no input

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from typing import cast
from uuid import UUID

from django.db import connection
from django.db.models import DateTimeField, Model

from kortisto.declaration.holdings import Column, Holding, registry
from kortisto.declaration.vocabulary.clocks import CLOCKS
from kortisto.privacy.retention.compiling.dates import day_of, end_of
from kortisto.privacy.retention.compiling.endings import text
from kortisto.privacy.retention.compiling.questions import asking
from kortisto.privacy.retention.enums import SubjectKind
from kortisto.privacy.retention.marks import way
from kortisto.privacy.retention.walking import LEFT, root_of, says_who_represents

_BUSY = 3000
"""Rows from which on the database puts clocks together sooner than they are read one by one."""

_FOUND = "first_at, first_day, last_at, last_day, running"
_PUT_TOGETHER = (
    "min(first_at) as first_at, min(first_day) as first_day, max(last_at) as last_at, max(last_day) as last_day, "
    "bool_or(running) as running"
)


def strike(kind: SubjectKind, ids: Collection[UUID]) -> set[UUID]:
    """Bring the stored clocks of some subjects up to their rows; return of whom a clock was not right.

    Subjects that are there no more have none. Inside a transaction that has the access header, and the lines locked.
    """
    with asking() as cursor:
        cursor.execute(_statement(kind), {"ids": list(ids)})
        return {subject for (subject,) in cursor.fetchall()}


def wrongly_struck(kind: SubjectKind, ids: Collection[UUID]) -> set[UUID]:
    """Return of which subjects a stored clock is not as their rows say; see `strike`."""
    with asking() as cursor:
        cursor.execute(_comparison(kind), {"ids": list(ids)})
        return {subject for (subject,) in cursor.fetchall()}


def is_busy(kind: SubjectKind, ids: Collection[UUID]) -> bool:
    """Return whether so many rows tell of some subjects that it takes long to read them one by one."""
    with connection.cursor() as cursor:
        cursor.execute(_count(kind), {"ids": list(ids)})
        return int(cursor.fetchone()[0]) >= _BUSY


@cache
def _count(kind: SubjectKind) -> str:
    """The question for how many rows tell of subjects, each table counted no further than is asked for."""
    parts, counts = "", []
    if kind is SubjectKind.PERSON:
        parts = (
            "with these as materialized (select unnest(%(ids)s::uuid[]) as subject), "
            f"those as materialized (select distinct organisation from ({' union all '.join(_who_acts())}) a) "
        )
    for holding in registry():
        path = holding.subject if kind is SubjectKind.PERSON else holding.organisation
        ways = [(path, "%(ids)s::uuid[]")] if path is not None and holding.collected is not None else []
        if parts and holding.organisation is not None and _clock_columns(holding):
            ways.append((holding.organisation, "array(select organisation from those)"))
        for one, these in ways:
            joins, whose = way(cast("type[Model]", holding.model), one, "t")
            table = cast("type[Model]", holding.model)._meta.db_table
            counts.append(
                f'(select count(*) from (select from public."{table}" t{joins} where {whose} = any({these}) '
                f"limit {_BUSY}) c)"
            )
    return f"{parts}select {' + '.join(counts)}"


@cache
def _comparison(kind: SubjectKind) -> str:
    return f"""with {clocks_of_some(kind)}, stored as (
  select subject, clock, {_FOUND} from retention_clock where kind = '{kind}' and subject = any(%(ids)s::uuid[]))
select distinct subject from ((table stored except table clocks) union all (table clocks except table stored)) d"""


@cache
def _statement(kind: SubjectKind) -> str:
    distinct = "row(k.first_at, k.first_day, k.last_at, k.last_day, k.running) is distinct from row(excluded.first_at, "
    return f"""with {clocks_of_some(kind)},
gone as (delete from retention_clock k where kind = '{kind}' and subject = any(%(ids)s::uuid[]) and not exists
  (select from clocks c where c.subject = k.subject and c.clock = k.clock) returning subject),
put as (insert into retention_clock as k (kind, subject, clock, {_FOUND})
  select '{kind}', subject, clock, {_FOUND} from clocks
  on conflict (kind, subject, clock) do update set ({_FOUND}) =
  (excluded.first_at, excluded.first_day, excluded.last_at, excluded.last_day, excluded.running)
  where {distinct}excluded.first_day, excluded.last_at, excluded.last_day, excluded.running) returning subject)
select subject from gone union select subject from put"""


def clocks_of_some(kind: SubjectKind) -> str:
    """Return common table expressions; the last is `clocks`: subject, clock, first and last strike, whether it runs.

    The subjects are the array `%(ids)s`.
    """
    root = cast("type[Model]", root_of(kind).model)._meta.db_table
    tables = _Tables()
    parts = [f'these as materialized (select id as subject from public."{root}" where id = any(%(ids)s::uuid[]))']
    own = [one for holding in registry() for one in tables.own_rows(holding, kind)]
    own.append(_REMEMBERED.format(whose="these s on s.subject = r.subject", day=""))
    told = [one for holding in registry() for one in tables.told(holding, kind)]
    if kind is SubjectKind.ORGANISATION:
        own += told
    else:
        told.append(_REMEMBERED.format(whose="those s on s.organisation = r.subject", day=", m.day"))
        until = "case when bool_and(until is not null) then max(until) end as until"
        acts = " union all ".join(_who_acts())
        parts += [
            f"acts as materialized (select subject, organisation, {until} from ({acts}) a group by 1, 2)",
            "those as materialized (select organisation, bool_or(until is not null) as some_left from acts group by 1)",
        ]
        said = f"select subject as organisation, clock, day, {_PUT_TOGETHER} from ({' union all '.join(told)}) t"
        tables.parts += [
            f"daily as materialized ({said} group by subject, clock, day)",
            f"whole as (select organisation, clock, {_PUT_TOGETHER} from daily group by organisation, clock)",
        ]
        goes_on = ", ".join(text(clock) for clock, word in CLOCKS.items() if word.may_go_on)
        of_it = f"select a.subject, o.clock, {_FOUND} from acts a join"
        own += [
            f"{of_it} whole o using (organisation) where a.until is null or o.clock in ({goes_on})",
            f"{of_it} daily o using (organisation) where o.day <= a.until and o.clock not in ({goes_on})",
        ]
    every = f"select subject, clock, {_PUT_TOGETHER} from ({' union all '.join(own)}) c group by subject, clock"
    clocks = f"clocks as materialized ({every})"
    return ", ".join([*parts, *tables.parts, clocks])


_REMEMBERED = (
    "select r.subject, r.clock, m.at as first_at, m.day as first_day, m.at as last_at, m.day as last_day, "
    "false as running{day} from retention_remembered_clock r join {whose} cross join lateral "
    f"(select d.day, {end_of('d.day')} as at from (select r.first_on as day union select r.last_on) d) m"
)
"""What outlives its row is known to the day."""


class _Tables:
    """Reads each table once, as a common table expression, and tells from there what each clock says."""

    def __init__(self) -> None:
        self.parts: list[str] = []

    def own_rows(self, holding: Holding, kind: SubjectKind) -> Iterator[str]:
        """Yield the questions for the clocks that a subject's own rows strike."""
        path = holding.subject if kind is SubjectKind.PERSON else holding.organisation
        if path is None or holding.collected is None:
            return
        columns = {
            name: [clock for clock in one.clocks if kind is SubjectKind.PERSON or not clock.startswith("person.")]
            for name, one in _clock_columns(holding).items()
        }
        joins, whose = way(cast("type[Model]", holding.model), path, "t")
        only = ""
        if kind is SubjectKind.ORGANISATION and holding.subject is not None:
            to_owner, owner = way(cast("type[Model]", holding.model), holding.subject, "t")
            joins += "" if to_owner in joins else to_owner
            only = f" and {owner} is null"  # a person's row is the person's
        yield from self._strikes(holding, columns, f"{joins} join these s on s.subject = {whose}", whose, only)

    def told(self, holding: Holding, kind: SubjectKind) -> Iterator[str]:
        """Yield the questions for what rows tell of an organisation: to those who act for it, or (of people) to itself.

        A row that is some person's tells only of the clocks of organisations. That it tells them to that person too
        changes nothing: its own rows have struck the same.
        """
        if holding.organisation is None:
            return
        joins, whose = way(cast("type[Model]", holding.model), holding.organisation, "t")
        owner = ""
        if holding.subject is not None:
            to_owner, owner = way(cast("type[Model]", holding.model), holding.subject, "t")
            joins += "" if to_owner in joins else to_owner
        columns = _clock_columns(holding)
        by_anybody = {
            name: [clock for clock in one.clocks if clock.startswith("organisation.")] for name, one in columns.items()
        }
        if kind is SubjectKind.ORGANISATION:
            if owner:
                joins += f" join these s on s.subject = {whose}"
                yield from self._strikes(holding, by_anybody, joins, whose, f" and {owner} is not null")
            return
        joins += f" join those s on s.organisation = {whose}"
        yield from self._strikes(holding, by_anybody, joins, whose, "", daily=True)
        by_itself = {
            name: [clock for clock in one.clocks if not clock.startswith(("organisation.", "person."))]
            for name, one in columns.items()
        }
        yield from self._strikes(holding, by_itself, joins, whose, f" and {owner} is null" if owner else "", daily=True)

    def _strikes(
        self,
        holding: Holding,
        columns: Mapping[str, Sequence[str]],
        joins: str,
        whose: str,
        only: str,
        *,
        daily: bool = False,
    ) -> Iterator[str]:
        """Yield for each clock what it says, put together for each subject (`daily`: and for each day)."""
        model = cast("type[Model]", holding.model)
        fields = {name: model._meta.get_field(name) for name, clocks in columns.items() if clocks}
        if not fields:
            return
        exact = {name: isinstance(field, DateTimeField) for name, field in fields.items()}
        for together in [[name] for name in fields] if daily else [list(fields)]:
            found, when = [], "true"
            for place, name in enumerate(together):
                column = f't."{fields[name].column}"'  # type: ignore[union-attr]
                found += [
                    f"min({column}) as f{place}", f"max({column}) as l{place}", f"bool_or({column} is null) as n{place}"
                ]  # fmt: skip
            if len(together) == 1 and not any(CLOCKS[clock].may_go_on for clock in columns[together[0]]):
                when = f"{column} is not null"
            # Who has left an organisation has to know of what day it was.
            day = f"case when s.some_left then {day_of(column) if exact[together[0]] else column} end"
            by, days = (f"{whose}, {day}", f", {day} as day") if daily else (whose, "")
            table = f"t{len(self.parts)}"
            self.parts.append(
                f"{table} as materialized (select {whose} as subject{days}, {', '.join(found)} "
                f'from public."{model._meta.db_table}" t{joins} where {when}{only} group by {by})'
            )
            for place, name in enumerate(together):
                first, last = (
                    (f"{edge}{place}", day_of(f"{edge}{place}"))
                    if exact[name]
                    else (end_of(f"{edge}{place}"), f"{edge}{place}")
                    for edge in "fl"
                )
                for clock in columns[name]:
                    runs = CLOCKS[clock].may_go_on
                    yield (
                        f"select subject, {text(clock)} as clock, {first[0]} as first_at, {first[1]} as first_day, "
                        f"{last[0]} as last_at, {last[1]} as last_day, {f'n{place}' if runs else 'false'} as running"
                        f"{', day' if daily else ''} from {table} where {'true' if runs else f'f{place} is not null'}"
                    )


def _who_acts() -> Iterator[str]:
    """Yield the questions for which organisations people act for, or acted for until when."""
    for holding in registry():
        if says_who_represents(holding) and holding.subject and holding.organisation:
            model = cast("type[Model]", holding.model)
            joins, person = way(model, holding.subject, "t")
            to_organisation, organisation = way(model, holding.organisation, "t")
            joins += "" if to_organisation in joins else to_organisation
            ends = [name for name, one in _clock_columns(holding).items() if one.clock == LEFT]
            until = f't."{model._meta.get_field(ends[0]).column}"' if ends else "null::date"  # type: ignore[union-attr]
            yield (
                f"select {person} as subject, {organisation} as organisation, {until} as until "
                f'from public."{model._meta.db_table}" t{joins} join these s on s.subject = {person}'
            )


def _clock_columns(holding: Holding) -> Mapping[str, Column]:
    return {name: one for name, one in holding.columns.items() if isinstance(one, Column) and one.clocks}
