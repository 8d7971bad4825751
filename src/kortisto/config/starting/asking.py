"""Questions on a terminal that are asked again until the answer will do: a slip of the keys ends no installation."""

from __future__ import annotations

import click

from kortisto.config.starting import texts
from kortisto.lib import identifiers


def ask_email(language: str) -> str:
    """Return the e-mail address of the main user."""
    while True:
        typed = str(click.prompt(texts.ASK_EMAIL.in_language(language)))
        try:
            return identifiers.email(typed)
        except ValueError:
            click.echo(texts.BAD_EMAIL.in_language(language).format(typed))


def ask_password(language: str) -> str:
    """Return a password that was typed twice alike, since nobody sees what they type; empty: one is to be made up."""
    while True:
        first = _hidden(texts.ASK_PASSWORD.in_language(language))
        if not first or _hidden(texts.ASK_PASSWORD_AGAIN.in_language(language)) == first:
            return first
        click.echo(texts.NOT_THE_SAME.in_language(language))


def tell_weak(language: str, reasons: list[str]) -> None:
    """Say why a password will not do, before another is asked for."""
    click.echo(texts.WEAK_PASSWORD.in_language(language).format(" ".join(reasons)))


def _hidden(question: str) -> str:
    return str(click.prompt(question, default="", hide_input=True, show_default=False))
