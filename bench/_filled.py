"""A register of any size on a server of its own: invented, loaded by COPY, and kept for the next run.

    with filled(100_000) as register:
        ...  # register.app_dsn, register.owner_dsn, register.admin_dsn

The prepared folder is copied before it is used, so that each run begins with the same rows. It is made anew when the
migrations or the generators have changed; what older ones left is removed.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

ROOT = Path(__file__).resolve().parent.parent
BENCH = Path(__file__).resolve().parent
CALLS, CHANGED, DAYS = 2, 3, 2000
MORE = 12  # calls that make it twenty rows a person


@dataclass(frozen=True)
class Register:
    """Where a filled register is; `people` of them, and a fifth as many organisations."""

    people: int
    folder: Path
    app_dsn: str
    owner_dsn: str
    admin_dsn: str


def kept_in() -> Path:
    """Return the folder of what is prepared, for this user alone."""
    return Path(tempfile.gettempdir()) / f"kortisto-bench-{os.getuid()}"


def shape() -> str:
    """Return what a prepared register depends on, in twelve letters: migrations and generators."""
    files = sorted((ROOT / "src").glob("kortisto/**/migrations/*.py"))
    files += [BENCH / name for name in ("_filled.py", "_people.py", "lists.py")]
    content = b"\0".join(file.read_bytes() for file in files)
    return hashlib.sha256(content).hexdigest()[:12]


@contextmanager
def filled(people: int, *, full: bool = False) -> Iterator[Register]:
    """Start a server on a copy of a register of so many people, for as long as the block lasts.

    `full`: with twenty rows a person, and clocks that are settled.
    """
    from kortisto.config.embedded_postgres import EmbeddedPostgres

    prepared = _prepared(people, full=full)
    with tempfile.TemporaryDirectory(prefix="kortisto-bench-run-") as name:
        run = Path(name)
        run.chmod(0o711)  # the server has a user of its own when root starts it
        subprocess.run(["cp", "-a", str(prepared / "postgres"), str(run / "postgres")], check=True)
        server = EmbeddedPostgres(run / "postgres")
        try:
            yield register_on(server, people, run)
        finally:
            server.remove()


def register_on(server: Any, people: int, folder: Path) -> Register:
    """Start a server and return where its database is."""
    databases = server.start()
    database = str(conninfo_to_dict(databases.app_dsn)["dbname"])
    admin = make_conninfo(server.admin_dsn, dbname=database)
    return Register(people, folder, databases.app_dsn, databases.owner_dsn, admin)


def use(register: Register) -> None:
    """Let the settings of this process and its children find it, and set Django up."""
    os.environ.update(
        KORTISTO_DATA=str(register.folder / "data"),
        KORTISTO_DATABASE_URL=register.app_dsn,
        KORTISTO_OWNER_DATABASE_URL=register.owner_dsn,
        DJANGO_SETTINGS_MODULE="kortisto.config.settings",
    )
    import django

    django.setup()


def _prepared(people: int, *, full: bool) -> Path:
    """Return the folder of a prepared register, made if it is not there."""
    home = kept_in()
    home.mkdir(mode=0o711, exist_ok=True)
    size = f"{people}full" if full else str(people)
    ready = home / f"{size}-{shape()}"
    if not ready.exists():
        for old in home.glob(f"{size}-*"):
            shutil.rmtree(old)
        unfinished = home / f"{size}-unfinished"
        unfinished.mkdir(mode=0o711)
        # A process of its own: Django reads the address of its database once.
        program = f"import _filled; _filled.prepare({str(unfinished)!r}, {people}, full={full})"
        path = os.pathsep.join(map(str, (ROOT / "src", ROOT, BENCH)))
        python = str(ROOT / ".venv" / "bin" / "python")
        subprocess.run([python, "-c", program], env={**os.environ, "PYTHONPATH": path}, check=True)
        unfinished.rename(ready)
    return ready


def prepare(folder: str, people: int, *, full: bool = False) -> None:
    """Make the register of so many people in an empty folder, and stop its server."""
    from kortisto.config.embedded_postgres import EmbeddedPostgres

    began = perf_counter()
    server = EmbeddedPostgres(Path(folder) / "postgres", durable=False)
    register = register_on(server, people, Path(folder))
    try:
        use(register)
        from kortisto.config.database import migrate_and_grant

        migrate_and_grant(verbosity=0)
        with psycopg.connect(register.admin_dsn, autocommit=True) as admin:
            from lists import load

            load(admin, people)
            _load_history(admin, people)
            if full:
                _load_more(admin, people)
        if full:
            settle_all(people)
        from django.db import connections

        connections.close_all()
    finally:
        server.stop()
    print(f"{people:,} people prepared in {perf_counter() - began:.0f} s, kept in {kept_in()}", flush=True)


def settle_all(people: int) -> None:
    """Learn everybody, as after a first start, and say how many a second."""
    from lists import NOW

    from kortisto.privacy.retention.operations import settle
    from kortisto.register.audit.enums import ActorKind, Door
    from kortisto.register.audit.values import Actor

    began = perf_counter()
    done = settle(by=Actor(kind=ActorKind.COMMAND), at=NOW, channel=Door.CLI)
    took = perf_counter() - began
    print(f"settled {done.subjects:,} subjects of {people:,} people: {done.subjects / took:,.0f} a second", flush=True)


def _load_more(connection: psycopg.Connection[Any], people: int) -> None:
    """Add the calls of years, and mark everybody: the rows came in past the triggers."""
    from lists import copy, id_of

    from kortisto.register.parties import models as m

    firms, today = max(1, people // 5), date(2026, 11, 20)
    connection.execute("set session_replication_role = replica")
    copy(connection, m.Activity, (
        {"id": id_of(at * MORE + time, 14), "person_id": id_of(at), "organisation_id": id_of(at % firms, 1),
         "kind": "call", "happened_on": today - timedelta(days=400 + (at * 17 + time * 131) % DAYS)}
        for at in range(people) for time in range(MORE)
    ))  # fmt: skip
    connection.execute("set session_replication_role = default")
    for kind in ("person", "organisation"):
        table = f"parties_{kind}"
        connection.execute(f"insert into retention_mark (kind, subject) select '{kind}', id from {table}")
    connection.execute("vacuum analyze")


def _load_history(connection: psycopg.Connection[Any], people: int) -> None:
    """Add what years leave behind: calls, notes, changes; and how organisations are reached."""
    from _people import CITIES
    from lists import NOW, copy, id_of

    from kortisto.register.parties import models as m
    from kortisto.register.parties.models.changes import Change

    firms = max(1, people // 5)
    today = date(2026, 11, 20)
    connection.execute("set session_replication_role = replica")  # the rows are right as they are made
    copy(connection, m.Activity, (
        {"id": id_of(at * CALLS + time, 8), "person_id": id_of(at), "organisation_id": id_of(at % firms, 1),
         "kind": "call", "happened_on": today - timedelta(days=(at * 31 + time * 400) % DAYS)}
        for at in range(people) for time in range(CALLS)
    ))  # fmt: skip
    copy(connection, m.Note, (
        {"id": id_of(at, 9), "person_id": id_of(at), "written_on": today - timedelta(days=at % DAYS),
         "text": f"Kysyi tarjousta {at}; palataan asiaan ensi viikolla."}
        for at in range(0, people, 2)
    ))  # fmt: skip
    copy(connection, Change, (
        {"id": id_of(at, 10), "person_id": id_of(at), "happened_at": NOW - timedelta(days=at % DAYS),
         "table": "parties_person", "row": id_of(at), "field": "last_name", "item": "person.name", "old": "Entinen",
         "new": "Nykyinen"}
        for at in range(0, people, CHANGED)
    ))  # fmt: skip
    copy(connection, m.OrganisationEmail, (
        {"id": id_of(at, 11), "organisation_id": id_of(at, 1), "value": f"info@y{at}.example",
         "normalised": f"info@y{at}.example"}
        for at in range(firms)
    ))  # fmt: skip
    copy(connection, m.OrganisationPhone, (
        {"id": id_of(at, 12), "organisation_id": id_of(at, 1), "value": f"+358910{at:07}",
         "normalised": f"+358910{at:07}"}
        for at in range(firms)
    ))  # fmt: skip
    copy(connection, m.OrganisationAddress, (
        {"id": id_of(at, 13), "organisation_id": id_of(at, 1), "lines": f"Keksitty katu {at % 200}",
         "postal_code": f"{at % 99999:05}", "city": CITIES[at % len(CITIES)]}
        for at in range(firms)
    ))  # fmt: skip
    connection.execute("set session_replication_role = default")
    connection.execute("vacuum analyze")
