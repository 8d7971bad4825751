"""How long `./kortisto notice check notices/*.yaml` takes, started anew each time; the aim: under 1.5 s.

Run: .venv/bin/python bench/notice_check.py. `cold`: without compiled modules (the first run after an installation);
`started`: as everybody runs it. Prints seconds on the clock, the least and the median of several runs, and the least of
processor time, which other work on the machine does not lengthen as much.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

ROOT = Path(__file__).resolve().parent.parent
RUNS = 7


def seconds(environment: dict[str, str]) -> tuple[float, float]:
    """Return the seconds of one run: on the clock, and of processor time."""
    command = [str(ROOT / "kortisto"), "notice", "check", *map(str, sorted((ROOT / "notices").glob("*.yaml")))]
    start, used = perf_counter(), processor()
    done = subprocess.run(command, env={**os.environ, **environment}, capture_output=True, check=False)
    taken = perf_counter() - start, processor() - used
    if done.returncode:
        print(done.stdout.decode(), done.stderr.decode(), file=sys.stderr)
        sys.exit(done.returncode)
    return taken


def processor() -> float:
    times = os.times()
    return times.children_user + times.children_system


def tell(title: str, runs: list[tuple[float, float]]) -> None:
    clock, work = zip(*runs, strict=True)
    print(f"{title:<28} {min(clock):>8.2f} {median(clock):>9.2f} {min(work):>12.2f}")


def main() -> None:
    print(f"{'notice check, all notices':<28} {'least s':>8} {'median s':>9} {'processor s':>12}")
    tell("started", [seconds({}) for _ in range(RUNS)])
    cold = []
    for _ in range(3):
        with tempfile.TemporaryDirectory() as empty:
            cold.append(seconds({"PYTHONPYCACHEPREFIX": empty}))
    tell("cold", cold)


if __name__ == "__main__":
    main()
