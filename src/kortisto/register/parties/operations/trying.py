"""Tries a file out: all its rows are brought in, counted, and taken back, a block of them at a time.

What a block has brought in is known until the block ends, so that rows which repeat each other are counted once within
it; and nobody waits longer than a block takes for what it holds locked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain, islice
from uuid import UUID

from django.db import DataError, IntegrityError, transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from kortisto.lib.ids import uuid7
from kortisto.register.access import rules as access_rules
from kortisto.register.access.operations import DeniedError, record_refusal
from kortisto.register.access.rules import NotPermittedError
from kortisto.register.audit import operations as audit
from kortisto.register.audit.enums import Door
from kortisto.register.audit.values import Actor, NotGrantedError
from kortisto.register.parties.enums import UploadState
from kortisto.register.parties.importing.meaning import Target
from kortisto.register.parties.importing.reading import Line, RefusedLine, UnreadableFileError
from kortisto.register.parties.importing.rows import Fault
from kortisto.register.parties.intake.chosen import actor_for, entered, intake_of
from kortisto.register.parties.intake.keeping import open_upload
from kortisto.register.parties.intake.portion import Became, Intake, Outcome, Portion
from kortisto.register.parties.intake.taking import take_all
from kortisto.register.parties.intake.trial_files import TrialState, forget_trial, go_on_as, keep_trial
from kortisto.register.parties.models import Upload
from kortisto.register.parties.operations.uploads import UPLOAD, Trial, WrongStateError, _check_ready, _open_batch

TASK = "try import"
"""Name of the job that tries a long file out."""
AT_ONCE = 2_000
"""A file of so many rows is tried out while the visitor waits; of a longer one a job tells how far it is."""
EXAMPLES = 5
"""Rows of each kind that trying out shows."""
PORTION = 1_000
BLOCK = 100_000
"""Rows of one transaction that is taken back."""

_Lines = Sequence[Line | RefusedLine]


def try_upload(
    *, upload_id: UUID, by: Actor, at: datetime, channel: Door, tell: Callable[[int], bool] = lambda _done: True
) -> Trial:
    """Bring all rows in, see what becomes of them, and take all of it back; only the look is logged.

    `tell` is told how many rows were dealt with after each portion; it returns whether to go on. Raises
    NotPermittedError, DeniedError, NotGrantedError, NotReadyError, UnreadableFileError, FileNotFoundError.
    """
    access_rules.require(by=by, permission="import", at=at, channel=channel)
    upload = Upload.objects.get(id=upload_id)
    _check_ready(upload)
    found = _try(upload, by=by, at=at, channel=channel, tell=tell)
    audit.record(by=by, action="import.preview", at=at, channel=channel, object_kind=UPLOAD, object_id=upload_id)
    return _outcome(found)


@transaction.atomic
def begin_trial(*, upload_id: UUID, by: Actor, at: datetime, channel: Door, defer: bool = True) -> None:
    """Have a job try a long file out; what was tried before is forgotten. `defer`: False runs no job.

    Raises NotPermittedError, NotReadyError, WrongStateError, OSError.
    """
    access_rules.require(by=by, permission="import", at=at, channel=channel)
    upload = Upload.objects.select_for_update().get(id=upload_id)
    if upload.state != UploadState.NEW:
        raise WrongStateError(upload.state)
    _check_ready(upload)
    keep_trial(upload_id, TrialState(id=uuid7(), by=by.id, rows=upload.rows))
    audit.record(by=by, action="import.preview", at=at, channel=channel, object_kind=UPLOAD, object_id=upload_id)
    if defer:
        with suppress(AlreadyEnqueued), transaction.atomic():
            app.configure_task(TASK, queueing_lock=f"{TASK}-{upload_id}").defer(upload_id=str(upload_id))


def give_up_trial(*, upload_id: UUID, by: Actor, at: datetime, channel: Door) -> None:
    """Stop trying out after the present portion, and forget what was found. Raises NotPermittedError."""
    access_rules.require(by=by, permission="import", at=at, channel=channel)
    forget_trial(upload_id)


def run_trial(*, upload_id: UUID, state: TrialState, by: Actor, at: datetime, channel: Door) -> None:
    """Try a long file out under the name of who asked for it; how far it is can be seen meanwhile. `by`: the job.

    Run again it begins anew. Raises OperationalError when the database goes away.
    """
    upload = Upload.objects.filter(id=upload_id, state=UploadState.NEW).first()
    if upload is None or state.ended:
        return
    asked_by = actor_for(state.by)

    def tell(done: int) -> bool:
        return go_on_as(upload_id, state, done=done) is not None

    try:
        access_rules.require(by=asked_by, permission="import", at=at, channel=channel)
        found = _try(upload, by=asked_by, at=at, channel=channel, tell=tell)
    except (DeniedError, NotGrantedError, NotPermittedError) as refusal:
        record_refusal(refusal)
        _fail(upload_id, state, "denied", by=by, at=at, channel=channel)
    except (UnreadableFileError, FileNotFoundError):
        _fail(upload_id, state, "file", by=by, at=at, channel=channel)
    else:
        go_on_as(
            upload_id, state, done=found.done, ended=True, counts=dict(found.counts), examples=_outcome(found).examples
        )  # fmt: skip


@dataclass(slots=True)
class _Found:
    counts: Counter[str] = field(default_factory=Counter)
    examples: dict[Became, list[Outcome]] = field(default_factory=dict)
    done: int = 0


def _add(found: _Found, portion: Portion) -> None:
    found.counts.update(portion.counts)
    for outcome in portion.outcomes:
        shown = found.examples.setdefault(outcome.became, [])
        if len(shown) < EXAMPLES:
            shown.append(outcome)


def _outcome(found: _Found) -> Trial:
    examples = {became: tuple(shown) for became, shown in found.examples.items()}
    return Trial(counts=dict(found.counts), examples=examples, looked_at=found.done)


def _fail(upload_id: UUID, state: TrialState, why: str, *, by: Actor, at: datetime, channel: Door) -> None:
    go_on_as(upload_id, state, ended=True, failure=why)
    audit.record(by=by, action="upload.stop", at=at, channel=channel, object_kind=UPLOAD, object_id=upload_id)


class _TakenBack(Exception):  # noqa: N818 (no error: it undoes a transaction)
    """What a block did is undone."""


def _try(upload: Upload, *, by: Actor, at: datetime, channel: Door, tell: Callable[[int], bool]) -> _Found:
    found, rows = _Found(), iter(open_upload(upload))
    for first in rows:
        block = chain([first], islice(rows, BLOCK - 1))
        going_on = True
        with suppress(_TakenBack), entered(upload, by, at, channel) as access:
            intake = intake_of(upload, access, at, _open_batch(upload, access, at))
            while going_on and (lines := tuple(islice(block, PORTION))):
                for portion in _taken(lines, intake):
                    _add(found, portion)
                access.events.clear()  # of whom the rows speak goes with the block: else it would grow with the file
                found.done += len(lines)
                going_on = tell(found.done)
            raise _TakenBack
        if not going_on:
            break
    return found


def _taken(lines: _Lines, intake: Intake) -> Iterator[Portion]:
    """Take rows; where one of them does not go into the database, halves until it is alone."""
    try:
        with transaction.atomic():
            portions = list(take_all(tuple(lines), intake))
    except (IntegrityError, DataError):
        if len(lines) == 1:
            portion = Portion()
            portion.outcomes.append(Outcome(lines[0], Became.REJECTED, (Fault(Target.NOTHING, "", "database"),)))
            portion.counts["rejected"] += 1
            yield portion
            return
        half = len(lines) // 2
        yield from _taken(lines[:half], intake)
        yield from _taken(lines[half:], intake)
    else:
        yield from portions
