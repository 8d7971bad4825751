"""How many rows a second an import takes, with everything that belongs to it, and what a bare COPY of the same needs.

Run: ./kortisto bench import, or .venv/bin/python bench/import.py ROWS; 100,000 rows unless told, on a server of its own
that is removed afterwards. A row is a contact person with an organisation of five, a title, an e-mail address, a
telephone number and a city, out of a CSV file; the worker reads and checks it, looks for duplicates, writes each datum
with its origin and the search words, and leaves its lines in the log, a portion to a transaction. The bare COPY writes
the same rows of the same tables, with indexes and checks but without keys between tables, and checks nothing. Prints
memory too: a file of any length is read row by row. Then everybody is exported as one long CSV file, part by part, each
in the log before it leaves, and the import is taken back. `--profile` after the rows prints where the time goes: by
statement, and by function (with a profiler, which makes Python look slower than it is).
"""

from __future__ import annotations

import cProfile
import io
import pstats
import resource
import sys
from collections import defaultdict
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter, process_time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT), str(ROOT / "bench")]

import _importing  # noqa: E402 (the path is set above)

PROFILED = "--profile" in sys.argv
ROWS = int(next((one for one in sys.argv[1:] if one.isdigit()), 100_000))


def main() -> None:
    _importing.with_server(measure)


def measure(folder: Path, admin_dsn: str, app_dsn: str) -> None:
    from psycopg.conninfo import conninfo_to_dict  # noqa: PLC0415 (slow import)

    file = folder / "bench.csv"
    _importing.write_file(file, ROWS)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with profiled() if PROFILED else statements() as told:
        seconds, of_python, counts = bring_in(file)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    bare, written = bare_copy(admin_dsn, str(conninfo_to_dict(app_dsn)["dbname"]))
    print(f"{'file':<34} {ROWS:>12,} rows {file.stat().st_size / 1e6:>8.1f} MB   {counts}")
    print(f"{'import, all that belongs to it':<34} {ROWS / seconds:>12,.0f} rows/s {seconds:>8.1f} s")
    print(f"{'of which Python, its processor time':<34} {'':>19} {of_python:>8.1f} s")
    print(f"{'of which statements, as it waits':<34} {'':>19} {sum(seconds for _, seconds in told.values()):>8.1f} s")
    print(f"{'then compared with all, by a job':<34} {ROWS / compare():>12,.0f} rows/s")
    print(
        f"{'bare COPY of what it wrote':<34} {ROWS / bare:>12,.0f} rows/s {bare:>8.1f} s   {written:,} rows of tables"
    )
    print(f"{'ratio':<34} {seconds / bare:>12.1f}")
    print(f"{'memory that the import took':<34} {grown / 1024:>12.0f} MB")
    out_of = take_out(ROWS)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    print(f"{'export of all as CSV, in parts':<34} {ROWS / out_of:>12,.0f} rows/s {out_of:>8.1f} s")
    undone = take_back()
    print(f"{'taking the import back':<34} {ROWS / undone:>12,.0f} rows/s {undone:>8.1f} s")
    print(f"{'memory with these too':<34} {grown / 1024:>12.0f} MB")


def bring_in(file: Path) -> tuple[float, float, dict[str, int]]:
    """Bring the file in as the worker does; return seconds, those of the processor in Python, and what became of it."""
    from kortisto.register.parties.importing.opening import open_file  # noqa: PLC0415 (needs Django set up)
    from kortisto.register.parties.operations import running_uploads, uploads  # noqa: PLC0415
    from kortisto.register.parties.queries import imports  # noqa: PLC0415

    who, purpose = _importing.who()
    began, processor = perf_counter(), process_time()
    upload_id = _importing.bring(file, by=who)
    _importing.choose(upload_id, open_file(file).columns, by=who, purpose=purpose)
    uploads.start_upload(upload_id=upload_id, defer=False, **who)
    running_uploads.run_upload(upload_id=upload_id, clock=lambda: datetime.now(UTC), **who)
    seconds, of_python = perf_counter() - began, process_time() - processor
    view = imports.upload(upload_id=upload_id)
    assert view is not None
    assert view.state == "done", (view.state, view.failure, view.counts)
    return seconds, of_python, dict(view.counts)


def compare() -> float:
    """Compare whom the import brought with all, as the worker does after it; return the seconds."""
    from kortisto.register.audit.enums import ActorKind, Door  # noqa: PLC0415 (needs Django set up)
    from kortisto.register.audit.values import Actor  # noqa: PLC0415
    from kortisto.register.parties import operations  # noqa: PLC0415
    from kortisto.register.parties.queries import imports  # noqa: PLC0415

    (batch,) = imports.batches()
    began = perf_counter()
    operations.run_scans_of_import(
        batch_id=batch.id, by=Actor(kind=ActorKind.JOB), at=datetime.now(UTC), channel=Door.JOBS
    )
    return perf_counter() - began


