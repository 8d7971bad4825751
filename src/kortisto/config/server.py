"""A PostgreSQL server: what Kortisto needs of it, what is in the way, and how its roles and database are made.

Three roles: an administrator (of the server; makes the others), an owner (migrations) and the runtime role, which may
connect and nothing else until the migrations grant it rows by name. The embedded server and a server of one's own are
prepared by the same statements.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import psycopg
from psycopg import sql

from kortisto.config import postgres_texts as texts
from kortisto.config.postgres_binaries import OLDEST_SUPPORTED
from kortisto.config.telling import ToldError
from kortisto.declaration.model import Text


class _Cursor(Protocol):
    def execute(self, query: str, /) -> object: ...
    def fetchone(self) -> Any: ...


class UnfitServerError(ToldError):
    """The server or the runtime role will not do; the message says why and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerFacts:
    """What a connection of the runtime role tells. `version` as PostgreSQL counts: 150018 is 15.18.

    `owns`: the role owns a table or may create one. `open_log`: privileges on the log that it must not have.
    """

    version: int
    encoding: str
    role: str
    superuser: bool = False
    bypasses: bool = False
    owns: bool = False
    open_log: tuple[str, ...] = ()


_FACTS = """
select current_setting('server_version_num')::int, current_setting('server_encoding'), current_user,
       rolsuper, rolbypassrls,
       has_schema_privilege(current_user, 'public', 'create')
         or exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace
                    where n.nspname = 'public' and c.relkind in ('r', 'p') and pg_has_role(c.relowner, 'usage')),
       array(select c.relname || ' ' || lower(p) from pg_class c join pg_namespace n on n.oid = c.relnamespace,
             unnest(array['UPDATE', 'DELETE', 'TRUNCATE']) p
             where n.nspname = 'public' and c.relname in ('audit_event', 'audit_access_context')
               and has_table_privilege(c.oid, p) order by 1)
from pg_roles where rolname = current_user
"""


def facts(cursor: _Cursor) -> ServerFacts:
    """Ask over a cursor of the runtime role, Django's or psycopg's."""
    cursor.execute(_FACTS)
    version, encoding, role, superuser, bypasses, owns, open_log = cursor.fetchone()
    return ServerFacts(
        version=version, encoding=encoding, role=role, superuser=superuser, bypasses=bypasses, owns=owns,
        open_log=tuple(open_log),
    )  # fmt: skip


def obstacles(found: ServerFacts) -> list[tuple[Text, tuple[object, ...]]]:
    """Return what makes a server or a runtime role unfit: texts with their values; empty when all is well."""
    wrong: list[tuple[Text, tuple[object, ...]]] = []
    if found.version // 10_000 < OLDEST_SUPPORTED:
        wrong.append((texts.TOO_OLD, (spelt(found.version), OLDEST_SUPPORTED)))
    if found.encoding != "UTF8":
        wrong.append((texts.NOT_UTF8, (found.encoding,)))
    if found.superuser:
        return [*wrong, (texts.SUPERUSER, (found.role,))]  # everything else follows from it
    if found.bypasses:
        wrong.append((texts.BYPASSES, (found.role,)))
    if found.owns:
        wrong.append((texts.OWNS, (found.role,)))
    elif found.open_log:
        wrong.append((texts.LOG_OPEN, (found.role, ", ".join(found.open_log))))
    return wrong


def require_fit(found: ServerFacts) -> None:
    """Raise UnfitServerError with the first obstacle."""
    for text, values in obstacles(found):
        raise UnfitServerError(text, *values)


def make_role(admin: psycopg.Connection[Any], role: str, password: str) -> None:
    """Make a role that may log in and nothing else, or give the one that is there this password and these limits."""
    there = admin.execute("select from pg_roles where rolname = %s", [role]).fetchone() is not None
    verb = sql.SQL("alter role {} login" if there else "create role {} login").format(sql.Identifier(role))
    limits = ""
    if not there or admin.info.parameter_status("is_superuser") == "on":  # others may not even confirm a limit
        limits = " nosuperuser nocreatedb nocreaterole noreplication nobypassrls"
    admin.execute(verb + sql.SQL(limits) + sql.SQL(" password {}").format(password))


def make_database(admin: psycopg.Connection[Any], database: str, owner: str) -> bool:
    """Make the database, unless it is there; return whether it is new.

    Bytes decide the order, whatever the system's locale is: no update of the system can change that of an index.
    """
    if admin.execute("select from pg_database where datname = %s", [database]).fetchone() is not None:
        return False
    if admin.info.parameter_status("is_superuser") != "on":  # who gives a database away must belong to the owner
        admin.execute(sql.SQL("grant {} to current_user").format(sql.Identifier(owner)))
    locale = "lc_collate 'C' lc_ctype 'C.UTF-8'"
    if admin.info.server_version >= 170_000:  # noqa: PLR2004 (the first with letters of its own)
        locale = "locale_provider builtin builtin_locale 'C.UTF-8' locale 'C'"
    made = sql.SQL("create database {} owner {} template template0 encoding 'UTF8' ").format(
        sql.Identifier(database), sql.Identifier(owner)
    )
    try:
        admin.execute(made + sql.SQL(locale))
    except (psycopg.errors.WrongObjectType, psycopg.errors.InvalidParameterValue):  # a system without C.UTF-8
        admin.execute(made + sql.SQL("lc_collate 'C' lc_ctype 'C'"))
    return True


def close_database(admin: psycopg.Connection[Any], *, database: str, owner: str, app: str) -> None:
    """In that database: nobody may anything, but the owner makes tables and the runtime role connects."""
    names = {
        "database": sql.Identifier(database), "owner": sql.Identifier(owner), "app": sql.Identifier(app),
    }  # fmt: skip
    for statement in (
        "revoke all on database {database} from public",
        "grant connect on database {database} to {app}",
        "create schema if not exists public",
        "alter schema public owner to {owner}",
        "revoke all on schema public from public",
        "grant usage on schema public to {app}",
    ):
        admin.execute(sql.SQL(statement).format(**names))


def spelt(version: int) -> str:
    """Return a version as people write it: 15.18."""
    return f"{version // 10_000}.{version % 10_000}"
