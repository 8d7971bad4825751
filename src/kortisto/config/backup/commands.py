"""`./kortisto backup`, `./kortisto restore FILE` and `./kortisto ledger`."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import click
import psycopg

from kortisto.config import doors, running
from kortisto.config.backup import database, making, restoring, texts
from kortisto.config.backup.files import SECRET_FILE, BackupError, backups, folder, secret
from kortisto.config.embedded_postgres import EmbeddedPostgres
from kortisto.config.environment import adopt, data_folder
from kortisto.config.starting.turn import RunsAlreadyError, Turn
from kortisto.config.telling import ToldError, told
from kortisto.declaration.model import Text
from kortisto.interfaces.cli.declarations import language_option
from kortisto.register.audit.enums import Door

_MEGABYTE = 1_000_000


class _Say:
    """Prints a text in a language."""

    def __init__(self, language: str) -> None:
        self._language = language

    def __call__(self, text: Text, *values: object) -> None:
        click.echo(text.in_language(self._language).format(*values))


@contextmanager
def _in_words(language: str) -> Iterator[None]:
    from kortisto.lib.chained_files import BrokenChainError  # noqa: PLC0415 (quick start of the help)
    from kortisto.register.ledger.replayers import NoReplayerError  # noqa: PLC0415 (see above)

    try:
        yield
    except ToldError as error:
        raise click.ClickException(told(error, language)) from error
    except BrokenChainError as error:
        text = doors.BROKEN.in_language(language).format(error, data_folder() / "ledger")
        raise click.ClickException(text) from error
    except NoReplayerError as error:
        raise click.ClickException(texts.NO_REPLAYER.in_language(language).format(error)) from error
    except psycopg.Error as error:
        reason = " ".join(str(error).split())
        raise click.ClickException(texts.UNREACHABLE.in_language(language).format(reason)) from error
    except OSError as error:
        text = texts.CANNOT_READ.in_language(language)
        raise click.ClickException(text.format(error.filename or data_folder(), error.strerror or error)) from error


class _OrFolder(click.Group):
    """A group whose first argument may be a folder: `backup /mnt/disk` is `backup make /mnt/disk`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args or (args[0] not in self.commands and args[0] not in {"-h", "--help"}):
            args.insert(0, "make")
        return super().parse_args(ctx, args)


@click.group(cls=_OrFolder)
def backup() -> None:
    """Make a backup of everything but the ledger (backup [FOLDER]), verify one, list them.

    Enciphered, consistent, and read from beginning to end after it was made. Backups that are older than the
    declaration allows are removed.
    """


@backup.command()
@click.argument("place", required=False, type=click.Path(path_type=Path, file_okay=False), metavar="[FOLDER]")
@language_option
def make(place: Path | None, lang: str) -> None:
    """Make a backup in a folder (backups/ of the data folder unless set), read it, and remove what is too old."""
    say = _Say(lang)
    with _in_words(lang):
        adopt()
        target = place or folder()
        with _opened() as server:
            began = time.monotonic()
            new = not (data_folder() / SECRET_FILE).exists()
            sealed_with = secret(make=True)
            if new and (data_folder() / SECRET_FILE).exists():
                say(texts.MADE_SECRET, data_folder() / SECRET_FILE)
            made = making.make_and_keep(
                target, data=data_folder(), server=server, sealed_with=sealed_with, by=restoring.OPERATOR,
                at=datetime.now(UTC), channel=Door.CLI, say=say,
            )  # fmt: skip
            say(texts.MADE, made.file, made.file.stat().st_size / _MEGABYTE, time.monotonic() - began)
            if made.age is None:
                say(texts.NO_AGE)
            for one in made.removed:
                say(texts.ROTATED, one.file.name, made.age)


@contextmanager
def _opened() -> Iterator[EmbeddedPostgres | None]:
    """Have the installation ready; yields its embedded server, None where it has a server of its own."""
    embedded = not database.own_server()
    with running.installation():
        yield EmbeddedPostgres(data_folder() / "postgres") if embedded else None


