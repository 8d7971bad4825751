"""`./kortisto notice diff OLD NEW`: what changes for whom, what falls due at once, and who must be told."""

from __future__ import annotations

import click

from kortisto.declaration.model import Text as T  # noqa: N817 - texts read better with a short name
from kortisto.declaration.periods_in_words import date_in_words
from kortisto.declaration.printing.differences import differences_in_words
from kortisto.declaration.versions import Differences, compare
from kortisto.interfaces.cli.declarations import declared, language_option

_SAME = T("Selosteet sanovat samaa.", "Beskrivningarna säger detsamma.", "The declarations say the same.")
_TITLE = T("{0} {1} ({2}) → {3} {4} ({5})", "{0} {1} ({2}) → {3} {4} ({5})", "{0} {1} ({2}) → {3} {4} ({5})")


@click.command()
@click.argument("old")
@click.argument("new")
@language_option
def diff(old: str, new: str, lang: str) -> None:
    """Tell what changes from one version of a declaration to the next. OLD and NEW are names or paths.

    Exit code: 0 when they say the same, 1 when they differ.
    """
    differences = compare(declared(old, lang), declared(new, lang))
    show_differences(differences, lang)
    raise SystemExit(int(bool(differences.sections)))


def show_differences(differences: Differences, language: str) -> None:
    """Print what changes from one version to the next."""
    registers = (differences.old.declaration.register, differences.new.declaration.register)
    values = [one for r in registers for one in (r.id, r.version, date_in_words(r.valid_from, language))]
    click.echo(_TITLE.in_language(language).format(*values))
    if not differences.sections:
        click.echo(_SAME.in_language(language))
        return
    for said in differences_in_words(differences, language):
        click.echo(f"\n{said.title}:" if said.lines else f"\n{said.title}")
        for line, more in said.lines:
            click.echo(f"  {line}")
            for one in more:
                click.echo(f"      {one}")
