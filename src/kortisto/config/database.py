"""Prepares the database: the owner role migrates, then the runtime role is granted exactly what it needs."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model
from psycopg import sql

from kortisto.config.environment import given
from kortisto.declaration.loader import CannotLoadError, sources
from kortisto.privacy.retention import marks, restricting
from kortisto.privacy.retention.log import shortest_period
from kortisto.register.access import current, walls
from kortisto.register.access import privileges as accounts
from kortisto.register.access.operations.notices import adopt
from kortisto.register.access.queries import notices
from kortisto.register.audit import privileges as log
from kortisto.register.audit.enums import ActorKind, Door
from kortisto.register.audit.values import Actor

OWNER = "owner"
RUNTIME = "default"
JOBS = "procrastinate"


def migrate_and_grant(*, verbosity: int = 1) -> None:
    """Bring the tables up to date over the owner's connection and renew the grants of the runtime role.

    Runs at every start; where there is nothing to do it takes well under a second. Raises what PostgreSQL raises.
    """
    call_command("migrate", database=OWNER, interactive=False, verbosity=verbosity)
    grant_runtime_role(connections[OWNER], connections[RUNTIME].settings_dict["USER"])
    walls.install(connections[OWNER])
    marks.install(connections[OWNER])
    restricting.install(connections[OWNER], connections[RUNTIME].settings_dict["USER"])
    now = datetime.now(UTC)
    adopt_first(at=now)
    prepare_log(connections[OWNER], at=now)
    connections[OWNER].close()


def adopt_first(*, at: datetime) -> None:
    """Adopt the file on the disk where nothing is adopted yet: at the first start, or the first of this version.

    A file with errors is not adopted; the start then says what is wrong with it.
    """
    if notices.versions():
        return
    with suppress(CannotLoadError, OSError, UnicodeError):
        files = sources(Path(settings.KORTISTO_DECLARATION))
        adopt(files=files, by=Actor(kind=ActorKind.COMMAND), at=at, channel=Door.CLI, instead_of=0)


def period_of_log_follows(*, at: datetime) -> bool:
    """Tell the database the period of the log by the notice in force; False where this process is not the owner."""
    if not given("KORTISTO_OWNER_DATABASE_URL"):
        return False
    prepare_log(connections[OWNER], at=at)
    connections[OWNER].close()
    return True


def prepare_log(owner: BaseDatabaseWrapper, *, at: datetime) -> None:
    """Tell the database how long lines of the log are kept, and make room for those of the next months.

    Only the owner may tell it: so the runtime role can never remove a line before its period has passed. A declaration
    with errors leaves it as it was; the start then says what is wrong with it.
    """
    try:
        period = shortest_period(current.compiled())
    except CannotLoadError:
        return
    with transaction.atomic(using=owner.alias), owner.cursor() as cursor:
        cursor.execute("delete from audit_policy")
        if period:
            cursor.execute("insert into audit_policy (id, keep) values (1, %s)", (period,))
        cursor.execute("select audit_prepare_months(%s, 2)", (at.date().replace(day=1),))


def grant_runtime_role(owner: BaseDatabaseWrapper, role: str) -> None:
    """Take everything from the runtime role, then let it read and write rows, but of the audit log only add them."""
    every_row = [model._meta.db_table for model in _models() if model._meta.db_table not in log.APPEND_ONLY]
    runtime = sql.Identifier(role)
    rows = _names(every_row)
    statements = [
        sql.SQL("revoke create on schema public from public"),
        sql.SQL("revoke all on all tables in schema public from {}").format(runtime),
        sql.SQL("revoke all on all sequences in schema public from {}").format(runtime),
        sql.SQL("grant usage on schema public to {}").format(runtime),
        sql.SQL("grant usage on all sequences in schema public to {}").format(runtime),
        sql.SQL("grant select on django_migrations to {}").format(runtime),
        sql.SQL("grant select, insert, update, delete on {} to {}").format(rows, runtime),
        sql.SQL("revoke update, delete on {} from {}").format(_names(list(accounts.KEPT)), runtime),
    ]
    for table, changed in accounts.KEPT.items():
        if changed:
            place = sql.Identifier(table)
            statements.append(sql.SQL("grant update ({}) on {} to {}").format(_names(changed), place, runtime))
    for table, columns in log.APPEND_ONLY.items():
        place = sql.Identifier(table)
        statements.append(sql.SQL("grant select ({}) on {} to {}").format(_names(columns.read), place, runtime))
        if columns.written:
            statements.append(sql.SQL("grant insert ({}) on {} to {}").format(_names(columns.written), place, runtime))
    functions = (*log.FUNCTIONS, *accounts.FUNCTIONS)
    statements += [sql.SQL("grant execute on function {} to {}").format(sql.SQL(one), runtime) for one in functions]
    # All or nothing: a failure half-way must not leave the running installation without its privileges.
    with transaction.atomic(using=owner.alias), owner.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _models() -> Sequence[type[Model]]:
    """Every table of ours; those of the job queue are made by its own migrations, which Django calls unmanaged."""
    models = apps.get_models(include_auto_created=True)
    return [model for model in models if model._meta.managed or model._meta.app_label == JOBS]


def _names(names: Sequence[str]) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, names))
