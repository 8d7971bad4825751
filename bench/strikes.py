"""Sweeps, erasures, adoptions and restores struck with kill -9 at random points: finished, whole, truly told?

Run: ./kortisto bench strikes [points=200] [seed=N] [only=sweeps|erasures|adoptions|restores]. The points are shared
equally by the four kinds, each on an installation of its own with an embedded PostgreSQL. A command of the program, or
its worker, is begun; then it, the database with all its processes, both, or one connection is killed: at one of the
steps of the work (before or after a statement, a COMMIT, something done to a file), or after a time. Then it is looked,
by SQL and without the engine, that nobody is half erased, that the ledger says what happened, and that a restore which
is half done lets nobody in; and after it was gone on with, that everything is as planned, that the certificate counts
what went, that no file is without its row or the other way round, and that the program's own checks agree. Leaves with
1 if anything is wrong. `nice -n 15` keeps it out of the way of others; 200 points take some twenty minutes.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
POINTS, KINDS = 200, ("sweeps", "erasures", "adoptions", "restores")


def main() -> int:
    given = dict(word.split("=", 1) for word in sys.argv[1:])
    seed = int(given.get("seed", random.SystemRandom().randrange(10**6)))
    kinds = [kind for kind in KINDS if given.get("only", kind) == kind]
    points = int(given.get("points", POINTS))
    print(f"{points} points, seed {seed}, load {os.getloadavg()[0]:.1f}", flush=True)
    began = time.monotonic()
    shares = [points * (number + 1) // len(kinds) - points * number // len(kinds) for number in range(len(kinds))]
    reports = [
        _struck(kind, share, seed + number) for number, (kind, share) in enumerate(zip(kinds, shares, strict=True))
    ]
    for report in reports:
        print(f"\n{report['kind']}: {sum(report['struck'].values())} points in {report['seconds']:.0f} s")
        for title in ("struck", "met"):
            found = sorted(report[title].items(), key=lambda one: -one[1])
            print(f"  {title}: " + ", ".join(f"{name} {number}" for name, number in found))
    wrong = [what for report in reports for what in report["wrong"]]
    print(f"\nwrong: {len(wrong)}; the whole took {time.monotonic() - began:.0f} s, load {os.getloadavg()[0]:.1f}")
    for what in wrong:
        print(f"  {what}")
    return 1 if wrong else 0


def _struck(kind: str, points: int, seed: int) -> dict[str, Any]:
    """Run a kind in a process of its own: Django knows one database."""
    command = [sys.executable, "-m", "tests.support.faults.retention", kind, str(points), str(seed)]
    path = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    last = ""
    with subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, "PYTHONPATH": path}, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if not line.startswith("{"):
                print(line, end="", flush=True)
            last = line
    try:
        return dict(json.loads(last))
    except ValueError:
        return {"kind": kind, "struck": {}, "met": {}, "seconds": 0.0, "wrong": [f"{kind}: it broke off"]}


if __name__ == "__main__":
    sys.exit(main())
