"""A few kills -9 while clients work; `./kortisto bench faults` kills a hundred times."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.support.faults.installation import Part, installed
from tests.support.faults.killing import kill_often
from tests.support.ready import Ready

pytestmark = pytest.mark.integration

PARTS = (Part.WORKER, Part.WEB, Part.BACKEND)


def test_nothing_acknowledged_is_lost_and_nothing_is_half(tmp_path: Path, ready: Ready) -> None:
    with installed(tmp_path / "data", ready=ready) as installation:
        report = kill_often(
            installation,
            kills=len(PARTS),
            rows=1_500,
            chance=random.Random(22),  # noqa: S311 (no secret)
            parts=PARTS,
        )
    assert report.wrong == []
    assert report.imports >= 1
    assert all(report.acknowledged.values()), report.acknowledged
