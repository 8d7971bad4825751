"""An installation and a browser of its own for each journey."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.conftest import CHROMIUM
from tests.support.ready import Ready
from tests.support.running import Running, nothing_is_left, removed_afterwards

MAIN_USER, PASSWORD = "boss@firm.example", "a journey of a thousand miles"


@contextmanager
def _up(data: Path, *arguments: str, **more: str) -> Iterator[Running]:
    running = Running(data, *arguments, wait=True, **more)
    assert running.process.poll() is None, running.output
    yield running
    running.end()
    assert nothing_is_left(data, within=10) == ""


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory, ready: Ready) -> Iterator[Running]:
    """An empty installation that runs: nobody in it but its main user."""
    with removed_afterwards(tmp_path_factory.mktemp("empty") / "data") as data:
        ready.tables(data)
        with _up(data, "--empty", KORTISTO_MAIN_USER=MAIN_USER, KORTISTO_MAIN_PASSWORD=PASSWORD) as running:
            yield running


@pytest.fixture(scope="module")
def with_demo(tmp_path_factory: pytest.TempPathFactory, ready: Ready) -> Iterator[Running]:
    """An installation with the demo company that runs."""
    with removed_afterwards(tmp_path_factory.mktemp("demo") / "data") as data:
        ready.demo(data)
        with _up(data) as running:
            yield running


@pytest.fixture(scope="module")  # not longer: while it lives, this thread counts as one that may not use the database
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield browser
        browser.close()
