"""Kills of web server, worker and database (-9) while files are imported, people merged and edited: what is lost?

Run: ./kortisto bench faults, or .venv/bin/python bench/faults.py KILLS SEED; 100 kills unless told. A real installation
in a folder of its own (`./kortisto up`, embedded PostgreSQL with safe settings) is worked with by five clients over
HTTP without pause: one brings in files by the pages, one merges two people and undoes it, two edit the same person with
ETags, one adds people and sends again what got no answer. Each kill meets an import that is under way. Then counted:
what was acknowledged and is not there, what is half or twice, and whether the log verifies. Leaves with 1 if anything
is wrong. The test of the same (tests/faults) kills a few times.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from tests.support.faults.installation import installed  # noqa: E402 - the path is set above
from tests.support.faults.killing import Report, kill_often  # noqa: E402

KILLS = 100
ROWS = 5_000
"""Of each file: a few portions, so that most kills fall into one."""


def main() -> int:
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else KILLS
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else random.SystemRandom().randrange(10**6)  # noqa: PLR2004
    print(f"{kills} kills, seed {seed}, load {os.getloadavg()[0]:.1f}", flush=True)
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="kortisto-faults-") as folder:
        Path(folder).chmod(0o711)  # the server has a user of its own when root starts it
        with installed(Path(folder) / "data") as installation:
            report = kill_often(installation, kills=kills, rows=ROWS, chance=random.Random(seed), say=_say)  # noqa: S311
    _print(report, time.monotonic() - began)
    return 1 if report.wrong else 0


def _say(text: str) -> None:
    print(text, flush=True)


def _print(report: Report, seconds: float) -> None:
    heads = ("kills", "import", "merge", "edit", "median s", "worst s")
    print(f"\n{'killed, and what was under way':<36}" + f"{heads[0]:>6}" + "".join(f"{head:>10}" for head in heads[1:]))
    for part, struck in report.struck.items():
        print(f"{part:<36}{struck}")
    done = ", ".join(f"{name} {number:,}" for name, number in report.acknowledged.items())
    print(f"acknowledged: {done}; without an answer: {report.lost}; {report.imports} imports of {ROWS:,} rows")
    print(f"lost, half or twice: {len(report.wrong)}; the whole took {seconds:.0f} s")
    for what in report.wrong:
        print(f"  {what}")


if __name__ == "__main__":
    sys.exit(main())
