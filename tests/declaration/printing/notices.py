"""The declarations that the tests of printing read: the sample, and the real ones of `notices/`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from kortisto.declaration.loader import load
from kortisto.declaration.model import Declaration
from tests.declaration.printing.sample import sample

FOLDER = Path(__file__).parents[3] / "notices"
NAMES = ("sample", *sorted(path.stem for path in FOLDER.glob("*.yaml")))


@cache
def declaration(name: str) -> Declaration:
    if name == "sample":
        return sample()
    loaded = load(FOLDER / f"{name}.yaml")
    assert loaded.declaration is not None, loaded.errors
    return loaded.declaration
