"""./kortisto test [arguments of pytest]: the tests on both cores. `--coverage` measures branches, on one core."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# With these the tests must run in one process, or the caller has chosen.
ONE_PROCESS = ("-n", "--numprocesses", "--pdb", "--trace", "-s", "--collect-only", "--co", "--fixtures", "--markers")
# A file stays with one worker: its tests share what is dear to make, such as an installation that runs, and journeys
# go on where the test before ended. In the order of the folders: those with the longest files come first.
TWO_PROCESSES = ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"]


def main(arguments: list[str]) -> int:
    os.chdir(ROOT)
    # A settings file of the developer's own installation says nothing to the tests.
    os.environ.setdefault("KORTISTO_DATA", str(ROOT / "var" / "tests"))
    # Compiled Python is kept, if not beside the sources: each of many processes would compile Django anew.
    if os.environ.pop("PYTHONDONTWRITEBYTECODE", ""):
        os.environ.setdefault("PYTHONPYCACHEPREFIX", str(ROOT / "var" / "compiled"))
    if "--coverage" in arguments:
        return with_coverage([argument for argument in arguments if argument != "--coverage"])
    workers = [] if any(argument.startswith(ONE_PROCESS) for argument in arguments) else TWO_PROCESSES
    command = [sys.executable, "-m", "pytest", *workers, *arguments]
    return subprocess.run(command, check=False).returncode


def with_coverage(arguments: list[str]) -> int:
    tested = subprocess.run([sys.executable, "-m", "coverage", "run", "-m", "pytest", *arguments], check=False)
    subprocess.run([sys.executable, "-m", "coverage", "combine", "--quiet"], check=False)
    reported = subprocess.run([sys.executable, "-m", "coverage", "report"], check=False)
    return tested.returncode or reported.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
