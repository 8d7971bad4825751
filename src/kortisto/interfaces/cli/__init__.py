"""The commands of ./kortisto. A command's code is loaded only when that command runs or shows its own help."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import click

from kortisto import __version__


@dataclass(frozen=True)
class Command:
    """Where a command's code is, and the line that the list of commands shows."""

    module: str
    attribute: str
    help: str


COMMANDS: dict[str, Command] = {
    "notice": Command("kortisto.interfaces.cli.notice", "notice", "Check, print, compare and explain declarations."),
    "init": Command("kortisto.config.init", "init", "Make an installation for your organisation."),
    "up": Command("kortisto.config.up", "up", "Start everything: database, migrations, worker, web."),
    "demo": Command("kortisto.config.demo_command", "demo", "Take the demo company out again."),
    "doctor": Command("kortisto.config.doctor", "doctor", "What is wrong with the installation, and how to mend it."),
    "database": Command(
        "kortisto.config.database_commands", "database", "A PostgreSQL of your own; migrations; its programs."
    ),
    "web": Command("kortisto.config.parts", "web", "Serve the pages alone, for a service manager."),
    "worker": Command("kortisto.config.parts", "worker", "Do the background jobs alone, for a service manager."),
    "import": Command("kortisto.interfaces.cli.import_file", "import_file", "Bring a file into the register."),
    "imports": Command("kortisto.interfaces.cli.imports", "imports", "List, cancel, go on with or undo imports."),
    "backup": Command("kortisto.config.backup.commands", "backup", "Back everything up; verify a backup; list them."),
    "restore": Command(
        "kortisto.config.backup.commands", "restore", "Put a backup back, and erase again who was erased since."
    ),
    "ledger": Command(
        "kortisto.config.backup.commands", "ledger", "The ledger of erasures: check it, carry it out again."
    ),
    "retention": Command("kortisto.interfaces.cli.retention", "retention", "What is due; the sweep that erases it."),
    "why": Command("kortisto.interfaces.cli.why", "why", "Why somebody's data are here, until when, and what is next."),
    "audit": Command("kortisto.interfaces.cli.audit", "audit", "Check the log of use; prove a line of it."),
    "messages": Command(
        "kortisto.interfaces.cli.messages", "messages", "Bring the translations of the pages up to date."
    ),
}


class LazyGroup(click.Group):
    """A group that knows its commands by name and imports each one when it is needed."""

    def __init__(
        self, *arguments: Any, table: dict[str, Command], others: tuple[tuple[str, str], ...] = (), **extra: Any
    ) -> None:
        """Take the table of commands, and the lines of help for commands that are done elsewhere."""
        super().__init__(*arguments, **extra)
        self._table = table
        self._others = others

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click passes it)
        return [name for name, command in self._table.items() if find_spec(command.module)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 (click passes it)
        entry = self._table.get(cmd_name)
        if entry is None or not find_spec(entry.module):
            return None
        command = getattr(import_module(entry.module), entry.attribute)
        if not isinstance(command, click.Command):
            message = f"{entry.module}.{entry.attribute} is not a click command"
            raise TypeError(message)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands from the table, so that help loads none of them."""
        rows = [(name, self._table[name].help) for name in self.list_commands(ctx)]
        with formatter.section("Commands"):
            formatter.write_dl([*rows, *self._others])


# Done by the launcher itself, before this program starts; listed so that help is complete.
LAUNCHER_COMMANDS = (
    ("test", "Run the tests (arguments go to pytest)."),
    ("check", "Lint, format, types, layers, generated docs, file sizes."),
    ("bench", "Measure speeds (names of measurements, or all)."),
)


@click.group(
    cls=LazyGroup,
    table=COMMANDS,
    others=LAUNCHER_COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 120},
)
@click.version_option(__version__, prog_name="kortisto")
def cli() -> None:
    """A customer register that runs on its own privacy notice."""


def main(arguments: list[str] | None = None, **extra: Any) -> None:
    """Run the command line and leave by SystemExit; texts are UTF-8 whatever the terminal's locale says."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    _adopt_settings_file()
    cli.main(args=arguments, prog_name="./kortisto", **extra)


def _adopt_settings_file() -> None:
    """Let options find what the settings file of the data folder says; a broken file is told by commands that need it.

    The assembling layer is asked by name, because a door may not import it; and only where there is a file, because
    commands on declarations start without it.
    """
    folder = os.environ.get("KORTISTO_DATA", "").strip() or Path(__file__).resolve().parents[4] / "var"
    if not Path(folder, "kortisto.toml").is_file():
        return
    environment = import_module("kortisto.config.environment")
    with suppress(environment.SettingsError):
        environment.adopt()
