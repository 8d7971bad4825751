"""What the log costs a read, how fast it is sealed, and how long a check of the whole takes.

Run: ./kortisto bench audit [LINES], 1,000,000 lines unless told. The aims: at most 3 ms more for a read at 8 clients
(p50), and 10,000,000 lines checked in 60 s. Starts a PostgreSQL of its own in a temporary folder and removes it.
"""

from __future__ import annotations

import os
import sys
import tempfile
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import chain
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

import psycopg

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from kortisto.config import running  # noqa: E402 - the path is set above
from kortisto.config.embedded_postgres import EmbeddedPostgres  # noqa: E402

LINES = 1_000_000
SEALED = 100_000  # of them are sealed by the sequencer
CLIENTS, SECONDS = 8, 5.0
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)

# Lines as a page writes them: two subjects, three items; ids that grow, as uuid7 makes them.
WRITTEN = """
    id, actor_id, actor_kind, actor_role, purpose, basis, channel, request_id, access, network, happened_at, action,
    object_kind, object_id, subjects, items, outcome
"""
VALUES = """
    (lpad(to_hex(n), 12, '0') || '70008' || substr(md5(n::text), 1, 15))::uuid, md5((n % 50)::text)::uuid, 'user',
    'sales', 'crm', 'legitimate interest', 'web', md5(n::text), md5(n::text || 'a')::uuid, '192.0.2.0/24',
    timestamptz '2026-01-01' + n * interval '1 second', 'person.read', 'person', md5(n::text || 'p')::uuid,
    array[md5(n::text || 'p')::uuid, md5(n::text || 'q')::uuid],
    array['person.contact.email', 'person.name', 'person.title'], 'done'
"""


def main() -> None:
    lines = int(sys.argv[1]) if len(sys.argv) > 1 else LINES
    with tempfile.TemporaryDirectory(prefix="kortisto-bench-") as folder:
        os.environ["KORTISTO_DATA"] = folder
        server = EmbeddedPostgres(Path(folder) / "postgres")
        try:
            running.use(server.start())
            running.ready(migrate=True)
            reads()
            seal(min(lines, SEALED))
            lay(server, lines - min(lines, SEALED))
            check()
        finally:
            running.disconnect()
            server.stop()


# --- what a read costs -----------------------------------------------------------------------------------------------


def reads() -> None:
    from django.db import connection  # noqa: PLC0415 (needs Django set up)

    from kortisto.lib.ids import uuid7  # noqa: PLC0415
    from kortisto.register.audit.enums import ActorKind, Door  # noqa: PLC0415
    from kortisto.register.audit.operations import open_access  # noqa: PLC0415
    from kortisto.register.audit.values import Actor  # noqa: PLC0415

    by = Actor(kind=ActorKind.USER, id=uuid7(), role="sales")
    person = uuid7()

    def look() -> None:
        with connection.cursor() as cursor:
            cursor.execute("select * from access_user where id = %s", (person,))

    def logged_look() -> None:
        with open_access(by=by, purpose="crm", at=NOW, channel=Door.WEB) as access:
            look()
            access.record("person.read", object_kind="person", object_id=person, subjects=[person])

    plain, logged = clients(look), clients(logged_look)
    print(f"{'a read, ' + str(CLIENTS) + ' clients':<34} {'p50 ms':>9} {'p95 ms':>9} {'reads/s':>9}")
    for name, times in (("without the log", plain), ("with header and line", logged)):
        print(
            f"{name:<34} {median(times) * 1e3:9.2f} {quantiles(times, n=20)[18] * 1e3:9.2f} {len(times) / SECONDS:9.0f}"
        )
    print(f"{'the log adds (p50; aim: 3 ms)':<34} {(median(logged) - median(plain)) * 1e3:9.2f}")


