"""`./kortisto import FILE`: shows what the columns were taken for, then brings the rows in."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from itertools import count, islice
from pathlib import Path
from shutil import copyfileobj
from typing import TYPE_CHECKING, Any, NoReturn
from uuid import UUID

import click

from kortisto.declaration.model import Declaration, Text
from kortisto.declaration.vocabulary.items import is_under
from kortisto.declaration.words import Operation
from kortisto.interfaces.cli import import_texts as texts
from kortisto.interfaces.cli import imports_texts
from kortisto.interfaces.cli.declarations import DayParameter, language_option, today
from kortisto.interfaces.cli.imports import Who, telling
from kortisto.interfaces.cli.installed import installation
from kortisto.register.parties.importing.choices import Duplicates, MatchBy, Policy
from kortisto.register.parties.importing.csv_files import ENCODINGS
from kortisto.register.parties.importing.meaning import (
    NAMES,
    Mapping_,
    Meaning,
    NotUnderstoodError,
    SaidTwiceError,
    Target,
    guess,
    item_of,
)
from kortisto.register.parties.importing.mending import SUFFIX
from kortisto.register.parties.importing.opening import OpenedFile, open_file
from kortisto.register.parties.importing.presets import mapping_of, recognised
from kortisto.register.parties.importing.reading import Line, UnreadableFileError
from kortisto.register.parties.importing.wording import printable, why_rejected, why_unreadable

if TYPE_CHECKING:
    from kortisto.register.parties.queries.imports import UploadView

_BLOCK = 1024 * 1024
_SAMPLES = 2
_SHOWN = 5
"""How many rejected rows are told on the terminal; all are in the file of rejected rows."""
_OURS_ALONE = 0o600
"""Rejected rows may hold personal data: only who runs the command may read them."""


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--register", required=True, help="Name of the register, as its declaration has it: ivt.")
@click.option("--source", required=True, help="Where the data come from: a source of the declaration.")
@click.option("--collected", type=DayParameter(), required=True, help="When they were collected: 2026-11-22.")
@click.option("--basis", required=True, help="The legal basis: a basis of the declaration, or its kind.")
@click.option("--purpose", help="What they are collected for; the purpose that covers most columns unless named.")
@click.option(
    "--kind",
    default="customer",
    show_default=True,
    type=click.Choice(["customer", "prospect", "supplier", "partner", "reseller"]),
    help="What the organisations are to us.",
)
@click.option("--map", "said", multiple=True, metavar="COLUMN=MEANING", help="What a column means.")
@click.option(
    "--duplicates",
    default="skip",
    show_default=True,
    type=click.Choice([one.value for one in Duplicates]),
    help="What becomes of a row whose person is known.",
)
@click.option(
    "--match",
    default="auto",
    show_default=True,
    type=click.Choice([one.value for one in MatchBy]),
    help="By what a person is known.",
)
@click.option("--update", multiple=True, metavar="MEANING=WHEN", help="When a column updates: never, if empty, always.")
@click.option(
    "--encoding", default="", type=click.Choice(["", *ENCODINGS]), help="The encoding, if not found out rightly."
)
@click.option("--separator", default="", type=click.Choice(["", ",", ";", "TAB", "|"]), help="The separator, likewise.")
@click.option("--sheet", default="", help="The sheet of a workbook; the first unless named.")
@click.option("--dry-run", is_flag=True, help="Show what would happen; change nothing.")
@click.option("--yes", is_flag=True, help="Do not ask before bringing the rows in.")
@language_option
def import_file(**options: Any) -> None:
    """Bring a CSV, Excel or vCard file of customers with contact persons, or of orders, into the register.

    What the file is, its separator and encoding are found out; exports of HubSpot, Pipedrive, Salesforce, Outlook and
    Google are recognised. The rows come in by portions: Ctrl-C breaks off after what is in, `imports resume` goes on,
    `imports undo` takes it back. Rows that cannot be taken go to NAME.rejected.csv (.xlsx, .vcf) in the present folder
    with the reason, to be mended and imported again. Exit code: 0 all rows taken, 1 rows rejected or broken off,
    2 wrong use.
    """
    _Import(**options).run()


class _Import:
    """One import as the command does it."""

    def __init__(self, *, file: Path, said: Sequence[str], lang: str, **options: Any) -> None:
        self._file, self._lang, self._options = file, lang, options
        self._written = said

    def run(self) -> None:
        table = self._open()
        with installation():
            from kortisto.register.access import current, rules  # noqa: PLC0415 (needs Django set up)
            from kortisto.register.access.operations import DeniedError, enter, refusals_recorded  # noqa: PLC0415
            from kortisto.register.audit.enums import ActorKind, Door  # noqa: PLC0415
            from kortisto.register.audit.values import Actor, NotGrantedError  # noqa: PLC0415
            from kortisto.register.parties.importing.permitted import permitted_mapping  # noqa: PLC0415

            declaration = current.compiled().declaration
            mapping = self._understood(table)
            self._check(declaration)
            role = rules.main_role()
            may = rules.purposes_for(role=role, operation=Operation.COLLECT)
            covered = {
                one: self._covered(mapping, rules.permitted(role=role, purpose=one, operation=Operation.COLLECT))
                for one in may
            }
            purpose = self._options["purpose"] or max(covered, key=lambda one: covered[one], default="")
            if purpose not in may:
                self._fail(texts.NO_PURPOSE, purpose, ", ".join(may))
            who: Who = {"by": Actor(kind=ActorKind.COMMAND, role=role), "at": datetime.now(UTC), "channel": Door.CLI}
            try:
                with refusals_recorded():
                    with enter(**who, purpose=purpose, operations=(Operation.COLLECT,)) as access:
                        _, barred = permitted_mapping(columns=table.columns, mapping=mapping, by=access)
                        items = [item for target in mapping.targets if (item := item_of(target))]
                        if len(barred) == len(items):
                            access.require(Operation.COLLECT, items)
                        self._show(table, mapping, barred, declaration, purpose)
                        access.record("import.preview", object_kind="batch")
                    if self._options["dry_run"]:
                        self._try_out(mapping, purpose, declaration, who)
                    if self._options["dry_run"] or not self._confirmed():
                        self._say(texts.NOTHING_DONE)
                        return
                    taken = self._take(mapping, purpose, declaration, who)
            except DeniedError as denied:
                self._fail(texts.DENIED, role, denied.purpose)
            except NotGrantedError as refusal:
                self._fail(texts.NOT_GRANTED, ", ".join(refusal.items))
            self._end(taken, table, who)

    # --- by the way of every import: the file is kept, its rows come in by portions ----------------------------------

    def _try_out(self, mapping: Mapping_, purpose: str, declaration: Declaration, who: Who) -> None:
        """Bring all rows in, tell what became of them, and take all of it back."""
        from kortisto.register.parties.intake.portion import Became  # noqa: PLC0415 (needs Django set up)
        from kortisto.register.parties.operations import trying, uploads  # noqa: PLC0415 (as above)

        upload_id = self._bring(mapping, purpose, declaration, who)
        try:
            trial = trying.try_upload(upload_id=upload_id, **who)
        finally:
            uploads.discard_upload(upload_id=upload_id, **who)
        self._tell(trial.counts, texts.WOULD)
        kept_out = trial.examples.get(Became.REJECTED, ())
        told = ((one.line.number, why_rejected(one.faults, self._lang)) for one in kept_out)
        self._tell_why(told, trial.counts.get("rejected", 0))

    def _take(self, mapping: Mapping_, purpose: str, declaration: Declaration, who: Who) -> UploadView:
        """Bring the rows in here and now; whatever stops it, what is in stays, and `imports resume` goes on."""
        from django.db import DatabaseError  # noqa: PLC0415 (slow import)

        from kortisto.register.parties.operations import running_uploads, uploads  # noqa: PLC0415 (as above)
        from kortisto.register.parties.queries import imports as queries  # noqa: PLC0415 (as above)

        def look() -> UploadView:
            view = queries.upload(upload_id=upload_id)
            assert view is not None  # noqa: S101 (an import that has begun is never removed)
            return view

        upload_id = self._bring(mapping, purpose, declaration, who)
        try:
            uploads.start_upload(upload_id=upload_id, defer=False, **who)
        except BaseException:
            uploads.discard_upload(upload_id=upload_id, **who)
            raise
        clock = telling(look, lambda view: (view.position, view.rows))
        try:
            running_uploads.run_upload(upload_id=upload_id, clock=clock, **who)
        except KeyboardInterrupt:
            with suppress(uploads.WrongStateError):  # the last row was in already
                uploads.cancel_upload(upload_id=upload_id, **who)
        except (DatabaseError, OSError) as error:
            first = (str(error).strip() or type(error).__name__).splitlines()[0]
            self._fail(texts.STOPPED, first, upload_id)
        return look()

    def _bring(self, mapping: Mapping_, purpose: str, declaration: Declaration, who: Who) -> UUID:
        """Have the file kept and what was said of it; return the id of the upload."""
        from kortisto.register.parties.enums import RelationshipKind  # noqa: PLC0415 (needs Django set up)
        from kortisto.register.parties.operations import uploads  # noqa: PLC0415 (as above)

        policies = self._policies()
        upload_id = uploads.bring_upload(content=_blocks(self._file), file_name=self._file.name, **who)
        try:
            if any(self._options[name] for name in ("encoding", "separator", "sheet")):
                uploads.read_upload_as(upload_id=upload_id, **self._read_as(), **who)
            uploads.choose_for_upload(
                upload_id=upload_id,
                content=mapping.content,
                targets=mapping.targets,
                policies=policies,
                duplicates=Duplicates(self._options["duplicates"]),
                match_by=MatchBy(self._options["match"]),
                relation=RelationshipKind(self._options["kind"]),
                source=self._options["source"],
                collected_on=self._options["collected"],
                basis=self._basis(declaration),
                purpose=purpose,
                language=self._lang,
                **who,
            )
        except BaseException:
            uploads.discard_upload(upload_id=upload_id, **who)
            raise
        return upload_id

    def _end(self, view: UploadView, table: OpenedFile, who: Who) -> None:
        """Tell what became of the rows, and give those that were not taken to whoever mends them."""
        from kortisto.register.parties.operations import running_uploads, uploads  # noqa: PLC0415 (needs Django set up)

        rejected = view.counts.get("rejected", 0)
        self._tell(view.counts, texts.DONE)
        self._say(texts.ID, view.batch)
        if asked := view.counts.get("asked"):
            self._say(texts.ASKED, asked)
        if view.state not in {"done", "asking"}:
            self._fail(
                texts.BROKEN_OFF if view.state == "cancelled" else texts.FAILED, view.position, view.rows, view.id
            )
        if not rejected:
            return
        if view.state == "asking":  # the file of them is whole when every row has its answer
            self._say(imports_texts.REJECTED, view.id)
        elif path := uploads.rejected_rows_of(upload_id=view.id, **who):
            self._say(texts.REJECTED, rejected, self._keep(path, view))
        reasons = running_uploads.reasons_of(upload_id=view.id, file=table, language=self._lang, limit=_SHOWN, **who)
        self._tell_why(reasons, rejected)
        sys.exit(1)

    def _policies(self) -> Mapping[Meaning, Policy]:
        from kortisto.register.parties.importing.own_columns import meaning_named  # noqa: PLC0415 (needs Django set up)

        found = {}
        for one in self._options["update"]:
            meaning, sign, policy = one.rpartition("=")
            target = meaning_named(meaning)
            if not sign or target is None or policy not in set(Policy):
                self._misused(texts.BAD_POLICY, one, ", ".join(Policy))
            found[target] = Policy(policy)
        return found

    @staticmethod
    def _covered(mapping: Mapping_, permit: Any) -> int:
        """Return how many of the columns a purpose lets one collect."""
        items = permit.items if permit is not None else ()
        wanted = [item for target in mapping.targets if (item := item_of(target))]
        return sum(any(is_under(item, one) or is_under(one, item) for one in items) for item in wanted)

    # --- what was asked for ------------------------------------------------------------------------------------------

    def _meanings(self) -> Mapping[str, Meaning]:
        from kortisto.register.parties.importing.own_columns import meaning_named  # noqa: PLC0415 (needs Django set up)

        found = {}
        for one in self._written:
            column, sign, meaning = one.rpartition("=")
            target = meaning_named(meaning)
            if not sign or target is None:
                self._misused(texts.BAD_MEANING, one, ", ".join(NAMES[one].in_language(self._lang) for one in Target))
            found[column.strip()] = target
        return found

    def _open(self) -> OpenedFile:
        try:
            return open_file(self._file, **self._read_as())
        except OSError as error:
            self._fail(texts.NOT_OPENED, self._file, error.strerror)
        except UnreadableFileError as error:
            raise click.ClickException(why_unreadable(error, str(self._file), self._lang)) from error

    def _read_as(self) -> dict[str, str]:
        separator = self._options["separator"].replace("TAB", "\t")
        return {"encoding": self._options["encoding"], "separator": separator, "sheet": self._options["sheet"]}

    def _understood(self, table: OpenedFile) -> Mapping_:
        from kortisto.register.parties.importing.own_columns import name_of, own_names  # noqa: PLC0415 (as above)

        said, own = self._meanings(), own_names()
        unknown = [column for column in said if column not in table.columns]
        if unknown:
            self._misused(texts.NO_COLUMN, unknown[0], printable(", ".join(table.columns)))
        try:
            preset = recognised(table.columns)
            if preset is not None:
                self._say(texts.RECOGNISED, preset.program)
                return mapping_of(preset, table.columns, said, own)
            return guess(table.columns, said, own)
        except NotUnderstoodError as error:
            self._fail(
                texts.NOT_UNDERSTOOD,
                texts.OR.in_language(self._lang).join(NAMES[one].in_language(self._lang) for one in error.missing),
                printable(table.columns[0]),
                NAMES[error.missing[0]].in_language(self._lang),
            )
        except SaidTwiceError as error:
            self._misused(texts.SAID_TWICE, name_of(error.target, self._lang), ", ".join(error.columns))

    def _check(self, declaration: Declaration) -> None:
        """The origin of the data must be one that the declaration knows; otherwise nothing is taken in."""
        if self._options["register"] != declaration.register.id:
            self._fail(texts.OTHER_REGISTER, self._options["register"], declaration.register.id)
        if self._options["source"] not in declaration.sources:
            named = ", ".join(f"{id_} ({one.name.in_language(self._lang)})" for id_, one in declaration.sources.items())
            self._fail(texts.NO_SOURCE, self._options["source"], named)
        if self._options["collected"] > today():
            self._fail(texts.FUTURE, self._options["collected"].isoformat())
        self._basis(declaration)

    def _basis(self, declaration: Declaration) -> str:
        """Return the id of the basis that was named by it, or by its kind: then the first of that kind."""
        named = self._options["basis"]
        if named in declaration.bases:
            return str(named)
        for id_, basis in declaration.bases.items():
            if basis.basis.value == named:
                return id_
        kinds = sorted({basis.basis.value for basis in declaration.bases.values()})
        self._fail(texts.NO_BASIS, named, ", ".join([*declaration.bases, *kinds]))
        return ""

    # --- what is shown -----------------------------------------------------------------------------------------------

    def _show(
        self, table: OpenedFile, mapping: Mapping_, barred: Sequence[str], declaration: Declaration, purpose: str
    ) -> None:
        from kortisto.register.parties.importing.own_columns import name_of  # noqa: PLC0415 (needs Django set up)

        name = declaration.purposes[purpose].name.in_language(self._lang)
        if table.kind == "csv":
            self._say(texts.FOUND, self._file.name, table.rows, table.encoding, texts.separator(table.separator))
        else:
            self._say(texts.FOUND_OTHER, self._file.name, table.rows, table.sheet or "vCard")
        if table.pictures:
            self._say(texts.PICTURES, table.pictures)
        self._say(texts.FOR, declaration.register.name.in_language(self._lang), name)
        width = min(max(len(column) for column in table.columns), 40)
        samples, mended, refused = _looked_through(table)
        for place, (column, target) in enumerate(zip(table.columns, mapping.targets, strict=True)):
            meaning = name_of(target, self._lang)
            if column in barred:
                meaning = texts.UNDECLARED.in_language(self._lang)
            line = f"  {printable(column):<{width}}  ->  {meaning:<34}  {printable('; '.join(samples[place]))[:60]}"
            click.echo(line.rstrip())
        if mended:
            self._say(texts.MENDED, mended)
        if refused:
            self._say(texts.RAGGED, refused)

    def _confirmed(self) -> bool:
        if self._options["yes"]:
            return True
        if not sys.stdin.isatty():
            self._fail(texts.NOT_CONFIRMED)
        return click.confirm(texts.CONFIRM.in_language(self._lang), default=True)

    def _tell(self, counts: Mapping[str, int], text: Text) -> None:
        names = ("organisations", "people", "orders", "known", "rejected")
        click.echo(text.in_language(self._lang).format(**{name: counts.get(name, 0) for name in names}))
        if updated := counts.get("updated"):
            self._say(texts.UPDATED, updated)
        if related := counts.get("relationships"):
            self._say(texts.RELATED, related)

    def _tell_why(self, reasons: Iterable[tuple[int, str]], number: int) -> None:
        for row, why in islice(reasons, _SHOWN):
            self._say(texts.ROW, row, why)
        if number > _SHOWN:
            self._say(texts.MORE, number - _SHOWN)

    def _keep(self, rejected: Path, view: UploadView) -> Path:
        """Write the rejected rows where the operator works: beside the file may be read-only. Overwrites nothing."""
        for path in _names_for(self._file, SUFFIX[view.kind]):
            try:
                descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OURS_ALONE)
                with os.fdopen(descriptor, "wb") as out, rejected.open("rb") as rows:
                    copyfileobj(rows, out)
            except FileExistsError:
                continue
            except OSError as error:
                self._fail(texts.NOT_KEPT, path, error.strerror, view.id)
            return path
        raise AssertionError

    def _say(self, text: Text, *values: object) -> None:
        click.echo(text.in_language(self._lang).format(*values))

    def _fail(self, text: Text, *values: object) -> NoReturn:
        raise click.ClickException(text.in_language(self._lang).format(*values))

    def _misused(self, text: Text, *values: object) -> NoReturn:
        raise click.UsageError(text.in_language(self._lang).format(*values))


def _looked_through(table: OpenedFile) -> tuple[list[list[str]], int, int]:
    """Return the first values of each column, how many rows were mended and how many do not fit the header."""
    samples: list[list[str]] = [[] for _ in table.columns]
    mended = refused = 0
    for line in table:
        if not isinstance(line, Line):
            refused += 1
            continue
        mended += line.mended
        for values, value in zip(samples, line.fields, strict=True):
            if value and len(values) < _SAMPLES:
                values.append(value)
    return samples, mended, refused


def _names_for(file: Path, suffix: str) -> Iterator[Path]:
    """Names for the rejected rows of a file: `a.rejected.csv`, `a.rejected.2.csv` ..., also when they are its rows."""
    stem = re.sub(r"\.rejected(\.\d+)?$", "", file.name.removesuffix(suffix))
    yield Path(f"{stem}.rejected{suffix}")
    for number in count(2):
        yield Path(f"{stem}.rejected.{number}{suffix}")


def _blocks(file: Path) -> Iterator[bytes]:
    with file.open("rb") as raw:
        while block := raw.read(_BLOCK):
            yield block
