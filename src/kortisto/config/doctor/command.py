"""The command: asks everything in order, tells each finding, and leaves with 1 when there is an error."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click
import psycopg

from kortisto.config import running
from kortisto.config.doctor import findings as f
from kortisto.config.doctor import machine
from kortisto.config.doctor.findings import LEVELS, Finding, Level, found
from kortisto.config.embedded_postgres import EmbeddedPostgres
from kortisto.config.environment import Environment, adopt, data_folder, given
from kortisto.config.starting.turn import is_held
from kortisto.config.telling import ToldError
from kortisto.interfaces.cli.declarations import language_option

_COLOURS = {Level.OK: "green", Level.WARNING: "yellow", Level.ERROR: "red"}


@click.command()
@language_option
def doctor(lang: str) -> None:
    """Say what is wrong with this installation and how to mend it. Changes nothing.

    Each finding has a code; docs/howto/run-it.md lists them. Leaves with 1 when there is an error, else with 0.
    """
    counts = dict.fromkeys(Level, 0)
    for finding in examine():
        counts[finding.kind.level] += 1
        text, mend = finding.told(lang)
        level = LEVELS[finding.kind.level].in_language(lang)
        click.echo(f"{click.style(f'{level:9}', _COLOURS[finding.kind.level])}{finding.kind.code:5} {text}")
        if mend:
            click.echo(f"{'':15}→ {mend}")
    if counts[Level.ERROR] or counts[Level.WARNING]:
        click.echo(f.SUMMARY.in_language(lang).format(counts[Level.ERROR], counts[Level.WARNING]))
    else:
        click.echo(f.ALL_WELL.in_language(lang))
    raise SystemExit(1 if counts[Level.ERROR] else 0)


def examine() -> Iterator[Finding]:
    """Return the findings, from the machine up; what rests on something broken is not asked."""
    data = data_folder()
    yield from machine.python()
    try:
        adopt()
        environment = Environment(os.environ)
        own = bool(given(running.RUNTIME_URL))
        key = environment.secret("KORTISTO_SECRET_KEY") or _kept_key(data)
        pages = list(machine.pages(environment, key))
    except ToldError as error:
        yield found(f.BAD_SETTINGS, (error.text, error.values))
        return
    there = list(machine.folder(data))
    yield from there
    if any(finding.kind.level is Level.ERROR for finding in there if finding.kind is not f.OPEN_FILE):
        return
    yield from _declaration(environment)
    try:
        with _database(data, own=own):
            yield from _inside(data)
    except ToldError as error:
        yield found(f.UNFIT, (error.text, error.values))
    except psycopg.OperationalError as error:
        yield found(f.UNREACHABLE, str(error).strip().splitlines()[0])
    yield from pages


def _kept_key(data: Path) -> str:
    """Return the key that was made; where there is none yet, the next start makes a good one."""
    try:
        return (data / "secret-key").read_text("utf-8").strip()
    except OSError:
        return "x" * machine.SHORTEST_KEY


def _declaration(environment: Environment) -> Iterable[Finding]:
    from kortisto.declaration.loader import load  # noqa: PLC0415 (late, with what it loads)

    file = environment.text("KORTISTO_DECLARATION", str(machine.ROOT / "notices" / "ivt.yaml"))
    loaded = load(Path(file))
    if loaded.declaration is None or loaded.errors:
        return [found(f.BAD_DECLARATION, file, len(loaded.errors))]
    return []


@contextmanager
def _database(data: Path, *, own: bool) -> Iterator[None]:
    """Have the database reachable for the block; the embedded one is started where it does not run, and stopped."""
    if own:
        psycopg.connect(given(running.RUNTIME_URL), connect_timeout=10).close()
        yield
        return
    server = EmbeddedPostgres(data / "postgres")
    databases = server.start()
    try:
        running.use(databases)
        yield
    finally:
        running.disconnect()
        server.stop()


def _inside(data: Path) -> Iterator[Finding]:
    import django  # noqa: PLC0415 (reads the settings, which need the addresses that were just found)

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kortisto.config.settings")
    django.setup()
    from kortisto.config.doctor import backups, database  # noqa: PLC0415 (needs Django set up)
    from kortisto.declaration.loader import CannotLoadError  # noqa: PLC0415 (see above)

    yield from database.server()
    tables = list(database.tables())
    yield from tables
    if any(finding.kind.level is Level.ERROR and finding.kind is not f.NO_ROW_SECURITY for finding in tables):
        return
    try:
        yield from database.declaration()
    except CannotLoadError:  # told already
        return
    runs = is_held(data / "up.lock") or bool(os.environ.get("KORTISTO_HOSTS", ""))
    yield from database.jobs(data / "log" / "worker.log", runs=runs)
    yield from database.log(runs=runs)
    yield from database.files()
    yield from backups.ledger(born=running.born())
