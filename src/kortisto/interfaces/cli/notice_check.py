"""`./kortisto notice check FILE ...`."""

from __future__ import annotations

import sys
from datetime import date

import click

from kortisto.declaration.linter import lint
from kortisto.declaration.loader import load
from kortisto.declaration.model import Text
from kortisto.declaration.problems import Severity
from kortisto.interfaces.cli.declarations import DayParameter, exit_code, find, language_option, show

_SOUND = Text("kunnossa", "inga fel", "sound")
_TEMPLATE = Text(
    "kunnossa malliksi; julkaistavaksi vasta täytettynä",
    "inga fel i mallen; kan publiceras först ifylld",
    "sound as a template; to be published only when filled in",
)
_SOUND_BUT = Text("kunnossa, {0}", "inga fel, {0}", "sound, {0}")
_ERRORS = (Text("{0} virhe", "{0} fel", "{0} error"), Text("{0} virhettä", "{0} fel", "{0} errors"))
_WARNINGS = (
    Text("{0} varoitus", "{0} varning", "{0} warning"),
    Text("{0} varoitusta", "{0} varningar", "{0} warnings"),
)


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
        path = find(name, lang)
        loaded = load(path)
        problems = loaded.problems
        if loaded.declaration is not None:
            problems += lint(loaded.declaration, at)
        show(problems, lang)
        errors = sum(problem.severity is Severity.ERROR for problem in problems)
        warnings = len(problems) - errors
        template = loaded.declaration is not None and loaded.declaration.register.status == "template"
        click.echo(f"{path}: {_verdict(errors, warnings, template, lang)}")
        worst = max(worst, exit_code(loaded), int(errors > 0 or (strict and warnings > 0)))
    sys.exit(worst)


def _verdict(errors: int, warnings: int, template: bool, language: str) -> str:
    if errors:
        counted = [_counted(_ERRORS, errors, language)]
        return ", ".join(counted + ([_counted(_WARNINGS, warnings, language)] if warnings else []))
    if warnings:
        return _SOUND_BUT.in_language(language).format(_counted(_WARNINGS, warnings, language))
    return (_TEMPLATE if template else _SOUND).in_language(language)


def _counted(forms: tuple[Text, Text], number: int, language: str) -> str:
    """Return a number with its noun: one, or several."""
    return forms[number != 1].in_language(language).format(number)
