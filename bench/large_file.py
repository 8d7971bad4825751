"""What a very long file costs: bringing and reading it, the preview, breaking off after some portions, and undoing.

Run: ./kortisto bench large_file [ROWS] [PORTIONS]; 5,000,000 rows and 20 portions of 1,000 unless told, on a server of
its own that is removed afterwards with the file. Each step is done as the page does it, with the memory of the process
after it: nothing may grow with the rows of the file.
"""

from __future__ import annotations

import os
import resource
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT), str(ROOT / "bench")]

import _importing  # noqa: E402 (the path is set above)

NUMBERS = [int(one.replace(",", "")) for one in sys.argv[1:]]
ROWS, PORTIONS = [*NUMBERS, 5_000_000, 20][:2] if not NUMBERS else [*NUMBERS, 20][:2]


def main() -> None:
    _importing.with_server(measure)


def measure(folder: Path, *_of_the_server: str) -> None:
    from kortisto.register.parties.operations import running_uploads, trying, undoing, uploads  # noqa: PLC0415 (as above)
    from kortisto.register.parties.queries import imports  # noqa: PLC0415

    file = folder / "large.csv"
    _importing.write_file(file, ROWS)
    who, purpose = _importing.who()
    print(f"{ROWS:,} rows, {file.stat().st_size / 1e6:,.0f} MB; load {os.getloadavg()[0]:.1f}")

    upload_id = told("brought, looked through", lambda: _importing.bring(file, by=who))
    file.unlink()
    view = told("the page with the first values of each column", lambda: (
        imports.upload(upload_id=upload_id), imports.samples_of(upload_id=upload_id)
    ))[0]  # fmt: skip
    assert view is not None
    assert view.rows == ROWS, view.rows
    _importing.choose(upload_id, view.columns, by=who, purpose=purpose)
    trial = told("trying all of it out", lambda: trying.try_upload(upload_id=upload_id, **who))
    batch_id = told("started", lambda: uploads.start_upload(upload_id=upload_id, defer=False, **who))

    portions = 0

    def clock() -> datetime:
        """Break off as somebody does on the page: between two portions."""
        nonlocal portions
        portions += 1
        if portions == PORTIONS + 1:
            uploads.cancel_upload(upload_id=upload_id, **who)
        return datetime.now(UTC)

    def run() -> None:
        running_uploads.run_upload(upload_id=upload_id, clock=clock, **who)

    told(f"{PORTIONS} portions, then broken off", run)
    view = imports.upload(upload_id=upload_id)
    assert view is not None
    assert (view.state, view.position) == ("cancelled", PORTIONS * running_uploads.PORTION), view
    portions = 0
    uploads.resume_upload(upload_id=upload_id, defer=False, **who)
    told(f"gone on for {PORTIONS} portions, and broken off again", run)

    def undo() -> None:
        undoing.start_undo(batch_id=batch_id, purpose=purpose, defer=False, **who)
        undoing.run_undo(batch_id=batch_id, clock=lambda: datetime.now(UTC), **who)

    told("taken back", undo)
    after = imports.batch(batch_id=batch_id)
    assert after is not None
    assert (after.undo_state, after.kept) == ("done", []), after
    people = after.counts["undone_people"]
    assert people == 2 * PORTIONS * running_uploads.PORTION, after.counts
    print(f"looked at {trial.looked_at:,}; {people:,} people in, and out again; load {os.getloadavg()[0]:.1f}")


def told(what: str, do: Callable[[], Any]) -> Any:
    began = perf_counter()
    answer = do()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{what:<50} {perf_counter() - began:>8.1f} s {memory:>8.0f} MB", flush=True)
    return answer


if __name__ == "__main__":
    main()
