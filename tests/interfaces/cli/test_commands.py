"""The table of commands, and that a command loads only what it needs."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import click
import pytest

from kortisto.interfaces.cli import COMMANDS, LAUNCHER_COMMANDS

pytestmark = pytest.mark.integration

ROOT = Path(__file__).resolve().parents[3]
PRESENT = [name for name, command in COMMANDS.items() if find_spec(command.module)]


def run(*arguments: str, program: str = "-m kortisto.interfaces.cli") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *program.split(" ", 1), *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")}, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip


def test_help_names_every_command() -> None:
    done = run("--help")
    assert done.returncode == 0
    for name in [*PRESENT, *(name for name, _ in LAUNCHER_COMMANDS)]:
        assert f"\n  {name} " in done.stdout


@pytest.mark.parametrize("name", COMMANDS)
def test_every_entry_of_the_table_is_a_command(name: str) -> None:
    entry = COMMANDS[name]
    if name not in PRESENT:
        pytest.skip(f"{entry.module} is not here yet")
    assert isinstance(getattr(import_module(entry.module), entry.attribute), click.Command)


def test_an_unknown_command_is_answered_with_exit_code_2() -> None:
    done = run("notise")
    assert done.returncode == 2
    assert "notise" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("arguments", [["--help"], ["notice", "--help"], ["notice", "check", "--help"]])
def test_declarations_are_checked_without_django(arguments: list[str]) -> None:
    if not set(arguments[:1]) - {"--help"} <= set(PRESENT):
        pytest.skip("the command is not here yet")
    code = (
        "import sys\nfrom kortisto.interfaces.cli import main\n"
        f"try:\n    main({arguments!r})\nfinally:\n"
        "    print(sorted({m.partition('.')[0] for m in sys.modules} & {'django', 'psycopg'}), file=sys.stderr)"
    )
    done = run(code, program="-c")
    assert done.returncode == 0, done.stderr
    assert done.stderr.strip() == "[]"
