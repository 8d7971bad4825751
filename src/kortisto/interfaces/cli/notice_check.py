"""`./kortisto notice check FILE ...`."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from kortisto.declaration.linter import lint
from kortisto.declaration.loader import load
from kortisto.declaration.model import Text
from kortisto.declaration.problems import Severity
from kortisto.interfaces.cli.declarations import DayParameter, exit_code, find, language_option, show

_SOUND = Text("kunnossa", "i skick", "sound")
_TEMPLATE = Text(
    "kunnossa malliksi; julkaistavaksi vasta täytettynä",
    "i skick som mall; kan publiceras först ifylld",
    "sound as a template; to be published only when filled in",
)
_ERRORS = Text("{errors} virhettä, {warnings} huomautusta", "{errors} fel, {warnings} varningar",
               "{errors} errors, {warnings} warnings")  # fmt: skip
_WARNINGS = Text("kunnossa, {warnings} huomautusta", "i skick, {warnings} varningar", "sound, {warnings} warnings")


@click.command()
@click.argument("files", nargs=-1, required=True)
@click.option("--at", type=DayParameter(), default="today", help="The date at which law and grounds must hold.")
@click.option("--strict", is_flag=True, help="Warnings count as errors.")
@language_option
def check(files: tuple[str, ...], at: date, strict: bool, lang: str) -> None:
    """Read declarations, tell every error with its place, and what to write instead.

    FILES are paths, or names of registers. Exit code: 0 sound, 1 errors, 2 a file that cannot be read.
    """
    worst = 0
    for name in files:
        path = find(name)
        loaded = load(path)
        problems = loaded.problems
        if loaded.declaration is not None:
            problems += lint(loaded.declaration, at)
        show(problems, lang)
        errors = sum(problem.severity is Severity.ERROR for problem in problems)
        warnings = len(problems) - errors
        template = loaded.declaration is not None and loaded.declaration.register.status == "template"
        click.echo(f"{_shown(path)}: {_verdict(errors, warnings, template).in_language(lang)}".format(
            errors=errors, warnings=warnings
        ))  # fmt: skip
        worst = max(worst, exit_code(loaded), int(errors > 0 or (strict and warnings > 0)))
    sys.exit(worst)


def _shown(path: Path) -> str:
    return str(path).replace("{", "{{").replace("}", "}}")


def _verdict(errors: int, warnings: int, template: bool) -> Text:
    if errors:
        return _ERRORS
    if warnings:
        return _WARNINGS
    return _TEMPLATE if template else _SOUND
