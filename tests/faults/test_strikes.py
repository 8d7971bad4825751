"""A few strikes at sweeps, erasures, adoptions and restores; `./kortisto bench strikes` strikes two hundred times."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.ready import Ready
from tests.support.running import ROOT, removed_afterwards

pytestmark = pytest.mark.integration


def test_what_is_struck_is_finished_and_whole_and_truly_told(tmp_path: Path, ready: Ready) -> None:
    tmp_path.chmod(0o711)
    with removed_afterwards(tmp_path / "data") as data:
        ready.tables(data)
        path = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
        done = subprocess.run(
            [sys.executable, "-m", "tests.support.faults.retention", "sweeps,erasures,adoptions,restores", "6", "4",
             str(data)],
            env={**os.environ, "PYTHONPATH": path}, capture_output=True, text=True, check=False, timeout=300,
        )  # fmt: skip
    assert done.returncode in {0, 1}, done.stderr
    report = json.loads(done.stdout.splitlines()[-1])
    assert report["wrong"] == []
    assert sum(report["struck"].values()) == 6
