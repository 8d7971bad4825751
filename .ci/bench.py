"""./kortisto bench [NAME [WORD ...] ...]: runs the measurements bench/NAME.py (all of them without a name).

They print figures. Words that are no name are handed on to the measurement before them: `bench register 20000`.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main(words: list[str]) -> int:
    there = {path.stem: path for path in sorted((ROOT / "bench").glob("*.py")) if not path.stem.startswith("_")}
    asked: list[tuple[str, list[str]]] = []
    for word in words:
        if word in there:
            asked.append((word, []))
        elif asked:
            asked[-1][1].append(word)
    if not there or (words and (not asked or words[0] not in there)):
        print(
            f"No such measurement: {' '.join(words[:1]) or 'bench/ is empty'}. There are: {', '.join(there) or 'none'}."
        )
        return 2
    worst = 0
    for name, further in asked or [(name, []) for name in there]:
        print(f"== {name}", flush=True)
        command = [sys.executable, str(there[name]), *further]
        worst = max(worst, subprocess.run(command, cwd=ROOT, check=False).returncode)
    return worst


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
