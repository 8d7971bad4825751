"""The baseline of the mixes: purpose, period and the like on every record, an index on each, a line of a log per call.

Each call is one statement that does its work and writes its line, in one transaction: the fewest messages there can be,
with prepared statements. The log is a table with an index on time and subject; it is not sealed.
"""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any
from uuid import UUID

import psycopg
from _gdpr_mix import Do, Field, Operation, Records, World, datum, purposes_at_first
from _gdpr_notice import category_of, name_of, source_of
from lists import id_of

TABLE = """
create table record (
  key uuid primary key, pur text not null, ttl date not null, usr uuid not null, obj text not null default '',
  dec text not null default 'no', acl text not null, shr text not null, src text not null, cat text not null,
  collected date not null, data text not null
);
create table request_log (
  id bigint generated always as identity primary key, at timestamptz not null default now(), actor text not null,
  role text not null, op text not null, pur text, usr uuid, request text not null
);
"""
INDEXES = ("pur", "ttl", "usr", "obj", "dec", "acl", "shr", "src", "cat")
_LINE = (
    "with line as (insert into request_log (actor, role, op, pur, usr, request) "
    "values (%(actor)s, %(role)s, %(op)s, %(pur)s, %(usr)s, %(request)s)) "
)
_META = "pur, ttl, obj, dec, acl, shr, src, cat"
_SQL = {
    Do.CREATE: "insert into record (key, pur, ttl, usr, acl, shr, src, cat, collected, data) values (%(key)s, %(pur)s, "
    "(%(day)s::date + make_interval(months => %(months)s))::date, %(usr)s, %(acl)s, %(shr)s, %(src)s, %(cat)s, "
    "%(day)s, %(data)s) returning true",
    Do.DELETE: "delete from record where key = %(key)s and obj = '' returning true",
    Do.READ: "select data from record where key = %(key)s and pur = %(pur)s and obj = '' and ttl >= %(day)s "
    "and %(role)s = any(string_to_array(acl, ','))",
    Do.UPDATE: "update record set data = %(data)s, collected = %(day)s, ttl = (%(day)s::date + make_interval(months => "
    "%(months)s))::date where key = %(key)s and obj = '' returning true",
    Do.TERMS: f"select usr, collected, {_META} from record where pur = %(pur)s",
    Do.ABOUT: f"select {_META} from record where usr = %(usr)s",
    Do.OWN_TERMS: f"select {_META} from record where usr = %(usr)s and pur = %(pur)s",
    Do.OBJECT: "update record set obj = %(obj)s where usr = %(usr)s",
    Do.OBJECT_TO: "update record set obj = %(obj)s where usr = %(usr)s and pur = %(pur)s",
    Do.LOG: "select request from request_log where usr = %(usr)s order by id desc limit 100",
}
_CHANGES = {
    Field.PERIOD: "update record set ttl = (collected + make_interval(months => %(months)s))::date where pur = %(pur)s",
    Field.SHARED: "update record set shr = %(shr)s where pur = %(pur)s",
    Field.ROLES: "update record set acl = %(acl)s where pur = %(pur)s",
}


def key_of(user: int, purpose: int) -> UUID:
    """Return the key of a record."""
    return id_of(user * 25 + purpose, 5)


class Baseline:
    """The baseline on a connection of its own."""

    def __init__(self, connection: psycopg.Connection[Any], day: date) -> None:
        self._connection, self._day = connection, day

    def load(self, world: World, records: Records) -> None:
        """Make the tables and fill them."""
        self._connection.execute(TABLE)
        columns = "key, pur, ttl, usr, acl, shr, src, cat, collected, data"
        with self._connection.cursor().copy(f"copy record ({columns}) from stdin") as stream:
            for (user, purpose), (day, data) in records.items():
                terms = world.terms[purpose]
                stream.write_row((
                    key_of(user, purpose), name_of(purpose), day, id_of(user), ",".join(terms.roles),
                    ",".join(terms.recipients), source_of(purpose), category_of(purpose), day, data,
                ))  # fmt: skip
        # The end of the period is worked out by the database, as in every call.
        for purpose, terms in enumerate(world.terms):
            self._connection.execute(_CHANGES[Field.PERIOD], {"months": terms.months, "pur": name_of(purpose)})
        for column in INDEXES:
            self._connection.execute(f"create index record_{column} on record ({column})")
        self._connection.execute("create index request_log_usr on request_log (usr, id)")
        self._connection.execute("create index request_log_at on request_log (at)")
        self._connection.execute("vacuum full analyze record")

    def records(self, world: World) -> Records:
        """Return every record as it is filled in; the same each time."""
        chance = Random(world.seed + 1)  # noqa: S311 (the same each time)
        return {
            (user, purpose): (self._day - timedelta(days=1 + chance.randrange(700)), datum(chance))
            for user in range(world.users)
            for purpose in purposes_at_first(user)
        }

    def do(self, operation: Operation) -> Any:
        """Do an operation and return its answer: rows, one value, or whether it was done."""
        terms = operation.terms[operation.purpose] if operation.terms else None
        about_all = operation.do in {Do.TERMS, Do.CHANGE}
        values: dict[str, Any] = {
            "actor": operation.role,
            "role": operation.role,
            "op": operation.do.value,
            "pur": None if operation.do in {Do.ABOUT, Do.OBJECT, Do.LOG} else name_of(operation.purpose),
            "usr": None if about_all else id_of(operation.user),
            "request": f"op {operation.number}",
            "key": key_of(operation.user, operation.purpose),
            "day": self._day,
            "data": operation.data,
            "months": terms.months if terms else 0,
            "acl": ",".join(terms.roles) if terms else "",
            "shr": ",".join(terms.recipients) if terms else "",
            "src": source_of(operation.purpose),
            "cat": category_of(operation.purpose),
            "obj": "yes" if operation.purpose in operation.objects_to else "",
        }
        sql = _CHANGES[operation.field] if operation.field else _SQL[operation.do]
        cursor = self._connection.execute(_LINE + sql, values)
        match operation.do:
            case Do.CHANGE | Do.OBJECT | Do.OBJECT_TO:
                return None
            case Do.READ:
                found = cursor.fetchone()
                return found[0] if found else None
            case Do.CREATE | Do.DELETE | Do.UPDATE:
                return cursor.fetchone() is not None
            case Do.LOG:
                return [row[0] for row in cursor.fetchall()]
            case Do.TERMS:
                return cursor.fetchall()
        return set(cursor.fetchall())

    def everything(self) -> set[tuple[Any, ...]]:
        """Return every record: whose, its metadata, its text."""
        return set(self._connection.execute(f"select usr, {_META}, data from record").fetchall())

    def due_by(self, day: date) -> int:
        """Return how many records have outlived their period by a day."""
        [(number,)] = self._connection.execute("select count(*) from record where ttl < %s", (day,)).fetchall()
        return int(number)