@backup.command("verify")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@language_option
def verify_file(file: Path, lang: str) -> None:
    """Read a backup from beginning to end, the database by PostgreSQL's own program. Changes nothing."""
    with _in_words(lang):
        adopt()
        found = making.verify(file, sealed_with=secret(make=False))
    begin = found.begin
    _Say(lang)(
        texts.WHOLE, begin["instant"], begin["declaration"], found.database / _MEGABYTE, found.files,
        begin["ledger_size"],
    )  # fmt: skip


@backup.command("list")
@click.argument("place", required=False, type=click.Path(path_type=Path, file_okay=False), metavar="[FOLDER]")
@language_option
def list_them(place: Path | None, lang: str) -> None:
    """List the backups of a folder, oldest first."""
    with _in_words(lang):
        adopt()
    target = place or folder()
    found = backups(target)
    if not found:
        _Say(lang)(texts.NO_BACKUPS, target)
    for one in found:
        click.echo(f"{one.made_at:%Y-%m-%d %H:%M}Z  {one.file.stat().st_size / _MEGABYTE:10.1f} MB  {one.file}")


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--replace", is_flag=True, help="Remove what is in the data folder and its database first.")
@click.option("--ledger-is-lost", metavar="REASON", default="", help="Declare in writing that there is no ledger.")
@click.option("--yes", is_flag=True, help="Do not ask before going on without the ledger.")
@language_option
def restore(file: Path, *, replace: bool, ledger_is_lost: str, yes: bool, lang: str) -> None:
    """Put a backup back, and erase again who was erased since, before anything may open.

    The ledger of erasures must be in the folder `ledger` of the data folder: copy it there first.
    """
    say = _Say(lang)
    with _in_words(lang):
        adopt()
        if ledger_is_lost:
            _confirm_lost(lang, yes=yes)
        try:
            with Turn(data_folder() / "up.lock"):
                done = restoring.restore(
                    file, data=data_folder(), sealed_with=secret(make=False), replace=replace, lost=ledger_is_lost,
                    at=datetime.now(UTC), say=say,
                )  # fmt: skip
        except RunsAlreadyError as error:
            raise BackupError(texts.RUNS, data_folder()) from error
        say(texts.RESTORED, done.instant)


@click.group()
def ledger() -> None:
    """The ledger of erasures: check it, carry it out on a restored database, declare that it is lost."""


@ledger.command()
@language_option
def replay(lang: str) -> None:
    """Carry out what the database lacks, and open the doors. Safe to repeat; goes on where it was cut off."""
    say = _Say(lang)
    with _in_words(lang), running.installation(shut=True):
        found = doors.obstacle()
        if found is None:
            say(texts.NOTHING_TO_DO)
            return
        if found.text not in {doors.PENDING, doors.BEHIND}:
            raise found
        restoring.finish(None, at=datetime.now(UTC), say=say)


@ledger.command("verify")
@language_option
def verify_ledger(lang: str) -> None:
    """Check every line of the ledger and its copies, and whether the database knows what it says."""
    say = _Say(lang)
    with _in_words(lang), running.installation(shut=True):
        from kortisto.register.ledger.book import book, contents  # noqa: PLC0415 (needs Django set up)

        found = contents(fresh=True)
        for place, why in book().outdated_copies().items():
            say(texts.COPY_OUTDATED, place, why)
        say(texts.LEDGER, book().verifier().name, found.size, len(found.entries), len(found.marks))
        obstacle = doors.obstacle()
        if obstacle is not None:
            raise obstacle


@ledger.command()
@click.option("--reason", required=True, help="What happened to it; kept in the log and in the new ledger.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@language_option
def lost(reason: str, *, yes: bool, lang: str) -> None:
    """Declare in writing that the ledger of this database is lost, and begin a new one."""
    with _in_words(lang), running.installation(shut=True):
        _confirm_lost(lang, yes=yes)
        restoring.declare_lost(reason=reason, at=datetime.now(UTC))
        _Say(lang)(texts.LOST)
        if doors.pending() is not None:
            restoring.finish(None, at=datetime.now(UTC), say=_Say(lang))


def _confirm_lost(language: str, *, yes: bool) -> None:
    if yes:
        return
    if not sys.stdin.isatty():
        raise click.ClickException(texts.NOT_CONFIRMED.in_language(language))
    click.confirm(texts.ASK_LOST.in_language(language), abort=True)
