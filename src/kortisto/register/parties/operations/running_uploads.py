"""Brings the rows of an upload in, portion by portion, until they are in or somebody breaks it off."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from uuid import UUID

from django.db import DataError, IntegrityError, transaction
from django.db.models import QuerySet

from kortisto.declaration.civil_time import civil_day
from kortisto.lib.batches import batched
from kortisto.lib.identifiers import HOME_REGION
from kortisto.register.access import rules as access_rules
from kortisto.register.access.operations import DeniedError, record_refusal
from kortisto.register.access.rules import NotPermittedError
from kortisto.register.audit import operations as audit
from kortisto.register.audit.enums import Door
from kortisto.register.audit.values import Actor, NotGrantedError
from kortisto.register.parties.enums import UploadState
from kortisto.register.parties.importing.choices import Duplicates
from kortisto.register.parties.importing.meaning import Content, Mapping_, Meaning, Target, meaning
from kortisto.register.parties.importing.mending import write_rejected
from kortisto.register.parties.importing.opening import OpenedFile
from kortisto.register.parties.importing.own_columns import own_columns
from kortisto.register.parties.importing.reading import Line, RefusedLine, UnreadableFileError
from kortisto.register.parties.importing.rows import Fault, order_row, party_row
from kortisto.register.parties.importing.wording import why_rejected
from kortisto.register.parties.intake.chosen import actor_for, entered, intake_of, mapping_of_upload
from kortisto.register.parties.intake.keeping import new_rejected_file, open_upload, rejected_file_of, remove_files
from kortisto.register.parties.intake.portion import Became, Outcome
from kortisto.register.parties.intake.taking import take_all
from kortisto.register.parties.models import Upload, UploadRow
from kortisto.register.parties.operations.duplicates import scan_import
from kortisto.register.parties.operations.imports import count_batch

PORTION = 1_000
"""Rows of one transaction."""

Clock = Callable[[], datetime]


def run_upload(*, upload_id: UUID, by: Actor, at: datetime, clock: Clock, channel: Door) -> None:
    """Bring in what is not in yet. Every portion is whole or not there, with the place that it reached.

    Run twice at once, or again after a kill, each row still comes in once. A refusal stops the import, which can be
    gone on with. When all are in, the worker is asked to compare them with who was there before, misspelt names too.
    The rows come in under the name of who started the import; `by` is what brings them in, `at` when it begins. Raises
    OperationalError when the database goes away: whoever calls tries again later.
    """
    upload = Upload.objects.filter(id=upload_id, state=UploadState.RUNNING).first()
    try:
        if upload is not None:
            _run(upload, clock, channel)
    except (DeniedError, NotGrantedError, NotPermittedError) as refusal:
        record_refusal(refusal)
        _fail(upload_id, "denied", by, at, channel)
    except (UnreadableFileError, FileNotFoundError):
        _fail(upload_id, "file", by, at, channel)


def _run(upload: Upload, clock: Clock, channel: Door) -> None:
    file = open_upload(upload)
    position = upload.position
    rows: Iterator[Line | RefusedLine] = islice(file, position, None)
    waiting: list[Line | RefusedLine] = []
    size = PORTION
    while True:
        waiting += islice(rows, size - len(waiting)) if len(waiting) < size else ()
        if not waiting:
            break
        lines = tuple(waiting[:size])
        try:
            _take(upload.id, position, lines, clock(), channel)
        except (IntegrityError, DataError):
            # One row of the portion is to blame: halves until it is alone, and then it is rejected.
            if len(lines) == 1:
                _reject(upload.id, position, lines[0], clock())
            else:
                size = len(lines) // 2
                continue
        except _StoppedError:
            return
        position += len(lines)
        waiting = waiting[len(lines) :]
        size = min(PORTION, size * 2)
    _answered(upload.id, file, clock, channel)
    _finish(upload.id, file, clock(), channel)


class _StoppedError(Exception):
    """The import was broken off, or another worker goes on with it."""


def _take(upload_id: UUID, position: int, lines: Sequence[Line | RefusedLine], at: datetime, channel: Door) -> None:
    """Take a portion and remember the place, in one transaction."""
    with transaction.atomic():
        upload = _mine(upload_id, position)
        outcomes, counts = _bring(upload, tuple(lines), at, channel)
        _keep(upload, position, outcomes)
        _advance(upload, len(lines), counts, at)


def _bring(
    upload: Upload,
    lines: tuple[Line | RefusedLine, ...],
    at: datetime,
    channel: Door,
    answers: dict[int, Duplicates] | None = None,
) -> tuple[list[Outcome], Counter[str]]:
    by = actor_for(upload.made_by)
    access_rules.require(by=by, permission="import", at=at, channel=channel)
    counts: Counter[str] = Counter()
    outcomes: list[Outcome] = []
    with entered(upload, by, at, channel) as access:
        assert upload.batch_id is not None  # noqa: S101 (it has been started)
        intake = intake_of(upload, access, at, upload.batch_id)
        intake.answers = answers or {}
        for portion in take_all(lines, intake):
            outcomes += portion.outcomes
            counts.update(portion.counts)
        if not access.events:  # rows that are all known were looked up all the same
            access.record("import.rows", at=at, object_kind="batch", object_id=upload.batch_id)
    return outcomes, counts


def _mine(upload_id: UUID, position: int) -> Upload:
    """Return the upload, locked, if it goes on from this row and nobody has broken it off."""
    upload = Upload.objects.select_for_update().filter(id=upload_id).first()
    if upload is None or upload.state != UploadState.RUNNING or upload.position != position:
        raise _StoppedError
    return upload


def _keep(upload: Upload, position: int, outcomes: Sequence[Outcome]) -> None:
    UploadRow.objects.bulk_create(
        UploadRow(
            upload=upload,
            number=outcome.line.number,
            position=position + place,
            faults=[[fault.target.value, fault.code] for fault in outcome.faults],
            asked=outcome.became is Became.ASKED,
        )
        for place, outcome in enumerate(outcomes)
        if outcome.became in {Became.REJECTED, Became.ASKED}
    )


def _advance(upload: Upload, rows: int, counts: Counter[str], at: datetime) -> None:
    upload.position += rows
    upload.counts = dict(Counter(upload.counts) + counts)
    upload.moved_at = at
    upload.save(update_fields=["position", "counts", "moved_at"])


def _reject(upload_id: UUID, position: int, line: Line | RefusedLine, at: datetime) -> None:
    with transaction.atomic():
        upload = _mine(upload_id, position)
        fault = Fault(Target.NOTHING, "", "database")
        _keep(upload, position, [Outcome(line, Became.REJECTED, (fault,))])
        _advance(upload, 1, Counter({"rejected": 1}), at)


def _answered(upload_id: UUID, file: OpenedFile, clock: Clock, channel: Door) -> None:
    """Take the rows about which somebody has answered."""
    answered = UploadRow.objects.filter(upload=upload_id, asked=True).exclude(answer="")
    for lines in batched((line for _, line in _with_their_lines(answered, file)), PORTION):
        with transaction.atomic():
            upload = Upload.objects.select_for_update().get(id=upload_id)
            if upload.state != UploadState.RUNNING:
                raise _StoppedError
            still = UploadRow.objects.filter(upload=upload, asked=True, number__in=[line.number for line in lines])
            there = {row.number: row for row in still.exclude(answer="")}
            chosen = tuple(line for line in lines if line.number in there)
            answers = {number: Duplicates(row.answer) for number, row in there.items()}
            outcomes, counts = _bring(upload, chosen, clock(), channel, answers)
            still.filter(number__in=there).delete()
            for outcome in outcomes:
                if outcome.became is Became.REJECTED:
                    _keep(upload, there[outcome.line.number].position, [outcome])
            counts["asked"] -= len(outcomes)
            total = Counter(upload.counts)
            total.update(counts)
            upload.counts = {name: number for name, number in total.items() if number}
            upload.moved_at = clock()
            upload.save(update_fields=["counts", "moved_at"])


def _finish(upload_id: UUID, file: OpenedFile, at: datetime, channel: Door) -> None:
    """Keep the rejected rows for whoever mends them, count the import, and remove its file.

    The files are put in place before the state says that it is over, and removed after: a kill in between is made good
    by running once more.
    """
    upload = Upload.objects.get(id=upload_id)
    rows = UploadRow.objects.filter(upload=upload_id)
    if rows.exists():
        new = new_rejected_file(upload_id, upload.kind)
        language = upload.options.get("language", "fi")
        write_rejected(file=file, reasons=_reasons(upload, rows, file, at, language), language=language, out=new)
        new.replace(rejected_file_of(upload_id, upload.kind))
    else:
        rejected_file_of(upload_id, upload.kind).unlink(missing_ok=True)
    asked = rows.filter(asked=True).exists()
    with transaction.atomic():
        upload = Upload.objects.select_for_update().get(id=upload_id)
        if upload.state != UploadState.RUNNING:
            return
        with entered(upload, actor_for(upload.made_by), at, channel) as access:
            assert upload.batch_id is not None  # noqa: S101 (it has been started)
            count_batch(batch_id=upload.batch_id, counts=upload.counts, by=access, at=at)
        upload.state = UploadState.ASKING if asked else UploadState.DONE
        upload.finished_at, upload.moved_at = None if asked else at, at
        upload.save()
        if not asked:
            if upload.options["content"] != Content.ORDERS:
                scan_import(batch_id=upload.batch_id, by=actor_for(upload.made_by), at=at)
            transaction.on_commit(lambda: remove_files(upload_id, keep_rejected=True))


def _with_their_lines(rows: QuerySet[UploadRow], file: OpenedFile) -> Iterator[tuple[UploadRow, Line | RefusedLine]]:
    """Yield rows that were not taken with their lines, in the order of the file; never many of them in memory."""
    waiting = _in_order(rows)
    row = next(waiting, None)
    for position, line in enumerate(file):
        if row is None:
            return
        if row.position == position:
            yield row, line
            row = next(waiting, None)


def _in_order(rows: QuerySet[UploadRow]) -> Iterator[UploadRow]:
    last = -1
    while some := list(rows.filter(position__gt=last).order_by("position")[:PORTION]):
        yield from some
        last = some[-1].position


def _reasons(
    upload: Upload, rows: QuerySet[UploadRow], file: OpenedFile, at: datetime, language: str
) -> Iterator[tuple[int, str]]:
    """Yield why each row was not taken, in words; the values that they name are read from the file again."""
    mapping = mapping_of_upload(upload)
    region = "" if mapping.place(Target.COUNTRY) is not None else HOME_REGION
    for row, line in _with_their_lines(rows, file):
        if isinstance(line, RefusedLine):
            yield line.number, why_rejected((), language, otherwise=line.reason)
            continue
        faults = _faults(line, mapping, region, at)
        known = {(fault.target.value, fault.code): fault for fault in faults}
        kept = [
            known.get((target, code)) or Fault(meaning(target), _value(line, mapping, meaning(target)), code)
            for target, code in row.faults
        ]
        yield line.number, why_rejected(kept, language, otherwise="asked" if row.asked else "ragged")


def reasons_of(
    *, upload_id: UUID, file: OpenedFile, language: str, limit: int, by: Actor, at: datetime, channel: Door
) -> tuple[tuple[int, str], ...]:
    """Return the numbers of the first rows that were rejected, and why. `file`: what was brought, as it was read.

    Raises NotPermittedError. Is in the log with `uploads.rejected_rows_of`, which gives the rows themselves.
    """
    access_rules.require(by=by, permission="import", at=at, channel=channel)
    upload = Upload.objects.get(id=upload_id)
    rejected = UploadRow.objects.filter(upload=upload, asked=False)
    return tuple(islice(_reasons(upload, rejected, file, at, language), limit))


def _faults(line: Line, mapping: Mapping_, region: str, at: datetime) -> Sequence[Fault]:
    if mapping.content is Content.ORDERS:
        read = order_row(line, mapping, civil_day(at))
        return read if isinstance(read, list) else ()
    return party_row(line, mapping, region=region, own=own_columns()).faults


def _value(line: Line, mapping: Mapping_, target: Meaning) -> str:
    place = mapping.place(target)
    return line.fields[place] if place is not None else ""


def _fail(upload_id: UUID, why: str, by: Actor, at: datetime, channel: Door) -> None:
    with transaction.atomic():
        upload = Upload.objects.select_for_update().filter(id=upload_id, state=UploadState.RUNNING).first()
        if upload is not None:
            upload.state, upload.failure = UploadState.FAILED, why
            upload.save(update_fields=["state", "failure"])
            audit.record(by=by, action="upload.stop", at=at, channel=channel, object_kind="upload", object_id=upload_id)
