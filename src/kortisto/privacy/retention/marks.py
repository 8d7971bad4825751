"""Marks: which subjects were touched, written down by the database itself in the transaction that touched them.

No table is named here. For each holding whose rows are of a person or an organisation, or that points to one, a
trigger is made from the holding's own paths. It is a trigger and not a call so that nothing slips past it: a bulk
insert, a cascade, a correction by hand in SQL. It only appends lines without any key that could be contended, so that
writers neither wait for one another nor can run into a deadlock.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast
from uuid import UUID

from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Field, Model

from kortisto.declaration.holdings import Column, Holding, registry
from kortisto.privacy.retention.enums import SubjectKind
from kortisto.privacy.retention.walking import root_of

PREFIX = "retention_mark_"
_LONGEST = 40  # of the 63 letters of a name, what is left of a table's beside the prefix and the event
_EVENTS = {
    "insert": "referencing new table as after",
    "update": "referencing old table as before new table as after",
    "delete": "referencing old table as before",
}


@dataclass(frozen=True, slots=True)
class Target:
    """One column that says whom a row touches: the joins that lead to it from `r`, and who else is touched.

    `wide`: an SQL condition: the row also counts for the people who act for the organisation.
    """

    kind: SubjectKind
    joins: str
    column: str
    wide: str

    def lines(self, rows: str) -> str:
        """Return the question for the marks of some rows."""
        return (
            f"select '{self.kind}', {self.column}, {self.wide} from {rows} r{self.joins}"  # noqa: S608 - names of models, quoted
            f" where {self.column} is not null"
        )


@dataclass(frozen=True)
class Marking:
    """The triggers of one table."""

    table: str
    targets: tuple[Target, ...]

    @property
    def name(self) -> str:
        """Return the name of the function, and of its triggers without the event."""
        if len(self.table) <= _LONGEST:
            return PREFIX + self.table
        return f"{PREFIX}{self.table[: _LONGEST - 9]}_{hashlib.sha256(self.table.encode()).hexdigest()[:8]}"

    @property
    def triggers(self) -> Sequence[str]:
        """Return the names of the triggers."""
        return [f"{self.name}_{event}" for event in _EVENTS]

    @cached_property
    def function(self) -> str:
        """Return the function that the triggers call."""
        after, before = (" union ".join(one.lines(rows) for one in self.targets) for rows in ("after", "before"))
        insert = "insert into public.retention_mark (kind, subject, wide)"
        return f"""create or replace function public."{self.name}"() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then {insert} {after};
    elsif tg_op = 'DELETE' then {insert} {before};
    else {insert} {after} union {before};
    end if;
    return null;