def clients(act: Callable[[], None]) -> list[float]:
    """Return the seconds of every call that so many clients at once made."""
    from django.db import connection  # noqa: PLC0415 (needs Django set up)

    times: list[float] = []
    end = perf_counter() + SECONDS

    def client() -> None:
        own = []
        while (began := perf_counter()) < end:
            act()
            own.append(perf_counter() - began)
        times.extend(own)
        connection.close()

    threads = [threading.Thread(target=client) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times


# --- sealing and checking --------------------------------------------------------------------------------------------


def seal(lines: int) -> None:
    """Seal lines as the sequencer does."""
    from django.db import connection  # noqa: PLC0415 (needs Django set up)

    from kortisto.register.audit import sealing  # noqa: PLC0415

    signer, witnesses = sealing.signer(), sealing.witnesses()
    sealing.seal_all(at=NOW, signer=signer, witnesses=witnesses)
    with connection.cursor() as cursor:
        cursor.execute(f"insert into audit_outbox ({WRITTEN}) select {VALUES} from generate_series(1, {lines}) n")
    began = perf_counter()
    sealed = sealing.seal_all(at=NOW, signer=signer, witnesses=witnesses)
    told("sealing", sealed, perf_counter() - began)
    with connection.cursor() as cursor:
        cursor.execute(
            "select sum(pg_total_relation_size(inhrelid)) from pg_inherits where inhparent = 'audit_sealed'::regclass"
        )
        size = cursor.fetchone()[0]
        cursor.execute("select max(size) from audit_checkpoint")
        print(f"{'a sealed line takes, with indexes':<34} {size / cursor.fetchone()[0]:9.0f} bytes", flush=True)


def lay(server: EmbeddedPostgres, lines: int) -> None:
    """Lay lines behind those that are sealed, over ten months, and seal them as one batch.

    Done by the superuser, without the indexes that pages use and a check does not: the sequencer would need hours.
    """
    from kortisto.lib.log_lines import MARK  # noqa: PLC0415 (the path is set above)
    from kortisto.lib.merkle import WIDTH, leaf_hash  # noqa: PLC0415 (the path is set above)
    from kortisto.register.audit import sealing  # noqa: PLC0415 (needs Django set up)
    from kortisto.register.audit.leaves import COLUMNS  # noqa: PLC0415

    signer, last = sealing.signer(), sealing.last_checkpoint()
    tree = sealing.tree_of(last.size if last else 0)
    first, batch = tree.size, WIDTH * 1024
    with psycopg.connect(server.admin_dsn, dbname="kortisto", autocommit=True, client_encoding="utf8") as there:
        there.execute("set session_replication_role = replica")
        there.execute("alter table audit_sealed drop constraint audit_sealed_pkey")
        for name in ("subjects", "time", "actor", "object", "denied", "token"):
            there.execute(f"drop index audit_sealed_{name}")
        for month in range(1, 11):
            there.execute("select audit_prepare_month(make_date(2026, %s, 1))", (month,))
        for start in range(0, lines, batch):
            end = min(start + batch, lines)
            there.execute(
                f"insert into audit_sealed ({WRITTEN}, recorded_at, seq) select {VALUES},"
                f" timestamptz '2026-01-01' + n * interval '{300 * 86_400 / lines} seconds', {first - 1} + n"
                f" from generate_series({start + 1}, {end}) n"
            )
            found = []
            statement = (
                f"copy (select {', '.join(COLUMNS)} from audit_sealed where seq >= {first + start} and"
                f" seq < {first + end} order by seq) to stdout (format binary)"
            )
            with there.cursor() as cursor, cursor.copy(statement.encode()) as copy:
                rows = chain([bytes(copy.read())[19:]], copy)
                found = [leaf_hash(MARK + row[2:]) for row in rows if row != b"\xff\xff"]
            with there.cursor() as cursor:
                cursor.executemany(
                    "insert into audit_tile (level, index, hashes) values (%s, %s, %s)"
                    " on conflict (level, index) do update set hashes = excluded.hashes",
                    [(*key, hashes) for key, hashes in tree.append(found).items()],
                )
        note = signer.sign(tree.size, tree.root())
        there.execute(
            "insert into audit_checkpoint (day, size, root, note, made_at) values (%s, %s, %s, %s, now())",
            (NOW.date() + timedelta(days=1), tree.size, tree.root(), note),
        )
        there.execute("vacuum analyze audit_sealed")
        there.execute("checkpoint")


def check() -> None:
    from kortisto.register.audit import sealing  # noqa: PLC0415 (needs Django set up)
    from kortisto.register.audit.verifying import most_processes, verify  # noqa: PLC0415

    signer, witnesses = sealing.signer(), sealing.witnesses()
    for processes in sorted({1, most_processes()}):
        began = perf_counter()
        report = verify(at=NOW, verifier=signer.verifier, witnesses=witnesses, processes=processes)
        seconds = perf_counter() - began
        told(f"checking, {processes} processes", report.lines, seconds)
        if report.findings:
            print(f"  found: {report.findings[:3]}")
    print(f"{'10,000,000 lines at that rate':<34} {10_000_000 * seconds / report.lines:9.0f} s (aim: 60)")


def told(what: str, lines: int, seconds: float) -> None:
    print(f"{what:<34} {lines:9,} lines {seconds:8.1f} s {lines / seconds:12,.0f} lines/s", flush=True)


if __name__ == "__main__":
    main()
