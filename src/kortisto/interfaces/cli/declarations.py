"""What the commands on declarations share: finding a file by its register's name, the language, reading or refusing."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click

from kortisto.declaration.civil_time import civil_day
from kortisto.declaration.loader import Loaded, load
from kortisto.declaration.messages import format_problem
from kortisto.declaration.model import LANGUAGES, Declaration, Text
from kortisto.declaration.problems import Problem

_NO_DECLARATION = Text(
    "Kansiossa {1} ei ole selostetta {0}. Siellä on: {2}. Tiedoston voi antaa myös polkuna: ./{0}.yaml.",
    "I mappen {1} finns ingen deklaration {0}. Där finns: {2}. En fil kan också anges med sökväg: ./{0}.yaml.",
    "No declaration {0} in {1}. There are: {2}. A file can also be given by its path: ./{0}.yaml.",
)
_NONE = Text("ei yhtään", "inga", "none")
_NOT_TEXT = Text("Tämä muoto ei ole tekstiä. Anna tiedosto: --output TIEDOSTO.",
                 "Formatet är inte text. Ange en fil: --output FIL.",
                 "This format is not text: name a file with --output FILE.")  # fmt: skip
_NOT_WRITTEN = Text("Tiedostoa {0} ei voi kirjoittaa ({1}). Anna toinen: --output TIEDOSTO.",
                    "Filen {0} kan inte skrivas ({1}). Ange en annan: --output FIL.",
                    "{0} cannot be written ({1}). Name another file with --output FILE.")  # fmt: skip
_BAD_DATE = Text("{0!r} ei ole päivä. Kirjoita se näin: 2026-11-22, tai today.",
                 "{0!r} är ingen dag. Skriv så här: 2026-11-22, eller today.",
                 "{0!r} is not a date: write it as 2026-11-22, or today.")  # fmt: skip

UNREADABLE = 2
"""Exit code when a file cannot be read as a declaration at all."""


def language_of_terminal() -> str:
    """Return `fi`, `sv` or `en`: KORTISTO_LANGUAGE, else the terminal's locale, else English."""
    for name in ("KORTISTO_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        spoken = os.environ.get(name, "")[:2]
        if spoken in LANGUAGES:
            return spoken
    return "en"


def language_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--lang`."""
    return click.option(
        "--lang",
        type=click.Choice(LANGUAGES),
        default=language_of_terminal,
        show_default="of the terminal",
        help="Language of what is printed.",
    )(command)


class DayParameter(click.ParamType[date]):
    """A date as `2026-11-22`, or the word `today`."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the date; click shows the error."""
        if isinstance(value, date):
            return value
        if value == "today":
            return today()
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(_BAD_DATE.in_language(language_of_terminal()).format(value), param, ctx)


def today() -> date:
    """Return today's civil date in Finland: a door may look at the clock, the domain may not."""
    return civil_day(datetime.now(UTC))


def notices_folder() -> Path:
    """Return where declarations are looked for by name: KORTISTO_NOTICES, else the ones that came with the program."""
    named = os.environ.get("KORTISTO_NOTICES")
    return Path(named) if named else Path(__file__).resolve().parents[4] / "notices"


def find(name: str, language: str | None = None) -> Path:
    """Return the file of a register's name, or of a path. UsageError when there is none, with the names there are."""
    if os.sep in name or name.endswith((".yaml", ".yml")):
        return Path(name)
    found = notices_folder() / f"{name}.yaml"
    if not found.is_file():
        spoken = language or language_of_terminal()
        known = ", ".join(sorted(path.stem for path in notices_folder().glob("*.yaml")))
        message = _NO_DECLARATION.in_language(spoken).format(name, notices_folder(), known or _NONE.in_language(spoken))
        raise click.UsageError(message)
    return found


def declared(name: str, language: str) -> Declaration:
    """Return the declaration of a name or path; prints its errors and leaves when it has any."""
    loaded = load(find(name, language))
    if loaded.declaration is None:
        show(loaded.problems, language)
        sys.exit(exit_code(loaded))
    return loaded.declaration


def exit_code(loaded: Loaded) -> int:
    """Return 0 for a sound file, 1 for one with errors, 2 for one that cannot be read as a declaration."""
    unreadable = any(problem.code < "K200" or problem.code.startswith("K22") for problem in loaded.errors)
    return UNREADABLE if unreadable else int(bool(loaded.errors))


def show(problems: tuple[Problem, ...], language: str) -> None:
    """Print problems to the error stream, each with the line of its file."""
    lines: dict[str, list[str]] = {}
    for problem in problems:
        name = problem.position.file
        if name not in lines:
            try:
                lines[name] = Path(name).read_text(encoding="utf-8", errors="replace").splitlines()
            except OSError:
                lines[name] = []
        at = problem.position.line - 1
        source = lines[name][at] if 0 <= at < len(lines[name]) else None
        click.echo(format_problem(problem, language, source), err=True)


def write_out(content: str | bytes, output: Path | None) -> None:
    """Write to a file, or to standard output; binary to a terminal is refused."""
    if output is not None:
        raw = content.encode() if isinstance(content, str) else content
        written(output, raw)
        click.echo(f"{output}: {len(raw):,} bytes", err=True)
    elif isinstance(content, str):
        click.echo(content, nl=not content.endswith("\n"))
    elif sys.stdout.isatty():
        raise click.UsageError(_NOT_TEXT.in_language(language_of_terminal()))
    else:
        sys.stdout.buffer.write(content)


def written(path: Path, raw: bytes) -> None:
    """Write a file; a folder that is not there, or permission that is not given, is told in a sentence."""
    try:
        path.write_bytes(raw)
    except OSError as error:
        message = _NOT_WRITTEN.in_language(language_of_terminal()).format(path, error.strerror)
        raise click.ClickException(message) from error