end
$$"""

    @property
    def digest(self) -> str:
        """Return by what it is known whether the function in the database is this one."""
        return hashlib.sha256(self.function.encode()).hexdigest()

    def statements(self) -> Iterator[str]:
        """Yield what makes the function and its triggers, or makes them anew."""
        yield self.function
        yield f"comment on function public.\"{self.name}\"() is '{self.digest}'"
        for event, tables in _EVENTS.items():
            yield (
                f'create or replace trigger "{self.name}_{event}" after {event} on public."{self.table}" {tables} '
                f'for each statement execute function public."{self.name}"()'
            )


def markings() -> list[Marking]:
    """Return the triggers for every table with rows of subjects."""
    roots = {root_of(kind).model: kind for kind in SubjectKind}
    found = []
    for holding in registry():
        targets = tuple(_targets(holding, roots))
        if targets:
            found.append(Marking(cast("type[Model]", holding.model)._meta.db_table, targets))
    return found


def install(owner: BaseDatabaseWrapper) -> int:
    """Make the triggers that are missing, remove those of tables that left; return how many tables were changed.

    Where nothing is to be done two questions are asked. What was written while a trigger was missing is not known: so
    all whom the table could have touched are marked.
    """
    wanted = markings()
    with transaction.atomic(using=owner.alias), owner.cursor() as cursor:
        cursor.execute(
            "select p.proname, obj_description(p.oid, 'pg_proc') from pg_proc p "
            "where p.pronamespace = 'public'::regnamespace and p.proname like %s",
            (PREFIX.replace("_", r"\_") + "%",),
        )
        functions = dict(cursor.fetchall())
        cursor.execute(
            "select t.tgname from pg_trigger t join pg_proc p on p.oid = t.tgfoid "
            "where p.pronamespace = 'public'::regnamespace and not t.tgisinternal and t.tgenabled in ('O', 'A') "
            "and p.proname like %s",
            (PREFIX.replace("_", r"\_") + "%",),
        )
        triggers = {name for (name,) in cursor.fetchall()}
        for name in functions.keys() - {one.name for one in wanted}:
            cursor.execute(f'drop function public."{name}"() cascade')
        changed = [
            one for one in wanted if functions.get(one.name) != one.digest or not triggers.issuperset(one.triggers)
        ]
        for one in changed:
            for statement in one.statements():
                cursor.execute(statement)
            for trigger in one.triggers:
                cursor.execute(f'alter table public."{one.table}" enable trigger "{trigger}"')
        if changed:
            _mark_what_was_missed(cursor, changed, known=functions)
    return len(changed)


def touch(kind: SubjectKind, subjects: Collection[UUID], *, wide: bool = False) -> None:
    """Mark subjects about whom something changed that stands in no row of a holding of theirs."""
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into retention_mark (kind, subject, wide) select %s, unnest(%s::uuid[]), %s",
            (kind, list(subjects), wide),
        )


def _mark_what_was_missed(cursor: Any, changed: Sequence[Marking], known: Collection[str]) -> None:
    roots = {cast("type[Model]", root_of(kind).model)._meta.db_table: kind for kind in SubjectKind}
    # Rows of people stand behind a wall for the owner too: who comes in says so.
    cursor.execute(
        "insert into audit_access_context "
        "(id, actor_kind, actor_role, purpose, basis, channel, request_id, opened_at) "
        "values (gen_random_uuid(), 'command', '', 'migration', '', 'cli', '', now())"
    )
    everybody = any(one.table in roots or one.name in known for one in changed)
    insert = "insert into retention_mark (kind, subject, wide) "
    if everybody:
        for table, kind in roots.items():
            cursor.execute(insert + f"select '{kind}', id, false from public.\"{table}\"")  # noqa: S608 - as above
    else:
        for one in changed:
            cursor.execute(insert + " union ".join(target.lines(f'public."{one.table}"') for target in one.targets))


# --- whom a row touches ----------------------------------------------------------------------------------------------


def _targets(holding: Holding, roots: dict[type, SubjectKind]) -> Iterator[Target]:
    model = cast("type[Model]", holding.model)
    if not model._meta.managed:
        return
    person = way(model, holding.subject) if holding.subject is not None else None
    named: set[str] = set()
    if person is not None:
        named.add(person[1])
        yield Target(SubjectKind.PERSON, *person, "false")
    if holding.organisation is not None:
        joins, column = way(model, holding.organisation)
        named.add(column)
        # What a person's own row tells of the organisation is nothing to the others who act for it, unless it is a
        # clock of the organisation itself.
        tells_others = person is None or any(
            clock.startswith("organisation.")
            for one in holding.columns.values()
            if isinstance(one, Column)
            for clock in one.clocks
        )
        if tells_others or person is None:
            yield Target(SubjectKind.ORGANISATION, joins, column, "true")
        else:
            both = joins + person[0] if person[0] != joins else joins
            yield Target(SubjectKind.ORGANISATION, both, column, f"{person[1]} is null")
    for field in model._meta.concrete_fields:
        # A guardian is touched by a row that is of the ward.
        kind = roots.get(cast("type", field.related_model)) if field.is_relation else None
        column = f'r."{field.column}"'
        if kind is not None and column not in named:
            yield Target(kind, "", column, "false")


def way(model: type[Model], path: str, row: str = "r") -> tuple[str, str]:
    """Return the joins from a row along a path of a holding, and the column at its end, as SQL."""
    if path == "":
        return "", f'{row}."{model._meta.pk.column}"'
    joins, at, here = "", row, model
    hops = path.split("__")
    for number, hop in enumerate(hops[:-1]):
        field = cast("Field[Any, Any]", here._meta.get_field(hop))
        here = cast("type[Model]", field.related_model)
        name = f"{hops[-1]}_{number}_{len(hops)}"
        key = here._meta.pk.column
        joins += f' left join public."{here._meta.db_table}" "{name}" on "{name}"."{key}" = {at}."{field.column}"'
        at = f'"{name}"'
    last = cast("Field[Any, Any]", here._meta.get_field(hops[-1]))
    return joins, f'{at}."{last.column}"'
