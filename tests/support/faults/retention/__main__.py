"""Kinds of work on one installation: python -m tests.support.faults.retention KINDS POINTS SEED [FOLDER].

KINDS: one, or several with commas between them, which share the points. Prints how it goes and, in the last line, the
report as JSON. FOLDER: a data folder that somebody else has made.
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
from pathlib import Path

from tests.support.faults.retention.campaign import Erasures, Kind, Report, Sweeps
from tests.support.faults.retention.ground import Ground
from tests.support.faults.retention.installations import Adoptions, Restores

KINDS: dict[str, type[Kind]] = {kind.name: kind for kind in (Sweeps, Erasures, Adoptions, Restores)}


def main(kinds: list[str], points: int, seed: int, data: Path) -> int:
    ground = Ground(data)
    ground.open()
    whole = Report(",".join(kinds))
    try:
        for number, kind in enumerate(kinds):
            share = points * (number + 1) // len(kinds) - points * number // len(kinds)
            one = KINDS[kind](ground, random.Random(seed + number)).run(share, _say)  # noqa: S311 (no secret)
            whole.add(one)
    finally:
        ground.close()
    _say(json.dumps(vars(whole)))
    return 1 if whole.wrong else 0


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    _, names, number, start, *place = sys.argv
    if place:
        sys.exit(main(names.split(","), int(number), int(start), Path(place[0])))
    with tempfile.TemporaryDirectory(prefix="kortisto-faults-") as folder:
        Path(folder).chmod(0o711)  # the server has a user of its own when root starts it
        sys.exit(main(names.split(","), int(number), int(start), Path(folder) / "data"))
