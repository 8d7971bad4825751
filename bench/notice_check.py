"""How long `./kortisto notice check notices/*.yaml` takes, started anew each time; the aim: under 1.5 s.

Run: .venv/bin/python bench/notice_check.py. `cold`: without compiled modules (the first run after an installation);
`started`: as everybody runs it. Prints seconds: the least and the median of several runs.
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


def seconds(environment: dict[str, str]) -> float:
    command = [str(ROOT / "kortisto"), "notice", "check", *map(str, sorted((ROOT / "notices").glob("*.yaml")))]
    start = perf_counter()
    done = subprocess.run(command, env={**os.environ, **environment}, capture_output=True, check=False)
    taken = perf_counter() - start
    if done.returncode:
        print(done.stdout.decode(), done.stderr.decode(), file=sys.stderr)
        sys.exit(done.returncode)
    return taken


def main() -> None:
    print(f"{'notice check, all notices':<28} {'least s':>8} {'median s':>9}")
    started = [seconds({}) for _ in range(RUNS)]
    print(f"{'started':<28} {min(started):>8.2f} {median(started):>9.2f}")
    cold = []
    for _ in range(3):
        with tempfile.TemporaryDirectory() as empty:
            cold.append(seconds({"PYTHONPYCACHEPREFIX": empty}))
    print(f"{'cold':<28} {min(cold):>8.2f} {median(cold):>9.2f}")


if __name__ == "__main__":
    main()
