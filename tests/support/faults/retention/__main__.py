"""One kind of work on an installation of its own: python -m tests.support.faults.retention KIND POINTS SEED [FOLDER].

Prints how it goes and, in the last line, the report as JSON. FOLDER: the data folder, made by somebody else.
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
from pathlib import Path

from tests.support.faults.retention.campaign import Erasures, Kind, Sweeps
from tests.support.faults.retention.ground import Ground
from tests.support.faults.retention.installations import Adoptions, Restores

KINDS: dict[str, type[Kind]] = {kind.name: kind for kind in (Sweeps, Erasures, Adoptions, Restores)}


def main(kind: str, points: int, seed: int, data: Path) -> int:
    ground = Ground(data)
    ground.open()
    try:
        chance = random.Random(seed)  # noqa: S311 (no secret)
        report = KINDS[kind](ground, chance).run(points, _say)
    finally:
        ground.close()
    _say(json.dumps(vars(report)))
    return 1 if report.wrong else 0


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    _, name, number, start, *place = sys.argv
    if place:
        sys.exit(main(name, int(number), int(start), Path(place[0])))
    with tempfile.TemporaryDirectory(prefix="kortisto-faults-") as folder:
        Path(folder).chmod(0o711)  # the server has a user of its own when root starts it
        sys.exit(main(name, int(number), int(start), Path(folder) / "data"))
