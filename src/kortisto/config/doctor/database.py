"""What the doctor asks of the database: reachable, fit, up to date, protected, in time; and of the jobs in it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils.timezone import localtime

from kortisto.config import running
from kortisto.config.doctor import findings as f
from kortisto.config.doctor.findings import Finding, found
from kortisto.config.health import HEARTBEAT_WITHIN, heartbeat
from kortisto.config.server import obstacles, spelt
from kortisto.declaration.holdings import holding_of
from kortisto.declaration.words import Basis
from kortisto.interfaces.jobs.failures import failures
from kortisto.interfaces.jobs.tasks import last_sweep
from kortisto.register.access import current
from kortisto.register.access.queries.notices import FileState, file_state
from kortisto.register.audit.enums import ActorKind, Door
from kortisto.register.audit.finding_texts import sentence
from kortisto.register.audit.operations import open_access
from kortisto.register.audit.queries import seal_state
from kortisto.register.audit.values import Actor
from kortisto.register.audit.verifying import LONGEST_WAIT
from kortisto.register.parties.operations.attachments import orphaned

SKEW = 5.0  # seconds
SWEEP_WITHIN = timedelta(hours=26)  # a day, and what a machine that was off over night needs
WAITING = timedelta(hours=1)


def server() -> Iterator[Finding]:
    """Look at the server and the runtime role. The connection is there."""
    facts = running.server_facts()
    unfit = obstacles(facts)
    for text, values in unfit:
        yield found(f.UNFIT, (text, values))
    if not unfit:
        yield found(f.FINE, (f.DATABASE_FINE, (spelt(facts.version), facts.role)))
    with connection.cursor() as cursor:
        cursor.execute("select clock_timestamp()")
        (theirs,) = cursor.fetchone()
    skew = abs((datetime.now(UTC) - theirs).total_seconds())
    if skew > SKEW:
        yield found(f.CLOCKS, round(skew))


def tables() -> Iterator[Finding]:
    """Look at the migrations and at the protection of the tables with people in them."""
    there = _tables()
    if "django_migrations" not in there:
        yield found(f.NOT_MIGRATED, len(MigrationLoader(None).disk_migrations), "audit 0001")
        return
    loader = MigrationLoader(connection)
    known, applied = set(loader.disk_migrations), set(loader.applied_migrations)
    missing = sorted(known - applied)
    ours = {app for app, _ in known}
    newer = sorted(one for one in applied - known if one[0] in ours)
    if newer:
        yield found(f.NEWER_TABLES, " ".join(newer[-1]))
    if missing:
        yield found(f.NOT_MIGRATED, len(missing), " ".join(missing[0]))
        return
    open_tables, closed = _protection()
    for table in open_tables:
        yield found(f.NO_ROW_SECURITY, table)
    if not newer and not open_tables:
        yield found(f.FINE, (f.TABLES_FINE, (len(closed),)))


def declaration() -> Iterator[Finding]:
    """Look whether the data were collected under the declaration that is in force, and whether that is published."""
    declared = current.compiled().declaration.register
    version = current.version()
    with connection.cursor() as cursor:
        cursor.execute("select declaration from parties_batch order by imported_at desc limit 1")
        row = cursor.fetchone()
    if row and row[0].split(" ")[0] != declared.id:
        yield found(f.OTHER_REGISTER, row[0], version)
        return
    if declared.status.value == "draft":
        yield found(f.DRAFT, version, settings.KORTISTO_DECLARATION)
    if file_state() is FileState.DIFFERS:
        yield found(f.NOT_ADOPTED, settings.KORTISTO_DECLARATION, version)
    yield found(f.FINE, (f.DECLARATION_FINE, (version,)))


def jobs(log: Path, *, runs: bool) -> Iterator[Finding]:
    """Look at the worker and its jobs. `runs`: whether the installation is meant to be running now."""
    now = datetime.now(UTC)
    well = True
    for failure in failures():
        well = False
        yield found(f.FAILED_JOB, failure.task, _spelt(failure.at), log)
    if not runs:
        yield found(f.FINE, f.NOT_RUNNING)
        return
    seen = heartbeat()
    if seen is None or now - seen > HEARTBEAT_WITHIN:
        well = False
        ago = f.AT_ALL if seen is None else (f.SECONDS_LONG, (round((now - seen).total_seconds()),))
        yield found(f.WORKER_SILENT, ago)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            select count(*), min(e.at) from procrastinate_jobs j join procrastinate_events e on e.job_id = j.id
            where j.status = 'todo' and e.type = 'deferred' and coalesce(j.scheduled_at, e.at) < %s""",
            [now - WAITING],
        )
        waiting, oldest = cursor.fetchone()
        cursor.execute("select min(applied) from django_migrations")
        (born,) = cursor.fetchone()
    if waiting:
        well = False
        yield found(f.STUCK_JOBS, waiting, _spelt(oldest))
    swept = last_sweep()
    if now - max(swept or born, born) > SWEEP_WITHIN:
        well = False
        yield found(f.NO_SWEEP, f.NEVER if swept is None else _spelt(swept))
    if well:
        yield found(f.FINE, (f.JOBS_FINE, (f.NEVER if swept is None else _spelt(swept),)))


