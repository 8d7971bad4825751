"""What became of imports, and how far those are that are under way. Tells of files and numbers, of nobody."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from uuid import UUID

from kortisto.declaration.words import Operation
from kortisto.register.access import queries as access_queries
from kortisto.register.audit.values import Access
from kortisto.register.parties.enums import UndoState, UploadState
from kortisto.register.parties.history import is_kept
from kortisto.register.parties.importing.reading import Line, RefusedLine, UnreadableFileError
from kortisto.register.parties.intake.keeping import file_of, open_upload, rejected_file_of
from kortisto.register.parties.intake.trial_files import TrialState, trial_state
from kortisto.register.parties.models import Batch, Upload, UploadRow
from kortisto.register.parties.queries.search import BadCursorError

SAMPLES = 3
SAMPLED = 200
"""Rows that are looked at for values to show."""
SHOWN = 50
_CURSOR = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadView:
    """A file on its way in. `options`: what was chosen, as the operation keeps it."""

    id: UUID
    file_name: str
    kind: str
    encoding: str
    separator: str
    sheet: str
    sheets: tuple[str, ...]
    columns: tuple[str, ...]
    program: str
    rows: int
    pictures: int
    options: Mapping[str, object]
    relation: str
    source: str
    collected_on: date | None
    basis: str
    purpose: str
    state: UploadState
    position: int
    counts: Mapping[str, int]
    failure: str
    batch: UUID | None
    made_at: datetime
    moved_at: datetime
    has_rejected: bool
    has_file: bool

    @property
    def left_out(self) -> tuple[str, ...]:
        """Return the columns that are not taken; empty before the import has begun."""
        kept = self.options.get("left_out", ())
        return tuple(map(str, kept)) if isinstance(kept, list | tuple) else ()

    @property
    def percent(self) -> int:
        """Return how far it is, in whole hundredths."""
        return self.position * 100 // self.rows if self.rows else 100


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchView:
    """An import in the history. `upload`: the file that it came from, when that came by portions.

    `undo_done` of `undo_total` rows and changed values have been dealt with.
    """

    id: UUID
    file_name: str
    source: str
    purpose: str
    imported_at: datetime
    imported_by: str
    counts: Mapping[str, int]
    undone_at: datetime | None
    kept: Sequence[Mapping[str, str]]
    upload: UUID | None
    state: str
    undo_state: UndoState | None = None
    undo_done: int = 0
    undo_total: int = 0
    undo_failure: str = ""

    @property
    def undo_percent(self) -> int:
        """Return how far undoing is, in whole hundredths."""
        return min(100, self.undo_done * 100 // self.undo_total) if self.undo_total else 0


def trial_of(*, upload_id: UUID) -> TrialState | None:
    """Return how far trying a long file out is, and what came of it; None where nobody tries it out."""
    return trial_state(upload_id)


def counts_of(*, by: Access, file_name: str) -> Mapping[str, int] | None:
    """Return what the latest import of a file of this name brought; None when there was none. Tells of nobody."""
    by.require(Operation.COLLECT)
    found = Batch.objects.filter(file_name=file_name).order_by("-imported_at").values_list("counts", flat=True).first()
    by.record("batch.read", object_kind="batch")
    return None if found is None else dict(found)


def has_batch(*, file_name: str) -> bool:
    """Return whether something of this name was brought in. Tells of nobody."""
    return Batch.objects.filter(file_name=file_name).exists()


def upload(*, upload_id: UUID) -> UploadView | None:
    """Return a file on its way in, or None."""
    row = Upload.objects.filter(id=upload_id).first()
    return _view(row) if row else None


def uploads_under_way() -> tuple[UploadView, ...]:
    """Return the files that are not in yet, the newest first."""
    states = [UploadState.NEW, UploadState.RUNNING, UploadState.ASKING, UploadState.CANCELLED, UploadState.FAILED]
    return tuple(_view(row) for row in Upload.objects.filter(state__in=states).order_by("-made_at")[:SHOWN])


def samples_of(*, upload_id: UUID) -> Mapping[str, tuple[str, ...]]:
    """Return the first values of each column; empty when the file cannot be read any more."""
    row = Upload.objects.get(id=upload_id)
    found: dict[str, list[str]] = {column: [] for column in row.columns}
    try:
        for number, line in enumerate(open_upload(row)):
            if number == SAMPLED:
                break
            if isinstance(line, Line):
                for column, value in zip(row.columns, line.fields, strict=True):
                    if value and len(found[column]) < SAMPLES and value not in found[column]:
                        found[column].append(value)
    except (UnreadableFileError, FileNotFoundError):
        return {}
    return {column: tuple(values) for column, values in found.items()}


def batches(*, limit: int = SHOWN) -> tuple[BatchView, ...]:
    """Return the latest imports, the newest first."""
    return _batches(list(Batch.objects.order_by("-imported_at")[:limit]))


def batch(*, batch_id: UUID) -> BatchView | None:
    """Return one import, or None."""
    return next(iter(_batches(list(Batch.objects.filter(id=batch_id)))), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedPage:
    """Rows about which is asked, with their numbers and fields, and the cursor of the next ones; None at the end."""

    rows: tuple[tuple[int, tuple[str, ...]], ...]
    next: str | None


def asked_rows(*, upload_id: UUID, after: str | None = None, limit: int = SHOWN) -> AskedPage:
    """Return rows about which is asked, in the order of the file, after a cursor. Raises BadCursorError."""
    upload = Upload.objects.get(id=upload_id)
    waiting = UploadRow.objects.filter(upload=upload, asked=True, answer="").order_by("position")
    if after is not None:
        waiting = waiting.filter(position__gt=_place_of(after))
    numbers = dict(waiting.values_list("position", "number")[: limit + 1])
    more, places = len(numbers) > limit, list(numbers)[:limit]
    found = tuple((line.number, line.fields) for line in _rows_at(upload, places))
    return AskedPage(rows=found, next=str(places[-1]) if more else None)


def _rows_at(upload: Upload, places: Sequence[int]) -> Iterator[Line | RefusedLine]:
    """Yield the rows at these places, in their order; from one to the next it goes on, or jumps where that is far."""
    if not places:
        return
    file, at = open_upload(upload), places[0]
    rows = file.beginning_at(at)
    for place in places:
        if place - at > file.stride:
            rows, at = file.beginning_at(place), place
        yield next(islice(rows, place - at, None))
        at = place + 1


def _place_of(cursor: str) -> int:
    if not _CURSOR.fullmatch(cursor):
        raise BadCursorError(cursor)
    return int(cursor)


def asked_count(*, upload_id: UUID) -> int:
    """Return about how many rows is asked."""
    return UploadRow.objects.filter(upload=upload_id, asked=True, answer="").count()


def _batches(rows: list[Batch]) -> tuple[BatchView, ...]:
    names = access_queries.names_of({row.imported_by for row in rows if row.imported_by})
    uploads = {one.batch_id: one for one in Upload.objects.filter(batch__in=rows).only("id", "batch", "state")}
    return tuple(
        BatchView(
            id=row.id,
            file_name=row.file_name,
            source=row.source,
            purpose=row.purpose,
            imported_at=row.imported_at,
            imported_by=names.get(row.imported_by, "") if row.imported_by else "",
            counts=row.counts or {},
            undone_at=row.undone_at,
            kept=row.kept,
            upload=uploads[row.id].id if row.id in uploads else None,
            state=uploads[row.id].state if row.id in uploads else "",
            undo_state=UndoState(row.undo_state) if row.undo_state else None,
            undo_done=row.undo.get("done", 0),
            undo_total=row.undo.get("total", 0),
            undo_failure=row.undo.get("failure", ""),
        )
        for row in rows
    )


def _view(row: Upload) -> UploadView:
    return UploadView(
        id=row.id,
        file_name=row.file_name,
        kind=row.kind,
        encoding=row.encoding,
        separator=row.separator,
        sheet=row.sheet,
        sheets=tuple(row.sheets),
        columns=tuple(row.columns),
        program=row.program,
        rows=row.rows,
        pictures=row.pictures,
        options=row.options,
        relation=row.relation,
        source=row.source,
        collected_on=row.collected_on,
        basis=row.basis,
        purpose=row.purpose,
        state=UploadState(row.state),
        position=row.position,
        counts=row.counts,
        failure=row.failure,
        batch=row.batch_id,
        made_at=row.made_at,
        moved_at=row.moved_at,
        has_rejected=rejected_file_of(row.id, row.kind).exists(),
        has_file=file_of(row.id).exists(),
    )


def stalled_uploads(*, at: datetime, patience: timedelta) -> tuple[UUID, ...]:
    """Return the imports that should be going on and have not moved for a while: their worker was killed."""
    found = Upload.objects.filter(state=UploadState.RUNNING, moved_at__lt=at - patience)
    return tuple(found.values_list("id", flat=True))


def stalled_undos(*, at: datetime, patience: timedelta) -> tuple[UUID, ...]:
    """Return the imports that should be going out and have not moved for a while: their worker was killed."""
    found = Batch.objects.filter(undo_state=UndoState.RUNNING, undo_moved_at__lt=at - patience)
    return tuple(found.values_list("id", flat=True))


def history_is_kept() -> bool:
    """Return whether the declaration lists the history of changes, without which no changed value is given back."""
    return is_kept()