def take_out(expected: int) -> float:
    """Export everybody with the usual columns as the page does for a long list; return the seconds."""
    from kortisto.declaration.words import Operation  # noqa: PLC0415 (needs Django set up)
    from kortisto.register.access.operations import enter  # noqa: PLC0415
    from kortisto.register.parties import operations, queries  # noqa: PLC0415
    from kortisto.register.parties.enums import ExportFormat, PartyKind  # noqa: PLC0415
    from kortisto.register.parties.listing import Filters, ListColumn, offered_columns  # noqa: PLC0415
    from kortisto.register.parties.operations.exports import PART, Wording  # noqa: PLC0415

    who, purpose = _importing.who()
    wording = Wording(
        title="people", name="name", headings={one: one.value for one in ListColumn},
        cell=lambda _column, value: str(value or ""), about=(), purpose=("purpose", purpose),
        own_headings={}, own_cell=lambda _item, value: value,
    )  # fmt: skip
    began, written = perf_counter(), 0
    with enter(**who, purpose=purpose, operations=(Operation.READ,)) as by:
        ids = queries.chosen_ids(by=by, kind=PartyKind.PERSON, filters=Filters())
        columns = offered_columns(PartyKind.PERSON, by)
    for start in range(0, len(ids), PART):
        with enter(**who, purpose=purpose, operations=(Operation.READ,)) as by:
            written += operations.export_parties(
                kind=PartyKind.PERSON, ids=ids[start : start + PART], columns=columns, form=ExportFormat.CSV,
                wording=wording, file=io.BytesIO(), by=by, at=who["at"], begins=start == 0,
                ends=start + PART >= len(ids),
            )  # fmt: skip
    assert written == expected, written
    return perf_counter() - began


def take_back() -> float:
    """Undo the import as the worker does; return the seconds."""
    from kortisto.register.parties.operations import undoing  # noqa: PLC0415 (needs Django set up)
    from kortisto.register.parties.queries import imports  # noqa: PLC0415

    who, purpose = _importing.who()
    (batch,) = imports.batches()
    began = perf_counter()
    undoing.start_undo(batch_id=batch.id, purpose=purpose, defer=False, **who)
    undoing.run_undo(batch_id=batch.id, clock=lambda: datetime.now(UTC), **who)
    seconds = perf_counter() - began
    (after,) = imports.batches()
    assert (after.undo_state, after.kept) == ("done", []), after
    return seconds


@contextmanager
def statements() -> Iterator[dict[str, tuple[int, float]]]:
    """Count the statements by their first words, with the seconds that they took as the program waits for them."""
    from django.db import connection  # noqa: PLC0415 (needs Django set up)

    told: dict[str, tuple[int, float]] = defaultdict(lambda: (0, 0.0))

    def watch(execute: Any, sql: str, params: Any, many: Any, context: Any) -> Any:
        began = perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            words = " ".join(sql.split())
            words = words.partition(" (")[0] if words[:6] == "insert" else words[:90]
            number, seconds = told[words]
            told[words] = number + 1, seconds + perf_counter() - began

    with connection.execute_wrapper(watch):
        yield told


@contextmanager
def profiled() -> Iterator[dict[str, tuple[int, float]]]:
    """Print where the time goes."""
    profiler = cProfile.Profile()
    with statements() as told:
        profiler.enable()
        try:
            yield told
        finally:
            profiler.disable()
    for words, (number, seconds) in sorted(told.items(), key=lambda one: -one[1][1])[:20]:
        print(f"{number:>6} x {seconds:>8.2f} s   {words}")
    pstats.Stats(profiler).sort_stats("tottime").print_stats(30)


def bare_copy(admin_dsn: str, database: str) -> tuple[float, int]:
    """COPY what the import wrote out of its tables and into copies of them; return the seconds of the latter."""
    import psycopg  # noqa: PLC0415 (as above)

    tables = (
        "organisation", "organisation_search_keys", "customership", "organisation_address", "person",
        "person_search_keys", "represents", "person_email", "person_phone",
    )  # fmt: skip
    seconds, written = 0.0, 0
    with psycopg.connect(admin_dsn, dbname=database) as connection, connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"create table bench_{table} (like parties_{table} including all)")
            cursor.execute(
                "select string_agg(quote_ident(attname), ',' order by attnum) from pg_attribute where attnum > 0 and"
                " attgenerated = '' and not attisdropped and attrelid = %s::regclass",
                [f"parties_{table}"],
            )
            row = cursor.fetchone()
            columns = row[0] if row else ""
            with cursor.copy(f"copy parties_{table} ({columns}) to stdout") as out:
                data = b"".join(bytes(block) for block in out)
            began = perf_counter()
            with cursor.copy(f"copy bench_{table} ({columns}) from stdin") as into:
                into.write(data)
            written += cursor.rowcount
            seconds += perf_counter() - began
        began = perf_counter()
        connection.commit()
        seconds += perf_counter() - began
    return seconds, written


if __name__ == "__main__":
    main()
