"""`./kortisto notice ...`: check, print, compare and explain declarations. Only `adopt` needs an installation."""

from __future__ import annotations

import click

from kortisto.interfaces.cli import Command, LazyGroup

_HERE = "kortisto.interfaces.cli"

COMMANDS: dict[str, Command] = {
    "check": Command(f"{_HERE}.notice_check", "check", "Read declarations and tell every error with its place."),
    "render": Command(f"{_HERE}.notice_render", "render", "Print a privacy notice: HTML, PDF or Markdown."),
    "record": Command(f"{_HERE}.notice_render", "record", "Print the record of processing activities (Article 30)."),
    "dpv": Command(f"{_HERE}.notice_render", "dpv", "Print a declaration as JSON-LD with W3C DPV terms."),
    "coverage": Command(f"{_HERE}.notice_coverage", "coverage", "Which promise is carried by which statement."),
    "diff": Command(f"{_HERE}.notice_diff", "diff", "What changes for whom between two versions."),
    "adopt": Command(f"{_HERE}.notice_adopt", "adopt", "Put a new version into force, after telling what it does."),
    "explain": Command(f"{_HERE}.notice_explain", "explain", "Why an item is held, for how long, who gets it."),
    "init": Command(f"{_HERE}.notice_init", "init", "Make a declaration from a template by a few questions."),
}


@click.group(cls=LazyGroup, table=COMMANDS, context_settings={"help_option_names": ["-h", "--help"]})
def notice() -> None:
    """Check, print, compare and explain the declarations of registers."""
