"""`./kortisto imports list | show | cancel | resume | undo | rejected`: imports that were begun on a page or here."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypedDict
from uuid import UUID

import click

from kortisto.declaration.model import Text
from kortisto.interfaces.cli import imports_texts as texts
from kortisto.interfaces.cli.declarations import language_option
from kortisto.interfaces.cli.installed import installation

if TYPE_CHECKING:
    from kortisto.register.audit.enums import Door
    from kortisto.register.audit.values import Actor
    from kortisto.register.parties.queries.imports import BatchView, UploadView

_OURS_ALONE = 0o600
"""Rejected rows may hold personal data: only who runs the command may read them."""
_id = click.argument("id_", metavar="ID", type=click.UUID)


@click.group()
def imports() -> None:
    """Look after imports: list them, show one, cancel, go on, undo, fetch the rows that were not taken.

    ID is what `list` shows. Exit code: 0 done, 1 it did not end well or there is no such import.
    """


@imports.command("list")
@language_option
def list_imports(lang: str) -> None:
    """List the latest imports and the files that are not in yet, the newest first."""
    with installation():
        from kortisto.register.parties.queries import imports as queries  # noqa: PLC0415 (needs Django set up)

        uploads, batches = queries.uploads_under_way(), queries.batches()
        there = {one.batch for one in uploads if one.batch is not None}
        for upload in uploads:
            _line(
                upload.batch or upload.id, upload.made_at, upload.file_name, _state(upload, lang), upload.counts, lang
            )
        for batch in batches:
            if batch.id not in there:
                state = _undoing(batch, lang) or texts.DONE.in_language(lang)
                _line(batch.id, batch.imported_at, batch.file_name, state, batch.counts, lang)
        if not uploads and not batches:
            click.echo(texts.NONE.in_language(lang))


@imports.command()
@_id
@language_option
def show(id_: UUID, lang: str) -> None:
    """Show one import: how far it is, what became of its rows, and what stayed when it was undone."""
    with installation():
        upload, batch = _found(id_, lang)
        _show(upload, batch, lang)


@imports.command()
@_id
@language_option
def cancel(id_: UUID, lang: str) -> None:
    """Stop an import after its present portion; what is in stays, and can be undone."""
    with installation(), _told(lang):
        from kortisto.register.parties.operations import uploads  # noqa: PLC0415 (needs Django set up)

        upload = _upload(id_, lang)
        uploads.cancel_upload(upload_id=upload.id, **_who())
        _say(texts.CANCELLED, lang)


@imports.command()
@_id
@language_option
def resume(id_: UUID, lang: str) -> None:
    """Go on with an import that was cancelled or has stopped, here and now, and show how far it is."""
    with installation(), _told(lang):
        from kortisto.register.parties.operations import running_uploads, uploads  # noqa: PLC0415 (as above)
        from kortisto.register.parties.queries import imports as queries  # noqa: PLC0415 (as above)

        upload = _upload(id_, lang)
        uploads.resume_upload(upload_id=upload.id, defer=False, **_who())
        now = telling(lambda: queries.upload(upload_id=upload.id), lambda one: (one.position, one.rows))
        running_uploads.run_upload(upload_id=upload.id, clock=now, **_who())
        after = _upload(upload.id, lang)
        _show(after, queries.batch(batch_id=after.batch) if after.batch else None, lang)
        sys.exit(0 if after.state in {"done", "asking"} else 1)


@imports.command()
@_id
@click.option("--yes", is_flag=True, help="Do not ask before.")
@language_option
def undo(id_: UUID, yes: bool, lang: str) -> None:
    """Take an import back, here and now: what it made goes, what it changed is given back. Run again, it goes on.

    What somebody has changed, added to or merged since stays, and is listed.
    """
    with installation(), _told(lang):
        from kortisto.register.parties.operations import undoing  # noqa: PLC0415 (needs Django set up)
        from kortisto.register.parties.queries import imports as queries  # noqa: PLC0415 (as above)

        _, found = _found(id_, lang)
        if found is None:
            _fail(texts.NOT_STARTED, lang)
        if not yes and not (sys.stdin.isatty() and click.confirm(texts.UNDO.in_language(lang))):
            _fail(texts.NOT_CONFIRMED, lang)
        if found.undo_state != "running":
            undoing.start_undo(batch_id=found.id, purpose=found.purpose or _purpose(), defer=False, **_who())
        if not queries.history_is_kept() and found.counts.get("updated"):
            _say(texts.NO_HISTORY, lang)
        now = telling(lambda: queries.batch(batch_id=found.id), lambda one: (one.undo_done, one.undo_total))
        undoing.run_undo(batch_id=found.id, clock=now, **_who())
        upload, batch = _found(found.id, lang)
        _show(upload, batch, lang)
        sys.exit(0 if batch is not None and batch.undone_at else 1)


@imports.command()
@_id
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="The file to write; not overwritten.")
@language_option
def rejected(id_: UUID, out: Path | None, lang: str) -> None:
    """Write the rows that were not taken into a file, with the reasons, to be mended and imported again."""
    with installation(), _told(lang):
        from kortisto.register.parties.operations import uploads  # noqa: PLC0415 (needs Django set up)

        upload = _upload(id_, lang)
        path = uploads.rejected_rows_of(upload_id=upload.id, **_who())
        if path is None:
            _fail(texts.NO_REJECTED, lang)
        stem = Path(upload.file_name).stem.removesuffix(".rejected")
        target = out or Path(f"{stem}.rejected{path.suffix}")
        try:
            descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OURS_ALONE)
        except FileExistsError:
            _fail(texts.THERE_ALREADY, lang, target)
        with os.fdopen(descriptor, "wb") as file:
            file.write(path.read_bytes())
        _say(texts.WRITTEN, lang, target)


# --- what the commands share -----------------------------------------------------------------------------------------


class Who(TypedDict):
    """Who acts, when and by which door."""

    by: Actor
    at: datetime
    channel: Door


def _who() -> Who:
    from kortisto.register.access import rules  # noqa: PLC0415 (needs Django set up)
    from kortisto.register.audit.enums import ActorKind, Door  # noqa: PLC0415 (as above)
    from kortisto.register.audit.values import Actor  # noqa: PLC0415 (as above)

    return {
        "by": Actor(kind=ActorKind.COMMAND, role=rules.main_role()),
        "at": datetime.now(UTC),
        "channel": Door.CLI,
    }


def _purpose() -> str:
    from kortisto.declaration.words import Operation  # noqa: PLC0415 (needs Django set up)
    from kortisto.register.access import rules  # noqa: PLC0415 (as above)

    return next(iter(rules.purposes_for(role=rules.main_role(), operation=Operation.CHANGE)), "")


def telling(look: Callable[[], Any], place: Callable[[Any], tuple[int, int]]) -> Callable[[], datetime]:
    """Return a clock that shows on a terminal, each time it is asked, how far the work is."""

    def now() -> datetime:
        if sys.stderr.isatty() and (view := look()) is not None:
            done, total = place(view)
            click.echo(f"\r{done:>12,} / {total:,}", nl=False, err=True)
        return datetime.now(UTC)

    return now if sys.stderr.isatty() else partial(datetime.now, UTC)


def _found(id_: UUID, lang: str) -> tuple[UploadView | None, BatchView | None]:
    """Return the file and the import of an id of either, as far as they are there."""
    from kortisto.register.parties.queries import imports as queries  # noqa: PLC0415 (needs Django set up)

    batch = queries.batch(batch_id=id_)
    upload = queries.upload(upload_id=batch.upload) if batch and batch.upload else queries.upload(upload_id=id_)
    if batch is None and upload is not None and upload.batch is not None:
        batch = queries.batch(batch_id=upload.batch)
    if batch is None and upload is None:
        _fail(texts.UNKNOWN, lang, id_)
    return upload, batch


def _upload(id_: UUID, lang: str) -> UploadView:
    upload, _ = _found(id_, lang)
    if upload is None:
        _fail(texts.AT_ONCE, lang)
    return upload


def _show(upload: UploadView | None, batch: BatchView | None, lang: str) -> None:
    if upload is not None:
        _say(texts.FILE, lang, upload.file_name, upload.position, upload.rows)
        click.echo(_state(upload, lang))
        if upload.pictures:
            _say(texts.PICTURES, lang, upload.pictures)
    elif batch is not None:
        click.echo(batch.file_name)
    if batch is not None and (undoing := _undoing(batch, lang)):
        click.echo(undoing)
    for name, number in texts.counted(batch.counts if batch else upload.counts if upload else {}, lang):
        click.echo(f"  {name}: {number}")
    for one in batch.kept if batch else ():
        click.echo(
            f"  {texts.KEPT[one['why']].in_language(lang)}: {one['table'].lower()} {one['id']} {one['field']}".rstrip()
        )
    if upload is not None and upload.has_rejected:
        _say(texts.REJECTED, lang, batch.id if batch else upload.id)


def _state(upload: UploadView, lang: str) -> str:
    text = texts.STATES[upload.state.value].in_language(lang)
    return f"{text} ({upload.percent} %)" if upload.state in {"running", "cancelled", "failed"} else text


def _undoing(batch: BatchView, lang: str) -> str:
    if batch.undone_at:
        return texts.STATES["undone"].in_language(lang)
    if batch.undo_state is None:
        return ""
    return f"{texts.UNDOING[batch.undo_state.value].in_language(lang)} ({batch.undo_percent} %)"


def _line(id_: UUID, at: datetime, name: str, state: str, counts: Mapping[str, int], lang: str) -> None:
    told = ", ".join(f"{counted} {number}" for counted, number in texts.counted(counts, lang))
    click.echo(f"{id_}  {at:%Y-%m-%d %H:%M}  {name}  {state}  {told}".rstrip())


@contextmanager
def _told(lang: str) -> Iterator[None]:
    """Tell in a sentence what cannot be done."""
    from kortisto.register.parties.operations.undoing import (  # noqa: PLC0415 (needs Django set up)
        StillRunningError,
        UndoneAlreadyError,
    )
    from kortisto.register.parties.operations.uploads import WrongStateError  # noqa: PLC0415 (as above)

    try:
        yield
    except UndoneAlreadyError as error:
        raise click.ClickException(texts.UNDONE_BEFORE.in_language(lang)) from error
    except StillRunningError as error:
        raise click.ClickException(texts.STILL_RUNNING.in_language(lang)) from error
    except WrongStateError as error:
        raise click.ClickException(texts.WRONG_STATE.in_language(lang)) from error


def _say(text: Text, lang: str, *values: object) -> None:
    click.echo(text.in_language(lang).format(*values))


def _fail(text: Text, lang: str, *values: object) -> NoReturn:
    raise click.ClickException(text.in_language(lang).format(*values))