def files() -> Iterator[Finding]:
    """Look at the folder of files: whether each has its row, and each row its file."""
    at, by = datetime.now(UTC), Actor(kind=ActorKind.COMMAND)
    with open_access(by=by, purpose="upkeep", basis=Basis.LEGAL_OBLIGATION, at=at, channel=Door.CLI) as access:
        orphans = orphaned(by=access, at=at)
    if orphans["files"]:
        yield found(f.FILES_LEFT, orphans["files"], settings.KORTISTO_FILES)
    if orphans["rows"]:
        yield found(f.FILES_GONE, orphans["rows"], settings.KORTISTO_FILES)
    if not any(orphans.values()):
        yield found(f.FINE, f.FILES_FINE)


def log(*, runs: bool) -> Iterator[Finding]:
    """Look at the log of use: what its last check found, and whether lines wait for their seal. Checks no line itself.

    `runs`: whether the installation is meant to be running now; else the last lines wait for its next start.
    """
    state = seal_state()
    well = True
    if state.found and state.verified_at is not None:
        well = False
        yield found(f.LOG_NOT_WHOLE, _spelt(state.verified_at), partial(sentence, state.found[0]))
    if runs and state.waiting_since is not None and datetime.now(UTC) - state.waiting_since > LONGEST_WAIT:
        well = False
        yield found(f.LOG_WAITS, state.waiting, _spelt(state.waiting_since))
    if well and state.verified_at is not None:
        yield found(f.FINE, (f.LOG_FINE, (_spelt(state.verified_at),)))
    elif well:
        yield found(f.FINE, f.LOG_UNCHECKED)


def _tables() -> set[str]:
    with connection.cursor() as cursor:
        return {one.name for one in connection.introspection.get_table_list(cursor)}


def _protection() -> tuple[list[str], list[str]]:
    """Return the tables with people's data that are open, and those that are closed."""
    with connection.cursor() as cursor:
        cursor.execute("""
            select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where n.nspname = 'public' and c.relrowsecurity and c.relforcerowsecurity
              and exists (select from pg_policy p where p.polrelid = c.oid)""")
        closed = {name for (name,) in cursor.fetchall()}
    wanted = {
        model._meta.db_table
        for model in apps.get_app_config("parties").get_models()
        if (holding := holding_of(model)) and holding.subject is not None
    }
    return sorted(wanted - closed), sorted(wanted & closed)


def _spelt(moment: datetime) -> str:
    return localtime(moment).strftime("%-d.%-m.%Y %-H.%M")
