"""What the measurement of the register counts and prints; the measurements themselves are not tests."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

pytestmark = pytest.mark.unit

BENCH = Path(__file__).resolve().parents[2] / "bench"


@pytest.fixture
def measured(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    monkeypatch.setattr(sys, "path", [str(BENCH), *sys.path])
    yield import_module("register")
    for name in ("register", "_filled", "_served"):
        sys.modules.pop(name)


def test_figures_are_the_median_and_the_95th_percentile(measured: ModuleType) -> None:
    found = sys.modules["_served"].figures([float(number) for number in range(1, 100)])
    assert (found.p50, found.p95) == (50.0, 95.0)
    assert str(found) == "50.0 / 95.0"


@pytest.mark.parametrize(
    ("people", "target", "expected"),
    [
        (100_000, {"p50": 8.0}, (8.0, None)),
        (1_000_000, {"p50": 8.0}, (12.0, None)),
        (1_000_000, {"p50": 6.0, "p95": 15.0, "million": (10.0, 30.0)}, (10.0, 30.0)),
        (1_000_000, {"p95": 60.0, "growth": 1}, (None, 60.0)),
    ],
)
def test_a_target_grows_with_the_register(
    measured: ModuleType, people: int, target: dict[str, object], expected: tuple[float | None, float | None]
) -> None:
    assert measured.Target(**target).at(people) == expected


def test_a_line_says_where_a_target_is_missed(measured: ModuleType) -> None:
    figures = sys.modules["_served"].Figures
    row = measured.Row("exact e-mail", print, "select 1", measured.Target(3))
    good = measured.line(row, 20_000, figures(2.0, 9.0), figures(0.5, 1.0), figures(1.0, 2.0))
    assert good.split() == [
        "exact",
        "e-mail",
        "0.5",
        "/",
        "1.0",
        "1.0",
        "/",
        "2.0",
        "2.0",
        "/",
        "9.0",
        "3",
        "/",
        "-",
        "4.0",
        "2.0",
    ]
    assert measured.line(row, 20_000, figures(3.1, 9.0), None, None).endswith("over")


def test_what_is_slow_is_called_less_often(measured: ModuleType) -> None:
    calls: list[int] = []
    sys.modules["_served"].timed(calls.append, rounds=500, most_seconds=0, warm=2)
    assert calls == list(range(22))


def test_a_prepared_register_is_known_by_its_migrations_and_generators(measured: ModuleType) -> None:
    filled = sys.modules["_filled"]
    assert filled.shape() == filled.shape()
    assert len(filled.shape()) == 12
