"""./kortisto bench [NAME ...]: runs the measurements bench/NAME.py (all of them without a name); they print figures."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main(names: list[str]) -> int:
    there = {path.stem: path for path in sorted((ROOT / "bench").glob("*.py")) if not path.stem.startswith("_")}
    unknown = [name for name in names if name not in there]
    if unknown or not there:
        print(
            f"No such measurement: {', '.join(unknown) or 'bench/ is empty'}. There are: {', '.join(there) or 'none'}."
        )
        return 2
    worst = 0
    for name in names or there:
        print(f"== {name}", flush=True)
        worst = max(worst, subprocess.run([sys.executable, str(there[name])], cwd=ROOT, check=False).returncode)
    return worst


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
